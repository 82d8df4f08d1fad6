"""Fields of a store's own, and what else the trade's customer card asks.

The store has one customer, c1 with lead 1, the fields 会员号 (text), 俱乐部 (a choice) and 年收入 (a number).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce

NOW = "2026-11-22T08:30"


@pytest.fixture
def na(run: Any, store: Path, fill_once: FillOnce) -> Any:
    """Runs leadctl as Li Na."""
    fill_once(store, _fill, run)

    def call(*words: str, now: str = NOW, lang: str = "en") -> Any:
        return run("--lang", lang, *words, as_="Li Na", now=now)

    return call


def _fill(run: Any) -> None:
    run("init", now=NOW)
    run("staff", "add", "Li Na", now=NOW)
    run("field", "add", "会员号", now=NOW)
    run("field", "add", "俱乐部", "--kind", "choice", "--choices", "金卡,银卡", now=NOW)
    run("field", "add", "年收入", "--kind", "number", now=NOW)
    phone = ("--phone", "13800000001", "--name", "张伟", "--grade", "A")
    run("log-visit", *phone, "--field", "会员号=8812", "--payment", "贷款", as_="Li Na", now=NOW)


def card(na: Any) -> Any:
    return na("show", "1", "--json").json


def test_values_are_typed_checked_and_cleared(na: Any) -> None:
    answer = na("edit", "customer", "c1", "--field", "年收入=25,000", "--field", "俱乐部=金卡", "--json")
    assert answer.json["fields"] == {"会员号": "8812", "俱乐部": "金卡", "年收入": 25000}
    assert na("edit", "customer", "c1", "--field", "年收入=many").code == 1
    assert "金卡" in na("edit", "customer", "c1", "--field", "俱乐部=铜卡").err
    assert "会员号" in na("edit", "customer", "c1", "--field", "会员=1").err  # the near name
    assert na("edit", "customer", "c1", "--field", "会员号=", "--json").json["fields"] == {
        "俱乐部": "金卡",
        "年收入": 25000,
    }


def test_a_known_column_is_no_field_and_a_choice_needs_choices(na: Any) -> None:
    assert na("field", "add", "职业").code == 1
    assert na("field", "add", "会员号").code == 1
    assert na("field", "add", "颜色", "--kind", "choice").code == 2


def test_a_register_fills_own_fields_and_the_same_again_changes_nothing(na: Any, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("进店时间,手机,会员号,俱乐部\n2026-11-20 10:00,13900001111,77,银卡\n", "utf-8")
    first = na("import", "visits", str(file), "--json").json
    assert (first["visits"], first["own_values"]) == (1, 2)
    assert na("show", "13900001111", "--json").json["fields"] == {"会员号": "77", "俱乐部": "银卡"}
    again = na("import", "visits", str(file), "--json").json
    assert (again["unchanged"], again["own_values"], again["written"]) == (1, 0, False)
    file.write_text("进店时间,手机,会员号,俱乐部\n2026-11-20 10:00,13900001111,78,铜卡\n", "utf-8")
    bad = na("import", "visits", str(file), "--json")
    assert (bad.code, bad.json["errors"][0]["column"]) == (3, "俱乐部")
    file.write_text("进店时间,手机,会员号\n2026-11-20 10:00,13900001111,78\n", "utf-8")
    changed = na("import", "visits", str(file), "--json").json
    assert (changed["own_values"], changed["written"]) == (1, True)


def test_a_file_of_owners_fills_own_fields_and_the_same_again_changes_nothing(na: Any, tmp_path: Path) -> None:
    file = tmp_path / "owners.csv"
    file.write_text("姓名,手机,车型,交车日期,会员号,俱乐部\n赵雷,13900002222,远山 X5,2024-05-01,99,银卡\n", "utf-8")
    assert na("import", "owners", str(file), "--json").json["written"] is True
    assert "银卡" in na("export", "--customer", "13900002222", "--json", "--reveal").out
    again = na("import", "owners", str(file), "--json").json
    assert (again["unchanged"], again["written"]) == (1, False)
    file.write_text("姓名,手机,车型,交车日期,会员号\n赵雷,13900002222,远山 X5,2024-05-01,100\n", "utf-8")
    assert na("import", "owners", str(file), "--json").json["updated"] == 1
    file.write_text("姓名,手机,车型,交车日期,俱乐部\n赵雷,13900002222,远山 X5,2024-05-01,铜卡\n", "utf-8")
    assert na("import", "owners", str(file), "--json").json["errors"][0]["column"] == "俱乐部"


def test_reports_divide_by_a_field(na: Any) -> None:
    na("edit", "customer", "c1", "--field", "俱乐部=金卡")
    groups = na("report", "traffic", "--by", "俱乐部", "--json").json["groups"]
    assert [group["group"] for group in groups] == ["金卡"]
    cells = na("report", "pivot", "leads", "--rows", "俱乐部", "--json").json["cells"]
    assert [(cell["row"], cell["values"]["leads"]) for cell in cells] == [("金卡", 1)]
    assert na("report", "pivot", "leads", "--rows", "俱乐部", "--list", "金卡.total", "--json").json[0]["lead"] == 1
    assert na("report", "funnel", "--by", "俱乐", "--json").code == 2


def test_a_field_goes_with_its_values_and_undo_brings_both_back(na: Any) -> None:
    assert na("field", "remove", "会员号", "--json").json["values"] == 1
    assert card(na)["fields"] == {}
    na("undo")
    assert card(na)["fields"] == {"会员号": "8812"}


def test_merging_moves_values_and_companions(na: Any) -> None:
    na("log-visit", "--phone", "13800000002", "--field", "会员号=1", "--field", "俱乐部=银卡")
    na("edit", "customer", "c2", "--companion", "太太=decider")
    na("merge", "c2", "into", "c1")
    merged = card(na)
    assert merged["fields"] == {"会员号": "8812", "俱乐部": "银卡"}
    assert merged["companions"] == [{"name": "太太", "part": "decider"}]


def test_forgetting_leaves_neither_values_nor_companions(na: Any, store: Path) -> None:
    na("edit", "customer", "c1", "--companion", "王太太=gatekeeper", "--field", "会员号=ZX-4471")
    na("edit", "lead", "1", "--trade-in", "白色朗逸", "--motive", "二孩出生")
    assert na("forget", "c1", "--yes").code == 0
    held = store.read_bytes()
    for words in ("王太太", "ZX-4471", "白色朗逸", "二孩出生"):
        assert words.encode() not in held


def test_the_card_keeps_what_was_said_last_of_the_purchase(na: Any) -> None:
    na("edit", "lead", "1", "--payment", "全款", "--rival", "海豚 D3")
    na("edit", "lead", "1", "--trade-in", "朗逸", "--trade-in-year", "2015", "--trade-in-estimate", "4.5万")
    shown = card(na)
    kept = {name: shown[name] for name in ("payment", "rival", "trade_in", "trade_in_year", "trade_in_estimate")}
    assert kept == {
        "payment": "全款",
        "rival": "海豚 D3",
        "trade_in": "朗逸",
        "trade_in_year": 2015,
        "trade_in_estimate": 45000.0,
    }
    assert na("edit", "lead", "1", "--trade-in-year", "20155").code == 1
    said = na("show", "1", lang="zh").out
    assert "付款方式" in said
    assert "2015年款" in said


def test_what_was_agreed_stands_in_due_until_the_next_contact(na: Any) -> None:
    na("followup", "1", "--next", "11-24", "--agreed", "带太太来试驾")
    na("followup", "1", "--outcome", "no-answer", now="2026-11-23T09:00")
    (line,) = na("due", "--json", now="2026-11-24T09:00").json
    assert "agreed: 带太太来试驾" in line["why"]
    assert card(na)["agreed"] == "带太太来试驾"
    assert "约定：带太太来试驾" in na("due", now="2026-11-24T09:00", lang="zh").out
    na("followup", "1", now="2026-11-24T10:00")
    assert card(na)["agreed"] is None
