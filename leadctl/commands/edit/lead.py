"""``leadctl edit followup`` and ``leadctl edit lead``: what was said, and what was learnt."""

from __future__ import annotations

from functools import partial

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Option
from leadctl.commands.edit.changes import describe_change, read_changes, read_model
from leadctl.commands.options import (
    Agreed,
    At,
    Budget,
    Confidence,
    FactId,
    Grade,
    Lead,
    Man,
    Model,
    Motive,
    NeedBy,
    NewModel,
    Next,
    Note,
    Payment,
    Rival,
)
from leadctl.commands.session import Session
from leadctl.domain.grading import normal_man
from leadctl.domain.terms import OUTCOMES, VIAS, YES_NO
from leadctl.errors import Refused, WrongUsage
from leadctl.store.facts.assessments import add_assessment
from leadctl.store.facts.followups import FollowUp, read_follow_up
from leadctl.store.journal.corrections import edit_follow_up
from leadctl.store.queries.leads import LIVE, lead_row

if TYPE_CHECKING:
    from leadctl.store.queries.leads import LeadRow


TradeIn = Annotated[str | None, Option("--trade-in", "CAR", "The car that they would give in part payment.")]
TradeInYear = Annotated[str | None, Option("--trade-in-year", "YEAR", "Its model year.")]
TradeInEstimate = Annotated[str | None, Option("--trade-in-estimate", "YUAN", "What it is worth, such as 4.5万.")]
RightVia = Annotated[str | None, Option("--via", "VIA", known=VIAS)]
RightOutcome = Annotated[str | None, Option("--outcome", "OUTCOME", known=OUTCOMES)]


def followup(
    session: Session,
    id_: FactId,
    at: At = None,
    via: RightVia = None,
    outcome: RightOutcome = None,
    grade: Grade = None,
    next_: Next = None,
    note: Note = None,
    agreed: Agreed = None,
) -> None:
    """Correct a follow-up.

    Example: leadctl edit followup 93 --outcome no-answer
    """
    with session.write("edit followup") as writer:
        row = read_follow_up(writer.db, id_)
        lead = lead_row(writer.db, row.lead)
        changes = read_changes(
            {"at": at, "via": via, "outcome": outcome, "grade": grade, "next": next_, "note": note, "agreed": agreed},
            {
                "at": lambda text: _check_within_lead(inputs.read_fact_moment(text, writer.now), lead),
                "via": lambda text: inputs.read_choice(text, VIAS, "--via"),
                "outcome": lambda text: inputs.read_choice(text, OUTCOMES, "--outcome"),
                "grade": lambda text: inputs.read_grade(text, writer.policy.policy_on(row.at[:10])),
                "next": lambda text: _read_planned_day(text, writer.now, row.at),
            },
            required=("at", "via", "outcome"),
            columns={"next": "next_on"},
        )
        _refuse_early_plan(row, changes)
        answer = describe_change(session, writer, "followup", id_, edit_follow_up(writer, id_, changes))
    session.report(*answer)


def _check_within_lead(moment: str, lead: LeadRow) -> str:
    """A moment in the life of a lead."""
    if lead.closed_at is not None and moment > lead.closed_at:
        raise Refused(
            "{day} lies after lead {lead} was closed on {closed}.",
            day=moment[:10],
            lead=lead.lead,
            closed=lead.closed_at[:10],
        )
    return inputs.place_after_opening(moment, lead.opened_at)


def _read_planned_day(text: str, now: str, at: str) -> str:
    """The day agreed for the next contact: a plan as of now, else one that was ahead when it was agreed."""
    try:
        return inputs.read_day(text, now, "plan", "--next")
    except Refused:
        return inputs.read_day(text, at, "plan", "--next")


def _refuse_early_plan(row: FollowUp, changes: dict[str, object]) -> None:
    at, planned = str(changes.get("at", row.at)), changes.get("next_on", row.next_on)
    if planned is not None and str(planned) < at[:10]:
        raise Refused(
            "The next contact on {planned} would come before the follow-up on {day}; give --next too.",
            planned=planned,
            day=at[:10],
        )


def lead(
    session: Session,
    lead_: Lead,
    need_by: NeedBy = None,
    budget: Budget = None,
    model: Model = None,
    new: NewModel = False,
    man: Man = None,
    confidence: Confidence = None,
    payment: Payment = None,
    rival: Rival = None,
    motive: Motive = None,
    trade_in: TradeIn = None,
    trade_in_year: TradeInYear = None,
    trade_in_estimate: TradeInEstimate = None,
) -> None:
    """Record what was learnt of a lead: when, how much, which car, how they pay, what else they look at, and why.

    What is the customer's own (district, occupation, companions, ...) goes to: leadctl edit customer

    Examples:

      leadctl edit lead 42 --need-by 12-15 --budget 15-18万 --man MA

      leadctl edit lead 42 --payment 贷款 --rival "海豚 D3, 山海 E5" --motive 二孩家庭

      leadctl edit lead 42 --trade-in 大众朗逸 --trade-in-year 2015 --trade-in-estimate 4.5万
    """
    given = {
        "need_by": need_by,
        "budget": budget,
        "model": model,
        "man": man,
        "confidence": confidence,
        "payment": payment,
        "rival": rival,
        "motive": motive,
        "trade_in": trade_in,
        "trade_in_year": trade_in_year,
        "trade_in_estimate": trade_in_estimate,
    }
    with session.write("edit lead") as writer:
        number = inputs.read_lead(writer.db, lead_, LIVE)
        changes = read_changes(
            given | ({"need_by": inputs.UNKNOWN} if need_by is not None and not need_by.strip() else {}),
            {
                "need_by": lambda text: inputs.read_need_by(text, writer.now) or inputs.UNKNOWN,
                "budget": inputs.read_budget,
                "model": partial(read_model, writer, new),
                "man": _read_man,
                "confidence": lambda text: inputs.read_choice(text.strip().lower(), YES_NO, "--confidence"),
                "trade_in_year": lambda text: _read_model_year(text, writer.today),
                "trade_in_estimate": lambda text: inputs.read_price(text, "--trade-in-estimate"),
            },
            required=tuple(name for name in given if name != "need_by"),
        )
        add_assessment(writer, number, writer.now, **changes)
        writer.settle()
        answer = describe_change(session, writer, "lead", number, number)
    session.report(*answer)


def _read_model_year(text: str, today: str) -> int:
    """The year of a car, which is not more than a year ahead."""
    digits = text.strip().removesuffix("年").removesuffix("款")
    year = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) == 4 else 0
    if not 1950 <= year <= int(today[:4]) + 1:
        raise Refused("--trade-in-year {text!r} is no year of a car; expected such as 2015.", text=text)
    return year


def _read_man(text: str) -> str:
    found = normal_man(text)
    if found is None:
        raise WrongUsage("--man {text!r} is none of M, A, N together, such as MA or MAN, or none.", text=text)
    return found
