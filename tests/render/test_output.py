from __future__ import annotations

import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from leadctl.errors import Refused
from leadctl.render import formats
from leadctl.render.formats import format_names
from leadctl.render.output import show
from leadctl.render.progress import show_progress
from tests.render.pages import PAGE, same

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    return made


SHOWN = """
from leadctl.render.output import show
from tests.render.pages import PAGE, same
show(PAGE, {fmt!r}, out=None, limit=None, translate=same)
"""


def run(code: str, **options: object) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def read_texts(file: Path) -> str:
    """What a file says; of a workbook the texts of its cells."""
    if not zipfile.is_zipfile(file):
        return file.read_text(encoding="utf-8")
    with zipfile.ZipFile(file) as book:
        return book.read("xl/sharedStrings.xml").decode("utf-8")


@pytest.mark.parametrize("fmt", format_names())
def test_a_file_is_private_whole_and_without_colour(folder: Path, fmt: str) -> None:
    target = folder / "leads.out"
    target.write_text("before")
    show(PAGE, fmt, out=target, limit=None, translate=same)
    assert target.stat().st_mode & 0o777 == 0o600
    text = read_texts(target)
    assert "王小明" in text
    assert "\x1b" not in text
    assert list(folder.iterdir()) == [target]


@pytest.mark.parametrize("where", ["missing/leads.csv", ".", "file/leads.csv", "n" * 300])
def test_an_unwritable_target_is_refused_with_a_sentence(folder: Path, where: str) -> None:
    (folder / "file").write_text("x")
    with pytest.raises(Refused, match="cannot write"):
        show(PAGE, "csv", out=folder / where, limit=None, translate=same)
    assert [path.name for path in folder.iterdir()] == ["file"]


def test_a_database_is_never_overwritten(folder: Path) -> None:
    store = folder / "store.db"
    store.write_bytes(b"SQLite format 3\x00rest")
    with pytest.raises(Refused, match="database"):
        show(PAGE, "csv", out=store, limit=None, translate=same)
    assert store.read_bytes() == b"SQLite format 3\x00rest"


def test_a_device_is_written_and_not_replaced_by_a_file(folder: Path) -> None:
    show(PAGE, "csv", out=Path(os.devnull), limit=None, translate=same)
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)
    link = folder / "link"
    link.symlink_to(folder / "real")
    show(PAGE, "csv", out=link, limit=None, translate=same)
    assert link.is_symlink()
    assert (folder / "real").is_file()


def test_a_reader_that_has_gone_leaves_no_message() -> None:
    code = """
import os, sys
from tests.render.pages import PAGE, same
from leadctl.render.output import close_quietly, show
end, start = os.pipe()
os.dup2(start, 1)
os.close(start)
os.close(end)
try:
    show(PAGE, "table", out=None, limit=None, translate=same)
except BrokenPipeError:
    close_quietly()
"""
    done = run(code)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import leadctl.render, leadctl.render.output, leadctl.render.pages.due, leadctl.render.pages.funnel",
         {"rich", "tabulate", "wcwidth", "json", "csv", "gettext"}),
        (SHOWN.format(fmt="json"),
         {"rich", "tabulate", "wcwidth", "csv", "pathlib", "leadctl.render.formats.table"}),
        (SHOWN.format(fmt="table"),
         {"tabulate", "wcwidth", "csv", "json", "pathlib", "rich.console", "rich.table", "rich.progress"}),
        ("from leadctl.render.progress import show_progress\nwith show_progress(9) as step: step(3)", {"rich"}),
        ("from leadctl.locale import translator; translator('en')('x')", {"gettext"}),
    ],
)  # fmt: skip
def test_only_what_is_used_is_loaded(code: str, absent: set[str]) -> None:
    done = run(f"import sys\nbefore = set(sys.modules)\n{code}\nprint(*(set(sys.modules) - before), file=sys.stderr)")
    assert done.returncode == 0, done.stderr
    assert not absent & set(done.stderr.split())


def test_progress_on_no_terminal_draws_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress(100) as advance:
        advance(50)
    assert capsys.readouterr().err == ""


def test_a_new_format_takes_one_module(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = """
from leadctl.render.formats import Format
from leadctl.render.page import PROGRAM

FORMAT = Format(PROGRAM, lambda page, medium: [b"\\x00", str(len(page.data)).encode()])
"""
    (folder / "binary.py").write_text(module)
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(folder)])
    format_names.cache_clear()
    try:
        assert "binary" in format_names()
        show(PAGE, "binary", out=folder / "page.bin", limit=None, translate=same)
        assert (folder / "page.bin").read_bytes() == b"\x003"
    finally:
        format_names.cache_clear()
