"""The profile of customers, told by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.reports.conftest import MONTHS, Desk

OCTOBER = ("report", "profile", "--month", "2026-10")


@pytest.fixture
def people(desk: Desk, fill_once: FillOnce) -> Desk:
    """Three leads of October and one of August; the first buys a fleet, the second orders and cancels."""
    fill_once(desk.db, _come_and_buy, desk)
    return desk


def _come_and_buy(desk: Desk) -> None:
    told = (
        ("2026-10-02", "--gender", "male", "--model", "X5", "--budget", "10-12万", "--grade", "H"),
        ("2026-10-03", "--gender", "female", "--model", "S3", "--budget", "150000", "--grade", "A"),
        ("2026-10-04", "--model", "S3"),
        ("2026-08-05", "--gender", "male", "--model", "X5", "--budget", "7万", "--grade", "H"),
    )
    for number, (day, *words) in enumerate(told, start=1):
        desk.lead(f"1380013800{number}", *words, at=f"{day}T10:00")
    desk.run("edit", "customer", "c1", "--birthday", "1991-10-02", "--district", "Pudong", "--occupation", "nurse")
    desk.run("edit", "customer", "c2", "--birthday", "1991-10-04", "--district", "Pudong")
    desk.run("order", 1, "--count", "3", now="2026-10-20T10:00", as_="Li Na")
    desk.run("order", 2, now="2026-10-20T10:00", as_="Li Na")
    desk.run("cancel", 2, now="2026-10-21T10:00", as_="Li Na")


def _of(data: dict[str, Any], by: str) -> dict[str | None, tuple[int, int]]:
    return {row["group"]: (row["leads"], row["buyers"]) for row in data["profile"] if row["by"] == by}


def test_customers_are_told_by_each_trait(people: Desk) -> None:
    data = people.json(*OCTOBER)
    assert (data["leads"], data["buyers"]) == (3, 1)
    assert _of(data, "gender") == {"male": (1, 1), "female": (1, 0), None: (1, 0)}
    assert _of(data, "district") == {"Pudong": (2, 1), None: (1, 0)}
    assert _of(data, "occupation") == {"nurse": (1, 1), None: (2, 0)}
    assert _of(data, "model") == {"S3": (2, 0), "X5": (1, 1)}
    assert _of(data, "budget") == {"80k-120k": (1, 1), "120k-160k": (1, 0), None: (1, 0)}


def test_an_age_is_the_one_of_the_day_on_which_they_came(people: Desk) -> None:
    """On 10-02 one turns 35; the other turns 35 on the day after she came."""
    assert _of(people.json(*OCTOBER), "age") == {"25-34": (1, 0), "35-44": (1, 1), None: (1, 0)}


def test_shares_are_of_all_also_of_those_of_whom_it_is_not_known(people: Desk) -> None:
    rows = [row for row in people.json(*OCTOBER)["profile"] if row["by"] == "gender"]
    assert [row["lead_share"] for row in rows] == [1 / 3, 1 / 3, 1 / 3]
    assert [row["buyer_share"] for row in rows] == [1.0, 0.0, 0.0]


def test_needs_have_a_column_a_month(people: Desk) -> None:
    data = people.json(*OCTOBER)
    assert data["months"] == ["2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"]
    needs = {(row["by"], row["group"]): (row["counts"], row["shares"]) for row in data["needs"]}
    assert needs["model", "X5"] == ([0, 0, 0, 1, 0, 1], [None, None, None, 1.0, None, 1 / 3])
    assert needs["budget", "under-80k"][0] == [0, 0, 0, 1, 0, 0]
    assert needs["grade", "H"][0] == [0, 0, 0, 1, 0, 1]
    assert needs["grade", None][0] == [0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("month", MONTHS)
def test_every_trait_adds_up_to_the_leads_and_orders_of_the_month(worked: Desk, month: str) -> None:
    data = worked.json("report", "profile", "--month", month)
    traffic = worked.json("report", "traffic", "--month", month)
    assert data["leads"] == sum(traffic["new_leads_by_model"].values())
    assert data["buyers"] == traffic["new_leads_by_grade"]["O"]
    for by in ("gender", "age", "district", "occupation", "model", "budget"):
        assert sum(leads for leads, _ in _of(data, by).values()) == data["leads"], by
        assert sum(buyers for _, buyers in _of(data, by).values()) == data["buyers"], by
    for by in ("model", "budget", "grade"):
        assert sum(row["counts"][-1] for row in data["needs"] if row["by"] == by) == data["leads"], by


@pytest.mark.parametrize("who", [(), ("--consultant", "Li Na")], ids=("all", "one"))
def test_behind_every_figure_stand_as_many_records(worked: Desk, people: Desk, who: tuple[str, ...]) -> None:
    for desk in (worked, people):
        asked = (*OCTOBER, *who)
        data = desk.json(*asked)
        for name in ("leads", "buyers"):
            assert len(desk.json(*asked, "--list", name)) == data[name]
        for row in data["profile"]:
            for name in ("leads", "buyers"):
                listed = desk.json(*asked, "--list", f"{name}.{row['by']}.{row['group'] or 'none'}")
                assert len(listed) == row[name], row
        for row in data["needs"]:
            for month, count in zip(data["months"], row["counts"], strict=True):
                listed = desk.json(*asked, "--list", f"needs.{month}.{row['by']}.{row['group'] or 'none'}")
                assert len(listed) == count, (month, row)


@pytest.mark.parametrize("figure", ["happiness", "leads.gender.cat", "leads.zodiac.none", "needs.2019-01.model.X5"])
def test_an_unknown_figure_is_answered_with_the_known_ones(people: Desk, figure: str) -> None:
    assert "leads.BY.GROUP" in people.run(*OCTOBER, "--list", figure, code=2)


def test_what_is_known_of_nobody_is_left_out_for_people(people: Desk) -> None:
    printed = people.run(*OCTOBER)
    assert "Pudong" in printed
    assert "Occupation" in printed
    assert "District" not in people.run("report", "profile", "--month", "2026-08")


def test_a_month_without_customers_says_so(desk: Desk) -> None:
    assert "No new leads" in desk.run(*OCTOBER)


def test_csv_has_a_line_a_group_and_a_line_a_need_and_month(people: Desk) -> None:
    printed = people.run(*OCTOBER, "--format", "csv")
    assert "district,Pudong,2,0.6666666666666666,1,1.0" in printed
    assert "model,X5,2026-08,1,1.0" in printed
