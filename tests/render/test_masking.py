"""Rows are masked column by column, and are what each would be by itself."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.phones_in_text import mask_phones_in, may_hold_phones
from leadctl.domain.record_lists import PackedRecords
from leadctl.render.masking import MaskedRows, mask_values

TEXTS = st.one_of(
    st.sampled_from(
        (
            "13800138000",
            "call 138 0013 8000",
            "一三八零零一三八零零零",
            "+49 30 123456",
            "0512-6512 3456",
            "2026-11-22T08:30",
        )
    ),
    st.text(st.sampled_from("0138 -\n王一⑬x+"), max_size=14),
)
VALUES = st.one_of(
    TEXTS, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.lists(TEXTS, max_size=2)
)
KEYS = ("name", "note", "13800138000")
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(KEYS, VALUES)), max_size=5)
MIXED = st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES), max_size=5)


@given(st.one_of(ROWS, MIXED))
def test_rows_are_masked_together_as_each_by_itself(rows: list[dict[str, Any]]) -> None:
    assert list(MaskedRows(rows)) == [mask_values(row) for row in rows]


@given(ROWS)
def test_values_are_masked_without_their_rows(rows: list[dict[str, Any]]) -> None:
    plain = PackedRecords(KEYS[:2], [tuple(row[key] for key in KEYS) for row in rows])
    foreign = PackedRecords(KEYS, [tuple(row[key] for key in KEYS) for row in rows])
    for keys in (KEYS[:2], KEYS[:1], ("other", "note"), ("138****8000",)):
        for kept in (rows, plain, foreign):
            masked = [tuple(map(row.get, keys)) for row in MaskedRows(kept)]
            assert list(MaskedRows(kept).read_values(keys)) == masked


@given(st.lists(TEXTS, max_size=5))
def test_a_text_that_is_masked_is_seen_among_others(texts: list[str]) -> None:
    assert may_hold_phones(texts) or [mask_phones_in(text) for text in texts] == texts
