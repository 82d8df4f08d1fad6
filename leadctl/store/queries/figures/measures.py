"""How a figure is defined once, and then counted or listed.

A measure is one or several conditions on kinds of facts. Its count and its list of records are made from
the same text, so that behind every figure stand exactly the records that it counts.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from leadctl.domain.periods import Span as Span
from leadctl.domain.record_lists import Record as Record

Database = sqlite3.Connection
Key = tuple[object, ...]

EVERYTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """One kind of fact, as SQL.

    ``source``: its table under an alias; ``id``, ``moment``: its key and its time; ``inside``: the clause that
    finds those of a span; ``groups``: name of a grouping -> what a fact falls under (an id, a code, or NULL),
    and ``joins``: what these need; ``record``: the columns with which one is told, and ``named``: what they need.
    """

    source: str
    id: str
    moment: str
    inside: str
    joins: str
    groups: Mapping[str, str]
    record: str
    named: str


@dataclass(frozen=True, slots=True)
class Part:
    """The facts for which ``clause`` holds.

    ``weight``: what one of them counts, such as an order's cars. ``one_of``: facts alike in this expression
    count once and are told by the earliest; such a part has no weight.
    """

    facts: Facts
    clause: str = "1"
    weight: str = "1"
    one_of: str | None = None

    @property
    def counted(self) -> str:
        """The aggregate that counts it."""
        if self.one_of is not None:
            return f"count(DISTINCT CASE WHEN {self.clause} THEN {self.one_of} END)"
        return f"coalesce(sum(CASE WHEN {self.clause} THEN {self.weight} END), 0)"


Measure = tuple[Part, ...]
"""A figure: the sum of its parts."""


def count(db: Database, measures: Mapping[str, Measure], span: Span) -> dict[str, int]:
    """What each figure counts in a span."""
    return count_by(db, measures, span)[()]


def count_by(db: Database, measures: Mapping[str, Measure], span: Span, *by: str) -> dict[Key, dict[str, int]]:
    """What each figure counts, by the values of these groupings (none: one group, ``()``).

    One pass over each kind of facts, however many figures are made of it. Groups without any fact are left out.
    """
    found: dict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys(measures, 0))
    for facts, parts in _by_facts(measures).items():
        for row in db.execute(_counting(facts, [part for _, part in parts], span, by), span.values()):
            cells = tuple(row)
            counts = found[cells[: len(by)]]
            for (name, _), value in zip(parts, cells[len(by) :], strict=True):
                counts[name] += value
    return dict(found)


def _by_facts(measures: Mapping[str, Measure]) -> dict[Facts, list[tuple[str, Part]]]:
    asked: dict[Facts, list[tuple[str, Part]]] = defaultdict(list)
    for name, measure in measures.items():
        for part in measure:
            asked[part.facts].append((name, part))
    return asked


def _counting(facts: Facts, parts: list[Part], span: Span, by: tuple[str, ...]) -> str:
    groups = [facts.groups[name] for name in by]
    wanted = ", ".join([*groups, *(part.counted for part in parts)])
    grouped = f" GROUP BY {', '.join(groups)}" if groups else ""
    joins = facts.joins if groups or span.consultant is not None else ""
    return f"SELECT {wanted} FROM {facts.source}{joins} WHERE {_within(facts, span)}{grouped}"


def _within(facts: Facts, span: Span) -> str:
    if span.consultant is None:
        return facts.inside
    return f"{facts.inside} AND {facts.groups['consultant']} IS :consultant"


def records(db: Database, measure: Measure, span: Span, where: Mapping[str, object] = EVERYTHING) -> list[Record]:
    """The records that a figure counts, in the order of their time; ``where``: grouping -> its value."""
    values = span.values() | {f"of_{name}": value for name, value in where.items()}
    return [dict(row) for part in measure for row in db.execute(_listing(part, span, tuple(where)), values).fetchall()]


def as_id(value: object) -> int | None:
    """A value of a grouping or a record that is an id, or a number."""
    assert value is None or isinstance(value, int)
    return value


def as_text(value: object) -> str | None:
    """A value of a grouping or a record that is a text."""
    assert value is None or isinstance(value, str)
    return value


def count_by_id(db: Database, measures: Mapping[str, Measure], span: Span, by: str) -> dict[int | None, dict[str, int]]:
    """``count_by`` one grouping whose values are ids."""
    return {as_id(key): counts for (key,), counts in count_by(db, measures, span, by).items()}


def count_by_text(
    db: Database, measures: Mapping[str, Measure], span: Span, by: str
) -> dict[str | None, dict[str, int]]:
    """``count_by`` one grouping whose values are texts."""
    return {as_text(key): counts for (key,), counts in count_by(db, measures, span, by).items()}


def _listing(part: Part, span: Span, where: tuple[str, ...]) -> str:
    facts = part.facts
    chosen = "".join(f" AND {facts.groups[name]} IS :of_{name}" for name in where)
    found = f"FROM {facts.source}{facts.joins} WHERE {_within(facts, span)} AND {part.clause}{chosen}"
    order = f" ORDER BY {facts.moment}, {facts.id}"
    if part.one_of is None:
        told = found.replace(" WHERE ", f"{facts.named} WHERE ", 1)
        return f"SELECT {facts.record} {told}{order}"
    earliest = f"SELECT {facts.id} AS id, min({facts.moment}) {found} GROUP BY {part.one_of}"
    whole = f"FROM {facts.source}{facts.joins}{facts.named} WHERE {facts.id} IN (SELECT id FROM ({earliest}))"
    return f"SELECT {facts.record} {whole}{order}"
