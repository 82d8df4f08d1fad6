"""What people type, as the values that the store takes. What cannot be read is refused with what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.days import EARLIEST, LATEST, Month
from leadctl.domain.due import DAY_ONLY
from leadctl.errors import Refused, Sentence, WrongUsage, unknown_name

if TYPE_CHECKING:
    from leadctl.commands.session import Session
    from leadctl.domain.policy import Policy
    from leadctl.intake.typed_dates import Meaning
    from leadctl.store.core.connection import Database
    from leadctl.store.queries.leads import Fit
    from leadctl.store.queries.tasks.request import Wanted
    from leadctl.store.records.campaigns import Campaign
    from leadctl.store.records.staff import Member

UNKNOWN = "unknown"
MOST_DIGITS_OF_ID = 7
"""Longer numbers are phones."""
LONGEST = 10_000
"""Characters of a text that is typed."""

FIRST_BIRTHDAY = "1900-01-01"
"""An earlier birthday is a slip of the pen."""


def read_phone(text: str) -> str:
    """A phone in the form in which the store keeps it."""
    from leadctl.intake.faults import BadValue
    from leadctl.intake.phones import parse_phone

    try:
        return parse_phone(text)
    except BadValue as error:
        raise Refused("The phone cannot be used: {why}.", why=error.reason) from error


def find_phone(text: str) -> str | None:
    """The phone in what was typed of a referrer, in its stored form; None where it is a name."""
    from leadctl.domain.referrals import number_in

    number = number_in(text)
    if number is None:
        return None
    try:
        return read_phone(number)
    except Refused:
        return None


def national_digits(phone: str) -> str | None:
    """The digits of a stored phone as they are dialled within its country; None of one that has no country."""
    from leadctl.intake.phones import national_digits as find_digits

    return find_digits(phone)


def read_day(text: str, now: str, meaning: Meaning, option: str = "--on", earliest: str = EARLIEST) -> str:
    """An ISO date; a fact's is not before ``earliest``."""
    from leadctl.intake.faults import BadValue
    from leadctl.intake.typed_dates import parse_date

    try:
        return parse_date(text, date.fromisoformat(now[:10]), meaning, earliest).isoformat()
    except BadValue as error:
        raise Refused("{option} {text!r} {why}.", option=option, text=text, why=error.reason) from error


def read_birthday(text: str, now: str) -> str:
    """An ISO date on which a customer may have been born."""
    return read_day(text, now, "fact", "--birthday", FIRST_BIRTHDAY)


def read_past_or_coming_day(text: str, now: str, option: str) -> str:
    """An ISO date that may lie ahead or be past; an incomplete one lies ahead."""
    try:
        return read_day(text, now, "plan", option)
    except Refused:
        return read_day(text, now, "fact", option)


def read_past_day(text: str, now: str, option: str) -> str:
    """An ISO date that may lie ahead or be past; an incomplete one is past."""
    try:
        return read_day(text, now, "fact", option)
    except Refused:
        return read_day(text, now, "plan", option)


def read_fact_moment(text: str | None, now: str, option: str = "--at", *, dayless: str = "T23:59") -> str:
    """When something happened, ISO to the minute.

    Left out, or today without a time: now. An earlier day without a time takes ``dayless``, so that what
    closes a day follows its visits.
    """
    if text is None:
        return now[:16]
    moment, timed = _read_moment(text, now, "fact", option)
    if timed:
        return moment
    return now[:16] if moment == now[:10] else moment + dayless


def read_month(word: str | None, today: str) -> Month:
    """The month that ``--month`` means; left out or without a value: the current one. Raises WrongUsage."""
    current = Month.of(today)
    if word is None or word == "current":
        return current
    if word == "last":
        return current.plus(-1)
    month = _parse_month(word)
    if month is None:
        raise WrongUsage("--month {word!r} is no month; it reads like 2026-11, or last.", word=word)
    if not EARLIEST <= month.first <= LATEST:
        raise WrongUsage(
            "{option} {word!r} lies before {first} or after {last}; check its year.",
            option="--month",
            word=word,
            first=EARLIEST[:4],
            last=LATEST[:4],
        )
    return month


def _parse_month(word: str) -> Month | None:
    try:
        return Month.parse(word)
    except ValueError:
        return None


def read_planned_moment(text: str, now: str, option: str = "--at") -> str:
    """When something is to happen, ISO to the minute; 00:00 where no time of day was said."""
    moment, timed = _read_moment(text, now, "plan", option)
    return moment if timed else f"{moment}T{DAY_ONLY}"


def _read_moment(text: str, now: str, meaning: Meaning, option: str, of_day: str | None = None) -> tuple[str, bool]:
    from leadctl.intake.faults import BadValue
    from leadctl.intake.typed_dates import parse_moment

    try:
        day = None if of_day is None else date.fromisoformat(of_day)
        return parse_moment(text, datetime.fromisoformat(now), meaning, day)
    except BadValue as error:
        raise Refused("{option} {text!r} {why}.", option=option, text=text, why=error.reason) from error


def read_leaving_time(text: str | None, arrived: str, now: str, option: str = "--left") -> str | None:
    """A leaving time: a time of the day of arrival, or a full moment of it, not after ``now``."""
    if text is None:
        return None
    moment, timed = _read_moment(text, now, "fact", option, arrived[:10])
    said = {"option": option, "text": text}
    if not timed:
        raise Refused("{option} {text!r} needs a time of day, such as 11:20.", **said)
    if moment[:10] > arrived[:10]:
        day = arrived[:10]
        raise Refused(
            "{option} {text!r} lies after the day of the visit, {day}; expected such as 11:20.", **said, day=day
        )
    if moment < arrived:
        at = arrived.replace("T", " ")
        raise Refused("{option} {text!r} lies before the arrival at {arrived}.", **said, arrived=at)
    return moment


def read_budget(text: str | None) -> tuple[float | None, float | None]:
    """Low and high end in yuan."""
    if text is None:
        return None, None
    from leadctl.intake.cells import parse_budget
    from leadctl.intake.faults import BadValue

    try:
        return parse_budget(text)
    except BadValue as error:
        raise Refused("--budget {text!r} {why}.", text=text, why=error.reason) from error


def read_price(text: str | None, option: str) -> float | None:
    """An amount in yuan, not below zero, such as ``128800`` or ``12.88万``."""
    if text is None:
        return None
    if text.strip() == "0":
        return 0.0  # nothing was paid down
    from leadctl.intake.cells import parse_price
    from leadctl.intake.faults import BadValue

    try:
        return parse_price(text)
    except BadValue as error:
        raise Refused("{option} {text!r} {why}.", option=option, text=text, why=error.reason) from error


def read_amount(text: str) -> float:
    """An amount in yuan that must be there."""
    found = read_price(text, "AMOUNT")
    assert found is not None
    return found


def read_need_by(text: str | None, now: str) -> str | None:
    """The day on which the car is needed; None when it was not said or is unknown."""
    if text is None or text.strip().casefold() in (UNKNOWN, "不确定"):
        return None
    return read_day(text, now, "plan", "--need-by")


def read_grade(text: str | None, policy: Policy) -> str | None:
    """A grade of the policy. Refuses O, which only an order sets, and what the policy does not have."""
    if text is None:
        return None
    word = _fold_grade(text)
    if word in policy.grades:
        return word
    if word == "O":
        raise Refused("Grade O is set by an order: leadctl order LEAD")
    hint = Sentence(" (an unknown date is {grade})", grade=policy.unknown) if word == "N" else ""
    raise Refused(
        "Grade {text!r} does not exist under {policy}{hint}; grades are {grades}.",
        text=text,
        policy=policy.name,
        hint=hint,
        grades=" ".join(policy.grades),
    )


def read_grades(texts: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    """Several grades of those known. Raises WrongUsage."""
    words = {word: _fold_grade(word) for word in split_words(texts)}
    return tuple(read_choice(folded if folded in known else word, known, "--grade") for word, folded in words.items())


def _fold_grade(text: str) -> str:
    """The grade in what was typed: ``h``, ``Ｈ``, ``H级``."""
    word = text.strip().upper()
    if word.isascii():
        return word
    from leadctl.plain_text import normalise

    return normalise(word).removesuffix("级").removesuffix("类")


def read_consultant(db: Database, name: str) -> Member:
    """The member of staff of this name."""
    from leadctl.store.records.staff import find_member

    return find_member(db, name)


def read_lead(db: Database, text: str, fit: Fit) -> int:
    """The lead that a LEAD argument names."""
    from leadctl.store.queries.leads import find_lead

    return find_lead(db, text, fit, read_phone)


def read_wanted(
    session: Session, db: Database, consultant: str | None, everybody: bool, on: str | None, ahead: int | None
) -> Wanted:
    """Whose tasks, on what day: what the options of the due list say."""
    from leadctl.commands.sentences import reason_separator, reason_writer
    from leadctl.domain.days import add_days
    from leadctl.store.core.settings import policy_on
    from leadctl.store.queries.tasks.request import Wanted
    from leadctl.store.records.staff import find_member

    now = session.read_clock(db)
    today = now[:10] if on is None else read_past_or_coming_day(on, now, "--on")
    member = None
    if consultant is not None:
        member = find_member(db, consultant)
    elif not everybody:
        member = session.member(db)
    mine = member is not None and member.role == "consultant"
    return Wanted(
        today=today,
        until=today if ahead is None else add_days(today, ahead),
        policy=policy_on(db, today),
        consultant=member.id if member is not None and (mine or consultant is not None) else None,
        service=not mine,
        say=reason_writer(session),
        between=reason_separator(session),
        time=now[11:16] if today == now[:10] else "23:59",
    )


def read_customer(db: Database, text: str) -> int:
    """The customer that a CUSTOMER argument names: ``c17`` or a phone."""
    from leadctl.store.queries.customers import find_customer

    return find_customer(db, text, read_phone)


def read_referrer(db: Database, text: str | None) -> str | None:
    """Who referred, in the words typed: a name, a phone, or the number of a customer who is not forgotten."""
    from leadctl.store.queries.customers import MOST_DIGITS, refuse_forgotten

    word = read_line(text)
    if word is not None and word[:1] in ("c", "C") and word[1:].isdecimal() and len(word) <= MOST_DIGITS:
        refuse_forgotten(db, int(word[1:]))
    return word


def read_campaign(db: Database, name: str) -> Campaign:
    """The card of the campaign that a NAME argument names."""
    from leadctl.store.records.campaigns import find_campaign

    return find_campaign(db, read_line(name) or "")


def read_tag(text: str) -> str:
    """A tag without space around it and the # before it."""
    word = read_line(text.strip().removeprefix("#"))
    if word is None:
        raise Refused("A tag needs some letters, such as golf.")
    return word


def split_words(texts: Iterable[str]) -> tuple[str, ...]:
    """What stands between commas, also Chinese ones, in one text or in several, each once."""
    words = (word.strip() for text in texts for word in text.replace("，", ",").replace("、", ",").split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def read_known_models(db: Database, words: Sequence[str]) -> tuple[int, ...]:
    """The ids of models on the list. Raises Refused for one that is not there, with near names."""
    from leadctl.store.queries.lists import ids

    known = ids(db, "models")
    for word in words:
        if word not in known:
            raise unknown_name(Sentence("model"), word, list(known), Sentence("See them with: leadctl model list"))
    return tuple(known[word] for word in words)


def read_choice(value: str, known: Sequence[str], option: str) -> str:
    """One of a closed list of codes, also by its label or what registers call it. Raises WrongUsage, naming them."""
    if value in known:
        return value
    from leadctl.commands.choices import find_code, list_choices

    found = find_code(value, known)
    if found is None:
        raise WrongUsage(
            "{option} {value!r} is none of: {known}.", option=option, value=value, known=list_choices(known)
        )
    return found


def read_source_and_channel(db: Database, text: str) -> tuple[str, str | None]:
    """The code of a source, which may be named in Chinese, or by an online channel of its own (微信): that one too.

    Raises Refused for one that is not on the list.
    """
    from leadctl.store.queries.lists import coded_ids, source_id

    if text in coded_ids(db, "sources"):
        return text, None
    from leadctl.intake.cells import parse_source_and_channel

    code, channel = parse_source_and_channel(text)
    source_id(db, code or text)
    return code or text, channel


def read_source(db: Database, text: str) -> str:
    """The same where a channel is no source."""
    from leadctl.store.queries.lists import source_id

    code, channel = read_source_and_channel(db, text)
    if channel is not None:
        source_id(db, text)
    return code


def read_source_id(db: Database, text: str) -> int:
    """The same as its id."""
    from leadctl.store.queries.lists import source_id

    return source_id(db, read_source(db, text))


def read_own_values(db: Database, words: list[str] | None, now: str) -> dict[str, str | None]:
    """What ``NAME=VALUE`` says of the store's own fields, as it is stored; None: an empty value, which clears one."""
    if not words:
        return {}
    from leadctl.intake.faults import BadValue
    from leadctl.intake.own_fields import parse_value
    from leadctl.store.queries.fields import find_field

    found: dict[str, str | None] = {}
    for word in words:
        name, equals, text = (read_line(word) or "").partition("=")
        if not equals:
            raise WrongUsage("--field {word!r} reads like NAME=VALUE, such as 会员号=8812.", word=word)
        field, text = find_field(db, name.strip()).field, text.strip()
        if text and field.kind == "date":
            text = read_past_or_coming_day(text, now, f"--field {field.name}")
        try:
            found[field.name] = parse_value(field, text) if text else None
        except BadValue as error:
            raise Refused(
                "{option} {text!r} {why}.", option=f"--field {field.name}", text=text, why=error.reason
            ) from error
    return found


def read_policy_text(name: str) -> str:
    """The TOML of a built-in policy, or of a file. Raises Refused when there is neither."""
    from pathlib import Path

    from leadctl.domain.toml_text import LONGEST as LONGEST_TOML

    built_in = Path(__file__).resolve().parent.parent / "policies" / f"{name}.toml"
    path = built_in if "/" not in name and built_in.is_file() else Path(name)
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(LONGEST_TOML + 1)
    except (OSError, ValueError) as error:
        raise Refused(
            "No policy {name!r}: use four-grade, five-grade or a TOML file that can be read.", name=name
        ) from error


def read_line(text: str | None) -> str | None:
    """A text on one line, cleaned as in a register, without space around it; None when nothing is left."""
    if text is not None and len(text) > LONGEST:
        raise Refused("{start}... is longer than {most} characters.", start=text[:20], most=LONGEST)
    if text is None:
        return None
    from leadctl.plain_text import clean_entry

    return " ".join(clean_entry(text).split()) or None


def read_note(said: str | None, note: str | None) -> str | None:
    """A note that may be typed as NOTE and as --note. Raises WrongUsage where it is both."""
    if note is not None and said is not None:
        raise WrongUsage("The note stands twice, as NOTE and as --note; say it once.")
    return read_line(said if note is None else note)


def read_code(text: str, example: str) -> str:
    """A new code of the store's own: lower-case ASCII letters, digits and hyphens."""
    import re

    word = text.strip()
    if not re.fullmatch("[a-z0-9][a-z0-9-]{0,39}", word):
        raise Refused(
            "The code {text!r} must be of small letters a-z, digits and hyphens, such as {example}.",
            text=text,
            example=example,
        )
    return word


_OPENED = Sentence("the lead was opened")


def place_after_opening(moment: str, earliest: str, what: Sentence = _OPENED) -> str:
    """The moment of a fact, which cannot come before what it follows; on the same day it follows at once."""
    if moment[:10] < earliest[:10]:
        raise Refused("{day} lies before {what} on {earliest}.", day=moment[:10], what=what, earliest=earliest[:10])
    return max(moment, earliest[:16])
