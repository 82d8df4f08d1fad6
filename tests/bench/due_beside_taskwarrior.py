"""What the list of the day costs beside Taskwarrior's, with as many open leads here as open tasks there.

Taskwarrior is written in C++ and keeps its tasks in a text file. Goal: ``due`` of a consultant with 2,000 open leads,
of which 50 are due, within 1.6 times ``task next`` on 2,000 tasks, of which 50 are due; both on a terminal.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import yardstick

ASKING = "Li Na"
DUE = 50
TODAY = datetime(2026, 11, 22, 7, 0)
NEXT = "task next"


def find_task() -> str:
    """Taskwarrior's program."""
    found = shutil.which("task")
    if found is None:
        sys.exit("needs Taskwarrior (task) as its yardstick")
    return found


def visits(leads: int) -> Iterator[yardstick.Row]:
    """Leads of a consultant: those of yesterday are due today, those of today tomorrow."""
    for number in range(leads):
        arrived = TODAY - timedelta(days=1 if number < DUE else 0, hours=1, minutes=number % 30)
        yield yardstick.visit(number, arrived, ASKING)


def fill_store(store: Path, leads: int) -> dict[str, str]:
    """A store with these leads; the environment that names it."""
    environment = yardstick.surroundings(store, ASKING)
    yardstick.make_store(store, environment, (ASKING,))
    register = store.with_suffix(".csv")
    yardstick.write_register(register, visits(leads))
    yardstick.say(*yardstick.leadctl("log-visit", "--from", str(register)), environment=environment)
    return environment


def fill_tasks(folder: Path, tasks: int) -> dict[str, str]:
    """As many tasks with the same words; the environment that names them."""
    settings = folder / "taskrc"
    settings.write_text(f"data.location={folder / 'tasks'}\nconfirmation=no\nhooks=off\n")
    environment = {**yardstick.surroundings(folder / "none.db", ASKING), "TASKRC": str(settings)}
    given = [
        {
            "description": f"call Customer {number}, Yuanshan X5, 138{1_000_001 + number:08d}",
            "due": f"2026112{2 if number < DUE else 4}T010000Z",
            "project": ["H", "A", "B", "C", "N"][number % 5],
            "status": "pending",
        }
        for number in range(tasks)
    ]
    subprocess.run([find_task(), "import", "-"], input=json.dumps(given), text=True, env=environment, check=True,
                   capture_output=True)  # fmt: skip
    return environment


def compare(folder: Path, leads: int, rounds: int) -> None:
    store, tasks = fill_store(folder / "store.db", leads), fill_tasks(folder, leads)
    costs = yardstick.measure_in_turns(
        {
            NEXT: yardstick.measure_on_terminal([find_task(), "next", f"limit:{DUE}"], tasks),
            "leadctl due": yardstick.measure_on_terminal(yardstick.leadctl("due"), store),
        },
        rounds,
    )
    yardstick.print_costs(costs, NEXT, {"leadctl due": 1.6})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, default=2_000, help="open leads, and tasks")
    parser.add_argument("--rounds", type=int, default=21, help="runs of each, in turns")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), options.leads, options.rounds)


if __name__ == "__main__":
    main()
