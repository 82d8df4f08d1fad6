"""Several leads in one command, and notes in every way they are typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import FillOnce, Result

Run = Callable[..., Result]


def _fill(run: Run) -> None:
    assert run("init").code == 0
    assert run("staff", "add", "Li Na").code == 0
    for number in (1, 2, 3):
        phone = f"1380000000{number}"
        assert run("log-visit", "--phone", phone, "--grade", "A", "--at", "2026-11-20T10:00", as_="Li Na").code == 0


@pytest.fixture
def three(store: Path, run: Run, fill_once: FillOnce) -> Run:
    """Three leads of Li Na, numbered 1 to 3."""
    fill_once(store, _fill, run)
    return run


def _notes(run: Run, lead: int) -> list[str | None]:
    return [fact["note"] for fact in run("show", lead, "--json").json["history"] if fact["fact"] == "followup"]


def test_several_leads_are_one_operation_with_a_line_a_lead(three: Run) -> None:
    done = three("followup", "--leads", "1, 13800000002、3", "new price list", "--via", "wechat", as_="Li Na")
    assert done.code == 0, done.err
    assert [line.split(":")[0] for line in done.out.splitlines()] == ["lead 1", "lead 2", "lead 3"]
    assert [_notes(three, lead) for lead in (1, 2, 3)] == [["new price list"]] * 3
    assert three("undo", as_="Li Na").code == 0
    assert [_notes(three, lead) for lead in (1, 2, 3)] == [[], [], []]


def test_json_is_a_list_also_of_one_and_a_record_without_the_option(three: Run) -> None:
    several = three("followup", "--leads", "2,1", "--json", as_="Li Na").json
    assert [record["lead"] for record in several] == [2, 1]
    assert len({record["operation"] for record in several}) == 1
    assert len({record["followup"] for record in several}) == 2
    assert [record["lead"] for record in three("followup", "--leads", "3", "--json", as_="Li Na").json] == [3]
    assert three("followup", 3, "--json", as_="Li Na").json["lead"] == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--leads", "1,99", "x"), 1),
        (("--leads", "1,13800000001"), 1),
        (("--leads", "1,2", "x", "y"), 2),
        (("--leads", " , "), 2),
        ((), 2),
        (("1", "x", "--note", "y"), 2),
    ],
)
def test_nothing_is_recorded_where_one_of_them_is_wrong(three: Run, words: tuple[str, ...], code: int) -> None:
    assert three("followup", *words, as_="Li Na").code == code
    assert _notes(three, 1) == []


def test_a_note_is_a_word_or_an_option_and_may_begin_with_a_dash(three: Run) -> None:
    assert three("followup", 1, "--note", "said so", as_="Li Na").code == 0
    assert three("followup", 1, "--", "-10% asked", as_="Li Na", now="2026-11-22T09:00").code == 0
    assert three("followup", "--leads", "2", "--note=-5% asked", as_="Li Na").code == 0
    assert three("callback", 3, "--at", "15:00", "--note", "in a meeting", as_="Li Na").code == 0
    assert (_notes(three, 1), _notes(three, 2)) == (["said so", "-10% asked"], ["-5% asked"])
    for note in ("-10% asked", "- 10%", "--10%", "-要优惠", "--要优惠"):
        refused = three("followup", 1, note, as_="Li Na")
        assert refused.code == 2
        assert "stands after --" in refused.err
