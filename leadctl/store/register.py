"""Visits into the store: one visit and a million take the same way.

Checked rows are staged in a temporary table under what identifies a row, and matched with what is there.
The new ones are then walked through person by person, in the order of time: each finds their customer and
lead, or opens them (:mod:`leadctl.store.arrivals`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from leadctl.domain.terms import VISIT_FIELDS
from leadctl.store.arrivals import Arrivals
from leadctl.store.bulk import insert_columns, without_indexes
from leadctl.store.connection import Database
from leadctl.store.lists import Ids, add_model, add_source
from leadctl.store.retired import drop_retired_visits, spare_rewritten
from leadctl.store.visits import derive_anonymous
from leadctl.store.writer import Writer

FACTS = tuple(name for name in VISIT_FIELDS if name not in ("arrived_at", "phone", "kind"))
"""Cells that a later copy of the same row may change."""

_STAGE = f"""
CREATE TEMP TABLE incoming (
    at TEXT NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL, nth INTEGER NOT NULL, phone TEXT,
    {", ".join(FACTS)},
    PRIMARY KEY (at, kind, who, nth)
) WITHOUT ROWID
"""


@dataclass(slots=True)
class Outcome:
    """What a batch did. Counts of new rows; ``names_differ``: (customer, their name, the row's name)."""

    visits: int = 0
    leads: int = 0
    customers: int = 0
    updated: int = 0
    unchanged: int = 0
    new_names: dict[str, list[str]] = field(default_factory=dict)
    names_differ: list[tuple[int, str, str]] = field(default_factory=list)


class Register:
    """Visits on their way into the store, inside one operation."""

    def __init__(self, writer: Writer, *, typed: bool = False) -> None:
        self.writer = writer
        self.typed = typed
        self.lists = {
            "consultant": Ids(writer, "staff", lambda name: writer.insert("staff", name=name, role="consultant")),
            "model": Ids(writer, "models", lambda name: add_model(writer, name)),
            "source": Ids(writer, "sources", lambda code: add_source(writer, code)),
        }
        self._latest = ""
        writer.db.execute("PRAGMA temp.cache_size = -16384")
        writer.db.execute(_STAGE)
        writer.db.execute("CREATE TEMP TABLE seen_leads (lead INTEGER PRIMARY KEY)")

    def stage(self, columns: Mapping[str, Sequence[object]]) -> None:
        """Take checked columns (keys: ``terms.VISIT_FIELDS``; names of staff, models and sources as text)."""
        at, kind, phone = columns["arrived_at"], columns["kind"], columns["phone"]
        who = [phone_ or name or "" for phone_, name in zip(phone, columns["name"], strict=True)]
        facts = {name: self._ids(name, columns[name]) if name in self.lists else columns[name] for name in FACTS}
        known_by = {"at": at, "kind": kind, "who": who, "nth": self._numbers(at, kind, who), "phone": phone}
        insert_columns(self.writer.db, "temp.incoming", known_by | facts)

    def _ids(self, name: str, texts: Sequence[object]) -> list[int | None]:
        return list(map(self.lists[name].__getitem__, cast("Sequence[str | None]", texts)))

    def _numbers(self, at: Sequence[object], kind: Sequence[object], who: Sequence[object]) -> Sequence[int]:
        """The n of each row: the n-th of its minute, kind and person in its file; 0 for a typed visit."""
        if self.typed or not at:
            return [0] * len(at)
        keys = list(zip(at, kind, who, strict=True))
        moments = cast("Sequence[str]", at)
        after_all_before = min(moments) > self._latest
        self._latest = max(self._latest, max(moments))
        if after_all_before and len(set(keys)) == len(keys):
            return [1] * len(keys)
        seen: Counter[tuple[object, ...]] = Counter()
        numbers = []
        for key in keys:
            if key not in seen and not after_all_before:
                seen[key] = self._staged(key)
            seen[key] += 1
            numbers.append(seen[key])
        return numbers

    def _staged(self, key: tuple[object, ...]) -> int:
        row = self.writer.db.execute("SELECT count(*) FROM incoming WHERE at = ? AND kind = ? AND who = ?", key)
        return int(row.fetchone()[0])

    def known_names(self) -> dict[str, set[str]]:
        """Column -> the names that the store knew before this batch."""
        return {column: {name for name in ids if name is not None} for column, ids in self.lists.items()}

    def settle(self) -> Outcome:
        """Write what was staged; returns what that did. All leads it touched are derived."""
        outcome = Outcome(new_names={name: ids.new for name, ids in self.lists.items()})
        db = self.writer.db
        if not self.typed:
            outcome.updated, outcome.unchanged = self._match()
        last = self.writer.last_id("leads")
        with without_indexes(db):
            arrivals = Arrivals(self.writer)
            arrivals.take()
        self.writer.settle()
        outcome.visits, outcome.customers = arrivals.visits, arrivals.customers
        outcome.names_differ = arrivals.names_differ
        outcome.leads = db.execute("SELECT count(*) FROM leads WHERE id > :last", {"last": last}).fetchone()[0]
        return outcome

    def _match(self) -> tuple[int, int]:
        """Rows that are there already: changed cells are updated, empty ones erase nothing. (updated, unchanged)"""
        db = self.writer.db
        spare_rewritten(db)
        known = "FROM incoming AS i JOIN visits AS v USING (at, kind, who, nth)"
        differs = " OR ".join(f"(i.{name} IS NOT NULL AND i.{name} IS NOT v.{name})" for name in FACTS)
        sets = ", ".join(f"{name} = coalesce(i.{name}, visits.{name})" for name in FACTS)
        db.execute(f"INSERT OR IGNORE INTO seen_leads SELECT v.lead {known} WHERE v.lead IS NOT NULL")
        db.execute(f"CREATE TEMP TABLE differing AS SELECT v.id, v.lead, at, kind, who, nth {known} WHERE {differs}")
        updated = int(db.execute("SELECT count(*) FROM differing").fetchone()[0])
        self.writer.touch(*(row[0] for row in db.execute("SELECT lead FROM differing WHERE lead IS NOT NULL")))
        db.execute(
            f"UPDATE visits SET {sets} FROM differing AS d JOIN incoming AS i USING (at, kind, who, nth)"
            " WHERE visits.id = d.id"
        )
        gone = db.execute(
            "DELETE FROM incoming WHERE EXISTS (SELECT 1 FROM visits AS v WHERE v.at = incoming.at"
            " AND v.kind = incoming.kind AND v.who = incoming.who AND v.nth = incoming.nth)"
        ).rowcount
        self._derive_nameless(db)
        return updated, gone - updated + drop_retired_visits(db)

    def _derive_nameless(self, db: Database) -> None:
        """Visits without a lead follow from their own cells alone."""
        first, last = db.execute("SELECT min(id), max(id) FROM differing WHERE lead IS NULL").fetchone()
        if first is not None:
            derive_anonymous(db, first, last)
