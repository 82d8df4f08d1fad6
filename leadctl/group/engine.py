"""The lake as a database that the store's own reports ask: Ibis runs each of their statements, translated.

Reports know a store as something that executes SQL and answers rows. :class:`LakeDatabase` does so over the exports of
many stores: it translates a statement (leadctl/group/translation.py), gives it to Ibis, and DuckDB or Spark answer it.
So a group's figure has the same text, name and formula as a store's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
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
from leadctl.group.lake import Condition, File, Manifest, are_whole, may_hold
from leadctl.group.translation import Values, list_tables, translate
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.connection import Database
from leadctl.store.core.setup import trade_codes
from leadctl.store.queries.lake import LISTS, PHONES, TABLES, LakeTable

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
    """A store's export that is asked. ``region``: None where none is known."""

    folder: Path
    manifest: Manifest
    region: str | None


class DamagedExports(Exception):
    """Files of these exports are not what their manifests say, so nothing was answered."""

    def __init__(self, exports: Sequence[Export]) -> None:
        super().__init__(*(export.manifest.code for export in exports))
        self.exports = exports


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
        tables: Tables,
        fetch: Callable[[Any], Sequence[Sequence[object]]],
    ) -> None:
        self.connection, self.dialect = connection, dialect
        self._tables, self._fetch = tables, fetch
        self.explained: list[str] = []

    def execute(self, sql: str, values: Values = ()) -> Answer:
        """The rows of a statement of the store's SQL. Raises DamagedExports."""
        return self._run(translate(sql, values, self.dialect, self._tables.use))

    def ask(self, sql: str) -> Answer:
        """The rows of a statement in the engine's own SQL. Raises DamagedExports."""
        self._make_tables(sql)
        return self._run(sql)

    def _run(self, sql: str) -> Answer:
        self.explained.append(sql)
        try:
            expression = self.connection.sql(sql)
            rows = self._fetch(expression)
        except Exception as error:
            # A file that was damaged, or replaced by a newer export, after it had been compared.
            self._tables.blame(str(error), error)
            raise
        made = type("Row", (Row,), {"names": tuple(expression.columns)})
        return Answer([made(map(_plain, cells)) for cells in rows])

    def _make_tables(self, sql: str) -> None:
        for name in list_tables(sql, self.dialect):
            self._tables.use(name)

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
            return connection.read_parquet(paths, table_name=name, hive_partitioning=False)

        tables = Tables(connection, read, lambda column: column.hash(), exports, policy, Path(scratch))
        try:
            yield LakeDatabase(
                connection, "duckdb", tables, lambda asked: connection.raw_sql(asked.compile()).fetchall()
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
            "stores": ([[one.manifest.code, one.region] for one in exports], _STORES),
            "settings": ([["policy", policy]], _SETTINGS),
            **{name: ([], columns) for name, columns in _EMPTY.items()},
        }
        self._made: dict[object, str] = {}
        self._nothing: dict[str, str] = {}
        self._checked: set[tuple[Path, str]] = set()

    def use(self, name: str, asked: Sequence[Condition] = ()) -> str:
        """See that a table is there, with all its rows of which this is asked; returns under which name. Of a name that
        is none of ours nothing is made. Raises DamagedExports."""
        name = name.removeprefix(RAW)
        if name in _LAKE:
            return self._use_lake(_LAKE[name], asked)
        if name not in self._made:
            self._made[name] = name
            if name in self._small:
                self._make_small(name, *self._small[name])
            elif name == "operations":
                self._make_operations()
        return name

    def blame(self, message: str, error: Exception) -> None:
        """Raises DamagedExports where an engine's message names files of exports."""
        named = [export for export in self._exports if f"{export.folder}/" in message]
        if named:
            raise DamagedExports(named) from error

    def _use_lake(self, table: LakeTable, asked: Sequence[Condition]) -> str:
        chosen = [
            (one, [file for file in one.manifest.files.get(table.name, {}).values() if may_hold(file, asked)])
            for one in self._exports
        ]
        paths = tuple(f"{one.folder}/{file.path}" for one, files in chosen for file in files)
        if (table.name, paths) not in self._made:
            self._check(chosen)
            name = f"{table.name}_{len(self._made)}" if asked else table.name
            found = self._read([self._find_nothing(table), *paths], f"{RAW}{name}")
            self._connection.create_view(name, _as_in_a_store(found, table.name, self._number))
            self._made[table.name, paths] = name
        return self._made[table.name, paths]

    def _check(self, chosen: Sequence[tuple[Export, Sequence[File]]]) -> None:
        """Compare the files that were not compared yet with their checksums. Raises DamagedExports."""

        def is_whole(export: Export, files: Sequence[File]) -> bool:
            return are_whole(export.folder, [file for file in files if (export.folder, file.path) not in self._checked])

        with ThreadPoolExecutor() as threads:
            whole = list(threads.map(lambda one: is_whole(*one), chosen))
        damaged = [export for (export, _), right in zip(chosen, whole, strict=True) if not right]
        if damaged:
            raise DamagedExports(damaged)
        self._checked.update((export.folder, file.path) for export, files in chosen for file in files)

    def _find_nothing(self, table: LakeTable) -> str:
        """A file without rows, so that a table that no store has anything of has its columns."""
        if table.name not in self._nothing:
            schema = [(STORE, pa.string()), *((column.name, TYPES[column.kind]) for column in table.columns)]
            self._nothing[table.name] = self._write(table.name, pa.schema(schema).empty_table())
        return self._nothing[table.name]

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
            self.use(name)
        parts = [self._connection.table(name).select(id="operation", at=at) for name, at in times.items()]
        self._connection.create_view("operations", ibis.union(*parts, distinct=True))

    def _write(self, name: str, content: Any) -> str:
        pq.write_table(content, self._scratch / f"{name}.parquet")
        return str(self._scratch / f"{name}.parquet")


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
        return _sum_plans(table.rename(month="planned"))
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
    rest = [column for column in table.columns if column not in (STORE, "id", own)]
    grouped = table.group_by("id", own).agg(**{column: table[column].max() for column in rest})
    if name in ("sources", "models"):
        grouped = grouped.mutate(same_as=ibis.null("int64"))
    if name == "staff":
        grouped = grouped.mutate(login=ibis.null("string"), mail=ibis.null("string"))
    return grouped.order_by(own)
