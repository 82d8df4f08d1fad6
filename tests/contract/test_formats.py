"""One set of figures in every form, on a screen, in a pipe and in a file."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import Any

import pytest

LI = "13800138001"


@pytest.fixture
def stocked(shop: Any, fill_once: Any) -> Any:
    fill_once(shop.db, _come, shop)
    return shop


def _come(shop: Any) -> None:
    shop.visit(LI, "--name", "张伟", "--grade", "A", "--model", "Lavida", at="2026-11-20T10:00")
    shop.visit("13800138002", "--name", "李静", "--grade", "H", "--model", "Passat", at="2026-11-20T11:00")


LISTINGS = (("due", "--all"), ("visits", "--on", "2026-11-20"), ("find", "张"), ("staff", "list"), ("operations",))


@pytest.mark.parametrize("listing", LISTINGS, ids=" ".join)
def test_json_csv_and_jsonl_hold_the_same_rows(stocked: Any, listing: tuple[str, ...]) -> None:
    rows = stocked.run(*listing, "--format", "json").json
    assert rows
    lines = [json.loads(line) for line in stocked.run(*listing, "--format", "jsonl").out.splitlines()]
    assert lines == rows
    table = list(csv.DictReader(io.StringIO(stocked.run(*listing, "--format", "csv").out)))
    assert len(table) == len(rows)
    assert all(header.isascii() for header in table[0])


def test_a_line_of_the_due_list_has_the_same_columns_in_csv_as_in_json(stocked: Any) -> None:
    (first, *_) = stocked.run("due", "--all", "--json").json
    header = stocked.run("due", "--all", "--format", "csv").out.splitlines()[0]
    assert header.split(",") == list(first)


@pytest.mark.parametrize("listing", LISTINGS, ids=" ".join)
@pytest.mark.parametrize("style", ["table", "plain", "markdown"])
def test_people_read_the_same_rows(stocked: Any, listing: tuple[str, ...], style: str) -> None:
    out = stocked.run(*listing, "--format", style).out
    rows = stocked.run(*listing, "--json").json
    named = [row[key] for row in rows for key in ("customer", "name") if row.get(key)]
    assert all(name in out for name in named)
    assert out.strip()


def test_json_is_short_for_the_format(stocked: Any) -> None:
    assert stocked.run("due", "--all", "--json").out == stocked.run("due", "--all", "--format", "json").out


def test_markdown_is_a_table_of_pipes(stocked: Any) -> None:
    lines = stocked.run("due", "--all", "--format", "markdown").out.splitlines()
    assert sum(line.startswith("|") for line in lines) >= 3  # headers, rule, rows
    assert any(set(line) <= set("|-: ") and "-" in line for line in lines)


def test_codes_and_headers_are_english_in_every_language(stocked: Any) -> None:
    for lang in ("en", "zh"):
        assert stocked.run("--lang", lang, "due", "--all", "--json").json[0]["task"] == "first-follow-up"
        header = stocked.run("due", "--all", "--format", "csv", "--lang", lang).out.splitlines()[0]
        assert "days_over" in header


@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"COLUMNS": "80"}])
def test_piped_output_has_no_control_codes(stocked: Any, variables: dict[str, str]) -> None:
    for command in (("due", "--all"), ("show", LI), ("report",), ("report", "traffic")):
        assert "\x1b" not in stocked.run(*command, env=variables).said


def test_piped_output_is_never_cut(stocked: Any) -> None:
    note = "很长的备注" * 40
    stocked.do("followup", LI, note, now="2026-11-21T10:00")
    assert note in stocked.run("due", "--all", "--on", "2026-12-31", "--format", "plain", env={"COLUMNS": "80"}).out


def test_an_unknown_format_is_wrong_usage(stocked: Any) -> None:
    stocked.run("due", "--format", "smoke-signals", code=2)


@pytest.mark.parametrize("command", [("due", "--all"), ("show", LI), ("find", "张")], ids=" ".join)
def test_phones_are_whole_where_one_calls(stocked: Any, command: tuple[str, ...]) -> None:
    assert LI in stocked.run(*command, "--json").out


def test_phones_are_masked_in_reports_unless_revealed(stocked: Any) -> None:
    asked = ("report", "traffic", "--month", "2026-11", "--list", "contacts", "--json")
    masked = stocked.run(*asked).out
    assert LI not in masked
    assert "138****8001" in masked
    assert LI in stocked.run(*asked, "--reveal", as_="Chen Jing").out


def test_phones_are_masked_in_errors(stocked: Any) -> None:
    assert "13900139000" not in stocked.run("followup", "13900139000", code=1).said


def test_output_goes_to_a_file_that_only_its_owner_reads(stocked: Any) -> None:
    path = stocked.folder / "due.csv"
    result = stocked.run("due", "--all", "--format", "csv", "-o", path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert result.out == ""
    assert len(list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))) == 2


def test_a_report_goes_to_a_file_too(stocked: Any) -> None:
    path = stocked.folder / "month.json"
    stocked.run("report", "--json", "-o", path)
    assert json.loads(path.read_text())["month"] == "2026-11"


def test_an_output_that_cannot_be_written_is_a_refusal(stocked: Any) -> None:
    stocked.run("due", "--all", "-o", stocked.folder / "no" / "such" / "folder" / "due.csv", code=1)


def test_the_database_is_never_written_over(stocked: Any) -> None:
    before = stocked.db.read_bytes()
    stocked.run("due", "--all", "-o", stocked.db, code=(1, 2))
    assert stocked.db.read_bytes() == before


def test_a_closed_pipe_is_silent(stocked: Any) -> None:
    command = [sys.executable, "-m", "leadctl", "--as", "Mei", "due", "--all", "--json"]
    environment = stocked.environment("2026-11-22T08:30", {})
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as reader:
        assert reader.stdout is not None
        assert reader.stderr is not None
        reader.stdout.close()
        said = reader.stderr.read()
        assert (reader.wait(60), said) == (0, b"")


def test_a_gbk_terminal_shows_chinese_names(stocked: Any) -> None:
    environment = stocked.environment("2026-11-22T08:30", {"PYTHONIOENCODING": "gbk", "NO_COLOR": "1"})
    command = [sys.executable, "-m", "leadctl", "--as", "Mei", "due", "--all"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "张伟" in done.stdout.decode("gbk")
