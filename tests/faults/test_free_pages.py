"""Free pages of a store are free: a page of a table that the file lists as free would be overwritten."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from leadctl.store.proof import examination
from leadctl.store.proof.copies import prove_copy

Run = Callable[..., Any]

PAGES, FIRST_FREE, FREE = 28, 32, 36
"""Where a file's header has its count of pages, its first page of the list of free ones, and how many there are."""


def list_as_free(content: bytearray) -> None:
    """The last page, which is one of a table or an index."""
    struct.pack_into(">II", content, FIRST_FREE, struct.unpack_from(">I", content, PAGES)[0], 1)


def count_too_many(content: bytearray) -> None:
    """Free pages that are nowhere."""
    struct.pack_into(">I", content, FREE, struct.unpack_from(">I", content, FREE)[0] + 7)


def list_what_is_beyond_the_end(content: bytearray) -> None:
    """A free page with a number that no page has."""
    struct.pack_into(">II", content, FIRST_FREE, struct.unpack_from(">I", content, PAGES)[0] + 100, 1)


def lose_a_page(content: bytearray) -> None:
    """A page that is neither free nor anything's."""
    struct.pack_into(">I", content, PAGES, struct.unpack_from(">I", content, PAGES)[0] + 1)
    content += bytes(struct.unpack_from(">H", content, 16)[0])


FAULTS = (list_as_free, count_too_many, list_what_is_beyond_the_end, lose_a_page)


@pytest.fixture(params=["one process", "two processes"])
def filled(request: pytest.FixtureRequest, run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a lead, examined by one process, or by two as a large one is."""
    if request.param == "two processes":
        monkeypatch.setattr(examination, "LARGE", 0)
    run("init")
    run("log-visit", "--phone", "13800138000", "--name", "Wang")
    return store


@pytest.mark.parametrize("spoil", FAULTS)
def test_doctor_and_backup_refuse_a_file_whose_free_pages_are_not(
    filled: Path, run: Run, tmp_path: Path, spoil: Callable[[bytearray], None]
) -> None:
    content = bytearray(filled.read_bytes())
    spoil(content)
    filled.write_bytes(content)
    found = run("doctor", "--json")
    assert found.code == 4
    assert "pages of the file are damaged" in found.out
    assert run("backup", tmp_path / "backup.db").code == 4
    assert not (tmp_path / "backup.db").exists()
    assert filled.read_bytes() == content


def test_a_store_with_free_pages_is_healthy(filled: Path, run: Run, tmp_path: Path) -> None:
    with closing(sqlite3.connect(filled)) as db:
        db.execute("CREATE TABLE others (text TEXT)")
        db.execute("INSERT INTO others VALUES (hex(zeroblob(40000)))")
        db.execute("DROP TABLE others")
        db.commit()
        assert db.execute("PRAGMA freelist_count").fetchone()[0] > 10
    assert run("doctor").code == 0
    assert run("backup", tmp_path / "backup.db").code == 0
    assert run("backup", "--verify", tmp_path / "backup.db").code == 0


def test_proving_a_copy_leaves_it_as_it_was(filled: Path) -> None:
    before, files = filled.read_bytes(), sorted(filled.parent.iterdir())
    assert prove_copy(filled).healthy
    assert filled.read_bytes() == before
    assert sorted(filled.parent.iterdir()) == files
