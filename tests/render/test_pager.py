from __future__ import annotations

from collections.abc import Iterator

import pytest

from leadctl.render.pager import feed_pager, find_pager


def test_the_pager_shows_the_text_as_it_is_made(capfd: pytest.CaptureFixture[str]) -> None:
    feed_pager("sed 's/^/> /'", iter(["one\n", "two\nthr", "ee\n"]))
    assert capfd.readouterr().out == "> one\n> two\n> three\n"


def test_what_is_not_wanted_any_more_is_not_made(capfd: pytest.CaptureFixture[str]) -> None:
    made: list[int] = []

    def make() -> Iterator[str]:
        for number in range(1000):
            made.append(number)
            yield f"{number}" * 10_000 + "\n"

    feed_pager("head -c 1", make())
    assert capfd.readouterr() == ("0", "")
    assert len(made) < 1000


def test_what_breaks_while_it_is_made_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    def make() -> Iterator[str]:
        yield "one\n"
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        feed_pager("cat", make())
    assert capfd.readouterr().out == "one\n"


def test_an_interruption_is_the_pagers(capfd: pytest.CaptureFixture[str]) -> None:
    def make() -> Iterator[str]:
        yield "one\n"
        raise KeyboardInterrupt

    feed_pager("cat", make())
    assert capfd.readouterr().out == "one\n"


def test_the_users_own_pager_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MANPAGER", raising=False)
    monkeypatch.setenv("PAGER", "most -w")
    assert find_pager() == "most -w"
    monkeypatch.delenv("PAGER")
    monkeypatch.setenv("PATH", "")
    assert find_pager() is None
