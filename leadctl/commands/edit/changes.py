"""What the corrections share: options as changed columns, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from leadctl.annotations import TYPE_CHECKING
from leadctl.commands import inputs
from leadctl.commands.sentences import describe_lead
from leadctl.commands.session import Session, warn
from leadctl.errors import Refused, WrongUsage
from leadctl.intake.faults import BadValue
from leadctl.locale import N_
from leadctl.locale.labels import FACTS
from leadctl.store.queries.leads import record
from leadctl.store.queries.lists import model_id

if TYPE_CHECKING:
    from typing import TypeVar

    from leadctl.store.core.writer import Writer

    T = TypeVar("T")


Readers = Mapping[str, Callable[[str], object]]
NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


def read_changes(
    given: Mapping[str, str | None],
    readers: Readers,
    *,
    required: Sequence[str] = (),
    columns: Mapping[str, str] = NO_COLUMNS,
) -> dict[str, object]:
    """Column -> new value, of the options that were given; an empty one clears its column.

    A text without a reader stands as typed, on one line; ``columns``: of options that are called otherwise.
    Raises WrongUsage for an empty option among ``required``, and when none was given.
    """
    changes: dict[str, object] = {}
    for name, text in given.items():
        if text is None:
            continue
        if not text.strip() and name in required:
            raise WrongUsage("{option} cannot be empty.", option="--" + name.replace("_", "-"))
        value = readers.get(name, inputs.read_line)(text) if text.strip() else None
        if name == "budget":
            changes["budget_low"], changes["budget_high"] = value if isinstance(value, tuple) else (None, None)
        else:
            changes[columns.get(name, name)] = value
    if not changes:
        raise WrongUsage(
            "Say what is to change: {options}.", options=" ".join("--" + name.replace("_", "-") for name in given)
        )
    return changes


def parse_cell(parse: Callable[[str], T], option: str, text: str) -> T:
    """A cell's parser, put to what was typed for an option."""
    try:
        return parse(text)
    except BadValue as error:
        raise Refused("{option} {text!r} {why}.", option=option, text=text, why=error.reason) from error


def read_model(writer: Writer, new: bool, text: str) -> int:
    """The id of a model, which is added with a note when it is unknown and looks like no known one."""
    name = inputs.read_line(text) or ""
    identity, added = model_id(writer, name, insist=new)
    if added:
        warn("the model {model} is new; it was added to the list", model=name)
    return identity


DONE = {"corrected": N_("{fact} {id}: corrected"), "deleted": N_("{fact} {id}: deleted")}


def describe_change(
    session: Session, writer: Writer, fact: str, identity: int, lead: int | None, done: str = "corrected"
) -> tuple[str, dict[str, object]]:
    """The sentence and the record of a corrected fact; the operation's summary is set."""
    answer = record(writer.db, lead, writer.today) | {"operation": writer.operation, fact: identity}
    writer.summary = f"{fact} {identity} {done}" + (f", lead {lead}" if lead and fact != "lead" else "")
    if fact == "lead":
        return describe_lead(session, answer, N_("corrected; {next}")), answer
    sentence = session.say(DONE[done], fact=session.translate(FACTS[fact]), id=identity)
    if lead is None:
        return sentence, answer
    return session.say(N_("{done}; {what}"), done=sentence, what=describe_lead(session, answer)), answer
