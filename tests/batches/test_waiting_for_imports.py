"""Nobody waits while a file is read and checked, or a report made; what a reading rests on holds when it is written."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from leadctl.commands import report
from leadctl.intake.block_checks import BlockChecker
from leadctl.render import pages
from leadctl.store.registers import staging

Run = Callable[..., Any]
PHONE = "13812345678"
FILES = {
    "visits": f"arrived_at,phone,name\n2026-11-02 10:00,{PHONE},Wang\n",
    "online": f"at,phone,name,channel\n2026-11-02 10:00,{PHONE},Wang,wechat\n",
    "followups": f"phone,at,note\n{PHONE},2026-11-03 10:00,called\n",
    "churn": f"phone,at,kind,reason\n{PHONE},2026-11-04,defeat,price\n",
    "orders": f"phone,ordered_on\n{PHONE},2026-11-05\n",
    "sales": "channel,on,model,count\nwholesale,2026-11-05,Yuanshan X5,2\n",
    "owners": f"name,phone,model,delivered_on\nWang,{PHONE},Yuanshan X5,2026-11-05\n",
}


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], list[object]]:
    """Lets something be done at each reading of a file, while its first rows are checked; what it gave each time."""

    def do(act: Callable[[], object]) -> list[object]:
        done: list[object] = []
        check = BlockChecker.check

        def act_and_check(checker: BlockChecker, *blocks: Any) -> Any:
            done.append(act())
            return check(checker, *blocks)

        monkeypatch.setattr(BlockChecker, "check", act_and_check)
        return done

    return do


def try_to_write(store: Path) -> str:
    """Whether another process could commit now."""
    with closing(sqlite3.connect(store, isolation_level=None, timeout=0)) as db:
        db.execute("BEGIN EXCLUSIVE")
        db.execute("ROLLBACK")
    return "free"


@pytest.mark.parametrize("kind", FILES)
def test_the_store_is_free_while_a_file_is_checked(
    kind: str, run: Run, store: Path, tmp_path: Path, beside: Callable[..., list[object]]
) -> None:
    run("init")
    run("log-visit", "--phone", PHONE, "--at", "2026-11-01 09:00")
    path = tmp_path / "register.csv"
    path.write_text(FILES[kind], encoding="utf-8")
    done = beside(lambda: try_to_write(store))
    result = run("import", kind, path, "--json", now="2026-11-22T08:30")
    assert result.code == 0, result.err
    assert result.json["written"]
    assert done == ["free"]


def test_the_store_is_free_while_standard_input_is_open(run: Run, run_process: Run, tmp_path: Path) -> None:
    run("init")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    results: list[Any] = []
    importing = threading.Thread(target=lambda: results.append(run_process("import", "visits", pipe, "--json")))
    importing.start()
    with pipe.open("w", encoding="utf-8") as sending:
        sending.write("arrived_at,phone,name\n")
        sending.flush()
        assert run_process("log-visit", "--phone", "13900139000").code == 0
        sending.write(f"2026-11-02 10:00,{PHONE},Wang\n")
    importing.join()
    assert results[0].code == 0, results[0].err
    assert results[0].json["visits"] == 1


def test_who_is_forgotten_while_a_file_is_read_does_not_come_back_with_it(
    run: Run, run_process: Run, tmp_path: Path, beside: Callable[..., list[object]]
) -> None:
    run("init")
    run("log-visit", "--phone", PHONE, "--at", "2026-11-01 09:00")
    path = tmp_path / "register.csv"
    path.write_text(FILES["visits"], encoding="utf-8")
    done = beside(lambda: run_process("forget", "c1", "--yes").code)
    result = run("import", "visits", path, "--rejects", tmp_path / "bad.csv", "--json", now="2026-11-22T08:30")
    assert result.code == 3
    assert result.json["rejected"] == 1
    assert "was forgotten" in result.json["errors"][0]["reason"]
    assert len((tmp_path / "bad.csv").read_text(encoding="utf-8-sig").splitlines()) == 2
    assert len(done) == 2  # the file was read again


def test_a_name_that_is_taken_back_while_a_file_is_read_is_new_to_the_store(
    run: Run, run_process: Run, tmp_path: Path, beside: Callable[..., list[object]]
) -> None:
    run("init")
    run("staff", "add", "Li Na")
    path = tmp_path / "register.csv"
    path.write_text("arrived_at,phone,consultant\n2026-11-02 10:00,13812345678,Li Na\n", encoding="utf-8")
    beside(lambda: run_process("undo").code)
    result = run("import", "visits", path, "--strict", "--json", now="2026-11-22T08:30")
    assert result.code == 3
    assert result.json["errors"][0]["column"] == "consultant"


def test_phones_that_become_one_customers_while_a_large_file_is_read_are_one_persons(
    run: Run, run_process: Run, store: Path, tmp_path: Path, beside: Callable[..., list[object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    run("init")
    run("log-visit", "--phone", PHONE, "--at", "2026-11-01 09:00")
    monkeypatch.setattr(staging, "MOST_IN_MEMORY", 1)
    path = tmp_path / "register.csv"
    rows = [f"2026-11-0{day} 10:00,{phone}" for day, phone in enumerate((PHONE, "13712340987") * 2, start=2)]
    path.write_text("\n".join(["arrived_at,phone", *rows]) + "\n", encoding="utf-8")
    read_chunk = staging.StagedRows.add

    def add_and_share(staged: staging.StagedRows, columns: Any) -> None:
        read_chunk(staged, columns)
        assert run_process("edit", "customer", "c1", "--add-phone", "13712340987").code == 0

    monkeypatch.setattr(staging.StagedRows, "add", add_and_share)
    result = run("import", "visits", path, "--json", now="2026-11-22T08:30")
    assert (result.json["visits"], result.json["leads"], result.json["customers"]) == (4, 0, 0)
    assert run("doctor").code == 0


def test_the_store_is_free_while_a_report_is_made(run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init")
    run("log-visit", "--phone", PHONE, "--at", "2026-11-01 09:00")
    done: list[str] = []
    draw = pages.draw_report

    def try_and_draw(*given: Any, **named: Any) -> Any:
        done.append(try_to_write(store))
        return draw(*given, **named)

    monkeypatch.setattr(report, "draw_report", try_and_draw)
    assert run("report", "--json", now="2026-11-22T08:30").code == 0
    assert set(done) == {"free"}
