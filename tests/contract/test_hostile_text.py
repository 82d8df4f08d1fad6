"""Text from files never reaches the terminal as markup or control codes, nor a spreadsheet as a formula."""

from __future__ import annotations

import csv
import io
import os
import pty
import subprocess
import sys
from typing import Any

import pytest

HEADER = "arrived_at,phone,name,model,note,grade\n"
MARKUP = "[bold red]张[/bold red][link=http://x]y[/link]"
BIDI = "\u202e\u2066\u200f"
CONTROLS = "\x1b]0;pwned\x07\x1b[31m\x9b2J\x08"


def hostile(shop: Any, text: str) -> Any:
    """A store whose only customer, model and note carry the text; None when the register was refused."""
    quoted = f"2026-11-20T10:00,13800138001,a{text}z,m{text}z,n{text}z,A\n"
    result = shop.run("log-visit", "--from", shop.file("r.csv", HEADER + quoted), code=(0, 3))
    assert_harmless(result.said)
    return shop if result.code == 0 else None


def assert_harmless(said: str) -> None:
    for sign in "\x1b\x07\x08\x9b\u202e\u2066":
        assert sign not in said, ascii(said)


SCREENS = (("due", "--all"), ("show", "13800138001"), ("find", "8001"), ("visits", "--on", "2026-11-20"), ("report",))


@pytest.mark.parametrize("text", [CONTROLS, BIDI], ids=["controls", "bidi"])
@pytest.mark.parametrize("style", ["table", "plain", "markdown"])
def test_controls_do_not_reach_the_screen(shop: Any, text: str, style: str) -> None:
    if hostile(shop, text):
        for screen in SCREENS:
            assert_harmless(shop.run(*screen, "--format", style).said)


@pytest.mark.parametrize("text", [CONTROLS, BIDI], ids=["controls", "bidi"])
def test_controls_do_not_reach_the_screen_through_an_error(shop: Any, text: str) -> None:
    bad = f"2026-02-30{text},13800138001,a{text}z,,,A\n"
    assert_harmless(shop.run("log-visit", "--from", shop.file("r.csv", HEADER + bad), code=3).said)
    assert_harmless(shop.run("followup", f"a{text}z", code=1).said)
    assert_harmless(shop.run("log-visit", "--source", f"a{text}z", code=1).said)


@pytest.mark.parametrize("style", ["table", "plain"])
def test_markup_is_text(shop: Any, style: str) -> None:
    shop.visit("13800138001", "--name", MARKUP, at="2026-11-20T10:00")
    for screen in (("due", "--all"), ("show", "13800138001"), ("find", "8001")):
        assert MARKUP in "".join(shop.run(*screen, "--format", style, env={"COLUMNS": "400"}).out)


def test_markup_in_an_error_is_text(shop: Any) -> None:
    said = shop.run("log-visit", "--source", "[bold]moon[/bold]", code=1).err
    assert "[bold]moon[/bold]" in said


def test_unbalanced_markup_breaks_nothing(shop: Any) -> None:
    shop.visit("13800138001", "--name", "[/]", "--note", "[/bold]", at="2026-11-20T10:00")
    for screen in SCREENS:
        shop.run(*screen)


@pytest.mark.parametrize("name", ["=1+1", "+1+1", "-1+1", "@SUM(A1)"])
def test_a_formula_is_text_in_a_spreadsheet(shop: Any, name: str) -> None:
    shop.batch(shop.file("r.csv", f"arrived_at,phone,name\n2026-11-20T10:00,13800138001,{name}\n"))
    (row,) = csv.DictReader(io.StringIO(shop.run("due", "--all", "--format", "csv").out))
    assert row["customer"] == "'" + name
    assert shop.due("--all")[0]["customer"] == name


def test_a_nul_is_refused_with_its_line(shop: Any) -> None:
    path = shop.file("r.csv", HEADER + "2026-11-20,1\x003800138001,,,,\n")
    result = shop.run("log-visit", "--from", path, code=(1, 3))
    assert "2" in result.err
    assert "\x00" not in result.said


def test_a_terminal_receives_no_title_from_a_name(shop: Any) -> None:
    if not hostile(shop, CONTROLS):
        return
    master, slave = pty.openpty()
    environment = shop.environment("2026-11-22T08:30", {"TERM": "xterm-256color", "COLUMNS": "120"})
    command = [sys.executable, "-m", "leadctl", "--as", "Mei", "due", "--all"]
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=subprocess.DEVNULL, env=environment) as screen:
        os.close(slave)
        shown = _drain(master)
        assert screen.wait(60) == 0
    assert b"pwned" in shown
    assert b"\x1b]0;" not in shown
    assert b"\x07" not in shown


def _drain(master: int) -> bytes:
    shown = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # the other end of a pseudo-terminal is closed
            part = b""
        if not part:
            os.close(master)
            return shown
        shown += part
