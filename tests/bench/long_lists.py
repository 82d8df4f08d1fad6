"""What the longest lists cost, in every format: processor seconds and peak memory of each.

A store of a million visits has 333,000 leads, all of them overdue, so that ``due --all`` and ``report prospects`` list
each. Goals: 10 s and 300 MiB. The yardsticks take the same leads out of the same file, with their names and nothing
that follows from anything: the sqlite3 shell as CSV, and Python with its modules ``sqlite3`` and ``csv``. ``--store``
keeps the store for the next run, ``--only`` measures some of the commands or formats.
"""

from __future__ import annotations

import argparse
import os
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Iterator, Sequence
from fcntl import ioctl
from functools import partial
from pathlib import Path
from typing import NamedTuple

import yardstick
from import_million import CONSULTANTS, visits

LISTS = {
    "due --all": ("due", "--all"),
    "due --all --compact": ("due", "--all", "--compact"),
    "report prospects": ("report", "prospects"),
    "report prospects --list total": ("report", "prospects", "--list", "total"),
    "find 138": ("find", "138"),
}
PRINTED = ("csv", "json", "jsonl", "table", "plain", "markdown")
FILES = ("xlsx", "html")
TERMINAL = "terminal"
"""On one of 80 columns, whose pager passes everything on."""

FORMATS = (*PRINTED, TERMINAL, *FILES)
EXPORTS = {"csv": ("--folder", "out"), "jsonl": ("-o", "out.jsonl"), "xlsx": ("-o", "out.xlsx")}
YARDSTICK = "yardstick"

PLAIN_QUERY = (
    "SELECT l.id, c.name, l.customer,"
    " (SELECT p.phone FROM phones AS p WHERE p.customer = l.customer ORDER BY p.id LIMIT 1),"
    " l.grade, m.name, s.name, l.task, l.due_from, l.due_by, l.retry_on, l.attempts, l.last_contact, c.importance"
    " FROM leads AS l JOIN customers AS c ON c.id = l.customer LEFT JOIN models AS m ON m.id = l.model"
    " LEFT JOIN staff AS s ON s.id = l.consultant ORDER BY l.due_by"
)
_PYTHON = (
    "import csv, sqlite3, sys\n"
    "csv.writer(sys.stdout).writerows(sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True).execute(sys.argv[2]))"
)


class Taken(NamedTuple):
    """What a run took: processor seconds, its peak of memory in MiB, and the megabytes that it wrote."""

    seconds: float
    peak: float
    written: float


def fill_store(store: Path, environment: dict[str, str], rows: int) -> None:
    """A store with the register of ``import_million.py``."""
    yardstick.make_store(store, environment, CONSULTANTS)
    register = store.with_suffix(".csv")
    yardstick.write_register(register, visits(rows))
    yardstick.peak(yardstick.leadctl("log-visit", "--from", str(register)), environment, passing=(3,))
    register.unlink()


def run_printing(command: Sequence[str], environment: dict[str, str]) -> Taken:
    """With the output read from a pipe."""
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as pipe:
        written = _count_bytes(pipe.fileno())
    return _wait(process, written)


def run_on_terminal(command: Sequence[str], environment: dict[str, str]) -> Taken:
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 80, 0, 0))
    process = subprocess.Popen(command, env=environment | {"PAGER": "cat"}, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    written = _count_bytes(ours)
    os.close(ours)
    return _wait(process, written)


def run_into_file(command: Sequence[str], environment: dict[str, str], out: Path) -> Taken:
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    taken = _wait(process, 0)
    size = sum(file.stat().st_size for file in ([out] if out.is_file() else out.iterdir()))
    shutil.rmtree(out) if out.is_dir() else out.unlink()
    return taken._replace(written=size / 1e6)


def _count_bytes(descriptor: int) -> int:
    """What is read until the last writer has gone, which a pseudo-terminal tells by an error."""
    count = 0
    try:
        while piece := os.read(descriptor, 1 << 16):
            count += len(piece)
    except OSError:
        return count
    return count


def _wait(process: subprocess.Popen[bytes], written: int) -> Taken:
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"exit {process.returncode}: {process.args!r}")
    unit = 1024 if sys.platform != "darwin" else 1024**2
    return Taken(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, written / 1e6)


def list_runs(store: Path, environment: dict[str, str], folder: Path) -> Iterator[tuple[str, str, Callable[[], Taken]]]:
    """Command, format, and what measures it; the yardsticks first."""
    for name, words in (
        ("sqlite3 -csv", [yardstick.sqlite_shell(), "-csv", str(store), PLAIN_QUERY]),
        ("python", [sys.executable, "-c", _PYTHON, str(store), PLAIN_QUERY]),
    ):
        yield YARDSTICK, name, partial(run_printing, words, environment)
    for name, given in LISTS.items():
        for fmt in FORMATS:
            out = folder / f"out.{fmt}"
            if fmt == TERMINAL:
                run = partial(run_on_terminal, yardstick.leadctl(*given), environment)
            elif fmt in FILES:
                run = partial(run_into_file, yardstick.leadctl(*given, "-o", str(out)), environment, out)
            else:
                run = partial(run_printing, yardstick.leadctl(*given, "--format", fmt), environment)
            yield name, fmt, run
    for fmt, (option, target) in EXPORTS.items():
        out = folder / target
        yield "export", fmt, partial(run_into_file, yardstick.leadctl("export", option, str(out)), environment, out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="visits in the register")
    parser.add_argument("--store", type=Path, help="keep the store here; made where it is missing")
    parser.add_argument("--only", nargs="*", help="of these commands, or in these formats, such as: csv")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = (options.store or Path(folder) / "store.db").absolute()
        environment = yardstick.surroundings(store, CONSULTANTS[0])
        if not store.exists():
            fill_store(store, environment, options.rows)
        print(f"{'':<32}{'':<14}{'seconds':>8}{'MiB':>7}{'MB out':>8}")
        for name, fmt, run in list_runs(store, environment, Path(folder)):
            if not options.only or name == YARDSTICK or {name, fmt} & set(options.only):
                taken = run()
                print(f"{name:<32}{fmt:<14}{taken.seconds:8.1f}{taken.peak:7.0f}{taken.written:8.1f}", flush=True)


if __name__ == "__main__":
    main()
