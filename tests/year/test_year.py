"""The example store of a year: its files are those of the generator, and every report has something to say of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.year.make import FOLDER, files
from tests.year.tour import run, tour_store


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tour's store; every command of the tour was taken."""
    return tour_store(tmp_path_factory.mktemp("tour"))


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built, tmp_path / "year.db"))


def _json(store: Path, *words: str) -> Any:
    return json.loads(run(store, [*words, "--json"]))


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
def test_a_report_has_something_to_say(store: Path, report: str) -> None:
    found = _json(store, "report", *report.split())
    assert found
    assert [key for key in FIGURES[report] if not found[key]] == []
    assert len(run(store, ["report", *report.split()]).splitlines()) > 5


def test_all_kinds_of_work_are_due_within_a_week(store: Path) -> None:
    kinds = {task["task"] for task in _json(store, "due", "--all", "--ahead", "7")}
    assert kinds >= {"screening", "follow-up", "appointment", "verification", "aftercare", "campaign"}


def test_the_traffic_of_the_year_is_the_rows_of_its_files(store: Path) -> None:
    texts = [(FOLDER / f"{name}.csv").read_text(encoding="utf-8") for name in ("register", "online")]
    rows = [line for text in texts for line in text.splitlines() if line.startswith("2026-")]
    months = _json(store, "report", "traffic", "--year", "2026")["months"]
    assert sum(month["traffic"] for month in months) == len(rows) > 300


def test_the_store_is_healthy_and_its_months_are_closed(store: Path) -> None:
    assert _json(store, "doctor")["healthy"] is True
    closed = _json(store, "report", "month", "--month", "2026-10")
    assert "closed" in json.dumps(closed)
