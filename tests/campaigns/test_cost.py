"""What campaigns cost and brought."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns.conftest import Shop, phone


def wave_down(shop: Shop, folder: Path) -> None:
    """The trade's example: 2000 yuan, 810 leads of a register, 62 sales."""
    shop.write("campaign", "add", "wave-down", "--kind", "tour", "--source", "outreach", "--start", "2026-11-07")
    for item, amount in (("venue", 0), ("materials", 1500), ("other", 500)):
        shop.write("campaign", "cost", "wave-down", item, amount)
    register, orders = folder / "register.csv", folder / "orders.csv"
    rows = [
        f"2026-11-{7 + n % 2:02}T{9 + n % 8:02}:{n % 60:02},{phone(n + 1)},wave-down,outreach,event" for n in range(810)
    ]
    register.write_text("\n".join(["arrived_at,phone,campaign,source,kind", *rows]))
    orders.write_text("\n".join(["phone,ordered_on", *(f"{phone(n + 1)},2026-11-15" for n in range(62))]))
    shop.write("import", "visits", register)
    shop.write("import", "orders", orders)


def test_the_example_of_the_wave_down_tour_comes_out_to_the_cent(shop: Shop, tmp_path: Path) -> None:
    wave_down(shop, tmp_path)
    [row] = shop.read("report", "campaigns")
    assert (row["cost"], row["leads"], row["sales"], row["parties"]) == (2000, 810, 62, 810)
    assert (round(row["cost_per_lead"], 2), round(row["cost_per_sale"], 2)) == (2.47, 32.26)
    table = shop.run("report", "campaigns", "--format", "plain").out
    assert {"2,000", "810", "62", "2.47", "32.26"} <= set(table.split())


def test_a_row_has_the_agreed_keys_first(shop: Shop) -> None:
    shop.visit(phone(1), "--campaign", "fair")
    [row] = shop.read("report", "campaigns")
    assert list(row)[:6] == ["campaign", "cost", "leads", "sales", "cost_per_lead", "cost_per_sale"]


def test_a_campaign_without_leads_or_sales_has_no_cost_for_each(shop: Shop) -> None:
    shop.write("campaign", "add", "expo", "--start", "2026-11-20")
    shop.write("campaign", "cost", "expo", "venue", 800)
    [row] = shop.read("report", "campaigns")
    assert (row["cost"], row["cost_per_lead"], row["cost_per_sale"]) == (800, None, None)


def test_each_month_has_what_was_spent_opened_and_sold_in_it(shop: Shop) -> None:
    shop.write("campaign", "add", "fair", "--start", "2026-10-10")
    shop.write("campaign", "cost", "fair", "venue", 600, "--on", "2026-10-11")
    shop.write("campaign", "cost", "fair", "other", 50.5, "--on", "2026-11-02")
    shop.visit(phone(1), "--campaign", "fair", "--at", "2026-10-10T10:00")
    shop.visit(phone(2), "--campaign", "fair", "--at", "2026-10-10T11:00")
    shop.write("order", 1, "--on", "2026-11-05", "--count", 3)
    [october] = shop.read("report", "campaigns", "--month", "2026-10")
    [november] = shop.read("report", "campaigns")
    [year] = shop.read("report", "campaigns", "--year", "2026")
    assert [(row["cost"], row["leads"], row["sales"]) for row in (october, november, year)] == [
        (600, 2, 0),
        (50.5, 0, 3),
        (650.5, 2, 3),
    ]


def test_a_cost_belongs_to_the_campaigns_first_day_unless_it_is_told(shop: Shop) -> None:
    shop.write("campaign", "add", "past", "--start", "2026-10-10")
    shop.write("campaign", "add", "coming", "--start", "2026-12-10")
    assert shop.write("campaign", "cost", "past", "venue", 1)["on"] == "2026-10-10"
    assert shop.write("campaign", "cost", "coming", "venue", 1)["on"] == "2026-11-22"


def test_a_cancelled_order_is_no_sale(shop: Shop) -> None:
    lead = shop.visit(phone(1), "--campaign", "fair")
    shop.write("order", lead)
    assert shop.campaign("fair")["sales"] == 1
    shop.write("cancel", lead)
    assert shop.campaign("fair")["sales"] == 0


def test_parties_name_the_campaign_and_test_drives_are_customers_it_brought(shop: Shop) -> None:
    shop.visit(phone(1), "--campaign", "fair", "--kind", "event")
    shop.visit(phone(1), "--test-drive")
    shop.visit(phone(1), "--test-drive")
    shop.visit(phone(2), "--campaign", "fair", "--kind", "call")
    row = shop.campaign("fair")
    assert (row["leads"], row["parties"], row["test_drives"]) == (2, 1, 1)


def test_groups_by_kind_and_by_source_add_up_to_the_whole(shop: Shop) -> None:
    for name, kind, source, amount in (
        ("a", "tour", "outreach", 300),
        ("b", "tour", "event", 500),
        ("c", "show", "event", 90),
    ):
        shop.write("campaign", "add", name, "--kind", kind, "--source", source, "--start", "2026-11-10")
        shop.write("campaign", "cost", name, "other", amount)
        shop.visit(phone(amount), "--campaign", name)
    shop.visit(phone(1), "--campaign", "d", "--source", "staff")
    shop.visit(phone(2), "--campaign", "a")
    by_kind = shop.read("report", "campaigns", "--by", "kind")
    assert [(row["group"], row["campaigns"], row["cost"], row["leads"], row["cost_per_lead"]) for row in by_kind] == [
        ("show", 1, 90, 1, 90),
        ("tour", 2, 800, 3, pytest.approx(266.6667, abs=0.0001)),
        (None, 1, 0, 1, 0),
    ]
    by_source = shop.read("report", "campaigns", "--by", "source")
    assert [(row["group"], row["cost"], row["leads"]) for row in by_source] == [
        ("event", 590, 2),
        ("outreach", 300, 2),
        ("staff", 0, 1),
    ]


def test_behind_each_figure_stand_its_records(shop: Shop) -> None:
    shop.write("campaign", "add", "wave-down", "--start", "2026-11-22")
    for item, amount in (("venue", 0), ("materials", 1500), ("other", 500)):
        shop.write("campaign", "cost", "wave-down", item, amount)
    shop.visit(phone(1), "--campaign", "wave-down", "--test-drive")
    shop.visit(phone(2), "--campaign", "wave-down", "--kind", "call")
    shop.write("order", 1)
    shop.visit(phone(900), "--campaign", "other fair")
    [row, _] = shop.read("report", "campaigns")
    for figure in ("leads", "sales", "parties", "test_drives", "listed", "came"):
        assert len(shop.read("report", "campaigns", "--list", f"wave-down.{figure}")) == row[figure], figure
    costs = shop.read("report", "campaigns", "--list", "cost")
    assert [(cost["item"], cost["amount"]) for cost in costs] == [("venue", 0), ("materials", 1500), ("other", 500)]
    assert len(shop.read("report", "campaigns", "--list", "leads")) == 3


def test_lists_mask_phones_unless_they_are_to_be_revealed(shop: Shop) -> None:
    shop.visit("13812345678", "--campaign", "fair")
    words = ("report", "campaigns", "--list", "leads")
    assert shop.read(*words)[0]["phone"] == "138****5678"
    assert shop.read(*words, "--reveal")[0]["phone"] == "13812345678"


@pytest.mark.parametrize(
    "words",
    [
        ("--list", "luck"),
        ("--by", "occupation"),
        ("--all", "--year", "2026"),
        ("--consultant", "Li Na"),
        ("--by", "kind", "--list", "leads"),
    ],
)
def test_what_the_report_does_not_have_is_wrong_usage(shop: Shop, words: tuple[str, ...]) -> None:
    assert shop.refused("report", "campaigns", *words, code=2)


def test_a_bad_item_or_amount_is_refused(shop: Shop) -> None:
    shop.write("campaign", "add", "fair")
    assert "venue materials other" in shop.refused("campaign", "cost", "fair", "food", 10, code=2)
    assert "AMOUNT" in shop.refused("campaign", "cost", "fair", "venue", "nan")
    assert "Did you mean fair?" in shop.refused("campaign", "cost", "fare", "venue", 10)
    assert "future" in shop.refused("campaign", "cost", "fair", "venue", 10, "--on", "2027-01-01")
