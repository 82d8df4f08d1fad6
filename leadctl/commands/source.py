"""The store's sources: the trade's codes and its own."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import LISTING, Argument, Command, Group
from leadctl.commands.options import Label, NewCode
from leadctl.commands.permissions import NEEDS_MANAGER
from leadctl.commands.session import Session, warn
from leadctl.errors import Refused, WrongUsage
from leadctl.locale import N_
from leadctl.render.page import Column, Page, Table
from leadctl.store.queries.lists import add_source, coded_ids, list_sources
from leadctl.store.queries.near_names import near_name
from leadctl.store.records.sources import merge_sources

TwoSources = Annotated[list[str], Argument("OLD into SOURCE", "The one that goes, the one that stays.")]


def add(session: Session, code: NewCode, label: Label = None) -> None:
    """Put a source of the store's own on the list: visits and registers name it by its code or label.

    Example: leadctl source add school-fair --label 校园展
    """
    word = inputs.read_code(code, "school-fair --label 校园展")
    with session.write("source add") as writer:
        name, known = inputs.read_line(label) or word, coded_ids(writer.db, "sources")
        taken = [called for called in (word, name) if called in known]
        if taken:
            raise Refused("{code} is on the list of sources already; see: leadctl source list", code=taken[0])
        near = near_name(word, known) or near_name(name, known)
        if near is not None:
            warn(
                "the new source {name} looks like {near}; if they are one: leadctl source merge {name!r} into {near!r}",
                name=word,
                near=near,
            )
        add_source(writer, word, name)
        writer.summary = f"source {word} added"
        operation = writer.operation
    session.report(
        session.say(N_("{code}: on the list of sources"), code=word),
        {"code": word, "label": name, "operation": operation},
    )


def list_(session: Session) -> None:
    """Print the sources, and how many leads each has brought.

    Example: leadctl source list
    """
    with session.read() as db:
        rows = [source._asdict() for source in list_sources(db)]
    columns = (
        Column("code", N_("Code")),
        Column("label", N_("Label")),
        Column("leads", N_("Leads"), "int"),
        Column("spellings", N_("Also written"), wrap=True),
    )
    session.show(Page(rows, (Table(columns, rows),), N_("Sources")))


def merge(session: Session, names: TwoSources) -> None:
    """Two names are one source: visits, leads, campaigns and plans of the first become the second's.

    Registers may go on using the first name: it stays known as another name of the second. The trade's own sources
    stay.

    Example: leadctl source merge 抖音直播 into 抖音
    """
    old, into = _read_two_sources(names)
    with session.write("source merge") as writer:
        merged = merge_sources(writer, old, into)
        writer.summary = f"source {merged.old} merged into {merged.into}"
        operation = writer.operation
    sentence = N_("{old} is part of {source} now; records moved: {count}")
    session.report(
        session.say(sentence, old=merged.old, source=merged.into, count=merged.moved),
        {"source": merged.into, "was": merged.old, "moved": merged.moved, "operation": operation},
    )


def _read_two_sources(words: list[str]) -> tuple[str, str]:
    named = [word for place, word in enumerate(words) if not (place == 1 and word.lower() == "into")]
    read = [name for name in map(inputs.read_line, named) if name is not None]
    if len(named) != 2 or len(read) != 2:
        raise WrongUsage("Name two sources: leadctl source merge 抖音直播 into 抖音")
    return read[0], read[1]


COMMAND = Group(
    __doc__,
    {
        "add": Command(add, needs=NEEDS_MANAGER),
        "list": Command(list_, LISTING),
        "merge": Command(merge, needs=NEEDS_MANAGER),
    },
)
