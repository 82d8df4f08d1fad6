"""``policy set --from``: another policy from a day on, what it dates again, what stays, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadctl.commands.os_account import find_login
from tests.commands.stores import tables, write
from tests.commands.test_undo_exactly import undone_and_redone
from tests.conftest import FillOnce

FIVE = (Path(__file__).parents[2] / "leadctl/policies/five-grade.toml").read_text(encoding="utf-8")
MADE, NOW = "2026-11-01T08:00", "2026-11-26T09:00"
RUNS, ENDED, FRESH = 1, 2, 3
"""Leads of grade C: last contacted on 11-25 (due on 12-05), on 11-20 (due on 11-30), and opened on 11-26."""

Shop = Callable[..., Any]


@pytest.fixture
def ours(tmp_path: Path) -> Callable[..., Path]:
    """Writes a policy like the five-grade one in which C is contacted every so many days."""

    def written(days: int, name: str, **keys: str) -> Path:
        text = FIVE.replace('"five-grade"', f'"{name}"').replace("[10, 10]", f"[{days}, {days}]")
        for key, value in keys.items():
            text = "\n".join(f"{key} = {value}" if line.startswith(f"{key} =") else line for line in text.splitlines())
        path = tmp_path / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def three(run: Shop, store: Path, fill_once: FillOnce) -> Shop:
    """A store with the three leads."""
    fill_once(store, _open_with_three, run)
    return run


def _open_with_three(run: Shop) -> None:
    write(run, "init", "--timezone", "Asia/Shanghai", now=MADE)
    write(run, "staff", "add", "Li Na", now=MADE)
    for day, number in (("11-25", RUNS), ("11-20", ENDED)):
        phone = f"1380013800{number}"
        write(run, "log-visit", "--phone", phone, "--grade", "C", as_="Li Na", now="2026-11-10T10:00")
        write(run, "followup", phone, "hello", as_="Li Na", now=f"2026-{day}T10:00")
    write(run, "log-visit", "--phone", "13800138003", "--grade", "C", as_="Li Na", now="2026-11-26T08:30")


def due_by(shop: Shop) -> list[str]:
    return [shop("show", lead, "--json", now=NOW).json["due_by"] for lead in (RUNS, ENDED, FRESH)]


def follow(shop: Shop, file: object, *options: str, now: str = NOW) -> Any:
    return write(shop, "policy", "set", file, *options, as_="Li Na", now=now)


@pytest.mark.parametrize(("days", "due"), [(20, "2026-12-15"), (3, "2026-12-01"), (10, "2026-12-05")])
def test_only_what_runs_on_its_first_day_is_dated_again(
    three: Shop, ours: Callable[..., Path], days: int, due: str
) -> None:
    assert due_by(three) == ["2026-12-05", "2026-11-30", "2026-11-27"]
    record = follow(three, ours(days, "ours"), "--from", "2026-12-01")
    assert (record["policy"], record["from"], record["leads"]) == ("ours", "2026-12-01", 3)
    assert due_by(three) == [due, "2026-11-30", "2026-11-27"]
    assert three("doctor", now=NOW).code == 0


def test_a_contact_goes_by_the_policy_of_its_day(three: Shop, ours: Callable[..., Path]) -> None:
    follow(three, ours(20, "slow"), "--from", "2026-12-01")
    write(three, "followup", FRESH, "in November", as_="Li Na", now="2026-11-27T10:00")
    assert due_by(three)[2] == "2026-12-17"  # due on 12-07, when the slow one holds: 11-27 + 20
    write(three, "followup", ENDED, "in December", as_="Li Na", now="2026-12-02T10:00")
    assert due_by(three)[1] == "2026-12-22"
    assert three("doctor", now="2026-12-02T11:00").code == 0


def test_a_visit_of_a_register_goes_by_the_policy_of_its_day(
    three: Shop, ours: Callable[..., Path], tmp_path: Path
) -> None:
    follow(three, ours(10, "later", first_follow_up_days="3", closed='["2026-12-04"]'), "--from", "2026-12-01")
    register = tmp_path / "register.csv"
    register.write_text(
        "arrived_at,phone,grade\n2026-11-30T10:00,13900000001,C\n2026-12-01T10:00,13900000002,C\n", encoding="utf-8"
    )
    write(three, "log-visit", "--from", register, as_="Li Na", now="2026-12-01T20:00")
    found = [three("show", f"1390000000{n}", "--json").json["due_by"] for n in (1, 2)]
    assert found == ["2026-12-01", "2026-12-05"]
    assert three("doctor", now="2026-12-02T11:00").code == 0


def test_a_policy_cannot_begin_in_the_past(three: Shop, ours: Callable[..., Path], store: Path) -> None:
    before = tables(store)
    result = three("policy", "set", ours(3, "quick"), "--from", "2026-11-25", as_="Li Na", now=NOW)
    assert result.code == 1
    assert "what happened since stays under the policy of its day" in result.err
    assert tables(store) == before


def test_setting_again_for_a_day_replaces_what_was_set_for_it(three: Shop, ours: Callable[..., Path]) -> None:
    follow(three, ours(20, "slow"), "--from", "2026-12-01")
    follow(three, ours(3, "quick"), "--from", "12-01")
    follow(three, "four-grade", "--from", "2027-01-01")
    assert due_by(three)[0] == "2026-12-01"
    listed = three("policy", "list", "--json", now="2026-12-10T09:00").json
    assert [(row["policy"], row["from"], row["in_force"], row["by"]) for row in listed] == [
        ("five-grade", None, False, find_login()),
        ("quick", "2026-12-01", True, "Li Na"),
        ("four-grade", "2027-01-01", False, "Li Na"),
    ]


def test_the_policy_of_a_day_is_shown_with_what_follows_it(three: Shop, ours: Callable[..., Path]) -> None:
    follow(three, ours(20, "slow", hours='["09:00", "17:00"]'), "--from", "2026-12-01")
    now = three("policy", "show", "--json", now=NOW).json
    assert (now["policy"], now["from"], now["opens"]) == ("five-grade", None, "08:30")
    assert now["later"] == [{"from": "2026-12-01", "policy": "slow"}]
    then = three("policy", "show", "--on", "2026-12-24", "--json", now=NOW).json
    assert (then["policy"], then["from"], then["opens"], then["later"]) == ("slow", "2026-12-01", "09:00", [])
    assert "From 2026-12-01: slow" in three("policy", "show", now=NOW).out
    assert three("policy", "show", "--json", now="2026-12-01T08:00").json["policy"] == "slow"
    past = three("policy", "show", "--on", "2026-11-02", "--json", now="2026-12-24T08:00").json
    assert past["policy"] == "five-grade"


def test_on_the_day_a_store_was_made_its_first_policy_is_replaced(run: Shop) -> None:
    write(run, "init", now=MADE)
    write(run, "staff", "add", "Li Na", now=MADE)
    write(run, "log-visit", "--phone", "13800138001", "--grade", "A", "--at", "2026-10-20", as_="Li Na", now=MADE)
    assert follow(run, "four-grade", now="2026-11-01T19:00")["from"] is None
    assert [row["policy"] for row in run("policy", "list", "--json").json] == ["four-grade"]
    assert follow(run, "five-grade", now="2026-11-02T08:00")["from"] == "2026-11-02"


def test_while_a_store_has_no_leads_its_first_policy_is_replaced(run: Shop) -> None:
    write(run, "init", now=MADE)
    write(run, "staff", "add", "Li Na", now=MADE)
    assert follow(run, "four-grade", "--from", "2026-12-01")["from"] == "2026-12-01"
    assert follow(run, "four-grade")["from"] is None
    write(run, "log-visit", "--phone", "13800138001", as_="Li Na", now=NOW)
    assert follow(run, "five-grade")["from"] == "2026-11-26"


@pytest.mark.parametrize("options", [(), ("--from", "2026-11-28"), ("--from", "2026-12-01")], ids=str)
def test_undo_takes_a_policy_back_exactly(
    three: Shop, store: Path, ours: Callable[..., Path], options: tuple[str, ...], set_now: Callable[[str], None]
) -> None:
    set_now(NOW)
    undone_and_redone(three, store, "policy", "set", str(ours(3, "quick", closed='["2026-12-01"]')), *options)


def test_undo_brings_back_the_first_policy(run: Shop, store: Path, set_now: Callable[[str], None]) -> None:
    set_now(MADE)
    write(run, "init")
    write(run, "staff", "add", "Li Na")
    write(run, "log-visit", "--phone", "13800138001", "--grade", "A", "--at", "2026-10-20", as_="Li Na")
    write(run, "followup", 1, as_="Li Na")
    undone_and_redone(run, store, "policy", "set", "four-grade")
    assert [row["policy"] for row in run("policy", "list", "--json").json] == ["five-grade"]


def test_undo_brings_back_the_policy_that_was_replaced(
    three: Shop, store: Path, ours: Callable[..., Path], set_now: Callable[[str], None]
) -> None:
    set_now(NOW)
    first = follow(three, ours(20, "slow"), "--from", "2026-12-01")
    undone_and_redone(three, store, "policy", "set", str(ours(3, "quick")), "--from", "2026-12-01")
    follow(three, ours(3, "quick"), "--from", "2026-12-01")
    refused = three("undo", first["operation"], as_="Li Na")
    assert (refused.code, "build on it" in refused.err) == (1, True)


def test_grades_are_those_of_the_policy_of_their_day(three: Shop) -> None:
    follow(three, "four-grade")
    assert three("followup", RUNS, "--grade", "N", as_="Li Na", now=NOW).code == 1
    assert three("followup", RUNS, "--grade", "N", "--at", "2026-11-25T18:00", as_="Li Na", now=NOW).code == 0
    assert three("log-visit", "--grade", "N", as_="Li Na", now=NOW).code == 1
    assert three("log-visit", "--grade", "N", "--at", "2026-11-25T18:00", as_="Li Na", now=NOW).code == 0
    assert three("edit", "visit", 1, "--grade", "N", as_="Li Na", now=NOW).code == 0


def test_what_to_ask_is_said_by_the_policy_of_the_day_of_the_list(three: Shop, ours: Callable[..., Path]) -> None:
    path = ours(10, "curious")
    path.write_text(path.read_text(encoding="utf-8").replace("keep in touch by phone", "ask for the dog"), "utf-8")
    follow(three, path, "--from", "2026-11-28")
    for day, asked in (("2026-11-27", "keep in touch by phone"), ("2026-11-28", "ask for the dog")):
        lines = three("due", "--all", "--on", day, "--json", now=NOW).json
        assert [line["aim"].split(";")[0] for line in lines if line["lead"] == FRESH] == [asked]


def test_a_policy_that_follows_the_one_now_set_is_told(three: Shop, ours: Callable[..., Path]) -> None:
    follow(three, "four-grade", "--from", "2026-12-01")
    result = three("policy", "set", ours(3, "quick"), as_="Li Na", now=NOW)
    assert (result.code, "from 2026-12-01 the store follows four-grade" in result.err) == (0, True)


def test_a_misspelt_key_is_refused_with_the_one_that_was_meant(run: Shop, tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(FIVE.replace("letter_days", "leter_days"), encoding="utf-8")
    result = run("policy", "check", path)
    assert (result.code, "Did you mean letter_days" in result.err) == (1, True)
    assert run("init", "--policy", path).code == 1
