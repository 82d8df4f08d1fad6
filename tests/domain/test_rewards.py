"""What payments settle of the rewards that are due to one referrer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.referrals import Claim, reward_due, settle


def left(claims: list[tuple[str | None, float]], *payments: tuple[str | None, float]) -> list[float]:
    told = [Claim(campaign, amount) for campaign, amount in claims]
    settle(told, payments)
    return [claim.open for claim in told]


def test_a_rule_gives_so_much_for_each_occasion() -> None:
    counts = {"came": 3, "test_drives": 9, "sales": 2, "flyers": 100}
    assert reward_due({"visit": 20, "sale": 500.5}, counts) == 3 * 20 + 2 * 500.5
    assert reward_due({"flyer": 0.2}, counts) == 100 * 0.2


def test_without_payments_everything_is_open() -> None:
    assert left([(None, 20), ("flyers", 5)]) == [20, 5]


def test_a_payment_settles_the_oldest_first() -> None:
    assert left([(None, 20), (None, 50), (None, 500)], (None, 60)) == [0, 10, 500]


def test_a_payment_for_a_campaign_settles_its_claims_before_older_ones() -> None:
    assert left([(None, 20), ("flyers", 5), ("flyers", 5)], ("flyers", 7)) == [20, 0, 3]


def test_what_is_left_of_a_campaigns_payment_settles_the_others() -> None:
    assert left([(None, 20), ("flyers", 5), ("tour", 8)], ("flyers", 30)) == [0, 0, 3]


def test_an_advance_waits_for_later_claims() -> None:
    assert left([(None, 20)], (None, 50)) == [0]
    assert left([(None, 20), (None, 40)], (None, 50)) == [0, 10]


_CAMPAIGN = st.sampled_from((None, "flyers", "tour"))
_FEN = st.integers(1, 100_000)
_MONEY = st.lists(st.tuples(_CAMPAIGN, _FEN))


@given(claims=_MONEY, payments=_MONEY)
def test_what_is_open_altogether_is_what_is_due_less_what_was_paid(
    claims: list[tuple[str | None, int]], payments: list[tuple[str | None, int]]
) -> None:
    rests = left(
        [(campaign, fen / 100) for campaign, fen in claims], *((campaign, fen / 100) for campaign, fen in payments)
    )
    due, paid = sum(fen for _, fen in claims), sum(fen for _, fen in payments)
    assert sum(rests) == pytest.approx(max(0, due - paid) / 100, abs=0.005)
    assert all(0 <= rest <= fen / 100 for rest, (_, fen) in zip(rests, claims, strict=True))
