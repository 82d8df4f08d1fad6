"""Churn to its end: reasons by group, and what became of leads that a churn did not end. Told by hand."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.reports.conftest import Desk

STATES = ("total", "open", "dormant", "ordered", "delivered", "churned")


def churned(desk: Desk, number: int, *how: str, owner: str = "Li Na", month: int = 9) -> int:
    lead = desk.lead(f"1380013{number:04}", "--model", "X5", at=f"2026-{month:02}-01T10:{number:02}", as_=owner)
    desk.run("defeat", lead, *how, now=f"2026-{month:02}-10T10:00", as_=owner)
    return lead


def verify(desk: Desk, lead: int, result: str, *words: str, now: str = "2026-09-11T10:00") -> int | None:
    found: int | None = desk.json("verify", lead, result, *words, now=now, as_="Mei")["new_lead"]
    return found


def report(desk: Desk, *words: str, now: str = "2026-11-22T18:00") -> dict[str, Any]:
    figures: dict[str, Any] = desk.json("report", "defeats", *(words or ("--month", "2026-09")), now=now)
    return figures


def states(figures: dict[str, Any], name: str) -> dict[str, int]:
    return {state: count for state, count in figures[name].items() if state in STATES and count}


@pytest.fixture
def autumn(desk: Desk, fill_once: FillOnce) -> Desk:
    """Of September: six overturned, each with a fate of its own; three to be won back; one confirmed for good."""
    fill_once(desk.db, _lose_and_verify, desk)
    return desk


def _lose_and_verify(desk: Desk) -> None:
    for number in range(1, 7):
        owner = "Wang Qiang" if number == 6 else "Li Na"
        verify(desk, churned(desk, number, "--reason", "price", owner=owner), "overturned")
    desk.run("dormant", 2, "--until", "2026-12-24", now="2026-09-12T10:00", as_="Li Na")
    desk.run("order", 3, now="2026-09-13T10:00", as_="Li Na")
    desk.run("order", 4, now="2026-09-13T10:00", as_="Li Na")
    desk.run("deliver", 4, now="2026-09-20T10:00", as_="Li Na")
    desk.run("defeat", 5, "--lost-contact", now="2026-10-20T10:00", as_="Li Na")
    desk.run("dormant", 6, "--until", "2026-10-24", now="2026-09-12T10:00", as_="Wang Qiang")
    for number, day in ((7, "2026-09-20"), (8, "2026-10-01"), (9, "2027-03-01")):
        verify(desk, churned(desk, number, "--reason", "brand"), "confirmed", "--win-back", day)
    verify(desk, churned(desk, 10, "--reason", "gave-up"), "confirmed")


def test_overturned_churns_by_where_the_lead_stands_today(autumn: Desk) -> None:
    figures = report(autumn)
    # 6 slept until a day that has passed: awake, as 1
    expected = {"total": 6, "open": 2, "dormant": 1, "ordered": 1, "delivered": 1, "churned": 1}
    assert states(figures, "overturned") == expected
    assert figures["overturned"]["won_rate"] == pytest.approx(2 / 6)
    assert figures["overturned"]["total"] == figures["verification"]["overturned"]


def test_what_became_of_a_churn_stays_with_the_month_and_the_owner_of_the_churn(autumn: Desk) -> None:
    assert states(report(autumn, "--month", "2026-10"), "overturned") == {}
    assert states(report(autumn, "--year", "2026"), "overturned")["total"] == 6
    own = report(autumn, "--month", "2026-09", "--consultant", "Wang Qiang")
    assert states(own, "overturned") == {"total": 1, "open": 1}
    autumn.run("assign", 6, "--to", "Zhao Lei", now="2026-11-20T10:00")
    assert report(autumn, "--month", "2026-09", "--consultant", "Wang Qiang")["overturned"] == own["overturned"]


def test_leads_to_win_back_by_where_they_stand_today(desk: Desk) -> None:
    won, lost, waiting, called = (churned(desk, number, "--reason", "brand") for number in range(1, 5))
    first = verify(desk, won, "confirmed", "--win-back", "2026-09-20")
    second = verify(desk, lost, "confirmed", "--win-back", "2026-09-20")
    verify(desk, waiting, "confirmed", "--win-back", "2027-03-01")
    verify(desk, called, "confirmed", "--win-back", "2026-10-01")
    verify(desk, churned(desk, 5, "--reason", "gave-up"), "confirmed")
    desk.run("order", first, now="2026-09-21T10:00", as_="Li Na")
    desk.run("deliver", first, now="2026-09-28T10:00", as_="Li Na")
    desk.run("defeat", second, "--reason", "price", now="2026-10-21T10:00", as_="Li Na")
    figures = report(desk)
    assert states(figures, "win_backs") == {"total": 4, "open": 1, "dormant": 1, "delivered": 1, "churned": 1}
    assert figures["win_backs"]["won_rate"] == 1 / 4
    third = verify(desk, int(str(second)), "confirmed", "--win-back", "2026-11-01", now="2026-10-22T10:00")
    october = report(desk, "--month", "2026-10")
    assert states(october, "win_backs") == {"total": 1, "open": 1}
    (record,) = desk.json("report", "defeats", "--month", "2026-10", "--list", "win_backs.open")
    assert (record["lead"], record["churn"]) == (third, 6)
    assert states(report(desk), "win_backs") == {"total": 4, "open": 1, "dormant": 1, "delivered": 1, "churned": 1}


def test_every_lead_to_win_back_is_that_of_one_churn(autumn: Desk) -> None:
    with sqlite3.connect(autumn.db) as db:
        leads = {row[0] for row in db.execute("SELECT id FROM leads WHERE origin = 'win-back'")}
    assert len(leads) == 3
    listed = autumn.json("report", "defeats", "--year", "2026", "--list", "win_backs")
    assert sorted(record["lead"] for record in listed) == sorted(leads)


def test_behind_each_fate_stand_its_records(autumn: Desk) -> None:
    for name in ("overturned", "win_backs"):
        figures = report(autumn)[name]
        for state in STATES:
            found = autumn.json("report", "defeats", "--month", "2026-09", "--list", f"{name}.{state}")
            assert len(found) == figures[state], (name, state)
        won = autumn.json("report", "defeats", "--month", "2026-09", "--list", f"{name}.won_rate")
        assert len(won) == figures["ordered"] + figures["delivered"]
    (record,) = autumn.json("report", "defeats", "--month", "2026-09", "--list", "overturned.delivered")
    assert (record["lead"], record["verification"], record["status"]) == (4, "overturned", "delivered")
    assert "overturned.total|open" in autumn.run("report", "defeats", "--list", "overturned.happy", code=2)


def test_an_undone_win_back_is_none_and_a_redone_one_is_again(desk: Desk) -> None:
    lead = churned(desk, 1, "--reason", "brand")
    operation = desk.json("verify", lead, "confirmed", "--win-back", "2026-12-24", now="2026-09-11T10:00", as_="Mei")
    undone = desk.json("undo", operation["operation"], now="2026-09-12T10:00")["operation"]
    assert report(desk)["win_backs"]["total"] == 0
    desk.run("undo", undone, now="2026-09-12T11:00")
    assert states(report(desk), "win_backs") == {"total": 1, "dormant": 1}


def test_reasons_stand_in_their_groups(desk: Desk) -> None:
    for number, reason in enumerate(("brand", "power", "price", "quote", "late", "gave-up", "gave-up"), start=1):
        churned(desk, number, "--reason", reason)
    churned(desk, 8, "--lost-contact")
    verify(desk, churned(desk, 9, "--reason", "quality"), "overturned")
    figures = report(desk)
    assert [(row["group"], row["count"]) for row in figures["groups"]] == [
        ("product", 2), ("price", 1), ("staff", 1), ("management", 1), ("customer", 2),
    ]  # fmt: skip
    assert [row["share"] for row in figures["groups"]][:2] == [2 / 7, 1 / 7]
    listed = desk.json("report", "defeats", "--month", "2026-09", "--list", "groups.product")
    assert {record["reason"] for record in listed} == {"brand", "power"}
    assert report(desk, "--month", "2026-08")["groups"][0] == {"group": "product", "count": 0, "share": None}


def test_a_stores_own_group_is_one_of_them(desk: Desk) -> None:
    with sqlite3.connect(desk.db) as db:
        db.execute("INSERT INTO reasons (operation, code, label, grp) VALUES (1, 'tax', '税', 'state aid')")
    churned(desk, 1, "--reason", "tax")
    churned(desk, 2, "--reason", "price")
    assert report(desk)["groups"][-1] == {"group": "state aid", "count": 1, "share": 1 / 2}
    listed = desk.json("report", "defeats", "--month", "2026-09", "--list", "groups.state aid")
    assert [record["lead"] for record in listed] == [1]
    assert "state aid" in desk.run("report", "defeats", "--month", "2026-09")


def test_for_people_it_fits_eighty_columns(autumn: Desk) -> None:
    printed = autumn.run("report", "defeats", "--month", "2026-09", "--format", "table")
    assert max(map(len, printed.splitlines())) <= 80
    lines = [line.split() for line in printed.splitlines()]
    assert ["Overturned", "6", "2", "1", "1", "1", "1", "33.3%"] in lines
    assert any(line[:2] == ["Product", "3"] and line[-1] == "75.0%" for line in lines)
    assert ["Win-backs", "3", "2", "1", "0", "0", "0", "0.0%"] in lines
    empty = autumn.run("report", "defeats", "--month", "2026-08")
    assert "What became" not in empty
    assert "by group" not in empty


def test_for_programs_there_is_a_table_of_each(autumn: Desk) -> None:
    printed = autumn.run("report", "defeats", "--month", "2026-09", "--format", "csv").splitlines()
    assert "overturned,6,2,1,1,1,1,0.3333333333333333" in printed
    assert "product,3,0.75" in printed


def test_what_became_of_a_closed_months_churns_is_no_later_change(autumn: Desk) -> None:
    autumn.run("report", "close", "--month", "2026-09", now="2026-11-01T10:00")
    autumn.run("order", 1, now="2026-11-20T10:00", as_="Li Na")
    page = autumn.json("report", "--month", "2026-09")
    assert page["churn"]["overturned"]["open"] == 2
    assert report(autumn)["overturned"]["open"] == 1
    assert [change for change in page["changes"] if change["figure"].startswith("churn.")] == []


def test_a_month_closed_before_these_figures_were_counted_still_prints(autumn: Desk) -> None:
    autumn.run("report", "close", "--month", "2026-09", now="2026-11-01T10:00")
    with sqlite3.connect(autumn.db) as db:
        paths = "'$.churn.groups', '$.churn.overturned', '$.churn.win_backs'"
        db.execute(f"UPDATE closings SET figures = json_remove(figures, {paths})")
    page = autumn.json("report", "--month", "2026-09")
    assert ("groups" in page["churn"], page["changes"]) == (False, [])
    for style in ("table", "csv"):
        assert "brand" in autumn.run("report", "--month", "2026-09", "--format", style)
