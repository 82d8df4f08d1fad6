"""What is owed: a kind of task is one module with one query; adding a kind adds a line here."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from leadctl.domain.due import Reason, Task
from leadctl.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose tasks, and until when. ``consultant``: a staff id and what nobody owns; None: everybody's.

    ``service``: with the call-backs of customer service.
    """

    today: str
    until: str
    policy: Policy
    consultant: int | None = None
    service: bool = True
    say: Callable[[Reason], str] = lambda reason: reason.text.format(**reason.values)


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Every task whose window has begun by ``wanted.until``, of all kinds, in no order."""
    from leadctl.store.tasks import aftercare, campaigns, follow_ups, verifications

    return [task for kind in (follow_ups, verifications, campaigns, aftercare) for task in kind.tasks(db, wanted)]


def coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many tasks begin after today and by ``wanted.until``."""
    from leadctl.store.tasks import aftercare, campaigns, follow_ups, verifications

    return sum(kind.coming(db, wanted) for kind in (follow_ups, verifications, campaigns, aftercare))
