"""How far a batch is, on a terminal's stderr and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def show_progress(steps: int, description: str = "") -> Iterator[Callable[[int], None]]:
    """A bar over so many ``steps``; yields a function that takes the steps gone since its last call.

    Nothing is drawn, and nothing loaded, when stderr is no terminal.
    """
    if not sys.stderr.isatty():
        yield _ignore
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(description, total=steps)
        yield lambda count: bar.advance(task, count)


def _ignore(count: int) -> None:
    pass
