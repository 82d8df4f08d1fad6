"""The pager of a terminal, which shows the beginning of a long text while the rest is made."""

from __future__ import annotations

import os
import shutil
import subprocess  # nosec B404 - the pager is the user's own
from collections.abc import Iterable
from contextlib import suppress


def find_pager() -> str | None:
    """The command of the user's pager (``MANPAGER``, ``PAGER``), else less or more; None: there is none."""
    named = os.environ.get("MANPAGER") or os.environ.get("PAGER")
    return named or next((name for name in ("less", "more") if shutil.which(name)), None)


def feed_pager(pager: str, pieces: Iterable[str]) -> None:
    """Let a pager show a text, and wait for its end. What it does not want any more is not made."""
    os.environ.setdefault("LESS", "FRX")  # colours as they are, nothing is cleared, and no waiting at a single screen
    # The variable holds a command with its options, as the shell reads it.
    process = subprocess.Popen(pager, shell=True, stdin=subprocess.PIPE, errors="backslashreplace")  # nosec B602
    assert process.stdin is not None
    try:
        # The pager is left by a key of its own, and takes Ctrl-C itself.
        with suppress(BrokenPipeError, KeyboardInterrupt), process.stdin as pipe:
            for piece in pieces:
                pipe.write(piece)
    finally:
        while process.returncode is None:
            with suppress(KeyboardInterrupt):
                process.wait()
