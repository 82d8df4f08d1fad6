"""What lies in the files of an export, and where they may lie."""

from __future__ import annotations

import json
import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.commands.stores import CHURNED, OPEN
from tests.exports.conftest import Run, rows_of

IMPORTED = {
    "visits": "arrived_at left_at name gender phone kind first_visit source channel party model budget need_by grade"
    " test_drive quoted consultant campaign referrer note",
    "followups": "phone at by via outcome grade next note",
    "churn": "phone at kind reason rival by note verification verified_by verified_at",
    "orders": "phone ordered_on delivered_on cancelled_on model price vin count",
    "sales": "channel on model count",
    "owners": "name phone model delivered_on vin consultant insurance_on",
}
"""The columns of the imports."""


def text_of(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8-sig") for path in sorted(folder.iterdir()))


@pytest.mark.parametrize("kind", IMPORTED)
def test_the_columns_of_an_import_lead_the_table(full: Run, tmp_path: Path, kind: str) -> None:
    assert full("export", "--folder", tmp_path / "out").code == 0
    columns = (tmp_path / "out" / f"{kind}.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    wanted = IMPORTED[kind].split()
    assert columns[: len(wanted)] == wanted


def test_a_sheet_a_table_and_numbers_are_numbers(full: Run, tmp_path: Path) -> None:
    assert full("export", "-o", tmp_path / "store.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "store.xlsx", read_only=True)
    assert {"visits", "leads", "customers", "appointments", "screenings", "staff"} <= set(book.sheetnames)
    rows = list(book["orders"].iter_rows(values_only=True))
    (order,) = (dict(zip(rows[0], row, strict=True)) for row in rows[1:])
    assert (order["ordered_on"], order["price"], order["count"]) == (datetime(2026, 11, 12), 120000, 1)
    assert order["phone"] == "138****8002"


def test_nothing_in_a_file_is_calculated(full: Run, tmp_path: Path) -> None:
    assert full("export", "-o", tmp_path / "store.xlsx", "--reveal").code == 0
    book = openpyxl.load_workbook(tmp_path / "store.xlsx", read_only=True)
    cells = [cell for row in book["visits"].iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f" or str(cell.value).startswith(("=", "+", "@"))] == []
    assert full("export", "--folder", tmp_path / "out", "--reveal").code == 0
    names = [row["name"] for row in rows_of(tmp_path / "out" / "visits.csv")]
    assert """'=HYPERLINK("x")""" in names
    assert "''=quoted" not in names  # it was read as a guarded =quoted
    assert "'=quoted" in names


def test_phones_are_masked_wherever_they_stand_unless_revealed(full: Run, tmp_path: Path) -> None:
    phones = [OPEN, CHURNED, "442079460958", "138 0013 8001"]
    assert full("export", "--folder", tmp_path / "masked").code == 0
    assert [phone for phone in phones if phone in text_of(tmp_path / "masked")] == []
    assert "138****8001" in text_of(tmp_path / "masked")
    assert "2026-11-30" in text_of(tmp_path / "masked")  # a day is no phone
    assert full("export", "--folder", tmp_path / "full", "--reveal").code == 0
    assert [phone for phone in phones if phone not in text_of(tmp_path / "full")] == []


def test_rows_say_what_belongs_together(full: Run, tmp_path: Path) -> None:
    assert full("export", "--folder", tmp_path / "out").code == 0
    leads = {row["id"]: row["of_customer"] for row in rows_of(tmp_path / "out" / "leads.csv")}
    visits = [row for row in rows_of(tmp_path / "out" / "visits.csv") if row["of_lead"]]
    assert len(visits) > 5
    assert all(leads[row["of_lead"]] == row["of_customer"] for row in visits)


def test_lines_of_the_whole_store_go_into_a_pipe(full: Run) -> None:
    lines = full("export", "--format", "jsonl").jsonl
    counts: dict[str, int] = {}
    for line in lines:
        counts[line["table"]] = counts.get(line["table"], 0) + 1
    assert (counts["visits"], counts["followups"], counts["orders"], counts["churn"]) == (13, 2, 1, 2)


def test_one_person_is_one_document(full: Run, tmp_path: Path) -> None:
    assert full("tag", "c1", "golf", as_="Li Na").code == 0
    found = full("export", "--customer", OPEN, "--json").json
    assert found["customer"]["name"] == "王小明"
    assert (found["customer"]["phones"], found["customer"]["tags"]) == (["138****8001"], ["golf"])
    assert [visit["arrived_at"] for visit in found["visits"]] == ["2026-11-10T10:00", "2026-11-19T15:00"]
    assert [call["note"] for call in found["followups"]] == ["问了保险"]
    assert [lead["id"] for lead in found["leads"]] == [1]
    assert {"staff", "sales", "settings"} & set(found) == set()
    assert {operation["command"] for operation in found["operations"]} >= {"log-visit", "tag"}
    assert OPEN not in json.dumps(found)
    assert full("export", "--customer", "c1", "-o", tmp_path / "c1.json", "--reveal").code == 0
    assert json.loads((tmp_path / "c1.json").read_text(encoding="utf-8"))["customer"]["phones"] == [OPEN]


def test_one_persons_tables_hold_nobody_else(full: Run, tmp_path: Path) -> None:
    assert full("export", "--customer", "c1", "--folder", tmp_path / "out").code == 0
    assert {row["of_customer"] for row in rows_of(tmp_path / "out" / "visits.csv")} == {"1"}
    assert not (tmp_path / "out" / "staff.csv").exists()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_its_owner_reads_what_was_made(full: Run, tmp_path: Path) -> None:
    os.umask(0)
    assert full("export", "-o", tmp_path / "store.xlsx").code == 0
    assert full("export", "--folder", tmp_path / "out").code == 0
    assert full("export", "--format", "jsonl", "-o", tmp_path / "store.jsonl").code == 0
    assert {mode(path) for path in (tmp_path / "store.xlsx", tmp_path / "store.jsonl")} == {0o600}
    assert {mode(path) for path in (tmp_path / "out").iterdir()} == {0o600}
    assert mode(tmp_path / "out") == 0o700
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".leadctl")] == []


@pytest.mark.parametrize("options", [("--format", "jsonl"), ("--format", "xlsx")])
def test_the_database_is_never_written_over(full: Run, store: Path, options: tuple[str, ...]) -> None:
    before = store.read_bytes()
    result = full("export", "-o", store, *options)
    assert (result.code, "database" in result.err) == (1, True)
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "-o store.xlsx"),
        (("-o", "x.csv"), "--folder DIR"),
        (("-o", "x.xlsx", "--folder", "y"), "one of them"),
        (("--format", "xlsx"), "-o FILE.xlsx"),
        (("--json",), "--customer C"),
        (("--customer", "c1", "--json", "--folder", "y"), "one document"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(full: Run, options: tuple[str, ...], told: str) -> None:
    result = full("export", *options)
    assert (result.code, told in result.err) == (2, True)


def test_a_place_that_cannot_be_written_is_refused(full: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    results: list[Any] = [
        full("export", "--folder", tmp_path / "file"),
        full("export", "--folder", tmp_path / "no" / "such"),
        full("export", "-o", tmp_path / "no" / "store.xlsx"),
    ]
    assert [result.code for result in results] == [1, 1, 1]


def test_another_spelling_of_a_model_says_which_model_it_is(full: Run) -> None:
    assert full("model", "merge", "Octavia", "远山 X5").code == 0
    rows = [row for row in full("export", "--format", "jsonl").jsonl if row["table"] == "models"]
    models = {row["name"]: row["same_as"] for row in rows}
    assert (models["Octavia"], models["远山 X5"]) == ("远山 X5", None)
