"""A Spark cluster answers as DuckDB does: a standalone master and two workers on the loopback."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import LONG_ONLY
from tests.group.conftest import EVENING, run_in

pytestmark = LONG_ONLY


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
