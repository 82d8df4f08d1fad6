"""Tags: what suits a customer, such as a hobby, family, an age group, a club."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from leadctl.errors import Refused, Sentence, listing
from leadctl.store.records.staff import unknown

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer


def tags_of(db: sqlite3.Connection, customer: int) -> list[str]:
    """A customer's tags, by name."""
    rows = db.execute("SELECT tag FROM tags WHERE customer = :customer ORDER BY tag", {"customer": customer})
    return [row["tag"] for row in rows]


def add_tags(writer: Writer, customer: int, tags: Iterable[str]) -> list[str]:
    """Give a customer tags; returns those that they did not have before."""
    held = set(tags_of(writer.db, customer))
    new = [tag for tag in dict.fromkeys(tags) if tag not in held]
    for tag in new:
        writer.insert("tags", customer=customer, tag=tag)
    return new


def remove_tags(writer: Writer, customer: int, tags: Iterable[str]) -> None:
    """Take tags from a customer. Raises Refused for one that they do not have."""
    for tag in dict.fromkeys(tags):
        row = writer.db.execute(
            "SELECT id FROM tags WHERE customer = :customer AND tag = :tag", {"customer": customer, "tag": tag}
        ).fetchone()
        if row is None:
            held = listing(tags_of(writer.db, customer)) or Sentence("no tags")
            raise Refused("c{customer} has no tag {tag!r}, but: {held}.", customer=customer, tag=tag, held=held)
        writer.delete("tags", row["id"])


def known_tag(db: sqlite3.Connection, tag: str) -> str:
    """The tag, which some customer has. Raises Refused, with near names."""
    known = [row["tag"] for row in db.execute("SELECT DISTINCT tag FROM tags ORDER BY tag")]
    if tag not in known:
        raise unknown(Sentence("tag"), tag, known, Sentence("Give it to customers with: leadctl tag CUSTOMER TAG"))
    return tag


def move_tags(writer: Writer, gone: int, kept: int) -> None:
    """One customer's tags become another's."""
    add_tags(writer, kept, tags_of(writer.db, gone))
    drop_tags(writer, gone)


def drop_tags(writer: Writer, customer: int) -> None:
    """A customer who goes leaves no tags."""
    for row in writer.db.execute("SELECT id FROM tags WHERE customer = :id", {"id": customer}).fetchall():
        writer.delete("tags", row["id"])
