"""A lead ``l`` on the day ``:today``: SQL expressions over its row.

A row holds the dates at which time alone changes its state: an appointment is missed, a dormant lead wakes. Whatever
shows a lead compares them with the day here, so that every command gives the same answer.
"""

from __future__ import annotations

from leadctl.domain.due import OwedContact

MISSED = "(l.task = 'appointment' AND l.meets_at < :today)"
"""Nobody came to the appointment: from the day after it on they are to be invited again."""

TASK = f"CASE WHEN {MISSED} THEN 'follow-up' ELSE l.task END"
DUE_FROM = f"CASE WHEN {MISSED} THEN l.invite_on ELSE l.due_from END"
DUE_BY = f"CASE WHEN {MISSED} THEN l.invite_on ELSE l.due_by END"
LIST_ON = f"CASE WHEN {MISSED} THEN l.invite_on ELSE l.list_on END"

AWAKE = "(l.status = 'open' OR (l.status = 'dormant' AND l.wake_on <= :today))"
"""Open, or dormant until a day that has come."""

STATUS = "CASE WHEN l.status = 'dormant' AND l.wake_on <= :today THEN 'open' ELSE l.status END"

MAY_BE_CALLED = "l.customer NOT IN (SELECT id FROM customers WHERE do_not_contact IS NOT NULL)"
"""The customer has not objected to being called (docs/domain.md, "Objections")."""

MAY_BE_MET = "l.customer NOT IN (SELECT id FROM customers WHERE do_not_contact = 'all')"
"""The customer has not objected to every contact."""

_IN_WINDOW = "(l.task = 'follow-up' OR l.task = 'first-follow-up')"
_UNINVITED = f"({MISSED} AND l.invite_on < :today)"

OVERDUE = f"l.task IS NOT NULL AND l.due_by < :today AND ({_IN_WINDOW} OR {_UNINVITED}) AND {MAY_BE_CALLED}"
"""A contact with the customer is overdue, whatever was tried since; read through the index of ``due_by``."""

# The plus: not through that index, but through one that has all that is asked, or few leads.
OVERDUE_WINDOW = f"l.task IS NOT NULL AND +l.due_by < :today AND {_IN_WINDOW}"
OVERDUE_INVITATION = f"l.task IS NOT NULL AND +l.due_by < :today AND {_UNINVITED}"
"""The same of each kind, also of who may not be called: to be counted."""

_AT_LAST_CONTACT = (
    "(SELECT s.{column} FROM screenings AS s WHERE s.lead = l.id AND s.at = l.last_contact"
    " AND s.result <> 'unreached' ORDER BY s.id DESC LIMIT 1)"
)
_OWED: dict[str, str] = {
    "task": TASK,
    "due_from": DUE_FROM,
    "due_by": DUE_BY,
    "missed_at": (
        f"CASE WHEN {MISSED} THEN l.meets_at WHEN l.call_why = 'no-show' THEN"
        " (SELECT max(a.for_at) FROM appointments AS a WHERE a.lead = l.id AND a.result = 'missed') END"
    ),
    "enquired_at": (
        "CASE WHEN l.call_why = 'enquiry' THEN"
        " (SELECT max(e.at) FROM visits AS e WHERE e.lead = l.id AND e.kind = 'online') END"
    ),
    "cancelled_at": "(SELECT max(o.cancelled_at) FROM orders AS o WHERE o.lead = l.id)",
    "screened_as": _AT_LAST_CONTACT.format(column="result"),
    "promised_on": _AT_LAST_CONTACT.format(column="promised_on"),
}
OWED = ", ".join(f"{_OWED.get(name, f'l.{name}')} AS {name}" for name in OwedContact._fields)
"""The columns of :class:`leadctl.domain.due.OwedContact`, in their order."""


def last_note(lead: str, before: str = "'9999'") -> str:
    """What was said at the newest contact before a moment that has a note: a visit or a follow-up, never a try."""
    return (
        f"(SELECT note FROM (SELECT f.at, f.note FROM followups AS f WHERE f.lead = {lead} AND f.note IS NOT NULL"
        f" AND f.outcome <> 'no-answer' AND f.at < {before} UNION ALL SELECT v.at, v.note FROM visits AS v"
        f" WHERE v.lead = {lead} AND v.note IS NOT NULL AND v.at < {before}) ORDER BY at DESC LIMIT 1)"
    )


LAST_NOTE = last_note("l.id")

# Most leads have nothing agreed, and no hand-over: of these no list of what happened need be made to see it.
AGREED = (
    "CASE WHEN EXISTS (SELECT 1 FROM followups AS e WHERE e.lead = l.id AND e.agreed IS NOT NULL) THEN"
    " (SELECT agreed FROM (SELECT f.at, f.agreed FROM followups AS f WHERE f.lead = l.id AND f.outcome <> 'no-answer'"
    " UNION ALL SELECT v.at, NULL FROM visits AS v WHERE v.lead = l.id) ORDER BY at DESC, agreed IS NULL LIMIT 1) END"
)
"""What was agreed for the next contact of lead ``l``, at the newest one."""

# Who served the first visit owned the lead before anything assigned it.
OWNED_SINCE = (
    "CASE WHEN EXISTS (SELECT 1 FROM assignments AS e WHERE e.lead = l.id) THEN"
    " (SELECT min(h.at) FROM assignments AS h WHERE h.lead = l.id AND h.consultant = l.consultant"
    " AND h.at >= coalesce((SELECT max(b.at) FROM assignments AS b WHERE b.lead = l.id"
    " AND b.consultant IS NOT l.consultant), CASE WHEN l.consultant IS (SELECT v.consultant FROM visits AS v"
    " WHERE v.lead = l.id AND v.consultant IS NOT NULL ORDER BY v.at, v.id LIMIT 1) THEN '9999' ELSE '' END)) END"
)
"""When the owner of lead ``l`` took it over; null: they were the first."""

RELEASED_FROM = (
    "(SELECT w.name FROM assignments AS h JOIN staff AS w ON w.id = h.released_from WHERE h.lead = l.id"
    " ORDER BY h.at DESC, h.id DESC LIMIT 1)"
)
"""The name of who neglected lead ``l`` last; null: nobody did."""
