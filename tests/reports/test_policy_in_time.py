"""A policy set today leaves the figures of the months and days before it as they were."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from leadctl.store.safety.doctor import examine_store
from tests.reports.conftest import MONTHS, NOW, Desk

PAST = MONTHS[:-1]


@pytest.fixture
def own(worked: Desk, tmp_path: Path) -> Desk:
    """A copy of the store that has worked for four months."""
    shutil.copy(worked.db, tmp_path / "store.db")
    return Desk(tmp_path / "store.db")


def quick(folder: Path) -> Path:
    """Contacts twice as often as in the five-grade policy, and the store closed on every day of the autumn's tens."""
    text = (Path(__file__).parents[2] / "leadctl/policies/five-grade.toml").read_text(encoding="utf-8")
    for often, more in (("[3, 5]", "[1, 2]"), ("[7, 7]", "[2, 3]"), ("[10, 10]", "[4, 5]"), ("[15, 15]", "[6, 7]")):
        text = text.replace(often, more)
    days = [f"2026-{month}-{day}" for month in ("08", "09", "10", "11") for day in (10, 20, 25)]
    path = folder / "quick.toml"
    path.write_text(text.replace("closed = []", f"closed = {days}").replace("five-grade", "quick"), encoding="utf-8")
    return path


def past(desk: Desk) -> dict[str, Any]:
    """What was reported of the months before this one, and of some days of it."""
    found = {
        (name, month): desk.json("report", name, "--month", month)
        for name in ("followups", "prospects", "traffic")
        for month in PAST
    }
    days = {("day", day): desk.json("report", "day", "--on", day) for day in ("2026-09-15", "2026-11-10", "2026-11-21")}
    for figures in found.values():  # who is overdue now is no figure of the past
        for row in figures.get("consultants", ()):
            row.pop("overdue_now")
    return {f"{name} {when}": figures for (name, when), figures in (found | days).items()}


def test_a_policy_set_later_changes_no_figure_of_the_past(own: Desk, tmp_path: Path) -> None:
    before, now = past(own), own.json("due", "--all", "--ahead", "30")
    own.run("policy", "set", quick(tmp_path), as_="Li Na")
    assert past(own) == before
    assert own.json("due", "--all", "--ahead", "30") != now
    own.run("doctor")
    own.run("undo", as_="Li Na")
    assert (past(own), own.json("due", "--all", "--ahead", "30")) == (before, now)


def test_a_policy_of_the_beginning_would_have_changed_them(own: Desk, tmp_path: Path) -> None:
    """The test above can fail: from the same policy since the first day another past follows."""
    with sqlite3.connect(own.db) as db:
        db.execute("UPDATE settings SET value = ? WHERE key = 'policy'", (quick(tmp_path).read_text("utf-8"),))
    found = {difference.table for difference in examine_store(own.db).differences}
    assert {"lead_states", "contact_windows"} <= found


def test_grades_of_a_month_are_those_of_its_policy(own: Desk) -> None:
    own.run("policy", "set", "four-grade", "--from", "2026-12-01", as_="Li Na")
    for month, has in (("2026-11", True), ("2026-12", False)):
        moment = NOW if month == "2026-11" else "2026-12-05T08:00"
        shown = own.json("report", "traffic", "--month", month, now=moment)["new_leads_by_grade"]
        assert ("N" in shown) is has
