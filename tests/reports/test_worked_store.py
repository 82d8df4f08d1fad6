"""What must hold of every report, whatever happened in the store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from leadctl.domain.figures import FUNNEL_STEPS, TRAFFIC_COUNTS, TRAFFIC_RATIOS
from tests.reports.conftest import CONSULTANTS, MONTHS, Desk

GROUPINGS = ("source", "consultant", "model")
READINGS = ((), ("--cohort",))


def _stages(figures: dict[str, Any]) -> dict[str, int]:
    churn: dict[str, int] = figures["churn"]
    return {stage["stage"]: stage["count"] for stage in figures["stages"]} | churn


def _listed(desk: Desk, *words: str) -> int:
    """How much the records behind a figure are: cars where they tell a number of cars."""
    return sum(record.get("count", 1) for record in desk.json("report", *words))


def _records(desk: Desk, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.json("report", *words)
    return found


def test_the_store_has_seen_everything(worked: Desk) -> None:
    """Else the tests below prove little: each kind of figure is above nothing in some month."""
    months = [worked.json("report", "--month", month) for month in MONTHS]
    traffic = [month["traffic"] for month in months]
    assert all(any(month[name] for month in traffic) for name in TRAFFIC_COUNTS)
    assert all(
        any(_stages(month["funnel"])[name] for month in months) for name in (*FUNNEL_STEPS, "defeat", "lost_contact")
    )
    verified = [month["churn"]["verification"] for month in months]
    assert all(any(found[name] for found in verified) for name in ("confirmed", "overturned", "pending"))


@pytest.mark.parametrize("reading", READINGS, ids=("activity", "cohort"))
@pytest.mark.parametrize("month", MONTHS)
def test_groups_add_up_to_the_whole_at_every_stage(worked: Desk, month: str, reading: tuple[str, ...]) -> None:
    asked = ("report", "funnel", "--month", month, *reading)
    whole = _stages(worked.json(*asked))
    for by in GROUPINGS:
        groups = [_stages(group) for group in worked.json(*asked, "--by", by)["groups"]]
        assert {name: sum(group[name] for group in groups) for name in whole} == whole, by


@pytest.mark.parametrize("month", MONTHS)
def test_a_consultants_funnel_is_their_group_of_the_whole(worked: Desk, month: str) -> None:
    groups = worked.json("report", "funnel", "--month", month, "--by", "consultant")["groups"]
    of = {group["group"]: _stages(group) for group in groups}
    for name in CONSULTANTS:
        own = _stages(worked.json("report", "funnel", "--month", month, "--consultant", name))
        assert own == of.get(name, dict.fromkeys(own, 0))


@pytest.mark.parametrize("month", MONTHS)
def test_no_stage_of_a_cohort_counts_more_than_the_stage_its_rate_is_of(worked: Desk, month: str) -> None:
    found = _stages(worked.json("report", "funnel", "--month", month, "--cohort"))
    assert all(before is None or found[stage] <= found[before] for stage, before in FUNNEL_STEPS.items()), found
    for by in GROUPINGS:
        for group in worked.json("report", "funnel", "--month", month, "--cohort", "--by", by)["groups"]:
            counts = _stages(group)
            assert all(before is None or counts[stage] <= counts[before] for stage, before in FUNNEL_STEPS.items()), (
                group
            )


@pytest.mark.parametrize("who", [(), ("--consultant", "Li Na")], ids=("all", "one"))
@pytest.mark.parametrize("reading", READINGS, ids=("activity", "cohort"))
@pytest.mark.parametrize("month", MONTHS)
def test_behind_every_stage_stand_as_many_records(
    worked: Desk, month: str, reading: tuple[str, ...], who: tuple[str, ...]
) -> None:
    asked = ("funnel", "--month", month, *reading, *who)
    for name, count in _stages(worked.json("report", *asked)).items():
        assert len(_records(worked, *asked, "--list", name)) == count, name


def _traffic_figures(figures: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for name in TRAFFIC_COUNTS:
        yield name, figures[name]
    for name in ("new_leads_by_grade", "new_leads_by_model", "open_leads_by_grade"):
        for part, count in figures[name].items():
            yield f"{name}.{part}", count


@pytest.mark.parametrize("who", [(), ("--consultant", "Wang Qiang")], ids=("all", "one"))
@pytest.mark.parametrize("month", MONTHS)
def test_behind_every_figure_of_the_traffic_stand_as_many_records(
    worked: Desk, month: str, who: tuple[str, ...]
) -> None:
    asked = ("traffic", "--month", month, *who)
    for name, count in _traffic_figures(worked.json("report", *asked)):
        records = _records(worked, *asked, "--list", name)
        cars = name.endswith("_sales")
        assert (sum(record["count"] for record in records) if cars else len(records)) == count, name


@pytest.mark.parametrize("month", MONTHS)
def test_behind_a_breakdown_stand_the_records_of_all_its_parts(worked: Desk, month: str) -> None:
    figures = worked.json("report", "traffic", "--month", month)
    for name in ("new_leads_by_grade", "new_leads_by_model", "open_leads_by_grade"):
        listed = _records(worked, "traffic", "--month", month, "--list", name)
        assert len(listed) == sum(figures[name].values()), name


def test_behind_a_ratio_stand_the_records_of_its_numerator(worked: Desk) -> None:
    asked = ("traffic", "--month", "2026-10", "--list")
    for ratio, (part, _) in TRAFFIC_RATIOS.items():
        assert _records(worked, *asked, ratio) == _records(worked, *asked, part)


def _defeat_figures(figures: dict[str, Any]) -> Iterator[tuple[str, int]]:
    yield "total", figures["total"]["total"]
    yield from figures["total"]["counts"].items()
    verification = figures["verification"]
    yield from ((name, count) for name, count in verification.items() if name != "coverage")
    yield "coverage", verification["confirmed"] + verification["overturned"]
    for row in figures["models"]:
        model = row["model"] or "none"
        yield f"models.{model}", row["total"]
        yield from ((f"models.{model}.{reason}", count) for reason, count in row["counts"].items())
    for row in figures["by_consultant"]:
        name = row.pop("consultant") or "none"
        yield f"by_consultant.{name}", row["churned"]
        yield from ((f"by_consultant.{name}.{figure}", count) for figure, count in row.items())
    yield from ((f"rivals.{row['rival']}", row["count"]) for row in figures["rivals"])
    yield from ((f"groups.{row['group']}", row["count"]) for row in figures["groups"])
    for name in ("overturned", "win_backs"):
        yield from ((f"{name}.{state}", count) for state, count in figures[name].items() if state != "won_rate")


@pytest.mark.parametrize("period", [("--month", "2026-09"), ("--month", "2026-10"), ("--year", "2026")])
def test_behind_every_figure_of_the_defeats_stand_as_many_records(worked: Desk, period: tuple[str, ...]) -> None:
    found = dict(_defeat_figures(worked.json("report", "defeats", *period)))
    assert len(found) > 30
    for name, count in found.items():
        assert len(_records(worked, "defeats", *period, "--list", name)) == count, name


@pytest.mark.parametrize("period", [("--month", "2026-09"), ("--month", "2026-10"), ("--year", "2026")])
def test_groups_of_reasons_and_fates_add_up_to_their_whole(worked: Desk, period: tuple[str, ...]) -> None:
    figures = worked.json("report", "defeats", *period)
    assert sum(row["count"] for row in figures["groups"]) == figures["total"]["total"]
    assert figures["overturned"]["total"] == figures["verification"]["overturned"]
    for name in ("overturned", "win_backs"):
        states = {state: count for state, count in figures[name].items() if state not in ("total", "won_rate")}
        assert sum(states.values()) == figures[name]["total"]


def test_a_year_is_its_months(worked: Desk) -> None:
    year = worked.json("report", "traffic", "--year", "2026")
    assert [month["month"] for month in year["months"]] == [f"2026-{number:02}" for number in range(1, 12)]
    assert year["months"][-2] == worked.json("report", "traffic", "--month", "2026-10")
    defeats = [worked.json("report", "defeats", "--month", month)["total"]["total"] for month in MONTHS]
    assert worked.json("report", "defeats", "--year", "2026")["total"]["total"] == sum(defeats)
    listed = _records(worked, "traffic", "--year", "2026", "--list", "test_drives")
    assert len(listed) == sum(month["test_drives"] for month in year["months"])


def test_the_managers_page_holds_the_same_figures(worked: Desk) -> None:
    page = worked.json("report", "--month", "2026-10")
    assert page["month"] == "2026-10"
    assert page["churn"] == worked.json("report", "defeats", "--month", "2026-10")
    for name in ("funnel", "traffic", "followups", "targets", "forecast"):
        assert page[name] == worked.json("report", name, "--month", "2026-10")


@pytest.mark.parametrize(
    ("figure", "report", "name"),
    [
        ("contacts", "funnel", "contacts"),
        ("funnel.contacts", "funnel", "contacts"),
        ("traffic.contacts", "traffic", "contacts"),
        ("first_visits", "traffic", "first_visits"),
        ("churn.price", "defeats", "price"),
        ("price", "defeats", "price"),
    ],
)
def test_the_managers_page_lists_the_figures_of_its_parts(worked: Desk, figure: str, report: str, name: str) -> None:
    month = ("--month", "2026-10", "--list")
    assert _records(worked, "month", *month, figure) == _records(worked, report, *month, name)


@pytest.mark.parametrize("month", MONTHS[:-1])
def test_the_active_leads_of_a_past_month_are_those_reported_on_its_last_evening(worked: Desk, month: str) -> None:
    """Though grades, owners and status have changed since, churns were overturned, sleepers woke."""
    assert worked.json("report", "traffic", "--month", month)["open_leads_by_grade"] == worked.stocks[month]
