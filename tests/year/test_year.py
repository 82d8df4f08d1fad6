"""The example store of a year: its files are those of the generator, and every report has something to say of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.year.make import FOLDER, files
from tests.year.tour import run


def _json(year_store: Path, *words: str) -> Any:
    return json.loads(run(year_store, [*words, "--json"]))


def test_the_files_are_what_the_generator_writes() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert kept == files(), "write them anew: python -m tests.year.make"


def test_the_year_is_small_enough_to_look_at() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 250_000


FIGURES = {
    "funnel --month 2026-10": ("stages",),
    "funnel --cohort --month 2026-05": ("stages",),
    "traffic --month 2026-10": ("traffic", "first_visits", "calls", "event", "referral", "stay_30", "return_visits"),
    "traffic --year 2026": ("months",),
    "defeats --year 2026": ("models", "rivals", "by_consultant", "groups"),
    "followups --month 2026-10": ("consultants", "depth"),
    "targets --month 2026-12": ("sales_target", "sources", "weeks"),
    "forecast": ("delivered", "open", "expected_cars", "progress", "out_of_funnel"),
    "campaigns --year 2026": (),
    "channels --year 2026": (),
    "referrals --year 2026": (),
    "appointments --year 2026": ("consultants",),
    "owners --year 2026": (),
    "prospects": (),
    "profile --month 2026-10": (),
    "day --on 2026-10-17": ("consultants",),
    "month --month 2026-10": ("funnel", "traffic", "followups", "churn", "targets", "forecast"),
}


@pytest.mark.parametrize("report", FIGURES)
def test_a_report_has_something_to_say(year_store: Path, report: str) -> None:
    found = _json(year_store, "report", *report.split())
    assert found
    assert [key for key in FIGURES[report] if not found[key]] == []
    assert len(run(year_store, ["report", *report.split()]).splitlines()) > 5


def test_all_kinds_of_work_are_due_within_a_week(year_store: Path) -> None:
    kinds = {task["task"] for task in _json(year_store, "due", "--all", "--ahead", "7")}
    assert kinds >= {"screening", "follow-up", "appointment", "verification", "aftercare", "campaign"}


def test_the_traffic_of_the_year_is_the_rows_of_its_files(year_store: Path) -> None:
    texts = [(FOLDER / f"{name}.csv").read_text(encoding="utf-8") for name in ("register", "online")]
    rows = [line for text in texts for line in text.splitlines() if line.startswith("2026-")]
    months = _json(year_store, "report", "traffic", "--year", "2026")["months"]
    assert sum(month["traffic"] for month in months) == len(rows) > 300


def test_the_store_is_healthy_and_its_months_are_closed(year_store: Path) -> None:
    assert _json(year_store, "doctor")["healthy"] is True
    closed = _json(year_store, "report", "month", "--month", "2026-10")
    assert "closed" in json.dumps(closed)
