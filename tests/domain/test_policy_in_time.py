"""A policy that follows another from a day on: what ran is dated again, what had ended stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.aftercare import Car, Contact, Reminders, find_first_owed
from leadctl.domain.days import add_days
from leadctl.domain.due import reasons_of
from leadctl.domain.facts import RANKS, Fact
from leadctl.domain.lead_state import HISTORY
from leadctl.domain.policy import Policy, parse_policy
from leadctl.domain.replay import replay
from tests.domain.test_due_order import OWED

FIVE_TEXT = (Path(__file__).parents[2] / "leadctl/policies/five-grade.toml").read_text(encoding="utf-8")
FIVE = parse_policy(FIVE_TEXT)
FOUR = parse_policy((Path(__file__).parents[2] / "leadctl/policies/four-grade.toml").read_text(encoding="utf-8"))


def every(days: int, name: str = "other", closed: str = "[]") -> Policy:
    """The five-grade policy, but C is contacted every so many days."""
    text = FIVE_TEXT.replace('"five-grade"', f'"{name}"').replace("[10, 10]", f"[{days}, {days}]")
    return parse_policy(text.replace("closed = []", f"closed = {closed}"))


def then(*later: tuple[str, Policy]) -> Policy:
    return FIVE.join(later)


def fact(kind: str, at: str, **details: object) -> Fact:
    return Fact(at, 1, RANKS[kind], 1, kind, **details)  # type: ignore[arg-type]


CALLED = fact("contact", "2026-11-25T10:00")

# Under the five-grade policy a C lead's window ends 10 days after the contact: of 11-25 on 12-05, of 11-20 on 11-30.
REDATED = [
    ("2026-11-25", 20, "2026-12-15"),
    ("2026-11-25", 3, "2026-12-01"),  # not 11-28, when that policy did not hold yet
    ("2026-11-25", 7, "2026-12-02"),
    ("2026-11-21", 3, "2026-12-01"),  # it ends on the very day on which the other begins
    ("2026-11-20", 3, "2026-11-30"),
    ("2026-11-20", 20, "2026-11-30"),
    ("2026-12-01", 3, "2026-12-04"),
    ("2026-12-09", 20, "2026-12-29"),
]


@pytest.mark.parametrize(("contact", "days", "due"), REDATED)
def test_a_window_that_runs_when_a_policy_begins_is_dated_again(contact: str, days: int, due: str) -> None:
    policy = then(("2026-12-01", every(days)))
    assert policy.window("C", f"{contact}T10:00") == (due, due)
    assert policy.policy_on("2026-12-24").window("C", f"{contact}T10:00") == (due, due)


def test_the_first_day_of_a_window_comes_no_earlier_than_the_policy_that_dates_it() -> None:
    policy = then(("2026-11-27", FOUR))
    # A: from 11-28 to 11-30 under five grades; every 3 days under four.
    assert policy.window("A", "2026-11-25T10:00") == ("2026-11-28", "2026-11-28")
    # H: due on 11-26 and 11-27; every 2 days under four: 11-27, its first day.
    assert policy.window("H", "2026-11-25T10:00") == ("2026-11-27", "2026-11-27")


def test_a_window_may_run_through_two_changes_of_policy() -> None:
    policy = then(("2026-12-01", every(20)), ("2026-12-10", every(16)), ("2026-12-20", every(3)))
    assert policy.window("C", "2026-11-25") == ("2026-12-11", "2026-12-11")  # + 16, ended before the 20th
    assert policy.window("C", "2026-12-05") == ("2026-12-20", "2026-12-20")  # 12-25, 12-21, then not before 12-20


def test_every_policy_of_a_store_knows_all_others() -> None:
    first = then(("2026-12-01", every(20, "slow")), ("2026-12-10", every(3, "quick")))
    for policy in (first, first.policy_on("2026-12-05"), first.policy_on("2026-12-31")):
        assert [policy.policy_on(day).name for day in ("2026-01-01", "2026-12-01", "2026-12-10")] == [
            "five-grade",
            "slow",
            "quick",
        ]
    assert [(day, later.name) for day, later in first.policy_on("2026-12-05").later] == [("2026-12-10", "quick")]
    assert FIVE.policy_on("2026-12-05") is FIVE


def test_what_was_known_on_a_day_has_no_policy_that_began_later() -> None:
    first = then(("2026-12-01", every(20, "slow")), ("2026-12-10", every(3, "quick")))
    assert first.find_known_policy("2026-12-05").window("C", "2026-12-02") == ("2026-12-22", "2026-12-22")
    assert first.policy_on("2026-12-20").find_known_policy("2026-11-30").window("C", "2026-11-25") == (
        "2026-12-05",
        "2026-12-05",
    )
    assert first.window("C", "2026-12-02") == ("2026-12-10", "2026-12-10")


def test_a_day_is_closed_by_the_policy_in_force_on_it() -> None:
    holidays = every(10, closed='["2026-11-30", "2026-12-01", "2026-12-05", "2026-12-06"]')
    policy = then(("2026-12-01", holidays))
    assert policy.open_day("2026-11-30") == "2026-11-30"  # the first policy still held, and was open
    assert policy.open_day("2026-12-01") == "2026-12-02"
    assert policy.window("C", "2026-11-25") == ("2026-12-07", "2026-12-07")
    assert policy.policy_on("2026-12-06").open_day("2026-11-30") == "2026-11-30"


def test_a_store_may_be_closed_for_months_on_end() -> None:
    """Closed from December to February: what falls due between waits for the first of March, and nothing else does."""
    winter = [add_days("2026-12-01", count) for count in range(31 + 31 + 28)]
    policy = then(("2026-12-01", every(10, closed=str(winter))), ("2027-02-15", every(10)))
    assert policy.policy_on("2026-12-24").open_day("2026-12-24") == "2027-02-15"  # the policy after it is open again
    assert then(("2026-12-01", every(10, closed=str(winter)))).open_day("2026-12-24") == "2027-03-01"
    closed = then(("2026-12-01", every(10, closed=str(winter))))
    assert closed.window("C", "2026-11-20") == ("2026-11-30", "2026-11-30")
    assert closed.window("C", "2026-11-21") == ("2027-03-01", "2027-03-01")
    assert closed.window("C", "2027-02-25") == ("2027-03-07", "2027-03-07")
    # The window of 12-20 would end on 12-30; it waits for 02-15, when another policy begins, and not longer.
    assert policy.window("C", "2026-12-20") == ("2027-02-15", "2027-02-15")


SLOWER = parse_policy(
    FIVE_TEXT.replace("first_follow_up_days = 1", "first_follow_up_days = 2")
    .replace("retry_days = 1", "retry_days = 4")
    .replace("letter_days = 3", "letter_days = 6")
)
AFTER = {
    "the first follow-up": ("visit", {"result": "walk-in", "grade": "C"}, "due_by", 1, 2),
    "a try": ("try", {}, "retry_on", 1, 4),
    "a letter": ("letter", {}, "due_by", 3, 6),
}


@pytest.mark.parametrize(("kind", "details", "dated", "before", "since"), AFTER.values(), ids=AFTER)
def test_the_policy_of_its_own_day_dates_what_follows_a_fact(
    kind: str, details: dict[str, object], dated: str, before: int, since: int
) -> None:
    policy = then(("2026-12-01", SLOWER))
    for day, days in (("2026-11-29", before), ("2026-11-30", before), ("2026-12-01", since)):
        opened = [] if kind == "visit" else [fact("visit", "2026-11-01T10:00", result="walk-in", grade="C")]
        state = replay([*opened, fact(kind, f"{day}T10:00", **details)], policy).state
        assert getattr(state, dated) == add_days(day, days)


def test_a_try_with_an_owner_comes_back_by_the_policy_of_its_day() -> None:
    policy, car = then(("2026-12-01", SLOWER)), Car("2026-10-30")  # a call is owed after a month: 11-30
    for day, again in (("2026-11-30", "2026-12-01"), ("2026-12-01", "2026-12-05")):
        contacts = [Contact(f"{day}T10:00", "month-1", "no-answer")]
        found = find_first_owed([car], Reminders(), contacts, policy, day, "2026-12-31")
        assert found is not None
        assert found[0] == again


def test_why_a_contact_is_owed_names_the_cadence_that_dated_it() -> None:
    policy = then(("2026-12-01", every(20)))
    for contact, due, days in (("2026-11-20", "2026-11-30", "10"), ("2026-11-25", "2026-12-15", "20")):
        owed_since = OWED._replace(last_contact=f"{contact}T10:00", opened_at=contact, due_from=due, due_by=due)
        (why,) = reasons_of(owed_since._replace(grade="C"), policy.policy_on("2026-12-02"), "2026-12-02T09:00")
        assert (why.text, why.values["every"]) == ("{grade}: every {every} d, last {days} d ago", days)


def contacts_after(gaps: list[int], grade: str) -> list[Fact]:
    """A visit on the first of October, and contacts so many days after one another."""
    day, facts = "2026-10-01", [fact("visit", "2026-10-01T10:00", result="walk-in", grade=grade)]
    for gap in gaps:
        day = add_days(day, gap)
        facts.append(fact("contact", f"{day}T10:00"))
    return facts


day_gaps = st.lists(st.integers(0, 25), max_size=6)
days = st.integers(0, 90).map(lambda count: add_days("2026-10-01", count))


@given(day_gaps, st.sampled_from("HABCN"), days, st.integers(1, 30))
def test_shares_of_days_before_a_policy_stay_what_they_were(
    gaps: list[int], grade: str, begins: str, every_days: int
) -> None:
    """Every window that counted on a day before the policy's first one counts on that day still, and as it did."""

    def count_windows(policy: Policy) -> list[tuple[str, bool]]:
        found = replay(contacts_after(gaps, grade), policy)
        counted = [(window.counted_on, window.on_time) for window in found.windows]
        counted.append((str(found.state.window_by), False))  # it ends unanswered, months later
        return [(day, on_time) for day, on_time in counted if day < begins]

    assert count_windows(then((begins, every(every_days)))) == count_windows(FIVE)
    assert count_windows(then((begins, FOUR))) == count_windows(FIVE)


def test_a_window_that_a_policy_dates_again_is_another_state_from_its_first_day_on() -> None:
    """C: every 10 days, and from December on every 20. The contact of 11-25 was owed by 12-05, then by 12-15."""
    found = replay([fact("visit", "2026-11-24T10:00", grade="C"), CALLED], then(("2026-12-01", every(20))))
    past = [
        (period.from_at, period.until_at, dict(zip(HISTORY, period.values, strict=True))["due_by"])
        for period in found.periods
    ]
    assert past == [
        ("2026-11-24T10:00", "2026-11-25T10:00", "2026-11-25"),
        ("2026-11-25T10:00", "2026-12-01T00:00", "2026-12-05"),
    ]
    assert (found.state.since, found.state.due_by, found.state.window_by) == (
        "2026-12-01T00:00", "2026-12-15", "2026-12-15",
    )  # fmt: skip


def test_a_policy_dates_no_agreed_day_again() -> None:
    """Nor the day on which a sleeping lead wakes, also where the grade's window was of that very day."""
    policy = then(("2026-12-01", every(20)))
    opened = fact("visit", "2026-11-24T10:00", grade="C")
    agreed = fact("contact", "2026-11-25T10:00", on="2026-12-05")
    assert replay([opened, agreed], policy).state.due_by == "2026-12-05"
    assert replay([opened, CALLED, fact("dormant", "2026-11-26T10:00", on="2026-12-06")], policy).state.due_by == (
        "2026-12-06"
    )
    assert replay([opened, CALLED, fact("dormant", "2026-11-26T10:00", on="2026-12-05")], policy).state.due_by == (
        "2026-12-05"
    )


@given(st.sampled_from(["H", "A", "B", "C", "N", "O", None]), days, days, days)
def test_the_same_policy_once_more_moves_a_window_only_to_its_own_first_day(
    grade: str | None, contact: str, one: str, other: str
) -> None:
    begins, again = sorted((one, other))
    first, last = then((begins, FIVE), (again, FIVE)).window(grade, contact)
    assert last == FIVE.window(grade, contact)[1]
    assert FIVE.window(grade, contact)[0] <= first <= last
