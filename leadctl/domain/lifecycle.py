"""Where a lead stands, as a function of its facts and the store's policy.

``replay`` is the only place that knows how status, grade, owner and the next contact follow from what
happened. Facts may have been recorded in any order: they are replayed in the order of their own time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from leadctl.domain.days import add_days
from leadctl.domain.facts import Fact
from leadctl.domain.grades import ORDERED
from leadctl.domain.policy import Policy
from leadctl.domain.standing import VERIFICATION_TRIES, ChurnResult, Standing
from leadctl.domain.terms import IN_PERSON


@dataclass(slots=True)
class Replay:
    """A standing and what the same walk through the facts says of single rows.

    ``visits``: visit id -> (``first``/``return``/None, whether it is new traffic); ``orders``: order id ->
    owner at the order; ``beyond``: facts after the closing, when a visit is among them: they belong to the
    customer's next purchase.
    """

    policy: Policy
    standing: Standing = field(default_factory=Standing)
    visits: dict[int, tuple[str | None, bool]] = field(default_factory=dict)
    churns: dict[int, ChurnResult] = field(default_factory=dict)
    orders: dict[int, int | None] = field(default_factory=dict)
    beyond: list[Fact] = field(default_factory=list)
    _fixed_due: str | None = None
    _first_pending: bool = False
    _assigned: bool = False
    _walked_in: bool = False
    _grade_before_order: str | None = None
    _churn: int | None = None


def replay(facts: Iterable[Fact], policy: Policy, watch: Callable[[Standing, Fact], None] | None = None) -> Replay:
    """Walk through a lead's facts in the order of their time. Raises ValueError when there are none.

    ``watch`` is told after each fact where the lead stands then.
    """
    walk = Replay(policy)
    ordered = sorted(facts)
    if not ordered:
        raise ValueError("a lead without facts stands nowhere")
    for place, fact in enumerate(ordered):
        if walk.standing.closed_at is not None:
            if fact.kind != "visit":
                continue  # only a visit begins the next purchase; nothing else moves a closed one
            walk.beyond = ordered[place:]
            break
        _HANDLERS[fact.kind](walk, fact)
        walk.standing.learn(fact.card)
        if watch is not None:
            watch(walk.standing, fact)
    return walk


def _open(walk: Replay, fact: Fact) -> None:
    standing = walk.standing
    standing.opened_at = fact.at
    standing.status = "open"
    standing.grade = fact.grade or standing.grade
    standing.opened_grade = standing.grade
    walk._first_pending = True
    _fix_due(walk, add_days(fact.at[:10], walk.policy.first_follow_up_days))


def _start(walk: Replay, fact: Fact) -> None:
    """A lead that no visit opened: asleep until its day, and to be called on it, unless they came before.

    One that an owner's word opened is awake at once, and first followed up as if they had come.
    """
    if walk.standing.status:
        return
    _open(walk, fact)
    if fact.flag:
        return
    walk.standing.status = "dormant"
    walk.standing.wake_on = fact.at[:10]
    _fix_due(walk, fact.at[:10])


def _visit(walk: Replay, fact: Fact) -> None:
    standing = walk.standing
    opens = not standing.status
    if opens:
        _open(walk, fact)
        standing.last_contact = fact.at
    else:
        _overturn_by_visit(walk, fact)
        _touch(walk, fact)
    _note_visit(walk, fact, opens)
    if not walk._assigned and standing.consultant is None:
        standing.consultant = fact.staff


def _note_visit(walk: Replay, fact: Fact, opens: bool) -> None:
    standing = walk.standing
    nature = None
    if fact.result == "walk-in":
        first = not walk._walked_in if fact.first is None else bool(fact.first)
        nature, walk._walked_in = ("first" if first else "return"), True
    walk.visits[fact.id] = (nature, nature == "first" or (nature is None and opens))
    if (fact.result in IN_PERSON or fact.flag) and standing.met_at is None:
        standing.met_at = fact.at
    if fact.flag and standing.drove_at is None:
        standing.drove_at = fact.at


def _overturn_by_visit(walk: Replay, fact: Fact) -> None:
    """Who comes while a churn awaits its verification has not churned."""
    if walk._churn is not None:
        _decide(walk, "overturned", fact.at)
        walk.standing.status = "open"


def _touch(walk: Replay, fact: Fact) -> None:
    """A contact restarts the grade's clock, unless the next date was agreed with it."""
    standing = walk.standing
    if standing.status == "dormant":
        standing.status, standing.wake_on = "open", None
    standing.last_contact, standing.attempts = fact.at, 0
    walk._first_pending = False
    _give_grade(standing, fact)
    if fact.on is not None:
        _fix_due(walk, fact.on)
    else:
        walk._fixed_due = None
        _redate(walk, fact.at)


def _contact(walk: Replay, fact: Fact) -> None:
    walk.standing.contacts += 1
    _touch(walk, fact)


def _letter(walk: Replay, fact: Fact) -> None:
    _contact(walk, fact)
    if fact.on is None:
        _fix_due(walk, add_days(fact.at[:10], walk.policy.letter_days))


def _try(walk: Replay, fact: Fact) -> None:
    """Nobody answered: no contact, and again tomorrow."""
    walk.standing.attempts += 1
    _give_grade(walk.standing, fact)
    _fix_due(walk, fact.on or add_days(fact.at[:10], walk.policy.retry_days))
    if fact.on is None:
        walk._fixed_due = None


def _assess(walk: Replay, fact: Fact) -> None:
    """Another grade dates the next contact again; the same one once more changes nothing."""
    standing = walk.standing
    before = standing.grade
    _give_grade(standing, fact)
    settled = walk._first_pending or walk._fixed_due is not None or standing.status != "open"
    if standing.grade != before and not settled and standing.last_contact is not None:
        _redate(walk, standing.last_contact)


def _give_grade(standing: Standing, fact: Fact) -> None:
    if fact.grade is not None and standing.grade != ORDERED:
        standing.grade = fact.grade


def _assign(walk: Replay, fact: Fact) -> None:
    walk.standing.consultant, walk._assigned = fact.staff, True


def _dormant(walk: Replay, fact: Fact) -> None:
    if walk._churn is None:
        walk.standing.status, walk.standing.wake_on = "dormant", fact.on
        walk._first_pending = False
        _fix_due(walk, fact.on or fact.at[:10])


def _churn(walk: Replay, fact: Fact) -> None:
    standing = walk.standing
    standing.status = "lost" if fact.result == "lost-contact" else "defeated"
    standing.churned_at, standing.attempts, standing.wake_on = fact.at, 0, None
    walk._first_pending, walk._fixed_due = False, None
    if fact.flag:
        walk.churns[fact.id] = ChurnResult(None, standing.consultant)
        standing.verification = None
        _close(standing, fact.at)
        return
    walk.churns[fact.id] = ChurnResult("pending", standing.consultant)
    walk._churn = fact.id
    standing.verification, standing.task = "pending", "verification"
    standing.due_from = walk.policy.open_day(fact.at[:10])
    standing.due_by = walk.policy.open_day(add_days(fact.at[:10], 1))


def _verify(walk: Replay, fact: Fact) -> None:
    """A call-back after a visit has already overturned the churn changes nothing."""
    if walk._churn is None or fact.result is None:
        return
    if fact.result == "unreachable":
        _verify_again(walk, fact)
        return
    _decide(walk, fact.result, fact.at)
    if fact.result == "overturned":
        walk.standing.status, walk.standing.attempts = "open", 0
        _fix_due(walk, add_days(fact.at[:10], 1))
    else:
        _close(walk.standing, fact.at)


def _verify_again(walk: Replay, fact: Fact) -> None:
    assert walk._churn is not None
    churn = walk.churns[walk._churn]
    churn.tries += 1
    walk.standing.attempts = churn.tries
    if churn.tries >= VERIFICATION_TRIES:
        _decide(walk, "unreachable", fact.at)
        _close(walk.standing, fact.at)
    else:
        walk.standing.due_from = walk.standing.due_by = walk.policy.open_day(add_days(fact.at[:10], 1))


def _decide(walk: Replay, result: str, at: str) -> None:
    assert walk._churn is not None
    churn = walk.churns[walk._churn]
    churn.result, churn.decided_at = result, at
    walk.standing.verification, walk._churn = result, None


def _order(walk: Replay, fact: Fact) -> None:
    standing = walk.standing
    walk.orders[fact.id] = standing.consultant
    if walk._churn is not None:
        _decide(walk, "overturned", fact.at)
    if standing.grade != ORDERED:
        walk._grade_before_order = standing.grade
    standing.status, standing.grade, standing.ordered_at = "ordered", ORDERED, fact.at
    standing.wake_on, standing.attempts = None, 0
    walk._first_pending, walk._fixed_due = False, None
    _redate(walk, fact.at)


def _deliver(walk: Replay, fact: Fact) -> None:
    walk.standing.status, walk.standing.delivered_at = "delivered", fact.at
    _close(walk.standing, fact.at)


def _cancel(walk: Replay, fact: Fact) -> None:
    standing = walk.standing
    standing.status, standing.grade, standing.ordered_at = "open", walk._grade_before_order, None
    _fix_due(walk, add_days(fact.at[:10], 1))


def _close(standing: Standing, at: str) -> None:
    standing.closed_at = at
    standing.task = standing.due_from = standing.due_by = None


def _fix_due(walk: Replay, day: str) -> None:
    """A due date that holds until the next contact, whatever the grade's window says."""
    day = walk.policy.open_day(day)
    walk._fixed_due = day
    _owe(walk, day, day)


def _redate(walk: Replay, since: str) -> None:
    due_from, due_by = walk.policy.window(walk.standing.grade, since)
    _owe(walk, due_from, due_by)


def _owe(walk: Replay, due_from: str, due_by: str) -> None:
    """What is due next; while a churn awaits its verification, that stays due."""
    if walk._churn is not None:
        return
    walk.standing.due_from, walk.standing.due_by = due_from, due_by
    walk.standing.task = "first-follow-up" if walk._first_pending else "follow-up"


_HANDLERS: dict[str, Callable[[Replay, Fact], None]] = {
    "start": _start,
    "visit": _visit,
    "contact": _contact,
    "letter": _letter,
    "try": _try,
    "assess": _assess,
    "assign": _assign,
    "dormant": _dormant,
    "churn": _churn,
    "verify": _verify,
    "order": _order,
    "deliver": _deliver,
    "cancel": _cancel,
}
