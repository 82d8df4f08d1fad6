"""The call session on a real terminal: keys, wide characters, paste, another size, and every way to leave.

Each test runs leadctl in a pseudo-terminal of its own and reads what stands on it. The long run plays every morning in
both languages and sizes.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest

from tests.conftest import FillOnce

MORNING = "2026-11-24T09:00"
SCREENS = [(80, 24), (140, 40)]
LANGUAGES = ["en", "zh"]
EVERYWHERE = [(size, language) for size in SCREENS for language in LANGUAGES]
PLAYED = EVERYWHERE if "LONG_TESTS" in os.environ else [(SCREENS[0], "zh")]
UP, LEFT, BACKSPACE, ENTER, ESCAPE = "\x1b[A", "\x1b[D", "\x7f", "\r", "\x1b"
PASTE, PASTED = "\x1b[200~", "\x1b[201~"


class Desk:
    """Somebody who sits at a terminal at which leadctl runs."""

    def __init__(
        self, store: Path, who: str, language: str, size: tuple[int, int], words: tuple[str, ...], pager: str
    ) -> None:
        columns, rows = size
        around = {
            **os.environ,
            "LEADCTL_DB": str(store),
            "LEADCTL_NOW": MORNING,
            "LEADCTL_USER": who,
            "LEADCTL_LANG": language,
            "PYTHONPATH": str(Path(__file__).parents[2]),
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
            self._stream.feed(self.child.read_nonblocking(10_000, 30))
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


@pytest.fixture
def sit(run: Any, store: Path, fill_once: FillOnce, home: Path) -> Iterator[Any]:
    """Sits down at a terminal of a store with three leads of Li Na's due, and one churn to verify."""
    fill_once(store, _open_store, run)
    desks: list[Desk] = []

    def sit_down(
        who: str = "Li Na",
        language: str = "en",
        size: tuple[int, int] = (80, 24),
        words: str = "due --work",
        pager: str = "cat",
    ) -> Desk:
        desks.append(Desk(store, who, language, size, tuple(words.split()), pager))
        return desks[-1]

    yield sit_down
    for desk in desks:
        desk.child.close(force=True)


def _open_store(run: Any) -> None:
    run("init")
    for name, role in (("Li Na", "consultant"), ("Zhou Min", "service")):
        run("staff", "add", name, "--role", role)
    for number, name in enumerate(("张伟", "王芳", "欧阳建国", "李静"), start=1):
        who = ("--phone", f"1380000000{number}", "--name", name)
        run("log-visit", *who, "--grade", "H", as_="Li Na", now="2026-11-22T10:00")
    run("defeat", 4, "--reason", "price", as_="Li Na", now="2026-11-23T10:00")


def card(run: Any, lead: int) -> Any:
    return run("show", lead, "--json", now=MORNING).json


def notes(run: Any, lead: int) -> list[str | None]:
    return [fact["note"] for fact in card(run, lead)["history"] if fact["fact"] == "followup"]


WORDS = {
    "en": ("what came of it", "what was said", "grade (", "next contact (", "was agreed", "Enter saves", "u takes it"),
    "zh": ("沟通结果", "沟通内容", "级别（", "下次联系（", "约定了什么", "回车保存", "撤销"),
}


@pytest.mark.parametrize(("size", "language"), PLAYED)
def test_a_consultants_morning(sit: Any, run: Any, size: tuple[int, int], language: str) -> None:
    outcome, said, grade, following, agreed, save, saved = WORDS[language]
    desk = sit(language=language, size=size)
    desk.wait("1 > ")
    desk.type("clear" + ENTER, "'clear'")
    desk.type("r", outcome)
    desk.type("1", said)
    desk.type(f"周六来店{LEFT}{LEFT}{BACKSPACE}下午{UP}", "下午")
    desk.widen()
    desk.type(ENTER, grade)
    desk.type(ENTER, following)
    desk.type("sat" + ENTER, agreed)
    desk.type(f"{PASTE}带身份证\n和驾照{PASTED}" + ENTER, save)
    assert "2026-11-28" in desk.read()
    assert ("周六2026-11-28" if language == "zh" else "Sat2026-11-28") in desk.read()
    desk.type(ENTER, saved)
    desk.type("", "2 > ")
    desk.type("n", "3 > ")
    assert desk.leave("q") == 0
    assert ("recorded:2(1张伟,2王芳)" if language == "en" else "已记录2条（1张伟、2王芳）") in desk.read()
    first = card(run, 1)
    assert (first["due_by"], first["agreed"]) == ("2026-11-28", "带身份证 和驾照")
    assert notes(run, 1) == ["周下午来店"]
    assert (card(run, 2)["attempts"], card(run, 3)["attempts"]) == (1, 0)


@pytest.mark.parametrize(("size", "language"), PLAYED)
def test_a_service_agents_morning(sit: Any, run: Any, size: tuple[int, int], language: str) -> None:
    desk = sit("Zhou Min", language, size, "due --work --task verification")
    desk.wait("4 > ")
    desk.type("c", "4 > ")
    assert "李静" in desk.read()
    desk.type("2", WORDS[language][1])
    desk.type("还在看车" + ENTER, "whose it is now" if language == "en" else "转给哪位顾问")
    desk.type(ENTER, WORDS[language][5])
    desk.type(ENTER, WORDS[language][6])
    assert desk.leave("q") == 0
    assert card(run, 4)["verification"] == "overturned"


@pytest.mark.parametrize("leave", ["ctrl-c", "ctrl-d", "hang-up"])
def test_whoever_leaves_in_the_middle_goes_on_there(sit: Any, run: Any, leave: str) -> None:
    desk = sit()
    desk.wait("1 > ")
    desk.type("n", "2 > ")
    desk.type("r", "what came of it")
    desk.type(ENTER, "what was said")
    if leave == "hang-up":
        desk.type("wants the white one", "white one")
        desk.child.kill(signal.SIGHUP)
        desk.leave()
    else:
        desk.type("wants the white one", "white one")
        code = desk.leave("\x03" if leave == "ctrl-c" else "\x01\x0b\x04")
        assert code == (130 if leave == "ctrl-c" else 0)
        assert "recorded:1(1张伟)" in desk.read()
        assert "left:2" in desk.read()
    assert (card(run, 1)["attempts"], notes(run, 2)) == (1, [])
    again = sit()
    again.wait("2 > ")
    assert ("wantsthewhiteone" in again.read()) == (leave != "ctrl-d")  # which was cleared before
    again.leave("q")


def test_escape_codes_are_no_keys_and_reach_no_note(sit: Any, run: Any) -> None:
    desk = sit(words="next")
    desk.wait("1 > ")
    desk.type(f"{UP}{LEFT}\x1b[15~\x1bOP" + "r", "what came of it")
    desk.type(ENTER, "what was said")
    desk.type(f"o\x1b[6n\x1b]0;x\x07\x1b]0;y\x1b\\k{UP}" + ENTER, "grade (")
    desk.type(ENTER, "next contact (")
    desk.type(ENTER, "Enter saves")
    assert desk.leave(ENTER) == 0
    assert notes(run, 1) == ["ok"]


def test_a_list_that_is_longer_than_the_terminal_goes_through_its_pager(sit: Any) -> None:
    desk = sit(size=(100, 8), words="due", pager="sed s/^/PAGED/")
    assert desk.leave() == 0
    assert desk.read().rstrip("P").endswith("PAGED3overdue·0today·3thisweek")
    short = sit(size=(100, 30), words="due", pager="sed s/^/PAGED/")
    assert short.leave() == 0
    assert short.read().endswith("3overdue·0today·3thisweek")
    assert "PAGED" not in short.read()
