"""A closed month keeps its figures; what is changed later shows against them."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest

from leadctl.domain.figures import Change, changes, known_then
from tests.conftest import FillOnce
from tests.reports.conftest import Desk

FIRST, SECOND = "13800138001", "13800138002"
CLOSE = ("report", "close", "--month", "2026-10")
PAGE = ("report", "--month", "2026-10")


@pytest.fixture
def october(desk: Desk, fill_once: FillOnce) -> Desk:
    """Two orders of three cars in October, which is closed in November."""
    fill_once(desk.db, _order, desk)
    return desk


def _order(desk: Desk) -> None:
    desk.lead(FIRST, "--grade", "H", "--source", "showroom", at="2026-10-05T10:00")
    desk.lead(SECOND, "--grade", "A", "--source", "phone", at="2026-10-06T10:00")
    desk.run("order", FIRST, now="2026-10-07T10:00", as_="Li Na")
    desk.run("order", SECOND, "--count", 2, now="2026-10-08T10:00", as_="Li Na")


def _changed(page: dict[str, Any]) -> dict[str, tuple[float | None, float | None]]:
    return {change["figure"]: (change["kept"], change["now"]) for change in page["changes"]}


def test_an_order_cancelled_after_the_closing_shows_as_a_difference(october: Desk) -> None:
    before = october.json(*PAGE)
    october.run(*CLOSE)
    october.run("cancel", SECOND, as_="Li Na", now="2026-11-23T09:00")
    after = october.json(*PAGE, now="2026-11-23T18:00")
    assert {key: after[key] for key in before if key not in ("leaks", "next_month")} == {
        key: before[key] for key in before if key not in ("leaks", "next_month")
    }
    assert (after["traffic"]["showroom_sales"], after["closed"]["at"][:10]) == (3, "2026-11-22")
    changed = _changed(after)
    assert changed["traffic.showroom_sales"] == (3, 1)
    assert changed["traffic.total_sales"] == (3, 1)
    assert changed["funnel.stages.orders.count"] == (2, 1)
    assert changed["forecast.sold"] == (3, 1)
    assert changed["traffic.new_leads_by_grade.O"] == (2, 1)
    assert "funnel.stages.leads.count" not in changed
    printed = october.run(*PAGE, now="2026-11-23T18:00")
    assert "closed on 2026-11-22" in printed
    row = next(line for line in printed.splitlines() if line.startswith("Traffic · Showroom sales"))
    assert row.split()[-3:] == ["3", "1", "-2"]


def test_the_same_month_unclosed_would_show_the_present(october: Desk) -> None:
    october.run(*CLOSE)
    october.run("cancel", SECOND, as_="Li Na", now="2026-11-23T09:00")
    assert october.json("report", "traffic", "--month", "2026-10")["showroom_sales"] == 1
    assert len(october.json(*PAGE, "--list", "showroom_sales")) == 1
    assert "changes" not in october.json(*PAGE, "--cohort")
    assert "changes" not in october.json(*PAGE, "--consultant", "Li Na")
    assert "closed" not in october.json("report", "--month", "2026-09")


def test_a_closing_without_later_changes_says_so(october: Desk) -> None:
    kept = october.json(*CLOSE)
    page = october.json(*PAGE, now="2026-12-15T10:00")
    assert page["changes"] == []
    assert {key: page[key] for key in kept if key != "operation"} == {k: kept[k] for k in kept if k != "operation"}
    assert "Nothing has changed since" in october.run(*PAGE, now="2026-12-15T10:00")


def test_the_running_month_and_one_to_come_are_not_closed(desk: Desk) -> None:
    for words in (("--month", "2026-11"), ("--month",), (), ("--month", "2026-12")):
        assert "not ended" in desk.run("report", "close", *words, code=1)
    desk.run("report", "close", "--month", "last")
    assert "closed" in desk.json("report", "--month", "2026-10")


def test_closing_twice_is_refused_until_the_first_is_taken_back(october: Desk) -> None:
    october.run(*CLOSE)
    said = october.run(*CLOSE, code=1)
    number = october.json(*PAGE)["closed"]["operation"]
    assert f"leadctl undo {number}" in said
    october.run("undo", number)
    assert "closed" not in october.json(*PAGE)
    october.run("cancel", SECOND, as_="Li Na", now="2026-11-22T19:00")
    october.run(*CLOSE, now="2026-11-22T20:00")
    assert october.json(*PAGE)["traffic"]["showroom_sales"] == 1


def test_undoing_the_undo_keeps_the_figures_of_the_first_closing(october: Desk) -> None:
    first = october.json(*CLOSE)
    october.run("undo", first["operation"])
    october.run("undo", first["operation"] + 1)
    page = october.json(*PAGE)
    assert page["closed"]["operation"] == first["operation"]
    assert page["traffic"] == first["traffic"]


@pytest.mark.parametrize(
    "words",
    [("--consultant", "Li Na"), ("--list", "traffic"), ("--by", "source"), ("--year", "2026"), ("--cohort",)],
    ids=" ".join,
)
def test_a_month_is_closed_as_a_whole(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.run(*CLOSE, *words, code=2).strip()
    assert "closed" not in desk.json(*PAGE)


def test_figures_are_compared_by_what_names_them_not_by_their_place() -> None:
    kept = {"stages": [{"stage": "a", "count": 1}, {"stage": "b", "count": 2}], "share": 0.5, "same": 3}
    now = {"stages": [{"stage": "b", "count": 2}, {"stage": "a", "count": 4}], "share": None, "same": 3, "new": 1}
    assert changes(kept, now) == [
        Change("stages.a.count", 1, 4),
        Change("share", 0.5, None),
        Change("new", None, 1),
    ]
    weeks: list[dict[str, object]] = [
        {"week": 1, "consultant": None, "leads": 2},
        {"week": 1, "consultant": "Li Na", "leads": 2},
    ]
    assert changes(weeks, [weeks[1] | {"leads": 3}, weeks[0]]) == [Change("Li Na/1.leads", 2, 3)]


def test_csv_of_a_closed_month_has_every_change_under_its_figures_name(october: Desk) -> None:
    october.run(*CLOSE)
    october.run("cancel", SECOND, as_="Li Na", now="2026-11-23T09:00")
    lines = october.run(*PAGE, "--format", "csv", now="2026-11-23T18:00").splitlines()
    assert "traffic.showroom_sales,3,1,-2" in lines
    assert [line for line in lines if line.startswith("traffic.showroom_sales,")] == ["traffic.showroom_sales,3,1,-2"]


def test_a_figure_learnt_after_the_closing_and_a_reason_nobody_gave_are_no_changes(october: Desk) -> None:
    lost = october.lead("13800138003", "--model", "X5", "--new", at="2026-10-09T10:00")
    october.run("defeat", lost, "--reason", "price", as_="Li Na", now="2026-10-10T10:00")
    october.run(*CLOSE)
    with sqlite3.connect(october.db) as db:
        (text,) = db.execute("SELECT figures FROM closings").fetchone()
        figures = json.loads(text)
        for row in (figures["followups"]["team"], *figures["followups"]["consultants"]):
            row.pop("released")
            row.pop("late_entries")
        db.execute("UPDATE closings SET figures = ?", (json.dumps(figures),))
    october.run("reason", "add", "no-stock", "--group", "management")
    assert october.json(*PAGE)["changes"] == []


def test_what_is_on_a_longer_list_now_is_a_change_once_it_is_counted() -> None:
    kept = {"total": {"counts": {"price": 1}}, "models": [{"model": "X5", "total": 1, "counts": {"price": 1}}]}
    now = {
        "total": {"counts": {"price": 1, "no-stock": 2, "moved": 0}, "learnt": 7},
        "models": [*kept["models"], {"model": "X3", "total": 2, "learnt": 7, "counts": {"price": 0, "no-stock": 2}}],
    }
    assert changes(kept, known_then(kept, now)) == [
        Change("total.counts.no-stock", None, 2),
        Change("models.X3.total", None, 2),
        Change("models.X3.counts.no-stock", None, 2),
    ]
    assert changes({"rate": None}, {"rate": 0.0}) == [Change("rate", None, 0.0)]


def test_a_page_that_was_kept_before_leadctl_knew_of_outcomes_and_bases_is_still_drawn(october: Desk) -> None:
    """As versions before schema 5 kept it, with what they took for leaks."""
    october.run(*CLOSE)
    with sqlite3.connect(october.db) as db:
        (text,) = db.execute("SELECT figures FROM closings").fetchone()
        page = json.loads(text)
        for key in ("month_end", "outcome", "by_month", "leads", "with_amount", "delivered_with_amount"):
            del page["forecast"][key]
        for plan in (page["targets"], page["next_month"]):
            for key in ("history_kept", "consultant", "consultants", "given_out"):
                del plan[key]
        old = {"of": None, "rate": None, "rate_before": None, "missing": 4, "sales": 1.5, "command": "leadctl report"}
        page["leaks"] = [{"leak": "overdue", "figure": "overdue_now", "count": 4, **old}]
        db.execute("UPDATE closings SET figures = ?", (json.dumps(page),))
    db.close()
    printed = october.run(*PAGE, now="2026-11-25T10:00")
    assert "1. 4 leads are overdue." in printed
    assert "Pipeline" in printed
    assert october.run(*PAGE, "--format", "csv", now="2026-11-25T10:00")
    assert october.json(*PAGE, now="2026-11-25T10:00")["changes"] == []


def test_a_closed_month_keeps_its_figures_beside_others(october: Desk) -> None:
    october.run(*CLOSE)
    october.run("cancel", SECOND, as_="Li Na", now="2026-11-23T09:00")
    quarter = october.json("report", "--quarter", "2026-Q4", "--per", "month", now="2026-11-23T18:00")
    assert quarter["periods"][0] == october.json(*PAGE, now="2026-11-23T18:00")
    assert "closed" in quarter["periods"][0]
    assert "closed" not in quarter["periods"][1]
