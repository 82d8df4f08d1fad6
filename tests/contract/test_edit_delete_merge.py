"""Corrections: operations like all else, everything that follows from them derived again."""

from __future__ import annotations

import json
from typing import Any

LI, WANG = "13800138001", "13800138002"


def called(shop: Any, *more: str) -> tuple[int, int]:
    """A lead of grade A that visited on the 10th and was called on the 14th: the lead and the follow-up."""
    lead = shop.visit(LI, "--name", "张伟", "--grade", "A", at="2026-11-10T10:00")["lead"]
    record = shop.do("followup", lead, *more, now="2026-11-14T10:00")
    return lead, record.get("followup", record.get("id"))


def due_by(shop: Any, lead: int) -> str:
    day: str = shop.row(lead)["due_by"]
    return day


def test_followup_tells_its_id(shop: Any) -> None:
    assert isinstance(called(shop)[1], int)


def test_a_follow_up_turned_into_a_try_is_no_contact_any_more(shop: Any) -> None:
    lead, followup = called(shop)
    assert due_by(shop, lead) == "2026-11-19"  # 14 + 5
    shop.run("edit", "followup", followup, "--outcome", "no-answer", as_="Li Na")
    row = shop.row(lead)
    assert (row["due_by"], row["attempts"]) == ("2026-11-11", 1)  # a try moves nothing: the first follow-up is overdue


def test_a_follow_up_moved_to_its_true_day_moves_the_next(shop: Any) -> None:
    lead, followup = called(shop)
    shop.run("edit", "followup", followup, "--at", "2026-11-12T10:00", as_="Li Na")
    assert due_by(shop, lead) == "2026-11-17"  # 12 + 5


def test_a_deleted_follow_up_never_happened(shop: Any) -> None:
    lead, followup = called(shop)
    shop.run("delete", "followup", followup, as_="Li Na")
    row = shop.row(lead)
    assert (row["task"], row["due_by"]) == ("first-follow-up", "2026-11-11")  # 10 + 1


def test_a_visit_moved_to_its_true_day_moves_the_first_follow_up(shop: Any) -> None:
    record = shop.visit(LI, at="2026-11-20T10:00")
    shop.run("edit", "visit", record["visit"], "--at", "2026-11-18T10:00", as_="Li Na")
    assert due_by(shop, record["lead"]) == "2026-11-19"  # 18 + 1


def test_a_deleted_visit_leaves_the_traffic(shop: Any) -> None:
    shop.visit(LI, at="2026-11-20T10:00")
    record = shop.visit(WANG, at="2026-11-20T11:00")
    shop.run("delete", "visit", record["visit"], as_="Li Na")
    assert shop.run("report", "traffic", "--month", "2026-11", "--json").json["traffic"] == 1
    assert shop.row(record["lead"]) is None


def test_a_deleted_return_visit_takes_its_contact_back(shop: Any) -> None:
    lead, _ = called(shop)
    again = shop.visit(LI, at="2026-11-18T10:00")["visit"]
    assert due_by(shop, lead) == "2026-11-23"  # 18 + 5
    shop.run("delete", "visit", again, as_="Li Na")
    assert due_by(shop, lead) == "2026-11-19"  # 14 + 5


def test_unknown_facts_are_refused(shop: Any) -> None:
    for command in (("edit", "visit", 99, "--note", "x"), ("delete", "visit", 99), ("delete", "followup", 99)):
        shop.run(*command, code=1)


def test_a_lead_is_edited(shop: Any) -> None:
    lead, _ = called(shop)
    record = shop.do("edit", "lead", lead, "--model", "Passat", "--budget", "20万")
    assert record["model"] == "Passat"
    assert "200000" in shop.run("show", lead, "--json").out  # 20 x 10,000


def test_a_customer_is_edited_by_phone_and_by_number(shop: Any) -> None:
    record = shop.visit(LI, "--name", "张伟")
    shop.run("edit", "customer", LI, "--name", "张大伟", as_="Li Na")
    assert shop.row(record["lead"])["customer"] == "张大伟"
    shop.run("edit", "customer", f"c{record['customer_id']}", "--name", "张小伟", as_="Li Na")
    assert shop.row(record["lead"])["customer"] == "张小伟"


def test_a_phone_that_is_free_is_changed(shop: Any) -> None:
    lead = shop.visit(LI)["lead"]
    shop.run("edit", "customer", LI, "--phone", "13800138009", as_="Li Na")
    assert shop.row(lead)["phone"] == "13800138009"
    assert shop.visit("13800138009")["lead"] == lead


def test_a_second_phone_finds_the_same_customer(shop: Any) -> None:
    lead = shop.visit(LI)["lead"]
    shop.run("edit", "customer", LI, "--add-phone", "13800138009", as_="Li Na")
    assert shop.visit("13800138009")["lead"] == lead
    assert shop.row(lead)["phone"] == LI


def test_a_phone_that_is_taken_refuses_and_points_at_merge(shop: Any) -> None:
    shop.visit(LI, "--name", "李静")
    lead = shop.visit(WANG, "--name", "王芳")["lead"]
    for option in ("--phone", "--add-phone"):
        assert "merge" in shop.run("edit", "customer", WANG, option, LI, as_="Li Na", code=1).err
    assert shop.row(lead)["phone"] == WANG


def merge(shop: Any, gone: int, kept: int) -> None:
    code = shop.run("merge", f"c{gone}", "into", f"c{kept}", as_="Chen Jing", code=(0, 2)).code
    if code == 2:  # the contract's INTO may be a word of the usage or one to type
        shop.run("merge", f"c{gone}", f"c{kept}", as_="Chen Jing")


def test_merged_customers_are_one_with_both_phones(shop: Any) -> None:
    old = shop.visit(LI, "--name", "李静", at="2026-11-10T10:00")
    shop.do("defeat", old["lead"], "--reason", "price", now="2026-11-11T10:00")
    shop.do("verify", old["lead"], "confirmed", now="2026-11-12T10:00", as_="Zhao Min")
    kept = shop.visit(WANG, "--name", "李静", at="2026-11-13T10:00")
    merge(shop, old["customer_id"], kept["customer_id"])
    for phone in (LI, WANG):
        again = shop.visit(phone)
        assert (again["customer_id"], again["lead"]) == (kept["customer_id"], kept["lead"])


def test_nobody_is_merged_into_nobody(shop: Any) -> None:
    kept = shop.visit(LI)
    shop.run("merge", f"c{kept['customer_id']}", "c4711", code=(1, 2))
    assert shop.row(kept["lead"])["phone"] == LI


def test_an_order_is_edited_by_its_id(shop: Any) -> None:
    lead = shop.visit(LI, at="2026-11-10T10:00")["lead"]
    record = shop.do("order", lead, now="2026-11-12T10:00")
    order = record.get("order", _order_id(shop, lead))
    shop.run("edit", "order", order, "--reported", "2026-11-15", as_="Li Na")
    assert "2026-11-15" in shop.run("show", lead, "--json").out


def _order_id(shop: Any, lead: int) -> int:
    """The id of the only order on the card, whatever its list is called."""
    card = shop.run("show", lead, "--json").json
    orders = next(value for key, value in card.items() if key.startswith("order") and isinstance(value, list))
    return int(orders[0].get("order", orders[0].get("id")))


def test_a_correction_is_an_operation_that_can_be_undone(shop: Any) -> None:
    lead, followup = called(shop)
    shop.run("delete", "followup", followup, as_="Li Na")
    shop.run("undo", as_="Li Na")
    assert due_by(shop, lead) == "2026-11-19"  # 14 + 5 again
    assert json.loads(shop.run("show", lead, "--json").out)
