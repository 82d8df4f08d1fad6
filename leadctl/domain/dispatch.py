"""Who gets the next lead that nobody owns: the store's rule, kept with its policy as the table ``[dispatch]``.

    [dispatch]
    rule = "weighted"        # or "in-turn", the default

In turn: whoever was given a lead longest ago. Weighted: the better somebody works the leads they have, the more new
ones they get; of many leads everybody's part approaches their weight.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadctl.errors import Refused, listing

if TYPE_CHECKING:
    from fractions import Fraction

IN_TURN, WEIGHTED = "in-turn", "weighted"
RULES = (IN_TURN, WEIGHTED)

DISPATCH_KEYS = ("rule",)
"""What a policy's file may say in ``[dispatch]``."""

LATELY_DAYS = 30
"""Days before today whose windows weigh, and whose leads given out count (house rule)."""


@dataclass(slots=True)
class Candidate:
    """A consultant (a staff id): their weight, and how many leads the rule has given them lately."""

    consultant: int
    weight: Fraction
    got: int = 0


def parse_dispatch(table: object) -> str:
    """The rule of the policy's ``[dispatch]`` table. Raises Refused for one that does not exist."""
    rule = table.get("rule", IN_TURN) if isinstance(table, dict) else None
    if rule not in RULES:
        raise Refused(
            'The policy\'s [dispatch] must name a rule: {rules}, as in rule = "{weighted}".',
            rules=listing(RULES, " or "),
            weighted=WEIGHTED,
        )
    return str(rule)


def next_in_turn(queue: Sequence[int], barred: Collection[int] = ()) -> int | None:
    """The first consultant of the queue who may have the lead; None: nobody may."""
    return next((consultant for consultant in queue if consultant not in barred), None)


def next_by_weight(candidates: Iterable[Candidate], barred: Collection[int] = ()) -> Candidate | None:
    """The candidate who is furthest behind their part; None: nobody may have the lead.

    Each lead goes to the one of the highest weight / (2 got + 1), as seats of a parliament are given out (after
    Sainte-Laguë): equal ones to the one named first. A weight of zero gets nothing while another is above it.
    """
    allowed = [candidate for candidate in candidates if candidate.consultant not in barred]
    if not any(candidate.weight > 0 for candidate in allowed):
        return min(allowed, key=lambda candidate: candidate.got, default=None)
    return max(allowed, key=lambda candidate: candidate.weight / (2 * candidate.got + 1))


def weights(on_time: Sequence[tuple[int, int]]) -> list[Fraction]:
    """Each consultant's weight from their windows (kept, counted): the share kept.

    Somebody of whom nothing was due weighs as the others do on average, and 1 when nothing was due of anybody.
    """
    from fractions import Fraction  # a policy is read every morning, and gives out leads seldom

    shares = [Fraction(kept, counted) if counted else None for kept, counted in on_time]
    known = [share for share in shares if share is not None]
    usual = sum(known, Fraction(0)) / len(known) if known else Fraction(1)
    return [usual if share is None else share for share in shares]
