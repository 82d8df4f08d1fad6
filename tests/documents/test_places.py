"""``-o``: the name of the file says the format, and what leadctl does not write is refused (docs/reports.md, Files)."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from leadctl.errors import WrongUsage
from leadctl.render.places import find_format_of
from tests.documents.conftest import Ask
from tests.render.conftest import shown  # noqa: F401 - a fixture
from tests.render.pages import PAGE

MARK = b"\xef\xbb\xbf"
FUNNEL = ("report", "funnel", "--month", "2026-10")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("funnel.csv", MARK + b"stage,count"),
        ("funnel.json", b'{\n  "month": "2026-10"'),
        ("funnel.jsonl", b'{"month": "2026-10"'),
        ("funnel.md", b"# "),
        ("funnel.html", b"<!DOCTYPE html>"),
        ("funnel.xlsx", b"PK\x03\x04"),
        ("FUNNEL.CSV", MARK + b"stage,count"),
    ],
)
def test_the_suffix_says_the_format(ask: Ask, tmp_path: Path, name: str, begins: bytes) -> None:
    assert ask(*FUNNEL, "-o", tmp_path / name).out == ""
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_text_file_is_plain(ask: Ask, tmp_path: Path) -> None:
    ask(*FUNNEL, "-o", tmp_path / "funnel.txt")
    assert (tmp_path / "funnel.txt").read_text(encoding="utf-8") == ask(*FUNNEL, "--format", "plain").out


@pytest.mark.parametrize("name", ["funnel", "funnel.report", "funnel.2026-10"])
def test_no_suffix_and_an_unknown_one_write_what_is_printed(ask: Ask, tmp_path: Path, name: str) -> None:
    ask(*FUNNEL, "-o", tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8") == ask(*FUNNEL).out


@pytest.mark.parametrize("name", ["funnel.csv", "funnel.html", "funnel.xlsx", "funnel.pdf", "funnel.txt"])
def test_a_format_that_is_named_wins(ask: Ask, tmp_path: Path, name: str) -> None:
    ask(*FUNNEL, "--json", "-o", tmp_path / name)
    assert json.loads((tmp_path / name).read_bytes()) == ask(*FUNNEL, "--json").json
    ask(*FUNNEL, "--format", "xlsx", "-o", tmp_path / name)
    assert zipfile.is_zipfile(tmp_path / name)


@pytest.mark.parametrize(
    ("suffix", "instead"),
    [(".xls", ".xlsx"), (".ods", ".xlsx"), (".pdf", ".html"), (".docx", ".html"), (".png", ".html")],
)
def test_what_is_not_written_is_refused_with_what_to_use(ask: Ask, tmp_path: Path, suffix: str, instead: str) -> None:
    told = ask(*FUNNEL, "-o", tmp_path / f"funnel{suffix}", code=2)
    assert f"-o funnel{instead}" in told.err
    assert list(tmp_path.glob("funnel*")) == []
    told = ask("export", "-o", tmp_path / f"store{suffix}", code=2)
    assert f"-o store{instead}" in told.err
    assert list(tmp_path.glob("store*")) == []


def test_only_a_csv_file_begins_with_a_byte_order_mark(ask: Ask, tmp_path: Path) -> None:
    assert not ask(*FUNNEL, "--format", "csv").out.startswith("\ufeff")
    ask(*FUNNEL, "--format", "csv", "-o", tmp_path / "funnel.txt")
    assert (tmp_path / "funnel.txt").read_text(encoding="utf-8") == ask(*FUNNEL, "--format", "csv").out
    ask(*FUNNEL, "-o", tmp_path / "funnel.csv")
    assert (tmp_path / "funnel.csv").read_bytes() == MARK + (tmp_path / "funnel.txt").read_bytes()


def test_a_page_of_several_tables_goes_into_a_folder_a_file_a_table(ask: Ask, tmp_path: Path) -> None:
    month = ("report", "--month", "2026-10")
    ask(*month, "-o", f"{tmp_path}/month/")
    files = {path.name: path.read_bytes() for path in (tmp_path / "month").iterdir()}
    assert {"targets.csv", "forecast.csv", "leaks.csv", "consultants.csv", "defeats.csv"} <= set(files)
    assert all(content.startswith(MARK) for content in files.values())
    printed = ask(*month, "--format", "csv").out
    assert all(content[3:].decode("utf-8") in printed for content in files.values())
    rows = list(csv.DictReader(files["consultants.csv"].decode("utf-8-sig").splitlines()))
    assert [row["due"] for row in rows] == [
        str(row["due"]) for row in ask(*month, "--json").json["followups"]["consultants"]
    ]


def test_a_folder_takes_nothing_but_csv(ask: Ask, tmp_path: Path) -> None:
    assert "CSV" in ask(*FUNNEL, "--json", "-o", f"{tmp_path}/made/", code=2).err
    assert not (tmp_path / "made").exists()
    ask(*FUNNEL, "--format", "csv", "-o", f"{tmp_path}/made/")
    assert len(list((tmp_path / "made").iterdir())) == 1


def test_a_folder_that_is_named_as_a_file_is_refused_as_before(ask: Ask, tmp_path: Path) -> None:
    assert "it is a folder" in ask(*FUNNEL, "-o", tmp_path, code=1).err


def test_a_workbook_is_not_printed_on_a_terminal(shown: Callable[..., str]) -> None:  # noqa: F811 - the fixture
    with pytest.raises(WrongUsage, match=r"-o FILE\.xlsx"):
        shown(PAGE, "xlsx", terminal=True)


def test_a_name_says_its_format_whatever_its_letters() -> None:
    assert find_format_of("2026.10.XLSX", None) == "xlsx"
    assert find_format_of("a.csv/b", None) is None
