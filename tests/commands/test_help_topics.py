"""The pages of ``leadctl help``: in both languages, and every command line in them is one that is understood."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import pytest
from wcwidth import wcswidth

from leadctl.commands.help import write_topic
from leadctl.fast_path import recognise
from leadctl.intake.faults import BadValue
from leadctl.intake.typed_dates import parse_moment
from leadctl.locale import translator
from tests.conftest import Result

Run = Callable[..., Result]
FORMS = (
    "today", "-1d", "+3d", "3d", "in 3 days", "2w", "+1m", "fri", "next sat", "next week", "next month", "end of month",
    "11-30", "12.1", "昨天", "后天", "3天后", "3天", "周六", "下周", "下周六", "下个月", "月底", "25号", "11月30日",
    "tomorrow 10:00", "周六上午十点",
)  # fmt: skip
"""Of each form of a date one, all of which the page of dates names."""
NAMED = ("grades", "dates", "import", "reports", "privacy", "scripting")


@pytest.mark.parametrize("topic", NAMED)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_topic_has_a_page_that_names_commands_that_are_understood(run: Run, topic: str, language: str) -> None:
    page = run("help", topic, "--lang", language).out
    assert page == write_topic(topic, translator(language)) + "\n"
    assert ("。" in page) == (language == "zh")
    assert max(wcswidth(line) for line in page.splitlines()) <= 80
    lines = [re.split(r"\s{3,}", line.strip())[0] for line in page.splitlines() if line.startswith("  leadctl")]
    assert len(lines) >= 3
    for line in lines:
        words = shlex.split(line)[1:]
        assert words[:1] == ["--version"] or recognise(words) is not None, line


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_date_that_is_named_is_read(run: Run, language: str) -> None:
    lines = [line for line in run("help", "dates", "--lang", language).out.splitlines() if line.startswith("  ")]
    dates = [word for line in lines if not line.startswith("  leadctl") for word in line.strip().split(", ")]
    assert set(FORMS) <= set(dates)
    assert {word for word in dates if not _is_read(word)} == set()


def _is_read(word: str) -> bool:
    """Whether it is a day of a plan, or of what has happened."""
    now = datetime.fromisoformat("2026-11-22T08:30")
    for meaning in ("plan", "fact"):
        with suppress(BadValue):
            parse_moment(word, now, meaning)
            return True
    return False


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_fits_a_narrow_terminal_and_loses_no_word(run: Run, language: str) -> None:
    for topic in NAMED:
        narrow = run("help", topic, "--lang", language, env={"COLUMNS": "60"}).out
        assert max(map(wcswidth, narrow.splitlines())) <= 60
        assert "".join(narrow.split()) == "".join(run("help", topic, "--lang", language).out.split())


def test_without_a_topic_the_topics_are_listed_and_another_word_lists_them_too(run: Run) -> None:
    assert all(topic in run("help").out for topic in NAMED)
    refused = run("help", "weather")
    assert refused.code == 2
    assert "scripting" in refused.err


def test_help_of_a_command_is_the_help_of_that_command(run: Run) -> None:
    assert run("help", "due").out == run("due", "-h").out
    assert run("help", "staff", "add").out == run("staff", "add", "-h").out
    assert run("--lang", "zh", "help", "due").out == run("due", "-h", "--lang", "zh").out
    assert run("help", "--lang", "zh", "due").out == run("due", "-h", "--lang", "zh").out
