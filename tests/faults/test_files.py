"""Files that leadctl makes: whole or not at all, for their owner, and never over what is not ours."""

from __future__ import annotations

import fcntl
import os
import stat
import threading
from pathlib import Path

import pytest

from leadctl import files
from leadctl.errors import UnsuitablePlace
from leadctl.files import make_private_folder, make_scratch_folder, remove_leftovers, replace_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    made = tmp_path / "files"
    made.mkdir()
    return made


def write(target: Path, text: str, *, over: bool = True) -> None:
    with replace_file(target, over=over) as path:
        path.write_text(text)


def fail_half_way(target: Path) -> None:
    with replace_file(target) as path:
        path.write_text("newer")
        Path(f"{path}-journal").write_text("what SQLite keeps")
        raise ValueError("half")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_for_its_owner_whatever_the_umask_is(folder: Path) -> None:
    before = os.umask(0)
    try:
        write(folder / "out", "a")
    finally:
        os.umask(before)
    assert mode_of(folder / "out") == 0o600
    assert list(folder.iterdir()) == [folder / "out"]


def test_in_a_groups_folder_a_file_is_for_the_group(folder: Path) -> None:
    folder.chmod(0o2770)
    write(folder / "out", "a")
    assert mode_of(folder / "out") == 0o660


def test_a_folder_that_everybody_writes_into_is_no_groups_folder(folder: Path) -> None:
    folder.chmod(0o2777)
    write(folder / "out", "a")
    assert mode_of(folder / "out") == 0o600


def test_what_fails_leaves_the_older_file_and_nothing_else(folder: Path) -> None:
    target = folder / "out"
    target.write_text("older")
    with pytest.raises(ValueError, match="half"):
        fail_half_way(target)
    assert target.read_text() == "older"
    assert list(folder.iterdir()) == [target]


def test_names_of_unfinished_files_cannot_be_foreseen(folder: Path) -> None:
    names = set()
    for _ in range(20):
        with replace_file(folder / "out") as path:
            names.add(path.name)
    assert len(names) == 20
    assert all(len(name) > 30 and str(os.getpid()) != name.split("-")[1] for name in names)


def test_leftovers_of_a_killed_run_are_removed_and_files_at_work_are_not(folder: Path) -> None:
    abandoned = folder / f"{files.PREFIX}{'0' * 24}{files.SUFFIX}"
    abandoned.write_text("all the leads")
    Path(f"{abandoned}-journal").write_text("of it")
    scratch_left = folder / f"{files.PREFIX}{'1' * 24}{files.SUFFIX}"
    scratch_left.mkdir()
    (scratch_left / "sheet1.xml").write_text("of a workbook")
    with replace_file(folder / "out") as path:
        assert not any(path.exists() for path in (abandoned, Path(f"{abandoned}-journal"), scratch_left))
        with make_scratch_folder(folder) as scratch:
            remove_leftovers(folder)
            assert all(made.exists() for made in (path, scratch))
    assert [entry.name for entry in folder.iterdir()] == ["out"]


def test_a_leftover_that_somebody_holds_stays(folder: Path) -> None:
    held = folder / f"{files.PREFIX}{'0' * 24}{files.SUFFIX}"
    held.write_text("of a run that is at work")
    with held.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        remove_leftovers(folder)
        assert held.exists()
    remove_leftovers(folder)
    assert not held.exists()


def test_the_second_name_of_a_finished_file_is_removed_and_the_file_stays(folder: Path) -> None:
    (folder / "store.db").write_text("a store")
    os.link(folder / "store.db", folder / f"{files.PREFIX}{'0' * 24}{files.SUFFIX}")
    remove_leftovers(folder)
    assert [entry.name for entry in folder.iterdir()] == ["store.db"]


def test_ones_own_link_is_followed(folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "link").symlink_to("second")
    (folder / "second").symlink_to("real/out")
    write(folder / "link", "a")
    assert (folder / "real/out").read_text() == "a"
    assert (folder / "link").is_symlink()
    assert os.listdir(folder / "real") == ["out"]


def test_links_in_a_circle_are_refused(folder: Path) -> None:
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    with pytest.raises(UnsuitablePlace, match="circle"):
        write(folder / "a", "x")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make files of another account")
def test_a_link_or_a_file_of_another_account_is_refused(folder: Path) -> None:
    target, link = folder / "target", folder / "link"
    target.write_text("theirs")
    os.chown(target, 12345, -1)
    with pytest.raises(UnsuitablePlace, match="file of another account"):
        write(target, "ours")
    link.symlink_to(folder / "nowhere")
    os.lchown(link, 12345, -1)
    with pytest.raises(UnsuitablePlace, match="link of another account"):
        write(link, "ours")
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    os.chown(pipe, 12345, -1)
    with pytest.raises(UnsuitablePlace, match="pipe of another account"):
        write(pipe, "ours")
    assert target.read_text() == "theirs"


def test_a_database_is_never_replaced(folder: Path) -> None:
    target = folder / "store.db"
    target.write_bytes(b"SQLite format 3\x00...")
    with pytest.raises(UnsuitablePlace, match="database"):
        write(target, "x")


def test_a_file_is_not_written_over_another_where_that_is_not_wanted(folder: Path) -> None:
    target = folder / "kept"
    write(target, "first", over=False)
    with pytest.raises(FileExistsError):
        write(target, "second", over=False)
    assert target.read_text() == "first"
    assert list(folder.iterdir()) == [target]


def test_a_pipe_that_somebody_reads_gets_the_content(folder: Path) -> None:
    pipe, got = folder / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    write(pipe, "said")
    reader.join(10)
    assert got == ["said"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_pipe_that_nobody_reads_is_refused(folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UnsuitablePlace, match="nobody reads"):
        write(pipe, "said")


def test_devices_are_written_directly() -> None:
    write(Path("/dev/null"), "a")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_standard_output_by_name_is_where_the_program_writes(folder: Path) -> None:
    reading, writing = os.pipe()
    write(Path(f"/dev/fd/{writing}"), "said")
    os.close(writing)
    with open(reading) as pipe:
        assert pipe.read() == "said"


def test_folders_are_for_their_owner_whatever_the_umask_is(folder: Path) -> None:
    before = os.umask(0)
    try:
        make_private_folder(folder / "a/b")
    finally:
        os.umask(before)
    assert [mode_of(folder / name) for name in ("a", "a/b")] == [0o700, 0o700]
