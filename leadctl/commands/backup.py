"""``leadctl backup``: a copy of the store while others write."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from leadctl.commands.declaration import TEXT, Argument, Command
from leadctl.commands.session import Session
from leadctl.errors import Refused
from leadctl.locale import N_
from leadctl.store.safety.backups import back_up_store

TargetFile = Annotated[Path, Argument("FILE", "The backup.")]


def backup(session: Session, file: TargetFile) -> None:
    """Copy the database into FILE (0600) as it stands at one moment. An earlier backup there is replaced.

    Example: leadctl backup /mnt/backup/leads-$(date +%F).db
    """
    if str(file) == "-":
        raise Refused("A backup goes into a file, not to stdout; name one.")
    size = back_up_store(session.path, file.expanduser(), session.waiting)
    print(session.say(N_("{file}: {size} bytes. To put it back: leadctl restore {file}"), file=file, size=size))


COMMAND = Command(backup, TEXT)
