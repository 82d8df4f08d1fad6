"""Random writes one after the other, each perhaps undone and done again; at the end all of them are undone.

    python -m tests.faults.operations [--count N] [--seed N]

A refused command changes nothing. An undo gives back every row of every table as it was before, an undone undo every
row as it had become. What is recorded meanwhile is derived as if it were derived afresh.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from tests.commands.stores import tables
from tests.faults.corruption import run_here
from tests.faults.running import Done, Tally, find_fault

PHONES = tuple(f"138{place * 7919 % 100_000_000:08}" for place in range(1, 13))
MODELS = ("Yuanshan X5", "Yuanshan S3", "Octavia")
STAFF = ("Li Na", "Wang Qiang", "Zhao Min")
BEGIN = datetime(2026, 11, 1, 8, 0)

Words = tuple[str, ...]
Make = Callable[[random.Random], Words]


def _lead(chance: random.Random) -> str:
    return str(chance.randint(1, 10))


def _visit(chance: random.Random) -> Words:
    words = ["log-visit", "--kind", chance.choice(("walk-in", "call", "event"))]
    if chance.random() < 0.9:
        words += ["--phone", chance.choice(PHONES)]
    if chance.random() < 0.5:
        words += ["--name", chance.choice(("王伟", "李静", "Smith"))]
    if chance.random() < 0.5:
        words += ["--model", chance.choice(MODELS), "--grade", chance.choice("HABC")]
    if chance.random() < 0.3:
        words += ["--at", f"2026-11-0{chance.randint(1, 9)}T1{chance.randint(0, 9)}:30"]
    return tuple(words)


def _follow_up(chance: random.Random) -> Words:
    outcome = chance.choice(("advance", "continued", "no-answer"))
    words = ("followup", _lead(chance), "said something", "--outcome", outcome)
    return (*words, "--grade", chance.choice("HABC")) if chance.random() < 0.4 else words


def _register(chance: random.Random) -> Words:
    """A register of some rows, written where the commands run: new people, known ones, and known rows changed."""
    rows = []
    for place in range(chance.randint(1, 8)):
        moment = f"2026-11-0{chance.randint(1, 9)} 09:{place:02}"
        rows.append(f"{moment},{chance.choice(PHONES)},,{chance.choice(MODELS)},n{chance.random():.2f}")
    Path("register.csv").write_text("\n".join(["arrived_at,phone,name,model,note", *rows]) + "\n", encoding="utf-8")
    return "import", "visits", "register.csv"


MAKERS: Sequence[Make] = (
    _visit,
    _visit,
    _visit,
    _follow_up,
    _follow_up,
    _register,
    lambda chance: ("grade", _lead(chance), chance.choice("HABCN")),
    lambda chance: ("defeat", _lead(chance), "--reason", chance.choice(("price", "wait"))),
    lambda chance: ("verify", _lead(chance), chance.choice(("confirmed", "overturned", "unreachable"))),
    lambda chance: ("order", _lead(chance), "--price", str(chance.randint(90_000, 300_000))),
    lambda chance: ("deliver", _lead(chance)),
    lambda chance: ("cancel", _lead(chance)),
    lambda chance: ("dormant", _lead(chance), "--until", "+1m"),
    lambda chance: ("appoint", _lead(chance), "--at", "+2d 10:00"),
    lambda chance: ("callback", _lead(chance), "--at", "+1d 15:00", "in a meeting"),
    lambda chance: ("assign", _lead(chance), "--to", chance.choice(STAFF[:2])),
    lambda chance: ("edit", "visit", _lead(chance), "--at", f"2026-11-0{chance.randint(1, 9)}T12:00"),
    lambda chance: ("edit", "visit", _lead(chance), "--phone", chance.choice(PHONES)),
    lambda chance: ("edit", "followup", _lead(chance), "--outcome", chance.choice(("no-answer", "refused"))),
    lambda chance: ("edit", "customer", f"c{_lead(chance)}", "--name", chance.choice(("王大伟", "Jones"))),
    lambda chance: ("edit", "lead", _lead(chance), "--model", chance.choice(MODELS)),
    lambda chance: ("delete", "visit", _lead(chance)),
    lambda chance: ("delete", "followup", _lead(chance)),
    lambda chance: ("merge", f"c{_lead(chance)}", "INTO", f"c{_lead(chance)}"),
    lambda chance: ("tag", f"c{_lead(chance)}", chance.choice(("vip", "golf"))),
    lambda chance: ("sale", "--channel", "wholesale", "--model", chance.choice(MODELS), "--on", "today"),
)
"""What a store does in a day; much of it is refused, since leads and ids are taken at random."""


class Play:
    """A store that is written at random, and what it held before each write that is still in effect."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.store, self.tally, self.chance = folder / "store.db", Tally("random operations"), random.Random(seed)
        self.now = BEGIN
        self.stack: list[tuple[int, dict[str, list[tuple[object, ...]]]]] = []
        self._env = {"LEADCTL_DB": str(self.store), "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        os.chdir(folder)
        for words in (("init", "--timezone", "Asia/Shanghai"), *(("staff", "add", name) for name in STAFF)):
            assert self.run(*words).code == 0

    def run(self, *words: str, as_: str | None = None) -> Done:
        """Run a command a moment later."""
        self.now += timedelta(minutes=self.chance.randint(1, 200))
        who = {} if as_ is None else {"LEADCTL_USER": as_}
        env = {**self._env, **who, "LEADCTL_NOW": self.now.isoformat("T", "minutes")}
        return run_here(self.store.parent, words, env)

    def step(self) -> None:
        """One random write; then perhaps its undo, and the undo of that."""
        words, before, newest = self.chance.choice(MAKERS)(self.chance), tables(self.store), self._latest()
        done = self.run(*words, as_=self.chance.choice(STAFF))
        after = tables(self.store)
        self._count(words, done.mishap or ("refused, and changed" if done.code and after != before else None))
        operation = self._latest()
        if done.code or operation == newest:
            return
        if self.chance.random() < 0.5:
            self._undo(operation, before)
            if self.chance.random() < 0.5:
                return
            operation = self._latest()
            self._undo(operation, after)
            operation = self._latest()
        self.stack.append((operation, before))

    def undo_an_older_one(self) -> None:
        """Undo any operation: what others build on is refused and changes nothing, the others can be done again."""
        operation, before = self.chance.randint(1, self._latest()), tables(self.store)
        done = self.run("undo", str(operation))
        if done.code:
            changed = "refused, and changed" if tables(self.store) != before else None
            self._count(("undo", str(operation)), done.mishap or changed)
            return
        self._undo(self._latest(), before)

    def undo_everything(self) -> None:
        """Take back all that is in effect, the newest first."""
        for operation, before in reversed(self.stack):
            self._undo(operation, before)
        self.stack.clear()

    def examine(self) -> None:
        """Whether everything derived follows from the facts."""
        self._count(("doctor",), find_fault(self.store))

    def _undo(self, operation: int, wanted: dict[str, list[tuple[object, ...]]]) -> None:
        done = self.run("undo", str(operation))
        found = tables(self.store)
        other = [name for name in wanted if found.get(name) != wanted[name]]
        wrong = f"{other} are not as before" if other else None
        if done.code:
            wrong = f"exit {done.code}: {done.err.strip()}"
        self._count(("undo", str(operation)), done.mishap or wrong)

    def _latest(self) -> int:
        with closing(sqlite3.connect(self.store)) as db:
            return int(db.execute("SELECT max(id) FROM operations").fetchone()[0])

    def _count(self, words: Words, wrong: str | None) -> None:
        self.tally.count(f"{self.tally.tried}, {' '.join(words)}", wrong)


def play_at_random(count: int, seed: int = 1) -> Tally:
    """Play so many random writes; the tally of what was not as it had to be."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        try:
            play = Play(Path(name), seed)
            for number in range(1, count + 1):
                play.step()
                if number % 10 == 0:
                    play.undo_an_older_one()
                if number % 50 == 0:
                    play.examine()
            play.undo_everything()
            play.examine()
        finally:
            os.chdir(here)
    return play.tally


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=600, help="random writes")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tally = play_at_random(asked.count, asked.seed)
    print(tally)
    sys.exit(bool(tally.lost))
