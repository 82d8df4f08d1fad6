"""The store's sources: the trade's codes and its own."""

from __future__ import annotations

from leadctl.commands import inputs
from leadctl.commands.declaration import LISTING, Command, Group
from leadctl.commands.options import Label, NewCode
from leadctl.commands.permissions import NEEDS_MANAGER
from leadctl.commands.session import Session
from leadctl.errors import Refused
from leadctl.locale import N_
from leadctl.render.page import Column, Page, Table
from leadctl.store.queries.lists import add_source, coded_ids, list_sources


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
    columns = (Column("code", N_("Code")), Column("label", N_("Label")), Column("leads", N_("Leads"), "int"))
    session.show(Page(rows, (Table(columns, rows),), N_("Sources")))


COMMAND = Group(
    __doc__,
    {
        "add": Command(add, needs=NEEDS_MANAGER),
        "list": Command(list_, LISTING),
    },
)
