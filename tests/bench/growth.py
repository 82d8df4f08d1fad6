"""How costs grow with the store: the morning's list, one committed follow-up and a night's register.

Each store has the same 50 leads due for the consultant who asks; what grows is the rest. Goals: ``due``, ``followup``
flat from ten thousand leads to two million; a register of 1,000 new visits of known leads into the store of a million
under 1.5 times what it costs into that of ten thousand. ``--import-into ROWS`` measures instead 100,000 visits into a
store of so many, against the same into an empty one; goal 2 times at ten million.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import startup
import yardstick

SIZES = (10_000, 100_000, 1_000_000, 2_000_000)
NIGHT, ADDED = 1_000, 100_000
NAMES = {"due": "due --json", "followup": "followup", "register": "register of 1,000 visits"}


def return_visits(leads: int) -> Iterator[yardstick.Row]:
    """A thousand visits of yesterday by customers whose leads are open."""
    first = leads - leads * 3 // 10
    for number in range(NIGHT):
        yield yardstick.visit(first + number, startup.YESTERDAY + timedelta(seconds=25 * number), startup.OTHERS[0])


def new_visits(known: int) -> Iterator[yardstick.Row]:
    """Visits of the last weeks by 50,000 customers that the store does not know; each comes twice."""
    for number in range(ADDED):
        arrived = startup.YESTERDAY - startup.RECENT * ((ADDED - number) / ADDED)
        yield yardstick.visit(known + number % (ADDED // 2), arrived, startup.OTHERS[number % 20])


def contestants_of(store: Path, leads: int) -> dict[str, yardstick.Measured]:
    """What is measured in one store, made first where it is missing."""
    if not store.exists():
        startup.fill(store, leads, leads * 3 // 10)
    environment = yardstick.surroundings(store, startup.ASKING)
    register = store.with_name(f"night-{leads}.csv")
    yardstick.write_register(register, return_visits(leads))
    open_leads = startup.choose_leads(store)

    def follow_up() -> list[str]:
        return yardstick.leadctl("followup", str(next(open_leads)), "will think about it")

    # A dry run does everything and takes it back, so that it can be measured again.
    night = yardstick.leadctl("log-visit", "--from", str(register), "--dry-run")
    return {
        NAMES["due"]: yardstick.measure_piped(lambda: yardstick.leadctl("due", "--json"), environment),
        NAMES["followup"]: yardstick.measure_piped(follow_up, environment),
        NAMES["register"]: yardstick.measure_piped(lambda: night, environment),
    }


def compare(folder: Path, most: int, rounds: int) -> None:
    stores = {size: contestants_of(folder / f"leads-{size}.db", size) for size in SIZES if size <= most}
    for name in NAMES.values():
        costs = yardstick.measure_in_turns(
            {f"{name}, {size:,} leads": measured[name] for size, measured in stores.items()}, rounds
        )
        yardstick.print_costs(costs, next(iter(costs)), {})


def compare_imports(folder: Path, rows: int, rounds: int) -> None:
    """The same 100,000 visits into an empty store and into a large one."""
    added = folder / "added.csv"
    yardstick.write_register(added, new_visits(rows))
    command = yardstick.leadctl("log-visit", "--from", str(added), "--dry-run")
    found = {}
    for name, before in (("into an empty store", 0), (f"into {rows:,} visits", rows)):
        store = folder / f"visits-{before}.db"
        environment = yardstick.surroundings(store, startup.ASKING)
        if not store.exists():
            _make_store_of_visits(store, environment, before)
        found[name] = yardstick.measure_piped(lambda: command, environment)
    costs = yardstick.measure_in_turns(found, rounds)
    yardstick.print_costs(costs, "into an empty store", {f"into {rows:,} visits": 2.0})


def _make_store_of_visits(store: Path, environment: dict[str, str], rows: int) -> None:
    """A store of so many visits, each of another customer; three in ten of the last weeks."""
    yardstick.make_store(store, environment, (startup.ASKING, *startup.OTHERS))
    if rows:
        whole = store.with_name("whole.csv")
        yardstick.write_register(whole, startup.visits(rows, rows * 3 // 10))
        yardstick.say(*yardstick.leadctl("log-visit", "--from", str(whole)), environment=environment)
        whole.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=SIZES[-1], help="leads of the largest store")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each, in turns")
    parser.add_argument(
        "--import-into", type=int, metavar="ROWS", help="100,000 visits into a store of so many instead"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the stores stay for the next run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (options.keep or Path(scratch)).resolve()
        if options.import_into:
            compare_imports(folder, options.import_into, options.rounds)
        else:
            compare(folder, options.most, options.rounds)


if __name__ == "__main__":
    main()
