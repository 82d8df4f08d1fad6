"""What a store puts up with: the limits of its audit, kept with its policy as the table ``[audit]``.

[audit]
no-leaving-time = 0      # a check: so many records at most
complete = 0.9           # a share: this fraction at least
verify-days = 2          # days that a churn may wait for its verification
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leadctl.domain.checks import CHECKS, SHARES
from leadctl.errors import Refused, Sentence, listing

VERIFY_DAYS = 1
"""A churn is to be called back by the next day (house rule)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``most``: check -> records at most; ``least``: share -> the fraction 0-1 at least; none of them: no limits.

    ``verify_days``: days after which a churn that is not verified yet is listed.
    """

    most: Mapping[str, int] = field(default_factory=dict)
    least: Mapping[str, float] = field(default_factory=dict)
    verify_days: int = VERIFY_DAYS

    @property
    def by_name(self) -> dict[str, int | float]:
        """Check or share -> its limit."""
        return {**self.most, **self.least}

    def exceeded(self, counts: Mapping[str, int], shares: Mapping[str, float | None]) -> list[str]:
        """Which checks count more, and which shares are less, than the store puts up with.

        A share of nothing (None) is not less than anything.
        """
        found = [name for name in CHECKS if name in self.most and counts[name] > self.most[name]]
        return found + [name for name in SHARES if name in self.least and _short(shares[name], self.least[name])]


def _short(share: float | None, least: float) -> bool:
    return share is not None and share < least


def parse_limits(table: object) -> Limits:
    """The policy's ``[audit]`` table, checked. Raises Refused with the key that is wrong and what was expected."""
    if not isinstance(table, dict):
        raise Refused("The policy's [audit] must be a table of limits, such as complete = 0.9.")
    unknown = [str(key) for key in table if key not in (*CHECKS, *SHARES, "verify-days")]
    if unknown:
        raise Refused("[audit] of the policy has an unknown {key!r}.{hint}", key=unknown[0], hint=_near(unknown[0]))
    return Limits(
        most={name: _count(name, table[name]) for name in CHECKS if name in table},
        least={name: _fraction(name, table[name]) for name in SHARES if name in table},
        verify_days=_days(table.get("verify-days", VERIFY_DAYS)),
    )


def _near(key: str) -> Sentence:
    from difflib import get_close_matches

    near = get_close_matches(key, (*CHECKS, *SHARES, "verify-days"), n=3, cutoff=0.5)
    meant = Sentence(" Did you mean {names}?", names=listing(near, " or ")) if near else ""
    return Sentence(
        "{meant} Counts: {counts}. Shares: {shares}. Days: verify-days.",
        meant=meant,
        counts=" ".join(CHECKS),
        shares=" ".join(SHARES),
    )


def _count(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refused("{name} of [audit] must be a whole number, 0 or more: so many at most.", name=name)
    return value


def _fraction(name: str, value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise Refused("{name} of [audit] must be a fraction from 0 to 1, such as 0.9: this much at least.", name=name)
    return float(value)


def _days(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 366:
        raise Refused("verify-days of [audit] must be a whole number of days from 0 to 366.")
    return value
