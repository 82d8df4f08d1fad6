"""Who is invited, by whom, and what came of it; tags."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.campaigns.conftest import Shop, phone
from tests.commands.stores import tables
from tests.conftest import FillOnce


@pytest.fixture
def party(shop: Shop, store: Path, fill_once: FillOnce) -> Shop:
    """Leads 1 and 2 came, 3 and 4 only called, 5 ordered, 6 is lost; 2 is Wang Qiang's, 4 nobody's."""
    fill_once(store, _plan_party, shop)
    return shop


def _plan_party(shop: Shop) -> None:
    shop.visit(phone(1))
    shop.visit(phone(2), as_="Wang Qiang")
    shop.visit(phone(3), "--kind", "call")
    shop.visit(phone(4), "--kind", "call", as_="Chen")
    shop.visit(phone(5))
    shop.write("order", 5)
    shop.visit(phone(6))
    shop.write("defeat", 6, "--reason", "price")
    shop.write("campaign", "add", "party", "--start", "2026-12-05", "--end", "2026-12-06")


def listed(shop: Shop, *words: str) -> dict[int, dict[str, Any]]:
    return {row["lead"]: row for row in shop.read("campaign", "show", "party", *words)["invitations"]}


def test_never_came_are_open_leads_whose_contact_was_captured(party: Shop) -> None:
    assert party.write("campaign", "invite", "party", "--who", "never-came")["listed"] == 2
    assert listed(party).keys() == {3, 4}


def test_not_sold_are_those_who_came_and_did_not_buy(party: Shop) -> None:
    answer = party.write("campaign", "invite", "party", "--who", "not-sold")
    assert listed(party).keys() == {1, 2}
    assert answer["by_consultant"] == [
        {"consultant": "Li Na", "listed": 1},
        {"consultant": "Wang Qiang", "listed": 1},
    ]


def test_each_consultant_invites_their_own_and_the_rest_goes_in_turn(party: Shop) -> None:
    for number in range(10, 14):
        party.visit(phone(number), "--kind", "call", as_="Chen")
    party.write("campaign", "invite", "party", "--who", "never-came")
    found = {lead: row["consultant"] for lead, row in listed(party).items()}
    assert found.pop(3) == "Li Na"
    assert sorted(found.values()) == ["Li Na"] * 3 + ["Wang Qiang"] * 2
    assert listed(party, "--consultant", "Wang Qiang").keys() == {lead for lead in found if found[lead] != "Li Na"}


def test_nobody_is_put_on_a_list_twice(party: Shop) -> None:
    party.write("campaign", "invite", "party", "--who", "never-came")
    assert "Nobody else" in party.refused("campaign", "invite", "party", "--who", "never-came")
    party.visit(phone(7), "--kind", "call")
    assert party.write("campaign", "invite", "party", "--who", "never-came")["listed"] == 1


def test_a_tag_invites_owners_too_and_narrows_a_group_down(party: Shop) -> None:
    party.write("deliver", 5)
    for number in (2, 3, 5, 6):
        party.write("tag", phone(number), "#golf", "family")
    assert party.write("campaign", "invite", "party", "--who", "not-sold", "--tag", "golf")["listed"] == 1
    assert listed(party).keys() == {2}
    party.write("campaign", "invite", "party", "--tag", "golf")
    assert listed(party).keys() == {2, 3, 5}
    assert "Did you mean golf?" in party.refused("campaign", "invite", "party", "--tag", "gulf")


def test_a_list_is_followed_from_invited_to_ordered(party: Shop) -> None:
    party.write("campaign", "invite", "party", "--who", "never-came")
    party.write("campaign", "invite", "party", "--who", "not-sold")
    for lead in (1, 2, 3):
        party.write("campaign", "invited", "party", lead)
    party.write("campaign", "confirmed", "party", 3)
    party.write("campaign", "confirmed", "party", 4)
    party.visit(phone(1), now="2026-12-05T10:00")
    party.visit(phone(3), "--kind", "event", now="2026-12-06T10:00")
    party.visit(phone(2), "--kind", "call", now="2026-12-05T10:00")
    party.visit(phone(4), "--campaign", "party", now="2026-12-08T10:00")
    party.write("order", 3, now="2026-12-09T10:00")
    row = party.campaign("party", now="2026-12-10T08:00")
    keys = ("listed", "invited", "confirmed", "came", "ordered")
    assert [row[key] for key in keys] == [4, 4, 2, 3, 1]
    found = listed(party)
    assert [found[lead]["came_on"] for lead in (1, 2, 3, 4)] == ["2026-12-05", None, "2026-12-06", "2026-12-08"]
    assert found[3]["ordered_on"] == "2026-12-09"
    for key in keys:
        words = ("report", "campaigns", "--month", "2026-12", "--list", f"party.{key}")
        assert len(party.read(*words, now="2026-12-10T08:00")) == row[key]


def test_who_came_already_is_not_invited(party: Shop) -> None:
    party.visit(phone(1), "--campaign", "party")
    party.write("campaign", "invite", "party", "--who", "not-sold")
    assert listed(party).keys() == {2}


def test_only_who_is_on_the_list_was_invited(party: Shop) -> None:
    party.write("campaign", "invite", "party", "--who", "never-came")
    assert "not on the invitation list" in party.refused("campaign", "invited", "party", 1)
    party.write("campaign", "confirmed", "party", phone(3))
    assert "already" in party.refused("campaign", "invited", "party", 3)
    party.refused("campaign", "invite", "party", code=2)
    party.refused("campaign", "invite", "party", "--who", "everybody", code=2)


def test_a_campaign_that_is_over_invites_nobody(party: Shop) -> None:
    assert "over since" in party.refused("campaign", "invite", "party", "--who", "not-sold", now="2026-12-07T08:00")


def test_a_list_masks_phones_unless_they_are_to_be_revealed(party: Shop) -> None:
    party.write("campaign", "invite", "party", "--who", "never-came")
    assert listed(party)[3]["phone"] == "138****0003"
    assert listed(party, "--reveal")[3]["phone"] == phone(3)


def test_tags_are_added_listed_and_removed(shop: Shop) -> None:
    shop.visit(phone(1))
    shop.write("tag", "c1", "golf", "30s")
    shop.write("tag", "c1", "golf", "family")
    assert shop.read("tag", "c1")["tags"] == ["30s", "family", "golf"]
    shop.write("tag", phone(1), "--remove", "30s")
    assert shop.read("tag", "c1")["tags"] == ["family", "golf"]
    assert "has no tag 'chess'" in shop.refused("tag", "c1", "--remove", "chess")
    assert "letters" in shop.refused("tag", "c1", "#")


def test_merging_keeps_tags_and_invitations_once(party: Shop, store: Path) -> None:
    party.write("campaign", "invite", "party", "--who", "never-came")
    party.write("campaign", "confirmed", "party", 4)
    party.write("campaign", "invite", "party", "--who", "not-sold")
    party.write("tag", "c1", "golf", "30s")
    party.write("tag", "c4", "golf", "family")
    before = tables(store)
    operation = party.write("merge", "c4", "into", "c1")["operation"]
    assert party.read("tag", "c1")["tags"] == ["30s", "family", "golf"]
    assert listed(party).keys() == {1, 2, 3}
    party.undo(operation)
    assert tables(store) == before


def test_a_deleted_lead_leaves_no_tags_and_no_invitation(party: Shop, store: Path) -> None:
    party.write("campaign", "invite", "party", "--who", "never-came")
    party.write("tag", "c3", "golf")
    before = tables(store)
    operation = party.write("delete", "visit", 3)["operation"]
    assert listed(party).keys() == {4}
    assert tables(store)["tags"] == []
    party.undo(operation)
    assert tables(store) == before


def test_an_invited_lead_that_belongs_to_the_one_before_hands_its_invitation_on(party: Shop) -> None:
    party.write("defeat", 3, "--reason", "price", now="2026-11-23T10:00")
    party.write("verify", 3, "confirmed", as_="Chen", now="2026-11-24T10:00")
    again = party.visit(phone(3), "--kind", "call", now="2026-11-25T10:00")
    party.write("campaign", "invite", "party", "--who", "never-came", now="2026-11-25T11:00")
    assert again in listed(party)
    party.visit(phone(3), "--kind", "call", "--at", "2026-11-23T18:00", now="2026-11-25T12:00")
    assert 3 in listed(party)
    assert again not in listed(party)
    assert party.run("doctor").code == 0


def test_who_leaves_hands_invitations_on_with_the_leads(party: Shop) -> None:
    party.write("campaign", "invite", "party", "--who", "not-sold")
    party.write("campaign", "tasks", "party", "--add", "rent the tent", "--on", "today", "--staff", "Wang Qiang")
    assert party.read("due", as_="Li Na", now="2026-11-22T09:00") == []
    party.write("assign", "--from", "Wang Qiang", "--to", "Li Na")
    party.write("staff", "leave", "Wang Qiang")
    assert listed(party, "--consultant", "Li Na").keys() == {1, 2}
    assert [line["why"] for line in party.read("due", as_="Li Na", now="2026-11-22T09:00")] == ["party: rent the tent"]


@pytest.fixture
def crowd(shop: Shop) -> Shop:
    """Six open leads that differ in grade, model, source, age, gender and last contact, and an owner."""
    told = (
        ("--grade", "H", "--model", "X5", "--source", "showroom"),
        ("--grade", "A", "--model", "X3", "--source", "referral"),
        ("--grade", "A", "--model", "X5", "--source", "online", "--kind", "call"),
        ("--grade", "C", "--model", "S3", "--source", "showroom"),
    )
    for number, words in enumerate(told, start=1):
        shop.visit(phone(number), *words, now=f"2026-11-0{number}T10:00")
    for number, (gender, born) in enumerate(
        (("male", "1996-11-22"), ("female", "1996-11-23"), ("female", "1980-01-01")), start=1
    ):
        shop.write("edit", "customer", f"c{number}", "--gender", gender, "--birthday", born)
    shop.write("campaign", "add", "party", "--start", "2026-12-05", "--end", "2026-12-06")
    return shop


@pytest.mark.parametrize(
    ("words", "leads"),
    [
        (("--grade", "H,A"), {1, 2, 3}),
        (("--model", "X5"), {1, 3}),
        (("--model", "X5,S3", "--grade", "c"), {4}),
        (("--source", "showroom"), {1, 4}),
        (("--gender", "female"), {2, 3}),
        (("--age", "30"), {1}),  # 30 today; the second is on the day after
        (("--age", "-29"), {2}),
        (("--age", "30-"), {1, 3}),
        (("--age", "29-30"), {1, 2}),
        (("--last-contact", "2026-11-03"), {1, 2}),
        (("--who", "never-came", "--grade", "A"), {3}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_leads_are_invited_by_what_is_known_of_them(crowd: Shop, words: tuple[str, ...], leads: set[int]) -> None:
    crowd.write("campaign", "invite", "party", *words)
    assert listed(crowd).keys() == leads


@pytest.mark.parametrize(
    "words",
    [(), ("--age", "old"), ("--age", "-"), ("--age", "40-30"), ("--grade", "Z"), ("--gender", "x")],
    ids=" ".join,
)
def test_who_is_meant_must_be_said(crowd: Shop, words: tuple[str, ...]) -> None:
    crowd.refused("campaign", "invite", "party", *words, code=2)


def test_an_unknown_model_is_refused_with_near_names(crowd: Shop) -> None:
    assert "X5" in crowd.refused("campaign", "invite", "party", "--model", "X55")
    crowd.refused("campaign", "invite", "party", "--source", "nowhere")
