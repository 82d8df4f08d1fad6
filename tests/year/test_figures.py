"""Every figure of the example year, in every week, month and quarter, by every dimension: the parts are the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadctl.domain.periods import MONTH, QUARTER, WEEK, Period, year_period
from leadctl.reports.grouping import BY, count_groups
from leadctl.store.access import read_store
from leadctl.store.queries.figures.measures import count
from leadctl.store.queries.figures.registry import all_figures

TODAY = "2026-11-22"
YEAR = year_period(2026, TODAY)
ONCE_IN_THE_WHOLE = {
    # Who counts in two months counts once in the year.
    "funnel.met", "funnel.test_drives", "funnel.orders", "funnel.deliveries", "traffic.test_drives",
    "campaigns.test_drives", "funnel.returned", "funnel.orders_amount", "funnel.orders_with_amount",
    "funnel.deliveries_amount", "funnel.deliveries_with_amount",
    # Of what was open, or sold to leads of the same time.
    "owners.open", "forecast.out_of_funnel", "cohort.traffic", "cohort.new_traffic", "cohort.contacts",
}  # fmt: skip


@pytest.mark.parametrize("period", YEAR.list_begun(QUARTER), ids=str)
def test_groups_of_one_dimension_and_of_two_add_up_in_every_quarter(year_store: Path, period: Period) -> None:
    with read_store(str(year_store)) as db:
        for name, figure in all_figures().items():
            asked = {name: figure.measure}
            whole = count(db, asked, period.span)[name]
            ways: list[tuple[str, ...]] = [(one,) for one in figure.dimensions]
            ways += [("consultant", "source")] if {"consultant", "source"} <= set(figure.dimensions) else []
            for by in ways:
                added = sum(counts[name] for counts in count_groups(db, asked, period.span, by).values())
                assert added == whole if figure.adds_up else added >= whole, (name, by)


@pytest.mark.parametrize("unit", [WEEK, MONTH, QUARTER])
def test_parts_of_the_year_add_up_to_it(year_store: Path, unit: str) -> None:
    figures = {name: figure.measure for name, figure in all_figures().items()}
    with read_store(str(year_store)) as db:
        whole = count(db, figures, YEAR.span)
        parts = [count(db, figures, piece.span) for piece in YEAR.divide(unit)]
    for name, counted in whole.items():
        added = sum(part[name] for part in parts)
        if name in ONCE_IN_THE_WHOLE:
            assert name in ("owners.open", "forecast.out_of_funnel") or added >= counted, name
        else:
            assert added == pytest.approx(counted), name


def test_a_consultants_figures_are_their_group(year_store: Path) -> None:
    figures = {name: figure.measure for name, figure in all_figures().items() if "consultant" in figure.dimensions}
    with read_store(str(year_store)) as db:
        groups = count_groups(db, figures, YEAR.span, ("consultant",))
        ids = {name: number for number, name in db.execute("SELECT id, name FROM staff").fetchall()}
        for (name,), counts in groups.items():
            if name is not None:
                own = Period(YEAR.first, YEAR.end, TODAY, ids[name], unit=YEAR.unit)
                assert count(db, figures, own.span) == counts, name


def test_all_dimensions_divide_something_of_the_year(year_store: Path) -> None:
    visits = all_figures()["funnel.leads"].measure
    with read_store(str(year_store)) as db:
        for dimension in BY:
            if dimension != "district":
                assert len(count_groups(db, {"leads": visits}, YEAR.span, (dimension,))) > 1, dimension
