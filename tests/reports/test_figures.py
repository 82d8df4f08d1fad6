"""The arithmetic of figures, without a store."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.figures import FUNNEL_STEPS, TRAFFIC_RATIOS, funnel_stages, share, traffic_ratios

JANUARY = {
    "traffic": 882, "first_visits": 326, "calls": 125, "event": 0, "referral": 25, "contacts": 267, "test_drives": 66,
    "showroom_sales": 63, "sub_dealer_sales": 18, "wholesale_sales": 0, "total_sales": 81, "stay_30": 149,
    "return_visits": 431,
}  # fmt: skip


def test_a_share_of_nothing_is_none() -> None:
    assert share(3, 0) is None
    assert share(0, 4) == 0
    assert share(1, 3) == 1 / 3


def test_each_ratio_of_a_real_january_has_its_formula() -> None:
    assert traffic_ratios(JANUARY, 31) == {
        "daily_traffic": 882 / 31,
        "deal_rate": 63 / 326,
        "contact_rate": 267 / 326,
        "test_drive_rate": 66 / 326,
        "stay_30_rate": 149 / 326,
        "return_share": 431 / 882,
        "sub_dealer_share": 18 / 81,
        "wholesale_share": 0.0,
        "showroom_share": 63 / 81,
    }


def test_a_month_without_anything_has_no_ratio() -> None:
    assert traffic_ratios(dict.fromkeys(JANUARY, 0), 0) == dict.fromkeys(TRAFFIC_RATIOS)


def test_each_step_is_of_its_own_stage_and_overall_of_new_traffic() -> None:
    counts = dict(zip(FUNNEL_STEPS, (100, 80, 60, 50, 40, 10, 20, 5), strict=True))
    stages = {stage.stage: (stage.step_rate, stage.overall_rate) for stage in funnel_stages(counts)}
    assert stages == {
        "traffic": (None, None),
        "new_traffic": (0.8, 1.0),
        "contacts": (60 / 80, 60 / 80),
        "leads": (50 / 60, 50 / 80),
        "met": (40 / 50, 40 / 80),
        "test_drives": (10 / 40, 10 / 80),
        "orders": (20 / 50, 20 / 80),
        "deliveries": (5 / 20, 5 / 80),
    }


@given(st.lists(st.integers(0, 50), min_size=8, max_size=8))
def test_a_rate_is_missing_exactly_where_its_divisor_is_zero(found: list[int]) -> None:
    counts = dict(zip(FUNNEL_STEPS, found, strict=True))
    for stage in funnel_stages(counts):
        before = FUNNEL_STEPS[stage.stage]
        assert (stage.step_rate is None) == (before is None or counts[before] == 0)
