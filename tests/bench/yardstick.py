"""What the benchmarks share: the program's command line, generated registers, and clocks that compare.

A time alone means nothing on a shared machine, so everything is measured side by side with a yardstick, in turns.
"""

from __future__ import annotations

import csv
import os
import pty
import resource
import shutil
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from fcntl import ioctl
from pathlib import Path
from typing import NamedTuple

NOW = "2026-11-22T08:30"
MODELS = ("Yuanshan X5", "Yuanshan S3", "Yuanshan V7", "Yuanshan E1")
GRADES = ("H", "A", "B", "C", "N")
HEADERS = ("arrived_at", "left_at", "name", "phone", "kind", "source", "model", "grade", "test_drive", "consultant")
BARE_PYTHON = [sys.executable, "-c", "pass"]

Row = Sequence[object]


def leadctl(*arguments: str) -> list[str]:
    """The command line of leadctl: the script beside this interpreter, else the module."""
    script = Path(sys.executable).with_name("leadctl")
    return [str(script), *arguments] if script.exists() else [sys.executable, "-m", "leadctl", *arguments]


def surroundings(store: Path, user: str) -> dict[str, str]:
    """An environment in which only this store and this user count; user and machine settings do not, nor does a
    ``PYTHONPATH`` that names another leadctl than the installed one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LEADCTL_", "PYTHON"))}
    home = str(store.parent)
    ours = {"LEADCTL_DB": str(store), "LEADCTL_NOW": NOW, "LEADCTL_USER": user, "HOME": home, "XDG_CONFIG_HOME": home}
    return {**kept, **ours, "TERM": "xterm-256color", "LANG": "C.UTF-8"}


def make_store(store: Path, environment: dict[str, str], consultants: Iterable[str]) -> None:
    """An empty store with its staff."""
    alone = {name: value for name, value in environment.items() if name != "LEADCTL_USER"}
    say(*leadctl("init"), environment=alone)
    for consultant in consultants:
        say(*leadctl("staff", "add", consultant), environment=alone)


def say(*command: str, environment: dict[str, str]) -> None:
    """Run a step that is not measured; what it says on stderr is shown when it fails."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}")


def write_register(path: Path, rows: Iterable[Row], headers: Row = HEADERS) -> None:
    """A CSV register, UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)


def visit(number: int, arrived: datetime, consultant: str) -> Row:
    """The number-th customer's walk-in; numbers give phones, names, models and grades of their own."""
    left = arrived + timedelta(minutes=10 + number % 60)
    return (
        arrived.isoformat(timespec="minutes"),
        left.isoformat(timespec="minutes"),
        f"Customer {number}",
        f"138{1_000_001 + number:08d}",  # none that stands for a missing one
        "walk-in",
        "showroom",
        MODELS[number % len(MODELS)],
        GRADES[number % len(GRADES)],
        "Y" if number % 5 == 0 else "N",
        consultant,
    )


def piped(command: Sequence[str], environment: dict[str, str]) -> Callable[[], float]:
    """Seconds that the command takes with its output read from a pipe."""

    def run() -> float:
        start = time.perf_counter()
        subprocess.run(command, env=environment, capture_output=True, check=True)
        return time.perf_counter() - start

    return run


def drain(descriptor: int) -> None:
    """Read a pseudo-terminal until its last writer has gone, which Linux tells by an error."""
    try:
        while os.read(descriptor, 65536):
            pass
    except OSError:
        return


def peak(command: Sequence[str], environment: dict[str, str], passing: Collection[int] = ()) -> tuple[float, float]:
    """(seconds, peak resident MiB) of one run, its output thrown away. ``passing``: exit codes that are no failure."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = process.stderr.read() if process.stderr else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, *passing):
        sys.exit(f"{' '.join(command)}: exit {process.returncode}\n{said}")
    return seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def processor_seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """What one run takes of the processors, its child processes counted; others at work on the machine slow it less."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    say(*command, environment=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Cost(NamedTuple):
    """Seconds of one run: by the clock, and of the processors, its child processes counted."""

    wall: float
    processor: float


Measured = Callable[[], Cost]


def measure_piped(command: Callable[[], Sequence[str]], environment: dict[str, str]) -> Measured:
    """One run of the command with its output read from a pipe. ``command``: its words, asked for anew each time."""

    def run() -> Cost:
        words = command()
        start = time.perf_counter()
        process = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read()
        said = process.stderr.read()  # a note fits into the pipe, so that reading it last is safe
        cost = _wait(process, start, words, said)
        process.stdout.close()
        process.stderr.close()
        return cost

    return run


def measure_on_terminal(command: Sequence[str], environment: dict[str, str], columns: int = 120) -> Measured:
    """One run on a pseudo-terminal of its own, so high that no pager waits for a key."""

    def run() -> Cost:
        ours, theirs = pty.openpty()
        ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 400, columns, 0, 0))
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        drain(ours)
        cost = _wait(process, start, command, b"")
        os.close(ours)
        return cost

    return run


def _wait(process: subprocess.Popen[bytes], start: float, words: Sequence[str], said: bytes) -> Cost:
    """What a process cost by its end. Ends the benchmark where it failed."""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(words)}: exit {process.returncode}\n{said.decode(errors='replace')}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime)


def measure_in_turns(contestants: dict[str, Measured], rounds: int) -> dict[str, Cost]:
    """The median time by the clock and the least processor time of each, run in turns after one round that warms up.

    Others at work on the machine lengthen the first; the second they hardly do.
    """
    for run in contestants.values():
        run()
    taken: dict[str, list[Cost]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            taken[name].append(run())
    return {
        name: Cost(statistics.median(one.wall for one in costs), min(one.processor for one in costs))
        for name, costs in taken.items()
    }


def print_costs(costs: dict[str, Cost], yardstick: str, goals: dict[str, float]) -> None:
    """A line each: both times, how many times the yardstick they are, and the goal."""
    width, bare = max(map(len, costs)), costs[yardstick]
    print(f"{'':<{width}}  {'wall':>18}  {'processor':>18}  goal")
    for name, cost in costs.items():
        wall = f"{cost.wall * 1000:7.1f} ms {cost.wall / bare.wall:6.2f} x"
        processor = f"{cost.processor * 1000:7.1f} ms {cost.processor / bare.processor:6.2f} x"
        goal = f"{goals[name]:.1f} x" if name in goals else ""
        print(f"{name:<{width}}  {wall:>18}  {processor:>18}  {goal}".rstrip())


def medians(contestants: dict[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """Median seconds of each, run in turns after one round that only warms the caches."""
    for run in contestants.values():
        run()
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            taken[name].append(run())
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def print_ratios(seconds: dict[str, float], yardstick: str) -> None:
    """A line each: seconds, and how many times the yardstick that is."""
    width = max(map(len, seconds))
    for name, taken in seconds.items():
        print(f"{name:<{width}}  {taken * 1000:10.1f} ms  {taken / seconds[yardstick]:7.2f} x")


def sqlite_shell() -> str:
    """The sqlite3 shell, the yardstick of imports."""
    found = shutil.which("sqlite3")
    if found is None:
        sys.exit("needs the sqlite3 shell as its yardstick")
    return found
