"""What a workbook of 100,000 visits costs, against calamine's bare reading of it and the import of the same as CSV.

Goal: at most twice both together.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import import_million
import xlsxwriter
import yardstick

READ = (
    "import sys, python_calamine\n"
    "for row in python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python(): pass"
)


def write_workbook(path: Path, rows: int) -> None:
    """The register as a workbook of one sheet, its moments as a spreadsheet keeps them."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, yardstick.HEADERS)
    for number, visit in enumerate(import_million.visits(rows), start=1):
        for column, cell in enumerate(visit):
            if column < 2:
                sheet.write_datetime(number, column, datetime.fromisoformat(str(cell)), moment)
            else:
                sheet.write(number, column, cell)
    book.close()


def compare(folder: Path, rows: int, rounds: int) -> None:
    workbook, register = folder / "register.xlsx", folder / "register.csv"
    write_workbook(workbook, rows)
    yardstick.write_register(register, import_million.visits(rows))
    environment = yardstick.surroundings(folder / "none.db", "")
    found: dict[str, list[float]] = {"calamine alone": [], "import of the CSV": [], "import of the workbook": []}
    for _ in range(rounds):
        found["calamine alone"].append(yardstick.peak([sys.executable, "-c", READ, str(workbook)], environment)[0])
        found["import of the CSV"].append(import_million.import_anew(folder, register)[0])
        found["import of the workbook"].append(import_million.import_anew(folder, workbook)[0])
    seconds = {name: statistics.median(some) for name, some in found.items()}
    seconds = {"both together": seconds["calamine alone"] + seconds["import of the CSV"], **seconds}
    yardstick.print_ratios(seconds, "both together")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000, help="visits in the workbook")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each, in turns")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), options.rows, options.rounds)


if __name__ == "__main__":
    main()
