"""A month of a store, played day by day, against a ledger that counts for itself."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from tests.commands.stores import tables
from tests.play import reports
from tests.play.due import FAR, add_up, compare_care, compare_work
from tests.play.figures import MONTH, Month
from tests.play.month import FIRST, LAST, Days
from tests.play.runner import memory, runner
from tests.play.shop import Shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The store at the end of November; every day of it was examined."""
    with memory(tmp_path_factory.mktemp("played")) as folder:
        yield _played(Shop(runner(folder), folder, random.Random(7)))


def _played(shop: Shop) -> Shop:
    shop.open()
    days = Days(shop)
    while shop.today < LAST:
        shop.now = shop.now.replace(hour=8, minute=0) + timedelta(days=1)
        days.work()
        _examine(shop)
    last = shop.pick()
    assert last is not None
    shop.lose(last)
    for channel, count in (("sub-dealer", 3), ("wholesale", 5)):
        record = shop.do("sale", "--channel", channel, "--model", "X5", "--count", count, "--on", "2026-11-10")
        shop.ledger.count(record["operation"], channel, MONTH, by=count)
    shop.now = shop.now.replace(hour=23, minute=30)
    return shop


@pytest.fixture(scope="module")
def month(shop: Shop) -> Month:
    """November as the ledger has it."""
    return Month(shop.ledger, _numbers(shop))


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
    purchases = shop.ledger.purchases()
    found = [{numbers[visit] for visit in c.visits} or {c.number or 0} for c in purchases]
    assert all(len(each) == 1 for each in found), "a purchase is one lead"
    assert len(set.union(*found)) == len(purchases), "a lead is one purchase"
    return {(c.person, c.opened): each.pop() for c, each in zip(purchases, found, strict=True)}


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
    reports.check_traffic(shop, month, *month.traffic(), "total_sales")


def test_every_ratio_of_the_traffic_is_made_of_its_counts(shop: Shop, month: Month) -> None:
    reports.check_ratios(shop, month, days=30)


def test_every_breakdown_of_the_leads_is_explained_by_its_records(shop: Shop, month: Month) -> None:
    reports.check_breakdowns(shop, month, listed=True)


def test_the_stock_of_a_past_month_is_what_it_was(shop: Shop, month: Month) -> None:
    reports.check_stock(shop, Month(shop.ledger, month.numbers, "2026-10", "2026-10-31T23:59"))


@pytest.mark.parametrize("reading", reports.READINGS, ids=("activity", "cohort"))
def test_every_stage_of_the_funnel_is_explained_by_its_records(
    shop: Shop, month: Month, reading: tuple[str, ...]
) -> None:
    reports.check_funnel(shop, month, reading, *month.funnel(cohort=bool(reading)))


def test_the_rates_of_the_funnel_are_of_the_stage_before(shop: Shop, month: Month) -> None:
    reports.check_rates(shop, month)


@pytest.mark.parametrize("by", ["source", "consultant", "model"])
@pytest.mark.parametrize("reading", reports.READINGS, ids=("activity", "cohort"))
def test_groups_of_the_funnel_add_up_to_it(shop: Shop, month: Month, by: str, reading: tuple[str, ...]) -> None:
    reports.check_groups(shop, month, reading, by)


def test_the_defeats_are_those_of_the_ledger(shop: Shop, month: Month) -> None:
    reports.check_defeats(shop, month, listed=True)


def test_the_verifications_are_those_of_the_ledger(shop: Shop, month: Month) -> None:
    reports.check_verification(shop, month, listed=True)


def test_the_page_of_the_month_holds_the_reports(shop: Shop) -> None:
    page = shop.ask("report", "--month", MONTH)
    assert page["funnel"] == shop.ask("report", "funnel", "--month", MONTH)
    assert page["traffic"] == shop.ask("report", "traffic", "--month", MONTH)
    assert page["churn"] == shop.ask("report", "defeats", "--month", MONTH)


def test_undo_and_redo_leave_every_card_as_it_was(shop: Shop, month: Month) -> None:
    numbers = sorted(month.numbers.values())
    cards = [shop.ask("show", number) for number in numbers]
    purchase = shop.pick()
    assert purchase is not None
    operation = shop.do("defeat", shop.phone_of(purchase), "--lost-contact")["operation"]
    changed = [shop.ask("show", number) for number in numbers]
    undone = shop.do("undo", operation)["operation"]
    assert [shop.ask("show", number) for number in numbers] == cards != changed
    shop.do("undo", undone)
    assert [shop.ask("show", number) for number in numbers] == changed
    shop.do("undo", max(operation["id"] for operation in shop.ask("operations")))
