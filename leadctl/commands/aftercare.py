"""Owners after delivery: whom to contact, what they said, complaints, and the store's own reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

from leadctl.commands import inputs
from leadctl.commands.declaration import LISTING, Argument, Command, Group, Option
from leadctl.commands.options import Ahead, Consultant, Everybody, On, OnDay
from leadctl.commands.owner_contact import done
from leadctl.commands.session import Session
from leadctl.locale import N_

if TYPE_CHECKING:
    from leadctl.domain.aftercare import Owed, Reminders
    from leadctl.store.core.connection import Row
    from leadctl.store.queries.tasks import Wanted
    from leadctl.store.records.owners.cars import OwnedCar

ComplaintId = Annotated[int, Argument("ID", "Its number: leadctl aftercare complaints")]
Solution = Annotated[str | None, Option("--note", "TEXT", "How it was solved.")]
OccasionName = Annotated[str, Argument("NAME", "Such as 春节, or Brake fluid.")]
OccasionDay = Annotated[str | None, Option("--on", "DATE", "The day on which every owner is greeted.")]
EveryMonths = Annotated[int | None, Option("--months", "N", "Every so many months since delivery.", min=1, max=120)]
RemoveReminder = Annotated[bool, Option("--remove", help="Take all of this name off the list.")]


def list_(
    session: Session,
    consultant: Consultant = None,
    everybody: Everybody = False,
    on: On = None,
    ahead: Ahead = None,
) -> None:
    """Owners to contact: of the acting consultant, else everybody's. A line a car, the longest owed first.

    Examples:

      leadctl aftercare                         today's

      leadctl aftercare list --ahead 30         those of the coming 30 days too
    """
    from leadctl.commands.due import asked_for
    from leadctl.render.pages.owners import owners_page
    from leadctl.store.queries.tasks.aftercare import owed_cars

    with session.read() as db:
        wanted = asked_for(session, db, consultant, everybody, on, ahead)
        found = sorted(owed_cars(db, wanted), key=lambda pair: (pair[1].due_on, pair[0].customer_id))
    rows = [_line(car, owed, wanted) for car, owed in found]
    session.show(owners_page(rows, f"{session.translate(N_('Owners to contact'))} {wanted.today}"))


def _line(car: OwnedCar, owed: Owed, wanted: Wanted) -> dict[str, object]:
    from leadctl.domain.days import days_between
    from leadctl.store.queries.tasks.aftercare import explain

    last = car.last_said
    return {
        "customer_id": car.customer_id,
        "customer": car.customer,
        "phone": car.phone,
        "lead": car.lead,
        "model": car.model,
        "vin": car.vin,
        "delivered_on": car.delivered_on,
        "consultant": car.consultant,
        "occasions": [occasion.code for occasion in owed.occasions],
        "due_on": owed.due_on,
        "days_over": days_between(owed.due_on, wanted.today),
        "attempts": owed.attempts,
        "last_contact": None if last is None else last.at,
        "last_note": None if last is None else last.note,
        "why": explain(owed, wanted),
    }


def solved(session: Session, complaint: ComplaintId, note: Solution = None, on: OnDay = None) -> None:
    """A complaint is settled.

    Example: leadctl aftercare solved 3 --note "the door was adjusted"
    """
    from leadctl.store.records.owners.contacts import solve_complaint

    with session.write("aftercare solved") as writer:
        day = writer.today if on is None else inputs.day(on, writer.now, "fact")
        row = solve_complaint(writer, complaint, day, inputs.plain(note))
        writer.summary = f"complaint {complaint}: solved"
        answer = _complaint(row, writer.today) | {"operation": writer.operation}
    session.report(session.say(N_("complaint {complaint}: solved on {day}"), complaint=complaint, day=day), answer)


def complaints(session: Session) -> None:
    """The complaints that are open, the most pressing first.

    Example: leadctl aftercare complaints
    """
    from leadctl.render.pages.owners import complaints_page
    from leadctl.store.records.owners.contacts import open_complaints

    with session.read() as db:
        today = session.now(db)[:10]
        rows = [_complaint(row, today) for row in open_complaints(db)]
    session.show(complaints_page(rows))


def _complaint(row: Row, today: str) -> dict[str, object]:
    from leadctl.domain.days import days_between

    keys = ("complaint", "customer_id", "customer", "phone", "lead", "model", "what", "staff", "until")
    told: dict[str, object] = {key: row[key] for key in (*keys, "at", "solved_on", "solution")}
    return told | {"days_over": days_between(row["until"], row["solved_on"] or today)}


class ReminderOptions(NamedTuple):
    """When a reminder of the store's own falls due."""

    on: OccasionDay = None
    months: EveryMonths = None
    remove: RemoveReminder = False


def remind(session: Session, name: OccasionName, options: ReminderOptions) -> None:
    """Greet every owner on a day, or remind them every so many months since delivery; warranty sets its length.

    Examples:

      leadctl aftercare remind 春节 --on 2027-02-06

      leadctl aftercare remind "Brake fluid" --months 24

      leadctl aftercare remind warranty --months 60
    """
    from leadctl.commands.reminders import changed
    from leadctl.store.core.settings import reminders_of
    from leadctl.store.records.owners.reminders import change_reminders

    with session.write("aftercare remind") as writer:
        reminders = changed(reminders_of(writer.db), name, options, writer.now)
        change_reminders(writer, reminders)
        writer.summary = f"reminder {name}" + (" removed" if options.remove else "")
        operation = writer.operation
    session.report(session.say(N_("{name}: owners' next contacts are dated again"), name=name), {
        "reminders": _reminders(reminders), "operation": operation,
    })  # fmt: skip


def reminders(session: Session) -> None:
    """The store's own reminders, and how long the warranty lasts.

    Example: leadctl aftercare reminders
    """
    from leadctl.render.pages.owners import reminders_page
    from leadctl.store.core.settings import reminders_of

    with session.read() as db:
        rows = _reminders(reminders_of(db))
    session.show(reminders_page(rows))


def _reminders(kept: Reminders) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [{"name": name, "on": day, "months": None} for name, day in kept.dated]
    rows += [{"name": name, "on": None, "months": months} for name, months in kept.recurring]
    return [*rows, {"name": "warranty", "on": None, "months": kept.warranty_months}]


COMMAND = Group(
    __doc__,
    {
        "list": Command(list_, LISTING),
        "done": Command(done),
        "complaints": Command(complaints, LISTING),
        "solved": Command(solved),
        "remind": Command(remind),
        "reminders": Command(reminders, LISTING),
    },
    default="list",
)
