"""A year of the store, day by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tests.play.register import Register
from tests.play.year import after_sales, desk, managing, marketing, office, screening, selling
from tests.play.year.store import Store

LAST = date(2026, 12, 31)
PEOPLE = 500
"""How many phones there are among those whom the register tells of."""

Action = Callable[[Store], None]

OFTEN: tuple[Action, ...] = (
    desk.somebody_new, desk.somebody_again, desk.enquiry, desk.call, desk.referred, desk.appoint, marketing.guests_come,
    selling.order, selling.deliver, selling.lose, selling.grade, selling.visited, office.take_back,
    after_sales.an_owner, after_sales.an_owner,
)  # fmt: skip
SELDOM: tuple[Action, ...] = (
    selling.order_of_sleeper, selling.cancel, selling.sleep, office.regrade, office.reword, office.forget_call,
    office.forget_stranger, office.forget_visit, office.learn, office.price, office.fleet, office.customer,
    office.second_phone, office.whose_visit, office.another_day, office.one_person,
    desk.visit_written_late, desk.visit_written_late, desk.online_leads,
    after_sales.settle_one, managing.assign, managing.release, managing.give_out,
    managing.hand_over, managing.sale, managing.sign, managing.finish_action, managing.change_plan, managing.spot_check,
    marketing.spend,
    marketing.invite, *(marketing.answer,) * 4, marketing.tag, marketing.reward, marketing.sum_up,
)  # fmt: skip

LEAVING = (3, 6, 10)
"""Months in which somebody leaves."""
POLICIES = {2: managing.WINTER, 4: managing.SPRING, 9: managing.AUTUMN}
"""Month -> the policy that is set in it, from a week later on."""


class Year:
    """The days of a store. ``night``, ``month_end``: what is looked at when a day, or a month, is over."""

    def __init__(self, store: Store, night: Action, month_end: Callable[[Store, str], None]) -> None:
        self.store, self.night, self.month_end = store, night, month_end
        self._deck: list[Action] = []
        self.register = Register(store, PEOPLE, days=2, twice=0.3, dirty=0.08)

    def play(self, until: date = LAST) -> None:
        """Day after day; on the first of a month the one before it is closed."""
        store = self.store
        managing.plan_month(store)
        while store.today < until:
            store.now = store.now.replace(hour=8, minute=0) + timedelta(days=1)
            self._turn_of_month()
            if store.today.weekday() != 6:
                self._work()
            self.night(store)

    def _turn_of_month(self) -> None:
        store = self.store
        if store.today.day == 1:
            self.month_end(store, managing.month_ends(store))
            managing.plan_month(store)
        if store.today.day == 6:
            marketing.plan(store)
        if store.today.day == 8:
            marketing.invite(store)
        if store.today.day == 11 and store.today.month in LEAVING:
            managing.leave(store)
        if store.today.day == 20 and store.today.month in POLICIES:
            managing.follow(store, POLICIES[store.today.month], 8)

    def _work(self) -> None:
        """The morning's calls, the day's actions, the night's register."""
        store, chance = self.store, self.store.chance
        rows = self.register.rows(2)
        for consultant in chance.sample(store.team, 2):
            selling.morning(store, consultant)
        screening.enquiries(store)
        desk.those_who_come(store)
        after_sales.verifications(store)
        if not store.ledger.phones:
            desk.somebody_new(store)  # a quiet first day: the actions are done to somebody
        for action in (*chance.sample(OFTEN, 2), self._seldom(), self._seldom()):
            action(store)
        store.now = store.now.replace(hour=20, minute=0)
        self.register.send(rows)

    def _seldom(self) -> Action:
        """The next of a shuffled deck, so that each has its turn."""
        if not self._deck:
            self._deck = self.store.chance.sample(SELDOM, len(SELDOM))
        return self._deck.pop()
