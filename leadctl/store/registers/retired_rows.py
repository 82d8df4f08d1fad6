"""Register rows whose visit or follow-up was moved or deleted here.

The same register is sent every night. What was corrected in the store must not come back with it, so the
identity that a row had stays known.
"""

from __future__ import annotations

import sqlite3

from leadctl.domain.forgetting import PRINT, is_print_of
from leadctl.store.core.writer import Writer


def retire(writer: Writer, table: str, row: sqlite3.Row) -> None:
    """Keep the identity of a visit or follow-up that is about to lose it; a typed one has none."""
    if row["nth"] is None:
        return
    code, who = (row["kind"], row["who"]) if table == "visits" else (row["via"], str(row["lead"]))
    writer.insert("retired_rows", tbl=table, at=row["at"], code=code, who=who, nth=row["nth"])


def drop_retired_visits(db: sqlite3.Connection) -> int:
    """Take staged visits that are known to be retired off the stage; returns how many."""
    forgotten = _drop_forgotten(db)
    corrected = db.execute(
        "DELETE FROM temp.incoming WHERE EXISTS (SELECT 1 FROM retired_rows AS r WHERE r.tbl = 'visits'"
        " AND r.at = incoming.at AND r.code = incoming.kind AND r.who = incoming.who AND r.nth = incoming.nth)"
    ).rowcount
    return forgotten + corrected


def _drop_forgotten(db: sqlite3.Connection) -> int:
    """Rows of people who were forgotten are known by a print, which is made of the few rows of the same minute."""
    rows = db.execute(
        "SELECT i.at, i.kind, i.who, i.nth, r.who AS print FROM retired_rows AS r CROSS JOIN temp.incoming AS i"
        " ON i.at = r.at AND i.kind = r.code AND i.nth = r.nth"
        " WHERE r.tbl = 'visits' AND r.who >= :least AND r.who < :beyond",
        {"least": PRINT, "beyond": chr(ord(PRINT) + 1)},
    )
    known = {tuple(row)[:4] for row in rows.fetchall() if row["who"] and is_print_of(row["print"], row["who"])}
    db.executemany("DELETE FROM temp.incoming WHERE at = ? AND kind = ? AND who = ? AND nth = ?", known)
    return len(known)


def spare_rewritten(db: sqlite3.Connection) -> None:
    """Staged visits in which somebody was named who was forgotten since do not bring that back: they keep the note
    and the referrer that the store has."""
    rows = db.execute(
        "SELECT v.at, v.kind, v.who, v.nth FROM operations AS o CROSS JOIN changes AS h ON h.operation = o.id"
        " CROSS JOIN visits AS v ON v.id = h.first_row WHERE o.command = 'forget' AND h.tbl = 'visits'"
    )
    db.executemany(
        "UPDATE temp.incoming SET referrer = NULL, note = NULL WHERE at = ? AND kind = ? AND who = ? AND nth = ?",
        [tuple(row) for row in rows.fetchall()],
    )


def is_retired_follow_up(db: sqlite3.Connection, lead: int, first: str, last: str, via: str, nth: int) -> bool:
    """Whether a follow-up of this identity, between two moments, was moved or deleted here."""
    row = db.execute(
        "SELECT 1 FROM retired_rows WHERE tbl = 'followups' AND at BETWEEN :first AND :last"
        " AND code = :via AND who = :who AND nth = :nth LIMIT 1",
        {"first": first, "last": last, "via": via, "who": str(lead), "nth": nth},
    ).fetchone()
    return row is not None
