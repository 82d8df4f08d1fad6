"""What the traffic analysis says of the present, of the future, and of leads without this or that."""

from __future__ import annotations

from typing import Any

from tests.reports.conftest import Desk

P1, P2 = "13800138001", "13800138002"


def _traffic(desk: Desk, month: str = "2026-11", now: str = "2026-11-22T18:00", *words: str) -> dict[str, Any]:
    figures: dict[str, Any] = desk.json("report", "traffic", "--month", month, *words, now=now)
    return figures


def test_the_current_month_is_divided_by_the_days_that_have_begun(desk: Desk) -> None:
    desk.lead(P1, at="2026-11-02T10:00")
    found = _traffic(desk)
    assert (found["days"], found["daily_traffic"]) == (22, 1 / 22)


def test_a_month_to_come_has_no_days(desk: Desk) -> None:
    found = _traffic(desk, "2026-12")
    assert (found["days"], found["daily_traffic"], found["traffic"]) == (0, None, 0)


def test_a_year_shows_the_months_that_have_begun(desk: Desk) -> None:
    shown = [month["month"] for month in desk.json("report", "traffic", "--year", "2026")["months"]]
    assert (len(shown), shown[0], shown[-1]) == (11, "2026-01", "2026-11")
    assert len(desk.json("report", "traffic", "--year", "2025")["months"]) == 12
    assert desk.json("report", "traffic", "--year", "2027")["months"] == []


def test_leads_without_grade_or_model_are_counted_as_none(desk: Desk) -> None:
    desk.lead(P1, "--grade", "A", "--model", "X5", at="2026-11-02T10:00")
    desk.lead(P2, at="2026-11-02T11:00")
    found = _traffic(desk)
    assert found["new_leads_by_grade"] == {"H": 0, "A": 1, "B": 0, "C": 0, "N": 0, "none": 1, "O": 0}
    assert found["new_leads_by_model"] == {"X5": 1, "none": 1}
    assert found["open_leads_by_grade"] == {"H": 0, "A": 1, "B": 0, "C": 0, "N": 0, "none": 1}


def test_a_sleeper_is_in_the_stock_again_from_the_day_it_wakes(desk: Desk) -> None:
    lead = desk.lead(P1, "--grade", "B", at="2026-09-02T10:00")
    desk.run("dormant", lead, "--until", "2026-10-31", now="2026-09-10T10:00", as_="Li Na")
    stock = {month: _traffic(desk, month)["open_leads_by_grade"]["B"] for month in ("2026-08", "2026-09", "2026-10")}
    assert stock == {"2026-08": 0, "2026-09": 0, "2026-10": 1}


def test_a_later_regrade_and_a_later_owner_do_not_change_last_months_stock(desk: Desk) -> None:
    lead = desk.lead(P1, "--grade", "B", at="2026-10-02T10:00", as_="Li Na")
    desk.run("grade", lead, "H", now="2026-11-02T10:00", as_="Li Na")
    desk.run("assign", lead, "--to", "Wang Qiang", now="2026-11-03T10:00", as_="Li Na")
    now, own, theirs = "2026-11-22T18:00", ("--consultant", "Li Na"), ("--consultant", "Wang Qiang")
    october = [_traffic(desk, "2026-10", now, *who)["open_leads_by_grade"] for who in (own, theirs)]
    assert [(stock["B"], stock["H"]) for stock in october] == [(1, 0), (0, 0)]
    assert _traffic(desk, "2026-11", now, *theirs)["open_leads_by_grade"]["H"] == 1
    listed = desk.json("report", "traffic", "--month", "2026-10", "--list", "open_leads_by_grade.B")
    assert [(record["lead"], record["grade"]) for record in listed] == [(lead, "B")]


def test_sales_without_a_lead_are_nobodys(desk: Desk) -> None:
    desk.run("sale", "--channel", "sub-dealer", "--count", "4", "--on", "2026-11-03")
    assert _traffic(desk)["total_sales"] == 4
    assert _traffic(desk, "2026-11", "2026-11-22T18:00", "--consultant", "Li Na")["total_sales"] == 0


def test_a_stay_past_midnight_is_measured_over_it(desk: Desk) -> None:
    row = "arrived_at,left_at\n2026-11-02T23:50,2026-11-03T00:20\n2026-11-02T23:51,2026-11-03T00:20\n"
    path = desk.db.parent / "night.csv"
    path.write_text(row)
    desk.run("log-visit", "--from", path)
    assert _traffic(desk)["stay_30"] == 1


def test_models_stand_in_the_order_of_the_stores_list_with_their_subtotal(desk: Desk) -> None:
    for name in ("Zeta", "Alpha", "Mid"):
        desk.run("model", "add", name, now="2026-09-01T08:00")
    for number, model in enumerate(("Mid", "Mid", "Zeta", "Alpha", "")):
        named = ("--model", model) if model else ()
        desk.lead(f"1380013800{number}", *named, at="2026-10-01T10:00")
    asked = ("report", "traffic", "--month", "2026-10")
    assert list(desk.json(*asked)["new_leads_by_model"].items()) == [
        ("Zeta", 1), ("Alpha", 1), ("Mid", 2), ("none", 1),
    ]  # fmt: skip
    printed = [line.split()[-2:] for line in desk.run(*asked, "--format", "plain").splitlines() if line.strip()]
    assert ["Subtotal", "5"] in printed
    assert "小计" in desk.run("--lang", "zh", *asked)
    assert len(desk.json(*asked, "--list", "new_leads_by_model")) == 5
