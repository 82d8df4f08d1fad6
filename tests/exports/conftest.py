"""A store with something in every table that leaves the house."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.stores import fill
from tests.conftest import FillOnce

Run = Callable[..., Any]

REGISTER = '''arrived_at,left_at,name,gender,phone,kind,first_visit,source,channel,party,model,budget,need_by,grade,\
test_drive,quoted,consultant,campaign,referrer,note
2026-11-20T09:00,2026-11-20T09:45,=HYPERLINK("x"),female,+442079460958,walk-in,1,referral,,3,远山 X5,10-12万,\
2026-12-24,H,1,0,Li Na,Autumn,13800138001,"-10% asked, ""please"""
2026-11-20T09:10,,'=quoted,,010-12345678,call,,online,wechat,,Octavia,15万以上,,,,,Wang Qiang,,@home,''=deep
2026-11-20T09:20,,+Anna,,,walk-in,0,,,,,20万以内,,,,,,,,"call 138 0013 8001 on 2026-11-30"
2026-11-20T09:20,,+Anna,,,walk-in,0,,,,,0.05万,,,,,,,,twice
'''
"""What is awkward in a file: formulas, quotes, foreign phones, open budgets, two rows that are the same."""


@pytest.fixture
def full(run: Run, store: Path, tmp_path: Path, fill_once: FillOnce) -> Run:
    """``run`` on the small store, the register above taken in."""
    fill_once(store, _fill_up, run, tmp_path)
    return run


def _fill_up(run: Run, folder: Path) -> None:
    fill(run)
    register = folder / "register.csv"
    register.write_text(REGISTER, encoding="utf-8")
    result = run("import", "visits", register, as_="Li Na")
    assert result.code == 0, result.err


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV by column."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))
