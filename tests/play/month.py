"""Five weeks of the store, day by day: who comes, what is done, and the register at night."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tests.play.ledger import Chapter, Fact
from tests.play.shop import CONSULTANTS, FOLLOW_UPS, GRADES, MODELS, SERVICE, SOURCES, Shop

FIRST, LAST = date(2026, 10, 25), date(2026, 11, 30)
PEOPLE = 60
"""How many phones there are among those who come; some come again and again."""


class Days:
    """The days of a shop. ``yesterday``: rows that are sent once more tonight."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.yesterday: list[dict[str, Any]] = []
        self.newcomers = 0

    def work(self) -> None:
        """One day: the morning's calls, the day's deeds, the night's register."""
        shop = self.shop
        rows = [self._row(minute) for minute in sorted(shop.chance.sample(range(1, 108), shop.chance.randint(1, 5)))]
        self._call()
        self._verify()
        for deed in self._deeds():
            deed()
        shop.now = datetime.combine(shop.today, datetime.min.time()) + timedelta(hours=20)
        self._register(rows)
        self._correct()

    def _row(self, slot: int) -> dict[str, Any]:
        """A row of the register; its minute is nobody else's (typed writes stand on fives)."""
        chance = self.shop.chance
        at = datetime.combine(self.shop.today, datetime.min.time()) + timedelta(hours=9, minutes=slot * 5 + 1)
        kind = chance.choice(("walk-in",) * 5 + ("call", "event", "online"))
        left = at + timedelta(minutes=chance.choice((8, 29, 30, 75)))
        return {
            "arrived_at": at.isoformat(timespec="minutes"),
            "left_at": left.isoformat(timespec="minutes") if kind == "walk-in" and chance.random() < 0.7 else "",
            "phone": f"1390000{chance.randrange(PEOPLE):04}" if chance.random() < 0.8 else "",
            "kind": kind,
            "first_visit": chance.choice(("", "", "", "1", "0")) if kind == "walk-in" else "",
            "source": chance.choice((*SOURCES, "")),
            "model": chance.choice((*MODELS, "")),
            "grade": chance.choice((*GRADES, "")),
            "test_drive": chance.choice(("1", "0", "")),
            "consultant": chance.choice((*CONSULTANTS, "")),
        }

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

    def _deeds(self) -> list[Any]:
        shop = self.shop
        on = lambda do, *statuses: lambda: (chapter := shop.pick(*statuses)) and do(chapter)  # noqa: E731
        deeds: list[Any] = [
            on(shop.lose), on(shop.lose), on(shop.order), on(shop.order), on(shop.grade), on(shop.assign),
            on(shop.sleep), on(shop.deliver, "ordered"), on(shop.cancel, "ordered"), on(shop.order, "dormant"),
            self._somebody_new, self._again, self._step_back, shop.give_out, self._one_person, self._hand_over,
        ]  # fmt: skip
        return shop.chance.sample(deeds, 4)

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
        if any(c.closed is None and c.owner == giver for c in self.shop.ledger.chapters()):
            self.shop.hand_over(giver, taker)

    def _one_person(self) -> None:
        """Two customers turn out to be one; both have only what is open."""
        plain = [c for c in self.shop.chapters("open") if not c.losses and not c.sales and self._single(c)]
        if len(plain) > 1:
            self.shop.merge(*self.shop.chance.sample(plain, 2))

    def _single(self, chapter: Chapter) -> bool:
        return sum(other.person == chapter.person for other in self.shop.ledger.chapters()) == 1

    def _step_back(self) -> None:
        """A write that was a mistake, taken back at once."""
        shop, before, phones = self.shop, self.shop.ledger.facts, dict(self.shop.ledger.phones)
        chapter = shop.pick()
        if chapter is not None:
            shop.chance.choice((shop.lose, shop.order, shop.sleep))(chapter)
            shop.do("undo")
            shop.ledger.facts, shop.ledger.phones = before, phones

    def _register(self, rows: list[dict[str, Any]]) -> None:
        """Tonight's file: yesterday's rows once more, some filled in, and today's; now and then a bad one."""
        shop, grown = self.shop, self._grown()
        kept = [row | grown.get(row["arrived_at"], {}) for row in self.yesterday]
        send = self._send_dirty if shop.chance.random() < 0.25 else shop.send
        summary = send(kept + rows)
        assert (summary["visits"], summary["updated"]) == (len(rows), len(grown))
        assert summary["unchanged"] == len(kept) - len(grown)
        self._note_visits(rows, summary["operation"])
        assert shop.send(kept + rows)["unchanged"] == len(kept + rows), "the same file again changes nothing"
        self.yesterday = rows

    def _grown(self) -> dict[str, dict[str, Any]]:
        """Arrival -> cells that were empty yesterday; the ledger learns them."""
        grown = {}
        for row in self.yesterday:
            if row["grade"] == "" and self.shop.chance.random() < 0.5:
                grown[row["arrived_at"]] = {"grade": "B"}
                old = next(f for f in self.shop.ledger.visits() if f.at == row["arrived_at"])
                self.shop.ledger.change(old, old.but(grade="B"))
        return grown

    def _send_dirty(self, rows: list[dict[str, Any]]) -> Any:
        """One row cannot be read: nothing is written; the good ones are, then the bad one mended."""
        shop, rejects = self.shop, self.shop.folder / "rejects.csv"
        bad = [*rows[:-1], rows[-1] | {"phone": "138****5678"}]
        assert not shop.send(bad, code=3)["written"]
        first = shop.send(bad, code=3, skip_bad=True, rejects=rejects)
        assert (first["rejected"], first["rejects_file"]) == (1, str(rejects))
        text = rejects.read_text(encoding="utf-8")
        assert text.count("138****5678") >= 1
        rejects.write_text(text.replace("138****5678", rows[-1]["phone"], 1), encoding="utf-8")
        mended = shop.ask("log-visit", "--from", rejects)
        assert (mended["visits"], mended["written"]) == (1, True)
        keys = ("visits", "updated", "unchanged")
        return {key: first[key] + mended[key] for key in keys} | {"operation": mended["operation"]}

    def _note_visits(self, rows: list[dict[str, Any]], operation: int) -> None:
        ids = {visit["arrived_at"]: visit["visit"] for visit in self.shop.ask("visits", "--on", self.shop.today)}
        for row in rows:
            said = {name: row[name] or None for name in ("kind", "source", "model", "grade")}
            said |= {"left": row["left_at"] or None, "staff": row["consultant"] or None}
            said |= {"first": {"1": True, "0": False}.get(row["first_visit"]), "drive": row["test_drive"] == "1"}
            person = self.shop.ledger.person(row["phone"] or None)
            self.shop.ledger.add(Fact(row["arrived_at"], operation, "visit", person, ids[row["arrived_at"]], said))

    def _correct(self) -> None:
        """What was written down wrongly, at least two days ago, is set right or removed."""
        shop, before = self.shop, str(self.shop.today - timedelta(days=2))
        old = [fact for fact in shop.ledger.facts if fact.at < before]
        correction = shop.chance.choice((self._regrade, self._reword, self._forget_call, self._forget_stranger, None))
        if correction is not None:
            correction(old)

    def _regrade(self, old: list[Fact]) -> None:
        visits = [fact for fact in old if fact.kind == "visit"]
        if visits:
            fact, grade = self.shop.chance.choice(visits), self.shop.chance.choice(GRADES)
            self.shop.do("edit", "visit", fact.id, "--grade", grade, "--test-drive", "yes")
            self.shop.ledger.change(fact, fact.but(grade=grade, drive=True))

    def _reword(self, old: list[Fact]) -> None:
        """Nobody had answered after all."""
        calls = [fact for fact in old if fact.kind in ("contact", "letter")]
        if calls:
            fact = self.shop.chance.choice(calls)
            self.shop.do("edit", "followup", fact.id, "--outcome", "no-answer")
            tried = Fact(fact.at, fact.operation, "try", fact.person, fact.id, fact.more)
            self.shop.ledger.change(fact, tried)

    def _forget_call(self, old: list[Fact]) -> None:
        calls = [fact for fact in old if fact.kind in ("contact", "letter", "try")]
        if calls:
            fact = self.shop.chance.choice(calls)
            self.shop.do("delete", "followup", fact.id)
            self.shop.ledger.change(fact, None)

    def _forget_stranger(self, old: list[Fact]) -> None:
        strangers = [fact for fact in old if fact.kind == "visit" and fact.person is None]
        if strangers:
            fact = self.shop.chance.choice(strangers)
            self.shop.do("delete", "visit", fact.id)
            self.shop.ledger.change(fact, None)
