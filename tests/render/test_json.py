"""JSON in pieces is the JSON of the whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

import hypothesis.strategies as st
import pytest
from hypothesis import given

from leadctl.domain.record_lists import LazyRecords, PackedRecords, read_values
from leadctl.render.formats import Medium
from leadctl.render.formats.json import json_line, write_json
from leadctl.render.formats.jsonl import write_json_lines
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


@pytest.mark.parametrize("write", [write_json, write_json_lines])
@pytest.mark.parametrize("wrap", [list, lambda records: {"rows": records}])
def test_many_records_are_never_one_text(
    write: Callable[[Page, Medium], Iterator[str]], wrap: Callable[[list[object]], object]
) -> None:
    pieces = list(write(Page(wrap([{"lead": number} for number in range(50_000)]), ()), UTF_8))
    assert len(pieces) >= 20
    assert max(map(len, pieces)) < 100_000


@given(data=data)
def test_a_line_is_the_document_without_an_indent(data: object) -> None:
    records = data if isinstance(data, list) else [data]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    assert "".join(write_json_lines(Page(data, ()), UTF_8)) == lines


@given(st.lists(st.text(max_size=5), max_size=5), st.sampled_from(["utf-8", "gbk", "ascii"]))
def test_records_together_are_escaped_as_each_is(texts: list[str], encoding: str) -> None:
    records = [{"note": text} for text in texts]
    written = "".join(write_json_lines(Page(records, ()), Medium(encoding, str)))
    assert written == "".join(json_line(record, encoding) for record in records)


def test_rows_of_named_fields_have_the_keys_in_their_own_order() -> None:
    rows = PackedRecords(("note", "lead"), [(1, "H", "再来"), (2, "A", None)], ("lead", "grade", "note"))
    assert [list(row.items()) for row in rows[:1]] == [[("note", "再来"), ("lead", 1)]]
    assert (
        list(read_values(rows, ("lead", "note")))
        == [(1, "再来"), (2, None)]
        == list(read_values(list(rows), ("lead", "note")))
    )


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
