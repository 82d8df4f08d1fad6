"""``leadctl sale``: cars sold without a lead."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Command, Option
from leadctl.commands.options import Count, Model, NewModel, OnDay
from leadctl.commands.session import Session, warn
from leadctl.domain.terms import SALES_CHANNELS
from leadctl.errors import WrongUsage
from leadctl.locale import N_
from leadctl.locale.labels import CHANNELS
from leadctl.store.facts.orders import add_sale
from leadctl.store.queries.lists import model_id

SalesChannel = Annotated[str, Option("--channel", "CHANNEL", known=SALES_CHANNELS)]


def sale(
    session: Session,
    channel: SalesChannel,
    model: Model = None,
    new: NewModel = False,
    on: OnDay = None,
    count: Count = 1,
) -> None:
    """Record cars sold through a sub-dealer or wholesale; showroom sales are orders of leads.

    Example: leadctl sale --channel sub-dealer --model "远山 X5" --count 3 --on yesterday
    """
    if channel == "showroom":
        raise WrongUsage("A showroom sale is the order of a lead: leadctl order LEAD")
    inputs.read_choice(channel, SALES_CHANNELS, "--channel")
    with session.write("sale") as writer:
        day = writer.today if on is None else inputs.read_day(on, writer.now, "fact")
        name = inputs.read_line(model)
        row, added = (None, False) if name is None else model_id(writer, name, insist=new)
        identity = add_sale(writer, channel=channel, sold_on=day, model=row, count=count)
        writer.summary = f"{count} sold, {channel}"
        operation = writer.operation
    if added:
        warn("the model {model} is new; it was added to the list", model=name)
    session.report(
        session.say(
            N_("sale {sale}: {count} × {model}, {channel}, {day}"),
            sale=identity,
            count=count,
            model=name or session.translate(N_("car")),
            channel=session.translate(CHANNELS[channel]),
            day=day,
        ),
        {"sale": identity, "channel": channel, "on": day, "model": name, "count": count, "operation": operation},
    )


COMMAND = Command(sale)
