"""``leadctl due``: today's work in the order to do it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from operator import attrgetter

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import LISTING, Command, Option
from leadctl.commands.options import Ahead, Consultant, Everybody, On
from leadctl.commands.session import Session, warn
from leadctl.domain.days import add_days
from leadctl.domain.due import KEYS, URGENCY, Task, sort_tasks, work_order
from leadctl.domain.record_lists import PackedRecords
from leadctl.domain.terms import ALL_GRADES
from leadctl.errors import WrongUsage
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.render.formats import ICS
from leadctl.render.page import Calendar, Notes, Page, Tables
from leadctl.store.core.settings import read_setting, store_mark
from leadctl.store.queries.tasks import complete_in_place, count_coming, count_retried, list_names, tasks
from leadctl.store.queries.tasks.request import Only, Wanted

if TYPE_CHECKING:
    from leadctl.store.core.connection import Database

UNGRADED = "NONE"
"""What is typed for leads without a grade."""

Overdue = Annotated[bool, Option("--overdue", help="Only what is overdue.")]
Compact = Annotated[bool, Option("--compact", help="One line a lead, and what to ask once a grade.")]
OfGrades = Annotated[list[str] | None, Option("--grade", "H,A", "Leads of these grades; none: ungraded ones.")]
OfModels = Annotated[list[str] | None, Option("--model", "MODEL,MODEL", "Who asks for one of these models.")]
OfTags = Annotated[list[str] | None, Option("--tag", "TAG,TAG", "Customers with one of these tags.")]
OfTasks = Annotated[list[str] | None, Option("--task", "TASK,TASK", "Of these kinds of work.", known=list_names)]
OfSources = Annotated[list[str] | None, Option("--source", "CODE,CODE", "Who came from one of these sources.")]
SortedBy = Annotated[list[str] | None, Option("--sort", "KEY,KEY", "By keys of --json; --sort=-KEY from the last.")]


class Narrowing(NamedTuple):
    """What the list is narrowed down to, as it was typed."""

    grade: OfGrades = None
    model: OfModels = None
    tag: OfTags = None
    task: OfTasks = None
    source: OfSources = None

    def read(self, db: Database) -> Only:
        """The same with ids. Raises WrongUsage or Refused for what does not exist."""
        found: dict[str, tuple[object, ...]] = {}
        if self.grade is not None:
            grades = inputs.read_grades(self.grade, (*ALL_GRADES, UNGRADED))
            found["grades"] = tuple("" if grade == UNGRADED else grade for grade in grades)
        if self.task is not None:
            words = inputs.split_words(self.task)
            found["tasks"] = tuple(map(_read_task, words))
        if self.model is not None:
            found["models"] = inputs.read_known_models(db, inputs.split_words(self.model))
        if self.source is not None:
            found["sources"] = tuple(inputs.read_source_id(db, word) for word in inputs.split_words(self.source))
        if self.tag is not None:
            from leadctl.store.queries.customers import find_tag

            found["tags"] = tuple(find_tag(db, inputs.read_tag(tag)) for tag in inputs.split_words(self.tag))
        return Only(**found)  # type: ignore[arg-type]


def _read_task(word: str) -> str:
    try:
        return inputs.read_choice(word, list_names(), "--task")
    except WrongUsage:
        from leadctl.commands.choices import find_code
        from leadctl.domain.aftercare import RESULTS

        if find_code(word, RESULTS) == "complaint":
            raise WrongUsage("--task {word!r}: a complaint is a line of --task aftercare.", word=word) from None
        raise


Work = Annotated[bool, Option("--work", help="Step through the list, recording each result.")]


def due(
    session: Session,
    consultant: Consultant = None,
    everybody: Everybody = False,
    on: On = None,
    overdue: Overdue = False,
    ahead: Ahead = None,
    narrowing: Narrowing = Narrowing(),  # noqa: B008 - a tuple
    sort: SortedBy = None,
    compact: Compact = False,
    work: Work = False,
) -> None:
    """Today's work in the order to do it, each line with its reason.

    Examples:

      leadctl due                      the acting consultant's own, else everybody's

      leadctl due --all --overdue      what was missed, by anybody

      leadctl due --grade H,A --model "X5" --compact

      leadctl due --ahead 7            how many contacts fall due on the coming days

      leadctl due --work               call after call, recording each result

      leadctl due --format ics -o today.ics      for the calendar of a phone; --format html: a page of it
    """

    def read(db: Database) -> tuple[Wanted, list[Task]]:
        return read_lines(session, db, consultant, everybody, narrowing, on, ahead)

    if work:
        if sort or compact:
            raise WrongUsage("--sort and --compact are of the printed list; --work goes through it by urgency.")
        call_through(session, read, overdue=overdue)
        return
    with session.read() as db:
        wanted, found = read(db)
        keys = _read_sort_keys(sort)
        coming = 0 if session.for_programs else _count_coming(db, wanted)  # only people read it
        summary = _count_tasks(found, wanted.today, coming)
        retried = count_retried(db, wanted)
        if overdue:
            found = [task for task in found if task.days_over > 0]
        if not keys and session.output.limit is not None:
            del found[session.output.limit :]
        complete_in_place(db, wanted, found)
        if keys:
            found = sort_tasks(found, keys)[: session.output.limit]
        calendar = _make_calendar(session, db, found, wanted.today) if session.format.calendar else None
    if retried:
        warn("and {count} more overdue, tried already: they come back later", count=retried)
    view = View(plan=ahead is not None, compact=compact, grouped=not keys)
    _show_tasks(session, found, summary, wanted.today, view, calendar)


def read_lines(
    session: Session,
    db: Database,
    consultant: str | None,
    everybody: bool,
    narrowing: Narrowing,
    on: str | None = None,
    ahead: int | None = None,
) -> tuple[Wanted, list[Task]]:
    """What is asked for, and the lines in the order to do them, without their details."""
    wanted = inputs.read_wanted(session, db, consultant, everybody, on, ahead)
    wanted = wanted._replace(only=narrowing.read(db))
    return wanted, sorted(tasks(db, wanted), key=work_order)


def call_through(
    session: Session,
    read: Callable[[Database], tuple[Wanted, list[Task]]],
    *,
    overdue: bool = False,
    only_one: bool = False,
) -> None:
    """Step through the list on the terminal. Raises WrongUsage where nobody can answer."""
    if not has_terminal():
        raise WrongUsage("--work asks questions and needs a terminal; scripts use: leadctl followup LEAD NOTE")
    from leadctl.commands.calls.loop import Calls
    from leadctl.commands.terminal import Terminal
    from leadctl.store.records.invitations import invitations_due

    def read_all(db: Database) -> tuple[Wanted, list[Task]]:
        wanted, found = read(db)
        found = [task for task in found if task.days_over > 0 or not overdue]
        others = wanted.only.tasks is not None and "campaign" not in wanted.only.tasks
        narrowed = overdue or others or wanted.only.traits
        return wanted, found if narrowed else [*found, *invitations_due(db, wanted)]

    Calls(session, read_all, Terminal(), only_one=only_one).run()


def has_terminal() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _count_coming(db: Database, wanted: Wanted) -> int:
    """How much begins after today and by the end of the week."""
    week = add_days(wanted.today, 6 - date.fromisoformat(wanted.today).weekday())
    return count_coming(db, wanted._replace(until=week))


def _count_tasks(found: list[Task], today: str, rest: int) -> dict[str, int]:
    """How much is overdue, due today, and in all to be done by the end of the week."""
    overdue = sum(task.days_over > 0 for task in found)
    now = sum(task.days_over <= 0 and task.due_from <= today for task in found)
    return {"overdue": overdue, "today": now, "week": overdue + now + rest}


def _read_sort_keys(sort: Sequence[str] | None) -> list[tuple[str, bool]]:
    """The keys to sort by, the first before all, and whether each is turned round. Raises WrongUsage."""
    words = inputs.split_words(sort or ())
    keys = [(word.removeprefix("-").replace("-", "_"), word.startswith("-")) for word in words]
    return [(inputs.read_choice(key, (URGENCY, *KEYS), "--sort"), turned) for key, turned in keys]


class View(NamedTuple):
    """How people read the list: as a plan of days, a line a lead, under headings."""

    plan: bool
    compact: bool
    grouped: bool


def _make_calendar(session: Session, db: Database, found: list[Task], today: str) -> Calendar:
    """The list for a calendar."""
    from leadctl.render.pages.due import due_events
    from leadctl.store.queries.figures.appointments import chains_of

    rows = PackedRecords(KEYS, found, Task._fields)
    chains = chains_of(db, [task.lead for task in found if task.lead is not None and task.task == "appointment"])
    events = due_events(rows, today, store_mark(db), chains, session.translate)
    return Calendar(session.read_clock(db), read_setting(db, "timezone"), events)


def _show_tasks(
    session: Session, found: list[Task], summary: dict[str, int], today: str, view: View, calendar: Calendar | None
) -> None:
    """Print the list, or how many contacts fall due on each day; what only people read is made for them only."""
    rows = PackedRecords(KEYS, found, Task._fields)

    def tables() -> Tables:
        from leadctl.render.pages.due import compact_table, due_table, plan_table

        if view.plan:
            return (plan_table(rows, today=today),)
        draw = compact_table if view.compact else due_table
        return (draw(rows, summary=summary, today=today, translate=session.translate, grouped=view.grouped),)

    def records() -> Tables:
        from leadctl.render.pages.due import due_records

        return (due_records(rows, today=today, grouped=view.grouped),)

    def notes() -> Notes:
        from leadctl.render.pages.due import due_note, list_aims

        aims = list_aims(rows, session.translate) if view.compact else ()
        return () if view.plan else (*aims, due_note(summary, session.translate))

    title = N_("Contact plan") if view.plan else f"{session.translate('Due')} {today}"
    made = None if calendar is None else lambda: calendar
    people = len(set(map(attrgetter("phone"), found)) - {None})
    page = Page(rows, tables, title, notes, None if view.plan else records, calendar=made)
    session.show(page, reveal=True, people=people, paged=True)


COMMAND = Command(due, LISTING, formats=(ICS,))
