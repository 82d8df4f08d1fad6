"""A customer wants to be called at a time: a line of that day's list, and no contact.

Lead 1 (grade A, due from 11-25 to 11-27) was called on Sunday 2026-11-22; lead 2 (first follow-up) came on that day.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce

MONDAY, TUESDAY = "2026-11-23T09:00", "2026-11-24T09:00"


@pytest.fixture
def na(run: Any, store: Path, fill_once: FillOnce) -> Any:
    """Runs leadctl as Li Na on Monday the 23rd, or at another moment."""
    fill_once(store, _open_two, run)

    def call(*words: str, now: str = MONDAY) -> Any:
        return run(*words, as_="Li Na", now=now)

    return call


def _open_two(run: Any) -> None:
    run("init")
    run("staff", "add", "Li Na")
    for phone, name, day in (("13800000001", "张伟", "21"), ("13800000002", "王芳", "22")):
        run("log-visit", "--phone", phone, "--name", name, "--grade", "A", as_="Li Na", now=f"2026-11-{day}T10:00")
    run("followup", "1", "likes the red one", as_="Li Na", now="2026-11-22T11:00")


def lines(na: Any, now: str = MONDAY, *options: str) -> dict[int, Any]:
    return {line["lead"]: line for line in na("due", "--json", *options, now=now).json}


def test_it_stands_in_the_list_at_its_time_and_is_no_contact(na: Any) -> None:
    before = na("show", "1", "--json").json
    answer = na("callback", "1", "--at", "15:00", "in a meeting", "--json").json
    line = lines(na)[1]
    assert (line["task"], line["at"], line["due_from"], line["due_by"], line["days_over"]) == (
        *("follow-up", "2026-11-23T15:00", "2026-11-23", "2026-11-23", 0),
    )
    assert line["why"] == "call back at 15:00; they said: in a meeting"
    assert line["last_note"] == "likes the red one"
    after = na("show", "1", "--json").json
    for key in ("due_from", "due_by", "last_contact", "contacts", "attempts"):
        assert after[key] == before[key]
    assert (answer["due_by"], answer["at"], answer["callback"]) == ("2026-11-27", "2026-11-23T15:00", 1)
    assert (after["callback_at"], after["history"][-1]["fact"]) == ("2026-11-23T15:00", "callback")


def test_beside_a_contact_that_is_owed_it_is_the_same_line(na: Any) -> None:
    na("callback", "2", "--at", "15:00")
    line = lines(na)[2]
    assert (line["task"], line["at"], line["due_by"]) == ("first-follow-up", "2026-11-23T15:00", "2026-11-23")
    assert line["why"] == "call back at 15:00; first follow-up: came 1 d ago"


def test_one_of_another_day_waits_for_it_and_one_that_was_missed_stays(na: Any) -> None:
    na("callback", "1", "--at", "tomorrow 10:00")
    assert 1 not in lines(na)
    assert lines(na, TUESDAY)[1]["at"] == "2026-11-24T10:00"
    late = lines(na, "2026-11-25T09:00")[1]
    assert (late["at"], late["why"].split(";")[0]) == ("2026-11-24T10:00", "call back on 2026-11-24 at 10:00")


def test_an_owed_contact_says_that_they_want_to_be_called_on_a_later_day(na: Any) -> None:
    na("callback", "2", "--at", "tomorrow 10:00", "in a meeting all day")
    line = lines(na)[2]
    assert (line["task"], line["at"]) == ("first-follow-up", None)
    assert line["why"].startswith("call back on 2026-11-24 at 10:00; they said: in a meeting all day; first follow-up")


def test_a_retry_of_tomorrow_does_not_hide_it(na: Any) -> None:
    na("followup", "2", "--outcome", "no-answer")
    assert 2 not in lines(na)
    na("callback", "2", "--at", "15:00")
    assert lines(na)[2]["attempts"] == 1


@pytest.mark.parametrize(
    ("words", "ended"),
    [
        (("followup", "1", "spoke"), True),
        (("followup", "1", "--outcome", "no-answer", "--at", "15:10"), True),
        (("appoint", "1", "--at", "sat 10:00"), True),
        (("dormant", "1", "--until", "+6m"), True),
        (("followup", "1", "--outcome", "no-answer", "--at", "14:00"), False),
    ],
)
def test_it_ends_when_they_are_spoken_with_or_tried_at_its_time(na: Any, words: tuple[str, ...], ended: bool) -> None:
    na("callback", "1", "--at", "15:00")
    assert na(*words, now="2026-11-23T15:20").code == 0
    assert (na("show", "1", "--json").json["callback_at"] is None) is ended


def test_a_second_one_replaces_the_first_and_an_undo_brings_it_back(na: Any) -> None:
    na("callback", "1", "--at", "15:00")
    na("callback", "1", "--at", "16:30")
    assert lines(na)[1]["at"] == "2026-11-23T16:30"
    na("undo")
    assert lines(na)[1]["at"] == "2026-11-23T15:00"
    na("undo")
    assert 1 not in lines(na)


def test_an_enquiry_that_nobody_reached_is_called_back_too(na: Any) -> None:
    na("log-visit", "--phone", "13800000003", "--kind", "online", now="2026-11-23T08:50")
    na("screen", "3", "unreached")
    na("callback", "3", "--at", "11:00")
    line = lines(na)[3]
    assert (line["task"], line["at"]) == ("screening", "2026-11-23T11:00")


def test_one_before_an_appointment_is_a_follow_up_of_its_own(na: Any) -> None:
    na("appoint", "1", "--at", "thu 10:00")
    na("callback", "1", "--at", "15:00")
    assert (lines(na)[1]["task"], lines(na)[1]["why"]) == ("follow-up", "call back at 15:00")


def test_a_time_that_is_past_is_refused(na: Any) -> None:
    for when in ("08:00", "yesterday 15:00", "2026-11-20"):
        assert na("callback", "1", "--at", when).code == 1
    assert na("callback", "1").code == 2


def test_what_they_said_goes_with_them(na: Any) -> None:
    na("callback", "1", "--at", "15:00", "her number is 13912345678")
    assert "her number is" in na("export", "--format", "jsonl").out
    assert na("forget", "c1", "--yes").code == 0
    assert "13912345678" not in na("export", "--format", "jsonl").out
