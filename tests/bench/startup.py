"""What a morning's command costs in a large store, against ``python -c pass`` of the same environment.

The store: a million leads, 300,000 of them open, 50 due for the consultant who asks. Goals: ``due --json`` piped at
most 6.5 times the bare interpreter, ``due`` as a table on a terminal 12 times, ``--version`` 6 times.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import yardstick

ASKING = "Li Na"
OTHERS = tuple(f"Consultant {number}" for number in range(1, 21))
DUE = 50
YESTERDAY = datetime(2026, 11, 21, 9, 0)
LONG_AGO = datetime(2016, 1, 1, 9, 0)
LONG = timedelta(days=3500)
RECENT = timedelta(days=40)


def visits(leads: int, still_open: int) -> Iterator[yardstick.Row]:
    """Closed leads over ten years, open ones over the last weeks, and 50 of yesterday that are due today."""
    closed = leads - still_open
    for number in range(closed):
        yield yardstick.visit(number, LONG_AGO + LONG * (number / closed), OTHERS[number % len(OTHERS)])
    others = still_open - DUE
    for number in range(others):
        arrived = YESTERDAY - RECENT * ((others - number) / others)
        yield yardstick.visit(closed + number, arrived, OTHERS[number % len(OTHERS)])
    for number in range(DUE):
        yield yardstick.visit(leads - DUE + number, YESTERDAY + timedelta(minutes=number), ASKING)


def fill(store: Path, environment: dict[str, str], leads: int, still_open: int) -> None:
    """Make the store through the command line, as a dealer who takes over old registers would."""
    register = store.with_name("register.csv")
    yardstick.write_register(register, visits(leads, still_open))
    yardstick.make_store(store, environment, (ASKING, *OTHERS))
    closing = ("--closed-before", (YESTERDAY - RECENT).date().isoformat())
    yardstick.say(*yardstick.leadctl("log-visit", "--from", str(register), *closing), environment=environment)


def compare(environment: dict[str, str], rounds: int) -> None:
    contestants = {
        "python -c pass": yardstick.piped(yardstick.BARE_PYTHON, environment),
        "leadctl --version": yardstick.piped(yardstick.leadctl("--version"), environment),
        "leadctl due --json, piped": yardstick.piped(yardstick.leadctl("due", "--json"), environment),
        "leadctl due, on a terminal": yardstick.on_terminal(yardstick.leadctl("due"), environment),
    }
    yardstick.print_ratios(yardstick.medians(contestants, rounds), "python -c pass")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="leads in the store; three in ten are open")
    parser.add_argument("--rounds", type=int, default=21, help="runs of each, in turns")
    parser.add_argument("--store", type=Path, help="a store that an earlier run kept here; made when missing")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = (options.store or Path(folder) / "store.db").resolve()
        environment = yardstick.surroundings(store, ASKING)
        if not store.exists():
            fill(store, environment, options.rows, max(DUE + 1, options.rows * 3 // 10))
        compare(environment, options.rounds)


if __name__ == "__main__":
    main()
