"""A right to be forgotten does not wait for sales: what is open ends; only a contract has to be settled first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.forgetting.conftest import Run, write

LATER = {"now": "2026-12-24T09:00"}


@pytest.fixture
def shop(run: Run, store: Path, fill_once: FillOnce) -> Run:
    """A store with a consultant and customer service."""
    fill_once(store, _open, run)
    return run


def _open(run: Run) -> None:
    write(run, "init", "--timezone", "Asia/Shanghai", now="2026-11-01T08:00")
    write(run, "staff", "add", "Li Na", now="2026-11-01T08:05")
    write(run, "staff", "add", "Zhao Min", "--role", "service", now="2026-11-01T08:05")


def come(run: Run, *options: object) -> Any:
    """Somebody's first visit; their record."""
    return write(run, "log-visit", "--phone", "13800000001", *options, as_="Li Na", now="2026-11-10T10:00")


def forgotten(run: Run) -> Any:
    """Forget them, and see that the store is whole and nobody is to call them; what forget said."""
    answer = write(run, "forget", "13800000001", "--yes")
    assert run("doctor").code == 0
    assert run("due", "--all", "--json", **LATER).json == []
    return answer


def test_an_open_lead_is_closed_as_lost_contact_and_nobody_verifies_it(shop: Run) -> None:
    come(shop)
    write(shop, "appoint", 1, "--at", "2026-11-24 10:00", "--note", "brings Anna", as_="Li Na")
    assert forgotten(shop)["closed"] == [1]
    lead = shop("show", 1, "--json").json
    assert (lead["status"], lead["verification"], lead["due_by"]) == ("lost", None, None)


def test_who_sleeps_or_waits_to_be_won_back_does_not_wake(shop: Run) -> None:
    come(shop)
    write(shop, "defeat", 1, "--reason", "price", as_="Li Na", now="2026-11-11T10:00")
    write(shop, "verify", 1, "confirmed", "--win-back", "2026-12-15", as_="Zhao Min", now="2026-11-12T10:00")
    assert forgotten(shop)["closed"] == [2]


def test_a_churn_that_waits_for_its_call_back_reaches_nobody(shop: Run) -> None:
    come(shop)
    write(shop, "defeat", 1, "--reason", "price", as_="Li Na", now="2026-11-11T10:00")
    write(shop, "verify", 1, "unreachable", as_="Zhao Min", now="2026-11-12T10:00")
    assert forgotten(shop)["closed"] == [1]
    lead = shop("show", 1, "--json").json
    assert (lead["status"], lead["verification"]) == ("defeated", "unreachable")
    assert len([fact for fact in lead["history"] if fact["fact"] == "verification"]) == 3


def test_an_online_lead_that_waits_to_be_screened_is_closed(shop: Run, store: Path) -> None:
    come(shop, "--kind", "online")
    write(shop, "screen", 1, "unreached", "--note", "rings-and-rings", as_="Li Na", now="2026-11-10T10:10")
    assert forgotten(shop)["closed"] == [1]
    assert b"rings-and-rings" not in store.read_bytes()


def test_a_complaint_is_settled_with_nobody(shop: Run) -> None:
    come(shop)
    write(shop, "order", 1, as_="Li Na", now="2026-11-10T11:00")
    write(shop, "deliver", 1, as_="Li Na", now="2026-11-11T11:00")
    complaint = ("aftercare", "done", "c1", "--result", "complaint", "--note", "rattles")
    write(shop, *complaint, as_="Li Na", now="2026-11-14T10:00")
    forgotten(shop)
    assert shop("aftercare", "complaints", "--json").json == []
    assert shop("report", "owners", "--month", "2026-11", "--json").json["complaints"] == {
        "made": 1,
        "solved": 1,
        "open": 0,
    }


def test_what_an_owner_said_in_recommending_them_names_them_no_longer(shop: Run) -> None:
    write(shop, "log-visit", "--phone", "13800000002", "--name", "Bob", as_="Li Na", now="2026-11-01T10:00")
    write(shop, "order", 1, as_="Li Na", now="2026-11-01T11:00")
    write(shop, "deliver", 1, as_="Li Na", now="2026-11-02T11:00")
    said = ("--phone", "13800000001", "--name", "Anna", "--note", "Anna plays the cello, 138 0000 0001")
    write(shop, "aftercare", "done", "c1", "--result", "recommend", *said, as_="Li Na", now="2026-11-05T10:00")
    write(shop, "forget", "13800000001", "--yes")
    (contact,) = shop("export", "--customer", "c1").json["aftercare"]
    assert contact["note"] == "c2 plays the cello, c2"


def test_a_contract_needs_its_customer_until_it_is_settled(shop: Run) -> None:
    come(shop, "--name", "Anna")
    write(shop, "order", 1, as_="Li Na", now="2026-11-10T11:00")
    refused = shop("forget", "c1", "--yes")
    assert (refused.code, "leadctl deliver 1, or leadctl cancel 1" in refused.err) == (1, True)
    assert shop("show", 1, "--json").json["customer"] == "Anna"
    write(shop, "cancel", 1, as_="Li Na", now="2026-11-12T11:00")
    assert forgotten(shop)["closed"] == [1]


@pytest.mark.parametrize(
    "again",
    [
        ("edit", "customer", "c1", "--name", "Anna"),
        ("edit", "customer", "c1", "--add-phone", "13800000009"),
        ("edit", "visit", "1", "--phone", "13800000002"),
        ("merge", "c1", "into", "c2"),
        ("merge", "c2", "into", "c1"),
        ("tag", "c1", "golf"),
        ("export", "--customer", "c1"),
    ],
    ids=lambda words: " ".join(words[:3]),
)
def test_nothing_is_written_to_them_again(shop: Run, again: tuple[str, ...]) -> None:
    come(shop)
    write(shop, "log-visit", "--phone", "13800000002", as_="Li Na", now="2026-11-10T10:30")
    write(shop, "forget", "c1", "--yes")
    result = shop(*again)
    assert (result.code, "c1 was forgotten on 2026-11-22" in result.err) == (1, True)


def test_a_delivery_cannot_be_taken_back_for_them(shop: Run) -> None:
    come(shop)
    write(shop, "order", 1, as_="Li Na", now="2026-11-10T11:00")
    write(shop, "deliver", 1, as_="Li Na", now="2026-11-11T11:00")
    write(shop, "forget", "c1", "--yes")
    assert shop("edit", "order", 1, "--delivered", "").code == 1
