"""The register that is sent every night: yesterday's rows once more, some filled in, and today's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.play.ledger import Fact
from tests.play.shop import GRADES, MODELS, SOURCES, Shop

Row = dict[str, Any]


@dataclass
class Register:
    """``people``: how many phones there are among those who come, some again and again; ``days``: how long rows are
    sent once more; ``twice``, ``dirty``: how often the same file is
    sent again, or has a bad row; ``campaigns``: what brought some of them."""

    shop: Shop
    people: int
    days: int = 1
    twice: float = 1.0
    dirty: float = 0.25
    sent: list[list[Row]] = field(default_factory=list)
    campaigns: Sequence[str] = ()

    def rows(self, most: int) -> list[Row]:
        """Today's, one at least."""
        chance = self.shop.chance
        return [self._row(slot) for slot in sorted(chance.sample(range(1, 108), chance.randint(1, most)))]

    def _row(self, slot: int) -> Row:
        """Its minute is nobody else's (typed writes stand on fives)."""
        chance = self.shop.chance
        at = datetime.combine(self.shop.today, datetime.min.time()) + timedelta(hours=9, minutes=slot * 5 + 1)
        kind = chance.choice(("walk-in",) * 5 + ("call", "event", "online"))
        left = at + timedelta(minutes=chance.choice((8, 29, 30, 75)))
        return {
            "arrived_at": at.isoformat(timespec="minutes"),
            "left_at": left.isoformat(timespec="minutes") if kind == "walk-in" and chance.random() < 0.7 else "",
            "phone": f"139{1 + chance.randrange(self.people):08}" if chance.random() < 0.8 else "",
            "kind": kind,
            "first_visit": chance.choice(("", "", "", "1", "0")) if kind == "walk-in" else "",
            "source": chance.choice((*SOURCES, "")),
            "model": chance.choice((*MODELS, "")),
            "grade": chance.choice((*GRADES, "")),
            "test_drive": chance.choice(("1", "0", "")),
            "consultant": chance.choice((*self.shop.team, "")),
            "campaign": chance.choice((*self.campaigns, "", "", "")),
        }

    def send(self, rows: list[Row]) -> None:
        """Tonight's file; now and then a bad row is in it."""
        shop, grown = self.shop, self._grown()
        old = [self._filled(row, grown) for day in self.sent for row in day]
        send = self._send_dirty if shop.chance.random() < self.dirty else shop.send
        summary = send(old + rows)
        assert (summary["visits"], summary["updated"]) == (len(rows), len(grown))
        assert summary["unchanged"] == len(old) - len(grown)
        for fact in grown.values():
            shop.ledger.change(summary["operation"], fact, fact.but(grade="B"))
        self._note(rows, summary["operation"])
        if shop.chance.random() < self.twice:
            assert shop.send(old + rows)["unchanged"] == len(old + rows), "the same file again changes nothing"
        self.sent = [*self.sent, rows][-self.days :]

    def _filled(self, row: Row, grown: dict[str, Fact]) -> Row:
        return row | ({"grade": "B"} if row["arrived_at"] in grown else {})

    def _grown(self) -> dict[str, Fact]:
        """Arrival -> the visit as it was told last night, of rows whose grade is filled in tonight."""
        empty = [row["arrived_at"] for row in (self.sent or [[]])[-1] if row["grade"] == ""]
        chosen = {at for at in empty if self.shop.chance.random() < 0.5}
        return {fact.at: fact for fact in self.shop.ledger.visits() if fact.at in chosen}

    def _send_dirty(self, rows: list[Row]) -> Any:
        """One row cannot be read: nothing is written; the good ones are, then the bad one mended."""
        shop, rejects = self.shop, self.shop.folder / "rejects.csv"
        bad = [*rows[:-1], rows[-1] | {"phone": "138****5678"}]
        assert not shop.send(bad, code=3)["written"]
        first = shop.send(bad, code=3, skip_bad=True, rejects=rejects)
        assert (first["rejected"], first["rejects_file"]) == (1, str(rejects))
        text = rejects.read_text(encoding="utf-8")
        assert text.count("138****5678") >= 1
        rejects.write_text(text.replace("138****5678", rows[-1]["phone"], 1), encoding="utf-8")
        mended = shop.take_in("log-visit", "--from", rejects)
        assert (mended["visits"], mended["written"]) == (1, True)
        keys = ("visits", "updated", "unchanged")
        return {key: first[key] + mended[key] for key in keys} | {"operation": mended["operation"]}

    def _note(self, rows: list[Row], operation: int) -> None:
        ids = self.shop.visits_of_today()
        for row in rows:
            said = {name: row[name] or None for name in ("kind", "source", "model", "grade", "campaign")}
            said |= {"left": row["left_at"] or None, "staff": row["consultant"] or None}
            said |= {"first": {"1": True, "0": False}.get(row["first_visit"]), "drive": row["test_drive"] == "1"}
            person = self.shop.ledger.person(row["phone"] or None)
            self.shop.ledger.add(Fact(row["arrived_at"], operation, "visit", person, ids[row["arrived_at"]], said))
