"""Who has been kept for longer than the store wants to keep people: a rule in months, and who is past it.

Docs/domain.md, "Keeping people no longer than needed".
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import date

from leadctl.domain.days import add_months
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import read_rows, read_values
from leadctl.store.core.settings import read_setting
from leadctl.store.core.tables import MAIN_PHONE
from leadctl.store.core.writer import Writer
from leadctl.store.privacy.erasure import ERASED, empty_journal, erase_rows
from leadctl.store.privacy.traces import Traces

KEY = "retention"

_WORDS = [column for column in ERASED["visits"] if column != "who"]
_ANONYMOUS = (
    "v.customer IS NULL AND v.at < :before AND (v.who <> '' AND substr(v.who, 1, 1) <> '#' OR "
    + " OR ".join(f"v.{column} IS NOT NULL" for column in _WORDS if column != "referrer")
    + " OR coalesce(v.referrer, '-') <> '-')"
)
"""A visit without a phone from before a moment that still says something of whoever came."""

_LAST = """
SELECT c.id AS customer, c.name, {phone}, x.last_on, x.churned FROM (
    SELECT e.customer, max(substr(e.at, 1, 10)) AS last_on, NOT max(e.stays) AS churned FROM (
        SELECT v.customer, v.at, 0 AS stays FROM visits AS v WHERE v.customer IS NOT NULL
        UNION ALL SELECT l.customer, max(l.opened_at, coalesce(l.last_contact, ''), coalesce(l.closed_at, ''),
            coalesce(l.wake_on, ''), coalesce(l.meets_at, ''), coalesce(l.callback_at, '')),
            l.status NOT IN ('defeated', 'lost')
            FROM leads AS l WHERE l.opened_at IS NOT NULL
        UNION ALL SELECT l.customer, coalesce(o.delivered_at, o.ordered_at), o.cancelled_at IS NULL
            FROM orders AS o JOIN leads AS l ON l.id = o.lead
        UNION ALL SELECT w.customer,
            max(w.delivered_on, coalesce(w.insurance_on, ''), coalesce(w.warranty_until, '')), 1 FROM owned_cars AS w
        UNION ALL SELECT l.customer, a.at, 1 FROM aftercare AS a JOIN orders AS o ON o.id = a.delivery
            JOIN leads AS l ON l.id = o.lead
        UNION ALL SELECT w.customer, a.at, 1 FROM aftercare AS a JOIN owned_cars AS w ON w.id = a.car
        UNION ALL SELECT p.customer, p.paid_on, 0 FROM reward_payments AS p WHERE p.customer IS NOT NULL
    ) AS e GROUP BY e.customer
) AS x JOIN customers AS c ON c.id = x.customer
WHERE c.forgotten_on IS NULL AND x.last_on < iif(x.churned, :churned, :any)
    AND NOT EXISTS (SELECT 1 FROM leads AS l WHERE l.customer = c.id AND l.status = 'ordered')
ORDER BY x.last_on, c.id
"""


class Retention(NamedTuple):
    """For how many months after the last that happened: anybody, who was lost and owns no car, who left no phone."""

    months: int
    churned: int
    anonymous: int


class Past(NamedTuple):
    """A customer who has been kept for too long. ``churned``: all their leads were lost, and they own no car."""

    customer: int
    name: str | None
    phone: str | None
    last_on: str
    churned: bool


def retention_of(db: sqlite3.Connection) -> Retention | None:
    """The store's rule; None: it has set none."""
    text = read_setting(db, KEY)
    return None if text is None else Retention(**json.loads(text))


def set_retention(writer: Writer, rule: Retention | None) -> None:
    """Follow this rule from now on, or none. Nobody is forgotten by it until it is applied."""
    if rule is not None:
        writer.put("settings", {"key": KEY}, value=json.dumps(rule._asdict()))
        return
    for row in read_values(writer.db, int, "SELECT id FROM settings WHERE key = ?", (KEY,)):
        writer.delete("settings", row)


def find_past(db: sqlite3.Connection, rule: Retention, today: str) -> list[Past]:
    """The customers who are past the rule on an ISO day, the longest kept first. Who has ordered a car is not."""
    values = {"any": _months_before(today, rule.months), "churned": _months_before(today, rule.churned)}
    found = read_rows(db, Past, _LAST.format(phone=MAIN_PHONE.format(customer="c.id")), values)
    return [past._replace(churned=bool(past.churned)) for past in found]


def find_past_visits(db: sqlite3.Connection, rule: Retention, today: str) -> list[int]:
    """The visits without a phone that are past the rule and still say something of whoever came."""
    sql = f"SELECT v.id FROM visits AS v WHERE {_ANONYMOUS} ORDER BY v.id"
    return read_values(db, int, sql, {"before": _months_before(today, rule.anonymous)})


def erase_visits(writer: Writer, visits: list[int], find_customer: Callable[[str], int | None], key: bytes) -> None:
    """Take out of visits without a phone what they say of whoever came; what reports count stays."""
    traces = Traces(0, set())
    traces.rows["visits"] = set(visits)
    erase_rows(writer, traces, find_customer, key)
    writer.settle()
    empty_journal(writer, traces)


def _months_before(day: str, months: int) -> str:
    return add_months(date.fromisoformat(day), -months).isoformat()
