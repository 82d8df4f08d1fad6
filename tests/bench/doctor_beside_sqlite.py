"""What proving a large store costs, against SQLite's own check of the same file.

The yardstick is ``PRAGMA integrity_check`` by the library of this Python: doctor begins with it. Goals: ``doctor`` of a
million visits under 10 s and 300 MiB. A backup proves its copy, and a restore the backup and the store that is made of
it. ``--store FILE`` keeps the store, which takes longest to make, for the next run; it is changed by restoring only.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import import_million
import yardstick

CHECK = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute('PRAGMA integrity_check').fetchone())"


class Run(NamedTuple):
    """Seconds by the clock and of the processors, and the peak of one process in MiB."""

    wall: float
    processor: float
    peak: float


def make_store(store: Path, rows: int) -> None:
    """A store with the visits that ``import_million.py`` imports."""
    environment = yardstick.surroundings(store, import_million.CONSULTANTS[0])
    yardstick.make_store(store, environment, import_million.CONSULTANTS)
    with tempfile.TemporaryDirectory() as folder:
        register = Path(folder) / "register.csv"
        yardstick.write_register(register, import_million.visits(rows))
        yardstick.say(*yardstick.leadctl("log-visit", "--from", str(register)), environment=environment)


def measure(command: Sequence[str], environment: dict[str, str]) -> Run:
    """One run, which must succeed; child processes count for the processors' seconds."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = process.stderr.read() if process.stderr else ""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {process.returncode}\n{said}")
    peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return Run(wall, usage.ru_utime + usage.ru_stime, peak)


def compare(store: Path, rounds: int) -> None:
    """Measure in turns, and print a line each."""
    environment = yardstick.surroundings(store, import_million.CONSULTANTS[0])
    with tempfile.TemporaryDirectory(dir=store.parent) as folder:
        backup = str(Path(folder) / "backup.db")
        contestants = {
            "PRAGMA integrity_check": [sys.executable, "-c", CHECK, str(store)],
            "doctor": yardstick.leadctl("doctor"),
            "doctor --quick": yardstick.leadctl("doctor", "--quick"),
            "backup": yardstick.leadctl("backup", backup),
            "backup --verify": yardstick.leadctl("backup", "--verify", backup),
            "doctor --against": yardstick.leadctl("doctor", "--against", backup),
            "restore": yardstick.leadctl("restore", backup, "--yes"),
        }
        runs: dict[str, list[Run]] = {name: [] for name in contestants}
        for _ in range(rounds):
            for name, command in contestants.items():
                runs[name].append(measure(command, environment))
    for kept in store.parent.glob(f"{store.name}.before-restore-*"):
        kept.unlink()
    bare = min(run.processor for run in runs["PRAGMA integrity_check"])
    print(f"{store.stat().st_size / 1e6:.0f} MB")
    for name, some in runs.items():
        wall, processor = statistics.median(run.wall for run in some), min(run.processor for run in some)
        peak = max(run.peak for run in some)
        print(f"{name:<24}{wall:7.1f} s  processor {processor:6.1f} s {processor / bare:6.2f} x  {peak:6.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="visits in the store")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each command, in turns")
    parser.add_argument("--store", type=Path, help="where the store is, or is made and kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = (options.store or Path(folder) / "store.db").absolute()
        if not store.exists():
            make_store(store, options.rows)
        compare(store, options.rounds)


if __name__ == "__main__":
    main()
