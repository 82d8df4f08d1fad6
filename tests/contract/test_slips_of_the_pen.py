"""Years and numbers that nobody can have meant are refused in a sentence, wherever they are given."""

from __future__ import annotations

import re
from typing import Any

import pytest

HUGE = "99999999999999999999999"


@pytest.mark.parametrize("at", ["0206-11-02", "1979-12-31", "1900-01-01 09:05", "0001-01-01"])
def test_a_visit_of_a_year_before_the_store_is_refused(shop: Any, at: str) -> None:
    assert "check its year" in shop.run("log-visit", "--phone", "13800138001", "--at", at, code=1).err


@pytest.mark.parametrize("moment", ["0206-11-02T09:05", "0206-11-02", "1900-01-01 9:05"])
def test_a_row_of_a_year_before_the_store_is_bad(shop: Any, moment: str) -> None:
    register = f"arrived_at,phone\n{moment},13800138001\n2026-11-20T09:05,13800138002\n"
    summary = shop.batch(shop.file("r.csv", register), code=3)
    assert [(row["line"], row["reason"]) for row in summary["errors"]] == [(2, "lies before 1980; check its year")]


@pytest.mark.parametrize(
    ("kind", "register", "column"),
    [
        ("owners", "phone,delivered_on\n13800138001,1979-05-01\n", "delivered_on"),
        ("owners", "phone,delivered_on,birthday\n13800138001,2020-05-01,1899-12-31\n", "birthday"),
        ("owners", "phone,delivered_on,insurance_on\n13800138001,2020-05-01,9999-12-31\n", "insurance_on"),
        ("followups", "phone,at,next\n13800138001,2026-11-21,9999-12-31\n", "next"),
        ("visits", "arrived_at,phone,need_by\n2026-11-21T10:00,13800138001,9999-12-31\n", "need_by"),
    ],
)
def test_a_slip_of_the_pen_in_a_file_is_a_bad_row(shop: Any, kind: str, register: str, column: str) -> None:
    shop.visit("13800138001", at="2026-11-20T10:00")
    summary = shop.run("import", kind, shop.file("r.csv", register), "--json", code=3).json
    assert [row["column"] for row in summary["errors"]] == [column]
    assert "check its year" in summary["errors"][0]["reason"]


def test_an_owner_may_be_older_than_the_store(shop: Any) -> None:
    register = "phone,delivered_on,birthday\n13800138001,1981-05-01,1950-02-03\n"
    assert shop.run("import", "owners", shop.file("r.csv", register), "--json").json["records"] == 1
    shop.do("edit", "customer", "13800138001", "--birthday", "1949-02-03")
    assert "check its year" in shop.run("edit", "customer", "c1", "--birthday", "1849-02-03", code=1).err


@pytest.mark.parametrize(
    "plan",
    [
        ("followup", "1", "--next", "9999-12-31"),
        ("appoint", "1", "--at", "9999-12-31 10:00"),
        ("dormant", "1", "--until", "2101-01-01"),
        ("due", "--on", "9999-12-31"),
        ("log-visit", "--phone", "13800138001", "--need-by", "9999-12-31"),
    ],
    ids=" ".join,
)
def test_a_plan_beyond_the_century_is_refused(shop: Any, plan: tuple[str, ...]) -> None:
    shop.visit("13800138001", at="2026-11-20T10:00")
    assert "lies after 2100; check its year" in shop.run(*plan, code=1).err


def test_a_month_and_a_clock_of_no_store_are_wrong_usage(shop: Any) -> None:
    assert "check its year" in shop.run("report", "traffic", "--month", "9999-12", code=2).err
    assert "LEADCTL_NOW" in shop.run("due", now="9999-12-31T08:30", code=2).err


@pytest.mark.parametrize("year", ["1980-01-01T08:30", "2100-12-31T08:30"])
def test_the_first_and_the_last_day_of_all_are_days_like_others(open_with: Any, year: str) -> None:
    shop = open_with()
    for command in (("due", "--all"), ("report",), ("audit",), ("log-visit", "--phone", "13800138001", "--at", "8:00")):
        shop.run(*command, now=year, as_=None)


@pytest.mark.parametrize("command", [("grade", "1", "H"), ("dormant", "1", "--until", "2027-01-01")], ids=" ".join)
def test_a_clock_that_went_back_writes_nothing_before_the_lead_was_there(shop: Any, command: tuple[str, ...]) -> None:
    shop.visit("13800138001", at="2026-11-20T10:00")
    err = shop.run(*command, now="2025-11-20T10:00", code=1).err
    assert "lies before the lead was opened on 2026-11-20" in err


def test_a_campaign_without_a_card_is_noted(shop: Any) -> None:
    assert "the campaign 五一 has no card yet" in shop.run("log-visit", "--campaign", "五一").err
    shop.run("campaign", "add", "五一")
    assert "campaign" not in shop.run("log-visit", "--campaign", "五一").err


@pytest.mark.parametrize("option", ["--note", "--name"])
def test_a_text_has_an_end(shop: Any, option: str) -> None:
    assert "longer than 10000 characters" in shop.run("log-visit", option, "x" * 10_001, code=1).err
    shop.run("log-visit", option, "x" * 10_000)


@pytest.mark.parametrize(
    "command",
    [
        ("order", "1", "--count", HUGE),
        ("sale", "--channel", "wholesale", "--model", "X", "--count", HUGE),
        ("undo", HUGE),
        ("edit", "visit", HUGE, "--note", "x"),
        ("delete", "followup", HUGE),
        ("target", "set", "--month", "2026-11", "--sales", HUGE),
        ("target", "done", HUGE),
        ("campaign", "tasks", "x", "--done", HUGE),
        ("due", "--ahead", HUGE),
        ("due", "--ahead", "999999999"),
        ("due", "--limit", HUGE),
    ],
    ids=" ".join,
)
def test_a_number_without_end_is_wrong_usage(shop: Any, command: tuple[str, ...]) -> None:
    shop.visit("13800138001", at="2026-11-20T10:00")
    assert re.search("not in the range|more than anything can be", shop.run(*command, code=2).err)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("--type", "csv"), "--type goes with --from FILE."),
        (("--map", "a=b"), "--map goes with --from FILE."),
        (("--closed-before", "2026-01-01"), "--closed-before goes with --from FILE."),
        (("--from", "x.csv", "--need-by", "sat"), "--need-by is of one visit; with --from the file says it."),
    ],
)
def test_an_option_of_the_other_way_is_named_as_it_is_typed(shop: Any, command: tuple[str, ...], said: str) -> None:
    assert said in shop.run("log-visit", *command, code=2).err
