"""Where a lead stands, as a function of its facts and the store's policy.

``replay`` is the only place that knows how status, grade, owner and the next contact follow from what
happened. Facts may have been recorded in any order: they are replayed in the order of their own time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from leadctl.domain.churning import churn, overturn_by_visit, verify
from leadctl.domain.days import add_days
from leadctl.domain.facts import Fact
from leadctl.domain.grades import ORDERED
from leadctl.domain.policy import Policy
from leadctl.domain.screening import call_again_on
from leadctl.domain.standing import Standing
from leadctl.domain.terms import IN_PERSON
from leadctl.domain.walk import Replay

Watch = Callable[[Standing, Fact], None]


def replay(facts: Iterable[Fact], policy: Policy, watch: Watch | None = None, today: str | None = None) -> Replay:
    """Walk through a lead's facts in the order of their time. Raises ValueError when there are none.

    ``watch`` is told after each fact where the lead stands then. ``today`` (an ISO date): an appointment whose day
    has passed by then without a visit is missed; left out, only a later fact tells that.
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
        _pass_time(walk, policy, fact.at, watch)
        _take(walk, policy, fact, watch)
    if today is not None:
        _pass_time(walk, policy, today, watch)
    return walk


def _take(walk: Replay, policy: Policy, fact: Fact, watch: Watch | None) -> None:
    walk.policy = policy.at(fact.at[:10])
    _HANDLERS[fact.kind](walk, fact)
    walk.standing.learn(fact.card)
    if watch is not None:
        watch(walk.standing, fact)


def _pass_time(walk: Replay, policy: Policy, now: str, watch: Watch | None) -> None:
    """Time alone makes one fact: that they did not come on the day of their appointment."""
    fact = walk.no_show(now)
    if fact is not None:
        _take(walk, policy, fact, watch)


def _open(walk: Replay, fact: Fact) -> None:
    standing = walk.standing
    standing.opened_at = fact.at
    standing.status = "open"
    standing.grade = fact.grade or standing.grade
    standing.opened_grade = standing.grade
    walk.first_pending = True
    walk.unscreened = fact.result == "online"
    walk.fix_due(add_days(fact.at[:10], 0 if walk.unscreened else walk.policy.first_follow_up_days))


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
    walk.fix_due(fact.at[:10])


def _visit(walk: Replay, fact: Fact) -> None:
    standing = walk.standing
    opens = not standing.status
    if opens:
        _open(walk, fact)
        standing.last_contact = fact.at
    else:
        overturn_by_visit(walk, fact)
        if fact.result in IN_PERSON or fact.flag:
            walk.keep_meeting(fact.at[:10])
        if walk.unscreened and fact.result == "online":
            _enquire_again(walk, fact)
        else:
            _touch(walk, fact, fact.on)
    _note_visit(walk, fact, opens)
    if not walk.assigned and standing.consultant is None:
        standing.consultant = fact.staff


def _note_visit(walk: Replay, fact: Fact, opens: bool) -> None:
    standing = walk.standing
    nature = None
    if fact.result == "walk-in":
        first = not walk.walked_in if fact.first is None else bool(fact.first)
        nature, walk.walked_in = ("first" if first else "return"), True
    walk.visits[fact.id] = (nature, nature == "first" or (nature is None and opens))
    if (fact.result in IN_PERSON or fact.flag) and standing.met_at is None:
        standing.met_at = fact.at
    if fact.flag and standing.drove_at is None:
        standing.drove_at = fact.at


def _enquire_again(walk: Replay, fact: Fact) -> None:
    """Whom nobody has spoken with yet still waits for the first call, and not until tomorrow after a try."""
    walk.standing.last_contact, walk.standing.attempts = fact.at, 0
    _give_grade(walk.standing, fact)
    walk.fix_due(min(walk.owed[1], fact.at[:10]))


def _touch(walk: Replay, fact: Fact, on: str | None) -> None:
    """A contact restarts the grade's clock, unless the next date ``on`` was agreed with it."""
    standing = walk.standing
    if standing.status == "dormant":
        standing.status, standing.wake_on = "open", None
    standing.last_contact, standing.attempts = fact.at, 0
    walk.first_pending = walk.unscreened = False
    _give_grade(standing, fact)
    if on is not None:
        walk.fix_due(on)
    else:
        walk.fixed_due = None
        walk.redate(fact.at)


def _contact(walk: Replay, fact: Fact, then: str | None = None) -> None:
    walk.standing.contacts += 1
    if fact.flag:
        walk.keep_meeting(fact.at[:10])
    _touch(walk, fact, fact.on or then)


def _letter(walk: Replay, fact: Fact) -> None:
    _contact(walk, fact, add_days(fact.at[:10], walk.policy.letter_days))


def _try(walk: Replay, fact: Fact) -> None:
    """Nobody answered: no contact, and again tomorrow."""
    walk.standing.attempts += 1
    _give_grade(walk.standing, fact)
    walk.fix_due(fact.on or add_days(fact.at[:10], walk.policy.retry_days))
    if fact.on is None:
        walk.fixed_due = None


def _screen(walk: Replay, fact: Fact) -> None:
    """The call that screens an online lead, or one more while it is nurtured."""
    if fact.result == "unreached":
        walk.standing.attempts += 1
        walk.fix_due(add_days(fact.at[:10], walk.policy.retry_days))
        return
    walk.standing.screened = fact.result
    _touch(walk, fact, call_again_on(str(fact.result), fact.at[:10], fact.on))


def _appoint(walk: Replay, fact: Fact) -> None:
    """They are to come at a time: who sleeps wakes for it."""
    standing = walk.standing
    if standing.status == "dormant":
        standing.status, standing.wake_on = "open", None
    walk.meet(fact.id, str(fact.on))


def _no_show(walk: Replay, fact: Fact) -> None:
    walk.miss_meeting(fact.at[:10])


def _assess(walk: Replay, fact: Fact) -> None:
    """Another grade dates the next contact again; the same one once more changes nothing."""
    standing = walk.standing
    before = standing.grade
    _give_grade(standing, fact)
    settled = walk.first_pending or walk.fixed_due is not None or standing.status != "open"
    if standing.grade != before and not settled and standing.last_contact is not None:
        walk.redate(standing.last_contact)


def _give_grade(standing: Standing, fact: Fact) -> None:
    if fact.grade is not None and standing.grade != ORDERED:
        standing.grade = fact.grade


def _assign(walk: Replay, fact: Fact) -> None:
    walk.standing.consultant, walk.assigned = fact.staff, True


def _dormant(walk: Replay, fact: Fact) -> None:
    if walk.churn is None:
        walk.standing.status, walk.standing.wake_on = "dormant", fact.on
        walk.first_pending = walk.unscreened = False
        walk.drop_meeting()
        walk.fix_due(fact.on or fact.at[:10])


def _order(walk: Replay, fact: Fact) -> None:
    standing = walk.standing
    walk.orders[fact.id] = standing.consultant
    if walk.churn is not None:
        walk.decide("overturned", fact.at)
    if standing.grade != ORDERED:
        walk.grade_before_order = standing.grade
    standing.status, standing.grade, standing.ordered_at = "ordered", ORDERED, fact.at
    standing.wake_on, standing.attempts = None, 0
    walk.first_pending, walk.unscreened, walk.fixed_due = False, False, None
    walk.keep_meeting(fact.at[:10])
    walk.redate(fact.at)


def _deliver(walk: Replay, fact: Fact) -> None:
    walk.standing.status, walk.standing.delivered_at = "delivered", fact.at
    walk.close(fact.at)


def _cancel(walk: Replay, fact: Fact) -> None:
    standing = walk.standing
    standing.status, standing.grade, standing.ordered_at = "open", walk.grade_before_order, None
    walk.fix_due(add_days(fact.at[:10], 1))


_HANDLERS: dict[str, Callable[[Replay, Fact], None]] = {
    "start": _start,
    "visit": _visit,
    "contact": _contact,
    "letter": _letter,
    "try": _try,
    "screen": _screen,
    "assess": _assess,
    "assign": _assign,
    "appoint": _appoint,
    "no-show": _no_show,
    "dormant": _dormant,
    "churn": churn,
    "verify": verify,
    "order": _order,
    "deliver": _deliver,
    "cancel": _cancel,
}
