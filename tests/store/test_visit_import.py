"""Registers of visits come into the store in any order, any number of times, to the same state."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

import leadctl
from leadctl.domain.lead_state import FIELDS, HISTORY, ContactWindow
from leadctl.domain.terms import KINDS, VISIT_FIELDS
from leadctl.store.access import write_store
from leadctl.store.core.setup import make_store
from leadctl.store.core.writer import Author
from leadctl.store.derivation.derive import derive
from leadctl.store.journal.undo import undo_operation
from leadctl.store.registers import staging
from leadctl.store.registers.staged_visits import find_aliases
from leadctl.store.registers.visits import Outcome, VisitImport

POLICY = (Path(leadctl.__file__).parent / "policies" / "five-grade.toml").read_text(encoding="utf-8")
NOW, CLERK = "2026-11-22T08:30:00", Author("Clerk", "clerk", "here")

Visit = Mapping[str, object]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return new_store(tmp_path / "store.db")


def new_store(path: Path) -> Path:
    path.write_bytes(_empty_store())
    return path


@cache
def _empty_store() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return _make_store(Path(folder, "empty.db")).read_bytes()


def _make_store(path: Path) -> Path:
    made = {"name": "Shop", "policy": POLICY, "timezone": "Asia/Shanghai"}
    make_store(path, made, group=None, now=NOW, author=CLERK)
    return path


def visit(at: str, phone: str | None = "13800000001", **said: object) -> Visit:
    return {"arrived_at": at, "phone": phone, "kind": "walk-in"} | said


def send(store: Path, *files: Sequence[Visit], chunk: int = 3) -> list[Outcome]:
    """Take each file as a batch of its own, in chunks of so many rows."""
    outcomes = []
    for rows in files:
        with (
            write_store(store, command="import", now=NOW, author=CLERK) as writer,
            closing(VisitImport(writer)) as visits,
        ):
            for begin in range(0, len(rows), chunk):
                part = rows[begin : begin + chunk]
                visits.stage({name: [row.get(name) for row in part] for name in VISIT_FIELDS})
            outcomes.append(visits.settle())
    return outcomes


def ask(store: Path, question: str, *values: object) -> list[tuple[object, ...]]:
    db = sqlite3.connect(store)
    try:
        return db.execute(question, values).fetchall()
    finally:
        db.close()


def state(store: Path) -> list[list[tuple[object, ...]]]:
    """Everything the visits led to, without ids."""
    of_state = ", ".join(f"l.{name}" for name in FIELDS if not name.endswith("model"))
    of_past = ", ".join(f"s.{name}" for name in ("from_at", "until_at", *HISTORY) if name != "model")
    of_window = ", ".join(f"w.{name}" for name in ("nth", *ContactWindow._fields))
    return [
        ask(store, "SELECT c.name, p.phone FROM customers AS c LEFT JOIN phones AS p ON p.customer = c.id ORDER BY 2"),
        ask(
            store,
            f"SELECT p.phone, m.name, o.name, {of_state} FROM leads AS l JOIN phones AS p USING (customer)"
            " LEFT JOIN models AS m ON m.id = l.model LEFT JOIN models AS o ON o.id = l.opened_model"
            " ORDER BY p.phone, l.opened_at",
        ),
        ask(
            store,
            f"SELECT p.phone, l.opened_at, m.name, {of_past} FROM lead_states AS s JOIN leads AS l ON l.id = s.lead"
            " JOIN phones AS p USING (customer) LEFT JOIN models AS m ON m.id = s.model ORDER BY 1, 2, s.from_at",
        ),
        ask(
            store,
            f"SELECT p.phone, l.opened_at, {of_window} FROM contact_windows AS w JOIN leads AS l ON l.id = w.lead"
            " JOIN phones AS p USING (customer) ORDER BY 1, 2, w.nth",
        ),
        ask(
            store,
            "SELECT v.at, v.kind, v.who, v.nth, v.name, v.grade, v.note, v.nature, v.is_new, p.phone, l.opened_at"
            " FROM visits AS v LEFT JOIN leads AS l ON l.id = v.lead LEFT JOIN phones AS p ON p.customer = v.customer"
            " ORDER BY 1, 2, 3, 4",
        ),
    ]


def rows_of(store: Path) -> dict[str, list[tuple[object, ...]]]:
    tables = (
        "customers", "phones", "leads", "visits", "staff", "models", "sources", "lead_states", "contact_windows",
    )  # fmt: skip
    return {table: ask(store, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables}


def close(store: Path, at: str) -> None:
    """Every open lead is lost at a moment, and nobody is asked to verify it."""
    with write_store(store, command="close", now=NOW, author=CLERK) as writer:
        for lead in [row["id"] for row in writer.db.execute("SELECT id FROM leads WHERE closed_at IS NULL").fetchall()]:
            writer.insert("churns", lead=lead, at=at, kind="lost-contact", historic=1)
            writer.touch(lead)


PEOPLE = (("13800000001", "Ann"), ("13800000002", None), ("+16502530000", "Bo"), (None, "Cy"), (None, None))
people = st.sampled_from(PEOPLE)
moments = st.builds("2026-0{}-11T09:0{}".format, st.integers(1, 4), st.integers(0, 5))
visits = st.builds(
    lambda at, who, kind, first, grade, model, low: visit(
        at, who[0], name=who[1], kind=kind, first_visit=first, grade=grade, model=model, budget_low=low
    ),
    moments, people, st.sampled_from(KINDS), st.sampled_from((None, None, 0, 1)), st.sampled_from((None, "H", "C")),
    st.sampled_from((None, "X5", "S3")), st.sampled_from((None, 100000.0)),
)  # fmt: skip


def moment_and_person(row: Visit) -> object:
    return row["arrived_at"], row["phone"] or row["name"]


registers = st.lists(visits, min_size=1, max_size=14, unique_by=moment_and_person)


@settings(max_examples=30)
@given(rows=registers, data=st.data())
def test_rows_in_any_order_and_any_files_end_in_the_same_state(rows: list[Visit], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    with tempfile.TemporaryDirectory() as folder:
        sorted_, shuffled, split = (new_store(Path(folder, name)) for name in ("a.db", "b.db", "c.db"))
        send(sorted_, sorted(rows, key=lambda row: str(row["arrived_at"])))
        send(shuffled, mixed)
        send(split, mixed[:cut], mixed[cut:])
        assert state(sorted_) == state(shuffled) == state(split)


@settings(max_examples=30)
@given(files=st.lists(st.lists(visits, max_size=10), min_size=1, max_size=3), closed=st.none() | moments)
def test_what_a_batch_writes_is_what_its_facts_lead_to(files: list[list[Visit]], closed: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = new_store(Path(folder, "store.db"))
        for rows in files:
            send(store, rows)
            if closed:
                close(store, closed)
        before = rows_of(store)
        derive_everything(store)
        assert rows_of(store) == before


def derive_everything(store: Path) -> None:
    with write_store(store, command="derive", now=NOW, author=CLERK) as writer:
        leads = [row["id"] for row in writer.db.execute("SELECT id FROM leads").fetchall()]
        while leads:
            leads = sorted(derive(writer.db, leads, writer.policy, writer.operation))


@settings(max_examples=20)
@given(first=registers, second=registers)
def test_undoing_a_batch_leaves_what_was_there_before(first: list[Visit], second: list[Visit]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = new_store(Path(folder, "store.db"))
        send(store, first)
        before = rows_of(store)
        send(store, second)
        operation = ask(store, "SELECT max(id) FROM operations")[0][0]
        assert isinstance(operation, int)
        with write_store(store, command="undo", now=NOW, author=CLERK) as writer:
            undo_operation(writer, operation)
        assert rows_of(store) == before


def test_the_same_file_again_is_unchanged_and_changed_cells_are_updated(store: Path) -> None:
    rows = [
        visit("2026-05-01T10:00", grade="A"),
        visit("2026-05-02T10:00", note="came again"),
        visit("2026-05-02T11:00", None),
    ]
    first, again = send(store, rows, rows)
    assert (first.visits, first.leads, first.customers) == (3, 1, 1)
    assert (again.visits, again.updated, again.unchanged) == (0, 0, 3)
    (changed,) = send(store, [{**rows[0], "grade": "H"}, {**rows[1], "note": None}, {**rows[2], "first_visit": 0}])
    assert (changed.visits, changed.updated, changed.unchanged) == (0, 2, 1)
    assert ask(store, "SELECT opened_grade, grade FROM leads") == [("H", "H")]
    assert ask(store, "SELECT note, nature, is_new FROM visits ORDER BY at") == [
        (None, "first", 1), ("came again", "return", 0), (None, "return", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("chunk", [1, 2, 10])
def test_the_nth_same_row_of_a_minute_is_known_again_in_any_chunk(store: Path, chunk: int) -> None:
    same = [visit("2026-05-02T10:00", None), visit("2026-05-01T10:00", None), visit("2026-05-02T10:00", None)]
    send(store, same, chunk=chunk)
    assert sorted(ask(store, "SELECT at, nth FROM visits")) == [
        ("2026-05-01T10:00", 1), ("2026-05-02T10:00", 1), ("2026-05-02T10:00", 2),
    ]  # fmt: skip
    (longer,) = send(store, [*same, visit("2026-05-02T10:00", None)], chunk=chunk)
    assert (longer.visits, longer.unchanged) == (1, 3)


def test_a_number_typed_as_a_name_is_the_same_row_as_the_phone(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "MOST_IN_MEMORY", 1)
    same = [visit("2026-05-02T10:33", "13800000001"), visit("2026-05-02T10:33", None, name="13800000001")]
    send(store, same, chunk=1)
    assert ask(store, "SELECT nth, lead FROM visits ORDER BY nth") == [(1, 1), (2, None)]
    (again,) = send(store, same, chunk=1)
    assert (again.visits, again.unchanged) == (0, 2)


def test_another_name_on_a_phone_is_reported_and_stays_on_its_visit(store: Path) -> None:
    first, second = send(
        store,
        [visit("2026-05-02T10:00", name="Ann"), visit("2026-05-01T10:00"), visit("2026-05-03T10:00", name="Bo")],
        [visit("2026-05-04T10:00", name="Cy")],
    )
    assert (first.names_differ, second.names_differ) == ([(1, "Ann", "Bo")], [(1, "Ann", "Cy")])
    assert ask(store, "SELECT name FROM customers") == [("Ann",)]
    assert ask(store, "SELECT name FROM visits ORDER BY at") == [(None,), ("Ann",), ("Bo",), ("Cy",)]


def test_who_was_only_a_number_gets_the_name_that_a_later_file_brings(store: Path) -> None:
    send(store, [visit("2026-05-01T10:00")], [visit("2026-05-02T10:00", name="Ann Lee")])
    assert ask(store, "SELECT name, pinyin FROM customers") == [("Ann Lee", "annlee al")]


def test_a_visit_after_the_closing_opens_a_new_lead_and_one_before_belongs_to_the_old(store: Path) -> None:
    send(store, [visit("2026-05-10T10:00")])
    close(store, "2026-05-20T10:00")
    (outcome,) = send(store, [visit("2026-06-01T10:00"), visit("2026-05-01T10:00"), visit("2026-05-20T10:00")])
    assert outcome.leads == 1
    assert ask(store, "SELECT opened_at, closed_at, last_contact FROM leads ORDER BY id") == [
        ("2026-05-01T10:00", "2026-05-20T10:00", "2026-05-10T10:00"), ("2026-05-20T10:00", None, "2026-06-01T10:00"),
    ]  # fmt: skip
    assert ask(store, "SELECT nature, count(*) FROM visits GROUP BY 1") == [("first", 2), ("return", 2)]


@pytest.mark.parametrize("most", [staging.MOST_IN_MEMORY, 1], ids=["in memory", "in a spill file"])
def test_two_phones_of_one_customer_open_one_lead(store: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(staging, "MOST_IN_MEMORY", most)
    send(store, [visit("2026-05-10T10:00")])
    with write_store(store, command="add phone", now=NOW, author=CLERK) as writer:
        writer.insert("phones", customer=1, phone="13800000002")
    close(store, "2026-05-20T10:00")
    (outcome,) = send(store, [visit("2026-06-02T10:00"), visit("2026-06-01T10:00", "13800000002")], chunk=1)
    assert outcome.leads == 1
    assert ask(store, "SELECT who, lead, nature FROM visits WHERE at > '2026-06' ORDER BY at") == [
        ("13800000002", 2, "first"), ("13800000001", 2, "return"),
    ]  # fmt: skip


def _count_steps_of_aliases(store: Path) -> int:
    done = 0

    def count_step() -> int:
        nonlocal done
        done += 1
        return 0

    with closing(sqlite3.connect(store)) as db:
        db.set_progress_handler(count_step, 10)
        found = find_aliases(db, [["13900000000", "13800000001"], ["13800000000", "none"]])
    assert found == {"13900000000": "13800000000"}
    return done


def test_to_ask_for_further_phones_costs_the_same_in_a_large_store(store: Path) -> None:
    """All phones of the store were looked through, which took 2.2 s of ten million."""
    send(store, [visit("2026-05-10T10:00", f"138{number:08}") for number in range(50)], chunk=50)
    with write_store(store, command="add phone", now=NOW, author=CLERK) as writer:
        writer.insert("phones", customer=1, phone="13900000000")
    few = _count_steps_of_aliases(store)
    send(store, [visit("2026-05-10T10:00", f"138{number:08}") for number in range(50, 1000)], chunk=500)
    assert _count_steps_of_aliases(store) <= few + 1


def test_a_visit_before_the_first_known_one_extends_the_lead_backwards(store: Path) -> None:
    send(store, [visit("2026-05-10T10:00", grade="A")], [visit("2026-05-01T10:00", kind="call", grade="C")])
    assert ask(store, "SELECT opened_at, opened_grade, grade FROM leads") == [("2026-05-01T10:00", "C", "A")]
    assert ask(store, "SELECT kind, nature, is_new FROM visits ORDER BY at") == [
        ("call", None, 1),
        ("walk-in", "first", 1),
    ]


def test_a_large_register_leaves_every_index_and_no_loose_end(store: Path) -> None:
    before = ask(store, "SELECT name, sql FROM sqlite_master ORDER BY name")
    rows = [visit(f"2026-05-{1 + m // 1000:02}T{m % 24:02}:{m % 60:02}", f"13{m % 700:09}") for m in range(2100)]
    send(store, rows, chunk=200)
    assert ask(store, "SELECT name, sql FROM sqlite_master ORDER BY name") == before
    assert ask(store, "PRAGMA foreign_key_check") == []
    assert ask(store, "PRAGMA integrity_check") == [("ok",)]
    assert ask(store, "SELECT count(*), count(DISTINCT lead) FROM visits") == [(2100, 700)]
