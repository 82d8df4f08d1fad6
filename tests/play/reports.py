"""Every report of a month against the ledger: its figures, the records behind them, and what they add up to."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.play.figures import Month
from tests.play.ledger import Loss
from tests.play.shop import Shop

STEPS = {
    "new_traffic": "traffic", "contacts": "new_traffic", "leads": "contacts", "met": "leads", "test_drives": "met",
    "orders": "leads", "deliveries": "orders",
}  # fmt: skip
"""Stage of the funnel -> the stage that its rate is of."""

Reading = tuple[str, ...]
READINGS: tuple[Reading, ...] = ((), ("--cohort",))
Report = dict[str, Any]


def read_report(shop: Shop, name: str, month: Month, *words: str) -> Any:
    return shop.ask("report", name, "--month", month.month, *words)


def known_by(records: list[Report]) -> list[Any]:
    """What each record is known by: a visit, an order (once a car), a churn, else a lead."""
    known: list[Any] = []
    for record in records:
        if "churn" in record:
            known.append((record["lead"], record["at"]))
        else:
            name = next(name for name in ("visit", "order", "lead") if name in record)
            known += [record[name]] * record.get("count", 1)
    return sorted(known)


# traffic


def check_traffic(shop: Shop, month: Month, *listed: str) -> None:
    """Each count; of those ``listed`` also the records."""
    found = read_report(shop, "traffic", month)
    for figure, ids in month.traffic().items():
        assert found[figure] == len(ids), figure
        if figure in listed:
            assert known_by(read_report(shop, "traffic", month, "--list", figure)) == ids, figure
    parts = [found[figure] for figure in ("first_visits", "return_visits", "calls", "event")]
    assert found["traffic"] == sum(parts) + sum(visit.get("kind") == "online" for visit in month.visits)
    sold, others = len(month.traffic()["showroom_sales"]), month.other_sales()
    assert (found["sub_dealer_sales"], found["wholesale_sales"]) == others
    assert found["total_sales"] == sold + sum(others)
    if "total_sales" in listed:
        records = read_report(shop, "traffic", month, "--list", "total_sales")
        assert sum(sale["count"] for sale in records) == sold + sum(others)


def check_ratios(shop: Shop, month: Month, days: int) -> None:
    found, counts = read_report(shop, "traffic", month), {name: len(ids) for name, ids in month.traffic().items()}
    first, others = counts["first_visits"], month.other_sales()
    total = counts["showroom_sales"] + sum(others)
    assert found["days"] == days
    assert found["daily_traffic"] == counts["traffic"] / days
    parts = {"deal_rate": "showroom_sales", "contact_rate": "contacts"}
    parts |= {"test_drive_rate": "test_drives", "stay_30_rate": "stay_30"}
    assert {rate: found[rate] for rate in parts} == {rate: _rate(counts[part], first) for rate, part in parts.items()}
    assert found["return_share"] == _rate(counts["return_visits"], counts["traffic"])
    assert found["sub_dealer_share"] == _rate(others[0], total)
    assert found["wholesale_share"] == _rate(others[1], total)
    assert found["showroom_share"] == _rate(counts["showroom_sales"], total)


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def check_breakdowns(shop: Shop, month: Month, *, listed: bool) -> None:
    found = read_report(shop, "traffic", month)
    for name, parts in month.breakdowns().items():
        assert {part: count for part, count in found[name].items() if count} == _counts(parts), name
        for part, ids in parts.items() if listed else ():
            records = read_report(shop, "traffic", month, "--list", f"{name}.{part}")
            assert sorted({record.get("order", record["lead"]) for record in records}) == ids, (name, part)


def check_stock(shop: Shop, month: Month) -> None:
    """The stock of a past month is what it was."""
    found, known = read_report(shop, "traffic", month)["open_leads_by_grade"], month.breakdowns()["open_leads_by_grade"]
    assert {grade: count for grade, count in found.items() if count} == _counts(known)


def _counts(parts: dict[str, list[Any]]) -> dict[str, int]:
    return {part: len(ids) for part, ids in parts.items() if ids}


# the funnel


def check_funnel(shop: Shop, month: Month, reading: Reading, *listed: str) -> None:
    """Each stage; of those ``listed`` also the records."""
    found, known = read_report(shop, "funnel", month, *reading), month.funnel(cohort=bool(reading))
    assert stages(found) == {stage: len(ids) for stage, ids in known.items()}
    for stage in listed:
        records = read_report(shop, "funnel", month, *reading, "--list", stage)
        assert _stage_ids(records, stage, cohort=bool(reading)) == known[stage], stage


def stages(found: Report) -> dict[str, int]:
    churn: dict[str, int] = found["churn"]
    return {stage["stage"]: stage["count"] for stage in found["stages"]} | churn


def _stage_ids(records: list[Report], stage: str, *, cohort: bool) -> list[Any]:
    """Met and driven are leads, shown as a visit; a cohort's traffic may be leads that no visit opened."""
    if stage in ("met", "test_drives"):
        return sorted(record["lead"] for record in records)
    if stage in ("orders", "deliveries") and not cohort:
        return sorted(record["order"] for record in records)
    visits = sorted(record["visit"] for record in records if "visit" in record)
    leads = sorted(record["lead"] for record in records if "visit" not in record and "churn" not in record)
    if stage in ("traffic", "new_traffic", "contacts"):
        return [*visits, *(("lead", lead) for lead in leads)]
    return leads or known_by(records)


def check_rates(shop: Shop, month: Month) -> None:
    for reading in READINGS:
        found = {stage["stage"]: stage for stage in read_report(shop, "funnel", month, *reading)["stages"]}
        assert found["traffic"]["step_rate"] is found["traffic"]["overall_rate"] is None
        for stage, before in STEPS.items():
            count, base = found[stage]["count"], found["new_traffic"]["count"]
            assert found[stage]["step_rate"] == _rate(count, found[before]["count"]), stage
            assert found[stage]["overall_rate"] == _rate(count, base), stage
            assert not reading or count <= found[before]["count"], stage


def check_groups(shop: Shop, month: Month, reading: Reading, by: str) -> None:
    """Groups of the funnel add up to it, and each has what was earned under it."""
    whole = read_report(shop, "funnel", month, *reading)
    groups = {
        group["group"]: stages(group) for group in read_report(shop, "funnel", month, *reading, "--by", by)["groups"]
    }
    sums: Counter[str] = Counter()
    for counts in groups.values():
        sums.update(counts)
    assert {stage: sums[stage] for stage in stages(whole)} == stages(whole)
    for stage, known in month.groups(by, cohort=bool(reading)).items():
        assert {name: counts[stage] for name, counts in groups.items() if counts[stage]} == known, (stage, by)


# churn


def check_defeats(shop: Shop, month: Month, *, listed: bool) -> None:
    found, matrix = read_report(shop, "defeats", month), month.matrix()
    cells = {(row["model"], reason): n for row in found["models"] for reason, n in row["counts"].items() if n}
    assert cells == matrix
    assert found["total"]["total"] == sum(row["total"] for row in found["models"]) == matrix.total()
    assert sum(group["count"] for group in found["groups"]) == matrix.total()
    for row in found["models"]:
        assert row["total"] == sum(row["counts"].values())
        assert row["shares"] == {reason: n / row["total"] for reason, n in row["counts"].items()}
    for model, reason in matrix if listed else ():
        figure = f"models.{model or 'none'}.{reason}"
        assert len(read_report(shop, "defeats", month, "--list", figure)) == matrix[model, reason]
    rivals = Counter(loss.fact.get("rival") for _, loss in month.churned() if _defeat_stands(loss))
    assert {row["rival"]: row["count"] for row in found["rivals"]} == {r: n for r, n in rivals.items() if r}


def _defeat_stands(loss: Loss) -> bool:
    return bool(loss.fact.get("reason")) and loss.result != "overturned"


def check_verification(shop: Shop, month: Month, *, listed: bool) -> None:
    report, known = read_report(shop, "defeats", month), Counter(loss.result for _, loss in month.churned())
    found, results = report["verification"], ("confirmed", "overturned", "unreachable", "pending")
    assert found["churned"] == known.total() == sum(found[result] for result in results)
    assert found["coverage"] == _rate(known["confirmed"] + known["overturned"], known.total())
    for result in results:
        assert found[result] == known[result], result
        ids = sorted((c.number, loss.fact.at) for c, loss in month.churned() if loss.result == result)
        assert not listed or known_by(read_report(shop, "defeats", month, "--list", result)) == ids
    owners = Counter(loss.owner for _, loss in month.churned())
    assert {row["consultant"]: row["churned"] for row in report["by_consultant"]} == owners
