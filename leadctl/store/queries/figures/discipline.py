"""What follow-up discipline counts: contact windows, follow-ups, and what is overdue now.

A window counts on the day of the contact in time, else on its last day once that has passed; ended ones are rows of
``contact_windows``, the one that runs stands in its lead's row (docs/domain.md section 6).
"""

from __future__ import annotations

import sqlite3
from collections import Counter

from leadctl.domain.periods import Span
from leadctl.domain.record_lists import Record
from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.figures.history import due_by_on, due_from_on, states_before, task_on
from leadctl.store.queries.figures.kinds import ENTERED_AT, LEADS, OF_LEAD, ORDERS
from leadctl.store.queries.figures.measures import Facts, Measure, Part, count_by
from leadctl.store.queries.figures.releases import RELEASED
from leadctl.store.queries.lead_now import DUE_BY, DUE_FROM, OVERDUE, OVERDUE_INVITATION, OVERDUE_WINDOW, TASK

_CUSTOMER_COLUMNS = (
    f"l.customer AS customer_id, c.name AS customer, {LEADS_PHONE}, m.name AS model, s.name AS consultant"
)
_LEAD_COLUMNS = f"l.id AS lead, {_CUSTOMER_COLUMNS}"
_LEAD_JOINS = " LEFT JOIN customers AS c ON c.id = l.customer LEFT JOIN models AS m ON m.id = l.model"


_OF_LEAD = {"source": "l.opened_source", "model": "l.opened_model", **OF_LEAD}
"""What a window or a follow-up falls under beside its owner: source and model are those of its lead's opening."""


def _with_owner(owner: str) -> str:
    return f"{_LEAD_JOINS} LEFT JOIN staff AS s ON s.id = {owner}"


ENDED = Facts(
    source="contact_windows AS w",
    id="w.lead",
    moment="w.counted_on",
    inside="w.counted_on >= :first AND w.counted_on < :end AND w.counted_on <= :today",
    joins=" LEFT JOIN leads AS l ON l.id = w.lead",
    groups={"consultant": "w.owner", "grade": "w.grade", **_OF_LEAD},
    record=f"{_LEAD_COLUMNS}, w.task, w.grade, w.since, w.due_from, w.due_by, w.answered_at",
    named=_with_owner("w.owner"),
)
RUNNING = Facts(
    source="leads AS l",
    id="l.id",
    moment="l.window_by",
    inside="l.window_by >= :first AND l.window_by < :end AND l.window_by < :today",
    joins="",
    groups={"consultant": "l.window_owner", "grade": "l.grade", **_OF_LEAD},
    record=f"{_LEAD_COLUMNS}, l.window_task AS task, l.grade, l.window_since AS since, l.window_from AS due_from,"
    " l.window_by AS due_by, NULL AS answered_at",
    named=_with_owner("l.window_owner"),
)
# A lead that is to be won back is to be called on its own day, and judged like all others by the next one.
_NEXT_DAY = "max({due_by}, date(l.opened_at, '+1 day'))"
# Who was called, and bought or gave up, on the first day has no next day to be judged by.
_CLOSED_AT_ONCE = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} AS e WHERE e.lead = l.id AND substr(e.{at}, 1, 10) = substr(l.opened_at, 1, 10)"
    f" AND e.{at} >= :first AND e.{at} < :end)"
    for table, at in (("orders", "ordered_at"), ("churns", "at"))
)
_OF_OPENING = {"consultant": "l.opened_consultant", "grade": "l.opened_grade", **_OF_LEAD}
"""A first follow-up is of the lead that was opened, and so of its first owner."""

FIRST_ENDED = ENDED._replace(
    # CROSS: from the leads of the span to their windows, however few consultants are asked for.
    source="leads AS l CROSS JOIN contact_windows AS w ON w.lead = l.id AND w.task = 'first-follow-up'",
    # No window is older than its lead.
    inside=f"{LEADS.inside} AND w.since >= :first AND {_NEXT_DAY.format(due_by='w.due_by')} < :today"
    f" AND NOT ({_CLOSED_AT_ONCE})",
    joins="",
    groups=_OF_OPENING,
    named=_with_owner("l.opened_consultant"),
)
FIRST_RUNNING = RUNNING._replace(
    inside=f"{LEADS.inside} AND l.window_task = 'first-follow-up'"
    f" AND {_NEXT_DAY.format(due_by='l.window_by')} < :today",
    groups=_OF_OPENING,
    named=_with_owner("l.opened_consultant"),
)
FOLLOW_UPS = Facts(
    source="followups AS f",
    id="f.id",
    moment="f.at",
    inside="f.at >= :first AND f.at < :end",
    joins=" LEFT JOIN leads AS l ON l.id = f.lead",
    groups={"consultant": "f.consultant", **_OF_LEAD},
    record=f"f.id AS followup, f.lead, f.at, f.via, f.outcome, e.at AS entered_at, f.note, {_CUSTOMER_COLUMNS}",
    named=f" JOIN operations AS e ON e.id = f.operation{_with_owner('f.consultant')}",
)
# The follow-ups of a sold lead before its order are the first ones, as many as the order counts.
_BEFORE_ORDER = (
    "f.id IN (SELECT id FROM (SELECT b.id, row_number() OVER (ORDER BY b.at, b.operation, b.id) AS nth"
    " FROM followups AS b WHERE b.lead = o.lead AND b.outcome <> 'no-answer') WHERE nth <= o.follow_ups)"
)
FOLLOW_UPS_OF_SALES = FOLLOW_UPS._replace(
    source="orders AS o JOIN followups AS f ON f.lead = o.lead",
    inside=f"{ORDERS.inside} AND o.cancelled_at IS NULL AND {_BEFORE_ORDER}",
    groups=ORDERS.groups,
    named=f" JOIN operations AS e ON e.id = f.operation{_with_owner('o.consultant')}",
)
SOLD = ORDERS._replace(record=f"{ORDERS.record}, o.follow_ups", groups={**ORDERS.groups, "follow_ups": "o.follow_ups"})

_ANSWERED = "f.outcome <> 'no-answer'"
_IN_TIME = "substr(w.answered_at, 1, 10) <= w.due_by"
_LATE_ENTRY = f"substr({ENTERED_AT.format(fact='f')}, 1, 10) > substr(f.at, 1, 10)"
_NOT_CANCELLED = "o.cancelled_at IS NULL"

DISCIPLINE: dict[str, Measure] = {
    "due": (Part(ENDED), Part(RUNNING)),
    "on_time": (Part(ENDED, _IN_TIME),),
    "first_due": (Part(FIRST_ENDED), Part(FIRST_RUNNING)),
    "first_on_time": (Part(FIRST_ENDED, f"substr(w.answered_at, 1, 10) <= {_NEXT_DAY.format(due_by='w.due_by')}"),),
    "released": RELEASED,
    "follow_ups": (Part(FOLLOW_UPS, _ANSWERED),),
    "late_entries": (Part(FOLLOW_UPS, f"{_ANSWERED} AND {_LATE_ENTRY}"),),
    "advances": (Part(FOLLOW_UPS, "f.outcome = 'advance'"),),
    "sales": (Part(SOLD, _NOT_CANCELLED, weight="o.count"),),
    "sale_follow_ups": (Part(SOLD, _NOT_CANCELLED, weight="o.follow_ups"),),
}
"""The counts of discipline but what is overdue now; their meaning: DISCIPLINE_COUNTS of leadctl.domain.figures."""

LATE: Measure = (Part(ENDED, f"NOT coalesce({_IN_TIME}, 0)"), Part(RUNNING))
"""Windows that were missed."""

SALE_FOLLOW_UPS: Measure = (Part(FOLLOW_UPS_OF_SALES),)
"""The follow-ups of sold leads before their order, one by one."""

TRIES: Measure = (Part(FOLLOW_UPS, "f.outcome = 'no-answer'"),)


def _contacts_owed_on(day: str) -> Facts:
    """The contacts owed on a day, as they were known when it began."""
    return Facts(
        source=f"{states_before(day)} AS t",
        id="t.lead",
        moment=due_by_on(day),
        inside=f"{task_on(day)} IN ('first-follow-up', 'follow-up') AND {due_from_on(day)} <= {day}",
        joins="",
        groups={"consultant": "t.consultant", "grade": "t.grade"},
        record=f"{_LEAD_COLUMNS}, {task_on(day)} AS task, t.grade, {due_from_on(day)} AS due_from,"
        f" {due_by_on(day)} AS due_by, t.attempts",
        named=f" JOIN leads AS l ON l.id = t.lead{_LEAD_JOINS} LEFT JOIN staff AS s ON s.id = t.consultant",
    )


_OWED = _contacts_owed_on(":first")
_ANSWERED_THAT_DAY = (
    "EXISTS (SELECT 1 FROM contact_windows AS w WHERE w.lead = t.lead AND w.answered_at >= :first"
    " AND w.answered_at < :end)"
)

DAY_PLAN: dict[str, Measure] = {
    "planned": (Part(_OWED),),
    "late": (Part(_OWED, f"{due_by_on(':first')} < :first"),),
    "done": (Part(_OWED, _ANSWERED_THAT_DAY),),
    "undone": (Part(_OWED, f"NOT ({_ANSWERED_THAT_DAY})"),),
    "tomorrow": (Part(_contacts_owed_on(":end")),),
}
"""Of a day: the contacts owed in the morning, those of them that were overdue, those that were made or not; and what
is owed on the next day, as the evening knows it."""

_NOT_TO_BE_CALLED = (
    "SELECT l.consultant, count(*) FROM customers AS c CROSS JOIN leads AS l ON l.customer = c.id"
    f" WHERE c.do_not_contact IS NOT NULL AND ({OVERDUE_WINDOW} OR {OVERDUE_INVITATION}){{owner}} GROUP BY l.consultant"
)
# Of ten years hundreds of thousands may be overdue: nearly all are windows, which are counted in the order of an index
# that tells all of it. The others are few, and sorted (the plus).
_OVERDUE_COUNTS = (
    f"SELECT l.consultant, count(*) FROM leads AS l WHERE {OVERDUE_WINDOW}{{owner}} GROUP BY l.consultant",
    f"SELECT l.consultant, count(*) FROM leads AS l WHERE {OVERDUE_INVITATION}{{owner}} GROUP BY +l.consultant",
    _NOT_TO_BE_CALLED,
)
_OVERDUE_LIST = (
    f"SELECT {_LEAD_COLUMNS}, {TASK} AS task, l.grade, {DUE_FROM} AS due_from, {DUE_BY} AS due_by,"
    f" l.retry_on, l.attempts FROM leads AS l{_with_owner('l.consultant')} WHERE {OVERDUE} ORDER BY {DUE_BY}, l.id"
)


def count_overdue(db: sqlite3.Connection, today: str, consultant: int | None = None) -> Counter[int | None]:
    """Owner -> how many leads :func:`list_overdue` lists of them; ``consultant``: of this owner alone."""
    owner = "" if consultant is None else " AND l.consultant = :consultant"
    values = {"today": today, "consultant": consultant}
    windows, invitations, excepted = (
        Counter[int | None](dict(db.execute(sql.format(owner=owner), values).fetchall())) for sql in _OVERDUE_COUNTS
    )
    return windows + invitations - excepted


def list_overdue(db: sqlite3.Connection, today: str) -> list[Record]:
    """Leads whose contact is overdue now, whatever was tried since; the longest waiting first."""
    return [dict(row) for row in db.execute(_OVERDUE_LIST, {"today": today}).fetchall()]


def count_windows(db: sqlite3.Connection, span: Span) -> dict[int | None, tuple[int, int]]:
    """Owner -> (windows answered in time, windows that counted) in a span."""
    wanted = {name: DISCIPLINE[name] for name in ("on_time", "due")}
    found = count_by(db, wanted, span, "consultant")
    return {owner if isinstance(owner, int) else None: (n["on_time"], n["due"]) for (owner,), n in found.items()}
