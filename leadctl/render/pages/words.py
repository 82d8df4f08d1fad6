"""The store's words: a line an opening, a question or a reply; and what is said to one lead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leadctl.locale import N_
from leadctl.locale.labels import LABELS
from leadctl.render.page import Column, JsonObject, Page, Table, Translate

PARTS = {"opening": N_("Opening"), "ask": N_("To find out"), "reply": N_("Reply")}


def words_page(rows: Sequence[JsonObject]) -> Page:
    """The words as a page; ``rows`` are their JSON records."""
    columns = (
        Column("grade", LABELS["grade"]),
        Column("part", N_("Part"), labels=PARTS),
        Column("objection", N_("Objection")),
        Column("words", N_("What to say"), wrap=True),
    )
    note = "" if rows else N_("No words of the store's own yet: leadctl words import FILE")
    return Page(list(rows), (Table(columns, rows, note=note),), N_("What to say"))


def list_words(said: JsonObject | None, translate: Translate) -> Iterator[tuple[str, str]]:
    """(label in English, text) of what is said to one lead; nothing where nobody is to call."""
    if said is None:
        return
    if said["opening"]:
        yield PARTS["opening"], said["opening"]
    if said["ask"]:
        yield PARTS["ask"], translate(said["ask"])
    for reply in said["replies"]:
        yield PARTS["reply"], f"“{reply['objection']}” → {reply['reply']}"
