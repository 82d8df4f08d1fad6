"""What registers tell of people beside their name and phone is read, kept and shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Result

Run = Callable[..., Result]
HEADER = "日期,客户姓名,联系电话,职业,居住区域,付款方式,竞品车型,现有车辆,同行人,微信,前台,线索ID\n"
ROW = "2026/11/20,赵一鸣,13900010001,教师,城南,贷款,北辰 M3,老轿车,太太,zhaoyiming,小美,A-17\n"
TOLD = {
    "occupation": "教师", "district": "城南", "payment": "贷款", "rival": "北辰 M3", "present_car": "老轿车",
    "companions": "太太", "wechat": "zhaoyiming", "reception": "小美", "record_id": "A-17",
}  # fmt: skip


@pytest.fixture
def send(run: Run, store: Path) -> Callable[..., Result]:
    """Imports a text as a register of visits."""
    run("init")

    def import_text(text: str, *options: str) -> Result:
        result = run("import", "visits", "-", "--json", *options, input=text)
        assert result.code == 0, result
        return result

    return import_text


def test_a_visit_keeps_what_its_row_says_of_the_person(send: Callable[..., Result], run: Run) -> None:
    assert "not read" not in send(HEADER + ROW).err
    (visit,) = run("visits", "--on", "2026-11-20", "--json").json
    assert {key: visit[key] for key in TOLD} == TOLD
    card = run("show", "1", "--json").json
    told = ("occupation", "district", "wechat", "present_car")
    assert {key: card[key] for key in told} == {key: TOLD[key] for key in told}
    shown = run("show", "1").out
    for text in ("教师", "城南", "zhaoyiming", "老轿车", "pays by 贷款", "compares with 北辰 M3", "with 太太"):
        assert text in shown


def test_a_customer_takes_what_nobody_knew_and_keeps_what_was_known(send: Callable[..., Result], run: Run) -> None:
    send("日期,联系电话,职业\n2026/11/20,13900010001,\n")
    send("日期,联系电话,职业,居住区域\n2026/11/20,13900010001,教师,\n2026/11/21,13900010001,医生,城南\n")
    card = run("show", "1", "--json").json
    assert (card["occupation"], card["district"]) == ("教师", "城南")


def test_what_a_register_told_of_a_customer_is_corrected_by_hand(send: Callable[..., Result], run: Run) -> None:
    send(HEADER + ROW)
    assert run("edit", "customer", "c1", "--wechat", "zym", "--present-car", "新轿车").code == 0
    card = run("show", "1", "--json").json
    assert (card["wechat"], card["present_car"]) == ("zym", "新轿车")
    send(HEADER + ROW)
    assert run("show", "1", "--json").json["wechat"] == "zym"


def test_two_customers_who_are_one_keep_what_either_told(send: Callable[..., Result], run: Run) -> None:
    send("日期,联系电话,微信,现有车辆\n2026/11/20,13900010001,zym,\n2026/11/20,13900010002,,老轿车\n")
    assert run("merge", "c2", "into", "c1").code == 0
    card = run("show", "1", "--json").json
    assert (card["wechat"], card["present_car"]) == ("zym", "老轿车")


def test_undoing_the_import_takes_what_it_told_back(send: Callable[..., Result], run: Run) -> None:
    send("日期,联系电话\n2026/11/20,13900010001\n")
    send("日期,联系电话,职业\n2026/11/21,13900010001,教师\n")
    assert run("show", "1", "--json").json["occupation"] == "教师"
    assert run("undo").code == 0
    assert run("show", "1", "--json").json["occupation"] is None


def test_nothing_of_it_is_left_of_a_customer_who_is_forgotten(
    send: Callable[..., Result], run: Run, store: Path
) -> None:
    send(HEADER + ROW)
    assert run("forget", "c1", "--yes").code == 0
    with sqlite3.connect(store) as db:
        whole = "\n".join(db.iterdump())
    for key in ("occupation", "district", "present_car", "companions", "wechat", "record_id"):
        assert TOLD[key] not in whole, key
    send(HEADER + ROW)
    with sqlite3.connect(store) as db:
        assert "zhaoyiming" not in "\n".join(db.iterdump())


def test_an_export_brings_it_back(send: Callable[..., Result], run: Run, tmp_path: Path) -> None:
    send(HEADER + ROW)
    assert run("export", "--folder", tmp_path / "out", "--reveal").code == 0
    other = {"LEADCTL_DB": str(tmp_path / "other.db")}
    run("init", env=other)
    assert run("import", "visits", tmp_path / "out" / "visits.csv", env=other).code == 0
    (visit,) = run("visits", "--on", "2026-11-20", "--json", env=other).json
    assert {key: visit[key] for key in TOLD} == TOLD
