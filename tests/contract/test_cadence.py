"""When the next contact falls: by grade and policy, after each thing that can happen to a lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

FIVE = {"H": (1, 2), "A": (3, 5), "B": (7, 7), "C": (10, 10), "N": (15, 15)}
"""Grade -> days from the last contact to due_from and due_by under five-grade."""

FOUR = {"H": 2, "A": 3, "B": 7, "C": 15}
"""Grade -> days from the last contact to due_by under four-grade (at least once every so many)."""

NOVEMBER = "2026-11-{:02}"


def followed(shop: Any, grade: str | None, phone: str = "13800138000") -> dict[str, Any]:
    """A lead that visited on the 10th and was called on the 11th; its record after the call."""
    graded = ("--grade", grade) if grade else ()
    lead = shop.visit(phone, *graded, at="2026-11-10T10:00")["lead"]
    record: dict[str, Any] = shop.do("followup", lead, now="2026-11-11T10:00")
    return record


@pytest.mark.parametrize("policy", ["five-grade", "four-grade"])
@pytest.mark.parametrize("grade", ["H", "A", "B", "C"])
def test_the_first_follow_up_falls_on_the_next_day(open_with: Callable[..., Any], policy: str, grade: str) -> None:
    record = open_with(policy).visit("13800138000", "--grade", grade, at="2026-11-10T18:00")
    assert (record["due_from"], record["due_by"]) == ("2026-11-11", "2026-11-11")


@pytest.mark.parametrize("grade", FIVE)
def test_five_grade_windows_after_the_first_follow_up(shop: Any, grade: str) -> None:
    record = followed(shop, grade)
    first, last = FIVE[grade]
    assert record["grade"] == grade
    assert record["due_by"] == NOVEMBER.format(11 + last)
    if grade in "HA":
        assert record["due_from"] == NOVEMBER.format(11 + first)
    assert record["due_from"] <= record["due_by"]


@pytest.mark.parametrize("grade", FOUR)
def test_four_grade_windows_after_the_first_follow_up(open_with: Callable[..., Any], grade: str) -> None:
    record = followed(open_with("four-grade"), grade)
    assert record["due_by"] == NOVEMBER.format(11 + FOUR[grade])
    assert record["due_from"] <= record["due_by"]


def test_an_ungraded_lead_keeps_the_pace_of_the_coldest_grade(shop: Any) -> None:
    record = followed(shop, None)
    assert record["grade"] is None
    assert record["due_by"] == "2026-11-26"  # N: 11 + 15


def test_an_ungraded_lead_under_four_grade_keeps_the_pace_of_c(open_with: Callable[..., Any]) -> None:
    assert followed(open_with("four-grade"), None)["due_by"] == "2026-11-26"  # C: 11 + 15


@pytest.mark.parametrize("grade", ["H", "A", "C", "N"])
def test_a_new_grade_counts_its_days_from_the_last_contact(shop: Any, grade: str) -> None:
    lead = followed(shop, "B")["lead"]
    record = shop.do("grade", lead, grade, now="2026-11-12T09:00")
    # the contact was on the 11th; grading is no contact
    assert (record["grade"], record["due_by"]) == (grade, NOVEMBER.format(11 + FIVE[grade][1]))


def test_a_follow_up_may_bring_a_new_grade(shop: Any) -> None:
    lead = followed(shop, "B")["lead"]
    record = shop.do("followup", lead, "--grade", "H", now="2026-11-15T10:00")
    # H from the contact of the 15th: 1-2 days
    assert (record["grade"], record["due_from"], record["due_by"]) == ("H", "2026-11-16", "2026-11-17")


def test_every_contact_restarts_the_clock(shop: Any) -> None:
    lead = followed(shop, "A")["lead"]
    record = shop.do("followup", lead, "聊了分期", now="2026-11-14T10:00")
    assert (record["due_from"], record["due_by"]) == ("2026-11-17", "2026-11-19")  # 14 + 3, 14 + 5


@pytest.mark.parametrize("via", ["phone", "wechat", "qq", "sms", "email", "visit", "home-visit"])
def test_every_way_of_contact_restarts_the_clock(shop: Any, via: str) -> None:
    lead = followed(shop, "A")["lead"]
    assert shop.do("followup", lead, "--via", via, now="2026-11-14T10:00")["due_by"] == "2026-11-19"


@pytest.mark.parametrize("outcome", ["advance", "continued", "refused"])
def test_every_answered_outcome_restarts_the_clock(shop: Any, outcome: str) -> None:
    lead = followed(shop, "A")["lead"]
    record = shop.do("followup", lead, "--outcome", outcome, now="2026-11-14T10:00")
    assert (record["due_by"], record["attempts"]) == ("2026-11-19", 0)


def test_a_contact_entered_late_counts_from_its_own_day(shop: Any) -> None:
    lead = followed(shop, "A")["lead"]
    record = shop.do("followup", lead, "--at", "2026-11-14T10:00", now="2026-11-20T10:00")
    assert record["due_by"] == "2026-11-19"  # 14 + 5


def test_contacts_entered_out_of_order_end_as_in_order(shop: Any) -> None:
    lead = followed(shop, "A")["lead"]
    shop.do("followup", lead, "--at", "2026-11-16T10:00", now="2026-11-20T10:00")
    record = shop.do("followup", lead, "--at", "2026-11-13T10:00", now="2026-11-20T10:05")
    assert record["due_by"] == "2026-11-21"  # the latest contact is the 16th: + 5


def test_a_letter_is_followed_by_a_call_three_days_later(shop: Any) -> None:
    lead = followed(shop, "B")["lead"]
    assert shop.do("followup", lead, "--via", "letter", now="2026-11-14T10:00")["due_by"] == "2026-11-17"


def test_an_unanswered_try_comes_back_tomorrow_and_is_counted(shop: Any) -> None:
    lead = followed(shop, "C")["lead"]
    first = shop.do("followup", lead, "--outcome", "no-answer", now="2026-11-21T10:00")
    window = first["due_by"]
    assert (window, first["attempts"]) == ("2026-11-21", 1)  # a try moves nothing
    second = shop.do("followup", lead, "--outcome", "no-answer", now="2026-11-22T10:00")
    assert (second["due_by"], second["attempts"]) == (window, 2)


def test_a_contact_forgets_the_tries_before_it(shop: Any) -> None:
    lead = followed(shop, "A")["lead"]
    shop.do("followup", lead, "--outcome", "no-answer", now="2026-11-14T10:00")
    record = shop.do("followup", lead, now="2026-11-15T10:00")
    assert (record["due_by"], record["attempts"]) == ("2026-11-20", 0)  # 15 + 5


def test_an_unanswered_try_is_no_contact(shop: Any) -> None:
    lead = followed(shop, "A")["lead"]
    before = shop.row(lead)["last_contact"]
    shop.do("followup", lead, "--outcome", "no-answer", now="2026-11-14T10:00")
    assert shop.row(lead)["last_contact"] == before


def test_an_unanswered_first_follow_up_is_still_the_first(shop: Any) -> None:
    lead = shop.visit("13800138000", "--grade", "A", at="2026-11-10T10:00")["lead"]
    shop.do("followup", lead, "--outcome", "no-answer", now="2026-11-11T10:00")
    assert shop.row(lead, now="2026-11-12T10:00")["task"] == "first-follow-up"


def test_next_sets_both_dates(shop: Any) -> None:
    lead = followed(shop, "B")["lead"]
    record = shop.do("followup", lead, "--next", "2026-11-16", now="2026-11-14T10:00")
    assert (record["due_from"], record["due_by"]) == ("2026-11-16", "2026-11-16")


def test_next_holds_only_until_the_next_contact(shop: Any) -> None:
    lead = followed(shop, "A")["lead"]
    shop.do("followup", lead, "--next", "2026-11-16", now="2026-11-14T10:00")
    record = shop.do("followup", lead, now="2026-11-16T10:00")
    assert (record["due_from"], record["due_by"]) == ("2026-11-19", "2026-11-21")  # 16 + 3, 16 + 5


def test_next_beyond_the_window_warns_and_is_kept(shop: Any) -> None:
    lead = followed(shop, "H")["lead"]
    arguments = ("followup", lead, "--next", "2026-12-20", "--json")
    result = shop.run(*arguments, now="2026-11-13T10:00", as_="Li Na")
    assert result.json["due_by"] == "2026-12-20"
    assert result.err.strip()


def test_next_inside_the_window_is_silent(shop: Any) -> None:
    lead = followed(shop, "A")["lead"]
    arguments = ("followup", lead, "--next", "2026-11-17", "--json")
    assert shop.run(*arguments, now="2026-11-13T10:00", as_="Li Na").err.strip() == ""


def test_days_run_over_the_end_of_a_month_and_a_year(shop: Any) -> None:
    lead = shop.visit("13800138000", "--grade", "B", at="2025-12-29T10:00")["lead"]
    record = shop.do("followup", lead, now="2025-12-30T10:00")
    assert record["due_by"] == "2026-01-06"  # 30 December + 7


def test_days_run_over_a_leap_day(shop: Any, open_with: Callable[..., Any]) -> None:
    assert followed(shop, "H")["due_by"] == "2026-11-13"  # 11 + 2
    lead = shop.visit("13800138001", "--grade", "H", at="2028-02-26T10:00")["lead"]
    assert shop.do("followup", lead, now="2028-02-28T10:00")["due_by"] == "2028-03-01"  # 28, 29, 1


def test_plus_one_month_ends_with_a_shorter_month(shop: Any) -> None:
    lead = shop.visit("13800138000", "--grade", "A", at="2026-01-30T10:00")["lead"]
    record = shop.do("followup", lead, "--next", "+1m", now="2026-01-31T10:00")
    assert record["due_by"] == "2026-02-28"


def test_a_dormant_lead_sleeps_until_its_day(shop: Any) -> None:
    lead = followed(shop, "C")["lead"]
    record = shop.do("dormant", lead, "--until", "2027-03-01", now="2026-11-12T10:00")
    assert record["status"] == "dormant"
    assert lead not in [row["lead"] for row in shop.due("--all", now="2027-02-28T08:30")]
    assert lead in [row["lead"] for row in shop.due("--all", now="2027-03-01T08:30")]


def test_a_dormant_lead_leaves_the_active_stock(shop: Any) -> None:
    lead = followed(shop, "C")["lead"]
    shop.do("dormant", lead, "--until", "2027-03-01", now="2026-11-12T10:00")
    stock = shop.run("report", "traffic", "--month", "2026-11", "--json").json["open_leads_by_grade"]
    assert sum(stock.values()) == 0
