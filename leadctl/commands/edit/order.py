"""``leadctl edit order``."""

from __future__ import annotations

from functools import partial

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Option
from leadctl.commands.edit.changes import describe_change, parse_cell, read_changes, read_model
from leadctl.commands.options import FactId, Model, NewModel, Vin
from leadctl.commands.session import Session
from leadctl.errors import Refused, Sentence, template
from leadctl.intake.cells import make_count_parser, parse_price
from leadctl.store.facts.orders import Order, read_order
from leadctl.store.journal.corrections import edit_order
from leadctl.store.queries.leads import lead_row

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer


RightDay = Annotated[str | None, Option("--on", "DATE", "The day of the order.")]
Reported = Annotated[str | None, Option("--reported", "DATE", "When the sale was reported (售车申报).")]
Delivered = Annotated[str | None, Option("--delivered", "DATE", 'The day of the delivery; "" takes it back.')]
RightPrice = Annotated[str | None, Option("--price", "YUAN", "What a car costs, such as 128800 or 12.88万.")]
RightDeposit = Annotated[str | None, Option("--deposit", "YUAN", "What was paid down.")]
RightCount = Annotated[str | None, Option("--count", "N", "How many cars.")]


def order(
    session: Session,
    id_: FactId,
    on: RightDay = None,
    reported: Reported = None,
    model: Model = None,
    new: NewModel = False,
    price: RightPrice = None,
    deposit: RightDeposit = None,
    vin: Vin = None,
    count: RightCount = None,
    delivered: Delivered = None,
) -> None:
    """Correct an order; --reported says when the sale was reported.

    Example: leadctl edit order 7 --reported 2026-11-30 --price 126800
    """
    given = {"on": on, "reported": reported, "model": model, "price": price, "deposit": deposit}
    given |= {"vin": vin, "count": count, "delivered": delivered}
    with session.write("edit order") as writer:
        row = read_order(writer.db, id_)
        changes = _read_order_changes(writer, row, given, new)
        answer = describe_change(session, writer, "order", id_, edit_order(writer, id_, changes))
    session.report(*answer)


def _read_order_changes(writer: Writer, row: Order, given: dict[str, str | None], new: bool) -> dict[str, object]:
    if given["delivered"] is not None and row.delivered_at is None:
        raise Refused("Order {id} is not delivered; record that with: leadctl deliver {lead}", id=row.id, lead=row.lead)
    opened = lead_row(writer.db, row.lead).opened_at
    changes = read_changes(
        given,
        {
            "on": lambda text: inputs.place_after_opening(inputs.read_fact_moment(text, writer.now, "--on"), opened),
            "reported": lambda text: inputs.read_day(text, writer.now, "fact", "--reported"),
            "model": partial(read_model, writer, new),
            "price": partial(parse_cell, parse_price, "--price"),
            "deposit": partial(parse_cell, parse_price, "--deposit"),
            "count": partial(parse_cell, make_count_parser(1, 9999), "--count"),
            "delivered": lambda text: inputs.read_fact_moment(text, writer.now, "--delivered"),
        },
        required=("on", "count"),
        columns={"on": "ordered_at", "reported": "reported_on", "delivered": "delivered_at"},
    )
    return _check_order_of_days(row, changes)


_AFTER_THE_ORDER = {
    "delivered_at": template("delivered"),
    "cancelled_at": template("cancelled"),
    "reported_on": template("reported"),
}


def _check_order_of_days(row: Order, changes: dict[str, object]) -> dict[str, object]:
    """The order comes first, then its report, its delivery or its cancellation."""
    ordered = str(changes.get("ordered_at", row.ordered_at))
    for column, name in _AFTER_THE_ORDER.items():
        moment = changes.get(column, getattr(row, column))
        if moment is None:
            continue
        if str(moment)[:10] < ordered[:10]:
            raise Refused(
                "The order of {ordered} would have been {name} before, on {day}.",
                ordered=ordered[:10],
                name=Sentence(name),
                day=str(moment)[:10],
            )
        if str(moment) < ordered and column != "reported_on":
            if column in changes:
                changes[column] = ordered
            else:
                changes["ordered_at"] = moment
    if changes.get("delivered_at", row.delivered_at) is None and row.delivered_at is not None:
        changes["delivered_operation"] = None
    return changes
