"""How long commands keep others waiting: the time from taking the write lock to giving it back, in this process.

    python -m tests.faults.locks [--rows N]

Prints the processor time and the time by the clock of each command, and the part of them under the lock. Processor time
is what counts on a busy machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.concurrency import write_register
from tests.faults.running import NOW, REPOSITORY

MEASURE = """
import sys
from time import monotonic, process_time
from leadctl.cli import main
from leadctl.store import access
marks = {}
begin, commit = access._begin, access.commit

def begin_and_mark(*given):
    begin(*given)
    marks["taken"] = process_time(), monotonic()

def commit_and_mark(*given):
    commit(*given)
    marks["given"] = process_time(), monotonic()

access._begin, access.commit = begin_and_mark, commit_and_mark
start = process_time(), monotonic()
code = main(sys.argv[1:])
whole = process_time() - start[0], monotonic() - start[1]
held = [after - before for before, after in zip(marks["taken"], marks["given"])]
sys.stderr.write("%.0f %.0f %.0f %.0f" % tuple(1000 * part for part in (*whole, *held)))
sys.exit(code)
"""


def measure(folder: Path, *words: str) -> list[int]:
    """Milliseconds of a command: processor and clock, and those of them under the lock."""
    around = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "LEADCTL_DB": str(folder / "store.db"),
        "LEADCTL_NOW": NOW,
        "LANG": "C.UTF-8",
    }
    command = [sys.executable, "-c", MEASURE, *words]
    done = subprocess.run(command, env=around, capture_output=True, text=True, check=True, cwd=folder)
    return list(map(int, done.stderr.split("\n")[-1].split()))


def print_times(rows: int) -> None:
    """A line each command."""
    print(f"{'milliseconds':<40} {'processor':>9} {'clock':>6} {'locked: processor':>18} {'clock':>6}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            [sys.executable, "-m", "leadctl", "--db", folder / "store.db", "init"],
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), "LEADCTL_NOW": NOW},
            check=True,
            capture_output=True,
        )
        write_register(folder / "first.csv", rows, 50_000_001)
        write_register(folder / "second.csv", rows, 60_000_001)
        for words in (
            ("import", "visits", "first.csv"),
            ("import", "visits", "second.csv"),
            ("log-visit", "--phone", "13712340987", "--name", "王伟"),
            ("followup", "7", "called"),
            ("order", "8"),
            ("undo",),
        ):
            whole, clock, held, held_clock = measure(folder, *words)
            print(f"{' '.join(words):<40} {whole:>9} {clock:>6} {held:>18} {held_clock:>6}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=3000, help="rows of each of the two imports")
    print_times(parser.parse_args().rows)
