"""Figures of the reports: what is counted, which shares and ratios are made of the counts, and what they say.

The funnel, the traffic analysis and the discipline of follow-ups each have their counts and ratios here. Changes are
the differences between a report's figures as they were kept and as they are now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leadctl.annotations import TYPE_CHECKING
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import TypeGuard


def share(part: int, whole: int) -> float | None:
    """``part`` of ``whole`` as an unrounded fraction; None where there is nothing to divide by."""
    return part / whole if whole else None


FUNNEL_STEPS: dict[str, str | None] = {
    "traffic": None,
    "new_traffic": "traffic",
    "contacts": "new_traffic",
    "leads": "contacts",
    "met": "leads",
    "test_drives": "met",
    "orders": "leads",
    "deliveries": "orders",
}
"""Stage -> the stage that its step rate is of."""

FUNNEL_BASE = "new_traffic"
"""What overall rates are of; traffic, which comes before it, has none."""


class Stage(NamedTuple):
    """One stage: its count, and its rates as unrounded fractions (None: nothing to divide by)."""

    stage: str
    count: int  # type: ignore[assignment]
    step_rate: float | None
    overall_rate: float | None


def funnel_stages(counts: Mapping[str, int]) -> list[Stage]:
    """The stages in their order, from the count of each."""
    return [
        Stage(
            stage,
            counts[stage],
            None if before is None else share(counts[stage], counts[before]),
            None if before is None else share(counts[stage], counts[FUNNEL_BASE]),
        )
        for stage, before in FUNNEL_STEPS.items()
    ]


FINER_STEPS: dict[str, str] = {
    **{f"{place}_contacts": f"{place}_traffic" for place in ("showroom", "phone", "online", "outside")},
    "returned": "met",
}
"""Finer step of the funnel -> what its rate is of: contacts captured at a place, of the new traffic there; leads that
came again, of those that came."""

VALUED_STAGES = ("leads", "orders", "deliveries")
"""The stages that are worth an amount."""


class Step(NamedTuple):
    """A finer step, counted ``of`` so many; its rates are unrounded fractions, the overall one of new traffic."""

    step: str
    count: int  # type: ignore[assignment]
    of: int
    step_rate: float | None
    overall_rate: float | None


class Value(NamedTuple):
    """What a stage is worth in yuan; ``with_amount``: how many of it have an amount at all."""

    stage: str
    amount: float
    with_amount: int


def funnel_steps(counts: Mapping[str, int]) -> list[Step]:
    """The finer steps in their order."""
    return [
        Step(step, counts[step], counts[of], share(counts[step], counts[of]), share(counts[step], counts[FUNNEL_BASE]))
        for step, of in FINER_STEPS.items()
    ]


def funnel_values(counts: Mapping[str, float]) -> list[Value]:
    """What the stages are worth that have an amount."""
    return [Value(stage, counts[f"{stage}_amount"], int(counts[f"{stage}_with_amount"])) for stage in VALUED_STAGES]


TRAFFIC_COUNTS = (
    "traffic",
    "first_visits",
    "calls",
    "event",
    "referral",
    "contacts",
    "test_drives",
    "stay_30",
    "return_visits",
    "showroom_sales",
    "sub_dealer_sales",
    "wholesale_sales",
    "total_sales",
)
"""What the traffic analysis counts."""

TRAFFIC_RATIOS = {
    "daily_traffic": ("traffic", "days"),
    "deal_rate": ("showroom_sales", "first_visits"),
    "contact_rate": ("contacts", "first_visits"),
    "test_drive_rate": ("test_drives", "first_visits"),
    "stay_30_rate": ("stay_30", "first_visits"),
    "return_share": ("return_visits", "traffic"),
    "sub_dealer_share": ("sub_dealer_sales", "total_sales"),
    "wholesale_share": ("wholesale_sales", "total_sales"),
    "showroom_share": ("showroom_sales", "total_sales"),
}
"""Ratio -> (numerator, denominator), both counts; ``days`` are those of the month that have begun."""


def traffic_ratios(counts: Mapping[str, int], days: int) -> dict[str, float | None]:
    """The ratios as unrounded fractions, daily traffic in visits a day; None where the divisor is 0."""
    known = {**counts, "days": days}
    return {name: share(known[part], known[whole]) for name, (part, whole) in TRAFFIC_RATIOS.items()}


DISCIPLINE_COUNTS = (
    "due",
    "on_time",
    "first_due",
    "first_on_time",
    "overdue_now",
    "released",
    "follow_ups",
    "late_entries",
    "advances",
    "sales",
    "sale_follow_ups",
)
"""What is counted of whom in the discipline of follow-ups.

``due``: windows that ended or were answered in the month; ``first_due_day``: first windows of the leads opened in it,
once their last day has passed; ``released``: leads that went to the common pool for neglect; ``follow_ups``: answered
ones; ``late_entries``: those of them entered after their day; ``advances``: those that moved something; ``sales``:
cars ordered and not cancelled; ``sale_follow_ups``: the follow-ups of their leads before the order."""

DISCIPLINE_RATIOS = {
    "on_time_rate": ("on_time", "due"),
    "first_next_day_rate": ("first_on_time", "first_due"),
    "per_sale": ("sale_follow_ups", "sales"),
    "advance_rate": ("advances", "follow_ups"),
}
"""Ratio -> (numerator, denominator)."""

RULE_OF_THUMB: Mapping[str, float | None] = {
    "0": 0.02,
    "1": 0.03,
    "2": 0.05,
    "3": 0.10,
    "4-11": 0.80,
    "12+": None,
}
"""After how many follow-ups the trade's sales close: 2 % at the first meeting, 80 % after the 4th to 11th."""


class Depth(NamedTuple):
    """Sales that closed after so many follow-ups, and what fraction of all that is."""

    after: str
    sales: int
    share: float | None
    rule_of_thumb: float | None


def depth_of(follow_ups: int) -> str:
    """The step of ``RULE_OF_THUMB`` that a sale after so many follow-ups belongs to."""
    if follow_ups < 4:
        return str(follow_ups)
    return "4-11" if follow_ups < 12 else "12+"


NAMING_KEYS = ("stage", "step", "source", "grade", "model", "consultant", "channel", "rival", "group", "after", "week")
"""Keys whose values name an entry of a list, wherever it stands in it."""

GROWING_KEYS = ("counts", "shares", "new_leads_by_grade", "new_leads_by_model", "open_leads_by_grade")
"""Figures by what is on a store's own lists, which may grow: a new key is news, elsewhere a figure learnt since."""


Figures = dict[tuple[str, ...], float | None]
"""Path -> number; None: null."""


class Change(NamedTuple):
    """A figure, named by its path (``funnel.stages.orders.count``), as it was kept and as it is now.

    None: the figure was not there.
    """

    figure: str
    kept: float | None
    now: float | None


def changes(kept: object, now: object) -> list[Change]:
    """The numbers that differ, in the order in which they were kept; new ones come last. What was not there and is 0
    now has not changed; null (nothing to divide by) was there."""
    before, after = dict(_numbers(kept, ())), dict(_numbers(now, ()))
    return [
        Change(".".join(path), before.get(path), after.get(path))
        for path in dict.fromkeys((*before, *after))
        if not _same(before, after, path)
    ]


def _same(before: Figures, after: Figures, path: tuple[str, ...]) -> bool:
    if path in before and path in after:
        return before[path] == after[path]
    return not (before.get(path) or after.get(path))


def known_then(kept: object, now: object, name: str = "") -> object:
    """``now`` without the figures that nobody counted yet when ``kept`` was; ``name``: the key it stands under."""
    if isinstance(kept, dict) and isinstance(now, dict) and name not in GROWING_KEYS:
        return {key: known_then(kept[key], value, key) for key, value in now.items() if key in kept}
    if isinstance(kept, list) and isinstance(now, list):
        had = {key: value for entry in kept if isinstance(entry, dict) for key, value in entry.items()}
        return [known_then(had, entry) for entry in now] if had else now
    return now


def _numbers(tree: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float | None]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _numbers(value, (*path, str(key)))
    elif isinstance(tree, list):
        for place, value in enumerate(tree):
            yield from _numbers(value, (*path, _entry_name(value, place)))
    elif _is_number(tree) and path[-1] not in NAMING_KEYS:
        yield path, tree


def _is_number(value: object) -> TypeGuard[float | None]:
    return value is None or (isinstance(value, (int, float)) and not isinstance(value, bool))


def _entry_name(entry: object, place: int) -> str:
    """An entry of a list by what names it (several names joined), else by its place."""
    if not isinstance(entry, dict):
        return str(place)
    named = [str(entry[key]) for key in NAMING_KEYS if entry.get(key) is not None]
    unnamed = any(key in entry for key in NAMING_KEYS)
    return "/".join(named) if named else "none" if unnamed else str(place)
