"""A Spark cluster answers as DuckDB does: a standalone master and two workers on the loopback."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from tests.conftest import LONG_ONLY
from tests.group.conftest import EVENING, run_in

pytestmark = [
    LONG_ONLY,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed"),
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java runtime"),
]


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the master."""
    import pyspark

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


def test_spark_gives_the_figures_of_duckdb(
    cluster: str, played: Callable[[int], Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("lake")
    for code, seed in (("0001", 0), ("0012", 1)):
        run_in(played(seed))("lake", "export", folder / "lake", "--code", code, now=EVENING, as_="Max")
    (folder / "stores.csv").write_text("code,region\n0001,East\n0012,West\n", encoding="utf-8")

    def ask(*engine: object) -> Any:
        asked = ("--lake", folder / "lake", "--stores", folder / "stores.csv", "--month", "2026-10", "--json")
        done = run_in(folder / "none.db")(
            "group", "report", "funnel", "--by", "region,source", *asked, *engine, now=EVENING
        )
        assert done.code == 0, done.err
        return done.json

    assert ask("--engine", cluster) == ask()
