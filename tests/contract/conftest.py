"""A store of its own for each test, driven through the command line only."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOW = "2026-11-22T08:30"
"""A Sunday morning: the clock of every test that names no other."""

STAFF = (
    ("Li Na", "consultant"),
    ("Wang Qiang", "consultant"),
    ("Mei", "reception"),
    ("Zhao Min", "service"),
    ("Chen Jing", "manager"),
)


@dataclass(frozen=True)
class Result:
    """What one call of the program left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """Both streams: for messages whose stream the contract leaves open."""
        return self.out + self.err


class _KeptBytes(io.BytesIO):
    """A stream whose content outlives a ``close()`` by the program under test."""

    def close(self) -> None:
        pass


@contextlib.contextmanager
def _surroundings(env: dict[str, str]) -> Iterator[None]:
    kept = dict(os.environ)
    os.environ.clear()
    os.environ.update(env)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


def _run_inside(argv: list[str], env: dict[str, str], given: bytes) -> Result:
    from leadctl.cli import main

    out, err = _KeptBytes(), _KeptBytes()
    streams = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", newline="")
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", newline="")
    try:
        with _surroundings(env):
            try:
                code = int(main(argv) or 0)
            except SystemExit as left:
                code = left.code if isinstance(left.code, int) else int(left.code is not None)
        for stream in (sys.stdout, sys.stderr):
            if not stream.closed:
                stream.flush()
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
    return Result(code, out.getvalue().decode(), err.getvalue().decode())


def _run_outside(argv: list[str], env: dict[str, str], given: bytes) -> Result:
    done = subprocess.run(
        [sys.executable, "-m", "leadctl", *argv], input=given, env=env, capture_output=True, check=False, timeout=60
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def _entry_exists() -> bool:
    try:
        return importlib.util.find_spec("leadctl.cli") is not None
    except ModuleNotFoundError:
        return False


class Shop:
    """A store (one database file) and a home folder nobody else uses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir(parents=True, exist_ok=True)
        self.db = folder / "shop.db"

    def environment(self, now: str, env: dict[str, str | None]) -> dict[str, str]:
        """A clean environment; a value of ``None`` takes a variable away."""
        clean: dict[str, str | None] = {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local" / "share"),
            "LC_ALL": "C.UTF-8",
            "LEADCTL_LANG": "en",
            "LEADCTL_DB": str(self.db),
            "LEADCTL_NOW": now,
        }
        clean.update(env)
        return {name: value for name, value in clean.items() if value is not None}

    def run(
        self,
        *args: object,
        now: str = NOW,
        as_: str | None = "Mei",
        code: int | Collection[int] | None = 0,
        input: str | bytes = b"",
        env: dict[str, str | None] | None = None,
        outside: bool = False,
    ) -> Result:
        """Run ``leadctl ARGS``; ``code`` is the exit code, or those, that it must leave with (None: any)."""
        argv = [str(arg) for arg in args]
        if as_ is not None:
            argv = ["--as", as_, *argv]
        given = input.encode() if isinstance(input, str) else input
        surroundings = self.environment(now, env or {})
        inside = _entry_exists() and not outside and "CONTRACT_SUBPROCESS" not in os.environ
        result = (_run_inside if inside else _run_outside)(argv, surroundings, given)
        expected = {code} if isinstance(code, int) else code
        if expected is not None:
            assert result.code in expected, f"{argv} left with {result.code}\n{result.out}\n{result.err}"
        assert "Traceback (most recent call last)" not in result.said, result.said
        return result

    def do(self, *args: object, now: str = NOW, as_: str | None = "Li Na") -> dict[str, Any]:
        """Run a write that must succeed; its record."""
        record = self.run(*args, "--json", now=now, as_=as_).json
        assert isinstance(record, dict)
        return record

    def visit(
        self, phone: str | None, *args: object, at: str | None = None, now: str | None = None, as_: str = "Li Na"
    ) -> dict[str, Any]:
        """Log a walk-in at the moment ``at`` (now when left out), typed at that moment unless ``now`` says later."""
        with_phone = ("--phone", phone) if phone else ()
        when = ("--at", at) if at else ()
        return self.do("log-visit", *with_phone, *when, *args, now=now or at or NOW, as_=as_)

    def due(self, *args: object, now: str = NOW, as_: str = "Chen Jing") -> list[dict[str, Any]]:
        listed = self.run("due", *args, "--json", now=now, as_=as_).json
        assert isinstance(listed, list)
        return listed

    def row(self, lead: int, on: str = "2029-12-31", now: str = NOW) -> dict[str, Any] | None:
        """The lead's line in everybody's list of a day far ahead, or None when it is not listed."""
        return next((row for row in self.due("--all", "--on", on, now=now) if row["lead"] == lead), None)

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def batch(self, path: Path | str, *args: object, code: int = 0, now: str = NOW, **more: Any) -> dict[str, Any]:
        """Import a register; its summary."""
        summary = self.run("log-visit", "--from", path, *args, "--json", code=code, now=now, **more).json
        assert isinstance(summary, dict)
        return summary

    def last_operation(self, now: str = NOW) -> int:
        listed = self.run("operations", "--json", now=now).json
        return max(int(row.get("operation", row.get("id"))) for row in listed)


def open_shop(folder: Path, *options: str) -> Shop:
    """Initialise a store on 2025-01-01 with the five people of every test."""
    shop = Shop(folder)
    shop.run("init", "--timezone", "Asia/Shanghai", *options, now="2025-01-01T08:00", as_=None)
    for name, role in STAFF:
        shop.run("staff", "add", name, "--role", role, now="2025-01-01T08:05", as_=None)
    return shop


@pytest.fixture(scope="session")
def ready_stores(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Initialised stores by policy, made once and copied for each test."""
    made: dict[str, Path] = {}

    def ready(policy: str) -> Path:
        if policy not in made:
            made[policy] = open_shop(tmp_path_factory.mktemp("ready"), "--policy", policy).db
        return made[policy]

    return ready


@pytest.fixture
def open_with(tmp_path: Path, ready_stores: Callable[[str], Path]) -> Callable[..., Shop]:
    """Opens a store that follows the named policy; ``name`` tells several of one test apart."""

    def opened(policy: str = "five-grade", name: str = "shop") -> Shop:
        shop = Shop(tmp_path / name)
        shutil.copy(ready_stores(policy), shop.db)
        return shop

    return opened


@pytest.fixture(scope="session")
def fill_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """``fill_once(db, fill, shop)``: the shop as ``fill(shop)`` leaves it, done once, then copied; its result."""
    folder, made = tmp_path_factory.mktemp("filled"), dict[Callable[..., Any], tuple[Path, Any]]()

    def take(db: Path, fill: Callable[..., Any], *arguments: Any) -> Any:
        if fill in made:
            shutil.copy(made[fill][0], db)
        else:
            result = fill(*arguments)
            made[fill] = Path(shutil.copy(db, folder / f"{len(made)}.db")), result
        return made[fill][1]

    return take


@pytest.fixture
def shop(open_with: Callable[..., Shop]) -> Shop:
    return open_with()


@pytest.fixture
def bare(tmp_path: Path) -> Shop:
    """A home folder without any store."""
    return Shop(tmp_path / "bare")
