"""Leads opened and orders taken, under what is known of the customers: for the profile of who comes and who buys."""

from __future__ import annotations

from leadctl.store.queries.figures.kinds import LEADS, ORDERS
from leadctl.store.queries.figures.measures import Measure, Part

_WHO = " LEFT JOIN customers AS who ON who.id = l.customer"
_AGE = "(substr({moment}, 1, 4) - substr(who.birthday, 1, 4) - (substr({moment}, 6, 5) < substr(who.birthday, 6, 5)))"
_AGE_GROUP = (
    "CASE WHEN who.birthday IS NULL THEN NULL WHEN {age} < 25 THEN 'under-25' WHEN {age} < 35 THEN '25-34'"
    " WHEN {age} < 45 THEN '35-44' WHEN {age} < 55 THEN '45-54' ELSE '55+' END"
)
_BUDGET = "coalesce((l.budget_low + l.budget_high) / 2, l.budget_low, l.budget_high)"
_BUDGET_BAND = (
    f"CASE WHEN {_BUDGET} IS NULL THEN NULL WHEN {_BUDGET} < 80000 THEN 'under-80k'"
    f" WHEN {_BUDGET} < 120000 THEN '80k-120k' WHEN {_BUDGET} < 160000 THEN '120k-160k'"
    f" WHEN {_BUDGET} < 200000 THEN '160k-200k' WHEN {_BUDGET} < 300000 THEN '200k-300k' ELSE '300k+' END"
)


def _groups(moment: str) -> dict[str, str]:
    """Of facts with this moment: the age is the one of that day."""
    return {
        "gender": "who.gender",
        "age": _AGE_GROUP.format(age=_AGE.format(moment=moment)),
        "district": "nullif(who.district, '')",
        "occupation": "nullif(who.occupation, '')",
        "budget": _BUDGET_BAND,
        "grade": "l.opened_grade",
        "month": f"substr({moment}, 1, 7)",
    }


_COMERS = LEADS._replace(joins=LEADS.joins + _WHO, groups={**LEADS.groups, **_groups("l.opened_at")})
_BUYERS = ORDERS._replace(joins=ORDERS.joins + _WHO, groups={**ORDERS.groups, **_groups("o.ordered_at")})

PEOPLE: dict[str, Measure] = {
    "leads": (Part(_COMERS),),
    "buyers": (Part(_BUYERS, "o.cancelled_at IS NULL"),),
}
"""Who comes: leads opened; who buys: orders not cancelled, a fleet being one customer."""
