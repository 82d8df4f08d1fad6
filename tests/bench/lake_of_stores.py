"""A group's reports over a lake of many stores, beside plain DuckDB queries of the same counts of the same files.

    python tests/bench/lake_of_stores.py --stores 100 --years 3 FOLDER

1,000 stores and 3 years are 50 million visits: 9 GB, made in a quarter of an hour on two processors and kept in FOLDER
for the next time. ``--export`` measures a night's export of one store of a million visits instead.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from made_lake import NOW, make_lake
from yardstick import HEADERS, leadctl, peak, say, surroundings, visit, write_register

QUESTIONS = {
    "a month by store": (("--month", "2026-10", "--by", "store"), "2026-10-01", "2026-11-01", "store_code"),
    "a year by region": (("--year", "2026", "--by", "region"), "2026-01-01", "2027-01-01", "region"),
}
"""Question -> the words of the report, the first day and the day after the last, and what it is divided by."""

PLACES = {"showroom": "walk-in", "phone": "call", "online": "online", "outside": "event"}


def ask_plainly(lake: Path, first: str, end: str, by: str) -> dict[str, list[float]]:
    """All figures of the funnel by group, as somebody who knows the lake would ask DuckDB for them: a query a table,
    from the months that the question needs."""
    import duckdb

    connection = duckdb.connect()
    connection.sql("SET memory_limit = '3GB'")
    stores = ""
    if by == "region":
        listed = f"read_csv('{_list_of(lake)}', types = {{'code': 'VARCHAR'}})"
        connection.sql(f"CREATE TABLE stores AS SELECT * FROM {listed}")
        stores = " JOIN stores ON code = store_code"
    found: dict[str, list[float]] = {}
    for sql in _write_questions(lake, first, end, by, stores):
        for group, *counts in connection.sql(sql).fetchall():
            found.setdefault(group, []).extend(counts)
    return found


def _write_questions(lake: Path, first: str, end: str, by: str, stores: str) -> list[str]:
    def read(table: str, time: str, since: str = "") -> str:
        files = f"read_parquet('{lake}/*/{table}/*/*.parquet', hive_partitioning = true, hive_types_autocast = false)"
        months = f"month >= '{since}' AND month < '{end[:7]}'"
        return f"{files}{stores} WHERE {months} AND \"{time}\" >= '{first}' AND \"{time}\" < '{end}'"

    def count(condition: str, what: str = "*") -> str:
        return f"count({what}) FILTER ({condition})"

    in_person = "lead IS NOT NULL AND (kind IN ('walk-in', 'event') OR test_drive = 1)"
    known = "is_new = 1 AND customer IS NOT NULL"
    of_leads = (in_person, "lead IS NOT NULL AND test_drive = 1", "lead IS NOT NULL AND nature = 'return'")
    visits = [
        "count(*)",
        *(count(condition) for condition in ("is_new = 1", known)),
        *(count(condition, "DISTINCT lead") for condition in of_leads),
        *(count(f"{known} AND kind = '{kind}'") for kind in PLACES.values()),
        *(count(f"is_new = 1 AND kind = '{kind}'") for kind in PLACES.values()),
    ]
    churns = [count(f"kind = '{kind}'") for kind in ("defeat", "lost-contact")]
    stands = "result IS DISTINCT FROM 'overturned'"
    worth = "count(*), coalesce(sum(amount), 0), count(amount)"
    last = f"SELECT {by} AS g, amount, row_number() OVER (PARTITION BY lead ORDER BY id DESC) AS nth FROM"
    ordered = f"{last} {read('orders', 'ordered_at', first[:7])} AND cancelled_at IS NULL"
    delivered = f"{last} {read('orders', 'delivered_at')}"
    return [
        f"SELECT {by}, {', '.join(visits)} FROM {read('visits', 'at', first[:7])} GROUP BY 1",
        f"SELECT {by}, {worth} FROM {read('leads', 'opened_at', first[:7])} GROUP BY 1",
        *(f"SELECT g, {worth} FROM ({rows}) WHERE nth = 1 GROUP BY 1" for rows in (ordered, delivered)),
        f"SELECT {by}, {', '.join(churns)} FROM {read('churns', 'at', first[:7])} AND {stands} GROUP BY 1",
    ]


def read_report(file: Path) -> dict[str, list[float]]:
    """The same figures in the same order, of what the report printed."""
    found = {}
    for group in json.loads(file.read_text(encoding="utf-8"))["groups"]:
        stages = {stage["stage"]: stage["count"] for stage in group["stages"]}
        steps = {step["step"]: step for step in group["steps"]}
        values = {value["stage"]: (value["amount"] or 0, value["with_amount"]) for value in group["values"]}
        found[group["group"]] = [
            *(stages[stage] for stage in ("traffic", "new_traffic", "contacts", "met", "test_drives")),
            steps["returned"]["count"],
            *(steps[f"{place}_contacts"]["count"] for place in PLACES),
            *(steps[f"{place}_contacts"]["of"] for place in PLACES),
            *(one for stage in ("leads", "orders", "deliveries") for one in (stages[stage], *values[stage])),
            *(group["churn"][kind] for kind in ("defeat", "lost_contact")),
        ]
    return found


def measure_reports(folder: Path, rounds: int) -> None:
    """Print each question's seconds and memory beside those of the plain queries, the best of some rounds in turns."""
    lake, said = folder / "lake", folder / "said.json"
    environment = surroundings(folder / "none.db", "Max")
    for title, (words, *_) in QUESTIONS.items():
        asked = ("--lake", str(lake), "--stores", str(_list_of(lake)), "--json", "-o", str(said))
        report = leadctl("group", "report", "funnel", *words, *asked)
        plain = [sys.executable, __file__, str(folder), "--plain", title]
        taken = [(peak(plain, environment), peak(report, environment)) for _ in range(rounds)]
        same = read_report(said) == json.loads((folder / "plain.json").read_text(encoding="utf-8"))
        (yardstick, _), (seconds, _) = (min(of) for of in zip(*taken, strict=True))
        memory = max(of[1][1] for of in taken) / 1024
        print(
            f"{title}: {seconds:.1f} s, plain {yardstick:.1f} s, {seconds / yardstick:.2f} times;"
            f" peak {memory:.2f} GiB; the figures are {'equal' if same else 'NOT EQUAL'}"
        )


def _list_of(lake: Path) -> Path:
    """The list of stores, twenty regions, beside the lake."""
    file = lake.parent / "stores.csv"
    if not file.exists():
        codes = sorted(path.name.partition("=")[2] for path in lake.iterdir())
        lines = [f"{code},region {int(code) % 20}\n" for code in codes]
        file.write_text("code,region\n" + "".join(lines), encoding="utf-8")
    return file


def measure_export(visits: int) -> None:
    """Print how long a store's exports take: the first, one when nothing changed, one when one month changed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = surroundings(folder / "store.db", "Max")
        say(*leadctl("init", "--code", "0012"), environment={**environment, "LEADCTL_USER": ""})
        say(*leadctl("staff", "add", "Max", "--role", "manager"), environment={**environment, "LEADCTL_USER": ""})
        say(*leadctl("staff", "add", "Li Na"), environment=environment)
        start, step = datetime(2023, 12, 1), (datetime(2026, 11, 21) - datetime(2023, 12, 1)) / visits
        rows = (visit(number, start + step * number, "Li Na") for number in range(visits))
        write_register(folder / "register.csv", rows, HEADERS)
        say(*leadctl("log-visit", "--from", str(folder / "register.csv")), environment=environment)
        export = leadctl("lake", "export", str(folder / "lake"), "--json")
        for title, words in (
            ("the first export", None),
            ("nothing changed", None),
            ("one month changed", ("log-visit", "--phone", "13911112222", "--at", "2026-11-20 10:00")),
            ("an old month was corrected", ("edit", "visit", "1000", "--at", "2023-12-02 10:00")),
        ):
            if words is not None:
                say(*leadctl(*words), environment=environment)
            seconds, memory = peak(export, environment)
            print(f"export of {visits:,} visits, {title}: {seconds:.1f} s, peak {memory / 1024:.2f} GiB")


def run() -> None:
    """Make the lake where it is not there yet, and measure."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("folder", type=Path, nargs="?")
    words.add_argument("--stores", type=int, default=100)
    words.add_argument("--years", type=int, default=3)
    words.add_argument("--rounds", type=int, default=2)
    words.add_argument("--plain", choices=list(QUESTIONS), help=argparse.SUPPRESS)
    words.add_argument("--export", action="store_true")
    words.add_argument("--visits", type=int, default=1_000_000, help="of the store that is exported")
    given = words.parse_args()
    if given.export:
        measure_export(given.visits)
        return
    if given.folder is None:
        words.error("name a folder for the lake")
    if given.plain:
        _, first, end, by = QUESTIONS[given.plain]
        found = ask_plainly(given.folder / "lake", first, end, by)
        (given.folder / "plain.json").write_text(json.dumps(found), encoding="utf-8")
        return
    visits = make_lake(given.folder / "lake", given.stores, given.years)
    print(f"{given.stores} stores, {given.years} years, {visits:,} visits, as of {NOW}")
    measure_reports(given.folder, given.rounds)


if __name__ == "__main__":
    run()
