"""The finer steps of the funnel and what its stages are worth, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.reports.conftest import Desk

OCTOBER = ("report", "funnel", "--month", "2026-10")


@pytest.fixture
def october(desk: Desk, fill_once: FillOnce) -> Desk:
    """Three leads, an anonymous walk-in, and a caller; the second lead came twice again and bought two cars."""
    fill_once(desk.db, _work_october, desk)
    return desk


def _work_october(desk: Desk) -> None:
    desk.lead("13800138001", "--budget", "100000-140000", at="2026-10-01T10:00")
    fleet = desk.lead("13800138002", "--kind", "event", "--budget", "90000", at="2026-10-02T10:00")
    desk.lead("13800138003", "--kind", "online", "--source", "online", at="2026-10-03T10:00", as_="Wang Qiang")
    desk.run("log-visit", now="2026-10-03T11:00", as_="Li Na")
    desk.run("log-visit", "--kind", "call", now="2026-10-03T12:00", as_="Li Na")
    for day in (4, 5, 6):
        desk.lead("13800138002", at=f"2026-10-0{day}T10:00")
    desk.run("order", fleet, "--count", "2", "--price", "150000", now="2026-10-06T15:00", as_="Li Na")


def _steps(data: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {step["step"]: (step["count"], step["of"]) for step in data["steps"]}


def _values(data: dict[str, Any]) -> dict[str, tuple[float, int]]:
    return {value["stage"]: (value["amount"], value["with_amount"]) for value in data["values"]}


def test_contacts_are_counted_where_they_were_captured(october: Desk) -> None:
    data = october.json(*OCTOBER)
    # The event's lead walks in for the first time on 10-04: a first visit, and so new traffic in the showroom too.
    assert _steps(data) == {
        "showroom_contacts": (2, 3), "phone_contacts": (0, 1), "online_contacts": (1, 1), "outside_contacts": (1, 1),
        "returned": (1, 2),
    }  # fmt: skip
    rates = {step["step"]: (step["step_rate"], step["overall_rate"]) for step in data["steps"]}
    assert rates["showroom_contacts"] == (2 / 3, 2 / 6)
    assert rates["returned"] == (1 / 2, 1 / 6)


def test_the_places_add_up_to_the_contacts(worked: Desk) -> None:
    for month in ("2026-08", "2026-09", "2026-10", "2026-11"):
        data = worked.json("report", "funnel", "--month", month)
        contacts = next(stage["count"] for stage in data["stages"] if stage["stage"] == "contacts")
        assert sum(count for step, (count, _) in _steps(data).items() if step != "returned") == contacts > 0


def test_a_stage_is_worth_its_orders_prices_and_else_its_budgets(october: Desk) -> None:
    assert _values(october.json(*OCTOBER)) == {
        "leads": (120000 + 300000, 2), "orders": (300000, 1), "deliveries": (0, 0),
    }  # fmt: skip
    october.run("deliver", 2, now="2026-11-03T10:00", as_="Li Na")
    assert _values(october.json("report", "funnel"))["deliveries"] == (300000, 1)


def test_an_order_without_a_price_is_worth_the_budget(october: Desk) -> None:
    october.run("order", 1, now="2026-10-20T10:00", as_="Li Na")
    october.run("order", 3, now="2026-10-20T10:00", as_="Wang Qiang")
    assert _values(october.json(*OCTOBER))["orders"] == (420000, 2)


def test_in_the_cohort_they_are_of_the_leads_opened(october: Desk) -> None:
    october.run("deliver", 2, now="2026-11-03T10:00", as_="Li Na")
    data = october.json(*OCTOBER, "--cohort")
    assert _steps(data)["returned"] == (1, 2)
    assert _values(data) == {"leads": (420000, 2), "orders": (300000, 1), "deliveries": (300000, 1)}


@pytest.mark.parametrize("reading", [(), ("--cohort",)], ids=["activity", "cohort"])
@pytest.mark.parametrize("by", ["consultant", "source", "kind"])
def test_groups_add_up_in_every_step_and_value(worked: Desk, reading: tuple[str, ...], by: str) -> None:
    data = worked.json(*OCTOBER, *reading, "--by", by)
    for part, name, figures in (("steps", "step", ("count", "of")), ("values", "stage", ("amount", "with_amount"))):
        for place, row in enumerate(data[part]):
            for figure in figures:
                added = sum(group[part][place][figure] for group in data["groups"])
                assert added == pytest.approx(row[figure]), (row[name], figure)


def test_the_records_behind_a_step_are_as_many_as_it_counts(october: Desk) -> None:
    assert len(october.json(*OCTOBER, "--list", "showroom_contacts")) == 2
    assert [row["lead"] for row in october.json(*OCTOBER, "--list", "returned")] == [2]
    assert [row["lead"] for row in october.json(*OCTOBER, "--list", "leads_with_amount")] == [1, 2]
    assert [row["lead"] for row in october.json(*OCTOBER, "--list", "orders_amount")] == [2]


def test_people_read_three_digits_and_programs_the_sum(october: Desk) -> None:
    october.run("order", 1, "--price", "123456", now="2026-10-20T10:00", as_="Li Na")
    assert "423,000" in october.run(*OCTOBER, "--format", "plain")
    assert "423456" in october.run(*OCTOBER, "--format", "csv")


def test_a_plan_says_nothing_of_the_finer_steps(october: Desk) -> None:
    october.run("target", "set", "--month", "2026-10", "--sales", "20")
    other = october.json(*OCTOBER, "--compare", "target")["compare"]
    assert {step["count"] for step in other["steps"]} == {None}
    assert {value["amount"] for value in other["values"]} == {None}
