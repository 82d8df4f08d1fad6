"""``leadctl edit visit``."""

from __future__ import annotations

from functools import partial

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Option
from leadctl.commands.edit.changes import describe_change, parse_cell, read_changes, read_model
from leadctl.commands.odd_phones import warn_of_odd_phone
from leadctl.commands.options import (
    At,
    Budget,
    Campaign,
    Channel,
    FactId,
    Gender,
    Grade,
    Left,
    Model,
    Name,
    NeedBy,
    NewModel,
    Note,
    Referrer,
    Source,
)
from leadctl.commands.session import Session
from leadctl.domain.terms import GENDERS, KINDS, YES_NO
from leadctl.errors import Refused, WrongUsage
from leadctl.intake.answers import parse_first_visit, parse_yes_no
from leadctl.intake.cells import parse_party
from leadctl.named_tuple import NamedTuple
from leadctl.store.facts.visits import Visit, read_visit
from leadctl.store.journal.corrections import attach_visit, edit_visit
from leadctl.store.queries.customers import owner_of

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer


VisitPhone = Annotated[
    str | None, Option("--phone", "PHONE", 'Whose visit it was: it moves to their lead; "" makes it anonymous.')
]
RightKind = Annotated[str | None, Option("--kind", "KIND", known=KINDS)]
RightFirst = Annotated[
    str | None, Option("--first", "YES|NO", 'First visit, or a return; "" works it out.', known=YES_NO)
]
RightTestDrive = Annotated[str | None, Option("--test-drive", "YES|NO", "Whether they test-drove.", known=YES_NO)]
RightQuoted = Annotated[str | None, Option("--quoted", "YES|NO", "Whether they were given a quote.", known=YES_NO)]
RightParty = Annotated[str | None, Option("--party", "N", "How many people came.")]
RightServed = Annotated[str | None, Option("--consultant", "NAME", "Who served.")]


class VisitChanges(NamedTuple):
    """What is to stand in a visit instead; None: as it is."""

    at: At = None
    left: Left = None
    name: Name = None
    gender: Gender = None
    kind: RightKind = None
    first: RightFirst = None
    source: Source = None
    channel: Channel = None
    model: Model = None
    budget: Budget = None
    need_by: NeedBy = None
    grade: Grade = None
    test_drive: RightTestDrive = None
    quoted: RightQuoted = None
    party: RightParty = None
    consultant: RightServed = None
    campaign: Campaign = None
    referrer: Referrer = None
    note: Note = None


def visit(
    session: Session, id_: FactId, changes: VisitChanges, phone: VisitPhone = None, new: NewModel = False
) -> None:
    """Correct a visit; --left closes it, --phone gives it to a customer.

    Examples:

      leadctl edit visit 812 --left 11:20

      leadctl edit visit 812 --phone 13800001234 --test-drive yes
    """
    if phone is None and changes == VisitChanges():
        raise WrongUsage("Say what is to change, such as --left 11:20; see: leadctl edit visit -h")
    _edit_visit(session, id_, changes._asdict(), phone, new)


def _edit_visit(session: Session, id_: int, given: dict[str, str | None], phone: str | None, new: bool) -> None:
    with session.write("edit visit") as writer:
        row = read_visit(writer.db, id_)
        changes = _read_visit_changes(writer, row, given, new)
        lead = edit_visit(writer, id_, changes) if changes else row.lead
        if phone is not None:
            right = inputs.read_phone(phone) if phone.strip() else None
            lead = attach_visit(writer, id_, right)
            if right is not None:
                warn_of_odd_phone(right, owner_of(writer.db, right))
        answer = describe_change(session, writer, "visit", id_, lead)
    session.report(*answer)


def _read_visit_changes(writer: Writer, row: Visit, given: dict[str, str | None], new: bool) -> dict[str, object]:
    db = writer.db
    fields = {key: value for key, value in given.items() if key != "left" and value is not None}
    if not fields:
        return _move_leaving_time(row, {}, given["left"], writer.now)
    changes = read_changes(
        fields,
        {
            "at": lambda text: inputs.read_fact_moment(text, writer.now, dayless=f"T{row.at[11:16]}"),
            "gender": lambda text: inputs.read_choice(text, GENDERS, "--gender"),
            "kind": lambda text: inputs.read_choice(text, KINDS, "--kind"),
            "first": partial(parse_cell, parse_first_visit, "--first"),
            "source": lambda text: inputs.read_source_id(db, text),
            "model": partial(read_model, writer, new),
            "budget": inputs.read_budget,
            "need_by": lambda text: inputs.read_need_by(text, row.at),
            "grade": lambda text: inputs.read_grade(text, writer.policy.policy_on(row.at[:10])),
            "test_drive": partial(parse_cell, parse_yes_no, "--test-drive"),
            "quoted": partial(parse_cell, parse_yes_no, "--quoted"),
            "party": partial(parse_cell, parse_party, "--party"),
            "consultant": lambda text: inputs.read_consultant(db, text).id,
            "referrer": partial(inputs.read_referrer, db),
        },
        required=("at", "kind"),
        columns={"first": "first_visit"},
    )
    return changes | _move_leaving_time(row, changes, given["left"], writer.now)


def _move_leaving_time(row: Visit, changes: dict[str, object], text: str | None, now: str) -> dict[str, object]:
    """The leaving time; one that was known moves with its visit to another day."""
    arrived, had = str(changes.get("at", row.at)), row.left_at
    if text is not None:
        return {"left_at": inputs.read_leaving_time(text, arrived, now) if text.strip() else None}
    if had is None or "at" not in changes:
        return {}
    left = arrived[:10] + had[10:] if had[:10] == row.at[:10] else had
    if left < arrived:
        raise Refused(
            "They would have left at {left}, before they came at {arrived}; give --left too.",
            left=left[11:],
            arrived=arrived[11:],
        )
    return {"left_at": left}
