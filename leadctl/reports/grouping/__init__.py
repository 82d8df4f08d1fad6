"""Figures by what they fall under: one dimension, or two at once (docs/domain.md section 6, whose a figure is)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from leadctl.domain.figures import share
from leadctl.domain.periods import Span
from leadctl.domain.record_lists import Record
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.dimensions import (
    DIMENSIONS,
    OF_GROUP,
    Dimension,
    Value,
    own_dimension,
    value_names,
)
from leadctl.store.queries.figures.measures import Measure, adds_up, count, count_by, records
from leadctl.store.queries.lists import ids

Names = tuple[str | None, ...]
"""What a group falls under, by each of the dimensions; None: unassigned."""

Counts = dict[str, int]

BY = ("source", "channel", "consultant", "model", "campaign", "kind", "grade", "district")
"""The dimensions that visits, leads, orders and churns all have."""


def count_groups(
    db: Database, measures: Mapping[str, Measure], span: Span, by: Iterable[str], then: str = ""
) -> dict[Names, Counts]:
    """What each figure counts by these dimensions; groups in which nothing is counted are left out.

    ``then``: one more grouping of the facts, whose values stand last in the names as they are.
    """
    dimensions = [_find_dimension(db, name) for name in by]
    called = [value_names(db, dimension) for dimension in dimensions]
    keys = [dimension.key for dimension in dimensions] + ([then] if then else [])
    found: dict[Names, Counts] = defaultdict(lambda: dict.fromkeys(measures, 0))
    for values, counts in count_by(db, measures, span, *keys).items():
        group = tuple(
            _name_value(value, called[place] if place < len(called) else {}) for place, value in enumerate(values)
        )
        for figure, counted in counts.items():
            found[group][figure] += counted
    return {group: counts for group, counts in found.items() if any(counts.values())}


def count_whole(
    db: Database, measures: Mapping[str, Measure], span: Span, by: Iterable[str], groups: Mapping[Names, Counts]
) -> Counts:
    """What each figure counts in all groups together, which :func:`count_groups` has found by these dimensions."""
    if adds_up(measures, [_find_dimension(db, name).key for name in by]):
        return {figure: sum(counts[figure] for counts in groups.values()) for figure in measures}
    return count(db, measures, span)


def _find_dimension(db: Database, name: str) -> Dimension:
    found = DIMENSIONS.get(name) or own_dimension(db, name) or OF_GROUP.get(name)
    assert found is not None, "what is asked for was looked up"
    return found


def _name_value(value: object, called: Mapping[Value, str | None]) -> str | None:
    if value is None or called:
        assert value is None or isinstance(value, (int, str))
        return called.get(value)
    return str(value)


def sort_groups(groups: Iterable[Names], size: Mapping[Names, Iterable[int]]) -> list[Names]:
    """The groups by size, the largest first; what is unassigned comes last."""
    return sorted(
        groups,
        key=lambda group: (
            [name is None for name in group] if len(group) == 1 else [all(name is None for name in group)],
            [-count for count in size[group]],
            [name or "" for name in group],
        ),
    )


def name_group(names: Names) -> str | list[str | None] | None:
    """A group as JSON has it: the name, or with two dimensions a list of both."""
    return names[0] if len(names) == 1 else list(names)


def share_counts(counts: Mapping[str, int], whole: Mapping[str, int]) -> dict[str, float | None]:
    """Each count as a fraction of the whole's."""
    return {figure: share(count, whole[figure]) for figure, count in counts.items()}


NONE = "none"
"""How ``--list`` names what is unassigned."""


def list_group(
    db: Database, measures: Mapping[str, Measure], span: Span, by: Sequence[str], figure: str
) -> list[Record] | None:
    """The records behind a figure of one group, ``showroom.leads``, or with two dimensions ``Li Na.showroom.leads``.

    None where the text names none of the figures, or a group that cannot be.
    """
    found: list[Record] | None = None
    for name, measure in measures.items():
        if not by or not figure.endswith(f".{name}"):
            continue
        for where in _find_places(db, [_find_dimension(db, one) for one in by], figure.removesuffix(f".{name}")):
            # Names may have points in them: of several readings the one that has records is meant.
            found = records(db, measure, span, where)
            if found:
                return found
    return found


def _find_places(db: Database, dimensions: Sequence[Dimension], group: str) -> Iterator[dict[str, object]]:
    """What the name of a group may mean: the key of each dimension -> its value."""
    first, *others = dimensions
    parts = group.split(".")
    for end in range(1, len(parts)) if others else (len(parts),):
        further = list(_find_places(db, others, ".".join(parts[end:]))) if others else [{}]
        for value in _read_value(db, first, ".".join(parts[:end])):
            yield from ({first.key: value, **where} for where in further)


def _read_value(db: Database, dimension: Dimension, word: str) -> list[Value]:
    """The value that is called so; none where the store has no such name."""
    if word == NONE:
        return [None]
    called = value_names(db, dimension)
    return [value for value, name in called.items() if name == word] if called else [word]


def name_shapes(by: Sequence[str]) -> tuple[str, ...]:
    """How a message names the figures of groups."""
    return (f"{'GROUP.' * len(by)}FIGURE",) if by else ()


def split_consultant(db: Database, figure: str) -> tuple[str, dict[str, object]]:
    """``consultants.NAME.FIGURE`` as the figure and whose it is (None: nobody's); of another path, or a name that is
    not on the staff list, the path as it is."""
    head, _, rest = figure.partition(".")
    if head != "consultants":
        return figure, {}
    staff = ids(db, "staff")
    # The figure may have parts of its own, the name points.
    known = max((each for each in (*staff, NONE) if rest.startswith(f"{each}.")), key=len, default=None)
    if known is None:
        return figure, {}
    return rest.removeprefix(f"{known}."), {"consultant": staff.get(known)}
