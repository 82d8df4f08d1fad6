"""Giving out leads by weight: deterministic, fair in the long run, and nobody who works starves."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.policy_rules import parse_dispatch
from leadctl.domain.pool import Candidate, next_by_weight, next_in_turn, weights
from leadctl.errors import Refused

WEIGHTS = st.lists(st.integers(0, 20), min_size=1, max_size=6).filter(any)


def given_out(parts: list[int], leads: int) -> Counter[int]:
    """How many of so many leads each consultant got, who are called 0, 1, 2 ..."""
    candidates = [Candidate(number, Fraction(part)) for number, part in enumerate(parts)]
    got: Counter[int] = Counter()
    for _ in range(leads):
        chosen = next_by_weight(candidates)
        assert chosen is not None
        chosen.got += 1
        got[chosen.consultant] += 1
    return got


@given(WEIGHTS, st.integers(1, 400))
def test_the_parts_approach_the_weights(parts: list[int], leads: int) -> None:
    """Nobody is ever further than a few leads from their part, however many are given out."""
    got = given_out(parts, leads)
    for number, part in enumerate(parts):
        assert abs(got[number] - Fraction(leads * part, sum(parts))) <= len(parts)


@given(WEIGHTS)
def test_nobody_with_a_weight_starves(parts: list[int]) -> None:
    """Of as many leads as all parts together each has got one, twice over."""
    got = given_out(parts, 2 * sum(parts))
    assert all(got[number] >= 1 for number, part in enumerate(parts) if part)


@given(WEIGHTS, st.integers(1, 60))
def test_no_weight_gets_nothing_while_another_has_some(parts: list[int], leads: int) -> None:
    got = given_out(parts, leads)
    assert not [number for number, part in enumerate(parts) if not part and got[number]]


def test_a_round_by_hand() -> None:
    """Weights 1 and 1/2: 1 against .5, .33 against .5, .33 against .17, .2 against .17, .14 against .17."""
    candidates = [Candidate(1, Fraction(1)), Candidate(2, Fraction(1, 2))]
    order = []
    for _ in range(6):
        chosen = next_by_weight(candidates)
        assert chosen is not None
        chosen.got += 1
        order.append(chosen.consultant)
    assert order == [1, 2, 1, 1, 2, 1]


def test_what_somebody_got_lately_counts() -> None:
    candidates = [Candidate(1, Fraction(1), got=3), Candidate(2, Fraction(1, 2))]
    chosen = next_by_weight(candidates)
    assert chosen is not None
    assert chosen.consultant == 2


def test_without_any_weight_whoever_got_fewest_is_next() -> None:
    candidates = [Candidate(1, Fraction(0), got=2), Candidate(2, Fraction(0), got=1), Candidate(3, Fraction(0), got=1)]
    chosen = next_by_weight(candidates)
    assert chosen is not None
    assert chosen.consultant == 2


def test_who_may_not_have_it_is_passed_over() -> None:
    candidates = [Candidate(1, Fraction(1)), Candidate(2, Fraction(1, 9))]
    chosen = next_by_weight(candidates, {1})
    assert chosen is not None
    assert chosen.consultant == 2
    assert next_by_weight(candidates, {1, 2}) is None
    assert next_in_turn([4, 5, 6], {4}) == 5
    assert next_in_turn([4], {4}) is None


def test_who_has_no_windows_yet_weighs_as_the_others_do() -> None:
    assert weights([(3, 4), (0, 0), (1, 4)]) == [Fraction(3, 4), Fraction(1, 2), Fraction(1, 4)]
    assert weights([(0, 0), (0, 0)]) == [1, 1]
    assert weights([]) == []


def test_the_rule_is_one_of_two() -> None:
    assert parse_dispatch({}) == "in-turn"
    assert parse_dispatch({"rule": "weighted"}) == "weighted"
    for wrong in ({"rule": "by-mood"}, "weighted", {"rule": 3}):
        with pytest.raises(Refused, match="in-turn or weighted"):
            parse_dispatch(wrong)
