"""``leadctl log-visit``: one visit, or a register of them."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Command, Option, list_given_options
from leadctl.commands.import_options import BatchOptions, ClosedBefore
from leadctl.commands.odd_phones import refuse_shared_placeholder, warn_of_odd_phone
from leadctl.commands.options import (
    At,
    Budget,
    Campaign,
    Channel,
    District,
    Gender,
    Grade,
    Left,
    Model,
    Motive,
    Name,
    NeedBy,
    NewModel,
    Note,
    Occupation,
    OwnValues,
    Payment,
    PresentCar,
    Referrer,
    Rival,
    Source,
    Wechat,
)
from leadctl.commands.sentences import add_effect, describe_next_step, name_lead
from leadctl.commands.session import Session, warn
from leadctl.domain.terms import GENDERS, KINDS, VISIT_FIELDS
from leadctl.errors import Refused, WrongUsage, template
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.store.facts.visits import Visit, find_visit_near, read_visit
from leadctl.store.queries.customers import owner_of, prepare_sounds
from leadctl.store.queries.leads import PENDING, record
from leadctl.store.queries.lists import model_id
from leadctl.store.records.campaigns import has_card
from leadctl.store.records.staff import find_member, role_of
from leadctl.store.registers.visits import Outcome, VisitImport

if TYPE_CHECKING:
    from typing import TypedDict

    from leadctl.store.core.connection import Database
    from leadctl.store.core.writer import Writer

    class _VisitRow(TypedDict):
        """The visit as a checked register row, its keys among VISIT_FIELDS."""

        arrived_at: str
        left_at: str | None
        name: str | None
        gender: str | None
        phone: str | None
        kind: str
        first_visit: int | None
        source: str | None
        channel: str | None
        party: int | None
        model: str | None
        budget_low: float | None
        budget_high: float | None
        need_by: str | None
        grade: str | None
        test_drive: int | None
        quoted: int | None
        consultant: str | None
        campaign: str | None
        referrer: object
        note: str | None
        occupation: str | None
        district: str | None
        payment: str | None
        rival: str | None
        present_car: str | None
        companions: str | None
        wechat: str | None
        motive: str | None
        own_fields: dict[str, str | None] | None


Phone = Annotated[str | None, Option("--phone", "PHONE", "Left out: traffic only, no lead.")]
Kind = Annotated[str, Option("--kind", "KIND", known=KINDS)]
TestDrive = Annotated[bool, Option("--test-drive", help="They test-drove.")]
Quoted = Annotated[bool, Option("--quoted", help="They were given a quote.")]
Party = Annotated[int | None, Option("--party", "N", "How many people came.", min=1, max=99)]
First = Annotated[
    bool | None, Option("--first", help="First or return visit; left out: worked out.", negative="--return")
]
Companions = Annotated[str | None, Option("--companions", "TEXT", "Who came along.")]
Served = Annotated[str | None, Option("--consultant", "NAME", "Who served; left out: the acting consultant.")]
From = Annotated[str | None, Option("--from", "FILE|-", "Take visits from a register: .csv .tsv .xlsx .jsonl.")]


MINUTES_OF_A_VISIT = 30
"""A phone that is typed again within these is perhaps the same visit."""


class VisitOptions(NamedTuple):
    """One visit as it is typed."""

    phone: Phone = None
    name: Name = None
    gender: Gender = None
    kind: Kind = "walk-in"
    source: Source = None
    channel: Channel = None
    model: Model = None
    new: NewModel = False
    budget: Budget = None
    need_by: NeedBy = None
    grade: Grade = None
    consultant: Served = None
    at: At = None
    left: Left = None
    test_drive: TestDrive = False
    quoted: Quoted = False
    party: Party = None
    campaign: Campaign = None
    referrer: Referrer = None
    note: Note = None
    first: First = None
    occupation: Occupation = None
    district: District = None
    payment: Payment = None
    rival: Rival = None
    present_car: PresentCar = None
    companions: Companions = None
    wechat: Wechat = None
    motive: Motive = None
    field: OwnValues = None


def log_visit(
    session: Session,
    visit: VisitOptions,
    batch: BatchOptions,
    closed_before: ClosedBefore = None,
    from_: From = None,
) -> None:
    """Register one visit, or with --from a whole register of them.

    On a terminal, without options, it asks step by step.

    Examples:

      leadctl log-visit                             the counter: asks for the phone first

      leadctl log-visit --phone 13800001234 --name 张伟 --model "远山 X5" --grade A --test-drive

      leadctl log-visit --kind call                 traffic only: no phone was left

      leadctl log-visit --from register.xlsx --rejects bad.csv
    """
    if from_ is None:
        given = [*list_given_options(batch), *(["--closed-before"] if closed_before is not None else [])]
        _refuse_options(given, template("{option} goes with --from FILE."))
        _log_visit(session, visit)
    else:
        _refuse_options(list_given_options(visit), template("{option} is of one visit; with --from the file says it."))
        # With all that reads files, which a single visit does without.
        from leadctl.commands.batches import import_file
        from leadctl.commands.imports import IMPORTS

        import_file(session, IMPORTS["visits"], from_, batch, closed_before)


def _refuse_options(given: list[str], why: str) -> None:
    """Options of the other way of calling this command are a mistake."""
    if given:
        raise WrongUsage(why, option=given[0])


def _prepare_name(session: Session, given: VisitOptions) -> None:
    """Look up how the name of a new customer sounds before others have to wait for it."""
    if given.name is None or given.name.isascii() or given.phone is None:
        return
    with suppress(Refused), session.read() as db:
        if owner_of(db, inputs.read_phone(given.phone)) is None:
            prepare_sounds([given.name])


def _log_visit(session: Session, given: VisitOptions) -> None:
    agreed = _agree(session, given)
    if agreed is None:
        print(session.say(N_("nothing was recorded")))
        return
    given = agreed
    _prepare_name(session, given)
    with session.write("log-visit") as writer:
        row = _read_visit(writer, given)
        refuse_shared_placeholder(writer.db, row["phone"])
        same = _find_same(writer.db, row["phone"], row["arrived_at"])
        churned = _find_churned(writer, row["phone"])
        known = _note_model(writer, row["model"], insist=given.new)
        _note_campaign(writer, row["campaign"])
        visits = VisitImport(writer, typed=True)
        visits.stage({name: [row.get(name)] for name in VISIT_FIELDS})
        outcome = visits.settle()
        visit = read_visit(writer.db, writer.last_id("visits"))
        answer = record(writer.db, visit.lead, writer.today)
        writer.summary = f"visit {visit.id}" + (f", lead {visit.lead}" if visit.lead else "")
        answer |= {"operation": writer.operation, "visit": visit.id, "new_lead": outcome.leads > 0}
    if same is not None:
        warn(
            "perhaps the same as visit {visit}; take it back with: leadctl delete visit {added}",
            visit=same.id,
            added=visit.id,
        )
    _warn_of_oddities(row, answer, outcome, known)
    sentence = _describe_visit(session, answer, churned == visit.lead and answer["verification"] == "overturned")
    if visit.lead is not None:
        sentence = add_effect(session, sentence, writer, visit.lead, visit.at)
    session.report(sentence, answer)


def _agree(session: Session, given: VisitOptions) -> VisitOptions | None:
    """The visit that whoever sits at a terminal agrees to, asked for step by step where no option says anything of it;
    None: nothing is to be recorded. Elsewhere nobody is asked."""
    if session.for_programs or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return given
    if given == VisitOptions() and _has_keyboard():
        asked = _ask_visit(session)
        if asked is None or asked == given:
            return asked
        given = asked
    return given if _confirm(session, given) else None


def _has_keyboard() -> bool:
    """Whether a line editor can ask there."""
    try:
        return os.isatty(sys.stdin.fileno()) and os.isatty(sys.stdout.fileno())
    except OSError:
        return False


def _ask_visit(session: Session) -> VisitOptions | None:
    """Ask for everything step by step; None: nothing is to be recorded."""
    from leadctl.commands.counter import ask_visit

    try:
        answers = ask_visit(session)
    except KeyboardInterrupt:
        print(session.say(N_("nothing was recorded")))
        raise
    if answers is None:
        return None
    party, drove = answers.pop("party", None), answers.pop("test_drive", None)
    return VisitOptions(
        **answers,  # type: ignore[arg-type]
        party=None if party is None else int(party),
        test_drive=drove == "yes",
    )


def _confirm(session: Session, given: VisitOptions) -> bool:
    """Ask whoever sits there about a visit that may be a slip: one without anything said of it, or said already."""
    if given == VisitOptions():
        return _is_answered_yes(session.say(N_("one visitor who left no contact, without anything known: count it?")))
    with session.read() as db:
        now = session.read_clock(db)[:16]
        phone = None if given.phone is None else inputs.read_phone(given.phone)
        same = _find_same(db, phone, inputs.read_fact_moment(inputs.read_line(given.at), now, dayless="T00:00"))
    if same is None:
        return True
    question = N_("already registered at {time} as visit {visit}: the same?")
    return not _is_answered_yes(session.say(question, time=same.at[11:], visit=same.id))


def _is_answered_yes(question: str) -> bool:
    """Whether the answer is yes; the question goes to stderr, since stdout is data."""
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold()[:1] in ("y", "是", "对")


def _find_same(db: Database, phone: str | None, at: str) -> Visit | None:
    """A visit of the same phone at about the same time, the nearest."""
    customer = None if phone is None else owner_of(db, phone)
    return None if customer is None else find_visit_near(db, customer, at, MINUTES_OF_A_VISIT)


def _find_churned(writer: Writer, phone: str | None) -> int | None:
    """The lead of this phone whose churn waits to be verified."""
    if phone is None or owner_of(writer.db, phone) is None:
        return None
    with suppress(Refused):
        return inputs.read_lead(writer.db, phone, PENDING)
    return None


def _read_visit(writer: Writer, given: VisitOptions) -> _VisitRow:
    """The options as one checked register row."""
    at = inputs.read_fact_moment(inputs.read_line(given.at), writer.now, dayless="T00:00")
    low, high = inputs.read_budget(inputs.read_line(given.budget))
    source, channel = _read_source(writer, inputs.read_line(given.source), inputs.read_line(given.channel))
    gender = inputs.read_line(given.gender)
    return {
        "arrived_at": at,
        "left_at": inputs.read_leaving_time(inputs.read_line(given.left), at, writer.now),
        "name": inputs.read_line(given.name),
        "gender": None if gender is None else inputs.read_choice(gender, GENDERS, "--gender"),
        "phone": None if given.phone is None else inputs.read_phone(given.phone),
        "kind": inputs.read_choice(given.kind, KINDS, "--kind"),
        "first_visit": None if given.first is None else int(given.first),
        "source": source,
        "channel": channel,
        "party": given.party,
        "model": inputs.read_line(given.model),
        "budget_low": low,
        "budget_high": high,
        "need_by": inputs.read_need_by(inputs.read_line(given.need_by), at),
        "grade": inputs.read_grade(inputs.read_line(given.grade), writer.policy.policy_on(at[:10])),
        "test_drive": 1 if given.test_drive else None,
        "quoted": 1 if given.quoted else None,
        "consultant": _find_server(writer, inputs.read_line(given.consultant)),
        "campaign": inputs.read_line(given.campaign),
        "referrer": inputs.read_referrer(writer.db, inputs.read_line(given.referrer)),
        "note": inputs.read_line(given.note),
        "occupation": inputs.read_line(given.occupation),
        "district": inputs.read_line(given.district),
        "payment": inputs.read_line(given.payment),
        "rival": inputs.read_line(given.rival),
        "present_car": inputs.read_line(given.present_car),
        "companions": inputs.read_line(given.companions),
        "wechat": inputs.read_line(given.wechat),
        "motive": inputs.read_line(given.motive),
        "own_fields": inputs.read_own_values(writer.db, given.field, writer.now) or None,
    }


def _read_source(writer: Writer, source: str | None, channel: str | None) -> tuple[str | None, str | None]:
    """The source and the channel; a channel in the place of the source (微信) is an online one."""
    code, meant = (None, None) if source is None else inputs.read_source_and_channel(writer.db, source)
    if channel is None:
        return code, meant
    from leadctl.intake.cells import parse_channel

    return code, parse_channel(channel)


def _find_server(writer: Writer, name: str | None) -> str | None:
    """Who served: the one named, else the acting consultant, else nobody known."""
    if name is not None:
        return find_member(writer.db, name).name
    acting = writer.author.staff
    return writer.author.actor if acting is not None and role_of(writer.db, acting) == "consultant" else None


def _note_model(writer: Writer, model: str | None, *, insist: bool) -> bool:
    """Put an unknown model on the list; returns whether the model was known (or none was named)."""
    if model is None:
        if insist:
            raise Refused("--new goes with --model.")
        return True
    return not model_id(writer, model, insist=insist)[1]


def _note_campaign(writer: Writer, name: str | None) -> None:
    """Say so when a campaign has no card: it may be a slip of the pen, which its figures would miss."""
    if name is not None and not has_card(writer.db, name):
        warn("the campaign {name} has no card yet; give it one with: leadctl campaign add {name!r}", name=name)


def _warn_of_oddities(row: _VisitRow, answer: dict[str, object], outcome: Outcome, known_model: bool) -> None:
    if row["phone"] is not None:
        warn_of_odd_phone(row["phone"], answer["customer_id"])
    if not known_model:
        warn("the model {model} is new; it was added to the list", model=row["model"])
    for customer, name, other in outcome.names_differ:
        warn(
            "c{customer} is called {name}; the name {other} stays on this visit "
            "(to rename: leadctl edit customer c{customer} --name {other!r})",
            customer=customer,
            name=name,
            other=other,
        )
    owner = answer["consultant"]
    if row["consultant"] is not None and owner is not None and owner != row["consultant"]:
        warn(
            "lead {lead} is {owner}'s and stays so; served by {consultant}",
            lead=answer["lead"],
            owner=owner,
            consultant=row["consultant"],
        )


def _describe_visit(session: Session, answer: dict[str, object], overturned: bool) -> str:
    if answer["lead"] is None:
        return session.say(N_("visit {visit}: traffic only, no contact was captured"), visit=answer["visit"])
    sentence = N_("visit {visit}, {whose}: {what}")
    if answer["new_lead"]:
        sentence = N_("visit {visit}, new {whose}: {what}")
    elif overturned:
        sentence = N_("visit {visit}, {whose}: its churn is overturned; {what}")
    what = describe_next_step(session, answer)
    return session.say(sentence, visit=answer["visit"], whose=name_lead(session, answer), what=what)


COMMAND = Command(log_visit)
