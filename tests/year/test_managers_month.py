"""A manager's month on the example store: each question is one command, and its answers agree with each other."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.year.tour import REPOSITORY, run

TOUR = (REPOSITORY / "docs" / "tours" / "manager.md").read_text(encoding="utf-8")
SECTION = TOUR.split("## A manager's month\n")[1].split("\n## ")[0]
LINES = re.findall(r"^leadctl .*$", SECTION, re.MULTILINE)


def _json(store: Path, *words: str) -> Any:
    return json.loads(run(store, [*words, "--json"]))


def _row(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(row for row in rows if row["consultant"] == name)


def test_each_question_is_one_command(year_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(LINES) == 12
    for line in LINES:
        words = shlex.split(line, comments=True)[1:]
        printed = run(year_store, words)
        assert printed.strip() or (tmp_path / words[words.index("-o") + 1]).stat().st_size, line


def test_on_the_first_of_the_month_the_league_is_the_funnel_and_the_discipline(year_store: Path) -> None:
    league = _json(year_store, "report", "consultants", "--month", "2026-10")
    groups = _json(year_store, "report", "funnel", "--month", "2026-10", "--by", "consultant")["groups"]
    followed = _json(year_store, "report", "followups", "--month", "2026-10")["consultants"]
    for group in groups:
        stages = {stage["stage"]: stage["count"] for stage in group["stages"]}
        row = _row(league["consultants"], group["group"])
        assert {name: row[name] for name in ("leads", "met", "test_drives", "orders")} == {
            name: stages[name] for name in ("leads", "met", "test_drives", "orders")
        }
    for row in followed:
        found = _row(league["consultants"], row["consultant"])
        assert (found["on_time_rate"], found["per_sale"]) == (row["on_time_rate"], row["per_sale"])
    sold = _json(year_store, "report", "traffic", "--month", "2026-10")["showroom_sales"]
    assert league["team"]["sales"] == sold


def test_the_morning_agrees_with_the_day_sheets(year_store: Path) -> None:
    morning = _json(year_store, "report", "morning")
    assert morning["yesterday"] == _json(year_store, "report", "day", "--on", "2026-11-21")
    assert morning["team"]["overdue"] == len(morning["overdue"]) == _json(year_store, "report", "day")["team"]["late"]
    expected = _json(year_store, "report", "day", "--on", "2026-11-21")["team"]["expected"]
    assert len(morning["appointments"]) == expected


def test_a_weekly_review_is_the_week_beside_the_week_before(year_store: Path) -> None:
    for name in ("funnel", "followups", "consultants", "stages"):
        both = _json(year_store, "report", name, "--week", "last", "--compare", "previous")
        assert both["compare"] == _json(year_store, "report", name, "--week", "2026-W45")


def test_nothing_leaves_with_a_consultant(year_store: Path) -> None:
    asked = (
        ("consultants", "--month", "2026-10"), ("stages", "--year"), ("day", "--on", "2026-11-20"),
        ("owners", "--month", "2026-10"), ("funnel", "--month", "2026-10", "--by", "consultant"),
    )  # fmt: skip
    before = [_without_now(_json(year_store, "report", *words)) for words in asked]
    open_leads = _json(year_store, "assign", "--from", "王强", "--to", "李娜")
    assert open_leads
    run(year_store, ["staff", "leave", "王强"])
    assert [_without_now(_json(year_store, "report", *words)) for words in asked] == before
    later = json.loads(run(year_store, ["report", "morning", "--json"], when="2026-11-24T08:30"))
    assert "王强" not in [row["consultant"] for row in later["behind"]]


def _without_now(value: Any) -> Any:
    """Without what is of the present day: what is overdue now."""
    if isinstance(value, dict):
        return {key: _without_now(one) for key, one in value.items() if key != "overdue_now"}
    return [_without_now(one) for one in value] if isinstance(value, list) else value


def test_before_the_visit_campaigns_are_the_same_by_model_and_as_a_whole(year_store: Path) -> None:
    pivot = _json(
        year_store, "report", "pivot", "campaigns.leads,campaigns.sales", "--rows", "campaign", "--columns", "model",
        "--year",
    )  # fmt: skip
    lines = {row["campaign"]: row for row in _json(year_store, "report", "campaigns", "--year")}
    for row in pivot["row_totals"]:
        assert row["values"] == {
            "campaigns.leads": lines[row["row"]]["leads"], "campaigns.sales": lines[row["row"]]["sales"],
        }  # fmt: skip
        cells = [cell["values"]["campaigns.leads"] for cell in pivot["cells"] if cell["row"] == row["row"]]
        assert sum(cells) == row["values"]["campaigns.leads"]
