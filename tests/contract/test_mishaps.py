"""What goes wrong in a morning that nobody planned."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", [("due", "--all"), ("due", "--json"), ("report",), ("staff", "list")], ids=" ".join)
def test_an_answer_that_does_not_fit_on_the_disk_is_a_sentence(shop: Any, command: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "leadctl", "--as", "Mei", *command],
            env=shop.environment("2026-11-22T08:30", {}),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "cannot write the answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_slip_in_one_rows_year_moves_no_other_row(shop: Any) -> None:
    register = "日期,联系电话\n2026-05-01,13800138001\n2027-05-02,13800138002\n5月3日,13800138003\n"
    summary = shop.batch(shop.file("r.csv", register), code=3)
    assert [(error["line"], error["reason"]) for error in summary["errors"]] == [(3, "lies in the future")]


def test_a_malformed_month_says_how_one_reads(shop: Any) -> None:
    assert "2026-11" in shop.run("report", "--month", "2026-13", code=2).err


def test_a_phone_that_is_no_phones_length_is_kept_and_said(shop: Any) -> None:
    result = shop.run("log-visit", "--phone", "138 0013 800", as_="Li Na")
    assert "fits no numbering plan" in result.err
    assert "1380013800" not in result.err
    assert "numbering plan" not in shop.run("log-visit", "--phone", "010-12345678", as_="Li Na").err


def test_a_register_says_how_many_phones_are_odd(shop: Any) -> None:
    register = "arrived_at,phone\n2026-11-20T09:05,1380013800\n2026-11-20T09:15,13800138001\n"
    result = shop.run("log-visit", "--from", shop.file("r.csv", register))
    assert "phones that fit no numbering plan were kept as they are: 1 (138****3800)" in result.err
