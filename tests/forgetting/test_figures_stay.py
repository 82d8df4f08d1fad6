"""Whoever was forgotten still counts: reports say the same, but for names."""

from __future__ import annotations

from typing import Any

from leadctl.reports import report_names
from tests.forgetting.conftest import Run, write

NAMES = {"customer", "referrer", "phone", "name", "gender", "note", "last_note"}
"""Keys whose values were erased, or hold what people wrote."""

TRAITS = {"gender", "age", "district", "occupation"}
"""What a profile counts of that which was erased."""

MONTHS = ("2026-08", "2026-09", "2026-11")


def nameless(value: Any) -> Any:
    """A report without what said who somebody is, its lists in an order that names do not decide."""
    if isinstance(value, dict):
        return {key: nameless(one) for key, one in value.items() if key not in NAMES}
    if isinstance(value, list):
        shown = [nameless(one) for one in value if not (isinstance(one, dict) and one.get("by") in TRAITS)]
        return sorted(shown, key=repr)
    return value


def figures(run: Run, name: str, month: str) -> Any:
    when = ("--on", f"{month}-10") if name in ("day", "morning") else ("--month", month)
    asked = ("leads,orders", "--rows", "model") if name == "pivot" else ()
    result = run("report", name, *asked, *when, "--json", as_="Chen Jing")
    assert result.code == 0, result.err
    return nameless(result.json)


def test_every_report_says_the_same_before_and_after(known: Run) -> None:
    write(known, "edit", "customer", "c2", "--birthday", "")  # greetings are owed for what is not known any more
    asked = [(name, month) for name in report_names() if name != "referrals" for month in MONTHS]
    before = {one: figures(known, *one) for one in asked}
    write(known, "forget", "c2", "--yes")
    assert [one for one in asked if figures(known, *one) != before[one]] == []


def test_the_referrals_of_somebody_forgotten_are_still_one_persons(known: Run) -> None:
    write(known, "forget", "c2", "--yes")
    found = known("report", "referrals", "--month", "2026-08", "--json").json
    assert {(row["customer_id"], row["phone"], row["leads"]) for row in found} == {(2, None, 2), (None, None, 1)}


def test_a_profile_no_longer_knows_what_was_erased_and_still_counts_them(known: Run) -> None:
    profile = ("report", "profile", "--month", "2026-08", "--json")
    before = known(*profile).json
    write(known, "forget", "c2", "--yes")
    after = known(*profile).json
    assert (after["leads"], after["buyers"]) == (before["leads"], before["buyers"])
    districts = [(row["group"], row["leads"]) for row in after["profile"] if row["by"] == "district"]
    assert districts == [(None, after["leads"])]


def test_what_was_owed_to_an_owner_stops_on_the_day_they_are_forgotten(known: Run) -> None:
    """Delivered on 31 August: calls on day 3 and 7, mail on day 14, Mid-Autumn, 1 month, National Day, 3 months."""
    month = ("report", "owners", "--json", "--month")
    write(known, "forget", "c2", "--yes", now="2026-10-15T09:00")
    later = {"now": "2027-01-15T09:00"}
    counts = {one: known(*month, one, **later).json["contacts"] for one in ("2026-09", "2026-10", "2026-11")}
    assert [counts[one]["due"] for one in ("2026-09", "2026-10", "2026-11")] == [5, 1, 0]
    assert [line["task"] for line in known("due", "--all", "--json", **later).json if line["customer_id"] == 2] == []
