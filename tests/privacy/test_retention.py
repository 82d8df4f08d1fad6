"""People are kept for as many months as the store says, then forgotten after a look; what reports count stays."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.forgetting.conftest import Run, write

OLD, LOST, NEW, OWNER, ORDERED = (f"1390000000{number}" for number in range(1, 6))


@pytest.fixture
def shop(run: Run, store: Path, fill_once: FillOnce) -> Run:
    """c1 came in 2023 and never again, c2 was lost in May 2026, c3 came in November 2026, c4 bought in 2023, c5 ordered
    then and waits; two people without a phone came in January and in November 2026. Today is 2026-11-22."""
    fill_once(store, _open, run)
    return run


def _open(run: Run) -> None:
    write(run, "init", "--timezone", "Asia/Shanghai", now="2023-01-01T08:00")
    write(run, "staff", "add", "Li Na", now="2023-01-01T08:05")
    come = ("log-visit", "--name", "old-Anna", "--note", "likes-jazz", "--phone")
    write(run, *come, OLD, as_="Li Na", now="2023-02-01T10:00")
    write(run, *come, LOST, as_="Li Na", now="2026-04-01T10:00")
    lead = run("show", LOST, "--json").json["lead"]
    write(run, "defeat", lead, "--reason", "price", as_="Li Na", now="2026-05-01T10:00")
    write(run, "verify", lead, "confirmed", now="2026-05-02T10:00")
    write(run, *come, NEW, as_="Li Na", now="2026-11-01T10:00")
    for phone in (OWNER, ORDERED):
        lead = write(run, *come, phone, as_="Li Na", now="2023-03-01T10:00")["lead"]
        write(run, "order", lead, as_="Li Na", now="2023-03-02T10:00")
        if phone == OWNER:
            write(run, "deliver", lead, as_="Li Na", now="2023-03-09T10:00")
    for day in ("2026-01-10", "2026-11-10"):
        write(run, "log-visit", "--name", f"Bob-{day}", "--note", f"said-{day}", now=f"{day}T10:00")


def numbers(run: Run) -> dict[str, Any]:
    return {phone: run("show", phone, "--json").json["customer_id"] for phone in (OLD, LOST, NEW, OWNER, ORDERED)}


def past(run: Run) -> tuple[set[int], int]:
    found = run("retention", "--json").json
    return {row["customer"] for row in found["customers"]}, found["visits_without_phone"]


def test_without_a_rule_nobody_is_past_it(shop: Run) -> None:
    assert (shop("retention").code, shop("retention", "apply", "--yes").code) == (1, 1)


def test_it_lists_who_was_not_heard_of_for_too_long(shop: Run) -> None:
    known = numbers(shop)
    write(shop, "retention", "set", 36)
    assert past(shop) == ({known[OLD], known[OWNER]}, 0)
    write(shop, "retention", "set", 60)
    assert past(shop) == (set(), 0)


def test_who_was_lost_and_who_left_no_phone_may_have_shorter_terms(shop: Run) -> None:
    known = numbers(shop)
    write(shop, "retention", "set", 60, "--churned", 6, "--anonymous", 3)
    assert past(shop) == ({known[LOST]}, 1)
    write(shop, "retention", "set", 60, "--churned", 7)
    assert past(shop) == (set(), 0)


def test_an_owner_under_warranty_is_kept(shop: Run, tmp_path: Path) -> None:
    owners = tmp_path / "owners.csv"
    owners.write_text(f"phone,delivered_on,warranty_until\n{OWNER},2023-03-09,2028-03-09\n", encoding="utf-8")
    write(shop, "import", "owners", owners)
    write(shop, "retention", "set", 36)
    assert past(shop) == ({numbers(shop)[OLD]}, 0)


def test_applied_it_forgets_them_and_counts_stay(shop: Run, store: Path) -> None:
    write(shop, "retention", "set", 36, "--churned", 6, "--anonymous", 3)
    known = numbers(shop)
    asked = [
        ("report", "traffic", "--month", month, "--json") for month in ("2023-02", "2023-03", "2026-01", "2026-04")
    ]
    before = [shop(*words).json for words in asked]
    answer = write(shop, "retention", "apply", "--yes")
    assert set(answer["customers"]) == {known[OLD], known[LOST], known[OWNER]}
    assert answer["visits"] == 1
    assert [shop(*words).json for words in asked] == before
    content = store.read_bytes()
    for text in (OLD, LOST, OWNER, "Bob-2026-01-10", "said-2026-01-10"):
        assert text.encode() not in content, text
    for text in (NEW, ORDERED, "Bob-2026-11-10", "said-2026-11-10"):
        assert text.encode() in content, text
    assert past(shop) == (set(), 0)
    assert shop("doctor").code == 0


def test_a_register_does_not_bring_the_anonymous_back(shop: Run, store: Path, tmp_path: Path) -> None:
    register = tmp_path / "r.csv"
    register.write_text("arrived_at,name,note\n2026-02-03T10:00,Carl,quiet-man\n", encoding="utf-8")
    write(shop, "import", "visits", register, "--no-phones")
    write(shop, "retention", "set", 36, "--anonymous", 3)
    write(shop, "retention", "apply", "--yes")
    again = write(shop, "import", "visits", register, "--no-phones")
    assert (again["visits"], again["unchanged"]) == (0, 1)
    assert b"quiet-man" not in store.read_bytes()


def test_it_asks_before_and_cannot_be_undone(shop: Run, store: Path) -> None:
    write(shop, "retention", "set", 36)
    refused = shop("retention", "apply")
    assert (refused.code, "--yes" in refused.err) == (1, True)
    answer = write(shop, "retention", "apply", "--yes")
    assert shop("undo", answer["operations"][0]).code == 1
    with closing(sqlite3.connect(store)) as db:
        summaries = [row[0] for row in db.execute("SELECT summary FROM operations WHERE command = 'forget'")]
    assert all("past the rule of retention" in summary for summary in summaries)


@pytest.mark.parametrize("months", ["0", "-1", "x", "601", "1.5"])
def test_months_are_a_number(shop: Run, months: str) -> None:
    assert shop("retention", "set", "--", months).code == 2


def test_a_rule_is_taken_back(shop: Run) -> None:
    write(shop, "retention", "set", 36)
    write(shop, "retention", "set", "none")
    assert shop("retention").code == 1


def test_phones_are_masked_in_the_list_unless_revealed(shop: Run) -> None:
    write(shop, "retention", "set", 36)
    assert OLD not in shop("retention").out
    assert OLD in shop("retention", "--reveal", "--json").out
