"""The forecast of a month: counted by hand, and at the month's first moment as it was told on that night."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from leadctl.domain.forecast import ENOUGH, HOUSE_RATES, amount_of
from tests.conftest import Shelf
from tests.reports.conftest import Desk

H, A, B, ORDER, FLEET, GONE, WALKED_IN = (f"1380013800{number}" for number in range(7))


def _lines(found: dict[str, Any]) -> dict[str | None, dict[str, Any]]:
    return {line["grade"]: line for line in found["open"]}


@pytest.fixture
def busy(desk: Desk, shelf: Shelf) -> Desk:
    """October: leads of every kind; November: one delivered, one walked in and bought, one graded hotter."""
    desk.october = shelf(desk.db, _work, desk)  # type: ignore[attr-defined]
    return desk


def _work(desk: Desk) -> Any:
    desk.lead(H, "--grade", "H", "--budget", "10-12万", at="2026-10-10T10:00")
    desk.lead(A, "--grade", "A", at="2026-10-11T10:00")
    desk.lead(B, "--grade", "B", "--budget", "200000", at="2026-10-12T10:00")
    desk.lead(ORDER, "--grade", "H", at="2026-10-13T10:00")
    desk.run("order", ORDER, "--price", 128000, now="2026-10-20T10:00", as_="Li Na")
    desk.lead(FLEET, "--grade", "A", "--budget", "9万", at="2026-10-14T10:00")
    desk.run("order", FLEET, "--price", 100000, "--count", 3, now="2026-10-21T10:00", as_="Li Na")
    desk.lead(GONE, "--grade", "C", "--budget", "8万", at="2026-10-15T10:00")
    october = desk.json("report", "forecast", now="2026-10-31T23:59")
    desk.run("deliver", ORDER, now="2026-11-05T10:00", as_="Li Na")
    desk.run("defeat", GONE, "--reason", "price", now="2026-11-06T10:00", as_="Li Na")
    desk.run("grade", B, "H", now="2026-11-07T10:00", as_="Li Na")
    desk.lead(WALKED_IN, "--grade", "H", at="2026-11-08T10:00")
    desk.run("order", WALKED_IN, "--price", 90000, now="2026-11-08T12:00", as_="Li Na")
    desk.run("order", H, "--price", 110000, now="2026-11-09T10:00", as_="Li Na")
    return october


def test_the_forecast_is_what_was_delivered_and_the_open_leads_by_their_chances(busy: Desk) -> None:
    found = busy.json("report", "forecast")
    assert found["delivered"] == {"cars": 1, "amount": 128000}
    lines = _lines(found)
    ordered, hot, warm = lines["O"], lines["H"], lines["A"]
    assert (ordered["cars"], ordered["amount"]) == (3 + 1 + 1, 300000 + 90000 + 110000)
    assert (ordered["expected_cars"], ordered["expected_amount"]) == (4, 400000)
    assert (hot["cars"], hot["amount"], hot["expected_cars"], hot["expected_amount"]) == (1, 200000, 0.5, 100000)
    assert (warm["cars"], warm["amount"], warm["expected_cars"], warm["without_amount"]) == (1, 0, 0.3, 1)
    assert [line["cars"] for grade, line in lines.items() if grade in ("B", "C", "N")] == [0, 0, 0]
    assert {line["basis"] for line in lines.values()} == {"house"}
    assert found["expected_cars"] == 1 + 4 + 0.5 + 0.3
    assert found["expected_amount"] == 128000 + 400000 + 100000


def test_progress_is_of_what_was_expected_on_the_months_first_night(busy: Desk) -> None:
    october = busy.october  # type: ignore[attr-defined]
    opening = sum(line["expected_cars"] for line in october["open"])
    assert opening == pytest.approx(0.5 + 0.3 + 0.2 + 4 * 0.8 + 0.1)
    found = busy.json("report", "forecast")
    assert found["opening"] == pytest.approx(opening)
    assert found["sold"] == 2
    assert found["progress"] == pytest.approx(2 / opening)
    assert found["out_of_funnel"] == 1


def test_a_past_month_is_forecast_as_on_its_last_day(busy: Desk) -> None:
    assert busy.json("report", "forecast", "--month", "2026-10") == busy.october  # type: ignore[attr-defined]


def test_each_figure_of_the_forecast_has_its_records(busy: Desk) -> None:
    def listed(figure: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = busy.json("report", "forecast", "--list", figure)
        return found

    found = busy.json("report", "forecast")
    for line in found["open"]:
        leads = listed(f"open.{line['grade']}")
        assert sum(lead["count"] for lead in leads) == line["cars"]
        assert sum(lead["amount"] or 0 for lead in leads) == line["amount"]
    assert len(listed("open")) == 5
    grades = {lead["lead"]: lead["grade"] for lead in listed("opening")}
    assert grades == {1: "H", 2: "A", 3: "B", 4: "O", 5: "O", 6: "C"}
    assert [order["lead"] for order in listed("out_of_funnel")] == [7]
    assert [order["lead"] for order in listed("delivered")] == [4]
    assert {order["lead"] for order in listed("sold")} == {1, 7}
    assert busy.run("report", "forecast", "--list", "happiness", code=2)


def test_one_consultants_forecast_counts_the_leads_that_were_theirs(busy: Desk) -> None:
    busy.run("assign", A, "--to", "Wang Qiang", now="2026-11-10T10:00")
    own = busy.json("report", "forecast", "--consultant", "Wang Qiang")
    assert [(line["grade"], line["cars"]) for line in own["open"] if line["cars"]] == [("A", 1)]
    assert own["opening"] == 0
    assert own["progress"] is None
    rest = busy.json("report", "forecast", "--consultant", "Li Na")
    assert rest["expected_cars"] + own["expected_cars"] == busy.json("report", "forecast")["expected_cars"]


def test_what_the_target_lacks_is_said_in_leads_of_each_source(busy: Desk) -> None:
    assert busy.json("report", "forecast")["adequacy"] == {"sales_target": None, "short": None, "sources": []}
    shares = ("--share", "showroom=75%", "--share", "phone=25%")
    rates = ("--deal-rate", "showroom=30%", "--deal-rate", "phone=5%")
    busy.run("target", "set", "--sales", 10, *shares, *rates)
    enough = busy.json("report", "forecast")["adequacy"]
    short = Fraction(10) - Fraction("5.8")
    assert enough["short"] == float(short)
    needed = {row["source"]: row["leads"] for row in enough["sources"]}
    assert needed["showroom"] == 11  # 4.2 x 75 % = 3.15 cars, of which 30 % in a hundred: 10.5
    assert needed["phone"] == 21  # 4.2 x 25 % = 1.05 cars, 5 in a hundred
    busy.run("target", "set", "--sales", 5)
    assert busy.json("report", "forecast")["adequacy"]["sources"] == []


def _closed(desk: Desk, won: int, lost: int) -> None:
    """Leads of grade B that were delivered, or lost and confirmed."""
    for number in range(won + lost):
        phone = f"1390000{number:04}"
        desk.lead(phone, "--grade", "B", at="2026-10-01T10:00")
        if number < won:
            desk.run("order", phone, now="2026-10-02T10:00", as_="Li Na")
            desk.run("deliver", phone, now="2026-10-03T10:00", as_="Li Na")
        else:
            desk.run("defeat", phone, "--reason", "price", now="2026-10-02T10:00", as_="Li Na")
            desk.run("verify", phone, "confirmed", now="2026-10-03T10:00", as_="Mei")


def test_thirty_closed_leads_of_a_grade_are_history_enough(desk: Desk) -> None:
    _closed(desk, won=12, lost=17)
    desk.lead(B, "--grade", "B", at="2026-10-04T10:00")
    line = _lines(desk.json("report", "forecast"))["B"]
    assert (line["basis"], line["closed"], line["win_rate"]) == ("house", ENOUGH - 1, 0.2)
    desk.lead(GONE, "--grade", "B", at="2026-10-05T10:00")
    desk.run("defeat", GONE, "--lost-contact", now="2026-10-06T10:00", as_="Li Na")
    assert _lines(desk.json("report", "forecast"))["B"]["closed"] == ENOUGH - 1
    desk.run("verify", GONE, "confirmed", now="2026-10-07T10:00", as_="Mei")
    line = _lines(desk.json("report", "forecast"))["B"]
    assert (line["basis"], line["closed"], line["win_rate"]) == ("history", ENOUGH, 12 / 30)
    assert line["expected_cars"] == 0.4
    a_year_on = _lines(desk.json("report", "forecast", now="2027-10-20T10:00"))["B"]
    assert (a_year_on["basis"], a_year_on["closed"]) == ("house", 0)


def test_the_grade_of_the_history_is_the_last_before_the_order(desk: Desk) -> None:
    desk.lead(B, "--grade", "C", at="2026-10-01T10:00")
    desk.run("grade", B, "H", now="2026-10-02T10:00", as_="Li Na")
    desk.run("order", B, now="2026-10-03T10:00", as_="Li Na")
    desk.run("deliver", B, now="2026-10-04T10:00", as_="Li Na")
    lines = _lines(desk.json("report", "forecast"))
    assert {grade: line["closed"] for grade, line in lines.items()} == {"O": 0, "H": 1, "A": 0, "B": 0, "C": 0, "N": 0}


def test_who_sleeps_counts_from_the_day_on_which_they_wake(desk: Desk) -> None:
    desk.lead(A, "--grade", "A", at="2026-10-01T10:00")
    desk.run("dormant", A, "--until", "2026-11-01", now="2026-10-02T10:00", as_="Li Na")
    asked = ("report", "forecast")
    assert desk.json(*asked, now="2026-10-31T23:59")["expected_cars"] == 0
    found = desk.json(*asked, now="2026-11-01T08:00")
    assert (found["expected_cars"], found["opening"]) == (0.3, 0.3)


def test_an_ungraded_lead_is_as_likely_as_the_coldest(desk: Desk) -> None:
    desk.lead(A, at="2026-11-01T10:00")
    line = _lines(desk.json("report", "forecast"))[None]
    assert (line["cars"], line["win_rate"]) == (1, float(HOUSE_RATES["N"]))


def test_a_leads_yuan_are_its_price_else_the_middle_of_its_budget() -> None:
    assert amount_of(99999.9, 2, 1.0, 1.0) == Fraction("199999.8")
    assert amount_of(None, 1, 100000.0, 120000.0) == 110000
    assert (amount_of(None, 1, None, 80000.0), amount_of(None, 1, 80000.0, None)) == (Fraction(80000), Fraction(80000))
    assert amount_of(None, 5, None, None) is None


def test_a_worked_store_opens_each_month_with_what_the_month_before_ended_with(worked: Desk) -> None:
    for ended, begun in (("2026-08", "2026-09"), ("2026-09", "2026-10"), ("2026-10", "2026-11")):
        before, after = (worked.json("report", "forecast", "--month", month) for month in (ended, begun))
        woken = worked.json("report", "forecast", "--month", begun, "--list", "opening")
        then = {lead["lead"] for lead in worked.json("report", "forecast", "--month", ended, "--list", "open")}
        assert then <= {lead["lead"] for lead in woken}
        assert after["opening"] >= sum(line["expected_cars"] for line in before["open"]) - 1e-9
        stock = {line["grade"] or "none": line["cars"] for line in before["open"]}
        assert {grade: stock.get(grade, 0) for grade in worked.stocks[ended]} == worked.stocks[ended]
