"""What a script learns from the exit code alone."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import Any

import pytest

LI = "13800138001"


@pytest.mark.parametrize(
    "command", [(), ("--help",), ("-h",), ("due", "-h"), ("log-visit", "--help"), ("report", "--help")]
)
def test_help_leaves_with_0(bare: Any, command: tuple[str, ...]) -> None:
    assert "leadctl" in bare.run(*command, as_=None).said


@pytest.mark.parametrize(
    "command",
    [
        "init", "log-visit", "grade", "due", "followup", "defeat", "verify", "dormant", "order", "deliver", "cancel",
        "show", "find", "visits", "edit", "delete", "merge", "import", "sale", "assign", "staff", "audit", "operations",
        "undo", "report", "config",
    ],
)  # fmt: skip
def test_every_command_has_help(bare: Any, command: str) -> None:
    out = bare.run(command, "--help", as_=None).out
    assert command in out
    assert "leadctl" in out


@pytest.mark.parametrize(
    "command",
    [
        ("sing",),
        ("due", "--sing"),
        ("followup",),
        ("grade",),
        ("verify", "1"),
        ("import", "songs", "x.csv"),
    ],
    ids=" ".join,
)
def test_wrong_usage_leaves_with_2(shop: Any, command: tuple[str, ...]) -> None:
    result = shop.run(*command, code=2)
    assert result.err.strip()
    assert result.out == ""


@pytest.mark.parametrize(
    "command",
    [
        ("show", "4711"),
        ("followup", "4711"),
        ("grade", "4711", "A"),
        ("order", "4711"),
        ("deliver", "4711"),
        ("cancel", "4711"),
        ("defeat", "4711", "--reason", "price"),
        ("verify", "4711", "confirmed"),
        ("assign", "4711", "--to", "Li Na"),
        ("dormant", "4711", "--until", "2027-01-01"),
        ("log-visit", "--from", "/nowhere/at/all.csv"),
        ("log-visit", "--source", "moonlight"),
    ],
    ids=" ".join,
)
def test_an_expected_refusal_leaves_with_1_and_one_sentence(shop: Any, command: tuple[str, ...]) -> None:
    before = shop.last_operation()
    result = shop.run(*command, code=1)
    assert result.out == ""
    assert result.err.strip()
    assert shop.last_operation() == before


def test_a_closed_lead_is_refused(shop: Any) -> None:
    lead = shop.visit(LI, at="2026-11-10T10:00")["lead"]
    shop.do("defeat", lead, "--reason", "price", now="2026-11-11T10:00")
    shop.do("verify", lead, "confirmed", now="2026-11-12T10:00", as_="Zhao Min")
    for command in (("followup", lead), ("grade", lead, "A"), ("order", lead), ("defeat", lead, "--reason", "price")):
        shop.run(*command, code=1)


def test_a_follow_up_before_the_visit_is_refused(shop: Any) -> None:
    lead = shop.visit(LI, at="2026-11-10T10:00")["lead"]
    shop.run("followup", lead, "--at", "2026-11-01T10:00", code=1)


def test_bad_rows_leave_with_3(shop: Any) -> None:
    shop.run("log-visit", "--from", shop.file("r.csv", "arrived_at\nsoon\n"), code=3)


def test_a_damaged_store_leaves_with_4(shop: Any) -> None:
    whole = bytearray(shop.db.read_bytes())
    whole[100:] = b"\xff" * (len(whole) - 100)
    shop.db.write_bytes(bytes(whole))
    shop.run("due", "--all", code=4)
    shop.run("log-visit", "--phone", LI, code=4)


def test_a_store_in_a_missing_folder_leaves_with_4(shop: Any) -> None:
    path = shop.folder / "missing" / "shop.db"
    assert str(path) in shop.run("--db", path, "due", code=4).err
    assert not path.parent.exists()


def test_a_folder_is_no_store(shop: Any) -> None:
    shop.run("--db", shop.folder, "due", code=4)


def test_a_reader_is_not_stopped_by_another_reader(shop: Any) -> None:
    with contextlib.closing(sqlite3.connect(shop.db)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM sqlite_master").fetchone()
        shop.run("due", "--all")
