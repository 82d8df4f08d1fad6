"""Rows and values of queries have the types that are asked for; the fields of a row are the columns of its query, by
name and in their order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadctl.errors import StoreUnusable
from leadctl.named_tuple import NamedTuple
from leadctl.store.access import read_store
from leadctl.store.core.connection import explain_errors
from leadctl.store.core.rows import find_row, find_value, has_rows, read_rows, read_value, read_values
from leadctl.store.facts.visits import _SELECT as VISITS
from leadctl.store.facts.visits import RegisteredVisit
from leadctl.store.queries.leads import _SELECT as LEADS
from leadctl.store.queries.leads import LeadRow
from leadctl.store.queries.search import _SELECT as FOUND
from leadctl.store.queries.search import FoundLead
from leadctl.store.records.spot_checks import _DRAWN as DRAWN
from leadctl.store.records.spot_checks import DrawnCard
from tests.store.new_stores import new_store


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with read_store(new_store(tmp_path / "store.db")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("fields", "sql"),
    [
        (LeadRow._fields, LEADS),
        (FoundLead._fields, FOUND),
        (RegisteredVisit._fields, VISITS),
        (DrawnCard._fields, DRAWN),
    ],
    ids=["leads", "leads that are looked for", "register of visits", "drawn cards"],
)
def test_the_fields_of_a_row_are_its_columns(db: sqlite3.Connection, fields: tuple[str, ...], sql: str) -> None:
    found = db.execute(sql, {"today": "2026-11-22", "found": "[1]"})
    assert tuple(column for column, *_ in found.description) == fields


class _Source(NamedTuple):
    id: int
    code: str


TWO = "SELECT id, code FROM sources WHERE id <= 2 ORDER BY id"
NONE = "SELECT code, id FROM sources WHERE id = ?"


def test_a_row_is_of_the_kind_that_is_asked_for(db: sqlite3.Connection) -> None:
    first, second = read_rows(db, _Source, TWO)
    assert (type(first), first.id, second.id) == (_Source, 1, 2)
    assert find_row(db, _Source, TWO) == first
    assert find_row(db, _Source, NONE, (0,)) is None


def test_a_value_is_the_first_column(db: sqlite3.Connection) -> None:
    assert read_values(db, int, TWO) == [1, 2]
    assert (read_value(db, int, TWO), find_value(db, int, TWO)) == (1, 1)


def test_no_row_and_null_are_no_value(db: sqlite3.Connection) -> None:
    assert find_value(db, str, NONE, (0,)) is None
    assert find_value(db, str, "SELECT NULL") is None
    assert (has_rows(db, NONE, (0,)), has_rows(db, "SELECT NULL")) == (False, True)


def test_a_value_of_another_type_says_that_the_file_is_damaged(db: sqlite3.Connection) -> None:
    for read in (find_value, read_value, read_values):
        with pytest.raises(StoreUnusable, match="is damaged"), explain_errors("store.db"):
            read(db, str, TWO)
