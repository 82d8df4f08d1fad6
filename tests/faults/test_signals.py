"""Signals clean up like Ctrl-C, and what nobody foresaw in a damaged file ends in a sentence."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_a_waiting_command_and_nothing_is_left(
    run: Run, store: Path, tmp_path: Path, number: signal.Signals
) -> None:
    run("init")
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        command = [sys.executable, "-m", "leadctl", "log-visit", "--phone", "13800138000"]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "LEADCTL_DB": str(store)}
        waiting = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
        assert waiting.stderr is not None
        until = time.monotonic() + 60
        while "waiting for it" not in waiting.stderr.readline():
            assert time.monotonic() < until, "it never waited"
        waiting.send_signal(number)
        assert waiting.wait(30) == 130
        waiting.stderr.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "store.db"]


def test_what_nobody_foresaw_in_a_damaged_file_is_said_in_a_sentence(run: Run, store: Path) -> None:
    run("init")
    run("log-visit", "--phone", "13800138000", "--name", "Wang")
    with closing(sqlite3.connect(store, isolation_level=None)) as db:
        db.execute("UPDATE customers SET name = CAST(X'FFFE41' AS TEXT)")
    for command in (("show", "1"), ("find", "138"), ("followup", "1")):
        result = run(*command)
        assert result.code == 4, command
        assert "is damaged" in result.err


def test_a_fault_of_the_program_on_a_sound_store_stays_one(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init")

    def fail(*_: object) -> None:
        raise ValueError("a mistake of ours")

    monkeypatch.setattr("leadctl.commands.operations.list_operations", fail)
    with pytest.raises(ValueError, match="of ours"):
        run("operations")
