"""Finding a customer by whatever one remembers, and the card with its whole history."""

from __future__ import annotations

from typing import Any

import pytest

PEOPLE = {
    "13800138001": ("王小明", "Lavida"),
    "13900136622": ("欧阳丽", "Passat"),
    "13700137003": ("John Smith", "Tiguan"),
}


def peopled(shop: Any) -> Any:
    for phone, (name, model) in PEOPLE.items():
        shop.visit(phone, "--name", name, "--model", model)
    return shop


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王小明", "王小明"),
        ("小明", "王小明"),
        ("阳", "欧阳丽"),
        ("6622", "欧阳丽"),  # the last digits
        ("13900136622", "欧阳丽"),
        ("wxm", "王小明"),  # pinyin initials: Wang Xiao Ming
        ("WXM", "王小明"),
        ("oyl", "欧阳丽"),  # Ou Yang Li
        ("smith", "John Smith"),
        ("Tiguan", "John Smith"),
    ],
)
def test_find_knows_a_customer_by_a_part(shop: Any, text: str, name: str) -> None:
    out = peopled(shop).run("find", text).out
    assert name in out
    for other in {known for known, _ in PEOPLE.values()} - {name}:
        assert other not in out


def test_find_gives_json_with_whole_phones(shop: Any) -> None:
    result = peopled(shop).run("find", "小明", "--json")
    assert len(result.json) == 1
    assert "13800138001" in result.out


def test_what_is_not_there_is_found_by_nothing(shop: Any) -> None:
    result = peopled(shop).run("find", "诸葛亮", "--json", code=(0, 1))
    assert "王小明" not in result.out


@pytest.mark.parametrize("text", ["%", "_", "'", "*", '"', "\\"])
def test_signs_are_searched_for_as_they_stand(shop: Any, text: str) -> None:
    assert "王小明" not in peopled(shop).run("find", text, code=(0, 1)).out


def test_the_card_holds_the_whole_history(shop: Any) -> None:
    lead = shop.visit("13800138001", "--name", "王小明", "--grade", "B", "--note", "看白色的", at="2026-11-10T10:00")[
        "lead"
    ]
    shop.do("followup", lead, "问了保险", now="2026-11-11T10:00")
    shop.do("grade", lead, "A", now="2026-11-12T10:00")
    shop.do("order", lead, "--price", "123400", now="2026-11-13T10:00")
    out = shop.run("show", lead).out
    for part in ("王小明", "看白色的", "问了保险", "Li Na", "2026-11-13"):
        assert part in out
    assert "13800138001" in out.replace(" ", "")
    assert "123400" in out.replace(",", "")


def test_the_card_gives_the_ids_of_its_facts(shop: Any) -> None:
    record = shop.visit("13800138001")
    listed = shop.run("show", record["lead"], "--json").out
    assert str(record["visit"]) in listed


def test_an_unknown_lead_is_a_refusal(shop: Any) -> None:
    shop.run("show", "4711", code=1)
