"""Rows that the store has already: a register is sent again, longer or corrected, any number of times."""

from __future__ import annotations

from itertools import compress

from leadctl.store.core.bulk_insert import insert_columns
from leadctl.store.core.writer import Writer
from leadctl.store.facts.visits import FACTS, derive_anonymous
from leadctl.store.registers.retired_rows import drop_retired_visits, spare_rewritten
from leadctl.store.registers.staging import Columns

_KEY = ("at", "kind", "who", "nth")
_STAGE = f"""
CREATE TEMP TABLE incoming (
    at TEXT NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL, nth INTEGER NOT NULL, {", ".join(FACTS)},
    PRIMARY KEY (at, kind, who, nth)
) WITHOUT ROWID
"""
# CROSS fixes the order: the few staged rows are looked up among the visits, never the other way round.
_KNOWN = "FROM temp.incoming AS i CROSS JOIN visits AS v USING (at, kind, who, nth)"
_DIFFERS = " OR ".join(f"(i.{name} IS NOT NULL AND i.{name} IS NOT v.{name})" for name in FACTS)
_UPDATE = f"""
UPDATE visits SET {", ".join(f"{name} = coalesce(i.{name}, visits.{name})" for name in FACTS)}
FROM temp.differing AS d JOIN temp.incoming AS i USING (at, kind, who, nth) WHERE visits.id = d.id
"""


class Resent:
    """Sifts staged rows: what is there already is ``unchanged``, or ``updated`` where its cells say something new."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.updated = self.unchanged = 0
        self._nameless: list[int] = []
        db = writer.db
        questions = ("SELECT 1 FROM visits LIMIT 1", "SELECT 1 FROM retired_rows LIMIT 1")
        self.possible = any(db.execute(question).fetchone() is not None for question in questions)
        if self.possible:
            db.execute("PRAGMA temp.cache_size = -16384")
            db.execute(_STAGE)

    def sift(self, staged: Columns) -> Columns:
        """The rows that are new. Empty cells of the others erase nothing."""
        if not self.possible:
            return staged
        db = self.writer.db
        insert_columns(db, "temp.incoming", {name: staged[name] for name in (*_KEY, *FACTS) if name in staged})
        spare_rewritten(db)
        self._update()
        gone = db.execute(
            "DELETE FROM temp.incoming WHERE EXISTS (SELECT 1 FROM visits AS v WHERE v.at = incoming.at"
            " AND v.kind = incoming.kind AND v.who = incoming.who AND v.nth = incoming.nth)"
        ).rowcount + drop_retired_visits(db)
        self.unchanged += gone
        new = set(map(tuple, db.execute(f"SELECT {', '.join(_KEY)} FROM temp.incoming"))) if gone else None
        db.execute("DELETE FROM temp.incoming")
        if new is None:
            return staged
        chosen = [key in new for key in zip(*(staged[name] for name in _KEY), strict=True)]
        return {name: list(compress(column, chosen)) for name, column in staged.items()}

    def _update(self) -> None:
        db = self.writer.db
        db.execute(f"INSERT OR IGNORE INTO temp.seen_leads SELECT v.lead {_KNOWN} WHERE v.lead IS NOT NULL")
        db.execute(f"CREATE TEMP TABLE differing AS SELECT v.id, v.lead, at, kind, who, nth {_KNOWN} WHERE {_DIFFERS}")
        differing = db.execute("SELECT id, lead FROM temp.differing").fetchall()
        self.updated += len(differing)
        self.unchanged -= len(differing)
        self.writer.touch(*(row["lead"] for row in differing if row["lead"] is not None))
        nameless = [*self._nameless, *(row["id"] for row in differing if row["lead"] is None)]
        self._nameless = [min(nameless), max(nameless)] if nameless else []
        db.execute(_UPDATE)
        db.execute("DROP TABLE temp.differing")

    def finish(self) -> None:
        """Derive updated visits without a lead, which follow from their own cells alone."""
        if self._nameless:
            derive_anonymous(self.writer.db, *self._nameless)
