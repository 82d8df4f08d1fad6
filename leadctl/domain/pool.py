"""The common pool, and who gets the next lead that nobody owns.

A lead is neglected when its contact is overdue by more days than the policy gives its grade (H 3, A 7, B 14, others
30). Its owner has these days whole: of one that was handed over while it was overdue they run from the hand-over.
Then it goes to the common pool; its line says so before, and who lost it may have it again only after some days.

Leads that nobody owns are given out by the policy's rule. In turn: whoever was given a lead longest ago. Weighted: the
better somebody works the leads they have, the more new ones they get; of many leads everybody's part approaches their
weight.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.days import add_days, days_between
from leadctl.domain.due import Reason
from leadctl.domain.policy import Policy
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction


class OwnedLead(NamedTuple):
    """What the common pool asks of a lead. ``is_owned``: it is somebody's; ``due_by``: the ISO date by which a contact
    is owed, as of the day of the question; ``owned_since``: when its owner took it over (None: they were the first);
    ``released_from``: the name of who neglected it when it came where it is."""

    is_owned: bool
    grade: str | None
    is_open: bool
    due_by: str
    owned_since: str | None
    released_from: str | None = None


def released_on(lead: OwnedLead, policy: Policy) -> str | None:
    """The first ISO date on which an open lead of somebody may be released; None: of no other lead."""
    if not (lead.is_owned and lead.is_open):
        return None
    return add_days(_held_since(lead), policy.rule(lead.grade).neglect + 1)


def _held_since(lead: OwnedLead) -> str:
    """The ISO date from which its owner's days run."""
    return max(lead.due_by, (lead.owned_since or "")[:10])


def notes_on_pool(lead: OwnedLead, today: str, policy: Policy) -> Iterator[Reason]:
    """What a lead's line says of the common pool beside why a contact is owed."""
    if not lead.is_owned and lead.released_from is not None:
        yield Reason("from the common pool (was {name}'s)", {"name": lead.released_from})
    if not (lead.is_owned and lead.is_open):
        return
    left = policy.rule(lead.grade).neglect + 1 - days_between(_held_since(lead), today)
    if left > policy.neglect.announce:
        return
    if left <= 0:
        yield Reason("goes to the common pool at the next release", {})
    elif left == 1:
        yield Reason("to the common pool tomorrow", {})
    else:
        yield Reason("to the common pool in {days} days", {"days": left})


def allowed_from(released_at: str, policy: Policy) -> str:
    """The ISO date from which a lead may be given again to who lost it at that moment."""
    return add_days(released_at[:10], policy.neglect.keep_away)


LATELY_DAYS = 30
"""Days before today whose windows weigh, and whose leads given out count (house rule)."""


class Candidate:
    """A consultant (a staff id): their weight, and how many leads the rule has given them lately."""

    def __init__(self, consultant: int, weight: Fraction, got: int = 0) -> None:
        self.consultant, self.weight, self.got = consultant, weight, got


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
    from fractions import Fraction  # the due list loads this module every morning, and leads are given out seldom

    shares = [Fraction(kept, counted) if counted else None for kept, counted in on_time]
    known = [share for share in shares if share is not None]
    usual = sum(known, Fraction(0)) / len(known) if known else Fraction(1)
    return [usual if share is None else share for share in shares]
