"""Rows that the store has already: a register is sent again, longer or corrected, any number of times.

What was corrected in the store must not come back with it, so the identity that a row had stays known when its visit
or follow-up is moved or deleted here (``retired_rows``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence, Set
from itertools import compress

from leadctl.annotations import TYPE_CHECKING
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.bulk_insert import insert_columns
from leadctl.store.core.rows import has_rows, read_rows, read_values
from leadctl.store.core.writer import Writer
from leadctl.store.facts.visits import FACTS, derive_visits_without_lead
from leadctl.store.registers.staging import Columns

if TYPE_CHECKING:
    from typing import Any

Key = tuple[str, str, str, int]
"""Moment, kind, who, and being the n-th such row: what a row without an id of its own is known by."""

KEY = ("at", "kind", "who", "nth")

_RETIRED_MOMENTS = "SELECT DISTINCT at FROM retired_rows WHERE tbl = 'visits'"
_REPEATED = (
    "SELECT v.id, v.at, v.name, (SELECT min(p.phone) FROM phones AS p WHERE p.customer = v.customer) FROM visits AS v"
    " WHERE v.id > ? AND v.nth > 1 AND v.who <> '' ORDER BY v.id"
)


class RepeatedVisit(NamedTuple):
    """A visit whose row says the minute, kind and person of another one."""

    visit: int
    at: str
    name: str | None
    phone: str | None


def list_repeated_visits(db: sqlite3.Connection, after: int) -> list[RepeatedVisit]:
    """Those with a greater id than ``after``: of a row that stands twice in a file, or on two of its sheets."""
    return read_rows(db, RepeatedVisit, _REPEATED, (after,))


_STAGE = f"""
CREATE TEMP TABLE incoming (
    at TEXT NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL, nth INTEGER NOT NULL, {", ".join(FACTS)},
    PRIMARY KEY (at, kind, who, nth)
) WITHOUT ROWID
"""
# Made once: a table that comes and goes with each partition has every statement compiled anew.
_DIFFERING = "CREATE TEMP TABLE differing (id INTEGER, lead INTEGER, at TEXT, kind TEXT, who TEXT, nth INTEGER)"
# CROSS fixes the order: the few staged rows are looked up among the visits, never the other way round.
_KNOWN = "FROM temp.incoming AS i CROSS JOIN visits AS v USING (at, kind, who, nth)"
_DIFFERS = " OR ".join(f"(i.{name} IS NOT NULL AND i.{name} IS NOT v.{name})" for name in FACTS)
_UPDATE = f"""
UPDATE visits SET {", ".join(f"{name} = coalesce(i.{name}, visits.{name})" for name in FACTS)},
    register = :register
FROM temp.differing AS d CROSS JOIN temp.incoming AS i USING (at, kind, who, nth) WHERE visits.id = d.id
"""

# Staged visits in which somebody was named who was forgotten since do not bring that back.
_NAMED_FORGOTTEN = (
    "SELECT v.at, v.kind, v.who, v.nth FROM operations AS o CROSS JOIN changes AS h ON h.operation = o.id"
    " CROSS JOIN visits AS v ON v.id = h.first_row WHERE o.command = 'forget' AND h.tbl = 'visits'"
)
_KEEP_TEXTS = (
    "UPDATE temp.incoming SET referrer = NULL, note = NULL, occupation = NULL, district = NULL, payment = NULL,"
    " rival = NULL, present_car = NULL, companions = NULL, wechat = NULL"
    " WHERE at = ? AND kind = ? AND who = ? AND nth = ?"
)
_RENAMED = (
    "SELECT v.customer, v.name, i.name FROM temp.differing AS d"
    " CROSS JOIN temp.incoming AS i USING (at, kind, who, nth) JOIN visits AS v ON v.id = d.id"
    " WHERE v.customer IS NOT NULL AND i.name IS NOT NULL AND i.name IS NOT v.name"
)


class KnownRows:
    """Tells known rows from new ones; a known one is ``unchanged``, or ``updated`` where its cells say something new.

    ``possible``: whether the store has anything that a row could be known by. ``register``: whose rows they are, None
    for nobody's that could be mended later. ``mended``: visits that were given the key of their mended row.
    ``undecided``: rows that are left out. ``renamed``: (customer, the name their visit had, the one it has now).
    """

    def __init__(self, writer: Writer, register: int | None, mended: Set[int], undecided: Set[Key]) -> None:
        self.writer, self.register, self.mended, self.undecided = writer, register, mended, undecided
        self.updated = self.unchanged = 0
        self.renamed: list[tuple[int, str | None, str]] = []
        self._nameless: list[int] = []
        db = writer.db
        self._retired = set(read_values(db, str, _RETIRED_MOMENTS))
        self.possible = bool(self._retired) or has_rows(db, "SELECT 1 FROM visits LIMIT 1")
        if self.possible:
            db.execute("PRAGMA temp.cache_size = -16384")
            db.execute(_STAGE)
            db.execute(_DIFFERING)
            self._named_forgotten = [tuple(row) for row in db.execute(_NAMED_FORGOTTEN).fetchall()]

    def update_known(self, staged: Columns) -> Columns:
        """Update the visits of the rows that are known, and return the new rows. Empty cells erase nothing.

        A column ``visit`` says which visits have the keys of the rows, where that was asked before.
        """
        visits = staged.get("visit")
        staged = {name: column for name, column in staged.items() if name != "visit"}
        if self.undecided:
            staged = _choose(staged, [key not in self.undecided for key in _keys(staged)])
        if not self.possible or not staged["at"]:
            return staged
        maybe_known = self._find_maybe_known(staged["at"], visits)
        if not any(maybe_known):
            return staged
        new = self._take_known(_choose(staged, maybe_known))
        return _choose(staged, [not maybe or key in new for maybe, key in zip(maybe_known, _keys(staged), strict=True)])

    def _find_maybe_known(self, moments: Sequence[Any], visits: Sequence[Any] | None) -> Sequence[bool]:
        """Which rows must be looked up: those that have a visit, and those of a minute in which one was retired."""
        if visits is None:
            return [True] * len(moments)
        retired = map(self._retired.__contains__, moments)
        return [visit is not None or in_retired for visit, in_retired in zip(visits, retired, strict=True)]

    def _take_known(self, staged: Columns) -> Set[Key]:
        """Update the visits of those of these rows that are known; returns the keys of the new ones."""
        db = self.writer.db
        insert_columns(db, "temp.incoming", {name: staged[name] for name in (*KEY, *FACTS) if name in staged})
        db.executemany(_KEEP_TEXTS, self._named_forgotten)
        self._update_differing()
        self.unchanged += db.execute(
            "DELETE FROM temp.incoming WHERE EXISTS (SELECT 1 FROM visits AS v WHERE v.at = incoming.at"
            " AND v.kind = incoming.kind AND v.who = incoming.who AND v.nth = incoming.nth)"
        ).rowcount + _drop_retired_visits(db)
        new: set[Key] = set(map(tuple, db.execute(f"SELECT {', '.join(KEY)} FROM temp.incoming")))
        db.execute("DELETE FROM temp.incoming")
        return new

    def _update_differing(self) -> None:
        db = self.writer.db
        db.execute(f"INSERT OR IGNORE INTO temp.seen_leads SELECT v.lead {_KNOWN} WHERE v.lead IS NOT NULL")
        db.execute(f"INSERT INTO temp.differing SELECT v.id, v.lead, at, kind, who, nth {_KNOWN} WHERE {_DIFFERS}")
        differing = db.execute("SELECT id, lead FROM temp.differing").fetchall()
        updated = {visit for visit, _ in differing}
        if self.mended:
            updated |= {visit for (visit,) in db.execute(f"SELECT v.id {_KNOWN}") if visit in self.mended}
        self.updated += len(updated)
        self.unchanged -= len(updated)
        self.renamed += db.execute(_RENAMED).fetchall()
        self.writer.touch(*(lead for _, lead in differing if lead is not None))
        nameless = [*self._nameless, *(visit for visit, lead in differing if lead is None)]
        self._nameless = [min(nameless), max(nameless)] if nameless else []
        db.execute(_UPDATE, {"register": self.register})
        db.execute("DELETE FROM temp.differing")

    def derive_nameless(self) -> None:
        """Derive updated visits without a lead, which follow from their own cells alone."""
        if self._nameless:
            derive_visits_without_lead(self.writer.db, *self._nameless)


def _keys(staged: Columns) -> Iterator[tuple[Any, ...]]:
    return zip(*(staged[name] for name in KEY), strict=True)


def _choose(staged: Columns, chosen: Sequence[bool]) -> Columns:
    """The rows that are marked."""
    if all(chosen):
        return staged
    return {name: list(compress(column, chosen)) for name, column in staged.items()}


def _drop_retired_visits(db: sqlite3.Connection) -> int:
    """Remove the staged visits whose identity is retired; returns how many."""
    forgotten = _drop_forgotten(db)
    corrected = db.execute(
        "DELETE FROM temp.incoming WHERE EXISTS (SELECT 1 FROM retired_rows AS r WHERE r.tbl = 'visits'"
        " AND r.at = incoming.at AND r.code = incoming.kind AND r.who = incoming.who AND r.nth = incoming.nth)"
    ).rowcount
    return forgotten + corrected


def _drop_forgotten(db: sqlite3.Connection) -> int:
    known = find_forgotten(db, "temp.incoming")
    db.executemany("DELETE FROM temp.incoming WHERE at = ? AND kind = ? AND who = ? AND nth = ?", known)
    return len(known)


def find_forgotten(db: sqlite3.Connection, table: str) -> set[Key]:
    """The rows of a table of staged ones that are of people who were forgotten: they are known by a print, which is
    made of the few rows of the same minute.

    Without the key that made it nobody is known by it.
    """
    if not has_rows(db, "SELECT 1 FROM retired_rows WHERE tbl = 'visits' LIMIT 1"):
        return set()
    # What makes prints takes long to load, and most stores have nobody who was forgotten.
    from leadctl.domain.forgetting import PRINT, print_of
    from leadctl.store.queries.forgotten_people import forgotten_people

    key = forgotten_people(db).key
    if key is None:
        return set()
    rows = db.execute(
        f"SELECT i.at, i.kind, i.who, i.nth, r.who FROM retired_rows AS r CROSS JOIN {table} AS i"
        " ON i.at = r.at AND i.kind = r.code AND i.nth = r.nth"
        " WHERE r.tbl = 'visits' AND r.who >= :least AND r.who < :beyond",
        {"least": PRINT, "beyond": chr(ord(PRINT) + 1)},
    )
    return {(at, kind, who, nth) for at, kind, who, nth, known in rows if who and print_of(who, key) == known}


def is_retired_follow_up(db: sqlite3.Connection, lead: int, first: str, last: str, via: str, nth: int) -> bool:
    """Whether a follow-up of this identity, between two moments, was moved or deleted here."""
    sql = (
        "SELECT 1 FROM retired_rows WHERE tbl = 'followups' AND at BETWEEN :first AND :last"
        " AND code = :via AND who = :who AND nth = :nth LIMIT 1"
    )
    return has_rows(db, sql, {"first": first, "last": last, "via": via, "who": str(lead), "nth": nth})
