"""Examples of whose a figure is and what it counts, worked out by hand from docs/domain.md section 6.

Lead 1 came in October and is Ann's; in November things are handed over and corrected.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.playing import Run
from tests.oracle.small_store import SmallStore


@pytest.fixture
def october(run: Run, store: Path) -> SmallStore:
    """Lead 1: came on 10-12 for Ann (showroom, Alpha, test drive). Lead 2: called Ben on 10-13 (referral, Bravo)."""
    small = SmallStore(run, store, "five-grade")
    small.at("10-12 09:00", "log-visit --phone 13800000001 --grade A --source showroom --model Alpha --test-drive")
    small.at(
        "10-13 09:00", "log-visit --phone 13800000002 --kind call --grade B --source referral --model Bravo", "Ben"
    )
    return small


# --- f. Whose a figure is --------------------------------------------------------------------------------------------


def test_a_hand_over_leaves_the_funnel_and_traffic_of_past_months(october: SmallStore) -> None:
    asked = ("funnel --month 2026-10 --by consultant", "traffic --month 2026-10 --consultant Ann")
    before = [october.report("02", words) for words in (*asked, "funnel --month 2026-10 --by consultant --cohort")]
    october.at("02 19:00", "assign --from Ann --to Ben", "Max")
    after = [october.report("03", words) for words in (*asked, "funnel --month 2026-10 --by consultant --cohort")]
    for reading in before + after:
        reading.pop("open_leads_by_grade", None)
    assert after == before


def test_the_stock_of_a_past_month_stays_with_its_owner_of_then(october: SmallStore) -> None:
    october.at("02 10:00", "assign 1 --to Ben", "Max")
    stock = october.report("03", "traffic --month 2026-10 --consultant Ann")["open_leads_by_grade"]
    assert stock["A"] == 1
    stock = october.report("03", "traffic --month 2026-11 --consultant Ann")["open_leads_by_grade"]
    assert stock["A"] == 0


def test_a_visit_counts_under_who_served_and_the_lead_under_its_owner(october: SmallStore) -> None:
    october.at("02 10:00", "log-visit --phone 13800000001 --test-drive", "Ben")
    funnel = october.funnel("03", "--by consultant")
    assert (funnel["Ben"]["traffic"], funnel["Ben"]["met"], funnel["Ben"]["test_drives"]) == (1, 1, 1)
    assert not any(funnel["Ann"].values())


def test_a_visit_that_nobody_is_named_for_counts_under_the_owner_of_that_time(october: SmallStore) -> None:
    october.at("02 10:00", "log-visit --phone 13800000001", "Sue")
    october.at("03 10:00", "assign 1 --to Ben", "Max")
    october.at("04 10:00", "log-visit --phone 13800000001", "Sue")
    funnel = october.funnel("05", "--by consultant")
    assert (funnel["Ann"]["traffic"], funnel["Ben"]["traffic"]) == (1, 1)


def test_a_lead_opened_counts_under_its_owner_at_the_end_of_its_opening_day(october: SmallStore) -> None:
    october.at("02 10:00", "log-visit --phone 13800000003 --grade A")
    october.at("02 15:00", "assign 3 --to Ben", "Max")
    october.at("03 10:00", "assign 3 --to Ann", "Max")
    for options in ("--by consultant", "--by consultant --cohort"):
        funnel = october.funnel("04", options)
        assert funnel["Ben"]["leads"] == 1
        assert funnel["Ann"]["leads"] == 0


def test_a_lead_that_nobody_owned_counts_under_the_first_owner_given_later(october: SmallStore) -> None:
    october.at("02 10:00", "log-visit --phone 13800000003 --grade A", "Sue")
    october.at("04 10:00", "assign 3 --to Ben", "Max")
    october.at("05 10:00", "assign 3 --to Ann", "Max")
    funnel = october.funnel("06", "--by consultant")
    assert funnel["Ben"]["leads"] == 1


def test_in_the_cohort_an_order_stays_with_the_first_owner_and_in_the_month_with_who_took_it(
    october: SmallStore,
) -> None:
    october.at("02 10:00", "assign 1 --to Ben", "Max")
    october.at("03 10:00", "followup 1 buys", "Ben")
    october.at("03 11:00", "order 1", "Ben")
    assert october.funnel("04", "--month 2026-10 --by consultant --cohort")["Ann"]["orders"] == 1
    assert october.funnel("04", "--by consultant")["Ben"]["orders"] == 1


def test_an_order_stays_with_the_owner_of_its_moment(october: SmallStore) -> None:
    october.at("10-20 10:00", "order 1")
    october.at("02 10:00", "assign 1 --to Ben", "Max")
    october.at("03 10:00", "deliver 1", "Ben")
    assert october.funnel("04", "--month 2026-10 --by consultant")["Ann"]["orders"] == 1
    assert october.funnel("04", "--by consultant")["Ben"]["deliveries"] == 1
    assert october.report("04", "traffic --month 2026-10 --consultant Ann")["showroom_sales"] == 1


def test_a_churn_stays_with_the_owner_of_its_moment(october: SmallStore) -> None:
    october.at("10-20 10:00", "defeat 1 --reason price", "Max")
    october.at("02 10:00", "assign --from Ann --to Ben", "Max")
    rows = {
        row["consultant"]: row["churned"] for row in october.report("03", "defeats --month 2026-10")["by_consultant"]
    }
    assert rows.get("Ann") == 1
    assert not rows.get("Ben")


def test_a_window_belongs_to_the_owner_when_it_ended_and_a_follow_up_to_the_owner_of_its_moment(
    small: SmallStore,
) -> None:
    """A: called on the 3rd, due 06 to 08. Handed over on the 7th, so that it is Ben who misses it and calls late."""
    small.at("02 09:00", "log-visit --phone 13800000001 --grade A")
    small.at("03 09:00", "followup 1 called")
    small.at("07 09:00", "assign 1 --to Ben", "Max")
    small.at("10 09:00", "followup 1 called", "Ben")
    small.at("11 09:00", "assign 1 --to Ann", "Max")
    rows = small.discipline("12")
    assert [rows["Ann"][name] for name in ("due", "on_time", "follow_ups", "first_next_day_rate")] == [1, 1, 1, 1.0]
    assert [rows["Ben"][name] for name in ("due", "on_time", "follow_ups", "first_next_day_rate")] == [1, 0, 1, None]


def test_a_corrected_source_restates_and_a_newer_model_does_not(october: SmallStore) -> None:
    october.at("02 10:00", "edit lead 1 --model Bravo")
    by_model = october.funnel("03", "--month 2026-10 --by model")
    assert (by_model["Alpha"]["traffic"], by_model["Alpha"]["leads"]) == (1, 1)
    october.at("03 10:00", "edit visit 1 --source referral")
    by_source = october.funnel("04", "--month 2026-10 --by source")
    assert by_source["referral"]["leads"] == 2
    assert not any(by_source["showroom"].values())


def test_first_follow_ups_leave_out_screened_leads_and_those_closed_on_their_first_day(small: SmallStore) -> None:
    """Lead 1 was called on the next day, 2 was not, 3 bought at once, 4 is an enquiry."""
    small.at("02 09:00", "log-visit --phone 13800000001 --grade A")
    small.at("02 09:10", "log-visit --phone 13800000002 --grade A")
    small.at("02 09:20", "log-visit --phone 13800000003 --grade A")
    small.at("02 09:30", "order 3")
    small.at("02 09:40", "log-visit --phone 13800000004 --kind online --channel wechat", "Sue")
    small.at("03 10:00", "followup 1 called")
    small.at("03 10:10", "followup 2 --outcome no-answer")
    assert small.discipline("03")["Ann"]["first_next_day_rate"] is None
    assert small.discipline("04")["Ann"]["first_next_day_rate"] == 0.5


def test_who_was_called_and_closed_on_the_first_day_is_left_out_too(small: SmallStore) -> None:
    """Lead 1 was called on the next day; 2 and 3 were called at once, and bought or gave up within the hour."""
    for number in (1, 2, 3):
        small.at("02 09:00", f"log-visit --phone 1380000000{number} --grade A")
    for lead in (2, 3):
        small.at("02 10:00", f"followup {lead} called")
    small.at("02 10:30", "order 2")
    small.at("02 10:30", "defeat 3 --reason price")
    assert small.discipline("04")["Ann"]["first_next_day_rate"] == 0.0
    small.at("03 10:00", "followup 1 called")
    assert small.discipline("04")["Ann"]["first_next_day_rate"] == 1.0


# --- j. One meaning of referral --------------------------------------------------------------------------------------


def test_referrals_count_alike_in_the_traffic_report_and_in_the_funnel(october: SmallStore) -> None:
    """A return visit counts under its own source, else under its lead's; in traffic, and not in new traffic."""
    october.at("02 10:00", "log-visit --phone 13800000001 --source referral")  # the showroom's lead: its own source
    october.at("02 11:00", "log-visit --phone 13800000002", "Ben")  # the referral's lead, seen for the first time
    october.at("03 11:00", "log-visit --phone 13800000002", "Ben")  # and again
    october.at("03 12:00", "log-visit --source referral")  # nobody known
    referral = october.funnel("04", "--by source")["referral"]
    assert (referral["traffic"], referral["new_traffic"], referral["contacts"]) == (4, 2, 1)
    assert october.report("04", "traffic")["referral"] == 4


def test_a_source_that_a_lead_gets_later_is_not_that_of_an_earlier_visit(small: SmallStore) -> None:
    small.at("02 09:00", "log-visit --phone 13800000001 --grade A")
    small.at("03 09:00", "log-visit --phone 13800000001 --source referral")
    funnel = small.funnel("04", "--by source")
    assert (funnel[None]["traffic"], funnel["referral"]["traffic"]) == (1, 1)
    assert small.report("04", "traffic")["referral"] == 1


# --- k. A win-back ---------------------------------------------------------------------------------------------------


@pytest.fixture
def won_back(small: SmallStore) -> SmallStore:
    """Lead 1: came on the 2nd, A, needed by the 20th, lost on the 5th; lead 2 is to win it back from the 10th on."""
    small.at("02 09:00", "log-visit --phone 13800000001 --grade A --need-by 2026-11-20 --source showroom --model Alpha")
    small.at("03 09:00", "followup 1 called")
    small.at("05 09:00", "defeat 1 --lost-contact")
    small.at("06 09:00", "verify 1 confirmed --win-back 2026-11-10", "Sue")
    return small


def test_a_win_back_takes_the_old_grade_and_not_the_old_date_and_has_its_own_source(won_back: SmallStore) -> None:
    shown = won_back.show("10", 2)
    assert (shown["grade"], shown["need_by"], shown["source"]) == ("A", None, "win-back")
    assert (shown["due_from"], shown["due_by"]) == ("2026-11-10", "2026-11-10")


def test_the_days_in_grade_of_a_win_back_are_no_more_than_its_age(won_back: SmallStore) -> None:
    prospect = next(row for row in won_back.report("15", "prospects")["prospects"] if row["lead"] == 2)
    assert prospect["days_in_grade"] == 5


def test_a_win_back_is_a_lead_of_its_day_under_its_own_source(won_back: SmallStore) -> None:
    assert won_back.funnel("09")[None]["leads"] == 1
    funnel = won_back.funnel("11", "--by source")
    assert (funnel["showroom"]["leads"], funnel["win-back"]["leads"]) == (1, 1)
