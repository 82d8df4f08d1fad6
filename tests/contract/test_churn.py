"""Defeat and lost contact, and the call-back of customer service that proves them."""

from __future__ import annotations

from typing import Any

import pytest

PHONE = "13800138000"


def opened(shop: Any) -> int:
    lead: int = shop.visit(PHONE, "--name", "张伟", "--grade", "A", at="2026-11-10T10:00")["lead"]
    return lead


def churned(shop: Any) -> int:
    """A lead of Li Na that she declared defeated on the 12th."""
    lead = opened(shop)
    shop.do("defeat", lead, "--reason", "price", now="2026-11-12T10:00")
    return lead


def tasks(shop: Any, now: str) -> list[tuple[int, str]]:
    return [(row["lead"], row["task"]) for row in shop.due(now=now, as_="Zhao Min")]


def verify(shop: Any, lead: int, *result: str, now: str = "2026-11-13T10:00", as_: str = "Zhao Min") -> dict[str, Any]:
    record: dict[str, Any] = shop.do("verify", lead, *result, now=now, as_=as_)
    return record


def test_a_defeat_waits_for_verification(shop: Any) -> None:
    lead = opened(shop)
    record = shop.do("defeat", lead, "--reason", "price", "--rival", "Toyota Corolla", now="2026-11-12T10:00")
    assert (record["lead"], record["status"], record["verification"]) == (lead, "defeated", "pending")


def test_a_lost_contact_waits_for_verification(shop: Any) -> None:
    record = shop.do("defeat", opened(shop), "--lost-contact", now="2026-11-12T10:00")
    assert (record["status"], record["verification"]) == ("lost", "pending")


def test_a_churn_has_exactly_one_way(shop: Any) -> None:
    lead = opened(shop)
    shop.run("defeat", lead, code=(1, 2), now="2026-11-12T10:00")
    shop.run("defeat", lead, "--reason", "price", "--lost-contact", code=(1, 2), now="2026-11-12T10:00")
    assert shop.row(lead)["task"] == "first-follow-up"


def test_an_unknown_reason_is_refused_with_near_ones(shop: Any) -> None:
    lead = opened(shop)
    assert "price" in shop.run("defeat", lead, "--reason", "prise", code=(1, 2), now="2026-11-12T10:00").err
    assert shop.row(lead)["task"] == "first-follow-up"


def test_a_churned_lead_is_out_of_the_active_stock_at_once(shop: Any) -> None:
    churned(shop)
    figures = shop.run("report", "traffic", "--month", "2026-11", "--json").json
    assert sum(figures["open_leads_by_grade"].values()) == 0


def test_a_churned_lead_takes_no_follow_up(shop: Any) -> None:
    shop.run("followup", churned(shop), as_="Li Na", code=1)


def test_the_recorder_may_not_verify(shop: Any) -> None:
    lead = opened(shop)
    shop.do("defeat", lead, "--reason", "price", now="2026-11-12T10:00", as_="Zhao Min")
    shop.run("verify", lead, "confirmed", as_="Zhao Min", code=1, now="2026-11-13T10:00")
    assert tasks(shop, "2026-11-13T11:00") == [(lead, "verification")]


def test_the_leads_consultant_may_not_verify(shop: Any) -> None:
    lead = opened(shop)
    shop.do("defeat", lead, "--reason", "price", now="2026-11-12T10:00", as_="Chen Jing")
    shop.run("verify", lead, "confirmed", as_="Li Na", code=1, now="2026-11-13T10:00")
    assert tasks(shop, "2026-11-13T11:00") == [(lead, "verification")]


def test_a_confirmed_churn_is_archived(shop: Any) -> None:
    lead = churned(shop)
    record = verify(shop, lead, "confirmed")
    assert (record["status"], record["verification"]) == ("defeated", "confirmed")
    assert tasks(shop, "2026-12-31T10:00") == []


def test_a_churn_is_verified_once(shop: Any) -> None:
    lead = churned(shop)
    verify(shop, lead, "confirmed")
    shop.run("verify", lead, "overturned", as_="Zhao Min", code=1, now="2026-11-14T10:00")


def test_an_open_lead_has_nothing_to_verify(shop: Any) -> None:
    shop.run("verify", opened(shop), "confirmed", as_="Zhao Min", code=1)


def test_an_overturned_churn_reopens_the_lead_due_tomorrow(shop: Any) -> None:
    lead = churned(shop)
    record = verify(shop, lead, "overturned")
    assert (record["lead"], record["status"], record["consultant"]) == (lead, "open", "Li Na")
    assert record["grade"] == "A"
    assert record["due_by"] == "2026-11-14"  # 13 + 1


def test_an_overturned_churn_may_go_to_another_consultant(shop: Any) -> None:
    lead = churned(shop)
    record = verify(shop, lead, "overturned", "--to", "Wang Qiang")
    assert (record["consultant"], record["due_by"]) == ("Wang Qiang", "2026-11-14")
    assert [row["lead"] for row in shop.due(as_="Wang Qiang", now="2026-11-14T08:30")] == [lead]


def test_unreachable_comes_back_tomorrow_and_is_archived_at_the_third_try(shop: Any) -> None:
    lead = churned(shop)
    for day in (13, 14):
        record = verify(shop, lead, "unreachable", now=f"2026-11-{day}T10:00")
        assert record["verification"] == "pending"
        assert tasks(shop, f"2026-11-{day + 1}T08:30") == [(lead, "verification")]
    record = verify(shop, lead, "unreachable", now="2026-11-15T10:00")
    assert (record["status"], record["verification"]) == ("defeated", "unreachable")
    assert tasks(shop, "2026-12-31T10:00") == []


def test_an_unreachable_customer_is_not_called_twice_on_one_day(shop: Any) -> None:
    lead = churned(shop)
    verify(shop, lead, "unreachable", now="2026-11-13T10:00")
    assert tasks(shop, "2026-11-13T16:00") == []


def test_a_visit_while_the_churn_is_pending_overturns_it(shop: Any) -> None:
    lead = churned(shop)
    record = shop.visit(PHONE, at="2026-11-14T15:00")
    assert (record["lead"], record["new_lead"], record["status"]) == (lead, False, "open")
    assert tasks(shop, "2026-11-14T16:00") == []
    verification = shop.run("report", "defeats", "--month", "2026-11", "--json").json["verification"]
    assert (verification["churned"], verification["overturned"], verification["pending"]) == (1, 1, 0)


def test_a_visit_after_the_churn_was_confirmed_opens_a_new_lead(shop: Any) -> None:
    lead = churned(shop)
    customer = verify(shop, lead, "confirmed")["customer_id"]
    record = shop.visit(PHONE, at="2026-11-20T15:00")
    assert record["new_lead"] is True
    assert record["lead"] != lead
    assert record["customer_id"] == customer


def test_a_win_back_date_brings_a_new_lead_to_call(shop: Any) -> None:
    lead = churned(shop)
    customer = shop.row(lead)["customer_id"]
    verify(shop, lead, "confirmed", "--win-back", "2027-01-10")
    assert shop.due("--all", now="2027-01-09T08:30") == []
    (row,) = shop.due("--all", now="2027-01-10T08:30")
    assert (row["customer_id"], row["phone"]) == (customer, PHONE)
    assert row["lead"] != lead
    assert row["due_by"] == "2027-01-10"
    assert row["task"] in ("first-follow-up", "follow-up")


@pytest.mark.parametrize("result", ["overturned", "unreachable"])
def test_only_a_confirmed_churn_is_won_back(shop: Any, result: str) -> None:
    lead = churned(shop)
    arguments = ("verify", lead, result, "--win-back", "2027-01-10")
    shop.run(*arguments, as_="Zhao Min", code=(1, 2), now="2026-11-13T10:00")


def test_only_an_overturned_lead_is_given_to_somebody(shop: Any) -> None:
    lead = churned(shop)
    arguments = ("verify", lead, "confirmed", "--to", "Wang Qiang")
    shop.run(*arguments, as_="Zhao Min", code=(1, 2), now="2026-11-13T10:00")


def test_reception_may_not_verify_where_there_is_customer_service(shop: Any) -> None:
    lead = churned(shop)
    ended = shop.run("verify", lead, "confirmed", as_="Mei", code=1, now="2026-11-13T10:00")
    assert "Zhao Min" in ended.err
    assert "Chen Jing" in ended.err


def test_another_consultant_may_not_verify_where_there_is_customer_service(shop: Any) -> None:
    lead = churned(shop)
    shop.run("verify", lead, "confirmed", as_="Wang Qiang", code=1, now="2026-11-13T10:00")
    assert verify(shop, lead, "confirmed", as_="Chen Jing")["verification"] == "confirmed"


def test_another_consultant_verifies_where_nobody_else_is_there_to(shop: Any) -> None:
    lead = churned(shop)
    for name in ("Zhao Min", "Chen Jing"):
        shop.do("staff", "leave", name, now="2026-11-13T09:00", as_="Chen Jing")
    shop.run("verify", lead, "confirmed", as_="Li Na", code=1, now="2026-11-13T10:00")
    assert verify(shop, lead, "confirmed", as_="Wang Qiang")["verification"] == "confirmed"


def test_who_works_alone_verifies_and_the_audit_lists_it(shop: Any) -> None:
    lead = churned(shop)
    for name in ("Zhao Min", "Wang Qiang", "Mei", "Chen Jing"):
        shop.do("staff", "leave", name, now="2026-11-13T09:00", as_="Chen Jing")
    assert verify(shop, lead, "confirmed", as_="Li Na")["verification"] == "confirmed"
    listed = shop.run("audit", "--list", "verified-under-recorders-login", "--json", now="2026-11-14T10:00").json
    assert [row["lead"] for row in listed] == [lead]
