"""What becomes of a customer, from the first visit to an order, a defeat, or a lead that is still open."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime

from tests.year import people
from tests.year.people import END, HEIR, LEAVER, LEAVES, clock, iso, later

Row = dict[str, object]
TimedCommand = tuple[datetime, str, tuple[str, ...]]

_GAPS = {"H": (1, 2), "A": (3, 5), "B": (7, 7), "C": (10, 10), "N": (15, 15)}
_WARMER = {"N": "B", "C": "B", "B": "A", "A": "H", "H": "H"}
_COLDER = {"H": "A", "A": "B", "B": "C", "C": "C", "N": "N"}
_NEED = {"H": 5, "A": 24, "B": 70, "C": 150}


@dataclass
class Ledger:
    """The year's files, a list of rows each, and the commands that no file holds: (when, who, words of a command).

    ``drivers``: (phone, consultant, day) of the cars delivered; ``undecided``: phones of those who are still worked.
    """

    register: list[Row] = field(default_factory=list)
    online: list[Row] = field(default_factory=list)
    followups: list[Row] = field(default_factory=list)
    churn: list[Row] = field(default_factory=list)
    orders: list[Row] = field(default_factory=list)
    sales: list[Row] = field(default_factory=list)
    owners: list[Row] = field(default_factory=list)
    drivers: list[tuple[str, str, datetime]] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    commands: list[TimedCommand] = field(default_factory=list)
    sequels: list[TimedCommand] = field(default_factory=list)

    def do(self, when: datetime, who: str, *words: object) -> None:
        """A command run by somebody at a time, while the lead was open: before the files that end leads."""
        if when <= END:
            self.commands.append((when, who, tuple(map(str, words))))

    def then(self, when: datetime, who: str, *words: object) -> None:
        """One that follows what those files tell."""
        if when <= END:
            self.sequels.append((when, who, tuple(map(str, words))))


@dataclass
class Customer:
    """One customer on the way through the store."""

    ledger: Ledger
    chance: random.Random
    phone: str
    name: str
    gender: str
    model: str
    consultant: str
    grade: str
    fate: str
    campaign: str = ""
    last: datetime = END
    met: bool = False

    def owner(self, moment: datetime) -> str:
        """Whose the lead is then: the leaver's go to the heir."""
        return HEIR if self.consultant == LEAVER and moment > LEAVES else self.consultant

    def visit(self, moment: datetime, **more: object) -> None:
        """A line of the register."""
        chance, walks = self.chance, more.get("kind", "walk-in") == "walk-in"
        left = later(moment, chance.choice((15, 25, 40, 55, 80)) / 1440)
        self.met = self.met or walks
        self.last = moment
        self.ledger.register.append(
            {
                "arrived_at": iso(moment),
                "left_at": iso(left) if walks else "",
                "name": self.name,
                "gender": self.gender,
                "phone": self.phone,
                "kind": "walk-in",
                "model": self.model,
                "grade": self.grade,
                "budget": self.budget(),
                "need_by": iso(later(moment, _NEED[self.grade]))[:10] if self.grade in _NEED else "",
                "test_drive": "Y" if walks and chance.random() < 0.35 else "",
                "party": chance.choice((1, 2, 2, 3)) if walks else "",
                "consultant": self.owner(moment),
                "campaign": self.campaign,
                "note": people.seen(chance) if chance.random() < 0.5 else "",
                **more,
            }
        )

    def budget(self) -> str:
        """What they say they can spend, in ten thousands; not everybody says it."""
        price = people.MODELS[self.model] / 10_000
        return f"{price - 1:.0f}-{price + 1:.0f}万" if self.chance.random() < 0.6 else ""

    def work(self) -> None:
        """Follow-ups until something ends it, or the year does."""
        due = later(self.last, 1)
        for number in range(self._patience()):
            moment = self._called(due, number)
            if moment > END:
                self.ledger.undecided.append(self.phone)
                return
            if self.chance.random() < 0.14:
                self._record(moment, "no-answer")
                due = later(moment, 1)
                continue
            due = later(moment, self._contact(moment, number))
        self._end(due)

    def _patience(self) -> int:
        if self.fate == "order":
            return self.chance.choice((0, 1, 2, 3, 4, 5, 5, 6, 6, 7, 7, 8))
        return self.chance.randint(2, 6) if self.fate in ("defeat", "lost-contact") else 60

    def _called(self, due: datetime, number: int) -> datetime:
        """On the day, or late, as often as the owner is late."""
        late = self.chance.random() < people.LATE[self.owner(due)] * (0.6 if number == 0 else 1)
        return clock(self.chance, later(due, self.chance.randint(1, 4) if late else 0))

    def _contact(self, moment: datetime, number: int) -> int:
        """One contact; returns the days until the next."""
        chance, warm = self.chance, self.fate == "order"
        outcome = "advance" if chance.random() < (0.6 if warm else 0.25) else "continued"
        if not warm and chance.random() < 0.06:
            outcome = "refused"
        change = ""
        if chance.random() < 0.3:
            moved = (_WARMER if warm or chance.random() < 0.35 else _COLDER)[self.grade]
            change, self.grade = ("" if moved == self.grade else moved), moved
        self._record(moment, outcome, change)
        if outcome == "advance" and number < 8 and chance.random() < 0.3:
            return self._invite(moment)
        return chance.randint(*_GAPS[self.grade])

    def _invite(self, called: datetime) -> int:
        """They agree to come within the window: some do, some do not."""
        days = max(1, _GAPS[self.grade][1] - self.chance.randint(0, 1))
        comes = clock(self.chance, later(called, days), 10, 16)
        self.ledger.do(later(called, 5 / 1440), self.owner(called), "appoint", self.phone, "--at", iso(comes))
        if comes <= END and self.chance.random() < 0.68:
            self.visit(comes, source="showroom" if self.met else "")
            return self.chance.randint(*_GAPS[self.grade])
        return days + 1

    def _record(self, moment: datetime, outcome: str, grade: str = "") -> None:
        via = "phone" if self.chance.random() < 0.8 else "wechat"
        self.last = moment
        self.ledger.followups.append(
            {
                "phone": self.phone,
                "at": iso(moment),
                "by": self.owner(moment),
                "via": via,
                "outcome": outcome,
                "grade": grade,
                "note": people.said(self.chance, outcome),
            }
        )

    def _end(self, due: datetime) -> None:
        moment = clock(self.chance, due, 15, 17)
        if moment > END or self.fate == "open":
            return
        if self.fate == "order":
            self._order(moment)
        else:
            self._churn(moment)

    def _order(self, moment: datetime) -> None:
        chance = self.chance
        if chance.random() < 0.75:
            self.visit(moment.replace(hour=14), source="showroom")
        delivered = clock(chance, later(moment, chance.randint(6, 24)))
        cancelled = chance.random() < 0.06
        ended = delivered <= END
        self.ledger.orders.append(
            {
                "phone": self.phone,
                "ordered_on": iso(moment)[:10],
                "delivered_on": iso(delivered)[:10] if ended and not cancelled else "",
                "cancelled_on": iso(delivered)[:10] if ended and cancelled else "",
                "model": self.model,
                "price": people.MODELS[self.model] - chance.randrange(0, 9000, 500),
                "vin": f"LYS{chance.randrange(10**13, 10**14)}" if ended and not cancelled else "",
                "count": 3 if chance.random() < 0.03 else 1,
            }
        )
        if ended and cancelled:
            self.last, self.fate = delivered, "defeat"
            self.work()
        elif ended:
            self.ledger.drivers.append((self.phone, self.owner(END), delivered))

    def _churn(self, moment: datetime) -> None:
        chance = self.chance
        lost = self.fate == "lost-contact"
        verified = clock(chance, later(moment, chance.randint(1, 5)))
        decided = verified <= END and (verified < later(END, -12) or chance.random() > 0.3)
        won_back = decided and not lost and chance.random() < 0.12
        result = chance.choice(("confirmed",) * 8 + ("overturned", "unreachable")) if decided and not won_back else ""
        self.ledger.churn.append(
            {
                "phone": self.phone,
                "at": iso(moment),
                "kind": self.fate,
                "reason": "" if lost else chance.choice(people.REASONS),
                "rival": "" if lost or chance.random() < 0.4 else chance.choice(people.RIVALS),
                "by": self.owner(moment),
                "verification": result,
                "verified_by": people.SERVICE if result else "",
                "verified_at": iso(verified) if result else "",
            }
        )
        if won_back:
            call_on = iso(later(verified, 75))[:10]
            self.ledger.then(verified, people.SERVICE, "verify", self.phone, "confirmed", "--win-back", call_on)
        if result == "overturned":
            self.last, self.fate = verified, "order"
            self.work()
