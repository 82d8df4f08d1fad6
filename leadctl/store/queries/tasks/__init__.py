"""What is owed: a module of ``kinds`` is a kind of task with one query; a new one is entered nowhere.

``NAMES`` of a kind are the tasks that it reads. The package of kinds is listed, as
:mod:`leadctl.reports` lists its reports, so that nothing names them and they may name what is here.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.due import Task
from leadctl.domain.record_lists import take_chunks
from leadctl.store.queries.tasks.request import Only, Wanted

if TYPE_CHECKING:
    from typing import Any, Protocol

    class _Kind(Protocol):
        """A kind of task, as its module holds it: ``NAMES`` are the tasks it reads."""

        NAMES: tuple[str, ...]

        def tasks(self, db: sqlite3.Connection, wanted: Wanted) -> list[Task]: ...

        def complete(self, db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> list[Task]: ...

        def count_coming(self, db: sqlite3.Connection, wanted: Wanted) -> int: ...


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Every task whose window has begun by ``wanted.until``, of all kinds, in no order and without details."""
    found = [task for kind in _kinds(wanted.only) for task in kind.tasks(db, wanted)]
    return [task for task in found if wanted.only.takes((task.task,))]


def list_names() -> tuple[str, ...]:
    """The names of all tasks."""
    return tuple(name for kind in _load_kinds() for name in kind.NAMES)


def complete(db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> list[Task]:
    """The lines that are to be shown, in their order, with their details."""
    found = list(lines)
    complete_in_place(db, wanted, found)
    return found


def complete_in_place(db: sqlite3.Connection, wanted: Wanted, lines: list[Task]) -> None:
    """The same in the list itself, since there may be hundreds of thousands."""
    names = [line.task for line in lines]
    for kind in _kinds(wanted.only):
        if set(kind.NAMES).isdisjoint(names):
            continue
        places = [place for place, name in enumerate(names) if name in kind.NAMES]
        places.sort(key=lambda place: lines[place].lead or 0)  # those stand together in the file
        for part in take_chunks(places):
            completed = kind.complete(db, wanted, [lines[place] for place in part])
            for place, line in zip(part, completed, strict=True):
                lines[place] = line


def count_coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many tasks begin after today and by ``wanted.until``."""
    return sum(kind.count_coming(db, wanted) for kind in _kinds(wanted.only))


def count_retried(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many overdue contacts are not listed, since somebody tried them today: they come back later."""
    from leadctl.store.queries.tasks.kinds import follow_ups

    return follow_ups.count_retried(db, wanted)


def _kinds(only: Only) -> list[_Kind]:
    """The kinds of which any task is wanted."""
    return [kind for kind in _load_kinds() if only.takes(kind.NAMES)]


@cache
def _load_kinds() -> tuple[_Kind, ...]:
    folder = os.path.join(os.path.dirname(__file__), "kinds")
    names = sorted(name[:-3] for name in os.listdir(folder) if name.endswith(".py") and not name.startswith("_"))
    kinds: Any = (import_module(f"{__name__}.kinds.{name}") for name in names)
    return tuple(kinds)
