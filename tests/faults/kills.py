"""Kills leadctl, and lets the disk fail or be full, at the system calls that write: all of them, or a sample.

    python -m tests.faults.kills [--sample N]

After each fault the store holds all of the command or nothing of it, is sound, and no message is a traceback; the same
command then succeeds, and nothing unfinished is left beside the store.
"""

from __future__ import annotations

import argparse
import errno
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.faults.running import REPOSITORY, Tally, content, copy_folder, find_fault, make_store, run

KINDS = ("kill", str(errno.EIO), str(errno.ENOSPC))


class Trial(NamedTuple):
    """A command to disturb. ``fresh``: there is no store before it; ``kept``: a file that is whole before and after;
    ``code``: how it ends undisturbed; ``schema``: the store is one of an older leadctl."""

    name: str
    words: tuple[str, ...]
    fresh: bool = False
    kept: str | None = None
    code: int = 0
    schema: int | None = None


TRIALS = (
    Trial("init", ("init",), fresh=True),
    Trial("log-visit", ("log-visit", "--phone", "13900139000")),
    Trial("undo", ("undo",)),
    Trial("config set", ("config", "set", "lang", "zh"), kept="home/.config/leadctl/config.toml"),
    Trial("backup", ("backup", "backup.db"), kept="backup.db"),
    Trial("restore", ("restore", "backup.db", "--yes"), kept="backup.db"),
    Trial("backup --keep", ("backup", "backups", "--keep", "1,1,1")),
    Trial("export -o", ("export", "-o", "out.xlsx"), kept="out.xlsx"),
    Trial("export --folder", ("export", "--folder", "exported")),
    Trial("import --rejects", ("import", "visits", "register.csv", "--skip-bad", "--rejects", "bad.csv"), code=3),
    Trial("upgrade", ("log-visit", "--phone", "13900139000"), schema=4),
    Trial("report -o", ("report", "-o", "out.csv", "--format", "csv"), kept="out.csv"),
    Trial("doctor --repair", ("doctor", "--repair")),
)


def build_shim(folder: Path) -> Path | None:
    """The preloaded library, made by the system's compiler; None where there is none."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    library = folder / "shim.so"
    source = Path(__file__).with_name("shim.c")
    built = subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=False)
    return library if built.returncode == 0 else None


def disturb(trial: Trial, library: Path, work: Path, tally: Tally, sample: int | None) -> None:
    """Let the calls of a command fail one after the other: all, or evenly spread ``sample`` of them and each kind."""
    before = work / "before"
    make_before(trial, before)
    # The same folder as each trial has: a store knows its registers by their file names.
    done = copy_folder(before, work / "tried")
    faults = {"LD_PRELOAD": str(library), "FAULT_FOLDER": str(done), "FAULT_COUNT": str(work / "count")}
    finished = run(done, *trial.words, env=faults)
    assert finished.code == trial.code, finished
    count = int((work / "count").read_text())
    states = {content(before / "store.db"), content(done / "store.db")}
    if trial.schema is not None:  # the upgrade is whole before the command begins
        upgraded = copy_folder(before, work / "tried")
        assert run(upgraded, "due").code == 0
        states.add(content(upgraded / "store.db"))
    for place in _places(count, sample):
        for kind in KINDS if sample is None else KINDS[place % 3 :][:1]:
            tried = copy_folder(before, work / "tried")
            env = {**faults, "FAULT_FOLDER": str(tried), "FAULT_AT": str(place), "FAULT_KIND": kind}
            wrong = _check(trial, tried, env, states)
            tally.count(f"{trial.name}, call {place} of {count}, {kind}", wrong)


def make_before(trial: Trial, folder: Path) -> None:
    """The folder as it is before the command."""
    if trial.fresh:
        (folder / "home/.config").mkdir(parents=True)
        return
    make_store(folder)
    if trial.schema is not None:
        _put_older_store(folder / "store.db", trial.schema)
    (folder / "backups").mkdir()
    (folder / "register.csv").write_text("arrived_at,phone\n2026-11-20 10:00,13912345678\nsoon,13912345679\n")
    run(folder, "config", "set", "user", "Li Na")
    for name in ("out.csv", "out.xlsx"):
        (folder / name).write_text("older\n")


def _put_older_store(path: Path, schema: int) -> None:
    """In the place of a store one of an older leadctl, from before this table or that."""
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.executescript((REPOSITORY / f"tests/store/old/schema_{schema}.sql").read_text(encoding="utf-8"))


def _places(count: int, sample: int | None) -> Sequence[int]:
    if sample is None or sample >= count:
        return range(1, count + 1)
    return sorted({1 + place * count // sample for place in range(sample)})


def _check(trial: Trial, folder: Path, env: dict[str, str], states: set[str]) -> str | None:
    """What is wrong after one fault, and after the command was repeated; None: nothing."""
    store = folder / "store.db"
    older = (folder / trial.kept).read_bytes() if trial.kept and (folder / trial.kept).exists() else None
    done = run(folder, *trial.words, env=env)
    if done.mishap:
        return done.mishap
    if store.exists() or not trial.fresh:
        wrong = find_fault(store)
        if wrong:
            return wrong
        if trial.name not in ("restore", "doctor --repair") and content(store) not in states:
            return "half of it was written"
    if trial.kept and older is not None and not (folder / trial.kept).read_bytes():
        return f"{trial.kept} is empty"
    if trial.kept == "backup.db" and find_fault(folder / "backup.db"):
        return "the backup is damaged"
    return _repeat(trial, folder, store.exists())


def _repeat(trial: Trial, folder: Path, made: bool) -> str | None:
    again = run(folder, *trial.words)
    if again.code != trial.code and not (trial.fresh and made) and trial.name != "undo":
        return f"cannot be repeated: {again.err.strip()}"
    if trial.fresh and made:
        run(folder, "backup", "b.db")  # the next run in the folder clears what is left
    left = [path.name for path in folder.rglob(".leadctl-*")]
    return f"left behind: {left}" if left else find_fault(folder / "store.db")


def kill_everywhere(
    sample: int | None = None, trials: Sequence[Trial] = TRIALS, tell: Callable[[str], None] = lambda line: None
) -> Tally:
    """Run all trials; the tally of what was tried and lost. Raises FileNotFoundError without a C compiler.

    ``tell`` hears after each command how far it is: all calls of all commands take hours.
    """
    tally = Tally("kills and failing disks")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = build_shim(folder)
        if library is None:
            raise FileNotFoundError("no C compiler")
        for trial in trials:
            work = folder / trial.name.replace(" ", "-")
            work.mkdir()
            disturb(trial, library, work, tally, sample)
            tell(f"{trial.name}: {tally.tried} tried so far, {len(tally.lost)} lost")
    return tally


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="so many calls a command; left out: all")
    found = kill_everywhere(parser.parse_args().sample, tell=lambda line: print(line, file=sys.stderr, flush=True))
    print(found)
    sys.exit(bool(found.lost))
