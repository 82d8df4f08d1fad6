"""What stands in cells of phones and of names beside one number."""

from __future__ import annotations

import gc
from contextlib import suppress
from typing import Any

import pytest

from leadctl.domain.phones_in_text import mask_value
from leadctl.intake.faults import BadValue
from leadctl.intake.phone_cells import read_phone_cell
from tests.intake.registers import csv_text, one, read_text


def row_of(typed: str, **others: str) -> dict[str, Any]:
    cells = {"日期": "2026/11/2", "联系电话": typed} | others
    return one(csv_text(tuple(cells), tuple(cells.values())))


@pytest.mark.parametrize(
    "typed",
    [
        "13900010001/13900010002", "13900010001、13900010002", "13900010001 13900010002", "13900010001\n13900010002",
        "13900010001;13900010002", "13900010001,13900010002", "13900010001-13900010002", "13900010001 或 139-0001-0002",
        "电话：13900010001；妻子：13900010002", "+86 13900010001 / +86 139 0001 0002",
        "１３９０００１０００１／１３９０００１０００２",
    ],
)  # fmt: skip
def test_of_two_phones_in_a_cell_both_are_kept(typed: str) -> None:
    row = row_of(typed)
    assert (row["phone"], row["other_phones"]) == ("13900010001", "13900010002")


def test_a_landline_beside_a_mobile_is_kept_too() -> None:
    row = row_of("0577-88881234/13900010001")
    assert {row["phone"], row["other_phones"]} == {"13900010001", "+8657788881234"}


@pytest.mark.parametrize(
    "typed",
    [
        "13900010001（微信同号）", "13900010001微信同号", "电话13900010001", "Tel: 13900010001", "tel:+8613900010001",
        "p:+8613900010001", "13900010001先生", "手机：13900010001", "`13900010001", "'13900010001", "13900010001.0",
        "\u202a13900010001\u202c", "139000100０1", '="13900010001"', "13900010001\t", "微信13900010001",
        "(+86)13900010001",
    ],
)  # fmt: skip
def test_words_and_signs_around_a_phone_do_not_hurt(typed: str) -> None:
    row = row_of(typed)
    assert (row["phone"], row["other_phones"], row["wechat"]) == ("13900010001", None, None)


def test_words_that_say_more_are_told() -> None:
    _, register = read_text("日期,联系电话\n2026/11/2,13900010001 (妻子)\n")
    assert register.warnings == ["words beside phones were left out: 1 (line 2: 139****0001 (妻子))"]


@pytest.mark.parametrize("typed", ["微信:lihua888", "微信号 lihua888", "wx：lihua888", "WeChat: lihua888"])
def test_a_wechat_name_is_kept_as_such_and_is_no_phone(typed: str) -> None:
    row = row_of(typed)
    assert (row["phone"], row["wechat"]) == (None, "lihua888")


def test_a_wechat_name_may_stand_beside_a_phone() -> None:
    row = row_of("13900010001 微信：lihua888")
    assert (row["phone"], row["wechat"]) == ("13900010001", "lihua888")


@pytest.mark.parametrize(
    "typed",
    [
        "不详",
        "未留",
        "/",
        "-",
        "无",
        "拒留电话",
        "客户不愿留",
        "拒留",
        "未知",
        "没留电话",
        "不肯留",
        "不方便",
        "拒绝提供",
        "—",
        "暂无",
    ],
)
def test_a_word_for_no_phone_is_none(typed: str) -> None:
    assert row_of(typed)["phone"] is None


@pytest.mark.parametrize(
    "typed",
    ["139-0001-002", "139000100233", "3900010024", "62345678", "10086", "微信同手机", "139 **** 0021", "139xxxx0022",
     "1.39E+10", "11111111111", "12345678901", "13800000000", "13800138000", "0", "+1 555", "13900010001/62345678",
     "12812345678", "10012345678", "95588"],
)  # fmt: skip
def test_what_is_nobodys_phone_is_a_bad_row(typed: str) -> None:
    rows, register = read_text(csv_text(("日期", "联系电话"), ("2026/11/2", typed)))
    assert rows == []
    assert register.errors[0].column == "phone"


def test_odd_phones_are_kept_on_request_and_each_is_named_with_its_line() -> None:
    rows, register = read_text("日期,联系电话\n2026/11/2,62345678\n2026/11/2,1390001002\n", odd_phones="keep")
    assert [row["phone"] for row in rows] == ["62345678", "1390001002"]
    assert [(remark.line, remark.value) for remark in register.remarks] == [(2, "62345678"), (3, "1390001002")]
    assert "line 2: 623****5678, line 3: 139****1002" in register.warnings[0]


def test_a_placeholder_is_no_phone_on_request_and_never_a_customer_of_many() -> None:
    text = "日期,联系电话\n2026/11/2,11111111111\n2026/11/2,62345678\n"
    rows, register = read_text(text, odd_phones="drop")
    assert [row["phone"] for row in rows] == [None, None]
    assert "read as none: 2" in register.warnings[0]
    assert [error.line for error in read_text(text, odd_phones="keep")[1].errors] == [2]


@pytest.mark.parametrize("hotline", ["110", "10086", "1008611", "12345", "95588", "12328"])
def test_a_hotline_is_nobodys_phone_though_odd_ones_are_kept(hotline: str) -> None:
    _, register = read_text(f"日期,联系电话\n2026/11/2,{hotline}\n", odd_phones="keep")
    assert "nobody's number" in register.errors[0].reason


@pytest.mark.parametrize(
    ("name", "phone", "parted"),
    [
        ("赵一鸣13900010001", "", ("赵一鸣", "13900010001", None)),
        ("赵一鸣 139 0001 0001", "", ("赵一鸣", "13900010001", None)),
        ("赵一鸣（13900010001）", "13900010001", ("赵一鸣", "13900010001", None)),
        ("赵一鸣13900010001", "13900010002", ("赵一鸣", "13900010002", "13900010001")),
        ("13900010001", "", (None, "13900010001", None)),
        ("电话：13900010001", "", (None, "13900010001", None)),
    ],
)
def test_a_phone_inside_a_name_is_taken_apart_and_said(
    name: str, phone: str, parted: tuple[str | None, str | None, str | None]
) -> None:
    rows, register = read_text(csv_text(("日期", "姓名", "联系电话"), ("2026/11/2", name, phone)))
    assert [(row["name"], row["phone"], row["other_phones"]) for row in rows] == [parted]
    assert "phones inside names were taken apart: 1" in register.warnings[0]
    assert "13900010001" not in register.warnings[0]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13900010001", "139****0001"), ("139-0001-0001", "139****0001"), ("不详", "不详"), ("123456", "123456"),
        ("赵13900010001", "赵139****0001"), ("2026-02-30 09:05", "2026-02-30 09:05"), ("LSV12345678901234",
        "LSV****1234"),
        ("13900010001/13900010002", "139****0001/139****0002"), ("2026/11/2", "2026/11/2"),
    ],
)  # fmt: skip
def test_a_value_with_seven_digits_is_masked_and_a_word_is_not(text: str, shown: str) -> None:
    assert mask_value(text) == shown


def test_a_refused_phone_is_forgotten_at_once() -> None:
    """To look for cycles among the cells that refusals held took a fifth of the reading of a file."""
    with pytest.raises(BadValue):
        read_phone_cell("138****5678 先生")  # what is compiled once is there
    gc.collect()
    gc.disable()
    try:
        for typed in ("138****5678", "138****5678 / 8888", "8888 / 9999999999999999999", "电话"):
            with suppress(BadValue):
                read_phone_cell(typed)
        assert gc.collect() == 0
    finally:
        gc.enable()
