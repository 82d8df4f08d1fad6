"""A register that is mended and sent night after night ends as if only its last state had ever been sent."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, assume, event, given, settings

from leadctl.domain.terms import VISIT_FIELDS
from leadctl.store.access import write_store
from leadctl.store.journal.corrections import delete_visit
from leadctl.store.registers.visits import Outcome, VisitImport
from tests.store.test_visit_import import CLERK, NOW, ask, new_store, state

SEQUENCES = 2000 if "LONG_TESTS" in os.environ else 80

Row = dict[str, object]
PHONES = (None, "13800000001", "13800000002", "13800000003", "+16502530000")
NAMES = (None, "Ann", "Bo", "Cy")
CELLS = {
    "arrived_at": st.builds("2026-02-1{}T09:0{}".format, st.integers(1, 2), st.integers(0, 3)),
    "kind": st.sampled_from(("walk-in", "call")),
    "phone": st.sampled_from(PHONES),
    "name": st.sampled_from(NAMES),
    "grade": st.sampled_from((None, "H", "C")),
    "model": st.sampled_from((None, "X5", "S3")),
    "budget_low": st.sampled_from((None, 100000.0, 120000.0)),
    "note": st.sampled_from((None, "paid cash", "came back")),
}
rows = st.fixed_dictionaries(CELLS)
# What happens to the register by day: a cell of a row is filled in or corrected, a row is added below, or taken away.
corrections = st.one_of(
    *(st.tuples(st.integers(0, 9), st.just(name), cells.filter(bool)) for name, cells in CELLS.items())
)
additions = st.tuples(st.just(-1), st.just("add"), rows)
removals = st.tuples(st.integers(0, 9), st.just("remove"), st.none())
nights = st.lists(
    st.lists(st.one_of(corrections, corrections, corrections, additions, removals), max_size=3), max_size=4
)


def _mend(register: Sequence[Row], changes: Sequence[tuple[int, str, object]]) -> list[Row]:
    mended = [dict(row) for row in register]
    for place, what, value in changes:
        if what == "add" and isinstance(value, Mapping):
            mended.append(dict(value))
        elif mended and what == "remove":
            del mended[place % len(mended)]
        elif mended and what != "add":
            mended[place % len(mended)][what] = value
    return mended


def _has_order(register: Sequence[Row]) -> bool:
    """Whether the time tells what came first of each person."""
    moments = [(row["phone"], row["arrived_at"]) for row in register if row["phone"] is not None]
    return len(moments) == len(set(moments))


def _send(store: Path, register: Sequence[Row], *, with_ids: bool = False) -> Outcome:
    with write_store(store, command="import", now=NOW, author=CLERK) as writer:
        with closing(VisitImport(writer, register=("visits", "register:showroom"))) as visits:
            for begin in range(0, len(register), 3):
                part = register[begin : begin + 3]
                visits.stage({name: [row.get(name) for row in part] for name in VISIT_FIELDS})
            outcome = visits.settle()
        if outcome.undecided:
            writer.dry_run = True
    return outcome


def _delete(store: Path, visits: set[int]) -> None:
    for visit in visits:
        with write_store(store, command="delete", now=NOW, author=CLERK) as writer:
            delete_visit(writer, visit)


def _missing(store: Path) -> set[int]:
    return {int(str(row[0])) for row in ask(store, "SELECT id FROM visits WHERE missing_since IS NOT NULL")}


def _without_names(found: Sequence[Sequence[tuple[object, ...]]]) -> list[list[tuple[object, ...]]]:
    """The state of a store without what the order of arrival decides: numbers of like rows, and customers' names."""
    customers, *rest, visits = (list(part) for part in found)
    plain = [(at, kind, who, *said) for at, kind, who, _, *said in visits]
    return [[row[1:] for row in customers], *rest, sorted(plain, key=repr)]


def _names(store: Path, register: Sequence[Row]) -> list[tuple[object, ...]]:
    """Names of the customers whose rows all say the same name."""
    said: dict[object, set[object]] = {}
    for row in register:
        said.setdefault(row["phone"], set()).add(row["name"])
    agreed = [phone for phone, names in said.items() if phone is not None and len(names) == 1]
    return [
        (phone, *ask(store, "SELECT name FROM customers JOIN phones ON customers.id = customer WHERE phone = ?", phone))
        for phone in sorted(map(str, agreed))
    ]


@pytest.mark.parametrize("with_ids", [False, True], ids=["known by content", "with ids of their own"])
@given(st.lists(rows, min_size=1, max_size=5), nights)
@settings(max_examples=SEQUENCES // 2, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_mendings_end_like_the_last_file(
    with_ids: bool, register: list[Row], changes: list[list[tuple[int, str, object]]]
) -> None:
    assume(_has_order(register))
    with tempfile.TemporaryDirectory() as folder:
        store, fresh = new_store(Path(folder, "store.db")), new_store(Path(folder, "fresh.db"))
        for number, row in enumerate(register):
            row["record_id"] = f"A{number}" if with_ids else None
        told = bool(_send(store, register).names_differ)
        for number, night in enumerate(changes):
            register = _mend(register, night)
            assume(_has_order(register))
            for place, row in enumerate(register):
                if with_ids and row.get("record_id") is None:
                    row["record_id"] = f"N{number}-{place}"
            outcome = _send(store, register)
            told |= bool(outcome.names_differ)
            if outcome.undecided:
                event("undecided")
                return
        event("gone" if _missing(store) else "decided")
        gone = _missing(store)
        _delete(store, gone)
        _send(fresh, register)
        assert _without_names(state(store)) == _without_names(state(fresh))
        if not told and not gone:
            assert _names(store, register) == _names(fresh, register)
