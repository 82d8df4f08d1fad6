"""What campaigns cost and brought: each one, by kind, or by source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leadctl.domain.campaigns import divide_cost
from leadctl.domain.periods import ALL_TIME, Span
from leadctl.domain.record_lists import Record
from leadctl.errors import template
from leadctl.locale import N_
from leadctl.reports import EVENTS, Answer, Report, Request, unknown_figure
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.campaigns import BY, CAMPAIGNS
from leadctl.store.queries.figures.measures import count_by, records
from leadctl.store.records.campaigns import Campaign, campaign_cards, usual_sources

COUNTED = tuple(name for name in CAMPAIGNS if name != "cost")
FIRST_KEYS = ("leads", "sales")


@dataclass(frozen=True, slots=True)
class Line:
    """What one campaign, or one group of them, cost (yuan, to the fen) and brought in a span.

    ``kind`` and ``source`` are the card's; without one, ``source`` is what most of its leads have.
    """

    name: str | None
    kind: object
    source: object
    cost: float
    counts: Mapping[str, int]

    def figures(self) -> dict[str, object]:
        """All figures; ``cost_per_lead`` and ``cost_per_sale`` unrounded, None where there are none."""
        leads, sales = self.counts["leads"], self.counts["sales"]
        first = {"cost": self.cost, "leads": leads, "sales": sales}
        return first | {"cost_per_lead": divide_cost(self.cost, leads), "cost_per_sale": divide_cost(self.cost, sales)}

    def to_json(self) -> dict[str, object]:
        """As JSON has a campaign."""
        more = {key: self.counts[key] for key in COUNTED if key not in FIRST_KEYS}
        return {"campaign": self.name, **self.figures(), "kind": self.kind, "source": self.source, **more}

    def group_to_json(self, campaigns: int) -> dict[str, object]:
        """As JSON has a group of this many campaigns."""
        more = {key: self.counts[key] for key in COUNTED if key not in FIRST_KEYS}
        return {"group": self.name, "campaigns": campaigns, **self.figures(), **more}


def campaigns(db: Database, span: Span) -> list[Line]:
    """Every campaign of the span: what was spent on it, and what came of it, in these days.

    That is one with a figure, or with a day of its own in the span; most leads first. Costs count on the day
    they were spent, leads on the day they were opened, sales on the order's; an invitation list with its campaign.
    """
    found = {str(key[0]): counts for key, counts in count_by(db, CAMPAIGNS, span, BY).items()}
    cards = {card.campaign: card for card in campaign_cards(db)}
    named = {name for name, counts in found.items() if any(counts.values())}
    named |= {name for name, card in cards.items() if _runs_in(card, span)}
    usual = usual_sources(db)
    lines = [_make_line(name, cards.get(name), found.get(name, {}), usual.get(name)) for name in named]
    return sorted(lines, key=lambda line: (-line.counts["leads"], -line.cost, line.name or ""))


def _runs_in(card: Campaign, span: Span) -> bool:
    """A campaign without a day belongs to all time only."""
    first = card.starts_on or ""
    last = card.ends_on or first
    return first < span.end and last >= span.first


def _make_line(name: str, card: Campaign | None, counts: Mapping[str, int], usual: str | None) -> Line:
    whole = {key: int(counts.get(key, 0)) for key in COUNTED}
    cost = round(float(counts.get("cost", 0)), 2)
    if card is None:
        return Line(name, None, usual, cost, whole)
    return Line(name, card.kind, card.source or usual, cost, whole)


def total_of(lines: Iterable[Line], name: str | None = None) -> Line:
    """Several campaigns as one."""
    parts = list(lines)
    counts = {key: sum(line.counts[key] for line in parts) for key in COUNTED}
    return Line(name, None, None, round(sum(line.cost for line in parts), 2), counts)


def count_campaigns_by(db: Database, span: Span, by: str) -> list[dict[str, object]]:
    """The same by ``kind`` or ``source`` of campaign; those without one stand under None, last."""
    groups: dict[str | None, list[Line]] = {}
    for line in campaigns(db, span):
        value = line.kind if by == "kind" else line.source
        groups.setdefault(None if value is None else str(value), []).append(line)
    ordered = sorted(groups.items(), key=lambda pair: (pair[0] is None, pair[0] or ""))
    return [total_of(lines, name).group_to_json(len(lines)) for name, lines in ordered]


def _build(db: Database, request: Request) -> Answer:
    if request.by:
        (by,) = request.by
        return Answer(count_campaigns_by(db, request.period.span, by), {"by": by})
    return Answer([line.to_json() for line in campaigns(db, request.period.span)])


def list_records(db: Database, request: Request, figure: str) -> list[Record]:
    """The records behind a figure of all campaigns, or behind ``NAME.figure`` of one. Raises WrongUsage."""
    name, _, one = figure.rpartition(".")
    measure = CAMPAIGNS.get(_RATIOS.get(one, one))
    if measure is None:
        raise unknown_figure(figure, (*CAMPAIGNS, *_RATIOS, "CAMPAIGN.FIGURE"))
    return records(db, measure, request.period.span, {BY: name} if name else {})


_RATIOS = {"cost_per_lead": "cost", "cost_per_sale": "cost"}


REPORT = Report(
    N_("Campaigns"),
    _build,
    list_records,
    periods=(*EVENTS, ALL_TIME),
    dimensions=("kind", "source"),
    most_dimensions=1,
    row_key=("campaign", "group"),
    store_only=template("A campaign's cost is nobody's in particular; leave --consultant out."),
)
