"""A phone of somebody forgotten stands nowhere any more, whoever's row it was in and however it was written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from leadctl.domain.forgetting import spelling_of
from leadctl.store.privacy.replacement import searched_columns
from leadctl.store.tables import TABLES
from tests.forgetting.conftest import HAN, LI, VIN, WANG, WANG_MERGED, WANG_SECOND, WANG_WRONG, Run, write

SPELLINGS = (
    "1 3 8 1 2 3 4 5 6 7 8",
    "138/1234/5678",
    "138.1234.5678",
    "一三八一二三四五六七八",
    "①③⑧①②③④⑤⑥⑦⑧",
    "١٣٨١٢٣٤٥٦٧٨",
    "+86 138-1234-5678",
)
PHONES = (WANG, WANG_SECOND, WANG_WRONG, WANG_MERGED)


def texts_with_phone(store: Path) -> Iterator[tuple[str, str, str]]:
    """(table, column, text) of every text of the file in which one of the phones stands, however it is written."""
    pattern = spelling_of(PHONES)
    assert pattern is not None
    with closing(sqlite3.connect(store)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            rows = db.execute(f"SELECT * FROM {table}")
            columns = [column[0] for column in rows.description]
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    if isinstance(value, str) and pattern.search(value):
                        yield table, column, value


_CHECKED = {
    *(("customers", column) for column in ("gender", "birthday")),
    *(("policies", "toml"), ("settings", "key")),
}
"""Columns that take codes or days only, and texts that the program could not read with a phone in them."""


def plant(store: Path) -> set[tuple[str, str]]:
    """Write a spelling of the phone into the newest row of every table, into every column that can hold text.

    Returns what was written as (table, column). By SQL, past the commands, so that no column is left out.
    """
    planted = set()
    with closing(sqlite3.connect(store)) as db:
        for table in TABLES:
            row = db.execute(f"SELECT max(id) FROM {table.name}").fetchone()[0]
            wanted = {(table.name, column) for column in searched_columns(table)} - _CHECKED
            if row is None or table.name == "changes":
                continue
            for place, (_, column) in enumerate(sorted(wanted)):
                said = f"via {SPELLINGS[place % len(SPELLINGS)]} {place}"
                if (table.name, column) in (("settings", "value"), ("closings", "figures")):
                    said = json.dumps({"openings": {"H": said}, "asks": {}, "replies": {}}, ensure_ascii=False)
                db.execute(f"UPDATE {table.name} SET {column} = ? WHERE id = ?", (said, row))
                planted.add((table.name, column))
        db.commit()
    return planted


def test_every_text_column_of_the_store_is_searched(known: Run, store: Path) -> None:
    write(known, "report", "close", "--month", "2026-09", as_="Chen Jing", now="2026-10-05T09:00")
    write(known, "target", "set", "--month", "2026-12", "--week", 1, "--note", "n", as_="Chen Jing")
    write(known, "log-visit", "--phone", "13900000077", "--model", "X5", "--note", "x", "--referrer", "y")
    write(known, "words", "set", "H", "--opening", "hello")
    planted = plant(store)
    assert {table for table, _ in planted} > {
        "visits",
        "customers",
        "tags",
        "campaigns",
        "models",
        "sources",
        "settings",
    }
    assert planted <= {(table, column) for table, column, _ in texts_with_phone(store)}
    write(known, "forget", "c2", "--yes")
    assert list(texts_with_phone(store)) == []


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_text_of_a_real_store_holds_it(known: Run, store: Path, spelling: str) -> None:
    said = f"ask {spelling}"
    write(known, "edit", "customer", LI, "--name", f"Li {spelling}", "--district", said, "--occupation", said)
    write(known, "tag", LI, f"friend {spelling}")
    write(known, "campaign", "add", f"Party {spelling}")
    write(known, "source", "add", "friends", "--label", f"of {spelling}")
    write(known, "reason", "add", "other2", "--label", f"of {spelling}", "--group", "price")
    write(known, "log-visit", "--phone", LI, "--model", f"Car {spelling}", "--new", "--campaign", f"Party {spelling}")
    write(known, "log-visit", "--name", f"somebody, {spelling}", "--note", said)
    write(known, "words", "set", "H", "--opening", said)
    write(known, "forget", "c2", "--yes")
    assert list(texts_with_phone(store)) == []
    assert known("doctor").code == 0
    assert known("show", LI, "--json").json["customer"] == "Li c2"


def test_a_campaign_keeps_its_visits_under_its_new_name(known: Run) -> None:
    write(known, "campaign", "add", f"Party {WANG}")
    write(known, "log-visit", "--phone", "13900000077", "--campaign", f"Party {WANG}")
    write(known, "forget", "c2", "--yes")
    found = {row["campaign"]: row["leads"] for row in known("report", "campaigns", "--json").json}
    assert found["Party c2"] == 1


def test_two_names_that_differ_in_the_spelling_stay_two(known: Run) -> None:
    write(known, "tag", LI, f"of {WANG}", "of 138 1234 5678", "of c2")
    write(known, "forget", "c2", "--yes")
    tags = known("export", "--customer", LI, "--json").json["customer"]["tags"]
    assert len(set(tags)) == 3
    assert all("c2" in tag for tag in tags)


def test_it_says_what_was_replaced_and_where(known: Run) -> None:
    write(known, "tag", HAN, f"of {WANG}")
    answer = known("forget", "c2", "--yes", "--json")
    found = {(place["table"], place["column"]): place["rows"] for place in answer.json["replaced"]}
    assert (found["tags", "tag"], found["visits", "note"]) == (1, 2)
    assert found["visits", "referrer"] == 2
    assert "tag of tags (1)" in answer.err


def test_a_register_row_that_names_them_in_its_name_stays_known(known: Run, store: Path, tmp_path: Path) -> None:
    register = tmp_path / "friends.csv"
    register.write_text("arrived_at,name\n2026-11-02T10:00,friend of 1 3 8 1234 5678\n", encoding="utf-8")
    write(known, "import", "visits", register, "--no-phones")
    write(known, "forget", "c2", "--yes")
    again = write(known, "import", "visits", register, "--no-phones")
    assert (again["visits"], again["unchanged"]) == (0, 1)
    assert list(texts_with_phone(store)) == []


def test_a_foreign_number_is_found_as_it_is_dialled_at_home(run: Run, store: Path) -> None:
    write(run, "init", "--timezone", "Asia/Shanghai", now="2026-11-01T08:00")
    write(run, "log-visit", "--phone", "+44 20 7946 0958", now="2026-11-02T10:00")
    write(run, "log-visit", "--phone", LI, "--note", "cousin: 020 7946 0958", now="2026-11-02T11:00")
    write(run, "forget", "c1", "--yes")
    assert run("show", LI, "--json").json["history"][0]["note"] == "cousin: c1"


def test_backups_beside_the_store_are_named_and_those_without_them_are_not(known: Run, store: Path) -> None:
    folder = store.parent / "backups"
    folder.mkdir()
    assert known("backup", folder / "monday.db").code == 0
    assert known("backup", store.parent / "sunday.db").code == 0
    answer = known("forget", "c2", "--yes", "--json")
    assert answer.json["backups"] == [str(folder / "monday.db"), str(store.parent / "sunday.db")]
    assert known("backup", folder / "tuesday.db").code == 0
    answer = known("forget", LI, "--yes", "--json")
    assert [Path(name).name for name in answer.json["backups"]] == ["monday.db", "tuesday.db", "sunday.db"]


def test_the_number_of_their_car_and_their_wechat_name_stand_nowhere_either(known: Run, store: Path) -> None:
    write(known, "edit", "customer", "c2", "--wechat", "wangxm_1985")
    write(known, "tag", LI, f"drove {VIN.lower()}", "adds wangxm_1985")
    write(known, "followup", 3, f"saw {VIN} in the workshop; WangXM_1985 wrote", as_="Li Na")
    write(known, "forget", "c2", "--yes")
    content = store.read_bytes().lower()
    assert (VIN.lower().encode() in content, b"wangxm_1985" in content) == (False, False)
