"""A register of visits that is sent again: which rows are known, which visit a mended row is, which rows are gone.

A row is known by its own id where the register has one, else by minute, kind, phone (else name) and being the n-th such
row. A row that is new may be a visit mended since the last sending. It is taken as that visit where the visit is of the
same register, day and person, its own row is no longer in the file, the file repeats another row of that day, and
nothing else fits as well (docs/domain.md, section 2).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import cast

from leadctl.errors import Refused, Sentence
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.bulk_insert import insert_columns
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import find_value, read_row, read_rows, read_value, read_values
from leadctl.store.core.writer import Writer
from leadctl.store.facts.visits import FACTS
from leadctl.store.journal.corrections import mend_phone, mend_visit
from leadctl.store.queries.customers import owner_of
from leadctl.store.registers.identical_rows import IdenticalRows
from leadctl.store.registers.known_rows import KEY, Key, find_forgotten
from leadctl.store.registers.sent_rows import (
    KeptVisit,
    SentRow,
    describe_changes,
    describe_doubt,
    find_changed_key,
    find_new_phone,
    is_same_but_for_who,
    is_somebody_else,
    may_be,
    pair_rows,
)
from leadctl.store.registers.staging import Columns

Group = tuple[str, str, str]
"""Moment, kind and who: rows that only their number tells apart."""

_SENT = (*KEY, "name", "phone", "record_id")
# visit: the one that the row is; 0: the row is known, and has no visit (any more).
_MAKE_SENT = """
CREATE TEMP TABLE sent (
    at TEXT NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL, nth INTEGER NOT NULL, name TEXT, phone TEXT,
    record_id TEXT, visit INTEGER, PRIMARY KEY (at, kind, who, nth)
) WITHOUT ROWID
"""
_FIND_BY_RECORD = """
UPDATE temp.sent SET visit = (SELECT v.id FROM visits AS v WHERE v.register IS :register
    AND v.record_id = sent.record_id AND v.nth IS NOT NULL ORDER BY v.id LIMIT 1)
WHERE record_id IS NOT NULL AND visit IS NULL
"""
# A visit with an id of its own is not the row with another id.
_FIND_BY_KEY = """
UPDATE temp.sent SET visit = (SELECT v.id FROM visits AS v
    WHERE v.at = sent.at AND v.kind = sent.kind AND v.who = sent.who AND v.nth = sent.nth
        AND NOT (v.register IS :register AND v.record_id IS NOT NULL AND sent.record_id IS NOT NULL)
        AND v.id NOT IN (SELECT visit FROM temp.found))
WHERE visit IS NULL
"""
_FIND_RETIRED = """
UPDATE temp.sent SET visit = (SELECT coalesce(r.row, 0) FROM retired_rows AS r WHERE r.tbl = 'visits'
    AND r.at = sent.at AND r.code = sent.kind AND r.who = sent.who AND r.nth = sent.nth LIMIT 1)
WHERE visit IS NULL
"""
_REPEATED_IDS = (
    f"SELECT {', '.join(_SENT)} FROM temp.sent WHERE record_id IN (SELECT record_id FROM temp.sent"
    " WHERE record_id IS NOT NULL GROUP BY record_id HAVING count(*) > 1)"
)
_IDS_OF_IDENTICAL = (
    f"SELECT v.id, {', '.join(f's.{name}' for name in _SENT)} FROM temp.sent AS s CROSS JOIN visits AS v"
    " ON v.register IS :register AND v.record_id = s.record_id WHERE v.id IN (SELECT visit FROM temp.found)"
)
_REPEATED = """
SELECT at, kind, who FROM temp.sent WHERE nth > 1 UNION
SELECT s.at, s.kind, s.who FROM temp.sent AS s CROSS JOIN visits AS v USING (at, kind, who)
WHERE s.nth = 1 AND v.nth > 1
"""
_OPEN_ROWS = (
    f"SELECT {', '.join(_SENT)} FROM temp.sent WHERE at = ? AND kind = ? AND who = ? AND visit IS NULL"
    " AND record_id IS NULL ORDER BY nth"
)
_OPEN_VISITS = (
    f"SELECT id, nth, {', '.join(FACTS)} FROM visits WHERE at = ? AND kind = ? AND who = ? AND nth IS NOT NULL"
    " AND id NOT IN (SELECT visit FROM temp.found) ORDER BY nth"
)
_SET_VISIT = "UPDATE temp.sent SET visit = ? WHERE at = ? AND kind = ? AND who = ? AND nth = ?"
_IS_NEW = -1
"""Stands for the visit of a row that is new for certain, while the others find theirs."""

_NOTE_FOUND = "INSERT OR IGNORE INTO temp.found SELECT visit FROM temp.sent WHERE visit > 0"
_VISIT = (
    "SELECT v.id, v.at, v.kind, v.who, v.nth, v.name, v.customer, v.record_id, v.missing_since,"
    " (SELECT group_concat(p.phone, ' ') FROM phones AS p WHERE p.customer = v.customer) AS phones FROM visits AS v"
)
_IS_ABSENT = (
    "v.register = :register AND v.nth IS NOT NULL AND v.id NOT IN (SELECT visit FROM temp.found)"
    " AND NOT EXISTS (SELECT 1 FROM customers AS c WHERE c.id = v.customer AND c.forgotten_on IS NOT NULL)"
)
_ABSENT_ON = f"{_VISIT} WHERE v.at >= :day AND v.at < date(:day, '+1 day') AND {_IS_ABSENT} ORDER BY v.at, v.id"
_GONE = f"{_VISIT} WHERE {_IS_ABSENT} AND v.missing_since IS NULL ORDER BY v.at, v.id"
_NEW = f"SELECT {', '.join(_SENT)} FROM temp.sent WHERE visit IS NULL ORDER BY at, kind, who, nth"
_DELETED = (
    "SELECT r.row, r.at, r.code, r.who, r.nth, NULL, NULL, r.record_id, NULL, r.who FROM retired_rows AS r"
    " WHERE r.tbl = 'visits' AND r.register = :register AND r.row IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM visits AS v WHERE v.id = r.row)"
    " AND NOT EXISTS (SELECT 1 FROM temp.sent AS s WHERE s.at = r.at AND s.kind = r.code AND s.who = r.who"
    " AND s.nth = r.nth) ORDER BY r.at, r.id"
)
"""The visits of the register that were deleted here and whose rows it has no more, as KeptVisit."""
_KNOWN_DAYS = "SELECT DISTINCT substr(at, 1, 10) FROM temp.sent WHERE visit IS NOT NULL"


Move = tuple[KeptVisit, SentRow]
"""A visit, and the row that it is."""


class Mended(NamedTuple):
    """A visit whose row was mended: ``changes`` holds (field, old, new) of what identified it; phones are masked."""

    visit: int
    at: str
    changes: tuple[tuple[str, str | None, str | None], ...]


class Gone(NamedTuple):
    """A visit whose row is no longer in its register. ``phone``: in full."""

    visit: int
    at: str
    name: str | None
    phone: str | None


class Deleted(NamedTuple):
    """A visit that was deleted here, and the moment that its mended row says."""

    visit: int
    at: str


class Sending:
    """One sending of a register that the store knows, or of one whose rows have ids.

    ``mended``, ``gone``; ``deleted``: visits that stay deleted though their rows were mended; ``undecided``: rows that
    may be one of several visits, by key, with the reason; ``returned``: how many rows are in the register again. The
    temporary table ``found`` holds the visits of all rows that are known, of ``identical`` ones from the beginning.
    """

    def __init__(self, writer: Writer, register: int | None, identical: IdenticalRows, *, sent_before: bool) -> None:
        self.writer, self.register, self.sent_before = writer, register, sent_before
        self._identical = identical
        self.mended: list[Mended] = []
        self.moved: set[int] = set()
        self.gone: list[Gone] = []
        self.deleted: list[Deleted] = []
        self.undecided: dict[Key, Sentence] = {}
        self.returned = 0
        self._new: list[SentRow] = []

    def compare(self, staged: Iterable[Columns]) -> None:
        """Find the visits of the rows that are not identical to theirs, and give mended rows theirs, so that these are
        known by what they are now."""
        db = self.writer.db
        db.execute(_MAKE_SENT)
        for columns in staged:
            insert_columns(db, "temp.sent", {name: columns[name] for name in _SENT if name in columns})
        moves = self._match_known_rows(staged)
        if self.sent_before:
            moves += self._match_new_rows()
            self._keep_deleted([row for _, row in moves])
        self._move(moves)
        if self.sent_before:
            self._note_absent()

    def _match_known_rows(self, staged: Iterable[Columns]) -> list[Move]:
        db, scope = self.writer.db, {"register": self.register}
        self._refuse_repeated_ids()
        db.execute(_FIND_RETIRED)
        db.executemany(_SET_VISIT, [(0, *key) for key in find_forgotten(db, "temp.sent")])
        moves = self._check_records()
        db.execute(_FIND_BY_RECORD, scope)
        db.execute(_NOTE_FOUND)
        moves += self._match_repeated_rows(staged)
        db.execute(_NOTE_FOUND)
        db.execute(_FIND_BY_KEY, scope)
        db.execute(_NOTE_FOUND)
        db.execute("UPDATE temp.sent SET visit = NULL WHERE visit = ?", (_IS_NEW,))
        return moves

    def _match_repeated_rows(self, staged: Iterable[Columns]) -> list[Move]:
        """Of several rows that only their number tells apart, or several visits, those that say the same belong
        together: where one is mended or gone the numbers of the others shift."""
        groups = set(map(tuple, self.writer.db.execute(_REPEATED).fetchall()))
        moves: list[Move] = []
        for columns in staged if groups else ():
            cells = {name: columns.get(name) or [None] * len(columns["at"]) for name in FACTS}
            said: dict[Group, dict[int, tuple[object, ...]]] = defaultdict(dict)
            for at, kind, who, nth, *facts in zip(*(columns[name] for name in KEY), *cells.values(), strict=True):
                if (at, kind, who) in groups:
                    said[str(at), str(kind), str(who)][cast("int", nth)] = tuple(facts)
            for group, rows in said.items():
                moves += self._match_group(group, rows)
        return moves

    def _match_group(self, group: Group, said: Mapping[int, tuple[object, ...]]) -> list[Move]:
        db = self.writer.db
        rows = read_rows(db, SentRow, _OPEN_ROWS, group)
        visits = {row[0]: tuple(row)[1:] for row in db.execute(_OPEN_VISITS, group).fetchall()}
        found = pair_rows({row.nth: said[row.nth] for row in rows}, visits)
        if found is None:
            doubt = describe_doubt([self._read_visit(visit) for visit in visits])
            for row in rows:
                self._refuse(row, doubt)
            return []
        moves = []
        for row in rows:
            visit = found.get(row.nth, _IS_NEW)
            db.execute(_SET_VISIT, (visit, *row.key))
            if visit == _IS_NEW:
                self._new.append(row)
            elif visits[visit][0] != row.nth:
                moves.append((self._read_visit(visit), row))
        return moves

    def _refuse_repeated_ids(self) -> None:
        db = self.writer.db
        repeated = read_rows(db, SentRow, _REPEATED_IDS)
        both = db.execute(_IDS_OF_IDENTICAL, {"register": self.register}).fetchall()
        repeated += [SentRow(*cells) for _, *cells in both]
        for kept in map(self._read_visit, {visit for visit, *_ in both}):
            self._identical.take_back(kept.id)
            repeated.append(SentRow(*kept[1:6], None, kept.record_id))
        for row in repeated:
            self._refuse(row, Sentence("its number {id!r} stands in several rows of the file", id=row.record_id))
        self.writer.db.executemany(
            "DELETE FROM temp.sent WHERE at = ? AND kind = ? AND who = ? AND nth = ?", list(self.undecided)
        )

    def _check_records(self) -> list[Move]:
        """Rows that are known by their own id, and have another moment, kind or person than their visit."""
        rows = self.writer.db.execute(
            f"SELECT {', '.join(f's.{name}' for name in _SENT)}, v.id FROM temp.sent AS s CROSS JOIN visits AS v"
            " ON v.register IS ? AND v.record_id = s.record_id AND v.nth IS NOT NULL"
            " WHERE s.visit IS NULL AND (s.at, s.kind, s.who, s.nth) IS NOT (v.at, v.kind, v.who, v.nth)",
            (self.register,),
        ).fetchall()
        moves = []
        for *cells, visit in rows:
            row, kept = SentRow(*cells), self._read_visit(visit)
            if is_somebody_else(row, kept):
                self._refuse(
                    row,
                    Sentence(
                        "its number {id!r} is known as visit {visit} of another day and person; if the numbers "
                        "begin anew in this file, name it with: --register NAME",
                        id=row.record_id,
                        visit=visit,
                    ),
                )
            else:
                moves.append((kept, row))
        return moves

    def _match_new_rows(self) -> list[Move]:
        """The new rows that can only be one visit mended. Those that can be several are undecided."""
        db = self.writer.db
        known = self._known_days()
        new = [row for row in read_rows(db, SentRow, _NEW) if row.at[:10] in known]
        moves: list[Move] = []
        for day, rows in groupby(new, key=lambda row: row.at[:10]):
            scope = {"day": day, "register": self.register}
            moves += self._match_day(list(rows), read_rows(db, KeptVisit, _ABSENT_ON, scope))
        return moves

    def _known_days(self) -> set[str]:
        """The days of which the file has a row that is known."""
        return self._identical.days.union(read_values(self.writer.db, str, _KNOWN_DAYS))

    def _match_day(self, rows: Sequence[SentRow], visits: Sequence[KeptVisit]) -> list[Move]:
        pairs: list[Move] = []
        for fits in (is_same_but_for_who, may_be):
            left = [row for row in rows if all(row is not taken for _, taken in pairs)]
            free = [visit for visit in visits if all(visit is not taken for taken, _ in pairs)]
            candidates = {row.key: [visit for visit in free if fits(row, visit)] for row in left}
            claims = [visit.id for found in candidates.values() for visit in found]
            pairs += [
                (candidates[row.key][0], row)
                for row in left
                if len(candidates[row.key]) == 1 and claims.count(candidates[row.key][0].id) == 1
            ]
        matched = [row for _, row in pairs]
        for row in left:
            if candidates[row.key] and row not in matched:
                self._refuse(row, describe_doubt(candidates[row.key]))
        return pairs

    def _keep_deleted(self, taken: Sequence[SentRow]) -> None:
        """A new row that can be a visit which was deleted here, mended since, does not bring it back."""
        db = self.writer.db
        deleted = read_rows(db, KeptVisit, _DELETED, {"register": self.register})
        known = self._known_days() if deleted else set()
        for row in read_rows(db, SentRow, _NEW) if deleted else ():
            fitting = [
                visit
                for visit in deleted
                if (row.record_id is not None and row.record_id == visit.record_id)
                or (visit.at[:10] == row.at[:10] and row.at[:10] in known and may_be(row, visit))
            ]
            if fitting and row not in taken and row.key not in self.undecided:
                deleted.remove(fitting[0])
                self._stay_deleted(fitting[0], row)

    def _stay_deleted(self, visit: KeptVisit, row: SentRow) -> None:
        """The row is known from now on as that of the visit which was deleted."""
        origin = {"register": self.register, "record_id": row.record_id}
        key = {"at": row.at, "code": row.kind, "who": row.who, "nth": row.nth}
        self.writer.insert("retired_rows", tbl="visits", row=visit.id, **key, **origin)
        self.writer.db.execute(_SET_VISIT, (0, *row.key))
        self.deleted.append(Deleted(visit.id, row.at))

    def _refuse(self, row: SentRow, reason: Sentence) -> None:
        self.undecided[row.key] = reason

    def _move(self, moves: Sequence[Move]) -> None:
        """Give each visit the key of its row; the visits of rows that are gone make way."""
        writer = self.writer
        moving = {visit.id for visit, _ in moves}
        for visit in sorted(moving):
            writer.update("visits", visit, nth=None)
        for row in (*self._new, *(row for _, row in moves)):
            self._make_way(row)
        refused = self._mend_phones(moves)
        for kept, row in moves:
            failure = refused.get(kept.customer) or self._try(partial(self._mend, kept, row))
            if failure is not None:
                self._refuse(row, failure)
                writer.update("visits", kept.id, nth=self._free_number(kept.at, kept.kind, kept.who))
                continue
            writer.db.execute("INSERT OR IGNORE INTO temp.found VALUES (?)", (kept.id,))
            changes = describe_changes(kept, row)
            if changes:
                self.moved.add(kept.id)
                self.mended.append(Mended(kept.id, row.at, changes))

    def _mend(self, kept: KeptVisit, row: SentRow) -> None:
        present = self._read_visit(kept.id)  # its customer's phones may have been mended
        mend_visit(self.writer, kept.id, find_changed_key(kept, row), find_new_phone(present, row))

    def _mend_phones(self, moves: Sequence[Move]) -> dict[int | None, Sentence]:
        """Where all visits of a customer have the same other phone now, it is the customer's phone that was wrong.

        Returns why not, by customer, where that cannot be.
        """
        db = self.writer.db
        groups: dict[tuple[int, str, str], int] = Counter(
            (kept.customer, kept.who, phone)
            for kept, row in moves
            if kept.customer is not None and kept.phone is not None and (phone := find_new_phone(kept, row)) is not None
        )
        refused: dict[int | None, Sentence] = {}
        for (customer, wrong, right), count in groups.items():
            visits = read_value(db, int, "SELECT count(*) FROM visits WHERE customer = ?", (customer,))
            if visits == count and owner_of(db, wrong) == customer:
                failure = self._try(partial(mend_phone, self.writer, customer, wrong, right))
                if failure is not None:
                    refused[customer] = failure
        return refused

    def _try(self, correct: Callable[[], None]) -> Sentence | None:
        """Correct something, or leave it as it was; returns why it cannot be."""
        db = self.writer.db
        db.execute("SAVEPOINT mending")
        try:
            correct()
        except Refused as refused:
            db.execute("ROLLBACK TO mending")
            return refused.sentence
        finally:
            db.execute("RELEASE mending")
        return None

    def _make_way(self, row: SentRow) -> None:
        sql = "SELECT id FROM visits WHERE at = ? AND kind = ? AND who = ? AND nth = ?"
        occupant = find_value(self.writer.db, int, sql, row.key)
        if occupant is not None:
            self.writer.update("visits", occupant, nth=self._free_number(row.at, row.kind, row.who))

    def _free_number(self, at: str, kind: str, who: str) -> int:
        """One that neither a visit nor a row of the file has."""
        sql = (
            "SELECT max(nth) FROM (SELECT nth FROM visits WHERE at = :at AND kind = :kind AND who = :who"
            " UNION ALL SELECT nth FROM temp.sent WHERE at = :at AND kind = :kind AND who = :who)"
        )
        return (find_value(self.writer.db, int, sql, {"at": at, "kind": kind, "who": who}) or 0) + 1

    def _read_visit(self, visit: int) -> KeptVisit:
        return read_row(self.writer.db, KeptVisit, f"{_VISIT} WHERE v.id = ?", (visit,))

    def _note_absent(self) -> None:
        """Mark the visits whose rows are gone since the last sending, and take the mark from those that are back."""
        writer = self.writer
        gone = read_rows(writer.db, KeptVisit, _GONE, {"register": self.register})
        self.gone = [Gone(visit.id, visit.at, visit.name, visit.phone) for visit in gone]
        writer.db.execute(
            "UPDATE visits SET missing_since = ? WHERE id IN (SELECT value FROM json_each(?))",
            (writer.today, json_ids(visit.id for visit in gone)),
        )
        self.returned = writer.db.execute(
            "UPDATE visits SET missing_since = NULL WHERE register = ? AND missing_since IS NOT NULL"
            " AND id IN (SELECT visit FROM temp.found)",
            (self.register,),
        ).rowcount
