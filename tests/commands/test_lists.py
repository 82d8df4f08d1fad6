"""The store's own reasons and models: added, used, renamed, made one, and taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.stores import OPEN, tables, write
from tests.commands.test_undo_exactly import undone_and_redone

Shop = Callable[..., Any]

NAMED = """arrived_at,phone,name,model,note
2026-11-20T09:00,13900000001,新客,Octavai,first
2026-11-20T09:10,13900000002,旧客,Octavia,second
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register in which one model is written in two ways."""
    path = tmp_path / "register.csv"
    path.write_text(NAMED, encoding="utf-8")
    return path


def listed(shop: Shop) -> dict[str, dict[str, Any]]:
    return {row["model"]: row for row in shop("model", "list", "--json").json}


def model_of(shop: Shop, lead: object) -> str:
    return str(shop("show", lead, "--json").json["model"])


def test_a_reason_of_the_store_stands_in_the_analysis_of_defeats(shop: Shop, tmp_path: Path) -> None:
    assert shop("defeat", 1, "--reason", "no-stock", as_="Li Na").code == 1
    write(shop, "reason", "add", "no-stock", "--group", "management", "--label", "无现车", as_="Li Na")
    write(shop, "defeat", 1, "--reason", "no-stock", as_="Li Na")
    write(shop, "defeat", 5, "--reason", "无现车", as_="Li Na")
    file = tmp_path / "churn.csv"
    file.write_text("lead,at,kind,reason\n7,2026-11-20,defeat,无现车\n", encoding="utf-8")
    write(shop, "import", "churn", file, as_="Li Na")
    found = shop("report", "defeats", "--month", "2026-11", "--json").json
    assert found["reasons"][-2:] == ["gave-up", "no-stock"]
    assert found["total"]["counts"]["no-stock"] == 3
    assert found["total"]["shares"]["no-stock"] == 3 / found["total"]["total"]
    assert len(shop("report", "defeats", "--month", "2026-11", "--list", "no-stock", "--json").json) == 3
    row = shop("reason", "list", "--json").json[-1]
    assert row == {"code": "no-stock", "group": "management", "label": "无现车", "defeats": 3}


def test_reasons_are_listed_with_what_they_have_cost(shop: Shop) -> None:
    rows = {row["code"]: row for row in shop("reason", "list", "--json").json}
    assert (rows["price"]["defeats"], rows["late"]["defeats"], rows["brand"]["defeats"]) == (1, 1, 0)
    assert rows["late"]["group"] == "staff"
    assert "late follow-up" in shop("reason", "list").out


WRONG_REASONS = [
    (("No Stock", "--group", "management"), "small letters a-z, digits and hyphens"),
    (("无现车", "--group", "management"), "small letters a-z, digits and hyphens"),
    (("-x", "--group", "management"), ""),
    (("price", "--group", "price"), "price is on the list of reasons already"),
    (("dear", "--group", "price", "--label", "价格"), "价格 is on the list of reasons already"),
    (("no-stock", "--group", "managment"), "There is no group 'managment' yet, but 'management'."),
    (("no-stock", "--group", "Our Own"), "small letters a-z, digits and hyphens"),
]


@pytest.mark.parametrize(("words", "told"), WRONG_REASONS)
def test_a_reason_that_cannot_be_is_refused(shop: Shop, store: Path, words: tuple[str, ...], told: str) -> None:
    before = tables(store)
    result = shop("reason", "add", *words, as_="Li Na")
    assert (result.code in (1, 2), told in result.err) == (True, True)
    assert tables(store) == before


def test_a_group_may_be_the_stores_own(shop: Shop) -> None:
    write(shop, "reason", "add", "moved-away", "--group", "life", as_="Li Na")
    write(shop, "reason", "add", "no-stock", "--group", "managment", "--new", as_="Li Na")
    rows = {row["code"]: (row["group"], row["label"]) for row in shop("reason", "list", "--json").json}
    assert (rows["moved-away"], rows["no-stock"]) == (("life", "moved-away"), ("managment", "no-stock"))


def test_a_source_of_the_store_is_known_by_its_label_too(shop: Shop, tmp_path: Path) -> None:
    write(shop, "source", "add", "school-fair", "--label", "校园展", as_="Li Na")
    path = tmp_path / "register.csv"
    path.write_text("arrived_at,phone,来源\n2026-11-20T09:00,13900000001,校园展\n", encoding="utf-8")
    assert write(shop, "log-visit", "--from", path, "--strict", as_="Li Na")["new_names"] == {}
    write(shop, "log-visit", "--phone", "13900000002", "--source", "校园展", as_="Li Na")
    rows = {row["code"]: row["leads"] for row in shop("source", "list", "--json").json}
    assert (rows["school-fair"], "校园展" in rows) == (2, False)
    assert shop("source", "add", "campus", "--label", "校园展", as_="Li Na").code == 1
    refused = shop("source", "add", "抖音", as_="Li Na")
    assert (refused.code, "such as school-fair --label" in refused.err) == (1, True)


def test_a_label_keeps_no_control_characters(shop: Shop) -> None:
    record = write(shop, "reason", "add", "odd", "--group", "life", "--label", "a\x1b[31m\u202eb  c\x07", as_="Li Na")
    assert record["label"] == "ab c"
    assert write(shop, "source", "add", "odd", "--label", "a\x1b[31mb", as_="Li Na")["label"] == "ab"
    assert write(shop, "model", "add", "Z\u200b9\n GT", as_="Li Na")["model"] == "Z9 GT"


def test_an_unknown_reason_is_refused_with_near_ones_and_how_to_add_it(shop: Shop) -> None:
    result = shop("defeat", 1, "--reason", "pricee", as_="Li Na")
    assert (result.code, "Did you mean price" in result.err, "leadctl reason add" in result.err) == (1, True, True)


def test_a_model_can_be_listed_before_anybody_asks_for_it(shop: Shop) -> None:
    write(shop, "model", "add", "Octavia", as_="Li Na")
    assert listed(shop)["Octavia"] == {"model": "Octavia", "leads": 0, "sales": 0, "spellings": []}
    for name, told in (("Octavia", "on the list of models already"), ("octavia", "but 'Octavia' is"), (" ", "a name")):
        result = shop("model", "add", name, as_="Li Na")
        assert (result.code, told in result.err) == (1, True)
    write(shop, "model", "add", "octavia", "--new", as_="Li Na")


def test_a_renamed_model_is_called_so_everywhere(shop: Shop) -> None:
    assert model_of(shop, 1) == "远山 X5"
    write(shop, "model", "rename", "远山 X5", "远山 X6", as_="Li Na")
    assert model_of(shop, 1) == "远山 X6"
    assert listed(shop)["远山 X6"]["spellings"] == ["远山 X5"]
    assert [row["model"] for row in shop("find", "X5", "--json").json] == ["远山 X6"] * 2
    matrix = shop("report", "defeats", "--month", "2026-11", "--json").json["models"]
    assert "远山 X6" in [row["model"] for row in matrix]
    write(shop, "order", 1, "--model", "远山 X5", as_="Li Na")
    assert listed(shop)["远山 X6"]["sales"] == 1
    assert shop("doctor").code == 0


def test_a_model_may_be_called_as_it_was(shop: Shop) -> None:
    write(shop, "model", "rename", "远山 X5", "远山 X6", as_="Li Na")
    write(shop, "model", "rename", "远山 X6", "远山 X5", as_="Li Na")
    assert listed(shop)["远山 X5"]["spellings"] == ["远山 X6"]
    assert list(listed(shop)) == ["远山 X5"]


def test_a_register_may_go_on_writing_the_old_name(shop: Shop, register: Path) -> None:
    write(shop, "log-visit", "--from", register, as_="Li Na")
    write(shop, "model", "merge", "Octavai", "into", "Octavia", as_="Li Na")
    again = write(shop, "log-visit", "--from", register, as_="Li Na")
    assert (again["unchanged"], again["updated"], again["new_names"]) == (2, 0, {})
    assert {name: row["leads"] for name, row in listed(shop).items()} == {"Octavia": 2, "远山 X5": 2}


def test_two_models_that_are_one_bring_all_that_named_them(shop: Shop, register: Path, tmp_path: Path) -> None:
    write(shop, "log-visit", "--from", register, as_="Li Na")
    write(shop, "edit", "lead", 5, "--model", "Octavai", as_="Li Na")
    write(shop, "order", 7, "--model", "Octavai", "--count", "2", as_="Li Na")
    write(shop, "sale", "--channel", "wholesale", "--model", "Octavai", "--count", "3", "--on", "today", as_="Li Na")
    cars = tmp_path / "owners.csv"
    cars.write_text("name,phone,model,delivered_on\n车主,13900000009,Octavai,2025-05-01\n", encoding="utf-8")
    write(shop, "import", "owners", cars, as_="Li Na")
    moved = write(shop, "model", "merge", "Octavai", "Octavia", as_="Li Na")["moved"]
    assert moved == 5  # a visit, an assessment, an order, a sale and a car
    assert [model_of(shop, lead) for lead in ("13900000001", "13900000002", 5)] == ["Octavia"] * 3
    assert model_of(shop, 7) == "Octavia"  # which ordered it
    assert listed(shop)["Octavia"] == {"model": "Octavia", "leads": 4, "sales": 5, "spellings": ["Octavai"]}
    assert shop("doctor").code == 0


def test_sales_of_a_file_stay_known_when_their_models_become_one(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    rows = [
        ("2026-11-10", "Octavai", 1),
        ("2026-11-10", "Octavia", 2),
        ("2026-11-10", "Octavai", 3),
        ("2026-11-11", "Octavai", 4),
    ]
    text = "".join(f"wholesale,{day},{model},{count}\n" for day, model, count in rows)
    file.write_text(f"channel,on,model,count\n{text}", encoding="utf-8")
    write(shop, "import", "sales", file, as_="Li Na")
    write(shop, "model", "merge", "Octavai", "Octavia", as_="Li Na")
    again = write(shop, "import", "sales", file, as_="Li Na")
    assert (again["unchanged"], again["updated"]) == (4, 0)
    assert listed(shop)["Octavia"]["sales"] == 10


REFUSED = [
    (("rename", "Octavai", "Octavia"), "leadctl model merge 'Octavai' 'Octavia'"),
    (("rename", "Octavia", "Octavia"), "called Octavia already"),
    (("rename", "Octavja", "Fabia"), "Did you mean Octavia"),
    (("merge", "Octavia", "Octavia"), "are one model already"),
    (("merge", "Octavia", "Fabia"), "Unknown model 'Fabia'"),
    (("merge", "Octavia"), "Name two models"),
]


@pytest.mark.parametrize(("words", "told"), REFUSED)
def test_models_that_cannot_be_made_one_are_left_alone(
    shop: Shop, store: Path, register: Path, words: tuple[str, ...], told: str
) -> None:
    write(shop, "log-visit", "--from", register, as_="Li Na")
    before = tables(store)
    result = shop("model", *words, as_="Li Na")
    assert (result.code in (1, 2), told in result.err) == (True, True)
    assert tables(store) == before


def test_another_spelling_is_no_model_of_its_own(shop: Shop, register: Path) -> None:
    write(shop, "log-visit", "--from", register, as_="Li Na")
    write(shop, "model", "merge", "Octavai", "into", "Octavia", as_="Li Na")
    for words in (("rename", "Octavai", "Fabia"), ("merge", "远山 X5", "Octavai"), ("add", "Octavai")):
        result = shop("model", *words, as_="Li Na")
        assert (result.code, "another spelling of Octavia" in result.err) == (1, True)
    write(shop, "model", "merge", "Octavia", "into", "远山 X5", as_="Li Na")
    assert listed(shop)["远山 X5"]["spellings"] == ["Octavai", "Octavia"]
    assert model_of(shop, "13900000001") == "远山 X5"


COMMANDS = {
    "a reason": ("reason", "add", "no-stock", "--group", "management"),
    "a model": ("model", "add", "Fabia"),
    "a model's right name": ("model", "rename", "Octavai", "Fabia"),
    "two models in one": ("model", "merge", "Octavai", "into", "Octavia"),
    "two models in one, the other way": ("model", "merge", "远山 X5", "into", "Octavai"),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_undo_restores_the_lists_exactly(
    shop: Shop, store: Path, register: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    write(shop, "log-visit", "--from", register, as_="Li Na")
    write(shop, "order", 1, as_="Li Na")
    file = tmp_path / "sales.csv"
    text = "".join(f"wholesale,2026-11-10,{model},1\n" for model in ("Octavai", "Octavia", "远山 X5"))
    file.write_text(f"channel,on,model,count\n{text}", encoding="utf-8")
    write(shop, "import", "sales", file, as_="Li Na")
    undone_and_redone(shop, store, *command)


def test_what_names_a_listed_word_keeps_it_on_the_list(shop: Shop) -> None:
    added = write(shop, "reason", "add", "no-stock", "--group", "management", as_="Li Na")
    write(shop, "defeat", OPEN, "--reason", "no-stock", as_="Li Na")
    refused = shop("undo", added["operation"], as_="Li Na")
    assert (refused.code, "build on it" in refused.err) == (1, True)


def test_leads_that_asked_for_a_model_once_are_derived_again(shop: Shop, store: Path) -> None:
    """Their past states name the model that stays, as if it had been meant from the first."""
    visit = ("log-visit", "--phone", "13900139777", "--model")
    lead = write(shop, *visit, "Octavai", as_="Li Na", now="2026-11-10T10:00")["lead"]
    write(shop, *visit, "远山 X5", as_="Li Na", now="2026-11-12T10:00")
    write(shop, *visit, "Octavia", "--new", as_="Li Na", now="2026-11-13T10:00")
    write(shop, *visit, "远山 X5", as_="Li Na", now="2026-11-14T10:00")
    write(shop, "model", "merge", "Octavai", "Octavia", as_="Li Na", now="2026-11-15T10:00")
    assert shop("doctor").code == 0
    with sqlite3.connect(store) as db:
        past = (
            "SELECT m.name FROM lead_states AS s JOIN models AS m ON m.id = s.model WHERE s.lead = ? ORDER BY from_at"
        )
        assert db.execute(past, (lead,)).fetchone() == ("Octavia",)
