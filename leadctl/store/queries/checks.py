"""What an audit asks of the store. Every answer is a list of records, all of one form (``KEYS``).

Neglect: as for the common pool, an owner who took a lead over while it was overdue has the days of its grade whole.
Other than there, leads of nobody and ordered ones count too. A lead that was opened to win a customer back is no card
of the register: it copies what an older one says.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

from leadctl.domain.days import add_days, add_months, days_between
from leadctl.domain.grading import FRUITLESS, GradedLead, doubts_of
from leadctl.domain.periods import Span
from leadctl.domain.policy import Policy
from leadctl.domain.terms import CARD_FIELDS
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import read_rows
from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.figures.kinds import LEADS
from leadctl.store.queries.lead_now import AWAKE, DUE_BY, MAY_BE_CALLED, OWNED_SINCE, TASK

KEYS = ("lead", "visit", "followup", "customer", "consultant", "grade", "day", "what", "since")
"""What every record has: whom it is about (null where it is not), its ISO day, the check, and since when it holds."""

Record = dict[str, object]


class Subject(NamedTuple):
    """Whom a record is about: names, and the ids of a lead, a visit, a follow-up; None where it is not about one."""

    lead: int | None
    visit: int | None
    followup: int | None
    customer: str | None
    consultant: str | None
    grade: str | None


def make_finding(about: Subject, check: str, day: str | None, *, since: str | None = None, **more: object) -> Record:
    """A record. ``day``, ``since``: days or moments; ``since`` left out: the day; ``more``: of one check alone."""
    held = since or day
    known: Record = {**about._asdict(), "day": None if day is None else day[:10], "what": check}
    return known | {"since": None if held is None else held[:10]} | more


class _Lead(NamedTuple):
    lead: int
    customer: str | None
    consultant: str | None
    grade: str | None
    need_by: str | None
    last_contact: str | None
    due_by: str | None
    opened_at: str
    do_not_contact: str | None
    do_not_contact_on: str | None
    agreed: str | None

    def find_subject(self) -> Subject:
        return Subject(self.lead, None, None, self.customer, self.consultant, self.grade)


_LEADS = (
    "SELECT l.id AS lead, c.name AS customer, s.name AS consultant, l.grade, l.need_by, l.last_contact,"
    f" {DUE_BY} AS due_by, l.opened_at, c.do_not_contact, c.do_not_contact_on,"
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
    values = {"today": today, "fruitless": FRUITLESS}
    for *columns, graded_at, grade_before, fruitless_since in db.execute(f"{_GRADED} ORDER BY +l.id", values):
        lead = _Lead._make(columns)
        graded = GradedLead(lead.grade, lead.opened_at, graded_at, grade_before, lead.need_by, fruitless_since)
        for doubt, since in doubts_of(graded, policy, today).items():
            yield doubt, make_finding(lead.find_subject(), doubt, lead.need_by or lead.opened_at, since=since)


def find_late_plans(db: sqlite3.Connection, policy: Policy, today: str) -> list[Record]:
    """Active leads whose next contact was agreed for a day after the window of their grade."""
    leads = _read_leads(db, f"{_ACTIVE} AND {TASK} = 'follow-up'{_AGREED} ORDER BY +l.id", today)
    return [
        make_finding(lead.find_subject(), "planned-beyond-window", lead.due_by, since=lead.last_contact)
        for lead in leads
        if _is_planned_late(lead, policy)
    ]


def _is_planned_late(lead: _Lead, policy: Policy) -> bool:
    if lead.agreed is None or lead.due_by is None or lead.last_contact is None:
        return False
    if policy.open_day(lead.agreed) != lead.due_by:  # a try, a sleep or a call-back set it
        return False
    return lead.due_by > policy.window(lead.grade, lead.last_contact)[1]


def _read_leads(db: sqlite3.Connection, sql: str, today: str) -> list[_Lead]:
    return read_rows(db, _Lead, sql, {"today": today})


def find_leads_without_date(db: sqlite3.Connection) -> list[Record]:
    """Leads that are not closed and have no next contact: there must be none."""
    return [
        make_finding(lead.find_subject(), "no-next-date", lead.opened_at) for lead in _read_leads(db, _DATELESS, "")
    ]


def find_unowned_leads(db: sqlite3.Connection, today: str) -> list[Record]:
    """Active leads that nobody owns."""
    leads = _read_leads(db, f"{_ACTIVE} AND l.consultant IS NULL ORDER BY +l.id", today)
    return [make_finding(lead.find_subject(), "unowned", lead.opened_at) for lead in leads]


def find_objections(db: sqlite3.Connection, today: str) -> list[Record]:
    """The newest lead of each customer who objected to being contacted; ``objection``: calls or all."""
    leads = _read_leads(
        db,
        f"{_LEADS} WHERE c.do_not_contact IS NOT NULL AND c.forgotten_on IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM leads AS n WHERE n.customer = l.customer AND n.id > l.id) ORDER BY +l.id",
        today,
    )
    return [
        make_finding(lead.find_subject(), "do-not-contact", lead.do_not_contact_on, objection=lead.do_not_contact)
        for lead in leads
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
    for lead in read_rows(db, _OverdueLead, _OVERDUE, {"today": today}):
        held_since = max(lead.due_by, (lead.owned_since or "")[:10])
        beyond = days_between(held_since, today) - policy.rule(lead.grade).neglect  # days that the policy does not give
        if beyond > 0:
            about = Subject(lead.lead, None, None, lead.customer, lead.consultant, lead.grade)
            since, over = add_days(today, 1 - beyond), days_between(lead.due_by, today)
            yield make_finding(about, "neglected", lead.due_by, since=since, days_over=over)


class _OverdueLead(NamedTuple):
    lead: int
    customer: str | None
    consultant: str | None
    grade: str | None
    due_by: str
    owned_since: str | None


CARDS_OF = (
    f"{LEADS.inside} AND l.origin <> 'win-back'"
    " AND NOT EXISTS (SELECT 1 FROM customers AS w WHERE w.id = l.customer AND w.forgotten_on IS NOT NULL)"
)
"""Which leads ``l`` are the cards of a span: neither won back, nor of a customer whom the store has forgotten."""

STALE_MONTHS = 6
"""Calendar months after which a card that nobody updated is to be looked at (house rule)."""

_EDITED = "SELECT max(w.at) FROM changes AS e JOIN operations AS w ON w.id = e.operation"
# What updates a card: a visit, a new grade or need, an edit of the customer. A contact that told nothing new does not.
_UPDATED = (
    "max(l.opened_at, "
    + ", ".join(
        f"coalesce(({newest}), '')"
        for newest in (
            "SELECT max(v.at) FROM visits AS v WHERE v.lead = l.id",
            "SELECT max(g.at) FROM assessments AS g WHERE g.lead = l.id",
            "SELECT max(f.at) FROM followups AS f WHERE f.lead = l.id AND f.grade IS NOT NULL",
            f"{_EDITED} WHERE e.tbl = 'customers' AND e.first_row = l.customer AND e.action = 'update'",
        )
    )
    + ")"
)
_STALE = (
    f"SELECT * FROM ({_ACTIVE.replace(' FROM leads AS l JOIN', f', {_UPDATED} AS updated_at FROM leads AS l JOIN')}"
    " AND l.opened_at < :before) WHERE updated_at < :before ORDER BY updated_at, lead"
)


def find_stale_cards(db: sqlite3.Connection, today: str) -> list[Record]:
    """Active leads whose card nobody updated for ``STALE_MONTHS``, the longest first; ``since``: the day on which they
    were over."""
    before = add_months(date.fromisoformat(today), -STALE_MONTHS).isoformat()
    found = []
    for *columns, updated_at in db.execute(_STALE, {"today": today, "before": before}):
        over = _months_after(updated_at, STALE_MONTHS)
        found.append(make_finding(_Lead._make(columns).find_subject(), "not-updated", updated_at, since=over))
    return found


def _months_after(day: str, months: int) -> str:
    return add_months(date.fromisoformat(day[:10]), months).isoformat()


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
    f"SELECT l.id AS lead, c.name AS name, {LEADS_PHONE}, l.grade, l.model, s.name AS consultant, l.source,"
    f" CASE WHEN {_SAID} THEN 1 END AS word, l.opened_at"
    " FROM leads AS l JOIN customers AS c ON c.id = l.customer LEFT JOIN staff AS s ON s.id = l.consultant"
    f" WHERE {CARDS_OF} ORDER BY l.opened_at, l.id"
)


def list_cards(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Every card of a span as it stands now; ``missing``: those of ``CARD_FIELDS`` that it lacks."""
    return list(map(_check_card, read_rows(db, _Card, _CARDS, span.values())))


class _Card(NamedTuple):
    lead: int
    name: str | None
    phone: str | None
    grade: str | None
    model: int | None
    consultant: str | None
    source: int | None
    word: int | None
    opened_at: str


def _check_card(card: _Card) -> Record:
    fields = card._asdict()
    missing = [field for field in CARD_FIELDS if fields[field] in (None, "")]
    about = Subject(card.lead, None, None, card.name, card.consultant, card.grade)
    return make_finding(about, "incomplete" if missing else "complete", card.opened_at, missing=missing)


class _Entry(NamedTuple):
    """A visit or a follow-up; ``kind``: of the visit."""

    about: Subject
    at: str
    kind: str | None
    entered_at: str


def _read_entries(db: sqlite3.Connection, sql: str, span: Span) -> list[_Entry]:
    rows = db.execute(sql, span.values()).fetchall()
    return [_Entry(Subject._make(about), at, kind, entered_at) for *about, at, kind, entered_at in rows]


_VISITS = (
    "SELECT v.lead, v.id, NULL, coalesce(c.name, v.name), s.name, v.grade, v.at, v.kind, o.at"
    " FROM visits AS v JOIN operations AS o ON o.id = v.operation"
    " LEFT JOIN customers AS c ON c.id = v.customer LEFT JOIN staff AS s ON s.id = v.consultant"
    " WHERE v.at >= :first AND v.at < :end"
)
_FOLLOW_UPS = (
    "SELECT f.lead, NULL, f.id, c.name, s.name, f.grade, f.at, NULL, o.at"
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
    " UNION ALL ".join(
        f"SELECT f.lead, {visit}, {followup}, c.name, s.name, l.grade, f.{day} AS day FROM {table} AS f"
        " LEFT JOIN leads AS l ON l.id = f.lead LEFT JOIN customers AS c ON c.id = l.customer"
        f" LEFT JOIN staff AS s ON s.id = l.consultant WHERE f.{day} >= :tomorrow"
        for table, day, visit, followup in (
            ("visits", "at", "f.id", "NULL"),
            ("followups", "at", "NULL", "f.id"),
            ("churns", "at", "NULL", "NULL"),
            ("screenings", "at", "NULL", "NULL"),
            ("orders", "ordered_at", "NULL", "NULL"),
            ("orders", "delivered_at", "NULL", "NULL"),
        )
    )
    + " ORDER BY day, 1"
)


def find_facts_ahead(db: sqlite3.Connection, today: str) -> list[Record]:
    """Visits, contacts, screenings, churn, orders and deliveries dated after today: a clock once ran ahead.

    Until that day comes such a fact counts as the newest, and hides what is due.
    """
    rows = db.execute(_AHEAD, {"tomorrow": add_days(today, 1)}).fetchall()
    return [make_finding(Subject._make(about), "dated-ahead", day) for *about, day in rows]


def find_late_entries(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Visits and follow-ups recorded on a later day than they happened, typed or imported."""
    late = " AND substr(o.at, 1, 10) > substr({at}, 1, 10) ORDER BY {at}"
    found = _read_entries(db, _VISITS + late.format(at="v.at"), span)
    found += _read_entries(db, _FOLLOW_UPS + late.format(at="f.at"), span)
    return [
        make_finding(entry.about, "entered-after-its-day", entry.at, entered_at=entry.entered_at[:16])
        for entry in sorted(found, key=lambda entry: entry.at)
    ]


def _find_visits(db: sqlite3.Connection, span: Span, check: str, clause: str) -> list[Record]:
    found = _read_entries(db, f"{_VISITS}{clause} ORDER BY v.at, v.id", span)
    return [make_finding(visit.about, check, visit.at, at=visit.at, kind=visit.kind) for visit in found]


_NAMES = (
    " JOIN leads AS l ON l.id = ch.lead JOIN customers AS c ON c.id = l.customer"
    " LEFT JOIN staff AS s ON s.id = ch.consultant"
)
_WAITING = (
    "SELECT ch.lead, NULL, NULL, c.name, s.name, l.grade, ch.at, l.attempts FROM leads AS w"
    # Few leads wait: without CROSS the plan may begin with all churns.
    f" CROSS JOIN churns AS ch ON ch.lead = w.id AND ch.result = 'pending'{_NAMES}"
    " WHERE w.task = 'verification' AND w.due_by > '' ORDER BY +ch.at, ch.id"
)
_BY_RECORDER = (
    "SELECT ch.lead, NULL, NULL, c.name, s.name, l.grade, v.at, ch.at"
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
    found = []
    for *about, at, attempts in rows:
        over = days_between(policy.verify_by(at[:10]), today)
        if over > 0:
            found.append(make_finding(Subject._make(about), "unverified", at, days_over=over, attempts=attempts))
    return found


def find_own_verifications(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Call-backs of a span recorded under the login, on the machine, that had recorded the churn, or by who had
    recorded it or owned the lead: somebody who works alone may."""
    rows = db.execute(_BY_RECORDER, span.values()).fetchall()
    return [
        make_finding(Subject._make(about), "verified-under-recorders-login", at, since=churned_at)
        for *about, at, churned_at in rows
    ]
