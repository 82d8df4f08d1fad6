"""Somebody forgotten who comes back by a file is left out, and recognised by the key beside the store alone."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from leadctl.commands.os_account import find_login
from tests.forgetting.conftest import LI, REGISTER, WANG, Run, write

CHANGED = REGISTER.replace("2026-08-03T10:00,13812345678", "2026-08-03T10:05,13812345678")
"""The register with the forgotten one's row at another minute: no row that the store knows."""


@pytest.fixture
def forgotten(known: Run) -> Run:
    """The store after c2 was forgotten."""
    write(known, "forget", "c2", "--yes")
    return known


def register(folder: Path, text: str = CHANGED, name: str = "again.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def customers(store: Path) -> int:
    with closing(sqlite3.connect(store)) as db:
        return int(db.execute("SELECT count(*) FROM customers WHERE forgotten_on IS NULL").fetchone()[0])


def test_a_changed_row_is_a_bad_row(forgotten: Run, store: Path, tmp_path: Path) -> None:
    before = customers(store)
    result = forgotten("import", "visits", register(tmp_path), "--json")
    assert result.code == 3
    (error,) = result.json["errors"]
    assert (error["column"], error["value"]) == ("phone", "138****5678")
    assert "c2, who was forgotten" in error["reason"]
    assert customers(store) == before


def test_the_other_rows_are_written_with_skip_bad(forgotten: Run, store: Path, tmp_path: Path) -> None:
    more = CHANGED + "2026-11-20T10:00,13900000099,Zhou,,walk-in,,,,\n"
    result = forgotten("import", "visits", register(tmp_path, more), "--skip-bad", "--json")
    assert (result.code, result.json["visits"], result.json["rejected"]) == (3, 1, 1)


def test_known_again_takes_the_row_and_says_who_it_is(forgotten: Run, tmp_path: Path) -> None:
    result = forgotten("import", "visits", register(tmp_path), "--known-again", "--json")
    assert (result.code, result.json["visits"], result.json["customers"]) == (0, 1, 1)
    assert "one of c2, who asked to be forgotten" in result.err


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("owners", f"phone,delivered_on\n{WANG},2026-09-01\n"),
        ("online", f"at,phone,name\n2026-11-20T10:00,{WANG},Wang\n"),
        ("visits", f"arrived_at,phone,referrer\n2026-11-20T10:00,13900000099,{WANG}\n"),
        ("visits", "arrived_at,phone,referrer\n2026-11-20T10:00,13900000099,老王 138 1234 5678\n"),
    ],
)
def test_no_kind_of_file_brings_them_back(forgotten: Run, store: Path, tmp_path: Path, kind: str, text: str) -> None:
    before = customers(store)
    result = forgotten("import", kind, register(tmp_path, text), "--json")
    assert result.code == 3
    assert "forgotten" in result.json["errors"][0]["reason"]
    assert customers(store) == before


def test_a_typed_visit_is_taken_and_says_it(forgotten: Run) -> None:
    result = forgotten("log-visit", "--phone", WANG, "--json")
    assert (result.code, result.json["new_lead"]) == (0, True)
    assert "one of c2, who asked to be forgotten" in result.err
    again = forgotten("log-visit", "--phone", WANG, "--json", now="2026-11-23T10:00")
    assert "forgotten" not in again.err


def test_another_phone_that_is_one_of_theirs_is_said_too(forgotten: Run) -> None:
    result = forgotten("edit", "customer", LI, "--add-phone", WANG)
    assert (result.code, "one of c2, who asked to be forgotten" in result.err) == (0, True)


def test_who_came_again_is_a_customer_as_any(forgotten: Run, tmp_path: Path) -> None:
    write(forgotten, "log-visit", "--phone", WANG)
    result = forgotten("import", "visits", register(tmp_path), "--json")
    assert (result.code, result.json["visits"]) == (0, 1)


def test_who_is_forgotten_a_second_time_stays_out(forgotten: Run, tmp_path: Path) -> None:
    visit = write(forgotten, "log-visit", "--phone", WANG)
    write(forgotten, "forget", f"c{visit['customer_id']}", "--yes")
    result = forgotten("import", "visits", register(tmp_path), "--json")
    assert result.code == 3
    assert f"c{visit['customer_id']}, who was forgotten" in result.json["errors"][0]["reason"]


def test_the_key_lies_beside_the_store_with_its_mode(forgotten: Run, store: Path) -> None:
    key = Path(f"{store}.key")
    assert key.stat().st_mode & 0o777 == store.stat().st_mode & 0o777 == 0o600
    assert len(bytes.fromhex(key.read_text())) == 32


def test_a_store_for_a_group_has_a_key_for_the_group(known: Run, store: Path) -> None:
    write(known, "staff", "add", "Gao Qiang", "--role", "manager", "--login", find_login())
    store.chmod(0o660)
    write(known, "forget", "c2", "--yes")
    key = Path(f"{store}.key")
    assert key.stat().st_mode & 0o777 == 0o660
    assert key.stat().st_gid == store.stat().st_gid


def test_a_second_person_has_the_same_key(forgotten: Run, store: Path) -> None:
    before = Path(f"{store}.key").read_bytes()
    write(forgotten, "forget", LI, "--yes")
    assert Path(f"{store}.key").read_bytes() == before


def test_a_backup_has_no_key_and_no_phone(forgotten: Run, store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    assert forgotten("backup", folder / "b.db").code == 0
    assert [file.name for file in folder.iterdir()] == ["b.db"]
    key = Path(f"{store}.key").read_text().strip()
    content = (folder / "b.db").read_bytes()
    assert (key.encode() in content, bytes.fromhex(key) in content) == (False, False)


def test_without_the_key_nobody_is_recognised_and_that_is_said(forgotten: Run, store: Path, tmp_path: Path) -> None:
    Path(f"{store}.key").unlink()
    result = forgotten("import", "visits", register(tmp_path), "--json")
    assert (result.code, result.json["customers"]) == (0, 2)  # by two of their phones
    assert "cannot be read without the key" in result.err
    assert f"{store.name}.key" in result.err


def test_another_key_is_as_good_as_none(forgotten: Run, store: Path, tmp_path: Path) -> None:
    Path(f"{store}.key").write_text("ab" * 32)
    result = forgotten("import", "visits", register(tmp_path), "--json")
    assert (result.code, "cannot be read without the key" in result.err) == (0, True)


@pytest.mark.parametrize("content", ["", "no key", "ab" * 31, "ab" * 40])
def test_a_damaged_key_is_refused_and_nothing_is_written(forgotten: Run, store: Path, content: str) -> None:
    Path(f"{store}.key").write_text(content)
    result = forgotten("forget", LI, "--yes")
    assert (result.code, "is no key of leadctl" in result.err) == (4, True)
    assert forgotten("show", LI, "--json").json["customer"] == "Li Lei"


def test_a_link_at_the_name_of_the_key_is_not_followed(known: Run, store: Path, tmp_path: Path) -> None:
    target = tmp_path / "key of somebody"
    target.write_text("ab" * 32)
    os.symlink(target, f"{store}.key")
    result = known("forget", "c2", "--yes")
    assert result.code == 4
    assert target.read_text() == "ab" * 32


def test_no_print_can_be_tried_out_without_the_key(forgotten: Run, store: Path) -> None:
    """Nothing in the file is a hash of the phone alone, plain, salted with anything that stands there, or slow."""
    with closing(sqlite3.connect(store)) as db:
        prints = [row[0] for row in db.execute("SELECT print FROM forgotten_phones")]
        prints += [row[0] for row in db.execute("SELECT who FROM retired_rows")]
    assert len(prints) > 4
    assert {len(one) for one in prints} == {41}
    assert {one[:9] for one in prints} == {prints[0][:9]}
