"""``leadctl assign``: hand leads over, history kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands import inputs
from leadctl.commands.session import Session
from leadctl.errors import Refused, WrongUsage
from leadctl.locale import N_

if TYPE_CHECKING:
    from leadctl import options as o
    from leadctl.store.writer import Writer


def assign(
    session: Session,
    lead: o.OptionalLead = None,
    from_: o.FromConsultant = None,
    to: o.To = None,
    auto: o.Auto = False,
    note: o.Note = None,
) -> None:
    """Hand over one lead, or all open leads of a consultant; or give out those that nobody owns, in turn.

    Examples:

      leadctl assign 42 --to "Wang Qiang"

      leadctl assign --from "Li Na" --to "Wang Qiang"

      leadctl assign --auto
    """
    if auto:
        if lead or from_ or to:
            raise WrongUsage("--auto goes alone.")
        _give_out(session)
    elif to is None or (lead is None) == (from_ is None):
        raise WrongUsage("Say LEAD --to NAME, or --from NAME --to NAME, or --auto.")
    else:
        _hand_over(session, lead, from_, to, inputs.plain(note))


def _hand_over(session: Session, lead: str | None, from_: str | None, to: str, note: str | None) -> None:
    from leadctl.store.assignments import add_assignment, open_leads_of
    from leadctl.store.leads import UNCLOSED, record

    with session.write("assign") as writer:
        new = inputs.consultant(writer.db, to)
        if lead is not None:
            leads = [inputs.lead(writer.db, lead, UNCLOSED)]
        else:
            leads = open_leads_of(writer, inputs.consultant(writer.db, str(from_)).id)
            if not leads:
                raise Refused(f"{from_} owns no open leads.")
        for number in leads:
            add_assignment(writer, number, writer.now, new.id, note)
        writer.settle()
        writer.summary = f"{len(leads)} leads to {new.name}"
        if lead is not None:
            answer = record(writer.db, leads[0], writer.today) | {"operation": writer.operation}
        else:
            answer = {"leads": len(leads), "from": from_, "to": new.name, "operation": writer.operation}
    one = N_("lead {lead}: now {name}'s")
    sentence = one if lead is not None else N_("{count} leads: now {name}'s")
    session.report(session.say(sentence, lead=leads[0], count=len(leads), name=new.name), answer)


def _give_out(session: Session) -> None:
    from leadctl.store.assignments import add_assignment, next_in_turn, open_leads_of

    with session.write("assign") as writer:
        leads = open_leads_of(writer, None)
        turn = next_in_turn(writer.db)
        if leads and not turn:
            raise Refused("Nobody on the staff list is a consultant: leadctl staff add NAME")
        for place, lead in enumerate(leads):
            add_assignment(writer, lead, writer.now, turn[place % len(turn)], "in turn")
        writer.settle()
        writer.summary = f"{len(leads)} unassigned leads given out"
        writer.dry_run = not leads  # nothing given out is no operation
        answer = {"leads": len(leads), "operation": writer.operation if leads else None, "given": _given(writer, leads)}
    session.report(session.say(N_("{count} unassigned leads given out in turn"), count=len(leads)), answer)


def _given(writer: Writer, leads: list[int]) -> list[dict[str, object]]:
    from leadctl.store.leads import lead_row

    return [{"lead": lead, "consultant": lead_row(writer.db, lead)["consultant"]} for lead in leads]
