"""``leadctl order``: a car is ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands import inputs
from leadctl.commands.log_visit import what_next
from leadctl.commands.session import Session, warn

if TYPE_CHECKING:
    from leadctl import options as o


def order(
    session: Session,
    lead: o.Lead,
    on: o.OnDay = None,
    model: o.Model = None,
    new: o.NewModel = False,
    price: o.Price = None,
    deposit: o.Deposit = None,
    vin: o.Vin = None,
    count: o.Count = 1,
) -> None:
    """A lead is won: grade O, contacted every 7 days until delivery. A fleet's sales count cars.

    Examples:

      leadctl order 42 --price 128000 --deposit 5000

      leadctl order 42 --count 10 --model "远山 X5" --on yesterday
    """
    from leadctl.store.leads import OPEN, lead_row, record
    from leadctl.store.lists import ids, model_id
    from leadctl.store.orders import add_order

    with session.write("order") as writer:
        row = lead_row(writer.db, inputs.lead(writer.db, lead, OPEN))
        name = inputs.plain(model) or row["model"]
        added = False
        if model is not None and name is not None:
            _, added = model_id(writer, name, insist=new)
        add_order(
            writer,
            lead=row["lead"],
            ordered_at=inputs.after_opening(inputs.fact_moment(on, writer.now, "--on"), row["opened_at"]),
            model=None if name is None else ids(writer.db, "models")[name],
            price=inputs.price(price, "--price"),
            deposit=inputs.price(deposit, "--deposit"),
            vin=inputs.plain(vin),
            count=count,
        )
        writer.settle()
        writer.summary = f"lead {row['lead']}: ordered"
        answer = record(writer.db, row["lead"], writer.today)
        answer |= {"operation": writer.operation, "order": writer.last_id("orders")}
    if added:
        warn(f"the model {name} is new; it was added to the list")
    session.report(f"lead {answer['lead']}: ordered, {what_next(answer)}", answer)
