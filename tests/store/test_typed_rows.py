"""The fields of a typed row are the columns of its query, by name and in their order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadctl.store.access import read_store
from leadctl.store.facts.visits import _SELECT as VISITS
from leadctl.store.facts.visits import RegisteredVisit
from leadctl.store.queries.customers import _SELECT as FOUND
from leadctl.store.queries.customers import FoundLead
from leadctl.store.queries.leads import _SELECT as LEADS
from leadctl.store.queries.leads import LeadRow
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
        (FoundLead._fields, FOUND.format(found="SELECT 1")),
        (RegisteredVisit._fields, VISITS),
        (DrawnCard._fields, DRAWN),
    ],
    ids=["leads", "leads that are looked for", "register of visits", "drawn cards"],
)
def test_the_fields_of_a_row_are_its_columns(db: sqlite3.Connection, fields: tuple[str, ...], sql: str) -> None:
    found = db.execute(sql, {"today": "2026-11-22", "limit": 1})
    assert tuple(column for column, *_ in found.description) == fields
