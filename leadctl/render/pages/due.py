"""The morning's list: whom to call, why, and what to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from operator import itemgetter

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.due import DAY_ONLY, KEYS
from leadctl.domain.record_lists import LazyRecords, read_values
from leadctl.domain.terms import ALL_GRADES
from leadctl.locale import N_
from leadctl.locale.labels import TASKS, WEEKDAYS
from leadctl.render.page import PEOPLE, WRITTEN, Column, Event, JsonObject, Notes, Table, Translate, key_columns

if TYPE_CHECKING:
    from typing import Any

_SECTIONS = {"overdue": "0", "today": "1"}
"""Urgency -> the key that sorts its section; leads to be screened come first, later days after today."""


def _keep_text(text: str) -> str:
    return text


def due_table(
    tasks: Sequence[JsonObject],
    *,
    summary: Mapping[str, int],
    today: str,
    translate: Translate = _keep_text,
    grouped: bool = True,
) -> Table:
    """The due list; ``tasks`` are its JSON records, in the order to do them.

    ``summary`` counts ``overdue``, ``today`` and ``week``; ``today`` is ``YYYY-MM-DD``. ``translate`` serves the
    sentences that hold a number. Where they are ``grouped``, tasks whose window opens after today come last, each under
    its day.
    """
    sections = _name_sections(Counter(_find_sections(tasks, today)), translate) if grouped else {}

    def make_rows(part: Sequence[JsonObject]) -> list[dict[str, object]]:
        rows = (_task_row(task, today, translate) for task in part)
        return [row | sections.get(section, {}) for row, section in zip(rows, _find_sections(part, today), strict=True)]

    rows = LazyRecords(_sort_by_section(tasks, today) if grouped else tasks, make_rows)
    note = N_("Nothing is due: every promised contact is made. A good moment to call an old lead.")
    note = "" if summary["overdue"] + summary["today"] else note  # the list may be empty for what was asked of it
    group = "section" if grouped else None
    return Table(_people_columns(tasks), rows, note=note, group=group, below="brief")


def due_records(tasks: Sequence[JsonObject], *, today: str, grouped: bool = True) -> Table:
    """The same for programs, in the same order."""
    return Table(key_columns(*KEYS), _sort_by_section(tasks, today) if grouped else tasks)


def compact_table(
    tasks: Sequence[JsonObject],
    *,
    summary: Mapping[str, int],
    today: str,
    translate: Translate = _keep_text,
    grouped: bool = True,
) -> Table:
    """The same, a line a task on a screen; :func:`list_aims` says what to ask."""
    whole = due_table(tasks, summary=summary, today=today, translate=translate, grouped=grouped)
    shown = (column._replace(**_COMPACT.get(column.key, {})) for column in _people_columns(tasks))
    return whole._replace(columns=tuple(shown), below=None, cut=True)


_COMPACT: Mapping[str, dict[str, Any]] = {
    "customer": {"least": 6},
    "model": {"least": 10},
    "consultant": {"drop": 2},
    "task": {"wrap": True, "least": 8},
    "last_day": {"drop": 3},
    "why": {"wrap": True, "least": 24, "drop": 5, "readers": PEOPLE},
}
"""Key of a column -> how one line has it."""


def list_aims(tasks: Sequence[JsonObject], translate: Translate) -> Notes:
    """What to ask, once for each grade, or for each kind of task that asks something of its own."""
    found: dict[str, str] = {}
    for task in tasks:
        of_grade = task["task"] in ("first-follow-up", "follow-up", "appointment")
        name = (task["grade"] or N_("ungraded")) if of_grade else TASKS[task["task"]]
        if task["aim"] and task["task"] != "aftercare":  # which has one for each occasion
            found.setdefault(translate(name), translate(task["aim"]))
    return tuple(translate(N_("{grade}: {aim}")).format(grade=name, aim=aim) for name, aim in found.items())


def _people_columns(tasks: Sequence[JsonObject]) -> tuple[Column, ...]:
    several = len(set(map(itemgetter("consultant"), tasks))) > 1
    consultant = (Column("consultant", N_("Consultant"), drop=1, readers=PEOPLE),) if several else ()
    return (
        Column("lead", N_("Lead"), "int", readers=PEOPLE),
        Column("grade", N_("Grade"), style="grade_style", readers=PEOPLE),
        Column("customer", N_("Customer"), wrap=True, style="name_style", readers=PEOPLE),
        Column("phone", N_("Phone"), readers=PEOPLE),
        Column("due", N_("Due"), style="urgency", readers=PEOPLE),
        Column("model", N_("Model"), wrap=True, drop=1, readers=PEOPLE),
        *consultant,
        Column("task", N_("Task"), wrap=True, least=9, readers=PEOPLE, labels=TASKS),
        Column("last_day", N_("Last contact"), "date", drop=2, repeated=True, readers=PEOPLE),
        Column("attempts", N_("Tries"), "int", drop=4, repeated=True, readers=PEOPLE),
        Column("why", N_("Why"), readers=WRITTEN),
        Column("to_ask", N_("To ask"), readers=WRITTEN),
        Column("last_note", N_("Last note"), readers=WRITTEN),
    )


def _task_row(task: JsonObject, today: str, translate: Translate) -> dict[str, Any]:
    urgency = _urgency(task["days_over"], task["due_from"], today)
    return {
        **task,
        "due": _due_text(task, today, translate),
        "urgency": "accent" if task["at"] and urgency != "overdue" else urgency,
        "grade_style": "strong" if task["grade"] in ("O", "H") else None,
        "name_style": "dim" if urgency == "later" else "strong",
        "last_day": task["last_contact"][:10] if task["last_contact"] else None,
        "brief": _reason_text(task, translate),
        "to_ask": translate(task["aim"]) if task["aim"] else None,
    }


def _find_sections(tasks: Sequence[JsonObject], today: str) -> Iterator[str]:
    """What sorts the section of each task among the others."""
    find = lru_cache(maxsize=4096)(partial(_find_section, today))  # a long list has few different days
    return (find(*values) for values in read_values(tasks, ("task", "days_over", "due_from")))


def _find_section(today: str, task: str, days_over: int, due_from: str) -> str:
    return "" if task == "screening" else _SECTIONS.get(_urgency(days_over, due_from, today)) or due_from[:10]


def _sort_by_section(tasks: Sequence[JsonObject], today: str) -> Sequence[JsonObject]:
    """The tasks in the order of their sections, of one section in their own."""
    sections = list(_find_sections(tasks, today))
    if sections == sorted(sections):
        return tasks
    places = sorted(range(len(tasks)), key=sections.__getitem__)
    return LazyRecords(places, lambda part: [dict(tasks[place]) for place in part])


def _urgency(days_over: int | None, due_from: str | None, today: str) -> str:
    if days_over is not None and days_over > 0:
        return "overdue"
    return "later" if (due_from or today)[:10] > today else "today"


def _days_over(task: JsonObject) -> int:
    days = task["days_over"]
    return days if isinstance(days, int) else 0


def _due_text(task: JsonObject, today: str, translate: Translate) -> str:
    days = _days_over(task)
    if days > 0:
        return translate(N_("{n} day over") if days == 1 else N_("{n} days over")).format(n=days)
    if task["at"]:
        return _appointment_text(task["at"], today, translate)
    if days == 0 or not task["due_by"]:
        return translate(N_("today"))
    return translate(N_("by {day}")).format(day=_weekday_and_day(task["due_by"], translate))


def _appointment_text(moment: str, today: str, translate: Translate) -> str:
    clock = moment[11:16].removeprefix("00:00")
    if moment[:10] != today:
        return f"{_weekday_and_day(moment, translate)} {clock}".rstrip()
    return translate(N_("at {time}")).format(time=clock) if clock else translate(N_("today"))


def _weekday_and_day(moment: str, translate: Translate) -> str:
    day = date.fromisoformat(moment[:10])
    return translate(N_("{weekday} {day}")).format(weekday=translate(WEEKDAYS[day.weekday()]), day=day.day)


def _reason_text(task: JsonObject, translate: Translate) -> str:
    parts = [translate(task[key]) for key in ("why", "aim") if task[key]]
    note = f"“{task['last_note']}”" if task["last_note"] else ""
    return " · ".join([*parts, note] if note else parts)


def describe_contact(task: JsonObject, place: str, today: str, translate: Translate) -> list[str]:
    """Lines of who is to be contacted, why, and what to ask, for who calls; ``place``: which one of how many it is."""
    lead = task["lead"] and f"{translate(N_('Lead'))} {task['lead']}"
    who = (translate(_CALLS[task["task"]]), lead, *(task[key] for key in _OF_CONTACT))
    since = []
    if _days_over(task) > 0:
        day = _heading_day(task["due_by"], translate)
        since.append(translate(N_("{days}: due by {day}")).format(days=_due_text(task, today, translate), day=day))
    elif task["at"]:
        since.append(_due_text(task, today, translate))
    if task["attempts"]:
        since.append(translate(N_("tries without an answer: {count}")).format(count=task["attempts"]))
    lines = ["  ".join(str(part) for part in (place, *who) if part)]
    lines += [f"  {part}" for part in (" · ".join(since), task["why"]) if part]
    if task["aim"]:
        lines.append(translate(N_("  to ask: {aim}")).format(aim=translate(task["aim"])))
    if task["last_note"]:
        lines.append(translate(N_("  said last: “{note}”")).format(note=task["last_note"]))
    return lines


_CALLS = {**TASKS, "invitation": N_("invitation")}
"""Kinds of contacts, with one that stands in no due list."""

_OF_CONTACT = ("customer", "phone", "grade", "model", "consultant")


def _name_sections(counts: Mapping[str, int], translate: Translate) -> dict[str, dict[str, object]]:
    """What the rows of each section have of its heading, which says how many they are."""
    names = {"": translate(N_("To screen")), "0": translate(N_("Overdue")), "1": translate(N_("Today"))}
    styles = {"": "overdue", "0": "overdue", "1": "today"}
    pattern = translate(N_("{title} ({count})"))
    return {
        section: {
            "section": pattern.format(title=names.get(section) or _heading_day(section, translate), count=count),
            "section_style": styles.get(section, "title"),
        }
        for section, count in counts.items()
    }


def _heading_day(day: str, translate: Translate) -> str:
    return f"{translate(WEEKDAYS[date.fromisoformat(day).weekday()])} {day}"


def due_note(summary: Mapping[str, int], translate: Translate = _keep_text) -> str:
    """How much there is to do, for under the list."""
    pattern = translate(N_("{overdue} overdue · {today} today · {week} this week"))
    return pattern.format(overdue=summary["overdue"], today=summary["today"], week=summary["week"])


def plan_table(tasks: Sequence[JsonObject], *, today: str) -> Table:
    """The contact plan: records of the due list, counted by the day on which each is first due (what is late: today).

    What has to be done for a campaign is work, but no contact: it is not counted.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for task in (task for task in tasks if task["task"] != "campaign"):
        day = max(task["due_from"], today)
        counts[day, task["consultant"] or "-", task["grade"] or "-"] += 1
    rows = [
        {
            "day": day,
            "consultant": consultant,
            **{grade: counts[day, consultant, grade] or None for grade in ALL_GRADES},
            "ungraded": counts[day, consultant, "-"] or None,
            "contacts": sum(counts[day, consultant, grade] for grade in (*ALL_GRADES, "-")),
        }
        for day, consultant in sorted({key[:2] for key in counts})
    ]
    columns = (
        Column("day", N_("Day"), "date"),
        Column("consultant", N_("Consultant")),
        *(Column(grade, grade, "int") for grade in ALL_GRADES),
        Column("ungraded", N_("None"), "int"),
        Column("contacts", N_("Contacts due"), "int", bar=True),
    )
    note = N_("Nothing falls due in these days.")
    return Table(columns, rows, note="" if rows else note)


def due_events(
    tasks: Sequence[JsonObject], today: str, store: str, chains: Mapping[int, int], translate: Translate = _keep_text
) -> list[Event]:
    """The list for a calendar: what has a time at its time, all else on today, or on the day it is first due.

    ``store``: its mark. ``chains``: lead -> the appointment that is open, by the id of the first one that was moved, so
    that the report of appointments names it alike.
    """
    return [_task_event(task, today, store, chains, translate) for task in tasks]


def _task_event(task: JsonObject, today: str, store: str, chains: Mapping[int, int], translate: Translate) -> Event:
    at = task["at"]
    chain = chains.get(task["lead"]) if task["task"] == "appointment" else None
    whose = task["lead"] or f"c{task['customer_id']}"
    if task["lead"] is None and task["customer_id"] is None:
        from hashlib import sha256

        whose = sha256(task["why"].encode()).hexdigest()[:12]
    uid = f"{task['task']}-{whose}@{store}.leadctl" if chain is None else appointment_uid(chain, store)
    title = name_event(translate(TASKS[task["task"]]), task, translate)
    note = "\n".join(str(part) for part in (task["phone"], *_tell_task(task, translate)) if part)
    day = max(task["due_from"][:10], today)
    return Event(uid, at if at and at[11:] != DAY_ONLY else (at or day)[:10], title, note)


def _tell_task(task: JsonObject, translate: Translate) -> list[str]:
    told = [translate(task[key]) for key in ("why", "aim") if task[key]]
    return [*told, task["last_note"] or ""]


def appointment_uid(chain: int, store: str) -> str:
    """How a calendar knows an appointment, also after it was moved."""
    return f"appointment-{chain}@{store}.leadctl"


def name_event(what: str, record: JsonObject, translate: Translate) -> str:
    """What stands in a calendar: what is to be done, with whom, the grade and the car."""
    who = record["customer"] or record["phone"] or (record["lead"] and f"{translate(N_('Lead'))} {record['lead']}")
    return " · ".join(str(part) for part in (what, who, record.get("grade"), record["model"]) if part)
