"""What is said of a large store, examined by two processes and mostly by columns, is what is said of a small one."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from leadctl.domain.visits_only import VisitsOnly
from leadctl.errors import StoreUnusable
from leadctl.store.core.schema import DERIVED_COLUMNS, DERIVED_TABLES
from leadctl.store.proof import examination, sound_leads, values
from leadctl.store.proof.derived_state import Difference
from leadctl.store.proof.examination import Findings
from leadctl.store.safety import comparison
from leadctl.store.safety.doctor import examine_store
from tests.commands.stores import write
from tests.faults.corruption import damage
from tests.faults.test_safety import BEYOND, FAULTS, alter

Shop = Callable[..., Any]

KEYS = {"lead_states": ("lead", "from_at"), "contact_windows": ("lead", "nth")}
PHONES = [f"1380013{8100 + number}" for number in range(40)]


def fill(run: Shop) -> None:
    """Forty leads with up to four visits each; a few have other facts too, or enquired online."""
    write(run, "init", "--timezone", "Asia/Shanghai", now="2026-04-10T08:00")
    for name in ("Li Na", "Wang Qiang"):
        write(run, "staff", "add", name, now="2026-04-10T08:05")
    chance, lines = random.Random(5), ["arrived_at,phone,kind,source,model,grade,budget,test_drive,consultant"]
    for number, phone in enumerate(PHONES):
        at = datetime(2026, 1, 5, 9, 0) + timedelta(days=number)
        for _ in range(1 + number % 4):
            kind = chance.choice(("walk-in", "walk-in", "call", "online" if number % 7 == 0 else "event"))
            said = (
                ("showroom", ""),
                ("X5", "S3", ""),
                ("H", "A", "C", ""),
                ("10-15万", ""),
                ("Y", "N"),
                ("Li Na", "Wang Qiang", ""),
            )
            lines.append(",".join((at.isoformat(timespec="minutes"), phone, kind, *map(chance.choice, said))))
            at += timedelta(days=chance.randrange(20), hours=chance.randrange(5))
    register = Path("register.csv")
    register.write_text("\n".join(lines), encoding="utf-8")
    write(run, "log-visit", "--from", register, now="2026-04-15T08:00")
    for lead in (3, 17):
        write(run, "followup", lead, "asked", as_="Li Na", now="2026-04-16T10:00")
    write(run, "defeat", 5, "--reason", "price", as_="Li Na", now="2026-04-16T11:00")
    write(run, "order", 9, as_="Li Na", now="2026-04-16T12:00")


@pytest.fixture
def shop(run: Shop, store: Path, fill_once: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.chdir(tmp_path)
    fill_once(store, fill, run)
    return run


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Findings]:
    """Examines a store as if it were large: two processes take parts of three leads, of which the first is replayed."""

    def examine(store: Path) -> Findings:
        with monkeypatch.context() as patched:
            patched.setattr(examination, "LARGE", 0)
            patched.setattr(sound_leads, "PART", 3)
            return examine_store(store)

    return examine


@pytest.mark.parametrize("statements", [(), *FAULTS.values(), *BEYOND.values()], ids=["sound", *FAULTS, *BEYOND])
def test_a_fault_is_told_in_the_same_words(
    shop: Shop, store: Path, large: Callable[[Path], Findings], statements: tuple[str, ...]
) -> None:
    alter(store, *statements)
    found = large(store)
    assert found == examine_store(store)
    assert found.healthy == (not statements)


@pytest.mark.parametrize("seed", range(40))
def test_damage_is_told_in_the_same_words(
    shop: Shop, store: Path, large: Callable[[Path], Findings], seed: int
) -> None:
    """SQLite's check of the whole file, and the same shared out between two processes."""
    store.write_bytes(damage(store.read_bytes(), ("byte", "bytes", "zeroed")[seed % 3], random.Random(seed)))
    try:
        found = examine_store(store)
    except StoreUnusable:
        with pytest.raises(StoreUnusable):
            large(store)
    else:
        assert large(store) == found


def test_a_page_that_two_tables_use_is_found(shop: Shop, store: Path, large: Callable[[Path], Findings]) -> None:
    """No check of a single table finds that."""
    with closing(sqlite3.connect(store)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute(
            "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'handouts')"
            " WHERE name = 'closings'"
        )
        db.commit()
    assert large(store).damage == examine_store(store).damage == ["pages of the file are damaged"]


def _derived_values(store: Path) -> Iterator[tuple[str, str]]:
    with closing(sqlite3.connect(store)) as db:
        for table in ("leads", "visits", "followups", "churns", "orders", *DERIVED_TABLES):
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            for name in DERIVED_COLUMNS.get(table, columns):
                yield table, name


def test_a_wrong_value_is_found_in_every_derived_column(
    shop: Shop, store: Path, large: Callable[[Path], Findings]
) -> None:
    """In the last row of each table."""
    sound = store.read_bytes()
    for table, column in _derived_values(store):
        with closing(sqlite3.connect(store, isolation_level=None)) as db:
            db.execute("PRAGMA foreign_keys = OFF")
            db.execute("PRAGMA ignore_check_constraints = ON")
            kind = {row[1]: row[2] for row in db.execute(f"PRAGMA table_info({table})")}[column]
            other = "'2026-01-01'" if kind == "TEXT" else "77"
            key = KEYS.get(table, ("id",))
            last = f"SELECT {', '.join(key)} FROM {table} ORDER BY {' DESC, '.join(key)} DESC LIMIT 1"
            db.execute(f"UPDATE {table} SET {column} = {other} WHERE ({', '.join(key)}) = ({last})")
        found = large(store)
        assert not found.healthy, (table, column)
        assert found == examine_store(store)
        store.write_bytes(sound)


def test_rows_of_the_past_that_are_gone_or_too_many_are_found(
    shop: Shop, store: Path, large: Callable[[Path], Findings]
) -> None:
    sound = store.read_bytes()
    for statement in (
        "DELETE FROM lead_states WHERE lead = 39",
        "DELETE FROM contact_windows WHERE lead = 39 AND nth = 1",
        "UPDATE contact_windows SET nth = 99 WHERE lead = 39 AND nth = 1",
        "UPDATE lead_states SET lead = 40 WHERE lead = 39",
        "UPDATE lead_states SET lead = 99 WHERE lead = 39",
        "UPDATE contact_windows SET lead = -7 WHERE lead = 39",
    ):
        alter(store, statement)
        found = large(store)
        assert not found.healthy, statement
        assert found == examine_store(store)
        store.write_bytes(sound)


@pytest.mark.parametrize("leads", [(2,), (4,), (40,), range(1, 41)])
def test_rows_of_a_lead_that_is_gone_are_found(
    shop: Shop, store: Path, large: Callable[[Path], Findings], leads: Sequence[int]
) -> None:
    """Within a part, between two parts, after the last one, and where there is none."""
    gone = ", ".join(map(str, leads))
    alter(
        store,
        "PRAGMA foreign_keys = OFF",
        "DROP TRIGGER visits_deleted",
        "DROP TRIGGER leads_deleted",
        f"DELETE FROM visits WHERE lead IN ({gone})",
        f"DELETE FROM leads WHERE id IN ({gone})",
    )
    found = large(store)
    of = {int(str(one.id).split()[0]) for one in found.differences}
    assert of
    assert of <= set(leads)
    assert found == examine_store(store)


def test_replay_decides_where_the_way_by_columns_says_otherwise(
    shop: Shop, store: Path, large: Callable[[Path], Findings], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the way by columns is no fault of a store."""

    def derive_nothing(*_: object) -> Any:
        raise ValueError

    monkeypatch.setattr(VisitsOnly, "derive_leads", derive_nothing)
    assert large(store).healthy


def test_one_part_of_twenty_is_replayed(
    shop: Shop, store: Path, large: Callable[[Path], Findings], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the import, which derives by columns too, shows in the leads of the first part."""
    before = VisitsOnly.derive_leads

    def derive_with_a_fault(*arguments: Any) -> Any:
        found = before(*arguments)
        return found._replace(leads=found.leads | {"source": [None] * len(found.leads["opened_at"])})

    monkeypatch.setattr(VisitsOnly, "derive_leads", derive_with_a_fault)
    alter(store, "UPDATE leads SET source = NULL")
    assert {found.column for found in large(store).differences} == {"source"}


def test_a_damaged_index_is_mended(shop: Shop, store: Path) -> None:
    with closing(sqlite3.connect(store)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'leads_opened'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    content = bytearray(store.read_bytes())
    content[root * size - 4 : root * size] = b"\xff\xff\xff\xff"  # the end of the page: the first key that was added
    store.write_bytes(content)
    found = shop("doctor", "--json")
    assert (found.code, found.json["damage"], found.json["indexes"]) == (
        1, [], ["index leads_opened does not fit its table"],
    )  # fmt: skip
    assert shop("doctor", "--repair").code == 0
    assert shop("doctor").code == 0


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({7: b"\xe5\xbc\xa0", 8: b"a\x00b", 9: b"", 10: "张".encode() * 300}, []),
        ({7: b"\xe5", 8: b"\xbc\xa0"}, [7, 8]),  # two halves of a character
        ({1: b"caf\xe9"}, [1]),
        ({20: b"\xed\xa0\x80"}, [20]),
        ({-(2**63): b"\xff", 2**63 - 1: b"\xff"}, [-(2**63), 2**63 - 1]),
    ],
)
def test_each_text_that_is_none_is_found(
    shop: Shop, store: Path, monkeypatch: pytest.MonkeyPatch, rows: dict[int, bytes], said: list[int]
) -> None:
    """Though the texts of several rows are decoded together."""
    monkeypatch.setattr(values, "JOINED", 4)
    with closing(sqlite3.connect(store)) as db:
        db.execute("DROP TRIGGER visits_updated")
        for row, text in rows.items():
            sql = "INSERT INTO visits (id, operation, at, kind) SELECT ?, 1, '2026-01-01T09:00', 'call'"
            db.execute(f"{sql} WHERE NOT EXISTS (SELECT 1 FROM visits WHERE id = ?)", (row, row))
            db.execute("UPDATE visits SET nth = id, note = CAST(? AS TEXT) WHERE id = ?", (text, row))
        assert values.check_values(db) == [f"visits {row} note is no text" for row in said]


def test_a_difference_names_what_is_stored_and_what_follows(
    shop: Shop, store: Path, large: Callable[[Path], Findings]
) -> None:
    alter(store, "UPDATE leads SET attempts = 4 WHERE id = 30")
    assert large(store).differences == [Difference("leads", 30, "attempts", 4, 0)]


def test_a_backup_is_compared_in_parts(
    shop: Shop, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that differ, are gone or too many, at the ends of parts and in their middle."""
    assert shop("backup", tmp_path / "b.db").code == 0
    alter(
        store,
        "PRAGMA foreign_keys = OFF",
        "DROP TRIGGER visits_updated",
        "DROP TRIGGER visits_deleted",
        "UPDATE visits SET note = 'other' WHERE id IN (1, 7, 8)",
        "UPDATE visits SET id = -5 WHERE id = 9",
        "DELETE FROM visits WHERE id IN (7, 14, 20)",
    )
    told = shop("doctor", "--against", tmp_path / "b.db", "--json").json["differences"]
    assert told == [
        "visits 1 note differs, and no operation changed it",
        "visits 7 is gone, and no operation deleted it",
        "visits 8 note differs, and no operation changed it",
        *(f"visits {row} is gone, and no operation deleted it" for row in (9, 14, 20)),
        "visits -5 is not in the backup, and no operation added it",
    ]
    monkeypatch.setattr(comparison, "ROWS", 7)
    assert shop("doctor", "--against", tmp_path / "b.db", "--json").json["differences"] == told
