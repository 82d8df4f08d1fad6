"""Whom of the owners to contact, and what came of a contact."""

from __future__ import annotations

from dataclasses import dataclass

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Option
from leadctl.commands.odd_phones import warn_of_odd_phone
from leadctl.commands.options import Ahead, At, Consultant, Everybody, Note, On
from leadctl.commands.sentences import name_customer, name_day
from leadctl.commands.session import Session, warn
from leadctl.domain.aftercare import (
    OF_THE_PERSON,
    RESULTS,
    UNPLANNED,
    Occasion,
    Owed,
    Reminders,
    find_first_owed,
    find_owed,
    occasions,
)
from leadctl.domain.days import add_days, days_between
from leadctl.errors import Refused, Sentence, WrongUsage, listing
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.render.pages.owners import owners_page
from leadctl.store.core.settings import reminders_of
from leadctl.store.queries.owned_cars import OwnedCar, find_owner, owner_with_cars
from leadctl.store.queries.owned_cars import Owner as OwnerWithCars
from leadctl.store.queries.tasks.owners import explain, owners_to_contact
from leadctl.store.records.aftercare import (
    Scores,
    add_complaint,
    add_contact,
    add_friend,
    contact_facts,
    open_lead,
    works_here,
)
from leadctl.store.records.staff import role_of

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer
    from leadctl.store.queries.tasks.request import Wanted


Owner = Annotated[str, Argument("OWNER", "c17, a phone, the exact name, or the lead of the car.")]
ContactResult = Annotated[str, Option("--result", "RESULT", known=RESULTS)]
Score = Annotated[int | None, Option("--score", "N", "How satisfied, from 1 to 10.", min=1, max=10)]
Ssi = Annotated[int | None, Option("--ssi", "N", "How satisfied with the sale (SSI), from 1 to 10.", min=1, max=10)]
Csi = Annotated[int | None, Option("--csi", "N", "How satisfied with the service (CSI), from 1 to 10.", min=1, max=10)]
WhichOccasion = Annotated[
    str | None, Option("--occasion", "CODE", "Such as month-6 or insurance-2027; left out: all that is owed.")
]
WhichCar = Annotated[str | None, Option("--vin", "VIN", "Which car, of an owner of several.")]
Answers = Annotated[str | None, Option("--staff", "NAME", "Who answers for the complaint; left out: you.")]
SolveBy = Annotated[str | None, Option("--until", "DATE", "By when it is to be solved; left out: tomorrow.")]
FriendName = Annotated[str | None, Option("--name", "NAME", "Who is recommended.")]
FriendPhone = Annotated[str | None, Option("--phone", "PHONE", "The phone of who is recommended.")]

AHEAD_DAYS = 60
"""How long before its day an occasion may be settled by name."""

NEXT_DAYS = 400
"""Days within which every owner is owed something: an insurance runs out once a year."""


class ContactOptions(NamedTuple):
    """How a contact with an owner ended."""

    result: ContactResult
    score: Score = None
    ssi: Ssi = None
    csi: Csi = None
    note: Note = None
    occasion: WhichOccasion = None
    vin: WhichCar = None
    at: At = None
    staff: Answers = None
    until: SolveBy = None
    name: FriendName = None
    phone: FriendPhone = None


@dataclass(slots=True)
class Sequel:
    """What a contact led to: a complaint, or a lead (``opened``: a new one)."""

    complaint: int | None = None
    new_lead: int | None = None
    opened: bool = False


class Subject(NamedTuple):
    """What a contact was about: a car, what it settles (nothing: it was not planned), its moment, and whether it
    settles this only or all that is due by its day."""

    car: OwnedCar
    occasions: tuple[Occasion, ...]
    moment: str
    named_only: bool


def list_(
    session: Session,
    consultant: Consultant = None,
    everybody: Everybody = False,
    on: On = None,
    ahead: Ahead = None,
) -> None:
    """Owners to contact: of the acting consultant, else everybody's. A line an owner, the longest owed first.

    Examples:

      leadctl aftercare                         today's

      leadctl aftercare list --ahead 30         those of the coming 30 days too
    """

    with session.read() as db:
        wanted = inputs.read_wanted(session, db, consultant, everybody, on, ahead)
        found = sorted(owners_to_contact(db, wanted), key=lambda pair: (pair[1].due_on, pair[0].id))
    rows = [_owner_record(owner, owed, wanted) for owner, owed in found]
    session.show(owners_page(rows, f"{session.translate(N_('Owners to contact'))} {wanted.today}"), reveal=True)


def _owner_record(owner: OwnerWithCars, owed: Owed, wanted: Wanted) -> dict[str, object]:
    car, last = owner.car(owed.occasions[0].car), owner.last_conversation
    return {
        "customer_id": car.customer_id,
        "customer": car.customer,
        "phone": car.phone,
        "lead": car.lead,
        "model": car.model,
        "vin": car.vin,
        "delivered_on": car.delivered_on,
        "consultant": car.consultant,
        "occasions": [occasion.code for occasion in owed.occasions],
        "due_on": owed.due_on,
        "days_over": days_between(owed.due_on, wanted.today),
        "attempts": owed.attempts,
        "last_contact": None if last is None else last.at,
        "last_note": None if last is None else last.note,
        "why": explain(owner, owed, wanted),
    }


def done(session: Session, owner: Owner, options: ContactOptions) -> None:
    """Record a contact with an owner: it settles everything that is owed, or what --occasion or --vin names.

    no-answer settles nothing and comes back tomorrow.

    A complaint stays open until it is solved. replace and add open a lead of the owner, recommend one of the
    friend whose --phone they give; who has an open lead keeps it.

    Examples:

      leadctl aftercare done c17 --result fine --score 9

      leadctl aftercare done c17 --result fine --ssi 9 --csi 7

      leadctl aftercare done 13800001234 --result complaint --note "a door rattles" --staff "Zhao Min" --until +3d

      leadctl aftercare done 张伟 --result recommend --name 李静 --phone 13900005678
    """
    _refuse_misplaced(options)
    with session.write("aftercare done") as writer:
        subject = _subject(writer, owner, options)
        car, moment = subject.car, subject.moment
        sequel = Sequel()
        if options.result in ("replace", "add", "recommend"):
            sequel.new_lead, sequel.opened = _open_lead(writer, car, options, moment)
        contact = _add_contact(writer, subject, options, sequel.new_lead)
        if options.result == "complaint":
            sequel.complaint = _add_complaint(writer, car, contact, options, moment)
        if sequel.new_lead is not None:
            writer.touch(sequel.new_lead)
        writer.settle()
        writer.summary = f"c{car.customer_id}: {options.result}"
        answer = _contact_record(writer, car, contact, sequel)
    if sequel.new_lead is not None and not sequel.opened:
        warn("lead {lead} of that customer is open already; the wish was added to it", lead=sequel.new_lead)
    session.report(_describe_contact(session, answer), answer)


def _refuse_misplaced(options: ContactOptions) -> None:
    result = options.result
    inputs.read_choice(result, RESULTS, "--result")
    if result != "complaint" and (options.staff is not None or options.until is not None):
        raise WrongUsage("--staff and --until go with --result complaint.")
    if result == "complaint" and inputs.read_line(options.note) is None:
        raise WrongUsage("--result complaint needs --note: what is wrong.")
    if result != "recommend" and (options.name is not None or options.phone is not None):
        raise WrongUsage("--name and --phone are of a friend: --result recommend.")
    if result == "recommend" and options.phone is None:
        raise WrongUsage("--result recommend needs --phone, that of the friend.")
    if result == "no-answer" and (options.score, options.ssi, options.csi) != (None, None, None):
        raise WrongUsage("--score, --ssi and --csi go with an answer.")


def _subject(writer: Writer, owner: str, options: ContactOptions) -> Subject:
    """What the contact was about. Raises Refused for a car or an occasion that the owner does not have."""

    known = find_owner(writer.db, owner, inputs.read_phone)
    cars = [car for car in known.cars if options.vin is None or _has_number(car, options.vin)]
    if not cars:
        raise Refused("No car of c{customer} has a number like {vin!r}.", customer=known.id, vin=options.vin)
    moment = inputs.read_fact_moment(options.at, writer.now)
    reminders, day = reminders_of(writer.db), moment[:10]
    chosen = known._replace(cars=tuple(cars))
    due = find_owed(chosen.plans, reminders, chosen.contacts, writer.policy, day)
    found = () if due is None else due.occasions
    if options.occasion is not None:
        found = _find_occasion(chosen, reminders, found, day, options.occasion)
    car = chosen.car(found[0].car) if found else cars[0]
    moment = inputs.place_after_opening(moment, f"{car.delivered_on}T00:00", Sentence("the delivery"))
    return Subject(car, found, moment, options.occasion is not None or len(cars) < len(known.cars))


def _has_number(car: OwnedCar, vin: str) -> bool:
    return car.vin is not None and car.vin.upper().endswith(vin.strip().upper())


def _find_occasion(
    owner: OwnerWithCars, reminders: Reminders, due: tuple[Occasion, ...], day: str, code: str
) -> tuple[Occasion, ...]:
    """The occasion of this name, of what is owed before others. Raises Refused for one that no car has by then."""
    word = inputs.read_line(code)
    if word == UNPLANNED:
        return ()
    until = add_days(day, AHEAD_DAYS)
    known = [one for car in owner.plans for one in occasions(car, reminders, car.delivered_on, until)]
    found = next((one for one in (*due, *known) if one.code == word), None)
    if found is None:
        near = listing(one.code for one in sorted(known)[-4:])
        raise Refused("--occasion {code!r} is none of this car's; the latest are: {near}.", code=code, near=near)
    return (found,)


def _add_contact(writer: Writer, subject: Subject, options: ContactOptions, new_lead: int | None) -> int:
    car, moment = subject.car, subject.moment
    of_car = [one for one in subject.occasions if one.car == car.key or one.kind in OF_THE_PERSON]
    return add_contact(
        writer,
        car,
        occasion=", ".join(one.code for one in of_car) or UNPLANNED,
        due_on=max((one.due_on for one in of_car), default=moment[:10]),
        at=moment,
        result=options.result,
        scores=Scores(options.score, options.ssi, options.csi),
        note=inputs.read_line(options.note),
        new_lead=new_lead,
        named_only=subject.named_only,
    )


def _open_lead(writer: Writer, car: OwnedCar, options: ContactOptions, moment: str) -> tuple[int, bool]:
    """The lead that the owner's word opens, or finds open."""

    customer = car.customer_id
    if options.result == "recommend":
        phone = inputs.read_phone(options.phone or "")
        customer = add_friend(writer, phone, inputs.read_line(options.name))
        if customer == car.customer_id:
            raise Refused("That phone is the owner's own; give the friend's.")
        warn_of_odd_phone(phone, customer)
    acting = writer.author.staff
    if acting is not None and role_of(writer.db, acting) == "consultant":
        return open_lead(writer, customer, moment, acting)
    seller = car.consultant_id if works_here(writer.db, car.consultant_id, writer.today) else None
    return open_lead(writer, customer, moment, seller)


def _add_complaint(writer: Writer, car: OwnedCar, contact: int, options: ContactOptions, moment: str) -> int:
    member = writer.author.staff
    if options.staff is not None:
        member = inputs.read_consultant(writer.db, options.staff).id
    elif member is None and works_here(writer.db, car.consultant_id, writer.today):
        member = car.consultant_id
    until = writer.policy.answer_by(moment[:10])
    if options.until is not None:
        until = inputs.read_day(options.until, moment, "plan", "--until")
    return add_complaint(writer, contact, inputs.read_line(options.note) or "", member, until)


def _contact_record(writer: Writer, car: OwnedCar, contact: int, sequel: Sequel) -> dict[str, object]:
    return {
        "lead": car.lead,
        "customer": car.customer,
        "customer_id": car.customer_id,
        "phone": car.phone,
        "model": car.model,
        "consultant": car.consultant,
        "aftercare": contact,
        **contact_facts(writer.db, contact)._asdict(),
        "next_on": _find_next_day(writer, car.customer_id),
        "complaint": sequel.complaint,
        "new_lead": sequel.new_lead,
        "opened": sequel.opened,
        "operation": writer.operation,
    }


def _find_next_day(writer: Writer, customer: int) -> str | None:
    """The day from today on which the owner is on the list again."""

    owner = owner_with_cars(writer.db, customer)
    if owner is None:
        return None
    until = add_days(writer.today, NEXT_DAYS)
    found = find_first_owed(owner.plans, reminders_of(writer.db), owner.contacts, writer.policy, writer.today, until)
    return None if found is None else found[0]


def _describe_contact(session: Session, answer: dict[str, object]) -> str:
    values = {
        "owner": name_customer(session, answer["customer_id"], answer["customer"], answer["consultant"]),
        "day": None if answer["next_on"] is None else name_day(session, answer["next_on"]),
        "complaint": answer["complaint"],
        "lead": answer["new_lead"],
    }
    if answer["result"] == "no-answer":
        return session.say(N_("{owner}: not reached, again by {day}"), **values)
    if answer["complaint"] is not None:
        return session.say(N_("{owner}: complaint {complaint} is open; next contact by {day}"), **values)
    if answer["opened"]:
        return session.say(N_("{owner}: new lead {lead}; next contact by {day}"), **values)
    return session.say(N_("{owner}: recorded; next contact by {day}"), **values)
