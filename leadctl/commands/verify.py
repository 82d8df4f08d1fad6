"""``leadctl verify``: customer service's call-back that a churn is true."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Command, Option
from leadctl.commands.options import At, Lead, Note, To
from leadctl.commands.sentences import describe_lead, name_day
from leadctl.commands.session import Session
from leadctl.domain.terms import VERIFICATIONS, VERIFYING_ROLES
from leadctl.errors import Refused, Sentence, WrongUsage, listing
from leadctl.locale import N_
from leadctl.locale.labels import VERIFICATIONS as RESULTS
from leadctl.store.facts.assignments import add_assignment
from leadctl.store.facts.churns import PendingChurn, open_win_back, pending_churn
from leadctl.store.facts.verifications import add_verification
from leadctl.store.queries.leads import PENDING, lead_row, record
from leadctl.store.records.pool import refuse_barred
from leadctl.store.records.staff import list_staff

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer
    from leadctl.store.queries.leads import LeadRow


VerifyResult = Annotated[str, Argument("RESULT", known=VERIFICATIONS)]
WinBack = Annotated[str | None, Option("--win-back", "DATE", "Call them again then, as a new lead.")]


def verify(
    session: Session,
    lead: Lead,
    result: VerifyResult,
    to: To = None,
    win_back: WinBack = None,
    note: Note = None,
    at: At = None,
) -> None:
    """Record the call-back of a churn: confirmed archives it, overturned reopens the lead, due tomorrow.

    unreachable comes back tomorrow; after three tries the churn is archived as unreachable. Customer service
    or a manager verifies, never who recorded the churn, nor the lead's consultant; another consultant only where
    the staff list names neither service nor manager.

    Examples:

      leadctl verify 42 confirmed --win-back +6m

      leadctl verify 42 overturned --to "Wang Qiang" --note "still looking"
    """
    inputs.read_choice(result, VERIFICATIONS, "RESULT")
    _refuse_misplaced(result, to, win_back)
    with session.write("verify") as writer:
        row = lead_row(writer.db, inputs.read_lead(writer.db, lead, PENDING))
        churn = pending_churn(writer.db, row.lead)
        _refuse_unfit(writer, row, churn)
        moment = inputs.place_after_opening(inputs.read_fact_moment(at, writer.now), churn.at, Sentence("the churn"))
        add_verification(writer, lead=row.lead, churn=churn.id, at=moment, result=result, note=inputs.read_line(note))
        new_lead = _apply_result(writer, row.lead, moment, to, win_back)
        writer.settle()
        writer.summary = f"lead {row.lead}: churn {result}"
        answer = record(writer.db, row.lead, writer.today) | {"operation": writer.operation, "new_lead": new_lead}
        answer["win_back_on"] = None if new_lead is None else lead_row(writer.db, new_lead, writer.today).due_by
    session.report(_describe_result(session, answer), answer)


def _refuse_misplaced(result: str, to: str | None, win_back: str | None) -> None:
    if to is not None and result != "overturned":
        raise WrongUsage("--to goes with overturned: only then the lead is open again.")
    if win_back is not None and result != "confirmed":
        raise WrongUsage("--win-back goes with confirmed.")


def _refuse_unfit(writer: Writer, row: LeadRow, churn: PendingChurn) -> None:
    """Nobody verifies their own loss, and customer service or a manager does where the staff list names one
    (docs/domain.md, "Churn and its verification"). Whoever works alone verifies it all the same."""
    me, present = writer.author, [member for member in list_staff(writer.db) if member.left_on is None]
    if len(present) <= 1:
        return
    if me.staff is not None and me.staff == row.consultant_id:
        raise Refused(
            "{name} owns lead {lead}; somebody else, customer service, verifies its churn.",
            name=me.actor,
            lead=row.lead,
        )
    recorded_by_me = churn.by == me.staff if me.staff is not None else churn.actor == me.actor
    if recorded_by_me:
        raise Refused("{name} recorded this churn; somebody else, customer service, verifies it.", name=me.actor)
    fit = [member for member in present if member.role in VERIFYING_ROLES]
    if fit and me.staff not in [member.id for member in fit]:
        raise Refused(
            "{name} is neither customer service nor a manager; churn is verified by {names}.",
            name=me.actor,
            names=listing((member.name for member in fit), " or "),
        )


def _apply_result(writer: Writer, lead: int, moment: str, to: str | None, win_back: str | None) -> int | None:
    """What comes with the result: a new owner, or a lead to win the customer back."""
    if to is not None:
        new = inputs.read_consultant(writer.db, to)
        refuse_barred(writer.db, [lead], new, writer.today, writer.policy)
        add_assignment(writer, lead, moment, new.id, "after an overturned churn")
    if win_back is None:
        return None
    writer.settle()
    return open_win_back(writer, lead, inputs.read_day(win_back, writer.now, "plan", "--win-back"))


def _describe_result(session: Session, answer: dict[str, object]) -> str:
    if answer["new_lead"] is not None:
        back = N_("churn confirmed; lead {new} is to win the customer back, from {day} on")
        day = name_day(session, answer["win_back_on"])
        return describe_lead(session, answer, back, new=answer["new_lead"], day=day)
    if answer["verification"] == "pending":
        tries = N_("not reached ({tries} of 3 tries), again by {day}")
        day = name_day(session, answer["due_by"])
        return describe_lead(session, answer, tries, tries=answer["attempts"], day=day)
    result = session.translate(RESULTS[str(answer["verification"])])
    return describe_lead(session, answer, N_("churn {result}, {next}"), result=result)


COMMAND = Command(verify)
