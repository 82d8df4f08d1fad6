"""``leadctl import --check FILE``: what a file is taken for, without a store."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from leadctl.cli import main
from tests.intake.workbooks import HEADERS, write_book

VISITS = "远山汽车\n日期,手机,姓名,货架\n2026/11/2,13900010001,王芳,东\n\n2026/11/3,13900010002,李静,西\n"


def check(capsys: pytest.CaptureFixture[str], *words: str | Path) -> Any:
    """What the command prints for a program."""
    assert main(["import", "--check", *map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture(autouse=True)
def _without_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADCTL_DB", str(tmp_path / "none.db"))
    monkeypatch.chdir(tmp_path)


def test_a_text_file_is_told_by_its_encoding_header_columns_and_first_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "r.csv").write_bytes(VISITS.encode("gbk"))
    told = check(capsys, "r.csv", "--kind", "visits")
    assert (told["container"], told["encoding"], told["packed"], told["kind"]) == ("csv", "gb18030", None, "visits")
    (sheet,) = told["sheets"]
    assert (sheet["sheet"], sheet["read"], sheet["header_line"], sheet["unread"]) == (None, True, 2, ["货架"])
    assert [(column["column"], column["field"]) for column in sheet["columns"]] == [
        ("A", "date"),
        ("B", "phone"),
        ("C", "name"),
        ("D", None),
    ]
    assert sheet["rows"] == [
        {"line": 3, "cells": ["2026/11/2", "139****0001", "王芳", "东"]},
        {"line": 5, "cells": ["2026/11/3", "139****0002", "李静", "西"]},
    ]
    assert not (tmp_path / "none.db").exists()


def test_the_sheets_of_a_workbook_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    days = {"10月": ("2026/10/2", "13900010001", "王芳"), "11月": ("2026/11/2", "13900010002", "李静")}
    sheets: dict[str, list[tuple[str, ...]]] = {"封面": [("说明",)], "旧": [HEADERS]}
    for name, row in days.items():
        sheets[name] = [HEADERS, *[row] * 900]
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as archive:
        archive.writestr("r.xlsx", write_book(sheets, hidden=["旧"]))
    told = check(capsys, "r.zip")
    assert (told["container"], told["packed"], told["kind"]) == ("xlsx", "zip", "visits")
    assert {sheet["sheet"]: (sheet["read"], sheet["hidden"]) for sheet in told["sheets"]} == {
        "封面": (False, False),
        "10月": (True, False),
        "11月": (True, False),
        "旧": (False, True),
    }
    assert [sheet["rows"][0]["cells"][2] for sheet in told["sheets"] if sheet["read"]] == ["王芳", "李静"]
    assert len(told["notes"]) == 2


def test_the_kind_is_the_one_that_fits_best(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "o.csv").write_text("订单日期,客户电话,车型,成交价\n2026/11/2,13900010001,X5,128800\n")
    assert check(capsys, "o.csv")["kind"] == "orders"
    assert "orders" in check(capsys, "o.csv")["kinds"]


def test_a_file_that_lacks_a_column_is_told_as_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.csv").write_text("甲,乙\n1,2\n")
    told = check(capsys, "r.csv")
    assert (told["kind"], told["kinds"]) == (None, [])
    assert "has no column" in told["refused"]


def test_people_read_it_as_lines_with_masked_phones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.csv").write_text(VISITS)
    assert main(["import", "--check", "r.csv", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("r.csv (csv, utf-8-sig): would be read as visits")
    assert lines[1:] == [
        "header in line 2",
        "  A  日期 -> date",
        "  B  手机 -> phone",
        "  C  姓名 -> name",
        "  D  货架 -> not read",
        "  line 3: 2026/11/2 | 139****0001 | 王芳 | 东",
        "  line 5: 2026/11/3 | 139****0002 | 李静 | 西",
    ]


def test_import_without_a_word_says_what_to_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "--lang", "en"]) == 2
    assert "leadctl import visits FILE" in capsys.readouterr().err


def test_what_is_no_table_is_refused_as_by_the_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "r.xlsx").write_bytes(b"%PDF-1.7\n")
    assert main(["import", "--check", "r.xlsx", "--lang", "en"]) == 1
    assert "r.xlsx: the file is no register but a PDF" in capsys.readouterr().err


def test_a_file_is_checked_as_it_would_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the row of its header, its delimiter, and what is carried down, as the import takes them."""
    text = "姓名|日期|手机\n来访登记|日期|手机\n王芳|2026/11/2|13900010001\n李静|〃|13900010002\n"
    (tmp_path / "r.csv").write_text(text)
    words = (
        "--kind",
        "visits",
        "--delimiter",
        "|",
        "--header-row",
        "2",
        "--fill-down",
        "date",
        "--map",
        "name=来访登记",
    )
    (sheet,) = check(capsys, "r.csv", *words)["sheets"]
    assert sheet["header_line"] == 2
    assert [column["field"] for column in sheet["columns"]] == ["name", "date", "phone"]
    assert [row["cells"][:2] for row in sheet["rows"]] == [["王芳", "2026/11/2"], ["李静", "2026/11/2"]]


def test_a_file_is_checked_by_a_profile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A ready one without a store, and one of the store."""
    (tmp_path / "f.csv").write_text("时间戳记,您的姓名,您的手机号码,意向车型\n2026/11/2 9:05:00,王芳,13900010001,X5\n")
    assert check(capsys, "f.csv", "--profile", "google-form")["kind"] == "online"
    assert main(["init"]) == 0
    (tmp_path / "o.csv").write_text("留资时刻;电话1\n2026/11/2 9:05;13900010001\n")
    kept = ("--kind", "online", "--map", "at=留资时刻", "--map", "phone=电话1", "--delimiter", ";", "--header-row", "1")
    reading = ("--fill-down", "at", "--errors", "replace-row", "--odd-phones", "keep", "--no-phones")
    assert main(["profile", "add", "portal", *kept, *reading]) == 0
    capsys.readouterr()
    (sheet,) = check(capsys, "o.csv", "--profile", "portal")["sheets"]
    assert [column["field"] for column in sheet["columns"]] == ["at", "phone"]
    assert main(["import", "--check", "o.csv", "--profile", "nobody"]) == 1
