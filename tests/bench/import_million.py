"""What a batch import costs, against the sqlite3 shell's ``.import --csv`` of the same file, which checks nothing.

Goals: a million visits fully checked, de-duplicated and indexed within 4 times the shell's wall time, and memory that
does not grow with the file: the peak of all rows is set beside that of a quarter of them.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import yardstick

CONSULTANTS = tuple(f"Consultant {number}" for number in range(1, 21))
BEGIN = datetime(2016, 1, 1, 9, 0)
SPAN = timedelta(days=3900)
VISITS_A_CUSTOMER = 3


def visits(rows: int) -> Iterator[yardstick.Row]:
    """Ten years of visits in order of time; customers come about three times."""
    customers = max(1, rows // VISITS_A_CUSTOMER)
    for number in range(rows):
        yield yardstick.visit(number % customers, BEGIN + SPAN * (number / rows), CONSULTANTS[number % customers % 20])


def import_anew(folder: Path, register: Path) -> tuple[float, float]:
    """(seconds, peak MiB) of importing the register into a new store."""
    store = folder / "store.db"
    store.unlink(missing_ok=True)
    environment = yardstick.surroundings(store, CONSULTANTS[0])
    yardstick.make_store(store, environment, CONSULTANTS)
    return yardstick.peak(yardstick.leadctl("log-visit", "--from", str(register)), environment)


def import_raw(folder: Path, register: Path) -> tuple[float, float]:
    """(seconds, peak MiB) of the shell's import into a new file."""
    store = folder / "raw.db"
    store.unlink(missing_ok=True)
    command = [yardstick.sqlite_shell(), str(store), f".import --csv '{register}' visits"]
    return yardstick.peak(command, yardstick.surroundings(store, CONSULTANTS[0]))


def compare(folder: Path, rows: int, rounds: int) -> None:
    register, quarter = folder / "register.csv", folder / "quarter.csv"
    yardstick.write_register(register, visits(rows))
    yardstick.write_register(quarter, visits(rows // 4))
    runs = [(import_raw(folder, register), import_anew(folder, register)) for _ in range(rounds)]
    raw, ours = (statistics.median(run[side][0] for run in runs) for side in (0, 1))
    yardstick.print_ratios({"sqlite3 .import --csv": raw, "leadctl log-visit --from": ours}, "sqlite3 .import --csv")
    small, large = import_anew(folder, quarter)[1], max(run[1][1] for run in runs)
    print(f"peak memory: {rows // 4} rows {small:.0f} MiB, {rows} rows {large:.0f} MiB, {large / small:.2f} x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="visits in the register")
    parser.add_argument("--rounds", type=int, default=3, help="imports of each kind, in turns")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), options.rows, options.rounds)


if __name__ == "__main__":
    main()
