"""The two readings of the funnel, told by hand: October opens three leads in three ways."""

from __future__ import annotations

import pytest

from tests.conftest import FillOnce
from tests.reports.conftest import Desk

CALLER, BE_BACK, LOST = "13800138001", "13800138002", "13800138003"
OCTOBER = ("report", "funnel", "--month", "2026-10")


@pytest.fixture
def autumn(desk: Desk, fill_once: FillOnce) -> Desk:
    """CALLER calls and is met in November; BE_BACK opens with a visit called a return; LOST is won back."""
    fill_once(desk.db, _work_autumn, desk)
    return desk


def _work_autumn(desk: Desk) -> None:
    lost = desk.lead(LOST, at="2026-09-01T10:00")
    desk.run("defeat", lost, "--reason", "price", now="2026-09-05T10:00", as_="Li Na")
    desk.run("verify", lost, "confirmed", "--win-back", "2026-10-20", now="2026-09-06T10:00", as_="Mei")
    caller = desk.lead(CALLER, "--kind", "call", at="2026-10-02T10:00")
    desk.lead(BE_BACK, "--return", "--test-drive", at="2026-10-03T10:00", as_="Wang Qiang")
    desk.run("log-visit", "--test-drive", now="2026-10-04T10:00", as_="Li Na")
    desk.lead(CALLER, "--return", "--test-drive", at="2026-11-05T10:00")
    desk.run("order", caller, "--count", "3", now="2026-11-06T10:00", as_="Li Na")


def _counts(desk: Desk, *words: str, now: str = "2026-11-22T18:00") -> list[int]:
    return [stage["count"] for stage in desk.json(*words, now=now)["stages"]]


def test_activity_counts_what_the_month_did(autumn: Desk) -> None:
    # 3 visits; new: the call and the nameless visitor; with a phone: the call; leads: all three;
    # met, and test-driven: BE_BACK (the nameless drive is no lead's)
    assert _counts(autumn, *OCTOBER) == [3, 2, 1, 3, 1, 1, 0, 0]
    assert _counts(autumn, "report", "funnel", "--month", "2026-11") == [1, 0, 0, 0, 1, 1, 1, 0]


def test_a_cohort_counts_leads_without_a_new_visit_as_contacts_of_their_own(autumn: Desk) -> None:
    # contacts: the call, BE_BACK, LOST; new traffic: with the nameless visitor; traffic: 3 visits and LOST
    assert _counts(autumn, *OCTOBER, "--cohort") == [4, 4, 3, 3, 2, 2, 1, 0]


def test_a_win_back_is_no_lead_before_its_day(autumn: Desk) -> None:
    assert _counts(autumn, *OCTOBER, "--cohort", now="2026-10-19T18:00")[3] == 2
    assert _counts(autumn, *OCTOBER, "--cohort", now="2026-10-20T08:00")[3] == 3


def test_an_order_of_three_cars_is_one_lead_of_the_funnel_and_three_sales(autumn: Desk) -> None:
    assert _counts(autumn, "report", "funnel", "--month", "2026-11")[6] == 1
    traffic = autumn.json("report", "traffic", "--month", "2026-11")
    assert (traffic["showroom_sales"], traffic["new_leads_by_grade"]["O"]) == (3, 1)


def test_a_visit_counts_under_the_source_it_names(desk: Desk) -> None:
    desk.lead(CALLER, "--source", "referral", at="2026-10-02T10:00")
    desk.lead(CALLER, "--source", "showroom", at="2026-10-03T10:00")
    desk.run("log-visit", "--source", "showroom", now="2026-10-04T10:00", as_="Li Na")
    desk.run("log-visit", now="2026-10-05T10:00", as_="Li Na")
    groups = desk.json(*OCTOBER, "--by", "source")["groups"]
    assert [(group["group"], group["stages"][0]["count"]) for group in groups] == [
        ("referral", 1),
        ("showroom", 2),
        (None, 1),
    ]


def test_an_order_is_of_its_days_owner_though_the_lead_has_gone_to_another(desk: Desk) -> None:
    lead = desk.lead(CALLER, at="2026-10-02T10:00", as_="Li Na")
    desk.run("order", lead, now="2026-10-03T10:00", as_="Li Na")
    desk.run("assign", lead, "--to", "Wang Qiang", now="2026-10-05T10:00", as_="Li Na")
    groups = desk.json(*OCTOBER, "--by", "consultant")["groups"]
    orders = {group["group"]: group["stages"][6]["count"] for group in groups}
    assert orders == {"Li Na": 1}


def test_a_lead_that_ordered_again_after_a_cancellation_is_one(desk: Desk) -> None:
    lead = desk.lead(CALLER, at="2026-10-02T10:00")
    desk.run("order", lead, now="2026-10-03T10:00", as_="Li Na")
    desk.run("cancel", lead, now="2026-10-04T10:00", as_="Li Na")
    desk.run("order", lead, now="2026-10-05T10:00", as_="Li Na")
    desk.run("deliver", lead, now="2026-10-06T10:00", as_="Li Na")
    assert _counts(desk, *OCTOBER)[6:] == [1, 1]
    assert _counts(desk, *OCTOBER, "--cohort")[6:] == [1, 1]
    assert desk.json("report", "traffic", "--month", "2026-10")["showroom_sales"] == 1
