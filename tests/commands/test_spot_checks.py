"""Cards drawn at random and called: who is drawn, who may check, what is counted, and that all of it can be undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.stores import ASLEEP, DOUBLE, OPEN, TWICE, tables, visit, write
from tests.commands.test_undo_exactly import undone_and_redone

Shop = Callable[..., Any]

CARDS = {1, 2, 3, 4, 5, 6, 7}
"""The leads of the small store, all opened in November with a phone."""


def draw(shop: Shop, count: int, *words: str, **more: Any) -> list[int]:
    """The leads that a draw brings, in its order."""
    answer = write(shop, "audit", "--sample", count, *words, **({"as_": "Zhao Min"} | more))
    return [card["lead"] for card in answer["drawn"]]


def check(shop: Shop, lead: object, result: str, *words: str, as_: str = "Zhao Min") -> Any:
    return write(shop, "audit", "--check", lead, "--result", result, *words, as_=as_)


def refused(shop: Shop, *words: object, as_: str = "Zhao Min") -> str:
    done = shop(*words, as_=as_)
    assert done.code == 1, done.out
    return str(done.err)


def test_every_card_is_drawn_once(shop: Shop) -> None:
    first, second = draw(shop, 3), draw(shop, 2)
    assert (len(first), len(second)) == (3, 2)
    rest = draw(shop, 9)
    assert sorted(first + second + rest) == sorted(CARDS)
    assert "No card of 2026-11 is left to draw" in refused(shop, "audit", "--sample", 1)


def test_a_seed_draws_the_same_cards_again_and_stands_in_the_journal(shop: Shop) -> None:
    drawn = draw(shop, 4, "--seed", "5")
    assert shop("undo", as_="Zhao Min").code == 0
    assert draw(shop, 4, "--seed", "5") == drawn
    latest = shop("operations", "--json").json[0]
    assert latest["summary"] == "4 cards of 2026-11 drawn for a spot check, seed 5"


def test_without_a_seed_the_draw_is_by_chance(shop: Shop) -> None:
    seen = set()
    for _ in range(12):
        seen.add(tuple(draw(shop, 3)))
        assert shop("undo", as_="Zhao Min").code == 0
    assert len(seen) > 1  # 210 orders of three of seven: twelve alike come once in 10^25


def test_a_draw_says_whom_to_call_and_what_their_card_says(shop: Shop) -> None:
    answer = write(shop, "audit", "--sample", 7, as_="Zhao Min")
    [card] = [card for card in answer["drawn"] if card["lead"] == 1]
    said = {key: card[key] for key in ("customer", "phone", "model", "grade", "consultant", "came_at", "result")}
    assert said == {
        "customer": "王小明",
        "phone": OPEN,
        "model": "远山 X5",
        "grade": "A",
        "consultant": "Li Na",
        "came_at": "2026-11-10T10:00",
        "result": None,
    }
    assert (answer["month"], answer["left"]) == ("2026-11", 0)


def test_a_draw_prints_phones_in_full_and_the_audit_masks_them(shop: Shop) -> None:
    assert OPEN in shop("audit", "--sample", "7", as_="Zhao Min").out
    assert "138****8001" in shop("audit", "--list", "to-call").out
    assert OPEN in shop("audit", "--list", "to-call", "--reveal").out
    page = shop("audit", "--json").out
    assert OPEN not in page
    assert "138****8001" in page


def test_only_cards_of_the_month_are_drawn(shop: Shop) -> None:
    visit(shop, "13900000001", at="2026-10-31T10:00")
    assert draw(shop, 9, "--month", "last") == [8]
    assert set(draw(shop, 9, "--month", "2026-11")) == CARDS


def test_a_lead_to_win_a_customer_back_is_no_card(shop: Shop) -> None:
    write(shop, "verify", 3, "confirmed", "--win-back", "today", as_="Zhao Min")
    assert set(draw(shop, 99)) == CARDS


def test_a_finding_is_recorded_once(shop: Shop) -> None:
    draw(shop, 7)
    answer = check(shop, 1, "wrong", "--note", "is a woman")
    assert {key: answer[key] for key in ("lead", "phone", "month", "result", "note", "to_call")} == {
        "lead": 1,
        "phone": OPEN,
        "month": "2026-11",
        "result": "wrong",
        "note": "is a woman",
        "to_call": 6,
    }
    assert "Lead 1 was checked on 2026-11-22: wrong" in refused(shop, "audit", "--check", 1, "--result", "true")


def test_a_card_is_found_by_phone_and_by_name(shop: Shop) -> None:
    draw(shop, 7)
    assert check(shop, OPEN, "true")["lead"] == 1
    assert check(shop, "欧阳丽", "true")["lead"] == 5


def test_a_card_that_was_not_drawn_is_refused(shop: Shop) -> None:
    said = refused(shop, "audit", "--check", 1, "--result", "true")
    assert "was not drawn" in said
    assert "leadctl audit --sample" in said
    assert "There is no lead 99" in refused(shop, "audit", "--check", 99, "--result", "true")


def test_the_customers_other_lead_is_named_when_that_was_drawn(shop: Shop) -> None:
    while 4 not in (drawn := draw(shop, 1)):
        assert 5 not in drawn or shop("undo", as_="Zhao Min").code == 0
    assert "the customer's lead 4 was" in refused(shop, "audit", "--check", 5, "--result", "true")


def test_nobody_checks_their_own_card(shop: Shop) -> None:
    write(shop, "staff", "add", "Mei", "--role", "reception")
    registered = ("log-visit", "--phone", "13900000001", "--consultant", "Wang Qiang")
    assert shop(*registered, as_="Mei").code == 0
    write(shop, "assign", 1, "--to", "Wang Qiang", as_="Zhao Min")
    draw(shop, 9)
    assert "Wang Qiang owns lead 1" in refused(shop, "audit", "--check", 1, "--result", "true", as_="Wang Qiang")
    assert "Li Na registered a visit of lead 1" in refused(shop, "audit", "--check", 1, "--result", "true", as_="Li Na")
    assert "Mei registered a visit of lead 8" in refused(shop, "audit", "--check", 8, "--result", "true", as_="Mei")
    assert check(shop, 8, "true", as_="Li Na")["result"] == "true"


def test_the_rates_are_those_of_what_was_found(shop: Shop) -> None:
    write(shop, "assign", 6, "--to", "Wang Qiang", as_="Zhao Min")
    write(shop, "assign", 7, "--to", "Wang Qiang", as_="Zhao Min")
    draw(shop, 7)
    for lead, result in ((1, "true"), (2, "true"), (3, "wrong-number"), (4, "unreachable"), (6, "no-visit")):
        check(shop, lead, result)
    page = shop("audit", "--json").json
    rows = {row.pop("consultant"): list(row.values()) for row in page["spot_checks"].pop("consultants")}
    assert rows == {"Li Na": [5, 4, 3, 2, 2 / 3], "Wang Qiang": [2, 1, 1, 0, 0.0]}
    assert page["spot_checks"] == {"drawn": 7, "called": 5, "reached": 4, "true": 2, "share": 0.5}
    assert (page["shares"]["spot-called"], page["shares"]["spot-true"]) == (5 / 7, 0.5)
    assert (page["counts"]["spot-false"], page["counts"]["to-call"]) == (2, 2)
    for figure, count in (("spot-drawn", 7), ("spot-called", 5), ("spot-reached", 4), ("spot-true", 2)):
        assert len(shop("audit", "--list", figure, "--json").json) == count


def test_cards_of_an_earlier_month_stay_to_call(shop: Shop) -> None:
    drawn = draw(shop, 2, now="2026-11-30T18:00")
    page = shop("audit", "--json", now="2026-12-01T09:00").json
    assert page["month"] == "2026-12"
    assert page["spot_checks"]["drawn"] == 0
    assert page["counts"]["to-call"] == 2
    assert {card["lead"] for card in page["checks"][-1]["records"]} == set(drawn)


@pytest.mark.parametrize(
    "words",
    [
        ("--sample", "1", "--list", "to-call"),
        ("--sample", "1", "--check", "1", "--result", "true"),
        ("--sample", "0"),
        ("--seed", "1"),
        ("--check", "1"),
        ("--result", "true"),
        ("--note", "x"),
        ("--check", "1", "--result", "true", "--month", "last"),
        ("--check", "1", "--result", "yes"),
    ],
    ids=" ".join,
)
def test_options_that_do_not_go_together_are_wrong_usage(shop: Shop, store: Path, words: tuple[str, ...]) -> None:
    before = tables(store)
    assert shop("audit", *words).code == 2
    assert tables(store) == before


def test_undo_takes_a_draw_and_a_finding_back_exactly(shop: Shop, store: Path) -> None:
    undone_and_redone(shop, store, "audit", "--sample", "3", "--seed", "1", as_="Zhao Min")
    draw(shop, 7)
    undone_and_redone(shop, store, "audit", "--check", "1", "--result", "wrong", "--note", "x", as_="Zhao Min")


def test_a_draw_stands_while_a_finding_builds_on_it(shop: Shop) -> None:
    drawn = write(shop, "audit", "--sample", 7, as_="Zhao Min")["operation"]
    checked = check(shop, 1, "true")["operation"]
    assert f"{checked} (audit --check)" in refused(shop, "undo", drawn)


def test_a_merge_takes_the_spot_check_along(shop: Shop, store: Path) -> None:
    draw(shop, 7)
    check(shop, 7, "wrong")
    undone_and_redone(shop, store, "merge", OPEN, "into", DOUBLE)
    write(shop, "merge", DOUBLE, "into", OPEN)
    [card] = [card for card in shop("audit", "--list", "spot-drawn", "--json").json if card["lead"] == 1]
    assert card["result"] == "wrong"
    assert shop("doctor").code == 0


def test_a_card_that_never_was_is_not_to_be_called(shop: Shop, store: Path) -> None:
    draw(shop, 7)
    only = next(fact["id"] for fact in shop("show", ASLEEP, "--json").json["history"] if fact["fact"] == "visit")
    sleep = next(row["id"] for row in shop("operations", "--json").json if row["command"] == "dormant")
    write(shop, "undo", sleep)
    undone_and_redone(shop, store, "delete", "visit", str(only), as_="Zhao Min")
    write(shop, "delete", "visit", only)
    assert {card["lead"] for card in shop("audit", "--list", "to-call", "--json").json} == CARDS - {6}
    assert shop("doctor").code == 0


@pytest.mark.parametrize("both", [True, False], ids=["both drawn", "only the one that goes"])
def test_a_card_that_becomes_another_leads_is_called_as_that(shop: Shop, store: Path, both: bool) -> None:
    """Who came between the churn and its call-back had not churned: the next lead was the same purchase."""
    while 5 not in draw(shop, 1):
        assert shop("undo", as_="Zhao Min").code == 0
    if both:
        draw(shop, 6)
    else:
        check(shop, 5, "wrong")
    late = ("log-visit", "--phone", TWICE, "--at", "2026-11-13T15:00")
    undone_and_redone(shop, store, *late, as_="Wang Qiang")
    write(shop, *late, as_="Wang Qiang")
    drawn = {card["lead"]: card["result"] for card in shop("audit", "--list", "spot-drawn", "--json").json}
    assert drawn == (dict.fromkeys(CARDS - {5}) if both else {4: "wrong"})
    assert shop("doctor").code == 0


def test_who_is_forgotten_is_neither_called_nor_an_incomplete_card(shop: Shop) -> None:
    draw(shop, 7)
    assert shop("forget", OPEN, "--yes").code == 0
    assert {card["lead"] for card in shop("audit", "--list", "to-call", "--json").json} == CARDS - {1}
    assert {card["lead"] for card in shop("audit", "--list", "cards", "--json").json} == CARDS - {1}
