"""What changed in a report since its figures were kept: two trees of figures compared by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

NAMES = ("stage", "source", "grade", "model", "consultant", "channel", "rival", "group", "after", "week")
"""Keys whose values name an entry of a list, wherever it stands in it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure, named by its path (``funnel.stages.orders.count``), as it was kept and as it is now.

    None: the figure was not there.
    """

    figure: str
    kept: float | None
    now: float | None


def changes(kept: object, now: object) -> list[Change]:
    """The numbers that differ, in the order in which they were kept; new ones come last."""
    before, after = dict(_numbers(kept, ())), dict(_numbers(now, ()))
    paths = dict.fromkeys((*before, *after))
    return [
        Change(".".join(path), before.get(path), after.get(path))
        for path in paths
        if before.get(path) != after.get(path)
    ]


def _numbers(tree: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _numbers(value, (*path, str(key)))
    elif isinstance(tree, list):
        for place, value in enumerate(tree):
            yield from _numbers(value, (*path, _name(value, place)))
    elif isinstance(tree, (int, float)) and not isinstance(tree, bool) and path[-1] not in NAMES:
        yield path, tree


def _name(entry: object, place: int) -> str:
    """An entry of a list by what names it (several names joined), else by its place."""
    if not isinstance(entry, dict):
        return str(place)
    named = [str(entry[key]) for key in NAMES if entry.get(key) is not None]
    unnamed = any(key in entry for key in NAMES)
    return "/".join(named) if named else "none" if unnamed else str(place)
