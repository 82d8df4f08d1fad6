"""What changed in a report since its figures were kept: two trees of figures compared by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

NAMES = ("stage", "source", "grade", "model", "consultant", "channel", "rival", "group", "after", "week")
"""Keys whose values name an entry of a list, wherever it stands in it."""

KEYED = ("counts", "shares", "new_leads_by_grade", "new_leads_by_model", "open_leads_by_grade")
"""Figures by what is on a store's own lists, which may grow: a new key is news, elsewhere a figure learnt since."""


Figures = dict[tuple[str, ...], float | None]
"""Path -> number; None: null."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure, named by its path (``funnel.stages.orders.count``), as it was kept and as it is now.

    None: the figure was not there.
    """

    figure: str
    kept: float | None
    now: float | None


def changes(kept: object, now: object) -> list[Change]:
    """The numbers that differ, in the order in which they were kept; new ones come last. What was not there and is 0
    now has not changed; null (nothing to divide by) was there."""
    before, after = dict(_numbers(kept, ())), dict(_numbers(now, ()))
    return [
        Change(".".join(path), before.get(path), after.get(path))
        for path in dict.fromkeys((*before, *after))
        if not _same(before, after, path)
    ]


def _same(before: Figures, after: Figures, path: tuple[str, ...]) -> bool:
    if path in before and path in after:
        return before[path] == after[path]
    return not (before.get(path) or after.get(path))


def known_then(kept: object, now: object, name: str = "") -> object:
    """``now`` without the figures that nobody counted yet when ``kept`` was; ``name``: the key it stands under."""
    if isinstance(kept, dict) and isinstance(now, dict) and name not in KEYED:
        return {key: known_then(kept[key], value, key) for key, value in now.items() if key in kept}
    if isinstance(kept, list) and isinstance(now, list):
        had = {key: value for entry in kept if isinstance(entry, dict) for key, value in entry.items()}
        return [known_then(had, entry) for entry in now] if had else now
    return now


def _numbers(tree: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float | None]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _numbers(value, (*path, str(key)))
    elif isinstance(tree, list):
        for place, value in enumerate(tree):
            yield from _numbers(value, (*path, _name(value, place)))
    elif _is_number(tree) and path[-1] not in NAMES:
        yield path, tree


def _is_number(value: object) -> TypeGuard[float | None]:
    return value is None or (isinstance(value, (int, float)) and not isinstance(value, bool))


def _name(entry: object, place: int) -> str:
    """An entry of a list by what names it (several names joined), else by its place."""
    if not isinstance(entry, dict):
        return str(place)
    named = [str(entry[key]) for key in NAMES if entry.get(key) is not None]
    unnamed = any(key in entry for key in NAMES)
    return "/".join(named) if named else "none" if unnamed else str(place)
