"""What a manager checks every day: late and coming contacts, grades that went stale, contacts that moved nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.trade.conftest import Trade

PHONE = "13800000001"


def doubted(trade: Trade, day: str) -> dict[str, list[int]]:
    """Check -> the leads that the audit of a morning lists under it, of the checks of grades."""
    page = trade.read("audit", at=f"{day}T09:00", code=0)
    checks = ("ungraded", "need-passed", "need-nearer", "hot-too-long", "jumped", "no-advance")
    listed = {
        check: [row["lead"] for row in trade.read("audit", "--list", check, at=f"{day}T09:00")]
        for check in checks
        if page["counts"][check]
    }
    assert {check: len(leads) for check, leads in listed.items()} == {
        check: page["counts"][check] for check in checks if page["counts"][check]
    }
    return listed


def call(trade: Trade, lead: int, day: str, outcome: str, *options: object) -> None:
    trade.write("followup", lead, "x", "--outcome", outcome, *options, at=f"{day}T10:00")


def test_a_hot_lead_is_stale_on_the_day_after_its_seven_days(trade: Trade) -> None:
    lead = trade.visit(PHONE, "--grade", "H", at="2026-11-01T10:00")
    assert doubted(trade, "2026-11-08") == {}
    assert doubted(trade, "2026-11-09") == {"hot-too-long": [lead]}


def test_a_grade_is_stale_when_the_need_comes_nearer_and_when_it_passes(trade: Trade) -> None:
    """Needed by 12-20: B within three months; within one month (A) from 11-20 on; within 7 days (H) from 12-13 on."""
    lead = trade.visit(PHONE, "--grade", "B", "--need-by", "2026-12-20", at="2026-11-01T10:00")
    assert doubted(trade, "2026-11-19") == {}
    assert doubted(trade, "2026-11-20") == {"need-nearer": [lead]}
    trade.write("grade", lead, "A", at="2026-11-20T11:00")
    assert doubted(trade, "2026-12-12") == {}
    assert doubted(trade, "2026-12-13") == {"need-nearer": [lead]}
    assert doubted(trade, "2026-12-20") == {"need-nearer": [lead]}
    assert doubted(trade, "2026-12-21") == {"need-passed": [lead]}


@pytest.mark.parametrize(
    ("before", "after", "jumps"), [("A", "B", False), ("B", "H", True), ("H", "C", True), ("N", "C", False)]
)
def test_a_jump_of_two_levels_is_looked_at(trade: Trade, before: str, after: str, jumps: bool) -> None:
    lead = trade.visit(PHONE, "--grade", before, at="2026-11-01T10:00")
    trade.write("grade", lead, after, at="2026-11-02T10:00")
    assert doubted(trade, "2026-11-03") == ({"jumped": [lead]} if jumps else {})


def test_three_contacts_in_a_row_without_an_advance_ask_for_a_second_look(trade: Trade) -> None:
    lead = trade.visit(PHONE, "--grade", "C", at="2026-11-01T10:00")
    call(trade, lead, "2026-11-02", "continued")
    call(trade, lead, "2026-11-03", "no-answer")
    call(trade, lead, "2026-11-04", "refused")
    assert doubted(trade, "2026-11-05") == {}, "two contacts; a try is none"
    call(trade, lead, "2026-11-05", "continued", "--via", "letter")
    assert doubted(trade, "2026-11-06") == {"no-advance": [lead]}, "a letter is a contact"
    call(trade, lead, "2026-11-06", "advance")
    assert doubted(trade, "2026-11-07") == {}


def test_who_comes_to_us_has_moved_whatever_the_calls_before_said(trade: Trade) -> None:
    lead = trade.visit(PHONE, "--grade", "C", at="2026-11-01T10:00")
    call(trade, lead, "2026-11-02", "continued")
    call(trade, lead, "2026-11-03", "continued")
    trade.visit(PHONE, at="2026-11-04T10:00")
    call(trade, lead, "2026-11-05", "continued")
    assert doubted(trade, "2026-11-06") == {}
    call(trade, lead, "2026-11-06", "continued")
    call(trade, lead, "2026-11-07", "refused")
    assert doubted(trade, "2026-11-08") == {"no-advance": [lead]}


@pytest.fixture
def planned(trade: Trade, fill_once: FillOnce) -> Trade:
    """Monday 2026-11-16. Li Na: H called 11-14 (15th-16th), B called 11-08 (15th), C called 11-10 (20th).

    Wang Qiang: A called 11-14 (17th-19th), an ungraded one called 11-02 (as N: 17th), N called 11-05 (20th).
    """
    fill_once(trade.store, _call, trade)
    return trade


def _call(trade: Trade) -> None:
    told = (
        ("H", "2026-11-13", "2026-11-14", "Li Na"),
        ("B", "2026-11-07", "2026-11-08", "Li Na"),
        ("C", "2026-11-09", "2026-11-10", "Li Na"),
        ("A", "2026-11-13", "2026-11-14", "Wang Qiang"),
        (None, "2026-11-01", "2026-11-02", "Wang Qiang"),
        ("N", "2026-11-04", "2026-11-05", "Wang Qiang"),
    )
    for place, (grade, came, called, owner) in enumerate(told):
        options = ("--grade", grade) if grade else ()
        lead = trade.visit(f"1380000000{place}", *options, at=f"{came}T10:00", as_=owner)
        trade.write("followup", lead, "x", at=f"{called}T10:00", as_=owner)


def test_the_contact_plan_counts_by_day_consultant_and_grade(planned: Trade) -> None:
    """What is late or has begun is of today; the rest stands on the first day of its window."""
    lines = planned.text("due", "--ahead", 4, "--format", "csv", at="2026-11-16T08:00").splitlines()
    header, *rows = [line.split(",") for line in lines if line]
    assert header[:2] == ["day", "consultant"]
    cells = [{key: cell for key, cell in zip(header, row, strict=True) if cell not in ("", "0")} for row in rows]
    assert cells == [
        {"day": "2026-11-16", "consultant": "Li Na", "H": "1", "B": "1", "contacts": "2"},
        {"day": "2026-11-17", "consultant": "Wang Qiang", "A": "1", "ungraded": "1", "contacts": "2"},
        {"day": "2026-11-20", "consultant": "Li Na", "C": "1", "contacts": "1"},
        {"day": "2026-11-20", "consultant": "Wang Qiang", "N": "1", "contacts": "1"},
    ]
    own = planned.text("due", "--ahead", 4, "--consultant", "Li Na", "--format", "csv", at="2026-11-16T08:00")
    assert "Wang Qiang" not in own


def test_follow_ups_due_done_and_late_stand_on_the_sheet_of_each_day(planned: Trade) -> None:
    """On the 16th Li Na has H (until today) and B (until yesterday: late); on the 17th both are late."""
    planned.write("followup", 2, "x", at="2026-11-16T11:00")

    def sheet(day: str) -> dict[str, Any]:
        rows = planned.read("report", "day", "--on", day, at="2026-11-18T08:00")["consultants"]
        row = next(row for row in rows if row["consultant"] == "Li Na")
        return {key: row[key] for key in ("planned", "done", "late", "tomorrow")}

    assert sheet("2026-11-15") == {"planned": 2, "done": 0, "late": 0, "tomorrow": 2}
    assert sheet("2026-11-16") == {"planned": 2, "done": 1, "late": 1, "tomorrow": 1}
    assert sheet("2026-11-17") == {"planned": 1, "done": 0, "late": 1, "tomorrow": 1}
    late = planned.read("report", "day", "--on", "2026-11-16", "--list", "late", at="2026-11-18T08:00")
    assert [(row["lead"], row["due_by"]) for row in late] == [(2, "2026-11-15")]


def test_a_try_is_no_contact_in_any_figure(trade: Trade) -> None:
    """Came 11-02 (first due 11-03), tried on 11-03, reached on 11-04, tried on 11-05, ordered on 11-06."""
    lead = trade.visit(PHONE, "--grade", "H", at="2026-11-02T10:00")
    call(trade, lead, "2026-11-03", "no-answer")
    call(trade, lead, "2026-11-04", "continued")
    call(trade, lead, "2026-11-05", "no-answer")
    trade.write("order", lead, at="2026-11-06T10:00")
    report = trade.read("report", "followups", at="2026-11-20T10:00")
    row = next(row for row in report["consultants"] if row["consultant"] == "Li Na")
    # The first window ended on 11-03, missed. The second (11-05 to 11-06) was cut by the order. Then O: 11-13, missed.
    assert (row["due"], row["on_time"], row["first_next_day_rate"]) == (2, 0, 0.0)
    assert (row["follow_ups"], row["per_sale"]) == (1, 1.0)
    assert [(step["after"], step["sales"]) for step in report["depth"] if step["sales"]] == [("1", 1)]


def test_a_contact_before_its_window_is_on_time(trade: Trade) -> None:
    """B, first follow-up on the next day, then called three days early: both windows kept."""
    lead = trade.visit(PHONE, "--grade", "B", at="2026-11-02T10:00")
    call(trade, lead, "2026-11-03", "continued")
    call(trade, lead, "2026-11-07", "continued")
    row = next(r for r in trade.read("report", "followups", at="2026-11-08T10:00")["consultants"] if r["due"])
    assert (row["due"], row["on_time"], row["on_time_rate"]) == (2, 2, 1.0)


@pytest.mark.parametrize("policy", ["five-grade", "four-grade"])
def test_a_letter_is_followed_by_a_call_three_days_later(unopened: Trade, policy: str) -> None:
    """Whatever the grade asks for: C is contacted every 10 or 15 days, an ordered lead every 7."""
    trade = unopened.open(policy)
    lead = trade.visit(PHONE, "--grade", "C", at="2026-11-02T10:00")
    told = trade.write("followup", lead, "a card", "--via", "letter", at="2026-11-03T10:00")
    assert (told["due_from"], told["due_by"]) == ("2026-11-06", "2026-11-06")
    trade.write("order", lead, at="2026-11-06T10:00")
    told = trade.write("followup", lead, "thanks", "--via", "letter", at="2026-11-30T10:00")
    assert (told["due_from"], told["due_by"]) == ("2026-12-03", "2026-12-03")
    told = trade.write("followup", lead, "called", at="2026-12-03T10:00")
    assert told["due_by"] == "2026-12-10"


def test_a_contact_is_worth_what_it_moved(trade: Trade) -> None:
    """Four answered, one of them an advance, and a try that counts nowhere: 1 of 4; nobody's contacts: no rate."""
    lead = trade.visit(PHONE, "--grade", "C", at="2026-11-02T10:00")
    for day, outcome in enumerate(("continued", "advance", "refused", "no-answer", "continued"), start=3):
        call(trade, lead, f"2026-11-0{day}", outcome)
    report = trade.read("report", "followups", at="2026-11-20T10:00")
    rows = {
        row["consultant"]: (row["advances"], row["follow_ups"], row["advance_rate"]) for row in report["consultants"]
    }
    assert rows == {"Li Na": (1, 4, 0.25), "Wang Qiang": (0, 0, None)}
    listed = trade.read("report", "followups", "--list", "advance_rate", at="2026-11-20T10:00")
    assert [(row["lead"], row["at"], row["outcome"]) for row in listed] == [(lead, "2026-11-04T10:00", "advance")]


def _stale(trade: Trade, day: str) -> list[tuple[object, object]]:
    return [(row["lead"], row["since"]) for row in trade.read("audit", "--list", "not-updated", at=f"{day}T09:00")]


def test_a_card_is_looked_at_when_nobody_updated_it_for_six_months(trade: Trade) -> None:
    lead = trade.visit(PHONE, "--grade", "C", at="2026-11-05T10:00")
    call(trade, lead, "2027-03-10", "continued")
    assert _stale(trade, "2027-05-05") == []
    assert _stale(trade, "2027-05-06") == [(lead, "2027-05-05")]
    trade.write("edit", "customer", f"c{lead}", "--district", "Chaoyang", at="2027-05-06T10:00")
    assert _stale(trade, "2027-05-07") == []
    assert _stale(trade, "2027-11-07") == [(lead, "2027-11-06")]
    trade.write("grade", lead, "B", at="2027-11-08T10:00")
    assert _stale(trade, "2027-11-09") == []
