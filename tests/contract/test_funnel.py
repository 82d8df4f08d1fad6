"""The funnel of a small month whose every record is told below."""

from __future__ import annotations

from typing import Any

import pytest

STAGES = ["traffic", "new_traffic", "contacts", "leads", "met", "test_drives", "orders", "deliveries"]
P1, P2, P3 = "13800138001", "13800138002", "13800138003"


@pytest.fixture
def autumn(shop: Any, fill_once: Any) -> Any:
    """October: six visits, three leads, one order, one defeat; November: a meeting and a delivery."""
    fill_once(shop.db, _work_autumn, shop)
    return shop


def _work_autumn(shop: Any) -> None:
    lavida, passat = ("--model", "Lavida"), ("--model", "Passat")
    first = ("--grade", "A", "--test-drive", "--source", "showroom", *lavida)
    one = shop.visit(P1, *first, at="2026-10-02T10:00", as_="Li Na")["lead"]
    two = shop.visit(P2, "--grade", "B", "--source", "referral", *passat, at="2026-10-03T10:00", as_="Wang Qiang")[
        "lead"
    ]
    shop.visit(None, "--source", "showroom", at="2026-10-04T10:00", as_="Mei")
    shop.visit(P3, "--kind", "call", "--source", "phone", *lavida, at="2026-10-05T10:00", as_="Li Na")
    shop.visit(P1, at="2026-10-10T10:00", as_="Li Na")
    shop.visit(None, "--return", at="2026-10-12T10:00", as_="Mei")
    shop.do("order", one, now="2026-10-11T10:00")
    shop.do("defeat", two, "--reason", "price", now="2026-10-20T10:00", as_="Wang Qiang")
    shop.do("deliver", one, now="2026-11-05T10:00")
    shop.visit(P3, at="2026-11-06T10:00", as_="Li Na")


def funnel(shop: Any, *options: str) -> dict[str, Any]:
    figures: dict[str, Any] = shop.run("report", "funnel", *options, "--json", as_="Chen Jing").json
    return figures


def counts(figures: dict[str, Any]) -> dict[str, int]:
    return {stage["stage"]: stage["count"] for stage in figures["stages"]}


def test_the_funnel_has_the_keys_and_stages_of_the_contract(autumn: Any) -> None:
    figures = funnel(autumn, "--month", "2026-10")
    assert figures.keys() >= {"month", "reading", "stages", "churn"}
    assert (figures["month"], figures["reading"]) == ("2026-10", "activity")
    assert [stage["stage"] for stage in figures["stages"]] == STAGES
    for stage in figures["stages"]:
        assert stage.keys() >= {"stage", "count", "step_rate", "overall_rate"}


def test_activity_counts_what_happened_in_the_month(autumn: Any) -> None:
    assert counts(funnel(autumn, "--month", "2026-10")) == {
        "traffic": 6,
        "new_traffic": 4,  # without the two return visits
        "contacts": 3,  # one of the four left no phone
        "leads": 3,
        "met": 2,  # P1 and P2 stood before us, P3 only called
        "test_drives": 1,
        "orders": 1,
        "deliveries": 0,  # delivered in November
    }


def test_activity_counts_older_leads_in_the_month_of_the_deed(autumn: Any) -> None:
    november = counts(funnel(autumn, "--month", "2026-11"))
    # P3, who had called in October, is seen for the first time in November: a first visit, so new traffic,
    # but no new lead; P1 is delivered
    assert (november["traffic"], november["new_traffic"], november["leads"]) == (1, 1, 0)
    assert (november["met"], november["orders"], november["deliveries"]) == (1, 0, 1)


def test_a_cohort_counts_what_became_of_the_months_leads(autumn: Any) -> None:
    figures = funnel(autumn, "--month", "2026-10", "--cohort")
    assert figures["reading"] == "cohort"
    found = counts(figures)
    assert (found["leads"], found["met"], found["test_drives"], found["orders"], found["deliveries"]) == (3, 3, 1, 1, 1)


def test_each_rate_is_of_its_own_stage(autumn: Any) -> None:
    stages = {stage["stage"]: stage for stage in funnel(autumn, "--month", "2026-10")["stages"]}
    steps = {name: stage["step_rate"] for name, stage in stages.items() if name != "traffic"}
    assert steps == {
        "new_traffic": 4 / 6,  # of traffic
        "contacts": 3 / 4,  # of new traffic
        "leads": 1.0,  # 3/3 of contacts
        "met": 2 / 3,  # of leads
        "test_drives": 1 / 2,  # of met
        "orders": 1 / 3,  # of leads
        "deliveries": 0.0,  # 0/1 of ordered
    }
    overall = [stages[name]["overall_rate"] for name in STAGES[1:]]
    # each of new traffic (4)
    assert overall == [1.0, 3 / 4, 3 / 4, 2 / 4, 1 / 4, 1 / 4, 0.0]


def test_a_rate_of_nothing_is_null(autumn: Any) -> None:
    stages = {stage["stage"]: stage for stage in funnel(autumn, "--month", "2026-08")["stages"]}
    assert {stage["count"] for stage in stages.values()} == {0}
    assert {stages[name]["step_rate"] for name in STAGES[1:]} == {None}


def test_the_churn_of_the_month_stands_beside(autumn: Any) -> None:
    assert funnel(autumn, "--month", "2026-10")["churn"] == {"defeat": 1, "lost_contact": 0}
    assert funnel(autumn, "--month", "2026-11")["churn"] == {"defeat": 0, "lost_contact": 0}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("consultant", {"Li Na": 2, "Wang Qiang": 1}),
        ("source", {"showroom": 1, "referral": 1, "phone": 1}),
        ("model", {"Lavida": 2, "Passat": 1}),
    ],
)
def test_the_funnel_is_split_into_groups(autumn: Any, by: str, expected: dict[str, int]) -> None:
    figures = funnel(autumn, "--month", "2026-10", "--by", by)
    assert figures.keys() >= {"month", "reading", "groups"}
    for group in figures["groups"]:
        assert group.keys() >= {"group", "stages", "churn"}
    leads = {group["group"]: counts(group)["leads"] for group in figures["groups"]}
    assert {group: count for group, count in leads.items() if count} == expected


def test_groups_add_up_to_the_whole(autumn: Any) -> None:
    whole = counts(funnel(autumn, "--month", "2026-10"))
    for by in ("consultant", "source", "model"):
        groups = [counts(group) for group in funnel(autumn, "--month", "2026-10", "--by", by)["groups"]]
        for stage in ("traffic", "new_traffic", "contacts", "leads", "orders", "deliveries"):
            assert sum(group[stage] for group in groups) == whole[stage], (by, stage)


def test_an_unknown_grouping_is_wrong_usage(autumn: Any) -> None:
    autumn.run("report", "funnel", "--by", "zodiac", code=2)


@pytest.mark.parametrize(
    ("figure", "count"), [("traffic", 6), ("contacts", 3), ("leads", 3), ("met", 2), ("orders", 1)]
)
def test_behind_each_figure_stand_its_records(autumn: Any, figure: str, count: int) -> None:
    listed = autumn.run("report", "funnel", "--month", "2026-10", "--list", figure, "--json").json
    assert len(listed) == count


def test_an_unknown_figure_is_refused(autumn: Any) -> None:
    autumn.run("report", "funnel", "--month", "2026-10", "--list", "happiness", code=(1, 2))


def test_a_cancelled_order_leaves_the_funnel(autumn: Any) -> None:
    lead = autumn.visit("13800138007", at="2026-10-25T10:00")["lead"]
    autumn.do("order", lead, now="2026-10-26T10:00")
    assert counts(funnel(autumn, "--month", "2026-10"))["orders"] == 2
    autumn.do("cancel", lead, now="2026-11-02T10:00")
    assert counts(funnel(autumn, "--month", "2026-10"))["orders"] == 1


def test_an_overturned_churn_leaves_the_funnel(autumn: Any) -> None:
    autumn.do("verify", P2, "overturned", now="2026-11-02T10:00", as_="Zhao Min")
    assert funnel(autumn, "--month", "2026-10")["churn"] == {"defeat": 0, "lost_contact": 0}
