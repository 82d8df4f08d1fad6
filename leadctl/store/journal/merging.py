"""Two customers who are one person become one customer."""

from __future__ import annotations

import sqlite3

from leadctl.domain.terms import IMPORTANCES, OBJECTIONS
from leadctl.errors import Refused
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_value, read_rows, read_values
from leadctl.store.core.schema import columns_pointing_at
from leadctl.store.core.writer import Writer
from leadctl.store.facts.kind import FactKind
from leadctl.store.facts.registry import KINDS
from leadctl.store.journal.undo import suspend_leads
from leadctl.store.queries.customers import customer_row, move_companions, move_tags
from leadctl.store.queries.fields import move_values
from leadctl.store.records.invitations import move_invitations
from leadctl.store.records.rewards import name_in_texts
from leadctl.store.records.spot_checks import move_spot_checks

_COMPLETED = ("name", "pinyin", "gender", "birthday", "district", "occupation", "wechat", "present_car")


class Start(NamedTuple):
    """When a lead was opened without a visit, and why."""

    start_at: str
    origin: str


def merge_customers(writer: Writer, gone: int, kept: int) -> None:
    """Give everything of customer ``gone`` to ``kept``. Of two open leads the facts of the later go to the earlier.

    Raises Refused when what the two did cannot be one customer's story.
    """
    _join_open_leads(writer, gone, kept)
    _move_phones(writer, gone, kept)
    move_tags(writer, gone, kept)
    move_companions(writer, gone, kept)
    move_values(writer, gone, kept)
    for table, column in columns_pointing_at(writer.db, "customers"):
        _point_rows_at(writer, table, column, gone, kept)
    name_in_texts(writer, gone, kept)
    writer.touch_owner(kept)
    _complete_customer(writer, gone, kept)
    writer.delete("customers", gone)
    writer.touch(*read_values(writer.db, int, "SELECT id FROM leads WHERE customer = ?", (kept,)))
    suspend_leads(writer.db, writer.touched)
    try:
        writer.settle()
    except sqlite3.IntegrityError as error:
        raise Refused(
            "c{gone} and c{kept} would have two open leads as one; close one of them first.", gone=gone, kept=kept
        ) from error


def _join_open_leads(writer: Writer, gone: int, kept: int) -> None:
    """Of two open leads, the one that was opened first takes the facts of the other."""
    sql = "SELECT id FROM leads WHERE customer IN (?, ?) AND closed_at IS NULL ORDER BY opened_at, id"
    unclosed = read_values(writer.db, int, sql, (gone, kept))
    if len(unclosed) < 2:
        return
    first, second = unclosed
    for kind in KINDS:
        _renumber(writer, kind, first, second)
    move_invitations(writer, second, first)
    move_spot_checks(writer, second, first)
    for table, column in columns_pointing_at(writer.db, "leads"):
        _point_rows_at(writer, table, column, second, first)
    _keep_start(writer, first, second)
    writer.delete("leads", second)
    writer.touch(second)  # so that its history goes with it


def _keep_start(writer: Writer, first: int, second: int) -> None:
    """What opened the second lead without a visit (an owner's word, a win-back) stands in its own row, and tells its
    source: the first one takes it over, unless it has such a fact itself."""
    sql = (
        "SELECT b.start_at, b.origin FROM leads AS a JOIN leads AS b ON b.id = :second"
        " WHERE a.id = :first AND a.start_at IS NULL AND b.start_at IS NOT NULL"
    )
    for start in read_rows(writer.db, Start, sql, {"first": first, "second": second}):
        writer.update("leads", first, **start._asdict())


def _renumber(writer: Writer, kind: FactKind, first: int, second: int) -> None:
    """Imported rows of both leads that are known by the same moment and code are several of it now."""
    if "lead" not in kind.identity:
        return
    table, key = kind.table.name, [column for column in kind.identity if column != "lead"]
    alike = " AND ".join(f"m.{column} = b.{column}" for column in key)
    same = writer.db.execute(
        f"SELECT b.id, (SELECT max(nth) FROM {table} AS m WHERE m.lead IN (:first, :second) AND {alike}) + b.nth"
        f" FROM {table} AS a JOIN {table} AS b USING ({', '.join(key)}, nth)"
        " WHERE a.lead = :first AND b.lead = :second",
        {"first": first, "second": second},
    ).fetchall()
    for row, nth in same:
        writer.update(table, row, nth=nth)


def _point_rows_at(writer: Writer, table: str, column: str, gone: int, kept: int) -> None:
    for row in read_values(writer.db, int, f"SELECT id FROM {table} WHERE {column} = ?", (gone,)):
        writer.update(table, row, **{column: kept})


def _move_phones(writer: Writer, gone: int, kept: int) -> None:
    """Moved phones come after those that are there: the kept customer's main phone stays the main one."""
    main = find_value(writer.db, int, "SELECT min(id) FROM phones WHERE customer = ?", (kept,))
    rows = writer.db.execute("SELECT id, phone FROM phones WHERE customer = ? ORDER BY id", (gone,))
    for row, phone in rows.fetchall():
        if main is None or row > main:
            writer.update("phones", row, customer=kept)
        else:
            writer.delete("phones", row)
            writer.insert("phones", customer=kept, phone=phone)


def _complete_customer(writer: Writer, gone: int, kept: int) -> None:
    """What only the one knew the other takes; the greater importance counts, and the wider objection."""
    old, new = customer_row(writer.db, gone), customer_row(writer.db, kept)
    said, known = old._asdict(), new._asdict()
    taken = [key for key in _COMPLETED if known[key] is None and said[key] is not None]
    if new.consent is None and old.consent is not None:
        taken += ("consent", "consent_on")
    if OBJECTIONS.index(old.do_not_contact or "") > OBJECTIONS.index(new.do_not_contact or ""):
        taken += ("do_not_contact", "do_not_contact_on")
    if IMPORTANCES.index(old.importance) < IMPORTANCES.index(new.importance):
        taken.append("importance")
    changes = {key: said[key] for key in taken}
    if changes:
        writer.update("customers", kept, **changes)
