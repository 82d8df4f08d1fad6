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


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory, played: Callable[[int], Path]) -> Path:
    """Two stores that were played, one of which got leads of head office, with a key; and a list of them."""
    folder = tmp_path_factory.mktemp("lake")
    (folder / "key").write_text("0123456789abcdef0123456789abcdef", encoding="utf-8")
    (folder / "stores.csv").write_text("code,region,target\n0001,East,10\n0012,West,20\n", encoding="utf-8")
    (folder / "given.csv").write_text(
        "at,name,phone,dispatched\n2026-10-20 10:00,Ann,13811110001,yes\n2026-10-21 10:00,Bob,13811110002,yes\n",
        encoding="utf-8",
    )
    for code, seed in (("0001", 0), ("0012", 1)):
        run = run_in(Path(shutil.copy(played(seed), folder / f"{code}.db")))
        for words in (
            ("import", "online", folder / "given.csv"),
            ("campaign", "add", "Fair", "--kind", "show", "--start", "2026-10-20", "--end", "2026-10-22"),
            ("campaign", "cost", "Fair", "venue", "1500", "--on", "2026-10-20"),
            ("target", "set", "--month", "2026-10", "--sales", "9", "--week", "1", "--leads", "7", "--orders", "2"),
            ("lake", "export", folder / "lake", "--code", code, "--key", folder / "key"),
        ):
            done = run(*words, now=EVENING, as_="Max")
            assert done.code == 0, (words, done.err)
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ("funnel", "--by", "region,source"),
        ("funnel", "--by", "store", "--cohort"),
        ("funnel", "--by", "kind,campaign"),
        ("traffic",),
        ("traffic", "--by", "model"),
        ("traffic", "--per", "week", "--compare", "previous"),
        ("defeats",),
        ("followups", "--by", "store"),
        ("campaigns",),
        ("campaigns", "--by", "week"),
        ("targets",),
        ("consultants",),
        ("stores",),
        ("dispatch",),
    ],
    ids=" ".join,
)
def test_spark_gives_the_figures_of_duckdb(cluster: str, lake: Path, words: tuple[str, ...]) -> None:
    def ask(*engine: object) -> Any:
        asked = ("--lake", lake / "lake", "--stores", lake / "stores.csv", "--month", "2026-10", "--json")
        done = run_in(lake / "none.db")("group", "report", *words, *asked, *engine, now=EVENING)
        assert done.code == 0, done.err
        return done.json

    assert ask("--engine", cluster) == ask()
