"""What is due to who referred a forgotten person, and that nobody's words come back."""

from __future__ import annotations

import pytest

from tests.forgetting.conftest import HAN, Run, write


def _owed(run: Run) -> dict[str, tuple[float, float, float]]:
    rows = run("report", "referrals", "--all", "--json").json
    return {row["referrer"]: (row["reward"], row["paid"], row["open"]) for row in rows}


def test_a_colleague_who_referred_a_forgotten_person_is_still_owed_for_it(run: Run) -> None:
    write(run, "init", "--timezone", "Asia/Shanghai", now="2026-11-01T08:00")
    write(run, "staff", "add", "Li Na", now="2026-11-01T08:05")
    write(run, "reward", "set", "visit", 50)
    for phone, referrer in (("13800000001", "Li Na"), ("13800000002", "Li Na"), ("13800000003", "Old Zhou")):
        who = ("--source", "referral", "--referrer", referrer)
        write(run, "log-visit", "--phone", phone, *who, as_="Li Na", now="2026-11-10T10:00")
    write(run, "reward", "pay", "Li Na", 60)
    before = _owed(run)
    assert before["Li Na"] == (100, 60, 40)
    write(run, "forget", "13800000001", "--yes")
    write(run, "forget", "13800000003", "--yes")
    after = _owed(run)
    assert after["Li Na"] == before["Li Na"]
    assert "Old Zhou" not in after
    write(run, "reward", "pay", "Li Na", 40)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("visit", ("--name", "Wang")),
        ("visit", ("--note", "likes jazz")),
        ("visit", ("--referrer", "Old Zhou")),
        ("visit", ("--gender", "male")),
        ("followup", ("--note", "calls at noon")),
        ("order", ("--vin", "LSGJA52U0AH999999")),
    ],
)
def test_words_about_a_forgotten_person_are_refused(known: Run, kind: str, words: tuple[str, str]) -> None:
    fact = next(
        fact["id"]
        for lead in known("export", "--customer", "c2", "--json").json["leads"]
        for fact in known("show", lead["id"], "--json").json["history"]
        if fact["fact"] == kind
    )
    write(known, "forget", "c2", "--yes")
    refused = known("edit", kind, fact, *words)
    assert refused.code == 1
    assert "c2 was forgotten" in refused.err
    if kind == "visit":
        write(known, "edit", "visit", fact, "--party", 2)


def test_nothing_is_paid_to_a_forgotten_person(known: Run) -> None:
    write(known, "forget", "c2", "--yes")
    for who in ("c2", "C2"):
        refused = known("reward", "pay", who, 1, "--beyond-open")
        assert refused.code == 1
        assert "c2 was forgotten" in refused.err
    write(known, "edit", "visit", _visit_of(known, HAN), "--note", "another's visit is still to be corrected")


def _visit_of(run: Run, phone: str) -> int:
    return int(run("show", phone, "--json").json["history"][0]["id"])
