"""Reading leads as lines of the due list, whatever the kind of task.

A morning may find hundreds of thousands of lines due, of which a screen shows few: lines are read with what
their order needs, and completed when they are to be shown.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from sys import intern

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.days import add_days, days_between
from leadctl.domain.due import OwedContact, Reason, Task, callback_reasons, reasons_of
from leadctl.domain.pool import OwnedLead, notes_on_pool
from leadctl.domain.terms import AGAIN
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import read_value
from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.lead_now import (
    AGREED,
    AWAKE,
    DUE_BY,
    DUE_FROM,
    LAST_NOTE,
    OWED,
    OWNED_SINCE,
    RELEASED_FROM,
    TASK,
)
from leadctl.store.queries.tasks.request import TRAITS, Wanted
from leadctl.store.queries.words import asks_of

if TYPE_CHECKING:
    from typing import Any

_LINES = f"""
SELECT l.id, l.customer, l.grade, {TASK}, l.meets_at, {DUE_FROM}, {DUE_BY}, l.attempts, l.last_contact, c.importance,
    l.retry_on, l.callback_at
FROM leads AS l JOIN customers AS c ON c.id = l.customer
WHERE l.task IS NOT NULL AND """
_DETAILS = f"""
SELECT {OWED},
    l.consultant IS NOT NULL AS is_owned, l.grade, {AWAKE} AS is_open, {DUE_BY} AS due_by, {OWNED_SINCE} AS owned_since,
    {RELEASED_FROM} AS released_from,
    l.id AS lead, c.name AS customer, {LEADS_PHONE}, m.name AS model, s.name AS consultant, l.meets_at,
    {LAST_NOTE} AS last_note, {AGREED} AS agreed, l.callback_at,
    CASE WHEN l.callback_at IS NOT NULL THEN (SELECT b.note FROM callbacks AS b
        WHERE b.lead = l.id AND b.for_at = l.callback_at ORDER BY b.id DESC LIMIT 1) END AS callback_note
FROM leads AS l JOIN customers AS c ON c.id = l.customer
    LEFT JOIN models AS m ON m.id = l.model LEFT JOIN staff AS s ON s.id = l.consultant
WHERE l.id IN (SELECT value FROM json_each(:leads))
"""
_COUNT = "SELECT count(*) FROM leads AS l WHERE l.task IS NOT NULL AND "
CALLED_BACK = "l.callback_at < :after"
"""They asked to be called back by ``:until``."""
_EVERYBODY = ("",)
_OWN = "SELECT g.id FROM staff AS g WHERE g.id = :consultant OR g.left_on <= :today"
_OWN_AND_UNOWNED = (f" AND l.consultant IN ({_OWN})", " AND l.consultant IS NULL")
"""A consultant's own with those whose owner has left, and those of the common pool."""
_OWN_OR_UNOWNED = (f" AND (+l.consultant IS NULL OR +l.consultant IN ({_OWN}))",)
"""The same in one clause that leaves the index of consultants alone, for what has an index of its own."""


class Details(NamedTuple):
    """What a line shows of a lead beside its order in the list."""

    owed: OwedContact
    pool: OwnedLead
    lead: int
    customer: str | None
    phone: str | None
    model: str | None
    consultant: str | None
    meets_at: str | None
    last_note: str | None
    agreed: str | None
    callback_at: str | None
    callback_note: str | None


def read_lines(db: sqlite3.Connection, wanted: Wanted, kind: str, *, indexed: bool = False) -> list[Task]:
    """Lines without details, of everybody or of one consultant and of nobody who works here.

    ``kind``: a whole clause over ``l`` with the days ``:today``, ``:tomorrow``, ``:until`` and ``:after`` it;
    ``indexed``: by which few leads are found, whoever owns them.
    """
    values = _values(wanted)
    return [
        _make_task(row, wanted.today)
        for owner in _owners(wanted, indexed=indexed)
        for row in db.execute(_LINES + kind + owner, values)
    ]


def read_calls(db: sqlite3.Connection, wanted: Wanted, owed: str, called_back: str) -> list[Task]:
    """Lines of leads to be called, with the time of those who asked to be called back.

    Two clauses, as in :func:`read_lines`: those to whom a call is ``owed``, and those ``called_back``, of whom only the
    callback's day has come.
    """
    calls = []
    for line in read_lines(db, wanted, owed):
        due = line.callback_at is not None and line.callback_at[:10] <= wanted.until
        at = line.callback_at if due else None  # an appointment beside it has a line of its own
        calls.append(line if line.at == at else line._replace(at=at))
    for line in read_lines(db, wanted, called_back, indexed=True):
        task = AGAIN if line.task == "appointment" else line.task
        call = line._replace(at=line.callback_at, task=task)
        if line.due_from > wanted.today:
            day = (line.callback_at or "")[:10]
            call = call._replace(due_from=day, due_by=day, days_over=days_between(day, wanted.today))
        calls.append(call)
    return calls


def explain_call(found: Details, line_at: str | None, wanted: Wanted) -> list[Reason]:
    """Why a lead is to be called: they asked for it, if only on a later day, or a contact is owed, or both."""
    owed, call_at = found.owed, line_at or found.callback_at
    called = [] if call_at is None else callback_reasons(call_at, found.callback_note, wanted.today)
    if line_at is not None and (owed.task == "appointment" or owed.due_from > wanted.today):
        return called
    return [*called, *reasons_of(owed, wanted.policy, wanted.now)]


def complete_lines(
    db: sqlite3.Connection, wanted: Wanted, tasks: Sequence[Task], reasons: Callable[[Task, Details], list[Reason]]
) -> list[Task]:
    """The tasks with who it is, why it is owed and what comes of neglecting it, what to ask and what was said last."""
    asks, policy = asks_of(db), wanted.policy

    @cache  # it is the same for many leads
    def note_pool(lead: OwnedLead) -> list[str]:
        return list(map(wanted.say, notes_on_pool(lead, wanted.today, policy)))

    details = _details(db, wanted, [task.lead for task in tasks if task.lead is not None])
    completed = []
    for task in tasks:
        found = details[task.lead]
        why = reasons(task, found)
        if found.agreed is not None:
            why.append(Reason("agreed: {value}", {"value": found.agreed}))
        said = [*map(wanted.say, why), *note_pool(found.pool)]
        rule = policy.rule(found.owed.grade)
        shown = (
            found.customer,
            found.phone,
            found.model and intern(found.model),
            found.consultant and intern(found.consultant),
            found.last_note,
            intern(wanted.between.join(said)),
            asks.get(rule.grade) or rule.aim,
        )
        completed.append(Task._make(task[:_SHOWN] + shown))
    return completed


_SHOWN = Task._fields.index("customer")
"""From it on stands what is read only of the lines that are shown."""


def _details(db: sqlite3.Connection, wanted: Wanted, leads: Iterable[int]) -> dict[int | None, Details]:
    """Lead -> its details."""
    found: dict[int | None, Details] = {}
    rows = db.execute(_DETAILS, {"leads": json_ids(leads), "today": wanted.today})
    for row in rows:
        details = Details(OwedContact._make(row[:_OWED]), OwnedLead._make(row[_OWED:_POOL]), *row[_POOL:])
        found[details.lead] = details
    return found


_OWED = len(OwedContact._fields)
_POOL = _OWED + len(OwnedLead._fields)


def count_leads(db: sqlite3.Connection, wanted: Wanted, kind: str, *, indexed: bool = False) -> int:
    """How many leads fit a clause, which says what is meant by coming; as :func:`read_lines`."""
    owners = _owners(wanted, indexed=indexed)
    return sum(read_value(db, int, _COUNT + kind + owner, _values(wanted)) for owner in owners)


def _owners(wanted: Wanted, *, indexed: bool = False) -> tuple[str, ...]:
    """Clauses whose results are joined: an OR would keep the index of consultants and days out of it."""
    owners = _EVERYBODY if wanted.consultant is None else _OWN_OR_UNOWNED if indexed else _OWN_AND_UNOWNED
    asked = "".join(f" AND {TRAITS[name]}" for name in wanted.only.traits)
    return tuple(owner + asked for owner in owners) if asked else owners


def _values(wanted: Wanted) -> dict[str, object]:
    return {
        "today": wanted.today,
        "tomorrow": add_days(wanted.today, 1),
        "until": wanted.until,
        "after": add_days(wanted.until, 1),
        "consultant": wanted.consultant,
        **wanted.only.traits,
    }


def _make_task(row: tuple[Any, ...], today: str) -> Task:
    # Of what many lines have in common, such as a day, one text is kept for all.
    lead, customer, grade, task, at, due_from, due_by, attempts, last_contact, importance, *calls = row
    over = days_between(due_by, today)
    days = intern(due_from), intern(due_by), over
    return Task(lead, customer, grade, intern(task), at, *days, attempts, last_contact, intern(importance), *calls)
