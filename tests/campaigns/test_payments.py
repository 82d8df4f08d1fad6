"""Rewards that are paid to whoever refers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.campaigns.conftest import Shop, phone
from tests.commands.stores import tables
from tests.conftest import FillOnce

OWNER = "13812345678"


@pytest.fixture
def circle(shop: Shop, store: Path, fill_once: FillOnce) -> Shop:
    """Wang Xiaoming (c1) refers three in November and sells a car by it, and one in October; Li Na hands out flyers.

    Due by 20 a visit, 50 a test drive, 500 a car, flyers 5 a visit: October 20; November 20 + 20 + 50 + 500 to the
    owner, 5 + 5 to Li Na.
    """
    fill_once(store, _refer, shop)
    return shop


def _refer(shop: Shop) -> None:
    shop.write("reward", "set", "visit", 20, now="2026-10-01T09:00")
    shop.write("reward", "set", "test-drive", 50, now="2026-10-01T09:00")
    shop.write("reward", "set", "sale", 500, now="2026-10-01T09:00")
    shop.write("reward", "set", "visit", 5, "--campaign", "flyers", now="2026-10-01T09:00")
    shop.write("reward", "set", "test-drive", 0, "--campaign", "flyers", now="2026-10-01T09:00")
    shop.visit(OWNER, "--name", "王小明", now="2026-10-02T09:00")
    shop.visit(phone(1), "--referrer", "c1", now="2026-10-05T10:00")
    shop.visit(phone(2), "--referrer", OWNER, now="2026-11-02T10:00")
    shop.visit(phone(3), "--referrer", "138 1234 5678", "--test-drive", now="2026-11-03T10:00")
    shop.visit(phone(4), "--referrer", "Li Na", "--campaign", "flyers", now="2026-11-04T10:00")
    shop.visit(phone(5), "--referrer", "Li Na", "--campaign", "flyers", "--test-drive", now="2026-11-05T10:00")
    shop.write("order", 4, now="2026-11-10T10:00")


def money(shop: Shop, *words: str, **circumstances: Any) -> dict[str | None, tuple[float, float | None, float | None]]:
    """Referrer -> (due, paid, open)."""
    rows = shop.read("report", "referrals", *words, **circumstances)
    return {row["referrer"]: (row["reward"], row["paid"], row["open"]) for row in rows}


def test_before_anything_is_paid_all_that_is_due_is_open(circle: Shop) -> None:
    assert money(circle, "--all") == {"王小明": (610, 0, 610), "Li Na": (10, 0, 10)}


def test_a_month_tells_what_was_paid_in_it_and_what_is_open_until_its_end(circle: Shop) -> None:
    circle.write("reward", "pay", "c1", 45, "--on", "2026-11-20")
    # the October visit (20) is settled first, then 25 of November's 590
    assert money(circle, "--month", "2026-11") == {"王小明": (590, 45, 565), "Li Na": (10, 0, 10)}
    assert money(circle, "--month", "2026-10") == {"王小明": (20, 0, 0)}


def test_who_is_still_to_be_paid_stands_in_a_month_without_a_lead(circle: Shop) -> None:
    december = money(circle, "--month", "2026-12", now="2026-12-10T10:00")
    assert december == {"王小明": (0, 0, 610), "Li Na": (0, 0, 10)}
    assert money(circle, "--month", "2026-09") == {}


def test_a_payment_says_what_is_left(circle: Shop) -> None:
    record = circle.write("reward", "pay", OWNER, "110.5", "--on", "2026-11-21", "--note", "in cash")
    assert {key: record[key] for key in ("payment", "referrer", "customer_id", "amount", "on", "campaign", "open")} == {
        "payment": 1, "referrer": "王小明", "customer_id": 1, "amount": 110.5, "on": "2026-11-21", "campaign": None,
        "open": 499.5,
    }  # fmt: skip
    assert "499.50 yuan" not in circle.refused("reward", "pay", "c1", 500)
    assert "500 yuan paid" in circle.run("reward", "pay", "c1", 500, "--beyond-open").out


def test_one_of_the_staff_is_paid_by_name(circle: Shop) -> None:
    circle.write("reward", "pay", "Li Na", 10, "--campaign", "flyers")
    assert money(circle)["Li Na"] == (10, 10, 0)


def test_more_than_is_open_is_refused_unless_it_is_meant(circle: Shop) -> None:
    said = circle.refused("reward", "pay", "c1", 610.01)
    assert "610" in said
    assert "--beyond-open" in said
    circle.write("reward", "pay", "c1", 700, "--beyond-open")
    assert money(circle, "--all")["王小明"] == (610, 700, 0)
    circle.visit(phone(6), "--referrer", "c1", "--test-drive")
    circle.write("order", phone(6))
    # 570 more is due, 90 of it was paid ahead
    assert money(circle, "--all")["王小明"] == (1180, 700, 480)


def test_a_campaigns_payment_is_held_against_that_campaign(circle: Shop) -> None:
    circle.visit(phone(7), "--referrer", "Li Na")
    assert money(circle)["Li Na"] == (30, 0, 30)
    circle.refused("reward", "pay", "Li Na", 11, "--campaign", "flyers")
    circle.write("reward", "pay", "Li Na", 10, "--campaign", "flyers")
    circle.refused("reward", "pay", "Li Na", 1, "--campaign", "flyers")
    circle.write("reward", "pay", "Li Na", 20)
    assert money(circle)["Li Na"] == (30, 30, 0)
    assert "flyers" in circle.refused("reward", "pay", "Li Na", 1, "--campaign", "flyer")


@pytest.mark.parametrize(("who", "told"), [("Li Nan", "Li Na"), ("c99", "referrals --all"), (phone(88), "that phone")])
def test_who_never_referred_anybody_is_refused(circle: Shop, who: str, told: str) -> None:
    said = circle.refused("reward", "pay", who, 5)
    assert told in said
    assert phone(88) not in said


@pytest.mark.parametrize("amount", ["0", "-5", "much", "0.001"])
def test_a_payment_is_an_amount_of_money(circle: Shop, amount: str) -> None:
    assert circle.run("reward", "pay", "c1", amount).code in (1, 2)
    assert circle.read("reward", "list", "--payments") == []


def test_nothing_is_paid_tomorrow(circle: Shop) -> None:
    circle.refused("reward", "pay", "c1", 5, "--on", "2026-11-23")


def test_a_name_of_several_customers_asks_which(shop: Shop) -> None:
    shop.write("reward", "set", "visit", 20)
    shop.visit(phone(1), "--name", "李静")
    shop.visit(phone(2), "--name", "李静")
    shop.visit(phone(3), "--referrer", "c1")
    assert shop.write("reward", "pay", "李静", 5)["customer_id"] == 1
    shop.visit(phone(4), "--referrer", "c2")
    assert "c1 or c2" in shop.refused("reward", "pay", "李静", 5)
    shop.visit(phone(5), "--referrer", "李静")
    # now somebody of that very name is named on a visit
    assert shop.write("reward", "pay", "李静", 5)["customer_id"] is None
    found = shop.read("report", "referrals", "--list", "李静.leads")
    assert [record["phone"][-4:] for record in found] == [phone(5)[-4:]]


def test_behind_due_paid_and_open_stand_their_records(circle: Shop) -> None:
    circle.write("reward", "pay", "c1", 45)
    circle.write("reward", "pay", "Li Na", 5)
    for words in (("--all",), ("--month", "2026-11"), ("--month", "2026-10")):
        for row in circle.read("report", "referrals", *words):
            who = "c1" if row["customer_id"] else row["referrer"]
            for figure, key in (("reward", "amount"), ("paid", "amount"), ("open", "open")):
                found = circle.read("report", "referrals", *words, "--list", f"{who}.{figure}")
                assert sum(record[key] for record in found) == row[figure], (words, who, figure)
    every = circle.read("report", "referrals", "--all", "--list", "open")
    assert [(record["occasion"], record["amount"], record["open"]) for record in every] == [
        ("visit", 20, 0 + 20 + 20 - 45 + 20),
        ("test-drive", 50, 50),
        ("sale", 500, 500),
        ("visit", 5, 5),
    ]


def test_one_consultants_figures_know_no_payments(circle: Shop) -> None:
    circle.write("reward", "pay", "c1", 45)
    assert money(circle, "--consultant", "Li Na")["王小明"] == (590, None, None)
    assert len(circle.read("report", "referrals", "--consultant", "Li Na", "--list", "c1.reward")) == 4
    circle.refused("report", "referrals", "--consultant", "Li Na", "--list", "paid", code=2)


def test_what_was_paid_can_be_seen(circle: Shop) -> None:
    circle.write("reward", "pay", "c1", 45, "--on", "2026-11-20", "--note", "in cash", as_="Chen")
    circle.write("reward", "pay", "Li Na", 5, "--campaign", "flyers")
    found = circle.read("reward", "list", "--payments")
    keys = ("payment", "on", "paid_to", "customer_id", "phone", "campaign", "amount", "paid_by", "note")
    assert [tuple(row[key] for key in keys) for row in found] == [
        (1, "2026-11-20", "c1", 1, "138****5678", None, 45, "Chen", "in cash"),
        (2, "2026-11-22", "Li Na", None, None, "flyers", 5, None, None),
    ]
    assert circle.read("reward", "list", "--payments", "--reveal")[0]["phone"] == OWNER
    assert "45" in circle.run("reward", "list", "--payments").out


def test_an_unpaid_promise_asks_for_nothing(shop: Shop) -> None:
    shop.visit(phone(1), "--referrer", "赵先生")
    assert money(shop) == {"赵先生": (0, 0, 0)}
    shop.refused("reward", "pay", "赵先生", 5)
    shop.write("reward", "pay", "赵先生", 5, "--beyond-open")
    assert money(shop) == {"赵先生": (0, 5, 0)}


def test_a_payment_can_be_taken_back_and_made_again(circle: Shop, store: Path) -> None:
    before = tables(store)
    operation = circle.write("reward", "pay", "c1", 45, "--on", "2026-11-20", "--note", "in cash")["operation"]
    after = tables(store)
    assert after != before
    undone = circle.write("undo", operation)["operation"]
    assert tables(store) == before
    circle.write("undo", undone)
    assert tables(store) == after
    assert circle.run("doctor").code == 0


def test_what_brought_a_customer_stands_while_they_are_paid(shop: Shop) -> None:
    came = shop.write("log-visit", "--phone", OWNER, as_="Li Na")["operation"]
    shop.visit(phone(1), "--referrer", "c1")
    paid = shop.write("reward", "pay", "c1", 5, "--beyond-open")["operation"]
    assert f"{paid} (reward pay)" in shop.refused("undo", came)
    shop.undo(paid)
    shop.undo(came)


def test_a_payment_for_a_sale_that_is_cancelled_waits_for_the_next_one(circle: Shop) -> None:
    circle.write("reward", "pay", "c1", 610)
    circle.write("cancel", 4)
    assert money(circle, "--all")["王小明"] == (110, 610, 0)
    circle.visit(phone(6), "--referrer", "c1")
    circle.write("order", phone(6))
    assert money(circle, "--all")["王小明"] == (630, 610, 20)


def test_a_customer_who_was_paid_stays_when_their_visit_goes(circle: Shop, store: Path) -> None:
    circle.write("reward", "pay", "c1", 45)
    visit = circle.read("show", "1")["history"][0]
    circle.write("delete", "visit", visit["id"])
    assert money(circle, "--all")["王小明"] == (610, 45, 565)


def test_merged_customers_have_one_account(circle: Shop, store: Path) -> None:
    circle.visit("13900000001", "--name", "王晓明", now="2026-11-06T10:00")
    circle.visit(phone(8), "--referrer", "C7", now="2026-11-07T10:00")
    circle.write("reward", "pay", "c1", 100)
    circle.write("reward", "pay", "c7", 8)
    before = tables(store)
    operation = circle.write("merge", "c1", "into", "c7")["operation"]
    rows = circle.read("report", "referrals", "--all")
    assert [(row["customer_id"], row["leads"], row["reward"], row["paid"], row["open"]) for row in rows] == [
        (7, 4, 630, 108, 522), (None, 2, 10, 0, 10),
    ]  # fmt: skip
    circle.undo(operation)
    assert tables(store) == before


def test_an_owners_recommendation_is_rewarded_from_the_first_visit_on(shop: Shop) -> None:
    for occasion, amount in (("visit", 20), ("test-drive", 50), ("sale", 500)):
        shop.write("reward", "set", occasion, amount)
    shop.visit(OWNER, "--name", "王小明", now="2026-11-02T10:00")
    shop.write("order", 1, now="2026-11-03T10:00")
    shop.write("deliver", 1, now="2026-11-04T10:00")
    words = ("aftercare", "done", OWNER, "--result", "recommend", "--phone", phone(77), "--name", "李静")
    lead = shop.write(*words, as_="Li Na", now="2026-11-07T10:00")["new_lead"]
    (row,) = shop.read("report", "referrals", now="2026-11-07T12:00")
    assert (row["referrer"], row["customer_id"], row["leads"], row["came"], row["reward"]) == ("王小明", 1, 1, 0, 0)
    shop.visit(phone(77), "--source", "showroom", "--test-drive", now="2026-11-08T10:00")
    shop.write("order", lead, "--count", 2, now="2026-11-09T10:00")
    (row,) = shop.read("report", "referrals", now="2026-11-10T12:00")
    assert (row["leads"], row["came"], row["test_drives"], row["sales"], row["open"]) == (1, 1, 1, 2, 20 + 50 + 1000)
    shop.write("reward", "pay", "王小明", 1070, now="2026-11-10T13:00")
    assert money(shop, now="2026-11-10T14:00") == {"王小明": (1070, 1070, 0)}


def test_a_recommended_friend_who_had_come_before_that_day_is_the_owners_all_the_same(shop: Shop) -> None:
    """Their visit was registered late: it opens the lead, but the owner's word had opened it in the store."""
    shop.visit(OWNER, now="2026-11-02T10:00")
    shop.write("order", 1, now="2026-11-03T10:00")
    shop.write("deliver", 1, now="2026-11-04T10:00")
    words = ("aftercare", "done", OWNER, "--result", "recommend", "--phone", phone(77))
    shop.write(*words, as_="Li Na", now="2026-11-07T10:00")
    shop.visit(phone(77), "--source", "showroom", "--at", "2026-11-07T09:00", now="2026-11-07T12:00")
    rows = shop.read("report", "referrals", now="2026-11-07T13:00")
    assert [(row["customer_id"], row["leads"], row["came"]) for row in rows] == [(1, 1, 1)]
