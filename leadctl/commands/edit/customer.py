"""``leadctl edit customer``."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.choices import find_code
from leadctl.commands.declaration import LeftOut, Option
from leadctl.commands.edit.changes import read_changes
from leadctl.commands.odd_phones import warn_of_odd_phone
from leadctl.commands.options import (
    Customer,
    District,
    Gender,
    Name,
    Occupation,
    OwnValues,
    PresentCar,
    Wechat,
)
from leadctl.commands.sentences import describe_lead, name_customer
from leadctl.commands.session import Session
from leadctl.domain.terms import GENDERS, IMPORTANCES, NO_OBJECTION, OBJECTIONS, PARTS
from leadctl.errors import WrongUsage
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.store.queries.customers import (
    PERMISSIONS,
    add_phone,
    change_phone,
    companions_of,
    current_lead,
    customer_row,
    edit_customer,
    phones_of,
    remove_companion,
    set_companion,
)
from leadctl.store.queries.fields import set_values, values_of
from leadctl.store.queries.leads import record

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer


NewPhone = Annotated[str | None, Option("--phone", "PHONE", "The right phone.")]
AddPhone = Annotated[str | None, Option("--add-phone", "PHONE", "One more phone.")]
Importance = Annotated[str | None, Option("--importance", "I", known=IMPORTANCES)]
Birthday = Annotated[str | None, Option("--birthday", "DATE", "Such as 1985-06-30.")]
Companions = Annotated[
    list[str] | None,
    Option(
        "--companion",
        "NAME=PART",
        "Who has a say: buyer, user, decider or gatekeeper; NAME= takes them off; may be repeated.",
    ),
]


_OBJECTION_WORDS = (*OBJECTIONS[1:], NO_OBJECTION)
NoContact = Annotated[
    str | None,
    Option(
        "--do-not-contact",
        "[calls|all]",
        "They object to calls, or to any contact (all, also without a value); none takes it back.",
        known=_OBJECTION_WORDS,
        left_out=LeftOut("all", lambda word: word == "" or find_code(word, _OBJECTION_WORDS) is not None),
    ),
]
Consent = Annotated[str | None, Option("--consent", "TEXT", "What they agreed to, and how.")]
SaidOn = Annotated[str | None, Option("--on", "DATE", "When they objected or agreed; left out: today.")]


class CustomerChanges(NamedTuple):
    """What is to stand of a customer instead; None: as it is."""

    name: Name = None
    gender: Gender = None
    importance: Importance = None
    birthday: Birthday = None
    district: District = None
    occupation: Occupation = None
    wechat: Wechat = None
    present_car: PresentCar = None
    do_not_contact: NoContact = None
    consent: Consent = None


def customer(
    session: Session,
    customer_: Customer,
    changes: CustomerChanges,
    phone: NewPhone = None,
    add_phone: AddPhone = None,
    on: SaidOn = None,
    companion: Companions = None,
    field: OwnValues = None,
) -> None:
    """Correct what is known of a customer; --phone replaces the main phone, --add-phone adds one.

    Examples:

      leadctl edit customer c17 --name 张大伟

      leadctl edit customer 13800001234 --importance key

      leadctl edit customer c17 --companion 太太=decider --field 会员号=8812

      leadctl edit customer c17 --do-not-contact calls            out of due, invitations and aftercare

      leadctl edit customer c17 --consent "calls about service, on paper" --on 2026-11-02
    """
    more = companion, field
    if phone is None and add_phone is None and not any(more) and changes == CustomerChanges():
        raise WrongUsage("Say what is to change, such as --name 张大伟; see: leadctl edit customer -h")
    with session.write("edit customer") as writer:
        number = inputs.read_customer(writer.db, customer_)
        _change_customer(writer, number, changes._asdict(), phone, add_phone, on)
        _name_companions(writer, number, companion or [])
        set_values(writer, number, inputs.read_own_values(writer.db, field, writer.now))
        writer.summary = f"customer c{number} corrected"
        answer = customer_record(writer, number)
    session.report(_describe_customer(session, answer, changes.do_not_contact), answer)


def _describe_customer(session: Session, answer: dict[str, object], objection: str | None) -> str:
    """Whose it is, what they objected to if that is what was said, and where their lead stands."""
    sentence = N_("customer {customer}: corrected")
    if objection is not None:
        sentence = _OBJECTED[str(answer["do_not_contact"] or NO_OBJECTION)]
    told = session.say(sentence, customer=name_customer(session, answer["customer_id"], answer["customer"]))
    if answer["lead"] is None:
        return told
    return session.say(N_("{done}; {what}"), done=told, what=describe_lead(session, answer))


_OBJECTED = {
    "calls": N_("customer {customer}: wants no calls any more"),
    "all": N_("customer {customer}: wants no contact any more"),
    NO_OBJECTION: N_("customer {customer}: may be contacted again"),
}


def _change_customer(
    writer: Writer,
    customer: int,
    given: dict[str, str | None],
    phone: str | None,
    second: str | None,
    on: str | None,
) -> None:
    days = _read_days(given, on, writer.now)
    if any(value is not None for value in given.values()):
        readers = {
            "gender": lambda text: inputs.read_choice(text, GENDERS, "--gender"),
            "importance": lambda text: inputs.read_choice(text, IMPORTANCES, "--importance"),
            "do_not_contact": _read_objection,
            "birthday": lambda text: inputs.read_birthday(text, writer.now),
        }
        edit_customer(writer, customer, read_changes(given, readers, required=("importance",)) | days)
    if phone is not None:
        change_phone(writer, customer, _read_phone(phone, customer))
    if second is not None:
        add_phone(writer, customer, _read_phone(second, customer))


def _name_companions(writer: Writer, customer: int, words: list[str]) -> None:
    for word in words:
        name, equals, part = (inputs.read_line(word) or "").partition("=")
        name, part = name.strip(), part.strip()
        if not name:
            raise WrongUsage("--companion {word!r} reads like NAME=PART, such as 太太=decider.", word=word)
        if equals and not part:
            remove_companion(writer, customer, name)
        else:
            set_companion(writer, customer, name, inputs.read_choice(part, PARTS, "--companion") if part else None)


def _read_phone(text: str, customer: int) -> str:
    phone = inputs.read_phone(text)
    warn_of_odd_phone(phone, customer)
    return phone


def _read_objection(text: str) -> str | None:
    found = inputs.read_choice(text, _OBJECTION_WORDS, "--do-not-contact")
    return None if found == NO_OBJECTION else found


def _read_days(given: dict[str, str | None], on: str | None, now: str) -> dict[str, object]:
    """The days of an objection and of a consent, those that are stated: one that is taken back has none."""
    stated = [name for name in ("do_not_contact", "consent") if given[name] is not None]
    if not stated and on is not None:
        raise WrongUsage("--on goes with --do-not-contact or --consent.")
    if not stated:
        return {}
    day = now[:10] if on is None else inputs.read_day(on, now, "fact")
    return {f"{name}_on": None if (given[name] or "").strip() in ("", NO_OBJECTION) else day for name in stated}


def customer_record(writer: Writer, customer: int) -> dict[str, object]:
    """A customer after a write: the record of their open (else newest) lead, and all of their phones."""
    row, phones = customer_row(writer.db, customer), phones_of(writer.db, customer)
    answer = record(writer.db, current_lead(writer.db, customer), writer.today)
    answer |= {"customer": row.name, "customer_id": customer, "phone": phones[0] if phones else None}
    known = row._asdict()
    answer |= {name: known[name] for name in PERMISSIONS}
    answer |= {
        "companions": [companion._asdict() for companion in companions_of(writer.db, customer)],
        "fields": values_of(writer.db, customer),
    }
    return answer | {"phones": phones, "operation": writer.operation}
