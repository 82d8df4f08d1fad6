"""What goes wrong in a morning that nobody planned."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", [("due", "--all"), ("due", "--json"), ("report",), ("staff", "list")], ids=" ".join)
def test_an_answer_that_does_not_fit_on_the_disk_is_a_sentence(shop: Any, command: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "leadctl", "--as", "Mei", *command],
            env=shop.environment("2026-11-22T08:30", {}),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "cannot write the answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_slip_in_one_rows_year_moves_no_other_row(shop: Any) -> None:
    register = "日期,联系电话\n2026-05-01,13800138001\n2027-05-02,13800138002\n5月3日,13800138003\n"
    summary = shop.batch(shop.file("r.csv", register), code=3)
    assert [(error["line"], error["reason"]) for error in summary["errors"]] == [(3, "lies in the future")]


def test_a_malformed_month_says_how_one_reads(shop: Any) -> None:
    assert "2026-11" in shop.run("report", "--month", "2026-13", code=2).err


def test_a_phone_that_is_no_phones_length_is_kept_and_said(shop: Any) -> None:
    result = shop.run("log-visit", "--phone", "138 0013 800", as_="Li Na")
    assert "fits no numbering plan" in result.err
    assert "1380013800" not in result.err
    assert "numbering plan" not in shop.run("log-visit", "--phone", "010-12345678", as_="Li Na").err


def test_a_register_keeps_odd_phones_on_request_and_names_each(shop: Any) -> None:
    register = "arrived_at,phone\n2026-11-20T09:05,1380013800\n2026-11-20T09:15,13800138001\n"
    path = shop.file("r.csv", register)
    assert "fits no numbering plan" in shop.run("log-visit", "--from", path, code=3).err
    result = shop.run("log-visit", "--from", path, "--odd-phones", "keep", "--json")
    assert "phones that fit no numbering plan were kept as they are: 1 (line 2: 138****3800)" in result.err
    assert result.json["odd_phones"] == [{"line": 2, "value": "138****3800", "sheet": None}]


def test_a_price_may_be_typed_as_people_say_it(shop: Any) -> None:
    lead = shop.visit("13800138001", at="2026-11-20T10:00")["lead"]
    assert "12w3" in shop.run("order", lead, "--price", "12w3", as_="Li Na", code=1).err
    shop.do("order", lead, "--price", "12.88万", "--deposit", "5000")
    order = shop.run("show", lead, "--json").json["orders"][0]
    assert (order["price"], order["deposit"]) == (128800, 5000)


def test_a_price_below_nothing_is_refused(shop: Any) -> None:
    lead = shop.visit("13800138001", at="2026-11-20T10:00")["lead"]
    assert "--price" in shop.run("order", lead, "--price=-5", as_="Li Na", code=1).err


def test_a_reason_may_be_named_as_the_register_names_it(shop: Any) -> None:
    lead = shop.visit("13800138001", at="2026-11-20T10:00")["lead"]
    shop.do("defeat", lead, "--reason", "价格")
    counts = shop.run("report", "defeats", "--json").json["total"]["counts"]
    assert counts["price"] == 1


@pytest.mark.parametrize(
    ("command", "way"), [(("deliver", "1"), "leadctl order 1"), (("verify", "1", "confirmed"), "leadctl defeat 1")]
)
def test_a_step_out_of_turn_names_the_step_before(shop: Any, command: tuple[str, ...], way: str) -> None:
    shop.visit("13800138001", at="2026-11-20T10:00")
    assert way in shop.run(*command, as_="Zhao Min", code=1).err


def test_an_empty_lead_lists_nobody(shop: Any) -> None:
    shop.visit("13800138001", "--name", "张伟", at="2026-11-20T10:00")
    assert "张伟" not in shop.run("followup", "", "x", code=1).said


def test_what_is_no_phone_is_refused_in_a_sentence(shop: Any) -> None:
    assert "The phone cannot be used: " in shop.run("log-visit", "--phone", "abc", code=1).err


def test_an_init_that_failed_leaves_nothing_in_its_way(bare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "leadctl.store.core.schema.schema_sql", lambda: "CREATE TABLE half (id); SELECT wrong FROM half;"
    )
    with pytest.raises(sqlite3.OperationalError):
        bare.run("init", as_=None)
    assert not bare.db.exists()


def test_a_deposit_of_nothing_is_an_amount(shop: Any) -> None:
    lead = shop.visit("13800138001", at="2026-11-20T10:00")["lead"]
    shop.do("order", lead, "--deposit", "0")
    assert shop.run("show", lead, "--json").json["orders"][0]["deposit"] == 0


def test_who_left_is_not_called_unknown(shop: Any) -> None:
    shop.do("staff", "leave", "Wang Qiang", as_="Chen Jing")
    err = shop.run("due", as_="Wang Qiang", code=1).err
    assert "left on 2026-11-22" in err
    assert "nknown" not in err


def test_a_backup_that_is_not_there_is_named(shop: Any) -> None:
    err = shop.run("restore", shop.folder / "none.db", "--yes", as_="Chen Jing", code=1).err
    assert "none.db" in err
    assert "init" not in err


def test_the_store_itself_is_no_place_for_rejects(shop: Any) -> None:
    before = shop.db.read_bytes()
    register = shop.file("r.csv", "arrived_at,phone\n2026-11-20T09:05,1.38E+10\n")
    err = shop.run("log-visit", "--from", register, "--rejects", shop.db, code=1).err
    assert "holds a database" in err
    assert shop.db.read_bytes() == before
