"""``leadctl cancel``: an order is cancelled; the lead is open again."""

from __future__ import annotations

from leadctl.commands import inputs
from leadctl.commands.declaration import Command
from leadctl.commands.options import Lead, OnDay
from leadctl.commands.sentences import describe_lead
from leadctl.commands.session import Session
from leadctl.errors import Sentence
from leadctl.locale import N_
from leadctl.store.facts.orders import cancel_order, standing_order
from leadctl.store.queries.leads import ORDERED, record


def cancel(session: Session, lead: Lead, on: OnDay = None) -> None:
    """An order was cancelled: the grade before it comes back, due tomorrow; its month's sales are restated.

    Example: leadctl cancel 42
    """
    with session.write("cancel") as writer:
        number = inputs.read_lead(writer.db, lead, ORDERED)
        order = standing_order(writer.db, number)
        moment = inputs.place_after_opening(
            inputs.read_fact_moment(on, writer.now, "--on"), order.ordered_at, Sentence("it was ordered")
        )
        cancel_order(writer, number, order.id, moment)
        writer.settle()
        writer.summary = f"lead {number}: order cancelled"
        answer = record(writer.db, number, writer.today) | {"operation": writer.operation, "order": order.id}
    sentence = N_("order cancelled, grade {grade}, {next}")
    if answer["status"] == "ordered":
        sentence = N_("order cancelled; another order of the lead stands, {next}")
    session.report(describe_lead(session, answer, sentence, grade=answer["grade"] or "-"), answer)


COMMAND = Command(cancel)
