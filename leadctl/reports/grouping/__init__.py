"""Figures by what they fall under: one dimension, or two at once (docs/domain.md section 6, whose a figure is)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from leadctl.domain.figures import share
from leadctl.domain.periods import Span
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.dimensions import DIMENSIONS, Value, value_names
from leadctl.store.queries.figures.measures import Measure, count_by

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
    dimensions = [DIMENSIONS[name] for name in by]
    called = [value_names(db, dimension) for dimension in dimensions]
    keys = [dimension.key for dimension in dimensions] + ([then] if then else [])
    found: dict[Names, Counts] = defaultdict(lambda: dict.fromkeys(measures, 0))
    for values, counts in count_by(db, measures, span, *keys).items():
        group = tuple(
            _name_value(value, called[place] if place < len(called) else {}) for place, value in enumerate(values)
        )
        for figure, count in counts.items():
            found[group][figure] += count
    return {group: counts for group, counts in found.items() if any(counts.values())}


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
