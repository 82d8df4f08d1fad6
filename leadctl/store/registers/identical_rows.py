"""Rows of a register that say nothing new: most of those that are sent again night after night.

The visits that rows may be are read once, many with one statement, and compared with the rows column by column, so that
a row that the store has just so costs neither a temporary row nor a step of Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, compress, count, islice, repeat
from operator import ne, not_

from leadctl.annotations import TYPE_CHECKING
from leadctl.store.core.bulk_insert import insert_columns
from leadctl.store.core.rows import has_rows
from leadctl.store.core.writer import Writer
from leadctl.store.facts.visits import FACTS
from leadctl.store.registers.known_rows import KEY
from leadctl.store.registers.staging import Columns

if TYPE_CHECKING:
    from typing import Any

TOGETHER = 500
"""Rows in one question."""

# A row whose identity was retired, and one that is perhaps another register's or has been moved here, needs a closer
# look (mended_visits).
_VISITS_OF = """
SELECT i.column1, v.id, (v.record_id IS NULL OR v.register IS ?1)
    AND v.id NOT IN (SELECT r.row FROM retired_rows AS r WHERE r.tbl = 'visits' AND r.row IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM retired_rows AS r
        WHERE r.tbl = 'visits' AND r.at = v.at AND r.code = v.kind AND r.nth = v.nth),
    v.lead, v.record_id{facts}
FROM (VALUES {rows}) AS i CROSS JOIN visits AS v
    ON v.at = i.column2 AND v.kind = i.column3 AND v.who = i.column4 AND v.nth = i.column5
"""


class IdenticalRows:
    """Leaves out the rows of which the store has a visit that says the same, and counts them.

    ``register``: whose rows they are, None for nobody's. ``days``: the days that have such a row. The temporary table
    ``found`` gets their visits, and ``seen_leads`` the leads of these.
    """

    def __init__(self, writer: Writer, register: int | None) -> None:
        self.writer, self.register = writer, register
        self.count = 0
        self.days: set[str] = set()
        self._possible = has_rows(writer.db, "SELECT 1 FROM visits LIMIT 1")
        writer.db.execute("CREATE TEMP TABLE found (visit INTEGER PRIMARY KEY)")

    def leave_out(self, staged: Columns) -> Columns:
        """The rows that say something new, in their order. An empty cell says nothing.

        With them goes a column ``visit``: the visit that has the key of the row, None where the store has none.
        """
        if not self._possible or not staged["at"]:
            return staged
        names = [name for name in FACTS if name in staged and name != "record_id"]
        found = self._read_visits(staged, names)
        staged = staged | {"visit": [row[0] for row in found]}
        same = [bool(row[1]) for row in found]
        if not any(same):
            return staged
        visits, _, leads, records, *kept = zip(*found, strict=True)
        for name, cells in zip(names, kept, strict=True):
            _mark_different(same, staged[name], cells, empty_is_same=True)
        _mark_different(same, staged.get("record_id") or [None] * len(visits), records, empty_is_same=False)
        self._note(list(compress(visits, same)), set(compress(leads, same)))
        self.days.update(moment[:10] for moment in map(str, compress(staged["at"], same)))
        new = list(map(not_, same))
        return {name: list(compress(column, new)) for name, column in staged.items()} if any(new) else {}

    def take_back(self, visit: int) -> None:
        """The row of this visit is not the visit after all."""
        self.writer.db.execute("DELETE FROM temp.found WHERE visit = ?", (visit,))
        self.count -= 1

    def _note(self, visits: Sequence[int], leads: set[int | None]) -> None:
        self.count += len(visits)
        insert_columns(self.writer.db, "temp.found", {"visit": visits})
        self.writer.db.executemany(
            "INSERT OR IGNORE INTO temp.seen_leads VALUES (?)", [(lead,) for lead in leads if lead is not None]
        )

    def _read_visits(self, staged: Columns, names: Sequence[str]) -> Sequence[tuple[Any, ...]]:
        """For each row the visit with its key: id, whether that may be the row without a closer look, lead, record id
        and these cells; all None where there is none."""
        statement = _VISITS_OF.format(
            facts="".join(f", v.{name}" for name in names),
            rows=", ".join(f"({number}, ?, ?, ?, ?)" for number in range(TOGETHER)),
        )
        cursor = self.writer.db.cursor()
        cursor.row_factory = None
        rows, nobody = zip(*(staged[name] for name in KEY), strict=True), (None,) * len(KEY)
        found: list[tuple[Any, ...]] = [(None,) * (4 + len(names))] * len(staged["at"])
        for begin in range(0, len(found), TOGETHER):
            some = list(islice(rows, TOGETHER))
            asked = chain.from_iterable([*some, *repeat(nobody, TOGETHER - len(some))])
            for number, *visit in cursor.execute(statement, (self.register, *asked)):
                found[begin + number] = tuple(visit)
        return found


def _mark_different(same: list[bool], said: Sequence[Any], kept: Sequence[Any], *, empty_is_same: bool) -> None:
    """Mark the rows where two columns differ."""
    for place in compress(count(), map(ne, said, kept)):
        if said[place] is not None or not empty_is_same:
            same[place] = False
