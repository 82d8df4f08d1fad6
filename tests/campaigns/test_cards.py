"""The cards of campaigns, their approval and summary, and their dated tasks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.campaigns.conftest import Shop, phone
from tests.commands.stores import tables


def test_the_list_also_names_campaigns_that_only_leads_know(shop: Shop) -> None:
    shop.write("campaign", "add", "tour", "--kind", "tour", "--start", "2026-12-05", "--budget", "3000")
    shop.visit(phone(1), "--campaign", "street flyer")
    rows = {row["campaign"]: row for row in shop.read("campaign", "list")}
    assert (rows["tour"]["card"], rows["tour"]["budget"], rows["tour"]["ends_on"]) == (True, 3000, "2026-12-05")
    assert (rows["street flyer"]["card"], rows["street flyer"]["leads"]) == (False, 1)


def test_a_campaign_that_only_leads_know_is_given_a_card_before_it_costs(shop: Shop) -> None:
    shop.visit(phone(1), "--campaign", "street flyer")
    assert "campaign add 'street flyer'" in shop.refused("campaign", "cost", "street flyer", "other", 5)
    shop.write("campaign", "add", "street flyer")
    shop.write("campaign", "cost", "street flyer", "other", 5)
    assert shop.campaign("street flyer")["cost_per_lead"] == 5


def test_a_name_is_given_once_and_days_stand_in_order(shop: Shop) -> None:
    shop.write("campaign", "add", "tour")
    assert "already" in shop.refused("campaign", "add", " tour ")
    shop.refused("campaign", "add", "x", "--start", "2026-12-05", "--end", "2026-12-04", code=2)
    shop.refused("campaign", "add", "x", "--source", "outrech")
    shop.refused("campaign", "add", "x", "--budget", "-5")


def test_whoever_acts_approves_and_only_once(shop: Shop) -> None:
    shop.write("campaign", "add", "tour")
    card = shop.write("campaign", "approve", "tour", as_="Chen")
    assert (card["approved_by"], card["approved_on"]) == ("Chen", "2026-11-22")
    assert "by Chen" in shop.refused("campaign", "approve", "tour")


def test_a_summary_is_kept_and_shown(shop: Shop) -> None:
    shop.write("campaign", "add", "tour")
    shop.write("campaign", "cost", "tour", "venue", 20)
    shop.write("campaign", "summary", "tour", "the banner  came too late")
    found = shop.read("campaign", "show", "tour")
    assert (found["summary"], found["cost"]) == ("the banner came too late", 20)
    assert [cost["amount"] for cost in found["costs"]] == [20]
    assert "the banner came too late" in shop.run("campaign", "show", "tour").out


def usual(shop: Shop) -> list[dict[str, Any]]:
    shop.write("campaign", "add", "tour", "--start", "2026-12-05")
    shop.write("campaign", "tasks", "tour", "--usual", "--staff", "Li Na")
    return list(shop.read("campaign", "tasks", "tour"))


def test_the_usual_tasks_are_counted_from_the_first_day(shop: Shop) -> None:
    assert [(task["due_on"], task["what"]) for task in usual(shop)] == [
        ("2026-11-21", "gather information"),
        ("2026-11-25", "recruit"),
        ("2026-11-28", "places and the list of who comes"),
        ("2026-12-05", "the day itself"),
        ("2026-12-12", "thank, publish, follow up"),
    ]
    assert "already" in shop.refused("campaign", "tasks", "tour", "--usual")
    shop.write("campaign", "add", "someday")
    assert "first day" in shop.refused("campaign", "tasks", "someday", "--usual")


def test_the_usual_tasks_are_read_in_the_language_of_who_reads(shop: Shop) -> None:
    usual(shop)
    shop.write("campaign", "tasks", "tour", "--add", "recruit the twins", "--on", "today")
    assert "已有常规任务" in shop.refused("campaign", "tasks", "tour", "--usual", "--lang", "zh")
    for words in (("due", "--all"), ("campaign", "tasks", "tour"), ("campaign", "show", "tour")):
        chinese, english = shop.run(*words, "--lang", "zh").out, shop.run(*words, "--lang", "en").out
        assert "收集信息" in chinese
        assert "gather information" not in chinese
        assert "gather information" in english
        assert "recruit the twins" in chinese
    assert "收集信息" in shop.run("campaign", "tasks", "tour", "--done", 1, "--lang", "zh").out
    shop.write("campaign", "add", "fair", "--start", "2026-12-05")
    shop.write("campaign", "tasks", "fair", "--usual", "--lang", "zh")
    assert shop.read("campaign", "tasks", "fair")[0]["what"] == "gather information"


def test_a_task_stands_in_due_on_its_day_until_it_is_done(shop: Shop) -> None:
    usual(shop)
    [line] = shop.read("due", as_="Li Na")
    assert (line["task"], line["why"], line["due_by"], line["days_over"]) == (
        "campaign",
        "tour: gather information",
        "2026-11-21",
        1,
    )
    assert [line[key] for key in ("lead", "customer", "customer_id", "phone", "grade", "at")] == [None] * 6
    shop.write("campaign", "tasks", "tour", "--done", 1)
    assert shop.read("due", as_="Li Na") == []
    assert "was done" in shop.refused("campaign", "tasks", "tour", "--done", 1)
    assert "no task 9" in shop.refused("campaign", "tasks", "tour", "--done", 9)


def test_a_task_is_due_to_whom_it_is_given_else_to_everybody(shop: Shop) -> None:
    usual(shop)
    shop.write("campaign", "tasks", "tour", "--add", "rent the tent", "--on", "today")
    assert [line["why"] for line in shop.read("due", as_="Wang Qiang")] == ["tour: rent the tent"]
    assert len(shop.read("due", as_="Li Na")) == 2
    assert len(shop.read("due", "--all")) == 2


def test_the_due_line_has_every_key_of_a_leads_line_and_sorts_among_them(shop: Shop) -> None:
    usual(shop)
    shop.visit(phone(1), "--grade", "H", "--at", "2026-11-19T10:00")
    shop.visit(phone(2), "--at", "2026-11-21T10:00")
    first, second, third = shop.read("due", as_="Li Na")
    assert [line["task"] for line in (first, second, third)] == ["first-follow-up", "campaign", "first-follow-up"]
    assert first.keys() == second.keys()


def test_the_due_list_reads_and_the_contact_plan_counts_contacts_only(shop: Shop) -> None:
    usual(shop)
    shop.visit(phone(1), "--grade", "H", "--at", "2026-11-19T10:00")
    for fmt in ("table", "plain", "markdown", "csv", "jsonl"):
        result = shop.run("due", "--format", fmt, as_="Li Na")
        assert result.code == 0
        assert "gather information" in result.out
    plan = shop.run("due", "--ahead", 5, "--format", "csv", as_="Li Na").out.splitlines()
    assert [line.rsplit(",", 1)[1] for line in plan[1:]] == ["1"]


def test_a_plan_in_the_past_is_refused(shop: Shop) -> None:
    shop.write("campaign", "add", "tour")
    shop.refused("campaign", "tasks", "tour", "--add", "x", "--on", "2026-11-01")
    shop.refused("campaign", "tasks", "tour", "--add", "x", code=2)
    shop.refused("campaign", "tasks", "tour", "--staff", "Li Na", code=2)


def test_every_write_is_taken_back_exactly(shop: Shop, store: Path, set_now: Callable[[str], None]) -> None:
    shop.write("campaign", "add", "tour", "--start", "2026-12-05")
    shop.visit(phone(1))
    writes = (
        ("campaign", "add", "other", "--kind", "x", "--source", "event"),
        ("campaign", "cost", "tour", "venue", 10),
        ("campaign", "tasks", "tour", "--usual"),
        ("campaign", "invite", "tour", "--who", "not-sold"),
        ("campaign", "approve", "tour"),
        ("campaign", "summary", "tour", "went well"),
        ("tag", "c1", "golf", "family"),
        ("reward", "set", "sale", 500),
    )
    for words in writes:
        before = tables(store)
        operation = shop.write(*words)["operation"]
        after = tables(store)
        assert after != before, words
        undone = shop.write("undo", operation)["operation"]
        assert tables(store) == before, words
        shop.undo(undone)
        assert tables(store) == after, words


def test_the_records_of_all_time_say_so_in_their_title(shop: Shop) -> None:
    shop.write("campaign", "add", "tour", "--start", "2026-12-05")
    shop.write("campaign", "cost", "tour", "venue", 20)
    assert shop.run("report", "campaigns", "--all").out.startswith("Campaigns all time\n")
    listed = shop.run("report", "campaigns", "--list", "cost", "--all").out
    assert listed.splitlines()[0] == "Campaigns all time · cost"
