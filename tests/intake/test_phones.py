"""Phones: one stored form for every way of writing the same number."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from leadctl.domain.phones import mask_phone
from leadctl.intake.faults import BadValue
from leadctl.intake.phones import find_mobiles, is_odd, is_placeholder, parse_persons_phone, parse_phone

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True).filter(
    lambda phone: not phone.endswith("00000000") and phone != "13800138000"
)


@pytest.mark.parametrize(
    "typed",
    [
        "13812345678",
        " 138 1234 5678 ",
        "138-1234-5678",
        "138.1234.5678",
        "(138)12345678",
        "+86 138 1234 5678",
        "+86-13812345678",
        "(+86)13812345678",
        "008613812345678",
        "8613812345678",
        "013812345678",
        "１３８１２３４５６７８",
        "＋８６　１３８－１２３４－５６７８",
        "13812345678.0",
        "138-1234-5678.0",
        "+86 138 1234 5678.0",
        "1.3812345678E+10",
        "1.3812345678e10",
        "8.613812345678E+12",
        "'13812345678",
        "\u202d13812345678\u202c",
    ],
)
def test_every_way_of_writing_a_mobile_is_its_eleven_digits(typed: str) -> None:
    assert parse_phone(typed) == "13812345678"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("010-12345678", "+861012345678"),
        ("(010) 1234 5678", "+861012345678"),
        ("+86 10 1234 5678", "+861012345678"),
        ("0755-83765566", "+8675583765566"),
        ("400-810-8888", "+864008108888"),
        ("+1 650 253 0000", "+16502530000"),
        ("001 650 253 0000", "+16502530000"),
        ("+852 2123 4567", "+85221234567"),
    ],
)
def test_landlines_and_foreign_numbers_keep_their_country(typed: str, stored: str) -> None:
    assert parse_phone(typed) == stored
    assert not is_odd(stored)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("10086", "10086"),
        ("6234 5678", "62345678"),
        ("138 1234 567", "1381234567"),
        ("138123456789", "138123456789"),
    ],
)
def test_what_fits_no_plan_is_kept_as_typed_and_flagged(typed: str, stored: str) -> None:
    assert parse_phone(typed) == stored
    assert is_odd(stored)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("010-62345678转801", "+861062345678x801"),
        ("0755-26601234-801", "+8675526601234x801"),
        ("(0577)88881234 分机 12", "+8657788881234x12"),
        ("400-810-8888,3", "+864008108888x3"),
        ("+86 10 6234 5678;ext=5", "+861062345678x5"),
    ],
)
def test_an_extension_is_kept_apart_from_its_number(typed: str, stored: str) -> None:
    assert parse_phone(typed) == parse_phone(stored) == stored
    assert not is_odd(stored)


@pytest.mark.parametrize(
    "typed",
    [
        "11111111111", "00000000000", "99999999999", "0", "12345678901", "123456789", "98765432109", "13800138000",
        "13800000000", "139 0000 0000", "010-88888888", "+86 13800138000",
    ],
)  # fmt: skip
def test_a_placeholder_is_nobodys_number(typed: str) -> None:
    with pytest.raises(BadValue, match="nobody's number"):
        parse_persons_phone(typed)
    assert find_mobiles(["13812345678", typed]) == ["13812345678", None]


@pytest.mark.parametrize("typed", ["1.38E+10", "1.381E10", "1.38123456E+10", "8.61E+12"])
def test_lost_digits_are_refused_never_guessed(typed: str) -> None:
    with pytest.raises(BadValue, match="digits were lost"):
        parse_phone(typed)


@pytest.mark.parametrize("typed", ["138****5678", "138＊＊＊＊5678", "*", "138xxxx5678", "138XXXX5678"])
def test_a_masked_number_is_refused(typed: str) -> None:
    with pytest.raises(BadValue, match="masked"):
        parse_phone(typed)


@pytest.mark.parametrize("typed", ["无", "-", "abc", "", "张先生13812345678", "12", "+", "1+1", "-12"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(BadValue, match="no phone number"):
        parse_phone(typed)


@pytest.mark.parametrize("typed", ["13812345678 13987654321", "1357" * 4, "+8613812345678901234"])
def test_more_digits_than_a_number_has_are_refused(typed: str) -> None:
    with pytest.raises(BadValue, match="more digits"):
        parse_phone(typed)


def test_a_reason_does_not_repeat_the_number() -> None:
    with pytest.raises(BadValue) as refused:
        parse_phone("138****5678")
    assert "5678" not in refused.value.reason


def test_eight_equal_digits_are_a_mobile_that_people_pay_for() -> None:
    """A landline of eight equal digits is nobody's; 138 8888 8888 is somebody's, whatever stands around it."""
    assert parse_persons_phone("138 8888 8888") == "13888888888"
    assert find_mobiles(["13888888888", "+86 13888888888"]) == ["13888888888", "13888888888"]


def test_the_mobiles_of_a_column_are_found_at_once() -> None:
    assert find_mobiles(["13812345678", "", "13987654321"]) == ["13812345678", None, "13987654321"]
    assert find_mobiles(["13812345678.0", " ", "+86 139 8765 4321"]) == ["13812345678", None, "13987654321"]


def test_eleven_digits_on_average_are_not_eleven_digits_each() -> None:
    assert find_mobiles(["138123456781", "1381234567"]) == [None, None]


@given(
    st.lists(
        MOBILES
        | st.sampled_from(
            ["", " ", "10086", "138 1234 5678", "010-12345678", "138****5678", "13800000000", "(138)1234\n5678"]
        )
    )
)
def test_a_mobile_that_is_found_is_what_its_cell_says_alone(cells: list[str]) -> None:
    for cell, mobile in zip(cells, find_mobiles(cells), strict=True):
        assert mobile in (None, *([parse_persons_phone(cell)] if mobile else ()))
        assert (
            mobile is not None
            or not re.fullmatch("1[3-9][0-9]{9}", cell)
            or is_placeholder(cell)
            or "\n" in "".join(cells)
        )


@given(
    MOBILES,
    st.lists(st.sampled_from(" -.()　－"), min_size=12, max_size=12),
    st.sampled_from(["", "+86", "0086", "86"]),
)
def test_separators_and_prefixes_never_change_a_mobile(mobile: str, marks: list[str], prefix: str) -> None:
    typed = prefix + "".join(mark + digit for mark, digit in zip(marks, mobile, strict=False))
    assume(not typed.endswith(".0"))
    assert parse_phone(typed) == mobile


@given(st.text("0123456789+-() .转x*E#０９＋", max_size=20))
@example("0013812345678")
@example("00123")
@example("+00123")
def test_parsing_a_stored_phone_again_changes_nothing(typed: str) -> None:
    try:
        stored = parse_phone(typed)
    except BadValue:
        return
    assert parse_phone(stored) == stored


def test_where_there_is_no_phone_nothing_is_hidden() -> None:
    assert (mask_phone(""), mask_phone(None), mask_phone("1234")) == ("", None, "****")
