"""Register rows whose visit or follow-up was moved or deleted here.

The same register is sent every night. What was corrected in the store must not come back with it, so the
identity that a row had stays known.
"""

from __future__ import annotations

import sqlite3

from leadctl.store.writer import Writer


def retire(writer: Writer, table: str, row: sqlite3.Row) -> None:
    """Keep the identity of a visit or follow-up that is about to lose it; a typed one has none."""
    if row["nth"] is None:
        return
    code, who = (row["kind"], row["who"]) if table == "visits" else (row["via"], str(row["lead"]))
    writer.insert("retired_rows", tbl=table, at=row["at"], code=code, who=who, nth=row["nth"])


def drop_retired_visits(db: sqlite3.Connection) -> int:
    """Take staged visits that are known to be retired off the stage; returns how many."""
    return db.execute(
        "DELETE FROM temp.incoming WHERE EXISTS (SELECT 1 FROM retired_rows AS r WHERE r.tbl = 'visits'"
        " AND r.at = incoming.at AND r.code = incoming.kind AND r.who = incoming.who AND r.nth = incoming.nth)"
    ).rowcount


def is_retired_follow_up(db: sqlite3.Connection, lead: int, first: str, last: str, via: str, nth: int) -> bool:
    """Whether a follow-up of this identity, between two moments, was moved or deleted here."""
    row = db.execute(
        "SELECT 1 FROM retired_rows WHERE tbl = 'followups' AND at BETWEEN :first AND :last"
        " AND code = :via AND who = :who AND nth = :nth LIMIT 1",
        {"first": first, "last": last, "via": via, "who": str(lead), "nth": nth},
    ).fetchone()
    return row is not None
