"""What is owed: a kind of task is one module with one query; adding a kind adds a line here."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from leadctl.domain.due import Reason, Task
from leadctl.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose tasks, and until when. ``consultant``: a staff id and what nobody owns; None: everybody's.

    ``service``: with the call-backs of customer service. ``time``: of the day ``today``, for who waits by the minute.
    ``say`` makes the sentence of a reason, ``between`` stands between two of them.
    """

    today: str
    until: str
    policy: Policy
    consultant: int | None = None
    service: bool = True
    say: Callable[[Reason], str] = lambda reason: reason.text.format(**reason.values)
    time: str = "23:59"
    between: str = "; "

    @property
    def now(self) -> str:
        """The moment of which the list speaks, ISO to the minute."""
        return f"{self.today}T{self.time}"


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Every task whose window has begun by ``wanted.until``, of all kinds, in no order and without details."""
    return [task for kind in _kinds() for task in kind.tasks(db, wanted)]


def complete(db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> None:
    """Fill in the details of the lines that are to be shown."""
    for kind in _kinds():
        kind.complete(db, wanted, [line for line in lines if line.task in kind.NAMES])


def coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many tasks begin after today and by ``wanted.until``."""
    return sum(kind.coming(db, wanted) for kind in _kinds())


def count_retried(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many overdue contacts are not listed, since somebody tried them today: they come back later."""
    from leadctl.store.queries.tasks import follow_ups

    return follow_ups.count_retried(db, wanted)


class _Kind(Protocol):
    """A kind of task, as its module holds it: ``NAMES`` are the tasks it reads."""

    NAMES: tuple[str, ...]

    def tasks(self, db: sqlite3.Connection, wanted: Wanted) -> list[Task]: ...

    def complete(self, db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> None: ...

    def coming(self, db: sqlite3.Connection, wanted: Wanted) -> int: ...


def _kinds() -> tuple[_Kind, ...]:
    from leadctl.store.queries.tasks import aftercare, appointments, campaigns, follow_ups, screenings, verifications

    return (screenings, follow_ups, appointments, verifications, campaigns, aftercare)
