"""``forget`` is sure whom it means, and is for good."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.commands.stores import tables
from tests.forgetting.conftest import WANG, Run, write


class Typed(io.StringIO):
    """What is typed on a terminal."""

    def isatty(self) -> bool:
        return True


class Terminal:
    """A ``sys`` on whose terminal this is typed."""

    def __init__(self, typed: str) -> None:
        import sys

        self.stderr = sys.stderr
        self.stdin = Typed(typed)


@pytest.mark.parametrize("typed", ["", "c3\n", "y\n", "yes\n"])
def test_another_number_leaves_everything_as_it_was(
    known: Run, store: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    before = tables(store)
    monkeypatch.setattr("leadctl.commands.forget.sys", Terminal(typed))
    result = known("forget", "c2")
    assert (result.code, "nothing was changed" in result.err) == (1, True)
    assert tables(store) == before


def test_the_number_typed_again_forgets(known: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadctl.commands.forget.sys", Terminal("C2\n"))
    assert known("forget", "c2").code == 0
    assert known("find", WANG, "--json").json == []


def test_without_a_terminal_it_wants_yes(known: Run, store: Path) -> None:
    before = tables(store)
    result = known("forget", "c2")
    assert (result.code, "--yes" in result.err) == (1, True)
    assert tables(store) == before


@pytest.mark.parametrize("name", ["王小明", "Han Mei", "c", "cc2", "c2c3", "c-2", "-"])
def test_names_are_not_taken(known: Run, store: Path, name: str) -> None:
    before = tables(store)
    result = known("forget", "--yes", "--", name)
    assert (result.code, "no names" in result.err) == (1, True)
    assert tables(store) == before


@pytest.mark.parametrize("number", ["c99", "c" + "9" * 30, "13899999999"])
def test_nobody_of_that_number_is_refused(known: Run, number: str) -> None:
    assert known("forget", number, "--yes").code == 1


def test_one_operation_says_the_number_and_no_more(known: Run) -> None:
    write(known, "forget", WANG, "--yes")
    newest, *older = known("operations", "--all", "--json").json
    assert (newest["command"], newest["summary"]) == ("forget", "c2")
    assert [one["summary"] for one in older if one["command"] == "tag"] == ["c2 with …"]
    assert [one["file"] for one in older if one["file"]] == ["owners.csv", "visits of ….csv"]


def test_it_cannot_be_undone(known: Run) -> None:
    forgot = write(known, "forget", "c2", "--yes")["operation"]
    result = known("undo", forgot)
    assert (result.code, "cannot be undone" in result.err) == (1, True)


def test_what_was_written_of_them_before_cannot_be_undone_either(known: Run, store: Path) -> None:
    """In this store everything but the staff, the campaign and the rule of rewards had to do with them."""
    others = ("init", "undo", "staff add", "campaign add", "reward set")
    done = [one for one in known("operations", "--all", "--json").json if one["command"] not in others]
    standing = [one["id"] for one in done if one["undone_by"] is None]
    write(known, "forget", "c2", "--yes")
    before = tables(store)
    results = [known("undo", operation) for operation in standing]
    assert len(standing) > 20
    assert {(result.code, "forgotten" in result.err) for result in results} == {(1, True)}
    assert tables(store) == before


def test_what_was_written_of_others_can_still_be_undone(known: Run) -> None:
    call = write(known, "followup", 4, "called", as_="Li Na")["operation"]
    write(known, "forget", "c2", "--yes")
    assert known("undo", call).code == 0


def test_once_more_only_cleans_the_file(known: Run, store: Path) -> None:
    write(known, "forget", "c2", "--yes")
    before = tables(store)
    again = known("forget", "c2")
    assert (again.code, "2026-11-22" in again.out) == (0, True)
    assert tables(store) == before


def test_it_says_which_copies_still_hold_them(known: Run, store: Path, tmp_path: Path) -> None:
    assert known("backup", tmp_path / "b.db").code == 0
    assert known("restore", tmp_path / "b.db", "--yes").code == 0
    answer = known("forget", "c2", "--yes", "--json")
    (copy,) = answer.json["copies"]
    assert "store.db.before-restore-" in copy
    assert copy in answer.err
