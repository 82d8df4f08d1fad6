"""The due list narrowed down, sorted, and shown a line a lead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from leadctl.render import output
from leadctl.render.formats import Medium
from tests.conftest import FillOnce

MORNING = "2026-11-26T08:30"


@pytest.fixture
def listed(run: Any, store: Path, fill_once: FillOnce) -> Any:
    """The leads that the list of everybody's work shows with these options, in its order."""
    fill_once(store, _open_leads, run)

    def leads(*options: str) -> list[int]:
        return [row["lead"] for row in run("due", "--all", *options, "--json", now=MORNING).json]

    return leads


def _open_leads(run: Any) -> None:
    """Five leads that wait for their first follow-up, the ungraded one longest, and an online enquiry."""
    run("init")
    for name in ("Li Na", "Wang Qiang"):
        run("staff", "add", name)
    visits = [
        ("Li Na", "21", ("--grade", "H", "--model", "X5", "--source", "referral")),
        ("Wang Qiang", "22", ("--grade", "A", "--model", "X5")),
        ("Li Na", "23", ("--grade", "A", "--model", "S3", "--source", "event")),
        ("Wang Qiang", "24", ("--grade", "B", "--model", "S3")),
        ("Li Na", "20", ()),
    ]
    for number, (consultant, day, more) in enumerate(visits, start=1):
        who = ("--phone", f"1380000000{number}", "--name", f"客户{number}", "--at", f"2026-11-{day}T10:00")
        run("log-visit", *who, *more, as_=consultant, now="2026-11-24T20:00")
    run("log-visit", "--phone", "13800000006", "--kind", "online", "--name", "客户6", now="2026-11-25T20:00")
    run("tag", "c2", "golf", now=MORNING)
    run("tag", "c4", "club", now=MORNING)


@pytest.mark.parametrize(
    ("options", "leads"),
    [
        ((), [6, 1, 2, 3, 4, 5]),
        (("--grade", "H,B"), [1, 4]),
        (("--grade", "h", "--grade", "none"), [6, 1, 5]),
        (("--model", "S3"), [3, 4]),
        (("--model", "S3、X5", "--grade", "A"), [2, 3]),
        (("--tag", "golf,club"), [2, 4]),
        (("--task", "screening"), [6]),
        (("--task", "screening,first-follow-up", "--grade", "B"), [4]),
        (("--source", "referral,event"), [1, 3]),
        (("--source", "老客户介绍，活动"), [1, 3]),
        (("--grade", "H级，Ｂ，未定级"), [6, 1, 4, 5]),
    ],
)
def test_each_filter_takes_several_values_and_all_filters_hold(
    listed: Any, options: tuple[str, ...], leads: list[int]
) -> None:
    assert listed(*options) == leads


@pytest.mark.parametrize(
    ("keys", "leads"),
    [
        ("grade,-due_by", [1, 3, 2, 4, 6, 5]),
        ("-days-over", [5, 1, 2, 3, 6, 4]),
        ("consultant,urgency", [1, 3, 5, 2, 4, 6]),
        ("-customer", [6, 5, 4, 3, 2, 1]),
    ],
)
def test_the_list_is_sorted_by_its_keys_and_what_a_line_does_not_have_comes_last(
    listed: Any, keys: str, leads: list[int]
) -> None:
    assert listed(f"--sort={keys}") == leads


def test_a_limit_is_taken_of_the_sorted_list(listed: Any) -> None:
    assert listed("--sort=-customer", "--limit", "2") == [6, 5]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--grade", "X"), 2),
        (("--task", "calls"), 2),
        (("--sort", "colour"), 2),
        (("--model", "X6"), 1),
        (("--tag", "tennis"), 1),
        (("--source", "moon"), 1),
    ],
)
def test_a_value_that_does_not_exist_is_refused(listed: Any, run: Any, options: tuple[str, ...], code: int) -> None:
    assert run("due", "--all", *options, now=MORNING).code == code


def test_a_filter_counts_only_what_it_leaves(listed: Any, run: Any) -> None:
    assert "2 overdue · 0 today · 2 this week" in run("due", "--all", "--grade", "A", now=MORNING).out


def test_a_compact_list_says_what_to_ask_once_a_grade(listed: Any, run: Any) -> None:
    lines = run("due", "--all", "--compact", "--task", "first-follow-up", now=MORNING).out.splitlines()
    assert sum(line.startswith("A: ") for line in lines) == 1
    assert [line.split(":")[0] for line in lines[-5:-1]] == ["H", "A", "B", "ungraded"]
    assert lines[-1].startswith("5 overdue")
    rows = [line for line in lines if "1380000000" in line]
    assert len(rows) == 5
    chinese = run("due", "--all", "--compact", "--lang", "zh", now=MORNING).out
    assert "\nA：" in chinese


@pytest.mark.parametrize("view", [(), ("--compact",)])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_kind_of_work_is_never_broken_inside_a_word(
    listed: Any, run: Any, monkeypatch: pytest.MonkeyPatch, view: tuple[str, ...], lang: str
) -> None:
    run("staff", "add", "Zhao Min", "--role", "service")
    for phone, name, consultant in ((8, "Mohammed Al-Rashid", "Li Na"), (9, "欧阳建国", "Wang Qiang")):
        who = ("--phone", f"1380000000{phone}", "--name", name, "--grade", "H", "--model", "Tiguan L 330TSI")
        lead = run("log-visit", *who, "--json", as_=consultant, now="2026-11-25T10:00").json["lead"]
        run("defeat", str(lead), "--reason", "price", as_=consultant, now="2026-11-25T11:00")
    monkeypatch.setattr(output, "_stream_medium", lambda _, translate, __: Medium("utf-8", translate, 80))
    called = ("due", "--task", "verification", *view, "--lang", lang)
    lines = run(*called, as_="Zhao Min", now=MORNING).out.splitlines()
    rows = [line for line in lines if "1380000000" in line]
    word = {"en": "verification", "zh": "战败回访"}[lang]
    assert [word in row.split() for row in rows] == [True, True]
    assert max(map(cell_len, lines)) <= 80


@pytest.mark.parametrize(
    ("word", "lang", "said"),
    [
        ("complaint", "en", "--task 'complaint': a complaint is a line of --task aftercare."),
        ("投诉", "zh", "投诉属于 --task aftercare"),
        ("deliver", "en", "is none of"),
    ],
)
def test_where_complaints_stand_is_said_to_who_asks_for_them(
    listed: Any, run: Any, word: str, lang: str, said: str
) -> None:
    refused = run("due", "--task", word, "--lang", lang, now=MORNING)
    assert (refused.code, said in refused.err) == (2, True), refused.err
    assert run("due", "--task", "aftercare", now=MORNING).code == 0
