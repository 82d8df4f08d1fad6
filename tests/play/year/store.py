"""A store at work for a year: every write is noted, looked at, and now and then taken back and done again."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.commands.stores import tables_of
from tests.conftest import Result
from tests.play.ledger import Purchase, later
from tests.play.shop import Shop

CONSULTANTS = ("Li Na", "Wang Qiang", "Zhao Lei", "Sun Hao")
RECEPTION, SERVICE, MANAGER = "Fang", "Mei", "Chen"
OTHERS = {RECEPTION: "reception", SERVICE: "service", MANAGER: "manager"}

OFTEN = 4
"""How often each kind of command is undone and redone at least, as long as it happens that often."""
SHARE = 0.01
"""Which share of all others is."""

LASTING = ("log-visit --from", "import", "policy", "staff", "report", "undo")
"""Commands that nobody takes back days later in this play; that it can be done is tried at once."""

GROUPS = ("aftercare", "audit", "campaign", "delete", "edit", "import", "report", "reward", "staff", "target")
TELLING = ("--result", "--outcome")
FLAGS = ("--win-back", "--lost-contact", "--auto", "--release", "--from", "--week", "--usual", "--done", "--check")


@dataclass
class Store(Shop):
    """A shop whose steps are watched.

    ``examine``: what is looked at after each step; ``endings``: how the next contacts with owners end.
    """

    now: datetime = datetime(2026, 1, 2, 8, 0)
    team: list[str] = field(default_factory=lambda: list(CONSULTANTS))
    examine: Callable[[Store], None] = lambda _: None
    commands: deque[str] = field(default_factory=lambda: deque(maxlen=20))
    done: Counter[str] = field(default_factory=Counter)
    undone: Counter[str] = field(default_factory=Counter)
    reverted: Counter[str] = field(default_factory=Counter)
    kept: dict[str, Any] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    refusal: str = ""
    endings: list[str] = field(default_factory=list)
    recent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=60))
    _open: bool = False

    @property
    def file(self) -> Path:
        return self.folder / "store.db"

    @cached_property
    def db(self) -> sqlite3.Connection:
        """The file, open for reading all year: between two questions it holds no lock, and sees every write."""
        return sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)

    @property
    def month(self) -> str:
        return self.at[:7]

    def open(self) -> None:
        super().open()
        for name, role in OTHERS.items():
            if name != SERVICE:
                self.ask("staff", "add", name, "--role", role)

    def some(self, probability: float) -> bool:
        return self.chance.random() < probability

    def day(self, ahead: int) -> str:
        return (self.today + timedelta(days=ahead)).isoformat()

    def run_now(self, *words: object, as_: str | None = None) -> Result:
        self.commands.append(f"{self.at} {as_ or '-'}: {' '.join(map(str, words))}")
        result: Result = self.run(*words, "--json", now=self.at, **({"as_": as_} if as_ else {}))
        assert "Traceback" not in result.err
        return result

    def ask(self, *words: object, code: int | None = 0, **more: Any) -> Any:
        result = self.run_now(*words, as_=more.get("as_"))
        assert code in (None, result.code), (words, result.code, result.err)
        return json.loads(result.out) if result.out else None

    def do(self, *words: object, as_: str = CONSULTANTS[0]) -> Any:
        """A write that must be taken."""
        record = self.attempt(*words, as_=as_)
        assert record is not None, (words, self.refusal)
        return record

    def attempt(self, *words: object, as_: str = CONSULTANTS[0]) -> Any:
        """A write; None when it is refused, which leaves everything as it was."""
        self.settle()
        self.wait()
        kind = kind_of(words)
        before = self._before(kind)
        result = self.run_now(*words, as_=as_)
        assert result.code in (0, 1), (words, result)
        self.refusal = result.err
        if result.code == 1:
            return None
        record = json.loads(result.out)
        self._open = True
        if record["operation"] is not None:
            self._remember(kind, record["operation"], before)
        return record

    def take_in(self, *words: object, code: int = 0) -> Any:
        """A batch, which is watched like any other write."""
        self.settle()
        kind = kind_of(words)
        before = self._before(kind)
        record = self.ask(*words, code=code)
        self._open = True
        if record["operation"] is not None:
            self._remember(kind, record["operation"], before)
        return record

    def settle(self) -> None:
        """The step before is over: the file and the ledger must agree on it."""
        if self._open:
            self._open = False
            self.examine(self)

    # taking back

    def _before(self, kind: str) -> dict[str, list[Any]] | None:
        wanted = kind != "undo" and (self.undone[kind] < OFTEN or self.some(SHARE))
        return tables_of(self.db) if wanted else None

    def _remember(self, kind: str, operation: int, before: dict[str, list[Any]] | None) -> None:
        self.done[kind] += 1
        if not kind.startswith(LASTING):
            self.recent.append((operation, kind))
        if before is not None:
            self.undone[kind] += 1
            self._undo_and_redo(operation, before)

    def _undo_and_redo(self, operation: int, before: dict[str, list[Any]]) -> None:
        """Undo gives back every row as it was, and undoing that every row as it became."""
        after = tables_of(self.db)
        undo = self.ask("undo", operation)
        difference = changed(before, tables_of(self.db))
        assert not difference, f"undo restores the exact state: {difference}"
        self.ask("undo", undo["operation"])
        difference = changed(after, tables_of(self.db))
        assert not difference, f"redo restores the exact state: {difference}"

    # asked of the file itself, to save time

    def sql(self, question: str, *values: object) -> list[Any]:
        return self.db.execute(question, values).fetchall()

    def person_of(self, lead: int) -> int | None:
        [(phone, *_), *_] = self.sql(
            "SELECT p.phone FROM leads AS l JOIN phones AS p ON p.customer = l.customer WHERE l.id = ?", lead
        )
        return self.ledger.person(phone)

    def visits_of_today(self) -> dict[str, int]:
        return dict(self.sql("SELECT at, id FROM visits WHERE substr(at, 1, 10) = ?", str(self.today)))

    # whom it may concern

    def of(self, *statuses: str, **known: Any) -> Purchase | None:
        """Somebody's purchase in one of these states, with these properties."""
        found = [
            purchase
            for purchase in self.purchases(*statuses)
            if all(getattr(purchase, name) == value for name, value in known.items())
        ]
        return self.chance.choice(found) if found else None

    def kept_away(self, person: int, who: str) -> bool:
        """Whether somebody neglected a purchase within the last seven days."""
        gives = [fact for fact in self.ledger.facts_of(person) if fact.kind == "give"]
        days = [fact.at for fact in gives if fact.get("released_from") == who]
        return any(later(at, 7) > str(self.today) for at in days)

    def takers(self, person: int | None) -> list[str]:
        return [who for who in self.team if person is None or not self.kept_away(person, who)]

    def consultant(self) -> str:
        return self.chance.choice(self.team)

    def stranger(self) -> str:
        """A phone that nobody has."""
        self.ledger.count(0, "strangers")
        return f"1370000{self.ledger.counts['strangers',]:04}"

    def known(self) -> str:
        """The phone of somebody whom we know, whatever became of them."""
        ledger = self.ledger
        return self.chance.choice([phone for phone, person in ledger.phones.items() if ledger.purchases_of(person)])


def kind_of(words: tuple[object, ...]) -> str:
    """What kind of command it is, with what makes it another one."""
    text = [str(word) for word in words]
    kind = text[:2] if text[0] in GROUPS else text[:1]
    if text[0] == "audit":
        return " ".join(text[:2])
    if text[0] in ("verify", "screen"):
        kind.append(text[2])
    kind += [text[place + 1] for place, word in enumerate(text) if word in TELLING]
    return " ".join(dict.fromkeys([*kind, *(word for word in text if word in FLAGS)]))


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Table -> rows that are in one of the two only."""
    return {
        name: sorted(set(rows) ^ set(after[name]), key=str)[:6] for name, rows in before.items() if rows != after[name]
    }
