"""The due list costs what is due, not what the store holds."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadctl.domain.policy import parse_policy
from leadctl.store.access import read_store
from leadctl.store.queries.tasks import count_coming, count_retried, tasks
from leadctl.store.queries.tasks.request import Wanted
from tests.store.new_stores import FIVE, add_lead, new_store, write

WANTED = Wanted("2026-11-22", "2026-11-22", parse_policy(FIVE), consultant=1)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with three consultants' leads, of which two are due."""
    path = new_store(tmp_path / "store.db")
    with write(path) as writer:
        for name in ("Li Na", "Wang Qiang"):
            writer.insert("staff", name=name, role="consultant")
        for number, (at, owner) in enumerate([("10", 1), ("20", None), ("22", 1), ("11", 2)]):
            add_lead(writer, f"1380013800{number}", f"2026-11-{at}T10:00", consultant=owner)
    return path


@pytest.fixture
def db(store: Path) -> Iterator[sqlite3.Connection]:
    """The store, read."""
    with read_store(store) as db:
        yield db


@pytest.fixture
def owners(store: Path) -> Iterator[sqlite3.Connection]:
    """The same store with a car delivered here, one of a file, a complaint about it, and a campaign's task."""
    with write(store) as writer:
        at = "2026-11-21T10:00"
        writer.insert("orders", lead=1, ordered_at=at, delivered_at=at, delivered_operation=writer.operation)
        customer = writer.insert("customers", name="李静")
        car = writer.insert("owned_cars", customer=customer, delivered_on="2026-11-20")
        contact = writer.insert("aftercare", car=car, occasion="day-3", due_on="2026-11-23", at=at, result="complaint")
        writer.insert("complaints", aftercare=contact, what="a door rattles", until="2026-11-24")
        campaign = writer.insert("campaigns", name="Autumn")
        writer.insert("campaign_tasks", campaign=campaign, due_on="2026-11-22", what="invite")
        writer.touch(1)
        writer.touch_owner(customer)
    with read_store(store) as db:
        yield db


def _asked(db: sqlite3.Connection, wanted: Wanted) -> list[str]:
    """The statements with which the tasks are read."""
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    tasks(db, wanted)
    count_coming(db, wanted)
    db.set_trace_callback(None)
    return asked


def _plan(db: sqlite3.Connection, sql: str) -> list[str]:
    return [row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]


@pytest.mark.parametrize("consultant", [None, 1])
def test_nothing_is_read_from_end_to_end(db: sqlite3.Connection, consultant: int | None) -> None:
    wanted = Wanted(WANTED.today, WANTED.until, WANTED.policy, consultant)
    asked = _asked(db, wanted)
    assert len(asked) >= 4
    for sql in asked:
        plan = _plan(db, sql)
        assert not [step for step in plan if re.search(r"\bSCAN\b", step)], (sql, plan)


@pytest.mark.parametrize("consultant", [None, 1])
def test_owners_and_campaigns_are_found_by_their_days_too(owners: sqlite3.Connection, consultant: int | None) -> None:
    """Once a car, a complaint and a campaign's task are due, everything that reads them runs."""
    wanted = Wanted("2026-11-30", "2026-11-30", WANTED.policy, consultant)
    kinds = [task.task for task in tasks(owners, wanted)]
    assert (kinds.count("campaign"), kinds.count("aftercare")) == (1, 3)
    for sql in _asked(owners, wanted):
        steps = [step for step in _plan(owners, sql) if "VIRTUAL TABLE" not in step]  # ids handed over as JSON
        assert not [step for step in steps if re.search(r"\bSCAN\b", step)], (sql, steps)


def test_everybodys_list_goes_by_the_day(db: sqlite3.Connection) -> None:
    steps = {step for sql in _asked(db, Wanted(WANTED.today, WANTED.until, WANTED.policy)) for step in _plan(db, sql)}
    assert any(re.search(r"USING (COVERING )?INDEX leads_listed \(list_on<\?\)", step) for step in steps), steps


def test_a_consultants_list_goes_by_the_consultant_and_the_day(db: sqlite3.Connection) -> None:
    steps = [step for sql in _asked(db, WANTED) for step in _plan(db, sql)]
    assert [step for step in steps if "INDEX leads_listed_of (consultant=? AND list_on<?)" in step], steps


def test_nobodys_leads_are_all_looked_through(db: sqlite3.Connection) -> None:
    """Who is to be called back, screened or met is found by the day, however many leads a consultant has open."""
    steps = [step for sql in _asked(db, WANTED) for step in _plan(db, sql)]
    assert not [step for step in steps if step.endswith("leads_listed_of (consultant=?)")], steps
    for index in ("leads_callback (callback_at<?)", "leads_meets (meets_at>? AND meets_at<?)", "leads_screening"):
        assert [step for step in steps if index in step], (index, steps)


@pytest.mark.parametrize("consultant", [None, 1])
def test_what_was_tried_today_is_counted_by_an_index(db: sqlite3.Connection, consultant: int | None) -> None:
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    count_retried(db, Wanted(WANTED.today, WANTED.until, WANTED.policy, consultant))
    db.set_trace_callback(None)
    steps = [step for sql in asked for step in _plan(db, sql)]
    assert steps
    assert not [step for step in steps if re.search(r"\bSCAN\b", step)], steps


@pytest.mark.parametrize(
    ("where", "index"),
    [
        ("", "leads_listed"),
        (" AND consultant = 1", "leads_listed_of"),
        (" AND consultant IS NULL", "leads_listed_of"),
    ],
)
def test_a_limit_does_not_sort(db: sqlite3.Connection, where: str, index: str) -> None:
    plan = _plan(
        db,
        f"SELECT id FROM leads WHERE task IS NOT NULL AND list_on <= '2026-11-22'{where} ORDER BY list_on LIMIT 10",
    )
    assert len(plan) == 1
    assert f"{index} (" in plan[0]
    assert "TEMP B-TREE" not in plan[0]


def test_the_due_indexes_hold_open_leads_only(db: sqlite3.Connection) -> None:
    names = ("leads_listed", "leads_listed_of", "leads_due")
    texts = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'").fetchall())
    assert [texts[name].endswith("WHERE task IS NOT NULL") for name in names] == [True] * len(names)


@pytest.mark.parametrize(
    ("question", "step"),
    [
        (
            "SELECT count(*) FROM leads WHERE task IS NOT NULL AND due_by < '2026-11-22'",
            "SEARCH leads USING INDEX leads_due (due_by<?)",
        ),
        (
            "SELECT id FROM leads WHERE window_by >= '2026-11-01' AND window_by < '2026-12-01'",
            "SEARCH leads USING COVERING INDEX leads_window (window_by>? AND window_by<?)",
        ),
    ],
)
def test_what_is_overdue_and_which_windows_end_in_a_month_is_found_by_the_day(
    db: sqlite3.Connection, question: str, step: str
) -> None:
    assert _plan(db, question) == [step]


def test_a_consultant_sees_the_own_leads_and_those_of_nobody(db: sqlite3.Connection) -> None:
    assert sorted(task.lead or 0 for task in tasks(db, WANTED)) == [1, 2]
    everybody = Wanted(WANTED.today, WANTED.until, WANTED.policy)
    assert sorted(task.lead or 0 for task in tasks(db, everybody)) == [1, 2, 4]


def test_what_is_coming_is_what_is_not_yet_due(db: sqlite3.Connection) -> None:
    week = Wanted(WANTED.today, "2026-11-29", WANTED.policy, 1)
    assert count_coming(db, week) == 1
    assert count_coming(db, Wanted(WANTED.today, "2026-11-29", WANTED.policy)) == 1
