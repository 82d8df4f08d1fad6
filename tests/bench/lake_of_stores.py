"""A lake of many stores, made from a seed, and how long a group's reports take beside a plain query of the same counts.

    python tests/bench/lake_of_stores.py --stores 50 --years 1 FOLDER

1,000 stores and 3 years are about 50 million visits. Visits and leads are made, all other tables are empty.
"""

from __future__ import annotations

import argparse
import json
import resource
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from leadctl import SCHEMA_VERSION
from leadctl.cli import main
from leadctl.group.export import STORE, TYPES
from leadctl.group.lake import ID_BITS, MANIFEST, File, Manifest, store_number
from leadctl.store.queries.lake import TABLES, LakeTable

VISITS_A_MONTH = 1400
NOW = "2026-11-22T08:30"
KINDS, SOURCES = ("walk-in", "call", "event", "online"), ("showroom", "phone", "referral", "online")


def make_lake(lake: Path, stores: int, years: int) -> int:
    """Make it where it is not there yet; returns how many visits it has."""
    months = [f"{year}-{month:02}" for year in range(2027 - years, 2027) for month in range(1, 13)][:-1]
    for number in range(stores):
        code = f"{number:05}"
        if not (lake / f"store={code}" / MANIFEST).exists():
            _make_store(lake / f"store={code}", code, months)
    return stores * len(months) * VISITS_A_MONTH


def _make_store(folder: Path, code: str, months: list[str]) -> None:
    chance, base = np.random.default_rng(int(code)), store_number(code) << ID_BITS
    files: dict[str, dict[str, File]] = {table.name: {} for table in TABLES}
    tables = {table.name: table for table in TABLES}
    for place, month in enumerate(months):
        first = place * VISITS_A_MONTH + 1
        ids = pa.array(base + np.arange(first, first + VISITS_A_MONTH))
        start = np.datetime64(f"{month}-01T09:00", "us")
        minutes = np.sort(chance.integers(0, 27 * 1440, VISITS_A_MONTH)) * np.timedelta64(60_000_000, "us")
        times = pa.array(start + minutes)
        which = chance.integers(0, 4, VISITS_A_MONTH)
        kinds, sources = (pa.array(np.array(names)[which]) for names in (KINDS, SOURCES))
        people = pa.array(np.array([f"consultant {n}" for n in range(8)])[chance.integers(0, 8, VISITS_A_MONTH)])
        ones = pa.array(chance.integers(0, 2, VISITS_A_MONTH), pa.int32())
        own = dict.fromkeys(("id", "customer", "lead"), ids) | dict.fromkeys(("is_new", "test_drive"), ones)
        visits = {**own, "at": times, "kind": kinds, "source": sources, "consultant": people}
        leads = {"id": ids, "customer": ids, "opened_at": times, "opened_source": sources, "opened_consultant": people}
        for name, columns in (("visits", visits), ("leads", leads)):
            files[name][month] = _write(folder, tables[name], month, code, columns, VISITS_A_MONTH)
    made = Manifest(code, code, code, NOW, "bench", SCHEMA_VERSION, "", (1, NOW, "init"), None, files)
    (folder / MANIFEST).write_text(json.dumps(made.to_json()), encoding="utf-8")


def _write(folder: Path, table: LakeTable, month: str, code: str, columns: dict[str, pa.Array], rows: int) -> File:
    arrays = [columns.get(one.name, pa.nulls(rows, TYPES[one.kind])).cast(TYPES[one.kind]) for one in table.columns]
    path = f"{table.name}/month={month}/0.parquet"
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table([pa.array([code] * rows), *arrays], [STORE, *(one.name for one in table.columns)]), target)
    content = target.read_bytes()
    return File(path, rows, len(content), sha256(content).hexdigest())


def measure(lake: Path) -> None:
    """Print each question's seconds beside those of the same counts asked plainly."""
    stores = lake.parent / "stores.csv"
    codes = sorted(path.name.partition("=")[2] for path in lake.iterdir())
    stores.write_text(
        "code,region\n" + "".join(f"{code},region {int(code) % 20}\n" for code in codes), encoding="utf-8"
    )
    plain = "SELECT {by}, count(*), sum(is_new), count(DISTINCT lead) FROM read_parquet('{lake}/*/visits/*/*.parquet'"
    plain += ", hive_partitioning = true, hive_types_autocast = false) WHERE {months} GROUP BY 1"
    for title, words, by, months in (
        ("a month by store", ("--month", "2026-10", "--by", "store"), "store_code", "month = '2026-10'"),
        ("a year by region", ("--year", "2026", "--by", "region"), "substr(store_code, 4)", "month >= '2026-01'"),
    ):
        began = perf_counter()
        duckdb.sql(plain.format(by=by, lake=lake, months=months)).fetchall()
        yardstick, began = perf_counter() - began, perf_counter()
        asked = ["group", "report", "funnel", "--lake", str(lake), "--stores", str(stores), *words]
        main([*asked, "--json", "-o", "/dev/null", "--late-after", "99"])
        took = perf_counter() - began
        print(f"{title}: {took:.1f} s, plain {yardstick:.1f} s, {took / yardstick:.1f} times")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    print(f"peak memory {peak:.2f} GiB")


def run() -> None:
    """Make the lake, and measure."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--stores", type=int, default=50)
    words.add_argument("--years", type=int, default=1)
    given = words.parse_args()
    began = perf_counter()
    visits = make_lake(given.folder / "lake", given.stores, given.years)
    print(f"{given.stores} stores, {visits:,} visits, made in {perf_counter() - began:.0f} s")
    measure(given.folder / "lake")


if __name__ == "__main__":
    run()
