"""The example store: three months of a small dealer, all invented, that end on the evening before today."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from datetime import date, timedelta
from pathlib import Path

from leadctl.commands.batches import take_file
from leadctl.commands.import_options import BatchOptions
from leadctl.commands.imports import IMPORTS
from leadctl.commands.session import Session
from leadctl.errors import Refused
from leadctl.store.records.staff import add_member

MORNING = date(2026, 11, 22)
"""The day after the last one in the files."""

MANAGER = "林晓"
STAFF = {MANAGER: "manager", "周敏": "service", "李娜": "consultant", "王强": "consultant", "陈静": "consultant"}
FILES = ("visits", "followups", "orders", "churn", "sales")
"""The kinds of files, in the order in which they are imported."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def find_files() -> Path:
    """The folder of the example's files: in the package of an installed wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "example", package.parent / "examples"):
        if (folder / "visits.csv").is_file():
            return folder
    raise Refused("The files of the example store are missing from this installation; install leadctl again.")


def fill_example_store(session: Session, now: str) -> int:
    """Put the staff and the records of the example into the session's store, which is new; returns the visits.

    The days of the files are moved so that the last one is the day before ``now``.
    """
    source, days = find_files(), date.fromisoformat(now[:10]) - MORNING
    founding = Session(session.file, lang=session.lang)  # --as may name somebody who is only added now
    founding.takes_strangers = True
    with founding.write("staff add") as writer:
        for name, role in STAFF.items():
            add_member(writer, name, role, None)
        writer.summary = "the example's staff added"
    visits = 0
    acting = Session(session.file, MANAGER, session.lang)
    with tempfile.TemporaryDirectory() as folder:
        for kind in FILES:
            moved = os.path.join(folder, f"{kind}.csv")
            text = move_days((source / f"{kind}.csv").read_text(encoding="utf-8"), days)
            Path(moved).write_text(text, encoding="utf-8")
            visits += take_file(acting, IMPORTS[kind], moved, BatchOptions(register=f"example {kind}")).visits
    return visits


def move_days(text: str, days: timedelta) -> str:
    """A CSV file with every cell that begins with a day moved by so many days."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerows([_move_day(cell, days) for cell in row] for row in csv.reader(io.StringIO(text)))
    return written.getvalue()


def _move_day(cell: str, days: timedelta) -> str:
    if not _DAY.match(cell):
        return cell
    return (date.fromisoformat(cell[:10]) + days).isoformat() + cell[10:]
