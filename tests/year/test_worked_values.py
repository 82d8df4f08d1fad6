"""Figures of the example year that are not mere counts, worked out from its files by a program that shares nothing with
leadctl: what was expected, what was planned, and how long things took."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.year.tour import run


def _json(store: Path, *words: str) -> Any:
    return json.loads(run(store, ["report", *words, "--json"]))


EXPECTED = {
    # Month: expected at its first moment, on the evening of its 15th with what was sold by then, and sold.
    "2026-01": (0.825833, 3.535556, 4),
    "2026-02": (1.177778, 5.536111, 8),
    "2026-05": (1.2775, 4.115556, 5),
    "2026-07": (2.301288, 4.098765, 5),
    "2026-10": (1.714313, 3.148201, 5),
}


def test_ended_months_show_what_was_expected_beside_what_was_sold(toured: Path) -> None:
    months = {month["month"]: month for month in _json(toured, "forecast", "--year")["months"]}
    for name, (start, middle, sold) in EXPECTED.items():
        found = months[name]
        assert found["at_start"] == pytest.approx(start, abs=1e-6), name
        assert found["at_middle"] == pytest.approx(middle, abs=1e-6), name
        assert found["sold"] == sold


def test_the_running_month_and_the_months_of_purchase(toured: Path) -> None:
    found = _json(toured, "forecast")
    assert found["month_end"]["expected"] == pytest.approx(2.387633, abs=1e-6)
    assert found["month_end"]["total"] == pytest.approx(4.387633, abs=1e-6)
    cars = {line["month"]: (line["cars"], line["with_amount"]) for line in found["by_month"]}
    assert cars == {
        "past": (1, 0), "2026-11": (2, 1), "2026-12": (3, 3), "2027-01": (6, 5), "2027-02": (1, 1),
        "2027-03": (5, 4), "2027-04": (2, 2), None: (16, 1),
    }  # fmt: skip
    # Closed within a year: of A 19 of 36, of B 6 of 38, of C 6 of 53; of H and of N with the ungraded only 29.
    rates = {line["grade"]: line["win_rate"] for line in found["open"]}
    assert [rates[grade] for grade in "ABC"] == pytest.approx([19 / 36, 6 / 38, 6 / 53])
    assert (rates["H"], rates["N"], rates[None]) == (0.5, 0.05, 0.05)


def test_a_plan_keeps_the_months_that_it_was_made_with(toured: Path) -> None:
    plan = _json(toured, "targets", "--month", "2026-11")
    assert (plan["history"], plan["history_kept"]) == (["2026-07", "2026-08", "2026-09"], True)
    rows = {row["source"]: row for row in plan["sources"]}
    # Of 11 cars 3 came online and 3 to the showroom; 3 orders of 14 leads each.
    assert rows["online"]["share"] == rows["showroom"]["share"] == pytest.approx(3 / 11)
    assert rows["online"]["deal_rate"] == pytest.approx(3 / 14)
    assert (rows["online"]["leads_needed"], rows["online"]["gap"]) == (13, pytest.approx(13 - 14 / 3))
    assert sorted(name for name, row in rows.items() if not row.get("thin")) == ["online", "showroom"]


def test_the_leaks_of_twelve_months_are_two(toured: Path) -> None:
    found: dict[str, list[tuple[str, int, int]]] = {}
    for number in range(12):
        month = f"2026-{number:02}" if number else "2025-12"
        leaks = _json(toured, "month", "--month", month)["leaks"]
        found |= {month: [(leak["figure"], leak["count"], leak["of"]) for leak in leaks]} if leaks else {}
    assert found == {
        "2026-06": [("orders", 2, 20), ("contacts", 19, 27)],
        "2026-08": [("orders", 3, 28), ("test_drives", 5, 21)],
    }


def test_days_from_stage_to_stage_of_a_year(toured: Path) -> None:
    keys = ("leads", "lower_quartile", "median", "upper_quartile")
    steps = {step["step"]: tuple(step[key] for key in keys) for step in _json(toured, "stages", "--year")["steps"]}
    assert steps == {
        "first_visit": (52, 5, 7.5, 16), "test_drive": (53, 0, 0, 6), "order": (26, 0, 5, 22),
        "delivery": (55, 8, 15, 20), "deal": (55, 14.5, 24, 32.5),
    }  # fmt: skip
