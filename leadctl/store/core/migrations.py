"""Bringing a store of an older leadctl up to the present schema.

schema.sql is the whole present schema; what changed in it since a release stands here as a step, frozen once
it has landed. A store is upgraded when it is first opened, in one transaction, with a copy of it kept beside.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

from leadctl.errors import StoreUnusable

Step = Callable[[sqlite3.Connection], None]


def _script(version: int) -> Step:
    """The step that stands as SQL in ``steps/VERSION.sql``."""

    def step(db: sqlite3.Connection) -> None:
        text = (Path(__file__).parent / "steps" / f"{version}.sql").read_text(encoding="utf-8")
        for statement in _statements(text):
            db.execute(statement)

    return step


def _statements(text: str) -> list[str]:
    """The single statements of a script: ``executescript`` would commit the transaction at work."""
    statements, start = [], 0
    for end, char in enumerate(text, start=1):
        if char == ";" and sqlite3.complete_statement(text[start:end]):
            statements.append(text[start:end])
            start = end
    return statements


def _third(db: sqlite3.Connection) -> None:
    _script(3)(db)
    _reword(
        db,
        "leads",
        "CHECK (task = 'first-follow-up' OR task = 'follow-up' OR task = 'verification')",
        "CHECK (task = 'first-follow-up' OR task = 'follow-up' OR task = 'appointment' OR"
        " task = 'screening' OR task = 'verification')",
    )


def _reword(db: sqlite3.Connection, table: str, old: str, new: str) -> None:
    """Change a constraint in a table's text that every row keeps as well: SQLite's way without copying the table."""
    (text,) = db.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    if old not in text:
        raise LookupError(f"{table} has no {old}")
    (version,) = db.execute("PRAGMA schema_version").fetchone()
    db.execute("PRAGMA writable_schema = ON")
    db.execute("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (text.replace(old, new), table))
    db.execute(f"PRAGMA schema_version = {version + 1}")
    db.execute("PRAGMA writable_schema = RESET")


STEPS: Mapping[int, Step] = {2: _script(2), 3: _third, 4: _script(4)}
"""Schema version -> what makes a store of the version before into one of it.

Triggers and derived values are no matter of a step: after the last one all of them are made anew.
"""


def upgrade(db: sqlite3.Connection, path: str, present: int, wanted: int, steps: Mapping[int, Step] = STEPS) -> None:
    """Take a store from schema ``present`` to ``wanted`` and derive everything afresh.

    Raises StoreUnusable when a step is not known.
    """
    from sqlite_utils import Database, Migrations

    from leadctl.store.core.schema import remake_journal_triggers

    missing = [version for version in range(present + 1, wanted + 1) if version not in steps]
    if present < 1 or missing:
        raise StoreUnusable(
            "{path} has schema {present}, which this leadctl cannot upgrade; it was left untouched.",
            path=path,
            present=present,
        )
    kept = _keep(db, path, present)
    migrations = Migrations("leadctl")
    for version in range(present + 1, wanted + 1):
        migrations(name=f"schema {version}")(_applied(steps[version]))
    db.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(Database(db))
        remake_journal_triggers(db)
        _derive_everything(db)
        db.execute(f"PRAGMA user_version = {wanted}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        os.unlink(kept)
        raise


def _derive_everything(db: sqlite3.Connection) -> None:
    """Derive all leads, visits without one, and cars, by the rules of this version.

    Facts that these rules give to another lead are moved without a trace in the journal: an undo of what recorded them
    moves them again, if need be.
    """
    from leadctl.store.core.settings import policy_of
    from leadctl.store.derivation.derive import derive
    from leadctl.store.facts.visits import derive_anonymous
    from leadctl.store.records.owners.reminders import reminders_of
    from leadctl.store.records.owners.schedule import derive_all

    (operation,) = db.execute("SELECT max(id) FROM operations").fetchone()
    if operation is None:
        return
    (last_change,) = db.execute("SELECT coalesce(max(id), 0) FROM changes").fetchone()
    policy = policy_of(db)
    leads = {row[0] for row in db.execute("SELECT id FROM leads")}
    while leads:
        leads = derive(db, leads, policy, operation)
    first, last = db.execute("SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM visits").fetchone()
    derive_anonymous(db, first, last)
    derive_all(db, reminders_of(db))
    db.execute("DELETE FROM changes WHERE id > ?", (last_change,))


def _applied(step: Step) -> Callable[..., None]:
    def apply(database: object) -> None:
        step(database.conn)  # type: ignore[attr-defined]

    return apply


def _keep(db: sqlite3.Connection, path: str, present: int) -> str:
    """A copy of the store as it was, readable by its owner only; returns its path."""
    kept = f"{path}.schema-{present}"
    os.close(os.open(kept, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    copy = sqlite3.connect(kept)
    try:
        db.backup(copy)
    finally:
        copy.close()
    return kept
