"""Looking things up: the card, the search, the register of a day."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.commands.stores import ASLEEP, CHURNED, OPEN, TWICE, write

Shop = Callable[..., Any]


def test_the_card_tells_everything_in_the_order_of_its_time(shop: Shop) -> None:
    history = shop("show", "1", "--json").json["history"]
    assert [(fact["fact"], fact["id"]) for fact in history] == [("visit", 1), ("followup", 1), ("visit", 8)]
    assert [fact["at"] for fact in history] == sorted(fact["at"] for fact in history)


def test_the_card_says_why_something_is_due(shop: Shop) -> None:
    card = shop("show", "1", "--json").json
    assert (card["grade"], card["due_from"], card["due_by"]) == ("A", "2026-11-22", "2026-11-24")
    assert card["why"] == "A: every 3-5 d, last 3 d ago"


def test_a_closed_lead_owes_nothing(shop: Shop) -> None:
    card = shop("show", "4", "--json").json
    assert (card["status"], card["verification"], card["why"]) == ("defeated", "confirmed", None)
    assert [fact["fact"] for fact in card["history"]] == ["visit", "churn", "verification"]


def test_a_churn_waits_for_the_call_back(shop: Shop) -> None:
    card = shop("show", CHURNED, "--json").json
    assert "2026-11-13" in card["why"]
    assert card["history"][-1]["rival"] == "Tiguan"


def test_the_open_lead_of_a_phone_is_shown_and_the_other_named(shop: Shop) -> None:
    card = shop("show", TWICE, "--json").json
    assert card["lead"] == 5
    assert [other["lead"] for other in card["other_leads"]] == [4]


def test_an_order_and_its_delivery_are_two_happenings(shop: Shop) -> None:
    write(shop, "deliver", 2, as_="Li Na")
    card = shop("show", "2", "--json").json
    assert [fact["fact"] for fact in card["history"]] == ["visit", "order", "delivery"]
    assert card["orders"][0]["price"] == 120000


def test_a_lead_won_back_begins_with_its_day(shop: Shop) -> None:
    write(shop, "verify", 3, "confirmed", "--win-back", "2027-01-10", as_="Zhao Min")
    history = shop("show", CHURNED, "--json").json["history"]
    assert "start" in [fact["fact"] for fact in history]


def test_every_happening_is_told_on_an_eighty_column_screen(shop: Shop) -> None:
    write(shop, "edit", "lead", 1, "--budget", "15-18万", "--man", "none", "--confidence", "yes", as_="Li Na")
    write(shop, "assign", 1, "--to", "Wang Qiang", as_="Li Na")
    for lead in range(1, 8):
        result = shop("show", lead)
        assert result.code == 0
        assert "History" in result.out
    card = shop("show", "1").out
    for part in (OPEN, "150,000–180,000", "given to Wang Qiang", "问了保险", "followup 1", "test drive"):
        assert part in card


def test_a_day_is_said_once_and_no_time_is_invented(shop: Shop) -> None:
    write(shop, "followup", 1, "上午通过电话", "--at", "2026-11-20 09:00", as_="Li Na")
    write(shop, "followup", 1, "又发了微信", "--at", "2026-11-20 15:30", "--via", "微信", as_="Li Na")
    write(shop, "followup", 1, "哪天说过", "--at", "2026-11-21", as_="Li Na")
    write(shop, "log-visit", "--phone", OPEN, "--at", "2026-11-18", as_="Li Na")
    lines = [line for line in shop("show", "1").out.splitlines() if "followup" in line or "visit" in line]
    when = [line[:16].rstrip() for line in lines if not line.startswith("To ")]
    assert when == [
        *("2026-11-10 10:00", "2026-11-12 10:00", "2026-11-18", "2026-11-19 15:00"),
        *("2026-11-20 09:00", "           15:30", "2026-11-21"),
    ]
    assert "| 2026-11-20 15:30 |" in shop("show", "1", "--format", "markdown").out
    assert "“又发了微信”" in lines[5]


def test_the_kinds_of_facts_are_named_in_chinese(shop: Shop) -> None:
    for lead in range(1, 8):
        told = shop("show", lead, "--lang", "zh").out.replace("visit|followup|order", "")
        assert not any(kind in told for kind in ("visit", "followup", "order", "churn", "verif", "dorm", "assess")), (
            told
        )


def test_channels_and_evidence_are_said_in_chinese(shop: Shop) -> None:
    visit = ("log-visit", "--phone", "13900000055", "--kind", "online", "--channel", "wechat")
    lead = write(shop, *visit, as_="Li Na")["lead"]
    write(shop, "grade", lead, "A", "--decision", "comparing", "--confidence", "yes", as_="Li Na")
    told = shop("show", lead, "--lang", "zh").out
    assert all(word in told for word in ("微信", "对比中"))
    assert not any(word in told for word in ("wechat", "comparing", "decision", "yes"))
    assert "decision comparing" in shop("show", lead).out


def test_the_card_is_kept_as_csv_with_raw_facts(shop: Shop) -> None:
    assert "followup,1,2026-11-12T10:00,Li Na" in shop("show", "1", "--format", "csv").out


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("小明", [1]),
        ("wxm", [7, 1]),
        ("ouyang", [5, 4]),
        ("8005", [6]),
        ("138 0013 8005", [6]),
        ("+86 13800138005", [6]),
        ("远山", [1, 3]),
        ("x5", [1, 3]),
        ("2", [2]),
        ("100%", []),
        ("_", []),
    ],
)
def test_a_part_of_what_one_remembers_finds_the_lead(shop: Shop, text: str, leads: list[int]) -> None:
    found = shop("find", text, "--json").json
    assert sorted(row["lead"] for row in found) == sorted(leads)
    assert [row["status"] == "defeated" for row in found] == sorted(row["status"] == "defeated" for row in found)


def _found(shop: Shop, text: str) -> list[int]:
    return [row["lead"] for row in shop("find", text, "--json").json]


def test_everything_that_one_remembers_finds_the_lead(shop: Shop) -> None:
    write(shop, "field", "add", "会员号", "--kind", "text", as_="Li Na")
    write(shop, "edit", "customer", OPEN, "--field", "会员号=VIP8812", as_="Li Na")
    write(shop, "edit", "customer", OPEN, "--occupation", "牙医", "--companion", "李太太=decider", as_="Li Na")
    write(shop, "tag", OPEN, "钓鱼", as_="Li Na")
    write(shop, "order", 1, "--vin", "LSVAA4182E2184", as_="Li Na")
    for text in (
        "保险",
        "VIP88",
        "vip8812",
        "牙医",
        "李太太",
        "钓鱼",
        "#钓鱼",
        "4182e2",
        "保险 远山",
        "小明 钓鱼",
    ):
        assert _found(shop, text) == [1], text
    assert [1 in _found(shop, OPEN[start : start + 3]) for start in range(len(OPEN) - 2)] == [True] * 9
    assert _found(shop, "保险 钓鱼 没有") == []
    assert _found(shop, "xiao ming") == [1, 7]
    assert "“问了保险”" in shop("find", "了保").out
    assert "会员号=VIP8812" in shop("find", "8812").out


def test_the_best_fit_comes_first_and_how_many_more_is_said(shop: Shop) -> None:
    write(shop, "log-visit", "--phone", "13900000031", "--name", "林晓", "--note", "张敏介绍", as_="Li Na")
    write(shop, "log-visit", "--phone", "13900000032", "--name", "张敏", as_="Li Na")
    write(shop, "log-visit", "--phone", "13900000033", "--name", "张敏华", as_="Li Na")
    named, longer, said = 9, 10, 8
    assert _found(shop, "张敏") == [named, longer, said]
    assert _found(shop, "zhangmin") == [named, longer]
    assert _found(shop, "00033") == [longer]
    limited = shop("find", "张敏", "--limit", "1")
    assert "2 more: --limit 3 shows all" in limited.out
    assert "还有2条" in shop("find", "张敏", "--limit", "1", "--lang", "zh").out


def test_a_grade_finds_its_leads(shop: Shop) -> None:
    graded = [row["lead"] for row in shop("find", "A", "--json").json]
    assert graded
    assert {shop("show", lead, "--json").json["grade"] for lead in graded} == {"A"}
    assert _found(shop, "A级") == graded


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("欧阳莉", "欧阳丽 (lead 5,"),
        ("欧阳", None),
        ("王小朋", "王小明 (lead 1,"),
        ("13800138010", None),
        ("13800138050", "lead 6"),
    ],
)
def test_who_may_have_been_meant_is_suggested(shop: Shop, slip: str, meant: str | None) -> None:
    told = [shop(command, slip).err for command in ("find", "show")]
    if meant is not None:
        assert all(meant in said and "id you mean" in said for said in told)
    assert not any(OPEN in said for said in told)


def test_find_gives_the_keys_and_the_whole_phone(shop: Shop) -> None:
    (row,) = shop("find", "小明", "--json").json
    assert list(row) == [
        *("lead", "customer", "customer_id", "phone", "grade", "model", "consultant", "status", "due_by"),
    ]
    assert row["phone"] == OPEN


def test_nothing_found_is_an_empty_list_and_a_sentence(shop: Shop) -> None:
    result = shop("find", "诸葛亮", "--json")
    assert (result.code, result.json) == (0, [])
    assert "诸葛亮" in result.err


def test_find_gives_no_more_than_the_limit(shop: Shop) -> None:
    assert len(shop("find", "138001", "--limit", "2", "--json").json) == 2


def test_find_nothing_at_all_is_wrong_usage(shop: Shop) -> None:
    assert shop("find", "  ").code == 2


def test_finding_a_name_needs_no_pinyin_tables(shop: Shop) -> None:
    for name in [name for name in sys.modules if name.startswith("pypinyin")]:
        del sys.modules[name]
    assert shop("find", "wxm").code == 0
    assert not any(name.startswith("pypinyin") for name in sys.modules)


def test_the_register_holds_every_visit_of_its_day(shop: Shop) -> None:
    rows = shop("visits", "--on", "2026-11-19", "--json").json
    assert [(row["visit"], row["lead"], row["nature"]) for row in rows] == [(8, 1, "return"), (9, None, "first")]
    assert rows[0]["consultant"] == "Li Na"


def test_the_register_of_a_day_ahead_is_refused(shop: Shop) -> None:
    assert shop("visits", "--on", "2027-01-01").code == 1


def test_open_visits_are_walk_ins_of_any_day_without_a_leaving_time(shop: Shop) -> None:
    assert 5 not in [row["visit"] for row in shop("visits", "--open", "--json").json]  # a call
    write(shop, "edit", "visit", 1, "--left", "11:20")
    rows = shop("visits", "--open", "--json").json
    assert [row["visit"] for row in rows] == [2, 3, 4, 6, 7, 8, 9]
    assert [row["visit"] for row in shop("visits", "--open", "--on", "2026-11-15", "--json").json] == [6]
    assert ASLEEP[-4:] in shop("visits", "--open").out
    assert ASLEEP not in shop("visits", "--open").out
    assert ASLEEP in shop("visits", "--open", "--reveal").out
    assert shop("visits", "--on", "2026-11-10").out.count("11:20") == 1


def test_who_has_left_is_said_by_visit_or_phone(shop: Shop) -> None:
    came = write(shop, "log-visit", "--phone", OPEN, as_="Li Na", now="2026-11-22T09:00")["visit"]
    done = shop("leave", OPEN, "9:50", as_="Li Na", now="2026-11-22T10:00")
    whose = "lead 1 王小明: next contact by Fri 2026-11-27"
    assert done.out.strip() == f"visit {came}: left at 09:50, after 50 min; {whose}"
    again = shop("leave", came, as_="Li Na", now="2026-11-22T10:00")
    assert (again.code, f"leadctl edit visit {came} --left" in again.err) == (1, True)
    walked = write(shop, "log-visit", as_="Li Na", now="2026-11-22T10:10")["visit"]
    left = write(shop, "leave", walked, "now", as_="Li Na", now="2026-11-22T10:15")
    assert (left["visit"], left["lead"], left["left_at"]) == (walked, None, "2026-11-22T10:15")
    write(shop, "undo", as_="Li Na", now="2026-11-22T10:16")
    assert walked in [row["visit"] for row in shop("visits", "--open", "--json").json]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("leave", "13900009999"), "No visit of that phone is open"),
        (("leave", "1"), "leadctl leave 1 17:30"),
        (("leave", "1", "9:00"), "lies before the arrival at 2026-11-10 10:00"),
        (("leave", "9999"), "There is no visit 9999"),
        (("leave", "8", "2026-11-23 10:00"), "lies in the future"),
        (("leave", "1", "later"), "cannot be read as a time; expected such as 11:20"),
    ],
)
def test_a_leaving_that_cannot_be_is_refused(shop: Shop, words: tuple[str, ...], said: str) -> None:
    refused = shop(*words, as_="Li Na")
    assert (refused.code, said in refused.err) == (1, True), refused.err


@pytest.mark.parametrize(
    ("lang", "said", "suggested"),
    [
        ("en", "not after 2026-11-22 10:00, such as now or yesterday 15:00.", ("now", "yesterday 15:00")),
        ("zh", "时间还没到；已发生的事不得晚于2026-11-22 10:00，如 现在 或 昨天 15:00。", ("现在", "昨天 15:00")),
    ],
)
def test_where_only_the_time_is_ahead_times_are_suggested_and_each_is_taken(
    shop: Shop, lang: str, said: str, suggested: tuple[str, str]
) -> None:
    def log(*words: str) -> Any:
        return shop("log-visit", "--phone", OPEN, "--at", *words, as_="Li Na", now="2026-11-22T10:00")

    refused = log("15:00", "--lang", lang)
    assert (refused.code, refused.err.strip().endswith(said)) == (1, True), refused.err
    for word, day in zip(suggested, ("2026-11-22", "2026-11-21"), strict=True):
        came = log(word, "--json").json["visit"]
        assert came in [row["visit"] for row in shop("visits", "--on", day, "--json").json]
    assert log("tomorrow 15:00").err.strip().endswith("such as today or yesterday.")


@pytest.mark.parametrize(("lang", "said"), [("en", "such as now."), ("zh", "如 现在。")])
def test_a_leaving_that_is_ahead_is_of_its_day_alone(shop: Shop, lang: str, said: str) -> None:
    write(shop, "log-visit", "--phone", OPEN, as_="Li Na", now="2026-11-22T09:00")
    refused = shop("leave", OPEN, "15:00", "--lang", lang, as_="Li Na", now="2026-11-22T10:00")
    assert (refused.code, refused.err.strip().endswith(said)) == (1, True), refused.err
    assert shop("leave", OPEN, "now", as_="Li Na", now="2026-11-22T10:00").code == 0
