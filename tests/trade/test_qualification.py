"""MAN and the confidence in the brand stand beside the grade: what to do, and which class of prospect it is."""

from __future__ import annotations

import pytest

from tests.trade.conftest import Trade

DAY, LATER = "2026-11-20T10:00", "2026-11-20T11:00"
PHONE = "13800000001"

# The trade's sentences, combination by combination.
ADVICE = {
    "MAN": "ideal",
    "MA": "skilled selling may win it",
    "MN": "find the decider",
    "AN": "look at credit and financing",
    "M": "watch and nurture",
    "A": "watch and nurture",
    "N": "watch and nurture",
    "none": "stop spending time",
}


@pytest.mark.parametrize(("man", "advice"), ADVICE.items())
def test_the_card_says_what_man_asks_to_do(trade: Trade, man: str, advice: str) -> None:
    lead = trade.visit(PHONE, at=DAY)
    assert trade.read("show", lead, at=DAY)["man_advice"] is None
    trade.write("edit", "lead", lead, "--man", man, at=LATER)
    assert trade.read("show", lead, at=LATER)["man_advice"].startswith(advice)
    assert f"{man} · {advice}" in trade.text("show", lead, at=LATER)


@pytest.mark.parametrize(
    ("man", "confidence", "expected"),
    [
        ("MAN", "yes", "first"),
        ("MN", "yes", "first"),
        ("MAN", "no", "second"),
        ("MN", "no", "second"),
        ("MA", "yes", "third"),
        ("M", "yes", "third"),
        ("MA", "no", None),
        ("AN", "yes", None),
        ("none", "no", None),
    ],
)
def test_confidence_in_the_brand_makes_classes_of_prospects(
    trade: Trade, man: str, confidence: str, expected: str | None
) -> None:
    lead = trade.visit(PHONE, at=DAY)
    trade.write("edit", "lead", lead, "--man", man, "--confidence", confidence, at=LATER)
    assert trade.read("show", lead, at=LATER)["prospect_class"] == expected
    assert (f"{expected}-class prospect" in trade.text("show", lead, at=LATER)) == (expected is not None)


def test_half_of_what_is_asked_makes_no_class(trade: Trade) -> None:
    lead = trade.visit(PHONE, at=DAY)
    trade.write("edit", "lead", lead, "--confidence", "no", at=LATER)
    assert trade.read("show", lead, at=LATER)["prospect_class"] is None


def test_a_grade_is_given_with_man_and_confidence(trade: Trade) -> None:
    lead = trade.visit(PHONE, at=DAY)
    told = trade.write("grade", lead, "B", "--man", "NM", "--confidence", "no", at=LATER)
    assert (told["man"], told["man_advice"], told["prospect_class"]) == ("MN", "find the decider", "second")
    card = trade.read("show", lead, at=LATER)
    assert (card["man"], card["confidence"], card["prospect_class"]) == ("MN", "no", "second")
    trade.write("undo", at=LATER)
    card = trade.read("show", lead, at=LATER)
    assert (card["man"], card["confidence"], card["prospect_class"]) == (None, None, None)


def test_a_confidence_that_is_neither_yes_nor_no_is_refused(trade: Trade) -> None:
    lead = trade.visit(PHONE, at=DAY)
    assert trade.refused("grade", lead, "B", "--confidence", "perhaps", at=LATER)[0] == 2


def test_the_prospect_table_tells_who_is_worth_the_time(trade: Trade) -> None:
    leads = [trade.visit(f"1380000000{place}", "--grade", "A", at=DAY) for place in range(3)]
    trade.write("edit", "lead", leads[0], "--man", "MA", "--confidence", "yes", at=LATER)
    trade.write("edit", "customer", "13800000001", "--importance", "key", at=LATER)
    told = {row["lead"]: row for row in trade.read("report", "prospects", at=LATER)["prospects"]}
    shown = [[told[lead][key] for key in ("importance", "man", "confidence", "prospect_class")] for lead in leads]
    assert shown == [["ordinary", "MA", "yes", "third"], ["key", None, None, None], ["ordinary", None, None, None]]
    page = trade.text("report", "prospects", at=LATER, env={"COLUMNS": "80"})
    assert "MAN MA · third-class prospect" in page


def test_a_past_month_knows_no_later_judgement(trade: Trade) -> None:
    lead = trade.visit(PHONE, "--grade", "A", at="2026-10-20T10:00")
    trade.write("edit", "lead", lead, "--man", "MAN", at=DAY)
    october = trade.read("report", "prospects", "--month", "2026-10", at=DAY)["prospects"]
    assert [(row["lead"], row["man"]) for row in october] == [(lead, None)]


def test_inside_a_grade_key_customers_come_first_then_secondary_ones(trade: Trade) -> None:
    for place, importance in enumerate(("ordinary", "secondary", "key")):
        trade.visit(f"1380000000{place}", "--grade", "A", at=DAY)
        trade.write("edit", "customer", f"1380000000{place}", "--importance", importance, at=LATER)
    trade.visit("13800000009", "--grade", "H", at=DAY)
    listed = [row["phone"] for row in trade.read("due", "--all", at="2026-11-21T09:00")]
    assert listed == ["13800000009", "13800000002", "13800000001", "13800000000"]
