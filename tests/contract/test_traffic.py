"""The traffic analysis: a month counted by hand, and a real January to every printed figure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

KEYS = {
    "month", "span", "days", "traffic", "first_visits", "calls", "event", "referral", "contacts", "test_drives",
    "stay_30",
    "return_visits", "showroom_sales", "sub_dealer_sales", "wholesale_sales", "total_sales", "daily_traffic",
    "deal_rate", "contact_rate", "test_drive_rate", "stay_30_rate", "return_share", "sub_dealer_share",
    "wholesale_share", "showroom_share", "new_leads_by_grade", "new_leads_by_model", "open_leads_by_grade",
}  # fmt: skip

OCTOBER = (
    "arrived_at,left_at,name,phone,kind,first_visit,source,model,grade,test_drive,consultant\n"
    "2026-10-01T10:00,2026-10-01T10:30,甲,13800138001,walk-in,1,showroom,Lavida,A,1,Li Na\n"  # stay of exactly 30
    "2026-10-01T11:00,2026-10-01T11:29,乙,13800138002,walk-in,1,referral,Lavida,B,0,Li Na\n"  # stay of 29
    "2026-10-02T10:00,2026-10-02T11:00,,,walk-in,1,showroom,,,1,\n"  # anonymous, test-drove
    "2026-10-03T10:00,2026-10-03T11:00,甲,13800138001,walk-in,0,showroom,Lavida,A,1,Li Na\n"  # again, drove again
    "2026-10-04T10:00,,丙,13800138003,call,,phone,Passat,B,,Wang Qiang\n"
    "2026-10-05T10:00,,丁,13800138004,event,,event,Passat,H,,Wang Qiang\n"
    "2026-10-06T10:00,,戊,13800138005,online,,online,Passat,,,Wang Qiang\n"
    "2026-10-07T10:00,,,,call,,referral,,,,\n"
)


def figures_of(shop: Any, month: str, **more: Any) -> dict[str, Any]:
    figures: dict[str, Any] = shop.run("report", "traffic", "--month", month, "--json", **more).json
    return figures


@pytest.fixture
def october(shop: Any, fill_once: Any) -> Any:
    fill_once(shop.db, _work_october, shop)
    return shop


def _work_october(shop: Any) -> None:
    shop.batch(shop.file("october.csv", OCTOBER))
    shop.do("order", "13800138001", "--on", "2026-10-09")
    shop.run("sale", "--channel", "sub-dealer", "--model", "Lavida", "--count", "2", "--on", "2026-10-10")


def test_the_report_has_the_keys_of_the_contract(october: Any) -> None:
    assert figures_of(october, "2026-10").keys() == KEYS


def test_visits_are_counted_by_kind_and_source(october: Any) -> None:
    found = figures_of(october, "2026-10")
    assert (found["month"], found["days"], found["traffic"]) == ("2026-10", 31, 8)
    assert (found["first_visits"], found["return_visits"]) == (3, 1)
    assert (found["calls"], found["event"]) == (2, 1)
    assert found["referral"] == 2  # a walk-in and a call
    assert found["contacts"] == 2  # first visits with a phone: calls, events and enquiries are not first visits
    assert found["test_drives"] == 2  # 甲 counts once though twice at the wheel; the anonymous visit is one
    assert found["stay_30"] == 2  # 30 and 60 minutes; 29 is too short, the return visit is no first visit


def test_sales_are_counted_on_the_orders_day(october: Any) -> None:
    found = figures_of(october, "2026-10")
    assert (found["showroom_sales"], found["sub_dealer_sales"], found["wholesale_sales"]) == (1, 2, 0)
    assert found["total_sales"] == 3


def test_rates_are_unrounded_fractions(october: Any) -> None:
    found = figures_of(october, "2026-10")
    assert found["daily_traffic"] == pytest.approx(8 / 31)
    assert found["deal_rate"] == pytest.approx(1 / 3)  # showroom sales of first visits
    assert found["contact_rate"] == pytest.approx(2 / 3)
    assert found["test_drive_rate"] == pytest.approx(2 / 3)
    assert found["stay_30_rate"] == pytest.approx(2 / 3)
    assert found["sub_dealer_share"] == pytest.approx(2 / 3)
    assert found["wholesale_share"] == 0
    assert found["showroom_share"] == pytest.approx(1 / 3)


def test_new_leads_are_counted_by_the_grade_given_at_opening_and_by_model(october: Any) -> None:
    found = figures_of(october, "2026-10")
    given = found["new_leads_by_grade"]
    assert (given["H"], given["A"], given["B"], given["O"]) == (1, 1, 2, 1)  # O: the orders of the month
    assert {model: count for model, count in found["new_leads_by_model"].items() if count} == {"Lavida": 2, "Passat": 3}


def test_a_regrade_does_not_change_the_grade_at_opening(october: Any) -> None:
    october.do("grade", "13800138003", "H")
    found = figures_of(october, "2026-10")
    assert (found["new_leads_by_grade"]["H"], found["new_leads_by_grade"]["B"]) == (1, 2)


def test_open_leads_are_those_of_the_months_end(october: Any) -> None:
    october.do("defeat", "13800138002", "--reason", "price", now="2026-11-05T10:00")
    stock = figures_of(october, "2026-10")["open_leads_by_grade"]
    # on 31 October: 乙 B, 丙 B, 丁 H, 戊 without a grade are open; 甲 had ordered
    assert (stock["H"], stock["B"]) == (1, 2)
    assert figures_of(october, "2026-11")["open_leads_by_grade"]["B"] == 1


def test_a_zero_divisor_is_null_in_json(shop: Any) -> None:
    empty = figures_of(shop, "2026-08")
    assert empty["traffic"] == 0
    for rate in ("deal_rate", "contact_rate", "test_drive_rate", "stay_30_rate", "sub_dealer_share", "showroom_share"):
        assert empty[rate] is None


def test_a_zero_divisor_prints_a_dash(shop: Any) -> None:
    printed = shop.run("report", "traffic", "--month", "2026-08").out
    assert any(dash in printed for dash in ("-", "–", "—"))
    assert "nan" not in printed.lower()
    assert "None" not in printed


def test_a_year_is_a_list_of_months(october: Any) -> None:
    year = october.run("report", "traffic", "--year", "2026", "--json").json
    assert year.keys() >= {"year", "months"}
    assert int(year["year"]) == 2026
    months = {month["month"]: month["traffic"] for month in year["months"]}
    assert months["2026-10"] == 8
    assert sum(months.values()) == 8


def test_the_months_before_are_compared_without_their_neighbours(shop: Any) -> None:
    text = "arrived_at\n2026-09-30T23:59\n2026-10-01T00:00\n2026-10-31T23:59\n2026-11-01T00:00\n"
    shop.batch(shop.file("edge.csv", text))
    assert [figures_of(shop, month)["traffic"] for month in ("2026-09", "2026-10", "2026-11")] == [1, 2, 1]


@pytest.mark.parametrize(("figure", "count"), [("traffic", 8), ("first_visits", 3), ("contacts", 2), ("stay_30", 2)])
def test_behind_each_figure_stand_its_records(october: Any, figure: str, count: int) -> None:
    listed = october.run("report", "traffic", "--month", "2026-10", "--list", figure, "--json").json
    assert len(listed) == count


JANUARY_COUNTS = {
    "traffic": 882, "first_visits": 326, "calls": 125, "event": 0, "referral": 25, "contacts": 267, "test_drives": 66,
    "showroom_sales": 63, "sub_dealer_sales": 18, "wholesale_sales": 0, "total_sales": 81, "stay_30": 149,
}  # fmt: skip

JANUARY_SHARES = {
    "deal_rate": "19.3%",  # 63 / 326
    "contact_rate": "81.9%",  # 267 / 326
    "test_drive_rate": "20.2%",  # 66 / 326
    "stay_30_rate": "45.7%",  # 149 / 326
    "sub_dealer_share": "22.2%",  # 18 / 81
    "wholesale_share": "0.0%",  # 0 / 81
    "showroom_share": "77.8%",  # 63 / 81
}


def test_the_real_january_comes_out_to_every_printed_figure(shop: Any, january: str) -> None:
    found = figures_of(shop, january)
    assert {key: found[key] for key in JANUARY_COUNTS} == JANUARY_COUNTS
    assert found["days"] == 31
    assert _rounded(found["daily_traffic"]) == "28.5"  # 882 / 31
    assert {key: _rounded(found[key] * 100) + "%" for key in JANUARY_SHARES} == JANUARY_SHARES


@pytest.mark.parametrize("style", ["table", "plain", "markdown"])
def test_the_real_january_is_printed_with_one_decimal(shop: Any, january: str, style: str) -> None:
    printed = shop.run("report", "traffic", "--month", january, "--format", style).out
    for figure in (*map(str, JANUARY_COUNTS.values()), "28.5", *JANUARY_SHARES.values()):
        assert figure in printed


def test_the_real_january_is_on_the_managers_page(shop: Any, january: str) -> None:
    page = shop.run("report", "--month", january, "--json").json
    assert page["traffic"]["traffic"] == 882
    assert next(stage["count"] for stage in page["funnel"]["stages"] if stage["stage"] == "traffic") == 882


def _rounded(value: float) -> str:
    return str(Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP))


@pytest.fixture
def january(shop: Any, fill_once: Any) -> str:
    """The real January in the store; the month as ``YYYY-MM``."""
    register = pytest.importorskip("tests.registers.january")
    fill_once(shop.db, _take_in_january, shop, register)
    return str(register.MONTH)


def _take_in_january(shop: Any, register: Any) -> None:
    folder = shop.folder / "january"
    folder.mkdir()
    register.write_january(folder)
    for kind in ("visits", "orders", "sales"):
        shop.run("import", kind, folder / f"{kind}.csv", now=register.AFTERWARDS)
