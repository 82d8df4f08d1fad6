"""What else the file says of a person: copies of earlier states, notes about others, the journal's own words."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING

from leadctl.domain.forgetting import name_alone, spelling_of
from leadctl.store.core.json_ids import json_ids
from leadctl.store.privacy.forgetting.erasing import ERASED
from leadctl.store.tables import TABLES

if TYPE_CHECKING:
    import re

    from leadctl.store.core.writer import Writer
    from leadctl.store.privacy.forgetting.traces import Traces

TEXTS: Mapping[str, tuple[str, ...]] = {table.name: table.texts for table in TABLES if table.texts}
"""Table -> columns in which anything may be written, be it somebody's phone."""

UNSAID = "…"
"""Stands in the journal's sentences for a name, and for what a person was tagged with."""

_JOURNAL = ("name", "summary", "file", "before")
"""Columns in which a name of somebody else's is no mention."""

_REFERRERS = (("visits", "referrer"), ("reward_payments", "referrer"))


def replace_elsewhere(writer: Writer, traces: Traces) -> None:
    """Where others' rows name a person, their number stands from now on: phones wherever they are written, the name
    where it says who referred somebody, and in what an owner said when recommending them."""
    db, spelt = writer.db, spelling_of(traces.phones)
    _name_referrers(writer, traces, spelt)
    _recommended(writer, traces)
    if spelt is not None:
        for table, columns in TEXTS.items():
            for column in columns:
                for row, text in _holding(db, table, column, traces.phones):
                    said = spelt.sub(traces.number, text)
                    if said != text:
                        _rewrite(writer, traces, table, row, column, said)


def _holding(db: sqlite3.Connection, table: str, column: str, phones: set[str]) -> list[tuple[int, str]]:
    """Rows in which the last digits of one of these phones stand: the few that are worth a closer look."""
    ends = {phone[-3:] for phone in phones}
    ends |= {"".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in end) for end in ends}
    clause = " OR ".join(f"instr({column}, ?) > 0" for _ in ends)
    rows = db.execute(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL AND ({clause})", sorted(ends))
    return [(row[0], row[1]) for row in rows.fetchall()]


def _rewrite(writer: Writer, traces: Traces, table: str, row: int, column: str, text: str) -> None:
    if table in ("operations", "changes"):
        writer.db.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (text, row))
    else:
        writer.update(table, row, **{column: text})
    if table == "changes":
        about = writer.db.execute("SELECT tbl, first_row FROM changes WHERE id = ?", (row,)).fetchone()
        traces.others[about["tbl"]].add(about["first_row"])


def _name_referrers(writer: Writer, traces: Traces, spelt: re.Pattern[str] | None) -> None:
    """Whoever they referred was referred by their number. A name counts where nobody else here has it."""
    names = {name for name in traces.names if not _shared(writer.db, name)}
    for table, column in _REFERRERS:
        rows = writer.db.execute(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL")
        meant = [row for row, text in rows if _means(text, spelt, names)]
        for row in meant:
            writer.update(table, row, **{column: traces.number})
        _name_in_copies(writer, traces, table, names)


def _means(text: str, spelt: re.Pattern[str] | None, names: set[str]) -> bool:
    by_phone = spelt is not None and spelt.search(text) is not None
    return by_phone or any(name_alone(name, text) for name in names)


def _name_in_copies(writer: Writer, traces: Traces, table: str, names: set[str]) -> None:
    """The same in what rows held before."""
    rows = writer.db.execute(
        "SELECT id, first_row, json_extract(before, '$.referrer') AS said FROM changes WHERE tbl = ?"
        " AND before IS NOT NULL AND json_extract(before, '$.referrer') IS NOT NULL",
        (table,),
    )
    for row in rows.fetchall():
        if any(name_alone(name, row["said"]) for name in names):
            writer.db.execute(
                "UPDATE changes SET before = json_replace(before, '$.referrer', ?) WHERE id = ?",
                (traces.number, row["id"]),
            )
            traces.others[table].add(row["first_row"])


def _shared(db: sqlite3.Connection, name: str) -> bool:
    """Whether a customer or somebody on the staff bears the name (the forgotten one bears none any more)."""
    found = db.execute(
        "SELECT 1 FROM customers WHERE name = :name UNION ALL SELECT 1 FROM staff WHERE name = :name LIMIT 1",
        {"name": name},
    )
    return found.fetchone() is not None


def _recommended(writer: Writer, traces: Traces) -> None:
    """What an owner said when they recommended this person speaks of this person."""
    rows = writer.db.execute(
        "SELECT id, note FROM aftercare WHERE note IS NOT NULL"
        " AND new_lead IN (SELECT value FROM json_each(?)) AND result = 'recommend'",
        (json_ids(traces.rows["leads"]),),
    )
    for row in rows.fetchall():
        said = _without(row["note"], traces.names, traces.number)
        if said != row["note"]:
            writer.update("aftercare", row["id"], note=said)


def _without(text: str, words: set[str], instead: str) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, instead)
    return text


def empty_copies(writer: Writer, traces: Traces) -> None:
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
            _mark(writer, table, rows)
    _empty_words(writer, traces)


def _mark(writer: Writer, table: str, rows: set[int]) -> None:
    writer.db.executemany(
        "INSERT INTO changes (operation, tbl, action, first_row, last_row)"
        " SELECT :operation, :table, 'update', :row, :row WHERE NOT EXISTS (SELECT 1 FROM changes"
        " WHERE tbl = :table AND first_row = :row AND operation = :operation)",
        [{"operation": writer.operation, "table": table, "row": row} for row in sorted(rows)],
    )


def _empty_words(writer: Writer, traces: Traces) -> None:
    """Names in the journal's own words: sentences and file names of the operations that wrote a person's rows."""
    rows = writer.db.execute(
        "SELECT id, summary, file FROM operations WHERE id IN (SELECT value FROM json_each(?))",
        (json_ids(_operations_of(writer.db, traces)),),
    )
    words = traces.names | traces.tags
    for row in rows.fetchall():
        said = {key: row[key] and _without(row[key], words, UNSAID) for key in ("summary", "file")}
        if said != {key: row[key] for key in said}:
            writer.db.execute(
                "UPDATE operations SET summary = :summary, file = :file WHERE id = :id", {**said, "id": row["id"]}
            )


def _operations_of(db: sqlite3.Connection, traces: Traces) -> set[int]:
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
        found |= {row[0] for row in wrote}
    undoing = db.execute(
        "SELECT id FROM operations WHERE undoes IN (SELECT value FROM json_each(?))", (json_ids(found),)
    )
    return found | {row["id"] for row in undoing}


def still_named(db: sqlite3.Connection, traces: Traces) -> int:
    """How many notes about others, and visits without a phone, hold one of a person's names: whether it is they
    cannot be known."""
    places = [(table, column, "") for table, columns in TEXTS.items() for column in columns if column not in _JOURNAL]
    places += [(table, column, "") for table, column in _REFERRERS]
    places.append(("visits", "name", " AND customer IS NULL"))
    found = set()
    for table, column, clause in places:
        for name in traces.names:
            rows = db.execute(f"SELECT id FROM {table} WHERE instr({column}, ?) > 0{clause}", (name,))
            found |= {(table, row["id"]) for row in rows}
    return len(found)
