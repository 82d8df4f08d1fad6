"""What a batch import costs, against others that read the same file and check nothing.

These are the sqlite3 shell's ``.import --csv`` and ``sqlite-utils insert`` without types. Goals: a million visits fully
checked, de-duplicated, derived with their history and indexed within 4 times the shell's wall time, at least 5 times
as fast as sqlite-utils, and memory that does not grow with the file: the peak of all rows is set beside that of a
quarter of them. ``--wide`` takes a register with every column that stores keep, in Chinese, day and times apart,
instead of ten plain ones. ``--dirty`` takes one as people keep them, with days and phones written in many ways, a
twentieth of the rows twice and a hundredth bad (``--skip-bad``); goal 6 times the shell.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import yardstick

CONSULTANTS = tuple(f"Consultant {number}" for number in range(1, 21))
BEGIN = datetime(2016, 1, 1, 9, 0)
SPAN = timedelta(days=3900)
VISITS_A_CUSTOMER = 3


def visits(rows: int) -> Iterator[yardstick.Row]:
    """Ten years of visits in order of time; customers come about three times."""
    customers = max(1, rows // VISITS_A_CUSTOMER)
    for number in range(rows):
        yield yardstick.visit(number % customers, BEGIN + SPAN * (number / rows), CONSULTANTS[number % customers % 20])


WIDE = (
    "日期", "进店时间", "离店时间", "客户姓名", "性别", "联系方式", "来店/来电", "首次/再次", "来源", "人数",
    "意向车型", "意向级别", "试乘试驾", "报价", "预算", "预计购车时间", "活动", "推荐人", "销售顾问", "接待经过",
)  # fmt: skip
NOTES = ("看了内饰，觉得空间够用，要和家里商量", "试驾后满意，嫌价格高", "", "对比竞品，关注油耗和保养", "月底再来")


def wide_visits(rows: int) -> Iterator[yardstick.Row]:
    """The same visits with every column of a store's own register."""
    customers = max(1, rows // VISITS_A_CUSTOMER)
    for number, (came, left, _, phone, _, _, model, grade, drove, consultant) in enumerate(visits(rows)):
        customer = number % customers
        day, clock = str(came).split("T")
        gone = str(left)[11:] if str(left)[:10] == day else "23:59"
        walked_in = customer % 7 > 0
        yield (
            day, clock, gone, f"客户{customer}", "男女"[customer % 2], phone,
            "来店" if walked_in else "来电", ("再次" if number >= customers else "首次") if walked_in else "",
            ("展厅", "网络", "来电", "转介绍")[customer % 4], 1 + number % 4, model, grade, drove, "是否"[number % 2],
            ("10-15万", "15万", "")[customer % 3], ("一个月内", "", "三个月内")[customer % 3],
            "五一车展" if customer % 50 == 0 else "", "", consultant, NOTES[number % len(NOTES)],
        )  # fmt: skip


DAYS = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y.%m.%d %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y-%m-%dT%H:%M")
TWICE, BAD = 20, 100
"""Of so many rows one stands twice, and of so many one is bad."""


def dirty_visits(rows: int) -> Iterator[yardstick.Row]:
    """The same visits as people type them. Each customer's rows are written in the way of their own."""
    customers = max(1, rows // VISITS_A_CUSTOMER)
    for number, (came, left, name, phone, *others) in enumerate(visits(rows - rows // TWICE)):
        way = number % customers
        arrived = datetime.fromisoformat(str(came)).strftime(DAYS[way % len(DAYS)])
        shown = _write_phone(str(phone), way)
        if number % BAD == BAD - 1:
            shown = "138****5678"
        row = (arrived, str(left)[11:] if str(left)[:10] == str(came)[:10] else "", f" {name} ", shown, *others)
        yield row
        if number % (TWICE - 1) == 0:
            yield row


def _write_phone(phone: str, way: int) -> str:
    """A mobile as it stands in registers: with a country code, with gaps, as a spreadsheet writes a number."""
    return (phone, f"+86 {phone}", f"{phone[:3]} {phone[3:7]} {phone[7:]}", f"{phone[:3]}-{phone[3:7]}-{phone[7:]}",
            f"{phone}.0")[way % 5]  # fmt: skip


def import_anew(folder: Path, register: Path, *options: str) -> tuple[float, float]:
    """(seconds, peak MiB) of importing the register into a new store."""
    store = folder / "store.db"
    store.unlink(missing_ok=True)
    environment = yardstick.surroundings(store, CONSULTANTS[0])
    yardstick.make_store(store, environment, CONSULTANTS)
    return yardstick.peak(yardstick.leadctl("log-visit", "--from", str(register), *options), environment, passing=(3,))


def import_raw(folder: Path, register: Path) -> tuple[float, float]:
    """(seconds, peak MiB) of the shell's import into a new file."""
    store = folder / "raw.db"
    store.unlink(missing_ok=True)
    command = [yardstick.sqlite_shell(), str(store), f".import --csv '{register}' visits"]
    return yardstick.peak(command, yardstick.surroundings(store, CONSULTANTS[0]))


def insert_untyped(folder: Path, register: Path) -> tuple[float, float]:
    """(seconds, peak MiB) of ``sqlite-utils insert`` into a new file, every column a text."""
    store = folder / "untyped.db"
    store.unlink(missing_ok=True)
    program = [sys.executable, "-m", "sqlite_utils", "insert", "--silent", "--no-detect-types"]
    command = [*program, str(store), "visits", str(register), "--csv"]
    return yardstick.peak(command, yardstick.surroundings(store, CONSULTANTS[0]))


class Kind(NamedTuple):
    """A kind of register: its rows, its headers, and the options of its import."""

    rows: Callable[[int], Iterator[yardstick.Row]]
    headers: Sequence[str] = yardstick.HEADERS
    options: tuple[str, ...] = ()


KINDS = {"plain": Kind(visits), "wide": Kind(wide_visits, WIDE), "dirty": Kind(dirty_visits, options=("--skip-bad",))}


def compare(folder: Path, rows: int, rounds: int, kind: Kind) -> None:
    register, quarter = folder / "register.csv", folder / "quarter.csv"
    yardstick.write_register(register, kind.rows(rows), kind.headers)
    yardstick.write_register(quarter, kind.rows(rows // 4), kind.headers)
    contestants = {
        "sqlite3 .import --csv": partial(import_raw, folder, register),
        "sqlite-utils insert": partial(insert_untyped, folder, register),
        "leadctl log-visit --from": partial(import_anew, folder, register, *kind.options),
    }
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            runs[name].append(run())
    seconds = {name: statistics.median(each[0] for each in some) for name, some in runs.items()}
    yardstick.print_ratios(seconds, "sqlite3 .import --csv")
    small = import_anew(folder, quarter, *kind.options)[1]
    large = max(each[1] for each in runs["leadctl log-visit --from"])
    print(f"peak memory: {rows // 4} rows {small:.0f} MiB, {rows} rows {large:.0f} MiB, {large / small:.2f} x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="visits in the register")
    parser.add_argument("--rounds", type=int, default=3, help="imports of each kind, in turns")
    kinds = parser.add_mutually_exclusive_group()
    for name in ("wide", "dirty"):
        kinds.add_argument(f"--{name}", dest="kind", action="store_const", const=name, default="plain")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), options.rows, options.rounds, KINDS[options.kind])


if __name__ == "__main__":
    main()
