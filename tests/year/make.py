"""Writes the year into examples/year: ``python -m tests.year.make``. A test compares."""

from __future__ import annotations

import csv
import io
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.year.commands import afterwards, beforehand
from tests.year.customers import Row, TimedCommand
from tests.year.people import iso
from tests.year.store import year

FOLDER = Path(__file__).parents[2] / "examples" / "year"
COLUMNS = {
    "register": "arrived_at left_at name gender phone kind first_visit source party model budget need_by grade"
    " test_drive consultant campaign referrer note",
    "online": "at name phone channel model note",
    "followups": "phone at by via outcome grade note",
    "churn": "phone at kind reason rival by verification verified_by verified_at",
    "orders": "phone ordered_on delivered_on cancelled_on model price vin count",
    "sales": "channel on model count",
    "owners": "name phone model delivered_on vin consultant insurance_on",
}
_HEAD = (
    "# {what}: when, who, and the words of a command. Written by python -m tests.year.make; examples/tour.sh runs it.\n"
)


def files() -> dict[str, str]:
    """Name -> text of every file of the year."""
    whole = year()
    found = {f"{name}.csv": _csv(columns.split(), getattr(whole, name)) for name, columns in COLUMNS.items()}
    found["before.sh"] = _script("Before the first visit", beforehand())
    found["commands.sh"] = _script("What no register holds", whole.commands)
    found["after.sh"] = _script("What follows from it", sorted([*whole.sequels, *afterwards(whole)]))
    return found


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _script(what: str, commands: Iterable[TimedCommand]) -> str:
    lines = (f"at {iso(when)} {who} {shlex.join(words)}\n" for when, who, words in commands)
    return _HEAD.format(what=what) + "".join(lines)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"{name}: {len(text.splitlines())} lines")
