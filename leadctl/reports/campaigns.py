"""What campaigns cost and brought: each one, by kind or source, and each by week, by model and by place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from leadctl.domain.campaigns import divide_cost
from leadctl.domain.figures import share
from leadctl.domain.periods import ALL_TIME, WEEK, Span, name_of
from leadctl.domain.record_lists import Record
from leadctl.errors import template
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.reports import EVENTS, Answer, Report, Request, unknown_figure
from leadctl.reports.grouping import NONE
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.campaigns import BY, CAMPAIGNS
from leadctl.store.queries.figures.measures import Measure, as_id, as_text, count_by, records
from leadctl.store.queries.lists import names
from leadctl.store.records.campaigns import Campaign, campaign_cards, usual_sources

COUNTED = tuple(name for name in CAMPAIGNS if name != "cost")
FIRST_KEYS = ("leads", "sales")


class Line(NamedTuple):
    """What one campaign, or one group of them, cost (yuan, to the fen) and brought in a span.

    ``kind`` and ``source`` are the card's; without one, ``source`` is what most of its leads have.
    """

    name: str | None
    kind: object
    source: object
    cost: float
    counts: Mapping[str, int]

    def value_of(self, by: str) -> object:
        """Its ``kind`` or ``source``."""
        return self.kind if by == "kind" else self.source

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
    # A campaign that says its source asks for nothing of its leads, which may be anywhere in the store.
    sourced = {name for name, card in cards.items() if card.source is not None}
    usual = {} if named <= sourced else usual_sources(db)
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
        value = line.value_of(by)
        groups.setdefault(None if value is None else str(value), []).append(line)
    ordered = sorted(groups.items(), key=lambda pair: (pair[0] is None, pair[0] or ""))
    return [total_of(lines, name).group_to_json(len(lines)) for name, lines in ordered]


WITHIN = ("week", "model", "district")
"""What the results of each campaign are divided by."""

_RESULTS = {name: CAMPAIGNS[name] for name in ("leads", "sales", "parties", "test_drives")}
"""What a week, a model or a place has a part of."""


def divide_campaigns(db: Database, span: Span, by: str) -> list[dict[str, object]]:
    """The results of each campaign by one of ``WITHIN``: weeks in their order, else the most leads first; None: not
    known. ``lead_share``: of the campaign's leads."""
    found: dict[str, list[tuple[str | None, dict[str, int]]]] = defaultdict(list)
    for (campaign, value), counts in count_by(db, _RESULTS, span, BY, by).items():
        if any(counts.values()):
            found[str(campaign)].append((_name_part(db, by, value), counts))
    rows: list[dict[str, object]] = []
    for campaign in sorted(found, key=lambda name: (-_sum_leads(found[name]), name)):
        leads = _sum_leads(found[campaign])
        for group, counts in sorted(found[campaign], key=lambda part: _part_key(by, part)):
            share_of = {"lead_share": share(counts["leads"], leads)}
            rows.append({"campaign": campaign, "group": group, **counts, **share_of})
    return rows


def _name_part(db: Database, by: str, value: object) -> str | None:
    if by == WEEK:
        return name_of(WEEK, str(value))
    return names(db, "models").get(as_id(value) or 0) if by == "model" else as_text(value)


def _part_key(by: str, part: tuple[str | None, Mapping[str, int]]) -> tuple[object, ...]:
    name, counts = part
    return (name is None, 0 if by == WEEK else -counts["leads"], name or "")


def _sum_leads(parts: Iterable[tuple[str | None, Mapping[str, int]]]) -> int:
    return sum(counts["leads"] for _, counts in parts)


def _build(db: Database, request: Request) -> Answer:
    if request.by and request.by[0] in WITHIN:
        return Answer(divide_campaigns(db, request.period.span, request.by[0]), {"by": request.by[0]})
    if request.by:
        (by,) = request.by
        return Answer(count_campaigns_by(db, request.period.span, by), {"by": by})
    return Answer([line.to_json() for line in campaigns(db, request.period.span)])


def list_records(db: Database, request: Request, figure: str) -> list[Record]:
    """The records behind a figure of all campaigns, behind ``NAME.figure`` of one, with ``by`` behind
    ``GROUP.figure``, or behind ``NAME.GROUP.figure`` where each campaign is divided. Raises WrongUsage."""
    name, _, one = figure.rpartition(".")
    measure = CAMPAIGNS.get(_RATIOS.get(one, one))
    by = request.by[0] if request.by else ""
    if measure is None or (by in WITHIN and name and one not in _RESULTS):
        shape = "CAMPAIGN.GROUP.FIGURE" if by in WITHIN else "GROUP.FIGURE" if by else "CAMPAIGN.FIGURE"
        raise unknown_figure(figure, (*CAMPAIGNS, *_RATIOS, shape))
    span = request.period.span
    if by in WITHIN and name:
        found = records_of_part(db, measure, span, by, name)
        if found is None:
            raise unknown_figure(figure, (*_RESULTS, "CAMPAIGN.GROUP.FIGURE"))
        return found
    if by and name:
        wanted = [line.name for line in campaigns(db, span) if str(line.value_of(by) or NONE) == name]
        return [record for one in wanted for record in records(db, measure, span, {BY: one})]
    return records(db, measure, span, {BY: name} if name else {})


def records_of_part(db: Database, measure: Measure, span: Span, by: str, name: str) -> list[Record] | None:
    """Those of a week, a model or a place of a campaign, ``NAME.GROUP``; None where there is no such part."""
    for campaign, value in count_by(db, _RESULTS, span, BY, by):
        if name == f"{campaign}.{_name_part(db, by, value) or NONE}":
            return records(db, measure, span, {BY: campaign, by: value})
    return None


_RATIOS = {"cost_per_lead": "cost", "cost_per_sale": "cost"}


REPORT = Report(
    N_("Campaigns"),
    _build,
    list_records,
    periods=(*EVENTS, ALL_TIME),
    dimensions=("kind", "source", *WITHIN),
    most_dimensions=1,
    row_key=("campaign", "group"),
    store_only=template("A campaign's cost is nobody's in particular; leave --consultant out."),
)
