"""``report send-text``: a month in ten lines that go into a chat group as they are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from wcwidth import wcswidth

from tests.documents.conftest import Ask

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("period", [(), ("--month", "2026-10"), ("--week", "last"), ("--consultant", "李娜")])
def test_a_period_is_ten_lines_without_a_table(ask: Ask, lang: str, period: tuple[str, ...]) -> None:
    lines = ask("report", "send-text", *period, "--format", "plain", "--lang", lang).out.splitlines()
    assert len(lines) == 10
    assert all(lines)
    assert not any(mark in line for line in lines for mark in ("  ", "|", "─", "--"))
    assert max(map(wcswidth, lines[:9])) < 100


def test_the_figures_are_those_of_the_managers_page(ask: Ask) -> None:
    month = ask("report", "--month", "2026-10", "--json").json
    data = ask("report", "send-text", "--month", "2026-10", "--json").json
    assert data["stages"] == {row["stage"]: row["count"] for row in month["funnel"]["stages"]}
    assert data["sold"] == month["traffic"]["showroom_sales"]
    assert data["on_time_rate"] == month["followups"]["team"]["on_time_rate"]
    before = ask("report", "funnel", "--month", "2026-09", "--json").json["stages"]
    assert data["before"] == {row["stage"]: row["count"] for row in before if row["stage"] in data["before"]}
    text = ask("report", "send-text", "--month", "2026-10", "--lang", "zh").out
    assert f"客流{data['stages']['traffic']}，上期{data['before']['traffic']}" in text


def test_an_ended_month_is_short_of_its_target_and_has_nothing_to_go(ask: Ask) -> None:
    october = ask("report", "send-text", "--month", "2026-10").out
    assert "Sold 5 of 9 cars (55.6%), 4 short" in october
    assert "days left" in ask("report", "send-text").out


def test_a_consultants_lines_are_of_their_own_work_and_target(ask: Ask) -> None:
    asked = ("report", "send-text", "--month", "2026-10", "--consultant", "李娜")
    team = ask("report", "followups", "--month", "2026-10", "--consultant", "李娜", "--json").json["team"]
    assert f"Follow-ups {team['follow_ups']}, {team['advances']} of them moved something" in ask(*asked).out
    assert "Sold most" not in ask(*asked).out
    own = ask("report", "targets", "--month", "2026-10", "--consultant", "李娜", "--json").json
    assert ask(*asked, "--json").json["target"] == own["sales_target"]


def test_days_to_come_are_not_cut_at_today(ask: Ask) -> None:
    assert "up to" not in ask("report", "send-text", "--month", "2027-03").out
    assert "up to 11-22" in ask("report", "send-text").out
    assert "销量领先：暂无" in ask("report", "send-text", "--month", "2027-03", "--lang", "zh").out


@pytest.mark.parametrize("more", [("--by", "source"), ("--list", "leads"), ("--compare", "year"), ("--cohort",)])
def test_it_has_no_place_for_more(ask: Ask, more: tuple[str, ...]) -> None:
    assert "send-text" in ask("report", "send-text", *more, code=2).err


def test_the_months_page_and_workbook_come_from_cron(toured: Path, tmp_path: Path) -> None:
    leadctl = tmp_path / "bin" / "leadctl"
    leadctl.parent.mkdir()
    leadctl.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m leadctl "$@"\n', encoding="utf-8")
    leadctl.chmod(0o755)
    around = {
        **os.environ,
        "PATH": f"{leadctl.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "LEADCTL_DB": str(toured),
        "LEADCTL_LANG": "zh",
        "MAIL_CMD": "tee mail",
    }
    script = ["sh", str(ROOT / "examples/monthly-mail.sh"), "2026-10"]
    subprocess.run(script, env=around, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "report-2026-10.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "report-2026-10.xlsx").read_bytes().startswith(b"PK")
    mail = (tmp_path / "mail").read_text(encoding="utf-8").splitlines()
    assert mail[0] == mail[2]
    assert "2026-10" in mail[0]
    assert len(mail) == 12
