"""The folder of a store that a group's accounts share: 2770, so that every file in it belongs to the group."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from leadctl.errors import Refused, Sentence, StoreUnusable, os_reason

SHARED = 0o2770


def make_shared_folder(folder: Path, group: str) -> None:
    """Make the folder for the group, or take one that was prepared for it.

    The owner or mode of a folder that is there already is never changed: it may be a home folder, or one of the
    system's. Raises Refused, with the two commands that prepare one.
    """
    number = _find_group(group, folder)
    try:
        os.mkdir(folder, 0o700)
    except FileExistsError:
        _refuse_unprepared(folder, group, number)
        return
    except FileNotFoundError as error:
        raise StoreUnusable("There is no folder {folder}; make it first.", folder=folder.parent) from error
    try:
        os.chown(folder, -1, number)
        os.chmod(folder, SHARED)
    except OSError as error:
        os.rmdir(folder)
        raise _make_refusal(folder, group, os_reason(error)) from error


def _find_group(group: str, folder: Path) -> int:
    try:
        import grp
    except ImportError as error:
        why = Sentence("this system has no such groups; share the folder by its own means")
        raise _make_refusal(folder, group, why) from error
    try:
        return grp.getgrnam(group).gr_gid
    except KeyError as error:
        raise _make_refusal(folder, group, Sentence("there is no such group")) from error


def _make_refusal(folder: Path, group: str, why: Sentence) -> Refused:
    sentence = "The folder {folder} cannot be given to the group {group!r}: {why}."
    return Refused(sentence, folder=folder, group=group, why=why)


def _refuse_unprepared(folder: Path, group: str, number: int) -> None:
    import shlex

    found = os.stat(folder)
    if stat.S_ISDIR(found.st_mode) and found.st_gid == number and stat.S_IMODE(found.st_mode) == SHARED:
        return
    name = shlex.quote(str(folder))
    raise Refused(
        "{folder} is there already, and init never changes the owner or mode of a folder. Name a folder that init is "
        "to make, or prepare one: chgrp {group} {name} && chmod 2770 {name}",
        folder=folder,
        group=shlex.quote(group),
        name=name,
    )
