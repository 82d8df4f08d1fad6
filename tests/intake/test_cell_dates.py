"""Days and times as people, spreadsheets and systems write them."""

from __future__ import annotations

import pytest

from leadctl.errors import Sentence
from tests.intake.registers import csv_text, one, read_text

DAY = "2026-11-02"


def arrivals(*days: str, column: str = "日期") -> tuple[list[str], list[Sentence], list[Sentence]]:
    """The days of the good rows, the reasons of the bad ones, and what was said of the file."""
    rows, register = read_text(csv_text((column,), *((day,) for day in days)))
    return [row["arrived_at"][:10] for row in rows], [Sentence(e.reason) for e in register.errors], register.warnings


@pytest.mark.parametrize(
    "typed",
    [
        "二〇二六年十一月二日", "二零二六年十一月二日", "二○二六年十一月二日", "2026年11月2日 星期一",
        "2026年11月2号", "2026.11.2",
        "2026。11。2", "2026、11、2", "20261102", "2026/11/2 00:00:00", "2026-11-02T00:00:00", "２０２６／１１／２",
        "2026 / 11 / 2", "2026/11/2 周一", "2026-11-2(一)", "2026\\11\\2", "26-11-02", "26/11/2", "26.11.2",
        "26年11月2日",
        "2-Nov-26", "2 November 2026", "2026-Nov-02", "Nov 2, 2026", "Nov. 2nd, 2026", "02 Nov 2026",
        "Mon Nov 2 2026"[4:],
        "2026–11–02", "二O二六年十一月二日", "二0二六年十一月二日", "2026.11.02.", "\ufeff2026-11-02",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_form(typed: str) -> None:
    assert one(csv_text(("日期", "进店时间"), (typed, "9:05")))["arrived_at"] == f"{DAY}T09:05"


@pytest.mark.parametrize("typed", ["十一月二日", "11月2日", "11/2", "11-2", "Nov 2", "2-Nov", "11.02"])
def test_a_day_without_a_year_takes_that_of_the_rows_before(typed: str) -> None:
    assert arrivals("2026-11-01", typed)[0][1] == DAY


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("9.30", "09:30"), ("9：30", "09:30"), ("９：３０", "09:30"), ("9:30 AM", "09:30"), ("上午9:30", "09:30"),
        ("上午 9时30分", "09:30"), ("9点半", "09:30"), ("九点半", "09:30"), ("9点", "09:00"), ("9时", "09:00"),
        ("0930", "09:30"),
        ("930", "09:30"), ("9-30", "09:30"), ("11-05", "11:05"), ("下午3:20", "15:20"), ("15.20", "15:20"), ("3:20pm",
        "15:20"),
        ("PM 3:20", "15:20"), ("下午 03:20:00", "15:20"), ("09:30:00.000", "09:30"), ("0.395833333", "09:30"),
        ("9点30", "09:30"), ("十点十五分", "10:15"), ("12:00 AM", "00:00"), ("午后3点", "15:00"), ("9h30", "09:30"),
        ("约9:30", "09:30"), ("9点钟", "09:00"), ("3 pm", "15:00"),
        ("十点二十", "10:20"), ("-", "00:00"), ("1899-12-30 09:30"[11:], "09:30"),
    ],
)  # fmt: skip
def test_a_cell_of_the_times_is_a_time_of_the_day_beside_it(typed: str, clock: str) -> None:
    assert one(csv_text(("日期", "进店时间"), ("2026/11/2", typed)))["arrived_at"] == f"{DAY}T{clock}"
    assert one(csv_text(("arrived_at", "left_at"), ("2026-11-02 00:00", typed)))["left_at"] == (
        None if typed == "-" else f"{DAY}T{clock}"
    )


@pytest.mark.parametrize("typed", ["9;30", "9:5", "25:10", "9:30-10:10", "9:30-", "30-9", "11-75", "11/5", "星期一"])
def test_what_is_no_time_is_refused_with_what_was_expected_and_never_a_day(typed: str) -> None:
    rows, register = read_text(csv_text(("日期", "进店时间"), ("2026/11/2", typed)))
    assert rows == []
    (error,) = register.errors
    assert "time" in error.reason
    assert "date is needed" not in error.reason


def test_a_date_cell_at_midnight_beside_a_time_is_a_date() -> None:
    assert one("日期,进店时间\n2026/11/2 0:00:00,9:05\n")["arrived_at"] == f"{DAY}T09:05"
    assert one("日期,进店时间\n2026-11-02T17:05:00,\n")["arrived_at"] == f"{DAY}T17:05"


@pytest.mark.parametrize("clock", ["", "9:05"])
@pytest.mark.parametrize("serial", ["46328", "46328.5"])
def test_a_serial_number_gets_its_hint_whatever_stands_beside_it(serial: str, clock: str) -> None:
    _, register = read_text(csv_text(("日期", "进店时间"), (serial, clock)))
    assert "the number a spreadsheet keeps for a day" in register.errors[0].reason


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-02T01:05:00Z", f"{DAY}T09:05"),
        ("2026-11-02T09:05:33+08:00", f"{DAY}T09:05"),
        ("2026-11-01 20:05:00-0500", f"{DAY}T09:05"),
        ("2026/11/2 上午 9:05:33 [GMT+8]", f"{DAY}T09:05"),
        ("2026/11/2 下午 3:05:33 GMT+8", f"{DAY}T15:05"),
    ],
)
def test_a_moment_with_a_time_zone_becomes_the_time_here(typed: str, meant: str) -> None:
    assert one(csv_text(("进店时间",), (typed,)))["arrived_at"] == meant


@pytest.mark.parametrize("headers", ["进店时间,x", "日期,进店时间", "日期,x", "日期,离店时间"])
def test_a_moment_with_a_time_zone_is_turned_into_store_time_and_not_the_machines(headers: str) -> None:
    moment = "2026-11-02T15:30:00Z"
    cells = f"2026-11-02,{moment}" if "店时间" in headers[2:] and "x" not in headers else f"{moment},"
    row = one(f"{headers}\n{cells}\n", zone="America/New_York")
    assert f"{DAY}T10:30" in (row["left_at"], row["arrived_at"])


@pytest.mark.parametrize("typed", ["2026-11-02 23:05 +0800", "2026-11-02 23:05+08:00"])
def test_what_is_ahead_of_utc_needs_no_seconds_to_be_a_time_zone(typed: str) -> None:
    assert one(csv_text(("进店时间",), (typed,)), zone="Europe/Lisbon")["arrived_at"] == f"{DAY}T15:05"


def test_two_times_are_no_time_zone() -> None:
    assert arrivals("2026-11-02 09:05-10:30")[0] == []


@pytest.mark.parametrize(
    ("typed", "meant", "order"),
    [
        (("11/13/2026", "11/2/2026"), ("2026-11-13", "2026-11-02"), "month/day/year"),
        (("2/11/2026", "13/11/2026"), ("2026-11-02", "2026-11-13"), "day/month/year"),
        (("11-02-26", "11-13-26"), ("2026-11-02", "2026-11-13"), "month/day/year"),
        (("02.11.2026", "21.11.2026", "03.11.2026"), ("2026-11-02", "2026-11-21", "2026-11-03"), "day/month/year"),
        (("10/11/12", "10/11/30"), ("2010-11-12", "2010-11-30"), "year/month/day"),
    ],
)
def test_the_whole_column_decides_the_order_of_day_and_month(
    typed: tuple[str, ...], meant: tuple[str, ...], order: str
) -> None:
    days, reasons, said = arrivals(*typed)
    assert (tuple(days), reasons) == (meant, [])
    assert [sentence for sentence in said if order in sentence]


def test_a_date_later_in_the_file_decides_for_the_first_ones_too() -> None:
    days, reasons, _ = arrivals(*["11/2/2026"] * 500, "11/13/2026")
    assert (set(days), reasons) == ({"2026-11-02", "2026-11-13"}, [])


@pytest.mark.parametrize(
    "typed",
    [
        ("11/2/2026",), ("11/2/2026", "3/4/2026"), ("11/13/2026", "13/11/2026", "11/2/2026"),
        ("11/2/2026", "2/11/2026", "13/11/2026", "Nov 2, 2026"),
    ],
)  # fmt: skip
def test_an_order_that_nothing_or_two_things_show_is_refused_with_both_readings(typed: tuple[str, ...]) -> None:
    _, reasons, _ = arrivals(*typed)
    assert "may be 2026-02-11 or 2026-11-02; write the year first" in reasons[0]


def test_what_lies_in_the_future_is_not_meant() -> None:
    assert arrivals("12/11/2026")[0] == ["2026-11-12"]
    assert arrivals("5/5/2026")[0] == ["2026-05-05"]


def test_two_digits_of_a_year_are_read_by_the_days_around_them() -> None:
    days, reasons, said = arrivals("26/11/2", "26年11月2日", "2/11/26", "11/2/26")
    assert (days, reasons) == ([DAY] * 4, [])
    assert [sentence for sentence in said if "day/month/year" in sentence]


def test_a_column_of_times_that_are_all_midnight_is_told() -> None:
    _, register = read_text("日期,进店时间\n2026/11/2,0:00\n2026/11/3,0:00:00\n")
    assert register.warnings == ["all 2 times are 0:00: whatever wrote the file has lost them"]
    _, register = read_text("日期,进店时间\n2026/11/2,0:00\n2026/11/3,9:05\n")
    assert register.warnings == []
    _, register = read_text("日期\n2026/11/2 0:00:00\n2026/11/3 0:00:00\n")
    assert register.warnings == []


@pytest.mark.parametrize("mark", ["〃", "同上", '"', "''", "″"])
def test_a_mark_for_the_cell_above_is_refused_with_the_way_out(mark: str) -> None:
    _, reasons, _ = arrivals("2026/11/2", mark)
    assert "--fill-down date" in reasons[0]
