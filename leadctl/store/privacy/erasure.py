"""Taking out of the file what says who a person is: of their own rows, of others' rows that name them, of the journal.

What reports count stays.
"""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Callable, Mapping

from leadctl.domain.forgetting import PRINT, SALT_BYTES, name_alone, print_of, spelling_of
from leadctl.store.core.json_ids import json_ids, json_texts
from leadctl.store.core.writer import Writer
from leadctl.store.privacy.traces import Traces
from leadctl.store.tables import TABLES

ERASED: Mapping[str, tuple[str, ...]] = {table.name: table.erased for table in TABLES if table.erased}
"""Table -> the columns of a person's rows that say who they are or what they said. Rows of phones and tags go."""

TEXTS: Mapping[str, tuple[str, ...]] = {table.name: table.texts for table in TABLES if table.texts}
"""Table -> columns in which anything may be written, be it somebody's phone."""

UNSAID = "…"
"""Stands in the journal's sentences for a name, and for what a person was tagged with."""

_JOURNAL = ("name", "summary", "file", "before")
"""Columns in which a name of somebody else's is no mention."""

_REFERRERS = (("visits", "referrer"), ("reward_payments", "referrer"))
"""Columns that say, by name or phone, who referred somebody."""

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
    ("retired_rows", "who"),
}
"""Columns of ERASED that are emptied in a way of their own."""

_EMPTY: Mapping[tuple[str, str], object] = {("complaints", "what"): ""}
"""What stands in an emptied column that does not allow NULL."""

FindCustomer = Callable[[str], int | None]
"""What was typed of a referrer -> the customer it means; None: somebody who is none."""


def erase_rows(writer: Writer, traces: Traces, find_customer: FindCustomer) -> None:
    """Empty a person's rows. The customer stays as a number that nothing else is known of."""
    _hide_identities(writer, traces)
    _hide_referrers(writer, traces, find_customer)
    _number_cars(writer, traces)
    for table in ("phones", "tags"):
        for row in _present_rows(writer.db, table, traces):
            writer.delete(table, row)
    for table, columns in ERASED.items():
        plain = [column for column in columns if (table, column) not in _SPECIAL]
        for row in _present_rows(writer.db, table, traces) if plain else ():
            writer.update(table, row, **{column: _EMPTY.get((table, column)) for column in plain})
    writer.update("customers", traces.customer, forgotten_on=writer.today)


def _present_rows(db: sqlite3.Connection, table: str, traces: Traces) -> list[int]:
    """The rows of theirs that are there."""
    rows = db.execute(
        f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json_ids(traces.rows[table]),),
    )
    return [id_ for (id_,) in rows.fetchall()]


def _hide_identities(writer: Writer, traces: Traces) -> None:
    """Visits lose the phone or name by which a register knows them; a print of it knows the row when it comes again.

    Also a visit that is another customer's by now may be known by their phone.
    """
    salt = secrets.token_bytes(SALT_BYTES)
    rows = writer.db.execute(
        "SELECT id, at, kind, who, nth FROM visits WHERE who <> '' AND (id IN (SELECT value FROM json_each(:ids))"
        " OR who IN (SELECT value FROM json_each(:phones)))",
        {"ids": json_ids(traces.rows["visits"]), "phones": json_texts(traces.phones)},
    )
    for row in rows.fetchall():
        if row["nth"] is not None:
            writer.insert(
                "retired_rows",
                tbl="visits",
                at=row["at"],
                code=row["kind"],
                who=print_of(row["who"], salt),
                nth=row["nth"],
            )
        writer.update("visits", row["id"], who=f"{PRINT}{row['id']}")
    _hide_retired(writer, traces, salt)


def _hide_retired(writer: Writer, traces: Traces, salt: bytes) -> None:
    """Rows that were moved or deleted before are known by a print from now on, as the others are."""
    rows = writer.db.execute(
        "SELECT r.id, r.who FROM retired_rows AS r WHERE r.tbl = 'visits' AND (r.who IN (SELECT value FROM"
        " json_each(:phones)) OR EXISTS (SELECT 1 FROM json_each(:ids) AS w CROSS JOIN changes AS h"
        " ON h.tbl = 'visits' AND h.first_row = w.value AND h.before IS NOT NULL"
        " WHERE json_extract(h.before, '$.who') = r.who AND json_extract(h.before, '$.at') = r.at"
        " AND json_extract(h.before, '$.kind') = r.code AND json_extract(h.before, '$.nth') = r.nth))",
        {"ids": json_ids(traces.rows["visits"]), "phones": json_texts(traces.phones)},
    )
    for row in rows.fetchall():
        if row["who"] and not row["who"].startswith(PRINT):
            writer.update("retired_rows", row["id"], who=print_of(row["who"], salt))
            traces.rows["retired_rows"].add(row["id"])
    gone = writer.db.execute(
        "SELECT first_row FROM changes WHERE tbl = 'retired_rows' AND before IS NOT NULL"
        " AND json_extract(before, '$.who') IN (SELECT value FROM json_each(?))",
        (json_texts(traces.phones | traces.names),),
    )
    traces.rows["retired_rows"] |= {row["first_row"] for row in gone}


def _hide_referrers(writer: Writer, traces: Traces, find_customer: FindCustomer) -> None:
    """Who had referred them: a customer by their number, who works here by name (what is due to them stays due), and
    anybody else not at all. Figures count referrers by any of these."""
    staff = [row["name"] for row in writer.db.execute("SELECT name FROM staff")]
    for visit in _present_rows(writer.db, "visits", traces):
        (text,) = writer.db.execute("SELECT referrer FROM visits WHERE id = ?", (visit,)).fetchone()
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
            (vin,) = writer.db.execute(f"SELECT vin FROM {table} WHERE id = ?", (row,)).fetchone()
            if vin is not None:
                number = numbers.setdefault(vin.upper(), f"{PRINT}{len(numbers) + 1}")
                writer.update(table, row, vin=number)


def replace_in_other_rows(writer: Writer, traces: Traces) -> None:
    """Where others' rows name a person, their number stands from now on: phones wherever they are written, the name
    where it says who referred somebody, and in what an owner said when recommending them."""
    db, phones_pattern = writer.db, spelling_of(traces.phones)
    _number_referrers(writer, traces, phones_pattern)
    _number_in_recommendations(writer, traces)
    if phones_pattern is not None:
        for table, columns in TEXTS.items():
            for column in columns:
                for row, text in _rows_with_digits_of(db, table, column, traces.phones):
                    said = phones_pattern.sub(traces.number, text)
                    if said != text:
                        _write_text(writer, traces, table, row, column, said)


def _rows_with_digits_of(db: sqlite3.Connection, table: str, column: str, phones: set[str]) -> list[tuple[int, str]]:
    """Rows in which the last digits of one of these phones stand: the few that are worth a closer look."""
    ends = {phone[-3:] for phone in phones}
    ends |= {"".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in end) for end in ends}
    clause = " OR ".join(f"instr({column}, ?) > 0" for _ in ends)
    rows = db.execute(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL AND ({clause})", sorted(ends))
    return [(row[0], row[1]) for row in rows.fetchall()]


def _write_text(writer: Writer, traces: Traces, table: str, row: int, column: str, text: str) -> None:
    if table in ("operations", "changes"):
        writer.db.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (text, row))
    else:
        writer.update(table, row, **{column: text})
    if table == "changes":
        about = writer.db.execute("SELECT tbl, first_row FROM changes WHERE id = ?", (row,)).fetchone()
        traces.others[about["tbl"]].add(about["first_row"])


def _number_referrers(writer: Writer, traces: Traces, phones_pattern: re.Pattern[str] | None) -> None:
    """Whoever they referred was referred by their number. A name counts where nobody else here has it."""
    names = {name for name in traces.names if not _is_name_of_another(writer.db, name)}
    for table, column in _REFERRERS:
        rows = writer.db.execute(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL")
        meant = [row for row, text in rows if _names_person(text, phones_pattern, names)]
        for row in meant:
            writer.update(table, row, **{column: traces.number})
        _number_referrers_in_journal(writer, traces, table, names)


def _names_person(text: str, phones_pattern: re.Pattern[str] | None, names: set[str]) -> bool:
    by_phone = phones_pattern is not None and phones_pattern.search(text) is not None
    return by_phone or any(name_alone(name, text) for name in names)


def _number_referrers_in_journal(writer: Writer, traces: Traces, table: str, names: set[str]) -> None:
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


def _is_name_of_another(db: sqlite3.Connection, name: str) -> bool:
    """Whether a customer or somebody on the staff bears the name (the forgotten one bears none any more)."""
    found = db.execute(
        "SELECT 1 FROM customers WHERE name = :name UNION ALL SELECT 1 FROM staff WHERE name = :name LIMIT 1",
        {"name": name},
    )
    return found.fetchone() is not None


def _number_in_recommendations(writer: Writer, traces: Traces) -> None:
    """What an owner said when they recommended this person speaks of this person."""
    rows = writer.db.execute(
        "SELECT id, note FROM aftercare WHERE note IS NOT NULL"
        " AND new_lead IN (SELECT value FROM json_each(?)) AND result = 'recommend'",
        (json_ids(traces.rows["leads"]),),
    )
    for row in rows.fetchall():
        said = _replace_words(row["note"], traces.names, traces.number)
        if said != row["note"]:
            writer.update("aftercare", row["id"], note=said)


def _replace_words(text: str, words: set[str], instead: str) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, instead)
    return text


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
        (json_ids(_operations_of(writer.db, traces)),),
    )
    words = traces.names | traces.tags
    for row in rows.fetchall():
        said = {key: row[key] and _replace_words(row[key], words, UNSAID) for key in ("summary", "file")}
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


def count_mentions(db: sqlite3.Connection, traces: Traces) -> int:
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
