"""What each command of a day costs from its first line to its last, against ``python -c pass`` of the same environment.

The store of the daily commands: a million leads, 300,000 of them open, 50 due for the consultant who asks. Writes are
committed; each takes a lead of its own, of other consultants. The store of the reports and of ``find``, which reads all
texts of a store: three months, of ``init --example``. The goals stand in the table that is printed.

leadctl must be installed and compiled, not in editable mode, whose finder costs each start some milliseconds.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import yardstick

ASKING = "Li Na"
OTHERS = tuple(f"Consultant {number}" for number in range(1, 21))
DUE = 50
YESTERDAY = datetime(2026, 11, 21, 9, 0)
LONG_AGO = datetime(2016, 1, 1, 9, 0)
LONG = timedelta(days=3500)
RECENT = timedelta(days=40)

BARE = "python -c pass"
LIBRARIES = "its sqlite3, json, datetime, zoneinfo"
MOST_LEADS = 3000
"""Open leads that the writes of one run may take."""


class Line(NamedTuple):
    """A line of the table: what is run, and how many times the bare interpreter it may cost; None: nothing is said."""

    goal: float | None
    run: yardstick.Measured


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


def fill(store: Path, leads: int, still_open: int) -> None:
    """Make the store through the command line, as a dealer who takes over old registers would."""
    register, environment = store.with_name("register.csv"), yardstick.surroundings(store, ASKING)
    yardstick.write_register(register, visits(leads, still_open))
    yardstick.make_store(store, environment, (ASKING, *OTHERS))
    closing = ("--closed-before", (YESTERDAY - RECENT).date().isoformat())
    yardstick.say(*yardstick.leadctl("log-visit", "--from", str(register), *closing), environment=environment)


def fill_months(store: Path) -> None:
    """Make the store of three months."""
    environment = yardstick.surroundings(store, ASKING)
    del environment["LEADCTL_USER"]
    yardstick.say(*yardstick.leadctl("init", "--example"), environment=environment)


def choose_leads(store: Path) -> Iterator[int]:
    """Open leads of other consultants that nobody ordered a car for, the ones that were never written to first."""
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as db:
        rows = db.execute(
            "SELECT l.id FROM leads AS l JOIN staff AS s ON s.id = l.consultant WHERE l.status = 'open'"
            " AND l.ordered_at IS NULL AND l.contacts = 0 AND s.name <> ? LIMIT ?",
            (ASKING, MOST_LEADS),
        ).fetchall()
    yield from (row[0] for row in rows)


def daily_commands(store: Path) -> dict[str, Line]:
    """The commands of a day, in a store of many leads."""
    environment = yardstick.surroundings(store, ASKING)
    leads, numbers = choose_leads(store), iter(range(MOST_LEADS))
    new = datetime.now().strftime("%j%H%M")  # so that the visits of the next run are of other customers

    def piped(*words: str) -> yardstick.Measured:
        return yardstick.measure_piped(lambda: yardstick.leadctl(*words), environment)

    def written(words: Callable[[], Sequence[str]]) -> yardstick.Measured:
        return yardstick.measure_piped(lambda: yardstick.leadctl(*words()), environment)

    return {
        "--version": Line(2.0, piped("--version")),
        "completion of a command": Line(4.0, piped("__complete", "fol")),
        "completion of an option": Line(4.0, piped("__complete", "followup", "1", "--")),
        "completion of a lead": Line(4.0, piped("__complete", "followup", "1380200000")),
        "due --json": Line(3.5, piped("due", "--json")),
        "due, on a terminal": Line(5.0, yardstick.measure_on_terminal(yardstick.leadctl("due"), environment)),
        "show": Line(5.0, piped("show", "999990")),
        "show --json": Line(5.0, piped("show", "999990", "--json")),
        "find, all texts of a million leads": Line(None, piped("find", "13802000000")),
        "followup": Line(5.0, written(lambda: ("followup", str(next(leads)), "will think about it"))),
        "log-visit": Line(5.0, written(lambda: ("log-visit", "--phone", f"139{new[-5:]}{next(numbers):03d}"))),
        "grade": Line(5.0, written(lambda: ("grade", str(next(leads)), "H"))),
        "order": Line(5.0, written(lambda: ("order", str(next(leads))))),
    }


def commands_of_three_months(store: Path) -> dict[str, Line]:
    """What is searched for in the texts of a smaller store, and the reports of its present month."""
    environment = yardstick.surroundings(store, "")
    del environment["LEADCTL_USER"]

    def piped(*words: str) -> yardstick.Measured:
        return yardstick.measure_piped(lambda: yardstick.leadctl(*words), environment)

    return {
        "find, of three months": Line(5.0, piped("find", "13800000001")),
        "find --json, of three months": Line(5.0, piped("find", "13800000001", "--json")),
        "report funnel --json": Line(7.0, piped("report", "funnel", "--json")),
        "report traffic --json": Line(7.0, piped("report", "traffic", "--json")),
        "report --month --json": Line(9.0, piped("report", "--month", "--json")),
    }


def compare(store: Path, months: Path, rounds: int, only: str) -> None:
    environment = yardstick.surroundings(store, ASKING)
    libraries = [*yardstick.BARE_PYTHON[:2], "import sqlite3, json, datetime, zoneinfo"]
    lines = {
        BARE: Line(None, yardstick.measure_piped(lambda: yardstick.BARE_PYTHON, environment)),
        LIBRARIES: Line(None, yardstick.measure_piped(lambda: libraries, environment)),
        **daily_commands(store),
        **commands_of_three_months(months),
    }
    chosen = {name: line for name, line in lines.items() if name in (BARE, LIBRARIES) or only in name}
    costs = yardstick.measure_in_turns({name: line.run for name, line in chosen.items()}, rounds)
    yardstick.print_costs(costs, BARE, {name: line.goal for name, line in chosen.items() if line.goal is not None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="leads in the store; three in ten are open")
    parser.add_argument("--rounds", type=int, default=21, help="runs of each, in turns")
    parser.add_argument("--store", type=Path, help="a store that an earlier run kept here; made when missing")
    parser.add_argument("--only", default="", metavar="TEXT", help="only the lines with this in their name")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = (options.store or Path(folder) / "store.db").resolve()
        months = store.with_name("three-months.db")
        if not store.exists():
            fill(store, options.rows, max(DUE + 1, options.rows * 3 // 10))
        if not months.exists():
            fill_months(months)
        compare(store, months, options.rounds, options.only)


if __name__ == "__main__":
    main()
