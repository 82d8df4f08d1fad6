"""``leadctl log-visit`` without options on a terminal: a visit is asked for step by step, the phone first.

Nothing is written here: the answers become the options of one visit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from leadctl.commands import inputs
from leadctl.commands.sentences import describe_next_step, name_customer, name_question
from leadctl.commands.session import Session
from leadctl.commands.terminal import GoneBack, Terminal
from leadctl.errors import LeadctlError, Refused
from leadctl.intake.cells import parse_party
from leadctl.intake.faults import BadValue
from leadctl.intake.phones import is_odd
from leadctl.locale import N_, translate_sentence
from leadctl.locale.labels import GENDERS, KINDS, SOURCES, YES_NO
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.connection import Database
from leadctl.store.core.settings import policy_on
from leadctl.store.queries.customers import current_lead, customer_row, owner_of
from leadctl.store.queries.leads import lead_row, record
from leadctl.store.queries.lists import list_sources, names, near_model
from leadctl.store.records.staff import find_member, present_members

Answers = dict[str, str]
"""Option of a visit -> its value, of those that were answered."""


class Question(NamedTuple):
    """What is asked for an option of a visit. ``read``: the value for what was typed. Raises LeadctlError.

    ``words``: what Tab completes. ``labels``: how people read the value. ``of_new``: only of somebody who is not known
    yet.
    """

    option: str
    text: str
    read: Callable[[Database, str, str], str]
    words: Callable[[Session, Database], list[str]] = lambda session, db: []
    labels: Mapping[str, str] = {}
    of_new: bool = False


def _read_text(db: Database, text: str, now: str) -> str:
    return inputs.read_line(text) or ""


def _read_model(db: Database, text: str, now: str) -> str:
    model = inputs.read_line(text) or ""
    known = {name.casefold(): name for name in names(db, "models").values()}
    if model.casefold() in known:
        return known[model.casefold()]
    near = near_model(db, model)
    if near is not None:
        raise Refused(
            "The model {name!r} is not on the list, but {near!r} is. If it is another one: leadctl model add {name!r}",
            name=model,
            near=near,
        )
    return model


def _read_source(db: Database, text: str, now: str) -> str:
    """The code, or the channel of an online one as it was typed."""
    code, channel = inputs.read_source_and_channel(db, text)
    return code if channel is None else text


def _read_party(db: Database, text: str, now: str) -> str:
    try:
        return str(parse_party(text))
    except BadValue as error:
        raise Refused("How many came is a number from 1 to 99.") from error


def _make_choice(option: str, text: str, labels: Mapping[str, str], *, of_new: bool = False) -> Question:
    """A question that one of these codes answers."""

    def read(db: Database, typed: str, now: str) -> str:
        return inputs.read_choice(typed, tuple(labels), f"--{option.replace('_', '-')}")

    def list_words(session: Session, db: Database) -> list[str]:
        return [session.translate(label) for label in labels.values()]

    return Question(option, text, read, list_words, labels, of_new)


def _list_source_words(session: Session, db: Database) -> list[str]:
    codes = [source.code for source in list_sources(db)]
    labels = [session.translate(SOURCES[code]) for code in codes if code in SOURCES]
    return codes if session.language == "en" else [*labels, *codes]


PHONE = Question("phone", N_("Phone (none: traffic only)"), lambda db, text, now: inputs.read_phone(text))

QUESTIONS = (
    Question("name", N_("Name"), _read_text, of_new=True),
    _make_choice("gender", N_("Male or female"), GENDERS, of_new=True),
    _make_choice("kind", N_("How they came (walk-in)"), KINDS),
    Question(
        "source",
        N_("Source"),
        _read_source,
        _list_source_words,
        SOURCES,
        of_new=True,
    ),
    Question("model", N_("Model"), _read_model, lambda session, db: sorted(names(db, "models").values())),
    Question(
        "grade",
        N_("Grade"),
        lambda db, text, now: inputs.read_grade(text, policy_on(db, now[:10])) or "",
        lambda session, db: list(policy_on(db, session.read_clock(db)[:10]).grades),
    ),
    _make_choice("test_drive", N_("Test drive (yes, no)"), YES_NO),
    Question("party", N_("How many came"), _read_party),
    Question(
        "consultant",
        N_("Consultant"),
        lambda db, text, now: find_member(db, text).name,
        lambda session, db: [member.name for member in present_members(db) if member.role == "consultant"],
    ),
    Question("note", N_("What was said"), _read_text),
)


def ask_visit(session: Session) -> Answers | None:
    """The options of a visit, agreed to by whoever typed them; None: nothing is to be recorded."""
    terminal = Terminal()
    terminal.show(session.say(N_("Enter leaves an answer open, Tab completes, Escape goes back, Ctrl-C leaves.")))
    answers: Answers = {}
    try:
        while True:
            answers = _ask_all(session, terminal, answers)
            agreed = _ask_to_save(session, terminal, answers)
            if agreed is not None:
                return answers if agreed else None
    except (EOFError, GoneBack):
        return None


def _ask_all(session: Session, terminal: Terminal, answers: Answers) -> Answers:
    """Every question in turn; what was answered before is proposed again. Escape goes back to the one before."""
    given = dict(answers)
    place, questions = 0, [PHONE]
    while place < len(questions):
        try:
            _ask(session, terminal, questions[place], given)
        except GoneBack:
            if place == 0:
                raise
            place -= 1
            continue
        if place == 0:
            known = _greet(session, terminal, given.get("phone"))
            questions = [PHONE, *(one for one in QUESTIONS if not (one.of_new and known))]
        place += 1
    return given


def _ask(session: Session, terminal: Terminal, question: Question, given: Answers) -> None:
    """Ask until the answer can be read; an empty one leaves the option out."""
    with session.read() as db:
        words = question.words(session, db)
    while True:
        text = terminal.ask_line(
            f"{session.translate(question.text)} > ", given.get(question.option, ""), words
        ).strip()
        if not text:
            given.pop(question.option, None)
            return
        try:
            with session.read() as db:
                given[question.option] = question.read(db, text, session.read_clock(db))
        except LeadctlError as refused:
            terminal.show(translate_sentence(refused.sentence, session.translate))
            continue
        return


def _greet(session: Session, terminal: Terminal, phone: str | None) -> bool:
    """Say who the phone is of, where their lead stands and whose it is; whether they are known."""
    if phone is None:
        return False
    with session.read() as db:
        today = session.read_clock(db)[:10]
        customer = owner_of(db, phone)
        if customer is None:
            terminal.show(session.say(N_("A new customer.")))
            if is_odd(phone):
                odd = N_("The phone has {count} characters and fits no numbering plan; Escape goes back to it.")
                terminal.show(session.say(odd, count=len(phone)))
            return False
        who, lead = name_customer(session, customer, customer_row(db, customer).name), current_lead(db, customer)
        if lead is None:
            terminal.show(session.say(N_("{who}: known, without a lead"), who=who))
            return True
        row = lead_row(db, lead, today)
        answer = record(db, lead, today)
    parts = (row.grade, row.model, row.consultant or session.translate(N_("nobody yet")))
    card = " · ".join(part for part in parts if part)
    what = describe_next_step(session, answer)
    terminal.show(session.say(N_("{who}, lead {lead}: {card} · {what}"), who=who, lead=lead, card=card, what=what))
    return True


def _ask_to_save(session: Session, terminal: Terminal, answers: Answers) -> bool | None:
    """Whether the visit that is shown is to be saved; None: it is to be changed, also after Escape."""
    _show_row(session, terminal, answers)
    while True:
        try:
            key = terminal.ask_key(session.translate(N_("y save, e change, n leave")) + " > ", ("y", "e", "n"))
        except GoneBack:
            return None
        if key in _SAVING:
            return _SAVING[key]


_SAVING = {"y": True, "是": True, "n": False, "q": False, "否": False, "e": None}
"""A key -> whether the visit is saved."""


def _show_row(session: Session, terminal: Terminal, answers: Answers) -> None:
    """The visit as it would be saved."""
    terminal.rule()
    for question in (PHONE, *QUESTIONS):
        if question.option in answers:
            value = answers[question.option]
            value = session.translate(question.labels[value]) if value in question.labels else value
            heading = name_question(session, question.text)
            terminal.show(f"{heading}: {value}" if session.language == "en" else f"{heading}：{value}")
    if not answers:
        terminal.show(session.say(N_("one visitor who left no contact, without anything known")))
