"""A group of ten example stores, some of whose exports cannot be asked: the page says so, and its figures are right."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import LONG_ONLY
from tests.group.conftest import run_in
from tests.group.test_group_reports import add, counts, damage, only_counts

pytestmark = LONG_ONLY

MORNING = date(2026, 11, 22)
EVENING = f"{MORNING}T21:00"
CODES = [f"{number:04}" for number in range(1, 11)]
LATE, BROKEN, DOUBLED, OLD = "0003", "0005", "0007", "0009"
ASKED = [code for code in CODES if code not in (LATE, BROKEN, OLD)]
MONTH = ("--month", "2026-10")


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Ten stores of ``init --example``, whose records end on ten different days; under ``lake`` what they exported."""
    folder = tmp_path_factory.mktemp("ten")
    lake = folder / "lake"
    for place, code in enumerate(CODES):
        run = run_in(folder / f"{code}.db")
        assert run("init", "--example", now=f"{MORNING - timedelta(3 * place)}T08:30").code == 0
        day = f"{MORNING - timedelta(7)}T21:00" if code == LATE else EVENING
        done = run("lake", "export", lake, "--code", code, now=day if code == LATE else EVENING, as_="林晓")
        assert done.code == 0, done.err
    damage(lake / f"store={BROKEN}", "visits", "2026-10")
    shutil.copytree(lake / f"store={DOUBLED}", lake / f"store={DOUBLED} copy")
    manifest = lake / f"store={OLD}" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text(encoding="utf-8")) | {"version": 1}))
    listed = "".join(f"{code},Store {code},{'East' if code < '0006' else 'West'}\n" for code in CODES)
    (folder / "stores.csv").write_text(f"code,name,region\n{listed}", encoding="utf-8")
    return {**{code: folder / f"{code}.db" for code in CODES}, "lake": lake, "list": folder / "stores.csv"}


def ask(group: Mapping[str, Path], *words: object) -> Any:
    asked = ("--lake", group["lake"], "--stores", group["list"], "--json")
    done = run_in(group["lake"] / "none.db")("group", "report", *words, *asked, now=EVENING)
    assert done.code == 0, done.err
    return done.json


@pytest.mark.parametrize(
    "words",
    [
        ("funnel", *MONTH),
        ("funnel", *MONTH, "--cohort"),
        ("funnel", "--quarter", "2026-Q4", "--by", "source,consultant"),
        ("traffic", "--year"),
        ("traffic", *MONTH),
        ("defeats", *MONTH),
        ("followups", *MONTH),
        ("campaigns", *MONTH),
        ("consultants", *MONTH),
    ],
    ids=" ".join,
)
def test_the_figures_are_the_sums_of_the_stores_that_are_asked(
    group: Mapping[str, Path], words: tuple[str, ...]
) -> None:
    own = {}
    for code in ASKED:
        done = run_in(group[code])("report", *words, "--json", now=EVENING)
        assert done.code == 0, done.err
        own[code] = done.json
    whole = ask(group, *words)
    if isinstance(whole, dict):
        assert whole.pop("stores_counted") == len(ASKED)
        assert {(one["folder"], one["problem"]) for one in whole.pop("left_out")} == {
            (f"store={LATE}", "late"),
            (f"store={BROKEN}", "damaged"),
            (f"store={DOUBLED} copy", "doubled"),
            (f"store={OLD}", "older"),
        }
    assert only_counts(counts(whole)) == only_counts(add(own))


def test_the_page_says_which_exports_it_leaves_out(group: Mapping[str, Path], tmp_path: Path) -> None:
    asked = ("--lake", group["lake"], "--stores", group["list"], *MONTH)
    done = run_in(tmp_path / "none.db")("group", "report", "stores", *asked, "-o", tmp_path / "page.html", now=EVENING)
    assert done.code == 0, done.err
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    for said in (
        f"store={LATE} is left out: not exported lately",
        f"store={BROKEN} is left out: damaged",
        f"store={DOUBLED} copy is left out: the same store is in another folder, too",
        f"store={OLD} is left out: written by an older leadctl",
        f"Stores: {len(ASKED)}.",
    ):
        assert said in page
    assert [code for code in CODES if f">{code}<" in page] == ASKED


@pytest.mark.parametrize("name", ["funnel", "stores"])
def test_a_cluster_gives_the_same_figures(group: Mapping[str, Path], cluster: str, name: str) -> None:
    assert ask(group, name, *MONTH, "--engine", cluster) == ask(group, name, *MONTH)
