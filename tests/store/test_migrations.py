"""A store of an older leadctl is brought up to date when it is opened, or left alone."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from leadctl import SCHEMA_VERSION
from leadctl.errors import StoreUnusable
from leadctl.store import migrations
from leadctl.store.access import connect, read_store
from leadctl.store.core.connection import Patience
from leadctl.store.core.schema import create_schema, schema_sql
from leadctl.store.core.setup import trade_codes
from leadctl.store.queries.figures.sources import count_history, span_of_months
from leadctl.store.records.plan_bases import read_plan_base
from leadctl.store.safety.doctor import examine_store
from leadctl.store.safety.restore import check_restore, restore_backup
from tests.store.new_stores import CLERK, NOW, new_store

DUMPS = Path(__file__).parent / "old"
"""A store of each schema that is no more, as text: made by the last commit that had it, with a dozen commands."""

VERSIONS = range(1, SCHEMA_VERSION)


def old_store(folder: Path, version: int) -> Path:
    """A store as the last leadctl of this schema left it."""
    folder.mkdir(exist_ok=True)
    path = folder / "old.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript((DUMPS / f"schema_{version}.sql").read_text(encoding="utf-8"))
    return path


@pytest.fixture(params=VERSIONS)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return old_store(tmp_path, request.param)


def upgraded(path: Path) -> sqlite3.Connection:
    return connect(path, read_only=False)


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {table: db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables}


def written_followups(path: Path) -> list[tuple[object, ...]]:
    """What somebody wrote of the follow-ups; whose lead it was is derived."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute(
            "SELECT id, operation, lead, at, nth, by, via, outcome, grade, next_on, note FROM followups"
        ).fetchall()


def test_a_store_of_every_schema_is_kept(tmp_path: Path) -> None:
    assert {path.stem for path in DUMPS.glob("*.sql")} == {f"schema_{version}" for version in VERSIONS}


def test_an_upgraded_store_has_the_very_schema_of_a_fresh_one(old: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as fresh:
        create_schema(fresh)
        asked = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
        wanted = fresh.execute(asked).fetchall()
    with closing(upgraded(old)) as db:
        assert [tuple(row) for row in db.execute(asked)] == wanted
        assert db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION


def test_an_upgraded_store_is_healthy(old: Path) -> None:
    upgraded(old).close()
    found = examine_store(old)
    assert found.healthy, found
    assert found.leads


def test_an_upgrade_keeps_every_row_that_somebody_wrote(old: Path) -> None:
    """And no number is given twice, though the newest row of a table is gone. What came since stands behind it."""
    with closing(sqlite3.connect(old)) as db:
        db.execute("INSERT INTO models (operation, name) VALUES (1, 'gone')")
        db.execute("DELETE FROM models WHERE name = 'gone'")
        db.commit()
    before, said = contents(old), written_followups(old)
    upgraded(old).close()
    after = contents(old)
    for table in before.keys() - {"_sqlite_migrations", "sqlite_sequence"}:
        if table not in (*trade_codes(), "changes"):
            assert len(after[table]) == len(before[table]), table
        assert {row[:2] for row in before[table]} <= {row[:2] for row in after[table]}, table
    assert ("models", 2) in before["sqlite_sequence"]
    assert ("models", 2) in after["sqlite_sequence"]
    assert after["changes"][: len(before["changes"])] == before["changes"]
    assert {row[2] for row in after["changes"][len(before["changes"]) :]} <= {"target_bases"}
    assert written_followups(old) == said


def test_a_plan_of_an_older_store_keeps_the_months_before_its_last_operation(tmp_path: Path) -> None:
    """The plan of December was made on 22 November and changed on 2 December: its base are September to November, and
    leave with the operation that made it."""
    path = old_store(tmp_path, 4)
    with closing(sqlite3.connect(path)) as db:
        db.execute("DELETE FROM target_sources")
        db.execute("DELETE FROM targets")
        db.execute("DELETE FROM changes WHERE tbl IN ('targets', 'target_sources')")
        made, changed = (
            db.execute(
                "INSERT INTO operations (at, command, actor, login, host, summary)"
                " VALUES (?, 'target set', 'Li Na', 'lina', 'pc', '')",
                (moment,),
            ).lastrowid
            for moment in ("2026-11-22T10:00:00", "2026-12-02T10:00:00")
        )
        row = db.execute("INSERT INTO targets (operation, month, sales) VALUES (?, '2026-12', 90)", (made,)).lastrowid
        journal = "INSERT INTO changes (operation, tbl, action, first_row, last_row, before) VALUES (?, ?, ?, ?, ?, ?)"
        db.execute(journal, (made, "targets", "insert", row, row, None))
        db.execute(journal, (changed, "targets", "update", row, row, '{"sales": 80}'))
        db.commit()
    with closing(upgraded(path)) as db:
        base = read_plan_base(db, "2026-12")
        assert base is not None
        assert list(map(str, base.months)) == ["2026-09", "2026-10", "2026-11"]
        assert {row[0] for row in db.execute("SELECT operation FROM target_bases")} == {made}
        assert count_history(db, span_of_months(base.months, "2026-12-02")) == base.sources
        spans = db.execute("SELECT first_row, last_row FROM changes WHERE tbl = 'target_bases'").fetchall()
        ids = [row[0] for row in db.execute("SELECT id FROM target_bases ORDER BY id")]
        assert [tuple(span) for span in spans] == [(ids[0], ids[-1])]


def test_an_upgraded_store_has_the_trades_codes_that_came_since(tmp_path: Path) -> None:
    path = old_store(tmp_path, 1)
    with closing(sqlite3.connect(path)) as db:
        codes = {table: db.execute(f"SELECT code FROM {table}").fetchall() for table in ("sources", "reasons")}
        db.execute("DELETE FROM sources WHERE code = 'referral'")
        db.execute("DELETE FROM reasons WHERE code = 'late'")
        db.commit()
    upgraded(path).close()
    after = contents(path)
    for table, known in codes.items():
        assert {code for (code,) in known} <= {row[2] for row in after[table]}, table


def test_derived_tables_are_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever they held, and though their rows have no number."""
    path = old_store(tmp_path, SCHEMA_VERSION - 1)
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE echoes (lead INTEGER PRIMARY KEY, said TEXT NOT NULL) STRICT, WITHOUT ROWID")
        db.execute("INSERT INTO echoes VALUES (1, 'old')")
        db.commit()
    text = "CREATE TABLE echoes (lead INTEGER PRIMARY KEY, heard TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    monkeypatch.setattr(migrations, "schema_sql", lambda: f"{schema_sql()} {text}")
    monkeypatch.setattr(migrations, "DERIVED_TABLES", ("echoes",))
    upgraded(path).close()
    assert contents(path)["echoes"] == []


def test_the_old_store_is_kept_beside_it(tmp_path: Path) -> None:
    path = old_store(tmp_path, 1)
    before = contents(path)
    upgraded(path).close()
    kept = tmp_path / "old.db.schema-1"
    assert contents(kept) == before
    assert kept.stat().st_mode & 0o777 == 0o600


def test_what_is_missing_or_too_much_is_made_right(tmp_path: Path) -> None:
    """Stores of a version that was still in the making, or that another hand changed."""
    path = old_store(tmp_path, SCHEMA_VERSION - 1)
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "DROP TABLE tags; DROP INDEX leads_due; CREATE INDEX leads_extra ON leads (grade);"
            "CREATE TRIGGER leak AFTER INSERT ON visits BEGIN DELETE FROM phones; END;"
            "CREATE VIEW phones_seen AS SELECT * FROM phones; ALTER TABLE models ADD COLUMN colour TEXT;"
        )
    upgraded(path).close()
    with closing(sqlite3.connect(path)) as db, closing(sqlite3.connect(":memory:")) as fresh:
        create_schema(fresh)
        asked = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        assert db.execute(asked).fetchall() == fresh.execute(asked).fetchall()


@pytest.mark.parametrize("step", ["derive_everything", "keep_plan_bases", "commit"])
def test_an_upgrade_that_fails_leaves_the_store_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = contents(old)
    if step == "derive_everything":
        monkeypatch.setattr(migrations, "RULES_SINCE", SCHEMA_VERSION)
    monkeypatch.setattr(migrations, "schema_sql", lambda: f"{schema_sql()} CREATE INDEX half ON leads (grade);")

    def fail(*_: object) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr(migrations, step, fail)
    with pytest.raises(RuntimeError):
        upgraded(old)
    assert contents(old) == before
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'half'").fetchone() is None
    assert not list(old.parent.glob("old.db.schema-*"))


def test_what_is_derived_stays_where_only_indexes_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And is what would be derived afresh."""
    path = old_store(tmp_path, migrations.RULES_SINCE)
    derived: list[sqlite3.Connection] = []
    monkeypatch.setattr(migrations, "derive_everything", derived.append)
    upgraded(path).close()
    assert not derived
    kept = contents(path)
    monkeypatch.undo()
    again = old_store(tmp_path / "again", migrations.RULES_SINCE)
    monkeypatch.setattr(migrations, "RULES_SINCE", SCHEMA_VERSION)
    upgraded(again).close()
    assert contents(again) == kept


def test_everything_is_derived_afresh_where_a_rule_or_a_table_differs(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(old)) as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version >= migrations.RULES_SINCE:
            db.execute("ALTER TABLE models ADD COLUMN colour TEXT")
        db.execute("UPDATE leads SET attempts = 77")
        db.commit()
    with closing(upgraded(old)) as db:
        assert db.execute("SELECT count(*) FROM leads WHERE attempts = 77").fetchone()[0] == 0


def test_a_schema_that_never_was_is_refused_untouched(tmp_path: Path) -> None:
    path = old_store(tmp_path, 1)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 0")
    before = contents(path)
    with pytest.raises(StoreUnusable, match="cannot upgrade"):
        upgraded(path)
    assert contents(path) == before


def test_who_comes_second_finds_it_upgraded(old: Path) -> None:
    upgraded(old).close()
    before = contents(old)
    migrations.upgrade_store(old, Patience(lambda: None))
    assert contents(old) == before


def test_a_backup_of_an_older_leadctl_is_restored_and_stays_as_it_is(old: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    shutil.move(old, backup)
    before = backup.read_bytes()
    store = new_store(tmp_path / "store.db")
    check_restore(store, backup)
    kept = restore_backup(store, backup, now=NOW, author=CLERK)
    assert backup.read_bytes() == before
    assert examine_store(store).healthy
    assert {path.name for path in tmp_path.iterdir()} - {"home"} == {"backup.db", "store.db", kept.name}


def test_an_older_store_is_read_as_it_is_where_that_is_asked(tmp_path: Path) -> None:
    path = old_store(tmp_path, 1)
    with read_store(path, outdated=True) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1


def test_hashes_that_could_be_tried_out_are_deleted_and_that_is_said(tmp_path: Path) -> None:
    path = old_store(tmp_path, 4)
    old_print = f"#{'0a' * 32}"
    with closing(sqlite3.connect(path)) as db:
        for who in (old_print, "13900000001", "#12"):
            db.execute(
                "INSERT INTO retired_rows (operation, tbl, at, code, who, nth)"
                " VALUES (1, 'visits', '2026-08-03T10:00', 'walk-in', ?, 1)",
                (who,),
            )
        db.commit()
    said: list[str] = []
    patience = Patience(lambda: None, lambda text, **values: said.append(text.format(**values)))
    connect(path, read_only=False, waiting=patience).close()
    with closing(sqlite3.connect(path)) as db:
        kept = {row[0] for row in db.execute("SELECT who FROM retired_rows WHERE at = '2026-08-03T10:00'")}
    assert kept == {"13900000001", "#12"}
    (sentence,) = said
    assert sentence.startswith(
        "old hashes of rows of people who were forgotten could be tried out, and were deleted: 1."
    )


def test_no_plugin_of_sqlite_utils_is_loaded(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that happens to be installed would run with the store open."""
    loaded: list[str] = []
    monkeypatch.setattr("sqlite_utils.db.ensure_plugins_loaded", lambda: loaded.append("plugins"))
    upgraded(old).close()
    assert loaded == []
