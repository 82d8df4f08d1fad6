"""What holds of every replay, whatever the facts: of the state, of the past states and of the contact windows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from leadctl.domain.days import add_days
from leadctl.domain.facts import Fact
from leadctl.domain.lead_state import HISTORY, LeadState
from leadctl.domain.policy import Policy
from leadctl.domain.replay import Replay, replay
from tests.domain.facts_of_leads import DAYS, MINUTES, fact, facts_of_lead, moment_of
from tests.domain.test_policy import FIVE, FOUR

HOLIDAYS = FIVE._replace(closed=frozenset(f"2026-11-{day}" for day in (14, 15, 16, 24)))
CHANGING = FIVE.join([("2026-11-09", FOUR), ("2026-11-13", HOLIDAYS), ("2026-12-01", FOUR)])
POLICIES = st.sampled_from([FIVE, FOUR, HOLIDAYS])
ALL_POLICIES = st.sampled_from([FIVE, FOUR, HOLIDAYS, CHANGING])
DISTINCT = facts_of_lead(distinct_minutes=True)
CONTACTS = ("visit", "contact", "letter", "screen")
NOON = 12 * 60

Values = dict[str, Any]


def state_values(state: LeadState, *, but: Iterable[str] = ()) -> Values:
    """The state's values by name, without those of some names."""
    without = set(but)
    return {name: value for name, value in vars(state).items() if name not in without}


def history_at(found: Replay, moment: str) -> Values | None:
    """The values of HISTORY that held at a moment; None: the lead had not begun."""
    for period in found.periods:
        if period.from_at <= moment < period.until_at:
            return dict(zip(HISTORY, period.values, strict=True))
    if found.state.since <= moment:
        return dict(zip(HISTORY, found.state.history(), strict=True))
    return None


def due_as_of(values: Values, day: str) -> tuple[object, object, object]:
    """What these values say is owed on a day, after time alone made an appointment a no-show."""
    if values["task"] == "appointment" and values["meets_at"][:10] < day:
        return "follow-up", values["invite_on"], values["invite_on"]
    return values["task"], values["due_from"], values["due_by"]


def begun_by(facts: Iterable[Fact], moment: str) -> bool:
    """Whether something had opened the lead by then."""
    return any(each.kind in ("visit", "start") and each.at <= moment for each in facts)


# What any order of entry gives


@given(facts_of_lead(), ALL_POLICIES, st.randoms())
def test_the_order_in_which_facts_are_given_does_not_matter(facts: list[Fact], policy: Policy, chance: Any) -> None:
    shuffled = list(facts)
    chance.shuffle(shuffled)
    assert results_of(replay(shuffled, policy)) == results_of(replay(facts, policy))


@given(DISTINCT, ALL_POLICIES, st.randoms())
def test_the_order_in_which_facts_are_recorded_does_not_matter(facts: list[Fact], policy: Policy, chance: Any) -> None:
    """Each is recorded by an operation of its own; only inside one minute the operations settle which came first."""
    operations = list(range(100, 100 + len(facts)))
    chance.shuffle(operations)
    recorded = [each._replace(operation=number) for each, number in zip(facts, operations, strict=True)]
    found, other = results_of(replay(facts, policy)), results_of(replay(recorded, policy))
    assert found | {"later_facts": []} == other | {"later_facts": []}
    assert [each.at for each in found["later_facts"]] == [each.at for each in other["later_facts"]]


def results_of(found: Replay) -> Values:
    """All that a replay says, by name."""
    names = ("periods", "windows", "visits", "follow_ups", "orders", "churns", "appointments", "later_facts")
    return {name: getattr(found, name) for name in names} | {"state": found.state.values()}


# The past states


@given(facts_of_lead(), ALL_POLICIES)
def test_periods_follow_one_another_from_the_opening_to_the_present_state(facts: list[Fact], policy: Policy) -> None:
    found = replay(facts, policy)
    assert all(period.from_at < period.until_at for period in found.periods)
    assert all(one.until_at == other.from_at for one, other in pairwise(found.periods))
    begins = [*(period.from_at for period in found.periods), found.state.since]
    assert begins[0] == found.state.opened_at
    if found.periods:
        assert found.periods[-1].until_at == found.state.since


@given(DISTINCT, POLICIES)
def test_a_period_ends_when_something_changes(facts: list[Fact], policy: Policy) -> None:
    found = replay(facts, policy)
    values = [*(period.values for period in found.periods), found.state.history()]
    assert all(one != other for one, other in pairwise(values))
    moments = {each.at for each in facts}
    nights = {f"{add_days(str(each.on)[:10], 1)}T00:00" for each in facts if each.kind == "appoint"}
    assert {period.until_at for period in found.periods} <= moments | nights


@given(facts_of_lead(), ALL_POLICIES)
def test_the_past_is_what_was_the_present_then(facts: list[Fact], policy: Policy) -> None:
    """The law on which the figures of the past stand: a moment's state is that of the facts up to it."""
    found = replay(facts, policy)
    for moment in sorted({each.at for each in facts}):
        known = [each for each in facts if each.at <= moment]
        if begun_by(known, moment):
            assert history_at(found, moment) == history_at(replay(known, policy), moment), moment


@settings(max_examples=300)
@given(facts_of_lead(), ALL_POLICIES, st.integers(0, 40))
def test_the_past_of_any_day_is_what_was_known_on_it(facts: list[Fact], policy: Policy, count: int) -> None:
    """Also of a day on which nothing happened: an appointment to which nobody came is owed again by then."""
    day = add_days("2026-11-01", count)
    evening = f"{day}T23:59"
    known = [each for each in facts if each.at <= evening]
    if not begun_by(known, evening):
        return
    then, past = history_at(replay(known, policy), evening), history_at(replay(facts, policy), evening)
    assert then is not None
    assert past is not None
    assert due_as_of(past, day) == due_as_of(then, day)
    changed_by_time = {"task", "due_from", "due_by", "invite_on", "meets_at"}
    assert {name: past[name] for name in past.keys() - changed_by_time} == {
        name: then[name] for name in then.keys() - changed_by_time
    }


@settings(max_examples=300)
@given(facts_of_lead(), POLICIES, st.integers(0, 40))
def test_what_is_owed_on_a_day_is_what_the_past_of_that_day_says(facts: list[Fact], policy: Policy, count: int) -> None:
    """``due_on`` of today's state, and the state after a fact that says nothing on that day."""
    day = add_days("2026-11-29", count)
    state = replay(facts, policy).state
    after = replay([*facts, fact("assess", f"{day}T10:00", 99)], policy).state
    assert state.due_on(day) == (after.task, after.due_from, after.due_by)


@given(facts_of_lead(), ALL_POLICIES)
def test_a_grade_is_as_old_as_the_change_that_gave_it(facts: list[Fact], policy: Policy) -> None:
    found = replay(facts, policy)
    values: list[Values] = [dict(zip(HISTORY, period.values, strict=True)) for period in found.periods]
    values.append(dict(zip(HISTORY, found.state.history(), strict=True)))
    begins = [*(period.from_at for period in found.periods), found.state.since]
    for (one, other), begin in zip(pairwise(values), begins[1:], strict=True):
        if one["grade"] == other["grade"]:
            assert one["graded_at"] <= other["graded_at"] <= begin
        else:
            assert other["graded_at"] == begin
    assert all(each["graded_at"] >= found.state.opened_at for each in values)


# The present state


@given(facts_of_lead(), ALL_POLICIES)
def test_what_is_not_closed_is_due_and_what_is_closed_is_not(facts: list[Fact], policy: Policy) -> None:
    state = replay(facts, policy).state
    if state.closed_at is None:
        assert state.task is not None
        assert state.due_from is not None
        assert state.due_by is not None
        assert state.due_from <= state.due_by
        assert (state.task == "verification") == (state.verification == "pending")
        retry_on = None if state.task == "appointment" else state.retry_on  # it hides no appointment
        assert state.list_on == (retry_on or state.due_from)
    else:
        assert (state.task, state.due_from, state.due_by, state.list_on) == (None, None, None, None)
        assert (state.retry_on, state.call_on, state.window_task, state.meets_at) == (None, None, None, None)
        assert state.status in ("delivered", "defeated", "lost")


@given(facts_of_lead(), ALL_POLICIES)
def test_the_parts_of_a_state_agree(facts: list[Fact], policy: Policy) -> None:
    state = replay(facts, policy).state
    assert (state.call_on is None) == (state.call_why is None)
    assert (state.wake_on is not None) == (state.status == "dormant")
    assert (state.task == "appointment") == (state.invite_on is not None)
    window = (state.window_task, state.window_since, state.window_from, state.window_by)
    assert all(part is None for part in window) or None not in window
    if state.closed_at is None and state.verification != "pending":
        # The first call of an online enquiry runs no window; what was agreed stands in its place.
        first_call = state.window_task is None
        agreed = state.task == "appointment" or state.call_on is not None
        assert first_call if state.task == "screening" else agreed or not first_call
        assert not first_call or any(each.result == "online" for each in facts)
        assert (state.ordered_at is not None) == (state.status == "ordered") == (state.grade == "O")
    if state.task in ("first-follow-up", "follow-up") and state.call_on is None:
        assert window[0] == state.task
        assert window[2:] == (state.due_from, state.due_by)


def test_an_appointment_stands_in_the_place_of_an_online_leads_first_call() -> None:
    """And the invitation after a no-show: a rule's days, not a window of the grade."""
    enquiry = Fact("2026-11-01T10:00", 1, 1, 1, "visit", "H", result="online")
    appointed = [enquiry, Fact("2026-11-01T10:05", 2, 8, 2, "appoint", on="2026-11-01T23:00")]
    state = replay(appointed, FIVE).state
    assert (state.task, state.due_by, state.window_task) == ("appointment", "2026-11-01", None)
    state = replay([*appointed, Fact("2026-11-02T09:00", 3, 7, 3, "assign", staff=2)], FIVE).state
    assert (state.task, state.due_by, state.call_why, state.window_task) == ("follow-up", "2026-11-02", "no-show", None)


@given(DISTINCT, DAYS, MINUTES, ALL_POLICIES)
def test_a_try_moves_nothing(facts: list[Fact], day: int, minute: int, policy: Policy) -> None:
    """Neither the window nor a date owed, neither a call nor an appointment: it counts, and may be repeated later. Only
    a callback whose time has come is made by it."""
    moment = moment_of(day, minute)
    if not begun_by(facts, moment) or moment in {each.at for each in facts}:
        return
    silent = replay([*facts, fact("assess", moment, 99)], policy)
    tried = replay([*facts, fact("try", moment, 99)], policy)
    shown = ("attempts", "retry_on", "list_on", "since", "callback_at")
    assert state_values(tried.state, but=shown) == state_values(silent.state, but=shown)
    owed = silent.state.callback_at
    made = owed is not None and owed <= moment and not any(one.kind == "callback" and one.at > moment for one in facts)
    assert tried.state.callback_at == (None if made else owed)
    assert tried.windows == silent.windows
    assert (tried.churns, tried.orders, tried.appointments) == (silent.churns, silent.orders, silent.appointments)
    for moment in {each.at for each in facts if each.at > moment}:
        one, other = history_at(tried, moment), history_at(silent, moment)
        assert one is not None
        assert one | {"attempts": 0} == (other or {}) | {"attempts": 0}


@given(DISTINCT, DAYS, ALL_POLICIES)
def test_an_unreached_screening_is_a_try(facts: list[Fact], day: int, policy: Policy) -> None:
    moment = moment_of(day, NOON)
    if not begun_by(facts, moment) or moment in {each.at for each in facts}:
        return
    tried = replay([*facts, fact("try", moment, 99)], policy)
    unreached = replay([*facts, fact("screen", moment, 99, result="unreached")], policy)
    assert unreached.state == tried.state
    assert (unreached.periods, unreached.windows) == (tried.periods, tried.windows)


@given(DISTINCT, DAYS, MINUTES, ALL_POLICIES)
def test_a_fact_that_says_nothing_changes_nothing(facts: list[Fact], day: int, minute: int, policy: Policy) -> None:
    """But that by then an appointment before it was not kept."""
    moment = moment_of(day, minute)
    if not begun_by(facts, moment) or any(each.kind == "appoint" for each in facts):
        return
    silent, found = replay([*facts, fact("assess", moment, 99)], policy), replay(facts, policy)
    assert results_of(silent) | {"later_facts": []} == results_of(found) | {"later_facts": []}


@given(facts_of_lead(), ALL_POLICIES)
def test_the_same_grade_once_more_changes_nothing(facts: list[Fact], policy: Policy) -> None:
    before = replay([*facts, fact("assess", "2026-11-29T10:00", 98)], policy).state
    if before.grade in (None, "O"):
        return
    assert replay([*facts, fact("assess", "2026-11-29T10:00", 99, grade=before.grade)], policy).state == before


@given(facts_of_lead(), POLICIES)
def test_contacts_are_follow_ups_that_were_answered_before_the_closing(facts: list[Fact], policy: Policy) -> None:
    found = replay(facts, policy)
    later = set(map(id, found.later_facts))
    closed_at = found.state.closed_at
    answered = [each for each in facts if each.kind in ("contact", "letter") and id(each) not in later]
    if closed_at is not None:
        answered = [each for each in answered if each.at <= closed_at]
        assert found.state.contacts <= len(answered)
    else:
        assert found.state.contacts == len(answered)
        assert len(found.follow_ups) == found.state.contacts + sum(each.kind == "try" for each in facts)


@given(facts_of_lead(), ALL_POLICIES)
def test_after_a_closing_only_a_visit_speaks_of_something_new(facts: list[Fact], policy: Policy) -> None:
    found = replay(facts, policy)
    if found.state.closed_at is None:
        assert found.later_facts == []
        return
    after = [each for each in facts if each.at > found.state.closed_at]
    assert bool(found.later_facts) >= any(each.kind == "visit" for each in after)
    if found.later_facts:
        assert found.later_facts[0].kind == "visit"
        own = replay([each for each in facts if each not in found.later_facts], policy)
        assert results_of(own) | {"later_facts": []} == results_of(found) | {"later_facts": []}


@given(facts_of_lead(), ALL_POLICIES)
def test_each_churn_order_and_visit_has_one_result(facts: list[Fact], policy: Policy) -> None:
    found = replay(facts, policy)
    assert sum(result.result == "pending" for result in found.churns.values()) == (
        found.state.verification == "pending" and found.state.closed_at is None
    )
    classified = set(found.visits) | {each.id for each in found.later_facts if each.kind == "visit"}
    assert classified == {each.id for each in facts if each.kind == "visit"}
    assert all(result.consultant is None or each.staff is None for each, result in zip_visits(facts, found))
    assert all((result.delivered_by is None) or found.state.delivered_at for result in found.orders.values())


def zip_visits(facts: list[Fact], found: Replay) -> list[tuple[Fact, Any]]:
    return [(each, found.visits[each.id]) for each in facts if each.kind == "visit" and each.id in found.visits]


# Contact windows


@given(facts_of_lead(), ALL_POLICIES)
def test_a_window_counts_on_the_day_of_the_contact_in_time_else_on_its_last_day(
    facts: list[Fact], policy: Policy
) -> None:
    contacts = {each.at for each in facts if each.kind in CONTACTS}
    for window in replay(facts, policy).windows:
        assert window.task in ("first-follow-up", "follow-up")
        assert window.due_from <= window.due_by
        assert window.answered_at is None or window.answered_at in contacts
        if window.on_time:
            assert window.answered_at is not None
            assert window.counted_on == window.answered_at[:10] <= window.due_by
        else:
            assert window.counted_on == window.due_by
            assert window.answered_at is None or window.answered_at[:10] > window.due_by


@given(DISTINCT, ALL_POLICIES)
def test_each_window_is_counted_once_and_each_contact_answers_one(facts: list[Fact], policy: Policy) -> None:
    found = replay(facts, policy)
    begins = [*(window.since for window in found.windows)]
    if found.state.window_since is not None:
        begins.append(found.state.window_since)
    assert all(one < other for one, other in pairwise(begins))
    answers = [window.answered_at for window in found.windows if window.answered_at is not None]
    assert len(set(answers)) == len(answers)
    assert all(window.answered_at is None or window.since < window.answered_at for window in found.windows)


@given(DISTINCT, ALL_POLICIES)
def test_windows_that_have_ended_stay_as_they_are(facts: list[Fact], policy: Policy) -> None:
    """Whatever happens later: the shares of a month do not change when the next one begins."""
    windows = replay(facts, policy).windows
    for place in range(1, len(facts)):
        known = facts[:place]
        if begun_by(known, known[-1].at):
            before = replay(known, policy).windows
            assert windows[: len(before)] == before


@given(DISTINCT, ALL_POLICIES)
def test_the_window_that_runs_is_the_one_that_ends_next(facts: list[Fact], policy: Policy) -> None:
    """Its first day and its task stay; a contact on the day after all facts answers it."""
    state = replay(facts, policy).state
    later = fact("contact", "2026-11-29T10:00", 99)
    after = replay([*facts, later], policy)
    if state.window_task is None or policy is CHANGING or state.meets_at is not None:
        return
    window = after.windows[-1]
    assert (window.task, window.since, window.due_from, window.due_by, window.answered_at) == (
        state.window_task, state.window_since, state.window_from, state.window_by, later.at,
    )  # fmt: skip
    assert window.owner == (state.window_owner if window.due_by < "2026-11-29" else state.consultant)


@given(DISTINCT, DAYS, POLICIES)
def test_an_appointment_moves_no_window(facts: list[Fact], day: int, policy: Policy) -> None:
    """It lies after all that happens, and so is neither kept nor missed."""
    moment = moment_of(day, NOON)
    others = [each for each in facts if each.kind != "appoint" and each.at != moment]
    if not begun_by(others, moment):
        return
    silent = replay([*others, fact("assess", moment, 99)], policy)
    agreed = replay([*others, fact("appoint", moment, 99, on="2026-12-30T10:00")], policy)
    assert agreed.windows == silent.windows
    names = ("window_task", "window_since", "window_from", "window_by", "window_owner", "last_contact", "contacts")
    assert [getattr(agreed.state, name) for name in names] == [getattr(silent.state, name) for name in names]


@given(DISTINCT, POLICIES)
def test_every_contact_of_a_running_window_answers_it(facts: list[Fact], policy: Policy) -> None:
    """The answered windows are as many as the contacts that found one: a sum from the states before each fact."""
    answered = 0
    for place, each in enumerate(facts):
        known = facts[:place]
        if not known or not begun_by(known, each.at):
            continue
        before = replay(known, policy).state
        reached = each.kind in ("contact", "letter") or (each.kind == "screen" and each.result != "unreached")
        reached |= each.kind == "visit" and (each.result != "online" or each.flag)
        if before.closed_at is not None:
            break
        answered += reached and before.window_task is not None
    windows = replay(facts, policy).windows
    assert sum(window.answered_at is not None for window in windows) == answered


@given(DISTINCT, POLICIES)
def test_a_window_is_its_owners_on_the_day_on_which_it_counts(facts: list[Fact], policy: Policy) -> None:
    found = replay(facts, policy)
    for window in found.windows:
        evening = f"{window.counted_on}T23:59"
        moment = str(window.answered_at) if window.on_time else max(evening, window.since)
        held = history_at(found, moment)
        assert held is not None
        assert window.owner == held["consultant"]
