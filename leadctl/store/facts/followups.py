"""Follow-ups: contacts and tries."""

from __future__ import annotations

import sqlite3

from leadctl.domain.facts import RANKS, Fact, follow_up_kind
from leadctl.errors import template
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.tables import FACT_OF_LEAD, LEADS_PHONE, OF_LEAD, Export, StoredTable
from leadctl.store.core.writer import Writer
from leadctl.store.facts.kind import OF_LEADS, RECORDED_BY, FactKind, history_by, row_of


class FollowUp(NamedTuple):
    """The facts of a follow-up that corrections ask for."""

    id: int
    lead: int
    at: str
    via: str
    nth: int | None
    next_on: str | None


def read_follow_up(db: sqlite3.Connection, followup: int) -> FollowUp:
    """A follow-up's row. Raises Refused when there is none."""
    return row_of(db, KIND, FollowUp, followup)


def add_follow_up(
    writer: Writer,
    *,
    lead: int,
    at: str,
    via: str,
    outcome: str,
    grade: str | None,
    next_on: str | None,
    note: str | None,
    agreed: str | None = None,
) -> int:
    """Record one follow-up of a lead by the acting person; ``agreed``: for the next contact. Returns its id."""
    identity = writer.insert(
        "followups",
        lead=lead,
        at=at,
        by=writer.author.staff,
        via=via,
        outcome=outcome,
        grade=grade,
        next_on=next_on,
        note=note,
        agreed=agreed,
    )
    writer.touch(lead)
    return identity


TABLE = StoredTable(
    "followups",
    erased=("note", "agreed"),
    texts=("note", "agreed"),
    export=Export(
        "followups",
        f"SELECT {LEADS_PHONE}, f.at, b.name AS by, f.via, f.outcome, f.grade, f.next_on AS next, f.note,"
        f" f.agreed, f.id, f.lead AS of_lead FROM followups AS f{FACT_OF_LEAD}",
        OF_LEAD,
        "f.at, f.id",
        importable=True,
    ),
)


def _read(
    identity: int, operation: int, at: str, via: str, outcome: str, grade: str | None, next_on: str | None
) -> tuple[Fact]:
    kind = follow_up_kind(via, outcome)
    flag = via == "visit"
    return (Fact(at, operation, RANKS[kind], identity, kind, grade=grade, on=next_on, result=outcome, flag=flag),)


KIND = FactKind(
    "followup",
    TABLE,
    select=f"SELECT lead, id, operation, at, via, outcome, grade, next_on FROM followups {OF_LEADS}",
    read=_read,
    history=history_by(
        "followup",
        "SELECT f.id, f.at, s.name AS by, f.via, f.outcome, f.grade, f.next_on, f.agreed, f.note"
        f" FROM followups AS f {RECORDED_BY} WHERE f.lead = :lead",
    ),
    replayed=("contact", "letter", "try"),
    handed_on=("contact", "letter", "try"),
    plural=template("followups"),
    noun=template("follow-up"),
    identity=("at", "via", "lead"),
)
