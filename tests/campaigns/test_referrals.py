"""Who refers customers, and what is due to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.campaigns.conftest import Shop, phone
from tests.conftest import FillOnce

OWNER = "13812345678"


@pytest.fixture
def circle(shop: Shop, store: Path, fill_once: FillOnce) -> Shop:
    """An owner refers three leads (by phone, however written), Mr Zhao one; one more was referred by nobody."""
    fill_once(store, _refer, shop)
    return shop


def _refer(shop: Shop) -> None:
    shop.visit(OWNER, "--name", "王小明")
    shop.visit(phone(1), "--referrer", "138 1234 5678")
    shop.visit(phone(2), "--referrer", "+86 13812345678", "--test-drive")
    shop.visit(phone(3), "--referrer", "王小明 13812345678", "--kind", "call", "--campaign", "flyer days")
    shop.visit(phone(4), "--referrer", "赵先生", "--kind", "call")
    shop.visit(phone(5), "--source", "referral", "--kind", "call")
    shop.write("order", 3, "--count", 2)


def rows(shop: Shop, *words: str) -> list[dict[str, Any]]:
    return list(shop.read("report", "referrals", *words))


def test_a_phone_is_the_customer_it_belongs_to_however_it_is_written(circle: Shop) -> None:
    found = [(row["referrer"], row["customer_id"], row["leads"], row["came"]) for row in rows(circle)]
    assert found == [("王小明", 1, 3, 2), ("赵先生", None, 1, 0), (None, None, 1, 0)]


def test_what_became_of_referred_leads_is_counted_to_date(circle: Shop) -> None:
    owner = rows(circle)[0]
    assert (owner["test_drives"], owner["sales"]) == (1, 2)
    assert rows(circle, "--month", "2026-10") == []
    assert rows(circle, "--all") == rows(circle, "--year", "2026") == rows(circle)


def test_rewards_are_due_for_visits_drives_and_sales_by_the_stores_rule(circle: Shop) -> None:
    circle.write("reward", "set", "visit", 20)
    circle.write("reward", "set", "test-drive", 50)
    circle.write("reward", "set", "sale", 500.5)
    assert [row["reward"] for row in rows(circle)] == [2 * 20 + 50 + 2 * 500.5, 0, 0]


def test_a_campaigns_own_rule_goes_before_the_stores(circle: Shop) -> None:
    circle.write("reward", "set", "visit", 20)
    circle.write("reward", "set", "visit", 5, "--campaign", "flyer days")
    circle.visit(phone(3), now="2026-11-22T10:00")
    assert rows(circle)[0]["reward"] == 20 + 20 + 5
    circle.write("reward", "set", "visit", 0)
    assert rows(circle)[0]["reward"] == 5
    assert circle.read("reward", "list") == [
        {"campaign": None, "occasion": "visit", "amount": 0},
        {"campaign": "flyer days", "occasion": "visit", "amount": 5},
    ]


def test_the_first_visit_that_names_a_referrer_settles_it(circle: Shop) -> None:
    circle.visit(phone(4), "--referrer", "somebody else", now="2026-11-22T12:00")
    assert [row["referrer"] for row in rows(circle)] == ["王小明", "赵先生", None]


def test_phones_of_referrers_are_masked_unless_they_are_to_be_revealed(shop: Shop) -> None:
    shop.visit(phone(1), "--referrer", "李 139 8765 4321")
    for words in ((), ("--list", "leads")):
        assert "4321" in shop.run("report", "referrals", *words).out
        assert "8765" not in shop.run("report", "referrals", *words).out
        assert "8765" in shop.run("report", "referrals", *words, "--reveal").out
    assert rows(shop)[0]["phone"] == "139****4321"


def test_behind_each_figure_stand_its_records(circle: Shop) -> None:
    for name, row in zip(("c1", "赵先生", "none"), rows(circle), strict=True):
        for figure in ("leads", "came", "test_drives"):
            found = circle.read("report", "referrals", "--list", f"{name}.{figure}")
            assert len(found) == row[figure], (name, figure)
    assert [sale["count"] for sale in circle.read("report", "referrals", "--list", "sales")] == [2]
    circle.refused("report", "referrals", "--list", "luck", code=2)


def test_one_consultants_referrals_are_of_their_leads(circle: Shop) -> None:
    circle.visit(phone(9), "--referrer", "赵先生", as_="Wang Qiang")
    found = rows(circle, "--consultant", "Wang Qiang")
    assert [(row["referrer"], row["leads"]) for row in found] == [("赵先生", 1)]


def test_a_reward_is_promised_for_what_the_trade_rewards(shop: Shop) -> None:
    shop.refused("reward", "set", "smile", 5, code=2)
    shop.refused("reward", "set", "sale", "nan")


def test_an_owner_who_recommends_us_at_an_aftercare_contact_is_the_referrer(circle: Shop) -> None:
    circle.write("order", 1, now="2026-11-22T09:00")
    circle.write("deliver", 1, now="2026-11-22T09:30")
    words = ("aftercare", "done", OWNER, "--result", "recommend", "--phone", phone(77), "--name", "李静")
    circle.write(*words, as_="Li Na", now="2026-11-25T10:00")
    assert circle.read("report", "referrals", now="2026-11-26T08:00")[0]["leads"] == 4


def test_a_customers_number_names_them_too(circle: Shop) -> None:
    circle.visit(phone(8), "--referrer", "C1")
    circle.visit(phone(9), "--referrer", "c999")
    assert [(row["referrer"], row["leads"]) for row in rows(circle)][:2] == [("王小明", 4), ("c999", 1)]


def test_flyers_are_counted_by_person_and_place_and_earn_a_reward(shop: Shop) -> None:
    shop.write("reward", "set", "flyer", "0.2")
    shop.write("reward", "set", "visit", 20)
    shop.write("reward", "flyers", "Li Na", 300, "--place", "north market")
    shop.write("reward", "flyers", "Li Na", 100, "--place", "station", "--on", "2026-11-02")
    shop.visit(phone(1), "--referrer", "Li Na")
    (row,) = rows(shop)
    assert row["places"] == [{"place": "north market", "flyers": 300}, {"place": "station", "flyers": 100}]
    # 400 flyers at 0.2 yuan, and a referred lead that came.
    assert (row["referrer"], row["flyers"], row["leads"], row["reward"], row["open"]) == ("Li Na", 400, 1, 100.0, 100.0)
    asked = ("report", "referrals", "--list")
    assert [one["count"] for one in shop.read(*asked, "Li Na.station.flyers")] == [100]
    assert sum(one["amount"] for one in shop.read(*asked, "reward")) == 100
    table = shop.read("report", "pivot", "flyers", "--rows", "place", "--columns", "consultant")
    assert [cell["values"]["flyers"] for cell in table["cells"]] == [300, 100]


def test_flyers_are_of_somebody_who_works_here_and_there_are_some(shop: Shop) -> None:
    assert "Li Na" in shop.refused("reward", "flyers", "Li Naa", 10)
    assert shop.refused("reward", "flyers", "Li Na", 0, code=2)
    assert "fair" in shop.refused("reward", "flyers", "Li Na", 10, "--campaign", "fair")
