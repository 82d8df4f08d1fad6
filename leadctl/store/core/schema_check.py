"""Comparing the schema of a file with the one that leadctl makes, before anything else of the file is used.

A statement of a manipulated file could run on every write (a trigger), or answer instead of our own (an object of our
names). So every connection compares the texts in the file with those of ``schema.sql``: one read of a page or two.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from functools import cache

from leadctl.errors import Sentence, StoreUnusable, listing
from leadctl.named_tuple import NamedTuple

_NEEDED = ("sqlite_autoindex_", "sqlite_sequence")
"""What SQLite itself makes for our tables."""

_FUNCTIONS = ("json_each", "json_tree", "pragma_", "dbstat", "sqlite_dbpage", "fts3tokenize")
"""Tables that SQLite answers by itself: a table or view of such a name would answer in its place."""

_OPERATION = " NOT NULL REFERENCES operations DEFERRABLE"
"""How the tables that the journal keeps name the operation of a row; they alone have triggers."""

_OTHERS = ("", "")
"""What stands for an object that is not ours."""

_MOST_NAMED = 5

Wanted = Mapping[str, tuple[str, str]]
"""Name in small letters -> kind and text of an object."""


class SchemaFindings(NamedTuple):
    """How the objects of a file differ from those that leadctl makes; names.

    ``other``: our tables that are missing or different, and missing views. ``strange``: triggers that leadctl did not
    make, and objects that answer in the place of its views or of SQLite's own. ``incomplete``: our indexes and triggers
    that are missing or different. ``extra``: what is not ours and stands in nobody's way.
    """

    other: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    incomplete: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def lost(self) -> tuple[str, ...]:
        """Our tables that are missing or different: nothing makes them anew."""
        return tuple(name for name in self.other if made_objects()[name][0] == "table")

    @property
    def matches(self) -> bool:
        """Whether the file has the very schema."""
        return not any(self)


def schema_path() -> str:
    """Where the schema stands: beside the package in an installed wheel, above it in a checkout."""
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    for folder in (here, os.path.dirname(here)):
        path = os.path.join(folder, "schema.sql")
        if os.path.isfile(path):
            return path
    raise StoreUnusable("schema.sql is missing from this installation; install leadctl again.")


@cache
def made_objects() -> Wanted:
    """The tables, views and indexes of ``schema.sql``."""
    with open(schema_path(), encoding="utf-8") as file:
        statements = ("\n" + file.read()).split("\nCREATE ")[1:]
    made = {}
    for statement in statements:
        text = "CREATE " + f"{statement}\n".partition(";\n")[0]
        words = text.split(None, 4)
        kind, name = (words[2], words[3]) if words[1] == "UNIQUE" else (words[1], words[2])
        made[name] = (kind.lower(), text)
    return made


def compare_schema(db: sqlite3.Connection, triggers: Wanted | None = None) -> SchemaFindings:
    """Compare a file with the schema of this version. ``triggers``: those of the journal; None: only their names."""
    found = db.execute("SELECT type, name, tbl_name, sql FROM main.sqlite_schema").fetchall()
    wanted = made_objects()
    tables = [name for name, (kind, text) in wanted.items() if kind == "table" and _OPERATION in text]
    owners = {f"{table}_{action}": table for table in tables for action in ("updated", "deleted")}
    good, strange, extra = set(), [], []
    for kind, name, table, sql in found:
        if not isinstance(name, str) or not isinstance(sql, str | None):
            strange.append(repr(name))
        elif kind == "trigger":
            if owners.get(name) != table or (triggers is not None and name not in triggers):
                strange.append(name)
            elif triggers is None or triggers[name][1] == sql:
                good.add(name)
        elif wanted.get(name) == (kind, sql):
            good.add(name)
        elif kind in ("table", "view") and (
            name.lower().startswith(_FUNCTIONS) or wanted.get(name, _OTHERS)[0] == "view"
        ):
            strange.append(name)
        elif name.lower() not in wanted and not name.startswith(_NEEDED):
            extra.append(name)
    lacking = [(name, kind) for name, (kind, _) in wanted.items() if name not in good]
    other = tuple(name for name, kind in lacking if kind != "index" and name not in strange)
    incomplete = [name for name, kind in lacking if kind == "index"]
    incomplete += [name for name in triggers or () if name not in good]
    return SchemaFindings(other, tuple(strange), tuple(incomplete), tuple(extra))


def refuse_older_schema(path: str | os.PathLike[str], db: sqlite3.Connection) -> None:
    """The same of a file of an older leadctl: by the names, since its texts are not known any more.

    Its triggers are dropped by the upgrade before anything is written. Raises StoreUnusable.
    """
    tables = {name for name, (kind, _) in made_objects().items() if kind == "table"}
    found = db.execute("SELECT type, name, sql FROM main.sqlite_schema WHERE type IN ('table', 'view')").fetchall()
    strange = [
        str(name)
        for kind, name, sql in found
        if (name in tables and (kind != "table" or not str(sql).startswith("CREATE TABLE ")))
        or str(name).lower().startswith(_FUNCTIONS)
    ]
    refuse_schema(path, SchemaFindings(strange=tuple(strange)), writing=False)


def refuse_schema(path: str | os.PathLike[str], found: SchemaFindings, *, writing: bool) -> None:
    """Raises StoreUnusable for a file that cannot be read as it is, or with ``writing`` not be written."""
    if found.strange:
        raise StoreUnusable(
            "{path} holds what leadctl did not make ({names}); nothing of it was used. "
            "To take it away: leadctl doctor --repair",
            path=path,
            names=_list_names(found.strange),
        )
    if found.other and not found.lost:
        raise StoreUnusable(
            "{path} lacks views ({names}). To make them anew: leadctl doctor --repair",
            path=path,
            names=_list_names(found.other),
        )
    if found.lost:
        raise StoreUnusable(
            "{path} is damaged: tables are missing or not as leadctl makes them ({names}). "
            "Keep it, and restore a backup: leadctl restore FILE",
            path=path,
            names=_list_names(found.lost),
        )
    if writing and found.incomplete:
        raise StoreUnusable(
            "{path} lacks indexes or triggers ({names}), without which nothing may be written. "
            "To make them anew: leadctl doctor --repair",
            path=path,
            names=_list_names(found.incomplete),
        )


def _list_names(names: tuple[str, ...]) -> Sentence:
    shown = listing(names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    return Sentence("{names} and {count} more", names=shown, count=more) if more > 0 else shown
