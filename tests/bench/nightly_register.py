"""What a night's register costs in a store of many visits, against the same register into an empty store.

Three registers of a thousand rows: one that the store has already, one of new visits of known leads, and that one once
more. Goal: under 2 s more than into an empty store of what a million visits hold.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import import_million
import yardstick

NIGHT = 1000
"""Rows of a register."""


def write_registers(folder: Path, rows: int) -> tuple[Path, Path, Path]:
    """(all visits, a thousand of them, as many new ones of the same customers)."""
    whole, known, new = (folder / name for name in ("whole.csv", "known.csv", "new.csv"))
    yardstick.write_register(whole, import_million.visits(rows))
    middle = rows // 2
    yardstick.write_register(known, islice(import_million.visits(rows), middle, middle + NIGHT))
    begin = datetime(2026, 11, 20, 9, 0)
    yardstick.write_register(
        new,
        (
            yardstick.visit(number, begin + timedelta(seconds=25 * number), import_million.CONSULTANTS[number % 20])
            for number in range(NIGHT)
        ),
    )
    return whole, known, new


def measure(store: Path, register: Path, rounds: int) -> float:
    """Processor seconds of a dry run of a register: it does everything and takes it back."""
    environment = yardstick.surroundings(store, import_million.CONSULTANTS[0])
    command = yardstick.leadctl("log-visit", "--from", str(register), "--dry-run")
    return statistics.median(yardstick.processor_seconds(command, environment) for _ in range(rounds))


def compare(folder: Path, rows: int, rounds: int) -> None:
    whole, known, new = write_registers(folder, rows)
    full, empty = folder / "full.db", folder / "empty.db"
    for store in (full, empty):
        environment = yardstick.surroundings(store, import_million.CONSULTANTS[0])
        yardstick.make_store(store, environment, import_million.CONSULTANTS)
    alone = measure(empty, known, rounds)
    environment = yardstick.surroundings(full, import_million.CONSULTANTS[0])
    yardstick.say(*yardstick.leadctl("log-visit", "--from", str(whole)), environment=environment)
    found = {"into an empty store": alone, "sent again": measure(full, known, rounds)}
    found["new visits of known leads"] = measure(full, new, rounds)
    yardstick.say(*yardstick.leadctl("log-visit", "--from", str(new)), environment=environment)
    found["those sent again"] = measure(full, new, rounds)
    yardstick.print_ratios(found, "into an empty store")
    print(f"more than into an empty store: at most {max(found.values()) - alone:.2f} s of a goal of 2 s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="visits in the store")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each register")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), options.rows, options.rounds)


if __name__ == "__main__":
    main()
