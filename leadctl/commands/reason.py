"""The reasons for which leads are lost: the trade's codes and the store's own, each in a group."""

from __future__ import annotations

from difflib import get_close_matches

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import LISTING, Command, Group, Option
from leadctl.commands.options import Label, NewCode
from leadctl.commands.permissions import NEEDS_MANAGER
from leadctl.commands.session import Session
from leadctl.errors import Refused
from leadctl.locale import N_
from leadctl.locale.labels import REASON_GROUPS, REASONS
from leadctl.render.page import PEOPLE, PROGRAM, Column, Page, Table
from leadctl.store.queries.lists import add_reason, coded_ids, list_reasons, reason_groups

if TYPE_CHECKING:
    from leadctl.store.core.connection import Database


ReasonGroup = Annotated[
    str, Option("--group", "GROUP", "product, price, management, staff, customer, or one of the store's own.")
]
NewGroup = Annotated[bool, Option("--new", help="The group is new, although it looks like a known one.")]


def add(session: Session, code: NewCode, group: ReasonGroup, label: Label = None, new: NewGroup = False) -> None:
    """Put a reason of the store's own on the list: defeat --reason and import churn take it, by its code or label.

    Examples:

      leadctl reason add no-stock --group management --label 无现车

      leadctl reason add moved-away --group life
    """
    word, group = inputs.read_code(code, "no-stock --label 无现车"), inputs.read_code(group, "management")
    name = inputs.read_line(label) or word
    with session.write("reason add") as writer:
        _refuse_taken(writer.db, word, name)
        if not new:
            _refuse_near_group(writer.db, group)
        add_reason(writer, word, group, name)
        writer.summary = f"reason {word} added"
        operation = writer.operation
    session.report(
        session.say(N_("{code}: on the list of reasons, in the group {group}"), code=word, group=group),
        {"code": word, "group": group, "label": name, "operation": operation},
    )


def _refuse_taken(db: Database, code: str, label: str) -> None:
    """A code or label that could mean two reasons."""
    known = coded_ids(db, "reasons")
    for word in (code, label):
        if word in known:
            raise Refused("{word} is on the list of reasons already; see: leadctl reason list", word=word)


def _refuse_near_group(db: Database, group: str) -> None:
    """A group that is not known but looks like one is a slip of the keys."""
    known = list(dict.fromkeys((*REASON_GROUPS, *reason_groups(db))))
    near = [] if group in known else get_close_matches(group, known, n=1, cutoff=0.75)
    if near:
        raise Refused(
            "There is no group {group!r} yet, but {near!r}. Use that, or insist with --new.", group=group, near=near[0]
        )


def list_(session: Session) -> None:
    """Print the reasons in the order of the defeat analysis, and how many leads each has cost.

    Example: leadctl reason list
    """
    with session.read() as db:
        rows = [reason._asdict() for reason in list_reasons(db)]
    columns = (
        Column("code", N_("Code")),
        Column("group", N_("Group"), labels=REASON_GROUPS, drop=1),
        Column("label", "label", readers=(PROGRAM,)),
        Column("called", N_("Label"), readers=PEOPLE),
        Column("defeats", N_("Defeats"), "int"),
    )
    shown = [{**row, "called": _name_reason(session, row["code"], row["label"])} for row in rows]
    session.show(Page(rows, (Table(columns, shown),), N_("Reasons")))


def _name_reason(session: Session, code: str, label: str) -> str:
    """The trade's reasons are called as everywhere else, the store's own as it calls them."""
    return session.translate(REASONS[code]) if code in REASONS else label


COMMAND = Group(
    __doc__,
    {
        "add": Command(add, needs=NEEDS_MANAGER),
        "list": Command(list_, LISTING),
    },
)
