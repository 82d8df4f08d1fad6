"""A lead is lost, and customer service calls back: confirmed, overturned, or not reached."""

from __future__ import annotations

from leadctl.domain.days import add_days
from leadctl.domain.facts import Fact
from leadctl.domain.standing import VERIFICATION_TRIES, ChurnResult
from leadctl.domain.walk import Replay


def churn(walk: Replay, fact: Fact) -> None:
    standing = walk.standing
    standing.status = "lost" if fact.result == "lost-contact" else "defeated"
    standing.churned_at, standing.attempts, standing.wake_on = fact.at, 0, None
    walk.first_pending, walk.unscreened, walk.fixed_due = False, False, None
    walk.drop_meeting()
    if fact.flag:
        walk.churns[fact.id] = ChurnResult(None, standing.consultant)
        standing.verification = None
        walk.close(fact.at)
        return
    walk.churns[fact.id] = ChurnResult("pending", standing.consultant)
    walk.churn = fact.id
    standing.verification, standing.task = "pending", "verification"
    standing.due_from = walk.policy.open_day(fact.at[:10])
    standing.due_by = walk.policy.open_day(add_days(fact.at[:10], 1))


def verify(walk: Replay, fact: Fact) -> None:
    """A call-back after a visit has already overturned the churn changes nothing."""
    if walk.churn is None or fact.result is None:
        return
    if fact.result == "unreachable":
        _verify_again(walk, fact)
        return
    walk.decide(fact.result, fact.at)
    if fact.result == "overturned":
        walk.standing.status, walk.standing.attempts = "open", 0
        walk.fix_due(add_days(fact.at[:10], 1))
    else:
        walk.close(fact.at)


def _verify_again(walk: Replay, fact: Fact) -> None:
    assert walk.churn is not None
    found = walk.churns[walk.churn]
    found.tries += 1
    walk.standing.attempts = found.tries
    if found.tries >= VERIFICATION_TRIES:
        walk.decide("unreachable", fact.at)
        walk.close(fact.at)
    else:
        walk.standing.due_from = walk.standing.due_by = walk.policy.open_day(add_days(fact.at[:10], 1))


def overturn_by_visit(walk: Replay, fact: Fact) -> None:
    """Who comes while a churn awaits its verification has not churned."""
    if walk.churn is not None:
        walk.decide("overturned", fact.at)
        walk.standing.status = "open"
