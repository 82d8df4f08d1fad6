"""The lake as a database that the store's own reports ask: Ibis runs each of their statements, translated.

Reports know a store as something that executes SQL and answers rows. :class:`LakeDatabase` does so over the exports of
many stores: it translates a statement (leadctl/group/translation.py), gives it to Ibis, and DuckDB or Spark answer it.
So a group's figure has the same text, name and formula as a store's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from leadctl.group.export import STORE, TYPES
from leadctl.group.translation import Values, list_tables, translate
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.connection import Database
from leadctl.store.core.setup import trade_codes
from leadctl.store.queries.lake import ALWAYS, LISTS, PHONES, TABLES, LakeTable

_EMPTY: Mapping[str, Mapping[str, str]] = {
    "policies": {"from_on": "string", "toml": "string"},
    "fields": {"id": "int64", "name": "string"},
    # What a store sets of its own plan, and what it was made with, is not the group's.
    "target_sources": {
        "source": "int64",
        "month": "string",
        **dict.fromkeys(("share", "deal_rate", "raised_rate"), "float64"),
    },
    "target_bases": {
        **dict.fromkeys(("id", "source", "leads", "orders", "cars"), "int64"),
        **dict.fromkeys(("month", "last_month"), "string"),
    },
    "target_actions": {
        **dict.fromkeys(("id", "week", "consultant", "count"), "int64"),
        **dict.fromkeys(("month", "what", "due_on", "done_on"), "string"),
    },
}
"""Tables that reports ask and the lake does not have."""


class Export(NamedTuple):
    """A store's export that is asked. ``files``: table -> the paths of its files; ``region``: None where none is
    known."""

    code: str
    region: str | None
    files: Mapping[str, Sequence[Path]]


class Row(tuple[Any, ...]):
    """A row of an answer: by place, or by the name of a column."""

    names: tuple[str, ...] = ()

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self.names.index(key) if isinstance(key, str) else key)

    def keys(self) -> tuple[str, ...]:
        """The names of its columns."""
        return self.names


class Answer:
    """What a statement found, read as a cursor is."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = iter(rows)

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def fetchall(self) -> list[Row]:
        """All rows that are left."""
        return list(self._rows)

    def fetchone(self) -> Row | None:
        """The next row; None after the last."""
        return next(self._rows, None)


class LakeDatabase:
    """Answers the statements of reports. ``explained``: each as the engine was given it."""

    def __init__(
        self,
        connection: Any,
        dialect: str,
        make_table: Callable[[str], None],
        fetch: Callable[[Any], Sequence[Sequence[object]]],
    ) -> None:
        self.connection, self.dialect = connection, dialect
        self._make_table, self._fetch = make_table, fetch
        self.explained: list[str] = []

    def execute(self, sql: str, values: Values = ()) -> Answer:
        """The rows of a statement of the store's SQL."""
        return self.ask(translate(sql, values, self.dialect))

    def ask(self, sql: str) -> Answer:
        """The rows of a statement in the engine's own SQL."""
        self.explained.append(sql)
        self._make_tables(sql)
        expression = self.connection.sql(sql)
        made = type("Row", (Row,), {"names": tuple(expression.columns)})
        return Answer([made(map(_plain, cells)) for cells in self._fetch(expression)])

    def _make_tables(self, sql: str) -> None:
        for name in list_tables(sql, self.dialect):
            self._make_table(name)

    def make_view(self, name: str, sql: str) -> None:
        """A view of a statement in the engine's own SQL."""
        self._make_tables(sql)
        self.connection.create_view(name, self.connection.sql(sql))

    def read(self, sql: str, most: int) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
        """The names of the columns of a statement in DuckDB's SQL, and ``most`` of its rows, as it stands."""
        found = self.connection.raw_sql(sql)
        names = tuple(str(column[0]) for column in found.description)
        return names, [tuple(map(_plain, cells)) for cells in found.fetchmany(most)]

    def as_store(self) -> Database:
        """The same, as reports take a store."""
        return cast("Database", self)


def _plain(value: object) -> object:
    """A value as a store has it: days and moments as ISO texts, whole sums as whole numbers."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value


@contextmanager
def open_duckdb(exports: Sequence[Export], policy: str) -> Iterator[LakeDatabase]:
    """The exports, asked by DuckDB in this process."""
    connection = ibis.duckdb.connect()
    with TemporaryDirectory(prefix="leadctl-") as scratch:
        connection.raw_sql(f"SET temp_directory = '{scratch}'")
        connection.raw_sql("SET memory_limit = '3GB'")

        def read(paths: list[str], name: str) -> Any:
            # Without autocast the folders' names stay texts: month=2026-10 is no date, and store=0012 not 12.
            return connection.read_parquet(paths, table_name=name, hive_partitioning=True, hive_types_autocast=False)

        tables = Tables(connection, read, lambda column: column.hash(), exports, policy, Path(scratch))
        try:
            yield LakeDatabase(
                connection, "duckdb", tables.make, lambda asked: connection.raw_sql(asked.compile()).fetchall()
            )
        finally:
            connection.disconnect()


class Tables:
    """The tables of a store, under its names, over all exports; each is made when a statement first names it.

    ``number``: what makes an id of a name.
    """

    def __init__(
        self,
        connection: Any,
        read: Callable[[list[str], str], Any],
        number: Callable[[Any], Any],
        exports: Sequence[Export],
        policy: str,
        scratch: Path,
    ) -> None:
        self._connection, self._read, self._number = connection, read, number
        self._exports, self._scratch = exports, scratch
        self._small: dict[str, tuple[list[list[str | None]], Mapping[str, str]]] = {
            "stores": ([[one.code, one.region] for one in exports], _STORES),
            "settings": ([["policy", policy]], _SETTINGS),
            **{name: ([], columns) for name, columns in _EMPTY.items()},
        }
        self._made: set[str] = set()

    def make(self, name: str) -> None:
        """See that a table is there; of a name that is none of ours nothing is made."""
        name = name.removeprefix(RAW)
        if name in self._made:
            return
        self._made.add(name)
        if name in self._small:
            self._make_small(name, *self._small[name])
        elif name == "operations":
            self._make_operations()
        elif name in _LAKE:
            found = self._read(self._list_files(_LAKE[name]), f"{RAW}{name}")
            self._connection.create_view(name, _as_in_a_store(found, name, self._number))

    def _list_files(self, table: LakeTable) -> list[str]:
        """The files of a table, and one without rows, so that a table that no store has anything of has its columns."""
        schema = [(STORE, pa.string()), *((column.name, TYPES[column.kind]) for column in table.columns)]
        nothing = self._write(table.name, pa.schema(schema).empty_table())
        return [nothing, *(str(path) for export in self._exports for path in export.files.get(table.name, ()))]

    def _make_small(self, name: str, rows: list[list[str | None]], columns: Mapping[str, str]) -> None:
        kinds = {"string": pa.string(), "int64": pa.int64(), "float64": pa.float64()}
        cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
        arrays = [pa.array(column, kinds[kind]) for column, kind in zip(cells, columns.values(), strict=True)]
        found = self._read([self._write(name, pa.table(arrays, list(columns)))], f"{RAW}{name}")
        self._connection.create_view(name, found.select(*columns))

    def _make_operations(self) -> None:
        """When something was recorded, as far as figures ask it."""
        times = {"followups": "entered_at", "invitations": "listed_at"}
        for name in times:
            self.make(name)
        parts = [self._connection.table(name).select(id="operation", at=at) for name, at in times.items()]
        self._connection.create_view("operations", ibis.union(*parts, distinct=True))

    def _write(self, name: str, content: Any) -> str:
        folder = self._scratch / "store=0" / name / f"month={ALWAYS}"
        folder.mkdir(parents=True)
        pq.write_table(content, folder / "0.parquet")
        return str(folder / "0.parquet")


RAW = "lake_"
"""Begins the name of a table as it stands in the lake."""

_LAKE: Mapping[str, LakeTable] = {table.name: table for table in (*TABLES, PHONES)}
_STORES = {"store_code": "string", "region": "string"}
_SETTINGS = {"key": "string", "value": "string"}


def _as_in_a_store(table: Any, name: str, number: Callable[[Any], Any]) -> Any:
    """A table of the lake with the columns that a store has: ids for names of lists, which are the same in all stores;
    of staff, who may have namesakes elsewhere, with the store's code before the name."""
    if name in LISTS:
        return _as_list(table, name, number)
    ids = {
        column.name: _number_names(table, column.name, column.listed, number)
        for column in _LAKE[name].columns
        if column.listed
    }
    table = table.mutate(**ids)
    if "planned" in table.columns:
        return _sum_plans(table.drop("month").rename(month="planned"))
    if name == "campaigns":
        more = {"approved_by": ibis.null("int64"), "approved_on": ibis.null("string"), "summary": ibis.null("string")}
        return table.mutate(**more)
    return table


def _sum_plans(table: Any) -> Any:
    """The plans of all stores as one: what each asks of a month, a week or a person, added up."""
    keys = [column for column in ("month", "week", "consultant") if column in table.columns]
    sums = [column for column in ("sales", "leads", "orders", "deliveries") if column in table.columns]
    added = {column: table[column].sum() for column in sums}
    return table.group_by(*keys).agg(id=table.id.min(), **added).mutate(note=ibis.null("string"))


def _number_names(table: Any, column: str, listed: str, number: Callable[[Any], Any]) -> Any:
    name = table[column]
    if listed == "staff":
        name = table[STORE] + " " + name
    if listed == "reasons":
        known = [(row["code"], place) for place, row in enumerate(trade_codes()["reasons"], 1)]
        return ibis.cases(*((name == code, place) for code, place in known), (name.notnull(), number(name)))
    return ibis.cases((name.notnull(), number(name)))


def _as_list(table: Any, name: str, number: Callable[[Any], Any]) -> Any:
    """A list of the group: each name once, in their order."""
    own = LISTS[name]
    table = table.mutate(id=_number_names(table, own, name, number))
    if name == "staff":
        table = table.mutate(name=table[STORE] + " " + table.name)
    rest = [column for column in table.columns if column not in (STORE, "store", "month", "id", own)]
    grouped = table.group_by("id", own).agg(**{column: table[column].max() for column in rest})
    if name in ("sources", "models"):
        grouped = grouped.mutate(same_as=ibis.null("int64"))
    if name == "staff":
        grouped = grouped.mutate(login=ibis.null("string"), mail=ibis.null("string"))
    return grouped.order_by(own)
