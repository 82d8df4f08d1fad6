"""The defeat analysis, told by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.reports.conftest import Desk


@pytest.fixture
def autumn(desk: Desk, fill_once: FillOnce) -> Desk:
    """October: X5 price 2 (one overturned), brand 1; no model: gave up 1; one lost contact; one of an old register."""
    fill_once(desk.db, _lose, desk)
    return desk


def _lose(desk: Desk) -> None:
    told = (
        ("--model", "X5", "--reason", "price", "--rival", "Toyota Corolla"),
        ("--model", "X5", "--reason", "price", "--rival", "Toyota Corolla"),
        ("--model", "X5", "--reason", "brand", "--rival", "Toyota Corolla"),
        ("--reason", "gave-up", "--rival", "Audi A3"),
        ("--lost-contact",),
    )
    for number, how in enumerate(told):
        model, end = (how[:2], how[2:]) if how[0] == "--model" else ((), how)
        owner = "Wang Qiang" if number == 4 else "Li Na"
        lead = desk.lead(f"1380013800{number}", *model, at=f"2026-10-0{number + 1}T10:00", as_=owner)
        desk.run("defeat", lead, *end, now="2026-10-10T10:00", as_=owner)
    desk.run("verify", 1, "confirmed", now="2026-10-11T10:00", as_="Mei")
    desk.run("verify", 2, "overturned", now="2026-10-11T10:00", as_="Mei")


def _defeats(desk: Desk) -> dict[str, Any]:
    figures: dict[str, Any] = desk.json("report", "defeats", "--month", "2026-10")
    return figures


def test_the_matrix_has_a_row_a_model_and_leaves_out_what_was_overturned(autumn: Desk) -> None:
    figures = _defeats(autumn)
    given = [
        (row["model"], row["total"], {reason: count for reason, count in row["counts"].items() if count})
        for row in figures["models"]
    ]
    assert given == [("X5", 2, {"brand": 1, "price": 1}), (None, 1, {"gave-up": 1})]
    assert figures["models"][0]["shares"]["price"] == 1 / 2
    assert (figures["total"]["total"], figures["total"]["shares"]["price"]) == (3, 1 / 3)
    assert figures["reasons"][:3] == ["brand", "price", "exterior"]


def test_verification_covers_both_ways_of_churning(autumn: Desk) -> None:
    assert _defeats(autumn)["verification"] == {
        "churned": 5, "confirmed": 1, "overturned": 1, "unreachable": 0, "pending": 3, "coverage": 2 / 5,
    }  # fmt: skip
    assert _defeats(autumn)["by_consultant"] == [
        {"consultant": "Li Na", "churned": 4, "confirmed": 1, "overturned": 1, "unreachable": 0, "pending": 2},
        {"consultant": "Wang Qiang", "churned": 1, "confirmed": 0, "overturned": 0, "unreachable": 0, "pending": 1},
    ]


def test_rivals_are_counted_by_who_won_most(autumn: Desk) -> None:
    assert _defeats(autumn)["rivals"] == [{"rival": "Toyota Corolla", "count": 2}, {"rival": "Audi A3", "count": 1}]


def test_a_month_without_defeats_has_no_shares(desk: Desk) -> None:
    figures = _defeats(desk)
    assert (figures["models"], figures["total"]["total"], figures["verification"]["coverage"]) == ([], 0, None)
    assert set(figures["total"]["shares"].values()) == {None}


def test_leads_closed_with_an_old_register_are_counted_apart(desk: Desk) -> None:
    path = desk.db.parent / "old.csv"
    path.write_text("arrived_at,phone\n2026-10-02T10:00,13800138009\n")
    desk.run("log-visit", "--from", path, "--closed-before", "2026-11-01")
    months = ("2026-10", "2026-11")
    found = [desk.json("report", "defeats", "--month", month)["verification"]["churned"] for month in months]
    assert found == [0, 0]
    closed = [desk.json("report", "defeats", "--month", month, "--list", "historic") for month in months]
    assert sum(map(len, closed)) == 1
    printed = "".join(desk.run("report", "defeats", "--month", month) for month in months)
    assert "1 closed while an old register was taken over" in printed


def test_the_matrix_for_people_leaves_out_reasons_that_nobody_gave(autumn: Desk) -> None:
    printed = autumn.run("report", "defeats", "--month", "2026-10")
    assert "brand" in printed
    assert "exterior" not in printed
    lines = {line.split()[0]: line.split() for line in printed.splitlines() if line.strip()}
    assert lines["price"] == ["price", "1", "33.3%", "1", "50.0%", "–"]
    assert lines["Reason"] == ["Reason", "Total", "X5", "unassigned"]
