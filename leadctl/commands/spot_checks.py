"""``leadctl audit --sample`` and ``--check``: cards drawn at random, to be called and confirmed."""

from __future__ import annotations

from random import Random, SystemRandom

from leadctl.annotations import TYPE_CHECKING
from leadctl.commands import inputs
from leadctl.commands.inputs import read_month
from leadctl.commands.sentences import count_things, describe_lead
from leadctl.commands.session import Session
from leadctl.domain.periods import month_period
from leadctl.domain.terms import SPOT_RESULTS
from leadctl.errors import Refused, count_sentence, template
from leadctl.locale import N_
from leadctl.locale.labels import SPOT_RESULTS as NAMES
from leadctl.render.page import Page
from leadctl.render.pages.audit import to_call_table
from leadctl.store.queries.leads import ANY, lead_row, record
from leadctl.store.records.spot_checks import (
    SpotCheck,
    cards_to_call,
    drawable_leads,
    drawn_sibling,
    has_registered,
    record_finding,
    spot_check_of,
    spot_checks_of,
)
from leadctl.store.records.spot_checks import draw_cards as record_draw

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer
    from leadctl.store.queries.leads import LeadRow


def draw_cards(session: Session, count: int, month: str | None, seed: int | None) -> None:
    """Draw cards of a month that were not drawn yet, and say whom to call.

    Nobody can tell beforehand which cards will be drawn, unless a seed says so.
    """
    # A seed is given to repeat a draw.
    chance = SystemRandom() if seed is None else Random(seed)  # nosec B311
    with session.write("audit --sample") as writer:
        period = month_period(read_month(month, writer.today), writer.today)
        candidates = drawable_leads(writer.db, period.span)
        if not candidates:
            raise Refused(
                "No card of {period} is left to draw: it has no leads with a phone, or all were drawn.", period=period
            )
        chosen = chance.sample(candidates, min(count, len(candidates)))
        record_draw(writer, str(period), chosen)
        drawn = [card._asdict() for card in spot_checks_of(writer.db, str(period)) if card.lead in chosen]
        writer.summary = f"{count_things(len(chosen), 'card')} of {period} drawn for a spot check" + (
            "" if seed is None else f", seed {seed}"
        )
        left, operation = len(candidates) - len(chosen), writer.operation
    title = session.say(
        count_sentence(
            len(drawn),
            template("1 card of {month} to call, {left} left to draw"),
            template("{count} cards of {month} to call, {left} left to draw"),
            month=period,
            left=left,
        )
    )
    how = session.say(
        N_("What was found: leadctl audit --check LEAD --result {results}"), results="|".join(SPOT_RESULTS)
    )
    data = {"month": str(period), "drawn": drawn, "left": left, "operation": operation}
    session.show(Page(data, (to_call_table(drawn),), title, (how,)), reveal=True)


def check_card(session: Session, text: str, result: str, note: str | None) -> None:
    """Record what the call to a drawn card found."""
    inputs.read_choice(result, SPOT_RESULTS, "--result")
    with session.write("audit --check") as writer:
        row = lead_row(writer.db, inputs.read_lead(writer.db, text, ANY))
        check = _open_check(writer, row)
        _refuse_involved(writer, row)
        said = inputs.read_line(note)
        record_finding(writer, check.id, result, said)
        writer.summary = f"lead {row.lead}: spot check {result}"
        left = len(cards_to_call(writer.db))
        answer = record(writer.db, row.lead, writer.today)
        answer |= {"spot_check": check.id, "month": check.month, "result": result, "note": said}
        answer |= {"to_call": left, "operation": writer.operation}
    sentence = N_("spot check {result}; still to call: {left}")
    session.report(describe_lead(session, answer, sentence, result=session.translate(NAMES[result]), left=left), answer)


def _open_check(writer: Writer, row: LeadRow) -> SpotCheck:
    """The lead's spot check that was not called yet."""
    lead = row.lead
    check = spot_check_of(writer.db, lead)
    if check is not None and check.checked_at is None:
        return check
    if check is not None and check.checked_at is not None:
        day = check.checked_at[:10]
        raise Refused(
            "Lead {lead} was checked on {day}: {result}. See: leadctl audit --list spot-called",
            lead=lead,
            day=day,
            result=check.result,
        )
    sibling = drawn_sibling(writer.db, lead)
    if sibling is not None:
        raise Refused(
            "Lead {lead} was not drawn; the customer's lead {sibling} was: leadctl audit --check {sibling}",
            lead=lead,
            sibling=sibling,
        )
    raise Refused("Lead {lead} was not drawn for a spot check. Draw cards with: leadctl audit --sample 10", lead=lead)


def _refuse_involved(writer: Writer, row: LeadRow) -> None:
    """Nobody checks their own card."""
    me, lead = writer.author, row.lead
    if me.staff is not None and me.staff == row.consultant_id:
        raise Refused(
            "{name} owns lead {lead}; somebody else, customer service, checks its card.", name=me.actor, lead=lead
        )
    if has_registered(writer.db, lead, me):
        raise Refused(
            "{name} registered a visit of lead {lead}; somebody else, customer service, checks its card.",
            name=me.actor,
            lead=lead,
        )
