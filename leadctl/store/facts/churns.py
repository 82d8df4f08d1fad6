"""Leads lost, and the call-backs that verify it."""

from __future__ import annotations

import sqlite3

from leadctl.domain.facts import RANKS, Fact
from leadctl.errors import template
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import read_row
from leadctl.store.core.tables import FACT_OF_LEAD, LEADS_PHONE, OF_LEAD, Export, StoredTable
from leadctl.store.core.writer import Writer
from leadctl.store.facts.kind import OF_LEADS, RECORDED_BY, FactKind, history_by


def add_churn(
    writer: Writer,
    *,
    lead: int,
    at: str,
    kind: str,
    reason: int | None,
    rival: str | None,
    note: str | None,
    historic: bool = False,
    by: int | None = None,
) -> int:
    """Record that a lead churned; returns the churn's id. ``by`` left out: the acting person."""
    identity = writer.insert(
        "churns",
        lead=lead,
        at=at,
        kind=kind,
        reason=reason,
        rival=rival,
        by=writer.author.staff if by is None else by,
        note=note,
        historic=int(historic),
    )
    writer.touch(lead)
    return identity


class PendingChurn(NamedTuple):
    """A churn that awaits its verification: who churned it (``by``: a row of staff), and who recorded it."""

    id: int
    at: str
    by: int | None
    login: str
    staff: int | None
    actor: str


def pending_churn(db: sqlite3.Connection, lead: int) -> PendingChurn:
    """The churn of a lead whose verification is pending."""
    sql = (
        "SELECT c.id, c.at, c.by, o.login, o.staff, o.actor FROM churns AS c JOIN operations AS o ON o.id = c.operation"
        " WHERE c.lead = :lead AND c.result = 'pending' ORDER BY c.id DESC LIMIT 1"
    )
    return read_row(db, PendingChurn, sql, {"lead": lead})


class _OldLead(NamedTuple):
    """What a win-back takes over."""

    customer: int
    consultant: int | None
    model: int | None
    grade: str | None


def open_win_back(writer: Writer, lead: int, on: str) -> int:
    """A new lead of the same customer, owner, model and grade, to be called on the day ``on``; returns it."""
    old = read_row(writer.db, _OldLead, "SELECT customer, consultant, model, grade FROM leads WHERE id = ?", (lead,))
    new = writer.insert("leads", customer=old.customer, start_at=f"{on}T00:00", origin="win-back")
    writer.insert(
        "assessments",
        lead=new,
        at=writer.now,
        by=writer.author.staff,
        grade=old.grade if old.grade != "O" else None,
        model=old.model,
    )
    writer.insert(
        "assignments", lead=new, at=writer.now, by=writer.author.staff, consultant=old.consultant, note="win-back"
    )
    writer.touch(new)
    return new


_VERIFIED = (
    "(SELECT v.id FROM verifications AS v WHERE v.churn = f.id AND v.result = f.result ORDER BY v.at DESC, v.id DESC"
    " LIMIT 1)"
)

TABLE = StoredTable(
    "churns",
    erased=("note",),
    texts=("rival", "note"),
    export=Export(
        "churn",
        f"SELECT {LEADS_PHONE}, f.at, f.kind, r.code AS reason, f.rival, b.name AS by, f.note,"
        " coalesce(v.result, iif(f.result = 'pending', 'pending', NULL)) AS verification, t.name AS verified_by,"
        f" v.at AS verified_at, f.historic, f.id, f.lead AS of_lead FROM churns AS f{FACT_OF_LEAD}"
        f" LEFT JOIN reasons AS r ON r.id = f.reason LEFT JOIN verifications AS v ON v.id = {_VERIFIED}"
        " LEFT JOIN staff AS t ON t.id = v.by",
        OF_LEAD,
        "f.at, f.id",
        importable=True,
    ),
)


def _read(identity: int, operation: int, at: str, kind: str, historic: int) -> tuple[Fact]:
    return (Fact(at, operation, RANKS["churn"], identity, "churn", result=kind, flag=bool(historic)),)


KIND = FactKind(
    "churn",
    TABLE,
    select=f"SELECT lead, id, operation, at, kind, historic FROM churns {OF_LEADS}",
    read=_read,
    history=history_by(
        "churn",
        "SELECT f.id, f.at, s.name AS by, f.kind, r.code AS reason, f.rival, f.result, f.decided_at, f.historic, f.note"
        f" FROM churns AS f LEFT JOIN reasons AS r ON r.id = f.reason {RECORDED_BY} WHERE f.lead = :lead",
    ),
    replayed=("churn",),
    handed_on=("churn",),
    plural=template("churns"),
)
