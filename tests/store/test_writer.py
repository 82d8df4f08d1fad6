"""One write is one operation: whole, or not at all, and never forgotten."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from leadctl.store.safety.doctor import examine_store
from tests.commands.stores import tables
from tests.store.new_stores import CLERK, add_lead, new_store, raw, write


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = new_store(tmp_path / "store.db")
    with write(path) as writer:
        add_lead(writer, "13800138001", grade="A")
    return path


def test_an_error_takes_everything_back(store: Path) -> None:
    before, content = tables(store), store.read_bytes()
    with pytest.raises(RuntimeError, match="by then"):
        _fail(store)
    assert tables(store) == before
    assert store.read_bytes() == content
    assert not Path(f"{store}-journal").exists()


def _fail(store: Path) -> None:
    with write(store) as writer:
        add_lead(writer, "13800138002")
        raise RuntimeError("the power was gone by then")


def test_a_dry_run_derives_and_takes_everything_back(store: Path) -> None:
    before = tables(store)
    with write(store, dry_run=True) as writer:
        lead = add_lead(writer, "13800138002")
        writer.settle()
        assert writer.db.execute("SELECT status FROM leads WHERE id = ?", (lead,)).fetchone()["status"] == "open"
    assert tables(store) == before


def test_what_is_touched_is_derived_before_the_commit(store: Path) -> None:
    (lead,) = raw(store).execute("SELECT status, grade, due_by, task, last_contact FROM leads")
    assert tuple(lead) == ("open", "A", "2026-11-11", "first-follow-up", "2026-11-10T10:00")


def test_an_operation_says_who_when_and_what(store: Path) -> None:
    with write(store) as writer:
        writer.summary = "one model"
        writer.insert("models", name="X5")
        writer.note_file("models.csv", "abc")
    last = raw(store).execute("SELECT * FROM operations ORDER BY id DESC LIMIT 1").fetchone()
    assert dict(last) == {
        "id": 3, "at": "2026-11-22T08:30:00", "command": "test", "summary": "one model", "staff": None,
        "actor": CLERK.actor, "login": CLERK.login, "host": CLERK.host, "undoes": None, "file": "models.csv",
        "sha256": "abc", "imagined": 0,
    }  # fmt: skip


def _changes(store: Path, operation: int) -> list[tuple[object, ...]]:
    rows = raw(store).execute(
        "SELECT tbl, action, first_row, last_row, before FROM changes WHERE operation = ? ORDER BY id", (operation,)
    )
    return [tuple(row) for row in rows]


def test_rows_that_are_added_are_kept_as_one_range_a_table(store: Path) -> None:
    with write(store) as writer:
        for name in ("X5", "S3", "V7"):
            writer.insert("models", name=name)
    assert _changes(store, 3) == [("models", "insert", 1, 3, None)]


def test_what_a_row_held_before_is_kept(store: Path) -> None:
    with write(store) as writer:
        writer.update("visits", 1, grade="H")
        writer.touch(1)
    ((table, action, first, last, before),) = _changes(store, 3)
    assert (table, action, first, last) == ("visits", "update", 1, 1)
    assert json.loads(str(before))["grade"] == "A"


def test_a_row_is_put_once_under_its_key_be_it_partly_null(store: Path) -> None:
    for leads in (20, 30):
        with write(store) as writer:
            writer.put("target_weeks", {"month": "2026-11", "week": 2, "consultant": None}, leads=leads)
    assert [change[:4] for change in _changes(store, 3)] == [("target_weeks", "insert", 1, 1)]
    assert [change[:4] for change in _changes(store, 4)] == [("target_weeks", "update", 1, 1)]
    assert [tuple(row) for row in raw(store).execute("SELECT leads FROM target_weeks")] == [(30,)]


def test_derived_values_are_nobodys_past(store: Path) -> None:
    with write(store) as writer:
        writer.touch(1)
        writer.db.execute("UPDATE leads SET grade = NULL")
    assert _changes(store, 3) == []


def test_what_happens_to_a_row_of_the_same_operation_is_nobodys_past(store: Path) -> None:
    with write(store) as writer:
        model = writer.insert("models", name="X5")
        writer.update("models", model, name="X7")
    assert _changes(store, 3) == [("models", "insert", 1, 1, None)]


def test_a_deleted_row_is_kept_and_its_number_is_not_given_again(store: Path) -> None:
    with write(store) as writer:
        gone = writer.insert("models", name="X5")
    with write(store) as writer:
        writer.delete("models", gone)
    with write(store) as writer:
        assert writer.insert("models", name="S3") == gone + 1
    ((table, action, first, _, before),) = _changes(store, 4)
    assert (table, action, first) == ("models", "delete", gone)
    assert json.loads(str(before)) == {"operation": 3, "name": "X5", "same_as": None}


def test_a_row_that_is_not_there_cannot_be_changed_or_removed(store: Path) -> None:
    with pytest.raises(LookupError, match="visits 99"), write(store) as writer:
        writer.update("visits", 99, grade="H")
    with pytest.raises(LookupError, match="visits 99"), write(store) as writer:
        writer.delete("visits", 99)


def test_ids_settle_what_came_after_what_though_the_clock_goes_back(store: Path) -> None:
    with write(store) as writer:
        writer.insert("followups", lead=1, at="2026-11-12T10:00", via="phone", outcome="continued", grade="B")
        writer.touch(1)
    with write(store) as writer:
        writer.insert("followups", lead=1, at="2026-11-12T10:00", via="phone", outcome="continued", grade="C")
        writer.touch(1)
    assert raw(store).execute("SELECT grade FROM leads").fetchone()["grade"] == "C"


def test_two_open_leads_of_a_customer_take_the_whole_write_back(store: Path) -> None:
    before = tables(store)
    with pytest.raises(sqlite3.IntegrityError, match=r"leads\.customer"):
        _open_twice(store)
    assert tables(store) == before


def _open_twice(store: Path) -> None:
    with write(store) as writer:
        lead = writer.insert("leads", customer=1, closed_at="9999-12-31T23:59")
        writer.insert("visits", at="2026-11-12T10:00", kind="call", lead=lead, customer=1)
        writer.touch(lead)


def _falsify(store: Path, *statements: str) -> None:
    db = raw(store)
    db.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        db.execute(statement)
    db.close()


def test_the_doctor_finds_what_does_not_follow(store: Path) -> None:
    _falsify(store, "UPDATE leads SET grade = 'N'", "UPDATE visits SET nature = 'return'")
    found = examine_store(store)
    assert {(d.table, d.column, d.stored, d.derived) for d in found.differences} == {
        ("leads", "grade", "N", "A"), ("visits", "nature", "return", "first"),
    }  # fmt: skip
    assert not found.healthy


def test_the_doctor_finds_visits_without_a_lead_that_are_wrong(store: Path) -> None:
    with write(store) as writer:
        writer.insert("visits", at="2026-11-12T10:00", kind="walk-in", nature="first", is_new=1)
    assert examine_store(store).healthy
    _falsify(store, "UPDATE visits SET is_new = 0 WHERE lead IS NULL")
    assert [(d.table, d.id) for d in examine_store(store).differences] == [("visits", 2)]


def test_the_doctor_finds_leads_of_which_nothing_speaks(store: Path) -> None:
    _falsify(store, "DELETE FROM visits")
    assert [(d.table, d.id, d.derived) for d in examine_store(store).differences] == [("leads", 1, "gone")]


def test_the_doctor_finds_the_history_of_leads_that_are_gone(store: Path) -> None:
    with raw(store) as db:
        db.execute(
            "INSERT INTO contact_windows (lead, nth, task, since, due_from, due_by, counted_on) VALUES (99, 1,"
            " 'follow-up', '2026-11-10T10:00', '2026-11-11', '2026-11-12', '2026-11-12')"
        )
    (difference,) = examine_store(store).differences
    assert (difference.table, difference.id, difference.derived) == ("contact_windows", "99 1", "gone")


def test_the_doctor_finds_rows_that_point_at_nothing(store: Path) -> None:
    _falsify(store, "UPDATE visits SET source = 99")
    assert examine_store(store).strays == ["visits 1 points at a row of sources that is not there"]


def test_the_doctor_finds_two_open_leads(store: Path) -> None:
    _falsify(
        store,
        "INSERT INTO leads (operation, customer, closed_at) VALUES (2, 1, '2026-01-01T00:00')",
        "INSERT INTO visits (operation, at, kind, customer, lead) VALUES (2, '2026-11-12T10:00', 'call', 1, 2)",
    )
    (difference,) = examine_store(store).differences
    assert str(difference.derived).startswith("nothing that can be")


def test_the_doctor_leaves_the_file_as_it_is(store: Path) -> None:
    _falsify(store, "UPDATE leads SET grade = 'N'")
    content = store.read_bytes()
    examine_store(store)
    assert store.read_bytes() == content
