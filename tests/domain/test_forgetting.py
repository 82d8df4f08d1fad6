"""Phones as people write them, and prints that stand for them."""

from __future__ import annotations

import pytest

from leadctl.domain.forgetting import is_print_of, name_alone, print_of, spelling_of
from leadctl.domain.phones import mask_phones_in

SALT, OTHER_SALT = b"0123456789abcdef", b"fedcba9876543210"


@pytest.mark.parametrize(
    "written",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "1381 2345 678",
        "+86 138 1234 5678",
        "+8613812345678",
        "008613812345678",
        "013812345678",
        "１３８１２３４５６７８",
        "电话13812345678，晚上打",
        '{"note": "13812345678"}',
    ],
)
def test_a_phone_is_found_however_it_is_written(written: str) -> None:
    pattern = spelling_of(["13812345678"])
    assert pattern is not None
    left = pattern.sub("c1", written)
    assert "c1" in left
    assert [char for char in left.replace("c1", "") if char.isdigit()] == []


@pytest.mark.parametrize("other", ["13812345679", "213812345678", "138123456780", "1381234567", "2026-11-22"])
def test_another_number_is_not_taken_for_it(other: str) -> None:
    pattern = spelling_of(["13812345678"])
    assert pattern is not None
    assert pattern.sub("c1", other) == other


@pytest.mark.parametrize("written", ["+44 20 7946 0958", "0044 20 7946 0958", "+442079460958"])
def test_a_foreign_phone_is_found_with_either_sign(written: str) -> None:
    pattern = spelling_of(["+442079460958"])
    assert pattern is not None
    assert pattern.sub("c1", written) == "c1"


@pytest.mark.parametrize("written", ["010-12345678", "+86 10 12345678", "(010 12345678)"])
def test_a_landline_is_found_with_its_area_code(written: str) -> None:
    pattern = spelling_of(["+861012345678"])
    assert pattern is not None
    assert pattern.sub("c1", written).strip("()") == "c1"


def test_a_number_as_short_as_a_price_is_not_looked_for() -> None:
    assert spelling_of(["10086"]) is None


def test_a_print_knows_its_text_and_no_other() -> None:
    kept = print_of("13812345678", SALT)
    assert is_print_of(kept, "13812345678")
    assert not is_print_of(kept, "13812345679")
    assert "13812345678" not in kept


def test_prints_of_two_salts_cannot_be_compared() -> None:
    assert print_of("13812345678", SALT) != print_of("13812345678", OTHER_SALT)


@pytest.mark.parametrize("text", ["", "#12", "13812345678"])
def test_what_is_no_print_is_nobodys(text: str) -> None:
    assert not is_print_of(text, "13812345678")


def test_a_name_alone_is_the_name_in_any_width_and_case() -> None:
    assert name_alone("Han Mei", "ＨＡＮ  mei")
    assert not name_alone("王小明", "王小明的朋友")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("call 13812345678 at 10", "call 138****5678 at 10"),
        ("138 1234 5678 / 010-12345678", "138****5678 / 010****5678"),
        ("+44 20 7946 0958", "+44****0958"),
        ("on 2026-11-22, 120000 yuan, VIN 12345678", "on 2026-11-22, 120000 yuan, VIN 12345678"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
    ],
)
def test_phones_in_a_text_are_masked_and_other_figures_stay(said: str, shown: str) -> None:
    assert mask_phones_in(said) == shown
