"""Who objects to being contacted is contacted by nobody, whatever is owed to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.forgetting.conftest import Run, write

ANNA, BOB = "13800000001", "13800000002"


@pytest.fixture
def shop(run: Run, store: Path, fill_once: FillOnce) -> Run:
    """Two customers, c1 and c2, each with an open lead that is overdue."""
    fill_once(store, _open, run)
    return run


def _open(run: Run) -> None:
    write(run, "init", "--timezone", "Asia/Shanghai", now="2026-11-01T08:00")
    write(run, "staff", "add", "Li Na", now="2026-11-01T08:05")
    write(run, "staff", "add", "Zhao Min", "--role", "service", now="2026-11-01T08:05")
    write(run, "log-visit", "--phone", ANNA, "--grade", "A", as_="Li Na", now="2026-11-10T10:00")
    write(run, "log-visit", "--phone", BOB, "--grade", "A", as_="Li Na", now="2026-11-10T11:00")


def due(run: Run, **circumstances: Any) -> list[tuple[int, str]]:
    lines = run("due", "--all", "--json", **circumstances).json
    return [(line["customer_id"], line["task"]) for line in lines]


@pytest.mark.parametrize("objection", ["calls", "all"])
def test_they_are_not_due(shop: Run, objection: str) -> None:
    assert {customer for customer, _ in due(shop)} == {1, 2}
    write(shop, "edit", "customer", "c1", "--do-not-contact", objection)
    assert {customer for customer, _ in due(shop)} == {2}
    assert shop("due", "--all", "--overdue", "--json").json[0]["customer_id"] == 2


def test_the_option_without_a_value_means_any_contact(shop: Run) -> None:
    answer = write(shop, "edit", "customer", "c1", "--do-not-contact")
    assert (answer["do_not_contact"], answer["do_not_contact_on"]) == ("all", "2026-11-22")


def test_the_day_may_be_an_earlier_one(shop: Run) -> None:
    answer = write(shop, "edit", "customer", "c1", "--do-not-contact", "calls", "--on", "2026-11-15")
    assert (answer["do_not_contact"], answer["do_not_contact_on"]) == ("calls", "2026-11-15")
    assert shop("edit", "customer", "c1", "--do-not-contact", "all", "--on", "2026-12-15").code == 1
    assert shop("edit", "customer", "c1", "--on", "2026-11-15", "--name", "A").code == 2
    assert shop("edit", "customer", "c1", "--do-not-contact", "letters").code == 2


def test_it_is_taken_back_and_undone(shop: Run) -> None:
    write(shop, "edit", "customer", "c1", "--do-not-contact")
    assert write(shop, "edit", "customer", "c1", "--do-not-contact", "none")["do_not_contact_on"] is None
    assert {customer for customer, _ in due(shop)} == {1, 2}
    write(shop, "undo")
    assert {customer for customer, _ in due(shop)} == {2}


def test_an_appointment_stays_unless_they_object_to_all(shop: Run) -> None:
    write(shop, "appoint", 1, "--at", "2026-11-23 10:00", as_="Li Na")
    write(shop, "edit", "customer", "c1", "--do-not-contact", "calls")
    tomorrow = {"now": "2026-11-23T08:00"}
    assert (1, "appointment") in due(shop, **tomorrow)
    write(shop, "edit", "customer", "c1", "--do-not-contact", "all")
    assert {customer for customer, _ in due(shop, **tomorrow)} == {2}


def test_they_are_not_invited_and_leave_the_list(shop: Run) -> None:
    write(shop, "campaign", "add", "Winter", "--start", "2026-12-01")
    write(shop, "edit", "customer", "c1", "--do-not-contact", "calls")
    write(shop, "campaign", "invite", "Winter", "--who", "not-sold")
    listed = ("campaign", "show", "Winter", "--json")
    assert [guest["customer_id"] for guest in shop(*listed).json["invitations"]] == [2]
    write(shop, "edit", "customer", "c2", "--do-not-contact", "calls")
    assert shop(*listed).json["invitations"] == []


def test_an_owner_gets_no_aftercare_by_either_kind_of_car(shop: Run, tmp_path: Path) -> None:
    write(shop, "order", 1, as_="Li Na", now="2026-11-15T10:00")
    write(shop, "deliver", 1, as_="Li Na", now="2026-11-16T10:00")
    owners = tmp_path / "owners.csv"
    owners.write_text(f"phone,delivered_on\n{BOB},2026-11-16\n", encoding="utf-8")
    write(shop, "import", "owners", owners)
    assert {customer for customer, task in due(shop) if task == "aftercare"} == {1, 2}
    for customer in ("c1", "c2"):
        write(shop, "edit", "customer", customer, "--do-not-contact", "calls")
    assert due(shop) == []
    assert shop("aftercare", "list", "--json").json == [] or shop("aftercare", "--json").json == []


def test_a_call_back_and_a_spot_check_reach_them_not(shop: Run) -> None:
    write(shop, "defeat", 1, "--reason", "price", as_="Li Na")
    assert (1, "verification") in due(shop)
    write(shop, "edit", "customer", "c1", "--do-not-contact", "calls")
    assert (1, "verification") not in due(shop)
    drawn = shop("audit", "--month", "2026-11", "--sample", 9, "--json", as_="Zhao Min").json
    assert "13800000001" not in str(drawn)


def test_overdue_counts_agree_with_the_list(shop: Run) -> None:
    write(shop, "edit", "customer", "c1", "--do-not-contact", "calls")
    report = shop("report", "followups", "--json").json
    assert sum(row["overdue_now"] for row in report["consultants"]) == 1
    assert len(shop("due", "--all", "--overdue", "--json").json) == 1


def test_the_card_says_it_and_the_audit_counts_it(shop: Run) -> None:
    write(shop, "edit", "customer", "c1", "--do-not-contact", "calls", "--on", "2026-11-15")
    assert "objects to being called, since 2026-11-15" in shop("show", 1).out
    assert shop("show", 1, "--json").json["do_not_contact"] == "calls"
    audit = shop("audit", "--month", "2026-11", "--json").json
    assert audit["counts"]["do-not-contact"] == 1
    assert [row["lead"] for row in shop("audit", "--list", "do-not-contact", "--json").json] == [1]


def test_consent_is_kept_with_its_day_and_taken_back(shop: Run) -> None:
    given = write(shop, "edit", "customer", "c1", "--consent", "service calls, on paper", "--on", "2026-11-12")
    assert (given["consent"], given["consent_on"]) == ("service calls, on paper", "2026-11-12")
    exported = shop("export", "--customer", "c1", "--json").json["customer"]
    assert (exported["consent"], exported["consent_on"]) == ("service calls, on paper", "2026-11-12")
    cleared = write(shop, "edit", "customer", "c1", "--consent", "")
    assert (cleared["consent"], cleared["consent_on"]) == (None, None)


@pytest.mark.parametrize(("gone", "kept"), [("calls", "all"), ("all", "calls"), ("all", None), (None, "all")])
def test_of_two_who_are_one_the_wider_objection_holds(shop: Run, gone: str | None, kept: str | None) -> None:
    for customer, objection in (("c1", gone), ("c2", kept)):
        if objection is not None:
            write(shop, "edit", "customer", customer, "--do-not-contact", objection)
    write(shop, "merge", "c1", "into", "c2")
    assert shop("show", BOB, "--json").json["do_not_contact"] == "all"


def test_forgetting_keeps_the_day_and_erases_the_words(shop: Run, store: Path) -> None:
    write(shop, "edit", "customer", "c1", "--do-not-contact", "calls")
    write(shop, "edit", "customer", "c1", "--consent", "paper-signed-at-home")
    write(shop, "forget", "c1", "--yes")
    assert b"paper-signed-at-home" not in store.read_bytes()
