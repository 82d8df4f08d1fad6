"""Two customers who are one person become one customer."""

from __future__ import annotations

import sqlite3

from leadctl.domain.terms import IMPORTANCES
from leadctl.errors import Refused
from leadctl.store.core.writer import Writer
from leadctl.store.facts.kind import FactKind
from leadctl.store.facts.registry import KINDS
from leadctl.store.journal.undo import suspend_leads
from leadctl.store.queries.customers import customer_row
from leadctl.store.records.invitations import move_invitations
from leadctl.store.records.rewards import name_in_texts
from leadctl.store.records.spot_checks import move_spot_checks
from leadctl.store.records.tags import move_tags

_FILLED = ("name", "pinyin", "gender", "birthday", "district", "occupation")


def merge(writer: Writer, gone: int, kept: int) -> None:
    """Give everything of customer ``gone`` to ``kept``. Of two open leads the facts of the later go to the earlier.

    Raises Refused when what the two did cannot be one customer's story.
    """
    leads = _leads(writer.db, gone, kept)
    _join_open_leads(writer, leads)
    _move(writer, "leads", gone, kept)
    _move(writer, "visits", gone, kept)
    _move(writer, "owned_cars", gone, kept)
    _move(writer, "reward_payments", gone, kept)
    name_in_texts(writer, gone, kept)
    writer.touch_owner(kept)
    _move_phones(writer, gone, kept)
    move_tags(writer, gone, kept)
    _fill(writer, gone, kept)
    writer.delete("customers", gone)
    writer.touch(*(row["id"] for row in _leads(writer.db, kept, kept)))
    suspend_leads(writer.db, writer.touched)
    try:
        writer.settle()
    except sqlite3.IntegrityError as error:
        raise Refused(
            "c{gone} and c{kept} would have two open leads as one; close one of them first.", gone=gone, kept=kept
        ) from error


def _leads(db: sqlite3.Connection, one: int, other: int) -> list[sqlite3.Row]:
    return db.execute(
        "SELECT id, opened_at, closed_at FROM leads WHERE customer IN (:one, :other) ORDER BY opened_at, id",
        {"one": one, "other": other},
    ).fetchall()


def _join_open_leads(writer: Writer, leads: list[sqlite3.Row]) -> None:
    unclosed = [row["id"] for row in leads if row["closed_at"] is None]
    if len(unclosed) < 2:
        return
    first, second = unclosed
    for kind in KINDS:
        if not kind.handed_on:
            continue
        table = kind.table.name
        _renumber(writer, kind, first, second)
        for row in writer.db.execute(f"SELECT id FROM {table} WHERE lead = :lead", {"lead": second}).fetchall():
            writer.update(table, row["id"], lead=first)
    move_invitations(writer, second, first)
    move_spot_checks(writer, second, first)
    for row in writer.db.execute("SELECT id FROM aftercare WHERE new_lead = :lead", {"lead": second}).fetchall():
        writer.update("aftercare", row["id"], new_lead=first)
    writer.delete("leads", second)


def _renumber(writer: Writer, kind: FactKind, first: int, second: int) -> None:
    """Imported rows of both leads that are known by the same moment and code are several of it now."""
    if "lead" not in kind.identity:
        return
    table, key = kind.table.name, [column for column in kind.identity if column != "lead"]
    alike = " AND ".join(f"m.{column} = b.{column}" for column in key)
    same = writer.db.execute(
        f"SELECT b.id, (SELECT max(nth) FROM {table} AS m WHERE m.lead IN (:first, :second) AND {alike}) + b.nth AS nth"
        f" FROM {table} AS a JOIN {table} AS b USING ({', '.join(key)}, nth)"
        " WHERE a.lead = :first AND b.lead = :second",
        {"first": first, "second": second},
    ).fetchall()
    for row in same:
        writer.update(table, row["id"], nth=row["nth"])


def _move(writer: Writer, table: str, gone: int, kept: int) -> None:
    rows = writer.db.execute(f"SELECT id FROM {table} WHERE customer = :gone", {"gone": gone}).fetchall()
    for row in rows:
        writer.update(table, row["id"], customer=kept)


def _move_phones(writer: Writer, gone: int, kept: int) -> None:
    """Moved phones come after those that are there: the kept customer's main phone stays the main one."""
    main = writer.db.execute("SELECT min(id) AS id FROM phones WHERE customer = :kept", {"kept": kept}).fetchone()["id"]
    rows = writer.db.execute("SELECT id, phone FROM phones WHERE customer = :gone ORDER BY id", {"gone": gone})
    for row in rows.fetchall():
        if main is None or row["id"] > main:
            writer.update("phones", row["id"], customer=kept)
        else:
            writer.delete("phones", row["id"])
            writer.insert("phones", customer=kept, phone=row["phone"])


def _fill(writer: Writer, gone: int, kept: int) -> None:
    """What only the one knew the other takes; the greater importance counts."""
    old, new = customer_row(writer.db, gone), customer_row(writer.db, kept)
    changes = {key: old[key] for key in _FILLED if new[key] is None and old[key] is not None}
    if IMPORTANCES.index(old["importance"]) < IMPORTANCES.index(new["importance"]):
        changes["importance"] = old["importance"]
    if changes:
        writer.update("customers", kept, **changes)
