"""New visits find their customer and lead, or open them.

Staged visits are read person by person in the order of their time. A customer's leads cut time into stretches
at their closings, and a visit belongs to the lead in whose stretch it falls, also when it comes before
everything known of that lead: registers may arrive in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter

from leadctl.domain.opening import Nature, Seen, stand
from leadctl.domain.terms import VISIT_FIELDS
from leadctl.store.bulk import insert_rows
from leadctl.store.derive import DERIVED
from leadctl.store.names import pinyin
from leadctl.store.writer import Writer

MOST_NAMES = 1000
BUFFER = 2000

_KEPT = tuple(name for name in VISIT_FIELDS if name not in ("arrived_at", "phone", "kind"))
_READ = ("at", "kind", "who", "nth", "phone", *_KEPT)
_PLACE = {name: place for place, name in enumerate(_READ)}
_ARRIVING = (
    f"SELECT {', '.join(f'i.{name}' for name in _READ)}, p.customer FROM temp.incoming AS i"
    " LEFT JOIN phones AS p ON p.phone = i.phone ORDER BY i.phone, i.at, i.kind, i.nth"
)
_SEEN = itemgetter(*(_PLACE[name] for name in Seen._fields))
_PHONE, _NAME, _GENDER = _PLACE["phone"], _PLACE["name"], _PLACE["gender"]
_FOR_VISIT = itemgetter(*(_PLACE[name] for name in ("at", "kind", "who", *_KEPT)))

_ADD = {
    "customers": "INSERT INTO customers (id, operation, name, gender, pinyin)",
    "phones": "INSERT INTO phones (operation, customer, phone)",
    "leads": f"INSERT INTO leads (id, operation, customer, {', '.join(DERIVED)})",
    "visits": f"INSERT INTO visits (operation, nth, customer, lead, nature, is_new, at, kind, who, {', '.join(_KEPT)})",
}

_DERIVED_OF = attrgetter(*DERIVED)

Row = tuple[object, ...]


class Arrivals:
    """Takes what was staged into the store. Counts ``visits`` and new ``customers``."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.visits = self.customers = 0
        self.names_differ: list[tuple[int, str, str]] = []
        self._next = {table: _next_id(writer, table) for table in ("customers", "leads")}
        self._buffers: dict[str, list[Row]] = {table: [] for table in _ADD}
        self._fresh: list[Row] = []

    def take(self) -> None:
        """Add every staged visit."""
        cursor = self.writer.db.cursor()
        cursor.row_factory = None
        for phone, group in groupby(cursor.execute(_ARRIVING), itemgetter(_PHONE)):
            if phone is None:
                self._pass_by(group)
            else:
                self._arrive(str(phone), list(group))
            if len(self._buffers["visits"]) >= BUFFER:
                self._flush()
        self._flush()

    def _pass_by(self, rows: Iterable[Row]) -> None:
        """Traffic only: nobody's visits."""
        for row in rows:
            kind, said = row[_PLACE["kind"]], row[_PLACE["first_visit"]]
            nature = None if kind != "walk-in" else "return" if said == 0 else "first"
            self._add_visit(row, None, None, (nature, nature != "return"))
            if len(self._buffers["visits"]) >= BUFFER:
                self._flush()

    def _arrive(self, phone: str, rows: list[Row]) -> None:
        """All new visits of one phone."""
        customer = rows[0][-1]
        if customer is None:
            self._open_lead(self._welcome(phone, rows), rows)
            return
        assert isinstance(customer, int)
        self._compare_names(customer, rows)
        opened: list[Row] = []
        spans = self._spans(customer)
        for row in rows:
            lead = _lead_at(str(row[_PLACE["at"]]), spans)
            if lead is None:
                opened.append(row)
            else:
                # What it is, and whether it is new traffic, the derivation of its lead says.
                self._add_visit(row, customer, lead, (None, False))
                self.writer.touch(lead)
                self._fresh.append((lead,))
        if opened:
            self._open_lead(customer, opened)

    def _welcome(self, phone: str, rows: Sequence[Row]) -> int:
        """A new customer, named as in their earliest visit that has a name."""
        customer = self._id("customers")
        name = next((str(row[_NAME]) for row in rows if row[_NAME] is not None), None)
        gender = next((row[_GENDER] for row in rows if row[_GENDER] is not None), None)
        operation = self.writer.operation
        self._buffers["customers"].append((customer, operation, name, gender, pinyin(name)))
        self._buffers["phones"].append((operation, customer, phone))
        self.customers += 1
        if name is not None:
            self._note_names(customer, name, rows)
        return customer

    def _open_lead(self, customer: int, rows: Sequence[Row]) -> None:
        lead = self._id("leads")
        standing, natures = stand([Seen._make(_SEEN(row)) for row in rows], self.writer.policy)
        self._buffers["leads"].append((lead, self.writer.operation, customer, *_DERIVED_OF(standing)))
        self._fresh.append((lead,))
        for row, nature in zip(rows, natures, strict=True):
            self._add_visit(row, customer, lead, nature)

    def _add_visit(self, row: Row, customer: int | None, lead: int | None, nature: Nature) -> None:
        nth = row[_PLACE["nth"]] or None
        self._buffers["visits"].append(
            (self.writer.operation, nth, customer, lead, nature[0], int(nature[1]), *_FOR_VISIT(row))
        )
        self.visits += 1

    def _spans(self, customer: int) -> list[tuple[int, str | None]]:
        rows = self.writer.db.execute(
            "SELECT id, closed_at FROM leads WHERE customer = :customer ORDER BY closed_at NULLS LAST",
            {"customer": customer},
        )
        return [(row[0], row[1]) for row in rows]

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
            insert_rows(self.writer.db, _ADD[table], rows)
            rows.clear()
        insert_rows(self.writer.db, "INSERT OR IGNORE INTO temp.seen_leads", self._fresh)
        self._fresh.clear()


def _next_id(writer: Writer, table: str) -> int:
    row = writer.db.execute("SELECT seq FROM main.sqlite_sequence WHERE name = :table", {"table": table}).fetchone()
    return 0 if row is None else int(row["seq"])


def _lead_at(at: str, spans: Sequence[tuple[int, str | None]]) -> int | None:
    """The lead whose stretch of time holds the moment ``at``; None: all were closed before."""
    return next((lead for lead, closed_at in spans if closed_at is None or at < closed_at), None)
