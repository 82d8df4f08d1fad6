"""How far a batch is, on a terminal's stderr and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(total_bytes: int | None, description: str = "") -> Iterator[Callable[[int], None]]:
    """A bar over ``total_bytes`` (None: unknown); yields a function that takes the bytes read since its last call.

    Nothing is drawn, and nothing loaded, when stderr is no terminal.
    """
    if not sys.stderr.isatty():
        yield _ignore
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(description, total=total_bytes)
        yield lambda count: bar.advance(task, count)


def _ignore(count: int) -> None:
    pass
