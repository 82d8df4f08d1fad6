"""Registers sent again: the same, grown, changed, overlapping, or out of order."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

HEADER = "arrived_at,name,phone,kind,source,model,grade,consultant,note\n"
THREE = (
    HEADER
    + "2026-11-20T09:05,张伟,13800138001,walk-in,showroom,Lavida,A,Li Na,\n"
    + "2026-11-20T10:15,李静,13800138002,walk-in,referral,Lavida,B,Wang Qiang,两口子来看车\n"
    + "2026-11-21T14:30,,,walk-in,showroom,,,,\n"
)


def visits_in(shop: Any, *days: str) -> int:
    return sum(len(shop.run("visits", "--on", day, "--json").json) for day in days)


def counts(summary: dict[str, Any]) -> tuple[int, int, int, int]:
    return summary["visits"], summary["updated"], summary["unchanged"], summary["rejected"]


def test_the_same_file_again_changes_nothing(shop: Any) -> None:
    path = shop.file("r.csv", THREE)
    shop.batch(path)
    before = shop.due("--all")
    again = shop.batch(path)
    assert counts(again) == (0, 0, 3, 0)
    assert (again["leads"], again["customers"]) == (0, 0)
    assert shop.due("--all") == before


def test_the_same_content_under_another_name_and_form_is_unchanged(shop: Any) -> None:
    shop.batch(shop.file("r.csv", THREE))
    assert counts(shop.batch(shop.file("r.tsv", THREE.replace(",", "\t")))) == (0, 0, 3, 0)


def test_overlapping_files_add_only_what_is_new(shop: Any) -> None:
    lines = [f"2026-11-20T1{n}:00,客户{n},1380013810{n},walk-in,showroom,Lavida,B,Li Na,\n" for n in range(6)]
    assert counts(shop.batch(shop.file("a.csv", HEADER + "".join(lines[:4])))) == (4, 0, 0, 0)
    # rows 2 and 3 are in both
    assert counts(shop.batch(shop.file("b.csv", HEADER + "".join(lines[2:])))) == (2, 0, 2, 0)


def test_a_register_may_grow_every_night(shop: Any) -> None:
    shop.batch(shop.file("r.csv", THREE))
    grown = THREE + "2026-11-22T08:00,赵雷,13800138009,walk-in,showroom,Lavida,H,Li Na,\n"
    assert counts(shop.batch(shop.file("r.csv", grown))) == (1, 0, 3, 0)


def test_changed_cells_are_updated(shop: Any) -> None:
    shop.batch(shop.file("r.csv", THREE))
    changed = shop.file("r.csv", THREE.replace("两口子来看车", "两口子来看车，要现车"))
    assert counts(shop.batch(changed)) == (0, 1, 2, 0)
    assert visits_in(shop, "2026-11-20", "2026-11-21") == 3
    assert "要现车" in shop.run("show", "13800138002").out


def test_an_updated_grade_reaches_the_lead(shop: Any) -> None:
    shop.batch(shop.file("r.csv", THREE))
    shop.batch(shop.file("r.csv", THREE.replace("Lavida,A", "Lavida,H")))
    assert {row["phone"]: row["grade"] for row in shop.due("--all")}["13800138001"] == "H"


def test_empty_cells_erase_nothing(shop: Any) -> None:
    shop.batch(shop.file("r.csv", THREE))
    emptied = shop.file("r.csv", THREE.replace("两口子来看车", ""))
    assert counts(shop.batch(emptied)) == (0, 0, 3, 0)
    assert "两口子来看车" in shop.run("show", "13800138002").out


def test_equal_rows_of_one_file_are_so_many_visits(shop: Any) -> None:
    same = "2026-11-20T09:05,,,walk-in,showroom,,,,\n"
    assert counts(shop.batch(shop.file("r.csv", HEADER + same * 2))) == (2, 0, 0, 0)
    assert counts(shop.batch(shop.file("r.csv", HEADER + same * 2))) == (0, 0, 2, 0)
    # the third such row is new
    assert counts(shop.batch(shop.file("r.csv", HEADER + same * 3))) == (1, 0, 2, 0)
    assert visits_in(shop, "2026-11-20") == 3


IDS = {"lead", "customer_id", "visit", "followup", "operation", "id", "order", "churn", "grade_change", "leads"}


def without_ids(tree: Any) -> Any:
    """A JSON value whose numbers of records are dropped, and whose lists are in an order of their own."""
    if isinstance(tree, dict):
        return {key: without_ids(value) for key, value in tree.items() if not (key in IDS and isinstance(value, int))}
    if isinstance(tree, list):
        return sorted((without_ids(value) for value in tree), key=lambda value: json.dumps(value, sort_keys=True))
    return tree


def month_of_rows() -> list[str]:
    """Sixty visits of twelve customers: returns, regrades, other consultants, all at different minutes."""
    chance = random.Random(7)
    rows = []
    for n in range(60):
        phone = 13800138100 + chance.randrange(12)
        day, hour = 1 + n // 3, 9 + 3 * (n % 3)
        grade = chance.choice(["H", "A", "B", "C", "N", ""])
        consultant = chance.choice(["Li Na", "Wang Qiang", ""])
        model = chance.choice(["Lavida", "Passat", ""])
        kind = chance.choice(["walk-in", "walk-in", "call"])
        rows.append(
            f"2026-11-{day:02}T{hour:02}:10,客{phone % 100},{phone},{kind},,{model},{grade},{consultant},第{n}次\n"
        )
    return rows


def test_rows_out_of_order_end_in_the_same_state_as_rows_in_order(open_with: Callable[..., Any]) -> None:
    rows = month_of_rows()
    shuffled = rows[:]
    random.Random(11).shuffle(shuffled)
    sorted_shop, shuffled_shop = open_with(name="sorted"), open_with(name="shuffled")
    sorted_shop.batch(sorted_shop.file("r.csv", HEADER + "".join(rows)))
    shuffled_shop.batch(shuffled_shop.file("r.csv", HEADER + "".join(shuffled)))
    _same_state(sorted_shop, shuffled_shop)


def test_files_out_of_order_end_in_the_same_state_as_one_file_in_order(open_with: Callable[..., Any]) -> None:
    rows = month_of_rows()
    whole, halves = open_with(name="whole"), open_with(name="halves")
    whole.batch(whole.file("r.csv", HEADER + "".join(rows)))
    halves.batch(halves.file("late.csv", HEADER + "".join(rows[30:])))
    halves.batch(halves.file("early.csv", HEADER + "".join(rows[:30])))
    assert without_ids(whole.due("--all")) == without_ids(halves.due("--all"))


def _same_state(one: Any, other: Any) -> None:
    listed = one.due("--all", "--on", "2026-12-31")
    assert without_ids(listed) == without_ids(other.due("--all", "--on", "2026-12-31"))
    assert listed
    for row in listed:
        cards = [without_ids(shop.run("show", row["phone"], "--json").json) for shop in (one, other)]
        assert cards[0] == cards[1]


def test_a_row_that_stands_twice_counts_twice_and_that_is_said(shop: Any) -> None:
    row = "2026-11-20T09:05,张伟,13800138001,walk-in,showroom,Lavida,A,Li Na,\n"
    path = shop.file("r.csv", HEADER + row + row + "2026-11-20T09:05,,,walk-in,,,,,\n" * 2)
    result = shop.run("import", "visits", path)
    assert visits_in(shop, "2026-11-20") == 4
    assert "1 row says the minute, kind and person of another row" in result.err
    assert "of 2026-11-20 09:05 张伟. If they are one: leadctl delete visit ID" in result.err
    assert "another row" not in shop.run("import", "visits", path).err
