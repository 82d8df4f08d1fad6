"""How reports are asked for, and how they look."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from leadctl.commands.report import Asked, _page
from leadctl.commands.session import Session
from leadctl.render.output import show
from leadctl.reports import find_report
from leadctl.store.access import read_store
from tests.reports.conftest import Desk

REPORTS = ("month", "funnel", "traffic", "defeats")


@pytest.mark.parametrize(
    "words",
    [
        ("horoscope",),
        ("funnel", "--by", "zodiac"),
        ("traffic", "--cohort"),
        ("prospects", "--year", "2026"),
        ("traffic", "--year", "2026", "--month", "2026-10"),
        ("funnel", "--by", "source", "--list", "leads"),
        ("funnel", "--list", "happiness"),
        ("traffic", "--list", "new_leads_by_grade.X"),
        ("traffic", "--list", "open_leads_by_grade.A", "--year", "2026"),
        ("defeats", "--list", "models.Unknown"),
        ("defeats", "--list", "models.X5.happiness"),
        ("defeats", "--list", "by_consultant.Nobody"),
        ("defeats", "--list", "rivals."),
        ("month", "--list", "happiness"),
        ("month", "--list", "churn.happiness"),
    ],
    ids=" ".join,
)
def test_what_does_not_exist_or_go_together_is_wrong_usage(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.run("report", *words, code=2).strip()


def test_an_unknown_report_or_figure_is_answered_with_the_known_ones(desk: Desk) -> None:
    assert all(name in desk.run("report", "horoscope", code=2) for name in REPORTS)
    assert "test_drives" in desk.run("report", "funnel", "--list", "happiness", code=2)
    assert "stay_30" in desk.run("report", "--list", "happiness", code=2)
    assert "rivals.RIVAL" in desk.run("report", "defeats", "--list", "happiness", code=2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("funnel", "--month", "bad"), "--month 'bad' is no month; it reads like 2026-11, or last."),
        (("funnel", "--week", "47"), "--week '47' is no week; it reads like 2026-W47, or last."),
        (("funnel", "bad"), "'bad' is too much"),
        (("pivot", "order", "--rows", "source"), "There is no figure 'order'; "),
        (("pivot", "order", "--rows", "source"), "Did you mean orders"),
        (("pivot", "leads", "--rows", "sourse"), "Did you mean source?"),
        (("funnel", "--by", "chanel"), "Did you mean channel?"),
        (("followups", "--list", "on_tim"), "Did you mean on_time"),
    ],
)
def test_a_word_that_is_none_is_answered_with_what_was_meant(desk: Desk, words: tuple[str, ...], said: str) -> None:
    assert said in desk.run("report", *words, code=2)


def test_an_unknown_consultant_is_refused_with_near_names(desk: Desk) -> None:
    assert "Li Na" in desk.run("report", "--consultant", "Li Nan", code=1)


def test_the_figures_of_somebody_who_left_can_still_be_asked_for(desk: Desk) -> None:
    desk.lead("13800138001", at="2026-10-02T10:00", as_="Zhao Lei")
    desk.run("assign", "--from", "Zhao Lei", "--to", "Li Na", now="2026-10-05T10:00")
    desk.run("staff", "leave", "Zhao Lei", now="2026-10-06T10:00")
    assert desk.json("report", "--month", "2026-10", "--consultant", "Zhao Lei")["month"] == "2026-10"


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("style", ["table", "plain", "markdown"])
def test_a_report_is_titled_with_the_stores_name_and_its_month(worked: Desk, name: str, style: str) -> None:
    title = worked.run("report", name, "--month", "2026-10", "--format", style).splitlines()[0]
    assert "Test store" in title
    assert "2026-10" in title


def _drawn(desk: Desk, words: dict[str, Any], capsys: pytest.CaptureFixture[str], lang: str = "en") -> list[str]:
    """The lines of a report on a terminal of 80 columns."""
    session = Session(str(desk.db), None, lang)
    with read_store(desk.db) as db:
        asked = Asked(month=words.get("month"), year=words.get("year"), by=words.get("by"))
        page = _page(session, db, words["name"], find_report(words["name"]), asked)
    show(page, "table", out=None, limit=None, translate=session.translate, width=80)
    return capsys.readouterr().out.splitlines()


def test_the_funnel_has_bars_and_what_was_lost(worked: Desk) -> None:
    printed = worked.run("report", "funnel", "--month", "2026-10")
    assert "█" in printed
    churn = worked.json("report", "funnel", "--month", "2026-10")["churn"]
    assert f"Defeats {churn['defeat']} · Lost contact {churn['lost_contact']}" in printed


def test_a_year_is_read_in_parts_on_a_terminal_too_narrow_for_it(
    worked: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADCTL_NOW", "2026-11-22T18:00")
    lines = _drawn(worked, {"name": "traffic", "year": "2026"}, capsys)
    heads = [line.split()[1:] for line in lines if line.startswith("Figure")]
    assert len(heads) == 2
    shown = [name for head in heads for name in head]
    assert shown == [
        *(f"{number:02}" for number in range(1, 12)),
        "Total",
        "Average",
    ]


def _csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_of_a_month_has_a_line_a_figure_under_the_names_that_list_takes(worked: Desk) -> None:
    rows = {row["figure"]: row["value"] for row in _csv(worked.run("report", "traffic", "--format", "csv"))}
    figures = worked.json("report", "traffic")
    assert rows["first_visits"] == str(figures["first_visits"])
    assert float(rows["return_share"]) == figures["return_share"]
    assert rows["open_leads_by_grade.H"] == str(figures["open_leads_by_grade"]["H"])


def test_csv_of_a_year_is_one_table(worked: Desk) -> None:
    rows = _csv(worked.run("report", "traffic", "--year", "2026", "--format", "csv"))
    assert list(rows[0]) == ["figure", *(f"2026-{number:02}" for number in range(1, 12))]
    assert rows[0]["2026-10"] == str(worked.json("report", "traffic", "--month", "2026-10")["traffic"])


def test_csv_of_groups_has_the_counts_under_the_names_of_the_stages(worked: Desk) -> None:
    asked = ("report", "funnel", "--month", "2026-10", "--by", "source")
    rows = {row["group"]: row for row in _csv(worked.run(*asked, "--format", "csv"))}
    for group in worked.json(*asked)["groups"]:
        for stage in group["stages"]:
            assert rows[group["group"] or ""][stage["stage"]] == str(stage["count"])


def test_csv_of_defeats_has_a_line_a_cell_of_the_matrix(worked: Desk) -> None:
    asked = ("report", "defeats", "--year", "2026")
    lines = worked.run(*asked, "--format", "csv").split("\n\n")[0].splitlines()
    rows = _csv("\n".join(lines[1:]))
    total = worked.json(*asked)["total"]
    assert {row["reason"]: int(row["count"]) for row in rows if row["model"] == ""} == total["counts"]
    assert len(rows) == 14 * (len(worked.json(*asked)["models"]) + 1)


def test_phones_are_masked_in_lists_unless_revealed(desk: Desk) -> None:
    desk.lead("13800138001", at="2026-10-02T10:00")
    asked = ("report", "funnel", "--month", "2026-10", "--list", "leads")
    assert desk.json(*asked)[0]["phone"] == "138****8001"
    assert desk.json(*asked, "--reveal")[0]["phone"] == "13800138001"


def test_a_list_tells_visits_orders_and_sales_by_their_ids(worked: Desk) -> None:
    asked = ("report", "traffic", "--month", "2026-10", "--list")
    assert worked.json(*asked, "traffic")[0].keys() >= {"visit", "lead", "customer_id", "at", "kind", "is_new"}
    sold = worked.json(*asked, "total_sales")
    assert {key for record in sold for key in ("order", "sale") if key in record} == {"order", "sale"}
    assert all(type(record["is_new"]) is bool for record in worked.json(*asked, "traffic"))


def test_an_empty_list_says_so(desk: Desk) -> None:
    assert desk.json("report", "--list", "orders") == []
    assert "Nothing to show" in desk.run("report", "--list", "orders")


def test_the_managers_page_says_nothing_of_churn_when_there_was_none(desk: Desk) -> None:
    assert "Verification" not in desk.run("report")
