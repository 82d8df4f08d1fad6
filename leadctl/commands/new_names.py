"""New names of staff, models and sources that a batch brings, and those that look like others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.commands.session import warn
from leadctl.errors import template
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.writer import Writer
from leadctl.store.queries.lists import coded_ids, ids
from leadctl.store.queries.near_names import find_near_names

_MOST_SHOWN = 20


class _List(NamedTuple):
    """The list of names that a column is of, and what is said of a new one that looks like another."""

    table: str
    sentence: str


_STAFF = _List(
    "staff",
    template(
        "the consultant {name} is new, and looks like {near}; if they are one, take the batch back (leadctl undo), "
        "mend the register and send it again"
    ),
)
_LISTS: Mapping[str, _List] = {
    "consultant": _STAFF,
    "by": _STAFF,
    "verified_by": _STAFF,
    "model": _List(
        "models",
        template(
            "the model {name} is new, and looks like {near}; "
            "if they are one: leadctl model merge {name!r} into {near!r}"
        ),
    ),
    "source": _List(
        "sources",
        template(
            "the source {name} is new, and looks like {near}; "
            "if they are one: leadctl source merge {name!r} into {near!r}"
        ),
    ),
}
"""By the column of a file."""


def find_alike(writer: Writer, new_names: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
    """Column -> new name -> the name that it looks like: of the list before, or new before it."""
    alike: dict[str, dict[str, str]] = {}
    for column, new in new_names.items():
        if not new or column not in _LISTS:
            continue
        table = _LISTS[column].table
        known = coded_ids(writer.db, table) if table == "sources" else ids(writer.db, table)
        brought = {name for other, names in new_names.items() if _is_of(other, table) for name in names}
        found = find_near_names(new, [name for name in known if name not in brought])
        if found:
            alike[column] = found
    return alike


def _is_of(column: str, table: str) -> bool:
    return column in _LISTS and _LISTS[column].table == table


def tell_alike(alike: Mapping[str, Mapping[str, str]]) -> None:
    """A note for each new name that looks like another."""
    pairs = [(column, name, near) for column, found in alike.items() for name, near in found.items()]
    for column, name, near in pairs[:_MOST_SHOWN]:
        warn(_LISTS[column].sentence, name=name, near=near)
