"""Follow-ups of files."""

from __future__ import annotations

import re
from datetime import date

from leadctl.domain.days import add_days
from leadctl.domain.terms import OUTCOMES, VIAS
from leadctl.intake.cell_dates import date_of, read_cell
from leadctl.intake.cells import make_code_parser, parse_grade, tidy
from leadctl.intake.columns import Columns, leave_raw, read_each, read_moments, read_texts
from leadctl.intake.date_orders import choose_alone
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
from leadctl.intake.register_dates import Yearless, check_reach, is_empty, need_date

parse_via = make_code_parser(
    VIAS, ("电话", "来电", "去电", "电话回访", "电话跟进", "call"),
    ("微信", "微信语音", "微信视频", "微信电话", "企业微信", "企微", "weixin"),
    ("QQ群", "qq消息"), ("短信", "信息", "text"),
    ("邮件", "电子邮件", "mail"), ("信函", "直邮", "信件", "direct mail"), ("到店", "来店", "进店", "展厅"),
    ("上门", "家访", "上门拜访", "拜访"),
)  # fmt: skip
parse_outcome = make_code_parser(
    OUTCOMES,
    ("有进展", "进展", "推进", "约到店", "已约到店", "邀约到店", "同意到店", "邀约成功", "约试驾", "已邀约",
     "progress"),
    ("继续", "继续跟进", "继续跟踪", "保持联系", "跟进中", "已接通", "接通", "已接", "已联系", "已沟通", "已回访",
     "考虑中", "continuation"),
    ("拒绝", "无意向", "不考虑", "refusal"),
    ("未接", "无人接听", "无人接", "没接", "未接通", "无应答", "未接听", "未联系上", "打不通", "停机", "空号", "关机",
     "占线", "忙线", "unanswered"),
)  # fmt: skip


def plan_next_contact(columns: Columns, rows: int, faults: Faults) -> None:
    """The day of the next contact, not before the contact itself; without a year it is the first such day."""
    for row, (at, cell) in enumerate(zip(columns["at"], columns["next"], strict=True)):
        columns["next"][row] = None
        if at is not None and cell is not None and not is_empty(cell):
            try:
                columns["next"][row] = _read_next_day(cell, at[:10])
            except BadValue as bad:
                faults.add("next", row, bad.reason)


_DAYS_AHEAD = re.compile(r"\+(\d{1,3})(?:天|日)?")


def _read_next_day(cell: str, at: str) -> str | None:
    ahead = _DAYS_AHEAD.fullmatch(tidy(cell))
    if ahead:
        return check_reach(add_days(at, int(ahead[1])))
    try:
        reading = read_cell(cell)
    except BadValue as bad:
        return _read_words(tidy(cell), at, bad)
    if not reading.has_day:
        raise BadValue("a time without a date; expected such as 2013-05-02")
    if not reading.year and not reading.choices:
        return need_date(Yearless(reading.month, reading.day), at)
    day = choose_alone(reading.choices) if reading.choices else date_of(reading.year, reading.month, reading.day)
    if day < at:
        raise BadValue("lies before the contact")
    return check_reach(day)


def _read_words(text: str, at: str, bad: BadValue) -> str:
    """A day in words such as 明天 or 下周一, counted from the contact."""
    from leadctl.intake.typed_dates import parse_date

    try:
        return check_reach(parse_date(text, date.fromisoformat(at), "plan").isoformat())
    except BadValue:
        raise bad from None


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
        Field("at", ("日期", "时间", "跟进时间", "跟进日期", "回访时间", "回访日期", "联系时间",
                     "联系日期", "跟踪时间", "跟踪日期", "date",
                     "time"), read_moments),
        RECORDED_BY,
        Field("via", ("方式", "跟进方式", "回访方式", "联系途径", "跟踪方式"), read_each(parse_via)),
        Field("outcome", ("结果", "跟进结果", "回访结果", "result"), read_each(parse_outcome)),
        Field("grade", ("意向级别", "级别", "客户级别", "意向等级"), read_each(parse_grade)),
        Field("next", ("下次跟进", "下次跟进时间", "下次回访", "下次回访时间", "下次联系", "下次日期", "next contact"),
              leave_raw),
        Field("agreed", ("约定", "约定事项", "约定内容", "下次约定", "下次跟进内容", "下次计划", "agreed for next"),
              read_texts),
        Field("note", NOTE_HEADERS, read_texts),
    ),
    required=(("phone", "lead"), ("at",)),
    rules=(require_lead, require_date("at"), plan_next_contact, fill_outcome),
)  # fmt: skip
