"""How a figure is defined once, and then counted or listed.

A measure is one or several conditions on kinds of facts. Its count and its list of records are made from
the same text, so that behind every figure stand exactly the records that it counts.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from leadctl.domain.periods import Span
from leadctl.domain.record_lists import Record
from leadctl.named_tuple import NamedTuple

Database = sqlite3.Connection
Key = tuple[object, ...]

EVERYTHING: Mapping[str, object] = MappingProxyType({})


class Facts(NamedTuple):
    """One kind of fact, as SQL.

    ``source``: its table under an alias; ``id``, ``moment``: its key and its time; ``inside``: the clause that
    finds those of a span; ``groups``: name of a grouping -> what a fact falls under (an id, a code, or NULL),
    and ``joins``: what these need; ``customer``: whose it is; ``record``: the columns with which one is told, and
    ``named``: what they need.
    """

    source: str
    id: str
    moment: str
    inside: str
    joins: str
    groups: Mapping[str, str]
    record: str
    named: str
    customer: str = "l.customer"

    # Only itself is the same: a kind of facts is a key, and its groupings could be none.

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __hash__(self) -> int:
        return id(self)

    def group(self, name: str) -> str:
        """What a fact falls under by a grouping; by a field of the store's own, named ``field_ID``; or, where several
        stores are asked (leadctl/group), by its store or that store's region."""
        if name in OF_STORES:
            return OF_STORES[name].format(fact=self._alias)
        if name.startswith(OWN_FIELD):
            number = int(name.removeprefix(OWN_FIELD))
            return f"(SELECT w.value FROM field_values AS w WHERE w.customer = {self.customer} AND w.field = {number})"
        return self.groups[name]

    def join(self, by: Sequence[str]) -> str:
        """What these groupings need beside the source."""
        region = _REGION_OF_STORE.format(fact=self._alias) if "region" in by else ""
        return self.joins + region if by else ""

    @property
    def _alias(self) -> str:
        return self.id.partition(".")[0]


class Part(NamedTuple):
    """The facts for which ``clause`` holds.

    ``weight``: what one of them counts, such as an order's cars. ``one_of``: facts alike in this expression count once;
    such a part has no weight. ``earliest``: only the earliest of them in the span counts, whosever it is, so that
    groups add up to the whole; else each group counts them once.
    """

    facts: Facts
    clause: str = "1"
    weight: str = "1"
    one_of: str | None = None
    earliest: bool = False

    @property
    def aggregate(self) -> str:
        """The aggregate that counts it in each group."""
        # A filter, and not a sum of cases: SQLite does nothing for a row that does not count.
        which = "" if self.clause == "1" else f" FILTER (WHERE {self.clause})"
        if self.one_of is not None:
            return f"count(DISTINCT {self.one_of}){which}"
        return f"count(*){which}" if self.weight == "1" else f"coalesce(sum({self.weight}){which}, 0)"


OF_STORES = {"store": "{fact}.store_code", "region": "z.region"}
"""Groupings of a group of stores: by columns and a table that its lake has beside those of a store."""

_REGION_OF_STORE = " LEFT JOIN stores AS z ON z.store_code = {fact}.store_code"

OWN_FIELD = "field_"
"""Begins the name of a grouping by a field of the store's own."""

Measure = tuple[Part, ...]
"""A figure: the sum of its parts."""


def count(db: Database, measures: Mapping[str, Measure], span: Span) -> dict[str, int]:
    """What each figure counts in a span."""
    return count_by(db, measures, span)[()]


def count_by(db: Database, measures: Mapping[str, Measure], span: Span, *by: str) -> dict[Key, dict[str, int]]:
    """What each figure counts, by the values of these groupings (none: one group, ``()``).

    One pass over each kind of facts, however many figures are made of it, and one for each figure of which the earliest
    facts count, where those alike may be in several groups. Groups without any fact are left out.
    """
    found: dict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys(measures, 0))
    for sql, figures in _questions(measures, span, by):
        for row in db.execute(sql, span.values()):
            cells = tuple(row)
            counts = found[cells[: len(by)]]
            for name, value in zip(figures, cells[len(by) :], strict=True):
                counts[name] += value
    return dict(found)


def adds_up(measures: Mapping[str, Measure], by: Iterable[str]) -> bool:
    """Whether what figures count in each group adds up to what they count in all of them."""
    # Facts that are alike are of one store.
    return set(by) <= set(OF_STORES) or all(
        part.one_of is None or part.earliest for measure in measures.values() for part in measure
    )


def _questions(measures: Mapping[str, Measure], span: Span, by: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """(SQL, the figures of its columns after the groupings) of everything that is to be counted."""
    split = not set(by) <= set(OF_STORES) or span.consultant is not None
    together: dict[Facts, list[tuple[str, Part]]] = defaultdict(list)
    for name, measure in measures.items():
        for part in measure:
            if split and part.earliest:
                yield _counting_earliest(part, span, by), [name]
            else:
                together[part.facts].append((name, part))
    for facts, parts in together.items():
        yield _count_query(facts, [part for _, part in parts], span, by), [name for name, _ in parts]


def _count_query(facts: Facts, parts: list[Part], span: Span, by: tuple[str, ...]) -> str:
    groups = [facts.group(name) for name in by]
    wanted = ", ".join([*groups, *(part.aggregate for part in parts)])
    grouped = f" GROUP BY {', '.join(groups)}" if groups else ""
    joins = facts.joins if span.consultant is not None and not groups else facts.join(by)
    return f"SELECT {wanted} FROM {facts.source}{joins} WHERE {facts.inside}{_owner_clause(facts, span)}{grouped}"


def _counting_earliest(part: Part, span: Span, by: tuple[str, ...]) -> str:
    facts = part.facts
    groups = [facts.group(name) for name in by]
    grouped = f" GROUP BY {', '.join(groups)}" if groups else ""
    return (
        f"SELECT {', '.join([*groups, 'count(*)'])} FROM {facts.source}{facts.join(by) or facts.joins}"
        f" WHERE {facts.inside} AND {facts.id} IN ({_earliest(part, '')}){_owner_clause(facts, span)}{grouped}"
    )


def _earliest(part: Part, of: str) -> str:
    """The ids of the facts that stand for those alike with them, ``of``: a clause that all of them fulfil."""
    facts = part.facts
    return (
        f"SELECT id FROM (SELECT {facts.id} AS id, row_number() OVER (PARTITION BY {part.one_of}"
        f" ORDER BY {facts.moment}, {facts.id}) AS nth FROM {facts.source}{facts.joins}"
        f" WHERE {facts.inside} AND {part.clause}{of}) WHERE nth = 1"
    )


def _owner_clause(facts: Facts, span: Span) -> str:
    return "" if span.consultant is None else f" AND {facts.groups['consultant']} IS :consultant"


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
    chosen = "".join(f" AND {facts.group(name)} IS :of_{name}" for name in where)
    asked = f"{_owner_clause(facts, span)}{chosen}"
    counted = f"{facts.inside} AND {part.clause}"
    if part.one_of is not None:
        counted = f"{facts.id} IN ({_earliest(part, '' if part.earliest else asked)})"
    return (
        f"SELECT {facts.record} FROM {facts.source}{facts.joins}{facts.named}"
        f" WHERE {counted}{asked} ORDER BY {facts.moment}, {facts.id}"
    )
