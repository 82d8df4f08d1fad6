"""The words of the reports' tables: headings that differ, people and sources that are named, units that are said."""

from __future__ import annotations

from typing import Any

import pytest

from leadctl.commands.report import Asked, _page
from leadctl.commands.session import Session
from leadctl.render.page import SCREEN, TEXT, Table
from leadctl.reports import find_report, report_names
from leadctl.store.access import read_store
from tests.reports.conftest import Desk

P1 = "13800138001"
ASKED: dict[str, dict[str, Any]] = {name: {} for name in report_names() if name != "pivot"}


def _tables(desk: Desk, name: str, lang: str, reader: str, **asked: Any) -> tuple[Table, ...]:
    session = Session(str(desk.db), None, lang)
    with read_store(str(desk.db)) as db:
        page = _page(session, db, name, find_report(name), Asked(**asked))
        return page.tables_for(reader)


@pytest.mark.parametrize("reader", [SCREEN, TEXT])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", list(ASKED))
def test_no_two_columns_of_a_table_have_one_heading(
    worked: Desk, name: str, lang: str, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADCTL_NOW", "2026-11-22T18:00")
    translate = Session(str(worked.db), None, lang).translate
    asked = {"on": "2026-11-20"} if name == "day" else {"month": "2026-10"}
    for table in _tables(worked, name, lang, reader, **asked):
        titles = [translate(column.title) for column in table.columns_for(reader) if column.title]
        assert len(titles) == len(set(titles)), titles


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "name", ["month", "funnel", "traffic", "defeats", "followups", "channels", "appointments", "owners", "profile"]
)
def test_no_two_figures_of_a_comparison_have_one_label(
    worked: Desk, name: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADCTL_NOW", "2026-11-22T18:00")
    (table,) = _tables(worked, name, lang, SCREEN, month="2026-10", compare="previous")
    labels = [(row["section"], row["label"]) for row in table.rows]
    assert len(labels) == len(set(labels)), labels


@pytest.fixture
def nameless(desk: Desk) -> Desk:
    """An enquiry without channel, source and owner, a cost of a campaign without a kind."""
    desk.run("log-visit", "--kind", "online", "--phone", P1, "--at", "2026-11-20T10:00", now="2026-11-20T10:00")
    desk.run("campaign", "add", "Autumn fair", "--start", "2026-11-10", "--kind", "tour")
    desk.run("campaign", "add", "Fair without a kind", "--start", "2026-11-11")
    return desk


@pytest.mark.parametrize(
    "words",
    [
        ("channels",),
        ("funnel", "--by", "source"),
        ("funnel", "--by", "consultant"),
        ("traffic", "--by", "channel"),
        ("campaigns", "--by", "kind"),
    ],
    ids=" ".join,
)
def test_what_nobody_and_nothing_is_named_for_is_unassigned(nameless: Desk, words: tuple[str, ...]) -> None:
    lines = nameless.run("report", *words).splitlines()
    assert any(line.startswith("unassigned") for line in lines)
    assert not any(line.startswith(("–", "-  ")) for line in lines)
    assert "未分配" in nameless.run("report", *words, "--lang", "zh")


def test_kinds_of_campaigns_are_read_in_the_readers_language(nameless: Desk) -> None:
    assert "巡回试驾" in nameless.run("report", "campaigns", "--lang", "zh")
    assert nameless.json("report", "campaigns", "--by", "kind")[-1]["group"] is None


def test_the_first_follow_up_by_the_next_day_has_its_chinese_name(worked: Desk) -> None:
    printed = worked.run("report", "followups", "--month", "2026-10", "--lang", "zh")
    assert "次日回访率" in printed
    assert "次日首访" not in printed


def test_minutes_and_money_are_said_to_be_such(nameless: Desk) -> None:
    assert "To call: the median minutes" in nameless.run("report", "--month", "2026-11")
    assert "Money in yuan" in nameless.run("report", "campaigns")


def test_a_limit_takes_so_many_rows_of_a_report(worked: Desk) -> None:
    whole = worked.json("report", "followups", "--month", "2026-10")
    first = worked.json("report", "followups", "--month", "2026-10", "--limit", "2")
    assert first["consultants"] == whole["consultants"][:2]
    assert first["team"] == whole["team"]


def test_a_limit_leaves_the_sums_which_are_of_all(worked: Desk) -> None:
    asked = ("report", "pivot", "leads", "--rows", "model", "--month", "2026-10", "--format", "csv")
    whole, first = (worked.run(*asked, *more).splitlines() for more in ((), ("--limit", "1")))
    assert len(whole) > 3
    assert first == [*whole[:2], whole[-1]]
    for name in ("followups", "consultants", "defeats", "prospects"):
        rows = worked.run("report", name, "--month", "2026-10", "--limit", "1", "--format", "markdown").splitlines()
        assert any("| Team " in row or "| Total " in row for row in rows), name


def test_two_stores_in_one_line_are_refused(desk: Desk) -> None:
    for words in (
        ("--db", desk.db, "report", "--db", "other.db"),
        ("report", "--db", desk.db, "--db=other.db"),
        ("--db", "other.db", "--db", desk.db, "report"),
    ):
        assert "two stores" in desk.run(*words, code=2)
    assert desk.run("--db", desk.db, "report", "--db", desk.db)


def test_one_is_not_counted_in_the_plural(desk: Desk) -> None:
    desk.run("log-visit", "--phone", P1, "--party", "1", "--at", "2026-11-20T10:00", now="2026-11-20T10:00")
    assert "1 person" in desk.run("show", P1)
    assert "1 persons" not in desk.run("show", P1)
    path = desk.db.parent / "bad.csv"
    path.write_text("arrived_at,phone\n2026-11-02T10:00,12\n")
    assert "1 bad row," in desk.run("log-visit", "--from", path, code=3)
