"""The windows in which a lead was owed a contact, from facts written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadctl.domain.facts import RANKS, Fact
from leadctl.domain.policy import Policy, parse_policy
from leadctl.domain.replay import Replay, replay

POLICY = parse_policy((Path(__file__).parents[2] / "leadctl/policies/five-grade.toml").read_text(encoding="utf-8"))
TODAY = "2026-12-31"
LI, WANG = 1, 2


def _fact(kind: str, at: str, **more: object) -> Fact:
    day, _, clock = at.partition(" ")
    return Fact(f"2026-{day}T{clock or '10:00'}", 1, RANKS[kind], 1, kind, **more)  # type: ignore[arg-type]


def _visit(at: str, grade: str | None = "H") -> Fact:
    return _fact("visit", at, grade=grade, result="walk-in", staff=LI)


def _replay(*facts: Fact, policy: Policy = POLICY) -> Replay:
    """Each fact of an operation and a row of its own; a delivery is of the order before it."""
    numbered: list[Fact] = []
    for place, fact in enumerate(facts, 1):
        order = max((each.id for each in numbered if each.kind == "order"), default=place)
        numbered.append(fact._replace(operation=place, id=order if fact.kind == "deliver" else place))
    return replay(numbered, policy)


def _counted(found: Replay, today: str = TODAY) -> list[tuple[str, str, bool]]:
    """(last day, day on which it counts, in time) of the windows that count by a day, without the years.

    The one that runs is missed once its last day has passed.
    """
    counted = [(window.due_by[5:], window.counted_on[5:], window.on_time) for window in found.windows]
    last_day = found.state.window_by
    if last_day is not None and last_day < today:
        counted.append((last_day[5:], last_day[5:], False))
    return counted


def test_a_new_lead_is_owed_a_contact_by_the_next_day() -> None:
    assert _counted(_replay(_visit("10-01"), _fact("contact", "10-02")), "2026-10-03") == [("10-02", "10-02", True)]
    assert _counted(_replay(_visit("10-01"), _fact("contact", "10-03")), "2026-10-03") == [("10-02", "10-02", False)]


def test_a_window_that_still_runs_does_not_count() -> None:
    assert _counted(_replay(_visit("10-01")), "2026-10-02") == []
    assert _counted(_replay(_visit("10-01")), "2026-10-03") == [("10-02", "10-02", False)]


@pytest.mark.parametrize(
    ("grade", "last_day"), [("H", "10-04"), ("A", "10-07"), ("B", "10-09"), ("C", "10-12"), ("N", "10-17")]
)
def test_the_grade_of_the_last_contact_sets_the_next_window(grade: str, last_day: str) -> None:
    found = _replay(_visit("10-01"), _fact("contact", "10-02", grade=grade))
    assert [window.due_by for window in found.windows] == ["2026-10-02"]
    assert (found.state.window_task, found.state.window_since, found.state.window_by) == (
        "follow-up", "2026-10-02T10:00", f"2026-{last_day}",
    )  # fmt: skip


def test_a_contact_before_its_window_is_on_time() -> None:
    found = _replay(_visit("10-01", "C"), _fact("contact", "10-02"), _fact("contact", "10-03"))
    assert _counted(found, "2026-10-04") == [("10-02", "10-02", True), ("10-12", "10-03", True)]


def test_a_return_visit_answers_a_window_as_a_follow_up_does() -> None:
    assert _counted(_replay(_visit("10-01"), _visit("10-02", None)), "2026-10-03") == [("10-02", "10-02", True)]


@pytest.mark.parametrize("agreed", [None, "2026-10-20"])
def test_a_try_neither_answers_nor_moves_a_window_whatever_date_it_names(agreed: str | None) -> None:
    found = _replay(_visit("10-01"), _fact("try", "10-02", on=agreed), _fact("contact", "10-03"))
    assert _counted(found, "2026-10-04") == [("10-02", "10-02", False)]
    assert found.follow_ups == {2: LI, 3: LI}
    assert found.state.contacts == 1


def test_an_agreed_date_replaces_the_window() -> None:
    facts = (_visit("10-01"), _fact("contact", "10-02", on="2026-10-20"), _fact("contact", "10-20 23:00"))
    window = _replay(*facts).windows[1]
    assert (window.due_from, window.due_by, window.on_time) == ("2026-10-20", "2026-10-20", True)


def test_a_window_that_is_missed_counts_once_and_on_its_last_day() -> None:
    found = _replay(_visit("10-30"), _fact("contact", "11-20"))
    assert _counted(found, "2026-11-21") == [("10-31", "10-31", False)]
    assert found.windows[0].answered_at == "2026-11-20T10:00"


def test_a_new_grade_moves_the_running_window_and_the_old_one_does_not_count() -> None:
    found = _replay(_visit("10-01"), _fact("contact", "10-02"), _fact("assess", "10-03", grade="C"))
    assert _counted(found) == [("10-02", "10-02", True), ("10-12", "10-12", False)]


def test_a_new_grade_makes_up_for_nothing_that_was_missed() -> None:
    found = _replay(
        _visit("10-01"), _fact("contact", "10-02"), _fact("assess", "10-08", grade="C"), _fact("contact", "10-09")
    )
    assert _counted(found, "2026-10-10") == [
        ("10-02", "10-02", True),
        ("10-04", "10-04", False),
        ("10-12", "10-09", True),
    ]
    assert [window.answered_at for window in found.windows] == ["2026-10-02T10:00", None, "2026-10-09T10:00"]


@pytest.mark.parametrize(
    "end",
    [
        _fact("churn", "10-02", result="defeat"),
        _fact("churn", "10-02", result="lost-contact", flag=True),
        _fact("order", "10-02"),
        _fact("dormant", "10-02", on="2026-12-31"),
    ],
    ids=lambda fact: fact.kind,
)
def test_what_ends_a_window_that_was_not_overdue_takes_it_out(end: Fact) -> None:
    found = _replay(_visit("10-01"), end)
    assert found.windows == []
    assert _counted(found, "2026-10-03") == []


@pytest.mark.parametrize("kind", ["churn", "order", "dormant"])
def test_what_comes_after_a_missed_window_leaves_it_missed(kind: str) -> None:
    end = _fact(kind, "10-03", on="2026-12-31") if kind == "dormant" else _fact(kind, "10-03", result="defeat")
    found = _replay(_visit("10-01"), end)
    assert _counted(found, "2026-10-04") == [("10-02", "10-02", False)]
    assert found.windows[0].answered_at is None


def test_nothing_is_owed_while_a_churn_waits_and_a_contact_the_day_after_it_was_overturned() -> None:
    lost = (_visit("10-01"), _fact("churn", "10-02", result="defeat"))
    assert _replay(*lost).state.window_task is None
    assert _counted(_replay(*lost, _fact("verify", "10-20", result="overturned"))) == [("10-21", "10-21", False)]


def test_an_ordered_lead_is_owed_a_contact_every_seven_days_until_delivery() -> None:
    found = _replay(
        _visit("10-01"), _fact("order", "10-01 12:00"), _fact("contact", "10-08"), _fact("deliver", "10-10")
    )
    assert _counted(found) == [("10-08", "10-08", True)]
    assert [window.grade for window in found.windows] == ["O"]


def test_who_slept_is_owed_a_contact_on_the_day_of_waking() -> None:
    assert _counted(_replay(_visit("10-01"), _fact("dormant", "10-01", on="2026-11-05"))) == [("11-05", "11-05", False)]


def test_the_first_call_of_an_online_lead_is_no_window() -> None:
    """It has a clock of its own; what it agrees on is one."""
    enquiry = _fact("visit", "10-01", result="online")
    assert _counted(_replay(enquiry)) == []
    found = _replay(enquiry, _fact("screen", "10-05", result="C"))
    assert _counted(found) == [("10-20", "10-20", False)]


def test_a_window_is_its_owners_of_the_day_on_which_it_ended() -> None:
    late = _replay(_visit("10-01"), _fact("assign", "10-05", staff=WANG), _fact("contact", "10-06"))
    assert [window.owner for window in late.windows] == [LI]
    assert late.state.window_owner == WANG
    assert late.follow_ups == {3: WANG}
    early = _replay(_visit("10-01"), _fact("assign", "10-02 09:00", staff=WANG), _fact("contact", "10-06"))
    assert [window.owner for window in early.windows] == [WANG]


def test_a_missed_window_that_runs_stays_whose_it_was_on_its_last_day() -> None:
    handed_over = _replay(_visit("10-01"), _fact("assign", "10-05", staff=WANG)).state
    assert (handed_over.window_by, handed_over.window_owner, handed_over.consultant) == ("2026-10-02", LI, WANG)


def test_a_window_answered_in_time_is_whose_the_lead_was_then() -> None:
    found = _replay(_visit("10-01"), _fact("contact", "10-02 09:00"), _fact("assign", "10-02 10:00", staff=WANG))
    assert [window.owner for window in found.windows] == [LI]


def test_a_day_on_which_the_store_is_closed_is_passed_over() -> None:
    closed = POLICY._replace(closed=frozenset({"2026-10-02"}))
    assert _replay(_visit("10-01"), policy=closed).state.window_by == "2026-10-03"


def test_an_order_knows_how_many_follow_ups_came_before_it() -> None:
    found = _replay(
        _visit("10-01"),
        _fact("contact", "10-02"),
        _fact("try", "10-03"),
        _fact("order", "10-04"),
        _fact("contact", "10-05"),
    )
    assert {order: result.follow_ups for order, result in found.orders.items()} == {4: 1}


def test_a_grade_is_as_old_as_the_fact_that_gave_it() -> None:
    found = _replay(
        _visit("10-01", "A"),
        _fact("contact", "10-02", grade="H"),
        _fact("contact", "10-04"),
        _fact("assess", "10-05", grade="H"),
    )
    assert found.state.graded_at == "2026-10-02T10:00"
