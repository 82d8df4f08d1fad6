"""The audit of a store that has worked for months, against what other commands tell of the same leads and visits."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from datetime import date, timedelta
from typing import Any

import pytest

from leadctl.commands.audit import _page, _title
from leadctl.commands.inputs import read_month
from leadctl.commands.session import Session
from leadctl.domain.periods import month_period
from leadctl.render.output import show
from leadctl.reports.audit import FIGURES, audit_of
from leadctl.store.access import read_store
from tests.reports.conftest import MONTHS, NOW, Desk

TODAY = NOW[:10]
NEGLECT = {"H": 3, "A": 7, "B": 14, "C": 30, "N": 30, "O": 30, None: 30}
"""The house's rule, and 30 days for an ungraded lead, which counts as the coldest grade."""


def _found(desk: Desk, check: str, month: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = desk.json("audit", "--list", check, "--month", month)
    return records


def _lacks(card: dict[str, Any]) -> list[str]:
    """What a card as ``show`` prints it does not have."""
    notes = [fact["note"] for fact in card["history"] if fact["fact"] in ("visit", "followup")]
    has = {key: card[key] for key in ("phone", "grade", "model", "consultant", "source")}
    has |= {"name": card["customer"], "word": any(notes)}
    return sorted(key for key, value in has.items() if not value)


def test_the_store_has_something_for_most_checks(worked: Desk) -> None:
    """Else the tests below prove little."""
    counts = [worked.json("audit", "--month", month)["counts"] for month in MONTHS]
    silent = {check for check in counts[0] if not any(found[check] for found in counts)}
    never = {"no-next-date", "spot-false", "to-call", "not-in-policy", "need-passed", "need-nearer", "dated-ahead"}
    never |= {"not-updated", "do-not-contact"}
    assert silent <= never | {"planned-beyond-window", "no-advance"}


@pytest.mark.parametrize("month", MONTHS)
def test_a_card_lacks_what_its_lead_does_not_show(worked: Desk, month: str) -> None:
    opened = [row["lead"] for row in worked.json("report", "funnel", "--list", "leads", "--month", month)]
    cards = {lead: worked.json("show", lead) for lead in opened}
    won_back = {lead for lead, card in cards.items() if card["history"][0].get("origin") == "win-back"}
    expected = {lead: _lacks(card) for lead, card in cards.items() if lead not in won_back}
    told = {row["lead"]: sorted(row["missing"]) for row in _found(worked, "cards", month)}
    assert told == expected
    complete = sum(1 for lacking in expected.values() if not lacking)
    audited = worked.json("audit", "--month", month)["cards"]
    assert (audited["cards"], audited["complete"]) == (len(expected), complete)


@pytest.mark.parametrize("month", MONTHS)
def test_gaps_of_the_register_are_those_of_its_visits(worked: Desk, month: str) -> None:
    visits = worked.json("report", "traffic", "--list", "traffic", "--month", month)

    def those(wanted: Any) -> list[int]:
        return sorted(visit["visit"] for visit in visits if wanted(visit))

    def listed(check: str) -> list[int]:
        return sorted(row["visit"] for row in _found(worked, check, month))

    assert listed("no-contact") == those(lambda visit: visit["customer_id"] is None)
    with sqlite3.connect(worked.db) as db:
        unserved = {row[0] for row in db.execute("SELECT id FROM visits WHERE consultant IS NULL")}
    assert listed("no-consultant") == those(lambda v: v["visit"] in unserved and v["kind"] != "online")
    past = [visit["visit"] for visit in visits if visit["at"][:10] < TODAY]
    open_ = those(lambda visit: visit["kind"] == "walk-in" and not visit["left_at"])
    assert listed("no-leaving-time") == [visit for visit in open_ if visit in past]


def test_neglect_is_what_the_due_list_has_overdue_for_too_long(worked: Desk) -> None:
    """Of a lead that was handed over while it was overdue the new owner's days count."""
    due = worked.json("due", "--all", "--overdue")
    owed = [row for row in due if row["lead"] is not None and row["task"] != "verification"]
    late = {row["lead"]: row for row in owed if row["days_over"] > NEGLECT[row["grade"]]}
    expected = {lead: row["days_over"] for lead, row in late.items() if not _taken_over_lately(worked, row)}
    assert expected
    assert {row["lead"]: row["days_over"] for row in _found(worked, "neglected", "2026-11")} == expected


def _taken_over_lately(desk: Desk, row: dict[str, Any]) -> bool:
    handed = [fact["at"] for fact in desk.json("show", row["lead"])["history"] if fact["fact"] == "assignment"]
    spared = (date.fromisoformat(TODAY) - timedelta(days=NEGLECT[row["grade"]])).isoformat()
    return bool(handed) and max(handed)[:10] >= spared


def test_churn_waits_too_long_once_its_call_back_is_overdue(worked: Desk) -> None:
    due = worked.json("due", "--all", "--overdue", as_="Mei")
    waiting = {row["lead"] for row in due if row["task"] == "verification"}
    found = {row["lead"] for row in _found(worked, "unverified", "2026-11")}
    assert waiting <= found  # and those that were tried and are due today
    pending = worked.json("report", "defeats", "--year", "2026")["verification"]["pending"]
    assert len(found) <= pending


@pytest.mark.parametrize("month", MONTHS)
def test_shares_are_those_of_the_reports(worked: Desk, month: str) -> None:
    shares = worked.json("audit", "--month", month)["shares"]
    page = worked.json("report", "--month", month)
    assert shares["contact-rate"] == page["traffic"]["contact_rate"]
    assert shares["churn-coverage"] == page["churn"]["verification"]["coverage"]


@pytest.mark.parametrize("month", MONTHS)
def test_every_figure_of_the_audit_can_be_listed(worked: Desk, month: str) -> None:
    counts = worked.json("audit", "--month", month)["counts"]
    for figure in FIGURES:
        found = _found(worked, figure, month)
        assert len(found) == counts.get(figure, len(found)), figure


def test_an_audit_as_csv_has_every_record(worked: Desk) -> None:
    page = worked.json("audit")
    parts = worked.run("audit", "--format", "csv").split("\n\n")
    assert [part.splitlines()[0] for part in parts] == ["checks", "cards", "spot_checks", "records"]
    rows = list(csv.DictReader(io.StringIO(parts[3].partition("\n")[2])))
    assert len(rows) == sum(page["counts"].values())
    checks = {row["check"]: row["found"] for row in csv.DictReader(io.StringIO(parts[0].partition("\n")[2]))}
    assert checks["no-leaving-time"] == str(page["counts"]["no-leaving-time"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_audit_fits_80_columns(worked: Desk, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    from rich.cells import cell_len

    session = Session(db=str(worked.db), lang=language)
    with read_store(worked.db) as db:
        found = audit_of(db, month_period(read_month(None, TODAY), TODAY))
        page = _page(session, found, _title(session, db, found.month))
    show(page, "table", out=None, limit=None, translate=session.translate, width=80)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert sum(1 for line in lines if re.search(r"leadctl audit --list [a-z-]+$", line)) >= 3
