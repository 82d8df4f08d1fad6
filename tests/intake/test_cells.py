"""What the cells of a visit may hold, and what is told of those that hold something else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.intake import answers, cells
from leadctl.intake.cell_dates import Reading, read_cell, read_time_cell
from leadctl.intake.cells import parse_budget, parse_price
from leadctl.intake.faults import BadValue
from leadctl.intake.kinds.churn import parse_verification
from leadctl.intake.kinds.followups import parse_outcome, parse_via
from leadctl.intake.phone_cells import read_phone_cell
from leadctl.intake.register_dates import need_date, parse_need
from tests.intake.registers import csv_text, one, read_text


def refused_cell(column: str, cell: str) -> str:
    rows, register = read_text(csv_text(("arrived_at", column), ("2013-05-02 09:05", cell)))
    assert rows == []
    (error,) = register.errors
    assert (error.line, error.column, error.value) == (2, column, cell)
    return error.reason


@pytest.mark.parametrize(
    ("column", "typed", "stored"),
    [
        ("kind", "展厅", "walk-in"), ("kind", "Walk In", "walk-in"), ("kind", "来电", "call"),
        ("kind", "PHONE", "call"),
        ("kind", "外展", "event"), ("kind", "网络", "online"), ("kind", "", "walk-in"),
        ("gender", "先生", "male"), ("gender", "F", "female"), ("gender", "", None),
        ("first_visit", "再次", 0), ("first_visit", "二次", 0), ("first_visit", "1", 1), ("first_visit", "", None),
        ("source", "转介绍", "referral"), ("source", "Showroom", "showroom"), ("source", "展示／活动", "event"),
        ("source", "抖音 直播", "抖音 直播"), ("channel", "QQ群", "qq"), ("channel", "汽车之家", "汽车之家"),
        ("party", "3", 3), ("party", "两人", 2), ("party", "2.0", 2), ("grade", "ｂ", "B"), ("grade", "A类", "A"),
        ("test_drive", "✓", 1), ("test_drive", "×", 0), ("test_drive", "TRUE", 1), ("quoted", "无", 0),
        ("quoted", "", None),
        ("name", "  王 芳 ", "王芳"), ("name", "王　芳", "王芳"), ("name", "Ann Lee", "Ann Lee"), ("consultant",
        "李 娜", "李娜"), ("name", "'=SUM(A1)", "=SUM(A1)"), ("note", "ＡＢＣ", "ＡＢＣ"),
        ("model", "ＧＴＩ\u200b", "GTI"),
        ("phone", "'+86 138-1234-5678", "13812345678"), ("phone", " ", None),
    ],
)  # fmt: skip
def test_a_cell_becomes_its_code(column: str, typed: str, stored: object) -> None:
    assert one(csv_text(("arrived_at", column), ("2013-05-02 09:05", typed)))[column] == stored


@pytest.mark.parametrize(
    ("column", "typed", "reason"),
    [
        ("kind", "telepathy", "none of walk-in, call, event, online"),
        ("gender", "x", "none of"),
        ("first_visit", "maybe", "neither"),
        ("party", "many", "whole number from 1 to 99"),
        ("party", "0", "whole number"),
        ("party", "100", "whole number"),
        ("grade", "O", "set by an order"),
        ("grade", "Z", "none of the grades"),
        ("test_drive", "perhaps", "neither yes nor no"),
        ("budget", "lots", "budget"),
        ("budget", "12-10万", "above its high end"),
        ("budget", "0", "between"),
        ("need_by", "someday", "date of need"),
        ("need_by", "2013-02-30", "no such date"),
        ("need_by", "2013-05-01", "before the arrival"),
        ("phone", "138****5678", "masked"),
        ("phone", "1.38E+10", "digits were lost"),
        ("phone", "10086", "fits no numbering plan"),
        ("phone", "13800138000", "nobody's number"),
        ("name", "a\0b", "NUL"),
        ("note", "x" * 10_001, "longer than 10000"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_line_column_value_and_reason(
    column: str, typed: str, reason: str
) -> None:
    assert reason in refused_cell(column, typed)


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("10-12万", 100000, 120000), ("10万-12万元", 100000, 120000), ("10－12", 100000, 120000),
        ("10~12W", 100000, 120000),
        ("10万", 100000, 100000), ("12万左右", 120000, 120000), ("100000", 100000, 100000),
        ("￥100,000", 100000, 100000),
        ("10.5万", 105000, 105000), ("100000-120000", 100000, 120000), ("15万以上", 150000, None),
        ("20万以内", None, 200000), ("", None, None),
    ],
)  # fmt: skip
def test_a_budget_keeps_low_and_high_in_yuan(typed: str, low: float | None, high: float | None) -> None:
    row = one(csv_text(("arrived_at", "budget"), ("2013-05-02 09:05", typed)))
    assert (row["budget_low"], row["budget_high"]) == (low, high)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2013-06-30", "2013-06-30"), ("2013/6/3", "2013-06-03"), ("2013年6月", "2013-06-30"),
        ("2013年6月5日", "2013-06-05"),
        ("6月", "2013-06-30"), ("1月5日", "2014-01-05"), ("7天内", "2013-05-09"), ("一个月内", "2013-06-02"),
        ("1-3个月", "2013-08-02"), ("3个月", "2013-08-02"), ("半年内", "2013-11-02"), ("两周内", "2013-05-16"),
        ("H", "2013-05-09"), ("unknown", None), ("不确定", None), ("3个月以上", None), ("", None),
    ],
)  # fmt: skip
def test_the_date_of_need_is_a_date_or_a_span_from_the_arrival(typed: str, day: str | None) -> None:
    assert one(csv_text(("arrived_at", "need_by"), ("2013-05-02 09:05", typed)))["need_by"] == day


def test_a_price_that_rounds_to_no_fen_is_no_price() -> None:
    assert parse_price("0.01") == 0.01
    with pytest.raises(BadValue, match="not between"):
        parse_price("0.004")


PARSERS: tuple[Callable[[str], object], ...] = (
    answers.parse_kind, cells.parse_gender, cells.parse_source, answers.parse_first_visit, answers.parse_yes_no,
    cells.parse_source_and_channel, cells.parse_party, cells.parse_grade, cells.parse_identifier, parse_budget,
    parse_price, read_cell, read_time_cell, read_phone_cell, cells.parse_lead, cells.parse_vin, parse_verification,
    parse_outcome, parse_via, lambda text: need_date(parse_need(text), "2013-05-02"),
)  # fmt: skip


@pytest.mark.parametrize("parse", PARSERS)
@given(text=st.text(max_size=8) | st.text("0129.-/:年月日天内个半十万以上点分上午٣²", max_size=12))
def test_any_text_is_a_value_or_told_why_not(parse: Callable[[str], object], text: str) -> None:
    try:
        parse(text)
    except BadValue as bad:
        reason = bad.reason
    else:
        return
    assert reason


def test_there_is_no_year_nought_to_borrow_another_for() -> None:
    _, register = read_text("arrived_at\n2013-05-02\n0000-05-02\n")
    assert [error.value for error in register.errors] == ["0000-05-02"]


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("9点一刻", "09:15"), ("九点三刻", "09:45"), ("下午3点一刻", "15:15"), ("10點1刻", "10:15"), ("9點半", "09:30"),
        ("9点30分钟", "09:30"), ("15h", "15:00"), ("上午10点左右", "10:00"), ("大约9:30", "09:30"),
    ],
)  # fmt: skip
def test_a_time_may_be_said_as_people_say_it(typed: str, clock: str) -> None:
    assert read_time_cell(typed).clock == clock


@pytest.mark.parametrize(
    "typed", ["2026_11_02", "2026 11 02", "2026,11,2", "星期一 2026-11-02", "Mon, 2 Nov 2026", "（周一） 2026年11月2日"]
)
def test_a_day_may_have_other_signs_and_its_weekday_before_it(typed: str) -> None:
    assert read_cell(typed)[:4] == (2026, 11, 2, "")


WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


@given(
    day=st.dates(date(1, 1, 1), date(9999, 12, 31)),
    form=st.sampled_from(["{0:04}-{1}-{2}", "{0:04}/{1:02}/{2:02}", "{0:04}.{1}.{2}", "{0:04}年{1}月{2}日"]),
    clock=st.sampled_from(["", " {0}:{1:02}", "T{0:02}:{1:02}", "  {0}:{1:02}:07 ", " 24:{1:02}", " {0}:{1}"]),
    hour=st.integers(0, 23),
    minute=st.integers(0, 61),
)
def test_a_plain_date_is_read_as_every_other_one(day: date, form: str, clock: str, hour: int, minute: int) -> None:
    """A cell with wide digits is never read as a plain one."""
    typed = form.format(day.year, day.month, day.day) + clock.format(hour, minute)

    def read(cell: str) -> Reading | str:
        try:
            return read_cell(cell)
        except BadValue as bad:
            return str(bad.reason)

    found = read(typed)
    assert found == read(typed.translate(WIDE_DIGITS))
    if not clock:
        assert found == Reading(day.year, day.month, day.day, "")


@pytest.mark.parametrize(
    ("typed", "persons"),
    [
        ("2+1", 3), ("2 + 1", 3), ("２＋１", 3), ("1+1+1", 3), ("2大 1小", 3), ("2大+1小", 3), ("2大", 2),
        ("2男1女", 3), ("2人+1小孩", 3), ("夫妻", 2), ("夫妻2人", 2), ("情侣", 2), ("3口之家", 3), ("一行3人", 3),
        ("2个", 2), ("本人", 1), ("2大1小（孩子5岁）", 3),
    ],
)  # fmt: skip
def test_a_party_is_counted_as_people_count_it(typed: str, persons: int) -> None:
    assert cells.parse_party(typed) == persons


@pytest.mark.parametrize(
    ("typed", "amounts"),
    [
        ("不超过20万", (None, 200_000)), ("<20万", (None, 200_000)), ("＞15万", (150_000, None)),
        ("12万8", (128_000,) * 2), ("十万", (100_000,) * 2), ("10万~12万之间", (100_000, 120_000)),
        ("100,000", (100_000,) * 2), ("20萬", (200_000,) * 2), ("待定", (None, None)), ("不限", (None, None)),
    ],
)  # fmt: skip
def test_a_budget_is_read_as_people_say_it(typed: str, amounts: tuple[float | None, float | None]) -> None:
    assert parse_budget(typed) == amounts


@pytest.mark.parametrize("typed", ["10,12万", "十几万", "10/12万"])
def test_a_budget_that_may_mean_anything_is_refused(typed: str) -> None:
    with pytest.raises(BadValue, match="cannot be read as a budget"):
        parse_budget(typed)


@pytest.mark.parametrize("word", ["无", "不详", "未知", "暂无", "N/A", "none", "待定"])
def test_a_word_for_nothing_is_no_name_of_anybody_or_anything(word: str) -> None:
    named = ("name", "model", "source", "consultant", "campaign", "referrer")
    row = one(csv_text(("日期", *named), ("2026/11/2", *[word] * len(named))))
    assert [row[column] for column in named] == [None] * len(named)


def test_a_car_does_not_cost_twelve_yuan() -> None:
    assert cells.parse_car_price("12.88万") == cells.parse_car_price("12万8") + 800
    with pytest.raises(BadValue, match="too little for a car"):
        cells.parse_car_price("12.88")


@pytest.mark.parametrize(
    ("parse", "typed", "meant"),
    [
        (answers.parse_yes_no, "☐", 0), (answers.parse_yes_no, "暂无", 0), (answers.parse_yes_no, "真", 1),
        (answers.parse_first_visit, "New", 1), (answers.parse_first_visit, "返店", 0),
        (answers.parse_first_visit, "邀约再次", 0), (answers.parse_first_visit, "老", 0),
        (cells.parse_grade, "A级意向", "A"), (cells.parse_grade, "意向A级", "A"),
    ],
)  # fmt: skip
def test_other_words_of_the_trade_are_known(parse: Callable[[str], object], typed: str, meant: object) -> None:
    assert parse(typed) == meant
