"""Online enquiries as websites, apps and groups hand them over: each row is a visit of the kind online."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from leadctl.domain.terms import VISIT_FIELDS
from leadctl.errors import template
from leadctl.intake import cells
from leadctl.intake.columns import Column, Maker, as_typed, each, phones, texts
from leadctl.intake.faults import Faults
from leadctl.intake.headers import Names
from leadctl.intake.registerdates import RegisterDates
from leadctl.intake.registers import Columns, Finish, Spec
from leadctl.intake.rules import needs
from leadctl.intake.visits import moments_of

ONLINE = "online"
"""Kind and source of every row."""

_NAMES = Names(
    synonyms={
        "date": ("日期", "留资日期", "线索日期", "咨询日期", "提交日期", "创建日期", "登记日期", "day"),
        "at": ("时间", "日期时间", "留资时间", "线索时间", "咨询时间", "提交时间", "创建时间", "报名时间", "登记时间",
               "下发时间", "arrived at", "time", "enquiry time", "created at", "submitted at"),
        "name": ("客户姓名", "姓名", "客户", "客户名称", "用户姓名", "称呼", "customer", "customer name"),
        "phone": ("联系方式", "联系电话", "手机", "手机号", "手机号码", "电话", "电话号码", "客户电话", "联系手机",
                  "mobile", "telephone", "phone number", "tel"),
        "channel": ("网络渠道", "渠道", "线上渠道", "来源", "来源/渠道", "来源渠道", "渠道来源", "线索来源", "网络来源",
                    "平台", "网络平台", "来源平台", "媒体", "online channel", "platform", "source"),
        "model": ("意向车型", "车型", "拟购车型", "关注车型", "咨询车型", "car", "car model"),
        "campaign": ("活动", "集客活动", "活动名称"),
        "note": ("备注", "留言", "留言内容", "咨询内容", "说明", "message", "notes", "remark", "remarks"),
    },
    required=(("at", "date"), ("phone",)),
)  # fmt: skip

_CHECKS: Mapping[str, Maker] = {
    "date": as_typed,
    "at": as_typed,
    "name": texts,
    "phone": phones,
    "channel": each(cells.parse_channel),
    "model": each(cells.parse_identifier),
    "campaign": each(cells.parse_identifier),
    "note": texts,
}
_needs_phone = needs("phone", template("a phone is needed: an enquiry is answered by a call"))


def _finish(dates: RegisterDates) -> Finish:
    def finish(checked: Columns, rows: int, faults: Faults) -> Columns:
        made: Columns = {
            "arrived_at": cast(Column, moments_of(checked, "at", dates, faults.of("at"))),
            "kind": [ONLINE] * rows,
            "source": [ONLINE] * rows,
        }
        columns = {name: made.get(name) or checked.get(name) or [None] * rows for name in VISIT_FIELDS}
        _needs_phone(columns, rows, faults)
        return columns

    return finish


ENQUIRIES = Spec(
    kind=ONLINE, names=_NAMES, checks=_CHECKS, anchors=("date", "at"), finish=_finish, shown={"at": ("date", "at")}
)
"""Enquiries: the columns of ``VISIT_FIELDS``; a row needs its moment and a phone."""
