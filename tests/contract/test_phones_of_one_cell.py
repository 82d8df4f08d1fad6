"""Two phones in one cell are one customer's, also where other rows of the file have one of them alone."""

from __future__ import annotations

from typing import Any

import pytest

HEAD = "arrived_at,name,phone"
BOTH = "2026-11-20 10:00,赵敏,13900010001/13900010002"
FIRST = "2026-11-20 09:00,赵敏,13900010001"
SECOND = "2026-11-20 09:30,赵敏,13900010002"


def _send(shop: Any, *rows: str) -> dict[str, Any]:
    return dict(shop.batch(shop.file("register.csv", "\n".join((HEAD, *rows)) + "\n")))


@pytest.mark.parametrize(
    "rows",
    [(SECOND, BOTH), (BOTH, SECOND), (SECOND, FIRST, BOTH), (BOTH, "2026-11-21 09:00,,13900010002")],
    ids=["before", "after in the file", "both alone", "a later visit without a name"],
)
def test_the_second_phone_alone_is_the_same_customer(shop: Any, rows: tuple[str, ...]) -> None:
    summary = _send(shop, *rows)
    assert (summary["visits"], summary["customers"], summary["leads"]) == (len(rows), 1, 1)
    found = {
        lead["customer_id"]
        for phone in ("13900010001", "13900010002")
        for lead in shop.run("find", phone, "--json").json
    }
    assert len(found) == 1
    assert (again := _send(shop, *rows))["unchanged"] == len(rows), again
    shop.run("doctor")


def test_a_chain_of_cells_is_one_customer(shop: Any) -> None:
    chain = "2026-11-20 11:00,赵敏,13900010002 13900010003"
    summary = _send(shop, BOTH, chain, "2026-11-20 12:00,赵敏,13900010003")
    assert (summary["visits"], summary["customers"]) == (3, 1)


def test_a_customer_of_the_store_takes_the_second_phone_first(shop: Any) -> None:
    _send(shop, FIRST)
    assert _send(shop, FIRST, SECOND, BOTH)["customers"] == 0
    shop.run("doctor")


def test_phones_of_two_customers_stay_with_them_and_are_told(shop: Any) -> None:
    other = "2026-11-20 09:30,钱伟,13900010002"
    _send(shop, FIRST, other)
    path = shop.file("register.csv", f"{HEAD}\n{FIRST}\n{other}\n{BOTH}\n")
    assert "if both are one person: leadctl merge" in shop.run("log-visit", "--from", path).err


def test_the_customer_goes_with_the_batch_that_made_it(shop: Any) -> None:
    _send(shop, SECOND, BOTH)
    shop.run("undo")
    assert shop.run("find", "13900010002", "--json").json == []
