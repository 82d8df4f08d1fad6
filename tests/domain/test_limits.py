"""What a store puts up with: limits as a policy writes them, and when they are exceeded."""

from __future__ import annotations

import pytest

from leadctl.domain.policy import parse_policy
from leadctl.domain.policy_rules import Limits, parse_limits
from leadctl.domain.terms import CHECKS, SHARES
from leadctl.errors import Refused
from tests.domain.test_policy import FIVE, FOUR, SMALL

NO_COUNTS = dict.fromkeys(CHECKS, 0)
NO_SHARES: dict[str, float | None] = dict.fromkeys(SHARES)


def test_the_built_in_policies_have_no_limits() -> None:
    for policy in (FIVE, FOUR):
        assert policy.limits == Limits()
        assert policy.limits.by_name == {}
        assert policy.limits.verify_days == 1


def test_a_policy_keeps_its_limits() -> None:
    policy = parse_policy(SMALL + "[audit]\nno-leaving-time = 0\ncomplete = 0.9\nspot-true = 1\nverify-days = 3\n")
    assert policy.limits == Limits({"no-leaving-time": 0}, {"complete": 0.9, "spot-true": 1.0}, 3)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (["complete"], "must be a table"),
        ({"unclosd": 1}, "unknown 'unclosd'"),
        ({"complet": 0.9}, "Did you mean complete"),
        ({"neglected": -1}, "neglected of .* whole number"),
        ({"neglected": 0.5}, "neglected of .* whole number"),
        ({"neglected": True}, "neglected of .* whole number"),
        ({"complete": 90}, "fraction from 0 to 1"),
        ({"complete": "0.9"}, "fraction from 0 to 1"),
        ({"complete": float("nan")}, "fraction from 0 to 1"),
        ({"verify-days": 0.5}, "whole number of days"),
        ({"verify-days": 400}, "whole number of days"),
    ],
)
def test_what_is_wrong_with_a_limit_is_said(table: object, said: str) -> None:
    with pytest.raises(Refused, match=said):
        parse_limits(table)


def test_a_count_up_to_its_limit_is_put_up_with() -> None:
    limits = Limits(most={"neglected": 2})
    assert limits.find_exceeded(NO_COUNTS | {"neglected": 2}, NO_SHARES) == []
    assert limits.find_exceeded(NO_COUNTS | {"neglected": 3, "unowned": 9}, NO_SHARES) == ["neglected"]


def test_a_share_down_to_its_limit_is_put_up_with() -> None:
    limits = Limits(least={"complete": 0.9})
    assert limits.find_exceeded(NO_COUNTS, NO_SHARES | {"complete": 27 / 30}) == []
    assert limits.find_exceeded(NO_COUNTS, NO_SHARES | {"complete": 26 / 30}) == ["complete"]


def test_a_share_of_nothing_exceeds_nothing() -> None:
    assert Limits(least=dict.fromkeys(SHARES, 1.0)).find_exceeded(NO_COUNTS, NO_SHARES) == []
