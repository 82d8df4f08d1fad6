"""Churns that customer service still has to call back."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from leadctl.domain.due import Reason, Task
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import read_row
from leadctl.store.queries.lead_now import MAY_BE_CALLED
from leadctl.store.queries.tasks import lead_rows
from leadctl.store.queries.tasks.request import Wanted

NAMES: tuple[str, ...] = ("verification",)

_KIND = f"l.list_on <= :until AND l.task = 'verification' AND {MAY_BE_CALLED}"
_COMING = f"l.list_on > :today AND {_KIND}"


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """All of them, for customer service and for whoever sees everybody's work; to be completed."""
    return lead_rows.read_lines(db, _widen_to_all(wanted), _KIND) if wanted.service else []


def complete(db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> list[Task]:
    """These lines with their details."""
    aim = wanted.say(Reason("is it true; why; would they come again", {}))
    found = lead_rows.complete_lines(db, wanted, lines, lambda _, found: [_reason(db, found.lead)])
    return [line._replace(aim=aim) for line in found]


def count_coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many begin after today and by ``wanted.until``."""
    return lead_rows.count_leads(db, _widen_to_all(wanted), _COMING) if wanted.service else 0


def _widen_to_all(wanted: Wanted) -> Wanted:
    """Whoever owned the lead, a call-back is customer service's."""
    return wanted._replace(consultant=None)


class _Churn(NamedTuple):
    kind: str
    reason: str | None
    rival: str | None


def _reason(db: sqlite3.Connection, lead: int) -> Reason:
    sql = (
        "SELECT c.kind, r.code, c.rival FROM churns AS c LEFT JOIN reasons AS r ON r.id = c.reason"
        " WHERE c.lead = ? AND c.result = 'pending' ORDER BY c.id DESC LIMIT 1"
    )
    churn = read_row(db, _Churn, sql, (lead,))
    if churn.kind == "lost-contact":
        return Reason("verify: lost contact", {})
    if churn.rival:
        return Reason("verify: defeat by {rival} ({reason})", {"rival": churn.rival, "reason": churn.reason})
    return Reason("verify: defeat ({reason})", {"reason": churn.reason})
