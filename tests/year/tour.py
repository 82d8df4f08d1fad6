"""The tour's store, made in this process: examples/tour.sh runs with a ``leadctl`` that only writes down its words."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from leadctl.cli import main

REPOSITORY = Path(__file__).parents[2]
NOW = "2026-11-22T08:30"
_SCRIBE = """#!/bin/sh
printf '%s\\t' "$LEADCTL_NOW" "$LEADCTL_USER" "$@" >>"{log}"
echo >>"{log}"
"""


def calls(folder: Path) -> list[list[str]]:
    """(when, who, words...) of every command that the script runs. Raises CalledProcessError when it fails."""
    log, place = folder / "calls", folder / "venv" / "bin"
    place.mkdir(parents=True)
    scribe = place / "leadctl"
    scribe.write_text(_SCRIBE.format(log=log), encoding="utf-8")
    scribe.chmod(0o755)
    around = {**os.environ, "LEADCTL_HOME": str(folder)}
    subprocess.run(["sh", str(REPOSITORY / "examples/tour.sh")], env=around, check=True, capture_output=True)
    return [line.split("\t")[:-1] for line in log.read_text(encoding="utf-8").splitlines()]


def tour_store(folder: Path) -> Path:
    """The store that the tour makes. Raises RuntimeError when one of its commands is refused."""
    database = folder / "year.db"
    for when, who, *words in calls(folder):
        run(database, words, when=when, who=who)
    return database


def run(database: Path, words: list[str], *, when: str = NOW, who: str = "林晓") -> str:
    """What a command prints. Raises RuntimeError when it does not exit with 0."""
    screen, messages = io.StringIO(), io.StringIO()
    with leadctl_around(database, when, who), contextlib.redirect_stdout(screen), contextlib.redirect_stderr(messages):
        code = main(words)
    if code:
        raise RuntimeError(f"leadctl {' '.join(words)}: exit {code}: {messages.getvalue()}")
    return screen.getvalue()


@contextlib.contextmanager
def leadctl_around(database: Path, when: str = NOW, who: str = "林晓") -> Iterator[None]:
    """leadctl's surroundings, in which a session of this process reads the store."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEADCTL_")}
    ours = {"LEADCTL_DB": str(database), "LEADCTL_NOW": when, "LEADCTL_LANG": "en", "HOME": str(database.parent)}
    if who:
        ours["LEADCTL_USER"] = who
    with mock.patch.dict(os.environ, {**kept, **ours}, clear=True):
        yield
