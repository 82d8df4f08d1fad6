"""The call session on a real terminal: escape codes, every way to leave, and the pager of a long list.

Each test runs leadctl in a pseudo-terminal of its own and reads what stands on it. Whole mornings are played in
``tests/play/test_three_mornings.py``.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.terminals import ENTER, LEFT, MORNING, UP, Desk


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
