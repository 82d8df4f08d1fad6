"""Proving that the journal and the rows of a store fit together, and that no number can be given twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from leadctl.errors import Sentence, count_sentence, template
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import find_value, has_rows, read_rows, read_value
from leadctl.store.core.schema import fact_columns, journalled_tables
from leadctl.store.facts.registry import FACT_TABLES

MOST = 1000
"""Findings of a kind that are listed."""


class Span(NamedTuple):
    """Rows of a table that an operation added."""

    first: int
    last: int


def check_journal(db: sqlite3.Connection) -> list[Sentence]:
    """What of the journal does not fit the rows; empty: all of it fits."""
    found = [*check_operations(db), *_check_changes(db)]
    for table in journalled_tables(db):
        found += _check_rows(db, table)
    return found[:MOST]


def check_operations(db: sqlite3.Connection) -> Iterator[Sentence]:
    """Whether operations are missing, which can be told at once: they are numbered without a gap, since one that was
    rolled back leaves none."""
    count = read_value(db, int, "SELECT count(*) FROM operations")
    newest = find_value(db, int, "SELECT max(id) FROM operations") or 0
    if count != newest:
        yield count_sentence(
            newest - count,
            template("1 operation is missing from the journal"),
            template("{count} operations are missing from the journal"),
        )
    if count == 0:
        yield Sentence("there is no operation, not even the one that made the store")


def check_sequences(db: sqlite3.Connection) -> Iterator[Sentence]:
    """Tables of which the file would give a number again that was given."""
    given = dict(db.execute("SELECT name, max(seq) FROM sqlite_sequence GROUP BY name").fetchall())
    newest = dict(db.execute("SELECT tbl, max(last_row) FROM changes GROUP BY tbl").fetchall())
    for table in ("operations", "changes", *journalled_tables(db)):
        highest = find_value(db, int, f"SELECT max(id) FROM {table}") or 0
        least = max(highest, newest.get(table, 0))
        if not isinstance(given.get(table, 0), int) or given.get(table, 0) < least:
            yield Sentence(
                "{table}: the last number given is {least}, and the file would give it again", table=table, least=least
            )


def _check_changes(db: sqlite3.Connection) -> Iterator[Sentence]:
    tables = {table: set(fact_columns(db, table)) for table in journalled_tables(db)}
    for row, table, action, first, last, before in db.execute(
        "SELECT id, tbl, action, first_row, last_row, before FROM changes"
        " WHERE action <> 'insert' OR before IS NOT NULL"
    ):
        if table not in tables or first > last or (action != "insert" and first != last):
            yield Sentence("change {row} of the journal names no rows of a table", row=row)
        elif before is not None and not _holds_row(before, tables[table]):
            yield Sentence("change {row} of the journal does not hold what a row of {table} held", row=row, table=table)
    for row, table in db.execute("SELECT id, tbl FROM changes WHERE action = 'insert' AND before IS NULL"):
        if table not in tables:
            yield Sentence("change {row} of the journal names no rows of a table", row=row)


def _holds_row(before: str, columns: set[str]) -> bool:
    """Whether a text is a row as JSON; one of an older leadctl may lack columns that came since."""
    try:
        held = json.loads(before)
    except ValueError:
        return False
    return isinstance(held, dict)


def _check_rows(db: sqlite3.Connection, table: str) -> Iterator[Sentence]:
    """Each row was added by an operation and not deleted since; a deleted fact was deleted by one.

    What bears the first operation may have come with an upgrade: the codes of the trade that are new.
    """
    added = _join_spans(read_rows(db, Span, _ADDED, (table,)))
    deleted = _find_deleted(db, table)
    known = sum(span.last - span.first + 1 for span in added) - len(deleted)
    if _do_counts_fit(db, table, added, deleted, known):
        return
    place, found = 0, 0
    for row, operation in db.execute(f"SELECT id, operation FROM {table} ORDER BY id"):
        while place < len(added) and added[place].last < row:
            place += 1
        if place == len(added) or row < added[place].first:
            if operation == 1:
                continue
            yield Sentence("{table} {row} was added by no operation", table=table, row=row)
        elif row in deleted:
            yield Sentence("{table} {row} is there although an operation deleted it", table=table, row=row)
        else:
            found += 1
    if table in FACT_TABLES and found < known:
        yield count_sentence(
            known - found,
            template("{table}: 1 row is gone without an operation"),
            template("{table}: {count} rows are gone without an operation"),
            table=table,
        )


def _do_counts_fit(db: sqlite3.Connection, table: str, added: list[Span], deleted: set[int], known: int) -> bool:
    """Whether all rows are among those that were added and none among the deleted: told without reading each."""
    rows = read_value(db, int, f"SELECT count(*) FROM {table}")
    between = f"SELECT count(*) FROM {table} WHERE id BETWEEN ? AND ?"
    among = f"SELECT 1 FROM json_each(?) AS gone JOIN {table} AS t ON t.id = gone.value LIMIT 1"
    return (
        (rows >= known or table not in FACT_TABLES)
        and rows == sum(read_value(db, int, between, span) for span in added)
        and not has_rows(db, among, (json_ids(deleted),))
    )


_ADDED = "SELECT first_row, last_row FROM changes WHERE tbl = ? AND action = 'insert' ORDER BY first_row, last_row"


def _join_spans(spans: list[Span]) -> list[Span]:
    """Runs of rows that were ever added, in order and apart from each other."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.first <= joined[-1].last + 1:
            joined[-1] = Span(joined[-1].first, max(joined[-1].last, span.last))
        else:
            joined.append(span)
    return joined


def _find_deleted(db: sqlite3.Connection, table: str) -> set[int]:
    """Rows of which the last that the journal says is that they were taken away."""
    deleted: set[int] = set()
    rows = db.execute(
        "SELECT action, first_row, last_row FROM changes WHERE tbl = ? AND action <> 'update' ORDER BY id", (table,)
    )
    for action, first, last in rows:
        if action == "delete":
            deleted.add(first)
        elif deleted:
            deleted.difference_update(range(first, last + 1))
    return deleted
