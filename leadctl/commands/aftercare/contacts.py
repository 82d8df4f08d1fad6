"""Whom of the owners to contact, and what came of a contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, NamedTuple

from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Option
from leadctl.commands.due import asked_for
from leadctl.commands.options import Ahead, At, Consultant, Everybody, Note, On
from leadctl.commands.session import Session, warn
from leadctl.domain.aftercare import RESULTS, UNPLANNED, Owed, Reminders, occasions, owed
from leadctl.domain.days import add_days, days_between
from leadctl.errors import Refused, Sentence, WrongUsage, listing
from leadctl.locale import N_
from leadctl.render.pages.owners import owners_page
from leadctl.store.core.settings import reminders_of
from leadctl.store.queries.tasks.aftercare import explain, owed_cars
from leadctl.store.records.owners.cars import OwnedCar, cars_of, find_owner
from leadctl.store.records.owners.contacts import (
    add_complaint,
    add_contact,
    befriend,
    contact_facts,
    named,
    open_lead,
    still_here,
)
from leadctl.store.records.staff import role_of

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer
    from leadctl.store.queries.tasks import Wanted


Owner = Annotated[str, Argument("OWNER", "c17, a phone, the exact name, or the lead of the car.")]
ContactResult = Annotated[str, Option("--result", "RESULT", "fine complaint replace add recommend no-answer.")]
Score = Annotated[int | None, Option("--score", "N", "How satisfied, from 1 to 10.", min=1, max=10)]
WhichOccasion = Annotated[
    str | None, Option("--occasion", "CODE", "Such as month-6 or insurance-2027; left out: what is owed.")
]
WhichCar = Annotated[str | None, Option("--vin", "VIN", "Which car, of an owner of several.")]
Answers = Annotated[str | None, Option("--staff", "NAME", "Who answers for the complaint; left out: you.")]
SolveBy = Annotated[str | None, Option("--until", "DATE", "By when it is to be solved; left out: tomorrow.")]
FriendName = Annotated[str | None, Option("--name", "NAME", "Who is recommended.")]
FriendPhone = Annotated[str | None, Option("--phone", "PHONE", "The phone of who is recommended.")]
AHEAD_DAYS = 60
"""How long before its day an occasion may be settled by name."""


class ContactOptions(NamedTuple):
    """How a contact with an owner ended."""

    result: ContactResult
    score: Score = None
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


def list_(
    session: Session,
    consultant: Consultant = None,
    everybody: Everybody = False,
    on: On = None,
    ahead: Ahead = None,
) -> None:
    """Owners to contact: of the acting consultant, else everybody's. A line a car, the longest owed first.

    Examples:

      leadctl aftercare                         today's

      leadctl aftercare list --ahead 30         those of the coming 30 days too
    """
    with session.read() as db:
        wanted = asked_for(session, db, consultant, everybody, on, ahead)
        found = sorted(owed_cars(db, wanted), key=lambda pair: (pair[1].due_on, pair[0].customer_id))
    rows = [_line(car, owed, wanted) for car, owed in found]
    session.show(owners_page(rows, f"{session.translate(N_('Owners to contact'))} {wanted.today}"))


def _line(car: OwnedCar, owed: Owed, wanted: Wanted) -> dict[str, object]:
    last = car.last_said
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
        "why": explain(owed, wanted),
    }


def done(session: Session, owner: Owner, options: ContactOptions) -> None:
    """Record a contact with an owner: it settles everything due by its day. no-answer comes back tomorrow.

    A complaint stays open until it is solved. replace and add open a lead of the owner, recommend one of the
    friend whose --phone they give; who has an open lead keeps it.

    Examples:

      leadctl aftercare done c17 --result fine --score 9

      leadctl aftercare done 13800001234 --result complaint --note "a door rattles" --staff "Zhao Min" --until +3d

      leadctl aftercare done 张伟 --result recommend --name 李静 --phone 13900005678
    """
    _refuse_misplaced(options)
    with session.write("aftercare done") as writer:
        car, found, moment = _asked(writer, owner, options)
        sequel = Sequel()
        if options.result in ("replace", "add", "recommend"):
            sequel.new_lead, sequel.opened = _lead(writer, car, options, moment)
        contact = _record(writer, car, found, options, moment, sequel.new_lead)
        if options.result == "complaint":
            sequel.complaint = _complain(writer, car, contact, options, moment)
        if sequel.new_lead is not None:
            writer.touch(sequel.new_lead)
        writer.settle()
        writer.summary = f"c{car.customer_id}: {options.result}"
        answer = _answer(writer, car, contact, sequel)
    if sequel.new_lead is not None and not sequel.opened:
        warn("lead {lead} of that customer is open already; the wish was added to it", lead=sequel.new_lead)
    session.report(_sentence(session, answer), answer)


def _refuse_misplaced(options: ContactOptions) -> None:
    result = options.result
    inputs.choice(result, RESULTS, "--result")
    if result != "complaint" and (options.staff is not None or options.until is not None):
        raise WrongUsage("--staff and --until go with --result complaint.")
    if result == "complaint" and inputs.plain(options.note) is None:
        raise WrongUsage("--result complaint needs --note: what is wrong.")
    if result != "recommend" and (options.name is not None or options.phone is not None):
        raise WrongUsage("--name and --phone are of a friend: --result recommend.")
    if result == "recommend" and options.phone is None:
        raise WrongUsage("--result recommend needs --phone, that of the friend.")
    if result == "no-answer" and options.score is not None:
        raise WrongUsage("--score goes with an answer.")


def _asked(writer: Writer, owner: str, options: ContactOptions) -> tuple[OwnedCar, Owed | None, str]:
    """The car that is meant, what was owed of it at the moment of the contact (None: nothing), and that moment."""
    customer = find_owner(writer.db, owner, inputs.phone)
    cars = [car for car in cars_of(writer.db, customer) if options.vin is None or _has_number(car, options.vin)]
    if not cars:
        raise Refused("No car of c{customer} has a number like {vin!r}.", customer=customer, vin=options.vin)
    moment = inputs.fact_moment(options.at, writer.now)
    reminders, day = reminders_of(writer.db), moment[:10]
    found = [(car, owed(car.plan, reminders, car.contacts, writer.policy, day)) for car in cars]
    car, what = next((pair for pair in found if pair[1] is not None), found[0])
    moment = inputs.after_opening(moment, f"{car.delivered_on}T00:00", Sentence("the delivery"))
    if options.occasion is not None:
        what = _named(car, reminders, day, options.occasion)
    return car, what, moment


def _has_number(car: OwnedCar, vin: str) -> bool:
    return car.vin is not None and car.vin.upper().endswith(vin.strip().upper())


def _named(car: OwnedCar, reminders: Reminders, day: str, code: str) -> Owed | None:
    """The occasion of this name. Raises Refused for one that the car does not have by then."""
    word = inputs.plain(code)
    if word == UNPLANNED:
        return None
    known = occasions(car.plan, reminders, car.delivered_on, add_days(day, AHEAD_DAYS))
    found = next((one for one in known if one.code == word), None)
    if found is None:
        near = listing(one.code for one in known[-4:])
        raise Refused("--occasion {code!r} is none of this car's; the latest are: {near}.", code=code, near=near)
    return Owed(found.due_on, (found,))


def _record(
    writer: Writer, car: OwnedCar, found: Owed | None, options: ContactOptions, moment: str, new_lead: int | None
) -> int:
    return add_contact(
        writer,
        car,
        occasion=UNPLANNED if found is None else named(found),
        due_on=moment[:10] if found is None else max(one.due_on for one in found.occasions),
        at=moment,
        result=options.result,
        score=options.score,
        note=inputs.plain(options.note),
        new_lead=new_lead,
    )


def _lead(writer: Writer, car: OwnedCar, options: ContactOptions, moment: str) -> tuple[int, bool]:
    """The lead that the owner's word opens, or finds open."""
    customer = car.customer_id
    if options.result == "recommend":
        customer = befriend(writer, inputs.phone(options.phone or ""), inputs.plain(options.name))
        if customer == car.customer_id:
            raise Refused("That phone is the owner's own; give the friend's.")
    acting = writer.author.staff
    if acting is not None and role_of(writer.db, acting) == "consultant":
        return open_lead(writer, customer, moment, acting)
    seller = car.consultant_id if still_here(writer.db, car.consultant_id, writer.today) else None
    return open_lead(writer, customer, moment, seller)


def _complain(writer: Writer, car: OwnedCar, contact: int, options: ContactOptions, moment: str) -> int:
    member = writer.author.staff
    if options.staff is not None:
        member = inputs.consultant(writer.db, options.staff).id
    elif member is None and still_here(writer.db, car.consultant_id, writer.today):
        member = car.consultant_id
    until = writer.policy.open_day(add_days(moment[:10], 1))
    if options.until is not None:
        until = inputs.day(options.until, moment, "plan", "--until")
    return add_complaint(writer, contact, inputs.plain(options.note) or "", member, until)


def _answer(writer: Writer, car: OwnedCar, contact: int, sequel: Sequel) -> dict[str, object]:
    now = next(one for one in cars_of(writer.db, car.customer_id) if (one.delivery, one.car) == (car.delivery, car.car))
    return {
        "lead": car.lead,
        "customer": car.customer,
        "customer_id": car.customer_id,
        "phone": car.phone,
        "model": car.model,
        "consultant": car.consultant,
        "aftercare": contact,
        **contact_facts(writer.db, contact),
        "next_on": writer.policy.open_day(now.care_on),
        "complaint": sequel.complaint,
        "new_lead": sequel.new_lead,
        "opened": sequel.opened,
        "operation": writer.operation,
    }


def _sentence(session: Session, answer: dict[str, object]) -> str:
    values = {
        "owner": f"c{answer['customer_id']}",
        "day": answer["next_on"],
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
