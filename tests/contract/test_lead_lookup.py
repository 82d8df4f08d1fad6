"""How a command finds the lead that is meant."""

from __future__ import annotations

from typing import Any


def three(shop: Any) -> dict[str, int]:
    """Three open leads; two customers share a name."""
    people = {"13800138001": "张伟", "13800138002": "张伟", "13800138003": "王小明"}
    return {
        phone: shop.visit(phone, "--name", name, "--grade", "A", at="2026-11-20T10:00")["lead"]
        for phone, name in people.items()
    }


def test_up_to_seven_digits_are_a_lead_number(shop: Any) -> None:
    lead = three(shop)["13800138003"]
    assert shop.do("followup", lead)["phone"] == "13800138003"


def test_more_digits_are_a_phone(shop: Any) -> None:
    leads = three(shop)
    assert shop.do("followup", "13800138002")["lead"] == leads["13800138002"]


def test_a_plus_makes_a_phone(shop: Any) -> None:
    leads = three(shop)
    assert shop.do("followup", "+8613800138002")["lead"] == leads["13800138002"]


def test_an_exact_name_is_enough(shop: Any) -> None:
    leads = three(shop)
    assert shop.do("followup", "王小明")["lead"] == leads["13800138003"]


def test_a_part_of_a_name_lists_what_fits_and_changes_nothing(shop: Any) -> None:
    leads = three(shop)
    result = shop.run("followup", "小明", as_="Li Na", code=1)
    assert "王小明" in result.said
    assert shop.row(leads["13800138003"])["task"] == "first-follow-up"


def test_several_that_fit_are_refused_with_the_list(shop: Any) -> None:
    leads = three(shop)
    result = shop.run("followup", "张伟", as_="Li Na", code=1)
    for phone in ("13800138001", "13800138002"):
        assert str(leads[phone]) in result.said
        assert shop.row(leads[phone])["task"] == "first-follow-up"


def test_nobody_fits_is_a_refusal(shop: Any) -> None:
    three(shop)
    for nobody in ("999999", "13900139000", "诸葛亮"):
        assert shop.run("followup", nobody, as_="Li Na", code=1).err.strip()


def test_a_verb_looks_among_the_leads_it_can_act_on(shop: Any) -> None:
    leads = three(shop)
    shop.do("order", leads["13800138001"])
    # of the two named 张伟 only one is open, and only one is ordered
    assert shop.do("grade", "张伟", "B")["lead"] == leads["13800138002"]
    assert shop.do("deliver", "张伟")["lead"] == leads["13800138001"]
    assert shop.do("defeat", "张伟", "--reason", "price")["lead"] == leads["13800138002"]
    assert shop.do("verify", "张伟", "confirmed", as_="Zhao Min")["lead"] == leads["13800138002"]


def shown(shop: Any, wanted: str) -> int:
    card = shop.run("show", wanted, "--json").json
    lead = card["lead"]
    return int(lead["lead"] if "lead" in lead else lead["id"]) if isinstance(lead, dict) else int(lead)


def test_show_prefers_the_open_lead_to_a_closed_one(shop: Any) -> None:
    old = three(shop)["13800138003"]
    shop.do("defeat", old, "--reason", "price", now="2026-11-20T11:00")
    assert shown(shop, "13800138003") == old
    shop.do("verify", old, "confirmed", now="2026-11-21T10:00", as_="Zhao Min")
    new = shop.visit("13800138003", at="2026-11-22T08:00")["lead"]
    assert new != old
    assert shown(shop, "13800138003") == new
    assert shown(shop, str(old)) == old


def test_show_takes_the_newest_when_none_is_open(shop: Any) -> None:
    old = three(shop)["13800138003"]
    shop.do("defeat", old, "--reason", "price", now="2026-11-20T11:00")
    shop.do("verify", old, "confirmed", now="2026-11-21T10:00", as_="Zhao Min")
    new = shop.visit("13800138003", at="2026-11-21T12:00")["lead"]
    shop.do("defeat", new, "--reason", "price", now="2026-11-21T13:00")
    assert shown(shop, "13800138003") == new
