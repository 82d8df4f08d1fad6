"""New visits find their customer and lead, or open them.

A customer's leads cut time into stretches at their closings, and a visit belongs to the lead in whose stretch
it falls, also when it comes before everything known of that lead: registers may arrive in any order. So the
staged visits are read once, person by person in the order of their time, for customers, leads and stretches;
then all are added by one statement, each with the lead of its stretch.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter

from leadctl.domain.opening import SEEN, stand
from leadctl.domain.terms import VISIT_FIELDS
from leadctl.store.bulk import insert_rows
from leadctl.store.derive import DERIVED
from leadctl.store.names import pinyin
from leadctl.store.writer import Writer

MOST_NAMES = 1000
BUFFER = 2000
FOR_EVER = "~"
"""After every moment."""

_READ = ("who", "nth", "name", "gender", *SEEN)
_STAGED = (
    f"SELECT coalesce(p.customer, i.phone) AS person, {', '.join(f'i.{name}' for name in _READ)}"
    " FROM temp.incoming AS i LEFT JOIN phones AS p ON p.phone = i.phone WHERE i.phone IS NOT NULL"
    " ORDER BY person, i.at, i.kind, i.who, i.nth"
)
_PERSON, _PHONE = itemgetter(0), itemgetter(1 + _READ.index("who"))
_KEY = itemgetter(*(1 + _READ.index(name) for name in ("at", "kind", "nth")))
_AT, _KIND, _NAME, _GENDER = (1 + _READ.index(name) for name in ("at", "kind", "name", "gender"))
_SEEN = itemgetter(slice(1 + _READ.index(SEEN[0]), None))
_STRETCHES = """
CREATE TEMP TABLE stretches (
    phone TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, customer INTEGER NOT NULL, lead INTEGER NOT NULL,
    opened_at TEXT, opened_kind TEXT, opened_nth INTEGER, walked_at TEXT, walked_kind TEXT, walked_nth INTEGER,
    PRIMARY KEY (phone, since)
) WITHOUT ROWID
"""
_ADDED = {
    "customers": ("id", "operation", "name", "gender", "pinyin"),
    "phones": ("operation", "customer", "phone"),
    "leads": ("id", "operation", "customer", *DERIVED),
    "temp.stretches": (
        *("phone", "since", "until", "customer", "lead"),
        *("opened_at", "opened_kind", "opened_nth", "walked_at", "walked_kind", "walked_nth"),
    ),
}

_KEPT = tuple(name for name in VISIT_FIELDS if name not in ("arrived_at", "phone", "kind"))


def _is(mark: str) -> str:
    """The clause that a staged visit is its stretch's first one, or first walk-in; nobody's visit is."""
    same = " AND ".join(f"i.{name} = s.{mark}_{name}" for name in ("at", "nth", "kind"))
    return f"(i.phone IS NULL OR coalesce({same}, 0))"


_IS_FIRST = f"coalesce(i.first_visit, {_is('walked')})"

# What a visit is follows for those of a new lead as in the replay of its facts, and for nobody's visit from what
# the register says. For a lead that was there it is a guess, which the derivation of that lead sets right.
_ADD_VISITS = f"""
INSERT INTO visits (operation, customer, lead, nature, is_new, at, kind, who, nth, {", ".join(_KEPT)})
SELECT :operation, s.customer, s.lead,
    CASE WHEN i.kind = 'walk-in' THEN iif({_IS_FIRST}, 'first', 'return') END,
    CASE WHEN i.kind = 'walk-in' THEN {_IS_FIRST} ELSE {_is("opened")} END,
    i.at, i.kind, i.who, nullif(i.nth, 0), {", ".join(f"i.{name}" for name in _KEPT)}
FROM temp.incoming AS i
    LEFT JOIN temp.stretches AS s ON s.phone = i.phone AND s.since <= i.at AND i.at < s.until
ORDER BY i.phone, i.at, i.kind, i.nth
"""

_DERIVED_OF = attrgetter(*DERIVED)

Row = tuple[object, ...]
Stretch = tuple[str, str, int | None]
"""(since, until, lead): from the one moment to before the other; no lead: all were closed before."""


class Arrivals:
    """Takes what was staged into the store. Counts ``visits`` and new ``customers``."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.visits = self.customers = 0
        self.names_differ: list[tuple[int, str, str]] = []
        self._next = {table: _last_id(writer, table) for table in ("customers", "leads")}
        self._buffers: dict[str, list[Row]] = {table: [] for table in _ADDED}

    def take(self) -> None:
        """Add every staged visit."""
        db, before = self.writer.db, self._next["leads"]
        db.execute(_STRETCHES)
        self._meet_everybody()
        db.execute("INSERT INTO temp.seen_leads SELECT id FROM leads WHERE id > :before", {"before": before})
        self.visits = db.execute(_ADD_VISITS, {"operation": self.writer.operation}).rowcount
        db.execute("DROP TABLE temp.stretches")

    def _meet_everybody(self) -> None:
        cursor = self.writer.db.cursor()
        cursor.row_factory = None
        for person, group in groupby(cursor.execute(_STAGED), _PERSON):
            rows = list(group)
            if isinstance(person, int):
                self._meet_again(person, rows)
            else:
                self._open_lead(self._welcome(str(person), rows), rows, "")
            if len(self._buffers["temp.stretches"]) >= BUFFER:
                self._flush()
        self._flush()

    def _welcome(self, phone: str, rows: Sequence[Row]) -> int:
        """A new customer, named as in their earliest visit that has a name."""
        customer, operation = self._id("customers"), self.writer.operation
        name = next((str(row[_NAME]) for row in rows if row[_NAME] is not None), None)
        gender = next((row[_GENDER] for row in rows if row[_GENDER] is not None), None)
        self._buffers["customers"].append((customer, operation, name, gender, pinyin(name)))
        self._buffers["phones"].append((operation, customer, phone))
        self.customers += 1
        if name is not None:
            self._note_names(customer, name, rows)
        return customer

    def _meet_again(self, customer: int, rows: Sequence[Row]) -> None:
        self._compare_names(customer, rows)
        for since, until, lead in _stretches(self.writer.db, customer):
            inside = [row for row in rows if since <= str(row[_AT]) < until]
            if inside and lead is None:
                self._open_lead(customer, inside, since)
            elif inside and lead is not None:
                self.writer.touch(lead)
                self.writer.db.execute("INSERT OR IGNORE INTO temp.seen_leads VALUES (:lead)", {"lead": lead})
                self._note_stretch(inside, (since, until, customer, lead))

    def _open_lead(self, customer: int, rows: Sequence[Row], since: str) -> None:
        """The visits of a customer who has no lead, or none that is not closed since a moment."""
        lead = self._id("leads")
        standing = stand(list(map(_SEEN, rows)), self.writer.policy)
        self._buffers["leads"].append((lead, self.writer.operation, customer, *_DERIVED_OF(standing)))
        walked = next((row for row in rows if row[_KIND] == "walk-in"), None)
        self._note_stretch(rows, (since, FOR_EVER, customer, lead), rows[0], walked)

    def _note_stretch(self, rows: Sequence[Row], of: Row, opened: Row | None = None, walked: Row | None = None) -> None:
        """``of``: since, until, customer, lead; ``opened``, ``walked``: the first visit and walk-in of a new lead."""
        for phone in dict.fromkeys(map(_PHONE, rows)):
            first = _KEY(opened) if opened is not None and _PHONE(opened) == phone else (None, None, None)
            walk = _KEY(walked) if walked is not None and _PHONE(walked) == phone else (None, None, None)
            self._buffers["temp.stretches"].append((phone, *of, *first, *walk))

    def _compare_names(self, customer: int, rows: Sequence[Row]) -> None:
        """Who was only a number gets the name a visit brings; another name stays on its visit."""
        row = self.writer.db.execute("SELECT name FROM customers WHERE id = :id", {"id": customer}).fetchone()
        if row["name"] is not None:
            self._note_names(customer, row["name"], rows)
            return
        name = next((str(row[_NAME]) for row in rows if row[_NAME] is not None), None)
        if name is not None:
            self.writer.update("customers", customer, name=name, pinyin=pinyin(name))

    def _note_names(self, customer: int, name: str, rows: Sequence[Row]) -> None:
        for row in rows:
            other = row[_NAME]
            if other is not None and other != name and len(self.names_differ) < MOST_NAMES:
                self.names_differ.append((customer, name, str(other)))

    def _id(self, table: str) -> int:
        self._next[table] += 1
        return self._next[table]

    def _flush(self) -> None:
        for table, rows in self._buffers.items():
            insert_rows(self.writer.db, table, _ADDED[table], rows)
            rows.clear()


def _last_id(writer: Writer, table: str) -> int:
    row = writer.db.execute("SELECT seq FROM main.sqlite_sequence WHERE name = :table", {"table": table}).fetchone()
    return 0 if row is None else int(row["seq"])


def _stretches(db: sqlite3.Connection, customer: int) -> Iterator[Stretch]:
    """The stretches of a customer's time, which their leads' closings end."""
    since = ""
    leads = db.execute(
        "SELECT id, closed_at FROM leads WHERE customer = :customer ORDER BY closed_at NULLS LAST",
        {"customer": customer},
    )
    for lead, closed_at in leads.fetchall():
        until = FOR_EVER if closed_at is None else closed_at
        if since < until:
            yield since, until, lead
        since = until
    if since < FOR_EVER:
        yield since, FOR_EVER, None
