"""Writers, readers, reports, backups and imports on one store at the same time.

    python -m tests.faults.concurrency [--writers N] [--each N] [--rows N]

Every commit must be there at the end, and the store be sound. Of each command the longest and the usual time that it
waited for others is printed, apart from how long it took: with so many on so few processors much of that is no wait.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.faults.running import Done, Tally, find_fault, run

MEASURE = """
import sys
from leadctl.cli import main
from leadctl.store.core.connection import Patience
everybody = []
begin = Patience.__init__

def begin_and_note(patience, *given):
    begin(patience, *given)
    everybody.append(patience)

Patience.__init__ = begin_and_note
code = main(sys.argv[1:])
sys.stderr.write("\\n%.3f" % sum(patience._spent for patience in everybody))
sys.exit(code)
"""


class Times(NamedTuple):
    """Seconds that a command waited for others, and that it took in all."""

    waited: float
    took: float


class Party:
    """What the threads share: the folder, the tally, and how long the slowest command took."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.tally = folder, Tally("concurrent commands")
        self.times: dict[str, list[Times]] = defaultdict(list)
        self._lock = threading.Lock()
        self.over = threading.Event()

    def do(self, *words: object) -> Done:
        """Run a command and count it."""
        began = time.monotonic()
        done = run(self.folder, *words, program=("-c", MEASURE))
        took = time.monotonic() - began
        waited = float(done.err.rpartition("\n")[2] or 0)
        with self._lock:
            self.times[str(words[0])].append(Times(waited, took))
            self.tally.count(" ".join(map(str, words)), done.err.strip() or "failed" if done.code else done.mishap)
        return done

    def describe_times(self) -> str:
        """A line each command."""
        lines = ["seconds       runs  wait: median  longest  whole: median  longest"]
        for name, times in sorted(self.times.items()):
            waits, wholes = (sorted(one[place] for one in times) for place in (0, 1))
            middle = len(times) // 2
            lines.append(
                f"{name:<12} {len(times):>5} {waits[middle]:>13.2f} {waits[-1]:>8.2f} {wholes[middle]:>14.2f}"
                f" {wholes[-1]:>8.2f}"
            )
        return "\n".join(lines)


def write_register(path: Path, rows: int, start: int) -> None:
    """A register of visits, all of different people."""
    lines = ["arrived_at,phone,name,kind"]
    lines += [f"2026-11-{1 + n % 20:02} 10:{n % 60:02},138{start + n:08},客{n},walk-in" for n in range(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def work_together(writers: int, each: int, rows: int) -> Party:
    """Let ``writers`` write ``each`` visits beside two imports of ``rows`` rows, a reader, a report and backups."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "home/.config").mkdir(parents=True)
        run(folder, "init")
        party = Party(folder)
        for number in range(2):
            write_register(folder / f"register{number}.csv", rows, 50_000_000 + number * rows)

        def write(number: int) -> None:
            for visit in range(each):
                party.do("log-visit", "--phone", f"139{number * 1000 + visit:08}")

        def repeat(*words: str) -> Callable[[], None]:
            def loop() -> None:
                while not party.over.is_set():
                    party.do(*words)

            return loop

        workers = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
        workers += [
            threading.Thread(target=party.do, args=("import", "visits", f"register{number}.csv")) for number in range(2)
        ]
        others = [("due", "--json"), ("report", "--json"), ("backup", "backup.db")]
        beside = [threading.Thread(target=repeat(*words)) for words in others]
        for thread in (*workers, *beside):
            thread.start()
        for thread in workers:
            thread.join()
        party.over.set()
        for thread in beside:
            thread.join()
        with closing(sqlite3.connect(folder / "store.db")) as db:
            (visits,) = db.execute("SELECT count(*) FROM visits").fetchone()
        wanted = writers * each + 2 * rows
        party.tally.count("all commits", None if visits == wanted else f"{visits} of {wanted} visits")
        party.tally.count("the store", find_fault(folder / "store.db"))
        party.tally.count("the backup", find_fault(folder / "backup.db"))
    return party


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--each", type=int, default=50)
    parser.add_argument("--rows", type=int, default=3000)
    asked = parser.parse_args()
    party = work_together(asked.writers, asked.each, asked.rows)
    print(party.tally)
    print(party.describe_times())
    sys.exit(bool(party.tally.lost))
