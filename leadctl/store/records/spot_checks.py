"""Cards drawn at random, to be called and confirmed, and what was found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.periods import Span
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_row, find_value, has_rows, read_rows, read_values
from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.checks import CARDS_OF
from leadctl.store.queries.lead_now import MAY_BE_CALLED

if TYPE_CHECKING:
    from leadctl.store.core.writer import Author, Writer

_DRAWABLE = (
    f"SELECT l.id FROM leads AS l WHERE {CARDS_OF} AND {MAY_BE_CALLED}"
    " AND EXISTS (SELECT 1 FROM phones AS p WHERE p.customer = l.customer)"
    " AND NOT EXISTS (SELECT 1 FROM spot_checks AS sc WHERE sc.lead = l.id) ORDER BY l.id"
)
_DRAWN = (
    f"SELECT sc.month, sc.lead, l.customer AS customer_id, c.name AS customer, {LEADS_PHONE}, l.grade,"
    " m.name AS model, src.code AS source, s.name AS consultant,"
    " (SELECT min(v.at) FROM visits AS v WHERE v.lead = l.id) AS came_at, l.opened_at,"
    " sc.drawn_at, sc.checked_at, b.name AS checked_by, sc.result, sc.note"
    " FROM spot_checks AS sc JOIN leads AS l ON l.id = sc.lead JOIN customers AS c ON c.id = l.customer"
    " LEFT JOIN models AS m ON m.id = l.model LEFT JOIN sources AS src ON src.id = l.source"
    " LEFT JOIN staff AS s ON s.id = l.consultant LEFT JOIN staff AS b ON b.id = sc.by"
)


def drawable_leads(db: sqlite3.Connection, span: Span) -> list[int]:
    """The leads of a span that can be drawn: they have a phone and were not drawn yet; by id."""
    return read_values(db, int, _DRAWABLE, span.values())


def draw_cards(writer: Writer, month: str, leads: Iterable[int]) -> None:
    """These leads are to be called, as cards of a month (``YYYY-MM``)."""
    for lead in leads:
        writer.insert("spot_checks", month=month, lead=lead, drawn_at=writer.now)


class DrawnCard(NamedTuple):
    """A card that was drawn, as JSON shows it: what it says now, and what its call found."""

    month: str
    lead: int
    customer_id: int
    customer: str | None
    phone: str | None
    grade: str | None
    model: str | None
    source: str | None
    consultant: str | None
    came_at: str | None
    opened_at: str
    drawn_at: str
    checked_at: str | None
    checked_by: str | None
    result: str | None
    note: str | None


def spot_checks_of(db: sqlite3.Connection, month: str) -> list[DrawnCard]:
    """The cards drawn of a month, in the order in which they were drawn."""
    return read_rows(db, DrawnCard, f"{_DRAWN} WHERE sc.month = ? ORDER BY sc.id", (month,))


def cards_to_call(db: sqlite3.Connection) -> list[DrawnCard]:
    """Cards of any month that were drawn and not called yet, the longest waiting first."""
    return read_rows(db, DrawnCard, f"{_DRAWN} WHERE sc.checked_at IS NULL AND {MAY_BE_CALLED} ORDER BY sc.id")


class SpotCheck(NamedTuple):
    """A drawn card: of which month, when it was called, and what was found; None: not called yet."""

    id: int
    month: str
    checked_at: str | None
    result: str | None


def spot_check_of(db: sqlite3.Connection, lead: int) -> SpotCheck | None:
    """A lead's spot check; of several one that was not called yet; None: not drawn."""
    sql = (
        "SELECT sc.id, sc.month, sc.checked_at, sc.result FROM spot_checks AS sc WHERE sc.lead = :lead"
        " ORDER BY sc.checked_at IS NOT NULL, sc.id DESC LIMIT 1"
    )
    return find_row(db, SpotCheck, sql, {"lead": lead})


def drawn_sibling(db: sqlite3.Connection, lead: int) -> int | None:
    """Another lead of the same customer that was drawn and not called yet."""
    sql = (
        "SELECT o.id FROM leads AS l JOIN leads AS o ON o.customer = l.customer AND o.id <> l.id"
        " JOIN spot_checks AS sc ON sc.lead = o.id AND sc.checked_at IS NULL WHERE l.id = :lead LIMIT 1"
    )
    return find_value(db, int, sql, {"lead": lead})


def has_registered(db: sqlite3.Connection, lead: int, author: Author) -> bool:
    """Whether this person recorded, or served, a visit of the lead."""
    sql = (
        "SELECT 1 FROM visits AS v JOIN operations AS o ON o.id = v.operation WHERE v.lead = :lead AND"
        " CASE WHEN :staff IS NULL THEN o.actor = :actor ELSE o.staff = :staff OR v.consultant = :staff END LIMIT 1"
    )
    return has_rows(db, sql, {"lead": lead, "staff": author.staff, "actor": author.actor})


def record_finding(writer: Writer, check: int, result: str, note: str | None) -> None:
    """What a call to a drawn card found."""
    writer.update("spot_checks", check, checked_at=writer.now, by=writer.author.staff, result=result, note=note)


def move_spot_checks(writer: Writer, gone: int, kept: int) -> None:
    """A lead's spot checks become those of another; of two of one month the one that was called stands."""
    rows = writer.db.execute(
        "SELECT g.id, k.id AS twin, k.checked_at AS twin_called FROM spot_checks AS g"
        " LEFT JOIN spot_checks AS k ON k.month = g.month AND k.lead = :kept WHERE g.lead = :gone",
        {"gone": gone, "kept": kept},
    )
    for check, twin, twin_called_at in rows.fetchall():
        if twin_called_at is not None:
            writer.delete("spot_checks", check)
            continue
        if twin is not None:
            writer.delete("spot_checks", twin)
        writer.update("spot_checks", check, lead=kept)
