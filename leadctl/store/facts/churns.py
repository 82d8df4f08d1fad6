"""Leads lost, and the call-backs that verify it."""

from __future__ import annotations

import sqlite3

from leadctl.store.core.writer import Writer


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


def pending_churn(db: sqlite3.Connection, lead: int) -> sqlite3.Row:
    """The churn of a lead that awaits its verification: id, at, by, and who recorded it (login, actor)."""
    row: sqlite3.Row = db.execute(
        "SELECT c.id, c.at, c.by, o.login, o.staff, o.actor FROM churns AS c JOIN operations AS o ON o.id = c.operation"
        " WHERE c.lead = :lead AND c.result = 'pending' ORDER BY c.id DESC LIMIT 1",
        {"lead": lead},
    ).fetchone()
    return row


def add_verification(
    writer: Writer, *, lead: int, churn: int, at: str, result: str, note: str | None, by: int | None = None
) -> int:
    """Record a call-back; returns its id. ``by`` left out: the acting person."""
    identity = writer.insert(
        "verifications",
        lead=lead,
        churn=churn,
        at=at,
        by=writer.author.staff if by is None else by,
        result=result,
        note=note,
    )
    writer.touch(lead)
    return identity


def win_back(writer: Writer, lead: int, on: str) -> int:
    """A new lead of the same customer, owner, model and grade, to be called on the day ``on``; returns it."""
    old = writer.db.execute(
        "SELECT customer, consultant, model, grade FROM leads WHERE id = :lead", {"lead": lead}
    ).fetchone()
    new = writer.insert("leads", customer=old["customer"], start_at=f"{on}T00:00", origin="win-back")
    writer.insert(
        "assessments",
        lead=new,
        at=writer.now,
        by=writer.author.staff,
        grade=old["grade"] if old["grade"] != "O" else None,
        model=old["model"],
    )
    writer.insert(
        "assignments", lead=new, at=writer.now, by=writer.author.staff, consultant=old["consultant"], note="win-back"
    )
    writer.touch(new)
    return new
