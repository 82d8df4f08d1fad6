"""The evidence table of the trade, cell by cell, asked of ``leadctl grade`` under three policies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.trade.conftest import Trade

TODAY = "2026-11-22T10:00"
OWN = """
name = "own"
unknown = "B"
[grades.H]
within = "7 days"
contact = [1, 2]
[grades.A]
within = "14 days"
contact = [3, 4]
[grades.B]
contact = [7, 14]
[grades.O]
contact = [7, 7]
"""

# As it stands in the trade's table: criterion, answer -> the columns in which the answer stands.
ANSWERS = {
    "decision made": "H", "decision comparing": "A", "decision surveying": "B", "decision none": "C N",
    "money ready": "H A", "money preparing": "B C", "money none": "N",
    "deciders all": "H A", "deciders some": "B C N",
    "interest price": "H", "interest rivals": "A", "interest equipment": "B", "interest range": "C",
    "interest basics": "N",
    "behaviour active": "H", "behaviour agrees": "A", "behaviour reserved": "B C", "behaviour silent": "N",
}  # fmt: skip
# The days of the need, each at the last day of a grade's horizon and on the day after; counted from 2026-11-22.
NEEDS = {
    "five-grade": {
        "2026-11-22": "H", "2026-11-29": "H", "2026-11-30": "A", "2026-12-22": "A", "2026-12-23": "B",
        "2027-02-22": "B", "2027-02-23": "C", "2028-01-01": "C", "unknown": "N",
    },
    "four-grade": {
        "2026-11-29": "H", "2026-11-30": "A", "2026-12-22": "A", "2026-12-23": "B", "2027-01-22": "B",
        "2027-01-23": "C", "unknown": "C",
    },
    "own": {"2026-11-29": "H", "2026-11-30": "A", "2026-12-06": "A", "2026-12-07": "B", "unknown": "B"},
}  # fmt: skip
GRADES = {"five-grade": "HABCN", "four-grade": "HABC", "own": "HAB"}


def _cells() -> Iterator[tuple[str, str, str]]:
    for policy in GRADES:
        yield from ((policy, answer, fits) for answer, fits in ANSWERS.items())


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A way to ask each policy's store of its one lead."""
    from tests.conftest import _call, _run_in_process

    def asking(store: Path) -> Any:
        return lambda *words, **around: _run_in_process(*_call(store, words, **around))

    asked = {}
    for policy in GRADES:
        folder = tmp_path_factory.mktemp(policy)
        (folder / "own.toml").write_text(OWN, encoding="utf-8")
        trade = Trade(asking(folder / "store.db"), folder, folder / "store.db")
        trade.open(str(folder / "own.toml") if policy == "own" else policy)
        assert trade.visit("13800000001", at=TODAY) == 1
        asked[policy] = trade
    return asked


def _votes(policy: str, *cells: tuple[str, int]) -> dict[str, int]:
    """Votes by hand: each grade of a cell gets its weight, a grade that is not there gives it to the coldest, once."""
    known = GRADES[policy]
    votes = dict.fromkeys(known, 0)
    for fits, weight in cells:
        for grade in {grade if grade in known else known[-1] for grade in fits.split()}:
            votes[grade] += weight
    return votes


@pytest.mark.parametrize(("policy", "answer", "fits"), list(_cells()))
def test_a_cell_votes_once_for_each_grade_in_whose_column_it_stands(
    stores: dict[str, Trade], policy: str, answer: str, fits: str
) -> None:
    criterion, word = answer.split()
    told = stores[policy].read("grade", 1, f"--{criterion}", word, at=TODAY)
    assert told["votes"] == _votes(policy, (fits, 1))
    assert told["suggested"] == [grade for grade, votes in told["votes"].items() if votes][-1], "the colder of a tie"


@pytest.mark.parametrize(("policy", "day"), [(policy, day) for policy, days in NEEDS.items() for day in days])
def test_the_date_votes_twice_for_the_grade_of_its_horizon(stores: dict[str, Trade], policy: str, day: str) -> None:
    told = stores[policy].read("grade", 1, "--need-by", day, at=TODAY)
    assert told["votes"] == _votes(policy, (NEEDS[policy][day], 2))
    assert told["suggested"] == NEEDS[policy][day]


def test_a_whole_row_of_evidence_is_added_up(stores: dict[str, Trade]) -> None:
    evidence = (
        "--need-by", "2026-12-10", "--decision", "made", "--money", "ready", "--deciders", "some", "--interest",
        "price", "--behaviour", "reserved",
    )  # fmt: skip
    told = stores["five-grade"].read("grade", 1, *evidence, at=TODAY)
    assert told["votes"] == {"H": 3, "A": 3, "B": 2, "C": 2, "N": 1}
    assert told["suggested"] == "A", "3 to 3, the colder"
    four = stores["four-grade"].read("grade", 1, *evidence, at=TODAY)
    assert four["votes"] == {"H": 3, "A": 3, "B": 2, "C": 2}, "B, C and N are some of them: C counts once"
    own = stores["own"].read("grade", 1, *evidence, at=TODAY)
    assert own["votes"] == {"H": 3, "A": 1, "B": 4}, "18 days are later than a fortnight"
    assert own["suggested"] == "B"


@pytest.mark.parametrize("policy", ["five-grade", "four-grade"])
def test_horizons_run_in_calendar_months(unopened: Trade, policy: str) -> None:
    """From 2026-12-31: one month ends on 2027-01-31, two on 02-28, three on 03-31."""
    trade = unopened.open(policy)
    trade.visit("13800000001", at="2026-12-31T10:00")
    two, three = date(2027, 2, 28), date(2027, 3, 31)
    days = {"2027-01-31": "A", "2027-02-01": "B", str(two): "B", "2027-03-01": "B" if policy == "five-grade" else "C"}
    if policy == "five-grade":
        days |= {str(three): "B", "2027-04-01": "C"}
    for day, grade in days.items():
        assert trade.read("grade", 1, "--need-by", day, at="2026-12-31T10:00")["suggested"] == grade, day
