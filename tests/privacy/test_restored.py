"""A restore does not bring back whoever was forgotten after the backup was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import FillOnce
from tests.forgetting.conftest import SECRETS, Run, fill, write


@pytest.fixture
def known(run: Run, store: Path, tmp_path: Path, fill_once: FillOnce) -> Run:
    fill_once(store, fill, run, tmp_path)
    return run


def test_who_was_forgotten_since_is_forgotten_again_and_that_is_said(known: Run, store: Path, tmp_path: Path) -> None:
    backup = tmp_path / "b.db"
    assert known("backup", backup).code == 0
    write(known, "forget", "c2", "--yes")
    restored = known("restore", backup, "--yes", as_="Chen Jing")
    assert (restored.code, "forgotten once more, as in the replaced database: c2" in restored.err) == (0, True)
    content = store.read_bytes()
    assert [secret for secret in SECRETS if secret.encode() in content] == []
    assert known("doctor").code == 0


def test_nobody_else_is_forgotten_by_a_restore(known: Run, tmp_path: Path) -> None:
    backup = tmp_path / "b.db"
    assert known("backup", backup).code == 0
    restored = known("restore", backup, "--yes", as_="Chen Jing")
    assert (restored.code, "forgotten" in restored.err) == (0, False)
    assert known("show", "13812345678", "--json").json["customer"] == "王小明"
