"""What an owner is owed, to the day: the plan and the reminders as a pure function."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from leadctl.domain.aftercare import Car, Contact, Reminders, first_due, occasions, owed, owed_by
from leadctl.domain.policy import Policy

OPEN = Policy("plain", {}, "N", 1, 1, 3)
NONE = Reminders()
CAR = Car("2025-08-31")


def fine(at: str, occasion: str = "") -> Contact:
    return Contact(f"{at}T10:00", occasion, "fine")


def missed(at: str) -> Contact:
    return Contact(f"{at}T10:00", "", "no-answer")


def codes(car: Car, contacts: list[Contact], today: str, reminders: Reminders = NONE) -> list[str]:
    found = owed(car, reminders, contacts, OPEN, today)
    return [] if found is None else [one.code for one in found.occasions]


def test_the_plan_is_counted_in_calendar_months_to_the_day() -> None:
    plan = [
        (one.due_on, one.code)
        for one in occasions(CAR, NONE, "2025-08-31", "2031-12-31")
        if one.kind in ("day", "mail", "month")
    ]
    assert plan == [
        ("2025-09-03", "day-3"), ("2025-09-07", "day-7"), ("2025-09-14", "day-14"), ("2025-09-30", "month-1"),
        ("2025-11-30", "month-3"), ("2026-02-28", "month-6"), ("2026-05-31", "month-9"), ("2026-08-31", "month-12"),
        ("2026-11-30", "month-15"), ("2027-02-28", "month-18"), ("2027-05-31", "month-21"), ("2027-08-31", "month-24"),
        ("2027-11-30", "month-27"), ("2028-02-29", "month-30"), ("2028-05-31", "month-33"), ("2028-08-31", "month-36"),
        ("2028-11-30", "month-39"), ("2029-02-28", "month-42"), ("2029-05-31", "month-45"), ("2029-08-31", "month-48"),
        ("2029-11-30", "month-51"), ("2030-02-28", "month-54"), ("2030-05-31", "month-57"), ("2030-08-31", "month-60"),
    ]  # fmt: skip


def test_day_14_is_direct_mail() -> None:
    kinds = {one.code: one.kind for one in occasions(CAR, NONE, "2025-08-31", "2025-10-01")}
    assert kinds == {"day-3": "day", "day-7": "day", "day-14": "mail", "month-1": "month"}


def test_reminders_come_30_days_before_each_anniversary_and_the_end_of_the_warranty() -> None:
    car = Car("2025-01-15", insurance_on="2025-03-10", inspection_on="2025-02-01", birthday="1988-02-29")
    found = {
        one.code: (one.due_on, one.event)
        for one in occasions(car, NONE, "2025-01-15", "2028-12-31")
        if one.kind not in ("day", "mail", "month")
    }
    assert found["insurance-2026"] == ("2026-02-08", "2026-03-10")
    assert found["inspection-2027"] == ("2027-01-02", "2027-02-01")
    assert found["warranty"] == ("2027-12-16", "2028-01-15")
    assert found["birthday-2026"] == ("2026-02-28", "2026-02-28")
    assert found["birthday-2028"] == ("2028-02-29", "2028-02-29")
    assert found["insurance-2025"] == ("2025-02-08", "2025-03-10")  # a policy that ends soon after the delivery


def test_a_reminder_at_the_turn_of_the_year_is_not_lost() -> None:
    car = Car("2024-01-20", insurance_on="2024-01-20")
    assert codes(car, [fine("2025-12-20")], "2025-12-21") == ["inspection-2026", "insurance-2026"]


def test_what_a_store_adds_is_owed_too() -> None:
    store = Reminders((("Spring Festival", "2026-02-17"),), (("Brake fluid", 5),), warranty_months=24)
    found = {one.code: one.due_on for one in occasions(CAR, store, "2025-08-31", "2027-08-31")}
    assert found["Spring Festival 2026-02-17"] == "2026-02-17"
    assert [found[f"Brake fluid month-{months}"] for months in (5, 10, 15, 20)] == [
        "2026-01-31", "2026-06-30", "2026-11-30", "2027-04-30",
    ]  # fmt: skip
    assert found["warranty"] == "2027-08-01"


def test_what_nobody_answered_stays_owed_until_the_next_falls_due() -> None:
    assert codes(CAR, [], "2025-09-02") == []
    assert [codes(CAR, [], f"2025-09-{day:02}") for day in (3, 4, 6, 7, 13, 14)] == [
        ["day-3"], ["day-3"], ["day-3"], ["day-7"], ["day-7"], ["day-14"],
    ]  # fmt: skip


def test_an_old_car_owes_the_latest_only() -> None:
    assert codes(Car("2019-05-04"), [], "2022-03-01") == ["month-33"]


def test_a_contact_answers_everything_due_by_its_day() -> None:
    assert codes(CAR, [fine("2025-09-10")], "2025-09-13") == []
    assert codes(CAR, [fine("2025-09-10")], "2025-09-14") == ["day-14"]
    assert first_due(CAR, NONE, [fine("2025-09-10")]) == "2025-09-14"


def test_a_contact_ahead_of_its_day_answers_what_it_names() -> None:
    early = fine("2025-09-12", "day-14")
    assert codes(CAR, [early], "2025-09-20") == []
    assert first_due(CAR, NONE, [early]) == "2025-09-30"


def test_no_answer_comes_back_tomorrow_and_does_not_answer() -> None:
    tries = [missed("2025-09-08")]
    assert codes(CAR, tries, "2025-09-08") == []
    again = owed(CAR, NONE, tries, OPEN, "2025-09-09")
    assert again is not None
    assert (again.due_on, again.attempts, again.occasions[0].code) == ("2025-09-09", 1, "day-7")
    assert codes(CAR, tries, "2025-09-14") == ["day-14"]


def test_a_reminder_of_what_has_not_come_is_not_driven_out() -> None:
    assert codes(CAR, [fine("2026-06-01")], "2026-08-30") == ["inspection-2026", "insurance-2026"]
    assert codes(CAR, [fine("2026-06-01")], "2026-08-31") == ["inspection-2026", "insurance-2026", "month-12"]
    assert codes(CAR, [fine("2026-06-01")], "2026-09-01") == ["month-12"]


def test_a_closed_day_moves_the_contact_to_the_next_open_one() -> None:
    closed = Policy("closed", {}, "N", 1, 1, 3, frozenset({"2025-09-03", "2025-09-04"}))
    assert owed(CAR, NONE, [], closed, "2025-09-04") is None
    found = owed(CAR, NONE, [], closed, "2025-09-05")
    assert found is not None
    assert found.due_on == "2025-09-05"


@pytest.mark.parametrize(
    "contacts", [[], [fine("2025-10-10")], [missed("2025-09-03")], [fine("2025-12-01", "month-6")]]
)
def test_nothing_is_owed_before_the_day_that_the_list_is_searched_by(contacts: list[Contact]) -> None:
    """Day after day for three years: owed exactly from that day on, for whoever is not contacted again."""
    begins = first_due(CAR, NONE, contacts)
    day = date.fromisoformat(max([CAR.delivered_on, *(one.at[:10] for one in contacts)]))
    for _ in range(1100):
        day += timedelta(days=1)
        assert (owed(CAR, NONE, contacts, OPEN, day.isoformat()) is not None) == (day.isoformat() >= begins), day


def test_the_coming_days_hold_the_first_that_falls_due() -> None:
    found = owed_by(CAR, NONE, [fine("2025-09-10")], OPEN, "2025-09-11", "2025-10-05")
    assert found is not None
    assert (found.due_on, found.occasions[0].code) == ("2025-09-14", "day-14")
    assert owed_by(CAR, NONE, [fine("2025-09-10")], OPEN, "2025-09-11", "2025-09-13") is None
