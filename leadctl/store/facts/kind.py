"""The contract of a kind of fact: what the rest of the store knows of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.facts import Fact
from leadctl.errors import Refused, Sentence
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_row
from leadctl.store.core.tables import StoredTable

if TYPE_CHECKING:
    from typing import Any, TypeAlias, TypeVar

    Row = TypeVar("Row", bound="NamedTuple")

JsonObject: TypeAlias = "dict[str, Any]"
OF_LEADS = "WHERE lead IN (SELECT value FROM json_each(?))"
"""Ends a ``select``: the rows of the leads that are asked for."""

RECORDED_BY = "LEFT JOIN staff AS s ON s.id = f.by"


class FactKind(NamedTuple):
    """One kind of fact of a lead: the ``KIND`` of a module of this package, which ``registry.py`` lists.

    ``name``: as ``show`` calls it. ``select``: the rows of leads (ids as one JSON parameter), the lead first, then what
    ``read`` takes to make domain facts of a row. ``history``: what ``show`` lists of one lead, each with ``fact``,
    ``id``, ``at`` and ``by``.

    ``replayed``: the kinds of domain facts that ``read`` makes. ``handed_on``: those whose row goes to the customer's
    next lead when they happened after this one was closed.

    ``noun``, ``plural``: as refusals call its rows. ``time``: the column of the row's own time. ``opens``: a lead may
    begin with it. ``precedes``: it may be recorded of a lead that has not begun. ``identity``: the columns (moment,
    code, whose) by which an imported row is known with its ``nth``; none: it is not known by such.
    """

    name: str
    table: StoredTable
    select: str
    read: Callable[..., Sequence[Fact]]
    history: Callable[[sqlite3.Connection, int], list[JsonObject]]
    replayed: tuple[str, ...]
    handed_on: tuple[str, ...]
    plural: str
    noun: str = ""
    time: str = "at"
    opens: bool = False
    precedes: bool = False
    identity: tuple[str, ...] = ()


def row_of(db: sqlite3.Connection, kind: FactKind, fields: type[Row], identity: int) -> Row:
    """These columns of a row that somebody named by its id. Raises Refused when there is none."""
    sql = f"SELECT {', '.join(fields._fields)} FROM {kind.table.name} WHERE id = ?"
    row = find_row(db, fields, sql, (identity,))
    if row is None:
        raise Refused(
            "There is no {name} {identity}; its id stands in: leadctl show LEAD",
            name=Sentence(kind.noun),
            identity=identity,
        ).with_code(f"no-such-{kind.name}")
    return row


def history_by(name: str, sql: str) -> Callable[[sqlite3.Connection, int], list[JsonObject]]:
    """What reads a lead's rows of a kind by a SELECT with ``id``, ``at`` and ``by``; ``:lead`` is the lead."""

    def history(db: sqlite3.Connection, lead: int) -> list[JsonObject]:
        return [{"fact": name} | dict(row) for row in db.execute(sql, {"lead": lead})]

    return history
