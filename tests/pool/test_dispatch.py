"""Leads that nobody owns are given out by the store's rule."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.pool.conftest import Floor


@pytest.fixture
def weighted(floor: Floor, policy_file: Path) -> Floor:
    """On 2026-10-15 Li Na has kept 2 of 2 windows, Wang Qiang 1 of 2, Zhao Lei 0 of 1; the next ones still run."""
    with policy_file.open("a", encoding="utf-8") as file:
        file.write('\n[dispatch]\nrule = "weighted"\n')
    floor.run("policy", "set", policy_file, now="2026-09-01T09:00")
    for number, name in ((1, "Li Na"), (2, "Li Na"), (3, "Wang Qiang"), (4, "Wang Qiang"), (5, "Zhao Lei")):
        floor.opened(number, "--grade", "N", on="2026-10-10", as_=name)
    for lead, day, name in ((1, 11, "Li Na"), (2, 11, "Li Na"), (3, 11, "Wang Qiang"), (4, 13, "Wang Qiang")):
        floor.run("followup", lead, now=f"2026-10-{day}T10:00", as_=name)
    return floor


def _come(floor: Floor, numbers: range, on: str) -> None:
    for number in numbers:
        floor.opened(number, on=on, as_="Mei")


def test_in_turn_is_the_rule_unless_the_store_says_otherwise(floor: Floor) -> None:
    _come(floor, range(1, 6), "2026-10-10")
    given = [entry["consultant"] for entry in floor.json("assign", "--auto", now="2026-10-10T18:00")["given"]]
    assert given == ["Li Na", "Wang Qiang", "Zhao Lei", "Li Na", "Wang Qiang"]
    assert floor.json("policy", "show", now="2026-10-10T18:00")["dispatch"] == "in-turn"


def test_weighted_gives_most_to_who_keeps_most_windows(weighted: Floor) -> None:
    """Weights 1, 1/2 and 0: Li, Wang, Li, Li, Wang, Li (1 .5 .33 .2 .17 .14)."""
    _come(weighted, range(11, 17), "2026-10-15")
    record = weighted.json("assign", "--auto", now="2026-10-15T18:00")
    given = [entry["consultant"] for entry in record["given"]]
    assert given == ["Li Na", "Wang Qiang", "Li Na", "Li Na", "Wang Qiang", "Li Na"]
    assert weighted.healthy("2026-10-15")


def test_what_was_given_out_lately_counts_next_time(weighted: Floor) -> None:
    shares: Counter[str] = Counter()
    for first in (11, 13, 15):
        _come(weighted, range(first, first + 2), "2026-10-15")
        record = weighted.json("assign", "--auto", now=f"2026-10-15T{first}:00")
        shares.update(entry["consultant"] for entry in record["given"])
    assert shares == {"Li Na": 4, "Wang Qiang": 2}


def test_a_hand_over_is_no_lead_given_out(weighted: Floor) -> None:
    """What Zhao Lei hands over leaves Li Na first in line all the same."""
    weighted.run("assign", "--from", "Zhao Lei", "--to", "Li Na", now="2026-10-15T09:00")
    _come(weighted, range(11, 12), "2026-10-15")
    assert weighted.json("assign", "--auto", now="2026-10-15T18:00")["given"][0]["consultant"] == "Li Na"


def test_windows_of_more_than_thirty_days_ago_weigh_no_more(weighted: Floor) -> None:
    """On 11-20 only what ended since 10-21 counts: the N of 10-11 to 13 are due by 10-26 to 28, all missed; Zhao Lei's
    10-11 is forgotten, so that he weighs as the others do, which is nothing: all get their turn."""
    _come(weighted, range(11, 14), "2026-11-20")
    given = [entry["consultant"] for entry in weighted.json("assign", "--auto", now="2026-11-20T18:00")["given"]]
    assert sorted(given) == ["Li Na", "Wang Qiang", "Zhao Lei"]


def test_an_online_lead_that_comes_goes_by_the_same_rule(weighted: Floor) -> None:
    weighted.run("log-visit", "--kind", "online", "--phone", "13800138011", now="2026-10-15T10:00", as_="Mei")
    weighted.run("screen", 6, "A", "--appointment", "2026-10-17T10:00", now="2026-10-15T10:10", as_="Mei")
    assert weighted.owner(6, "2026-10-15") == "Li Na"
    weighted.run("log-visit", "--kind", "online", "--phone", "13800138012", now="2026-10-15T11:00", as_="Mei")
    weighted.run("screen", 7, "A", "--appointment", "2026-10-17T10:00", now="2026-10-15T11:10", as_="Mei")
    assert weighted.owner(7, "2026-10-15") == "Wang Qiang"


def test_a_dry_run_gives_nothing_out(floor: Floor) -> None:
    _come(floor, range(1, 3), "2026-10-10")
    before = floor.rows()
    record = floor.json("assign", "--auto", "--dry-run", now="2026-10-10T18:00")
    assert (record["leads"], record["operation"]) == (2, None)
    assert floor.rows() == before


def test_only_open_leads_are_given_out(floor: Floor) -> None:
    """Of four leads of nobody one is open, one sleeps, one awaits its verification and one is ordered."""
    _come(floor, range(1, 5), "2026-10-10")
    floor.run("dormant", 2, "--until", "2026-11-20", now="2026-10-11T09:00")
    floor.run("defeat", 3, "--reason", "price", now="2026-10-11T09:00")
    floor.run("order", 4, "--price", 100000, now="2026-10-11T09:00")
    record = floor.json("assign", "--auto", now="2026-10-12T18:00", as_="Boss")
    assert ([one["lead"] for one in record["given"]], record["left"]) == ([1], 0)
    assert [floor.owner(lead, "2026-10-12") for lead in (2, 3, 4)] == [None, None, None]


def test_a_sleeper_is_given_out_once_its_day_has_come(floor: Floor) -> None:
    _come(floor, range(1, 2), "2026-10-10")
    floor.run("dormant", 1, "--until", "2026-11-20", now="2026-10-11T09:00")
    assert floor.json("assign", "--auto", now="2026-11-19T18:00", as_="Boss")["leads"] == 0
    assert floor.json("assign", "--auto", now="2026-11-20T18:00", as_="Boss")["leads"] == 1
