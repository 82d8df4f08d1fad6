"""What happened to a lead: facts with their own time, from which everything else follows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from leadctl.named_tuple import NamedTuple

RANKS = {
    "start": 0,
    "visit": 1,
    "contact": 2,
    "letter": 3,
    "try": 4,
    "screen": 5,
    "assess": 6,
    "assign": 7,
    "appoint": 8,
    "callback": 9,
    "dormant": 10,
    "churn": 11,
    "verify": 12,
    "order": 13,
    "deliver": 14,
    "cancel": 15,
}
"""The order of facts that one operation recorded for the same minute."""

NO_SHOW_FACT = "no-show"
"""The fact that time alone makes: nobody came on the day of an appointment."""

NO_CARD: Mapping[str, object] = MappingProxyType({})


class Fact(NamedTuple):
    """One fact of a lead.

    ``at``: ISO moment; ``operation``: the write that recorded it, which settles the order inside a
    minute; ``id``: its row. Of the others each kind uses what it needs: ``grade`` given with it; ``on``
    an ISO date (next contact, asleep until, promised to come) or the moment of an appointment or a callback;
    ``result`` a code (kind of visit or of churn, result of a verification or a screening); ``staff`` who served or who
    owns from now on; ``flag`` a yes/no of the kind (a test drive; a contact made by coming here; a churn taken over
    from old records; a start by an owner's word, to be followed up the next day); ``first`` what the register says of
    first/return;
    ``card`` what was learnt of model, budget and need (only what is known: no None).
    """

    at: str
    operation: int
    rank: int
    id: int
    kind: str
    grade: str | None = None
    on: str | None = None
    result: str | None = None
    staff: int | None = None
    flag: bool = False
    first: int | None = None
    card: Mapping[str, object] = NO_CARD


def follow_up_kind(via: str, outcome: str) -> str:
    """A follow-up is a contact, a letter (which a call follows) or, unanswered, only a try."""
    if outcome == "no-answer":
        return "try"
    return "letter" if via == "letter" else "contact"
