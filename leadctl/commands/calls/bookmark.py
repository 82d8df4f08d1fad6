"""Where somebody left a call session of the day, kept in a file of the account.

It holds numbers of leads and customers, and what was typed for the one that was left and is not recorded yet: this is
in no store. The next session of the same person replaces it, one on a later day throws it away, and so does
``leadctl forget``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from leadctl.annotations import TYPE_CHECKING
from leadctl.files import make_private_folder, replace_file
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import Any

Key = tuple[str, int, int]
"""A contact: the kind of task, the lead, the customer; 0: none."""


class Bookmark(NamedTuple):
    """``skipped``: who was passed over; ``left``: whom it was left at; ``texts``: what was typed for them."""

    day: str = ""
    skipped: tuple[Key, ...] = ()
    left: Key | None = None
    texts: Mapping[str, str] = {}


def read_bookmark(store: str, who: str, day: str) -> Bookmark:
    """Where this person left off on this day; an empty one where they did not, or where it cannot be read."""
    try:
        kept = _read_all()[_name(store, who)]
        if kept["day"] != day:
            return Bookmark(day)
        left = None if kept["left"] is None else _read_key(kept["left"])
        return Bookmark(day, tuple(map(_read_key, kept["skipped"])), left, dict(kept["texts"]))
    except (KeyError, TypeError, ValueError):
        return Bookmark(day)


def keep_bookmark(store: str, who: str, bookmark: Bookmark) -> None:
    """Keep it in the place of the one before; days before it are thrown away. Where nothing can be kept, nothing is."""
    marks = {name: kept for name, kept in _read_all().items() if kept.get("day") == bookmark.day}
    marks[_name(store, who)] = bookmark._asdict()
    if not bookmark.skipped and bookmark.left is None:
        del marks[_name(store, who)]
    _write_all(marks)


def drop_bookmarks(store: str) -> None:
    """Throw away all that this account keeps of a store."""
    marks = _read_all()
    others = {name: kept for name, kept in marks.items() if not name.startswith(f"{os.path.realpath(store)}\n")}
    if others != marks:
        _write_all(others)


def _name(store: str, who: str) -> str:
    return f"{os.path.realpath(store)}\n{who}"


def _read_key(words: list[Any]) -> Key:
    kind, lead, customer = words
    return str(kind), int(lead), int(customer)


def _path() -> Path:
    from platformdirs import user_state_path

    return user_state_path("leadctl", appauthor=False) / "calls.json"


def _read_all() -> dict[str, Any]:
    try:
        found = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and all(isinstance(kept, dict) for kept in found.values()) else {}


def _write_all(marks: Mapping[str, object]) -> None:
    path = _path()
    with suppress(OSError):
        if not marks:
            path.unlink(missing_ok=True)
            return
        make_private_folder(path.parent)
        with replace_file(path) as unfinished:
            unfinished.write_text(json.dumps(marks, ensure_ascii=False), encoding="utf-8")
