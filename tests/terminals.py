"""Somebody who sits at a terminal: leadctl in a pseudo-terminal, its keys, and what stands on the screen."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import pexpect
import pyte

MORNING = "2026-11-24T09:00"
UP, DOWN, LEFT, BACKSPACE, ENTER, ESCAPE = "\x1b[A", "\x1b[B", "\x1b[D", "\x7f", "\r", "\x1b"
PASTE, PASTED = "\x1b[200~", "\x1b[201~"


class Desk:
    """Somebody who sits at a terminal at which leadctl runs."""

    def __init__(
        self,
        store: Path,
        who: str,
        language: str,
        size: tuple[int, int],
        words: tuple[str, ...],
        pager: str = "cat",
        now: str = MORNING,
    ) -> None:
        columns, rows = size
        around = {
            **os.environ,
            "LEADCTL_DB": str(store),
            "LEADCTL_NOW": now,
            "LEADCTL_USER": who,
            "LEADCTL_LANG": language,
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "PAGER": pager,
        }
        self.screen = pyte.HistoryScreen(columns, rows, history=2000)
        self._stream, self._place = pyte.Stream(self.screen), 0
        self.child = pexpect.spawn(
            "/bin/sh",
            ["-c", 'stty -iutf8 2>/dev/null; exec "$0" -m leadctl "$@"', sys.executable, *words],
            env=around,
            dimensions=(rows, columns),
            encoding="utf-8",
            timeout=30,
        )
        self.child.delaybeforesend = None

    def wait(self, text: str) -> None:
        """Until this stands on the terminal, after what was waited for before."""
        wanted = "".join(text.split())
        while (place := self.read().find(wanted, self._place)) < 0:
            try:
                self._stream.feed(self.child.read_nonblocking(10_000, 30))
            except (pexpect.TIMEOUT, pexpect.EOF) as error:
                raise AssertionError("\n".join((f"no {text!r} on:", *self.screen.display))) from error
        self._place = place + len(wanted)

    def type(self, keys: str, then: str) -> None:
        """Type keys at once, and wait until something stands there."""
        self.child.send(keys)
        self.wait(then)

    def widen(self) -> None:
        """Make the terminal wider and higher, as whoever drags its window."""
        self.screen.resize(self.screen.lines + 6, self.screen.columns + 20)
        self.child.setwinsize(self.screen.lines, self.screen.columns)

    def leave(self, keys: str = "") -> int | None:
        """Type the last keys, if any; the exit code."""
        self.child.send(keys)
        with suppress(pexpect.EOF):
            while True:
                self._stream.feed(self.child.read_nonblocking(10_000, 30))
        self.child.close()
        return int(self.child.exitstatus or 0) if self.child.signalstatus is None else None

    def read(self) -> str:
        """All that was written, as the terminal shows it, without its line breaks and spaces."""
        lines = ["".join(line[x].data for x in range(self.screen.columns)) for line in self.screen.history.top]
        return "".join("".join([*lines, *self.screen.display]).split())
