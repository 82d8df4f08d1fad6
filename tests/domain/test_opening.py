"""A lead that visits alone speak of stands where the replay of all its facts says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given

import leadctl
from leadctl.domain.facts import NO_CARD, RANKS, Fact
from leadctl.domain.lifecycle import replay
from leadctl.domain.opening import SEEN, Seen, natures, stand
from leadctl.domain.policy import Policy, parse_policy
from leadctl.domain.terms import KINDS

_POLICIES = Path(leadctl.__file__).parent / "policies"
_CARD = ("source", "channel", "campaign", "model", "budget_low", "budget_high", "need_by")

ids = st.none() | st.integers(1, 3)
words = st.none() | st.sampled_from(("wechat", "forum"))
money = st.none() | st.sampled_from((0.0, 100000.0, 120000.0))
moments = st.builds("2026-0{}-1{}T09:3{}".format, *[st.integers(1, 9)] * 3)
seen = st.tuples(
    moments,
    st.sampled_from(KINDS),
    *(ids, words, words, ids, ids, money, money),
    st.none() | st.sampled_from(("2026-12-01", "2027-01-01")),
    st.none() | st.sampled_from(("H", "A", "B", "C", "N")),
    st.sampled_from((None, 0, 1)),
)


def policy(name: str, closed: str = "") -> Policy:
    return parse_policy((_POLICIES / f"{name}.toml").read_text(encoding="utf-8") + closed)


def fact(place: int, visit: Seen) -> Fact:
    """The visit as the store hands it to the replay."""
    row = dict(zip(SEEN, visit, strict=True))
    card = {name: row[name] for name in _CARD if row[name] is not None} or NO_CARD
    return Fact(
        str(row["at"]), 1, RANKS["visit"], place, "visit",
        grade=visit[10], result=visit[1], staff=visit[5], flag=bool(visit[11]), card=card,
    )  # fmt: skip


days = st.builds("2026-0{}-1{}".format, st.integers(1, 9), st.integers(0, 9))
later = st.lists(st.tuples(days, st.integers(1, 40), st.frozensets(days, max_size=5)), max_size=3)


def in_time(name: str, later: list[tuple[str, int, frozenset[str]]]) -> Policy:
    """The policy, followed by others that have their own first follow-up, cadence of H and closed days."""
    first, following = policy(name), {}
    for begins, count, closed in later:
        hot = replace(first.rules["H"], first=count, last=2 * count)
        rules = {**first.rules, "H": hot}
        following[begins] = replace(first, rules=rules, first_follow_up_days=count, closed=closed)
    return replace(first, later=tuple(sorted(following.items(), key=lambda pair: pair[0])))


@pytest.mark.parametrize("name", ["four-grade", "five-grade"])
@given(visits=st.lists(seen, min_size=1, max_size=6), later=later)
def test_visits_alone_lead_where_the_replay_leads(
    name: str, visits: list[Seen], later: list[tuple[str, int, frozenset[str]]]
) -> None:
    ordered = sorted(visits, key=lambda visit: visit[0])
    rules = in_time(name, later)
    facts = [fact(place, visit) for place, visit in enumerate(ordered)]
    assert stand(ordered, rules) == replay(facts, rules).standing


@given(visits=st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from((None, None, 0, 1))), min_size=1, max_size=6))
def test_what_the_visits_of_a_new_lead_are_is_what_the_replay_says(visits: list[tuple[str, int | None]]) -> None:
    facts = [
        Fact(f"2026-03-01T10:0{place}", 1, RANKS["visit"], place, "visit", result=kind, first=said)
        for place, (kind, said) in enumerate(visits)
    ]
    assert natures(visits, opens=True) == list(replay(facts, policy("five-grade")).visits.values())


def test_what_is_read_of_a_visit_stands_in_the_order_that_the_names_say() -> None:
    visit: Seen = ("2026-03-01T10:00", "call", 1, "wechat", "fair", 2, 3, 1.0, 2.0, "2026-04-01", "A", 1)
    standing = stand([visit], policy("five-grade"))
    said = dict(zip(SEEN, visit, strict=True))
    kept = ("source", "channel", "campaign", "consultant", "model", "budget_low", "budget_high", "need_by", "grade")
    assert {name: getattr(standing, name) for name in kept} == {name: said[name] for name in kept}
    assert (standing.opened_grade, standing.drove_at) == ("A", "2026-03-01T10:00")


def test_a_second_visit_is_a_contact_that_dates_the_next_one() -> None:
    came = ("walk-in", None, None, None, None, None, None, None, None, "H", None)
    first, again = ("2026-03-01T10:00", *came), ("2026-03-05T10:00", *came)
    once, twice = stand([first], policy("five-grade")), stand([first, again], policy("five-grade"))
    assert (once.task, once.due_from, once.due_by) == ("first-follow-up", "2026-03-02", "2026-03-02")
    assert (twice.task, twice.due_from, twice.due_by) == ("follow-up", "2026-03-06", "2026-03-07")
