"""Every kind of fact of a lead. Whatever must know them all reads them here, and nothing else lists them.

A new module in this folder with a ``KIND`` is all that a new kind takes in the store: the folder is listed.
"""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from importlib import import_module

from leadctl.domain.facts import RANKS, Fact
from leadctl.store import facts as folder
from leadctl.store.core.json_ids import json_ids
from leadctl.store.facts.kind import FactKind, JsonObject


def _find_kinds() -> tuple[FactKind, ...]:
    files = {name for path in folder.__path__ for name in os.listdir(path) if name.endswith(".py")}
    names = files - {"__init__.py", "kind.py", "registry.py"}
    kinds: list[FactKind] = [import_module(f"{folder.__name__}.{name[:-3]}").KIND for name in names]
    return tuple(sorted(kinds, key=lambda kind: min(RANKS[replayed] for replayed in kind.replayed)))


KINDS = _find_kinds()
"""In the order in which facts of the same minute are replayed and shown."""

FACT_TABLES = tuple(kind.table.name for kind in KINDS if kind.handed_on)
"""Tables of which every row is a fact of the lead in its column ``lead``."""

TABLE_OF = {domain_kind: kind.table.name for kind in KINDS for domain_kind in kind.handed_on}
"""Kind of domain fact -> the table of its row, which goes where the fact goes. Deliveries go with their order."""


def facts_of(db: sqlite3.Connection, leads: Iterable[int], kinds: Iterable[FactKind] = KINDS) -> dict[int, list[Fact]]:
    """Lead id -> its facts, unordered; leads without facts are left out. ``kinds``: all of which there are any."""
    facts: dict[int, list[Fact]] = defaultdict(list)
    ids = json_ids(leads)
    cursor = db.cursor()
    cursor.row_factory = None
    for kind in kinds:
        read = kind.read
        for lead, *columns in cursor.execute(kind.select, (ids,)):
            facts[lead] += read(*columns)
    return facts


def history_of(db: sqlite3.Connection, lead: int) -> list[JsonObject]:
    """Everything that happened in a lead, first to last; ``fact`` and ``id`` say what ``edit`` and ``delete`` take."""
    facts = [
        (fact["at"], place, fact["id"], fact) for place, kind in enumerate(KINDS) for fact in kind.history(db, lead)
    ]
    return [fact for *_, fact in sorted(facts, key=lambda found: found[:3])]
