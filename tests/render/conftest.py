from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest

from leadctl.render.output import show
from leadctl.render.page import Page


class Terminal(io.TextIOWrapper):
    """A stream that may call itself a terminal."""

    def __init__(self, encoding: str, terminal: bool) -> None:
        self.raw_bytes = io.BytesIO()
        self.terminal = terminal
        super().__init__(self.raw_bytes, encoding=encoding, newline="")

    def isatty(self) -> bool:
        return self.terminal


Shower = Callable[..., str]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shower:
    """What ``show`` writes to a stdout of the given kind."""
    for name in ("NO_COLOR", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    def capture(
        page: Page,
        fmt: str = "table",
        *,
        encoding: str = "utf-8",
        terminal: bool = False,
        width: int | None = None,
        limit: int | None = None,
        translate: Callable[[str], str] = str,
    ) -> str:
        stream = Terminal(encoding, terminal)
        monkeypatch.setattr(sys, "stdout", stream)
        show(page, fmt, out=None, limit=limit, translate=translate, width=width)
        return stream.raw_bytes.getvalue().decode(encoding)

    return capture
