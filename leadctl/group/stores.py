"""How the stores of a group rank, and what became of the leads that head office gave them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import quantiles

from leadctl.domain.figures import share
from leadctl.domain.league import Score, pace_of, place_people
from leadctl.domain.periods import Period
from leadctl.group.engine import LakeDatabase
from leadctl.group.lake import Survey
from leadctl.group.store_list import StoreLine
from leadctl.reports import JsonObject
from leadctl.store.core.rows import read_value
from leadctl.store.queries.figures.definitions import ACTIVITY, TRAFFIC
from leadctl.store.queries.figures.discipline import DISCIPLINE
from leadctl.store.queries.figures.measures import Measure, count_by_text

_MEASURES: Mapping[str, Measure] = {
    **{
        stage: ACTIVITY[stage]
        for stage in ("traffic", "new_traffic", "contacts", "leads", "met", "test_drives", "orders")
    },
    **{figure: DISCIPLINE[figure] for figure in ("due", "on_time", "sales")},
    "first_visits": TRAFFIC["first_visits"],
}

_RATIOS = {
    "contact_rate": ("contacts", "new_traffic"),
    "conversion": ("orders", "leads"),
    "deal_rate": ("sales", "first_visits"),
    "on_time_rate": ("on_time", "due"),
}
"""Ratio -> (numerator, denominator)."""

COMPARED = ("traffic", "leads", "sales", *_RATIOS, "pace")
"""The figures of which medians, quartiles and outliers are found."""


def rank_stores(lake: LakeDatabase, survey: Survey, stores: Sequence[StoreLine], period: Period) -> JsonObject:
    """The stores by what they sold, with the middles of the group; and what is missing.

    An outlier lies more than one and a half times the distance of the quartiles beyond them.
    """
    listed = {one.code: one for one in stores}
    nothing = dict.fromkeys(_MEASURES, 0)
    counted = count_by_text(lake.as_store(), _MEASURES, period.span, "store")
    targets = _read_targets(lake, period)
    rows: dict[str, JsonObject] = {}
    for found in survey.exports:
        code = found.manifest.code
        line, counts = listed.get(code), counted.get(code, nothing)
        target = line.target * len(period.whole_months) if line and line.target and period.whole_months else None
        planned = target if target is not None else targets.get(code)
        days = sum(month.days for month in period.whole_months)
        rows[code] = {
            "store": code,
            "name": line.name if line else found.manifest.name,
            "region": line.region if line else None,
            **counts,
            **{name: share(counts[part], counts[whole]) for name, (part, whole) in _RATIOS.items()},
            "target": planned,
            "pace": pace_of(counts["sales"], planned, period.days, days) if days else None,
            "exported_at": found.manifest.exported_at,
        }
    scores = {code: Score(row["sales"], _exact(row)) for code, row in rows.items()}
    places = place_people(scores)
    middles = {figure: _find_middles([row[figure] for row in rows.values()]) for figure in COMPARED}
    for code, row in rows.items():
        row |= places[code]._asdict()
        row["outliers"] = [figure for figure in COMPARED if _lies_outside(row[figure], middles[figure])]
    reported = set(rows) | {one.code for one in survey.left_out if one.code}
    return {
        "month": period.calendar_month,
        "span": period.to_json(),
        "stores": sorted(rows.values(), key=lambda row: (row["rank"], row["store"])),
        "quartiles": middles,
        "missing": [{"store": one.code, "name": one.name} for one in stores if one.code not in reported],
        "shared_customers": _count_shared(lake, survey),
    }


def _exact(row: JsonObject) -> Fraction | None:
    return Fraction(row["orders"], row["leads"]) if row["leads"] else None


def _read_targets(lake: LakeDatabase, period: Period) -> dict[str, int]:
    """Store -> the cars that its plans ask of all months of the period; without one of them it is left out."""
    months = [str(month) for month in period.whole_months]
    if not months:
        return {}
    named = ", ".join(f"'{month}'" for month in months)
    rows = lake.ask(
        f"SELECT store_code, sum(sales) FROM lake_targets WHERE planned IN ({named}) GROUP BY store_code"
        f" HAVING count(*) = {len(months)}"
    )
    return {str(code): int(sales) for code, sales in rows}


def _find_middles(values: Sequence[float | None]) -> dict[str, float | None]:
    """Lower quartile, median and upper quartile, between two values in proportion, as Excel's QUARTILE.INC."""
    known = [float(value) for value in values if value is not None]
    if not known:
        return {"lower": None, "median": None, "upper": None}
    lower, median, upper = quantiles(known, n=4, method="inclusive") if len(known) > 1 else known * 3
    return {"lower": lower, "median": median, "upper": upper}


def _lies_outside(value: float | None, middles: Mapping[str, float | None]) -> bool:
    lower, upper = middles["lower"], middles["upper"]
    if value is None or lower is None or upper is None:
        return False
    reach = 1.5 * (upper - lower)
    return not lower - reach <= value <= upper + reach


_SHARED = """
SELECT a.store_code, b.store_code, count(DISTINCT a.phone_hash)
FROM phones AS a JOIN phones AS b ON b.phone_hash = a.phone_hash AND b.store_code > a.store_code
GROUP BY a.store_code, b.store_code ORDER BY 3 DESC, 1, 2
"""


_SHARED_COUNT = """
SELECT count(*) AS customers
FROM (SELECT n.phone_hash FROM phones AS n GROUP BY n.phone_hash HAVING count(DISTINCT n.store_code) > 1) AS x
"""


def _count_shared(lake: LakeDatabase, survey: Survey) -> JsonObject | None:
    """Customers that two stores work, by the keyed hashes of their phones; None where not two stores have one key."""
    keys = Counter(one.manifest.key for one in survey.exports if one.manifest.key is not None)
    if not any(times > 1 for times in keys.values()):
        return None
    pairs = [{"stores": [first, second], "customers": count} for first, second, count in lake.ask(_SHARED)]
    counted = read_value(lake.as_store(), int, _SHARED_COUNT)
    return {"customers": counted, "pairs": pairs}


_ANSWERED = """
SELECT l.store_code AS store, count(*) AS leads,
    sum(CASE WHEN l.screened = 'A' THEN 1 ELSE 0 END) AS screened_a,
    sum(CASE WHEN l.screened IS NOT NULL THEN 1 ELSE 0 END) AS screened,
    sum(CASE WHEN l.met_at IS NOT NULL THEN 1 ELSE 0 END) AS shown,
    sum(CASE WHEN l.ordered_at IS NOT NULL THEN 1 ELSE 0 END) AS sales,
    sum(CASE WHEN l.called_at IS NOT NULL THEN 1 ELSE 0 END) AS called,
    sum(CASE WHEN strftime('%s', l.called_at) - strftime('%s', l.opened_at) <= 1800 THEN 1 ELSE 0 END) AS within_30,
    avg((strftime('%s', l.called_at) - strftime('%s', l.opened_at)) / 60.0) AS minutes
FROM (SELECT q.store_code, q.screened, q.met_at, q.ordered_at, q.opened_at,
        (SELECT min(c.at) FROM (SELECT s.lead, s.at FROM screenings AS s
            UNION ALL SELECT f.lead, f.at FROM followups AS f) AS c
            WHERE c.lead = q.id AND c.at >= q.opened_at) AS called_at
    FROM leads AS q JOIN sources AS o ON o.id = q.opened_source AND o.code = 'dispatch'
    WHERE q.opened_at >= :first AND q.opened_at < :end) AS l
GROUP BY l.store_code ORDER BY l.store_code
"""
_OF_LEADS = ("screened", "shown", "sales", "within_30")


def count_dispatched(lake: LakeDatabase, stores: Sequence[StoreLine], period: Period) -> JsonObject:
    """Of the leads from head office that were opened in a period, by store, to date: how soon they were called, how
    they were screened, who came, who ordered. ``minutes``: the mean until the first call, also at night."""
    names = {one.code: one.name for one in stores}
    rows = [
        dict(zip(row.keys(), row, strict=True)) | {"name": names.get(row["store"], row["store"])}
        for row in lake.execute(_ANSWERED, period.span.values())
    ]
    for row in rows:
        row |= {f"{name}_rate": share(row[name], row["leads"]) for name in _OF_LEADS}
    return {"month": period.calendar_month, "span": period.to_json(), "stores": rows}
