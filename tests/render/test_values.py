from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.plain_text import clean
from leadctl.render.values import format_money, format_number, format_rate


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_a_share_rounds_as_a_person_would_round_the_exact_quotient(part: int, whole: int) -> None:
    exact = Decimal(part) * 1000 / Decimal(whole) if 1000 * part % whole == 0 else None
    steps = (2000 * part + whole) // (2 * whole)
    expected = f"{steps // 10}.{steps % 10}%"
    assert format_rate(part / whole) == expected
    assert format_rate(Fraction(part, whole)) == expected
    if exact is not None:
        assert Decimal(expected[:-1]) * 10 == exact


@given(st.integers(-2000, 2000))
def test_halves_go_away_from_zero(twentieths: int) -> None:
    number = Decimal(twentieths) / 20
    assert Decimal(format_number(float(number))) == number.quantize(Decimal("0.1"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("share", "shown"),
    [(1 / 16, "6.3%"), (63 / 326, "19.3%"), (89 / 400, "22.3%"), (0.0, "0.0%"), (1, "100.0%"), (-1 / 16, "-6.3%")],
)
def test_shares_have_one_decimal(share: float, shown: str) -> None:
    assert format_rate(share) == shown


def test_no_divisor_is_a_dash() -> None:
    assert format_rate(None) == format_number(None) == format_money(None) == "–"


def test_money_parts_thousands_and_shows_fen_only_where_there_are_any() -> None:
    shown = [format_money(yuan) for yuan in (128000, 2000 / 810, 2000 / 62, -1234567.5, -0.001)]
    assert shown == ["128,000", "2.47", "32.26", "-1,234,567.50", "0"]


def test_the_daily_average_of_the_known_january_is_28_5() -> None:
    assert format_number(882 / 31) == "28.5"
    assert format_number(2.5, 0) == "3"


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07name", "name"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone", "gone"),
        ("a\u202eb\u2066c\u2069\u200e\u200f\u061cd", "abcd"),
        ("two\r\nlines\u2028three\x85four", "two lines three four"),
        ("nul\x00bell\x07del\x7f", "nulbelldel"),
        ("half \ud83d", "half \ufffd"),
        ("王小明　先生", "王小明　先生"),
        ("\x1b(Bx\x1bcy", "xy"),
    ],
)
def test_foreign_text_is_made_harmless(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


@given(st.text())
def test_no_control_survives_and_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    assert not set(cleaned) & {*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), "\u202e", "\u2028", "\u200f"}
    assert clean(cleaned) == cleaned
