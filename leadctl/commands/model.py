"""The store's models: the cars that are asked for and sold."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import LISTING, Argument, Command, Group
from leadctl.commands.options import NewModel
from leadctl.commands.session import Session
from leadctl.errors import Refused, WrongUsage
from leadctl.locale import N_
from leadctl.render.page import Column, Page, Table
from leadctl.store.queries.lists import ids, near_model
from leadctl.store.records.models import add_new_model, list_models, merge_models, rename_model

if TYPE_CHECKING:
    from leadctl.store.core.connection import Database


NewModelName = Annotated[str, Argument("NAME", "The model's name.")]
OldModelName = Annotated[str, Argument("OLD", "The name to be corrected.")]
RightModelName = Annotated[str, Argument("NEW", "The right name.")]
TwoModels = Annotated[list[str], Argument("OLD into MODEL", "The one that goes, the one that stays.")]


def add(session: Session, name: NewModelName, new: NewModel = False) -> None:
    """Put a model on the list, before anybody asks for it.

    Example: leadctl model add "远山 X5"
    """
    model = _read_name(name)
    with session.write("model add") as writer:
        if not new:
            _refuse_near(writer.db, model)
        add_new_model(writer, model)
        writer.summary = f"model {model} added"
        operation = writer.operation
    session.report(
        session.say(N_("{model}: on the list of models"), model=model), {"model": model, "operation": operation}
    )


def _refuse_near(db: Database, name: str) -> None:
    near = None if name in ids(db, "models") else near_model(db, name)
    if near is not None:
        raise Refused(
            "The model {name!r} is not on the list, but {near!r} is. If both are, insist with --new.",
            name=name,
            near=near,
        )


def list_(session: Session) -> None:
    """Print the models: leads that ask for each, cars ordered or sold of it, and its other spellings.

    Example: leadctl model list
    """
    with session.read() as db:
        rows = [model._asdict() for model in list_models(db)]
    columns = (
        Column("model", N_("Model"), wrap=True),
        Column("leads", N_("Leads"), "int"),
        Column("sales", N_("Sales"), "int"),
        Column("spellings", N_("Also written"), wrap=True),
    )
    note = "" if rows else N_("None yet: leadctl model add NAME, or name one with log-visit --model")
    session.show(Page(rows, (Table(columns, rows, note=note),), N_("Models")))


def rename(session: Session, old: OldModelName, new: RightModelName) -> None:
    """Call a model otherwise, everywhere. Registers may go on using the old name: it stays known as the same model.

    Example: leadctl model rename "Octavai" "Octavia"
    """
    before, after = _read_name(old), _read_name(new)
    if before == after:
        raise Refused("It is called {after} already.", after=after)
    with session.write("model rename") as writer:
        rename_model(writer, before, after)
        writer.summary = f"model {before} is called {after}"
        operation = writer.operation
    session.report(
        session.say(N_("{old} is called {model} now"), old=before, model=after),
        {"model": after, "was": before, "operation": operation},
    )


def merge(session: Session, names: TwoModels) -> None:
    """Two names are one model: visits, leads, orders, sales and cars of the first become the second's.

    Registers may go on using the first name: it stays known as another spelling of the second.

    Example: leadctl model merge "Octavia 1.4" into "Octavia"
    """
    old, into = _read_two_models(names)
    with session.write("model merge") as writer:
        moved = merge_models(writer, old, into)
        writer.summary = f"model {old} merged into {into}"
        operation = writer.operation
    session.report(
        session.say(N_("{old} is part of {model} now; records moved: {count}"), old=old, model=into, count=moved),
        {"model": into, "was": old, "moved": moved, "operation": operation},
    )


def _read_two_models(words: list[str]) -> tuple[str, str]:
    named = [word for place, word in enumerate(words) if not (place == 1 and word.lower() == "into")]
    if len(named) != 2:
        raise WrongUsage('Name two models: leadctl model merge "Octavia 1.4" into "Octavia"')
    return _read_name(named[0]), _read_name(named[1])


def _read_name(text: str) -> str:
    name = inputs.read_line(text)
    if name is None:
        raise Refused("A model needs a name.")
    return name


COMMAND = Group(
    __doc__,
    {
        "add": Command(add),
        "list": Command(list_, LISTING),
        "rename": Command(rename),
        "merge": Command(merge),
    },
)
