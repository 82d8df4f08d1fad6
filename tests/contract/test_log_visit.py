"""One visit, typed: what it records and what follows from it."""

from __future__ import annotations

import json
from typing import Any

import pytest

RECORD = {
    "lead", "customer", "customer_id", "phone", "grade", "model", "consultant", "status", "verification",
    "due_from", "due_by", "attempts", "operation",
}  # fmt: skip


def values(tree: Any) -> list[Any]:
    """Every leaf of a JSON value."""
    if isinstance(tree, dict):
        return [leaf for branch in tree.values() for leaf in values(branch)]
    if isinstance(tree, list):
        return [leaf for branch in tree for leaf in values(branch)]
    return [tree]


def test_a_first_visit_with_a_phone_opens_a_lead_due_the_next_day(shop: Any) -> None:
    record = shop.visit("13800138000", "--name", "张伟", "--grade", "A", "--model", "Lavida")
    assert record.keys() >= RECORD | {"visit", "new_lead"}
    assert record["new_lead"] is True
    assert (record["customer"], record["phone"], record["grade"]) == ("张伟", "13800138000", "A")
    assert (record["model"], record["consultant"], record["status"]) == ("Lavida", "Li Na", "open")
    assert (record["verification"], record["attempts"]) == (None, 0)
    assert (record["due_from"], record["due_by"]) == ("2026-11-23", "2026-11-23")  # 22 + 1


def test_a_write_prints_one_line_of_what_changed_and_what_comes_next(shop: Any) -> None:
    result = shop.run("log-visit", "--phone", "13800138000", as_="Li Na")
    assert "next contact by Mon 2026-11-23" in result.out
    assert len(result.out.strip().splitlines()) == 1


def test_without_a_phone_it_is_traffic_only(shop: Any) -> None:
    record = shop.visit(None, "--name", "过客")
    assert record["visit"] is not None
    assert (record["lead"], record["customer_id"], record["due_by"]) == (None, None, None)
    assert shop.due("--all", "--on", "2026-12-31") == []
    assert len(shop.run("visits", "--json").json) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "138 0013 8000",
        "138-0013-8000",
        "+8613800138000",
        "+86 138-0013-8000",
        "008613800138000",
        "１３８００１３８０００",  # full-width digits
    ],
)
def test_every_way_to_write_a_mobile_is_the_same_customer(shop: Any, typed: str) -> None:
    first = shop.visit("13800138000", at="2026-11-20T10:00")
    again = shop.visit(typed, at="2026-11-21T10:00")
    assert again["phone"] == "13800138000"
    assert (again["lead"], again["customer_id"]) == (first["lead"], first["customer_id"])


def test_a_foreign_number_is_kept_with_its_country_code(shop: Any) -> None:
    assert shop.visit("+1 415 555 2671")["phone"] == "+14155552671"


def test_a_masked_phone_is_refused(shop: Any) -> None:
    shop.run("log-visit", "--phone", "138****8000", code=1)
    assert shop.run("visits", "--json").json == []


def test_a_second_visit_returns_to_the_open_lead_and_counts_as_a_contact(shop: Any) -> None:
    first = shop.visit("13800138000", "--grade", "A", at="2026-11-16T10:00")
    shop.do("followup", first["lead"], now="2026-11-17T10:00")
    again = shop.visit("13800138000", at="2026-11-20T15:00")
    assert again["new_lead"] is False
    assert (again["lead"], again["grade"]) == (first["lead"], "A")
    # grade A: 3-5 days after the contact of the 20th
    assert (again["due_from"], again["due_by"]) == ("2026-11-23", "2026-11-25")


def test_a_return_visit_by_somebody_with_an_open_lead_is_no_first_visit(shop: Any) -> None:
    shop.visit("13800138000", at="2026-11-20T10:00")
    shop.visit("13800138000", at="2026-11-21T10:00")
    figures = shop.run("report", "traffic", "--month", "2026-11", "--json").json
    assert (figures["traffic"], figures["first_visits"], figures["return_visits"]) == (2, 1, 1)


def test_another_name_on_a_known_phone_warns_and_leaves_the_customer_as_it_was(shop: Any) -> None:
    shop.visit("13800138000", "--name", "张伟", at="2026-11-20T10:00")
    result = shop.run("log-visit", "--phone", "13800138000", "--name", "李静", "--json", as_="Li Na")
    assert result.json["customer"] == "张伟"
    assert "张伟" in result.err or "李静" in result.err


def test_the_acting_consultant_owns_the_lead(shop: Any) -> None:
    assert shop.visit("13800138000", as_="Wang Qiang")["consultant"] == "Wang Qiang"


def test_reception_may_name_the_consultant(shop: Any) -> None:
    assert shop.visit("13800138000", "--consultant", "Li Na", as_="Mei")["consultant"] == "Li Na"


def test_a_visit_logged_by_reception_alone_is_unassigned(shop: Any) -> None:
    assert shop.visit("13800138000", as_="Mei")["consultant"] is None


def test_serving_somebody_elses_customer_moves_no_ownership_and_says_who_served(shop: Any) -> None:
    shop.visit("13800138000", at="2026-11-20T10:00", as_="Li Na")
    result = shop.run("log-visit", "--phone", "13800138000", "--json", as_="Wang Qiang")
    assert result.json["consultant"] == "Li Na"
    assert "Wang Qiang" in result.err


def test_an_unknown_source_is_refused_with_near_names(shop: Any) -> None:
    result = shop.run("log-visit", "--phone", "13800138000", "--source", "showrom", code=1)
    assert "showroom" in result.err
    assert shop.run("visits", "--json").json == []


def test_a_source_may_be_named_in_chinese_or_by_code(shop: Any) -> None:
    shop.visit("13800138000", "--source", "referral")
    shop.visit("13800138001", "--source", "转介绍")
    assert shop.run("report", "traffic", "--month", "2026-11", "--json").json["referral"] == 2


def test_a_new_model_is_added_with_a_note(shop: Any) -> None:
    result = shop.run("log-visit", "--phone", "13800138000", "--model", "Lavida", "--json", as_="Li Na")
    assert result.json["model"] == "Lavida"
    assert "Lavida" in result.err


def test_a_model_that_looks_like_a_known_one_is_refused_until_new_insists(shop: Any) -> None:
    shop.visit("13800138000", "--model", "Lavida")
    refused = shop.run("log-visit", "--phone", "13800138001", "--model", "Lavdia", code=1, as_="Li Na")
    assert "Lavida" in refused.err
    assert "--new" in refused.err
    assert shop.visit("13800138001", "--model", "Lavdia", "--new")["model"] == "Lavdia"


@pytest.mark.parametrize("kind", ["walk-in", "call", "event", "online"])
def test_every_kind_of_contact_with_a_phone_opens_a_lead(shop: Any, kind: str) -> None:
    assert shop.visit("13800138000", "--kind", kind)["new_lead"] is True


def test_an_unknown_kind_is_refused(shop: Any) -> None:
    shop.run("log-visit", "--phone", "13800138000", "--kind", "telepathy", code=(1, 2))


def test_an_unknown_grade_is_refused(shop: Any) -> None:
    shop.run("log-visit", "--phone", "13800138000", "--grade", "Z", code=(1, 2))


def test_a_budget_range_keeps_low_and_high_in_yuan(shop: Any) -> None:
    lead = shop.visit("13800138000", "--budget", "10-12万")["lead"]
    kept = values(shop.run("show", lead, "--json").json)
    assert 100000 in kept  # 10 x 10,000
    assert 120000 in kept  # 12 x 10,000


def test_the_visit_of_tomorrow_is_refused(shop: Any) -> None:
    shop.run("log-visit", "--phone", "13800138000", "--at", "2026-11-23T10:00", code=1)
    assert shop.run("visits", "--on", "2026-11-23", "--json", now="2026-11-24T08:30").json == []


def test_nobody_leaves_before_arriving(shop: Any) -> None:
    times = ("--at", "2026-11-21T10:00", "--left", "2026-11-21T09:00")
    shop.run("log-visit", "--phone", "13800138000", *times, code=1)


def test_a_typed_visit_always_adds(shop: Any) -> None:
    for _ in range(2):
        shop.visit("13800138000", at="2026-11-21T10:00")
    assert len(shop.run("visits", "--on", "2026-11-21", "--json").json) == 2


def test_stdout_holds_nothing_but_the_record(shop: Any) -> None:
    shop.visit("13800138000", "--name", "张伟")
    noisy = shop.run("log-visit", "--phone", "13800138000", "--name", "李静", "--model", "Passat", "--json")
    assert isinstance(json.loads(noisy.out), dict)


def test_a_visit_of_last_week_entered_late_dates_the_first_follow_up_from_the_visit(shop: Any) -> None:
    record = shop.visit("13800138000", at="2026-11-15T16:40", now="2026-11-22T08:30")
    assert record["due_by"] == "2026-11-16"  # 15 + 1


def test_a_channel_in_the_place_of_the_source_is_an_online_one(shop: Any) -> None:
    shop.visit("13800138000", "--kind", "online", "--source", "微信")
    shop.visit("13800138001", "--source", "微信", "--channel", "app")
    rows = shop.run("visits", "--json").json
    assert [(row["source"], row["channel"]) for row in rows] == [("online", "wechat"), ("online", "app")]
    assert "微信" in shop.run("due", "--source", "微信", code=1).err
