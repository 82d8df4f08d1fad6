"""Everything that a store holds of one person, to be handed to them (PIPL 45, GDPR 15)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator

from leadctl.domain.forgetting import Spelling, spelling_of
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import read_rows
from leadctl.store.privacy.erasure import operations_of
from leadctl.store.privacy.replacement import JOURNAL, searched_columns
from leadctl.store.privacy.traces import Traces, traces_of
from leadctl.store.tables import TABLES

_SHORTEST_NAME = 2
"""Characters; a shorter one stands in too many words."""


class Mention(NamedTuple):
    """A text of somebody else's row that names the person, by phone or by name (which others may bear too)."""

    table: str
    id: int
    column: str
    text: str
    by: str


class EarlierState(NamedTuple):
    """What one of their rows held before an operation changed or deleted it."""

    operation: int
    table: str
    id: int
    action: str
    held: dict[str, object]


class PersonsOperation(NamedTuple):
    """An operation that wrote one of their rows."""

    id: int
    at: str
    who: str
    command: str
    summary: str
    file: str | None


class Disclosure(NamedTuple):
    """What is held of a person beside their own rows, which the export has."""

    mentions: list[Mention]
    operations: list[PersonsOperation]
    earlier: list[EarlierState]


def disclose(db: sqlite3.Connection, customer: int, find_national: Callable[[str], str | None]) -> Disclosure:
    """What others' rows and the journal say of a customer."""
    traces = traces_of(db, customer)
    traces.spellings = {digits for phone in traces.phones if (digits := find_national(phone)) is not None}
    return Disclosure(list(_find_mentions(db, traces)), _read_operations(db, traces), list(_read_earlier(db, traces)))


def _find_mentions(db: sqlite3.Connection, traces: Traces) -> Iterator[Mention]:
    spelling = spelling_of(traces.phones | traces.spellings, traces.marks)
    names = sorted(name for name in traces.names if len(name) >= _SHORTEST_NAME)
    for table in TABLES:
        columns = searched_columns(table)
        if table.name in JOURNAL or not columns:
            continue
        own = traces.rows[table.name]
        rows = db.execute(f"SELECT id, {', '.join(columns)} FROM {table.name} ORDER BY id")
        for row in rows:
            if row["id"] not in own:
                for column in columns:
                    by = _find_naming(row[column], spelling, names)
                    if by is not None:
                        yield Mention(table.name, row["id"], column, row[column], by)


def _find_naming(text: object, spelling: Spelling | None, names: list[str]) -> str | None:
    if not isinstance(text, str):
        return None
    if spelling is not None and spelling.search(text):
        return "phone"
    return "name" if any(name in text for name in names) else None


def _read_operations(db: sqlite3.Connection, traces: Traces) -> list[PersonsOperation]:
    return read_rows(
        db,
        PersonsOperation,
        "SELECT id, at, actor, command, summary, file FROM operations"
        " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json_ids(one for one in operations_of(db, traces) if one is not None),),
    )


def _read_earlier(db: sqlite3.Connection, traces: Traces) -> Iterator[EarlierState]:
    for table, ids in traces.rows.items():
        rows = db.execute(
            "SELECT h.operation, h.tbl, h.first_row, h.action, h.before FROM json_each(:ids) AS w CROSS JOIN changes"
            " AS h ON h.tbl = :table AND h.first_row = w.value WHERE h.before IS NOT NULL ORDER BY h.id",
            {"ids": json_ids(ids), "table": table},
        )
        for operation, name, row, action, before in rows:
            held = {key: value for key, value in json.loads(before).items() if value is not None}
            yield EarlierState(operation, name, row, action, held)
