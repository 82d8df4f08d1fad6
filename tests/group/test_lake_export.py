"""What a store exports into its group's lake."""

from __future__ import annotations

import hmac
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from leadctl.errors import LeadctlError
from leadctl.files import replace_file
from leadctl.store.queries.lake import PHONES, TABLES
from leadctl.store.tables import TABLES as STORED
from tests.group.conftest import EVENING, run_in

CopyOf = Callable[[int], Path]
KEY = b"0123456789abcdef0123456789abcdef"


def export(store: Path, lake: Path, *options: object, now: str = EVENING, code: str = "0012") -> Any:
    return run_in(store)("lake", "export", lake, "--code", code, *options, "--json", now=now, as_="Max")


def manifest(lake: Path, code: str = "0012") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((lake / f"store={code}" / "manifest.json").read_text(encoding="utf-8"))
    return found


def rows_of(lake: Path, table: str) -> list[dict[str, Any]]:
    """All rows of a table that the manifest names."""
    import pyarrow.parquet as pq

    files = manifest(lake)["files"][table].values()
    return [
        row
        for file in files
        for row in pq.read_table(lake / "store=0012" / file["path"], partitioning=None).to_pylist()
    ]


def is_readable(lake: Path) -> bool:
    """Whether every file that the manifest names is what it says."""
    files = [file for months in manifest(lake)["files"].values() for file in months.values()]
    return all(
        sha256((lake / "store=0012" / file["path"]).read_bytes()).hexdigest() == file["sha256"] for file in files
    )


def test_an_export_holds_every_fact_and_nothing_of_who_people_are(copy_of: CopyOf, tmp_path: Path) -> None:
    store, lake = copy_of(1), tmp_path / "lake"
    assert export(store, lake).code == 0
    with closing(sqlite3.connect(store)) as db:
        for table in TABLES:
            (count,) = db.execute(f"SELECT count(*) FROM {table.name}").fetchone()
            assert len(rows_of(lake, table.name)) == count, table.name
        said = {
            row[0] for row in db.execute("SELECT phone FROM phones UNION SELECT name FROM customers WHERE name > ''")
        }
        said |= {
            row[0] for row in db.execute("SELECT note FROM visits WHERE note > '' UNION SELECT note FROM followups")
        }
    assert len(said) > 10
    # Of a column that forgetting a person empties the lake has nothing, of whatever table.
    assert [
        (table.name, column.name)
        for table in TABLES
        for stored in STORED
        if stored.name == table.name
        for column in table.columns
        if column.sql.rpartition(".")[2] in stored.erased
    ] == []
    everything = json.dumps([rows_of(lake, table.name) for table in TABLES], default=str, ensure_ascii=False)
    assert [text for text in said if text and text in everything] == []
    assert "phones" not in manifest(lake)["files"]
    assert {row["store_code"] for row in rows_of(lake, "visits")} == {"0012"}


def test_no_name_of_a_thing_takes_a_phone_along(run: Any, tmp_path: Path) -> None:
    phone, lake = "13800001111", tmp_path / "lake"
    run("init", "--store", "Main", "--code", "0012")
    run("staff", "add", "Max", "--role", "manager")
    run("staff", "add", f"Ann {phone}", "--role", "consultant")
    run("model", "add", f"X5 {phone}")
    run("source", "add", "fair", "--label", f"Fair {phone}")
    run("campaign", "add", f"Autumn {phone}", "--kind", f"show {phone}", "--source", "fair")
    named = ("--model", f"X5 {phone}", "--consultant", f"Ann {phone}", "--campaign", f"Autumn {phone}")
    seen = run("log-visit", "--phone", "13900000001", "--source", "fair", "--rival", f"R {phone}", *named, as_="Max")
    assert seen.code == 0, seen.err
    assert run("lake", "export", lake, as_="Max").code == 0
    everything = json.dumps([rows_of(lake, table.name) for table in TABLES], default=str, ensure_ascii=False)
    assert phone not in everything
    assert {"Ann 138****1111", "X5 138****1111"} <= set(rows_of(lake, "visits")[0].values())
    assert {row["kind"] for row in rows_of(lake, "campaigns")} == {"show 138****1111"}


@pytest.mark.parametrize(
    ("typed", "leaves"),
    [
        *((text, True) for text in ("Tiguan 2.0T", "一汽丰田卡罗拉锐放")),
        *((text, False) for text in ("13800001111", "朋友王强说在隔壁买更便宜", "他嫂子在4S店，便宜")),
        *((text, False) for text in ("X5: call Ann first", "bought from his brother")),
    ],
)
def test_a_rival_that_is_no_name_stays_in_the_store(run: Any, tmp_path: Path, typed: str, leaves: bool) -> None:
    run("init", "--store", "Main", "--code", "0012")
    run("staff", "add", "Max", "--role", "manager")
    run("log-visit", "--phone", "13900000001", as_="Max")
    assert run("defeat", 1, "--reason", "price", "--rival", typed, as_="Max").code == 0
    assert run("lake", "export", tmp_path / "lake", as_="Max").code == 0
    assert [row["rival"] for row in rows_of(tmp_path / "lake", "churns")] == [typed if leaves else None]


def test_a_second_export_writes_only_the_months_that_changed_as_a_whole_one_would(
    copy_of: CopyOf, tmp_path: Path
) -> None:
    store, lake, afresh = copy_of(1), tmp_path / "lake", tmp_path / "afresh"
    run = run_in(store)
    sold = run("sale", "--channel", "wholesale", "--count", "2", "--on", "2026-10-29", now=EVENING, as_="Max")
    assert sold.code == 0, sold.err
    export(store, lake)
    again = export(store, lake).json
    assert (again["months"], again["whole"]) == (0, False)
    with closing(sqlite3.connect(store)) as db:
        first, lead = db.execute("SELECT id, lead FROM visits WHERE lead IS NOT NULL ORDER BY at LIMIT 1").fetchone()
        (other,) = db.execute("SELECT id FROM visits WHERE lead IS NULL OR lead <> ? LIMIT 1", (lead,)).fetchone()
    # A correction that moves a lead and its windows into another month, a hand-over, a new visit, and one that goes.
    moved = run("edit", "visit", first, "--at", "2026-09-28 10:00", now="2026-11-02T09:00", as_="Max")
    assert moved.code == 0, moved.err
    run("delete", "visit", other, now="2026-11-02T09:05", as_="Max")
    sold = run("sale", "--channel", "wholesale", "--on", "2026-09-29", now="2026-11-02T09:06", as_="Max")
    assert sold.code == 0, sold.err
    run("assign", "--from", "Ann", "--to", "Ben", now="2026-11-02T09:10", as_="Max")
    run("log-visit", "--phone", "13900000001", "--at", "2026-11-02 08:00", now="2026-11-02T09:20", as_="Ben")
    done = export(store, lake, now="2026-11-02T21:00").json
    assert (done["whole"], 0 < done["months"] < done["files"]) == (False, True)
    export(store, afresh, now="2026-11-02T21:00")
    assert manifest(lake)["files"] == manifest(afresh)["files"]
    assert is_readable(lake)


def test_with_the_groups_key_phones_are_keyed_hashes_until_their_people_are_forgotten(
    copy_of: CopyOf, tmp_path: Path
) -> None:
    store, lake, key = copy_of(1), tmp_path / "lake", tmp_path / "group.key"
    key.write_bytes(KEY + b"\n")
    export(store, lake, "--key", key)
    with closing(sqlite3.connect(store)) as db:
        customer, phone = db.execute("SELECT customer, phone FROM phones ORDER BY id LIMIT 1").fetchone()
    expected = hmac.new(KEY, phone.encode(), sha256).hexdigest()[:32]
    assert expected in {row["phone_hash"] for row in rows_of(lake, "phones")}
    replaced = set((lake / "store=0012" / "phones").rglob("*.parquet"))
    run_in(store)("forget", f"c{customer}", "--yes", now="2026-10-30T21:10", as_="Max")
    export(store, lake, "--key", key, now="2026-10-30T22:00")
    assert expected not in {row["phone_hash"] for row in rows_of(lake, "phones")}
    assert not any(path.exists() for path in replaced)
    short = tmp_path / "short.key"
    short.write_bytes(b"abc")
    assert "no key of a group" in export(store, lake, "--key", short).err


def test_an_export_is_recorded_as_taking_people_out_where_it_has_their_keyed_hashes(
    copy_of: CopyOf, tmp_path: Path
) -> None:
    store, key = copy_of(1), tmp_path / "group.key"
    key.write_bytes(KEY)
    export(store, tmp_path / "without")
    export(store, tmp_path / "with", "--key", key)
    (access,) = run_in(store)("operations", "--access", "--json", as_="Max").json
    with closing(sqlite3.connect(store)) as db:
        (people,) = db.execute("SELECT count(*) FROM customers").fetchone()
    assert (access["command"], access["people"], access["revealed"]) == ("lake export", people, False)


@pytest.mark.parametrize("file", [1, 3, -1])
def test_an_export_that_is_killed_leaves_the_old_one_readable(
    copy_of: CopyOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: int
) -> None:
    """Before its first file, between two, and before the manifest (-1) takes its place."""
    store, lake = copy_of(1), tmp_path / "lake"
    export(store, lake)
    before = manifest(lake)
    run_in(store)("log-visit", "--phone", "13900000001", now="2026-10-30T21:30", as_="Ben")
    made: list[Path] = []

    def die(target: Path, **how: Any) -> Any:
        made.append(target)
        if target.name == "manifest.json" if file < 0 else len(made) == file:
            raise LeadctlError("killed")
        return replace_file(target, **how)

    monkeypatch.setattr("leadctl.group.export.replace_file", die)
    assert export(store, lake, now="2026-10-30T22:00").code != 0
    assert manifest(lake) == before
    assert is_readable(lake)
    monkeypatch.undo()
    monkeypatch.setenv("HOME", str(tmp_path))
    export(store, lake, now="2026-10-30T22:10")
    export(store, lake, now="2026-10-30T22:20")
    named = {file["path"] for months in manifest(lake)["files"].values() for file in months.values()}
    found = {path.relative_to(lake / "store=0012").as_posix() for path in lake.rglob("*.parquet")}
    assert found == named


def test_a_store_exports_into_its_own_folder_only(copy_of: CopyOf, tmp_path: Path, run: Any) -> None:
    lake = tmp_path / "lake"
    assert export(copy_of(1), lake).code == 0
    run("init", "--store", "Other", "--code", "0012", now="2026-10-01T08:00")
    refused = run("lake", "export", lake)
    assert "two stores have the code 0012" in refused.err
    assert run("lake", "export", lake, "--code", "0013").code == 1
    assert export(copy_of(1), lake, code="../x").code == 1


def test_the_document_has_every_column() -> None:
    document = (Path(__file__).parents[2] / "docs" / "lake.md").read_text(encoding="utf-8")
    for table in (*TABLES, PHONES):
        (line,) = re.findall(rf"^\| `{table.name}` \| (.*) \|$", document, re.M)
        divided, _, columns = line.partition(" | ")
        kinds = {kind: set(re.findall(r"`(\w+)`", names)) for kind, names in re.findall(r"(\w+): ([^;|]*)", columns)}
        assert {column.name for column in table.columns} == set().union(*kinds.values())
        assert all(column.name in kinds[column.kind] for column in table.columns)
        assert divided == (f"`{table.divided_by}`" if table.divided_by else "not divided")
