"""A lead that visits alone speak of stands where the replay of all its facts says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import accumulate, chain, pairwise, starmap
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

import leadctl
from leadctl.domain.facts import NO_CARD, RANKS, Fact
from leadctl.domain.lifecycle import replay
from leadctl.domain.opening import SEEN, Openings, natures
from leadctl.domain.policy import Policy, parse_policy
from leadctl.domain.standing import Standing
from leadctl.domain.terms import KINDS

_POLICIES = Path(leadctl.__file__).parent / "policies"
Seen = tuple[object, ...]
"""The cells of one visit, in the order of ``SEEN``."""

_CARD = ("source", "channel", "campaign", "model", "budget_low", "budget_high", "need_by")

ids = st.none() | st.integers(1, 3)
words = st.none() | st.sampled_from(("wechat", "forum"))
money = st.none() | st.sampled_from((0.0, 100000.0, 120000.0))
moments = st.builds("2026-0{}-1{}T09:3{}".format, *[st.integers(1, 9)] * 3)
values = {
    "at": moments,
    "kind": st.sampled_from(KINDS),
    **dict.fromkeys(("source", "consultant", "model"), ids),
    **dict.fromkeys(("channel", "campaign"), words),
    **dict.fromkeys(("budget_low", "budget_high"), money),
    "need_by": st.none() | st.sampled_from(("2026-12-01", "2027-01-01")),
    "grade": st.none() | st.sampled_from(("H", "A", "B", "C", "N")),
    "test_drive": st.sampled_from((None, 0, 1)),
}
seen = st.tuples(*map(values.__getitem__, SEEN))


def policy(name: str, closed: str = "") -> Policy:
    return parse_policy((_POLICIES / f"{name}.toml").read_text(encoding="utf-8") + closed)


def fact(place: int, visit: Seen) -> Fact:
    """The visit as the store hands it to the replay."""
    row: dict[str, Any] = dict(zip(SEEN, visit, strict=True))
    card = {name: row[name] for name in _CARD if row[name] is not None} or NO_CARD
    return Fact(
        row["at"], 1, RANKS["visit"], place, "visit",
        grade=row["grade"], result=row["kind"], staff=row["consultant"], flag=bool(row["test_drive"]), card=card,
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


def stand(leads: list[list[Seen]], rules: Policy, named: Collection[str] = SEEN) -> list[Standing]:
    """Where leads stand with these visits, when a register has the ``named`` columns."""
    cells = zip(SEEN, zip(*chain.from_iterable(leads), strict=True), strict=True)
    visits = {name: column for name, column in cells if name in named}
    spans = list(pairwise(accumulate(map(len, leads), initial=0)))
    derived = Openings(rules).derive(visits, spans)
    rows = zip(*derived.values(), strict=True)
    return [Standing(**dict(zip(derived, row, strict=True))) for row in rows]


@pytest.mark.parametrize("name", ["four-grade", "five-grade"])
@given(leads=st.lists(st.lists(seen, min_size=1, max_size=6), min_size=1, max_size=4), later=later)
def test_visits_alone_lead_where_the_replay_leads(
    name: str, leads: list[list[Seen]], later: list[tuple[str, int, frozenset[str]]]
) -> None:
    ordered = [sorted(visits, key=lambda visit: str(visit[0])) for visits in leads]
    rules = in_time(name, later)
    replayed = [replay(list(starmap(fact, enumerate(visits))), rules).standing for visits in ordered]
    assert stand(ordered, rules) == replayed


@given(visits=st.lists(seen, min_size=1, max_size=3), named=st.sets(st.sampled_from(SEEN)))
def test_a_register_without_a_column_says_as_much_as_one_whose_column_is_empty(
    visits: list[Seen], named: set[str]
) -> None:
    named |= {"at", "kind"}
    emptied = [
        tuple(cell if name in named else None for name, cell in zip(SEEN, visit, strict=True)) for visit in visits
    ]
    rules = policy("five-grade")
    assert stand([visits], rules, named) == stand([emptied], rules)


@given(
    leads=st.lists(
        st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from((None, None, 0, 1))), min_size=1, max_size=6),
        min_size=1,
        max_size=3,
    )
)
def test_what_the_visits_of_new_leads_are_is_what_the_replay_says(leads: list[list[tuple[str, int | None]]]) -> None:
    kinds, said = zip(*chain.from_iterable(leads), strict=True)
    spans = list(pairwise(accumulate(map(len, leads), initial=0)))
    found, new = natures(kinds, said, spans, opens=True)
    replayed: list[tuple[str | None, bool]] = []
    for visits in leads:
        facts = [
            Fact(f"2026-03-01T10:0{place}", 1, RANKS["visit"], place, "visit", result=kind, first=first)
            for place, (kind, first) in enumerate(visits)
        ]
        replayed += replay(facts, policy("five-grade")).visits.values()
    assert list(zip(found, map(bool, new), strict=True)) == replayed


def visit(**cells: object) -> Any:
    return tuple(cells.get(name) for name in SEEN)


def test_what_is_read_of_a_visit_stands_under_the_names_of_the_lead() -> None:
    said = {
        "source": 1,
        "channel": "wechat",
        "campaign": "fair",
        "consultant": 2,
        "model": 3,
        "budget_low": 1.0,
        "budget_high": 2.0,
        "need_by": "2026-04-01",
        "grade": "A",
    }
    came = visit(at="2026-03-01T10:00", kind="call", test_drive=1, **said)
    (standing,) = stand([[came]], policy("five-grade"))
    assert {name: getattr(standing, name) for name in said} == said
    assert (standing.opened_grade, standing.drove_at) == ("A", "2026-03-01T10:00")


def test_a_second_visit_is_a_contact_that_dates_the_next_one() -> None:
    first, again = (visit(at=at, kind="walk-in", grade="H") for at in ("2026-03-01T10:00", "2026-03-05T10:00"))
    once, twice = stand([[first], [first, again]], policy("five-grade"))
    assert (once.task, once.due_from, once.due_by) == ("first-follow-up", "2026-03-02", "2026-03-02")
    assert (twice.task, twice.due_from, twice.due_by) == ("follow-up", "2026-03-06", "2026-03-07")
