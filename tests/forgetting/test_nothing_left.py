"""After ``forget`` no byte of the file says who they were, whatever was corrected, merged or deleted before."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

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


def rows(store: Path, sql: str) -> list[Any]:
    with sqlite3.connect(store) as db:
        return db.execute(sql).fetchall()


def test_a_car_stays_one_car_though_its_number_is_gone(known: Run, store: Path) -> None:
    before = rows(store, "SELECT id, delivery FROM owned_cars")
    write(known, "forget", "c2", "--yes")
    assert rows(store, "SELECT id, delivery FROM owned_cars") == before == [(1, 1)]
    assert rows(store, "SELECT vin FROM orders UNION ALL SELECT vin FROM owned_cars") == [("#1",), ("#1",)]
