"""What an audit asks of the store. Every answer is a list of records, all of one form (``KEYS``).

Neglect: as for the common pool, an owner who took a lead over while it was overdue has the days of its grade whole.
Other than there, leads of nobody and ordered ones count too. A lead that was opened to win a customer back is no card
of the register: it copies what an older one says.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import lru_cache

from leadctl.domain.days import add_days, days_between
from leadctl.domain.grading import FRUITLESS, GradedLead, doubts_of
from leadctl.domain.periods import Span
from leadctl.domain.policy import Policy
from leadctl.domain.terms import CARD_FIELDS
from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.figures.kinds import LEADS
from leadctl.store.queries.lead_now import AWAKE, DUE_BY, MAY_BE_CALLED, OWNED_SINCE, TASK

KEYS = ("lead", "visit", "followup", "customer", "consultant", "grade", "day", "what", "since")
"""What every record has: whom it is about (null where it is not), its ISO day, the check, and since when it holds."""

Record = dict[str, object]


def make_finding(row: sqlite3.Row, check: str, day: object, *, since: object = None, **more: object) -> Record:
    """The record of a row. ``since`` left out: the day; ``more``: what only this check says."""
    known = dict(row)
    values: Record = {key: known.get(key) for key in KEYS}
    since_day = str(since or day or "")[:10] or None
    return values | {"what": check, "day": None if day is None else str(day)[:10], "since": since_day} | more


_LEADS = (
    "SELECT l.id AS lead, c.name AS customer, s.name AS consultant, l.grade, l.need_by, l.last_contact,"
    f" {DUE_BY} AS due_by, {TASK} AS task, l.opened_at, c.do_not_contact, c.do_not_contact_on,"
    " (SELECT max(f.next_on) FROM followups AS f WHERE f.lead = l.id AND f.at >= l.last_contact) AS agreed"
    " FROM leads AS l JOIN customers AS c ON c.id = l.customer LEFT JOIN staff AS s ON s.id = l.consultant"
)
_ACTIVE = f"{_LEADS} WHERE l.task IS NOT NULL AND l.due_by > '' AND {AWAKE}"
# The state that ended when the lead got its grade had the one before; an order only holds a grade back.
_GRADE_BEFORE = (
    "(SELECT p.grade FROM lead_states AS p WHERE p.lead = l.id AND p.until_at <= l.graded_at AND p.grade <> 'O'"
    " AND p.grade IS NOT l.grade ORDER BY p.from_at DESC LIMIT 1)"
)
_FRUITLESS_SINCE = (
    "(SELECT CASE WHEN count(*) = :fruitless AND NOT max(outcome = 'advance') THEN min(at) END FROM ("
    "SELECT f.at, f.outcome FROM followups AS f WHERE f.lead = l.id AND f.outcome <> 'no-answer'"
    " AND f.at > coalesce((SELECT max(v.at) FROM visits AS v WHERE v.lead = l.id), '')"
    " ORDER BY f.at DESC, f.id DESC LIMIT :fruitless))"
)
_GRADED = _ACTIVE.replace(
    " FROM leads AS l JOIN",
    f", l.graded_at, {_GRADE_BEFORE} AS grade_before,"
    f" CASE WHEN l.contacts >= :fruitless THEN {_FRUITLESS_SINCE} END AS fruitless_since FROM leads AS l JOIN",
)
_AGREED = (
    " AND EXISTS (SELECT 1 FROM followups AS a WHERE a.lead = l.id AND a.at >= l.last_contact"
    " AND a.next_on IS NOT NULL)"
)
# The database refuses such a row; the question is asked all the same, of every lead that is not closed.
_DATELESS = (
    f"{_LEADS} WHERE l.closed_at IS NULL AND l.status IS NOT NULL"
    " AND (l.task IS NULL OR l.due_from IS NULL OR l.due_by IS NULL) ORDER BY +l.id"
)


def find_grade_doubts(db: sqlite3.Connection, policy: Policy, today: str) -> Iterator[tuple[str, Record]]:
    """(doubt, the lead it is about) of every active lead whose grade looks wrong."""
    for row in db.execute(f"{_GRADED} ORDER BY +l.id", {"today": today, "fruitless": FRUITLESS}):
        lead = GradedLead(*(row[name] for name in GradedLead._fields))
        for doubt, since in doubts_of(lead, policy, today).items():
            yield doubt, make_finding(row, doubt, row["need_by"] or row["opened_at"], since=since)


def find_late_plans(db: sqlite3.Connection, policy: Policy, today: str) -> list[Record]:
    """Active leads whose next contact was agreed for a day after the window of their grade."""
    rows = db.execute(f"{_ACTIVE} AND {TASK} = 'follow-up'{_AGREED} ORDER BY +l.id", {"today": today}).fetchall()
    return [
        make_finding(row, "planned-beyond-window", row["due_by"], since=row["last_contact"])
        for row in rows
        if policy.open_day(row["agreed"]) == row["due_by"]  # else a try, a sleep or a call-back set it
        and row["due_by"] > policy.window(row["grade"], row["last_contact"])[1]
    ]


def find_leads_without_date(db: sqlite3.Connection) -> list[Record]:
    """Leads that are not closed and have no next contact: there must be none."""
    return [
        make_finding(row, "no-next-date", row["opened_at"]) for row in db.execute(_DATELESS, {"today": ""}).fetchall()
    ]


def find_unowned_leads(db: sqlite3.Connection, today: str) -> list[Record]:
    """Active leads that nobody owns."""
    rows = db.execute(f"{_ACTIVE} AND l.consultant IS NULL ORDER BY +l.id", {"today": today}).fetchall()
    return [make_finding(row, "unowned", row["opened_at"]) for row in rows]


def find_objections(db: sqlite3.Connection, today: str) -> list[Record]:
    """The newest lead of each customer who objected to being contacted; ``objection``: calls or all."""
    rows = db.execute(
        f"{_LEADS} WHERE c.do_not_contact IS NOT NULL AND c.forgotten_on IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM leads AS n WHERE n.customer = l.customer AND n.id > l.id) ORDER BY +l.id",
        {"today": today},
    ).fetchall()
    return [
        make_finding(row, "do-not-contact", row["do_not_contact_on"], objection=row["do_not_contact"]) for row in rows
    ]


_OVERDUE = (
    f"SELECT l.id AS lead, c.name AS customer, s.name AS consultant, l.grade, {DUE_BY} AS due_by,"
    f" {OWNED_SINCE} AS owned_since"
    " FROM leads AS l JOIN customers AS c ON c.id = l.customer LEFT JOIN staff AS s ON s.id = l.consultant"
    f" WHERE l.task IS NOT NULL AND l.task <> 'verification' AND l.due_by < :today AND {DUE_BY} < :today"
    f" AND {MAY_BE_CALLED}"
    f" ORDER BY {DUE_BY}, l.id"
)


def find_neglected_leads(db: sqlite3.Connection, policy: Policy, today: str) -> Iterator[Record]:
    """The neglected leads, the longest overdue first; ``since``: the first day on which they are."""
    for row in db.execute(_OVERDUE, {"today": today}):
        beyond = _days_beyond(row, max(row["due_by"], (row["owned_since"] or "")[:10]), policy, today)
        if beyond > 0:
            since = add_days(today, 1 - beyond)
            yield make_finding(
                row, "neglected", row["due_by"], since=since, days_over=_count_days(row["due_by"], today)
            )


def _days_beyond(row: sqlite3.Row, since: str, policy: Policy, today: str) -> int:
    """Days overdue since an ISO date, beyond those that the policy gives the grade."""
    return _count_days(since, today) - policy.rule(row["grade"]).neglect


_count_days = lru_cache(maxsize=4096)(days_between)
"""Leads share few due dates."""


CARDS_OF = (
    f"{LEADS.inside} AND l.origin <> 'win-back'"
    " AND NOT EXISTS (SELECT 1 FROM customers AS w WHERE w.id = l.customer AND w.forgotten_on IS NOT NULL)"
)
"""Which leads ``l`` are the cards of a span: neither won back, nor of a customer whom the store has forgotten."""

_SAID = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} AS n WHERE n.{column} = l.id AND n.note IS NOT NULL)"
    for table, column in (
        ("visits", "lead"),
        ("followups", "lead"),
        ("screenings", "lead"),
        ("aftercare", "new_lead"),
    )
)
_CARDS = (
    f"SELECT l.id AS lead, c.name AS customer, c.name, {LEADS_PHONE}, l.grade, l.model, l.source,"
    f" s.name AS consultant, l.opened_at, CASE WHEN {_SAID} THEN 1 END AS word"
    " FROM leads AS l JOIN customers AS c ON c.id = l.customer LEFT JOIN staff AS s ON s.id = l.consultant"
    f" WHERE {CARDS_OF} ORDER BY l.opened_at, l.id"
)


def list_cards(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Every card of a span as it stands now; ``missing``: those of ``CARD_FIELDS`` that it lacks."""
    return [_make_card(row) for row in db.execute(_CARDS, span.values()).fetchall()]


def _make_card(row: sqlite3.Row) -> Record:
    missing = [field for field in CARD_FIELDS if row[field] in (None, "")]
    return make_finding(row, "incomplete" if missing else "complete", row["opened_at"], missing=missing)


_VISITS = (
    "SELECT v.id AS visit, v.lead, coalesce(c.name, v.name) AS customer, s.name AS consultant, v.grade, v.at,"
    " v.kind, o.at AS entered_at FROM visits AS v JOIN operations AS o ON o.id = v.operation"
    " LEFT JOIN customers AS c ON c.id = v.customer LEFT JOIN staff AS s ON s.id = v.consultant"
    " WHERE v.at >= :first AND v.at < :end"
)
_FOLLOW_UPS = (
    "SELECT f.id AS followup, f.lead, c.name AS customer, s.name AS consultant, f.grade, f.at, o.at AS entered_at"
    " FROM followups AS f JOIN operations AS o ON o.id = f.operation JOIN leads AS l ON l.id = f.lead"
    " JOIN customers AS c ON c.id = l.customer LEFT JOIN staff AS s ON s.id = f.by"
    " WHERE f.at >= :first AND f.at < :end"
)


def find_open_visits(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Walk-ins of past days that nobody closed by their evening: no leaving time."""
    return _find_visits(db, span, "no-leaving-time", " AND v.at < :today AND v.kind = 'walk-in' AND v.left_at IS NULL")


def find_visits_without_contact(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Traffic that left no phone."""
    return _find_visits(db, span, "no-contact", " AND v.customer IS NULL")


def find_visits_without_consultant(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Visits that nobody served; an online enquiry is given to somebody only after it was screened."""
    return _find_visits(db, span, "no-consultant", " AND v.kind <> 'online' AND v.consultant IS NULL")


_AHEAD = (
    "SELECT f.lead, f.visit, f.followup, f.day, c.name AS customer, s.name AS consultant, l.grade FROM ("
    "SELECT lead, id AS visit, NULL AS followup, at AS day FROM visits WHERE at >= :tomorrow"
    " UNION ALL SELECT lead, NULL, id, at FROM followups WHERE at >= :tomorrow"
    " UNION ALL SELECT lead, NULL, NULL, at FROM churns WHERE at >= :tomorrow"
    " UNION ALL SELECT lead, NULL, NULL, at FROM screenings WHERE at >= :tomorrow"
    " UNION ALL SELECT lead, NULL, NULL, ordered_at FROM orders WHERE ordered_at >= :tomorrow"
    " UNION ALL SELECT lead, NULL, NULL, delivered_at FROM orders WHERE delivered_at >= :tomorrow"
    ") AS f LEFT JOIN leads AS l ON l.id = f.lead LEFT JOIN customers AS c ON c.id = l.customer"
    " LEFT JOIN staff AS s ON s.id = l.consultant ORDER BY f.day, f.lead"
)


def find_facts_ahead(db: sqlite3.Connection, today: str) -> list[Record]:
    """Visits, contacts, screenings, churn, orders and deliveries dated after today: a clock once ran ahead.

    Until that day comes such a fact counts as the newest, and hides what is due.
    """
    rows = db.execute(_AHEAD, {"tomorrow": add_days(today, 1)}).fetchall()
    return [make_finding(row, "dated-ahead", row["day"]) for row in rows]


def find_late_entries(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Visits and follow-ups recorded on a later day than they happened, typed or imported."""
    late = " AND substr(o.at, 1, 10) > substr({at}, 1, 10) ORDER BY {at}"
    rows = db.execute(_VISITS + late.format(at="v.at"), span.values()).fetchall()
    rows += db.execute(_FOLLOW_UPS + late.format(at="f.at"), span.values()).fetchall()
    return [
        make_finding(row, "entered-after-its-day", row["at"], entered_at=row["entered_at"][:16])
        for row in sorted(rows, key=lambda row: str(row["at"]))
    ]


def _find_visits(db: sqlite3.Connection, span: Span, check: str, clause: str) -> list[Record]:
    rows = db.execute(f"{_VISITS}{clause} ORDER BY v.at, v.id", span.values()).fetchall()
    return [make_finding(row, check, row["at"], at=row["at"], kind=row["kind"]) for row in rows]


_NAMES = (
    " JOIN leads AS l ON l.id = ch.lead JOIN customers AS c ON c.id = l.customer"
    " LEFT JOIN staff AS s ON s.id = ch.consultant"
)
_WAITING = (
    "SELECT ch.lead, c.name AS customer, s.name AS consultant, l.grade, ch.at, l.attempts FROM leads AS w"
    f" JOIN churns AS ch ON ch.lead = w.id AND ch.result = 'pending'{_NAMES}"
    " WHERE w.task = 'verification' AND w.due_by > '' ORDER BY +ch.at, ch.id"
)
_BY_RECORDER = (
    "SELECT ch.lead, c.name AS customer, s.name AS consultant, l.grade, v.at, ch.at AS churned_at"
    f" FROM verifications AS v JOIN churns AS ch ON ch.id = v.churn{_NAMES}"
    " JOIN operations AS said ON said.id = ch.operation JOIN operations AS checked ON checked.id = v.operation"
    " WHERE said.id <> checked.id"
    " AND (said.login = checked.login AND said.host = checked.host OR v.by = ch.by OR v.by = ch.consultant)"
    " AND v.at >= :first AND v.at < :end ORDER BY v.at, v.id"
)


def find_unverified_churns(db: sqlite3.Connection, policy: Policy, today: str) -> list[Record]:
    """Churns that have waited for their verification for more days than the store puts up with, the oldest first.

    A last day on which the store is closed moves to its next open day; a call-back that reached nobody ends no
    waiting.
    """
    rows = db.execute(_WAITING, {}).fetchall()
    return [
        make_finding(
            row,
            "unverified",
            row["at"],
            days_over=days_between(policy.verify_by(row["at"][:10]), today),
            attempts=row["attempts"],
        )
        for row in rows
        if policy.verify_by(row["at"][:10]) < today
    ]


def find_own_verifications(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Call-backs of a span recorded under the login, on the machine, that had recorded the churn, or by who had
    recorded it or owned the lead: somebody who works alone may."""
    rows = db.execute(_BY_RECORDER, span.values()).fetchall()
    return [make_finding(row, "verified-under-recorders-login", row["at"], since=row["churned_at"]) for row in rows]
