"""After ``forget`` no byte of the file says who they were, whatever was corrected, merged or deleted before."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from leadctl.store.privacy.forgetting.copies import TEXTS
from leadctl.store.privacy.forgetting.erasing import ERASED
from leadctl.store.privacy.forgetting.traces import tables_of_a_person
from tests.forgetting.conftest import LI, REGISTER, SECRETS, VIN, WANG, Run, write


def found_in(store: Path, *, after: str = "") -> list[str]:
    """The secrets that stand in the bytes of the store's file, or of a file that SQLite keeps beside it."""
    files = [path for path in store.parent.glob(f"{store.name}*") if path.is_file()]
    content = b"".join(path.read_bytes() for path in files)
    return [secret for secret in SECRETS if secret.encode() in content]


def test_the_store_does_hold_all_of_it_before(known: Run, store: Path) -> None:
    assert set(SECRETS) - set(found_in(store)) == set()


def test_no_byte_says_who_they_were(known: Run, store: Path) -> None:
    answer = write(known, "forget", "c2", "--yes")
    assert found_in(store) == []
    assert list(store.parent.glob(f"{store.name}-*")) == []
    assert (answer["customer_id"], answer["visits"], answer["leads"]) == (2, 3, 2)


def test_nothing_is_out_of_order_afterwards(known: Run) -> None:
    write(known, "forget", WANG, "--yes")
    assert known("doctor").code == 0


def test_others_are_left_alone_but_for_the_phone(known: Run) -> None:
    before = known("show", LI, "--json").json
    write(known, "forget", "c2", "--yes")
    after = known("show", LI, "--json").json
    visit = next(fact for fact in after["history"] if fact["fact"] == "visit")
    assert (visit["referrer"], visit["note"]) == ("c2", "friend of c2")
    assert [fact["note"] for fact in after["history"] if fact["fact"] == "followup"] == ["knows c2"]
    kept = {"customer", "phone", "phones", "status", "grade", "gender", "source", "due_by", "opened_at"}
    assert {key: after[key] for key in kept} == {key: before[key] for key in kept}


def test_a_name_that_somebody_else_bears_stays_theirs(known: Run, store: Path) -> None:
    write(known, "log-visit", "--phone", "13900000009", "--name", "王小明", now="2026-11-01T10:00")
    write(known, "log-visit", "--phone", "13900000010", "--referrer", "王小明", now="2026-11-01T10:05")
    answer = write(known, "forget", "c2", "--yes")
    assert known("show", "13900000009", "--json").json["customer"] == "王小明"
    assert known("show", "13900000010", "--json").json["history"][0]["referrer"] == "王小明"
    assert answer["mentions"] == 1
    assert found_in(store) == ["王小明", "wangxiaoming"]


def test_the_same_register_does_not_bring_them_back(known: Run, store: Path, tmp_path: Path) -> None:
    write(known, "forget", "c2", "--yes")
    register = tmp_path / "again.csv"
    register.write_text(REGISTER, encoding="utf-8")
    again = write(known, "import", "visits", register)
    assert (again["visits"], again["customers"], again["updated"], again["unchanged"]) == (0, 0, 0, 4)
    assert found_in(store) == []


def test_a_row_that_had_been_deleted_before_stays_known(known: Run, store: Path, tmp_path: Path) -> None:
    assert known("delete", "visit", 1).code == 0
    write(known, "forget", "c2", "--yes")
    register = tmp_path / "again.csv"
    register.write_text(REGISTER, encoding="utf-8")
    again = write(known, "import", "visits", register)
    assert (again["visits"], again["customers"], again["unchanged"]) == (0, 0, 4)
    assert found_in(store) == []


def test_who_comes_again_is_a_new_customer(known: Run) -> None:
    write(known, "forget", "c2", "--yes")
    visit = write(known, "log-visit", "--phone", WANG, "--name", "王小明")
    assert (visit["customer_id"] != 2, visit["new_lead"]) == (True, True)


@pytest.mark.parametrize("kind", ["followups", "orders", "churn"])
def test_another_file_that_names_their_lead_is_refused(known: Run, tmp_path: Path, kind: str) -> None:
    write(known, "forget", "c2", "--yes")
    file = tmp_path / f"{kind}.csv"
    file.write_text(
        "lead,at,ordered_on,kind,note,vin\n" + f"2,2026-08-08,2026-08-08,lost-contact,back again,{VIN}\n",
        encoding="utf-8",
    )
    result = known("import", kind, file)
    assert result.code == 3
    assert "was forgotten" in result.err


def columns_of(db: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[2] == "TEXT"}


FIGURES: dict[str, set[str]] = {
    "customers": {"importance", "forgotten_on"},
    "leads": {
        *("start_at", "origin", "opened_at", "opened_grade", "channel", "campaign", "grade", "need_by", "man"),
        *("confidence", "status", "verification", "last_contact", "task", "due_from", "due_by", "wake_on", "met_at"),
        *("drove_at", "ordered_at", "delivered_at", "churned_at", "closed_at", "meets_at", "screened"),
    },
    "visits": {"at", "left_at", "kind", "channel", "need_by", "grade", "campaign", "nature"},
    "followups": {"at", "via", "outcome", "grade", "next_on"},
    "assessments": {
        *("at", "grade", "need_by", "decision", "money", "deciders", "interest", "behaviour", "man", "confidence"),
    },
    "assignments": {"at"},
    "dormancies": {"at", "until"},
    "churns": {"at", "kind", "rival", "result", "decided_at"},
    "verifications": {"at", "result"},
    "orders": {"ordered_at", "reported_on", "delivered_at", "cancelled_at", "care_on"},
    "invitations": {"invited_on", "confirmed_on"},
    "owned_cars": {"delivered_on", "insurance_on", "inspection_on", "warranty_until", "origin", "care_on"},
    "aftercare": {"occasion", "due_on", "at", "result"},
    "complaints": {"until", "solved_on"},
    "appointments": {"at", "for_at", "result"},
    "screenings": {"at", "result", "promised_on"},
    "spot_checks": {"month", "drawn_at", "checked_at", "result"},
    "reward_payments": {"paid_on", "campaign"},
}
"""Texts of a person's rows that stay: times, codes, and names of things."""


def test_every_text_of_a_person_is_either_a_figure_or_erased(known: Run, store: Path) -> None:
    """A column or a table that is added later is found here."""
    with sqlite3.connect(store) as db:
        db.row_factory = sqlite3.Row
        for table in tables_of_a_person(db):
            assert columns_of(db, table) == FIGURES.get(table, set()) | set(ERASED.get(table, ())), table


def test_wherever_one_may_write_what_one_likes_a_phone_is_looked_for(known: Run, store: Path) -> None:
    with sqlite3.connect(store) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        free = {(table, column) for table in tables for column in columns_of(db, table) & {"note", "what", "summary"}}
    assert free <= {(table, column) for table, columns in TEXTS.items() for column in columns}


def rows(store: Path, sql: str) -> list[Any]:
    with sqlite3.connect(store) as db:
        return db.execute(sql).fetchall()


def test_a_car_stays_one_car_though_its_number_is_gone(known: Run, store: Path) -> None:
    before = rows(store, "SELECT id, delivery FROM owned_cars")
    write(known, "forget", "c2", "--yes")
    assert rows(store, "SELECT id, delivery FROM owned_cars") == before == [(1, 1)]
    assert rows(store, "SELECT vin FROM orders UNION ALL SELECT vin FROM owned_cars") == [("#1",), ("#1",)]
