"""Why leads are lost: the matrix, its shares, and how much of it was verified."""

from __future__ import annotations

from typing import Any

import pytest


def lost(shop: Any, n: int, model: str, *how: str, day: int = 5, month: int = 10) -> int:
    lead: int = shop.visit(f"138001380{n:02}", "--model", model, at=f"2026-{month:02}-01T10:{n:02}")["lead"]
    shop.do("defeat", lead, *how, now=f"2026-{month:02}-{day:02}T10:00")
    return lead


@pytest.fixture
def autumn(shop: Any, fill_once: Any) -> tuple[Any, list[int]]:
    """Six churns of October: Lavida price 2, brand 1; Passat price 1, gave-up 1; one lost contact."""
    return shop, fill_once(shop.db, _lose_six, shop)


def _lose_six(shop: Any) -> list[int]:
    return [
        lost(shop, 1, "Lavida", "--reason", "price"),
        lost(shop, 2, "Lavida", "--reason", "price"),
        lost(shop, 3, "Lavida", "--reason", "brand", "--rival", "Toyota Corolla"),
        lost(shop, 4, "Passat", "--reason", "price"),
        lost(shop, 5, "Passat", "--reason", "gave-up"),
        lost(shop, 6, "Passat", "--lost-contact"),
    ]


def defeats(shop: Any, *period: str) -> dict[str, Any]:
    figures: dict[str, Any] = shop.run("report", "defeats", *(period or ("--month", "2026-10")), "--json").json
    return figures


def cell(row: dict[str, Any], figures: dict[str, Any], key: str, reason: str) -> Any:
    """A figure of the matrix, whether the row holds a mapping by reason or a list beside ``reasons``."""
    cells = row[key]
    if isinstance(cells, dict):
        return cells.get(reason, 0)
    codes = [
        *("brand", "price", "exterior", "interior", "equipment", "power", "quality"),
        *("unfriendly", "service", "quote", "unprofessional", "late", "promise", "gave-up"),
    ]
    return cells[codes.index(reason)]


def row_of(figures: dict[str, Any], model: str) -> dict[str, Any]:
    row: dict[str, Any] = next(row for row in figures["models"] if row["model"] == model)
    return row


def test_the_report_has_the_keys_of_the_contract(autumn: tuple[Any, list[int]]) -> None:
    figures = defeats(autumn[0])
    assert figures.keys() >= {"period", "reasons", "models", "total", "verification", "by_consultant", "rivals"}
    assert figures["period"] == "2026-10"
    assert figures["total"].keys() >= {"total", "counts", "shares"}
    assert figures["verification"].keys() >= {
        "churned", "confirmed", "overturned", "unreachable", "pending", "coverage",
    }  # fmt: skip
    for row in figures["models"]:
        assert row.keys() >= {"model", "total", "counts", "shares"}


def test_the_matrix_counts_model_by_reason(autumn: tuple[Any, list[int]]) -> None:
    figures = defeats(autumn[0])
    lavida, passat = row_of(figures, "Lavida"), row_of(figures, "Passat")
    assert [cell(lavida, figures, "counts", reason) for reason in ("price", "brand", "gave-up")] == [2, 1, 0]
    assert [cell(passat, figures, "counts", reason) for reason in ("price", "brand", "gave-up")] == [1, 0, 1]
    assert lavida["total"] == 3


def test_shares_are_of_the_models_total(autumn: tuple[Any, list[int]]) -> None:
    figures = defeats(autumn[0])
    lavida = row_of(figures, "Lavida")
    assert cell(lavida, figures, "shares", "price") == pytest.approx(2 / 3)
    assert cell(lavida, figures, "shares", "brand") == pytest.approx(1 / 3)


def test_the_totals_row_gives_the_share_of_all(autumn: tuple[Any, list[int]]) -> None:
    figures = defeats(autumn[0])
    total = figures["total"]
    # three by price; a lost contact has no reason: five defeats
    assert cell(total, figures, "counts", "price") == 3
    assert total["total"] == 5
    assert cell(total, figures, "shares", "price") == pytest.approx(3 / 5)


def test_coverage_is_confirmed_and_overturned_of_all_churned(autumn: tuple[Any, list[int]]) -> None:
    shop, leads = autumn
    shop.do("verify", leads[0], "confirmed", now="2026-10-06T10:00", as_="Zhao Min")
    shop.do("verify", leads[1], "overturned", now="2026-10-06T10:00", as_="Zhao Min")
    for day in (6, 7, 8):
        shop.do("verify", leads[2], "unreachable", now=f"2026-10-{day:02}T10:00", as_="Zhao Min")
    found = defeats(shop)["verification"]
    assert (found["churned"], found["confirmed"], found["overturned"]) == (6, 1, 1)
    assert (found["unreachable"], found["pending"]) == (1, 3)
    assert found["coverage"] == pytest.approx(2 / 6)


def test_an_overturned_defeat_leaves_the_matrix(autumn: tuple[Any, list[int]]) -> None:
    shop, leads = autumn
    shop.do("verify", leads[1], "overturned", now="2026-11-06T10:00", as_="Zhao Min")
    figures = defeats(shop)
    assert cell(row_of(figures, "Lavida"), figures, "counts", "price") == 1
    assert figures["total"]["total"] == 4


def test_the_month_is_that_of_the_defeat(shop: Any) -> None:
    lost(shop, 1, "Lavida", "--reason", "price", day=31)
    lost(shop, 2, "Lavida", "--reason", "price", day=1, month=11)
    assert [defeats(shop, "--month", month)["total"]["total"] for month in ("2026-10", "2026-11")] == [1, 1]


def test_a_year_takes_all_its_months(shop: Any) -> None:
    lost(shop, 1, "Lavida", "--reason", "price", month=9)
    lost(shop, 2, "Lavida", "--reason", "brand", month=10)
    figures = defeats(shop, "--year", "2026")
    assert str(figures["period"]) == "2026"
    assert figures["total"]["total"] == 2


def test_a_month_without_defeats_has_no_coverage(shop: Any) -> None:
    figures = defeats(shop)
    assert (figures["total"]["total"], figures["verification"]["churned"]) == (0, 0)
    assert figures["verification"]["coverage"] is None


def test_the_rival_is_named(autumn: tuple[Any, list[int]]) -> None:
    assert "Toyota Corolla" in str(defeats(autumn[0])["rivals"])


def test_all_reasons_of_the_trade_can_be_given(shop: Any) -> None:
    codes = [
        *("brand", "price", "exterior", "interior", "equipment", "power", "quality"),
        *("unfriendly", "service", "quote", "unprofessional", "late", "promise", "gave-up"),
    ]
    for n, code in enumerate(codes):
        lost(shop, n, "Lavida", "--reason", code)
    figures = defeats(shop)
    assert [cell(row_of(figures, "Lavida"), figures, "counts", code) for code in codes] == [1] * 14
