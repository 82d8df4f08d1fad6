"""Head office gives online leads to stores, and sees what became of them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from tests.group.conftest import run_in

LEADS = """时间,姓名,手机,区域,渠道,意向车型,备注
2026-11-22 08:00,张三,13811110001,徐汇区,抖音,远山 X5,想试驾
2026-11-22 08:05,李四,13811110002,闵行,官网,,
2026-11-22 08:06,李四,+86 138-1111-0002,浦东,官网,,
2026-11-22 08:07,王五,13811110003,徐汇,官网,,
2026-11-22 08:08,孙八,13811110005,徐汇,官网,,
2026-11-22 08:09,赵六,13811110004,嘉定,官网,,
2026-11-22 08:10,钱七,,浦东,官网,,
2026-11-22 08:11,吴九,拒留,浦东,官网,,
2026-11-22 08:12,郑十,138****0009,浦东,官网,,
"""
STORES = "门店代码,名称,大区,辖区,名额\n0012,西店,西,徐汇、闵行,2\n0007,东店,东,浦东;徐汇,1\n"


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def dispatch(run: Any, folder: Path) -> Any:
    (folder / "leads.csv").write_text(LEADS, encoding="gb18030")
    (folder / "stores.csv").write_text(STORES, encoding="gb18030")
    return run("dispatch", folder / "leads.csv", "--stores", folder / "stores.csv", "-o", folder / "out", "--json")


def test_leads_go_to_a_store_of_their_district_while_it_has_room(run: Any, tmp_path: Path) -> None:
    done = dispatch(run, tmp_path)
    # Both stores are empty: the first has more room. Then it holds 1 of 2, then one phone stays together, then the
    # other one is emptier, and then both are full.
    west, east, left = (rows_of(tmp_path / "out" / f"{name}.csv") for name in ("0012", "0007", "unplaced"))
    assert [row["name"] for row in west] == ["张三", "李四", "李四"]
    assert [row["name"] for row in east] == ["王五"]
    assert [(row["name"], row["reason"]) for row in left] == [
        ("孙八", "the stores of the district have no room"),
        ("赵六", "no store has the district"),
        *((name, "there is no phone to call") for name in ("钱七", "吴九", "郑十")),
    ]
    assert done.json == {
        "stores": [
            {"store": "0012", "name": "西店", "leads": 3, "capacity": 2},
            {"store": "0007", "name": "东店", "leads": 1, "capacity": 1},
        ],
        "unplaced": 5,
    }
    assert (tmp_path / "out" / "0012.csv").stat().st_mode & 0o077 == 0


def test_files_are_read_as_a_stores_registers_are(run: Any, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet("stores")
    for cells in (["门店名单"], ["门店代码（必填）", "辖区"], ["0012", "徐汇"], ["A7", "浦东"]):
        sheet.append(cells)
    book.save(tmp_path / "stores.xlsx")
    leads = ("留资日期;时间;电话;地区;留言", "2026年5月2日;9:05;13811110001/13811110002;徐汇;=1+1")
    text = "\n".join((*leads, "2026年5月3日;9:10;13811110003;浦东;x", ""))
    (tmp_path / "leads.csv").write_text(text, encoding="utf-16")
    asked = ("--stores", tmp_path / "stores.xlsx", "-o", tmp_path / "out")
    done = run("dispatch", tmp_path / "leads.csv", *asked, "--json")
    assert [row["leads"] for row in done.json["stores"]] == [1, 1], done.err
    (row,) = rows_of(tmp_path / "out" / "0012.csv")
    assert row == {
        "date": "2026年5月2日",
        "at": "9:05",
        "phone": "13811110001/13811110002",
        "note": "'=1+1",
        "district": "徐汇",
        "dispatched": "yes",
    }
    run("init", "--code", "0012", now="2026-04-01T08:00")
    taken = run("import", "online", tmp_path / "out" / "0012.csv", "--json", now="2026-05-04T08:15")
    assert (taken.code, taken.json["leads"]) == (0, 1), taken.err


def test_a_lead_that_head_office_did_not_give_is_no_dispatch(run: Any, tmp_path: Path) -> None:
    run("init", now="2026-11-01T08:00")
    (tmp_path / "r.csv").write_text(
        "时间,电话,总部派发\n2026-11-20 10:00,13811110001,否\n2026-11-20 10:05,13811110002,是\n"
    )
    assert run("import", "online", tmp_path / "r.csv", now="2026-11-22T08:15").code == 0
    assert [run("show", lead, "--json").json["source"] for lead in (1, 2)] == ["online", "dispatch"]


def test_what_became_of_the_leads_comes_back_through_the_lake(run: Any, store: Path, tmp_path: Path) -> None:
    dispatch(run, tmp_path)
    run("init", "--code", "0012", now="2026-11-01T08:00")
    run("staff", "add", "Li Na", now="2026-11-01T08:05")
    taken = run("import", "online", tmp_path / "out" / "0012.csv", "--json", now="2026-11-22T08:15")
    assert (taken.code, taken.json["leads"]) == (0, 2)
    assert run("screen", 1, "A", as_="Li Na", now="2026-11-22T08:20").code == 0
    run("screen", 2, "C", as_="Li Na", now="2026-11-22T09:05")
    run("log-visit", "--phone", "13811110001", as_="Li Na", now="2026-11-22T15:00")
    run("order", 1, "--price", "100000", as_="Li Na", now="2026-11-22T16:00")
    assert run("lake", "export", tmp_path / "lake", now="2026-11-22T21:00").code == 0
    asked = ("--lake", tmp_path / "lake", "--stores", tmp_path / "stores.csv", "--month", "2026-11")
    found = run_in(store)("group", "report", "dispatch", *asked, "--json", now="2026-11-22T22:00")
    (row,) = found.json["stores"]
    # 20 minutes after 8:00, an hour after 8:05.
    counts = {"leads": 2, "called": 2, "within_30": 1, "screened": 2, "screened_a": 1, "shown": 1, "sales": 1}
    rates = {"within_30_rate": 0.5, "screened_rate": 1.0, "shown_rate": 0.5, "sales_rate": 0.5}
    assert row == {"store": "0012", "name": "西店", "minutes": 40.0, **counts, **rates}


def test_a_list_of_stores_or_leads_that_cannot_be_used_is_refused(run: Any, tmp_path: Path) -> None:
    dispatch(run, tmp_path)
    leads, stores = tmp_path / "leads.csv", tmp_path / "stores.csv"
    for text, why in (
        ("代码,名额\n,5\n", "line 2: the store has no code"),
        ("代码,名额\n../x,5\n", "'../x' is no name for a folder"),
        ("代码,名额\n0012,viele\n", "'viele' is no number of capacity"),
        ("代码\n0012\n0012\n", "the store 0012 is there twice"),
        ("代码\nUnplaced\n", "'Unplaced' is the name of the file of leads that fit no store"),
        ('代码\n"0012\n', "line 2: the quotes of the line do not match"),
        ("名称\n西店\n", "has no column code"),
    ):
        stores.write_text(text, encoding="utf-8")
        assert why in run("dispatch", leads, "--stores", stores, "-o", tmp_path / "out").err
    leads.write_text("姓名\n张三\n", encoding="utf-8")
    stores.write_text(STORES, encoding="gb18030")
    assert "has no column at" in run("dispatch", leads, "--stores", stores, "-o", tmp_path / "out").err
    assert run("dispatch", leads).code == 2
