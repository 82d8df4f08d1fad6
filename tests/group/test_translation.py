"""What a statement of a store becomes over a lake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from leadctl.store.queries.figures.definitions import AMOUNTS
from leadctl.store.queries.figures.measures import count_by

if TYPE_CHECKING:
    from leadctl.group.lake import Condition


def translate(sql: str, values: object = (), **how: object) -> str:
    from leadctl.group import translation

    return translation.translate(sql, values, "duckdb", **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        # The fact has what its lead is named for, so that the lead is not looked up.
        (
            "SELECT l.channel FROM orders AS o LEFT JOIN leads AS l ON l.id = o.lead",
            'SELECT o.lead_channel AS "lead_channel" FROM orders AS o',
        ),
        # The source that an order has is the one of its day, and not the lead's.
        (
            "SELECT l.source FROM orders AS o LEFT JOIN leads AS l ON l.id = o.lead",
            'SELECT l.source AS "source" FROM orders AS o LEFT JOIN leads AS l ON l.id = o.lead',
        ),
        (
            "SELECT (SELECT b.campaign FROM leads AS b WHERE b.id = v.lead) FROM visits AS v",
            'SELECT v.lead_campaign AS "lead_campaign" FROM visits AS v',
        ),
        # Under this name another table is meant.
        (
            "SELECT (SELECT b.campaign FROM leads AS b WHERE b.id = v.lead) FROM orders AS v",
            'SELECT (SELECT b.campaign FROM leads AS b WHERE b.id = v.lead) AS "c0" FROM orders AS v',
        ),
        ("SELECT 1 / x AS r FROM t", 'SELECT 1 / NULLIF(x, 0) AS "r" FROM t AS t'),
    ],
)
def test_a_fact_answers_what_is_asked_of_its_lead(sql: str, expected: str) -> None:
    assert translate(sql) == expected


def test_each_table_is_told_what_is_asked_of_its_rows() -> None:
    seen: list[tuple[str, list[tuple[str, str, str]]]] = []

    def use(table: str, asked: Sequence[Condition]) -> str:
        seen.append((table, [(one.column, one.operator, one.text) for one in asked]))
        return f"{table}_{len(seen)}"

    sql = (
        "SELECT count(*) FROM leads AS l WHERE l.opened_at >= :first AND l.due_by > '' AND l.grade = 'A' AND NOT EXISTS"
        " (SELECT 1 FROM orders AS o WHERE o.lead = l.id AND o.ordered_at < :end)"
    )
    made = translate(sql, {"first": "2026-10-01", "end": "2026-11-01"}, use_table=use)
    assert dict(seen) == {
        "leads": [("opened_at", ">=", "2026-10-01"), ("due_by", "", "")],
        "orders": [("ordered_at", "<", "2026-11-01")],
    }
    assert "FROM leads_1 AS l" in made
    assert "FROM orders_2 AS o" in made


def test_what_is_asked_of_another_row_is_asked_once_of_each() -> None:
    """Of each order whether a later one stands, for its count, its amount and whether it has one."""
    asked = []

    class Asked:
        def execute(self, sql: str, values: object) -> list[object]:
            asked.append(translate(sql, values))
            return []

    from leadctl.domain.periods import Span

    orders = {name: AMOUNTS[name] for name in ("orders_amount", "orders_with_amount")}
    count_by(Asked(), orders, Span("2026-10-01", "2026-11-01", "2026-11-22"), "store")  # type: ignore[arg-type]
    (sql,) = asked
    assert sql.count("EXISTS") == 1
    assert sql.count("orders AS n") == 1
