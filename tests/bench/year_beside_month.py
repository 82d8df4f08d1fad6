"""What a year's traffic table costs beside a month's: of the year, and of the year with a column a month.

The store is that of ``long_lists.py``: a million visits of ten years, whose 333,000 leads are all open, so that the
stock at a month's end is most of what a table costs. Goal: the year by month at most 14 times the month. ``--store``
keeps the store for the next run.
"""

from __future__ import annotations

import argparse
import tempfile
from functools import partial
from pathlib import Path

import yardstick
from import_million import CONSULTANTS
from long_lists import fill_store

MONTH = "a month"
BY_MONTH = "a year by month"
PERIODS = {
    MONTH: ("--month", "2025-10"),
    "a year": ("--year", "2025"),
    BY_MONTH: ("--year", "2025", "--per", "month"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="visits in the register")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each, in turns")
    parser.add_argument("--store", type=Path, help="keep the store here; made where it is missing")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = (options.store or Path(folder) / "store.db").absolute()
        environment = yardstick.surroundings(store, CONSULTANTS[0])
        if not store.exists():
            fill_store(store, environment, options.rows)
        contestants = {
            name: yardstick.measure_piped(
                partial(yardstick.leadctl, "report", "traffic", *period, "--json"), environment
            )
            for name, period in PERIODS.items()
        }
        costs = yardstick.measure_in_turns(contestants, options.rounds)
        yardstick.print_costs(costs, MONTH, {BY_MONTH: 14.0})


if __name__ == "__main__":
    main()
