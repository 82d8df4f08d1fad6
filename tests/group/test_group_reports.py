"""A group's figures are the sums of its stores' own reports, by the same names and formulas."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import LONG_ONLY
from tests.group.conftest import run_in

CopyOf = Callable[[int], Path]
SEEDS = {"0001": 0, "0002": 1, "0010": 2}
NOW = "2026-11-03T21:00"
STORES = "门店代码,名称,大区,目标\n0001,North,East,10\n0002,South,East,20\n0010,Lake,West,\n0099,Hill,West,5\n"


def write_on(store: Path) -> None:
    """After the play: a correction, a hand-over, facts that are typed days later, plans, a campaign, a closed month."""
    run = run_in(store)
    with closing(sqlite3.connect(store)) as db:
        (visit,) = db.execute("SELECT min(id) FROM visits WHERE lead IS NOT NULL").fetchone()
        (lead,) = db.execute("SELECT max(id) FROM leads WHERE status = 'open'").fetchone()
    for words in (
        ("edit", "visit", visit, "--at", "2026-09-29 10:00"),
        ("assign", "--from", "Ben", "--to", "Cai"),
        ("log-visit", "--phone", "13900000001", "--at", "2026-10-31 16:00", "--campaign", "车展", "--model", "Alpha"),
        ("log-visit", "--phone", "13900000002", "--at", "2026-11-01 16:00", "--test-drive", "--campaign", "车展"),
        ("followup", lead, "--at", "2026-11-01 10:00"),
        ("defeat", lead, "--reason", "price", "--rival", "Tiguan"),
        ("campaign", "add", "车展", "--kind", "show", "--start", "2026-10-30", "--end", "2026-11-01"),
        ("campaign", "cost", "车展", "venue", "1500", "--on", "2026-10-30"),
        ("sale", "--channel", "wholesale", "--model", "Alpha", "--count", "3", "--on", "2026-11-02"),
        ("target", "set", "--month", "2026-11", "--sales", "9", "--week", "1", "--leads", "7", "--orders", "2"),
        ("report", "close", "--month", "2026-10"),
    ):
        done = run(*words, now="2026-11-03T09:00", as_="Max")
        assert done.code == 0, (words, done.err)


@pytest.fixture(scope="module")
def group(played: Callable[[int], Path], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Three stores that were played and went on, by code, and under ``lake`` what they exported."""
    folder = tmp_path_factory.mktemp("group")
    stores = {code: Path(shutil.copy(played(seed), folder / f"{code}.db")) for code, seed in SEEDS.items()}
    key = folder / "group.key"
    key.write_text("0123456789abcdef0123456789abcdef")
    for code, store in stores.items():
        write_on(store)
        done = run_in(store)("lake", "export", folder / "lake", "--code", code, "--key", key, now=NOW, as_="Max")
        assert done.code == 0, done.err
    (folder / "stores.csv").write_text(STORES, encoding="utf-8")
    return {**stores, "lake": folder / "lake", "list": folder / "stores.csv"}


def ask_group(group: Mapping[str, Path], *words: object, now: str = NOW) -> Any:
    done = run_in(group["lake"] / "none.db")("group", "report", *words, "--lake", group["lake"], "--json", now=now)
    assert done.code == 0, done.err
    return done.json


def ask_store(group: Mapping[str, Path], code: str, *words: object) -> Any:
    done = run_in(group[code])("report", *words, "--json", now=NOW)
    assert done.code == 0, done.err
    return done.json


_NAMES = (
    "consultant",
    "stage",
    "step",
    "group",
    "campaign",
    "model",
    "rival",
    "after",
    "source",
    "week",
    "grade",
    "month",
)
_NOT_ADDED = ("year", "days", "elapsed", "remaining", "rank", "quartile", "reading", "stores_counted")


def counts(tree: Any, store: str | None = None, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], float]:
    """Every whole number of a report but 0, by its path; consultants under the code of their store."""
    found: dict[tuple[str, ...], float] = {}
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key not in _NOT_ADDED:
                found |= counts(value, store, (*path, key))
    elif isinstance(tree, list):
        for entry in tree:
            named = [entry.get(key) for key in _NAMES if isinstance(entry, dict) and key in entry]
            if store and isinstance(entry, dict) and entry.get("consultant"):
                named = [f"{store} {name}" if name == entry["consultant"] else name for name in named]
            if store and isinstance(entry, dict) and isinstance(entry.get("group"), list):
                named = [[one and f"{store} {one}" if place else one for place, one in enumerate(entry["group"])]]
            found |= counts(entry, store, (*path, *map(str, named)))
    elif (
        isinstance(tree, (int, float))
        and not isinstance(tree, bool)
        and tree == int(tree)
        and tree
        and path[-1] not in _NAMES
    ):
        found[path] = tree
    return found


def add(trees: Mapping[str, Any]) -> dict[tuple[str, ...], float]:
    total: dict[tuple[str, ...], float] = {}
    for store, tree in trees.items():
        for path, value in counts(tree, store).items():
            total[path] = total.get(path, 0) + value
    return total


_RATES = (
    "rate",
    "share",
    "ratio",
    "per_",
    "cost_per",
    "conversion",
    "pace",
    "coverage",
    "counts",
    "shares",
    "daily_",
    "rule",
)


def only_counts(found: Mapping[tuple[str, ...], float]) -> dict[tuple[str, ...], float]:
    """Without what is a rate that happens to be 1."""
    return {
        path: value
        for path, value in found.items()
        if path[-1] != "share"
        and not any(part.startswith(_RATES) or part.endswith(("_rate", "_share")) for part in path)
        and "shares" not in path
    }


@pytest.mark.parametrize(
    "words",
    [
        ("funnel", "--month", "2026-10"),
        pytest.param(("funnel", "--month", "2026-11"), marks=LONG_ONLY),
        pytest.param(("funnel", "--month", "2026-10", "--cohort"), marks=LONG_ONLY),
        pytest.param(("funnel", "--quarter", "2026-Q4", "--by", "source,consultant"), marks=LONG_ONLY),
        pytest.param(("traffic", "--month", "2026-10"), marks=LONG_ONLY),
        ("traffic", "--month", "2026-11"),
        ("defeats", "--quarter", "2026-Q4"),
        ("followups", "--month", "2026-11"),
        pytest.param(("followups", "--from", "2026-10-20", "--to", "2026-11-02"), marks=LONG_ONLY),
        ("campaigns", "--quarter", "2026-Q4"),
        ("consultants", "--quarter", "2026-Q4"),
    ],
    ids=" ".join,
)
def test_each_figure_of_a_group_is_the_sum_of_its_stores(group: Mapping[str, Path], words: tuple[str, ...]) -> None:
    own = {code: ask_store(group, code, *words) for code in SEEDS}
    whole = ask_group(group, *words)
    if isinstance(whole, dict):
        assert (whole.pop("stores_counted"), whole.pop("left_out")) == (3, [])
        assert set(whole) == set(own["0001"])
    expected, found = only_counts(add(own)), only_counts(counts(whole))
    assert len(expected) > 3
    assert found == expected


def test_the_rates_of_a_group_are_made_of_its_counts(group: Mapping[str, Path]) -> None:
    found = ask_group(group, "traffic", "--month", "2026-10")
    assert found["contact_rate"] == found["contacts"] / found["first_visits"]
    assert found["days"] == 31
    stages = {stage["stage"]: stage for stage in ask_group(group, "funnel", "--month", "2026-10")["stages"]}
    assert stages["orders"]["step_rate"] == stages["orders"]["count"] / stages["leads"]["count"]


def test_stores_and_regions_divide_a_groups_figures(group: Mapping[str, Path]) -> None:
    own = {code: ask_store(group, code, "funnel", "--month", "2026-10") for code in SEEDS}
    leads = {code: tree["stages"][3]["count"] for code, tree in own.items()}
    stores = ask_group(group, "funnel", "--month", "2026-10", "--by", "store")
    assert {one["group"]: one["stages"][3]["count"] for one in stores["groups"]} == leads
    regions = ask_group(group, "funnel", "--month", "2026-10", "--by", "region", "--stores", group["list"])
    counted = {one["group"]: one["stages"][3]["count"] for one in regions["groups"]}
    assert counted == {"East": leads["0001"] + leads["0002"], "West": leads["0010"]}


@LONG_ONLY
def test_a_period_is_compared_and_divided_as_in_a_store(group: Mapping[str, Path]) -> None:
    found = ask_group(group, "traffic", "--month", "2026-11", "--compare", "previous")
    assert found["compare"]["traffic"] == ask_group(group, "traffic", "--month", "2026-10")["traffic"]
    weeks = ask_group(group, "traffic", "--month", "2026-10", "--per", "week")
    assert sum(week["traffic"] for week in weeks["periods"]) == weeks["traffic"]


def test_the_plans_of_the_stores_are_added(group: Mapping[str, Path]) -> None:
    found = ask_group(group, "targets", "--month", "2026-11")
    assert found["sales_target"] == 27
    first = found["weeks"][0]
    assert (first["leads_target"], first["orders_target"]) == (21, 6)
    own = [ask_store(group, code, "targets", "--month", "2026-11") for code in SEEDS]
    for reached in ("leads", "orders", "deliveries"):
        assert first[reached] == sum(tree["weeks"][0][reached] for tree in own)
    assert found["standing"]["sales"]["actual"] == sum(tree["standing"]["sales"]["actual"] for tree in own)


def test_stores_are_ranked_with_the_middles_of_the_group(group: Mapping[str, Path]) -> None:
    found = ask_group(group, "stores", "--month", "2026-10", "--stores", group["list"])
    sold = {code: ask_store(group, code, "traffic", "--month", "2026-10")["showroom_sales"] for code in SEEDS}
    ranked = [row["store"] for row in found["stores"]]
    assert sorted(ranked) == sorted(SEEDS)
    assert [sold[code] for code in ranked] == sorted(sold.values(), reverse=True)
    assert found["quartiles"]["sales"]["median"] == sorted(sold.values())[1]
    assert found["missing"] == [{"store": "0099", "name": "Hill"}]
    by_code = {row["store"]: row for row in found["stores"]}
    assert (by_code["0001"]["target"], by_code["0010"]["target"], by_code["0002"]["region"]) == (10, None, "East")
    # Every store has the phones that all plays have, and that everybody typed after them.
    with_phones = []
    for code in SEEDS:
        with closing(sqlite3.connect(group[code])) as db:
            with_phones.append({row[0] for row in db.execute("SELECT phone FROM phones")})
    first, second, third = with_phones
    assert found["shared_customers"]["customers"] == len((first & second) | (first & third) | (second & third))


def test_exports_that_cannot_be_asked_are_named_and_left_out(group: Mapping[str, Path], tmp_path: Path) -> None:
    lake = Path(shutil.copytree(group["lake"], tmp_path / "lake"))
    shutil.copytree(lake / "store=0002", lake / "store=0002 copy")
    for code, change in (
        ("old", {"schema": 1}),
        ("new", {"version": 99}),
        ("late", {"exported_at": "2026-10-01T21:00:00"}),
    ):
        shutil.copytree(lake / "store=0010", lake / f"store={code}")
        manifest = lake / f"store={code}" / "manifest.json"
        said = json.loads(manifest.read_text(encoding="utf-8")) | change | {"code": code}
        manifest.write_text(json.dumps(said), encoding="utf-8")
    (lake / "holiday pictures").mkdir()
    (broken,) = (lake / "store=0010" / "staff").rglob("*.parquet")
    content = bytearray(broken.read_bytes())
    content[len(content) // 2] ^= 1
    broken.write_bytes(content)
    asked = {**group, "lake": lake}
    found = ask_group(asked, "funnel", "--month", "2026-10")
    assert {(one["folder"], one["problem"]) for one in found["left_out"]} == {
        ("store=0002 copy", "doubled"),
        ("store=old", "older"),
        ("store=new", "newer"),
        ("store=late", "late"),
        ("holiday pictures", "foreign"),
        ("store=0010", "damaged"),
    }
    own = [ask_store(group, code, "funnel", "--month", "2026-10") for code in ("0001", "0002")]
    assert [stage["count"] for stage in found["stages"]] == [
        sum(tree["stages"][place]["count"] for tree in own) for place in range(len(found["stages"]))
    ]
    page = run_in(lake / "none.db")("group", "report", "funnel", "--lake", lake, now=NOW)
    assert "store=late is left out: not exported lately" in page.out
    assert "store=late is left out: not exported lately" in page.err


def damage(folder: Path, table: str, month: str) -> None:
    """Turn one bit in a store's file of a month."""
    (file,) = (folder / table / f"month={month}").glob("*.parquet")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("noticed", ["when it is compared", "by the engine"])
def test_a_large_lake_is_compared_as_far_as_it_is_read(
    group: Mapping[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noticed: str
) -> None:
    lake = Path(shutil.copytree(group["lake"], tmp_path / "lake"))
    asked = {**group, "lake": lake}
    monkeypatch.setattr("leadctl.group.lake.WHOLE_UP_TO_FILES", 0)
    damage(lake / "store=0001", "visits", "2026-11")
    if noticed == "by the engine":
        # As if it had been damaged after it was compared.
        (lost,) = (lake / "store=0010" / "churns" / "month=2026-10").glob("*.parquet")
        lost.write_bytes(b"PAR1" * 8)
        monkeypatch.setattr("leadctl.group.engine.are_whole", lambda *_: True)
    else:
        damage(lake / "store=0010", "churns", "2026-10")
    found = ask_group(asked, "funnel", "--month", "2026-10", "--by", "store")
    assert [(one["folder"], one["problem"]) for one in found["left_out"]] == [("store=0010", "damaged")]
    assert sorted(one["group"] for one in found["groups"]) == ["0001", "0002"]
    assert found["stores_counted"] == 2
    whole = ask_group(asked, "funnel", "--month", "2026-10", "--verify")
    assert [one["folder"] for one in whole["left_out"]] == ["store=0001", "store=0010"]


@pytest.mark.parametrize(
    ("operator", "text", "expected"),
    [
        (">=", "2026-10-31", True),
        (">=", "2026-11-01", False),
        (">", "2026-10-31T23:00", True),
        ("<", "2026-10-01", False),
        ("<", "2026-10-01T09:00", True),
        ("<=", "2026-10-01", True),
        ("<=", "2026-09-30T23:59", False),
        ("", "", True),
    ],
)
def test_a_file_is_read_where_its_days_may_fulfil_what_is_asked(operator: str, text: str, expected: bool) -> None:
    from leadctl.group.lake import Condition, File, may_hold

    asked = [Condition("at", operator, text)]
    assert may_hold(File("f", 1, 1, "", {"at": ["2026-10-01", "2026-10-31"]}), asked) is expected
    assert not may_hold(File("f", 1, 1, "", {"at": None}), asked)
    assert may_hold(File("f", 1, 1, "", {"other": None}), asked)


def test_a_group_report_is_written_in_every_format_and_explained(group: Mapping[str, Path], tmp_path: Path) -> None:
    run = run_in(tmp_path / "none.db")
    for name in ("stores.html", "stores.xlsx", "stores.csv"):
        done = run("group", "report", "stores", "--lake", group["lake"], "-o", tmp_path / name, now=NOW)
        assert (done.code, (tmp_path / name).stat().st_size > 100) == (0, True), done.err
    told = run("group", "report", "funnel", "--lake", group["lake"], "--explain", now=NOW).out
    assert re.search(r"FROM visits_\d+ AS v WHERE", told), told
    for words in (("month",), ("funnel", "--by", "district"), ("funnel", "--engine", "abacus"), ("targets", "--year")):
        refused = run("group", "report", *words, "--lake", group["lake"], now=NOW)
        assert refused.code == 2, (words, refused.err)
    assert run("group", "report", "funnel", "--lake", tmp_path / "nowhere", now=NOW).code == 1


@LONG_ONLY
def test_a_group_is_asked_own_questions_over_the_same_views(group: Mapping[str, Path]) -> None:
    run = run_in(group["lake"] / "none.db")

    def ask(sql: str, *options: object) -> Any:
        return run("query", sql, "--lake", group["lake"], "--json", *options, now=NOW).json

    for view in ("leads", "visits", "followups", "windows", "states"):
        sql = f"SELECT count(*) AS n FROM v_{view}"
        whole = sum(run_in(group[code])("query", sql, "--json").json[0]["n"] for code in SEEDS)
        assert ask(f"SELECT sum(n) AS n FROM (SELECT store, {sql[7:]} GROUP BY store)") == [{"n": whole}]
    (row,) = ask("SELECT store, consultant, opened_at FROM v_leads WHERE consultant IS NOT NULL ORDER BY lead LIMIT 1")
    assert (row["consultant"].startswith(f"{row['store']} "), len(row["opened_at"])) == (True, 16)
    (row,) = ask("SELECT a.lead, b.lead FROM v_leads AS a JOIN v_states AS b USING (lead) LIMIT 1")
    assert list(row) == ["lead", "lead_2"]
    for sql, code in (
        ("SELECT * FROM read_csv('/etc/passwd')", "query-not-allowed"),
        ("SELECT * FROM phones", "query-not-allowed"),
        ("COPY v_leads TO 'x.csv'", "no-query"),
        ("SELECT nothing FROM v_leads", "bad-query"),
        ("SELECT FROM", "bad-query"),
    ):
        assert ask(sql)["error"]["code"] == code, sql
    endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t"
    stopped = ask(endless, "--seconds", 1)["error"]
    assert stopped["code"] == "query-too-long", stopped
