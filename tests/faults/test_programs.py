"""The programs of this folder, a small part of each. The long part: sh tests/run.sh --long."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.concurrency import work_together
from tests.faults.corruption import corrupt_everything
from tests.faults.kills import TRIALS, build_shim, kill_everywhere
from tests.faults.operations import play_at_random


def test_a_killed_or_failing_write_is_whole_or_nothing(tmp_path: Path) -> None:
    if build_shim(tmp_path) is None:
        pytest.skip("no C compiler to make the library that lets system calls fail")
    tally = kill_everywhere(1, [trial for trial in TRIALS if trial.name in ("init", "config set", "restore")])
    assert not tally.lost, tally


def test_a_damaged_file_ends_in_a_sentence() -> None:
    tally = corrupt_everything(5)
    assert not tally.lost, tally


def test_what_is_undone_is_as_before_and_what_is_redone_as_it_became() -> None:
    tally = play_at_random(25)
    assert not tally.lost, tally


def test_all_who_write_at_the_same_time_commit() -> None:
    party = work_together(writers=3, each=2, rows=50)
    assert not party.tally.lost, party.tally
