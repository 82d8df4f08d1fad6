"""The store's own reminders of owners, as they are typed and listed."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Option
from leadctl.commands.session import Session
from leadctl.domain.aftercare import FESTIVALS, Reminders, coming_festivals, find_festival
from leadctl.errors import Refused, WrongUsage
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.render.pages.owners import reminders_page
from leadctl.store.core.settings import reminders_of
from leadctl.store.records.aftercare import change_reminders

OccasionName = Annotated[str, Argument("NAME", "Such as 春节, or Brake fluid.")]
OccasionDay = Annotated[str | None, Option("--on", "DATE", "The day on which every owner is greeted.")]
EveryMonths = Annotated[int | None, Option("--months", "N", "Every so many months since delivery.", min=1, max=120)]
RemoveReminder = Annotated[bool, Option("--remove", help="Take all of this name off the list.")]
WARRANTY = "warranty"


class ReminderOptions(NamedTuple):
    """When a reminder of the store's own falls due."""

    on: OccasionDay = None
    months: EveryMonths = None
    remove: RemoveReminder = False


def remind(session: Session, name: OccasionName, options: ReminderOptions) -> None:
    """Greet every owner on a day, or remind them every so many months since delivery; warranty sets its length.

    Spring Festival, Dragon Boat, Mid-Autumn and National Day are there from the start, each year on its day. A day of
    the store's own for one of them takes its place in that year; --remove takes the festival off the list.

    Examples:

      leadctl aftercare remind 春节 --on 2027-02-06

      leadctl aftercare remind "Brake fluid" --months 24

      leadctl aftercare remind warranty --months 60
    """
    with session.write("aftercare remind") as writer:
        reminders = _change_reminders(reminders_of(writer.db), name, options, writer.now)
        change_reminders(writer, reminders)
        writer.summary = f"reminder {name}" + (" removed" if options.remove else "")
        operation, today = writer.operation, writer.today
    session.report(session.say(N_("{name}: owners' next contacts are dated again"), name=name), {
        "reminders": _reminder_records(reminders, today), "operation": operation,
    })  # fmt: skip


def _change_reminders(kept: Reminders, name: str, options: ReminderOptions, now: str) -> Reminders:
    """The reminders with what was typed. Raises WrongUsage for options that do not go together."""
    word = inputs.read_line(name) or ""
    if not word or "," in word:
        raise Refused("The name {name!r} cannot be used; it needs letters and has no comma.", name=name)
    if (options.on is not None) + (options.months is not None) + options.remove != 1:
        raise WrongUsage("Say one of: --on DATE, --months N, --remove.")
    if word == WARRANTY:
        if options.months is None:
            raise WrongUsage("The warranty has a length: --months N")
        return kept._replace(warranty_months=options.months)
    if options.remove:
        return _remove_reminder(kept, word)
    if options.on is not None:
        day = inputs.read_day(options.on, now, "plan")
        greeted = (*kept.festivals, find_festival(word))
        return kept._replace(
            dated=tuple(dict.fromkeys((*kept.dated, (word, day)))),
            festivals=tuple(one for one in FESTIVALS if one in greeted),
        )
    assert options.months is not None
    others = tuple(one for one in kept.recurring if one[0] != word)
    return kept._replace(recurring=(*others, (word, options.months)))


def _remove_reminder(kept: Reminders, name: str) -> Reminders:
    left = kept._replace(
        dated=tuple(one for one in kept.dated if one[0] != name),
        recurring=tuple(one for one in kept.recurring if one[0] != name),
        festivals=tuple(one for one in kept.festivals if one != find_festival(name)),
    )
    if left == kept:
        raise Refused("There is no reminder {name!r}; see: leadctl aftercare reminders", name=name)
    return left


def reminders(session: Session) -> None:
    """The festivals and the store's own reminders, and how long the warranty lasts.

    Example: leadctl aftercare reminders
    """
    with session.read() as db:
        rows = _reminder_records(reminders_of(db), session.read_clock(db)[:10])
    session.show(reminders_page(rows))


def _reminder_records(kept: Reminders, today: str) -> list[dict[str, object]]:
    """The store's own days, the festivals that come next, what comes every so many months, and the warranty."""
    dated = dict.fromkeys((*kept.dated, *coming_festivals(kept, today)))
    rows: list[dict[str, object]] = [{"name": name, "on": day, "months": None} for name, day in dated]
    rows += [{"name": name, "on": None, "months": months} for name, months in kept.recurring]
    return [*rows, {"name": "warranty", "on": None, "months": kept.warranty_months}]
