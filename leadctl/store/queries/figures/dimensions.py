"""What figures are divided by (docs/domain.md section 6, whose a figure is)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_value
from leadctl.store.queries.figures.measures import OWN_FIELD
from leadctl.store.queries.lists import names


class Dimension(NamedTuple):
    """What figures are divided by.

    ``key``: its name in the groups of facts; ``named_by``: the store's list whose ids its values are, else empty: they
    are codes or names themselves. ``words``: what else it is called when it is typed.
    """

    name: str
    key: str
    named_by: str = ""
    words: tuple[str, ...] = ()


DIMENSIONS = {
    dimension.name: dimension
    for dimension in (
        Dimension("source", "source", "sources", ("来源", "来源渠道")),
        Dimension("channel", "channel", words=("网络渠道", "渠道")),
        Dimension("consultant", "consultant", "staff", ("销售顾问", "顾问")),
        Dimension("model", "model", "models", ("车型", "意向车型")),
        Dimension("campaign", "campaign", words=("活动", "集客活动")),
        Dimension("kind", "kind", words=("类型", "来店/来电")),
        Dimension("grade", "grade", words=("级别", "意向级别")),
        Dimension("district", "district", words=("place", "区域", "居住区域")),
        Dimension("reason", "reason", "reasons", ("原因", "战败原因")),
        Dimension("reason-group", "group", words=("reason_group", "reason group", "group", "原因类别")),
    )
}
"""What figures may be divided by, in the order in which they are named; which of them a figure has, its facts say."""


OF_GROUP = {
    dimension.name: dimension
    for dimension in (
        Dimension("store", "store", words=("门店", "店")),
        Dimension("region", "region", words=("大区", "片区")),
    )
}
"""What the figures of a group of stores may be divided by besides."""


def find_dimension(word: str) -> Dimension | None:
    """The dimension that a word means."""
    plain = word.strip().lower()
    return next((one for one in DIMENSIONS.values() if plain == one.name or plain in one.words), None)


OF_CUSTOMER = "district"
"""What has this dimension is of customers, and can be divided by what the store keeps of them."""


def own_dimension(db: sqlite3.Connection, word: str) -> Dimension | None:
    """The field of the store's own that a word names, as a dimension."""
    field = find_value(db, int, "SELECT id FROM fields WHERE name = ?", (word.strip(),))
    return None if field is None else Dimension(word.strip(), f"{OWN_FIELD}{field}")


Value = int | str | None
"""A value of a dimension as facts have it: an id, a code, or None."""


def value_names(db: sqlite3.Connection, dimension: Dimension) -> Mapping[Value, str | None]:
    """What the values of a dimension are called where they are ids; empty where they are names themselves."""
    if not dimension.named_by:
        return {}
    found: dict[Value, str | None] = {None: None}
    found.update(names(db, dimension.named_by).items())
    return found
