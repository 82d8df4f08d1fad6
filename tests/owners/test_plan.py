"""What an owner is owed, to the day: the plan and the reminders as a pure function."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from leadctl.domain.aftercare import (
    FESTIVALS,
    Car,
    Contact,
    Reminders,
    festival_days,
    find_festival,
    find_first_owed,
    find_owed,
    first_due_day,
    occasions,
)
from leadctl.domain.policy import Policy

OPEN = Policy("plain", {}, "N", 1, 1, 3)
NONE = Reminders(festivals=())
CAR = Car("2025-08-31")


def fine(at: str, occasion: str = "") -> Contact:
    return Contact(f"{at}T10:00", occasion, "fine")


def missed(at: str) -> Contact:
    return Contact(f"{at}T10:00", "", "no-answer")


def codes(car: Car, contacts: list[Contact], today: str, reminders: Reminders = NONE) -> list[str]:
    found = find_owed([car], reminders, contacts, OPEN, today)
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
    store = Reminders((("Anniversary", "2026-02-20"),), (("Brake fluid", 5),), 24, ())
    found = {one.code: one.due_on for one in occasions(CAR, store, "2025-08-31", "2027-08-31")}
    assert found["Anniversary 2026-02-20"] == "2026-02-20"
    assert [found[f"Brake fluid month-{months}"] for months in (5, 10, 15, 20)] == [
        "2026-01-31", "2026-06-30", "2026-11-30", "2027-04-30",
    ]  # fmt: skip
    assert found["warranty"] == "2027-08-01"


def test_what_was_missed_stays_beside_what_comes_until_a_month_after_its_own_day() -> None:
    assert codes(CAR, [], "2025-09-02") == []
    assert [codes(CAR, [], f"2025-09-{day:02}") for day in (3, 6, 7, 14, 30)] == [
        ["day-3"], ["day-3"], ["day-3", "day-7"], ["day-3", "day-7", "day-14"],
        ["day-3", "day-7", "day-14", "month-1"],
    ]  # fmt: skip
    assert codes(CAR, [], "2025-10-03") == ["day-3", "day-7", "day-14", "month-1"]
    assert codes(CAR, [], "2025-10-04") == ["day-7", "day-14", "month-1"]
    assert codes(CAR, [], "2025-10-30") == ["month-1"]
    assert codes(CAR, [], "2025-10-31") == []


def test_it_is_overdue_from_the_oldest() -> None:
    found = find_owed([CAR], NONE, [], OPEN, "2025-09-14")
    assert found is not None
    assert found.due_on == "2025-09-03"


def test_an_old_car_owes_what_fell_due_within_a_month() -> None:
    assert codes(Car("2019-05-04"), [], "2022-03-04") == ["month-33"]
    assert codes(Car("2019-05-04"), [], "2022-03-05") == []


def test_a_contact_settles_everything_due_by_its_day() -> None:
    assert codes(CAR, [fine("2025-09-10")], "2025-09-13") == []
    assert codes(CAR, [fine("2025-09-10")], "2025-09-14") == ["day-14"]
    assert first_due_day(CAR, NONE, [fine("2025-09-10")]) == "2025-09-14"


def test_a_contact_that_names_what_it_settles_leaves_the_rest() -> None:
    named = Contact("2025-09-14T10:00", "day-14", "fine", named_only=True)
    assert codes(CAR, [named], "2025-09-14") == ["day-3", "day-7"]
    assert first_due_day(CAR, NONE, [named]) == "2025-09-03"


def test_a_contact_ahead_of_its_day_answers_what_it_names() -> None:
    early = fine("2025-09-12", "day-14")
    assert codes(CAR, [early], "2025-09-20") == []
    assert first_due_day(CAR, NONE, [early]) == "2025-09-30"


def test_no_answer_comes_back_tomorrow_and_moves_nothing() -> None:
    tries = [missed("2025-09-08")]
    assert codes(CAR, tries, "2025-09-08") == []
    again = find_owed([CAR], NONE, tries, OPEN, "2025-09-09")
    assert again is not None
    assert (again.due_on, again.attempts) == ("2025-09-03", 1)
    assert codes(CAR, tries, "2025-09-14") == ["day-3", "day-7", "day-14"]


def test_a_try_hides_nothing_that_falls_due_after_it() -> None:
    slow = Policy("slow", {}, "N", 1, 5, 3)
    shown = [
        find_owed([CAR], NONE, [missed("2025-09-04")], slow, f"2025-09-{day:02}") is not None for day in range(4, 10)
    ]
    assert shown == [False, False, False, True, True, True]  # day 7 falls due


def test_a_contact_speaks_of_all_cars_of_the_owner_unless_it_names_one() -> None:
    first, second = CAR._replace(key=("orders", 1)), Car("2025-09-01", key=("orders", 2))
    said = Contact("2025-09-05T10:00", "day-3", "fine", car=("orders", 1))
    assert find_owed([first, second], NONE, [said], OPEN, "2025-09-05") is None
    left = find_owed([first, second], NONE, [said._replace(named_only=True)], OPEN, "2025-09-05")
    assert left is not None
    assert [(one.code, one.car) for one in left.occasions] == [("day-3", ("orders", 2))]


def test_a_birthday_is_of_the_owner_whatever_they_own() -> None:
    cars = [Car("2020-01-01", birthday="1990-10-20", key=("orders", number)) for number in (1, 2)]
    found = find_owed(cars, NONE, [fine("2025-10-19")], OPEN, "2025-10-20")
    assert found is not None
    assert [one.code for one in found.occasions] == ["birthday-2025"]


def test_a_closed_day_moves_the_contact_to_the_next_open_one() -> None:
    closed = Policy("closed", {}, "N", 1, 1, 3, frozenset({"2025-09-03", "2025-09-04"}))
    assert find_owed([CAR], NONE, [], closed, "2025-09-04") is None
    found = find_owed([CAR], NONE, [], closed, "2025-09-05")
    assert found is not None
    assert found.due_on == "2025-09-05"


@pytest.mark.parametrize(
    "contacts",
    [[], [fine("2025-10-10")], [missed("2025-09-03")], [fine("2025-12-01", "month-6")]],
    ids=["none", "answered", "tried", "ahead"],
)
def test_nothing_is_owed_before_the_day_that_the_list_is_searched_by(contacts: list[Contact]) -> None:
    begins = first_due_day(CAR, NONE, contacts)
    day = date.fromisoformat(max([CAR.delivered_on, *(one.at[:10] for one in contacts)]))
    while day.isoformat() < begins:
        assert find_owed([CAR], NONE, contacts, OPEN, day.isoformat()) is None, day
        day += timedelta(days=1)
    assert find_owed([CAR], NONE, contacts, OPEN, begins) is not None


@pytest.mark.parametrize("contacts", [[], [fine("2025-10-10")], [missed("2025-09-03"), missed("2025-09-16")]])
def test_the_first_that_is_owed_is_what_the_days_show_one_by_one(contacts: list[Contact]) -> None:
    begin = date.fromisoformat("2025-09-01")
    days = [(begin + timedelta(days=count)).isoformat() for count in range(150)]
    seen = [(day, find_owed([CAR], NONE, contacts, OPEN, day)) for day in days]
    for place, day in enumerate(days[:100]):
        expected = next(((when, what) for when, what in seen[place : place + 50] if what is not None), None)
        assert find_first_owed([CAR], NONE, contacts, OPEN, day, days[place + 49]) == expected, day


def test_the_coming_days_hold_the_first_that_falls_due() -> None:
    found = find_first_owed([CAR], NONE, [fine("2025-09-10")], OPEN, "2025-09-11", "2025-10-05")
    assert found is not None
    assert (found[0], found[1].due_on, found[1].occasions[0].code) == ("2025-09-14", "2025-09-14", "day-14")
    assert find_first_owed([CAR], NONE, [fine("2025-09-10")], OPEN, "2025-09-11", "2025-09-13") is None


def test_the_festivals_are_there_from_the_start_dated_for_each_year() -> None:
    found = {one.code for one in occasions(CAR, Reminders(), "2025-12-31", "2027-12-31") if one.kind == "dated"}
    assert found == {
        "Spring Festival 2026-02-17", "Dragon Boat 2026-06-19", "Mid-Autumn 2026-09-25", "National Day 2026-10-01",
        "Spring Festival 2027-02-06", "Dragon Boat 2027-06-09", "Mid-Autumn 2027-09-15", "National Day 2027-10-01",
    }  # fmt: skip


def test_a_day_of_the_store_takes_the_place_of_the_festival_in_its_year() -> None:
    store = Reminders((("国庆节", "2026-09-30"), ("春节", "2026-02-17")))
    found = [one.code for one in occasions(CAR, store, "2025-12-31", "2027-03-01") if one.kind == "dated"]
    assert found == [
        "春节 2026-02-17", "Dragon Boat 2026-06-19", "Mid-Autumn 2026-09-25", "国庆节 2026-09-30",
        "Spring Festival 2027-02-06",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("year", "days"),
    [  # as they were, and as the State Council's notices and the almanac give them
        (2020, ("2020-01-25", "2020-06-25", "2020-10-01")), (2023, ("2023-01-22", "2023-06-22", "2023-09-29")),
        (2024, ("2024-02-10", "2024-06-10", "2024-09-17")), (2025, ("2025-01-29", "2025-05-31", "2025-10-06")),
        (2026, ("2026-02-17", "2026-06-19", "2026-09-25")), (2033, ("2033-01-31", "2033-06-01", "2033-09-08")),
        (2034, ("2034-02-19", "2034-06-20", "2034-09-27")), (2040, ("2040-02-12", "2040-06-14", "2040-09-20")),
    ],
)  # fmt: skip
def test_the_table_of_festivals_has_the_days_that_are_known(year: int, days: tuple[str, ...]) -> None:
    assert festival_days(year) == list(zip(FESTIVALS, (*days, f"{year}-10-01"), strict=True))


def test_the_table_of_festivals_goes_by_the_moon() -> None:
    """From a new year to the next are 12 or 13 months of the moon, and each festival falls on its day of the moon."""
    months = 29.530588
    springs = [date.fromisoformat(festival_days(year)[0][1]) for year in range(2020, 2041)]
    for first, second in pairwise(springs):
        assert min(abs((second - first).days - count * months) for count in (12, 13)) < 1.1
    for year, spring in zip(range(2020, 2041), springs, strict=True):
        boat, autumn = (date.fromisoformat(day) for _, day in festival_days(year)[1:3])
        assert min(abs((boat - spring).days - 4 - count * months) for count in (4, 5)) < 1.6
        assert min(abs((autumn - spring).days - 14 - count * months) for count in (7, 8)) < 1.6
    assert festival_days(2019) == festival_days(2041) == []


def test_a_festival_is_known_by_its_names() -> None:
    assert [find_festival(name) for name in ("春节", "端午节", "mid-autumn", "国庆", "Anniversary")] == [
        "Spring Festival", "Dragon Boat", "Mid-Autumn", "National Day", None,
    ]  # fmt: skip
