"""Taking out of the file what says who a person is: of their own rows, of others' rows that name them, of the journal.

What reports count stays.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from leadctl.domain.forgetting import PRINT, is_print, name_alone, print_of, spelling_of
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids, json_texts
from leadctl.store.core.rows import find_value, read_rows, read_values
from leadctl.store.core.writer import Writer
from leadctl.store.privacy.replacement import replace_words
from leadctl.store.privacy.traces import Traces
from leadctl.store.tables import TABLES

ERASED: Mapping[str, tuple[str, ...]] = {table.name: table.erased for table in TABLES if table.erased}
"""Table -> the columns of a person's rows that say who they are or what they said. Rows of ``_GONE`` go."""

_GONE = ("phones", "tags", "companions", "field_values")
"""Tables of which a person keeps no row."""

UNSAID = "…"
"""Stands in the journal's sentences for a name, and for what a person was tagged with."""

NOBODY = "-"
"""Stands where somebody who is no customer had referred them: that they were referred is a figure, by whom is not."""

_SPECIAL = {
    ("visits", "who"),
    ("visits", "referrer"),
    ("orders", "vin"),
    ("owned_cars", "vin"),
    ("reward_payments", "referrer"),
    ("phones", "phone"),
    ("tags", "tag"),
    ("companions", "name"),
    ("field_values", "value"),
    ("retired_rows", "who"),
}
"""Columns of ERASED that are emptied in a way of their own."""

_EMPTY: Mapping[tuple[str, str], object] = {("complaints", "what"): ""}
"""What stands in an emptied column that does not allow NULL."""

FindCustomer = Callable[[str], int | None]
"""What was typed of a referrer -> the customer it means; None: somebody who is none."""


def erase_rows(writer: Writer, traces: Traces, find_customer: FindCustomer, key: bytes) -> None:
    """Empty a person's rows. The customer stays as a number that nothing else is known of; ``key`` makes the prints."""
    _keep_prints(writer, traces, key)
    _hide_identities(writer, traces, key)
    _hide_referrers(writer, traces, find_customer)
    _number_cars(writer, traces)
    for table in _GONE:
        for row in _present_rows(writer.db, table, traces):
            writer.delete(table, row)
    for table, columns in ERASED.items():
        plain = [column for column in columns if (table, column) not in _SPECIAL]
        for row in _present_rows(writer.db, table, traces) if plain else ():
            writer.update(table, row, **{column: _EMPTY.get((table, column)) for column in plain})


def _present_rows(db: sqlite3.Connection, table: str, traces: Traces) -> list[int]:
    """The rows of theirs that are there."""
    sql = f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return read_values(db, int, sql, (json_ids(traces.rows[table]),))


def _keep_prints(writer: Writer, traces: Traces, key: bytes) -> None:
    """A print of each phone, by which a file that brings the person again is recognised."""
    for phone in sorted(traces.phones):
        # There is one already where they came again, and are forgotten again.
        writer.put("forgotten_phones", {"print": print_of(phone, key)}, customer=traces.customer)


def _hide_identities(writer: Writer, traces: Traces, key: bytes) -> None:
    """Visits lose the phone or name by which a register knows them; a print of it knows the row when it comes again.

    Also a visit that is another customer's by now, or nobody's, may be known by their phone.
    """
    for row in _visits_known_by(writer.db, traces):
        if row.nth is not None:
            who = print_of(row.who, key)
            writer.insert("retired_rows", tbl="visits", at=row.at, code=row.kind, who=who, nth=row.nth)
        writer.update("visits", row.visit, who=f"{PRINT}{row.visit}")
    _hide_retired(writer, traces, key)


class _KnownVisit(NamedTuple):
    visit: int
    at: str
    kind: str
    who: str
    nth: int | None


def _visits_known_by(db: sqlite3.Connection, traces: Traces) -> list[_KnownVisit]:
    """The visits that a register knows by a phone or name of theirs, or by a name in which a phone of theirs stands."""
    spelling = spelling_of(traces.phones | traces.spellings)
    return [
        row
        for row in read_rows(db, _KnownVisit, "SELECT id, at, kind, who, nth FROM visits WHERE who <> ''")
        if row.visit in traces.rows["visits"]
        or row.who in traces.phones
        or (spelling is not None and spelling.search(row.who))
    ]


def _hide_retired(writer: Writer, traces: Traces, key: bytes) -> None:
    """Rows that were moved or deleted before are known by a print from now on, as the others are."""
    sql = (
        "SELECT DISTINCT r.id FROM json_each(?) AS w CROSS JOIN changes AS h"
        " ON h.tbl = 'visits' AND h.first_row = w.value AND h.before IS NOT NULL"
        " JOIN retired_rows AS r ON r.tbl = 'visits' AND r.at = json_extract(h.before, '$.at')"
        " AND r.code = json_extract(h.before, '$.kind') AND r.who = json_extract(h.before, '$.who')"
        " AND r.nth = json_extract(h.before, '$.nth')"
    )
    theirs = set(read_values(writer.db, int, sql, (json_ids(traces.rows["visits"]),)))
    spelling = spelling_of(traces.phones | traces.spellings)
    rows = writer.db.execute("SELECT id, who FROM retired_rows WHERE tbl = 'visits' AND who <> ''")
    for row, who in rows.fetchall():
        named = who in traces.phones or (spelling is not None and spelling.search(who))
        if (named or row in theirs) and not is_print(who):
            writer.update("retired_rows", row, who=print_of(who, key))
            traces.rows["retired_rows"].add(row)
    gone = (
        "SELECT first_row FROM changes WHERE tbl = 'retired_rows' AND before IS NOT NULL"
        " AND json_extract(before, '$.who') IN (SELECT value FROM json_each(?))"
    )
    words = json_texts(traces.phones | traces.names)
    traces.rows["retired_rows"].update(read_values(writer.db, int, gone, (words,)))


def _hide_referrers(writer: Writer, traces: Traces, find_customer: FindCustomer) -> None:
    """Who had referred them: a customer by their number, who works here by name (what is due to them stays due), and
    anybody else not at all. Figures count referrers by any of these."""
    staff = read_values(writer.db, str, "SELECT name FROM staff")
    for visit in _present_rows(writer.db, "visits", traces):
        text = find_value(writer.db, str, "SELECT referrer FROM visits WHERE id = ?", (visit,))
        if text is not None and not any(name_alone(name, text) for name in staff):
            customer = find_customer(text)
            writer.update("visits", visit, referrer=NOBODY if customer is None else f"c{customer}")
    for payment in _present_rows(writer.db, "reward_payments", traces):
        writer.update("reward_payments", payment, referrer=None)


def _number_cars(writer: Writer, traces: Traces) -> None:
    """Numbers of cars become #1, #2: an order and a file's row stay the same car, and no more is told."""
    numbers: dict[str, str] = {}
    for table in ("orders", "owned_cars"):
        for row in _present_rows(writer.db, table, traces):
            vin = find_value(writer.db, str, f"SELECT vin FROM {table} WHERE id = ?", (row,))
            if vin is not None:
                number = numbers.setdefault(vin.upper(), f"{PRINT}{len(numbers) + 1}")
                writer.update(table, row, vin=number)


def empty_journal(writer: Writer, traces: Traces) -> None:
    """Empty what the journal keeps of earlier states, this operation's own included, and mark every row concerned as
    changed by it: what was written before can then no longer be undone."""
    writer.db.execute("UPDATE changes SET before = NULL WHERE operation = ?", (writer.operation,))
    for table, rows in traces.rows.items():
        paths = ", ".join(f"'$.{column}', NULL" for column in ERASED.get(table, ()))
        if paths:
            writer.db.executemany(
                f"UPDATE changes SET before = json_replace(before, {paths})"
                " WHERE tbl = ? AND first_row = ? AND before IS NOT NULL",
                [(table, row) for row in sorted(rows)],
            )
    for touched in (traces.rows, traces.others):
        for table, rows in touched.items():
            _mark_as_changed(writer, table, rows)
    _replace_names_in_journal(writer, traces)


def _mark_as_changed(writer: Writer, table: str, rows: set[int]) -> None:
    writer.db.executemany(
        "INSERT INTO changes (operation, tbl, action, first_row, last_row)"
        " SELECT :operation, :table, 'update', :row, :row WHERE NOT EXISTS (SELECT 1 FROM changes"
        " WHERE tbl = :table AND first_row = :row AND operation = :operation)",
        [{"operation": writer.operation, "table": table, "row": row} for row in sorted(rows)],
    )


def _replace_names_in_journal(writer: Writer, traces: Traces) -> None:
    """Names in the journal's own words: sentences and file names of the operations that wrote a person's rows."""
    rows = writer.db.execute(
        "SELECT id, summary, file FROM operations WHERE id IN (SELECT value FROM json_each(?))",
        (json_ids(operations_of(writer.db, traces)),),
    )
    words = traces.names | traces.tags
    for row in rows.fetchall():
        said = {key: row[key] and replace_words(row[key], words, UNSAID) for key in ("summary", "file")}
        if said != {key: row[key] for key in said}:
            writer.db.execute(
                "UPDATE operations SET summary = :summary, file = :file WHERE id = :id", {**said, "id": row["id"]}
            )


def operations_of(db: sqlite3.Connection, traces: Traces) -> set[int]:
    """The operations that added or changed rows of theirs, or took such an operation back."""
    found: set[int] = set()
    for table, rows in traces.rows.items():
        wrote = db.execute(
            f"SELECT operation FROM {table} WHERE id IN (SELECT value FROM json_each(:ids))"
            " UNION SELECT h.operation FROM json_each(:ids) AS w"
            " CROSS JOIN changes AS h ON h.tbl = :table AND h.first_row = w.value"
            " UNION SELECT json_extract(h.before, '$.operation') FROM json_each(:ids) AS w"
            " CROSS JOIN changes AS h ON h.tbl = :table AND h.first_row = w.value AND h.before IS NOT NULL",
            {"ids": json_ids(rows), "table": table},
        )
        found.update(operation for (operation,) in wrote)
    undoing = "SELECT id FROM operations WHERE undoes IN (SELECT value FROM json_each(?))"
    return found.union(read_values(db, int, undoing, (json_ids(found),)))
