"""Some weeks in a store, played from a seed: leadctl answers as the model does.

``LEADCTL_ORACLE_SEEDS=N`` plays the seeds 0 to N-1, each under both policies; without it there is one.
"""

from __future__ import annotations

import os
from calendar import SUNDAY
from datetime import timedelta

import pytest

from tests.oracle.comparing import Comparison
from tests.oracle.facts import start_of
from tests.oracle.figures import Month, quarter_of, week_of
from tests.oracle.playing import FIRST_DAY, Play, Run

SEEDS = range(int(os.environ.get("LEADCTL_ORACLE_SEEDS", "1")))
# read when the tests are collected: while they run, the caller's settings are out of their sight

POLICIES = ("five-grade", "four-grade") if "LONG_TESTS" in os.environ else ("four-grade",)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_store_answers_as_the_model_does(run: Run, seed: int, policy: str) -> None:
    """The list on Sundays; all on the last day: today's list and every lead, this month and the one that has
    ended, a week that has ended, and the quarter, and the plans of this month and the next, the store's and the
    consultants'; and in the month after, what was forecast of the one that has ended.

    The month that runs is also asked for in its middle, when the forecast is still to come true.
    """
    play = Play(run, seed, policy)
    comparison = Comparison(play)
    for evening in play.evenings():
        this_month, first_month = Month(evening.replace(day=1), evening), Month(FIRST_DAY.replace(day=1), evening)
        if evening.weekday() == SUNDAY:
            comparison.due(evening)
        if evening.day == 28:
            comparison.all_of_the_month(this_month)
        if evening == play.last_day:
            comparison.all_of_the_day(evening)
            comparison.all_of_the_month(this_month)
            comparison.all_of_the_month(first_month)
            comparison.all_of_the_days(week_of(evening - timedelta(days=10), evening))
            comparison.all_of_the_days(quarter_of(evening, evening))
            comparison.plan(this_month, {None: 23, "Ann": 9, "Cai": 5})
            comparison.plan(Month(this_month.last + timedelta(days=1), evening), {None: 31, "Ben": 12})
            month_after = this_month.last + timedelta(days=1)
            play.now = start_of(month_after)
            comparison.forecast_outcome(Month(this_month.first, month_after))
    comparison.differences.check()
