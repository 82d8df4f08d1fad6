"""What a batch import costs, against the sqlite3 shell's ``.import --csv`` of the same file, which checks nothing.

Goals: a million visits fully checked, de-duplicated and indexed within 4 times the shell's wall time, and memory that
does not grow with the file: the peak of all rows is set beside that of a quarter of them. ``--wide`` takes a register
with every column that stores keep, in Chinese, day and times apart, instead of ten plain ones.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

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


def import_anew(folder: Path, register: Path) -> tuple[float, float]:
    """(seconds, peak MiB) of importing the register into a new store."""
    store = folder / "store.db"
    store.unlink(missing_ok=True)
    environment = yardstick.surroundings(store, CONSULTANTS[0])
    yardstick.make_store(store, environment, CONSULTANTS)
    return yardstick.peak(yardstick.leadctl("log-visit", "--from", str(register)), environment)


def import_raw(folder: Path, register: Path) -> tuple[float, float]:
    """(seconds, peak MiB) of the shell's import into a new file."""
    store = folder / "raw.db"
    store.unlink(missing_ok=True)
    command = [yardstick.sqlite_shell(), str(store), f".import --csv '{register}' visits"]
    return yardstick.peak(command, yardstick.surroundings(store, CONSULTANTS[0]))


def compare(folder: Path, rows: int, rounds: int, *, wide: bool) -> None:
    register, quarter = folder / "register.csv", folder / "quarter.csv"
    made, headers = (wide_visits, WIDE) if wide else (visits, yardstick.HEADERS)
    yardstick.write_register(register, made(rows), headers)
    yardstick.write_register(quarter, made(rows // 4), headers)
    runs = [(import_raw(folder, register), import_anew(folder, register)) for _ in range(rounds)]
    raw, ours = (statistics.median(run[side][0] for run in runs) for side in (0, 1))
    yardstick.print_ratios({"sqlite3 .import --csv": raw, "leadctl log-visit --from": ours}, "sqlite3 .import --csv")
    small, large = import_anew(folder, quarter)[1], max(run[1][1] for run in runs)
    print(f"peak memory: {rows // 4} rows {small:.0f} MiB, {rows} rows {large:.0f} MiB, {large / small:.2f} x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="visits in the register")
    parser.add_argument("--rounds", type=int, default=3, help="imports of each kind, in turns")
    parser.add_argument("--wide", action="store_true", help="a register with every column that stores keep")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), options.rows, options.rounds, wide=options.wide)


if __name__ == "__main__":
    main()
