"""Profiles: how the files of one origin are read. Some are ready."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.named_tuple import NamedTuple


class Profile(NamedTuple):
    """The ``kind`` of file, which header each of our fields has, and other choices by the name of their option's
    parameter, such as ``encoding``."""

    name: str
    kind: str
    mapping: Mapping[str, str]
    choices: Mapping[str, object] = {}


READY = (
    Profile(
        "vertical-site",
        "online",
        {"record_id": "线索ID", "at": "下单时间", "name": "客户姓名", "phone": "手机号", "channel": "线索来源"},
    ),
    Profile("google-form", "online", {"at": "时间戳记", "name": "您的姓名", "phone": "您的手机号码"}),
    Profile("lead-ads", "online", {"at": "created_time", "name": "full_name", "phone": "phone_number"}),
)
"""Those of sites and services whose exports look alike everywhere: a vertical site's leads, answers to a form, and
lead advertisements."""
