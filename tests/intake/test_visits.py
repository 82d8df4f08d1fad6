"""The register of visits: real rows in, checked columns and told-apart bad rows out."""

from __future__ import annotations

import pytest

from leadctl.domain.terms import VISIT_FIELDS
from tests.intake.registers import csv_text, one, read_text

CHINESE = (
    "日期", "进店时间", "离店时间", "客户姓名", "性别", "联系电话", "来店/来电", "首次/再次", "来源/渠道", "人数",
    "意向车型", "意向级别", "试乘试驾", "报价", "预算", "预计购车时间", "活动", "推荐人", "销售顾问", "接待经过/备注",
)  # fmt: skip
FILLED = (
    "2013/5/2", "上午9:05", "10:20", "王芳", "女", "138 1234 5678", "来店", "首次", "展厅", "2人", "朗逸",
    "h级", "√", "否", "10-12万", "1-3个月", "五一集客", "李静", "Ｌi  Na", "第一行\n第二行",
)  # fmt: skip


def test_a_chinese_register_row_becomes_our_columns() -> None:
    row = one(csv_text(CHINESE, FILLED))
    assert tuple(row)[1:] == VISIT_FIELDS
    assert row == {
        "line": 2, "arrived_at": "2013-05-02T09:05", "left_at": "2013-05-02T10:20", "name": "王芳", "gender": "female",
        "phone": "13812345678", "kind": "walk-in", "first_visit": 1, "source": "showroom", "channel": None, "party": 2,
        "model": "朗逸", "budget_low": 100000.0, "budget_high": 120000.0, "need_by": "2013-08-02", "grade": "H",
        "test_drive": 1, "quoted": 0, "consultant": "Li Na", "campaign": "五一集客", "referrer": "李静",
        "note": "第一行 第二行",
        **dict.fromkeys(VISIT_FIELDS[VISIT_FIELDS.index("record_id"):]),
    }  # fmt: skip


def test_only_the_arrival_is_required() -> None:
    row = one("arrived_at\n2013-05-02 09:05\n")
    assert {name: value for name, value in row.items() if value is not None} == {
        "line": 2,
        "arrived_at": "2013-05-02T09:05",
        "kind": "walk-in",
    }


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2013-05-02 09:05", "2013-05-02T09:05"),
        ("2013-05-02 09:05:59", "2013-05-02T09:05"),
        ("2013-05-02T09:05", "2013-05-02T09:05"),
        ("2013/5/2 9:05", "2013-05-02T09:05"),
        ("2013.5.2 9：05", "2013-05-02T09:05"),
        ("20130502 09:05", "2013-05-02T09:05"),
        ("2013年5月2日 下午3:20", "2013-05-02T15:20"),
        ("2013年5月2日9点05分", "2013-05-02T09:05"),
        ("2013/5/2 星期四 9点半", "2013-05-02T09:30"),
        ("2013/5/2 3:20 PM", "2013-05-02T15:20"),
        ("2013/5/2 上午12:05", "2013-05-02T00:05"),
        ("2013/5/2", "2013-05-02T00:00"),
        ("２０１３／５／２", "2013-05-02T00:00"),
    ],
)
def test_date_and_time_are_read_in_one_column(typed: str, stored: str) -> None:
    assert one(csv_text(("进店时间",), (typed,)))["arrived_at"] == stored


def test_date_and_time_are_read_in_two_columns_and_a_full_time_cell_wins() -> None:
    rows, _ = read_text("日期,进店时间\n2013/5/2,9:05\n2013/5/2,\n2013/5/2,2013/5/3 10:00\n")
    assert [row["arrived_at"] for row in rows] == ["2013-05-02T09:05", "2013-05-02T00:00", "2013-05-03T10:00"]


def test_a_yearless_date_borrows_the_year_of_the_other_rows() -> None:
    rows, register = read_text("日期,姓名\n5月2日,a\n2013/5/3,b\n5月4日,c\n2014/1/2,d\n1月3日,e\n")
    assert [row["arrived_at"][:10] for row in rows] == [
        "2013-05-02", "2013-05-03", "2013-05-04", "2014-01-02", "2014-01-03",
    ]  # fmt: skip
    assert "2 dates without a year were read as of 2013" in register.warnings


def test_a_yearless_date_borrows_the_year_of_the_option_else_is_bad() -> None:
    assert one("日期\n5月2日\n", year=2012)["arrived_at"] == "2012-05-02T00:00"
    _, register = read_text("日期\n5月2日\n")
    assert "--year" in register.errors[0].reason


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2013-02-30 09:05", "no such date"),
        ("2013/13/1", "no such date"),
        ("soon", "cannot be read"),
        ("41396", "number a spreadsheet keeps"),
        ("2013-05-02 25:00", "no such time"),
        ("9:05", "time without a date"),
        ("11/2/2026", "may be 2026-02-11 or 2026-11-02"),
        ("2013年5月", "the day is missing"),
        ("2026-11-22 08:31", "future"),
        ("2027-01-01", "future"),
    ],
)
def test_an_arrival_that_cannot_be_true_is_a_bad_row(typed: str, reason: str) -> None:
    _, register = read_text(csv_text(("arrived_at", "name"), (typed, "王芳")))
    (error,) = register.errors
    assert reason in error.reason
    assert (error.column, error.value) == ("arrived_at", typed)


def test_a_missing_arrival_is_a_bad_row() -> None:
    _, register = read_text("arrived_at,name\n,王芳\n")
    assert [(error.column, error.reason) for error in register.errors] == [("arrived_at", "a date is needed")]


@pytest.mark.parametrize("header", ["日期,姓名", "日期,时间,姓名"])
def test_an_empty_date_below_a_date_names_the_option_that_fills_it(header: str) -> None:
    empty = "," * header.count(",")
    _, register = read_text(f"{header}\n{empty}张伟\n2013/5/2{empty}王芳\n{empty}李静\n")
    first, below = register.errors
    assert (first.reason, "say --fill-down date" in below.reason) == ("a date is needed", True)


@pytest.mark.parametrize("left", ["08:59", "2013-05-01 10:00", "23:99", "2030-01-01 10:00", "later"])
def test_a_leaving_time_that_cannot_be_true_is_a_bad_row(left: str) -> None:
    _, register = read_text(csv_text(("arrived_at", "left_at"), ("2013-05-02 09:00", left)))
    assert [(error.column, error.value) for error in register.errors] == [("left_at", left)]


def test_leaving_times_come_as_time_or_as_moment_or_not_at_all() -> None:
    rows, _ = read_text(
        "arrived_at,left_at\n2013-05-02 09:00,9:40\n2013-05-02 09:00,\n2013-05-02 23:00,2013-05-03 00:10\n"
    )
    assert [row["left_at"] for row in rows] == ["2013-05-02T09:40", None, "2013-05-03T00:10"]


def test_leaving_moments_are_read_as_a_column_where_some_cells_are_empty() -> None:
    text = (
        "arrived_at,left_at\n2013-05-02 09:00,2013-05-02 09:40\n2013-05-02 09:00,\n2013-05-02 23:00,2013-05-03T00:10\n"
    )
    assert [row["left_at"] for row in read_text(text)[0]] == ["2013-05-02T09:40", None, "2013-05-03T00:10"]
    rows, register = read_text(text + "2013-05-02 09:00,2013-05-02 08:59\n2026-11-22 08:00,2026-11-22 08:31\n")
    assert [row["left_at"] for row in rows] == ["2013-05-02T09:40", None, "2013-05-03T00:10"]
    assert [(error.line, error.reason) for error in register.errors] == [
        (5, "the leaving time lies before the arrival"), (6, "lies in the future"),
    ]  # fmt: skip


def test_names_keep_their_inner_spaces_and_lose_the_outer_ones_and_the_guarding_quote() -> None:
    names = "arrived_at,name\n" + "".join(f"2013-05-02 09:0{n},{name}\n" for n, name in enumerate(NAMES))
    assert [row["name"] for row in read_text(names)[0]] == ["Ann Lee", "Bo O'Neil", "Cy", "Di", "=Ed", "'Fa", None]


NAMES = ("Ann Lee", "Bo O'Neil", " Cy", "Di ", "'=Ed", "'Fa", "")


def test_a_visit_still_going_on_cannot_have_ended_later_than_now() -> None:
    _, register = read_text("arrived_at,left_at\n2026-11-22 08:00,09:00\n")
    assert register.errors[0].reason == "lies in the future"


def test_footers_and_empty_rows_are_skipped_and_not_counted() -> None:
    rows, register = read_text("日期,进店时间,姓名\n2013/5/2,9:05,王芳\n,,\n\n  ,,\n合计,,1\n,总 计,1\n总计,1,\n")
    assert [row["name"] for row in rows] == ["王芳"]
    assert (register.rows, register.rejected, register.errors) == (1, 0, [])


def test_a_customer_called_total_is_no_footer() -> None:
    rows, _ = read_text("name,arrived_at\nTotal,2013-05-02 09:05\n")
    assert [row["name"] for row in rows] == ["Total"]


def test_a_row_with_cells_beyond_the_headers_is_bad_and_a_short_one_is_padded() -> None:
    rows, register = read_text("arrived_at,name\n2013-05-02,a,b\n2013-05-02\n2013-05-02,c,,\n")
    assert [(row["line"], row["name"]) for row in rows] == [(3, None), (4, "c")]
    assert [(error.line, error.reason) for error in register.errors] == [(2, "the row has 3 cells under 2 headers")]


def test_lines_are_counted_through_cells_with_line_breaks() -> None:
    rows, register = read_text('arrived_at,note\n2013-05-02,"a\nb\r\nc"\n\n2013-05-03,d\nsoon,e\n')
    assert [row["line"] for row in rows] == [2, 6]
    assert [error.line for error in register.errors] == [7]


def test_good_rows_are_yielded_without_the_bad_ones_among_many() -> None:
    days = [("2013-05-02 09:05" if number % 7 else "soon", str(number)) for number in range(1700)]
    rows, register = read_text(csv_text(("arrived_at", "name"), *days))
    assert [row["name"] for row in rows] == [name for arrived, name in days if arrived != "soon"]
    assert (register.rows, register.rejected) == (1700, 243)
    assert all(row["line"] == int(row["name"]) + 2 for row in rows)


def test_errors_are_kept_up_to_a_thousand_and_counted_beyond() -> None:
    _, register = read_text("arrived_at,name\n" + "soon,x\n" * 1500)
    assert (len(register.errors), register.rejected, register.rows) == (1000, 1500, 1500)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("2025-12-30", "12月31日", "1月2日", "1月3日"), ("2025-12-30", "2025-12-31", "2026-01-02", "2026-01-03")),
        (("2026-01-02", "12月31日", "12月30日"), ("2026-01-02", "2025-12-31", "2025-12-30")),
        (("12月30日", "2026-01-02", "1月3日"), ("2025-12-30", "2026-01-02", "2026-01-03")),
        (("2025-01-05", "10月5日", "1月6日", "12月24日"), ("2025-01-05", "2025-10-05", "2025-01-06", "2024-12-24")),
        (("2026-11-20", "1月2日"), ("2026-11-20", "2026-01-02")),
    ],
    ids=["forwards", "backwards", "before a full date", "within a year", "not into the future"],
)
def test_a_register_runs_over_new_year(typed: tuple[str, ...], meant: tuple[str, ...]) -> None:
    rows, _ = read_text("日期\n" + "".join(f"{day}\n" for day in typed))
    assert tuple(row["arrived_at"][:10] for row in rows) == meant


def test_a_year_that_was_named_is_the_year_of_every_date_without_one() -> None:
    rows, _ = read_text("日期\n12月30日\n1月2日\n", year=2025)
    assert [row["arrived_at"][:10] for row in rows] == ["2025-12-30", "2025-01-02"]


@pytest.mark.parametrize("cell", ["无", "没留", "未留电", "-", "—", "/", "N/A", " 拒留 "])
def test_a_register_that_says_there_is_no_phone_has_none(cell: str) -> None:
    assert one(f"arrived_at,phone\n2013-05-02 09:05,{cell}\n")["phone"] is None


@pytest.mark.parametrize(("cell", "driven"), [("1.0", 1), ("0.0", 0), ("1", 1)])
def test_yes_and_no_may_have_become_decimals(cell: str, driven: int) -> None:
    assert one(f"arrived_at,test_drive\n2013-05-02 09:05,{cell}\n")["test_drive"] == driven
