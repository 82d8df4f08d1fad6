"""What people type for a date: complete, incomplete, relative, in English and Chinese."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.intake.faults import BadValue
from leadctl.intake.typed_dates import Meaning, parse_date, parse_moment

TODAY = date(2026, 11, 22)  # a Sunday
NOW = datetime(2026, 11, 22, 8, 30)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", "2026-11-22"),
        ("Yesterday", "2026-11-21"),
        ("昨天", "2026-11-21"),
        ("前天", "2026-11-20"),
        ("-1d", "2026-11-21"),
        ("-2w", "2026-11-08"),
        ("-1m", "2026-10-22"),
        ("3天前", "2026-11-19"),
        ("三天前", "2026-11-19"),
        ("两周前", "2026-11-08"),
        ("半年前", "2026-05-22"),
        ("fri", "2026-11-20"),
        ("sunday", "2026-11-22"),
        ("周五", "2026-11-20"),
        ("星期日", "2026-11-22"),
        ("上周五", "2026-11-13"),
        ("本周一", "2026-11-16"),
        ("11-30", "2025-11-30"),
        ("11/22", "2026-11-22"),
        ("11月30日", "2025-11-30"),
        ("２０２６年１１月１日", "2026-11-01"),
        ("2026/11/1", "2026-11-01"),
        ("2026-11-01", "2026-11-01"),
        ("2-29", "2024-02-29"),
        ("11.1", "2026-11-01"),
        ("2026.11.1", "2026-11-01"),
        ("12.1", "2025-12-01"),
        ("21号", "2026-11-21"),
        ("二十一号", "2026-11-21"),
        ("25号", "2026-10-25"),
        ("31号", "2026-10-31"),
        ("上个月25号", "2026-10-25"),
        ("the 3rd", "2026-11-03"),
        ("月底", "2026-10-31"),
        ("end of last month", "2026-10-31"),
        ("上月底", "2026-10-31"),
        ("last week", "2026-11-09"),
        ("上周", "2026-11-09"),
        ("last month", "2026-10-01"),
        ("上个月", "2026-10-01"),
        ("last fri", "2026-11-20"),
        ("last sunday", "2026-11-15"),
        ("this mon", "2026-11-16"),
        ("3 days ago", "2026-11-19"),
        ("two weeks ago", "2026-11-08"),
        ("三周前", "2026-11-01"),
        ("十一月三日", "2026-11-03"),
        ("day before yesterday", "2026-11-20"),
        ("大前天", "2026-11-19"),
        ("nov 3", "2026-11-03"),
        ("30 november", "2025-11-30"),
        ("nov 3rd, 2025", "2025-11-03"),
        ("去年12月25日", "2025-12-25"),
    ],
)
def test_a_fact_is_the_latest_day_that_fits_and_is_not_after_today(typed: str, meant: str) -> None:
    assert parse_date(typed, TODAY, "fact").isoformat() == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tomorrow", "2026-11-23"),
        ("明天", "2026-11-23"),
        ("后天", "2026-11-24"),
        ("大后天", "2026-11-25"),
        ("+3d", "2026-11-25"),
        ("+2w", "2026-12-06"),
        ("+1m", "2026-12-22"),
        ("+1y", "2027-11-22"),
        ("3天后", "2026-11-25"),
        ("十五天后", "2026-12-07"),
        ("2周后", "2026-12-06"),
        ("半个月后", "2026-12-07"),
        ("1个月后", "2026-12-22"),
        ("fri", "2026-11-27"),
        ("下周一", "2026-11-23"),
        ("下下周一", "2026-11-30"),
        ("下星期天", "2026-11-29"),
        ("11-30", "2026-11-30"),
        ("11-21", "2027-11-21"),
        ("11月30日", "2026-11-30"),
        ("30", None),
        ("2-29", "2028-02-29"),
        ("3d", "2026-11-25"),
        ("2w", "2026-12-06"),
        ("1m", "2026-12-22"),
        ("in 3 days", "2026-11-25"),
        ("in a week", "2026-11-29"),
        ("two weeks", "2026-12-06"),
        ("3天", "2026-11-25"),
        ("三天", "2026-11-25"),
        ("两周", "2026-12-06"),
        ("半个月", "2026-12-07"),
        ("一个月", "2026-12-22"),
        ("next week", "2026-11-23"),
        ("下周", "2026-11-23"),
        ("下个星期", "2026-11-23"),
        ("下下周", "2026-11-30"),
        ("next sat", "2026-11-28"),
        ("下周六", "2026-11-28"),
        ("下个礼拜六", "2026-11-28"),
        ("sunday", "2026-11-29"),
        ("周日", "2026-11-29"),
        ("this sun", "2026-11-22"),
        ("next month", "2026-12-01"),
        ("下个月", "2026-12-01"),
        ("下下个月", "2027-01-01"),
        ("下个月15号", "2026-12-15"),
        ("end of month", "2026-11-30"),
        ("end of the month", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("月底", "2026-11-30"),
        ("月末", "2026-11-30"),
        ("本月底", "2026-11-30"),
        ("下个月底", "2026-12-31"),
        ("年底", "2026-12-31"),
        ("12.1", "2026-12-01"),
        ("11.3", "2027-11-03"),
        ("25号", "2026-11-25"),
        ("25日", "2026-11-25"),
        ("3号", "2026-12-03"),
        ("31号", "2026-12-31"),
        ("the 25th", "2026-11-25"),
        ("十二月一号", "2026-12-01"),
        ("day after tomorrow", "2026-11-24"),
        ("the day after tomorrow", "2026-11-24"),
        ("后日", "2026-11-24"),
        ("30 nov", "2026-11-30"),
        ("Jan. 5", "2027-01-05"),
        ("feb 29", "2028-02-29"),
        ("明年1月5日", "2027-01-05"),
    ],
)
def test_a_plan_is_the_earliest_day_that_fits_and_is_not_before_today(typed: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(BadValue, match="expected such as"):
            parse_date(typed, TODAY, "plan")
    else:
        assert parse_date(typed, TODAY, "plan").isoformat() == meant


def test_months_are_calendar_months() -> None:
    assert parse_date("+1m", date(2026, 1, 31), "plan") == date(2026, 2, 28)


@pytest.mark.parametrize("typed", ["tomorrow", "+1d", "2026-11-23", "3天后", "下周一"])
def test_a_fact_in_the_future_is_refused(typed: str) -> None:
    with pytest.raises(BadValue, match=r"future.*such as"):
        parse_date(typed, TODAY, "fact")


@pytest.mark.parametrize("typed", ["yesterday", "-1d", "2026-11-21", "3天前", "上周五"])
def test_a_plan_in_the_past_is_refused(typed: str) -> None:
    with pytest.raises(BadValue, match=r"past.*such as"):
        parse_date(typed, TODAY, "plan")


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "10", "2026-13-01", "2026-02-30", "02-30", "11-31", "13-1", "+9999y", "-9999y", "20261130", "thu fri",
     "26-11-30", "明年", "十十天后", "2026-11/30", "fridayy", "f", "0-0", "13.1", "32号", "0号", "in 3 days ago",
     "next", "next day", "3日周", "2026.11-30", "11.31", "月", "tomorrow 10:00", "明晚", "in 2 hours", "nov 31", "ma 3",
     "30 nov 26"],
)  # fmt: skip
@pytest.mark.parametrize("meaning", ["fact", "plan"])
def test_what_cannot_be_read_is_refused_with_what_was_expected(typed: str, meaning: Meaning) -> None:
    with pytest.raises(BadValue, match=r"expected such as .*, .*"):
        parse_date(typed, TODAY, meaning)


@pytest.mark.parametrize(
    ("typed", "meaning", "meant"),
    [
        ("now", "fact", "2026-11-22T08:30"),
        ("8:00", "fact", "2026-11-22T08:00"),
        ("today 8:30", "fact", "2026-11-22T08:30"),
        ("2026-11-21 09:05", "fact", "2026-11-21T09:05"),
        ("2026-11-21T09:05", "fact", "2026-11-21T09:05"),
        ("2026-11-21T09:05:59", "fact", "2026-11-21T09:05"),
        ("昨天下午3点半", "fact", "2026-11-21T15:30"),
        ("昨天 上午9:05", "fact", "2026-11-21T09:05"),
        ("11月21日晚上8点05分", "fact", "2026-11-21T20:05"),
        ("sun 9:00", "fact", "2026-11-15T09:00"),
        ("11-22 9:00", "fact", "2025-11-22T09:00"),
        ("tomorrow 9:00", "plan", "2026-11-23T09:00"),
        ("today 10:30", "plan", "2026-11-22T10:30"),
        ("10:30", "plan", "2026-11-22T10:30"),
        ("下周一上午10点", "plan", "2026-11-23T10:00"),
        ("sun 8:00", "plan", "2026-11-29T08:00"),
        ("+3d 14:00", "plan", "2026-11-25T14:00"),
        ("3天后 14：00", "plan", "2026-11-25T14:00"),
        ("fri 2:15 pm", "plan", "2026-11-27T14:15"),
        ("周六上午十点", "plan", "2026-11-28T10:00"),
        ("周六十点", "plan", "2026-11-28T10:00"),
        ("周一十一点半", "plan", "2026-11-23T11:30"),
        ("下周六下午三点二十", "plan", "2026-11-28T15:20"),
        ("明天两点零五分", "plan", "2026-11-23T02:05"),
        ("25号晚上八点一刻", "plan", "2026-11-25T20:15"),
        ("next sat 10:00", "plan", "2026-11-28T10:00"),
        ("tomorrow at 3pm", "plan", "2026-11-23T15:00"),
        ("3d 10:00", "plan", "2026-11-25T10:00"),
        ("12.1 9:30", "plan", "2026-12-01T09:30"),
        ("in 3 days 10 am", "plan", "2026-11-25T10:00"),
        ("月底 18:00", "plan", "2026-11-30T18:00"),
        ("sunday 9:00", "plan", "2026-11-29T09:00"),
        ("现在", "fact", "2026-11-22T08:30"),
        ("今早八点", "fact", "2026-11-22T08:00"),
        ("昨晚8点半", "fact", "2026-11-21T20:30"),
        ("last night at 8:15", "fact", "2026-11-21T20:15"),
        ("an hour ago", "fact", "2026-11-22T07:30"),
        ("-2h", "fact", "2026-11-22T06:30"),
        ("半小时前", "fact", "2026-11-22T08:00"),
        ("今晚八点", "plan", "2026-11-22T20:00"),
        ("今晚8点", "plan", "2026-11-22T20:00"),
        ("明晚8点", "plan", "2026-11-23T20:00"),
        ("明早九点", "plan", "2026-11-23T09:00"),
        ("明早上九点", "plan", "2026-11-23T09:00"),
        ("大后天晚上七点", "plan", "2026-11-25T19:00"),
        ("明天中午", "plan", "2026-11-23T12:00"),
        ("中午十二点半", "plan", "2026-11-22T12:30"),
        ("tonight at 8", "plan", "2026-11-22T20:00"),
        ("tonight 8pm", "plan", "2026-11-22T20:00"),
        ("tomorrow morning at 9:30", "plan", "2026-11-23T09:30"),
        ("tomorrow afternoon at 3", "plan", "2026-11-23T15:00"),
        ("tomorrow at 10", "plan", "2026-11-23T10:00"),
        ("mon at noon", "plan", "2026-11-23T12:00"),
        ("fri 5 p.m.", "plan", "2026-11-27T17:00"),
        ("nov 30 10:00", "plan", "2026-11-30T10:00"),
        ("day after tomorrow 10:00", "plan", "2026-11-24T10:00"),
        ("in 2 hours", "plan", "2026-11-22T10:30"),
        ("in half an hour", "plan", "2026-11-22T09:00"),
        ("+30min", "plan", "2026-11-22T09:00"),
        ("24 hours", "plan", "2026-11-23T08:30"),
        ("两小时后", "plan", "2026-11-22T10:30"),
        ("半个小时后", "plan", "2026-11-22T09:00"),
        ("一个半小时后", "plan", "2026-11-22T10:00"),
        ("一刻钟以后", "plan", "2026-11-22T08:45"),
        ("40分钟后", "plan", "2026-11-22T09:10"),
    ],
)
def test_a_moment_names_its_time_of_day(typed: str, meaning: Meaning, meant: str) -> None:
    assert parse_moment(typed, NOW, meaning) == (meant, True)


@pytest.mark.parametrize(
    ("typed", "meaning", "meant"), [("today", "fact", "2026-11-22"), ("fri", "plan", "2026-11-27")]
)
def test_a_day_without_a_time_stays_a_day(typed: str, meaning: Meaning, meant: str) -> None:
    assert parse_moment(typed, NOW, meaning) == (meant, False)


@pytest.mark.parametrize("typed", ["明天上午", "今晚", "tonight", "tomorrow morning", "下周一下午"])
def test_a_part_of_a_day_needs_its_hour(typed: str) -> None:
    with pytest.raises(BadValue, match="names no hour; expected such as tomorrow 10:00"):
        parse_moment(typed, NOW, "plan")


def test_a_time_that_stands_alone_may_be_of_another_day() -> None:
    assert parse_moment("11:20", NOW, "fact", date(2026, 11, 20)) == ("2026-11-20T11:20", True)
    assert parse_moment("yesterday 11:20", NOW, "fact", date(2026, 11, 20)) == ("2026-11-21T11:20", True)


@pytest.mark.parametrize(("typed", "meaning"), [("8:31", "fact"), ("today 9:00", "fact"), ("8:29", "plan")])
def test_a_moment_on_the_wrong_side_of_now_is_refused(typed: str, meaning: Meaning) -> None:
    with pytest.raises(BadValue, match="lies in the"):
        parse_moment(typed, NOW, meaning)


@pytest.mark.parametrize(
    "typed", ["25:00", "9:60", "today 24:00", "上午15:00", "2026-11-21T09:05+08:00", "9:5", "10:30:61"]
)
def test_an_impossible_time_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        parse_moment(typed, NOW, "fact")


def _walk(today: date, step: int, *, weekday: int | None = None, number: int | None = None) -> date:
    """The first day after today (or before it) that is this weekday, or has this number in its month."""
    day = today + timedelta(days=step)
    while weekday not in (None, day.weekday()) or number not in (None, day.day):
        day += timedelta(days=step)
    return day


@pytest.mark.parametrize("today", [date(2027, 12, 27) + timedelta(days) for days in range(70)], ids=str)
def test_on_every_weekday_and_around_every_month_end_the_words_mean_what_a_calendar_shows(today: date) -> None:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    plans: dict[str, date] = {}
    facts: dict[str, date] = {}
    monday = _walk(today, 1, weekday=0)
    for place, (name, sign) in enumerate(zip(names, "一二三四五六日", strict=True)):
        ahead = _walk(today, 1, weekday=place)
        past = _walk(today, -1, weekday=place)
        plans |= dict.fromkeys((name, f"周{sign}", f"星期{sign}", f"next {name}"), ahead)
        plans[f"下周{sign}"] = monday + timedelta(days=place)
        facts[f"last {name}"] = past
        facts |= dict.fromkeys((name, f"周{sign}"), today if today.weekday() == place else past)
    first = _walk(today, 1, number=1)
    plans |= dict.fromkeys(("next week", "下周", "下个星期"), monday)
    plans |= dict.fromkeys(("next month", "下个月", "下月"), first)
    plans |= dict.fromkeys(("end of month", "月底"), first - timedelta(days=1))
    for number in (1, 25, 29, 30, 31):
        plans[f"{number}号"] = _walk(today - timedelta(days=1), 1, number=number)
        facts[f"{number}号"] = _walk(today + timedelta(days=1), -1, number=number)
    assert {typed: parse_date(typed, today, "plan") for typed in plans} == plans
    assert {typed: parse_date(typed, today, "fact") for typed in facts} == facts


@given(st.dates(date(2001, 1, 1), date(2026, 11, 22)))
def test_every_form_of_a_full_date_means_that_date(day: date) -> None:
    forms = [
        day.isoformat(),
        day.strftime("%Y/%m/%d"),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}-{day.month}-{day.day}",
    ]
    assert {parse_date(form, TODAY, "fact") for form in forms} == {day}


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 12), st.integers(1, 28))
def test_an_incomplete_date_lies_within_a_year_of_today(today: date, month: int, day: int) -> None:
    fact, plan = (parse_date(f"{month}-{day}", today, meaning) for meaning in ("fact", "plan"))
    assert today - timedelta(366) < fact <= today <= plan < today + timedelta(366)


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_refused(typed: str) -> None:
    try:
        moment, _ = parse_moment(typed, NOW, "plan")
    except BadValue:
        return
    assert moment >= "2026-11-22"
