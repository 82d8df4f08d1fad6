"""What a month's report costs in a store of ten years, against the same month in a store that holds nothing else, and
in one of a single year: the manager's page asks for the leads closed in twelve months, whatever else there is.

The leads of before are closed, as they are in a store that is worked: what is open is the month's in both. Goal: the
cost of the month, not of the file: at most 1.1 times the month alone. ``--open`` leaves them open, as in a store that
took over its old registers and closed nothing: all of them are then overdue, and the manager's page counts them; the
goal is 2 times.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import yardstick

CONSULTANTS = tuple(f"Consultant {number}" for number in range(1, 11))
MONTHS = 120
LAST = datetime(2026, 10, 1, 9, 0)
REPORTS = ("month", "funnel", "traffic", "defeats")


def visits(month: int, rows: int) -> Iterator[yardstick.Row]:
    """One month's visits, ``month`` months before 2026-10, all of customers of its own."""
    years, months = divmod(LAST.year * 12 + LAST.month - 1 - month, 12)
    begin = LAST.replace(year=years, month=months + 1)
    for number in range(rows):
        yield yardstick.visit(
            month * rows + number, begin + timedelta(days=27) * number / rows, CONSULTANTS[number % 10]
        )


def fill(store: Path, months: int, rows: int, closing: Sequence[str]) -> dict[str, str]:
    """A store with the last so many months up to 2026-10; the environment that names it."""
    environment = yardstick.surroundings(store, CONSULTANTS[0])
    register = store.with_suffix(".csv")
    yardstick.write_register(register, (row for month in reversed(range(months)) for row in visits(month, rows)))
    yardstick.make_store(store, environment, CONSULTANTS)
    yardstick.say(*yardstick.leadctl("log-visit", "--from", str(register), *closing), environment=environment)
    return environment


def compare(folder: Path, rows: int, rounds: int, closing: Sequence[str]) -> None:
    goal = 1.1 if closing else 2.0
    stores = {
        "one month": fill(folder / "month.db", 1, rows, closing),
        "one year": fill(folder / "year.db", 12, rows, closing),
        "ten years": fill(folder / "years.db", MONTHS, rows, closing),
    }
    for name in REPORTS:
        command = yardstick.leadctl("report", name, "--month", "2026-10", "--json")
        contestants = {
            f"{name}, {span}": yardstick.measure_piped(partial(list, command), environment)
            for span, environment in stores.items()
        }
        costs = yardstick.measure_in_turns(contestants, rounds)
        yardstick.print_costs(costs, f"{name}, one month", {f"{name}, ten years": goal})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5_000, help="visits a month, 120 months")
    parser.add_argument("--rounds", type=int, default=11, help="runs of each, in turns")
    parser.add_argument("--open", action="store_true", help="leave the leads of before open")
    options = parser.parse_args()
    closing = () if options.open else ("--closed-before", LAST.date().isoformat())
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), options.rows, options.rounds, closing)


if __name__ == "__main__":
    main()
