"""What may come of a contact, by the kind of task: a key each, what is asked for it, and what records it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from leadctl.commands import inputs
from leadctl.commands.followup import FollowUpOptions, followup
from leadctl.commands.sentences import name_question
from leadctl.commands.session import Session
from leadctl.commands.terminal import Terminal
from leadctl.domain.due import Task
from leadctl.errors import LeadctlError
from leadctl.locale import N_, translate_sentence
from leadctl.locale.labels import CHURNS, OUTCOMES, REASONS, VIAS
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import normalise
from leadctl.store.core.connection import Database
from leadctl.store.core.settings import policy_on


class Plan(NamedTuple):
    """What is to be written once it was agreed to; ``write``: None, nothing. ``stays``: the contact is still to be
    made."""

    write: Callable[[], None] | None
    stays: bool = False


Reader = Callable[[Database, str, str, str], object]
"""Reads an answer: takes the store, the text, the present moment, and the question's name. Raises LeadctlError."""


def _read_moment(db: Database, text: str, now: str, name: str) -> object:
    return inputs.read_planned_moment(text, now, name)


def _read_day(db: Database, text: str, now: str, name: str) -> object:
    return inputs.read_day(text, now, "plan", name)


def _read_grade(db: Database, text: str, now: str, name: str) -> object:
    return inputs.read_grade(text, policy_on(db, now[:10]))


def _read_price(db: Database, text: str, now: str, name: str) -> object:
    return inputs.read_price(text, name)


def _read_phone(db: Database, text: str, now: str, name: str) -> object:
    return inputs.read_phone(text)


def _read_member(db: Database, text: str, now: str, name: str) -> object:
    return inputs.read_consultant(db, text)


@dataclass(slots=True)
class Form:
    """The questions about one contact. What was answered is proposed when it is asked again.

    ``via``: by what way they are contacted. ``texts``: question -> what was typed last.
    """

    session: Session
    terminal: Terminal
    task: Task
    via: str = "phone"
    texts: dict[str, str] = field(default_factory=dict)
    asking: str | None = None

    @property
    def lead(self) -> str:
        """The lead, as a command takes it."""
        return str(self.task.lead)

    @property
    def customer(self) -> str:
        """The customer, as a command takes them."""
        return f"c{self.task.customer_id}"

    def ask(self, question: str, words: Sequence[str] = (), read: Reader | None = None) -> str | None:
        """A line, asked for again while ``read`` refuses it; None: an empty one. Raises GoneBack."""
        prompt = f"{self.session.translate(question)} > "
        while True:
            self.asking = question
            text = self.terminal.ask_line(prompt, self.texts.get(question, ""), words)
            self.texts[question] = text
            self.asking = None
            if not text.strip() or read is None or self._can_read(question, text, read):
                return text.strip() or None

    def _can_read(self, question: str, text: str, read: Reader) -> bool:
        try:
            with self.session.read() as db:
                read(db, text, self.session.read_clock(db), name_question(self.session, question))
        except LeadctlError as refused:
            self.terminal.show(translate_sentence(refused.sentence, self.session.translate))
            return False
        return True

    def demand(self, question: str, words: Sequence[str] = (), read: Reader | None = None) -> str:
        """A line that is not empty. Raises GoneBack."""
        while True:
            text = self.ask(question, words, read)
            if text is not None:
                return text

    def pick(self, question: str, labels: Mapping[str, str], default: str | None = None) -> str:
        """One of several codes, by its number, its name or itself; Enter takes the one that is marked: what was chosen
        before, else the default. Raises GoneBack."""
        codes, names = list(labels), [self.session.translate(label) for label in labels.values()]
        numbers = [str(place) for place in range(1, len(codes) + 1)]
        known = dict(zip(names, codes, strict=True)) | {code: code for code in codes}
        known |= dict(zip(numbers, codes, strict=True))
        marked = self.texts.get(question, default)
        shown = zip(numbers, names, codes, strict=True)
        self.terminal.show_words([f"[{n} {name}]" if code == marked else f"{n} {name}" for n, name, code in shown])
        while True:
            quick = numbers if len(numbers) < 10 else ()
            word = self.terminal.ask_key(f"{self.session.translate(question)} > ", quick)
            code = marked if not word and marked is not None else known.get(word)
            if code in codes:
                self.texts[question] = code
                return code
            self.terminal.show(self.session.say(N_("one of the numbers, please")))


class Result(NamedTuple):
    """A key, what it stands for, what it does, and what is asked. ``at_once``: it is recorded without another word."""

    key: str
    name: str
    about: str
    plan: Callable[[Form], Plan]
    at_once: bool = False


NOTE, WHEN = N_("what was said"), N_("when they come")
_RIGHT_NUMBER = N_("the right number (empty: nobody knows it)")


def _plan_reached(form: Form) -> Plan:
    outcomes = {code: label for code, label in OUTCOMES.items() if code != "no-answer"}
    outcome = form.pick(N_("what came of it"), outcomes, "continued")
    note = form.ask(NOTE)
    grade = None if form.task.grade == "O" else form.ask(N_("grade (empty: as it is)"), read=_read_grade)
    day = form.ask(N_("next contact (empty: by the grade)"), read=_read_day)
    agreed = None if day is None else form.ask(N_("what was agreed for it"))
    options = FollowUpOptions(via=form.via, outcome=outcome, grade=grade, next_=day, agreed=agreed)
    return Plan(lambda: followup(form.session, form.lead, options, note))


def _plan_try(form: Form) -> Plan:
    options = FollowUpOptions(via=form.via, outcome="no-answer")
    return Plan(lambda: followup(form.session, form.lead, options))


def _plan_appointment(form: Form) -> Plan:
    options = FollowUpOptions(via=form.via, outcome="advance", appointment=form.demand(WHEN, read=_read_moment))
    note = form.ask(NOTE)
    return Plan(lambda: followup(form.session, form.lead, options, note))


def _plan_callback(form: Form) -> Plan:
    from leadctl.commands.callback import callback

    at, note = form.demand(N_("when to call them back"), read=_read_moment), form.ask(NOTE)
    return Plan(lambda: callback(form.session, form.lead, at, note))


def _plan_order(form: Form) -> Plan:
    from leadctl.commands.order import OrderOptions, order

    options = OrderOptions(
        model=form.ask(N_("model (empty: the one they asked for)"), _list_models(form)),
        price=form.ask(N_("price of a car"), read=_read_price),
        deposit=form.ask(N_("paid down"), read=_read_price),
    )
    return Plan(lambda: order(form.session, form.lead, options))


def _plan_delivery(form: Form) -> Plan:
    from leadctl.commands.deliver import deliver

    vin = form.ask(N_("the car's number"))
    return Plan(lambda: deliver(form.session, form.lead, vin=vin))


def _plan_defeat(form: Form) -> Plan:
    from leadctl.commands.defeat import defeat

    lost = "lost-contact"
    reason = form.pick(N_("reason"), {**_list_reasons(form), lost: CHURNS[lost]})
    if reason == lost:
        note = form.ask(NOTE)
        return Plan(lambda: defeat(form.session, form.lead, lost_contact=True, note=note))
    rival, note = form.ask(N_("what they bought instead")), form.ask(NOTE)
    return Plan(lambda: defeat(form.session, form.lead, reason, rival=rival, note=note))


def _plan_sleep(form: Form) -> Plan:
    from leadctl.commands.dormant import dormant

    until, note = form.demand(N_("until when"), read=_read_day), form.ask(NOTE)
    return Plan(lambda: dormant(form.session, form.lead, until, note))


def _plan_grade(form: Form) -> Plan:
    from leadctl.commands.grade import Evidence, grade

    wanted = form.demand(N_("grade"), read=_read_grade)
    return Plan(lambda: grade(form.session, form.lead, Evidence(), wanted), stays=True)


def _plan_via(form: Form) -> Plan:
    form.via = form.pick(N_("by what way they are contacted"), VIAS, "phone")
    return Plan(None, stays=True)


def _plan_objection(form: Form) -> Plan:
    from leadctl.commands.edit.customer import CustomerChanges, customer

    kinds = {"calls": N_("no calls any more"), "all": N_("no contact of any kind any more")}
    changes = CustomerChanges(do_not_contact=form.pick(N_("what they do not want"), kinds))
    return Plan(lambda: customer(form.session, form.customer, changes))


def _plan_number(form: Form) -> Plan:
    """The right number is called next; without one they are tried again, or given up."""
    phone = form.ask(_RIGHT_NUMBER, read=_read_phone)
    if phone is not None:
        return _plan_phone(form, phone)
    note = form.session.translate(N_("wrong number"))
    options = FollowUpOptions(via=form.via, outcome="no-answer")
    if form.task.grade != "O" and form.pick(N_("and now"), _AFTER_WRONG_NUMBER) == "lost-contact":
        from leadctl.commands.defeat import defeat

        return Plan(lambda: defeat(form.session, form.lead, lost_contact=True, note=note))
    return Plan(lambda: followup(form.session, form.lead, options, note))


_AFTER_WRONG_NUMBER = {"again": N_("try again tomorrow"), "lost-contact": N_("lost contact")}


def _plan_phone(form: Form, phone: str) -> Plan:
    from leadctl.commands.edit.customer import CustomerChanges, customer

    return Plan(lambda: customer(form.session, form.customer, CustomerChanges(), phone=phone), stays=True)


def _plan_visit(form: Form) -> Plan:
    from leadctl.commands.import_options import BatchOptions
    from leadctl.commands.log_visit import VisitOptions, log_visit

    visit = VisitOptions(phone=form.task.phone, note=form.ask(NOTE))
    return Plan(lambda: log_visit(form.session, visit, BatchOptions()))


def _plan_screening(result: str) -> Callable[[Form], Plan]:
    def plan(form: Form) -> Plan:
        from leadctl.commands.screen import screen
        from leadctl.domain.screening import COMES_WITHIN

        when = form.ask(N_("when they come (empty: not agreed)"), read=_read_moment) if result in COMES_WITHIN else None
        note = None if result == "unreached" else form.ask(NOTE)
        return Plan(lambda: screen(form.session, form.lead, result, when, note=note))

    return plan


def _plan_verification(result: str) -> Callable[[Form], Plan]:
    def plan(form: Form) -> Plan:
        from leadctl.commands.verify import verify

        note = None if result == "unreachable" else form.ask(NOTE)
        back = form.ask(N_("call them again on (empty: never)"), read=_read_day) if result == "confirmed" else None
        to = form.ask(N_("whose it is now (empty: as before)"), read=_read_member) if result == "overturned" else None
        return Plan(lambda: verify(form.session, form.lead, result, to, back, note))

    return plan


def _plan_owner(result: str) -> Callable[[Form], Plan]:
    def plan(form: Form) -> Plan:
        from leadctl.commands.aftercare.contacts import ContactOptions, done

        options = ContactOptions(result)
        if result == "fine":
            options = options._replace(score=_ask_score(form), note=form.ask(NOTE))
        elif result == "complaint":
            what, who = (
                form.demand(N_("what is wrong")),
                form.ask(N_("who answers for it (empty: you)"), read=_read_member),
            )
            options = options._replace(
                note=what, staff=who, until=form.ask(N_("solved by (empty: tomorrow)"), read=_read_day)
            )
        elif result == "recommend":
            phone, name = form.demand(N_("the friend's phone"), read=_read_phone), form.ask(N_("the friend's name"))
            options = options._replace(phone=phone, name=name, note=form.ask(NOTE))
        elif result != "no-answer":
            options = options._replace(note=form.ask(NOTE))
        return Plan(lambda: done(form.session, form.customer, options))

    return plan


def _ask_score(form: Form) -> int | None:
    while True:
        text = form.ask(N_("how satisfied, 1 to 10 (empty: not asked)"))
        if text is None:
            return None
        word = normalise(text)
        if word.isdecimal() and 1 <= int(word) <= 10:
            return int(word)


def _plan_owner_number(form: Form) -> Plan:
    phone = form.ask(_RIGHT_NUMBER, read=_read_phone)
    return _plan_owner("no-answer")(form) if phone is None else _plan_phone(form, phone)


def _plan_solution(form: Form) -> Plan:
    from leadctl.commands.aftercare.complaints import solve

    assert form.task.subject is not None
    complaint, note = form.task.subject[1], form.ask(N_("how it was solved"))
    return Plan(lambda: solve(form.session, complaint, note))


def _plan_campaign_task(form: Form) -> Plan:
    from leadctl.commands.campaign.tasks import tasks

    assert form.task.subject is not None
    name, task = form.task.subject
    return Plan(lambda: tasks(form.session, name, done=task))


def _plan_invitation(*, confirmed: bool) -> Callable[[Form], Plan]:
    def plan(form: Form) -> Plan:
        from leadctl.commands.campaign.invitations import mark_confirmed, mark_invited

        assert form.task.subject is not None
        mark, name = mark_confirmed if confirmed else mark_invited, form.task.subject[0]
        return Plan(lambda: mark(form.session, name, form.lead))

    return plan


def _list_models(form: Form) -> list[str]:
    from leadctl.store.queries.lists import ids

    with form.session.read() as db:
        return list(ids(db, "models"))


def _list_reasons(form: Form) -> dict[str, str]:
    from leadctl.store.queries.lists import list_reasons

    with form.session.read() as db:
        return {row.code: REASONS.get(row.code, row.code) for row in list_reasons(db)}


_REACHED = Result("r", N_("reached"), N_("what was said, the grade, the next date"), _plan_reached)
_TRY = Result("n", N_("not reached"), N_("nobody answered: counted as a try, again tomorrow"), _plan_try, at_once=True)
_APPOINTMENT = Result("a", N_("appointment"), N_("they agreed to come, and when"), _plan_appointment)
_CALLBACK = Result("k", N_("call back"), N_("they want to be called at a time; no contact"), _plan_callback)
_ORDER = Result("o", N_("ordered"), N_("they ordered a car"), _plan_order)
_DELIVERY = Result("e", N_("delivered"), N_("the car was handed over"), _plan_delivery)
_DEFEAT = Result("d", N_("defeat"), N_("lost, with the reason and the rival, or out of contact"), _plan_defeat)
_SLEEP = Result("z", N_("dormant"), N_("sleeps until a day"), _plan_sleep)
_GRADE = Result("g", N_("grade"), N_("another grade, without a contact"), _plan_grade)
_VIA = Result("v", N_("by what way"), N_("by another way than the phone"), _plan_via)
_OBJECTION = Result("x", N_("do not contact"), N_("they want no calls, or no contact at all"), _plan_objection)
_NUMBER = Result("m", N_("wrong number"), N_("the right number, or what else is to be done"), _plan_number)

_OF_ORDERED = (_REACHED, _TRY, _APPOINTMENT, _CALLBACK, _DELIVERY, _VIA, _OBJECTION, _NUMBER)
_OF_LEAD = (
    _REACHED, _TRY, _APPOINTMENT, _CALLBACK, _ORDER, _DEFEAT, _SLEEP, _GRADE, _VIA, _OBJECTION, _NUMBER,
)  # fmt: skip

_HERE = Result("h", N_("is here"), N_("they came: a visit is registered, which keeps the appointment"), _plan_visit)

_RESULTS: Mapping[str, tuple[Result, ...]] = {
    "first-follow-up": _OF_LEAD,
    "follow-up": _OF_LEAD,
    "appointment": (_HERE, *_OF_LEAD),
    "screening": (
        Result("1", N_("A: within 7 days"), N_("agrees to come within 7 days"), _plan_screening("A")),
        Result("2", N_("B: within 15 days"), N_("agrees to come within 15 days"), _plan_screening("B")),
        Result("3", N_("C: no date"), N_("interested, without a date"), _plan_screening("C")),
        Result("4", N_("D: gives up"), N_("a defeat, which is verified"), _plan_screening("D")),
        Result("n", N_("not reached"), N_("called again tomorrow"), _plan_screening("unreached"), at_once=True),
        _CALLBACK,
        _OBJECTION,
        _NUMBER,
    ),
    "verification": (
        Result("1", N_("confirmed"), N_("it is true: archived"), _plan_verification("confirmed")),
        Result("2", N_("overturned"), N_("they still look for a car: open again"), _plan_verification("overturned")),
        Result("n", N_("not reached"), N_("called again tomorrow"), _plan_verification("unreachable"), at_once=True),
        _OBJECTION,
    ),
    "aftercare": (
        Result("1", N_("fine"), N_("all is well, with how satisfied they are"), _plan_owner("fine")),
        Result("2", N_("complaint"), N_("what is wrong, who answers for it, until when"), _plan_owner("complaint")),
        Result("3", N_("replaces the car"), N_("a new lead of the owner"), _plan_owner("replace")),
        Result("4", N_("adds a car"), N_("a new lead of the owner"), _plan_owner("add")),
        Result("5", N_("recommends"), N_("a lead of the friend"), _plan_owner("recommend")),
        Result("n", N_("not reached"), N_("called again tomorrow"), _plan_owner("no-answer"), at_once=True),
        _OBJECTION,
        Result("m", N_("wrong number"), N_("the right number, or what else is to be done"), _plan_owner_number),
    ),
    "complaint": (
        Result("1", N_("solved"), N_("the complaint is settled, and how"), _plan_solution),
        Result("n", N_("not reached"), N_("called again tomorrow"), _plan_owner("no-answer"), at_once=True),
        _OBJECTION,
    ),
    "campaign": (Result("1", N_("done"), N_("this is done"), _plan_campaign_task),),
    "invitation": (
        Result("1", N_("comes"), N_("they promised to come"), _plan_invitation(confirmed=True)),
        Result("2", N_("invited"), N_("they were invited, and promised nothing"), _plan_invitation(confirmed=False)),
        _TRY,
        _OBJECTION,
        _NUMBER,
    ),
}  # fmt: skip
"""What a contact is about -> what may come of it."""


def list_results(task: Task) -> tuple[Result, ...]:
    """What may come of a contact."""
    if task.task == "aftercare" and task.subject is not None:
        return _RESULTS["complaint"]
    if task.grade == "O" and task.task != "invitation":
        return (_HERE, *_OF_ORDERED) if task.task == "appointment" else _OF_ORDERED
    return _RESULTS[task.task]
