"""Plays some weeks in a store with leadctl's own commands, and keeps each that was accepted as a fact.

What docs/domain.md leaves open is not played: ``test_rules`` has examples of what can be said of it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from tests.oracle import policies
from tests.oracle.due_list import open_aftercare
from tests.oracle.facts import (
    Appointment,
    Assignment,
    Cancellation,
    ChannelSale,
    Churn,
    Delivery,
    Dormancy,
    Fact,
    FollowUp,
    Grading,
    NewValue,
    Order,
    OwnerContact,
    Screening,
    Store,
    Verification,
    Visit,
    WinBack,
    end_of,
    only,
    start_of,
)
from tests.oracle.figures import REASONS
from tests.oracle.standing import ONE_DAY, Standing, opening, standing

CONSULTANTS = ("Ann", "Ben", "Cai", "Dan")
MANAGER, SERVICE, RECEPTION = "Max", "Sue", "Rae"
SOURCES = ("showroom", "phone", "referral", "outreach", "staff")
MODELS = ("Alpha", "Bravo", "Delta")
NOTES = ("asks for the price", "comes with his wife", "compares two rivals", "wants a red one", "likes the seats")
FIRST_DAY = date(2026, 10, 19)


class Answer(Protocol):
    """What a run of leadctl leaves behind."""

    @property
    def code(self) -> int: ...
    @property
    def out(self) -> str: ...
    @property
    def err(self) -> str: ...
    @property
    def json(self) -> Any: ...


Run = Callable[..., Answer]


class Play:
    """A store that is played from a seed. ``evenings`` gives each day when it is over."""

    def __init__(self, run: Run, seed: int, policy: str = "five-grade", days: int = 26) -> None:
        self.run, self.seed, self.random, self.days = run, seed, random.Random(seed), days
        self.needs = random.Random(seed)
        self.now = start_of(FIRST_DAY) + timedelta(hours=8)
        self.store = Store(policy, CONSULTANTS)
        self.commands: list[str] = []
        self.phones = 0
        self.won_back_phones: dict[int, str] = {}
        self.grades = policies.grades(policy)
        self._set_up(policy)

    # --- Running commands ------------------------------------------------------------------------------------------

    def _set_up(self, policy: str) -> None:
        self.must("init", "--store", "Test", "--policy", policy, "--timezone", "Asia/Shanghai")
        for name in CONSULTANTS:
            self.must("staff", "add", name)
        for name, role in ((MANAGER, "manager"), (SERVICE, "service"), (RECEPTION, "reception")):
            self.must("staff", "add", name, "--role", role)
        for model in MODELS:
            self.must("model", "add", model)

    def must(self, *words: object) -> None:
        result = self.call(None, *words)
        assert result.code == 0, f"{words}: {result.err}"

    def call(self, who: str | None, *words: object) -> Answer:
        moment = self.now.strftime("%Y-%m-%dT%H:%M")
        result = self.run(*words, now=moment, as_=who)
        self.commands.append(f"{moment} {who or '-'}: {' '.join(map(str, words))} -> {result.code}")
        return result

    def write(self, who: str, *words: object) -> dict[str, Any] | None:
        """Runs a command some minutes later; None when it was refused, and then nothing happened."""
        self.now += timedelta(minutes=self.random.randint(2, 19))
        result = self.call(who, *words, "--json")
        assert result.code in (0, 1), f"{self.commands[-1]}: {result.err}"
        return dict(result.json) if result.code == 0 else None

    # --- The days --------------------------------------------------------------------------------------------------

    def evenings(self) -> Iterator[date]:
        for number in range(self.days):
            self.now = start_of(FIRST_DAY + number * ONE_DAY) + timedelta(hours=9)
            self._day()
            yield self.now.date()

    @property
    def last_day(self) -> date:
        return FIRST_DAY + (self.days - 1) * ONE_DAY

    @property
    def today(self) -> date:
        return self.now.date()

    def _day(self) -> None:
        for lead in self.leads(lambda stands: stands.meets_at is not None and stands.meets_at.date() == self.today):
            if self.chance(0.5):
                self.return_visit(lead)
        for lead in self.leads(self._waits_for_screening):
            if self.chance(0.8):
                self.screen(lead)
        for lead in self.leads(lambda stands: stands.verification == "pending"):
            if self.chance(0.4):
                self.verify(lead)
        for lead in self.leads(self._is_due):
            if self.chance(0.45):
                self.work(lead)
        actions = list(self._actions().items())
        for _ in range(self.random.randint(4, 8)):
            action = self.random.choices([one for one, _ in actions], [weight for _, weight in actions])[0]
            action()

    def _actions(self) -> dict[Callable[[], None], int]:
        return {
            self.new_visit: 12,
            self.anonymous_visit: 4,
            self.enquiry: 3,
            self.some_return_visit: 4,
            self.appoint: 5,
            self.grade: 3,
            self.learn: 2,
            self.sleep: 2,
            self.lose: 4,
            self.order: 5,
            self.deliver: 3,
            self.cancel: 2,
            self.hand_over: 3,
            self.hand_over_all: 1,
            self.give_to_somebody: 4,
            self.late_visit: 2,
            self.late_new_visit: 2,
            self.late_follow_up: 5,
            self.late_order: 2,
            self.mend_visit: 3,
            self.mend_follow_up: 2,
            self.mend_order: 1,
            self.call_owner: 2,
            self.channel_sale: 1,
        }

    # --- Choosing --------------------------------------------------------------------------------------------------

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def leads(self, fits: Callable[[Standing], bool]) -> list[int]:
        return [lead for lead in self.store.leads() if self._opened(lead) and fits(self.stands(lead))]

    def some_lead(self, fits: Callable[[Standing], bool]) -> int | None:
        found = self.leads(fits)
        return self.random.choice(found) if found else None

    def stands(self, lead: int) -> Standing:
        return standing(self.store, lead, self.now)

    def _opened(self, lead: int) -> bool:
        return opening(self.store, lead) <= self.now

    def _waits_for_screening(self, stands: Standing) -> bool:
        return stands.window is not None and stands.window.task == "screening"

    def _is_worked(self, stands: Standing) -> bool:
        return stands.status in ("open", "ordered") and not self._waits_for_screening(stands)

    def _is_due(self, stands: Standing) -> bool:
        owed = stands.owed()
        return self._is_worked(stands) and owed is not None and (stands.retry_on or owed.due_from) <= self.today

    def _is_settled(self, stands: Standing) -> bool:
        """Open, with nothing that a further fact would have to answer first."""
        return self._is_worked(stands) and stands.status == "open" and not stands.attempts and stands.invite_on is None

    def free_minute(self, day: date, lead: int | None = None, after: datetime | None = None) -> datetime | None:
        """A minute of a past day in which nothing of the lead happened yet, between its opening and now."""
        taken = {fact.at for fact in self.store.entered if fact.lead == lead or lead is None}
        moment = start_of(day) + timedelta(hours=self.random.randint(9, 18), minutes=self.random.randint(0, 59))
        if moment in taken or moment >= self.now or (after is not None and moment <= after):
            return None
        return moment

    def later_facts(self, lead: int, moment: datetime) -> list[Fact]:
        return [fact for fact in self.store.of(lead) if fact.at > moment]

    # --- Visits ----------------------------------------------------------------------------------------------------

    def new_visit(self, at: datetime | None = None) -> None:
        self.phones += 1
        kind = self.random.choice(("walk-in", "walk-in", "walk-in", "call", "event"))
        self.log_visit(f"138{self.phones:08d}", kind, at, opens=True)

    def anonymous_visit(self) -> None:
        self.log_visit(None, self.random.choice(("walk-in", "walk-in", "call", "event")), None)

    def enquiry(self) -> None:
        self.phones += 1
        phone = f"138{self.phones:08d}"
        words = [
            "--kind",
            "online",
            "--phone",
            phone,
            "--source",
            "online",
            "--channel",
            "wechat",
            "--model",
            MODELS[0],
        ]
        done = self.write(SERVICE, "log-visit", *words)
        assert done is not None
        self.store.add(Visit(self.now, done["lead"], done["visit"], "online", phone, source="online", model=MODELS[0]))

    def log_visit(self, phone: str | None, kind: str, at: datetime | None, opens: bool = False) -> None:
        chance, choose = self.chance, self.random.choice
        server = choose(CONSULTANTS) if chance(0.85) else None
        source = choose(SOURCES) if opens or chance(0.3) else None
        model = choose(MODELS) if opens or chance(0.2) else None
        grade = choose(self.grades) if phone and (chance(0.9) if opens else chance(0.15)) else None
        note = choose(NOTES) if chance(0.4) else None
        dated = phone is not None and opens and self.needs.random() < 0.5
        need_by = self.now.date() + timedelta(days=self.needs.randint(1, 60)) if dated else None
        drives = kind == "walk-in" and chance(0.3)
        stays = self.random.randint(10, 60) if kind == "walk-in" and at is not None else None
        words: list[object] = ["--kind", kind]
        for option, value in (
            ("--phone", phone),
            ("--source", source),
            ("--model", model),
            ("--grade", grade),
            ("--note", note),
            ("--need-by", need_by),
        ):
            words += [option, value] if value is not None else []
        words += ["--test-drive"] if drives else []
        if at is not None:
            words += ["--at", at.strftime("%Y-%m-%dT%H:%M")]
        left_at = None
        if at is not None and stays is not None and at + timedelta(minutes=stays) < self.now:
            left_at = at + timedelta(minutes=stays)
            words += ["--left", left_at.strftime("%H:%M")]
        done = self.write(server or RECEPTION, "log-visit", *words)
        if done is None:
            return
        self.store.add(
            Visit(
                at or self.now,
                done["lead"],
                done["visit"],
                kind,
                phone,
                server,
                source,
                model,
                grade,
                drives,
                left_at,
                note,
                need_by,
            )
        )

    def some_return_visit(self) -> None:
        lead = self.some_lead(
            lambda stands: (
                stands.owner is not None
                and (stands.status in ("open", "dormant", "ordered") or stands.verification == "pending")
                and not self._waits_for_screening(stands)
            )
        )
        if lead is not None:
            self.return_visit(lead)

    def return_visit(self, lead: int, at: datetime | None = None) -> None:
        phone = self.phone_of(lead)
        if self.stands(lead).owner is None:
            return
        if self.stands(lead).status == "ordered":
            # what an ordered lead's grade would do is left open
            done = self.write(CONSULTANTS[0], "log-visit", "--phone", phone)
            if done is not None:
                self.store.add(Visit(self.now, lead, done["visit"], "walk-in", phone, CONSULTANTS[0]))
            return
        self.log_visit(phone, "walk-in", at)

    def phone_of(self, lead: int) -> str:
        """The phone of the lead's customer; that of a win-back stands on the lead before it."""
        phone = next((visit.phone for visit in only(self.store.of(lead), Visit)), None)
        return phone if phone is not None else self.won_back_phones[lead]

    def late_new_visit(self) -> None:
        at = self.free_minute(self.past_day())
        if at is not None and at.date() >= FIRST_DAY:
            self.new_visit(at)

    def late_visit(self) -> None:
        lead = self.some_lead(lambda stands: stands.status == "open" and stands.owner is not None)
        if lead is None or self._has_screening(lead):
            return
        at = self.free_minute(self.past_day(), lead, opening(self.store, lead))
        if at is None or not self.was_worked(lead, at):
            return
        if not any(isinstance(fact, Grading | Order | Churn) for fact in self.later_facts(lead, at)):
            self.log_visit(self.phone_of(lead), "walk-in", at)

    def past_day(self) -> date:
        return self.today - self.random.randint(1, 6) * ONE_DAY

    def was_worked(self, lead: int, at: datetime) -> bool:
        then = standing(self.store, lead, at)
        return self._is_worked(then) and then.owner is not None

    def _has_screening(self, lead: int) -> bool:
        return any(only(self.store.of(lead), Screening))

    # --- Follow-ups ------------------------------------------------------------------------------------------------

    def work(self, lead: int) -> None:
        """What a consultant does about a line of the list."""
        stands = self.stands(lead)
        roll = self.random.random()
        if roll < 0.35:
            self.try_to_reach(lead)
        elif roll < 0.9 or stands.status != "open":
            self.follow_up(lead)
        else:
            self.appoint_lead(lead)

    def try_to_reach(self, lead: int) -> None:
        stands = self.stands(lead)
        last = self.last_contact_was_letter(lead)
        if last or (stands.meets_at is not None and stands.meets_at.date() == self.today):
            return
        ahead = stands.meets_at is not None or (
            stands.window is not None and stands.window.agreed and stands.window.last_day > self.today
        )
        next_on = self.today + self.random.randint(2, 6) * ONE_DAY if not ahead and self.chance(0.15) else None
        self.record_follow_up(lead, None, "no-answer", next_on=next_on, note="nobody answers")

    def last_contact_was_letter(self, lead: int) -> bool:
        contacts = [
            fact
            for fact in self.store.of(lead)
            if isinstance(fact, Visit | Screening) or (isinstance(fact, FollowUp) and not fact.is_try)
        ]
        last = contacts[-1] if contacts else None
        return isinstance(last, FollowUp) and last.via == "letter"

    def follow_up(self, lead: int, at: datetime | None = None, plain: bool = False) -> None:
        stands = self.stands(lead)
        outcome = self.random.choice(("advance", "continued", "continued", "refused"))
        via = self.random.choice(("phone", "phone", "wechat", "sms"))
        grade = next_on = None
        if not plain and stands.status == "open" and at is None:
            grade = self.random.choice(self.grades) if self.chance(0.15) else None
        if not plain and self.chance(0.25):
            next_on = self.today + self.random.randint(1, 9) * ONE_DAY
        elif not plain and at is None and self.chance(0.05):
            via = "letter"
        note = self.random.choice(NOTES) if self.chance(0.5) else None
        self.record_follow_up(lead, at, outcome, via, grade, next_on, note)

    def record_follow_up(
        self,
        lead: int,
        at: datetime | None,
        outcome: str,
        via: str = "phone",
        grade: str | None = None,
        next_on: date | None = None,
        note: str | None = None,
    ) -> bool:
        words: list[object] = [lead, *([note] if note else []), "--outcome", outcome, "--via", via]
        words += ["--grade", grade] if grade else []
        words += ["--next", next_on.isoformat()] if next_on else []
        words += ["--at", at.strftime("%Y-%m-%dT%H:%M")] if at else []
        done = self.write(self.random.choice(CONSULTANTS), "followup", *words)
        if done is None:
            return False
        fact = FollowUp(at or self.now, lead, done["followup"], outcome, self.today, via, grade, next_on, note)
        self.store.add(fact)
        return True

    def late_follow_up(self) -> None:
        """A contact, or a try, that is entered after its day."""
        lead = self.some_lead(lambda stands: stands.status in ("open", "dormant", "ordered"))
        if lead is None:
            return
        at = self.free_minute(self.past_day(), lead, opening(self.store, lead))
        if at is None or not self._is_worked(standing(self.store, lead, at)):
            return
        later = self.later_facts(lead, at)
        if any(isinstance(fact, Grading | Screening) for fact in later):
            return
        if any(isinstance(fact, Appointment) for fact in later) and any(fact.is_try for fact in only(later, FollowUp)):
            return
        if not later and self.chance(0.4):
            then = standing(self.store, lead, at)
            if not self.last_contact_was_letter(lead) and (then.meets_at is None or then.meets_at.date() > at.date()):
                self.record_follow_up(lead, at, "no-answer")
            return
        self.follow_up(lead, at)

    # --- Appointments, grades, values ------------------------------------------------------------------------------

    def appoint(self) -> None:
        lead = self.some_lead(lambda stands: self._is_worked(stands) and stands.status == "open")
        if lead is not None:
            self.appoint_lead(lead)

    def appoint_lead(self, lead: int) -> None:
        """Not while a try waits for its retry: whether the appointment ends that is left open."""
        if self.stands(lead).retry_on is not None:
            return
        meets = self.today + self.random.randint(1, 8) * ONE_DAY
        meets_at = start_of(meets) + timedelta(hours=self.random.randint(10, 17))
        if self.write(MANAGER, "appoint", lead, "--at", meets_at.strftime("%Y-%m-%dT%H:%M")) is not None:
            self.store.add(Appointment(self.now, lead, meets_at))

    def grade(self) -> None:
        """Only while the new window, too, has not passed yet."""
        lead = self.some_lead(lambda stands: self._is_settled(stands) and stands.meets_at is None)
        if lead is None:
            return
        stands, grade = self.stands(lead), self.random.choice(self.grades)
        assert stands.window is not None
        if stands.last_contact is None or stands.window.deadline < self.today:
            return
        if not (stands.window.by_grade or stands.window.agreed or stands.window.task == "first-follow-up"):
            return
        if policies.contact_window(self.store.policy, grade, stands.last_contact.date())[1] < self.today:
            return
        if self.write(CONSULTANTS[0], "grade", lead, grade) is not None:
            self.store.add(Grading(self.now, lead, grade))

    def learn(self) -> None:
        lead = self.some_lead(self._is_worked)
        model = self.random.choice(MODELS)
        if lead is not None and self.write(MANAGER, "edit", "lead", lead, "--model", model) is not None:
            self.store.add(NewValue(self.now, lead, model))

    def sleep(self) -> None:
        lead = self.some_lead(self._is_settled)
        if lead is None or self.today <= opening(self.store, lead).date() + ONE_DAY:
            return
        until = self.today + self.random.randint(2, 20) * ONE_DAY
        if self.write(MANAGER, "dormant", lead, "--until", until.isoformat()) is not None:
            self.store.add(Dormancy(self.now, lead, until))

    # --- Screening, churn, verification ----------------------------------------------------------------------------

    def screen(self, lead: int) -> None:
        result = self.random.choice(("A", "A", "B", "C", "D", "unreached"))
        promised, to = None, None
        words: list[object] = [lead, result]
        if result in ("A", "B"):
            days = self.random.randint(1, 6) if result == "A" else self.random.randint(8, 14)
            promised = start_of(self.today + days * ONE_DAY) + timedelta(hours=10)
            words += ["--appointment", promised.strftime("%Y-%m-%dT%H:%M")]
        if result == "A":
            to = self.random.choice(CONSULTANTS)
            words += ["--to", to]
        if self.write(SERVICE, "screen", *words) is not None:
            self.store.add(Screening(self.now, lead, result, promised, to))
            if result == "D":
                self.store.add(Churn(self.now, lead, "gave-up"))

    def lose(self) -> None:
        lead = self.some_lead(lambda stands: self._is_worked(stands) and stands.status == "open")
        if lead is None or self.today == opening(self.store, lead).date() + ONE_DAY:
            return
        reason = self.random.choice(REASONS) if self.chance(0.6) else None
        words = ["--reason", reason] if reason else ["--lost-contact"]
        if self.write(MANAGER, "defeat", lead, *words) is not None:
            self.store.add(Churn(self.now, lead, reason))

    def verify(self, lead: int) -> None:
        if any(fact.day == self.today for fact in only(self.store.of(lead), Verification)):
            return
        result = self.random.choice(("confirmed", "confirmed", "overturned", "unreachable"))
        words: list[object] = [lead, result]
        to = won_back_on = None
        if result == "overturned" and self.chance(0.4):
            to = self.random.choice(CONSULTANTS)
            words += ["--to", to]
        if result == "confirmed" and self.chance(0.4):
            won_back_on = self.today + self.random.randint(2, 12) * ONE_DAY
            words += ["--win-back", won_back_on.isoformat()]
        recorded_by_service = any(
            isinstance(fact, Screening) and fact.result == "D" for fact in self.store.of(lead)
        )  # and who recorded a churn does not verify it (docs/domain.md section 5)
        done = self.write(MANAGER if recorded_by_service else SERVICE, "verify", *words)
        if done is None:
            return
        stands = self.stands(lead)
        self.store.add(Verification(self.now, lead, result, to))
        if won_back_on is not None:
            self.won_back_phones[done["new_lead"]] = self.phone_of(lead)
            begins = start_of(won_back_on)
            self.store.add(WinBack(begins, done["new_lead"], stands.grade, stands.model, stands.owner))

    # --- Orders ----------------------------------------------------------------------------------------------------

    def order(self) -> None:
        """Whoever orders was just spoken with."""
        lead = self.some_lead(lambda stands: self._is_worked(stands) and stands.status == "open")
        if lead is None:
            return
        if opening(self.store, lead).date() != self.today and not self.record_follow_up(lead, None, "advance"):
            return
        if self.stands(lead).attempts or self.stands(lead).last_contact is None:
            return
        cars = self.random.choice((1, 1, 1, 1, 3))
        done = self.write(self.random.choice(CONSULTANTS), "order", lead, "--count", cars)
        if done is not None:
            self.store.add(Order(self.now, lead, done["order"], cars))

    def late_order(self) -> None:
        """An order that is entered after its day, on a day when the customer was spoken with; calls may follow it."""
        lead = self.some_lead(lambda stands: self._is_worked(stands) and stands.status == "open")
        if lead is None:
            return
        day = self.past_day()
        then = standing(self.store, lead, end_of(day))
        if then.last_contact is None or then.last_contact.date() != day or not self._is_settled(then):
            return
        if then.meets_at is not None or (then.window is not None and then.window.agreed):
            return
        if not all(self._may_follow_an_order(fact) for fact in self.later_facts(lead, end_of(day))):
            return
        done = self.write(MANAGER, "order", lead, "--on", day.isoformat())
        if done is not None:
            self.store.add(Order(end_of(day), lead, done["order"]))

    def _may_follow_an_order(self, fact: Fact) -> bool:
        if isinstance(fact, Visit | FollowUp):
            return fact.grade is None
        return isinstance(fact, Assignment | NewValue)

    def mend_order(self) -> None:
        """The day of an order is mended; nothing may stand between the two days."""
        orders = [
            order
            for order in self.store.all(Order)
            if order.lead and order == self.store.of(order.lead)[-1] and order.day < self.today
        ]
        if not orders:
            return
        order = self.random.choice(orders)
        assert order.lead is not None
        before = self.store.of(order.lead)[-2]
        day = self.random.choice([before.day, self.today - ONE_DAY])
        if not before.day <= day < self.today:
            return
        if self.write(MANAGER, "edit", "order", order.number, "--on", day.isoformat()) is not None:
            self.store.correct(order, at=end_of(day))

    def deliver(self) -> None:
        lead = self.some_lead(lambda stands: stands.status == "ordered")
        if lead is not None and self.write(MANAGER, "deliver", lead) is not None:
            self.store.add(Delivery(self.now, lead))

    def cancel(self) -> None:
        lead = self.some_lead(lambda stands: stands.status == "ordered" and not stands.attempts)
        if lead is not None and self.write(MANAGER, "cancel", lead) is not None:
            self.store.add(Cancellation(self.now, lead))

    def channel_sale(self) -> None:
        channel, cars = self.random.choice(("sub-dealer", "wholesale")), self.random.randint(1, 4)
        done = self.write(MANAGER, "sale", "--channel", channel, "--model", MODELS[0], "--count", cars)
        if done is not None:
            self.store.add(ChannelSale(self.now, None, channel, cars))

    def call_owner(self) -> None:
        delivered = [
            fact
            for fact in self.store.all(Delivery)
            if open_aftercare(
                fact.day, [made.day for made in self.store.all(OwnerContact) if made.lead == fact.lead], self.today
            )
        ]
        if not delivered:
            return
        lead = self.random.choice(delivered).lead
        if self.write(MANAGER, "aftercare", "done", lead, "--result", "fine") is not None:
            self.store.add(OwnerContact(self.now, lead))

    # --- Owners ----------------------------------------------------------------------------------------------------

    def hand_over(self) -> None:
        lead = self.some_lead(
            lambda stands: stands.status in ("open", "ordered", "dormant") and stands.owner is not None
        )
        if lead is not None:
            self.assign(lead)

    def give_to_somebody(self) -> None:
        lead = self.some_lead(
            lambda stands: stands.status == "open" and stands.owner is None and not self._waits_for_screening(stands)
        )
        if lead is not None:
            self.assign(lead)

    def assign(self, lead: int) -> None:
        to = self.random.choice([name for name in CONSULTANTS if name != self.stands(lead).owner])
        if self.write(MANAGER, "assign", lead, "--to", to) is not None:
            self.store.add(Assignment(self.now, lead, to))

    def hand_over_all(self) -> None:
        """All that is on somebody's list: open, sleeping and ordered leads, churned ones that await verification."""
        if self.chance(0.6):
            return
        giver, taker = self.random.sample(CONSULTANTS, 2)
        if self.write(MANAGER, "assign", "--from", giver, "--to", taker) is None:
            return
        for lead in self.store.leads():
            stands = self.stands(lead)
            begins = next(only(self.store.of(lead), WinBack), None)
            waits = stands.opened_at is None and begins is not None and (stands.owner or begins.owner) == giver
            listed = stands.status in ("open", "ordered", "dormant") or stands.verification == "pending"
            if waits or (stands.opened_at is not None and stands.owner == giver and listed):
                self.store.add(Assignment(self.now, lead, taker))

    # --- Corrections -----------------------------------------------------------------------------------------------

    def mend_visit(self) -> None:
        """A recorded value is corrected, and restated wherever it counts."""
        visits = [visit for visit in self.store.all(Visit) if visit.kind != "online"]
        if not visits:
            return
        visit = self.random.choice(visits)
        what = self.random.choice(("test_drive", "source", "note"))
        value: Any = {
            "test_drive": not visit.test_drive,
            "source": self.random.choice(SOURCES),
            "note": self.random.choice(NOTES),
        }[what]
        word = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        done = self.write(MANAGER, "edit", "visit", visit.number, f"--{what.replace('_', '-')}", word)
        if done is not None:
            self.store.correct(visit, **{what: value})

    def mend_follow_up(self) -> None:
        """The last thing said of a lead was a try after all, or was never said."""
        found = [
            fact
            for fact in self.store.all(FollowUp)
            if fact.lead and fact == self.store.of(fact.lead)[-1] and not fact.is_try and fact.via != "letter"
        ]
        found = [fact for fact in found if fact.grade is None and fact.next_on is None]
        if not found:
            return
        fact = self.random.choice(found)
        if self.chance(0.5):
            if self.write(MANAGER, "delete", "followup", fact.number) is not None:
                self.store.remove(fact)
            return
        outcome = "no-answer" if self._may_have_been_a_try(fact) else "refused"
        if self.write(MANAGER, "edit", "followup", fact.number, "--outcome", outcome) is not None:
            self.store.correct(fact, outcome=outcome)

    def _may_have_been_a_try(self, fact: FollowUp) -> bool:
        assert fact.lead is not None
        before = standing(self.store, fact.lead, fact.at - timedelta(minutes=1))
        return before.status in ("open", "ordered") and not (
            before.meets_at or (before.window and not (before.window.by_grade or before.window.agreed))
        )
