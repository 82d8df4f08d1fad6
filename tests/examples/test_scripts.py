"""The example scripts, run as their users run them, with a ``leadctl`` on the path that is this checkout's."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.conftest import LONG_ONLY, Result

REPOSITORY = Path(__file__).parents[2]
EXAMPLES = REPOSITORY / "examples"
SEPTEMBER = len((EXAMPLES / "register-gbk.csv").read_text(encoding="gb18030").splitlines()) - 1
BAD_REGISTER = """\
arrived_at,name,phone,grade
2026-11-20T10:00,Bad Row,13800009999,Z
2026-11-20T11:00,Good Row,13800009998,A
"""


def _put_leadctl(folder: Path) -> None:
    """A ``leadctl`` in the folder, as an installation would leave one."""
    folder.mkdir(parents=True)
    script = folder / "leadctl"
    script.write_text(
        f'#!/bin/sh\nPYTHONPATH="{REPOSITORY}" exec "{sys.executable}" -m leadctl "$@"\n', encoding="utf-8"
    )
    script.chmod(0o755)


@pytest.fixture
def sh(tmp_path: Path, store: Path) -> Callable[..., Result]:
    """Runs an example script: ``sh("nightly-import.sh", folder, MAIL_CMD=...) -> Result``."""
    _put_leadctl(tmp_path / "bin")

    def run_script(name: str, *arguments: object, **variables: object) -> Result:
        path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
        given = {name: str(value) for name, value in variables.items()}
        done = subprocess.run(
            ["sh", str(EXAMPLES / name), *map(str, arguments)],
            env={**os.environ, "LEADCTL_DB": str(store), "PATH": path, **given},
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return run_script


@pytest.fixture
def inbox(tmp_path: Path, run: Callable[..., Result]) -> Path:
    """A folder with one example register, and a store to take it."""
    assert run("init").code == 0
    folder = tmp_path / "inbox"
    folder.mkdir()
    shutil.copy(EXAMPLES / "register-gbk.csv", folder)
    return folder


@pytest.mark.parametrize("script", sorted(EXAMPLES.glob("*.sh")), ids=lambda path: path.name)
def test_an_example_script_is_plain_sh(script: Path) -> None:
    checked = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_quickstart_shows_the_due_list_and_the_report_and_may_be_run_again(
    sh: Callable[..., Result], run: Callable[..., Result], tmp_path: Path
) -> None:
    _put_leadctl(tmp_path / "demo/venv/bin")
    first = sh("quickstart.sh", LEADCTL_HOME=tmp_path / "demo")
    assert first.code == 0, first.err
    assert "leadctl due --consultant 李娜" in first.out
    assert "138000000" in first.out
    of_demo = {"LEADCTL_DB": str(tmp_path / "demo/demo.db")}
    figures = run("report", "--month", "--json", env=of_demo).json
    again = sh("quickstart.sh", LEADCTL_HOME=tmp_path / "demo")
    assert again.code == 0, again.err
    assert run("report", "--month", "--json", env=of_demo).json == figures


def test_a_nightly_import_names_what_is_new_and_is_silent_when_it_is_repeated(
    sh: Callable[..., Result], run: Callable[..., Result], inbox: Path
) -> None:
    first = sh("nightly-import.sh", inbox)
    assert (first.code, "new consultant" in first.out) == (0, True), first.err
    again = sh("nightly-import.sh", inbox)
    assert (again.code, again.out) == (0, ""), again.err
    assert run("report", "traffic", "--month", "2026-09", "--json").json["traffic"] == SEPTEMBER
    backup = min(inbox.glob("backups/leadctl-*.db"))
    assert (backup.parent / f"{backup.name}.sha256").exists()
    assert run("backup", "--verify", backup).code == 0
    assert run("doctor", env={"LEADCTL_DB": str(backup)}).code == 0


def test_a_nightly_import_keeps_the_backups_that_it_is_told_to(sh: Callable[..., Result], inbox: Path) -> None:
    for night in range(3):
        kept = sh("nightly-import.sh", inbox, KEEP="2,0,0", LEADCTL_NOW=f"2026-11-2{night}T02:15")
        assert kept.code == 0, kept.err
    names = sorted(path.name for path in inbox.glob("backups/*.db"))
    assert names == ["leadctl-2026-11-21T021500.db", "leadctl-2026-11-22T021500.db"]


def test_a_nightly_import_names_the_files_that_it_leaves_untouched(sh: Callable[..., Result], inbox: Path) -> None:
    sh("nightly-import.sh", inbox)
    (inbox / "minutes.docx").write_bytes(b"no register")
    night = sh("nightly-import.sh", inbox)
    assert (night.code, night.out.count("\n")) == (0, 1), night.out
    assert f"{inbox / 'minutes.docx'}: left untouched" in night.out


def test_a_nightly_import_reads_a_name_in_capitals(
    sh: Callable[..., Result], run: Callable[..., Result], inbox: Path
) -> None:
    (inbox / "register-gbk.csv").rename(inbox / "REGISTER.CSV")
    assert sh("nightly-import.sh", inbox).code == 0
    assert run("report", "traffic", "--month", "2026-09", "--json").json["traffic"] == SEPTEMBER


def test_a_nightly_import_tells_what_is_noted_of_a_register(sh: Callable[..., Result], inbox: Path) -> None:
    sh("nightly-import.sh", inbox)
    rows = ["arrived_at,name,phone,shoe size", *(f"2026-11-20T1{n}:00,Ann,1380000999{n},38" for n in range(3))]
    (inbox / "november.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    night = sh("nightly-import.sh", inbox)
    assert "shoe size" in night.out
    (inbox / "november.csv").write_text("\n".join(rows[:-1]) + "\n", encoding="utf-8")
    assert "gone from this register" in sh("nightly-import.sh", inbox).out


def test_a_nightly_import_passes_over_what_an_open_workbook_leaves_beside_it(
    sh: Callable[..., Result], inbox: Path
) -> None:
    sh("nightly-import.sh", inbox)
    (inbox / "~$register.xlsx").write_bytes(b"\x05Li Na" + bytes(159))
    night = sh("nightly-import.sh", inbox)
    assert (night.code, night.out) == (0, ""), night.err


def test_a_nightly_import_leaves_bad_rows_out_and_takes_them_once_they_are_mended(
    sh: Callable[..., Result], run: Callable[..., Result], inbox: Path
) -> None:
    (inbox / "bad.csv").write_text(BAD_REGISTER, encoding="utf-8")
    night = sh("nightly-import.sh", inbox)
    rejects = inbox / "bad.csv.rejects.csv"
    assert night.code == 3, night.err
    assert str(rejects) in night.out
    assert "13800009999" in rejects.read_text(encoding="utf-8-sig")
    assert stat.S_IMODE(rejects.stat().st_mode) == 0o600
    assert "13800009998" not in rejects.read_text(encoding="utf-8-sig")
    assert [lead["phone"] for lead in run("find", "1380000999", "--json").json] == ["13800009998"]
    assert run("report", "traffic", "--month", "2026-09", "--json").json["traffic"] == SEPTEMBER
    (inbox / "bad.csv").write_text(BAD_REGISTER.replace(",Z", ",B"), encoding="utf-8")
    next_night = sh("nightly-import.sh", inbox)
    assert next_night.code == 0, next_night.err
    assert "rejects" not in next_night.out
    assert not rejects.exists()
    assert len(run("find", "1380000999", "--json").json) == 2


def test_a_nightly_import_without_a_store_stops_before_the_first_file(
    sh: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "inbox").mkdir()
    shutil.copy(EXAMPLES / "register.csv", tmp_path / "inbox")
    night = sh("nightly-import.sh", tmp_path / "inbox")
    assert night.code == 4
    assert "nothing was imported" in night.out


def test_a_morning_mail_goes_to_each_consultant_with_their_own_work(
    sh: Callable[..., Result], run: Callable[..., Result], store: Path, tmp_path: Path
) -> None:
    assert run("init").code == 0
    assert run("staff", "add", "Li Na", "--mail", "lina@example.com").code == 0
    assert run("staff", "add", "Wang Qiang", "--mail", "wang@example.com").code == 0
    assert run("staff", "add", "赵敏").code == 0
    assert run("log-visit", "--phone", "13800000001", "--at", "2026-11-21T10:00", as_="Li Na").code == 0
    assert run("log-visit", "--phone", "13800000002", "--at", "2026-11-21T10:00", as_="赵敏").code == 0
    send = tmp_path / "send"
    send.write_text('#!/bin/sh\ncat >"$MAILS/$CONSULTANT"\n', encoding="utf-8")
    send.chmod(0o755)
    (tmp_path / "mails").mkdir()
    morning = sh("morning-mail.sh", MAIL_CMD=send, MAILS=tmp_path / "mails")
    assert morning.code == 0, morning.err
    assert [path.name for path in (tmp_path / "mails").iterdir()] == ["Li Na"]
    assert "赵敏 has no address" in morning.err
    mail = message_from_bytes((tmp_path / "mails/Li Na").read_bytes(), policy=default)
    assert (mail["To"], "Li Na" in mail["Subject"]) == ("lina@example.com", True)
    parts = {part.get_content_type(): part.get_content() for part in mail.iter_parts()}
    assert list(parts) == ["text/plain", "text/html"]
    assert "13800000001" in parts["text/plain"]
    assert '<a class="call" href="tel:13800000001">' in parts["text/html"]
    assert "13800000002" not in "".join(parts.values())


@LONG_ONLY
def test_three_stores_become_a_group(sh: Callable[..., Result], tmp_path: Path) -> None:
    pytest.importorskip("ibis", reason="the extra group is not installed")
    done = sh("group/three-stores.sh", tmp_path / "group")
    assert done.code == 0, done.err
    assert "leads that fit no store: 1" in done.err
    assert "Stores that did not export" in done.out
    assert "Customers of two stores" in done.out
    assert "North" in done.out
    assert "<html" in (tmp_path / "group" / "stores.html").read_text(encoding="utf-8")
