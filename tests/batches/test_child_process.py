"""A child process produces what this one consumes: the same items, the same errors, and nothing left behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from leadctl import child_process
from leadctl.child_process import produce_in_child, share_numbers
from leadctl.errors import Refused

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no second process here")


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "_has_second_processor", lambda: True)


def no_child_is_left() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


def test_items_come_in_order_and_from_a_child() -> None:
    made = list(produce_in_child((number, "x" * 100_000, os.getpid()) for number in range(30)))
    assert [number for number, _, _ in made] == list(range(30))
    (other,) = {process for _, _, process in made}
    assert other != os.getpid()
    assert no_child_is_left()


def test_nothing_is_made_before_the_first_item_is_asked_for() -> None:
    known = ["early"]
    items = produce_in_child(word for word in known)
    known.append("late")
    assert list(items) == ["early", "late"]


def _failing() -> Iterator[int]:
    yield 1
    raise Refused("line 7 is no proper CSV")


def test_an_error_over_there_is_raised_here_after_what_was_made_before_it() -> None:
    items = produce_in_child(_failing())
    assert next(items) == 1
    with pytest.raises(Refused, match="line 7 is no proper CSV"):
        next(items)
    assert no_child_is_left()


def test_who_asks_for_no_more_leaves_no_process() -> None:
    items = produce_in_child(range(10**9))
    assert next(items) == 0
    items.close()
    assert no_child_is_left()


def _killed() -> Iterator[int]:
    yield 1
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_killed_is_a_refusal_and_no_end_of_the_file() -> None:
    items = produce_in_child(_killed())
    assert next(items) == 1
    with pytest.raises(Refused, match="nothing was changed"):
        next(items)


def test_on_one_processor_it_is_all_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "_has_second_processor", lambda: False)
    assert set(produce_in_child(os.getpid() for _ in range(3))) == {os.getpid()}


def test_shared_numbers_are_taken_once_each() -> None:
    with share_numbers(range(2000)) as numbers:
        theirs = produce_in_child((os.getpid(), number) for number in numbers)
        first = next(theirs)
        ours = list(numbers)
        taken = [first, *theirs]
    assert {process for process, _ in taken}.isdisjoint({os.getpid()})
    assert sorted([*ours, *(number for _, number in taken)]) == list(range(2000))
    assert no_child_is_left()
