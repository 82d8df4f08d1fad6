"""Who may take a lead out of the common pool, and who not yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pool.conftest import Floor

POOLED = "2026-10-06"
"""The day on which Li Na loses the H of 10-01."""


@pytest.fixture
def lost(floor: Floor) -> int:
    """A lead that Li Na has neglected."""
    lead = floor.opened(1, "--grade", "H", on="2026-10-01")
    assert floor.released(POOLED) == [lead]
    return lead


def test_a_lead_of_the_pool_is_on_everybodys_list_with_whose_it_was(floor: Floor, lost: int) -> None:
    said = "first follow-up: came 6 d ago; from the common pool (was Li Na's)"
    assert {floor.why(lost, "2026-10-07", as_=name) for name in ("Li Na", "Wang Qiang", "Zhao Lei", "Boss")} == {said}
    card = floor.json("show", lost, now="2026-10-07T08:00")
    assert card["why"] == said
    assert [fact["released_from"] for fact in card["history"] if fact["fact"] == "assignment"] == ["Li Na"]
    assert "neglected by Li Na" in floor.run("show", lost, now="2026-10-07T08:00")


def test_anybody_else_takes_it_at_once(floor: Floor, lost: int) -> None:
    floor.run("assign", lost, "--to", "Wang Qiang", now="2026-10-06T19:00", as_="Wang Qiang")
    assert floor.owner(lost, "2026-10-06") == "Wang Qiang"
    assert floor.why(lost, "2026-10-06", as_="Wang Qiang") == "first follow-up: came 5 d ago"
    assert floor.why(lost, "2026-10-06", as_="Zhao Lei") is None
    assert floor.healthy("2026-10-06")


def test_who_neglected_it_may_have_it_again_after_seven_days(floor: Floor, lost: int) -> None:
    take = ("assign", lost, "--to", "Li Na")
    said = floor.refused(*take, now="2026-10-12T23:59", as_="Li Na")
    assert "Li Na" in said
    assert "2026-10-13" in said
    assert floor.owner(lost, "2026-10-12") is None
    assert "2026-10-13" in floor.refused(*take, now="2026-10-12T23:59", as_="Wang Qiang")  # nor be given it
    floor.run(*take, now="2026-10-13T00:01", as_="Li Na")
    assert floor.owner(lost, "2026-10-13") == "Li Na"


def test_not_from_another_consultant_either(floor: Floor, lost: int) -> None:
    floor.run("assign", lost, "--to", "Wang Qiang", now="2026-10-07T09:00")
    assert "2026-10-13" in floor.refused("assign", lost, "--to", "Li Na", now="2026-10-08T09:00")
    said = floor.refused("assign", "--from", "Wang Qiang", "--to", "Li Na", now="2026-10-08T09:00")
    assert f"lead {lost} from 2026-10-13" in said
    assert floor.owner(lost, "2026-10-08") == "Wang Qiang"


def test_a_manager_may_insist_and_nobody_else(floor: Floor, lost: int) -> None:
    take = ("assign", lost, "--to", "Li Na", "--insist")
    assert "manager" in floor.refused(*take, now="2026-10-07T09:00", as_="Li Na")
    assert "manager" in floor.refused(*take, now="2026-10-07T09:00")
    floor.run(*take, now="2026-10-07T09:00", as_="Boss")
    assert floor.owner(lost, "2026-10-07") == "Li Na"


def test_the_store_says_how_long(floor: Floor, policy_file: Path) -> None:
    with policy_file.open("a", encoding="utf-8") as file:
        file.write("\n[neglect]\nkeep_away = 2\n")
    floor.run("policy", "set", policy_file, now="2026-09-01T09:00")
    lead = floor.opened(1, "--grade", "H", on="2026-10-01")
    floor.released(POOLED)
    assert "2026-10-08" in floor.refused("assign", lead, "--to", "Li Na", now="2026-10-07T09:00")
    floor.run("assign", lead, "--to", "Li Na", now="2026-10-08T09:00")
    assert floor.owner(lead, "2026-10-08") == "Li Na"


def test_an_overturned_churn_does_not_bring_it_back_to_them(floor: Floor, lost: int) -> None:
    floor.run("defeat", lost, "--reason", "price", now="2026-10-07T09:00", as_="Wang Qiang")
    back = ("verify", lost, "overturned", "--to")
    assert "2026-10-13" in floor.refused(*back, "Li Na", now="2026-10-08T09:00", as_="Mei")
    floor.run(*back, "Zhao Lei", now="2026-10-08T09:00", as_="Mei")
    assert floor.owner(lost, "2026-10-08") == "Zhao Lei"


def test_a_visit_moves_no_ownership(floor: Floor, lost: int) -> None:
    """The customer asks for Li Na: she serves, and the lead stays in the pool."""
    floor.opened(1, on="2026-10-07", as_="Li Na")
    assert floor.owner(lost, "2026-10-07") is None
    assert floor.healthy("2026-10-07")


def test_the_new_owner_has_the_days_whole(floor: Floor, lost: int) -> None:
    """It is as overdue as before, and Wang Qiang's for 3 days before it is neglected again."""
    floor.run("assign", lost, "--to", "Wang Qiang", now="2026-10-08T09:00")
    assert "in 3 days" in str(floor.why(lost, "2026-10-09", as_="Wang Qiang"))
    assert floor.released("2026-10-11") == []
    assert floor.released("2026-10-12") == [lost]
    floor.refused("assign", lost, "--to", "Wang Qiang", now="2026-10-18T09:00")
    floor.run("assign", lost, "--to", "Li Na", now="2026-10-18T09:00")  # 10-13 has passed


def test_to_be_given_what_one_has_wins_no_time(floor: Floor) -> None:
    own, taken = (floor.opened(number, "--grade", "H", on="2026-10-01") for number in (1, 2))
    floor.run("assign", taken, "--to", "Wang Qiang", now="2026-10-03T09:00")
    for lead, name in ((own, "Li Na"), (taken, "Wang Qiang")):
        floor.run("assign", lead, "--to", name, now="2026-10-05T09:00")
    assert floor.released("2026-10-06") == [own]
    assert floor.released("2026-10-07") == [taken]


def test_the_giving_out_passes_over_who_neglected_it(floor: Floor, lost: int) -> None:
    """In turn Li Na is first: she keeps her place for the lead after."""
    other = floor.opened(2, on="2026-10-07", as_="Mei")
    record = floor.json("assign", "--auto", now="2026-10-07T18:00")
    assert record["given"] == [
        {"lead": lost, "consultant": "Wang Qiang"}, {"lead": other, "consultant": "Li Na"},
    ]  # fmt: skip
    assert (record["leads"], record["left"]) == (2, 0)


def test_what_nobody_else_could_have_stays_in_the_pool(floor: Floor, lost: int) -> None:
    for name in ("Wang Qiang", "Zhao Lei"):
        floor.run("staff", "leave", name, now="2026-10-06T20:00")
    record = floor.json("assign", "--auto", now="2026-10-07T18:00")
    assert (record["leads"], record["left"], record["operation"]) == (0, 1, None)
    assert "1 stay in the common pool" in floor.run("assign", "--auto", now="2026-10-07T18:00")
    assert floor.json("assign", "--auto", now="2026-10-13T18:00")["given"] == [{"lead": lost, "consultant": "Li Na"}]


def test_options_that_do_not_go_together_are_wrong_usage(floor: Floor) -> None:
    for words in (("--release", "--auto"), ("--release", "--to", "Li Na"), ("--release", "7"), ("--auto", "--insist"),
                  ("--release", "--note", "x"), (), ("7",)):  # fmt: skip
        assert "Traceback" not in floor.run("assign", *words, now="2026-10-07T18:00", code=2)
