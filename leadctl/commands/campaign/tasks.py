"""``leadctl campaign tasks``: what has to be done around a campaign's day."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Option
from leadctl.commands.options import CampaignName
from leadctl.commands.sentences import count_things, describe_task
from leadctl.commands.session import Session
from leadctl.domain.campaigns import USUAL_TASKS
from leadctl.domain.days import add_days
from leadctl.errors import Refused, WrongUsage, count_sentence, template
from leadctl.locale import N_
from leadctl.render.page import Page
from leadctl.render.pages.campaigns import tasks_table
from leadctl.store.records.campaigns import add_task, finish_task, tasks_of

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer
    from leadctl.store.records.campaigns import Campaign


TaskText = Annotated[str | None, Option("--add", "WHAT", "One more task, with --on DATE.")]
TaskDay = Annotated[str | None, Option("--on", "DATE", "The day of the task that is added.")]
Usual = Annotated[bool, Option("--usual", help="The usual tasks, counted from the campaign's first day.")]
DoneTask = Annotated[int | None, Option("--done", "ID", "This task is done.")]
TaskStaff = Annotated[str | None, Option("--staff", "NAME", "Who does it; left out: anybody.")]


def tasks(
    session: Session,
    name: CampaignName,
    add: TaskText = None,
    on: TaskDay = None,
    usual: Usual = False,
    done: DoneTask = None,
    staff: TaskStaff = None,
) -> None:
    """The dated tasks of a campaign, which stand in leadctl due; without an option, print them.

    Examples:

      leadctl campaign tasks wave-down-tour --usual --staff "Li Na"

      leadctl campaign tasks wave-down-tour --add "rent the tent" --on 2026-11-28

      leadctl campaign tasks wave-down-tour --done 3
    """
    if (add is not None) + usual + (done is not None) > 1:
        raise WrongUsage("Choose one of --add, --usual and --done.")
    if (add is None) != (on is None):
        raise WrongUsage("--add WHAT and --on DATE go together.")
    if staff is not None and add is None and not usual:
        raise WrongUsage("--staff goes with --add or --usual.")
    if add is not None:
        _add_task(session, name, add, str(on), staff)
    elif usual:
        _add_usual(session, name, staff)
    elif done is not None:
        _finish_task(session, name, done)
    else:
        _show_tasks(session, name)


def _show_tasks(session: Session, name: str) -> None:
    with session.read() as db:
        campaign = inputs.read_campaign(db, name)
        rows = [one._asdict() for one in tasks_of(db, campaign.id)]
    session.show(Page(rows, (tasks_table(rows),), campaign.campaign))


def _add_task(session: Session, name: str, what: str, on: str, staff: str | None) -> None:
    text = inputs.read_line(what)
    if text is None:
        raise Refused("A task needs some words: --add WHAT")
    with session.write("campaign tasks") as writer:
        campaign = inputs.read_campaign(writer.db, name)
        day = inputs.read_day(on, writer.now, "plan")
        answer = _add_tasks(writer, campaign, [(day, text)], staff)
    sentence = N_("{name}: {what} on {day}")
    session.report(session.say(sentence, name=answer["campaign"], what=text, day=day), answer)


def _add_usual(session: Session, name: str, staff: str | None) -> None:
    """Tasks whose day has gone by are overdue, not dropped: they have to be made up for."""
    with session.write("campaign tasks") as writer:
        campaign = inputs.read_campaign(writer.db, name)
        first = campaign.starts_on
        if first is None:
            raise Refused("The usual tasks are counted from the campaign's first day, and this one has none.")
        there = {(task.due_on, task.what) for task in tasks_of(writer.db, campaign.id)}
        usual = [(add_days(first, days), what) for days, what in USUAL_TASKS]
        missing = [task for task in usual if there.isdisjoint({task, (task[0], session.translate(task[1]))})]
        if not missing:
            raise Refused("{campaign!r} has the usual tasks already.", campaign=campaign.campaign)
        answer = _add_tasks(writer, campaign, missing, staff)
    days = [day for day, _ in missing]
    one, many = template("{name}: 1 task on {first}"), template("{name}: {count} tasks from {first} to {last}")
    sentence = count_sentence(len(days), one, many, name=answer["campaign"], first=min(days), last=max(days))
    session.report(session.say(sentence), answer)


def _add_tasks(
    writer: Writer, campaign: Campaign, tasks: list[tuple[str, str]], staff: str | None
) -> dict[str, object]:
    """Add these (day, what) tasks; the record of them."""
    member = None if staff is None else inputs.read_consultant(writer.db, staff)
    rows = [
        {
            "id": add_task(writer, campaign.id, what=what, due_on=day, staff=member.id if member else None),
            "due_on": day,
            "what": what,
            "staff": member.name if member else None,
            "done_on": None,
        }
        for day, what in tasks
    ]
    writer.summary = f"{count_things(len(rows), 'task')} of {campaign.campaign}"
    return {"campaign": campaign.campaign, "tasks": rows, "operation": writer.operation}


def _finish_task(session: Session, name: str, task: int) -> None:
    with session.write("campaign tasks") as writer:
        campaign = inputs.read_campaign(writer.db, name)
        what = finish_task(writer, campaign, task)
        writer.summary = f"{campaign.campaign}: {what} done"
        answer = {"campaign": campaign.campaign, "task": task, "what": what, "done_on": writer.today}
        answer |= {"operation": writer.operation}
    said = describe_task(session, what)
    session.report(session.say(N_("{name}: {what}, done"), name=campaign.campaign, what=said), answer)
