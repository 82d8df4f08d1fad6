"""``leadctl audit``: what a manager checks before trusting the figures."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from leadctl.commands.session import Session
from leadctl.domain.days import Month
from leadctl.domain.doubts import DOUBTS
from leadctl.locale import N_

if TYPE_CHECKING:
    from leadctl.domain.policy import Policy
    from leadctl.render.page import Table
    from leadctl.store.connection import Database

TITLES = {
    "ungraded": N_("No grade"),
    "not-in-policy": N_("A grade that the policy does not have"),
    "need-passed": N_("The day of the need has passed"),
    "need-nearer": N_("The need is nearer than the grade says"),
    "hot-too-long": N_("Hot for longer than its horizon"),
    "jumped": N_("The grade jumped two levels or more"),
    "no-advance": N_("Three contacts in a row without an advance"),
    "planned-beyond-window": N_("The next contact is planned beyond the grade's window"),
    "unverified": N_("A churn that customer service has not called back in time"),
    "verified-under-recorders-login": N_("A churn verified under the login that recorded it"),
    "no-leaving-time": N_("A walk-in of this month without a leaving time"),
    "entered-after-its-day": N_("A visit of this month typed after its day"),
    "unowned": N_("An open lead that nobody owns"),
}


def audit(session: Session) -> None:
    """List what looks wrong: grades, plans beyond their window, unverified churn, gaps in the register.

    Example: leadctl audit --limit 20
    """
    from leadctl.render.page import Page
    from leadctl.store.settings import policy_of

    with session.read() as db:
        today = session.now(db)[:10]
        found = {check: rows for check, rows in _checks(db, today, policy_of(db)).items() if rows}
    limit = session.output.limit
    data = {
        "day": today,
        "checks": [{"check": check, "count": len(rows), "records": rows[:limit]} for check, rows in found.items()],
    }
    tables = tuple(_table(check, rows[:limit], len(rows)) for check, rows in found.items())
    notes = () if found else (session.translate(N_("Nothing looks wrong.")),)
    session.show(Page(data, tables, f"{session.translate(N_('Audit'))} {today}", notes))


def _checks(db: Database, today: str, policy: Policy) -> dict[str, list[dict[str, object]]]:
    from leadctl.store import audit as questions

    month = Month.of(today).first
    doubts: dict[str, list[dict[str, object]]] = defaultdict(list)
    for doubt, record in questions.grade_doubts(db, policy, today):
        doubts[doubt].append(record)
    return {doubt: doubts[doubt] for doubt in DOUBTS} | {
        "planned-beyond-window": questions.planned_beyond(db, policy),
        "unverified": questions.unverified(db, today),
        "verified-under-recorders-login": questions.verified_by_recorder(db, month),
        "no-leaving-time": questions.not_closed(db, month, today),
        "entered-after-its-day": questions.entered_late(db, month, today),
        "unowned": questions.unowned(db),
    }


def _table(check: str, rows: list[dict[str, object]], count: int) -> Table:
    from leadctl.render.page import Column, Table

    place = "visit" if rows and rows[0]["visit"] is not None else "lead"
    columns = (
        Column(place, N_("Visit") if place == "visit" else N_("Lead"), "int"),
        Column("grade", N_("Grade")),
        Column("customer", N_("Customer")),
        Column("consultant", N_("Consultant")),
        Column("day", N_("Day"), "date"),
    )
    more = f"{len(rows)} / {count}" if len(rows) < count else ""
    return Table(columns, rows, TITLES[check], more)
