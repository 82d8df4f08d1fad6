"""Visits into the store: one visit and a million take the same way.

Checked rows are staged in a temporary table, ordered by what identifies a row; then whole-set statements
match them with what is there, add customers and leads, and add the visits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from leadctl.domain.terms import VISIT_FIELDS
from leadctl.store.lists import Ids, add_model, add_source
from leadctl.store.names import pinyin
from leadctl.store.writer import Writer

_FACTS = tuple(name for name in VISIT_FIELDS if name not in ("arrived_at", "phone", "kind"))
"""Cells that a later copy of the same row may change."""

_STAGE = f"""
CREATE TEMP TABLE incoming (
    at TEXT NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL, nth INTEGER NOT NULL, phone TEXT,
    {", ".join(f'"{name}"' for name in _FACTS)},
    PRIMARY KEY (at, kind, who, nth)
) WITHOUT ROWID
"""
_INTO_STAGE = (
    f"INSERT INTO incoming (at, kind, who, nth, phone, {', '.join(_FACTS)})"
    f" VALUES ({', '.join('?' * (len(_FACTS) + 5))})"
)
_LEAD_AT = (
    "(SELECT l.id FROM leads AS l WHERE l.customer = p.customer AND (l.closed_at IS NULL OR l.closed_at > i.at)"
    " ORDER BY l.closed_at NULLS LAST LIMIT 1)"
)
"""A customer's leads cut time into stretches at their closings; a visit belongs to the lead in whose
stretch it falls, also when it comes before everything known of that lead: registers may arrive in any order."""


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
        writer.db.execute(_STAGE)
        writer.db.execute("CREATE TEMP TABLE seen_leads (lead INTEGER PRIMARY KEY)")
        writer.db.create_function("pinyin", 1, pinyin, deterministic=True)

    def stage(self, columns: Mapping[str, Sequence[object]]) -> None:
        """Take checked columns (keys: ``terms.VISIT_FIELDS``; names of staff, models and sources as text)."""
        at, kind, phone = columns["arrived_at"], columns["kind"], columns["phone"]
        who = [phone_ or name or "" for phone_, name in zip(phone, columns["name"], strict=True)]
        facts = [
            self._ids(name, columns[name]) if name in self.lists else columns[name]
            for name in _FACTS
        ]
        rows = zip(at, kind, who, self._numbers(at, kind, who), phone, *facts, strict=True)
        self.writer.db.executemany(_INTO_STAGE, rows)

    def _ids(self, name: str, texts: Sequence[object]) -> list[int | None]:
        return list(map(self.lists[name].__getitem__, cast("Sequence[str | None]", texts)))

    def _numbers(self, at: Sequence[object], kind: Sequence[object], who: Sequence[object]) -> Sequence[int]:
        """The n of each row: the n-th of its minute, kind and person in its file; 0 for a typed visit."""
        if self.typed or not at:
            return [0] * len(at)
        keys = list(zip(at, kind, who, strict=True))
        earliest = min(map(str, at))
        after_all_before = earliest > self._latest
        self._latest = max(self._latest, *map(str, at))
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
        """Write what was staged; returns what that did. The writer's leads are derived."""
        outcome = Outcome()
        outcome.new_names = {name: ids.new for name, ids in self.lists.items()}
        self._match(outcome)
        outcome.customers = self._add_customers()
        self._name_the_nameless()
        outcome.names_differ = self._names_that_differ()
        before = self._count("leads")
        self._add_leads()
        outcome.visits = self._add_visits()
        self.writer.settle()
        outcome.leads = self._count("leads") - before
        return outcome

    def _count(self, table: str) -> int:
        return int(self.writer.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def _match(self, outcome: Outcome) -> None:
        """Rows that are there already: changed cells are updated, empty ones erase nothing."""
        db = self.writer.db
        if self.typed:
            return
        known = "FROM incoming AS i JOIN visits AS v USING (at, kind, who, nth)"
        db.execute(f"INSERT OR IGNORE INTO seen_leads SELECT v.lead {known} WHERE v.lead IS NOT NULL")
        differs = " OR ".join(f"(i.{name} IS NOT NULL AND i.{name} IS NOT v.{name})" for name in _FACTS)
        sets = ", ".join(f"{name} = coalesce(i.{name}, visits.{name})" for name in _FACTS)
        db.execute(f"CREATE TEMP TABLE differing AS SELECT v.id, v.lead, at, kind, who, nth {known} WHERE {differs}")
        outcome.updated = int(db.execute("SELECT count(*) FROM differing").fetchone()[0])
        self.writer.touch(*(row[0] for row in db.execute("SELECT lead FROM differing WHERE lead IS NOT NULL")))
        db.execute(
            f"UPDATE visits SET {sets} FROM differing AS d JOIN incoming AS i USING (at, kind, who, nth)"
            " WHERE visits.id = d.id"
        )
        gone = db.execute(
            "DELETE FROM incoming WHERE EXISTS (SELECT 1 FROM visits AS v WHERE v.at = incoming.at"
            " AND v.kind = incoming.kind AND v.who = incoming.who AND v.nth = incoming.nth)"
        ).rowcount
        outcome.unchanged = gone - outcome.updated

    def _add_customers(self) -> int:
        """A customer for each phone that is new; named as their earliest named row."""
        db = self.writer.db
        db.execute("CREATE TEMP TABLE newcomers (id INTEGER PRIMARY KEY, phone TEXT, name TEXT, gender TEXT)")
        added = db.execute(
            "INSERT INTO newcomers (phone, name, gender)"
            " SELECT phone, name, gender FROM ("
            "SELECT i.phone, i.name, i.gender, min(CASE WHEN i.name IS NOT NULL THEN i.at END)"
            " FROM incoming AS i LEFT JOIN phones AS p ON p.phone = i.phone"
            " WHERE i.phone IS NOT NULL AND p.id IS NULL GROUP BY i.phone)"
        ).rowcount
        start = {"operation": self.writer.operation, "base": self._last_customer()}
        db.execute(
            "INSERT INTO customers (id, operation, name, gender, pinyin)"
            " SELECT :base + id, :operation, name, gender, pinyin(name) FROM newcomers",
            start,
        )
        db.execute(
            "INSERT INTO phones (operation, customer, phone) SELECT :operation, :base + id, phone FROM newcomers",
            start,
        )
        return added

    def _name_the_nameless(self) -> None:
        """Who was only a number gets the name that a visit brings."""
        self.writer.db.execute(
            "UPDATE customers SET name = n.name, pinyin = pinyin(n.name) FROM ("
            "SELECT p.customer, i.name, min(i.at) FROM incoming AS i JOIN phones AS p ON p.phone = i.phone"
            " WHERE i.name IS NOT NULL GROUP BY p.customer) AS n"
            " WHERE customers.id = n.customer AND customers.name IS NULL"
        )

    def _last_customer(self) -> int:
        row = self.writer.db.execute("SELECT seq FROM main.sqlite_sequence WHERE name = 'customers'").fetchone()
        return 0 if row is None else int(row[0])

    def _names_that_differ(self) -> list[tuple[int, str, str]]:
        rows = self.writer.db.execute(
            "SELECT DISTINCT c.id, c.name, i.name FROM incoming AS i JOIN phones AS p ON p.phone = i.phone"
            " JOIN customers AS c ON c.id = p.customer WHERE i.name <> c.name LIMIT 1000"
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def _add_leads(self) -> None:
        """One new lead for each customer who has a visit after all of their leads were closed."""
        self.writer.db.execute(
            "INSERT INTO leads (operation, customer)"
            " SELECT DISTINCT :operation, p.customer FROM incoming AS i JOIN phones AS p ON p.phone = i.phone"
            f" WHERE {_LEAD_AT} IS NULL ORDER BY i.at",
            {"operation": self.writer.operation},
        )

    def _add_visits(self) -> int:
        db = self.writer.db
        facts = ", ".join(_FACTS)
        added = db.execute(
            f"INSERT INTO visits (operation, at, kind, who, nth, customer, lead, {facts}, nature, is_new)"
            f" SELECT :operation, i.at, i.kind, i.who, nullif(i.nth, 0), p.customer, {_LEAD_AT},"
            f" {', '.join(f'i.{name}' for name in _FACTS)},"
            " CASE WHEN i.kind = 'walk-in' THEN iif(i.first_visit = 0, 'return', 'first') END,"
            " i.kind <> 'walk-in' OR i.first_visit IS NOT 0"
            " FROM incoming AS i LEFT JOIN phones AS p ON p.phone = i.phone ORDER BY i.at, i.kind, i.who, i.nth",
            {"operation": self.writer.operation},
        ).rowcount
        rows = db.execute(
            "SELECT DISTINCT lead FROM visits WHERE id > :last - :added AND lead IS NOT NULL",
            {"last": db.execute("SELECT max(id) FROM visits").fetchone()[0] or 0, "added": added},
        ).fetchall()
        db.executemany("INSERT OR IGNORE INTO seen_leads VALUES (?)", rows)
        self.writer.touch(*(row[0] for row in rows))
        return added
