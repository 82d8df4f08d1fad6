"""A report's figures one by one, as they stand side by side for several periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from leadctl.domain.figures import TRAFFIC_RATIOS
from leadctl.locale.labels import FIGURES
from leadctl.named_tuple import NamedTuple
from leadctl.render.page import Translate

COUNT, RATE, DECIMAL, MONEY, STOCK, RANK = "count", "rate", "decimal", "money", "stock", "rank"
"""What a figure is: things counted, a fraction 0-1, a number with a decimal, yuan, what there is at the end, or a place
among others."""


CELLS = {COUNT: "number", RATE: "rate", DECIMAL: "decimal", MONEY: "money", STOCK: "number", RANK: "number"}
"""What a figure is -> the kind of a cell that holds it."""


class FigureRow(NamedTuple):
    """``figure``: its path, as ``--list`` takes it; ``label`` and ``section``: in the reader's language."""

    figure: str
    label: str
    value: float | None
    kind: str = COUNT
    section: str = ""


_DECIMALS = ("daily_traffic", "per_sale", "average_score", "ssi", "csi", "median_minutes")
_RATES = ("conversion", "pace")
_MONEY = ("cost", "cost_per_lead", "cost_per_sale", "reward", "paid")


def kind_of(name: str) -> str:
    """What a figure of this name is."""
    if name in _DECIMALS:
        return DECIMAL
    if name in _MONEY:
        return MONEY
    if name == RANK:
        return RANK
    if (
        name in TRAFFIC_RATIOS
        or name in _RATES
        or name.endswith(("rate", "share", "coverage"))
        or name.startswith("within_")
    ):
        return RATE
    return COUNT


def rows_of(
    values: Mapping[str, float | None],
    names: Iterable[str],
    translate: Translate,
    *,
    section: str = "",
    prefix: str = "",
    labels: Mapping[str, str] = FIGURES,
) -> Iterator[FigureRow]:
    """The figures of these names that the values have; ``prefix``: what stands before a name in its path."""
    for name in names:
        if name in values:
            label = translate(labels.get(name, name.replace("_", " ")))
            yield FigureRow(
                f"{prefix}{name}", label, values[name], kind_of(name), translate(section) if section else ""
            )
