"""Two sources that are one, and new names that look like known ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.stores import tables, write
from tests.commands.test_undo_exactly import undone_and_redone

Shop = Callable[..., Any]

NAMED = """arrived_at,phone,name,source,consultant,model
2026-11-20T09:00,13900000001,新客,抖音,Li Na,Octavia
2026-11-20T09:10,13900000002,旧客,抖因,li na,Octavai
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register in which one source, one consultant and one model are each written in two ways."""
    path = tmp_path / "register.csv"
    path.write_text(NAMED, encoding="utf-8")
    return path


def source_of(shop: Shop, lead: object) -> str:
    return str(shop("show", lead, "--json").json["source"])


def leads_by_source(shop: Shop) -> dict[str, int]:
    return {row["code"]: row["leads"] for row in shop("source", "list", "--json").json}


def test_two_sources_that_are_one_bring_all_that_named_them(shop: Shop, register: Path) -> None:
    write(shop, "log-visit", "--from", register, as_="Li Na")
    write(shop, "campaign", "add", "双十一", "--source", "抖因", as_="Li Na")
    merged = write(shop, "source", "merge", "抖因", "into", "抖音", as_="Li Na")
    assert {key: merged[key] for key in ("source", "was", "moved")} == {"source": "抖音", "was": "抖因", "moved": 2}
    assert [source_of(shop, phone) for phone in ("13900000001", "13900000002")] == ["抖音", "抖音"]
    assert (leads_by_source(shop)["抖音"], "抖因" in leads_by_source(shop)) == (2, False)
    row = next(row for row in shop("source", "list", "--json").json if row["code"] == "抖音")
    assert row["spellings"] == ["抖因"]
    assert shop("doctor").code == 0


def test_a_register_may_go_on_writing_the_other_source(shop: Shop, register: Path) -> None:
    write(shop, "log-visit", "--from", register, as_="Li Na")
    write(shop, "source", "merge", "抖因", "抖音", as_="Li Na")
    again = write(shop, "log-visit", "--from", register, as_="Li Na")
    assert (again["unchanged"], again["updated"], again["new_names"]) == (2, 0, {})
    write(shop, "log-visit", "--phone", "13900000003", "--source", "抖因", as_="Li Na")
    assert source_of(shop, "13900000003") == "抖音"


def test_a_source_merges_into_one_of_the_trade_and_never_the_other_way(shop: Shop, register: Path) -> None:
    write(shop, "log-visit", "--from", register, as_="Li Na")
    refused = shop("source", "merge", "online", "into", "抖音", as_="Li Na")
    assert (refused.code, "leadctl source merge '抖音' into 'online'" in refused.err) == (1, True)
    write(shop, "source", "merge", "抖音", "into", "online", as_="Li Na")
    assert source_of(shop, "13900000001") == "online"


def test_a_month_that_plans_for_both_plans_their_shares_together(shop: Shop, register: Path) -> None:
    write(shop, "log-visit", "--from", register, as_="Li Na")
    shares = ("--share", "抖音=20%", "--share", "抖因=10%", "--share", "showroom=70%")
    write(shop, "target", "set", "--month", "2026-12", "--sales", 10, *shares, as_="Li Na")
    write(shop, "source", "merge", "抖因", "抖音", as_="Li Na")
    sources = shop("report", "targets", "--month", "2026-12", "--json").json["sources"]
    planned = {row["source"]: row["share"] for row in sources if row["share"]}
    assert planned == pytest.approx({"抖音": 0.3, "showroom": 0.7})


def test_a_merge_of_sources_is_taken_back_exactly(shop: Shop, store: Path, register: Path) -> None:
    write(shop, "log-visit", "--from", register, as_="Li Na")
    undone_and_redone(shop, store, "source", "merge", "抖因", "into", "抖音", as_="Li Na")


REFUSED = [
    (("抖音", "抖音"), "are one source already"),
    (("抖音", "快手"), "Unknown source '快手'"),
    (("抖音",), "Name two sources"),
]


@pytest.mark.parametrize(("words", "told"), REFUSED)
def test_sources_that_cannot_be_made_one_are_left_alone(
    shop: Shop, store: Path, register: Path, words: tuple[str, ...], told: str
) -> None:
    write(shop, "log-visit", "--from", register, as_="Li Na")
    before = tables(store)
    result = shop("source", "merge", *words, as_="Li Na")
    assert (result.code in (1, 2), told in result.err) == (True, True)
    assert tables(store) == before


def test_new_names_that_look_like_known_ones_are_told_with_them(shop: Shop, register: Path) -> None:
    shown = shop("log-visit", "--from", register, "--dry-run", as_="Li Na")
    assert "the consultant li na is new, and looks like Li Na" in shown.err
    assert "the source 抖因 is new, and looks like 抖音" in shown.err
    assert "the model Octavai is new, and looks like Octavia" in shown.err
    assert "new source: 抖音, 抖因 (like 抖音)" in shown.out
    summary = write(shop, "log-visit", "--from", register, as_="Li Na")
    assert summary["new_names"] == {
        "consultant": ["li na"],
        "model": ["Octavia", "Octavai"],
        "source": ["抖音", "抖因"],
        "like": {"consultant": {"li na": "Li Na"}, "model": {"Octavai": "Octavia"}, "source": {"抖因": "抖音"}},
    }


def test_strict_names_the_known_one(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "strict.csv"
    path.write_text("arrived_at,phone,consultant\n2026-11-20T09:10,13900000002,li na\n", encoding="utf-8")
    refused = shop("log-visit", "--from", path, "--strict", as_="Li Na")
    assert (refused.code, "the store knows Li Na" in refused.err) == (3, True)


def test_typed_new_names_are_told_too(shop: Shop) -> None:
    assert "Li Na, who is on the staff list" in shop("staff", "add", "li na", as_="Li Na").err
    write(shop, "source", "add", "school-fair", as_="Li Na")
    assert "looks like school-fair" in shop("source", "add", "schoolfair", as_="Li Na").err


TYPED = [
    (("edit", "customer", "c1", "--phone", "1234"), "fits no numbering plan"),
    (("edit", "customer", "c1", "--add-phone", "138001380"), "fits no numbering plan"),
    (("edit", "customer", "c1", "--add-phone", "13800138000"), "where there is none"),
    (("edit", "visit", 9, "--phone", "1234"), "fits no numbering plan"),
    (("log-visit", "--phone", "11111111111"), "where there is none"),
]


@pytest.mark.parametrize(("words", "told"), TYPED)
def test_a_phone_typed_by_hand_that_is_hardly_one_is_told(shop: Shop, words: tuple[object, ...], told: str) -> None:
    result = shop(*words, as_="Li Na")
    assert (result.code, told in result.err) == (0, True)
