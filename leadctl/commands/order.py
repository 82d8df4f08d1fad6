"""``leadctl order``: a car is ordered."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Command, Option
from leadctl.commands.options import Count, Lead, Model, NewModel, OnDay, Vin
from leadctl.commands.sentences import describe_lead
from leadctl.commands.session import Session, warn
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.store.facts.orders import add_order
from leadctl.store.queries.leads import OPEN, lead_row, record
from leadctl.store.queries.lists import ids, model_id

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer
    from leadctl.store.queries.leads import LeadRow


Price = Annotated[str | None, Option("--price", "YUAN", "What a car costs.")]
Deposit = Annotated[str | None, Option("--deposit", "YUAN", "What was paid down.")]


class OrderOptions(NamedTuple):
    """What is ordered, and when."""

    on: OnDay = None
    model: Model = None
    new: NewModel = False
    price: Price = None
    deposit: Deposit = None
    vin: Vin = None
    cars: Count = 1


def order(session: Session, lead: Lead, options: OrderOptions) -> None:
    """A lead is won: grade O, contacted every 7 days until delivery. A fleet's sales count cars.

    Examples:

      leadctl order 42 --price 128000 --deposit 5000

      leadctl order 42 --count 10 --model "远山 X5" --on yesterday
    """
    with session.write("order") as writer:
        row = lead_row(writer.db, inputs.read_lead(writer.db, lead, OPEN))
        _add_order(writer, row, options)
        writer.settle()
        writer.summary = f"lead {row.lead}: ordered"
        answer = record(writer.db, row.lead, writer.today)
        answer |= {"operation": writer.operation, "order": writer.last_id("orders")}
    sentence = N_("ordered, {next}")
    if answer["status"] != "ordered":  # what happened after the day of the order ended it
        sentence = N_("the order is recorded; today the lead stands otherwise: {next}")
    session.report(describe_lead(session, answer, sentence), answer)


def _add_order(writer: Writer, row: LeadRow, options: OrderOptions) -> None:
    add_order(
        writer,
        lead=row.lead,
        ordered_at=inputs.place_after_opening(inputs.read_fact_moment(options.on, writer.now, "--on"), row.opened_at),
        model=_read_model(writer, options, row.model),
        price=inputs.read_price(options.price, "--price"),
        deposit=inputs.read_price(options.deposit, "--deposit"),
        vin=inputs.read_line(options.vin),
        count=options.cars,
    )


def _read_model(writer: Writer, options: OrderOptions, asked_for: str | None) -> int | None:
    """The model ordered; left out, the one the lead asked for."""
    name = inputs.read_line(options.model)
    if name is None:
        return None if asked_for is None else ids(writer.db, "models")[asked_for]
    model, added = model_id(writer, name, insist=options.new)
    if added:
        warn("the model {model} is new; it was added to the list", model=name)
    return model


COMMAND = Command(order)
