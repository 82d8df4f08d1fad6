"""The figures of a period in a few lines, for a chat group: ``report send-text``."""

from __future__ import annotations

from leadctl.domain.figures import share
from leadctl.domain.periods import PREVIOUS
from leadctl.reports import JsonObject, Request
from leadctl.reports.month import month_page
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.definitions import ACTIVITY
from leadctl.store.queries.figures.measures import count

_BEFORE = ("traffic", "leads", "orders")
_BEST = 3


def build_summary(db: Database, request: Request) -> JsonObject:
    """The figures as JSON has them, each as the manager's page counts it. ``before``: of the period before;
    ``best``: who sold most cars, three at most; ``team``: whether it is of everybody; ``expected``: at the end of the
    running month, None of other periods; ``first_reason``: the most frequent one of a defeat; ``leak``: the worst."""
    period = request.period
    page = month_page(db, period, request.reading).to_json()
    found: JsonObject = dict(page)
    stages = {stage["stage"]: stage["count"] for stage in found["funnel"]["stages"]}
    measures = {name: ACTIVITY[name] for name in _BEFORE}
    before = count(db, measures, period.find_earlier(PREVIOUS).span)
    plan = found["targets"]["standing"] if found["targets"] else None
    sold = found["traffic"]["showroom_sales"]
    return {
        "month": found["month"],
        "span": period.to_json(),
        "last_day": period.last_day,
        "sold": sold,
        "target": plan["sales"]["target"] if plan else None,
        "reached": share(sold, plan["sales"]["target"]) if plan and plan["sales"]["target"] else None,
        "days_left": plan["remaining"] if plan else None,
        "expected": _find_expected(found) if plan else None,
        "stages": stages,
        "leads_planned": plan["leads"]["target"] if plan else None,
        "before": before,
        "due": found["followups"]["team"]["due"],
        "on_time_rate": found["followups"]["team"]["on_time_rate"],
        "follow_ups": found["followups"]["team"]["follow_ups"],
        "advances": found["followups"]["team"]["advances"],
        "overdue_now": found["followups"]["team"]["overdue_now"] if period.runs else None,
        "best": _list_best(found["followups"]["consultants"]),
        "team": period.consultant is None,
        "defeats": found["churn"]["total"]["total"],
        "lost_contact": found["funnel"]["churn"]["lost_contact"],
        "first_reason": _find_first_reason(found["churn"]["total"]["counts"]),
        "leak": found["leaks"][0] if found["leaks"] else None,
    }


def _find_expected(page: JsonObject) -> float | None:
    end = (page["forecast"] or {}).get("month_end")
    return None if end is None else end["total"]


def _list_best(rows: list[JsonObject]) -> list[JsonObject]:
    sellers = [row for row in rows if row["consultant"] is not None and row["sales"]]
    sellers.sort(key=lambda row: (-row["sales"], row["consultant"]))
    return [{"consultant": row["consultant"], "sales": row["sales"]} for row in sellers[:_BEST]]


def _find_first_reason(counts: dict[str, int]) -> JsonObject | None:
    reason = max(counts, key=lambda name: counts[name], default=None)
    return {"reason": reason, "count": counts[reason]} if reason is not None and counts[reason] else None
