"""Phones as people write them, and prints that stand for them."""

from __future__ import annotations

import random
import re

import pytest

from leadctl.domain import phones_in_text
from leadctl.domain.forgetting import is_print, mark_of, name_alone, print_of, spelling_of
from leadctl.domain.phones_in_text import mask_phones_in, mask_value
from leadctl.domain.written_digits import fold_digits

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))


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
        "1 3 8 1 2 3 4 5 6 7 8",
        "138/1234/5678",
        "138.1234.5678",
        "1-3-8 - 1234 - 5678",
        "一三八一二三四五六七八",
        "幺三八 幺二三四 五六七八",
        "壹叁捌壹贰叁肆伍陆柒捌",
        "①③⑧①②③④⑤⑥⑦⑧",
        "❶❸❽❶❷❸❹❺❻❼❽",
        "⑬⑧①②③④⑤⑥⑦⑧",
        "١٣٨١٢٣٤٥٦٧٨",
        "१३८१२३४५६७८",
        "𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖",
        "我有一13812345678",
        "+86 (138) 1234-5678",
    ],
)
def test_a_phone_is_found_however_it_is_written(written: str) -> None:
    pattern = spelling_of(["13812345678"])
    assert pattern is not None
    left = pattern.sub("c1", written)
    assert "c1" in left
    assert [char for char in left.replace("c1", "") if char.isdigit()] == []
    assert spelling_of(["13812345678"]).search(left) is False  # type: ignore[union-attr]


def test_zeros_are_found_as_words_and_as_circles() -> None:
    pattern = spelling_of(["13800001234"])
    assert pattern is not None
    for written in ("一三八〇〇〇〇一二三四", "一三八零零零零一二三四", "一三八○○○○一二三四", "①③⑧⓪⓪⓪⓪①②③④"):
        assert pattern.sub("c1", written) == "c1"


def test_the_words_around_a_number_in_words_stay() -> None:
    pattern = spelling_of(["13812345678"])
    assert pattern is not None
    assert pattern.sub("c1", "电话一三八一二三四五六七八一共三人，二〇二六年") == "电话c1一共三人，二〇二六年"


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


def test_a_print_is_the_same_under_the_same_key_and_another_under_another() -> None:
    made = print_of("13812345678", KEY)
    assert made == print_of("13812345678", KEY)
    assert made != print_of("13812345679", KEY)
    assert made[9:] != print_of("13812345678", OTHER_KEY)[9:]
    assert "13812345678" not in made


def test_a_print_says_which_key_made_it() -> None:
    assert print_of("13812345678", KEY).startswith(f"#{mark_of(KEY)}")
    assert mark_of(KEY) != mark_of(OTHER_KEY)


@pytest.mark.parametrize("text", ["", "#12", "13812345678", "#" + "g" * 40, "#" + "0" * 64])
def test_what_is_no_print_is_not_taken_for_one(text: str) -> None:
    assert not is_print(text)
    assert is_print(print_of("13812345678", KEY))


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
        ("1 3 8 1 2 3 4 5 6 7 8", "138****5678"),
        ("138/1234/5678", "138****5678"),
        ("一三八一二三四五六七八", "一三八****五六七八"),
        ("①③⑧①②③④⑤⑥⑦⑧", "①③⑧****⑤⑥⑦⑧"),
        ("8613812345678", "861****5678"),
        ("2026-11-15T13:45 2026-11-18T10:00", "2026-11-15T13:45 2026-11-18T10:00"),
        ("2026-11-15 - 2026-11-18", "2026-11-15 - 2026-11-18"),
        ("store.db.before-restore-20261122T083000", "store.db.before-restore-20261122T083000"),
        ("5f13812345678" + "a" * 51, "5f13812345678" + "a" * 51),
    ],
)
def test_phones_in_a_text_are_masked_and_other_figures_stay(said: str, shown: str) -> None:
    assert mask_phones_in(said) == shown


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("13812345678", "138****5678"),
        ("1381234567", "138****4567"),
        ("ask 13812345678", "ask 138****5678"),
        ("LSGJA52U0AH123456", "LSG****3456"),
        ("2026-13-45", "2026-13-45"),
        ("20261345", "20261345"),
        ("2026年13月45日", "2026年13月45日"),
        ("138****5678", "138****5678"),
        ("purple", "purple"),
        ("123456", "123456"),
    ],
)
def test_a_value_that_an_error_quotes_hides_whatever_may_be_a_phone(value: str, quoted: str) -> None:
    assert mask_value(value) == quoted


MOMENTS = [
    "2026/11/2 9;30", "2026/11/2 0：10", "46328 9:05", "45678.375", "20261102", "20261102 0930", "20261102093001",
    "2026年11月2日（周一）九点三刻", "2026-13-45", "2026/11/02 25:61:99", "11/02/2026 9:05", "26/11/2 9:05",
    "二〇二六年十一月二十三日", "2026-11-02T09:05:00.000Z", "2026-11-02 9:05-10:30",
    "2026、11、02 9:30", "19.11.2026 9.05",
]  # fmt: skip


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_day_or_a_time_in_shape_is_no_phone(moment: str) -> None:
    assert mask_value(moment) == moment


PHONES = [
    "13800001234", "13 80 00 01 23 4", "0577-88881234", "2026-1234567", "19991234567", "1999-12-345678", "1381234*678",
    "1990 1234 5678", "13812.34567", "128,800.00", "2013-05-02 138 0000 1234", "一三八〇〇〇〇一二三四",
]  # fmt: skip


@pytest.mark.parametrize("phone", PHONES)
def test_what_else_has_seven_digits_is_masked(phone: str) -> None:
    assert mask_value(phone) != phone


def test_a_text_with_a_phone_is_told_apart_quickly() -> None:
    """What looks for enough digits in a row never passes over a phone that the pattern finds."""
    chance = random.Random(7)
    signs = "0138" * 4 + "+＋-‐ /.一八５()·~️x:"
    texts = ["".join(chance.choices(signs, k=chance.randint(7, 24))) for _ in range(3000)]
    folded = [fold_digits(text) for text in texts]
    found = [text for text in folded if re.search(phones_in_text._PHONE, text)]
    assert len(found) > 50
    assert all(map(phones_in_text._may_hold_phone, found))
    assert not phones_in_text._may_hold_phone("2026-11-22T10:00")
