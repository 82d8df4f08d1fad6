"""A store at work: what its people do on the command line, and the ledger beside it."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.play.ledger import Fact, Ledger, Purchase

Run = Callable[..., Any]

CONSULTANTS = ("Li Na", "Wang Qiang", "Zhao Lei")
SERVICE = "Mei"
MODELS = ("X5", "S3", "V7")
SOURCES = ("showroom", "phone", "online", "referral", "outreach")
TYPED = ("grade", "model", "source", "kind", "channel", "campaign", "referrer")
"""What may be said of a visit that is typed."""
GRADES = ("H", "A", "B", "C", "N")
FOLLOW_UPS = ("first-follow-up", "follow-up")
WORK = (*FOLLOW_UPS, "screening", "appointment", "verification")


@dataclass
class Shop:
    """One database, its clock, and the ledger of all that was done."""

    run: Run
    folder: Path
    chance: random.Random
    ledger: Ledger = field(default_factory=Ledger)
    now: datetime = datetime(2026, 10, 24, 8, 0)
    team: list[str] = field(default_factory=lambda: list(CONSULTANTS))

    @property
    def at(self) -> str:
        return self.now.isoformat(timespec="minutes")

    @property
    def today(self) -> date:
        return self.now.date()

    def wait(self, minutes: int = 5) -> None:
        self.now += timedelta(minutes=minutes)

    def ask(self, *words: object, code: int = 0, **more: Any) -> Any:
        """What a command prints as JSON."""
        result = self.run(*words, "--json", now=self.at, **more)
        assert result.code == code, (words, result.code, result.err)
        return json.loads(result.out) if result.out else None

    def do(self, *words: object, as_: str = CONSULTANTS[0]) -> Any:
        """A write; the clock goes on before it, so that no two have the same minute."""
        self.wait()
        return self.ask(*words, as_=as_)

    def open(self) -> None:
        self.ask("init", "--timezone", "Asia/Shanghai")
        for name in self.team:
            self.ask("staff", "add", name)
        self.ask("staff", "add", SERVICE, "--role", "service")

    # the ledger

    def note(self, record: Any, kind: str, person: int | None, id_: int = 0, /, **more: Any) -> None:
        self.ledger.add(Fact(self.at, record["operation"], kind, person, id_, more))

    def purchases(self, *statuses: str) -> list[Purchase]:
        """Purchases under way, as far as they are known by now."""
        return [
            purchase
            for purchase in self.ledger.purchases()
            if purchase.closed is None and purchase.status in statuses and str(purchase.opened) <= self.at
        ]

    def pick(self, *statuses: str) -> Purchase | None:
        found = self.purchases(*(statuses or ("open",)))
        return self.chance.choice(found) if found else None

    def phone_of(self, purchase: Purchase) -> str:
        return self.ledger.phone_of(purchase.person)

    # what people do

    def follow_up(self, phone: str, consultant: str, *, ordered: bool) -> None:
        chance = self.chance
        outcome = chance.choice(("advance", "continued", "continued", "refused", "no-answer", "no-answer"))
        via = chance.choice(("phone", "phone", "wechat", "letter", "home-visit"))
        grade = chance.choice((None, None, *GRADES)) if not ordered else None
        next_on = (self.today + timedelta(days=chance.randint(1, 9))).isoformat() if chance.random() < 0.25 else None
        options = [*option("--grade", grade), *option("--next", next_on)]
        record = self.do("followup", phone, "said", "--outcome", outcome, "--via", via, *options, as_=consultant)
        kind = "try" if outcome == "no-answer" else "letter" if via == "letter" else "contact"
        person = self.ledger.person(phone)
        self.note(record, kind, person, record["followup"], grade=grade, next=next_on, outcome=outcome, via=via)

    def grade(self, purchase: Purchase) -> None:
        """By evidence: what is suggested, and then set."""
        phone, evidence = self.phone_of(purchase), ("--decision", "comparing", "--money", "ready", "--deciders", "all")
        shown = self.ask("grade", phone, *evidence)
        assert shown["suggested"] == "A"
        assert shown["votes"] == {"H": 2, "A": 3, "B": 0, "C": 0, "N": 0}
        record = self.do("grade", phone, shown["suggested"], *evidence)
        self.note(record, "grade", purchase.person, grade="A")

    def lose(self, purchase: Purchase) -> None:
        reason = self.chance.choice(("price", "brand", "gave-up", None))
        rival = self.chance.choice(("Haval H6", "BYD Song", None))
        how = ("--lost-contact",) if reason is None else ("--reason", reason)
        record = self.do("defeat", self.phone_of(purchase), *how, *option("--rival", rival))
        self.note(record, "lost", purchase.person, reason=reason, rival=rival)

    def verify(self, phone: str, result: str) -> None:
        person, chance = self.ledger.person(phone), self.chance
        back = (self.today + timedelta(days=chance.randint(2, 30))).isoformat()
        won = result == "confirmed" and chance.random() < 0.5
        to = chance.choice(self.takers(person)) if result == "overturned" else None
        before = next(c for c in self.ledger.purchases() if c.person == person and c.closed is None)
        options = [*option("--to", to), *(("--win-back", back) if won else ())]
        record = self.do("verify", phone, result, *options, as_=SERVICE)
        self.note(record, "check", person, result=result)
        if to is not None:
            self.note(record, "give", person, staff=to)
        if won:
            self.note(record, "grade", person, grade=before.grade, model=before.model, wins_back=record["new_lead"])
            self.note(record, "give", person, staff=before.owner, wins_back=record["new_lead"])
            self.ledger.add(Fact(f"{back}T00:00", record["operation"], "start", person))

    def takers(self, person: int | None) -> list[str]:
        """Who may be given somebody's purchase."""
        return self.team

    def order(self, purchase: Purchase) -> None:
        model, count = self.chance.choice((*MODELS, None)), self.chance.choice((1, 1, 1, 4))
        record = self.do("order", self.phone_of(purchase), *option("--model", model), "--count", count)
        self.note(record, "order", purchase.person, record["order"], model=model or purchase.model, count=count)

    def deliver(self, purchase: Purchase) -> None:
        self.note(self.do("deliver", self.phone_of(purchase)), "deliver", purchase.person)

    def cancel(self, purchase: Purchase) -> None:
        self.note(self.do("cancel", self.phone_of(purchase)), "cancel", purchase.person)

    def sleep(self, purchase: Purchase) -> None:
        until = (self.today + timedelta(days=self.chance.randint(2, 25))).isoformat()
        record = self.do("dormant", self.phone_of(purchase), "--until", until)
        self.note(record, "sleep", purchase.person, until=until)

    def assign(self, purchase: Purchase) -> None:
        to = self.chance.choice(self.team)
        self.note(self.do("assign", self.phone_of(purchase), "--to", to), "give", purchase.person, staff=to)

    def hand_over(self, giver: str, taker: str, *insisting: str, as_: str = CONSULTANTS[0]) -> None:
        """All that one consultant owns goes to another."""
        own = [purchase for purchase in self.ledger.purchases() if purchase.closed is None and purchase.owner == giver]
        record = self.do("assign", "--from", giver, "--to", taker, *insisting, as_=as_)
        assert record["leads"] == len(own)
        for purchase in own:
            self.note(record, "give", purchase.person, staff=taker)

    def give_out(self) -> None:
        """What nobody owns and is open is given out; leadctl says to whom."""
        free = [purchase for purchase in self.ledger.purchases() if purchase.owner is None and self.is_open(purchase)]
        record = self.do("assign", "--auto")
        given = {entry["lead"]: entry["consultant"] for entry in record["given"]}
        assert len(given) == len(free)
        for place, (lead, consultant) in enumerate(given.items()):
            self.note(record, "give", self.person_of(lead), place, staff=consultant)

    def is_open(self, purchase: Purchase) -> bool:
        """Open, or asleep until a day that has come."""
        awake = purchase.status == "dormant" and str(purchase.waking) <= self.today.isoformat()
        return purchase.closed is None and (purchase.status == "open" or awake)

    def type_visit(self, phone: str | None, consultant: str, **said: Any) -> None:
        """A visit typed when it happens."""
        flags = ("--test-drive",) if said.get("drive") else ()
        words = [word for name in TYPED for word in option(f"--{name}", said.get(name))]
        record = self.do("log-visit", *option("--phone", phone), *words, *flags, as_=consultant)
        said.setdefault("kind", "walk-in")
        staff = consultant if consultant in self.team else None
        self.note(record, "visit", self.ledger.person(phone), record["visit"], staff=staff, **said)

    def merge(self, gone: Purchase, kept: Purchase) -> None:
        record = self.do("merge", self.phone_of(gone), "into", self.phone_of(kept))
        self.ledger.join(record["operation"], gone.person, kept.person)

    # the register

    def send(self, rows: list[dict[str, Any]], *, code: int = 0, **options: Any) -> Any:
        """Import rows as a file, overlapping with what was sent before."""
        path = self.folder / "register.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        words = [word for name, value in options.items() for word in option(f"--{name.replace('_', '-')}", value)]
        return self.take_in("log-visit", "--from", path, *words, code=code)

    def take_in(self, *words: object, code: int = 0) -> Any:
        """A batch."""
        return self.ask(*words, code=code)

    def person_of(self, lead: int) -> int | None:
        return self.ledger.person(self.ask("show", lead)["phone"])

    def visits_of_today(self) -> dict[str, int]:
        """Arrival -> visit."""
        return {visit["arrived_at"]: visit["visit"] for visit in self.ask("visits", "--on", self.today)}


def option(name: str, value: object) -> tuple[object, ...]:
    return () if value is None else (name,) if value is True else (name, value)
