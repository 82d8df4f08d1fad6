"""A customer who comes today, without a time of day, or at one that is still ahead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce

NOW = "2026-11-22T11:00"


@pytest.fixture
def na(run: Any, store: Path, fill_once: FillOnce) -> Any:
    """Runs leadctl as Li Na at eleven on Sunday the 22nd, or at another moment. Lead 1 came the day before."""
    fill_once(store, _open_one, run)

    def call(*words: str, now: str = NOW) -> Any:
        return run(*words, as_="Li Na", now=now)

    return call


def _open_one(run: Any) -> None:
    run("init")
    run("staff", "add", "Li Na")
    run("log-visit", "--phone", "13800000001", "--grade", "A", as_="Li Na", now="2026-11-21T10:00")


@pytest.mark.parametrize("word", ["today", "今天", "11-22", "2026-11-22", "11:00", "18:30"])
def test_it_stands_in_the_list_of_today_and_a_visit_keeps_it(na: Any, word: str) -> None:
    made = na("appoint", "1", "--at", word, "--json")
    assert (made.code, made.json["at"][:10]) == (0, "2026-11-22"), made.err
    assert [(line["task"], line["due_by"]) for line in na("due", "--json").json] == [("appointment", "2026-11-22")]
    na("log-visit", "--phone", "13800000001", now="2026-11-22T15:00")
    (appointment,) = [fact for fact in na("show", "1", "--json").json["history"] if fact["fact"] == "appointment"]
    assert appointment["result"] == "kept"
    assert na("doctor").code == 0


def test_nobody_who_came_is_invited_again_on_the_day_after(na: Any) -> None:
    na("appoint", "1", "--at", "today")
    (line,) = na("due", "--json", now="2026-11-23T09:00").json
    assert (line["due_from"], line["days_over"]) == ("2026-11-23", 0)
    assert "did not come on 2026-11-22" in line["why"]


@pytest.mark.parametrize("word", ["yesterday", "10:59", "-1d"])
def test_what_has_passed_is_refused_in_a_sentence(na: Any, word: str) -> None:
    refused = na("appoint", "1", f"--at={word}")
    assert refused.code == 1
    assert "lies in the past" in refused.err


@pytest.mark.parametrize(
    ("command", "word", "now", "later", "tomorrow"),
    [
        ("appoint", "09:00", NOW, "13:00", "tomorrow 09:00"),
        ("callback", "今天上午九点半", "2026-11-22T10:40", "12:00", "tomorrow 09:30"),
        ("callback", "30 minutes ago", "2026-11-22T21:59", "23:00", "tomorrow 21:29"),
    ],
)
def test_where_only_the_time_has_passed_times_are_suggested_and_each_is_taken(
    na: Any, command: str, word: str, now: str, later: str, tomorrow: str
) -> None:
    refused = na(command, "1", "--at", word, now=now)
    assert refused.code == 1
    assert refused.err.strip().endswith(f"not before {now.replace('T', ' ')}, such as {later} or {tomorrow}.")
    taken = [na(command, "1", "--at", word, "--json", now=now).json["at"] for word in (later, tomorrow)]
    assert taken == [f"2026-11-22T{later}", f"2026-11-23T{tomorrow[-5:]}"]


@pytest.mark.parametrize(("word", "now"), [("yesterday 10:00", NOW), ("09:00", "2026-11-22T22:10")])
def test_where_the_day_has_passed_or_is_over_days_are_suggested(na: Any, word: str, now: str) -> None:
    assert na("appoint", "1", "--at", word, now=now).err.strip().endswith("such as tomorrow or +3d.")


def test_times_are_suggested_in_chinese(na: Any) -> None:
    refused = na("callback", "1", "--at", "九点", "--lang", "zh")
    assert refused.err == "leadctl: --at “九点”：时间已过；计划不得早于2026-11-22 11:00，如 13:00 或 明天 09:00。\n"
    taken = na("callback", "1", "--at", "明天 09:00", "--json")
    assert taken.json["at"] == "2026-11-23T09:00"
