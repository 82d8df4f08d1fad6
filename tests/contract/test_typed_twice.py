"""A visit that is typed a second time, and one of which nothing is said: asked on a terminal, noted elsewhere."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

LI = "13800138001"


class _Typed(io.StringIO):
    def isatty(self) -> bool:
        return True


def _sit_at_terminal(monkeypatch: pytest.MonkeyPatch, typed: str) -> _Typed:
    """A terminal on which this is typed; returns what it shows on stderr."""
    shown = _Typed()
    terminal = SimpleNamespace(stdin=_Typed(typed), stdout=_Typed(), stderr=shown)
    monkeypatch.setattr("leadctl.commands.log_visit.sys", terminal)
    return shown


def _count_visits(shop: Any) -> int:
    return len(shop.run("visits", "--on", "2026-11-22", "--json", now="2026-11-22T18:00").json)


def test_elsewhere_the_same_phone_within_half_an_hour_is_added_with_a_note(shop: Any) -> None:
    shop.visit(LI, at="2026-11-22T09:00")
    result = shop.run("log-visit", "--phone", LI, now="2026-11-22T09:30")
    assert "perhaps the same as visit 1; take it back with: leadctl delete visit 2" in result.err
    assert _count_visits(shop) == 2


def test_what_the_note_says_takes_it_back(shop: Any) -> None:
    shop.visit(LI, at="2026-11-22T09:00")
    shop.run("log-visit", "--phone", LI, now="2026-11-22T09:10")
    shop.run("delete", "visit", "2", now="2026-11-22T09:11")
    assert _count_visits(shop) == 1


@pytest.mark.parametrize("at", ["2026-11-22T09:31", "2026-11-22T12:00"])
def test_later_it_is_a_visit_of_its_own(shop: Any, at: str) -> None:
    shop.visit(LI, at="2026-11-22T09:00")
    assert "perhaps" not in shop.run("log-visit", "--phone", LI, now=at).err


def test_another_phone_of_the_same_customer_is_the_same(shop: Any) -> None:
    shop.visit(LI, at="2026-11-22T09:00")
    shop.run("edit", "customer", LI, "--add-phone", "13800138002", now="2026-11-22T09:05")
    assert "perhaps the same as visit 1" in shop.run("log-visit", "--phone", "13800138002", now="2026-11-22T09:20").err


@pytest.mark.parametrize(("typed", "visits"), [("y\n", 1), ("是\n", 1), ("n\n", 2), ("\n", 2), ("", 2)])
def test_a_terminal_is_asked_whether_it_is_the_same(
    shop: Any, monkeypatch: pytest.MonkeyPatch, typed: str, visits: int
) -> None:
    shop.visit(LI, at="2026-11-22T09:00")
    shown = _sit_at_terminal(monkeypatch, typed)
    shop.run("log-visit", "--phone", LI, now="2026-11-22T09:10")
    assert "already registered at 09:00 as visit 1: the same?" in shown.getvalue()
    assert _count_visits(shop) == visits


@pytest.mark.parametrize(("typed", "visits"), [("y\n", 1), ("\n", 0), ("", 0)])
def test_a_bare_command_on_a_terminal_asks_before_it_counts(
    shop: Any, monkeypatch: pytest.MonkeyPatch, typed: str, visits: int
) -> None:
    shown = _sit_at_terminal(monkeypatch, typed)
    shop.run("log-visit", now="2026-11-22T09:10")
    assert "count it?" in shown.getvalue()
    assert _count_visits(shop) == visits


def test_a_program_is_never_asked(shop: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shown = _sit_at_terminal(monkeypatch, "")
    shop.run("log-visit", "--json", now="2026-11-22T09:10")
    assert shown.getvalue() == ""
    assert _count_visits(shop) == 1


@pytest.mark.parametrize("phone", ["11111111111", "12345678901", "10086"])
def test_a_phone_that_is_nobodys_never_makes_one_customer_of_two_people(shop: Any, phone: str) -> None:
    shop.visit(phone, at="2026-11-22T09:00")
    refused = shop.run("log-visit", "--phone", phone, "--name", "another", now="2026-11-22T12:00", code=1)
    assert "leave the phone out" in refused.err
    assert _count_visits(shop) == 1
