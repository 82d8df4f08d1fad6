"""Five weeks of the store, day by day: who comes, what is done, and the register at night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from tests.play.corrections import forget_call, forget_stranger, regrade, reword
from tests.play.ledger import Purchase
from tests.play.register import Register
from tests.play.shop import CONSULTANTS, FOLLOW_UPS, GRADES, SERVICE, Shop

FIRST, LAST = date(2026, 10, 25), date(2026, 11, 30)
PEOPLE = 60
"""How many phones there are among those who come; some come again and again."""


class Days:
    """The days of a shop."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.register = Register(shop, PEOPLE)
        self.newcomers = 0

    def work(self) -> None:
        """One day: the morning's calls, the day's actions, the night's register."""
        shop = self.shop
        rows = self.register.rows(5)
        self._call()
        self._verify()
        for action in self._actions():
            action()
        shop.now = datetime.combine(shop.today, datetime.min.time()) + timedelta(hours=20)
        self.register.send(rows)
        self._correct()

    def _call(self) -> None:
        """Each consultant works through what is due."""
        shop = self.shop
        for consultant in CONSULTANTS:
            due = [task for task in shop.ask("due", as_=consultant) if task["task"] in FOLLOW_UPS]
            for task in due[: shop.chance.randint(1, 4)]:
                shop.follow_up(task["phone"], consultant, ordered=task["grade"] == "O")

    def _verify(self) -> None:
        shop = self.shop
        for task in shop.ask("due", as_=SERVICE):
            if task["task"] == "verification" and shop.chance.random() < 0.7:
                results = ("confirmed", "overturned", "unreachable", "unreachable", "unreachable")
                shop.verify(task["phone"], shop.chance.choice(results))

    def _actions(self) -> list[Any]:
        shop = self.shop

        def on(do: Callable[[Purchase], None], *statuses: str) -> Callable[[], None]:
            def act() -> None:
                if purchase := shop.pick(*statuses):
                    do(purchase)

            return act

        actions: list[Any] = [
            on(shop.lose), on(shop.lose), on(shop.order), on(shop.order), on(shop.grade), on(shop.assign),
            on(shop.sleep), on(shop.deliver, "ordered"), on(shop.cancel, "ordered"), on(shop.order, "dormant"),
            self._somebody_new, self._again, self._step_back, shop.give_out, self._one_person, self._hand_over,
        ]  # fmt: skip
        return shop.chance.sample(actions, 4)

    def _somebody_new(self) -> None:
        self.newcomers += 1
        phone, grade = f"1370000{self.newcomers:04}", self.shop.chance.choice(GRADES)
        self.shop.type_visit(phone, self.shop.chance.choice(CONSULTANTS), grade=grade, drive=True, source="referral")

    def _again(self) -> None:
        """Somebody known, also one who was lost or has bought, comes while we type."""
        phone = self.shop.chance.choice(sorted(self.shop.ledger.phones) or [None])
        self.shop.type_visit(phone, self.shop.chance.choice(CONSULTANTS), kind="call")

    def _hand_over(self) -> None:
        giver, taker = self.shop.chance.sample(CONSULTANTS, 2)
        if any(c.closed is None and c.owner == giver for c in self.shop.ledger.purchases()):
            self.shop.hand_over(giver, taker)

    def _one_person(self) -> None:
        """Two customers turn out to be one; both have only what is open."""
        plain = [c for c in self.shop.purchases("open") if not c.losses and not c.sales and self._single(c)]
        if len(plain) > 1:
            self.shop.merge(*self.shop.chance.sample(plain, 2))

    def _single(self, purchase: Purchase) -> bool:
        return sum(other.person == purchase.person for other in self.shop.ledger.purchases()) == 1

    def _step_back(self) -> None:
        """A write that was a mistake, taken back at once."""
        shop, purchase = self.shop, self.shop.pick()
        if purchase is not None:
            shop.chance.choice((shop.lose, shop.order, shop.sleep))(purchase)
            undo = shop.do("undo")
            shop.ledger.take_back(undo["undone"], undo["operation"])

    def _correct(self) -> None:
        """What was written down wrongly is set right or removed."""
        correction = self.shop.chance.choice((regrade, reword, forget_call, forget_stranger, None))
        if correction is not None:
            correction(self.shop)
