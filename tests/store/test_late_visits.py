"""Visits that are registered hours after they happened, and customers who come before they are called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.stores import tables, write
from tests.conftest import FillOnce

Run = Callable[..., Any]
PHONE = "13800138001"


@pytest.fixture
def lost(run: Run, store: Path, fill_once: FillOnce) -> Run:
    """A store in which lead 1 is defeated; customer service has not called yet."""
    fill_once(store, _lose, run)
    return run


def _lose(run: Run) -> None:
    write(run, "init", "--timezone", "Asia/Shanghai", now="2026-11-01T08:00")
    for name, role in (("Li Na", "consultant"), ("Mei", "service")):
        write(run, "staff", "add", name, "--role", role, now="2026-11-01T08:05")
    write(run, "log-visit", "--phone", PHONE, "--grade", "A", as_="Li Na", now="2026-11-02T10:00")
    write(run, "defeat", 1, "--reason", "price", as_="Li Na", now="2026-11-05T10:00")


def _register(run: Run, folder: Path, at: str) -> Any:
    """The night's register with one visit."""
    path = folder / "register.csv"
    path.write_text(f"arrived_at,phone\n{at},{PHONE}\n", encoding="utf-8")
    return run("log-visit", "--from", path, "--json", as_="Li Na", now="2026-11-07T20:00")


def _open(run: Run) -> Any:
    return run("due", "--all", "--on", "2027-06-01", "--json", now="2026-11-07T21:00").json


def test_who_came_before_the_confirmation_had_not_churned(lost: Run, tmp_path: Path) -> None:
    """The visit of ten o'clock is sent at night, after the confirmation of eleven and a visit of two."""
    write(lost, "verify", 1, "confirmed", as_="Mei", now="2026-11-07T11:00")
    assert write(lost, "log-visit", "--phone", PHONE, as_="Li Na", now="2026-11-07T14:00")["lead"] == 2
    assert _register(lost, tmp_path, "2026-11-07T10:00").code == 0
    assert [(task["lead"], task["last_contact"]) for task in _open(lost)] == [(1, "2026-11-07T14:00")]
    card = lost("show", 1, "--json", now="2026-11-07T21:00").json
    assert (card["status"], card["verification"], card["other_leads"]) == ("open", "overturned", [])
    assert lost("doctor", "--json", now="2026-11-07T21:00").json["healthy"]


def test_a_win_back_is_not_needed_for_who_had_come_already(lost: Run, tmp_path: Path) -> None:
    assert (
        write(lost, "verify", 1, "confirmed", "--win-back", "+20d", as_="Mei", now="2026-11-07T11:00")["new_lead"] == 2
    )
    assert _register(lost, tmp_path, "2026-11-07T10:00").code == 0
    assert [(task["lead"], task["due_from"]) for task in _open(lost)] == [(1, "2026-11-10")]
    assert lost("doctor", "--json", now="2026-11-07T21:00").json["healthy"]


def test_the_late_visit_can_be_undone_and_done_again(lost: Run, tmp_path: Path, store: Path) -> None:
    write(lost, "verify", 1, "confirmed", "--win-back", "+20d", as_="Mei", now="2026-11-07T11:00")
    before = tables(store)
    operation = _register(lost, tmp_path, "2026-11-07T10:00").json["operation"]
    after = tables(store)
    redo = write(lost, "undo", operation, as_="Li Na", now="2026-11-07T21:00")["operation"]
    assert tables(store) == before
    write(lost, "undo", redo, as_="Li Na", now="2026-11-07T21:01")
    assert tables(store) == after


def test_what_was_sold_since_belongs_to_the_lead_that_never_churned(lost: Run, tmp_path: Path) -> None:
    write(lost, "verify", 1, "confirmed", as_="Mei", now="2026-11-07T11:00")
    write(lost, "log-visit", "--phone", PHONE, as_="Li Na", now="2026-11-07T14:00")
    write(lost, "order", 2, as_="Li Na", now="2026-11-07T15:00")
    write(lost, "deliver", 2, as_="Li Na", now="2026-11-07T16:00")
    assert _register(lost, tmp_path, "2026-11-07T10:00").code == 0
    assert [task["task"] for task in _open(lost)] == ["aftercare"]
    card = lost("show", 1, "--json", now="2026-11-07T21:00").json
    assert (card["status"], card["opened_at"], card["delivered_at"]) == (
        "delivered", "2026-11-02T10:00", "2026-11-07T16:00",
    )  # fmt: skip
    assert lost("show", 2, now="2026-11-07T21:00").code == 1


def test_a_win_back_that_comes_early_counts_from_that_day(lost: Run) -> None:
    """Called for next year, and here already this month."""
    write(lost, "verify", 1, "confirmed", "--win-back", "2027-01-15", as_="Mei", now="2026-11-07T11:00")
    before = lost("report", "funnel", "--json", now="2026-11-09T21:00").json
    assert write(lost, "log-visit", "--phone", PHONE, as_="Li Na", now="2026-11-09T14:00")["lead"] == 2
    after = lost("report", "funnel", "--json", now="2026-11-09T21:00").json
    leads = [{stage["stage"]: stage["count"] for stage in told["stages"]}["leads"] for told in (before, after)]
    assert leads == [1, 2]
    assert len(lost("report", "funnel", "--list", "leads", "--json", now="2026-11-09T21:00").json) == 2
