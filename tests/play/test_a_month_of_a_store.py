"""A month of a store, played day by day, against a ledger that counts for itself."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.commands.stores import tables
from tests.conftest import Result
from tests.play.due import FAR, add_up, compare_care, compare_work
from tests.play.figures import MONTH, Month
from tests.play.ledger import Loss
from tests.play.month import FIRST, LAST, Days
from tests.play.shop import Shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The store at the end of November; every day of it was examined."""
    folder = tmp_path_factory.mktemp("played")
    shop = Shop(_runner(folder), folder, random.Random(4))
    shop.open()
    days = Days(shop)
    while shop.today < LAST:
        shop.now = shop.now.replace(hour=8, minute=0) + timedelta(days=1)
        days.work()
        _examine(shop)
    shop.do("sale", "--channel", "sub-dealer", "--model", "X5", "--count", 3, "--on", "2026-11-10")
    shop.do("sale", "--channel", "wholesale", "--count", 5, "--on", "2026-11-11")
    shop.now = shop.now.replace(hour=23, minute=30)
    return shop


@pytest.fixture(scope="module")
def month(shop: Shop) -> Month:
    """November as the ledger has it."""
    return Month(shop.ledger, _numbers(shop))


def _runner(folder: Path) -> Callable[..., Result]:
    from tests.conftest import _call, _run_in_process, _surroundings

    home = folder / "home"
    home.mkdir()

    def run(*arguments: object, **more: Any) -> Result:
        argv, changes, given = _call(folder / "store.db", arguments, **more)
        return _run_in_process(argv, {**_surroundings(home), **changes}, given)

    return run


def _examine(shop: Shop) -> None:
    """What must hold at the end of every day."""
    due = shop.ask("due", "--all", "--on", FAR)
    compare_work(shop, due)
    compare_care(shop, due, FAR)
    compare_care(shop, shop.ask("due", "--all"), str(shop.today))
    add_up(shop, due)
    assert shop.ask("doctor")["healthy"]
    with closing(sqlite3.connect(shop.folder / "store.db")) as db:
        assert not db.execute(
            "SELECT 1 FROM leads WHERE closed_at IS NULL GROUP BY customer HAVING count(*) > 1"
        ).fetchall()
        assert not db.execute(
            "SELECT 1 FROM leads WHERE closed_at IS NULL AND (due_from IS NULL OR due_by IS NULL)"
        ).fetchall()
    _undo_and_redo(shop)


def _undo_and_redo(shop: Shop) -> None:
    """Taking the latest write back and putting it there again changes nothing."""
    store = shop.folder / "store.db"
    before = tables(store)
    latest = max(operation["id"] for operation in shop.ask("operations"))
    back = shop.run("undo", latest, "--json", now=shop.at)
    assert back.code in (0, 1), back.err
    if back.code == 0:
        shop.ask("undo", back.json["operation"])
    assert tables(store) == before


def _numbers(shop: Shop) -> dict[tuple[int, str | None], int]:
    """(Person, opening) -> the lead's number, each told by its visits: one number a purchase."""
    numbers: dict[int, int] = {}
    for day in range((LAST - FIRST).days + 1):
        numbers |= {v["visit"]: v["lead"] for v in shop.ask("visits", "--on", FIRST + timedelta(days=day))}
    assert set(numbers) == {visit.id for visit in shop.ledger.visits()}
    chapters = shop.ledger.chapters()
    found = [{numbers[visit] for visit in c.visits} or {c.number} for c in chapters]
    assert all(len(each) == 1 for each in found), "a purchase is one lead"
    assert len(set.union(*found)) == len(chapters), "a lead is one purchase"
    return {(c.person, c.opened): each.pop() for c, each in zip(chapters, found, strict=True)}


def _told(shop: Shop, *words: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.ask("report", *words)
    return found


def _ids(records: list[dict[str, Any]]) -> list[Any]:
    """What each record is known by: a visit, an order (once a car), a churn, else a lead."""
    known: list[Any] = []
    for record in records:
        if "churn" in record:
            known.append((record["lead"], record["at"]))
        else:
            name = next(name for name in ("visit", "order", "lead") if name in record)
            known += [record[name]] * record.get("count", 1)
    return sorted(known)


def test_the_month_was_lively(shop: Shop, month: Month) -> None:
    """Else the rest proves little."""
    kinds = Counter(fact.kind for fact in shop.ledger.facts)
    assert all(kinds[kind] > 3 for kind in ("visit", "contact", "letter", "try", "grade", "sleep", "lost", "order"))
    results = Counter(loss.result for _, loss in month.losses)
    assert all(results[result] for result in ("confirmed", "overturned", "unreachable", "pending")), results
    assert any(fact.get("wins_back") for fact in shop.ledger.facts)
    assert any(sale.cancelled for sale in month.sales)
    delivered = [sale.delivered for sale in month.sales if sale.delivered]
    assert delivered
    assert min(delivered)[:10] <= "2026-11-16", "an owner's third contact, on day 14, fell due"
    assert len({fact.person for fact in shop.ledger.facts}) > 40


def test_every_count_of_the_traffic_is_explained_by_its_records(shop: Shop, month: Month) -> None:
    told = shop.ask("report", "traffic", "--month", MONTH)
    for figure, ids in month.traffic().items():
        assert told[figure] == len(ids), figure
        assert _ids(_told(shop, "traffic", "--month", MONTH, "--list", figure)) == ids, figure
    sold = len(month.traffic()["showroom_sales"])
    assert (told["sub_dealer_sales"], told["wholesale_sales"], told["total_sales"]) == (3, 5, sold + 8)
    assert sum(sale["count"] for sale in _told(shop, "traffic", "--month", MONTH, "--list", "total_sales")) == sold + 8


def test_every_ratio_of_the_traffic_is_made_of_its_counts(shop: Shop, month: Month) -> None:
    told, counts = shop.ask("report", "traffic", "--month", MONTH), {n: len(i) for n, i in month.traffic().items()}
    first, total = counts["first_visits"], counts["showroom_sales"] + 8
    assert told["days"] == 30
    assert told["daily_traffic"] == counts["traffic"] / 30
    assert told["deal_rate"] == counts["showroom_sales"] / first
    assert told["contact_rate"] == counts["contacts"] / first
    assert told["test_drive_rate"] == counts["test_drives"] / first
    assert told["stay_30_rate"] == counts["stay_30"] / first
    assert told["return_share"] == counts["return_visits"] / counts["traffic"]
    assert told["sub_dealer_share"] == 3 / total
    assert told["wholesale_share"] == 5 / total
    assert told["showroom_share"] == counts["showroom_sales"] / total


def test_every_breakdown_of_the_leads_is_explained_by_its_records(shop: Shop, month: Month) -> None:
    told = shop.ask("report", "traffic", "--month", MONTH)
    for name, parts in month.breakdowns().items():
        assert {part: count for part, count in told[name].items() if count} == {p: len(i) for p, i in parts.items()}
        for part, ids in parts.items():
            listed = _told(shop, "traffic", "--month", MONTH, "--list", f"{name}.{part}")
            assert sorted({record.get("order", record["lead"]) for record in listed}) == ids, (name, part)


def test_the_stock_of_a_past_month_is_what_it_was(shop: Shop, month: Month) -> None:
    october = Month(shop.ledger, month.numbers, "2026-10", "2026-10-31T23:59")
    told = shop.ask("report", "traffic", "--month", "2026-10")["open_leads_by_grade"]
    assert {grade: count for grade, count in told.items() if count} == {
        grade: len(ids) for grade, ids in october.breakdowns()["open_leads_by_grade"].items()
    }


@pytest.mark.parametrize("reading", [(), ("--cohort",)], ids=("activity", "cohort"))
def test_every_stage_of_the_funnel_is_explained_by_its_records(
    shop: Shop, month: Month, reading: tuple[str, ...]
) -> None:
    told = shop.ask("report", "funnel", "--month", MONTH, *reading)
    counts = {stage["stage"]: stage["count"] for stage in told["stages"]} | told["churn"]
    known = month.funnel(cohort=bool(reading))
    assert counts == {stage: len(ids) for stage, ids in known.items()}
    for stage, ids in known.items():
        listed = _told(shop, "funnel", "--month", MONTH, *reading, "--list", stage)
        assert _stage_ids(listed, stage, cohort=bool(reading)) == ids, stage


def _stage_ids(records: list[dict[str, Any]], stage: str, *, cohort: bool) -> list[Any]:
    """Met and driven are leads, told by a visit; a cohort's traffic may be leads that no visit opened."""
    if stage in ("met", "test_drives"):
        return sorted(record["lead"] for record in records)
    if stage in ("orders", "deliveries") and not cohort:
        return sorted(record["order"] for record in records)
    visits = sorted(record["visit"] for record in records if "visit" in record)
    leads = sorted(record["lead"] for record in records if "visit" not in record and "churn" not in record)
    if stage in ("traffic", "new_traffic", "contacts"):
        return [*visits, *(("lead", lead) for lead in leads)]
    return leads or _ids(records)


def test_the_rates_of_the_funnel_are_of_the_stage_before(shop: Shop) -> None:
    of = {"new_traffic": "traffic", "contacts": "new_traffic", "leads": "contacts", "met": "leads"}
    of |= {"test_drives": "met", "orders": "leads", "deliveries": "orders"}
    for reading in ((), ("--cohort",)):
        stages = {s["stage"]: s for s in shop.ask("report", "funnel", "--month", MONTH, *reading)["stages"]}
        assert stages["traffic"]["step_rate"] is stages["traffic"]["overall_rate"] is None
        for stage, before in of.items():
            count, base = stages[stage]["count"], stages["new_traffic"]["count"]
            assert stages[stage]["step_rate"] == count / stages[before]["count"], stage
            assert stages[stage]["overall_rate"] == count / base, stage
            assert not reading or count <= stages[before]["count"], stage


@pytest.mark.parametrize("by", ["source", "consultant", "model"])
@pytest.mark.parametrize("reading", [(), ("--cohort",)], ids=("activity", "cohort"))
def test_groups_of_the_funnel_add_up_to_it(shop: Shop, by: str, reading: tuple[str, ...]) -> None:
    whole = shop.ask("report", "funnel", "--month", MONTH, *reading)
    groups = shop.ask("report", "funnel", "--month", MONTH, *reading, "--by", by)["groups"]
    sums: Counter[str] = Counter()
    for group in groups:
        sums.update({stage["stage"]: stage["count"] for stage in group["stages"]} | group["churn"])
    assert dict(sums) == {stage["stage"]: stage["count"] for stage in whole["stages"]} | whole["churn"]


def test_the_defeats_are_those_of_the_ledger(shop: Shop, month: Month) -> None:
    told, matrix = shop.ask("report", "defeats", "--month", MONTH), month.matrix()
    cells = {(row["model"], reason): n for row in told["models"] for reason, n in row["counts"].items() if n}
    assert cells == matrix
    for model, reason in matrix:
        figure = f"models.{model or 'none'}.{reason}"
        assert len(_told(shop, "defeats", "--month", MONTH, "--list", figure)) == matrix[model, reason]
    for row in told["models"]:
        assert row["shares"] == {reason: n / row["total"] for reason, n in row["counts"].items()}
    rivals = Counter(loss.fact.get("rival") for _, loss in month.churned() if _defeat_stands(loss))
    assert {row["rival"]: row["count"] for row in told["rivals"]} == {r: n for r, n in rivals.items() if r}


def _defeat_stands(loss: Loss) -> bool:
    return bool(loss.fact.get("reason")) and loss.result != "overturned"


def test_the_verifications_are_those_of_the_ledger(shop: Shop, month: Month) -> None:
    told = shop.ask("report", "defeats", "--month", MONTH)
    known = Counter(loss.result for _, loss in month.churned())
    found = told["verification"]
    assert found["churned"] == known.total()
    assert found["coverage"] == (known["confirmed"] + known["overturned"]) / known.total()
    for result in ("confirmed", "overturned", "unreachable", "pending"):
        assert found[result] == known[result], result
        ids = sorted((c.number, loss.fact.at) for c, loss in month.churned() if loss.result == result)
        assert _ids(_told(shop, "defeats", "--month", MONTH, "--list", result)) == ids
    owners = Counter(loss.owner for _, loss in month.churned())
    assert {row["consultant"]: row["churned"] for row in told["by_consultant"]} == owners


def test_the_page_of_the_month_holds_the_reports(shop: Shop) -> None:
    page = shop.ask("report", "--month", MONTH)
    assert page["funnel"] == shop.ask("report", "funnel", "--month", MONTH)
    assert page["traffic"] == shop.ask("report", "traffic", "--month", MONTH)
    assert page["churn"] == shop.ask("report", "defeats", "--month", MONTH)


def test_undo_and_redo_leave_every_card_as_it_was(shop: Shop, month: Month) -> None:
    numbers = sorted(month.numbers.values())
    cards = [shop.ask("show", number) for number in numbers]
    chapter = shop.pick()
    assert chapter is not None
    operation = shop.do("defeat", shop.phone_of(chapter), "--lost-contact")["operation"]
    changed = [shop.ask("show", number) for number in numbers]
    undone = shop.do("undo", operation)["operation"]
    assert [shop.ask("show", number) for number in numbers] == cards != changed
    shop.do("undo", undone)
    assert [shop.ask("show", number) for number in numbers] == changed
    shop.do("undo", max(operation["id"] for operation in shop.ask("operations")))
