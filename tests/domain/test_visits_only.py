"""Leads of which visits are the only facts, derived by columns, are what the replay of each makes of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import accumulate, chain, pairwise, starmap
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given

import leadctl
from leadctl.domain.facts import NO_CARD, RANKS, Fact
from leadctl.domain.lead_state import FIELDS, HISTORY, LeadState
from leadctl.domain.policy import Policy, parse_policy
from leadctl.domain.replay import replay
from leadctl.domain.terms import KINDS
from leadctl.domain.visits_only import STATE_CELLS, VISIT_CELLS, WINDOW_CELLS, VisitsOnly, classify_visits

_POLICIES = Path(leadctl.__file__).parent / "policies"
Seen = tuple[object, ...]
"""The cells of one visit, in the order of ``VISIT_CELLS``."""

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
seen = st.tuples(*map(values.__getitem__, VISIT_CELLS))


def policy(name: str, closed: str = "") -> Policy:
    return parse_policy((_POLICIES / f"{name}.toml").read_text(encoding="utf-8") + closed)


def fact(place: int, visit: Seen) -> Fact:
    """The visit as the store hands it to the replay."""
    row: dict[str, Any] = dict(zip(VISIT_CELLS, visit, strict=True))
    card = {name: row[name] for name in _CARD if row[name] is not None} or NO_CARD
    return Fact(
        row["at"], 1, RANKS["visit"], place, "visit",
        grade=row["grade"], result=row["kind"], staff=row["consultant"], flag=bool(row["test_drive"]), card=card,
    )  # fmt: skip


days = st.builds("2026-0{}-1{}".format, st.integers(1, 9), st.integers(0, 9))
later = st.lists(st.tuples(days, st.integers(1, 40), st.frozensets(days, max_size=5)), max_size=3)


def changing_policy(name: str, later: list[tuple[str, int, frozenset[str]]]) -> Policy:
    """The policy, followed by others that have their own first follow-up, cadence of H and closed days."""
    first, following = policy(name), {}
    for begins, count, closed in later:
        hot = first.rules["H"]._replace(first=count, last=2 * count)
        rules = {**first.rules, "H": hot}
        following[begins] = first._replace(rules=rules, first_follow_up_days=count, closed=closed)
    return first.join(sorted(following.items(), key=lambda pair: pair[0]))


def columns_of(leads: list[list[Seen]], named: Collection[str] = VISIT_CELLS) -> dict[str, Any]:
    """The visits of these leads as columns, when a register has the ``named`` ones."""
    cells = zip(VISIT_CELLS, zip(*chain.from_iterable(leads), strict=True), strict=True)
    return {name: column for name, column in cells if name in named}


def spans_of(leads: list[list[Seen]]) -> list[tuple[int, int]]:
    return list(pairwise(accumulate(map(len, leads), initial=0)))


def derive_states(leads: list[list[Seen]], rules: Policy, named: Collection[str] = VISIT_CELLS) -> list[LeadState]:
    """The states of leads with these visits."""
    derived = VisitsOnly(rules).derive_leads(columns_of(leads, named), spans_of(leads), range(len(leads))).leads
    states = []
    for row in zip(*derived.values(), strict=True):
        state = LeadState()
        vars(state).update(zip(derived, row, strict=True))
        states.append(state)
    return states


def in_time(visits: list[Seen]) -> list[Seen]:
    return sorted(visits, key=lambda visit: str(visit[0]))


def derivable(leads: list[list[Seen]], rules: Policy) -> list[list[Seen]]:
    """The leads, their visits in the order of time, that need no replay."""
    leads = [in_time(visits) for visits in leads]
    to_replay = VisitsOnly(rules).leads_to_replay(columns_of(leads), spans_of(leads))
    return [visits for number, visits in enumerate(leads) if number not in to_replay]


leads_of_visits = st.lists(st.lists(seen, min_size=1, max_size=6), min_size=1, max_size=4)


@pytest.mark.parametrize("name", ["four-grade", "five-grade"])
@given(leads=leads_of_visits, later=later)
def test_columns_lead_to_the_state_of_the_replay(
    name: str, leads: list[list[Seen]], later: list[tuple[str, int, frozenset[str]]]
) -> None:
    rules = changing_policy(name, later)
    leads = derivable(leads, rules)
    assume(leads)
    replayed = [replay(list(starmap(fact, enumerate(visits))), rules).state for visits in leads]
    assert [vars_of(state) for state in derive_states(leads, rules)] == [vars_of(state) for state in replayed]


def vars_of(state: LeadState) -> dict[str, object]:
    return {name: getattr(state, name) for name in FIELDS}


@pytest.mark.parametrize("name", ["four-grade", "five-grade"])
@given(leads=leads_of_visits, later=later)
def test_columns_lead_to_the_past_of_the_replay(
    name: str, leads: list[list[Seen]], later: list[tuple[str, int, frozenset[str]]]
) -> None:
    rules = changing_policy(name, later)
    leads = derivable(leads, rules)
    assume(leads)
    past = VisitsOnly(rules).derive_leads(columns_of(leads), spans_of(leads), range(len(leads)))
    states, windows = [], []
    for number, visits in enumerate(leads):
        replayed = replay(list(starmap(fact, enumerate(visits))), rules)
        for period in replayed.periods:
            row = dict(zip(HISTORY, period.values, strict=True)) | {"from_at": period[0], "until_at": period[1]}
            states.append((number, *(row[cell] for cell in STATE_CELLS)))
            assert {name: row[name] for name in HISTORY if name not in STATE_CELLS} == NOTHING_KNOWN
        windows += [(number, nth, *window) for nth, window in enumerate(replayed.windows, start=1)]
    assert rows_of(past.states, ("lead", *STATE_CELLS)) == states
    assert rows_of(past.windows, ("lead", *WINDOW_CELLS)) == windows


def rows_of(columns: dict[str, Sequence[object]], names: Sequence[str]) -> list[tuple[object, ...]]:
    """Columns as rows of the cells named, None where there is no such column."""
    length = len(next(iter(columns.values()), ()))
    assert set(columns) <= set(names)
    return list(zip(*(columns.get(name, [None] * length) for name in names), strict=True))


NOTHING_KNOWN = {
    "man": None,
    "confidence": None,
    "contacts": 0,
    "attempts": 0,
    "invite_on": None,
    "meets_at": None,
    "wake_on": None,
}


@given(visits=st.lists(seen, min_size=1, max_size=3), named=st.sets(st.sampled_from(VISIT_CELLS)))
def test_a_register_without_a_column_says_as_much_as_one_whose_column_is_empty(
    visits: list[Seen], named: set[str]
) -> None:
    named |= {"at", "kind"}
    emptied = [
        tuple(cell if name in named else None for name, cell in zip(VISIT_CELLS, visit, strict=True))
        for visit in visits
    ]
    rules = policy("five-grade")
    assert derive_states([visits], rules, named) == derive_states([emptied], rules)


@given(leads=st.lists(st.lists(seen, min_size=1, max_size=6).map(in_time), min_size=1, max_size=3), data=st.data())
def test_the_visits_of_new_leads_are_classified_as_in_the_replay(leads: list[list[Seen]], data: Any) -> None:
    register = [[data.draw(st.sampled_from((None, None, 0, 1))) for _ in visits] for visits in leads]
    columns = columns_of(leads) | {"first_visit": list(chain.from_iterable(register))}
    found = classify_visits(columns, spans_of(leads), opens=True)
    replayed: list[tuple[Any, ...]] = []
    for visits, firsts in zip(leads, register, strict=True):
        facts = [fact(place, visit)._replace(first=firsts[place]) for place, visit in enumerate(visits)]
        replayed += replay(facts, policy("five-grade")).visits.values()
    assert list(zip(*found.values(), strict=True)) == [tuple(map(int_of, result)) for result in replayed]


def int_of(value: object) -> object:
    return int(value) if isinstance(value, bool) else value


def visit(**cells: object) -> Any:
    return tuple(cells.get(name) for name in VISIT_CELLS)


def test_what_a_visit_says_becomes_what_its_lead_is() -> None:
    known = {
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
    came = visit(at="2026-03-01T10:00", kind="call", test_drive=1, **known)
    (state,) = derive_states([[came]], policy("five-grade"))
    assert {name: getattr(state, name) for name in known} == known
    assert (state.opened_grade, state.drove_at) == ("A", "2026-03-01T10:00")


def test_a_second_visit_is_a_contact_that_dates_the_next_one() -> None:
    first, again = (visit(at=at, kind="walk-in", grade="H") for at in ("2026-03-01T10:00", "2026-03-05T10:00"))
    once, twice = derive_states([[first], [first, again]], policy("five-grade"))
    assert (once.task, once.due_from, once.due_by) == ("first-follow-up", "2026-03-02", "2026-03-02")
    assert (twice.task, twice.due_from, twice.due_by) == ("follow-up", "2026-03-06", "2026-03-07")


def test_a_lead_that_enquired_again_needs_a_replay() -> None:
    derivation = VisitsOnly(policy("five-grade"))
    kinds = ["online", "online", "walk-in", "walk-in", "online", "walk-in", "call"]
    visits = {"at": ["2026-03-01T10:00"] * len(kinds), "kind": kinds}
    assert derivation.leads_to_replay(visits, [(0, 1), (1, 3), (3, 5), (5, 7)]) == {1, 2}
    assert derivation.leads_to_replay(visits, [(5, 6), (6, 7)]) == set()


def test_a_lead_whose_window_a_new_policy_may_date_again_needs_a_replay() -> None:
    derivation = VisitsOnly(changing_policy("five-grade", [("2026-03-10", 4, frozenset())]))
    days = ["2026-03-05", "2026-03-10", "2025-03-10"]
    visits = {"at": [f"{day}T10:00" for day in days], "kind": ["walk-in"] * 3}
    assert derivation.leads_to_replay(visits, [(0, 1), (1, 2), (2, 3)]) == {0}
