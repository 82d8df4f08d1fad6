"""What every test shares: a home of its own, a clock, and two ways of running leadctl."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import settings
from typer.main import get_command

from leadctl import typer_app
from tests import counting

FillOnce = Callable[..., Any]
"""What the fixture ``fill_once`` gives."""

NOW = "2026-11-22T08:30"
"""The imagined present of the tests, as of the example registers: a Sunday morning."""

LONG = ("tests/play/", "tests/year/")
"""What is begun first, so that no worker still has it when the others are done."""

LONG_ONLY = pytest.mark.skipif("LONG_TESTS" not in os.environ, reason="sh tests/run.sh --long")
"""What has no time in an ordinary run."""

settings.register_profile("leadctl", deadline=None, derandomize=True, database=None)
settings.load_profile("leadctl")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    counting.hold()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    counting.of(item.nodeid)
    return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests come first; all others stay in their order."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@dataclass(frozen=True)
class Result:
    """What one run left behind: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """stdout read as JSON; fails with everything printed when it is none."""
        try:
            return json.loads(self.out)
        except json.JSONDecodeError as error:
            raise AssertionError(f"no JSON on stdout: {self}") from error

    @property
    def jsonl(self) -> list[Any]:
        """stdout read as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class _Captured(io.TextIOWrapper):
    """A standard stream in memory: text on top, bytes under ``.buffer``, readable after it was closed."""

    def __init__(self) -> None:
        self._bytes = _Kept()
        super().__init__(self._bytes, encoding="utf-8", newline="", write_through=True)

    def text(self) -> str:
        if not self.closed:
            self.flush()
        # A workbook is no text; what cannot be decoded is kept as surrogates.
        return self._bytes.content().decode("utf-8", "surrogateescape")


class _Kept(io.BytesIO):
    """Bytes that outlive their stream's close."""

    _content = b""

    def close(self) -> None:
        self._content = self.getvalue() if not self.closed else self._content
        super().close()

    def content(self) -> bytes:
        return self._content if self.closed else self.getvalue()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home below the test's own folder; no test reads or writes the real one, or the caller's settings."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    for name in [name for name in os.environ if name.startswith("LEADCTL_")]:
        monkeypatch.delenv(name)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in _surroundings(folder).items():
        monkeypatch.setenv(name, value)
    time.tzset()
    return folder


def _surroundings(folder: Path) -> dict[str, str]:
    return {
        "HOME": str(folder),
        "USERPROFILE": str(folder),
        "XDG_CONFIG_HOME": str(folder / ".config"),
        "XDG_DATA_HOME": str(folder / ".local/share"),
        "XDG_STATE_HOME": str(folder / ".local/state"),
        "XDG_CACHE_HOME": str(folder / ".cache"),
        "LANG": "C.UTF-8",
        "TERM": "xterm",
        "TZ": "Asia/Shanghai",
        "LEADCTL_NOW": NOW,
    }


@pytest.fixture
def set_now(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the clock, ``YYYY-MM-DDTHH:MM``, for the runs that follow and give none of their own."""
    return lambda moment: monkeypatch.setenv("LEADCTL_NOW", moment)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where ``run`` and ``run_process`` keep their database; ``init`` has not been called."""
    return tmp_path / "store.db"


@pytest.fixture
def run(store: Path) -> Iterator[Callable[..., Result]]:
    """Runs leadctl in this process: ``run("due", "--json", now=..., as_=..., input=..., env=...) -> Result``."""
    folder = Path.cwd()

    def run_here(*arguments: object, **circumstances: Any) -> Result:
        return run_on(store, *arguments, **circumstances)

    yield run_here
    os.chdir(folder)


@pytest.fixture
def run_process(store: Path) -> Callable[..., Result]:
    """Runs ``python -m leadctl`` as a process of its own, with the parameters of ``run``."""

    def run_apart(*arguments: object, **circumstances: Any) -> Result:
        argv, changes, given = _call(store, arguments, **circumstances)
        command = [sys.executable, "-m", "leadctl", *argv]
        done = subprocess.run(command, input=given, capture_output=True, env=_environment(changes), check=False)
        return Result(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run_apart


def run_on(store: Path, *arguments: object, **circumstances: Any) -> Result:
    """Runs leadctl in this process with the store of this file."""
    argv, changes, given = _call(store, arguments, **circumstances)
    return _run_in_process(argv, changes, given)


def _call(
    store: Path,
    arguments: tuple[object, ...],
    now: str | None = None,
    as_: str | None = None,
    input: str | bytes | None = None,
    env: Mapping[str, str | None] | None = None,
) -> tuple[list[str], dict[str, str | None], bytes]:
    """The command line, the changes to the environment (None: removed) and the bytes of stdin."""
    argv = [] if as_ is None else ["--as", as_]
    argv += [str(argument) for argument in arguments]
    changes: dict[str, str | None] = {"LEADCTL_DB": str(store)}
    if now is not None:
        changes["LEADCTL_NOW"] = now
    changes.update(env or {})
    given = input.encode("utf-8") if isinstance(input, str) else input or b""
    return argv, changes, given


def _environment(changes: Mapping[str, str | None]) -> dict[str, str]:
    merged = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **changes}
    return {name: value for name, value in merged.items() if value is not None}


@contextmanager
def surrounded(changes: Mapping[str, str | None]) -> Iterator[None]:
    """These variables of the environment changed (None: removed), and put back after it.

    Not ``mock.patch.dict``, which takes all of them down and up again: thousands of times, that is felt.
    """
    before = {name: os.environ.get(name) for name in changes}
    _set(changes)
    try:
        yield
    finally:
        _set(before)


def _set(variables: Mapping[str, str | None]) -> None:
    for name, value in variables.items():
        if value is not None:
            os.environ[name] = value
        else:
            os.environ.pop(name, None)


def _run_in_process(argv: list[str], changes: Mapping[str, str | None], given: bytes) -> Result:
    from leadctl.cli import main

    out, err = _Captured(), _Captured()
    with (
        surrounded(changes),
        mock.patch.object(sys, "argv", ["leadctl", *argv]),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")),
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", err),
    ):
        code = main(argv)
    return Result(code, out.text(), err.text())


@pytest.fixture(scope="session")
def fill_once(tmp_path_factory: pytest.TempPathFactory) -> FillOnce:
    """``fill_once(file, fill, *arguments)``: ``file`` as ``fill(*arguments)`` leaves it; what that returns.

    ``fill`` is called for the first test that asks; for the others its store is copied. So it does the same whoever
    asks, and what it returns is not to be changed.
    """
    folder, made = tmp_path_factory.mktemp("filled"), dict[Callable[..., Any], tuple[Path, Any]]()

    def take(file: Path, fill: Callable[..., Any], *arguments: Any) -> Any:
        if fill in made:
            shutil.copy(made[fill][0], file)
        else:
            result = fill(*arguments)
            made[fill] = Path(shutil.copy(file, folder / f"{len(made)}.db")), result
        return made[fill][1]

    return take


@pytest.fixture(scope="session", autouse=True)
def built_once() -> Iterator[None]:
    """Each verb's parser is built when a test first names it, and kept: a process of its own builds it once, too.

    What leadctl does with the words is done anew in every run.
    """
    built, app = cache(typer_app.build), get_command(typer_app.app)
    with mock.patch.object(typer_app, "build", built), mock.patch.object(typer_app, "app", app):
        yield


@pytest.fixture(scope="session")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that examples/tour.sh makes, once; where several workers run, the others take it from the first."""
    from tests.year.tour import tour_store

    if "PYTEST_XDIST_WORKER" not in os.environ:
        return tour_store(tmp_path_factory.mktemp("tour"))
    made = tmp_path_factory.getbasetemp().parent / "tour.db"
    if not made.exists():
        tour_store(tmp_path_factory.mktemp("tour")).rename(made)
    return made


@pytest.fixture
def year_store(toured: Path, tmp_path: Path) -> Path:
    """A copy of the tour's store."""
    return Path(shutil.copy(toured, tmp_path / "year.db"))
