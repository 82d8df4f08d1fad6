"""Registers as files: every form of them, all or nothing, and as often as one likes."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path
from typing import Any

import pytest

SUMMARY = {
    "rows", "visits", "leads", "customers", "updated", "unchanged", "rejected", "written", "rejects_file", "errors",
    "new_names", "operation",
}  # fmt: skip

HEADER = "arrived_at,name,phone,kind,source,model,grade,consultant,note\n"
THREE = (
    HEADER
    + "2026-11-20T09:05,张伟,13800138001,walk-in,showroom,Lavida,A,Li Na,\n"
    + "2026-11-20T10:15,李静,13800138002,walk-in,referral,Lavida,B,Wang Qiang,两口子来看车\n"
    + "2026-11-21T14:30,,,walk-in,showroom,,,,\n"
)
ONE_BAD = (
    HEADER
    + "2026-11-20T09:05,张伟,13800138001,walk-in,showroom,Lavida,A,Li Na,\n"
    + "2026-02-30,李静,13800138002,walk-in,referral,Lavida,B,Wang Qiang,\n"
    + "2026-11-21T14:30,王芳,13800138003,walk-in,showroom,Lavida,C,Li Na,\n"
)


def visits_in(shop: Any, *days: str) -> int:
    return sum(len(shop.run("visits", "--on", day, "--json").json) for day in days)


def counts(summary: dict[str, Any]) -> tuple[int, int, int, int]:
    return summary["visits"], summary["updated"], summary["unchanged"], summary["rejected"]


def test_a_csv_register_is_read_and_counted(shop: Any) -> None:
    summary = shop.batch(shop.file("r.csv", THREE))
    assert summary.keys() >= SUMMARY  # keys are only ever added
    # three rows, two of them with a phone
    assert (summary["rows"], summary["visits"], summary["leads"], summary["customers"]) == (3, 3, 2, 2)
    assert (summary["updated"], summary["unchanged"], summary["rejected"]) == (0, 0, 0)
    assert summary["written"]
    assert summary["errors"] == []
    assert summary["operation"] is not None


def test_the_summary_is_printed_without_json_too(shop: Any) -> None:
    assert "3" in shop.run("log-visit", "--from", shop.file("r.csv", THREE)).said


def test_the_summary_counts_one_as_one(shop: Any) -> None:
    one = "arrived_at,phone\n2026-11-20T09:05,13800138001\n"
    said = shop.run("log-visit", "--from", shop.file("r.csv", one)).out
    assert "r.csv: 1 row\n  1 new visit, 1 new lead, 1 new customer, 0 updated" in said
    said = shop.run("import", "visits", shop.file("t.csv", THREE)).out
    assert "  2 new visits, 1 new lead, 1 new customer, 1 updated" in said
    assert "of 1 row" in shop.run("operations", "--json").out


def test_import_visits_is_the_same_command(shop: Any) -> None:
    summary = shop.run("import", "visits", shop.file("r.csv", THREE), "--json").json
    assert summary.keys() >= SUMMARY
    assert summary["visits"] == 3


def test_each_row_becomes_a_lead_in_due(shop: Any) -> None:
    shop.batch(shop.file("r.csv", THREE))
    rows = {row["phone"]: row for row in shop.due("--all")}
    assert set(rows) == {"13800138001", "13800138002"}
    first = rows["13800138001"]
    assert (first["customer"], first["grade"], first["model"], first["consultant"]) == ("张伟", "A", "Lavida", "Li Na")
    assert (first["due_by"], first["days_over"]) == ("2026-11-21", 1)  # 20 + 1; 22 - 21


def test_tabs_separate_a_tsv(shop: Any) -> None:
    assert shop.batch(shop.file("r.tsv", THREE.replace(",", "\t")))["visits"] == 3


def test_json_lines_are_a_register(shop: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(THREE)))
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    summary = shop.batch(shop.file("r.jsonl", lines))
    assert (summary["visits"], summary["leads"]) == (3, 2)


def test_a_workbook_with_real_dates_is_a_register(shop: Any) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["日期", "进店时间", "离店时间", "客户姓名", "联系电话", "意向级别"])
    sheet.append([datetime.date(2026, 11, 20), datetime.time(9, 5), datetime.time(9, 50), "张伟", 13800138001, "A"])
    sheet.append([datetime.datetime(2026, 11, 21), "10:15", None, "李静", "13800138002", "B"])
    path = shop.folder / "r.xlsx"
    book.save(path)
    summary = shop.batch(path)
    assert (summary["visits"], summary["leads"]) == (2, 2)
    assert {row["phone"]: row["due_by"] for row in shop.due("--all")} == {
        "13800138001": "2026-11-21",  # 20 + 1
        "13800138002": "2026-11-22",  # 21 + 1
    }


CHINESE = (
    "日期,进店时间,离店时间,客户姓名,性别,联系方式,来店/来电,首次/再次,来源,人数,意向车型,意向级别,试乘试驾,报价,销售顾问,备注\n"
    "2026/11/2,9:05,9:50,张伟,男,138 0013 8001,来店,首次,展厅,2,朗逸,A,√,是,李娜,比较有诚意\n"
    "2026-11-03,上午9:05,,李静,女,13800138002,来电,,转介绍,1,朗逸,B,否,,李娜,\n"
    "11月4日,14:30:00,15:10,,,,来店,首次,展厅,3,,,,,,\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_chinese_register_is_read_in_every_encoding_that_registers_have(shop: Any, encoding: str) -> None:
    summary = shop.batch(shop.file("r.csv", CHINESE.encode(encoding)))
    assert (summary["rows"], summary["visits"], summary["leads"]) == (3, 3, 2)
    assert [visits_in(shop, f"2026-11-0{day}") for day in (2, 3, 4)] == [1, 1, 1]
    assert {row["customer"] for row in shop.due("--all")} == {"张伟", "李静"}


def test_chinese_cells_carry_their_meaning(shop: Any) -> None:
    shop.batch(shop.file("r.csv", CHINESE.encode("gbk")))
    figures = shop.run("report", "traffic", "--month", "2026-11", "--json").json
    # rows 1 and 3 are first walk-ins, row 2 a call by referral; row 1 test-drove
    assert (figures["traffic"], figures["first_visits"], figures["calls"]) == (3, 2, 1)
    assert (figures["referral"], figures["test_drives"], figures["contacts"]) == (1, 1, 1)
    assert figures["stay_30"] == 2  # 9:05-9:50 is 45 minutes, 14:30-15:10 is 40


def test_names_new_to_the_store_are_accepted_and_listed(shop: Any) -> None:
    summary = shop.batch(shop.file("r.csv", CHINESE))
    listed = json.dumps(summary["new_names"], ensure_ascii=False)
    assert "李娜" in listed
    assert "朗逸" in listed
    assert "李娜" in shop.run("staff", "list").out


def test_strict_refuses_new_names_and_writes_nothing(shop: Any) -> None:
    shop.run("log-visit", "--from", shop.file("r.csv", CHINESE), "--strict", code=(1, 3))
    assert visits_in(shop, "2026-11-02", "2026-11-03", "2026-11-04") == 0
    assert "李娜" not in shop.run("staff", "list").out


def test_a_dry_run_says_what_would_happen_and_writes_nothing(shop: Any) -> None:
    path = shop.file("r.csv", THREE)
    summary = shop.batch(path, "--dry-run")
    assert (summary["rows"], summary["visits"], summary["leads"]) == (3, 3, 2)
    assert not summary["written"]
    assert visits_in(shop, "2026-11-20", "2026-11-21") == 0
    assert counts(shop.batch(path)) == (3, 0, 0, 0)


def test_a_dry_run_finds_bad_rows(shop: Any) -> None:
    assert shop.batch(shop.file("r.csv", ONE_BAD), "--dry-run", code=3)["rejected"] == 1


def test_other_headers_are_mapped(shop: Any) -> None:
    path = shop.file("r.csv", "When,Tel,Who\n2026-11-20T09:05,13800138001,张伟\n")
    maps = ("--map", "arrived_at=When", "--map", "phone=Tel", "--map", "name=Who")
    assert counts(shop.batch(path, *maps)) == (1, 0, 0, 0)
    assert [(row["phone"], row["customer"]) for row in shop.due("--all")] == [("13800138001", "张伟")]


def test_columns_stand_in_any_order(shop: Any) -> None:
    shop.batch(shop.file("r.csv", "phone,grade,arrived_at\n13800138001,H,2026-11-20T09:05\n"))
    assert [(row["phone"], row["grade"]) for row in shop.due("--all")] == [("13800138001", "H")]


def test_only_the_arrival_is_required(shop: Any) -> None:
    assert counts(shop.batch(shop.file("r.csv", "arrived_at\n2026-11-20T09:05\n"))) == (1, 0, 0, 0)


def test_a_file_without_arrivals_is_no_register(shop: Any) -> None:
    result = shop.run("log-visit", "--from", shop.file("r.csv", "a,b\n1,2\n"), code=(1, 3))
    assert result.err


def test_a_register_may_come_on_standard_input(shop: Any) -> None:
    assert counts(shop.batch("-", input=THREE)) == (3, 0, 0, 0)


def test_a_missing_file_is_a_refusal(shop: Any) -> None:
    assert "nowhere.csv" in shop.run("log-visit", "--from", shop.folder / "nowhere.csv", code=1).err


def test_a_binary_file_is_a_refusal(shop: Any) -> None:
    shop.run("log-visit", "--from", shop.file("r.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9), code=(1, 3))
    assert shop.due("--all", "--on", "2026-12-31") == []


def test_a_ragged_row_is_told_with_its_line(shop: Any) -> None:
    ragged = HEADER + "2026-11-20T09:05,张伟,13800138001,walk-in,showroom,Lavida,A,Li Na,,,,too many\n"
    assert "2" in shop.run("log-visit", "--from", shop.file("r.csv", ragged), code=(1, 3)).err


def test_two_names_on_one_phone_are_one_customer_and_reported(shop: Any) -> None:
    text = "arrived_at,name,phone\n2026-11-20T09:05,张伟,13800138001\n2026-11-21T09:05,李静,13800138001\n"
    result = shop.run("log-visit", "--from", shop.file("r.csv", text), "--json")
    assert (result.json["visits"], result.json["customers"], result.json["leads"]) == (2, 1, 1)
    assert "张伟" in result.said or "李静" in result.said


def test_first_and_return_visits_are_worked_out(shop: Any) -> None:
    text = "arrived_at,phone\n2026-11-20T09:05,13800138001\n2026-11-21T09:05,13800138001\n"
    shop.batch(shop.file("r.csv", text))
    figures = shop.run("report", "traffic", "--month", "2026-11", "--json").json
    assert (figures["first_visits"], figures["return_visits"]) == (1, 1)


def test_an_old_register_says_how_much_is_overdue_already(shop: Any) -> None:
    text = "arrived_at,phone\n" + "".join(f"2025-03-{n + 10}T09:05,138001381{n:02}\n" for n in range(15))
    result = shop.run("log-visit", "--from", shop.file("r.csv", text))
    assert "overdue" in result.said
    assert "15" in result.said


def test_a_whole_batch_is_one_operation(shop: Any) -> None:
    summary = shop.batch(shop.file("r.csv", THREE))
    assert summary["operation"] == shop.last_operation()


def test_the_register_itself_is_left_alone(shop: Any) -> None:
    path: Path = shop.file("r.csv", THREE)
    shop.batch(path)
    assert path.read_text() == THREE
