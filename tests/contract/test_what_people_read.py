"""Times, empty lists and words as people read them; programs read ISO."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIST = ("report", "traffic", "--list", "contacts")


@pytest.mark.parametrize("style", ["table", "plain", "markdown"])
def test_people_read_moments_with_a_space(shop: Any, style: str) -> None:
    shop.visit("13800138001", "--left", "2026-11-20 10:40", at="2026-11-20T10:00", now="2026-11-20T12:00")
    out = shop.run(*LIST, "--format", style).out
    assert "2026-11-20 10:00" in out
    assert "2026-11-20T" not in out


def test_programs_read_moments_as_iso(shop: Any) -> None:
    shop.visit("13800138001", at="2026-11-20T10:00")
    assert shop.run(*LIST, "--json").json[0]["at"] == "2026-11-20T10:00"
    (row,) = csv.DictReader(io.StringIO(shop.run(*LIST, "--format", "csv").out))
    assert row["at"] == "2026-11-20T10:00"


def test_a_moment_with_seconds_reads_alike(shop: Any) -> None:
    lead = shop.visit("13800138001", at="2026-11-20T10:00")["lead"]
    shop.do("followup", lead, "--at", "2026-11-21 10:00")
    out = shop.run("report", "followups", "--list", "late_entries").out
    assert "2026-11-22 08:30" in out
    assert "T08:30" not in out


def test_every_column_that_a_message_names_can_be_listed(shop: Any) -> None:
    shop.visit("13800138001", "--need-by", "2026-12-10", at="2026-11-20T10:00")
    assert len(shop.run("report", "prospects", "--list", "2026-12", "--json").json) == 1


def test_a_day_without_a_time_of_day_is_read_as_a_day(shop: Any) -> None:
    shop.visit("13800138001", at="2026-11-20", now="2026-11-22T08:00")
    assert "00:00" not in shop.run(*LIST).out


def test_the_list_of_operations_says_when_they_come_as_people_do(shop: Any) -> None:
    lead = shop.visit("13800138001", at="2026-11-20T10:00")["lead"]
    shop.do("appoint", lead, "--at", "2026-11-28 10:00")
    assert f"lead {lead}: comes 2026-11-28 10:00" in shop.run("operations").out


def test_a_list_that_was_to_show_nothing_does_not_say_that_all_is_done(shop: Any) -> None:
    shop.visit("13800138001", at="2026-11-10T10:00")
    assert "Nothing is due" not in shop.run("due", "--all", "--limit", "0").out
    assert shop.run("due", "--all", "--limit", "0", "--format", "csv").out.startswith("lead,")
    assert "Nothing is due" in shop.run("due", "--all", "--on", "2026-11-01", "--limit", "0").out


def test_nothing_overdue_is_not_nothing_due(shop: Any) -> None:
    shop.visit("13800138001", at="2026-11-21T10:00")
    assert "Nothing is due" not in shop.run("due", "--all", "--overdue").out


def test_a_name_where_a_customers_number_belongs_is_told_so(shop: Any) -> None:
    assert "no customer's number" in shop.run("tag", "张伟", "golf", code=1).err


@pytest.mark.parametrize("command", [("log-visit", "--kind", "call"), ("edit", "visit", "1")], ids=" ".join)
def test_nobody_is_referred_by_a_customer_who_was_forgotten(shop: Any, command: tuple[str, ...]) -> None:
    shop.visit("13800138001", at="2026-11-20T10:00")
    shop.run(*command, "--referrer", "c1")
    shop.run("forget", "c1", "--yes", as_="Chen Jing")
    assert "c1 was forgotten on 2026-11-22" in shop.run(*command, "--referrer", "c1", code=1).err


def closed_on(shop: Any, day: str) -> None:
    text = (ROOT / "leadctl" / "policies" / "five-grade.toml").read_text(encoding="utf-8")
    shop.run(
        "policy", "set", shop.file("own.toml", text.replace("closed = []", f'closed = ["{day}"]')), as_="Chen Jing"
    )


def test_an_appointment_on_a_closed_day_is_kept_and_said(shop: Any) -> None:
    lead = shop.visit("13800138001", at="2026-11-20T10:00")["lead"]
    closed_on(shop, "2026-11-28")
    done = shop.run("appoint", lead, "--at", "2026-11-28 10:00", "--json", as_="Li Na")
    assert "the store is closed on 2026-11-28" in done.err
    assert done.json["at"] == "2026-11-28T10:00"
    assert "closed" not in shop.run("appoint", lead, "--at", "2026-11-29 10:00", as_="Li Na").err


def test_a_screened_lead_that_comes_on_a_closed_day_is_said_too(shop: Any) -> None:
    lead = shop.do("log-visit", "--phone", "13800138001", "--kind", "online", "--at", "2026-11-22T08:00")["lead"]
    closed_on(shop, "2026-11-28")
    done = shop.run("screen", lead, "A", "--appointment", "2026-11-28 10:00", "--json", as_="Li Na")
    assert "the store is closed on 2026-11-28" in done.err
    assert done.json["appointment"] == "2026-11-28T10:00"
