"""JSON in pieces is the JSON of the whole."""

from __future__ import annotations

import json
from collections.abc import Sequence

import hypothesis.strategies as st
import pytest
from hypothesis import given

from leadctl.domain.record_lists import LazyRecords, PackedRecords
from leadctl.render.formats import Medium
from leadctl.render.formats.json import json_line, write_json
from leadctl.render.page import Page

# What a terminal would act on is escaped, which json.dumps does not do; a test of formats speaks of that.
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp")), max_size=8)
plain = st.none() | st.booleans() | st.integers(-9, 10**12) | st.floats(allow_nan=False, allow_infinity=False) | words
data = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4), max_leaves=20
)

UTF_8 = Medium("utf-8", str)


@given(data=data)
def test_pieces_make_the_document_that_the_whole_makes(data: object) -> None:
    assert "".join(write_json(Page(data, ()), UTF_8)) == json.dumps(data, ensure_ascii=False, indent=2) + "\n"


@given(data=data)
@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_an_encoding_that_lacks_a_sign_gets_its_escape(data: object, encoding: str) -> None:
    pieces = list(write_json(Page(data, ()), Medium(encoding, str)))
    assert json.loads("".join(pieces).encode(encoding).decode(encoding)) == data


def test_rows_that_share_their_keys_print_as_records_do() -> None:
    records = [{"lead": 1, "note": "再来"}, {"lead": 2, "note": None}]
    rows = PackedRecords(("lead", "note"), [(1, "再来"), (2, None)])
    page = {"rows": records, "none": [], "total": {"count": 2}}
    assert list(rows) == records
    assert rows[1] == records[1]
    assert list(rows[:1]) == records[:1]
    assert list(rows.drop_key("note")) == [{"lead": 1}, {"lead": 2}]
    told, expected = page | {"rows": rows, "none": PackedRecords((), [])}, page
    assert "".join(write_json(Page(told, ()), UTF_8)) == "".join(write_json(Page(expected, ()), UTF_8))
    assert json_line(told, "utf-8") == json_line(expected, "utf-8")


def test_a_record_is_a_piece_of_its_own() -> None:
    """Hundreds of thousands of records are never one text."""
    pieces = list(write_json(Page([{"lead": number} for number in range(50)], ()), UTF_8))
    assert len(pieces) >= 100
    assert max(map(len, pieces)) < 40


def test_a_listing_tells_only_what_is_read_of_it() -> None:
    told: list[int] = []

    def tell(leads: Sequence[int]) -> list[dict[str, object]]:
        told.extend(leads)
        return [{"lead": lead} for lead in leads]

    listing = LazyRecords(range(10_000), tell)
    assert list(listing[:3]) == [{"lead": 0}, {"lead": 1}, {"lead": 2}]
    assert listing[7] == {"lead": 7}
    assert (told, len(listing)) == ([0, 1, 2, 7], 10_000)
    assert [record["lead"] for record in listing] == list(range(10_000))
