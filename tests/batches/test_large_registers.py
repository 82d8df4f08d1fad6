"""A large register is read, put away and reckoned with in other ways than a small one, to the same store."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadctl import child_process
from leadctl.commands import batches
from leadctl.intake import block_checks, registers
from leadctl.intake.faults import Faults
from leadctl.store.registers import arrivals, staging, visits
from tests.commands.stores import tables, write
from tests.conftest import FillOnce

real = tempfile.TemporaryFile
HEADER = "进店时间,离店时间,客户姓名,联系电话,来店/来电,首次/再次,意向车型,级别,试驾,预算,销售顾问\n"
KINDS = ("来店", "来电", "活动", "来店")
GRADES = ("H", "", "A", "C")


def line(n: int) -> str:
    """The n-th row: people come several times, out of order, some nameless, some twice in a minute."""
    minute, person = (n * 37) % 600, (n * n) % 83
    day = f"2026-0{1 + minute % 9}-1{minute % 7} 1{minute % 8}:{minute % 60:02}"
    phone = "" if person % 9 == 0 else f"138{(person % 23 + 1) * 7919:08}"
    name = "" if person % 5 == 0 else f"客户{person % 40}"
    model = ("朗逸", "途观", "")[person % 3]
    first, drove, budget = "" if n % 11 else "首次", "" if n % 6 else "是", "" if n % 3 else "10-12万"
    cells = (day, "" if n % 4 else day, name, phone, KINDS[n % 4], first, model, GRADES[n % 4], drove, budget, "Li Na")
    return ",".join(cells) + "\n"


REGISTER = HEADER + "".join(map(line, range(600)))
BAD = (
    HEADER
    + "".join(map(line, range(300)))
    + "2026-02-30 10:00,,坏,,,,,,,,\n"
    + line(301)
    + "5月2日,,,,,,,,,,\n,,,1,,,,,,,\n"
)


@pytest.fixture
def shop(run: Callable[..., Any], store: Path, tmp_path: Path, fill_once: FillOnce) -> Callable[..., Any]:
    """Sends a register's text; its summary with the exit code and what was said."""
    fill_once(store, _open, run)

    def send(text: str, *options: object) -> Any:
        path = tmp_path / "register.csv"
        path.write_text(text, encoding="utf-8")
        done = run("log-visit", "--from", path, *options, "--json", as_="Li Na", now="2026-11-22T08:30")
        # Whose names differ is told in the order in which people are met, under ids given in that order.
        said = [line for line in done.err.splitlines() if "with that phone says" not in line]
        return done.code, done.json if done.out else None, said

    return send


def _open(run: Callable[..., Any]) -> None:
    write(run, "init", "--timezone", "Asia/Shanghai", now="2026-11-01T08:00")
    write(run, "staff", "add", "Li Na", now="2026-11-01T08:05")


def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """One processor."""
    monkeypatch.setattr(child_process, "_has_second_processor", lambda: False)


def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processors, and as if six hundred rows were a million."""
    monkeypatch.setattr(child_process, "_has_second_processor", lambda: hasattr(os, "fork"))
    as_many(monkeypatch)


def as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "LARGE", 0)
    monkeypatch.setattr(staging, "MOST_IN_MEMORY", 50)
    monkeypatch.setattr(arrivals, "AT_ONCE", 5)
    monkeypatch.setattr(visits, "A_FEW", 0)


def test_a_block_with_bad_cells_is_forgotten_when_the_next_ones_are_read(
    shop: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million rows of which each hundredth was bad took 1.6 GB."""
    alone(monkeypatch)
    living: weakref.WeakSet[Faults] = weakref.WeakSet()
    most = 0

    class Counted(Faults):
        def __init__(self) -> None:
            nonlocal most
            super().__init__()
            living.add(self)
            most = max(most, len(living))

    monkeypatch.setattr(block_checks, "Faults", Counted)
    monkeypatch.setattr(batches, "YOUNG_OBJECTS", 500)
    rows = [f"2026-01-{1 + n % 28:02} 10:{n % 60:02},,客户,{'138****5678' if n % 50 == 0 else ''}" for n in range(4000)]
    assert shop(HEADER + ",,,,,,,\n".join([*rows, ""]), "--skip-bad")[1]["rejected"] == 80
    assert most <= 8  # of 20 blocks


def meaning(store: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of what a register writes, with the phone in the place of ids, which may be given in another order."""
    found = {}
    with sqlite3.connect(store) as db:
        for table in ("customers", "leads", "visits"):
            names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            kept = ", ".join(f"t.{name}" for name in names if name not in ("id", "customer", "lead"))
            whose = "t.id" if table == "customers" else "t.customer"
            phone = f"(SELECT phone FROM phones AS p WHERE p.customer = {whose})"
            found[table] = sorted(db.execute(f"SELECT {phone}, {kept} FROM {table} AS t"), key=repr)
    return found


def test_a_large_register_says_what_a_small_one_says(
    shop: Any, run: Any, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(monkeypatch)
    blank = store.read_bytes()
    told = shop(REGISTER)
    expected = meaning(store)
    assert told[1]["visits"] == 600
    for way in (as_many, large):
        store.write_bytes(blank)
        way(monkeypatch)
        assert shop(REGISTER) == told
        assert meaning(store) == expected
        assert run("doctor", "--json").json["healthy"]


def test_another_process_changes_no_number(shop: Any, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone(monkeypatch)
    as_many(monkeypatch)
    blank = store.read_bytes()
    shop(REGISTER)
    expected = tables(store)
    store.write_bytes(blank)
    large(monkeypatch)
    shop(REGISTER)
    assert tables(store) == expected


@pytest.mark.parametrize("way", [alone, as_many, large])
def test_a_large_register_again_and_longer_adds_what_is_new_and_is_undone(
    shop: Any, run: Any, store: Path, monkeypatch: pytest.MonkeyPatch, way: Callable[[pytest.MonkeyPatch], None]
) -> None:
    way(monkeypatch)
    shop(HEADER + "".join(map(line, range(400))))
    before = tables(store)
    _, told, _ = shop(REGISTER.replace("途观", "途岳"))
    assert (told["visits"], told["updated"] + told["unchanged"]) == (200, 400)
    assert told["updated"] == sum("途观" in line(n) for n in range(400))
    assert run("doctor", "--json").json["healthy"]
    assert run("undo", told["operation"], as_="Li Na").code == 0
    assert tables(store) == before


@pytest.mark.parametrize("options", [(), ("--skip-bad",), ("--strict",), ("--dry-run",)])
def test_bad_rows_are_told_and_given_back_by_either_process(
    shop: Any, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    said = []
    blank = store.read_bytes()
    for way in (alone, large):
        store.write_bytes(blank)
        way(monkeypatch)
        rejects = tmp_path / "bad.csv"
        rejects.unlink(missing_ok=True)
        said.append((shop(BAD, *options, "--rejects", rejects), rejects.read_text(encoding="utf-8-sig")))
    assert said[0] == said[1]
    assert said[0][0][1]["rejected"] > 1


def test_a_broken_line_is_a_bad_row_by_either_process(shop: Any, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables(store)
    large(monkeypatch)
    code, summary, _ = shop(REGISTER + '2026-02-01 10:00,"x"y,,,,,,,,,\n')
    assert (code, [error["line"] for error in summary["errors"]]) == (3, [602])
    assert tables(store) == before


def test_a_batch_that_breaks_off_leaves_no_file_open(shop: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []

    def open_and_note() -> Any:
        opened.append(real())
        return opened[-1]

    monkeypatch.setattr(staging, "MOST_IN_MEMORY", 50)
    monkeypatch.setattr(tempfile, "TemporaryFile", open_and_note)
    code, _, said = shop(REGISTER + '"never closed\n')
    assert (code, len(opened)) == (3, 1)
    assert "quotes" in " ".join(said)
    assert opened[0].closed


def test_a_large_file_of_follow_ups_is_written_like_a_small_one(
    run: Callable[..., Any], store: Path, tmp_path: Path, fill_once: FillOnce, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_once(store, _open, run)
    write(run, "log-visit", "--phone", "13800138000", "--at", "2026-11-01T09:00", as_="Li Na", now="2026-11-02T08:30")
    large(monkeypatch)
    path, bad = tmp_path / "calls.csv", tmp_path / "bad.csv"
    path.write_text(
        "phone,at,note\n13800138000,2026-11-05,rang\n13800138000,2026-10-05,before the lead\n"
        "13800138000,soon,no date\n13800138000,2026-11-06,rang again\n",
        encoding="utf-8",
    )
    done = run(
        "import", "followups", path, "--skip-bad", "--rejects", bad, "--json", as_="Li Na", now="2026-11-22T08:30"
    )
    assert [done.code, done.json["records"], done.json["rejected"], done.json["written"]] == [3, 2, 2, True]
    assert [error["line"] for error in done.json["errors"]] == [3, 4]
    assert [row.split(",")[2] for row in bad.read_text(encoding="utf-8-sig").splitlines()[1:]] == [
        "before the lead", "no date",
    ]  # fmt: skip
    with sqlite3.connect(store) as db:
        assert db.execute("SELECT note FROM followups ORDER BY at").fetchall() == [("rang",), ("rang again",)]
