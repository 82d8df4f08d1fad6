"""The forecast of a month: counted by hand, and at the month's first moment as it was told on that night."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from leadctl.domain.forecast import ENOUGH, HOUSE_RATES, PAST, End, Prospect, amount_of, find_chance_before
from leadctl.domain.policy import parse_policy
from tests.conftest import FillOnce
from tests.reports.conftest import Desk

POLICIES = Path(__file__).parents[2] / "leadctl" / "policies"
H, A, B, ORDER, FLEET, GONE, WALKED_IN = (f"1380013800{number}" for number in range(7))


def _lines(found: dict[str, Any]) -> dict[str | None, dict[str, Any]]:
    return {line["grade"]: line for line in found["open"]}


@pytest.fixture
def busy(desk: Desk, fill_once: FillOnce) -> Desk:
    """October: leads of every kind; November: one delivered, one walked in and bought, one graded hotter."""
    desk.october = fill_once(desk.db, _work, desk)  # type: ignore[attr-defined]
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


def test_a_month_that_has_not_begun_has_sold_nothing_of_its_pipeline(busy: Desk) -> None:
    coming = busy.json("report", "forecast", "--month", "2027-03")
    assert (coming["opening"], coming["progress"]) == (None, None)
    printed = busy.run("report", "--month", "2027-03")
    assert "Pipeline" in printed
    assert "as the month began" not in printed


def test_a_past_month_is_forecast_as_on_its_last_day(busy: Desk) -> None:
    """All but what is expected of its end, which is no longer to come."""
    then, now = busy.october, busy.json("report", "forecast", "--month", "2026-10")  # type: ignore[attr-defined]
    assert set(then) == set(now)
    assert {key: now[key] for key in then if key not in ("month_end", "outcome")} == {
        key: value for key, value in then.items() if key not in ("month_end", "outcome")
    }


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


def _lead_of(grade: str | None, need: str | None = None) -> Prospect:
    return Prospect(grade, 1, None, need)


def test_the_share_of_a_chance_before_the_end_follows_from_the_date_or_from_the_grade() -> None:
    """docs/domain.md section 7: 8 days before the end of November."""
    five, four = (
        parse_policy((POLICIES / f"{name}.toml").read_text(encoding="utf-8")) for name in ("five-grade", "four-grade")
    )
    end = End("2026-11", 8)
    undated = {grade: find_chance_before(_lead_of(grade), end, five) for grade in ("H", "A", "B", "C", "N", None)}
    assert undated == {
        "H": 1, "A": Fraction(8, 30), "B": Fraction(8, 90), "C": Fraction(8, 180), "N": Fraction(8, 180),
        None: Fraction(8, 180),
    }  # fmt: skip
    assert find_chance_before(_lead_of("B"), end, four) == Fraction(8, 60)
    assert find_chance_before(_lead_of("C"), end, four) == Fraction(8, 120)
    for grade in ("H", "C", None):
        assert find_chance_before(_lead_of(grade, "2026-11"), end, five) == 1
        assert find_chance_before(_lead_of(grade, "2026-12"), end, five) == 0
        assert find_chance_before(_lead_of(grade, PAST), end, five) == undated[grade]
    assert find_chance_before(_lead_of("H"), End("2026-11", 0), five) == 0


def test_what_the_month_will_have_sold_is_what_was_sold_and_what_falls_before_its_end(busy: Desk) -> None:
    """On 22 November 8 days are left: of the H lead (50%) all falls before the end, of the A lead (30%) 8 of 30."""
    end = busy.json("report", "forecast")["month_end"]
    assert (end["sold"], end["target"], end["days_left"]) == (2, None, 8)
    assert end["expected"] == pytest.approx(0.5 * 1 + 0.3 * 8 / 30)
    assert end["total"] == pytest.approx(2.58)
    busy.run("target", "set", "--sales", 9)
    assert busy.json("report", "forecast")["month_end"]["target"] == 9


def test_a_date_before_the_end_counts_whole_one_after_it_not_at_all(desk: Desk) -> None:
    desk.lead(H, "--grade", "C", "--need-by", "2026-11-30", at="2026-11-01T10:00")
    desk.lead(A, "--grade", "A", "--need-by", "2026-12-01", at="2026-11-01T10:00")
    desk.lead(B, "--grade", "B", "--need-by", "2026-11-21", at="2026-11-01T10:00")
    desk.lead(GONE, "--grade", "N", at="2026-11-01T10:00")
    found = desk.json("report", "forecast")
    assert found["month_end"]["expected"] == pytest.approx(0.1 + 0 + 0.2 * 8 / 90 + 0.05 * 8 / 180)
    months = [(row["month"], row["cars"], row["expected_cars"]) for row in found["by_month"]]
    assert months == [("past", 1, 0.2), ("2026-11", 1, 0.1), ("2026-12", 1, 0.3), (None, 1, 0.05)]
    for part, lead in (("past", 3), ("2026-11", 1), ("2026-12", 2), ("none", 4)):
        assert [row["lead"] for row in desk.json("report", "forecast", "--list", f"by_month.{part}")] == [lead]
    listed = desk.json("report", "forecast", "--list", "expected")
    assert sum(row["expected_cars"] for row in listed) == pytest.approx(found["month_end"]["expected"])
    assert [row["need_by"] for row in listed] == ["2026-11-30", "2026-12-01", "2026-11-21", None]


def test_an_ended_month_shows_what_was_expected_at_its_start_and_middle_beside_what_was_sold(busy: Desk) -> None:
    """November began with an H, an A, a B and a C lead, all undated, and 30 days to come. On the evening of the 15th
    two were sold, the C lead was lost, the B lead had become H, and 15 days were left."""
    found = busy.json("report", "forecast", "--month", "2026-11", now="2026-12-03T10:00")
    assert found["month_end"] is None
    assert found["outcome"]["at_start"] == pytest.approx(0.5 + 0.3 + 0.2 * 30 / 90 + 0.1 * 30 / 180)
    assert found["outcome"]["at_middle"] == pytest.approx(2 + 0.5 + 0.3 * 15 / 30)
    assert found["outcome"]["sold"] == 2
    assert busy.json("report", "forecast", now="2026-11-15T23:59")["month_end"]["total"] == pytest.approx(
        found["outcome"]["at_middle"]
    )
    assert busy.json("report", "forecast")["outcome"] is None
    coming = busy.json("report", "forecast", "--month", "2026-12")
    assert (coming["month_end"], coming["outcome"]) == (None, None)


def test_an_order_cancelled_later_was_sold_on_the_evening_of_the_15th(busy: Desk) -> None:
    busy.run("cancel", WALKED_IN, now="2026-11-20T10:00", as_="Li Na")
    found = busy.json("report", "forecast", "--month", "2026-11", now="2026-12-03T10:00")["outcome"]
    assert (found["at_middle"], found["sold"]) == (pytest.approx(2 + 0.5 + 0.3 * 15 / 30), 1)


def test_a_quarter_shows_forecast_and_outcome_month_by_month(busy: Desk) -> None:
    busy.run("target", "set", "--sales", 9)
    found = busy.json("report", "forecast", "--quarter")
    assert (found["month"], found["span"]) == (None, {"from": "2026-10-01", "to": "2026-12-31"})
    october, november = found["months"]
    alone = busy.json("report", "forecast", "--month", "2026-10")["outcome"]
    assert october == {"month": "2026-10", **alone, "total": None, "target": None}
    assert (november["at_start"], november["sold"], november["target"]) == (None, 2, 9)
    assert november["total"] == busy.json("report", "forecast")["month_end"]["total"]
    assert "2026-10" in busy.run("report", "forecast", "--quarter")
    assert busy.run("report", "forecast", "--quarter", "--list", "sold", code=2)


def test_only_the_months_end_is_set_against_the_target(busy: Desk) -> None:
    assert busy.json("report", "forecast")["adequacy"] == {"sales_target": None, "short": None, "sources": []}
    shares = ("--share", "showroom=75%", "--share", "phone=25%")
    rates = ("--deal-rate", "showroom=30%", "--deal-rate", "phone=5%")
    busy.run("target", "set", "--sales", 5, *shares, *rates)
    found = busy.json("report", "forecast")
    assert found["expected_cars"] > 5, "the pipeline alone would say that the target is reached"
    assert found["adequacy"]["short"] == pytest.approx(5 - 2.58)
    needed = {row["source"]: row["leads"] for row in found["adequacy"]["sources"]}
    assert needed["showroom"] == 7  # 2.42 x 75 % = 1.815 cars, of which 30 % in a hundred: 6.05
    assert needed["phone"] == 13  # 2.42 x 25 % = 0.605 cars, 5 in a hundred: 12.1
    assert "2.4 cars short of the target of 5" in busy.run("report", "forecast")
    busy.run("target", "set", "--sales", 2)
    assert busy.json("report", "forecast")["adequacy"]["sources"] == []
    assert "likely to reach the target of 2" in busy.run("report", "forecast")
    ended = busy.json("report", "forecast", "--month", "2026-11", now="2026-12-03T10:00")
    assert (ended["adequacy"]["short"], ended["adequacy"]["sources"]) == (None, [])
    assert "target of" not in busy.run("report", "forecast", "--month", "2026-11", now="2026-12-03T10:00")


def test_money_is_said_with_how_many_leads_have_an_amount_and_in_three_digits(desk: Desk) -> None:
    desk.lead(H, "--grade", "H", "--budget", "123456", at="2026-11-01T10:00")
    desk.lead(A, "--grade", "H", at="2026-11-02T10:00")
    found = desk.json("report", "forecast")
    [hot] = [line for line in found["open"] if line["cars"]]
    assert (hot["amount"], hot["with_amount"], hot["without_amount"]) == (123456, 1, 1)
    assert (found["leads"], found["with_amount"], found["delivered_with_amount"]) == (2, 1, 0)
    printed = desk.run("report", "forecast")
    line = next(line for line in printed.splitlines() if line.startswith("H "))
    assert "123,000" in line
    assert "61,700" in line
    assert "123,456" not in printed
    lines = desk.run("report", "forecast", "--format", "csv").splitlines()
    head = next(line for line in lines if line.startswith("grade,"))
    values = next(line for line in lines if line.startswith("H,"))
    row = dict(zip(head.split(","), values.split(","), strict=True))
    assert (row["amount"], row["with_amount"]) == ("123456", "1")


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
