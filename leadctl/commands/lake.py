"""``leadctl lake``: what a store gives its group."""

from __future__ import annotations

from pathlib import Path

from leadctl.annotations import Annotated
from leadctl.commands.declaration import RECORD, Argument, Command, Group, Option
from leadctl.commands.permissions import NEEDS_MANAGER
from leadctl.commands.session import Session
from leadctl.errors import Refused, missing_extra, os_reason, template
from leadctl.group.lake import read_group_key
from leadctl.store.core.settings import read_setting
from leadctl.store.queries.exports import count_people

LakeFolder = Annotated[Path, Argument("FOLDER", "The group's lake: each store has a folder in it.")]
KeyFile = Annotated[Path | None, Option("--key", "FILE", "The group's key: phones are exported as keyed hashes.")]
StoreCode = Annotated[str | None, Option("--code", "CODE", "The store's code, where init gave it none.")]
Whole = Annotated[bool, Option("--whole", help="Compare every month, not only what operations say they changed.")]


def export(
    session: Session, folder: LakeFolder, key: KeyFile = None, code: StoreCode = None, whole: Whole = False
) -> None:
    """Bring the store's part of the group's lake up to date: Parquet by month, without names, phones and notes.

    Only months that changed are written, and the manifest last: who reads meanwhile sees the export before.
    docs/lake.md has the tables. Without --key nothing is exported of phones. From cron, every night.

    Examples:

      leadctl lake export /srv/lake

      leadctl lake export /srv/lake --key /etc/leadctl/group.key
    """
    try:
        from leadctl.group.export import export_store
    except ImportError as error:
        raise missing_extra("group", error) from error
    secret = None if key is None else read_group_key(key)
    with session.read(at_length=True) as db:
        own, now = _choose_code(read_setting(db, "code"), code), session.read_clock(db)
        people = 0 if secret is None else count_people(db)  # a keyed hash of a phone stands for a person
        try:
            with session.note_disclosure(people, revealed=False):
                done = export_store(db, folder.expanduser(), code=own, now=now, key=secret, whole=whole)
        except OSError as error:
            raise Refused("{target} cannot be written: {why}.", target=folder, why=os_reason(error)) from error
    session.report(
        session.say(
            template("{folder}: {months} of {files} files written, {rows} rows in all"),
            folder=done.folder,
            months=done.months,
            files=done.files,
            rows=done.rows,
        ),
        {**done._asdict(), "folder": str(done.folder)},
    )


def _choose_code(own: str | None, given: str | None) -> str:
    """The code by which the group knows the store. Raises Refused where there is none, or another one."""
    if own and given not in (None, own):
        raise Refused("This store's code is {own}, not {given}.", own=own, given=given)
    if not own and not given:
        raise Refused("This store has no code, by which the group knows it; say which: --code CODE")
    return own or given or ""


COMMAND = Group(
    "A group of stores: what this one gives it.",
    {"export": Command(export, RECORD, needs=NEEDS_MANAGER, takes_out=True)},
)
