"""Stepping through the due list on a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce

MORNING = "2026-11-24T09:00"


@pytest.fixture
def terminal(run: Any, store: Path, fill_once: FillOnce, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A store with two leads due, and a way to answer the questions."""
    fill_once(store, _open_with_two, run)

    def work(*answers: Any) -> Any:
        waiting = iter(answers)

        def answer(question: str = "") -> str:
            print(question, end="")
            try:
                given = next(waiting)
            except StopIteration:
                raise EOFError from None
            if isinstance(given, str):
                return given
            given()  # what somebody else does meanwhile; the answer is empty
            return ""

        monkeypatch.setattr("builtins.input", answer)
        monkeypatch.setattr("leadctl.commands.work.sys", _Terminal())
        return run("due", "--work", as_="Li Na", now=MORNING)

    return work


def _open_with_two(run: Any) -> None:
    run("init")
    run("staff", "add", "Li Na")
    for phone, name in (("13800000001", "张伟"), ("13800000002", "王芳")):
        run("log-visit", "--phone", phone, "--name", name, "--grade", "H", as_="Li Na", now="2026-11-22T10:00")


class _Terminal:
    """A ``sys`` whose streams are terminals."""

    class stdin:  # noqa: N801 - stands for sys.stdin
        @staticmethod
        def isatty() -> bool:
            return True

    stdout = stdin
    stderr = sys.stderr


def test_each_result_is_recorded_and_the_next_one_shown(run: Any, terminal: Any) -> None:
    result = terminal("a", "comes on Saturday", "sat", "n", "", "")
    assert result.code == 0
    assert "2 recorded" in result.out
    first = run("show", "1", "--json", now=MORNING).json
    assert (first["due_by"], first["attempts"]) == ("2026-11-28", 0)
    assert run("show", "2", "--json", now=MORNING).json["attempts"] == 1


def test_what_is_skipped_or_left_stays_due(run: Any, terminal: Any) -> None:
    assert "0 recorded, 2 left" in terminal("s", "q").out
    assert len(run("due", "--json", as_="Li Na", now=MORNING).json) == 2


def test_the_end_of_input_ends_the_work(terminal: Any) -> None:
    result = terminal("x", "")
    assert result.code == 0
    assert "0 recorded" in result.out


def test_a_refused_date_is_asked_again_and_nothing_else(run: Any, terminal: Any) -> None:
    result = terminal("c", "ok", "yesterday", "", "q")
    assert "--next" in result.err
    assert "1 recorded" in result.out
    card = run("show", "1", "--json", now=MORNING).json
    assert card["due_by"] == "2026-11-26"
    assert [fact["note"] for fact in card["history"] if fact["fact"] == "followup"] == ["ok"]


def test_the_end_of_input_in_the_middle_records_nothing_half(run: Any, terminal: Any) -> None:
    result = terminal("c", "ok")
    assert (result.code, "0 recorded, 2 left" in result.out) == (0, True)
    assert len(run("due", "--json", as_="Li Na", now=MORNING).json) == 2


def test_a_lead_that_somebody_closed_meanwhile_does_not_end_the_list(run: Any, terminal: Any) -> None:
    answers = ("c", "ok", lambda: run("defeat", "1", "--reason", "price", now=MORNING), "a", "comes", "sat")
    result = terminal(*answers)
    assert "Lead 1 is defeated" in result.err
    assert "1 recorded, 1 left" in result.out
    assert run("show", "2", "--json", now=MORNING).json["due_by"] == "2026-11-28"


def test_without_a_terminal_it_is_wrong_usage(run: Any, terminal: Any) -> None:
    result = run("due", "--work", as_="Li Na", now=MORNING)
    assert result.code == 2
    assert "terminal" in result.err


def test_an_online_enquiry_is_screened_on_the_way(run: Any, terminal: Any) -> None:
    for phone in ("13800000003", "13800000004"):
        run("log-visit", "--phone", phone, "--kind", "online", as_="Li Na", now="2026-11-24T08:50")
    result = terminal("a", "with his wife", "+30d", "sat 10:00", "n", "", "q")
    assert "2 recorded" in result.out
    first = run("show", "3", "--json", now=MORNING).json
    assert (first["screened"], first["meets_at"]) == ("A", "2026-11-28T10:00")
    assert run("show", "4", "--json", now=MORNING).json["attempts"] == 1
