"""The model itself, against values worked out by hand: it is right before the program is held to it."""

from __future__ import annotations

from datetime import date, datetime

from tests.oracle.due_list import lines, open_aftercare
from tests.oracle.facts import Appointment, Assignment, Cancellation, Fact, FollowUp, Order, Store, Visit
from tests.oracle.figures import Month, cohort, follow_up_discipline, funnel, orders_of, traffic_ratios
from tests.oracle.standing import standing


def moment(text: str) -> datetime:
    """``05 10:00`` is the 5th of November."""
    return datetime.fromisoformat(f"2026-11-{text.replace(' ', 'T')}")


def november(today: int) -> Month:
    return Month(date(2026, 11, 1), date(2026, 11, today))


def store(grade: str, *facts: Fact) -> Store:
    """Lead 1, Ann's: came on the 2nd, was called on the 3rd; then these."""
    made = Store("five-grade", ("Ann", "Ben"))
    made.add(Visit(moment("02 09:00"), 1, 1, "walk-in", "1", "Ann", "showroom", "Alpha", grade))
    made.entered += [call("03 09:00"), *facts]
    return made


def call(at: str, outcome: str = "continued", next_on: date | None = None) -> FollowUp:
    return FollowUp(moment(at), 1, 1, outcome, moment(at).date(), next_on=next_on)


def comes(at: str, when: str) -> Appointment:
    return Appointment(moment(at), 1, moment(when))


def listed(of: Store, day: int) -> list[tuple[str, str, str, str | None]]:
    found = lines(of, date(2026, 11, day))
    return [(line.task, line.due_from[8:], line.due_by[8:], line.retry_on and line.retry_on[8:]) for line in found]


def test_an_appointment_stands_for_the_follow_up_then_an_invitation_is_owed() -> None:
    of = store("A", comes("03 10:00", "07 10:00"))  # A: 06 to 08
    assert [listed(of, day) for day in (6, 7, 8)] == [
        [],
        [("appointment", "07", "07", None)],
        [("follow-up", "08", "08", None)],
    ]


def test_a_new_appointment_lets_the_window_go_on() -> None:
    of = store("B", comes("03 10:00", "05 10:00"), comes("06 10:00", "12 10:00"))  # B: the 10th
    assert listed(of, 9) == []
    assert listed(of, 10) == [("follow-up", "10", "10", None)]
    assert listed(of, 12) == [("follow-up", "10", "10", None), ("appointment", "12", "12", None)]
    assert listed(of, 13) == [("follow-up", "10", "10", None)]


def test_a_try_adds_a_retry_and_moves_nothing() -> None:
    of = store("A", call("06 10:00", "no-answer"))
    assert listed(of, 6) == []
    assert listed(of, 7) == [("follow-up", "06", "08", "07")]
    agreed = store("A", call("03 11:00", next_on=date(2026, 11, 12)), call("03 12:00", "no-answer"))
    assert [listed(agreed, day) for day in (4, 11, 12)] == [[], [], [("follow-up", "12", "12", None)]]


def test_a_window_is_counted_once_and_a_missed_appointment_leaves_a_day() -> None:
    in_time = store("B", comes("03 10:00", "10 10:00"), call("11 10:00"))
    late = store("B", comes("03 10:00", "10 10:00"), call("12 10:00"))
    rows = [follow_up_discipline(of, november(14))["Ann"] for of in (in_time, late)]
    assert [(row["due"], row["on_time"]) for row in rows] == [(2, 2), (2, 1)]


def test_a_cancellation_cancels_the_order_before_it_only() -> None:
    of = store(
        "A", Order(moment("05 10:00"), 1, 1), Cancellation(moment("05 11:00"), 1), Order(moment("06 10:00"), 1, 2)
    )
    assert [order.number for order in orders_of(of, november(10))] == [2]
    assert standing(of, 1, moment("10 10:00")).status == "ordered"


def test_figures_stay_with_whoever_earned_them() -> None:
    of = store("A", Assignment(moment("05 09:00"), 1, "Ben"), Order(moment("06 10:00"), 1, 1))
    month = funnel(of, november(10), "consultant")
    assert (month["traffic"], month["leads"], month["orders"]) == ({"Ann": 1}, {"Ann": 1}, {"Ben": 1})
    assert cohort(of, november(10), "consultant")["orders"] == {"Ann": 1}


def test_an_owners_missed_contacts_stay_a_month() -> None:
    delivered = date(2026, 11, 4)
    assert open_aftercare(delivered, [], date(2026, 11, 18)) == [date(2026, 11, day) for day in (7, 11, 18)]
    assert open_aftercare(delivered, [date(2026, 11, 11)], date(2026, 11, 18)) == [date(2026, 11, 18)]
    assert open_aftercare(delivered, [], date(2026, 12, 8))[0] == date(2026, 11, 11)


def test_the_ratios_of_the_real_month() -> None:
    """The January of docs/domain.md section 6."""
    counts = {"traffic": 882, "days": 31, "first_visits": 326, "contacts": 267, "test_drives": 66, "stay_30": 149}
    sales = {"showroom_sales": 63, "sub_dealer_sales": 18, "wholesale_sales": 0, "total_sales": 81, "return_visits": 0}
    ratios = traffic_ratios({**counts, **sales})
    percent = {name: round(value * 100, 1) for name, value in ratios.items() if value is not None}
    assert (percent["deal_rate"], percent["contact_rate"], percent["test_drive_rate"]) == (19.3, 81.9, 20.2)
    assert (percent["stay_30_rate"], percent["sub_dealer_share"], percent["showroom_share"]) == (45.7, 22.2, 77.8)
    assert round(ratios["daily_traffic"] or 0, 1) == 28.5
