"""The store's own profiles of files, kept as one setting."""

from __future__ import annotations

import json
import sqlite3

from leadctl.errors import Sentence, unknown_name
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.settings import read_setting
from leadctl.store.core.writer import Writer

KEY = "profiles"


class StoredProfile(NamedTuple):
    """A profile as it was added: ``mapping`` from our fields to headers, ``choices`` by the name of their option."""

    name: str
    kind: str
    mapping: dict[str, str]
    choices: dict[str, object]


def stored_profiles(db: sqlite3.Connection) -> list[StoredProfile]:
    """The store's own profiles, in the order in which they were added."""
    text = read_setting(db, KEY)
    return [StoredProfile(*kept) for kept in json.loads(text)] if text is not None else []


def set_profile(writer: Writer, profile: StoredProfile) -> None:
    """Add a profile, or replace the one of its name."""
    _keep(writer, [*(kept for kept in stored_profiles(writer.db) if kept.name != profile.name), profile])


def remove_profile(writer: Writer, name: str) -> None:
    """Raises Refused for a name that no profile of the store has."""
    kept = stored_profiles(writer.db)
    if name not in (profile.name for profile in kept):
        hint = Sentence("See: leadctl profile list")
        raise unknown_name(Sentence("profile"), name, [profile.name for profile in kept], hint)
    _keep(writer, [profile for profile in kept if profile.name != name])


def _keep(writer: Writer, profiles: list[StoredProfile]) -> None:
    writer.put("settings", {"key": KEY}, value=json.dumps(profiles, ensure_ascii=False))
