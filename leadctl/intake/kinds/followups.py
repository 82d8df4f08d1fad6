"""Follow-ups of files."""

from __future__ import annotations

from leadctl.domain.terms import OUTCOMES, VIAS
from leadctl.intake.cells import make_code_parser, parse_grade
from leadctl.intake.columns import Columns, leave_raw, read_each, read_moments, read_texts
from leadctl.intake.faults import BadValue, Faults
from leadctl.intake.kinds.declaration import (
    LEAD,
    NOTE_HEADERS,
    PHONE,
    RECORDED_BY,
    Field,
    FileKind,
    require_date,
    require_lead,
)
from leadctl.intake.register_dates import Reading, Yearless, check_reach, date_of, need_date, read_cell

parse_via = make_code_parser(
    VIAS, ("电话", "来电", "去电", "call"), ("微信", "weixin"), ("QQ群", "qq消息"), ("短信", "信息", "text"),
    ("邮件", "电子邮件", "mail"), ("信函", "直邮", "信件", "direct mail"), ("到店", "来店", "进店", "展厅"),
    ("上门", "家访", "上门拜访", "拜访"),
)  # fmt: skip
parse_outcome = make_code_parser(
    OUTCOMES, ("有进展", "进展", "推进", "progress"), ("继续", "继续跟进", "保持联系", "跟进中", "continuation"),
    ("拒绝", "refusal"), ("未接", "无人接听", "未接通", "无应答", "未接听", "关机", "占线", "unanswered"),
)  # fmt: skip


def plan_next_contact(columns: Columns, rows: int, faults: Faults) -> None:
    """The day of the next contact, not before the contact itself; without a year it is the first such day."""
    for row, (at, cell) in enumerate(zip(columns["at"], columns["next"], strict=True)):
        columns["next"][row] = None
        if at is not None and cell is not None and cell.strip():
            try:
                columns["next"][row] = _read_next_day(read_cell(cell), at[:10])
            except BadValue as bad:
                faults.add("next", row, bad.reason)


def _read_next_day(reading: Reading, at: str) -> str | None:
    if not reading.day:
        raise BadValue("a time without a date; expected such as 2013-05-02")
    if not reading.year:
        return need_date(Yearless(reading.month, reading.day), at)
    day = date_of(reading.year, reading.month, reading.day)
    if day < at:
        raise BadValue("lies before the contact")
    return check_reach(day)


def fill_outcome(columns: Columns, rows: int, faults: Faults) -> None:
    """A contact without an outcome was friendly and moved nothing."""
    columns["outcome"] = [outcome or "continued" for outcome in columns["outcome"]]


FOLLOWUPS = FileKind(
    name="followups",
    title="Follow-ups",
    known_by="its lead, time and way; sent again it is unchanged, or updated where cells changed",
    about="A date without a time is the end of that day. Staff that are new are added as consultants.",
    example="leadctl import followups calls.xlsx --rejects bad.csv",
    fields=(
        PHONE,
        LEAD,
        Field("at", ("日期", "时间", "跟进时间", "跟进日期", "回访时间", "回访日期", "联系时间", "跟踪时间", "date",
                     "time"), read_moments),
        RECORDED_BY,
        Field("via", ("方式", "跟进方式", "回访方式", "联系途径", "跟踪方式"), read_each(parse_via)),
        Field("outcome", ("结果", "跟进结果", "回访结果", "result"), read_each(parse_outcome)),
        Field("grade", ("意向级别", "级别", "客户级别", "意向等级"), read_each(parse_grade)),
        Field("next", ("下次跟进", "下次跟进时间", "下次回访", "下次回访时间", "下次联系", "下次日期", "next contact"),
              leave_raw),
        Field("note", NOTE_HEADERS, read_texts),
    ),
    required=(("phone", "lead"), ("at",)),
    rules=(require_lead, require_date("at"), plan_next_contact, fill_outcome),
)  # fmt: skip
