"""What is exported in full can be imported into a fresh store, and is the same there."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.exports.conftest import Run

VISITS = """
SELECT v.at, v.left_at, v.kind, v.first_visit, coalesce(v.name, c.name),
    coalesce(v.gender, c.gender), s.code, v.channel, v.party, m.name, v.budget_low, v.budget_high, v.need_by, v.grade,
    v.test_drive, v.quoted, t.name, v.campaign, v.referrer, v.note,
    (SELECT phone FROM phones WHERE customer = v.customer ORDER BY id LIMIT 1)
FROM visits AS v LEFT JOIN customers AS c ON c.id = v.customer LEFT JOIN sources AS s ON s.id = v.source
    LEFT JOIN models AS m ON m.id = v.model LEFT JOIN staff AS t ON t.id = v.consultant
ORDER BY 1, 3, 5, v.budget_low, v.note
"""

KINDS = {
    "visits": VISITS,
    "followups": "SELECT at, via, outcome, grade, next_on, note, by IS NULL FROM followups ORDER BY at",
    "orders": "SELECT substr(ordered_at, 1, 10), substr(delivered_at, 1, 10), substr(cancelled_at, 1, 10), price, vin,"
    " count FROM orders ORDER BY 1",
    "churn": "SELECT c.at, c.kind, r.code, c.rival, c.note, c.result FROM churns AS c"
    " LEFT JOIN reasons AS r ON r.id = c.reason ORDER BY 1",
    "sales": "SELECT channel, sold_on, count FROM sales ORDER BY 2",
    "owners": "SELECT delivered_on, vin, insurance_on, origin FROM owned_cars ORDER BY 1",
}
"""What is asked of both stores, by kind of import."""

DERIVED = (
    "SELECT at, kind, nature, is_new FROM visits ORDER BY at, kind, name, note",
    (
        "SELECT p.phone, l.verification, l.opened_at, substr(l.closed_at, 1, 10) FROM leads AS l"
        " JOIN phones AS p ON p.customer = l.customer ORDER BY p.phone, l.opened_at"
    ),
)
"""What follows of them: it needs all of the files."""


def asked(store: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(store) as db:
        return db.execute(sql).fetchall()


@pytest.fixture
def exported(full: Run, tmp_path: Path) -> Path:
    """A folder with the store's tables, phones in full."""
    assert full("sale", "--channel", "wholesale", "--model", "远山 X5", "--count", "3").code == 0
    owners = tmp_path / "owners.csv"
    owners.write_text("phone,delivered_on,vin,insurance_on,origin\n+442079460958,2025-05-01,LSGJ0001,2027-05-01,他店\n")
    assert full("import", "owners", owners).code == 0
    folder = tmp_path / "out"
    result = full("export", "--folder", folder, "--reveal")
    assert result.code == 0, result.err
    return folder


def test_a_fresh_store_takes_the_files_and_holds_the_same(full: Run, store: Path, exported: Path) -> None:
    fresh = store.with_name("fresh.db")
    full("--db", fresh, "init", "--timezone", "Asia/Shanghai")
    for kind in KINDS:
        result = full("--db", fresh, "import", kind, exported / f"{kind}.csv")
        assert result.code == 0, (kind, result.err)
    for kind, sql in KINDS.items():
        assert asked(fresh, sql) == asked(store, sql), kind
    for sql in DERIVED:
        assert asked(fresh, sql) == asked(store, sql)
    assert full("--db", fresh, "doctor").code == 0


@pytest.mark.parametrize("suffix", ["xlsx", "jsonl"])
def test_visits_survive_other_formats_too(full: Run, store: Path, tmp_path: Path, suffix: str) -> None:
    fresh, file = store.with_name("fresh.db"), tmp_path / f"all.{suffix}"
    if suffix == "xlsx":
        assert full("export", "-o", file, "--reveal").code == 0
        options: tuple[object, ...] = ("--sheet", "visits")
    else:
        assert full("export", "--folder", tmp_path / "lines", "--format", "jsonl", "--reveal").code == 0
        file, options = tmp_path / "lines" / "visits.jsonl", ()
    full("--db", fresh, "init", "--timezone", "Asia/Shanghai")
    result = full("--db", fresh, "import", "visits", file, *options)
    assert result.code == 0, result.err
    assert asked(fresh, VISITS) == asked(store, VISITS)


def test_what_is_masked_cannot_be_taken_for_the_truth(full: Run, store: Path, tmp_path: Path) -> None:
    assert full("export", "--folder", tmp_path / "out").code == 0
    fresh = store.with_name("fresh.db")
    full("--db", fresh, "init")
    result = full("--db", fresh, "import", "visits", tmp_path / "out" / "visits.csv")
    assert (result.code, "masked" in result.err) == (3, True)
