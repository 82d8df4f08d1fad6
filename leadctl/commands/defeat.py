"""``leadctl defeat``: a lead is lost; customer service verifies it."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Command, Option
from leadctl.commands.options import At, Lead, Note
from leadctl.commands.sentences import describe_lead
from leadctl.commands.session import Session
from leadctl.domain.terms import REASONS
from leadctl.errors import WrongUsage
from leadctl.store.core.connection import Database
from leadctl.store.facts.churns import add_churn
from leadctl.store.queries.leads import OPEN, lead_row, record
from leadctl.store.queries.lists import coded_ids, names, reason_id

Reason = Annotated[
    str | None,
    Option(
        "--reason",
        "REASON",
        "Or one of the store's own: leadctl reason list.",
        known=tuple(REASONS),
    ),
]
LostContact = Annotated[bool, Option("--lost-contact", help="Out of contact (失控), not defeated.")]
Rival = Annotated[str | None, Option("--rival", '"BRAND MODEL"', "What they bought instead.")]


def defeat(
    session: Session,
    lead: Lead,
    reason: Reason = None,
    lost_contact: LostContact = False,
    rival: Rival = None,
    note: Note = None,
    at: At = None,
) -> None:
    """A lead is defeated (战败, with a reason) or out of contact (失控). It waits for customer service's call-back.

    Examples:

      leadctl defeat 42 --reason price --rival "Haval H6" --note "8000 cheaper there"

      leadctl defeat 42 --lost-contact
    """
    if (reason is not None) == lost_contact:
        raise WrongUsage("Say exactly one of --reason REASON and --lost-contact.")
    kind = "lost-contact" if lost_contact else "defeat"
    with session.write("defeat") as writer:
        row = lead_row(writer.db, inputs.read_lead(writer.db, lead, OPEN))
        why = None if reason is None else _read_reason(writer.db, reason)
        add_churn(
            writer,
            lead=row.lead,
            at=inputs.place_after_opening(inputs.read_fact_moment(at, writer.now), row.opened_at),
            kind=kind,
            reason=why,
            rival=inputs.read_line(rival),
            note=inputs.read_line(note),
        )
        writer.settle()
        writer.summary = f"lead {row.lead}: {kind}" + (f" ({names(writer.db, 'reasons')[why]})" if why else "")
        answer = record(writer.db, row.lead, writer.today) | {"operation": writer.operation}
    session.report(describe_lead(session, answer), answer)


def _read_reason(db: Database, text: str) -> int:
    """The id of a reason of defeat: by its code, its label, or what registers call it (价格高)."""
    if text in coded_ids(db, "reasons"):
        return reason_id(db, text)
    from leadctl.commands.choices import list_choices
    from leadctl.intake.kinds.churn import parse_reason

    return reason_id(db, parse_reason(text) or text, list_choices)


COMMAND = Command(defeat)
