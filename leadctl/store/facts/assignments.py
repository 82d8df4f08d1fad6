"""Who owns a lead."""

from __future__ import annotations

from leadctl.domain.facts import RANKS, Fact
from leadctl.errors import template
from leadctl.store.core.rows import read_values
from leadctl.store.core.tables import FACT_OF_LEAD, OF_LEAD, Export, StoredTable
from leadctl.store.core.writer import Writer
from leadctl.store.facts.kind import OF_LEADS, RECORDED_BY, FactKind, history_by


def add_assignment(
    writer: Writer, lead: int, at: str, consultant: int | None, note: str | None, *, released_from: int | None = None
) -> int:
    """From ``at`` on the lead is this consultant's (None: the common pool's); returns the assignment's id.

    ``released_from``: who lost it to the common pool by neglect.
    """
    identity = writer.insert(
        "assignments",
        lead=lead,
        at=at,
        by=writer.author.staff,
        consultant=consultant,
        note=note,
        released_from=released_from,
    )
    writer.touch(lead)
    return identity


_UNCLOSED_OF = "SELECT id FROM leads WHERE task IS NOT NULL AND consultant IS :consultant AND due_from > ''"
_AWAKE = "(status = 'open' OR (status = 'dormant' AND wake_on <= :today))"


def unclosed_leads_of(writer: Writer, consultant: int) -> list[int]:
    """The leads of a consultant that are not closed: open, dormant or ordered, or churned and not verified yet."""
    return read_values(writer.db, int, f"{_UNCLOSED_OF} ORDER BY due_from, id", {"consultant": consultant})


def unassigned_leads(writer: Writer) -> list[int]:
    """The leads that wait for a consultant: open and awake, of nobody, the longest waiting first."""
    values = {"consultant": None, "today": writer.today}
    return read_values(writer.db, int, f"{_UNCLOSED_OF} AND {_AWAKE} ORDER BY due_from, id", values)


TABLE = StoredTable(
    "assignments",
    erased=("note",),
    texts=("note",),
    export=Export(
        "assignments",
        "SELECT f.at, b.name AS by, t.name AS consultant, g.name AS released_from, f.note, f.id, f.lead AS of_lead"
        f" FROM assignments AS f{FACT_OF_LEAD} LEFT JOIN staff AS t ON t.id = f.consultant"
        " LEFT JOIN staff AS g ON g.id = f.released_from",
        OF_LEAD,
        "f.at, f.id",
    ),
)


def _read(identity: int, operation: int, at: str, consultant: int | None) -> tuple[Fact]:
    return (Fact(at, operation, RANKS["assign"], identity, "assign", staff=consultant),)


KIND = FactKind(
    "assignment",
    TABLE,
    select=f"SELECT lead, id, operation, at, consultant FROM assignments {OF_LEADS}",
    read=_read,
    history=history_by(
        "assignment",
        "SELECT f.id, f.at, s.name AS by, t.name AS consultant, r.name AS released_from, f.note"
        " FROM assignments AS f LEFT JOIN staff AS t ON t.id = f.consultant"
        f" LEFT JOIN staff AS r ON r.id = f.released_from {RECORDED_BY} WHERE f.lead = :lead",
    ),
    replayed=("assign",),
    handed_on=("assign",),
    plural=template("assignments"),
    precedes=True,
)
