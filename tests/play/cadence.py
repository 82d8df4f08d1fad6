"""The contact windows of a store's policies, in plain Python: which days a grade asks for, and closed days."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

Windows = dict[str | None, tuple[int, int]]

FIVE_GRADE: Windows = {
    "H": (1, 2), "A": (3, 5), "B": (7, 7), "C": (10, 10), "N": (15, 15), "O": (7, 7), None: (15, 15),
}  # fmt: skip
"""Grade -> the contact window of the five-grade policy, in days after the last contact."""


def later(moment: str, days: int) -> str:
    return (date.fromisoformat(moment[:10]) + timedelta(days=days)).isoformat()


@dataclass(frozen=True)
class Rules:
    """A policy, as far as it dates the next contact. ``begins``: its first day."""

    begins: str = ""
    windows: Windows = field(default_factory=lambda: FIVE_GRADE)
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Cadence:
    """All policies of a store in the order of their first days; the first one holds from the beginning."""

    rules: tuple[Rules, ...] = (Rules(),)

    def then(self, rules: Rules) -> Cadence:
        return replace(self, rules=(*self.rules, rules))

    def on(self, day: str) -> Rules:
        return [rules for rules in self.rules if rules.begins <= day][-1]

    def open_day(self, day: str) -> str:
        while day in self.on(day).closed:
            day = later(day, 1)
        return day

    def window(self, grade: str | None, since: str) -> tuple[str, str]:
        """By the policy of the contact's day; one that begins while it runs dates it anew, from its first day on."""
        first, last = self._dated(self.on(since[:10]), grade, since)
        for rules in self.rules:
            if since[:10] < rules.begins <= last:
                first, last = self._dated(rules, grade, since)
        return first, last

    def _dated(self, rules: Rules, grade: str | None, since: str) -> tuple[str, str]:
        first, last = rules.windows[grade]
        return tuple(self.open_day(max(rules.begins, later(since, days))) for days in (first, last))  # type: ignore[return-value]
