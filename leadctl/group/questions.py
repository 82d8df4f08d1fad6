"""Questions of one's own to a group: the views of a store over the lake, with a column ``store`` first.

The views are those of ``schema.sql``, without the columns that no store exports.
"""

from __future__ import annotations

from collections.abc import Mapping
from threading import Event, Timer

import duckdb
from sqlglot import ParseError, exp, parse_one

from leadctl.group.engine import LakeDatabase
from leadctl.group.export import STORE
from leadctl.group.translation import translate
from leadctl.store.core.schema_check import made_objects
from leadctl.store.queries.lake import PHONES, TABLES
from leadctl.store.queries.views import (
    MOST_ROWS,
    Answer,
    bad_query,
    make_answer,
    no_query,
    not_allowed,
    too_long,
    view_names,
)

Known = Mapping[str, set[str]]
"""Table -> its columns that stores export."""


def ask_lake(lake: LakeDatabase, sql: str, *, seconds: float) -> Answer:
    """The answer to one SELECT over the views of a group, in DuckDB's SQL.

    Raises Refused for anything else, for what takes longer than ``seconds``, and for too many rows.
    """
    _refuse_unfit(sql)
    for name, text in lake_views(lake.dialect).items():
        lake.make_view(name, text)
    over = Event()

    def stop() -> None:
        over.set()
        lake.connection.con.interrupt()

    timer = Timer(seconds, stop)
    timer.start()
    try:
        names, rows = lake.read(sql, MOST_ROWS + 1)
    except duckdb.Error as error:
        if not over.is_set():
            raise bad_query(str(error)) from error
        raise too_long(seconds) from error
    finally:
        timer.cancel()
    return make_answer(names, rows)


def _refuse_unfit(sql: str) -> None:
    """Raises Refused for what is no SELECT, and for one that reads anything but the views and its own parts."""
    try:
        tree = parse_one(sql, read="duckdb")
    except ParseError as error:
        raise bad_query(str(error)) from error
    if not isinstance(tree, exp.Query):
        raise no_query()
    own = {part.alias for part in tree.find_all(exp.CTE)} | set(view_names())
    for table in tree.find_all(exp.Table):
        if table.name not in own or table.db or not isinstance(table.this, exp.Identifier):
            raise not_allowed(table.sql("duckdb"))


def lake_views(dialect: str) -> Mapping[str, str]:
    """The views of a group: name -> its SELECT in an engine's dialect."""
    known = {table.name: {column.name for column in table.columns} for table in (*TABLES, PHONES)}
    known["operations"] = {"at"}
    found = {}
    for name in view_names():
        tree = parse_one(made_objects()[name][1].partition(" AS\n")[2], read="sqlite")
        tables = {table.alias_or_name: table.name for table in tree.find_all(exp.Table)}
        kept = _find_exported(tree, tables, known)
        for select in _list_parts(tree):
            own = select.args["from_"].this.alias_or_name
            columns = [_as_number(one) for place, one in enumerate(select.expressions) if place in kept]
            for join in list(select.args.get("joins") or ()):
                if not _is_known(join.args["on"], tables, known):
                    join.pop()
            select.set("expressions", [exp.alias_(exp.column(STORE, own), "store"), *columns])
        found[name] = translate(tree.sql("sqlite"), {}, dialect)
    return found


def _list_parts(tree: exp.Expression) -> list[exp.Select]:
    """The SELECTs that a view puts together."""
    return [tree] if isinstance(tree, exp.Select) else [*_list_parts(tree.this), *_list_parts(tree.expression)]


def _as_number(one: exp.Expression) -> exp.Expression:
    """Whether something holds is 1 or 0, as in a store."""
    value = one.unalias()
    if isinstance(value, exp.Coalesce) and isinstance(value.this, exp.Predicate):
        return exp.alias_(exp.cast(value.copy(), "int"), one.alias)
    return one


def _is_known(one: exp.Expression, tables: Mapping[str, str], known: Known) -> bool:
    """Whether stores export all that an expression reads; nothing is read of phones."""
    return not any(table.name == PHONES.name for table in one.find_all(exp.Table)) and all(
        column.name in {"id", *known[tables[column.table]]} for column in one.find_all(exp.Column) if column.table
    )


def _find_exported(tree: exp.Expression, tables: Mapping[str, str], known: Known) -> set[int]:
    """The places of the columns of a view of which everything is exported, and what they are joined by."""
    places = []
    for select in _list_parts(tree):
        joins = select.args.get("joins") or ()
        lost = {join.this.alias_or_name for join in joins if not _is_known(join.args["on"], tables, known)}
        places.append(
            {
                place
                for place, one in enumerate(select.expressions)
                if _is_known(one, tables, known) and not lost & {column.table for column in one.find_all(exp.Column)}
            }
        )
    return set.intersection(*places)
