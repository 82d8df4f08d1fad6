"""An audit reads the month and the open leads, not the file: how SQLite goes about its questions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from leadctl.store.access import read_store
from leadctl.store.core.settings import policy_on
from leadctl.store.queries import checks
from leadctl.store.records import spot_checks
from tests.reports.conftest import Desk
from tests.reports.test_plans import SPAN, Explained

TODAY = "2026-11-22"


@pytest.fixture
def db(desk: Desk) -> Iterator[sqlite3.Connection]:
    with read_store(desk.db) as opened:
        yield opened


QUESTIONS: dict[str, Callable[[Any, Any], object]] = {
    "walk-ins not closed": lambda db, _: checks.find_open_visits(db, SPAN),
    "entries after their day": lambda db, _: checks.find_late_entries(db, SPAN),
    "traffic without a contact": lambda db, _: checks.find_visits_without_contact(db, SPAN),
    "visits without a consultant": lambda db, _: checks.find_visits_without_consultant(db, SPAN),
    "cards": lambda db, _: checks.list_cards(db, SPAN),
    "cards to draw": lambda db, _: spot_checks.drawable_leads(db, SPAN),
    "cards not updated": lambda db, _: checks.find_stale_cards(db, TODAY),
    "leads neglected": lambda db, policy: list(checks.find_neglected_leads(db, policy, TODAY)),
    "grades to doubt": lambda db, policy: list(checks.find_grade_doubts(db, policy, TODAY)),
    "facts dated after today": lambda db, _: checks.find_facts_ahead(db, TODAY),
    "leads of nobody": lambda db, _: checks.find_unowned_leads(db, TODAY),
    "contacts planned": lambda db, policy: checks.find_late_plans(db, policy, TODAY),
    "churn that waits": lambda db, policy: checks.find_unverified_churns(db, policy, TODAY),
}


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_a_check_reads_what_it_is_about(db: sqlite3.Connection, ask: Callable[[Any, Any], object]) -> None:
    asked = Explained(db)
    ask(asked, policy_on(db, TODAY))
    assert asked.plans
    assert asked.scans == []


def test_drawn_cards_are_found_by_their_month(db: sqlite3.Connection) -> None:
    asked = Explained(db)
    spot_checks.spot_checks_of(asked, "2026-11")  # type: ignore[arg-type]
    assert any(plan.startswith("SEARCH sc ") for plan in asked.plans)
