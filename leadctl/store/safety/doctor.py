"""Examining the store, repairing what can be derived, and comparing it with a backup."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from leadctl.store.core.connection import Waiting, begin, connect_unchecked, explain_errors, patience_of
from leadctl.store.core.private_copies import copy_into_memory
from leadctl.store.proof.examination import Findings, examine_database


def examine_store(path: Path, waiting: Waiting = lambda: None, *, quick: bool = False) -> Findings:
    """Examine the store at ``path``, which is only read. Raises StoreUnusable for a file that is none.

    ``quick``: in a short time, and without deriving anything.
    """
    patience = patience_of(waiting)
    with explain_errors(path), closing(connect_unchecked(path, waiting=patience)) as db:
        begin(db, write=False, waiting=patience)
        if quick:
            return examine_database(db, quick=True)
        copy = copy_into_memory(db)
        db.execute("ROLLBACK")
        with closing(copy):
            return examine_database(copy)


def is_damaged(path: Path) -> bool:
    """Whether the store at ``path`` is not as leadctl left it. Raises StoreUnusable where it cannot be examined."""
    try:
        return not examine_store(path).healthy
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return True  # values that cannot be stop the examination too
