"""The counter: what is asked of a visitor on a terminal, the phone first, and what is saved of it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pexpect
import pytest

from tests.commands.stores import OPEN
from tests.commands.test_work import CTRL_C, CTRL_D, ESC, Script

Shop = Callable[..., Any]
NEW = "13900000077"
SKIP = ""


class _Keyboard(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def counter(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """``leadctl log-visit`` at a terminal on which these answers are typed."""

    def answer(*answers: str, **more: Any) -> Any:
        monkeypatch.setattr("leadctl.commands.log_visit._has_keyboard", lambda: True)
        monkeypatch.setattr("leadctl.commands.counter.Terminal", lambda: Script(iter(answers)))
        terminal = SimpleNamespace(stdin=_Keyboard(), stdout=_Keyboard(), stderr=io.StringIO())
        monkeypatch.setattr("leadctl.commands.log_visit.sys", terminal)
        return shop("log-visit", **{"as_": "Li Na", **more})

    return answer


def _last_visit(shop: Shop) -> Any:
    return shop("visits", "--json", "--reveal").json[-1]


def test_a_known_customer_is_greeted_with_their_card_and_owner(counter: Any, shop: Shop) -> None:
    result = counter(OPEN, SKIP, SKIP, "H", "yes", "2", SKIP, "brings his father", "y")
    assert "c1 王小明, lead 1: A · 远山 X5 · Li Na · next contact by" in result.out
    assert "Name >" not in result.out  # who is known is not asked for it
    visit = _last_visit(shop)
    assert (visit["lead"], visit["kind"], visit["grade"], visit["test_drive"]) == (1, "walk-in", "H", True)
    assert (visit["party"], visit["note"], visit["nature"]) == (2, "brings his father", "return")


def test_somebody_new_is_asked_for_everything_and_what_cannot_be_read_again(counter: Any, shop: Shop) -> None:
    result = counter(
        *("one", NEW, "赵雷", "先生", "call", "nowhere", "referral", "远山X5", "远山 X5", SKIP),
        *("maybe", "no", "200", "2大1小", "Nobody", "Wang Qiang", SKIP, "y"),
    )
    assert result.code == 0, result.err
    for said in ("A new customer.", "Unknown source 'nowhere'", "is not on the list, but", "is none of: yes no"):
        assert said in result.out
    assert "How many came is a number from 1 to 99." in result.out
    visit = _last_visit(shop)
    assert [visit[key] for key in ("phone", "name", "gender", "kind", "source", "model", "party", "consultant")] == [
        *(NEW, "赵雷", "male", "call", "referral", "远山 X5", 3, "Wang Qiang")
    ]


def test_the_row_is_shown_before_it_is_saved_and_may_be_changed(counter: Any, shop: Shop) -> None:
    first = (NEW, "赵雷", *[SKIP] * 5, SKIP, "2", SKIP, SKIP, "e")
    again = (*[SKIP] * 8, "3", SKIP, SKIP, "y")
    result = counter(*first, *again)
    assert result.out.count(f"Phone: {NEW}") == 2
    assert "How many came: 2" in result.out
    assert (_last_visit(shop)["party"], _last_visit(shop)["name"]) == (3, "赵雷")


def test_escape_goes_back_to_the_question_before(counter: Any, shop: Shop) -> None:
    result = counter(NEW, "赵蕾", ESC, "赵雷", *[SKIP] * 9, "y")
    assert (result.code, _last_visit(shop)["name"]) == (0, "赵雷")


@pytest.mark.parametrize("slip", [(ESC, *[SKIP] * 11), ("x", SKIP)])
def test_a_slip_at_the_last_question_loses_nothing(counter: Any, shop: Shop, slip: tuple[str, ...]) -> None:
    counter(NEW, "赵雷", *[SKIP] * 9, *slip, "y")
    assert (_last_visit(shop)["phone"], _last_visit(shop)["name"]) == (NEW, "赵雷")


@pytest.mark.parametrize("typed", [(CTRL_D,), (ESC,), (OPEN, CTRL_D), (OPEN, *[SKIP] * 7, "n"), (OPEN, CTRL_C)])
def test_who_leaves_records_nothing_and_is_told_so(counter: Any, shop: Shop, typed: tuple[str, ...]) -> None:
    before = len(shop("operations", "--all", "--json").json)
    result = counter(*typed)
    assert "nothing was recorded" in result.out
    assert result.code == (130 if CTRL_C in typed else 0)
    assert len(shop("operations", "--all", "--json").json) == before


def test_without_a_phone_it_counts_as_traffic(counter: Any, shop: Shop) -> None:
    result = counter(*[SKIP] * 11, "y")
    assert "one visitor who left no contact" in result.out
    assert _last_visit(shop)["lead"] is None


def test_it_asks_and_understands_in_chinese(counter: Any, shop: Shop) -> None:
    result = counter(
        *(NEW, "赵雷", "女", "来电", "转介绍", SKIP, "A级", "是", SKIP, SKIP, "问置换", "y"), env={"LEADCTL_LANG": "zh"}
    )
    assert "新客户。" in result.out
    assert "如何来的：来电" in result.out
    assert "来源：转介绍" in result.out
    visit = _last_visit(shop)
    assert [visit[key] for key in ("gender", "kind", "source", "grade", "test_drive")] == [
        *("female", "call", "referral", "A", True)
    ]


@pytest.mark.parametrize(("rows", "columns"), [(24, 80), (40, 140)])
def test_at_a_real_terminal_a_visit_is_typed_and_completed(shop: Shop, store: Path, rows: int, columns: int) -> None:
    environment: Any = os.environ | {
        "LEADCTL_DB": str(store),
        "LEADCTL_USER": "Li Na",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "TERM": "xterm",
    }
    typed = pexpect.spawn(
        sys.executable, ["-m", "leadctl", "log-visit"], env=environment, encoding="utf-8", dimensions=(rows, columns)
    )
    typed.expect("Phone")
    for question, answer in (
        *(("only\\)", OPEN), ("How they came", "call"), ("Model", "远\t"), ("Grade", ""), ("Test drive", "")),
        *(("How many", "2"), ("Consultant", "Wa\t"), ("What was said", "带\x1b[D家人来")),
    ):
        typed.expect(question)
        typed.expect(" >")
        typed.send(f"{answer}\r")
    typed.expect("n leave >")
    typed.send("y")
    typed.expect(pexpect.EOF)
    assert "visit 10, lead 1" in typed.before
    visit = _last_visit(shop)
    assert (visit["model"], visit["consultant"], visit["note"]) == ("远山 X5", "Wang Qiang", "家人来带")
