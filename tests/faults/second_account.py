"""leadctl as another account: ``nobody``, which only root can become. Elsewhere such tests are skipped and say why."""

from __future__ import annotations

import importlib
import os
import pkgutil
import pwd
import shutil
import stat
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

import leadctl
from leadctl.cli import main
from leadctl.store.core.schema_check import made_objects
from tests.faults.running import NOW, Done

OTHER = "nobody"


@cache
def why_not() -> str | None:
    """Why nothing can be run as another account here; None: it can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "only root can act as another account"
    try:
        pwd.getpwnam(OTHER)
    except KeyError:
        return f"there is no account {OTHER}"
    with shared_folder() as folder:
        done = run_as_nobody(folder, "--version")
    return None if done.code == 0 else f"{OTHER} cannot run leadctl here: {done.err.strip()[-200:]}"


def demand_second_account() -> None:
    """Skip the test where nothing can be run as another account."""
    why = why_not()
    if why is not None:
        pytest.skip(why)


@contextmanager
def shared_folder() -> Iterator[Path]:
    """A folder that every account may enter and read, which pytest's own and a private TMPDIR are not."""
    folder = Path(tempfile.mkdtemp(prefix="leadctl-accounts-", dir=_open_parent()))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder)


def _open_parent() -> str:
    """A folder for temporary files that every account can reach; TMPDIR, where there is none."""
    for parent in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")):
        way = [parent, *parent.resolve().parents]
        if parent.is_dir() and os.access(parent, os.W_OK) and all(at.stat().st_mode & stat.S_IXOTH for at in way):
            return str(parent)
    return tempfile.gettempdir()


def give_to_nobody(path: Path) -> None:
    """Make a file, link or folder the other account's."""
    account = pwd.getpwnam(OTHER)
    os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def run_as_nobody(folder: Path, *words: object) -> Done:
    """Run leadctl as the other account on ``folder``/store.db, in a child of this process.

    All that it loads is loaded before: the interpreter's own files may lie where the other account reads nothing.
    """
    _load_everything()
    out, err = (tempfile.TemporaryFile() for _ in range(2))  # noqa: SIM115 - closed below
    with out, err:
        child = os.fork()
        if child == 0:  # pragma: no cover - not seen by the parent
            _become_nobody_and_run(folder, [str(word) for word in words], out.fileno(), err.fileno())
        _, status = os.waitpid(child, 0)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
    return Done(os.waitstatus_to_exitcode(status), *texts)


@cache
def _load_everything() -> None:
    for module in pkgutil.walk_packages(leadctl.__path__, "leadctl."):
        if not module.name.endswith("__main__"):
            try:
                importlib.import_module(module.name)
            except ModuleNotFoundError as missing:  # an extra that is not installed
                if (missing.name or "").startswith("leadctl"):
                    raise
    for name in ("traceback", "dateutil.relativedelta", "phonenumbers", "pypinyin", "xlsxwriter", "rich.table"):
        importlib.import_module(name)
    made_objects()


def _become_nobody_and_run(
    folder: Path, words: list[str], out: int, err: int
) -> NoReturn:  # pragma: no cover - in a child
    code = 70
    try:
        account = pwd.getpwnam(OTHER)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdin = open(os.devnull)  # noqa: SIM115 - open as long as the child
        sys.stdout, sys.stderr = open(1, "w", encoding="utf-8"), open(2, "w", encoding="utf-8")  # noqa: SIM115
        os.chdir(folder)
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
        os.environ |= {"HOME": str(folder / "nowhere"), "XDG_CONFIG_HOME": str(folder / "nowhere"), "LEADCTL_NOW": NOW}
        os.environ["LEADCTL_DB"] = str(folder / "store.db")
        code = main(words)
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 - the traceback is what the test looks for
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)
