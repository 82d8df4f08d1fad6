"""Leaks: conversions of the same leads that fell, once they are old enough and enough of them (docs/domain.md section
7); no shift of visits, no lag of deliveries, nothing above 100%."""

from __future__ import annotations

import shlex
from fractions import Fraction
from typing import Any

import pytest

from leadctl.domain.leaks import find_leaks
from tests.reports.conftest import MONTHS, Desk

BEFORE = {
    "new_traffic": 200, "contacts": 100, "leads": 80, "met": 60, "test_drives": 30, "orders": 20,
    "met_orders": 18, "driven_orders": 15,
}  # fmt: skip


def _now(**counts: int) -> dict[str, int]:
    return {**BEFORE, **counts}


def test_a_step_that_fell_leaks_what_the_usual_share_would_have_kept() -> None:
    """Of 80 leads 60 had come (75%), of these 18 bought; now 12 of 24, where 18 would be usual."""
    [met] = find_leaks(_now(leads=24, met=12, test_drives=6, orders=6), BEFORE)
    assert (met.figure, met.count, met.of, met.rate, met.before) == ("met", 12, 24, Fraction(1, 2), Fraction(3, 4))
    assert [met.missing, met.sales] == [6, 6 * Fraction(18, 60)]


def test_the_leak_that_costs_most_sales_comes_first() -> None:
    """Contacts: 30 of 80, usually 40, of 80 leads 20 bought; orders: 10 of 80, usually 20; test drives: 22 of 60."""
    found = find_leaks(_now(new_traffic=80, contacts=30, orders=10, test_drives=22), BEFORE)
    assert [(leak.figure, leak.sales) for leak in found] == [
        ("orders", 10), ("test_drives", 8 * Fraction(15, 30)), ("contacts", 10 * Fraction(20, 80)),
    ]  # fmt: skip


@pytest.mark.parametrize("counts", [{"leads": 19, "met": 1, "orders": 0, "test_drives": 1}, {}, {"met": 60}])
def test_few_leads_or_the_usual_share_are_no_leak(counts: dict[str, int]) -> None:
    assert find_leaks(_now(**counts), BEFORE) == []


def test_months_before_with_few_leads_are_nothing_to_compare_with() -> None:
    few = {name: count // 10 for name, count in BEFORE.items()}
    assert [leak.figure for leak in find_leaks(_now(met=10, test_drives=9, contacts=20), few)] == ["contacts"]


def _open_leads(desk: Desk, month: str, number: int, met: int, ordered: int) -> None:
    """Calls on the 1st of a month, of whom the first ones come on the 11th, or order on the 12th."""
    for each in range(number):
        phone = f"138{month[5:]}00{each:04}"
        desk.lead(phone, "--kind", "call", "--grade", "A", at=f"{month}-01T10:00")
        if each < met:
            desk.run("log-visit", "--phone", phone, now=f"{month}-11T10:00", as_="Li Na")
        if each < ordered:
            desk.run("order", phone, now=f"{month}-12T10:00", as_="Li Na")


@pytest.fixture
def fallen(desk: Desk) -> Desk:
    """Half of August's leads came, and a quarter of September's."""
    _open_leads(desk, "2026-08", 20, met=10, ordered=4)
    _open_leads(desk, "2026-09", 20, met=5, ordered=4)
    return desk


def _leaks(desk: Desk, month: str, now: str = "2026-11-22T18:00") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.json("report", "--month", month, now=now)["leaks"]
    return found


def test_leads_are_judged_in_the_month_in_which_their_thirty_days_end(fallen: Desk) -> None:
    """September's leads of the 1st are judged on 1 October, beside those of the months whose days ended before: 5 that
    came instead of 10 are 5 fewer, of whom 4 of 10 used to order."""
    [leak] = _leaks(fallen, "2026-10")
    assert (leak["figure"], leak["base"], leak["count"], leak["of"], leak["lost"]) == ("met", "leads", 5, 20, 15)
    assert (leak["rate"], leak["rate_before"], leak["missing"], leak["sales"]) == (0.25, 0.5, 5, 2)
    assert leak["opened"] == {"from": "2026-09-01", "to": "2026-10-01"}
    assert _leaks(fallen, "2026-09") == []
    assert _leaks(fallen, "2026-10", now="2026-10-01T18:00") == [], "the 30th day has not passed"
    assert len(_leaks(fallen, "2026-10", now="2026-10-02T08:00")) == 1


def test_what_happens_later_than_thirty_days_changes_no_leak(fallen: Desk) -> None:
    fallen.run("log-visit", "--phone", "13809000019", now="2026-10-15T10:00", as_="Li Na")
    [leak] = _leaks(fallen, "2026-10")
    assert leak["count"] == 5


def test_a_leak_names_the_commands_that_list_who_came_and_who_did_not(fallen: Desk) -> None:
    [leak] = _leaks(fallen, "2026-10")
    came, lost = (fallen.json(*shlex.split(leak[key])[1:]) for key in ("command", "lost_command"))
    assert (len(came), len(lost)) == (5, 15)
    assert {row["lead"] for row in came}.isdisjoint(row["lead"] for row in lost)
    printed = fallen.run("report", "--month", "2026-10")
    assert "Met in person: 5 of 20 (25.0%) of “Leads opened”, 50.0% in the three months before: 5.0 fewer" in printed
    assert leak["command"] in printed
    assert fallen.run("report", "--list", "leaks.deliveries", code=2)


def test_one_consultants_leaks_are_of_the_leads_they_opened(fallen: Desk) -> None:
    [leak] = fallen.json("report", "--month", "2026-10", "--consultant", "Li Na")["leaks"]
    assert (leak["count"], leak["of"]) == (5, 20)
    assert len(fallen.json(*shlex.split(leak["command"])[1:])) == 5
    assert fallen.json("report", "--month", "2026-10", "--consultant", "Wang Qiang")["leaks"] == []


@pytest.mark.parametrize("month", MONTHS)
def test_a_leaks_commands_list_as_many_records_as_it_counts(worked: Desk, month: str) -> None:
    for leak in _leaks(worked, month):
        for key, counted in (("command", leak["count"]), ("lost_command", leak["lost"])):
            assert len(worked.json(*shlex.split(leak[key])[1:])) == counted
            assert leak[key] in worked.run("report", "--month", month)
