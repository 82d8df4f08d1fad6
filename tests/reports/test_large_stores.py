"""Reports look at the leads that their days speak of, and tell what a walk through every lead there is would tell."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from leadctl.domain.lifecycle import replay
from leadctl.domain.windows import Conduct, conduct_of
from leadctl.store.queries.figures.stock import Stock, active_by_grade

from leadctl.domain.days import Month, add_days
from leadctl.domain.periods import month_period, year_period
from leadctl.domain.policy import Policy
from leadctl.reports import followups as followups_report
from leadctl.reports.day import SHAPES, behind_day, day_sheet_of
from leadctl.reports.followups import followups
from leadctl.reports.forecast import behind_forecast, forecast
from leadctl.reports.prospects import prospects
from leadctl.reports.traffic import traffic, traffic_of_year
from leadctl.store.access import reading
from leadctl.store.core.settings import policy_of
from leadctl.store.derivation import lives
from leadctl.store.facts.registry import FACT_TABLES, facts_of
from leadctl.store.queries.figures import actives, evenings, owed
from tests.reports.conftest import Desk

TODAY = "2026-11-22"
MONTHS = [Month(2026, number) for number in range(8, 12)]
DAYS = [f"2026-{month:02}-{day:02}" for month in (9, 10, 11) for day in (1, 10, 21)]


@pytest.fixture
def db(worked: Desk) -> Iterator[sqlite3.Connection]:
    with reading(worked.db) as opened:
        yield opened


def _everybody(db: sqlite3.Connection) -> list[int]:
    return [row["id"] for row in db.execute("SELECT id FROM leads ORDER BY id")]


def _all_conducts(db: sqlite3.Connection, _: object, policy: Policy) -> Iterator[tuple[int, Conduct]]:
    """Every lead that has begun, walked through."""
    for lead, facts in sorted(facts_of(db, _everybody(db)).items()):
        if min(facts).at <= f"{TODAY}T23:59":
            yield lead, conduct_of(facts, policy, TODAY)


def _none_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if somebody had worked every lead: each is walked through, none is counted alike."""
    monkeypatch.setattr(lives, "_visits_alone", lambda db, leads: {})
    monkeypatch.setattr(actives, "grades_given", lambda db, leads: {})
    monkeypatch.setattr(evenings, "WORKED", "(1)")
    evenings._since.cache_clear()
    evenings._between.cache_clear()


@pytest.fixture
def walking(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    yield lambda: _none_alone(monkeypatch)
    evenings._since.cache_clear()
    evenings._between.cache_clear()


def test_every_table_of_facts_is_asked_who_was_worked_and_who_changed() -> None:
    """A new kind of fact that one of these forgets would leave leads out of past evenings."""
    assert {line.split(" FROM ")[1].split()[0] for line in evenings._SPOKEN} == set(FACT_TABLES)


def test_the_store_has_leads_of_both_sorts(db: sqlite3.Connection) -> None:
    leads = _everybody(db)
    assert 5 < len(lives.grades_given(db, leads)) < len(leads) - 5


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_a_months_discipline_is_that_of_all_leads(
    db: sqlite3.Connection, month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = followups(db, month_period(month, TODAY))
    monkeypatch.setattr(followups_report, "conducts", _all_conducts)
    assert found == followups(db, month_period(month, TODAY))
    assert found.team["due"] > 0


@pytest.mark.parametrize("consultant", [None, 1])
def test_the_stocks_of_a_year_are_what_a_replay_of_every_lead_finds(
    db: sqlite3.Connection, consultant: int | None
) -> None:
    policy, nights = policy_of(db), [month_period(month, TODAY).last_day for month in MONTHS]
    stocks = [Stock(night, TODAY, policy, consultant) for night in nights]
    expected = []
    for stock in stocks:
        known = [[fact for fact in facts if fact.at <= stock.night] for facts in facts_of(db, _everybody(db)).values()]
        stood = [replay(facts, policy).standing for facts in known if facts]
        expected.append(dict(Counter(standing.grade for standing in stood if stock.holds(standing))))
    assert active_by_grade(db, *stocks) == expected
    assert [active_by_grade(db, stock)[0] for stock in stocks] == expected


def test_the_months_of_a_year_are_those_asked_for_one_by_one(db: sqlite3.Connection) -> None:
    whole = traffic_of_year(db, year_period(2026, TODAY))
    assert whole == [traffic(db, month) for month in year_period(2026, TODAY).begun]


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_leads_that_visits_alone_speak_of_bring_what_a_walk_says(
    db: sqlite3.Connection, month: Month, walking: Callable[[], None]
) -> None:
    def tell() -> list[Any]:
        period = month_period(month, TODAY)
        listed = [list(behind_forecast(db, period, figure)) for figure in ("open", "opening")]
        return [forecast(db, period), prospects(db, period).record(), *listed]

    def plain(told: list[Any]) -> list[Any]:
        return [told[0], told[1] | {"prospects": list(told[1]["prospects"])}, *told[2:]]

    found = plain(tell())
    walking()
    assert found == plain(tell())


@pytest.mark.parametrize("day", DAYS)
def test_a_day_sheet_that_counts_alike_is_that_of_a_walk(
    db: sqlite3.Connection, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = day_sheet_of(db, day)
    found = [sheet.record(), *(list(behind_day(db, sheet, figure)) for figure in SHAPES if "." not in figure)]
    assert sum(sheet.alike["tomorrow"].values()) > 0
    monkeypatch.setattr(owed, "_APART", owed._ALL)
    walked = day_sheet_of(db, day)
    assert not any(walked.alike.values())
    assert found == [walked.record(), *(list(behind_day(db, walked, figure)) for figure in SHAPES if "." not in figure)]


def test_what_two_visits_of_one_minute_say_is_the_later_ones_word(desk: Desk, walking: Callable[[], None]) -> None:
    at = "2026-08-03T10:00"
    for kind, grade, budget in (("call", "H", "8万"), ("walk-in", "C", "10-12万")):
        words = ("--kind", kind, "--grade", grade, "--budget", budget)
        desk.run("log-visit", "--phone", "13800000001", *words, now=at, as_="Li Na")
    desk.run("log-visit", "--phone", "13800000001", "--kind", "call", "--grade", "A", now="2026-10-01T10:00")
    asked = ("report", "traffic", "--month", "2026-08"), ("report", "forecast", "--month", "2026-08")
    found = [desk.json(*words) for words in asked]
    assert found[0]["open_leads_by_grade"]["C"] == 1
    assert sum(line["amount"] for line in found[1]["open"]) == 110_000
    walking()
    assert [desk.json(*words) for words in asked] == found


def test_a_date_agreed_long_before_is_due_in_its_month(desk: Desk) -> None:
    lead = desk.lead("13800000001", "--grade", "H", at="2026-08-01T10:00")
    desk.run("followup", lead, "after the holidays", "--next", "2026-10-20", now="2026-08-02T10:00", as_="Li Na")
    desk.run("followup", lead, "--outcome", "no-answer", now="2026-08-20T10:00", as_="Li Na")
    due = desk.json("report", "followups", "--month", "2026-10", "--list", "due")
    assert [(window["lead"], window["due_by"], window["answered_at"]) for window in due] == [(lead, "2026-10-20", None)]


def test_who_sleeps_until_a_month_is_due_in_it(desk: Desk) -> None:
    lead = desk.lead("13800000001", "--grade", "H", at="2026-08-01T10:00")
    desk.run("dormant", lead, "--until", "2026-10-20", now="2026-08-02T10:00", as_="Li Na")
    due = desk.json("report", "followups", "--month", "2026-10", "--list", "due")
    assert [(window["lead"], window["due_by"]) for window in due] == [(lead, "2026-10-20")]


def test_a_month_walks_through_its_own_leads_only(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leads of years before stay open and owe their old contacts: no month but theirs looks at them."""
    for month in range(7, 11):
        for number in range(3):
            desk.lead(f"1380000{month:02}{number:02}", "--grade", "N", at=f"2026-{month:02}-0{number + 1}T10:00")
    looked: list[int] = []
    whole = lives._visits_alone

    def note_leads(db: Any, leads: Any) -> Any:
        looked.extend(leads)
        return whole(db, leads)

    monkeypatch.setattr(lives, "_visits_alone", note_leads)
    desk.run("report", "followups", "--month", "2026-10")
    assert sorted(looked) == [10, 11, 12]
    looked.clear()
    desk.run("report", "month", "--month", "2026-10")
    desk.run("report", "day", "--on", add_days("2026-10-31", 1))
    assert set(looked) <= {10, 11, 12}
