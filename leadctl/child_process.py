"""A child process that produces what this one consumes, so that both work at the same time.

A batch spends as much time on reading and deriving in Python as on writing by SQLite; with two processors the one need
not wait for the other.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused

if TYPE_CHECKING:
    from typing import BinaryIO

Item = TypeVar("Item")

_BUFFER = 1 << 20
_NUMBER_BYTES = 8
_ITEM, _DONE, _FAILED = "item", "done", "failed"


def produce_in_child(items: Iterable[Item]) -> Generator[Item, None, None]:
    """The same items in the same order, produced by a child process; by this one where there is no second processor.

    The child starts when the first item is asked for, and knows what this process knew then. Items are pickled; nothing
    else that their making changes comes back. An error in the child is raised here. To close this ends the child.
    """
    if _has_second_processor():
        yield from _items_of_child(items)
    else:
        yield from items


@contextmanager
def share_numbers(numbers: Iterable[int]) -> Iterator[Iterable[int]]:
    """The numbers, which this process and a child that it starts take in turns, each once: who is faster takes more."""
    from array import array
    from tempfile import TemporaryFile

    with TemporaryFile() as file:  # each process reads on where the other one is
        file.write(array("q", numbers).tobytes())
        file.seek(0)
        yield map(_read_number, iter(lambda: os.read(file.fileno(), _NUMBER_BYTES), b""))


def _read_number(content: bytes) -> int:
    return int.from_bytes(content, sys.byteorder)


def _has_second_processor() -> bool:
    return hasattr(os, "fork") and hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1


def _items_of_child(items: Iterable[Item]) -> Iterator[Item]:
    reading_end, writing_end = _make_wide_pipe()
    process = os.fork()
    if process == 0:
        os.close(reading_end)
        _run_child(items, writing_end)
    os.close(writing_end)
    try:
        with open(reading_end, "rb", buffering=_BUFFER) as pipe:
            yield from _read_items(pipe)
    finally:
        os.kill(process, signal.SIGKILL)  # it holds nothing, and unless this process failed it has ended already
        os.waitpid(process, 0)


def _make_wide_pipe() -> tuple[int, int]:
    """A pipe that holds several items where the system can widen one; with a narrow one the two sides wait in turns."""
    import fcntl  # systems without it have no fork

    reading_end, writing_end = os.pipe()
    widen = getattr(fcntl, "F_SETPIPE_SZ", None)
    if widen is not None:
        with suppress(OSError):  # more than this user is allowed
            fcntl.fcntl(writing_end, widen, _BUFFER)
    return reading_end, writing_end


def _read_items(pipe: BinaryIO) -> Iterator[Item]:
    while True:
        try:
            what, value = pickle.load(pipe)
        except EOFError as ended:
            raise Refused("the process that reads the file was ended from outside; nothing was changed") from ended
        if what == _FAILED:
            raise value
        if what == _DONE:
            return
        yield value


def _run_child(items: Iterable[object], writing_end: int) -> None:
    """What the child does. It exits without cleaning up, since what its parent has open is not for it to close."""
    try:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
        with open(writing_end, "wb", buffering=_BUFFER) as pipe:
            _send(items, pipe)
    finally:
        os._exit(0)


def _send(items: Iterable[object], pipe: BinaryIO) -> None:
    try:
        for item in items:
            _put(pipe, _ITEM, item)
        _put(pipe, _DONE, None)
    except BaseException as error:
        error.add_note("".join(traceback.format_tb(error.__traceback__)))
        _put(pipe, _FAILED, error)
        raise


def _put(pipe: BinaryIO, what: str, value: object) -> None:
    pickle.dump((what, value), pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()
