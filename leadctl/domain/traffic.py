"""The month's traffic analysis: which counts there are, and which ratios are made of them."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.domain.figures import share

COUNTS = (
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

RATIOS = {
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


def ratios_of(counts: Mapping[str, int], days: int) -> dict[str, float | None]:
    """The ratios as unrounded fractions, daily traffic in visits a day; None where the divisor is 0."""
    known = {**counts, "days": days}
    return {name: share(known[part], known[whole]) for name, (part, whole) in RATIOS.items()}
