"""The manager's page: one month, the most important first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from leadctl.domain.traffic import RATIOS
from leadctl.render.defeats import defeats_tables
from leadctl.render.funnel import churn_line, funnel_table
from leadctl.render.page import Table
from leadctl.render.traffic import traffic_tables

_SHOWN = (
    "showroom_sales",
    "sub_dealer_sales",
    "wholesale_sales",
    "total_sales",
    *RATIOS,
    "open_leads_by_grade",
)
"""Of the traffic analysis: what a manager reads first. The funnel has the visits."""


def month_tables(data: Mapping[str, Any], translate: Callable[[str], str]) -> tuple[Table, ...]:
    """The month report's funnel, its ratios, and, if anybody churned, why and what was verified."""
    funnel, churn = data["funnel"], data["churn"]
    stages = funnel_table(funnel["stages"], reading=funnel["reading"], note=churn_line(funnel["churn"], translate))
    lost = defeats_tables(churn, translate) if churn["verification"]["churned"] else ()
    return (stages, *traffic_tables([data["traffic"]], translate, wanted=_SHOWN), *lost)
