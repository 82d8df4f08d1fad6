"""The rejects file: the bad rows as they were, to be mended and sent again."""

from __future__ import annotations

import csv
import io
import os
import stat
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.errors import Refused
from leadctl.intake.kinds.visits import VISITS
from leadctl.intake.registers import open_register
from leadctl.intake.rejects import RejectsWriter
from leadctl.plain_text import clean_entry, guard, unguard
from tests.faults.hostile_text import DANGEROUS
from tests.intake.registers import NOW, csv_text, read_text, rows_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with nothing else in it."""
    path = tmp_path / "folder"
    path.mkdir()
    return path


def rejects_of(text: str, path: Path) -> list[list[str]]:
    with RejectsWriter(path) as rejects:
        read_text(text, rejects=rejects)
    if not path.exists():
        return []
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True))


def test_bad_rows_keep_their_headers_and_cells_and_gain_line_and_reason(folder: Path) -> None:
    path = folder / "rejects.csv"
    rows = rejects_of("远山,,\n日期,姓名,手机\n2013/5/2,王芳,138****5678\n2013/5/3,李静,13812345678\nsoon,赵,1\n", path)
    assert rows[0] == ["日期", "姓名", "手机", "line", "reason"]
    assert [row[:4] for row in rows[1:]] == [["2013/5/2", "王芳", "138****5678", "3"], ["soon", "赵", "1", "5"]]
    assert rows[1][4].startswith("phone: the number is masked")
    assert "arrived_at: " in rows[2][4]
    assert "phone: " in rows[2][4]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_mended_rejects_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    rejects_of(csv_text(("arrived_at", "phone", "name"), ("soon", "+8613812345678", "=1+1")), path)
    path.write_bytes(path.read_bytes().replace(b"soon", b"2013-05-02"))
    with open_register(VISITS, path, suffix=".csv", now=NOW) as register:
        (row,) = rows_of(register)
    assert (row["phone"], row["name"]) == ("13812345678", "=1+1")


def test_the_rejects_of_rejects_have_our_columns_once(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    before = rejects_of("arrived_at,name\nsoon,a\n2013-05-02,b,c\n", first)
    after = rejects_of(first.read_bytes().decode("utf-8-sig"), second)
    assert before[0] == after[0] == ["arrived_at", "name", "line", "reason"]
    assert [row[:2] for row in after[1:]] == [row[:2] for row in before[1:]]
    assert after[2][-1] == "c"


def test_without_bad_rows_there_is_no_file(folder: Path) -> None:
    assert rejects_of("arrived_at\n2013-05-02\n", folder / "rejects.csv") == []
    assert list(folder.iterdir()) == []


def test_a_failure_half_way_leaves_no_file(folder: Path) -> None:
    rejects = RejectsWriter(folder / "rejects.csv")
    register = open_register(VISITS, io.BytesIO(b"arrived_at\nsoon\n"), suffix=".csv", now=NOW, rejects=rejects)
    with register, suppress(RuntimeError), rejects:
        rows_of(register)
        raise RuntimeError
    assert list(folder.iterdir()) == []


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot write"):
        rejects_of("arrived_at\nsoon\n", tmp_path / "none" / "rejects.csv")


def test_the_source_is_never_its_own_rejects_file(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("arrived_at\nsoon\n")
    with pytest.raises(Refused, match="being read"):
        open_register(VISITS, path, suffix=".csv", now=NOW, rejects=RejectsWriter(path))


@given(st.text(max_size=8) | st.text("'=+-@＝＋－＠\t\ra", max_size=6))
def test_a_guarded_cell_is_no_formula_and_comes_back(cell: str) -> None:
    assert guard(cell)[:1] not in {*"=+-@\t\r＝＋－＠﹢﹣﹦﹫"}
    assert unguard(guard(cell)) == cell


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8) | st.sampled_from(
    ["=1", "+8613812345678", "-1", "@x", "'=1", '"', "a\nb", "a,b"]
)


@given(rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5))
def test_writing_rejects_and_reading_them_back_gives_what_an_import_reads_of_the_cells(
    rows: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("rejects") / "r.csv"
    with RejectsWriter(path) as writer:
        writer.start(["a", "b"])
        for line, row in enumerate(rows, start=2):
            writer.write(line, list(row), "because")
    written = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True))
    back = [tuple(unguard(cell) for cell in row[:2]) for row in written[1:]]
    assert back == [tuple("\n".join(map(clean_entry, unguard(cell).split("\n"))) for cell in row) for row in rows]


@given(cell=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_a_file_of_rejects_is_safe_to_show(cell: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("rejects") / "r.csv"
    with RejectsWriter(path) as writer:
        writer.start([cell])
        writer.write(2, [cell], "because")
    shown = path.read_bytes().decode("utf-8-sig")
    assert DANGEROUS.search(shown.replace("\r\n", "\n")) is None


@pytest.mark.parametrize("bad", [b"2013-05-02", b"soon"], ids=["good row", "bad row"])
def test_rejects_never_take_the_place_of_a_database(folder: Path, bad: bytes) -> None:
    path = folder / "store.db"
    path.write_bytes(b"SQLite format 3\x00 and all the leads")
    with pytest.raises(Refused, match="holds a database"):
        rejects_of(f"arrived_at,name\n{bad.decode()},a\n", path)
    assert path.read_bytes().endswith(b"all the leads")
    assert list(folder.iterdir()) == [path]


def test_rejects_take_the_place_of_no_device_and_no_pipe(folder: Path) -> None:
    path = folder / "pipe"
    os.mkfifo(path)
    with pytest.raises(Refused, match="no ordinary file"):
        rejects_of("arrived_at,name\nsoon,a\n", path)
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_rejects_behind_a_link_go_where_it_points(folder: Path) -> None:
    link, target = folder / "link.csv", folder / "target.csv"
    target.write_text("old")
    link.symlink_to(target)
    assert len(rejects_of("arrived_at,name\nsoon,a\n", link)) == 2
    assert link.is_symlink()
    assert b"soon" in target.read_bytes()
