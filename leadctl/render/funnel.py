"""The funnel: from traffic to delivery, with what was lost on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.locale import N_
from leadctl.locale.labels import FIGURES
from leadctl.render.page import Column, Table

COLUMNS = (
    Column("stage", N_("Stage"), labels=FIGURES),
    Column("count", N_("Count"), "int", bar=True),
    Column("step_rate", N_("Step rate"), "rate"),
    Column("overall_rate", N_("Overall"), "rate"),
)


def funnel_table(stages: Sequence[Mapping[str, object]], *, title: str = "", note: str = "") -> Table:
    """The stages of a funnel report (``stage``, ``count``, ``step_rate``, ``overall_rate``) with bars by their counts.

    Rates are fractions 0-1 or None; ``step_rate`` is of the stage that leads to it, ``overall_rate`` of new traffic.
    """
    return Table(COLUMNS, stages, title, note)
