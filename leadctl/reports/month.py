"""The manager's page: the month's funnel, its traffic analysis and its churn."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from leadctl.domain.funnel import STEPS
from leadctl.errors import WrongUsage
from leadctl.reports.defeats import Defeats, behind_defeats, defeats
from leadctl.reports.funnel import Funnel, behind_funnel, funnel
from leadctl.reports.period import Period, unknown_figure
from leadctl.reports.traffic import SHAPES, Traffic, behind_traffic, known_figures, traffic
from leadctl.store.connection import Database
from leadctl.store.figures.definitions import CHURN
from leadctl.store.figures.measures import Record

_SHAPES = ("funnel.FIGURE", "traffic.FIGURE", "churn.FIGURE")


@dataclass(frozen=True, slots=True)
class MonthPage:
    """The reports of one month."""

    month: str
    funnel: Funnel
    traffic: Traffic
    churn: Defeats

    def record(self) -> dict[str, object]:
        """All of it as JSON has it."""
        return {
            "month": self.month,
            "funnel": asdict(self.funnel),
            "traffic": self.traffic.record(),
            "churn": self.churn.record(),
        }


def month_page(db: Database, period: Period, reading: str) -> MonthPage:
    """The page of one month."""
    return MonthPage(str(period), funnel(db, period, reading), traffic(db, period), defeats(db, period))


def behind_month(db: Database, period: Period, reading: str, figure: str) -> list[Record]:
    """The records behind ``funnel.X``, ``traffic.X`` or ``churn.X``; a bare name is looked for in this order.

    Raises WrongUsage for a name that none of the three knows.
    """
    report, _, part = figure.partition(".")
    if report == "funnel" and part:
        return behind_funnel(db, period, reading, part)
    if report == "traffic" and part:
        return behind_traffic(db, period, part)
    if report == "churn" and part:
        return behind_defeats(db, period, part)
    if figure in STEPS or figure in CHURN:
        return behind_funnel(db, period, reading, figure)
    if figure in known_figures(db):
        return behind_traffic(db, period, figure)
    try:
        return behind_defeats(db, period, figure)
    except WrongUsage as error:
        raise unknown_figure(figure, tuple(dict.fromkeys((*STEPS, *CHURN, *SHAPES, *_SHAPES)))) from error
