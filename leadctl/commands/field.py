"""Fields of the store's own: what it keeps of its customers beside what leadctl knows."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import LISTING, Argument, Command, Group, Option
from leadctl.commands.permissions import NEEDS_MANAGER
from leadctl.commands.sentences import count_things
from leadctl.commands.session import Session
from leadctl.domain.own_fields import OwnField
from leadctl.domain.terms import FIELD_KINDS
from leadctl.errors import Refused, WrongUsage
from leadctl.locale import N_
from leadctl.locale.labels import FIELD_KINDS as KIND_LABELS
from leadctl.render.page import Column, Page, Table
from leadctl.store.queries.fields import add_field, list_fields, remove_field

FieldName = Annotated[str, Argument("NAME", "The field's name, which is also its header in registers.")]
Kind = Annotated[str, Option("--kind", "KIND", known=FIELD_KINDS)]
Choices = Annotated[str | None, Option("--choices", "A,B,...", "Of a choice: what may be chosen.")]


def add(session: Session, name: FieldName, kind: Kind = "text", choices: Choices = None) -> None:
    """Add a field: edit customer, log-visit and registers take it, show has it, reports divide by it.

    Examples:

      leadctl field add 会员号

      leadctl field add 车主俱乐部 --kind choice --choices 是,否

      leadctl field add "licence since" --kind date
    """
    field = _read_field(name, kind, choices)
    with session.write("field add") as writer:
        add_field(writer, field)
        writer.summary = f"field {field.name} added"
        operation = writer.operation
    session.report(
        session.say(
            N_("{name}: a field of kind {kind}; set it with: leadctl edit customer C --field {name!r}=VALUE"),
            name=field.name,
            kind=session.translate(KIND_LABELS[field.kind]),
        ),
        {"name": field.name, "kind": field.kind, "choices": list(field.choices), "operation": operation},
    )


def _read_field(name: str, kind: str, choices: str | None) -> OwnField:
    from leadctl.intake.kinds.online import ONLINE
    from leadctl.intake.kinds.visits import VISITS
    from leadctl.intake.own_fields import is_known_header

    word, kind = inputs.read_line(name), inputs.read_choice(kind, FIELD_KINDS, "--kind")
    if word is None or "=" in word or "," in word:
        raise Refused("A field needs a name without = and comma, such as 会员号.")
    if is_known_header((VISITS, ONLINE), word):
        raise Refused("{name} is a column that leadctl knows already; choose another name.", name=word)
    if (kind == "choice") != (choices is not None):
        raise WrongUsage("--choices goes with --kind choice, and a choice needs it, such as --choices 是,否")
    return OwnField(word, kind, _split_choices(choices or ""))


def _split_choices(text: str) -> tuple[str, ...]:
    words = map(inputs.read_line, inputs.split_words([text]))
    found = tuple(dict.fromkeys(word for word in words if word is not None))
    if text and len(found) < 2:
        raise Refused("A choice needs at least two choices, such as --choices 是,否")
    return found


def list_(session: Session) -> None:
    """Print the store's fields, and how many customers have a value.

    Example: leadctl field list
    """
    with session.read() as db:
        rows = [
            {
                "name": used.field.name,
                "kind": used.field.kind,
                "choices": list(used.field.choices),
                "values": used.values,
            }
            for used in list_fields(db)
        ]
    columns = (
        Column("name", N_("Name")),
        Column("kind", N_("Kind"), labels=KIND_LABELS),
        Column("choices", N_("Choices"), wrap=True),
        Column("values", N_("Customers"), "int"),
    )
    note = "" if rows else N_("There are no fields of the store's own yet.")
    session.show(Page(rows, (Table(columns, rows, note=note),), N_("Own fields")))


def remove(session: Session, name: FieldName) -> None:
    """Take a field off the list with all its values; undo brings both back.

    Example: leadctl field remove 会员号
    """
    with session.write("field remove") as writer:
        word = inputs.read_line(name) or ""
        count = remove_field(writer, word)
        writer.summary = f"field {word} removed with {count_things(count, 'value')}"
        operation = writer.operation
    session.report(
        session.say(N_("{name}: no field any more; values removed: {count}"), name=word, count=count),
        {"name": word, "values": count, "operation": operation},
    )


COMMAND = Group(
    __doc__,
    {
        "add": Command(add, needs=NEEDS_MANAGER),
        "list": Command(list_, LISTING),
        "remove": Command(remove, needs=NEEDS_MANAGER),
    },
)
