"""Work beside this process: another one makes what this one takes, so that both are at it at the same time.

A batch is as much reading and reckoning in Python as writing by SQLite; on two processors the one need not wait for
the other.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import traceback
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import BinaryIO, TypeVar

from leadctl.errors import Refused

Item = TypeVar("Item")

_BUFFER = 1 << 20
_MADE, _DONE, _FAILED = "made", "done", "failed"


def beside(items: Iterable[Item]) -> Iterator[Item]:
    """The same items, made one after the other by a process beside this one, or here where there cannot be one.

    They are made from what is known when the first is asked for, and an item must hold all that is to be known of its
    making here. An error over there is raised here.
    """
    return _made_beside(items) if _has_room() else iter(items)


def _has_room() -> bool:
    return hasattr(os, "fork") and hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1


def _made_beside(items: Iterable[Item]) -> Iterator[Item]:
    theirs, ours = _wide_pipe()
    process = os.fork()
    if process == 0:
        os.close(theirs)
        _work(items, ours)
    os.close(ours)
    try:
        with open(theirs, "rb", buffering=_BUFFER) as pipe:
            yield from _received(pipe)
    finally:
        os.kill(process, signal.SIGKILL)  # it keeps nothing, and unless this one failed it is over already
        os.waitpid(process, 0)


def _wide_pipe() -> tuple[int, int]:
    """A pipe that holds several items where the system can widen one: with a narrow one each side waits in turns."""
    import fcntl  # no system without it comes here

    theirs, ours = os.pipe()
    widen = getattr(fcntl, "F_SETPIPE_SZ", None)
    if widen is not None:
        with suppress(OSError):  # more than this user may have
            fcntl.fcntl(ours, widen, _BUFFER)
    return theirs, ours


def _received(pipe: BinaryIO) -> Iterator[Item]:
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


def _work(items: Iterable[object], ours: int) -> None:
    """The life of the other process: it leaves at once, for what this one has open is not for it to close."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        gc.disable()  # what is made is handed over and forgotten; looking for rings in it costs a fifth of the time
        with open(ours, "wb", buffering=_BUFFER) as pipe:
            _send(items, pipe)
    finally:
        os._exit(0)


def _send(items: Iterable[object], pipe: BinaryIO) -> None:
    try:
        for item in items:
            _put(pipe, _MADE, item)
        _put(pipe, _DONE, None)
    except BaseException as error:
        error.add_note("".join(traceback.format_tb(error.__traceback__)))
        _put(pipe, _FAILED, error)
        raise


def _put(pipe: BinaryIO, what: str, value: object) -> None:
    pickle.dump((what, value), pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()
