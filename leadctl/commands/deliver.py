"""``leadctl deliver``: the car is handed over; the lead is closed and its customer an owner."""

from __future__ import annotations

from leadctl.commands import inputs
from leadctl.commands.declaration import Command
from leadctl.commands.options import Lead, OnDay, Vin
from leadctl.commands.sentences import describe_lead, name_day
from leadctl.commands.session import Session
from leadctl.errors import Sentence
from leadctl.locale import N_
from leadctl.store.facts.orders import deliver_order, standing_order
from leadctl.store.queries.leads import ORDERED, record
from leadctl.store.queries.owned_cars import care_on


def deliver(session: Session, lead: Lead, on: OnDay = None, vin: Vin = None) -> None:
    """The car of an ordered lead was delivered.

    Example: leadctl deliver 42 --vin LSGJA52U0AH000001
    """
    with session.write("deliver") as writer:
        number = inputs.read_lead(writer.db, lead, ORDERED)
        order = standing_order(writer.db, number)
        moment = inputs.place_after_opening(
            inputs.read_fact_moment(on, writer.now, "--on"), order.ordered_at, Sentence("it was ordered")
        )
        deliver_order(writer, number, order.id, moment, inputs.read_line(vin))
        writer.settle()
        writer.summary = f"lead {number}: delivered"
        answer = record(writer.db, number, writer.today) | {"operation": writer.operation, "order": order.id}
        answer["aftercare_on"] = care_on(writer.db, order.id)
    day = name_day(session, answer["aftercare_on"])
    session.report(describe_lead(session, answer, N_("delivered; contact the owner on {day}"), day=day), answer)


COMMAND = Command(deliver)
