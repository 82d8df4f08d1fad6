"""Stores that were played from a seed, and the lake they export into."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from tests.conftest import run_on
from tests.oracle.playing import Play

Run = Callable[..., Any]
DAYS = 10
EVENING = "2026-10-30T21:00"
"""When the played stores export: their last day is over."""


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """The store that is played from a seed, once."""
    folder = tmp_path_factory.mktemp("played")

    def play(seed: int) -> Path:
        store = folder / f"{seed}.db"
        if not store.exists():
            for _ in Play(run_in(store), seed, days=DAYS).evenings():
                pass
        return store

    return play


def run_in(store: Path) -> Run:
    """Runs leadctl in this process with the store of this file."""

    def run(*arguments: object, **circumstances: Any) -> Any:
        return run_on(store, *arguments, **circumstances)

    return run


@pytest.fixture
def copy_of(played: Callable[[int], Path], tmp_path: Path) -> Callable[[int], Path]:
    """A copy of the store of a seed, to go on with."""

    def copy(seed: int) -> Path:
        return Path(shutil.copy(played(seed), tmp_path / f"{seed}.db"))

    return copy


@pytest.fixture(autouse=True)
def group_extra() -> None:
    """The tests of this folder need the extra ``group``."""
    pytest.importorskip("ibis", reason="the extra group is not installed")


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the master of a Spark cluster: a standalone master and two workers on the loopback."""
    pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed")
    if shutil.which("java") is None:
        pytest.skip("there is no Java runtime")
    home = Path(pyspark.__file__).parent
    folder = tmp_path_factory.mktemp("spark")
    port = free_port()
    address = f"spark://127.0.0.1:{port}"
    surroundings = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_HOME": str(home), "HOME": str(folder)}
    surroundings["PATH"] = "/usr/bin:/bin"

    def start(role: str, *options: object) -> subprocess.Popen[bytes]:
        words = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}", "--host", "127.0.0.1"]
        log = (folder / f"{role}.log").open("ab")
        return subprocess.Popen([*words, *map(str, options)], env=surroundings, stdout=log, stderr=log)

    with ExitStack() as running:

        def keep(process: subprocess.Popen[bytes]) -> None:
            running.callback(process.wait)
            running.callback(process.terminate)

        keep(start("master.Master", "--port", port, "--webui-port", 0))
        until = monotonic() + 120
        while monotonic() < until:
            with closing(socket.socket()) as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            sleep(0.5)
        for number in (1, 2):
            work = folder / f"work{number}"
            keep(start("worker.Worker", "--webui-port", 0, "--cores", 1, "--memory", "1g", "--work-dir", work, address))
        yield address
