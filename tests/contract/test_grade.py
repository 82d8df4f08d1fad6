"""What the evidence says about a grade: votes, ties and horizons."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

GRADES = set("HABCN")


def votes_in(tree: Any) -> dict[str, float] | None:
    """The first mapping from grades to numbers inside a JSON value."""
    if not isinstance(tree, dict):
        return None
    if tree and set(tree) <= GRADES and all(isinstance(value, int | float) for value in tree.values()):
        return {grade: value for grade, value in tree.items() if value}
    return next((found for value in tree.values() if (found := votes_in(value))), None)


def advice(shop: Any, *evidence: str, now: str = "2026-11-22T08:30") -> tuple[str, dict[str, float] | None]:
    """The grade suggested to a lead without a grade, and the votes where the answer holds them as a mapping."""
    lead = shop.visit("13800138000", at=now)["lead"]
    answer = shop.run("grade", lead, *evidence, "--json", now=now, as_="Li Na").json
    named = next((answer[key] for key in answer if "suggest" in key and answer[key]), answer.get("grade"))
    if isinstance(named, dict):
        named = named["grade"]
    return named, votes_in(answer)


@pytest.mark.parametrize(
    ("need_by", "grade"),
    [
        ("2026-11-22", "H"),
        ("2026-11-29", "H"),  # 22 + 7
        ("2026-11-30", "A"),
        ("2026-12-22", "A"),  # + 1 month
        ("2026-12-23", "B"),
        ("2027-02-22", "B"),  # + 3 months
        ("2027-02-23", "C"),
        ("unknown", "N"),
    ],
)
def test_the_date_is_read_by_the_horizons_of_five_grade(shop: Any, need_by: str, grade: str) -> None:
    assert advice(shop, "--need-by", need_by)[0] == grade


@pytest.mark.parametrize(
    ("need_by", "grade"),
    [
        ("2026-11-29", "H"),  # 22 + 7
        ("2026-11-30", "A"),
        ("2026-12-22", "A"),  # + 1 month
        ("2026-12-23", "B"),
        ("2027-01-22", "B"),  # + 2 months
        ("2027-01-23", "C"),
        ("unknown", "C"),  # N does not exist here
    ],
)
def test_the_date_is_read_by_the_horizons_of_four_grade(
    open_with: Callable[..., Any], need_by: str, grade: str
) -> None:
    assert advice(open_with("four-grade"), "--need-by", need_by)[0] == grade


@pytest.mark.parametrize(("need_by", "grade"), [("2026-02-28", "A"), ("2026-03-01", "B")])
def test_a_month_from_the_31st_ends_with_february(shop: Any, need_by: str, grade: str) -> None:
    assert advice(shop, "--need-by", need_by, now="2026-01-31T09:00")[0] == grade


@pytest.mark.parametrize(
    ("evidence", "grade"),
    [
        (("--decision", "made"), "H"),
        (("--decision", "comparing"), "A"),
        (("--decision", "surveying"), "B"),
        (("--decision", "none"), "N"),  # C 1, N 1: the colder
        (("--money", "ready"), "A"),  # H 1, A 1
        (("--money", "preparing"), "C"),  # B 1, C 1
        (("--money", "none"), "N"),
        (("--deciders", "all"), "A"),  # H 1, A 1
        (("--deciders", "some"), "N"),  # B 1, C 1, N 1
        (("--interest", "price"), "H"),
        (("--interest", "rivals"), "A"),
        (("--interest", "equipment"), "B"),
        (("--interest", "range"), "C"),
        (("--interest", "basics"), "N"),
        (("--behaviour", "active"), "H"),
        (("--behaviour", "agrees"), "A"),
        (("--behaviour", "reserved"), "C"),  # B 1, C 1
        (("--behaviour", "silent"), "N"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_each_answer_votes_for_its_grades_and_a_tie_goes_to_the_colder(
    shop: Any, evidence: tuple[str, str], grade: str
) -> None:
    assert advice(shop, *evidence)[0] == grade


def test_the_date_weighs_two(shop: Any) -> None:
    # need-by H 2; comparing A 1; ready H 1, A 1 -> H 3, A 2
    grade, votes = advice(shop, "--need-by", "2026-11-25", "--decision", "comparing", "--money", "ready")
    assert grade == "H"
    assert votes in (None, {"H": 3, "A": 2})


def test_many_small_votes_outweigh_the_date(shop: Any) -> None:
    # need-by H 2; surveying B 1; preparing B 1, C 1; some B 1, C 1, N 1; equipment B 1; reserved B 1, C 1
    # -> H 2, B 5, C 3, N 1
    evidence = (
        "--need-by", "2026-11-25", "--decision", "surveying", "--money", "preparing", "--deciders", "some",
        "--interest", "equipment", "--behaviour", "reserved",
    )  # fmt: skip
    grade, votes = advice(shop, *evidence)
    assert grade == "B"
    assert votes in (None, {"H": 2, "B": 5, "C": 3, "N": 1})


def test_a_tie_with_the_date_goes_to_the_colder(shop: Any) -> None:
    # need-by H 2; comparing A 1; rivals A 1 -> H 2, A 2
    assert advice(shop, "--need-by", "2026-11-25", "--decision", "comparing", "--interest", "rivals")[0] == "A"


def test_the_answer_shows_the_votes(shop: Any) -> None:
    lead = shop.visit("13800138000")["lead"]
    # need-by A 2; made H 1; ready H 1, A 1; all H 1, A 1 -> H 3, A 4
    evidence = ("--need-by", "2026-12-10", "--decision", "made", "--money", "ready", "--deciders", "all")
    said = shop.run("grade", lead, *evidence, as_="Li Na").said
    assert re.search(r"\bA\b\D{0,20}4\b", said)
    assert re.search(r"\bH\b\D{0,20}3\b", said)


def test_a_need_in_the_past_is_refused(shop: Any) -> None:
    lead = shop.visit("13800138000")["lead"]
    shop.run("grade", lead, "--need-by", "2026-11-01", code=1)


def test_an_unknown_answer_is_refused(shop: Any) -> None:
    lead = shop.visit("13800138000")["lead"]
    shop.run("grade", lead, "--money", "plenty", code=(1, 2))


def test_n_does_not_exist_under_four_grade(open_with: Callable[..., Any]) -> None:
    shop = open_with("four-grade")
    lead = shop.visit("13800138000", "--grade", "B")["lead"]
    shop.run("grade", lead, "N", code=(1, 2))
    assert shop.row(lead)["grade"] == "B"


def test_o_is_given_by_an_order_only(shop: Any) -> None:
    lead = shop.visit("13800138000", "--grade", "B")["lead"]
    shop.run("grade", lead, "O", code=(1, 2))
    assert shop.row(lead)["grade"] == "B"


def test_a_grade_given_is_set(shop: Any) -> None:
    lead = shop.visit("13800138000", "--grade", "B")["lead"]
    assert shop.do("grade", lead, "A")["grade"] == "A"
    assert shop.row(lead)["grade"] == "A"


def test_man_is_kept_beside_the_grade(shop: Any) -> None:
    lead = shop.visit("13800138000", "--grade", "B")["lead"]
    assert shop.do("edit", "lead", lead, "--man", "MA")["grade"] == "B"
    assert "MA" in shop.run("show", lead, "--json").out


def test_a_man_that_is_none_is_refused(shop: Any) -> None:
    lead = shop.visit("13800138000")["lead"]
    shop.run("edit", "lead", lead, "--man", "XYZ", code=(1, 2))
