"""Arithmetic of the reports, down to a real January."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.figures import (
    FUNNEL_BASE,
    FUNNEL_STEPS,
    TRAFFIC_COUNTS,
    TRAFFIC_RATIOS,
    funnel_stages,
    share,
    traffic_ratios,
)
from leadctl.domain.phones import mask_phone

JANUARY = {
    "traffic": 882, "first_visits": 326, "calls": 125, "event": 0, "referral": 25, "contacts": 267, "test_drives": 66,
    "stay_30": 149, "return_visits": 0, "showroom_sales": 63, "sub_dealer_sales": 18, "wholesale_sales": 0,
    "total_sales": 81,
}  # fmt: skip


def test_a_real_january_comes_out_to_every_printed_figure() -> None:
    ratios = traffic_ratios(JANUARY, 31)
    assert round(ratios.pop("daily_traffic") or 0, 1) == 28.5
    assert {name: round(100 * (ratio or 0), 1) for name, ratio in ratios.items()} == {
        "deal_rate": 19.3, "contact_rate": 81.9, "test_drive_rate": 20.2, "stay_30_rate": 45.7, "return_share": 0.0,
        "sub_dealer_share": 22.2, "wholesale_share": 0.0, "showroom_share": 77.8,
    }  # fmt: skip
    assert set(JANUARY) == set(TRAFFIC_COUNTS)


def test_what_is_divided_by_nothing_is_none() -> None:
    assert set(traffic_ratios(dict.fromkeys(TRAFFIC_COUNTS, 0), 0).values()) == {None}
    assert share(0, 0) is None
    assert share(0, 3) == 0


@given(st.fixed_dictionaries(dict.fromkeys(FUNNEL_STEPS, st.integers(0, 10**6))))
def test_each_stage_is_rated_by_the_stage_that_the_trade_names(counts: dict[str, int]) -> None:
    for stage in funnel_stages(counts):
        before = FUNNEL_STEPS[stage.stage]
        assert stage.count == counts[stage.stage]
        if before is None:
            assert stage.step_rate is stage.overall_rate is None
            continue
        assert stage.step_rate == (counts[stage.stage] / counts[before] if counts[before] else None)
        assert stage.overall_rate == (counts[stage.stage] / counts[FUNNEL_BASE] if counts[FUNNEL_BASE] else None)


def test_the_stages_stand_in_their_order_and_rate_what_they_should() -> None:
    assert FUNNEL_STEPS == {
        "traffic": None, "new_traffic": "traffic", "contacts": "new_traffic", "leads": "contacts", "met": "leads",
        "test_drives": "met", "orders": "leads", "deliveries": "orders",
    }  # fmt: skip


def test_every_ratio_is_made_of_known_counts() -> None:
    assert all({part, whole} <= {*TRAFFIC_COUNTS, "days"} for part, whole in TRAFFIC_RATIOS.values())


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812345678", "138****5678"),
        ("+8613812345678", "+86****5678"),
        ("02112345678", "021****5678"),
        ("1234567", "****4567"),
        ("1234", "****"),
        ("", ""),
        (None, None),
    ],
)
def test_a_phone_is_masked(phone: str | None, shown: str | None) -> None:
    assert mask_phone(phone) == shown


@given(st.text(alphabet="+0123456789", min_size=5, max_size=20))
def test_a_masked_phone_hides_all_but_its_ends(phone: str) -> None:
    shown = mask_phone(phone)
    assert shown is not None
    assert len(shown) <= 11
    assert shown.endswith(phone[-4:])
    assert phone not in shown
