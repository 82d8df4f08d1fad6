"""What the programs of this folder share: a store to try on, leadctl as a process, and what a store holds."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from leadctl.errors import LeadctlError
from leadctl.store.safety.doctor import examine_store

REPOSITORY = Path(__file__).parents[2]
NOW = "2026-11-22T08:30"


@dataclass
class Tally:
    """How many faults were tried, and what was lost by them."""

    name: str
    tried: int = 0
    lost: list[str] = field(default_factory=list)

    def count(self, what: str, wrong: str | None) -> None:
        """Note one fault, and what went wrong with it."""
        self.tried += 1
        if wrong is not None:
            self.lost.append(f"{what}: {wrong}")

    def __str__(self) -> str:
        lines = [f"{self.name}: tried {self.tried}, survived {self.tried - len(self.lost)}, lost {len(self.lost)}"]
        return "\n".join([*lines, *(f"  {line}" for line in self.lost[:20])])


def run(
    folder: Path,
    *words: object,
    env: Mapping[str, str] | None = None,
    timeout: float = 120,
    program: Sequence[str] = ("-m", "leadctl"),
) -> Done:
    """Run leadctl on ``folder``/store.db as a process of its own; ``program``: what Python is to run for it."""
    around = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(folder / "home"),
        "XDG_CONFIG_HOME": str(folder / "home/.config"),
        "LEADCTL_DB": str(folder / "store.db"),
        "LEADCTL_NOW": NOW,
        "LANG": "C.UTF-8",
        **(env or {}),
    }
    command = [sys.executable, *program, *map(str, words)]
    done = subprocess.run(command, env=around, capture_output=True, timeout=timeout, check=False, cwd=folder)
    return Done(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


@dataclass(frozen=True)
class Done:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def mishap(self) -> str | None:
        """What no run may do: end in a traceback, or by a signal that nobody sent."""
        if "Traceback" in self.err:
            return self.err.strip().splitlines()[-1]
        return None


def make_store(folder: Path) -> Path:
    """A small store with leads, follow-ups, an order and a churn; and a backup of it from before the last of them."""
    (folder / "home/.config").mkdir(parents=True)
    commands: list[tuple[object, ...]] = [
        ("init", "--timezone", "Asia/Shanghai"),
        ("staff", "add", "Li Na"),
        *(("log-visit", "--phone", f"1380013800{n}", "--name", f"王{n}", "--as", "Li Na") for n in range(6)),
        ("followup", "1", "called", "--as", "Li Na"),
        ("order", "2", "--as", "Li Na"),
        ("backup", folder / "backup.db"),
        ("defeat", "3", "--reason", "price", "--as", "Li Na"),
        ("followup", "1", "called again", "--as", "Li Na"),
    ]
    for words in commands:
        done = run(folder, *words)
        assert done.code == 0, done
    return folder / "store.db"


def content(path: Path) -> str:
    """All that a store holds, as text; or why it cannot be read."""
    if not path.exists():
        return "no store"
    try:
        with closing(sqlite3.connect(path)) as db:
            return "\n".join(db.iterdump())
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return f"unreadable: {error}"


def find_fault(path: Path) -> str | None:
    """What an examination finds wrong with a store."""
    try:
        found = examine_store(path)
    except LeadctlError as error:
        return str(error)
    return None if found.healthy else str([*found.sentences, *found.differences][0])


def copy_folder(source: Path, target: Path) -> Path:
    """A fresh copy of a folder to try on."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target
