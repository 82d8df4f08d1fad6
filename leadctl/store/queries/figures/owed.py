"""What was owed in the morning and in the evening of a day, by whom.

A lead that nothing speaks of since that morning is owed what its row says, and these are counted as SQLite finds
them alike: whoever never closed anything owes hundreds of thousands of contacts. The others are walked through.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from leadctl.domain.days import add_days
from leadctl.domain.policy import Policy
from leadctl.domain.windows import Conduct
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.settings import policy_of
from leadctl.store.derivation.lives import conducts_until
from leadctl.store.queries.figures.evenings import EVER, TOUCHED
from leadctl.store.queries.figures.measures import Record

# An appointment is missed, and a lead won back begins, without a fact of that day.
_APART = (
    f"SELECT lead FROM {TOUCHED} AS later UNION SELECT id FROM leads WHERE opened_at > :night AND opened_at < :end"
    " UNION SELECT id FROM leads WHERE meets_at < :end"
)
_ALL = (
    "SELECT l.id AS lead FROM leads AS l WHERE l.task IS NOT NULL AND l.due_from > '' AND +l.opened_at < :end"
    " UNION ALL SELECT l.id FROM leads AS l WHERE l.closed_at > :night AND +l.opened_at < :end"
)
_OWED = (
    " FROM leads AS l WHERE l.task IN ('first-follow-up', 'follow-up') AND l.due_from <= :by AND l.opened_at < :known"
    " AND l.id NOT IN (SELECT value FROM json_each(:apart))"
)
# The sign leaves the question to the index of what is due, of which it reads what it asks for.
_COUNTED = (
    f"SELECT +l.consultant AS consultant, l.grade, l.due_by < :day AS late, count(*) AS leads{_OWED} GROUP BY 1, 2, 3"
)
_LISTED = f"SELECT l.id AS lead, l.task, l.grade, l.due_from, l.due_by, l.attempts, l.consultant{_OWED} ORDER BY +l.id"


@dataclass
class Day:
    """The leads of an ISO day under the policies that were known on it."""

    db: sqlite3.Connection
    day: str
    policy: Policy

    @cached_property
    def apart(self) -> list[int]:
        """The leads whose rows do not tell of that day: their ids ascending."""
        # Dates are stored as all policies make them; a day knows none that began after it.
        known = len(self.policy.ever) == len(policy_of(self.db).ever)
        values = {"night": f"{add_days(self.day, -1)}T23:59", "until": EVER, "end": self.following}
        return sorted(row["lead"] for row in self.db.execute(_APART if known else _ALL, values))

    @property
    def following(self) -> str:
        """The day after."""
        return add_days(self.day, 1)

    def conducts(self) -> Iterator[tuple[int, Conduct | None, Conduct]]:
        """(lead, what its facts told in the morning, None: not opened yet, and in the evening) of those apart."""
        for lead, (morning, evening) in conducts_until(self.db, self.apart, self.policy, self.day, self.following):
            if evening is not None:
                yield lead, morning, evening

    def owed(self, by: str) -> Iterator[tuple[int | None, str | None, bool, int]]:
        """(owner, grade, whether it is late, how many leads) of the others that were owed a contact by the day, or the
        day after, ``by``."""
        for row in self.db.execute(_COUNTED, self._values(by)):
            yield row["consultant"], row["grade"], bool(row["late"]), row["leads"]

    def leads_owed(self, by: str) -> list[Record]:
        """The same leads one by one, with the id of their owner."""
        return [dict(row) for row in self.db.execute(_LISTED, self._values(by))]

    def _values(self, by: str) -> dict[str, object]:
        return {"day": self.day, "by": by, "known": by, "apart": json_ids(self.apart)}
