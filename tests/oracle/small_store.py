"""A store in which the examples of the rules play."""

from __future__ import annotations

import shlex
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from tests.oracle.playing import Answer, Run

_EMPTY: dict[str, bytes] = {}
"""The files of stores without a lead, by policy: made once, then copied."""


class SmallStore:
    """A store with two consultants, a manager and customer service, in November 2026.

    ``at("02 10:00", "followup 1 --outcome no-answer")`` runs a command as Ann on that day of November (or of another
    month, ``10-12 09:00``) and gives its JSON. ``lines("05")`` is the list of that day, and so on.
    """

    def __init__(self, run: Run, file: Path, policy: str) -> None:
        self.run = run
        if policy in _EMPTY:
            file.write_bytes(_EMPTY[policy])
            return
        for words in (
            f"init --store Test --policy {policy} --timezone Asia/Shanghai",
            "staff add Ann",
            "staff add Ben",
            "staff add Max --role manager",
            "staff add Sue --role service",
        ):
            assert run(*words.split(), now="2026-11-01T08:00").code == 0
        _EMPTY[policy] = file.read_bytes()

    def try_at(self, moment: str, words: str, who: str = "Ann") -> Answer:
        """Runs a command that may be refused."""
        day, clock = moment.split()
        day = day if "-" in day else f"11-{day}"
        return self.run(*shlex.split(words), now=f"2026-{day}T{clock}", as_=who)

    def at(self, moment: str, words: str, who: str = "Ann") -> Any:
        """Runs a command that is accepted; its record."""
        result = self.try_at(moment, f"{words} --json", who)
        assert result.code == 0, f"{words}: {result.err}"
        return result.json

    def due(self, day: str, options: str = "", clock: str = "18:30") -> list[Any]:
        """The list of a day."""
        return list(self.at(f"{day} {clock}", f"due --all {options}"))

    def lines(self, day: str, options: str = "") -> list[tuple[Any, ...]]:
        """The list of a day in short: lead, task, and from when to when it is due (days of November)."""
        return [
            (line["lead"], line["task"], line["due_from"][5:], line["due_by"][5:]) for line in self.due(day, options)
        ]

    def line(self, day: str) -> Any:
        """The only line of a day's list."""
        found = self.due(day)
        assert len(found) == 1, found
        return found[0]

    def show(self, day: str, lead: int = 1) -> Any:
        return self.at(f"{day} 18:30", f"show {lead}")

    def owed(self, day: str, lead: int = 1) -> tuple[Any, ...]:
        """What ``show`` says is owed: the task, from when, by when."""
        shown = self.show(day, lead)
        return shown["task"], shown["due_from"][5:], shown["due_by"][5:]

    def report(self, day: str, words: str) -> Any:
        return self.at(f"{day} 18:30", f"report {words}")

    def discipline(self, day: str, options: str = "") -> dict[str | None, Any]:
        """``report followups``, by consultant."""
        return {row["consultant"]: row for row in self.report(day, f"followups {options}")["consultants"]}

    def funnel(self, day: str, options: str = "") -> dict[str | None, Counter[str]]:
        """``report funnel``: the counts of each stage, by group (None: the whole, or nobody's)."""
        answered = self.report(day, f"funnel {options}")
        groups = answered["groups"] if "--by" in options else [{"group": None, **answered}]
        counts: dict[str | None, Counter[str]] = defaultdict(Counter)
        for group in groups:
            counts[group["group"]] += Counter({stage["stage"]: stage["count"] for stage in group["stages"]})
        return counts
