"""Corrections: facts change, everything that follows is derived again, and what cannot be is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.commands.stores import ASLEEP, CHURNED, DOUBLE, OPEN, ORDERED, TWICE, tables, write

Shop = Callable[..., Any]


def correct(shop: Shop, *arguments: object) -> Any:
    return write(shop, *arguments, as_="Li Na")


def visit_of(shop: Shop, visit: int, day: str) -> Any:
    return next(row for row in shop("visits", "--on", day, "--json").json if row["visit"] == visit)


def test_a_visit_moved_to_another_day_keeps_its_time_and_takes_its_leaving_along(shop: Shop) -> None:
    correct(shop, "edit", "visit", 8, "--left", "16:10")
    correct(shop, "edit", "visit", 8, "--at", "2026-11-18")
    moved = visit_of(shop, 8, "2026-11-18")
    assert (moved["arrived_at"], moved["left_at"]) == ("2026-11-18T15:00", "2026-11-18T16:10")


def test_an_empty_text_clears_a_field(shop: Shop) -> None:
    correct(shop, "edit", "visit", 1, "--model", "", "--grade", "")
    row = visit_of(shop, 1, "2026-11-10")
    assert (row["model"], row["grade"]) == (None, None)
    assert shop("show", "1", "--json").json["grade"] is None


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("edit", "visit", "1"), 2),
        (("edit", "followup", "1"), 2),
        (("edit", "order", "1"), 2),
        (("edit", "lead", "1"), 2),
        (("edit", "customer", "c1"), 2),
        (("edit", "visit", "1", "--at", ""), 2),
        (("edit", "visit", "1", "--kind", "letter"), 2),
        (("edit", "visit", "1", "--at", "2026-12-24"), 1),
        (("edit", "visit", "1", "--at", "2026-11-14"), 1),  # after its first follow-up
        (("edit", "visit", "1", "--left", "09:00"), 1),
        (("edit", "visit", "1", "--test-drive", "perhaps"), 1),
        (("edit", "visit", "1", "--consultant", "Nobody"), 1),
        (("edit", "visit", "1", "--source", "nowhere"), 1),
        (("edit", "visit", "1", "--party", "0"), 1),
        (("edit", "visit", "7", "--phone", OPEN), 1),  # its lead has a follow-up
        (("edit", "visit", "7", "--phone", "12*"), 1),
        (("edit", "visit", "99", "--note", "x"), 1),
        (("edit", "followup", "1", "--at", "2026-11-01"), 1),
        (("edit", "followup", "1", "--at", "2026-12-01"), 1),
        (("edit", "followup", "1", "--next", "2026-11-11"), 1),
        (("edit", "followup", "99", "--note", "x"), 1),
        (("edit", "order", "1", "--on", "2026-11-01"), 1),
        (("edit", "order", "1", "--delivered", "today"), 1),
        (("edit", "order", "1", "--price", "much"), 1),
        (("edit", "order", "1", "--reported", "2026-11-01"), 1),
        (("edit", "order", "9", "--vin", "X"), 1),
        (("edit", "lead", "1", "--man", "XYZ"), 2),
        (("edit", "lead", "1", "--budget", ""), 2),
        (("edit", "lead", "4", "--man", "MAN"), 1),  # closed
        (("edit", "customer", "c99", "--name", "x"), 1),
        (("edit", "customer", "c1", "--importance", "huge"), 2),
        (("edit", "customer", "c1", "--add-phone", OPEN), 1),
        (("delete", "visit", "99"), 1),
        (("delete", "visit", "7"), 1),  # its lead has a follow-up
        (("delete", "followup", "99"), 1),
        (("merge", "c1", "into", "c1"), 1),
        (("merge", "c1", "into", "c99"), 1),
        (("merge", "c1"), 2),
        (("merge", "c1", "c2", "c3"), 2),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    shop: Shop, store: Path, command: tuple[str, ...], code: int
) -> None:
    before = tables(store)
    result = shop(*command, as_="Li Na")
    assert (result.code, result.out) == (code, "")
    assert result.err.strip()
    assert tables(store) == before


def test_a_visit_without_a_phone_is_given_to_a_customer(shop: Shop) -> None:
    record = correct(shop, "edit", "visit", 9, "--phone", ASLEEP)
    assert (record["lead"], record["status"]) == (6, "open")  # who comes is awake
    assert visit_of(shop, 9, "2026-11-19")["nature"] == "return"


def test_a_visit_given_to_a_new_phone_opens_a_lead_and_leaves_nobody_behind(shop: Shop, store: Path) -> None:
    record = correct(shop, "edit", "visit", 5, "--phone", "13900000009")
    assert record["phone"] == "13900000009"
    assert [row["lead"] for row in shop("find", TWICE, "--json").json] == [4]
    again = correct(shop, "edit", "visit", 5, "--phone", TWICE)
    assert again["customer"] == "欧阳丽"
    assert shop("find", "13900000009", "--json").json == []


def test_a_visit_moved_before_a_closing_belongs_to_the_lead_that_was_closed(shop: Shop) -> None:
    record = correct(shop, "edit", "visit", 5, "--at", "2026-11-12T09:00")
    assert record["lead"] == 4
    assert [row["lead"] for row in shop("find", TWICE, "--json").json] == [4]


def test_the_same_register_still_finds_a_row_whose_name_was_corrected(shop: Shop, tmp_path: Path) -> None:
    register = tmp_path / "r.csv"
    register.write_text("arrived_at,name,phone\n2026-11-20T09:00,张三,13900000009\n2026-11-20T09:05,李四,\n")
    correct(shop, "log-visit", "--from", register)
    correct(shop, "edit", "visit", 10, "--name", "章三", "--phone", "13900000008")
    correct(shop, "edit", "visit", 11, "--phone", "13900000007")
    again = correct(shop, "log-visit", "--from", register)
    assert (again["visits"], again["leads"]) == (0, 0)


def test_an_edited_row_beside_one_of_its_kind_takes_the_next_number(shop: Shop, tmp_path: Path) -> None:
    register = tmp_path / "r.csv"
    register.write_text("arrived_at,phone\n2026-11-20T09:00,13900000009\n2026-11-20T09:30,13900000009\n")
    correct(shop, "log-visit", "--from", register)
    correct(shop, "edit", "visit", 11, "--at", "2026-11-20T09:00")
    assert len(shop("visits", "--on", "2026-11-20", "--json").json) == 2


def test_a_next_date_agreed_long_ago_may_be_corrected(shop: Shop) -> None:
    correct(shop, "edit", "followup", 1, "--next", "2026-11-15")
    facts = shop("show", "1", "--json").json["history"]
    assert next(fact for fact in facts if fact["fact"] == "followup")["next_on"] == "2026-11-15"


def test_a_delivery_can_be_moved_and_taken_back(shop: Shop) -> None:
    write(shop, "deliver", 2, as_="Li Na")
    correct(shop, "edit", "order", 1, "--delivered", "2026-11-20")
    assert shop("show", "2", "--json").json["delivered_at"][:10] == "2026-11-20"
    assert correct(shop, "edit", "order", 1, "--delivered", "")["status"] == "ordered"


def test_a_delivery_is_not_taken_back_under_a_later_lead(shop: Shop, store: Path) -> None:
    write(shop, "deliver", 2, "--on", "2026-11-15", as_="Li Na")
    write(shop, "log-visit", "--phone", ORDERED, as_="Li Na")
    before = tables(store)
    result = shop("edit", "order", "1", "--delivered", "", as_="Li Na")
    assert result.code == 1
    assert "two open leads" in result.err
    assert tables(store) == before


def test_an_order_moved_to_its_delivery_day_stays_before_it(shop: Shop) -> None:
    write(shop, "deliver", 2, "--on", "2026-11-15", as_="Li Na")
    correct(shop, "edit", "order", 1, "--on", "2026-11-15")
    assert shop("edit", "order", "1", "--on", "2026-11-16", as_="Li Na").code == 1


def test_what_was_learnt_of_a_lead_is_a_fact_with_its_time(shop: Shop) -> None:
    correct(shop, "edit", "lead", 1, "--budget", "15-18万", "--need-by", "2026-12-24", "--man", "nam")
    card = shop("show", "1", "--json").json
    assert (card["budget_low"], card["budget_high"], card["need_by"]) == (150000, 180000, "2026-12-24")
    assert card["man"] == "MAN"
    assert (card["history"][-1]["fact"], card["history"][-1]["at"]) == ("assessment", "2026-11-22T08:30")


def test_a_new_model_is_added_with_a_note(shop: Shop) -> None:
    result = shop("edit", "lead", "1", "--model", "Octavia", as_="Li Na")
    assert result.code == 0
    assert "Octavia" in result.err


def test_two_phones_of_one_customer_change_places(shop: Shop) -> None:
    correct(shop, "edit", "customer", "c1", "--add-phone", "13900000009")
    record = correct(shop, "edit", "customer", "c1", "--phone", "13900000009")
    assert record["phones"] == ["13900000009", OPEN]
    assert correct(shop, "edit", "customer", OPEN, "--phone", "13900000009")["phones"] == ["13900000009", OPEN]


def test_a_phone_that_is_taken_points_at_merge_without_telling_it(shop: Shop) -> None:
    for option in ("--phone", "--add-phone"):
        err = shop("edit", "customer", "c1", option, DOUBLE, as_="Li Na").err
        assert "merge c1 into c6" in err
        assert DOUBLE not in err


def test_a_corrected_name_is_found_by_its_initials(shop: Shop) -> None:
    correct(shop, "edit", "customer", OPEN, "--name", "赵大伟")
    assert [row["lead"] for row in shop("find", "zdw", "--json").json] == [1]


def test_the_deletion_of_a_first_visit_leaves_no_customer_behind(shop: Shop) -> None:
    write(shop, "log-visit", "--phone", "13900000009", as_="Li Na")
    assert correct(shop, "delete", "visit", 10)["lead"] is None
    assert shop("edit", "customer", "13900000009", "--name", "x", as_="Li Na").code == 1


def test_merged_customers_have_both_phones_the_main_one_unchanged(shop: Shop) -> None:
    record = correct(shop, "merge", OPEN, "into", DOUBLE)
    assert (record["customer_id"], record["phones"]) == (6, [DOUBLE, OPEN])
    assert record["lead"] == 1  # opened first
    facts = [(fact["fact"], fact["id"]) for fact in shop("show", "1", "--json").json["history"]]
    assert facts == [("visit", 1), ("followup", 1), ("visit", 7), ("followup", 2), ("visit", 8)]
    assert record["customer"] == "王晓明"


def test_a_merge_leaves_no_past_of_the_lead_that_was_joined(shop: Shop, store: Path) -> None:
    """Lead 7 had been tried, so that a state of it had ended before it went into lead 1."""
    question = "SELECT count(*) FROM lead_states WHERE lead NOT IN (SELECT id FROM leads)"
    with closing(sqlite3.connect(store)) as db:
        assert db.execute("SELECT count(*) FROM lead_states WHERE lead = 7").fetchone()[0] > 0
    correct(shop, "merge", OPEN, "into", DOUBLE)
    with closing(sqlite3.connect(store)) as db:
        assert db.execute(question).fetchone() == (0,)
    assert shop("doctor").code == 0


def test_a_customer_who_had_no_name_takes_it_from_the_other(shop: Shop) -> None:
    assert correct(shop, "merge", OPEN, ORDERED)["customer"] == "王小明"


def test_customers_one_of_whom_churned_may_be_merged(shop: Shop) -> None:
    record = correct(shop, "merge", CHURNED, "into", OPEN)
    assert (record["lead"], record["verification"]) == (1, "overturned")  # a visit came after the churn
    assert shop("doctor").code == 0


def test_a_moved_or_deleted_register_row_stays_corrected_when_the_register_comes_again(run: Any, tmp_path: Any) -> None:
    run("init")
    register = tmp_path / "r.csv"
    register.write_text(
        "arrived_at,name,phone\n2026-11-20 10:00,甲,13800000001\n2026-11-20 11:00,乙,13800000002\n", encoding="utf-8"
    )
    run("log-visit", "--from", str(register))
    assert run("edit", "visit", "1", "--at", "2026-11-20T09:30").code == 0
    assert run("delete", "visit", "2").code == 0
    again = run("log-visit", "--from", str(register), "--json").json
    assert (again["visits"], again["unchanged"], again["written"]) == (0, 2, False)
    assert [visit["arrived_at"] for visit in run("visits", "--on", "2026-11-20", "--json").json] == ["2026-11-20T09:30"]


def test_a_deleted_follow_up_of_a_file_does_not_come_back_with_it(run: Any, tmp_path: Any) -> None:
    run("init")
    run("log-visit", "--phone", "13800000001", "--at", "2026-11-20T10:00")
    calls = tmp_path / "f.csv"
    calls.write_text("phone,at,note\n13800000001,2026-11-21 10:00,x\n13800000001,2026-11-21,y\n", encoding="utf-8")
    assert run("import", "followups", str(calls), "--json").json["records"] == 2
    for fact in run("show", "1", "--json").json["history"]:
        if fact["fact"] == "followup":
            assert run("delete", "followup", str(fact["id"])).code == 0
    again = run("import", "followups", str(calls), "--json").json
    assert (again["records"], again["unchanged"]) == (0, 2)
