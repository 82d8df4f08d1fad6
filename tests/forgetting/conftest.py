"""A store in which one person left traces of every kind, beside two people whom nothing may happen to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce

Run = Callable[..., Any]

WANG, WANG_SECOND, WANG_WRONG, WANG_MERGED = "13812345678", "13712340987", "13612345670", "13512345671"
LI, HAN = "13900000001", "13900000002"
VIN = "LSGJA52U0AH123456"

SECRETS = (
    *(WANG, WANG_SECOND, WANG_WRONG, WANG_MERGED, "138 1234 5678", "１３８１２３４５６７８", VIN),
    *("王晓明", "王小明", "Wang Old", "wangxiaoming", "1985-06-30", "Haidian", "dentist", "golfer"),
    *("likes-jazz", "calls-at-noon", "sleeps-note", "paint-scratched", "repainted-it", "thanks-a-lot", "wrong-visit"),
    *("typed-twice", "lost-note", "Old Zhou", "remembers-us", "gave-cash"),
)
"""Whatever says who they are or what they said."""

REGISTER = f"""arrived_at,phone,name,gender,kind,source,referrer,note,test_drive
2026-08-03T10:00,{WANG},王晓明,male,walk-in,referral,Old Zhou,likes-jazz,1
2026-08-03T10:00,{LI},Li Lei,male,walk-in,referral,{WANG},friend of 138 1234 5678,1
2026-08-04T11:00,{HAN},Han Mei,female,call,referral,王晓明,ask １３８１２３４５６７８ too,0
2026-08-05T09:30,{WANG_MERGED},Wang Old,,event,event,,same man,0
"""


def write(run: Run, *arguments: object, **circumstances: Any) -> Any:
    """A write that must succeed; its record."""
    result = run(*arguments, "--json", **circumstances)
    assert result.code == 0, (arguments, result.err)
    return result.json


def fill(run: Run, folder: Path) -> None:
    """c2 is the person, with a delivered car, a lost lead before it, and every kind of fact; c3 and c4 are others.

    A register's people are numbered by their phones.
    """
    write(run, "init", "--timezone", "Asia/Shanghai", now="2026-08-01T08:00")
    for name, role in (("Li Na", "consultant"), ("Zhao Min", "service"), ("Chen Jing", "manager")):
        write(run, "staff", "add", name, "--role", role, now="2026-08-01T08:05")
    register = folder / "visits of 王晓明.csv"
    register.write_text(REGISTER, encoding="utf-8")
    write(run, "import", "visits", register, as_="Li Na", now="2026-08-06T20:00")
    _know(run)
    _lose(run)
    _buy(run)
    _own(run, folder)
    _mend(run)
    _check_and_pay(run)


def _know(run: Run) -> None:
    write(run, "merge", "c1", "into", "c2", now="2026-08-07T09:00")
    write(run, "edit", "customer", "c2", "--name", "王小明", "--birthday", "1985-06-30", now="2026-08-07T09:01")
    write(run, "edit", "customer", "c2", "--district", "Haidian", "--occupation", "dentist", now="2026-08-07T09:02")
    write(run, "edit", "customer", "c2", "--add-phone", WANG_WRONG, now="2026-08-07T09:03")
    write(run, "tag", "c2", "golfer", now="2026-08-07T09:04")
    write(run, "campaign", "add", "Autumn", "--start", "2026-08-20", now="2026-08-07T09:05")
    write(run, "campaign", "invite", "Autumn", "--who", "not-sold", now="2026-08-07T09:06")


def _lose(run: Run) -> None:
    write(run, "followup", 2, f"calls-at-noon {WANG}", as_="Li Na", now="2026-08-08T10:00")
    write(run, "followup", 3, f"knows {WANG_MERGED}", as_="Li Na", now="2026-08-08T10:30")
    write(run, "dormant", 2, "--until", "2026-08-20", "--note", "sleeps-note", as_="Li Na", now="2026-08-09T10:00")
    write(run, "defeat", 2, "--reason", "price", "--note", "lost-note", as_="Li Na", now="2026-08-21T10:00")
    write(run, "verify", 2, "confirmed", as_="Zhao Min", now="2026-08-22T10:00")


def _buy(run: Run) -> None:
    lead = write(run, "log-visit", "--phone", WANG, "--grade", "H", as_="Li Na", now="2026-08-25T10:00")["lead"]
    write(run, "order", lead, "--price", 120000, as_="Li Na", now="2026-08-25T12:00")
    write(run, "deliver", lead, "--vin", VIN, as_="Li Na", now="2026-08-31T12:00")


def _own(run: Run, folder: Path) -> None:
    """A file tells of the same car under another day: only its number says that it is the same."""
    owners = folder / "owners.csv"
    owners.write_text(f"phone,delivered_on,vin,insurance_on\n{WANG},2026-09-01,{VIN},2027-08-30\n", encoding="utf-8")
    write(run, "import", "owners", owners, now="2026-09-01T20:00")
    done = ("aftercare", "done", "c2", "--result")
    write(run, *done, "complaint", "--note", "paint-scratched", as_="Li Na", now="2026-09-03T10:00")
    write(run, "aftercare", "solved", 1, "--note", "repainted-it", as_="Li Na", now="2026-09-04T10:00")
    write(run, *done, "fine", "--score", 9, "--note", "thanks-a-lot", as_="Li Na", now="2026-09-07T10:00")


def _mend(run: Run) -> None:
    """What was corrected stands nowhere but in the journal."""
    extra = write(run, "log-visit", "--phone", WANG_SECOND, "--note", "typed-twice", now="2026-09-08T10:00")
    write(run, "edit", "visit", extra["visit"], "--phone", WANG, now="2026-09-08T10:01")
    write(run, "delete", "visit", extra["visit"], now="2026-09-08T10:02")
    moved = write(run, "log-visit", "--phone", WANG, "--note", "wrong-visit", now="2026-09-09T10:00")
    write(run, "edit", "visit", moved["visit"], "--phone", "", now="2026-09-09T10:01")
    write(run, "edit", "visit", 3, "--note", f"brother of {WANG}", now="2026-09-10T10:00")
    write(run, "undo", now="2026-09-10T10:01")
    write(run, "report", "day", "--on", "2026-09-10", "--sign", f"call {WANG}", as_="Chen Jing", now="2026-09-10T18:00")


def _check_and_pay(run: Run) -> None:
    """Spot checks of August's cards, two called; rewards paid to the person, by number and by name."""
    assert run("audit", "--month", "2026-08", "--sample", "9", as_="Zhao Min", now="2026-09-11T10:00").code in (0, 1)
    found = ("--result", "true", "--note")
    write(run, "audit", "--check", 2, *found, "remembers-us", as_="Zhao Min", now="2026-09-11T10:01")
    write(run, "audit", "--check", 3, *found, f"came with {WANG}", as_="Zhao Min", now="2026-09-11T10:02")
    write(run, "reward", "set", "visit", 50, as_="Chen Jing", now="2026-09-11T10:03")
    paid = ("reward", "pay", "c2", 50, "--note", "gave-cash")
    write(run, *paid, as_="Chen Jing", now="2026-09-11T10:04")


@pytest.fixture
def known(run: Run, store: Path, tmp_path: Path, fill_once: FillOnce) -> Run:
    """``run`` on a copy of that store."""
    fill_once(store, fill, run, tmp_path)
    return run
