"""Where rows that are not a person's own name them: their number stands there from now on.

Phones are replaced wherever text can stand, in any spelling; names only where it is clear who is meant.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator

from leadctl.domain.forgetting import Spelling, name_alone, spelling_of
from leadctl.domain.policy import parse_policy
from leadctl.errors import Refused
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import find_value, has_rows, read_value
from leadctl.store.core.schema import fact_columns
from leadctl.store.core.tables import StoredTable
from leadctl.store.core.writer import Writer
from leadctl.store.facts.registry import FACT_TABLES
from leadctl.store.privacy.traces import Traces
from leadctl.store.queries.customers import pinyin
from leadctl.store.tables import TABLES

REFERRERS = (("visits", "referrer"), ("reward_payments", "referrer"))
"""Columns that say, by name or phone, who referred somebody."""

JOURNAL = frozenset({"operations", "changes", "accesses"})
"""Tables that are written past the journal."""

_KEPT = {("phones", "phone"), ("visits", "who"), ("retired_rows", "who"), ("customers", "pinyin")}
"""Columns that are not searched: who has the phone now, the identities of register rows, which erasure hides, and how a
name sounds, which follows the name."""

_NAMES = {("tags", "tag"), ("companions", "name")}
"""Columns of free text that hold names: two different ones must stay different."""

_NO_MENTION = {
    *{("customers", "name"), ("customers", "pinyin"), ("visits", "name"), ("visits", "who"), ("retired_rows", "who")},
    *{("staff", "name"), ("staff", "login"), ("phones", "phone")},
}
"""Columns in which a person's name is somebody else's own."""


class Place(NamedTuple):
    """A column, and in how many of its rows something was found."""

    table: str
    column: str
    rows: int


def searched_columns(table: StoredTable) -> list[str]:
    """The columns of a table in which a phone of somebody may stand, whoever's row it is."""
    named = dict.fromkeys((*table.erased, *table.texts, *table.plain))
    return [column for column in named if (table.name, column) not in _KEPT]


def replace_in_other_rows(writer: Writer, traces: Traces) -> None:
    """Where others' rows name a person, their number stands from now on: phones wherever they are written, the name
    where it says who referred somebody, and in what an owner said when recommending them."""
    spelling = spelling_of(traces.phones | traces.spellings, traces.marks)
    _number_referrers(writer, traces, spelling)
    _number_in_recommendations(writer, traces)
    if spelling is not None:
        replaced = _Replacement(writer, traces, spelling)
        for table in TABLES:
            replaced.search_table(table)


class _Replacement:
    """Writes a person's number for their phones.

    A name in which one stands becomes the same new name everywhere, and no other name becomes it.
    """

    def __init__(self, writer: Writer, traces: Traces, spelling: Spelling) -> None:
        self.writer, self.traces, self.spelling = writer, traces, spelling
        self._renamed: dict[str, str] = {}

    def search_table(self, table: StoredTable) -> None:
        columns = searched_columns(table)
        if not columns:
            return
        rows = self.writer.db.execute(f"SELECT id, {', '.join(columns)} FROM {table.name}")
        rows.row_factory = None
        found = [
            (row[0], column, text)
            for row in rows
            for column, text in zip(columns, row[1:], strict=True)
            if isinstance(text, str) and self.spelling.search(text)
        ]
        for row, column, text in found:
            said = self._replace(table, column, text)
            if said != text:
                self._write(table.name, row, column, said)

    def _replace(self, table: StoredTable, column: str, text: str) -> str:
        if table.name == "changes" or (column in table.plain and text[:1] in ("{", "[")):
            return self._replace_in_json(text)
        if column in table.plain or (table.name, column) in _NAMES:
            return self._rename(table.name, column, text)
        return self.spelling.sub(self.traces.number, text)

    def _replace_in_json(self, text: str) -> str:
        try:
            held = json.loads(text)
        except ValueError:
            return self.spelling.sub(self.traces.number, text)
        return json.dumps(_map_texts(held, self._replace_part), ensure_ascii=False, separators=(",", ":"))

    def _replace_part(self, text: str) -> str:
        return self._renamed.get(text) or self.spelling.sub(self.traces.number, text)

    def _rename(self, table: str, column: str, text: str) -> str:
        """A new name for one that held a phone, which nothing else in the column has."""
        if text not in self._renamed:
            plain = self.spelling.sub(self.traces.number, text)
            if (table, column) in (("settings", "value"), ("policies", "toml")) and _is_policy(text):
                self._renamed[text] = plain if _is_policy(plain) else text
                return self._renamed[text]
            taken = set(self._renamed.values())
            names = (plain if nth == 1 else f"{plain}-{nth}" for nth in range(1, 10_000))
            self._renamed[text] = next(
                name for name in names if name not in taken and not _holds_text(self.writer.db, table, column, name)
            )
        return self._renamed[text]

    def _write(self, table: str, row: int, column: str, text: str) -> None:
        write_text(self.writer, self.traces, table, row, column, text)
        self.traces.replaced[table, column] += 1
        if table == "customers" and column == "name":
            self.writer.update(table, row, pinyin=pinyin(text))
        if table in FACT_TABLES:
            lead = find_value(self.writer.db, int, f"SELECT lead FROM {table} WHERE id = ?", (row,))
            self.writer.touch(*([] if lead is None else [lead]))


def _map_texts(value: object, replace: Callable[[str], str]) -> object:
    """JSON with every text in it, keys too, replaced."""
    if isinstance(value, str):
        return replace(value)
    if isinstance(value, list):
        return [_map_texts(one, replace) for one in value]
    if isinstance(value, dict):
        return {replace(key): _map_texts(one, replace) for key, one in value.items()}
    return value


def _is_policy(text: str) -> bool:
    try:
        parse_policy(text)
    except Refused:
        return False
    return True


def _holds_text(db: sqlite3.Connection, table: str, column: str, text: str) -> bool:
    return has_rows(db, f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT 1", (text,))


def write_text(writer: Writer, traces: Traces, table: str, row: int, column: str, text: str) -> None:
    """Write a text of any table. A journal's row is nobody's fact, but the row that it tells of counts as changed."""
    if table not in JOURNAL:
        writer.update(table, row, **{column: text})
        return
    writer.db.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (text, row))
    if table == "changes":
        ((about, first),) = writer.db.execute("SELECT tbl, first_row FROM changes WHERE id = ?", (row,))
        traces.others[about].add(first)


def _number_referrers(writer: Writer, traces: Traces, spelling: Spelling | None) -> None:
    """Whoever they referred was referred by their number. A name counts where nobody else here has it."""
    names = {name for name in traces.names if not _is_name_of_another(writer.db, name)}
    for table, column in REFERRERS:
        rows = writer.db.execute(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL")
        meant = [row for row, text in rows if _names_person(text, spelling, names)]
        for row in meant:
            writer.update(table, row, **{column: traces.number})
            traces.replaced[table, column] += 1
        _number_referrers_in_journal(writer, traces, table, names)


def _names_person(text: str, spelling: Spelling | None, names: set[str]) -> bool:
    by_phone = spelling is not None and spelling.search(text)
    return by_phone or any(name_alone(name, text) for name in names)


def _number_referrers_in_journal(writer: Writer, traces: Traces, table: str, names: set[str]) -> None:
    """The same in what rows held before."""
    rows = writer.db.execute(
        "SELECT id, first_row, json_extract(before, '$.referrer') FROM changes WHERE tbl = ?"
        " AND before IS NOT NULL AND json_extract(before, '$.referrer') IS NOT NULL",
        (table,),
    )
    for change, row, said in rows.fetchall():
        if any(name_alone(name, said) for name in names):
            writer.db.execute(
                "UPDATE changes SET before = json_replace(before, '$.referrer', ?) WHERE id = ?",
                (traces.number, change),
            )
            traces.others[table].add(row)


def _is_name_of_another(db: sqlite3.Connection, name: str) -> bool:
    """Whether a customer or somebody on the staff bears the name (the forgotten one bears none any more)."""
    sql = "SELECT 1 FROM customers WHERE name = :name UNION ALL SELECT 1 FROM staff WHERE name = :name LIMIT 1"
    return has_rows(db, sql, {"name": name})


def _number_in_recommendations(writer: Writer, traces: Traces) -> None:
    """What an owner said when they recommended this person speaks of this person."""
    rows = writer.db.execute(
        "SELECT id, note FROM aftercare WHERE note IS NOT NULL"
        " AND new_lead IN (SELECT value FROM json_each(?)) AND result = 'recommend'",
        (json_ids(traces.rows["leads"]),),
    )
    for row, note in rows.fetchall():
        said = replace_words(note, traces.names, traces.number)
        if said != note:
            writer.update("aftercare", row, note=said)
            traces.replaced["aftercare", "note"] += 1


def replace_words(text: str, words: set[str], instead: str) -> str:
    """The text with ``instead`` for each of the words, the longest first."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, instead)
    return text


def find_mentions(db: sqlite3.Connection, traces: Traces) -> list[Place]:
    """Where one of a person's names still stands: in notes about others, names of things, and visits without a phone.
    Whether it is they cannot be known."""
    found: Counter[tuple[str, str]] = Counter()
    for table, column, clause in _mention_columns(db):
        clauses = " OR ".join(f"instr({column}, ?) > 0" for _ in traces.names)
        if clauses:
            sql = f"SELECT count(*) FROM {table} WHERE ({clauses}){clause}"
            found[table, column] += read_value(db, int, sql, sorted(traces.names))
    return places_of(found)


def _mention_columns(db: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    for table in TABLES:
        if table.name not in JOURNAL:
            present = fact_columns(db, table.name)
            for column in searched_columns(table):
                if column in present and (table.name, column) not in _NO_MENTION:
                    yield table.name, column, ""
    yield "visits", "name", " AND customer IS NULL"


def places_of(found: Counter[tuple[str, str]]) -> list[Place]:
    """The places that something was counted in, by name."""
    return [Place(table, column, count) for (table, column), count in sorted(found.items()) if count]
