"""A night's register costs what it says that is new, not what the store holds, and derives each lead once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from leadctl.domain.facts import Fact
from leadctl.store.core import connection
from leadctl.store.derivation import derive
from leadctl.store.facts.registry import facts_of
from tests.conftest import Result

Run = Callable[..., Result]
Shops = Callable[[str], Iterator[tuple[Run, Path]]]

FEW, MANY = 300, 3000
"""Customers of two stores."""
NIGHT = 40
"""Rows of a register."""

HEADS = {
    "visits": "arrived_at,phone,name,kind,grade,note",
    "online": "at,phone,name,channel",
    "followups": "phone,at,by,via,outcome,note",
    "churn": "phone,at,kind,reason",
    "orders": "phone,ordered_on,model",
    "owners": "phone,name,model,delivered_on",
}


def _phone(number: int) -> str:
    return f"1390{1_000_001 + number}"


def _row(kind: str, number: int, *, late: bool = False) -> str:
    """The row of the number-th customer. All came in January; ``late``: in November."""
    month, day = ("11" if late else "01"), f"{1 + number % 20:02d}"
    clock = f"{9 + number % 8:02d}:{number % 60:02d}"
    phone = _phone(number)
    return {
        "visits": f"2026-{month}-{day}T{clock},{phone},Customer {number},walk-in,A,came in",
        "online": f"2026-{month}-{day}T{clock},{phone},Customer {number},site {number % 3}",
        "followups": f"{phone},2026-02-{day}T{clock},clerk,phone,continued,called",
        "churn": f"{phone},2026-03-{day}T{clock},defeated,price",
        "orders": f"{phone},2026-04-{day},X5",
        "owners": f"{phone},Customer {number},X5,2025-05-{day}",
    }[kind]


def _write(path: Path, kind: str, rows: Iterable[str]) -> Path:
    path.write_text("\n".join((HEADS[kind], *rows)) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts, under ``done``, the steps of SQLite's machine in hundreds."""
    counted: Counter[str] = Counter()
    open_store = connection._open

    def count_step() -> int:
        counted["done"] += 1
        return 0

    def open_counted(*how: Any) -> sqlite3.Connection:
        db = open_store(*how)
        db.set_progress_handler(count_step, 100)
        return db

    monkeypatch.setattr(connection, "_open", open_counted)
    return counted


def _send(run: Run, path: Path, kind: str = "visits") -> dict[str, Any]:
    done = run("import", kind, path, "--json", as_="clerk")
    assert done.code == 0, done
    return dict(done.json)


@pytest.fixture
def shops(tmp_path: Path, run: Run) -> Shops:
    """Makes a store of few and one of many customers, of whom all came once and a register of the kind tells too."""

    def make(kind: str) -> Iterator[tuple[Run, Path]]:
        for customers in (FEW, MANY):
            folder = tmp_path / str(customers)
            folder.mkdir()

            def run_there(*words: object, there: Path = folder, **how: Any) -> Result:
                return run("--db", there / "store.db", *words, **how)

            assert run_there("init", "--timezone", "Asia/Shanghai").code == 0
            assert run_there("staff", "add", "clerk", "--role", "manager").code == 0
            for each in dict.fromkeys(("visits", kind)):
                rows = (_row(each, number) for number in range(customers))
                _send(run_there, _write(folder / f"{each}.csv", each, rows), each)
            yield run_there, folder

    return make


def _send_part(run: Run, folder: Path, steps: Counter[str], kind: str, rows: Iterable[str], name: str) -> int:
    """Send a register twice; returns what the second time took."""
    night = _write(folder / f"{name}.csv", kind, rows)
    _send(run, night, kind)
    before = steps["done"]
    summary = _send(run, night, kind)
    assert (summary["unchanged"], summary["records"], summary["gone"]) == (NIGHT, 0, 0)
    return steps["done"] - before


@pytest.mark.parametrize("kind", list(HEADS))
@pytest.mark.parametrize("name", ["night", None], ids=["of its own", "the end of a long one"])
def test_a_register_sent_again_costs_the_same_in_a_large_store(
    shops: Shops, steps: Counter[str], kind: str, name: str | None
) -> None:
    rows = [_row(kind, number) for number in range(NIGHT)]
    few, many = (_send_part(run, folder, steps, kind, rows, name or kind) for run, folder in shops(kind))
    assert many < few * 1.2


def _send_visits(run: Run, folder: Path, steps: Counter[str], rows: Sequence[str]) -> tuple[int, dict[str, Any]]:
    before = steps["done"]
    summary = _send(run, _write(folder / "night.csv", "visits", rows))
    return steps["done"] - before, summary


def test_new_and_mended_rows_cost_the_same_in_a_large_store(shops: Shops, steps: Counter[str]) -> None:
    new = [_row("visits", number, late=True) for number in range(NIGHT)]
    mended = [new[0].replace("T09:00", "T09:30"), *new[1:-1]]
    taken = []
    for run, folder in shops("visits"):
        added, summary = _send_visits(run, folder, steps, new)
        assert (summary["visits"], summary["leads"]) == (NIGHT, 0)
        corrected, summary = _send_visits(run, folder, steps, mended)
        assert (summary["mended"], summary["gone"], summary["unchanged"]) == (1, 1, NIGHT - 2)
        taken.append((added, corrected))
    (added_few, corrected_few), (added_many, corrected_many) = taken
    assert added_many < added_few * 1.2
    assert corrected_many < corrected_few * 1.2


@pytest.fixture
def derived(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """Counts how often each lead is derived from its facts."""
    counted: Counter[int] = Counter()

    def count_facts(db: sqlite3.Connection, leads: Sequence[int]) -> dict[int, list[Fact]]:
        counted.update(leads)
        return facts_of(db, leads)

    monkeypatch.setattr(derive, "facts_of", count_facts)
    return counted


def test_new_visits_of_known_customers_derive_each_lead_once(shops: Shops, derived: Counter[int]) -> None:
    run, folder = next(shops("visits"))
    derived.clear()
    again = [row.replace("T09", "T18") for row in (_row("visits", n, late=True) for n in range(FEW))]
    rows = [*(_row("visits", number, late=True) for number in range(FEW)), *again]
    summary = _send(run, _write(folder / "night.csv", "visits", dict.fromkeys(rows)))
    assert summary["leads"] == 0
    assert derived == dict.fromkeys(range(1, FEW + 1), 1)


def test_old_leads_of_a_register_that_are_closed_are_derived_once_more(shops: Shops, derived: Counter[int]) -> None:
    """Whether a lead was seen before the day shows when its visits are derived."""
    run, folder = next(shops("visits"))
    derived.clear()
    night = _write(folder / "night.csv", "visits", (_row("visits", number, late=True) for number in range(NIGHT)))
    done = run("log-visit", "--from", night, "--closed-before", "2026-11-05", "--json", as_="clerk")
    closed = done.json["closed"]
    assert 0 < closed < NIGHT
    assert sorted(derived.values()) == [1] * (NIGHT - closed) + [2] * closed


def test_a_register_sent_again_derives_no_lead(shops: Shops, derived: Counter[int]) -> None:
    run, folder = next(shops("visits"))
    derived.clear()
    assert _send(run, folder / "visits.csv")["unchanged"] == FEW
    assert not derived
