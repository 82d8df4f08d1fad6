"""Running leadctl in this process, as often as a play takes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import Result, _call, _run_in_process, _surroundings

MEMORY = "/dev/shm"


def runner(folder: Path) -> Callable[..., Result]:
    """``run("due", "--json", now=..., as_=...)`` on the store of a folder, with a home of its own."""
    home = folder / "home"
    home.mkdir()
    around = _surroundings(home)

    def run(*arguments: object, **more: Any) -> Result:
        argv, changes, given = _call(folder / "store.db", arguments, **more)
        return _run_in_process(argv, {**around, **changes}, given)

    return run


@contextmanager
def memory(folder: Path) -> Iterator[Path]:
    """A folder in memory where the machine has one, for a play writes thousands of times; else the one given."""
    if not os.access(MEMORY, os.W_OK):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="leadctl-play-", dir=MEMORY) as name:
        yield Path(name)
