"""The store's sources: two that are one."""

from __future__ import annotations

import sqlite3

from leadctl.domain.terms import SOURCES
from leadctl.errors import Refused
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import read_rows, read_value
from leadctl.store.core.writer import Writer
from leadctl.store.queries.lists import source_id
from leadctl.store.records.merged_names import merge_names


class _Plan(NamedTuple):
    """What a month's plan says of a source."""

    id: int
    month: str
    share: float | None


class Merged(NamedTuple):
    """The codes of two sources that became one, and how many records moved."""

    old: str
    into: str
    moved: int


def merge_sources(writer: Writer, old: str, into: str) -> Merged:
    """Make source ``old`` another name of ``into``; everything that named it names the other.

    Raises Refused for a name that is not on the list, and for a source of the trade that would go: rules name it.
    """
    gone, kept = source_id(writer.db, old), source_id(writer.db, into)
    if gone == kept:
        raise Refused("{old} and {into} are one source already.", old=old, into=into)
    codes = _code_of(writer.db, gone), _code_of(writer.db, kept)
    if codes[0] in SOURCES:
        raise Refused(
            "{old} is a source of the trade, which rules and reports go by, and stays; "
            "the other way round: leadctl source merge {into!r} into {old!r}",
            old=codes[0],
            into=codes[1],
        )
    _join_plans(writer, gone, kept)
    return Merged(*codes, merge_names(writer, "sources", gone, kept))


def _join_plans(writer: Writer, gone: int, kept: int) -> None:
    """A month that plans for both plans their shares together, at the rates of the one that stays."""
    planned = {plan.month: plan for plan in _plans_of(writer.db, kept)}
    for plan in _plans_of(writer.db, gone):
        other = planned.get(plan.month)
        if other is None:
            continue
        if plan.share is not None:
            writer.update("target_sources", other.id, share=min(1.0, (other.share or 0.0) + plan.share))
        writer.delete("target_sources", plan.id)


def _plans_of(db: sqlite3.Connection, source: int) -> list[_Plan]:
    return read_rows(db, _Plan, "SELECT id, month, share FROM target_sources WHERE source = ?", (source,))


def _code_of(db: sqlite3.Connection, source: int) -> str:
    return read_value(db, str, "SELECT code FROM sources WHERE id = ?", (source,))
