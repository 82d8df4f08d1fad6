"""Sales without a lead, of files."""

from __future__ import annotations

from leadctl.domain.terms import SALES_CHANNELS
from leadctl.errors import template
from leadctl.intake.cells import key_of, make_code_parser, make_count_parser
from leadctl.intake.columns import read_days, read_each
from leadctl.intake.faults import BadValue
from leadctl.intake.kinds.declaration import COUNT_HEADERS, SOLD_MODEL, Field, FileKind, require, require_date

_parse_channel = make_code_parser(SALES_CHANNELS, ("二级", "二网", "二级网点", "分销"), ("批售", "批发", "大客户"))


def parse_sales_channel(text: str) -> str:
    """sub-dealer or wholesale. Raises BadValue, for the showroom with what to do instead."""
    if key_of(text) in ("展厅", "showroom"):
        raise BadValue("sales of the showroom come from orders; expected sub-dealer (二级) or wholesale (批售)")
    return _parse_channel(text)


SALES = FileKind(
    name="sales",
    title="Sales without a lead",
    known_by="its day, channel and model, and being the n-th such row of its file",
    about="The channel is sub-dealer or wholesale.",
    example="leadctl import sales sub-dealers.csv --year 2026",
    fields=(
        Field("channel", ("渠道", "销售渠道", "销售类型", "sales channel"), read_each(parse_sales_channel)),
        Field("on", ("日期", "销售日期", "成交日期", "date"), read_days),
        SOLD_MODEL,
        Field("count", COUNT_HEADERS, read_each(make_count_parser(1, 9999))),
    ),
    required=(("channel",), ("on",)),
    rules=(
        require("channel", template("is needed: sub-dealer (二级) or wholesale (批售)")),
        require_date("on"),
    ),
)  # fmt: skip
