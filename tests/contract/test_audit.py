"""What a manager looks for: gaps in the register, plans too late, churn nobody called back, grades that look wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LI = "13800138001"


def test_a_quiet_store_has_nothing_to_audit(shop: Any) -> None:
    shop.run("audit")


def test_a_contact_planned_beyond_its_window_is_listed(shop: Any) -> None:
    lead = shop.visit(LI, "--name", "张伟", "--grade", "H", at="2026-11-20T10:00")["lead"]
    shop.do("followup", lead, "--next", "2026-12-20", now="2026-11-21T10:00")
    assert "张伟" in shop.run("audit").out


def test_a_churn_nobody_verified_is_listed(shop: Any) -> None:
    lead = shop.visit(LI, "--name", "张伟", "--grade", "B", at="2026-11-10T10:00")["lead"]
    shop.do("defeat", lead, "--reason", "price", now="2026-11-11T10:00")
    assert "张伟" in shop.run("audit").out


def test_a_lead_without_a_grade_is_listed(shop: Any) -> None:
    shop.visit(LI, "--name", "张伟", at="2026-11-22T08:00")
    assert "张伟" in shop.run("audit").out


def test_a_need_that_has_passed_is_listed(shop: Any) -> None:
    lead = shop.visit(LI, "--name", "张伟", "--grade", "B", "--need-by", "2026-11-15", at="2026-11-10T10:00")["lead"]
    shop.do("followup", lead, now="2026-11-21T10:00")
    assert "张伟" in shop.run("audit").out


def test_a_retry_after_no_answer_is_no_plan_beyond_the_window(shop: Any) -> None:
    lead = shop.visit("13800138001", "--grade", "H", at="2026-11-10T10:00")["lead"]
    shop.do("followup", lead, now="2026-11-11T10:00")
    shop.do("followup", lead, "--outcome", "no-answer", now="2026-11-20T10:00")
    checks = shop.run("audit", "--json", now="2026-11-20T11:00").json["checks"]
    assert "planned-beyond-window" not in {check["check"] for check in checks}


def test_who_woke_from_a_sleep_is_no_plan_beyond_the_window(shop: Any) -> None:
    lead = shop.visit("13800138001", "--grade", "H", at="2026-11-10T10:00")["lead"]
    shop.do("dormant", lead, "--until", "2026-11-20", now="2026-11-11T10:00")
    checks = shop.run("audit", "--json", now="2026-11-20T11:00").json["checks"]
    assert "planned-beyond-window" not in {check["check"] for check in checks}


def found(shop: Any, check: str, *words: object, now: str = "2026-11-22T08:30") -> list[Any]:
    """The leads, visits and follow-ups behind a check, as (lead, visit, followup); the page counts as many."""
    records = shop.run("audit", "--list", check, *words, "--json", now=now).json
    assert shop.run("audit", *words, "--json", now=now).json["counts"][check] == len(records)
    assert all(record["what"] == check for record in records)
    return [(record["lead"], record["visit"], record["followup"]) for record in records]


def with_limits(shop: Any, *lines: str) -> None:
    policy = shop.folder / "own.toml"
    built_in = (ROOT / "leadctl/policies/five-grade.toml").read_text(encoding="utf-8")
    policy.write_text("\n".join((built_in, "[audit]", *lines)), encoding="utf-8")
    shop.run("policy", "set", policy, as_="Chen Jing", now="2026-11-01T08:00")


def test_every_check_has_its_count_and_no_lead_lacks_a_next_date(shop: Any) -> None:
    shop.visit(LI, "--grade", "B")
    page = shop.run("audit", "--json").json
    assert page["counts"]["no-next-date"] == 0
    assert page["counts"]["unverified"] == 0
    assert page["limits"] == {}
    assert page["exceeded"] == []
    assert "Open leads without a next date" in shop.run("audit").out


CARD = ("--name", "张伟", "--grade", "B", "--model", "X5", "--source", "showroom", "--note", "likes it")


def test_a_card_says_what_it_lacks(shop: Any) -> None:
    shop.visit("13800138001", *CARD)
    shop.visit("13800138002", *CARD[2:])
    shop.visit("13800138003", *CARD[:2], *CARD[4:], as_="Wang Qiang")
    shop.visit("13800138004", *CARD[:-2], as_="Wang Qiang")
    shop.visit("13800138005", as_="Mei")
    records = shop.run("audit", "--list", "incomplete", "--json").json
    assert {record["lead"]: record["missing"] for record in records} == {
        2: ["name"],
        3: ["grade"],
        4: ["word"],
        5: ["name", "grade", "model", "consultant", "source", "word"],
    }


def test_the_cards_of_each_consultant_add_up(shop: Any) -> None:
    shop.visit("13800138001", *CARD)
    shop.visit("13800138002", *CARD[2:])
    shop.visit("13800138003", *CARD, as_="Wang Qiang")
    shop.visit("13800138004", as_="Mei")
    cards = shop.run("audit", "--json").json["cards"]
    rows = {row["consultant"]: (row["cards"], row["complete"], row["share"]) for row in cards["consultants"]}
    assert rows == {"Li Na": (2, 1, 0.5), "Wang Qiang": (1, 1, 1.0), None: (1, 0, 0.0)}
    assert (cards["cards"], cards["complete"], cards["share"]) == (4, 2, 0.5)
    assert cards["missing"]["name"] == 2


def test_a_word_said_on_a_later_call_completes_the_card(shop: Any) -> None:
    lead = shop.visit(LI, *CARD[:-2])["lead"]
    assert found(shop, "incomplete") == [(lead, None, None)]
    shop.do("followup", lead, "wants a red one")
    assert found(shop, "incomplete") == []


def test_cards_are_those_of_the_month_asked_for(shop: Any) -> None:
    old = shop.visit(LI, at="2026-10-31T10:00")["lead"]
    new = shop.visit("13800138002", at="2026-11-01T10:00")["lead"]
    assert found(shop, "incomplete", "--month", "last") == [(old, None, None)]
    assert found(shop, "incomplete", "--month") == [(new, None, None)]
    assert found(shop, "incomplete", "--month", "2026-09") == []


def test_a_walk_in_is_to_be_closed_by_its_evening(shop: Any) -> None:
    open_ = shop.visit(None, at="2026-11-21T10:00")["visit"]
    shop.visit(None, "--left", "11:00", at="2026-11-21T10:10", now="2026-11-21T11:10")
    shop.visit(None, "--kind", "call", at="2026-11-21T10:20")
    shop.visit(None, at="2026-11-22T08:00")
    assert found(shop, "no-leaving-time") == [(None, open_, None)]
    assert len(found(shop, "no-leaving-time", now="2026-11-23T08:00")) == 2


def test_what_was_entered_after_its_day_is_listed(shop: Any) -> None:
    lead = shop.visit(LI, at="2026-11-10T10:00")["lead"]
    late = shop.visit("13800138002", at="2026-11-12T10:00", now="2026-11-13T00:01")["visit"]
    shop.do("followup", lead, now="2026-11-11T20:00")
    shop.do("followup", lead, "--at", "2026-11-14", now="2026-11-16T08:00")
    records = shop.run("audit", "--list", "entered-after-its-day", "--json").json
    assert [(row["visit"], row["followup"], row["since"], row["entered_at"]) for row in records] == [
        (late, None, "2026-11-12", "2026-11-13T00:01"),
        (None, 2, "2026-11-14", "2026-11-16T08:00"),
    ]


def test_a_register_sent_on_its_evening_is_in_time_and_the_next_day_late(shop: Any) -> None:
    register = shop.file("register.csv", "arrived_at,phone\n2026-11-12T10:00,13800138001\n")
    shop.batch(register, now="2026-11-12T22:00")
    more = shop.file("more.csv", "arrived_at,phone\n2026-11-12T10:00,13800138001\n2026-11-12T11:00,13800138002\n")
    shop.batch(more, now="2026-11-13T08:00")
    assert found(shop, "entered-after-its-day") == [(2, 2, None)]


def test_traffic_without_a_contact_and_visits_that_nobody_served_are_listed(shop: Any) -> None:
    shop.visit(LI, at="2026-11-21T10:00")
    nameless = shop.visit(None, at="2026-11-21T10:10")["visit"]
    unserved = shop.visit("13800138002", at="2026-11-21T10:20", as_="Mei")["visit"]
    shop.visit("13800138003", "--kind", "online", at="2026-11-21T10:30", as_="Mei")
    assert found(shop, "no-contact") == [(None, nameless, None)]
    assert found(shop, "no-consultant") == [(2, unserved, None)]


def test_a_lead_is_neglected_when_it_is_overdue_beyond_its_grades_days(shop: Any) -> None:
    hot = shop.visit(LI, "--grade", "H", at="2026-11-17T10:00")["lead"]  # due by the 18th
    shop.visit("13800138002", "--grade", "A", at="2026-11-17T10:00")
    assert found(shop, "neglected", now="2026-11-21T23:00") == []
    assert found(shop, "neglected", now="2026-11-22T00:01") == [(hot, None, None)]
    [record] = shop.run("audit", "--list", "neglected", "--json", now="2026-11-24T09:00").json
    assert (record["days_over"], record["since"]) == (6, "2026-11-22")
    assert len(found(shop, "neglected", now="2026-11-26T09:00")) == 2


def test_who_took_a_lead_over_has_its_days_whole(shop: Any) -> None:
    lead = shop.visit(LI, "--grade", "H", at="2026-11-10T10:00")["lead"]  # due by the 11th, neglected since the 15th
    shop.do("assign", lead, "--to", "Wang Qiang", now="2026-11-18T10:00")
    assert found(shop, "neglected", now="2026-11-21T23:00") == []
    assert found(shop, "neglected", now="2026-11-22T08:00") == [(lead, None, None)]


def test_also_an_ordered_lead_can_be_neglected(shop: Any) -> None:
    lead = shop.visit(LI, "--grade", "H", at="2026-10-01T10:00")["lead"]
    shop.do("order", lead, now="2026-10-02T10:00")  # due by the 9th, and 30 days more
    assert found(shop, "neglected", now="2026-11-08T10:00") == []
    assert found(shop, "neglected", now="2026-11-09T10:00") == [(lead, None, None)]


def test_a_churn_may_wait_as_long_as_the_store_says(shop: Any) -> None:
    lead = shop.visit(LI, at="2026-11-10T10:00")["lead"]
    shop.do("defeat", lead, "--reason", "price", now="2026-11-11T10:00")
    shop.do("verify", lead, "unreachable", now="2026-11-12T10:00", as_="Zhao Min")
    assert found(shop, "unverified", now="2026-11-12T23:00") == []
    assert found(shop, "unverified", now="2026-11-13T08:00") == [(lead, None, None)]
    with_limits(shop, "verify-days = 4")
    assert found(shop, "unverified", now="2026-11-15T08:00") == []
    assert found(shop, "unverified", now="2026-11-16T08:00") == [(lead, None, None)]


def test_a_churn_verified_under_its_recorders_login_is_listed_in_its_month(shop: Any) -> None:
    lead = shop.visit(LI, at="2026-10-10T10:00")["lead"]
    shop.do("defeat", lead, "--reason", "price", now="2026-10-11T10:00")
    shop.do("verify", lead, "confirmed", now="2026-10-12T10:00", as_="Zhao Min")  # at the same machine and login
    assert found(shop, "verified-under-recorders-login", "--month", "last") == [(lead, None, None)]
    assert found(shop, "verified-under-recorders-login") == []


def test_the_verification_coverage_is_that_of_the_defeats_report(shop: Any) -> None:
    for number in (1, 2, 3):
        lead = shop.visit(f"1380013800{number}", at="2026-11-10T10:00")["lead"]
        shop.do("defeat", lead, "--reason", "price", now="2026-11-11T10:00")
    shop.do("verify", 1, "confirmed", now="2026-11-12T10:00", as_="Zhao Min")
    shares = shop.run("audit", "--json").json["shares"]
    assert shares["churn-coverage"] == 1 / 3
    assert shares["contact-rate"] == 1.0
    assert shares["spot-true"] is None
    assert len(shop.run("audit", "--list", "churn-coverage", "--json").json) == 1


def test_within_its_limits_an_audit_ends_well(shop: Any) -> None:
    with_limits(shop, "no-leaving-time = 1", "complete = 0.5")
    shop.visit("13800138001", *CARD, at="2026-11-21T10:00")
    shop.visit("13800138002", "--left", "11:00", at="2026-11-21T10:00", now="2026-11-21T11:00")
    page = shop.run("audit", "--json").json
    assert page["limits"] == {"no-leaving-time": 1, "complete": 0.5}
    assert (page["counts"]["no-leaving-time"], page["shares"]["complete"]) == (1, 0.5)
    assert page["exceeded"] == []


@pytest.mark.parametrize("words", [(), ("--json",), ("--format", "csv")], ids=" ".join)
def test_beyond_a_limit_the_page_is_printed_and_the_exit_code_is_1(shop: Any, words: tuple[str, ...]) -> None:
    with_limits(shop, "no-leaving-time = 0", "complete = 0.9", "no-contact = 3")
    shop.visit(LI, at="2026-11-21T10:00")
    ended = shop.run("audit", *words, code=1)
    assert "no-leaving-time 1 (at most 0), complete 0.0% (at least 90.0%)" in ended.err
    if words == ("--json",):
        assert ended.json["exceeded"] == ["no-leaving-time", "complete"]
        told = {check["check"]: (check["limit"], check["exceeded"]) for check in ended.json["checks"]}
        assert told["no-leaving-time"] == (0, True)
        assert told["incomplete"] == (None, False)
    else:
        assert "exceeded" in ended.out
    assert shop.run("audit", "--list", "no-leaving-time", code=0).out


def test_what_is_exceeded_comes_first_and_long_lists_are_cut_short(shop: Any) -> None:
    with_limits(shop, "no-contact = 2")
    for minute in range(10, 17):
        shop.visit(None, at=f"2026-11-21T10:{minute}")
    lines = shop.run("audit", code=1).out.splitlines()
    assert lines[4].split()[:4] == ["Traffic", "without", "a", "contact"]
    assert lines[4].split()[-4:] == ["7", "max", "2", "exceeded"]
    assert "... and 2 more: leadctl audit --list no-contact" in lines
    assert "... and 1 more: leadctl audit --list no-contact" in shop.run("audit", "--limit", "6", code=1).out
    assert len(shop.run("audit", "--list", "no-contact", "--limit", "3", "--json").json) == 3


def test_an_unknown_check_is_named_with_the_known_ones(shop: Any) -> None:
    said = shop.run("audit", "--list", "neglect", code=2).err
    assert "'neglect'" in said
    assert "neglected" in said


def test_an_audit_reads_well_at_80_columns(shop: Any) -> None:
    with_limits(shop, "no-leaving-time = 0")
    shop.visit(LI, at="2026-11-12T10:00", now="2026-11-13T10:00")
    assert max(map(len, shop.run("audit", code=1).out.splitlines())) <= 80


def test_facts_dated_after_today_are_listed_until_their_day_comes(shop: Any) -> None:
    """Recorded while a clock ran ahead by ten years."""
    early = shop.visit("13800138001", at="2026-11-10T10:00")
    shop.do("followup", early["lead"], now="2036-11-20T10:00")
    ahead = shop.visit("13800138002", at="2036-11-20T10:00", now="2036-11-20T11:00")
    rows = shop.run("audit", "--list", "dated-ahead", "--json", now="2026-11-22T08:30").json
    assert {(row["lead"], row["day"]) for row in rows} == {
        (early["lead"], "2036-11-20"),
        (ahead["lead"], "2036-11-20"),
    }
    assert shop.run("audit", "--list", "dated-ahead", "--json", now="2036-11-22T08:30").json == []
