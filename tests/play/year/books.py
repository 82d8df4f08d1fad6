"""The reports that add up: sums of parts are the whole, and what the ledger counts besides facts."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.play.figures import Month
from tests.play.reports import read_report
from tests.play.year.store import Store


def check_discipline(store: Store, month: Month) -> None:
    """The team is all consultants together; contacts are those of the ledger, sales its cars."""
    found = read_report(store, "followups", month)
    sums: Counter[str] = Counter()
    for row in found["consultants"]:
        sums.update({name: count for name, count in row.items() if isinstance(count, int)})
        assert row["on_time"] <= row["due"]
        assert row["first_on_time"] <= row["first_due"]
    whole = {name: count for name, count in found["team"].items() if isinstance(count, int)}
    assert whole == {name: sums[name] for name in whole}
    contacts = [f for f in store.ledger.facts if f.kind in ("contact", "letter") and month.within(f.at)]
    assert whole["follow_ups"] == len(contacts)
    assert whole["sales"] == sum(step["sales"] for step in found["depth"]) == len(month.traffic()["showroom_sales"])


def check_plan(store: Store, month: Month) -> None:
    """Sources make the total; weeks make the month."""
    found = read_report(store, "targets", month)
    for name, whole in found["total"].items():
        parts = [source[name] for source in found["sources"] if source[name] is not None]
        assert whole == (pytest.approx(sum(parts)) if parts else None), name
    team = [week for week in found["weeks"] if week["consultant"] is None]
    traffic = read_report(store, "traffic", month)
    assert sum(week["leads"] for week in team) == sum(traffic["new_leads_by_model"].values()) == len(month.opened)
    assert sum(week["orders"] for week in team) == traffic["new_leads_by_grade"]["O"]
    assert found["standing"]["sales"]["actual"] == traffic["showroom_sales"]


def check_forecast(store: Store, month: Month) -> None:
    found = read_report(store, "forecast", month)
    delivered = sum(sale.fact.get("count") for sale in month.sales if month.within(sale.delivered))
    assert found["delivered"]["cars"] == delivered
    for unit in ("cars", "amount"):
        rows = [row[f"expected_{unit}"] for row in found["open"]]
        assert found[f"expected_{unit}"] == pytest.approx(found["delivered"][unit] + sum(rows)), unit
    for row in found["open"]:
        assert row["expected_cars"] == pytest.approx(row["cars"] * row["win_rate"])
    opened = set(map(id, month.opened))
    mine = [(c, sale) for c in month.purchases for sale in c.sales if month.within(sale.fact.at) and not sale.cancelled]
    assert found["sold"] == sum(sale.fact.get("count") for _, sale in mine)
    assert found["out_of_funnel"] == sum(sale.fact.get("count") for c, sale in mine if id(c) in opened)


def check_profile(store: Store, month: Month) -> None:
    """Every trait parts all leads and all buyers; every need all leads; the prospects are the stock."""
    found = read_report(store, "profile", month)
    assert found["leads"] == len(month.opened)
    for trait in {row["by"] for row in found["profile"]}:
        rows = [row for row in found["profile"] if row["by"] == trait]
        assert sum(row["leads"] for row in rows) == found["leads"], trait
        assert sum(row["buyers"] for row in rows) == found["buyers"], trait
    table = read_report(store, "prospects", month)
    assert table["total"]["total"] == sum(row["total"] for row in table["matrix"]) == len(table["prospects"])
    assert all(row["total"] == sum(row["counts"].values()) for row in (*table["matrix"], table["total"]))
    assert table["total"]["total"] == sum(len(ids) for ids in month.breakdowns()["open_leads_by_grade"].values())


def check_campaigns(store: Store, _: Month) -> None:
    """Of all time: cost, leads and sales of each, as many records as they count, and groups that add up."""
    found = store.ask("report", "campaigns", "--all")
    counts, purchases = store.ledger.counts, store.ledger.purchases()
    for row in found:
        name = row["campaign"]
        own = [c for c in purchases if c.campaign == name and str(c.opened) <= store.at]
        cars = sum(sale.fact.get("count") for c in own for sale in c.sales if not sale.cancelled)
        assert (row["cost"], row["leads"], row["sales"]) == (counts["cost", name], len(own), cars), name
        assert row["cost_per_lead"] == (pytest.approx(row["cost"] / len(own)) if own else None)
        assert row["cost_per_sale"] == (pytest.approx(row["cost"] / cars) if cars else None)
    names = {c.campaign for c in purchases if c.campaign} | {key[1] for key in counts if key[0] == "cost"}
    assert names <= {row["campaign"] for row in found}
    for by in ("kind", "source"):
        groups = store.ask("report", "campaigns", "--all", "--by", by)
        for figure in ("cost", "leads", "sales"):
            assert sum(group[figure] for group in groups) == sum(row[figure] for row in found), (by, figure)
    leads = store.ask("report", "campaigns", "--all", "--list", "leads")
    assert len(leads) == sum(row["leads"] for row in found)


def check_owners(store: Store, month: Month) -> None:
    """Contacts due are done, waiting or missed; results and complaints are those of the ledger."""
    found, counts = read_report(store, "owners", month), store.ledger.counts
    states = found["contacts"]
    assert states["due"] == states["done"] + states["waiting"] + states["missed"]
    for result, count in found["results"].items():
        assert count == counts["care", month.month, result.replace("_", "-")], result
    assert found["complaints"]["made"] == counts["care", month.month, "complaint"]
    assert found["complaints"]["solved"] == counts["solved", month.month]
    for part in ("contacts", "results", "complaints", "gained"):
        for figure, whole in found[part].items():
            if isinstance(whole, int):
                assert sum(row[part][figure] for row in found["consultants"]) == whole, figure
    begun = [c for c in month.opened if c.source in ("owner", "referral")]
    assert found["gained"]["owner_leads"] == sum(c.source == "owner" for c in begun)


def check_channels(store: Store, month: Month) -> None:
    """Every online enquiry has one result, or is still to be called."""
    found: list[dict[str, Any]] = read_report(store, "channels", month)
    asked = [c for c in month.opened if c.enquired]
    assert sum(row["volume"] for row in found) == len(asked)
    for row in found:
        parts = [row[result] for result in ("A", "B", "C", "D", "unreached")]
        assert sum(part["count"] for part in parts) == row["volume"], row["channel"]
        assert all(part["share"] == part["count"] / row["volume"] for part in parts if row["volume"])
    screened = Counter(c.screened for c in asked)
    for result in ("A", "B", "C", "D"):
        assert sum(row[result]["count"] for row in found) == screened[result], result
