"""``leadctl backup``: proved copies of the store while others write."""

from __future__ import annotations

from pathlib import Path

from leadctl.annotations import Annotated
from leadctl.commands.declaration import Argument, Command, Option
from leadctl.commands.doctor import show_findings
from leadctl.commands.encrypted_backups import BY_PASSPHRASE, EncryptTo, Key, open_backup, read_secret
from leadctl.commands.session import Session
from leadctl.errors import Refused, Sentence, StoreUnusable, WrongUsage, count_sentence, template
from leadctl.locale import N_
from leadctl.render.page import Column, Page, Table
from leadctl.store.access import read_store
from leadctl.store.safety.backups import (
    Backup,
    Rotation,
    back_up_into_folder,
    back_up_store,
    list_backups,
    verify_backup,
)

Target = Annotated[str | None, Argument("FILE|FOLDER", "The backup, or a folder for them.")]
Keep = Annotated[
    str | None, Option("--keep", "DAILY,WEEKLY,MONTHLY", "Name it in FOLDER, and keep so many, such as 7,4,12.")
]
ListThem = Annotated[bool, Option("--list", help="List the backups in FOLDER (left out: the current one).")]
NewKey = Annotated[Path | None, Option("--new-key", "FILE", "Make a key file for --encrypt-to.")]
Verify = Annotated[Path | None, Option("--verify", "FILE", "Prove a backup as doctor proves the database.")]


def backup(
    session: Session,
    target: Target = None,
    keep: Keep = None,
    listing: ListThem = False,
    verify: Verify = None,
    encrypt_to: EncryptTo = None,
    new_key: NewKey = None,
    key: Key = None,
) -> None:
    """Copy the database into FILE (0600) as it stands at one moment. An earlier backup there is replaced.

    The copy is proved before it takes its name. In a folder each backup has its own name and a .sha256 beside it.
    An encrypted one is in the format of age. Keep its key file elsewhere: without it nobody reads the backup.

    Examples:

      leadctl backup /mnt/backup/leads-$(date +%F).db

      leadctl backup /mnt/backup --keep 7,4,12

      leadctl backup --list /mnt/backup

      leadctl backup --new-key leads.key

      leadctl backup /mnt/backup --keep 7,4,12 --encrypt-to leads.key
    """
    if (keep is not None) + listing + (verify is not None) + (new_key is not None) > 1:
        raise WrongUsage("Say one of --keep, --list, --verify and --new-key.")
    if new_key is not None:
        _make_key(session, new_key.expanduser())
    elif verify is not None:
        _verify(session, verify.expanduser(), key)
    elif listing:
        _list(session, Path(target or ".").expanduser())
    elif target is None:
        raise WrongUsage("Say where the backup goes: leadctl backup FILE, or leadctl backup FOLDER --keep 7,4,12")
    elif target == "-":
        raise Refused("A backup goes into a file, not to stdout; name one.")
    else:
        _make(session, Path(target).expanduser(), keep, encrypt_to)


def _make(session: Session, target: Path, keep: str | None, encrypt_to: str | None) -> None:
    secret = None if encrypt_to is None else read_secret(session, encrypt_to)
    removed: list[Path] = []
    if keep is not None or target.is_dir():
        rotation = _read_rotation(keep) if keep is not None else None
        if not target.is_dir():
            raise Refused("There is no folder {folder}; make it first.", folder=target)
        with read_store(session.file, session.patience) as db:
            now = session.read_clock(db)
        made, removed = back_up_into_folder(session.path, target, rotation, now, session.patience, secret=secret)
    else:
        made = back_up_store(session.path, target, session.patience, secret=secret)
    with session.note_disclosure(made.people, revealed=True):
        _show(session, made, removed, None if encrypt_to == BY_PASSPHRASE else encrypt_to)


def _show(session: Session, made: Backup, removed: list[Path], key: str | None) -> None:
    sentence = N_("{file}: {size} bytes. To put it back: leadctl restore {file}{key}")
    lines = [session.say(sentence, file=made.file, size=made.size, key=f" --key {key}" if key else "")]
    if removed:
        lines.append(session.say(_count_removed(len(removed))))
    record = {
        "file": str(made.file),
        "size": made.size,
        "sha256": made.sha256,
        "operations": made.operations,
        "removed": [str(file) for file in removed],
    }
    session.report("\n".join(lines), record)


def _count_removed(count: int) -> Sentence:
    return count_sentence(count, template("1 older one was removed"), template("{count} older ones were removed"))


def _read_rotation(text: str) -> Rotation:
    parts = text.split(",")
    if len(parts) != 3 or not all(part.strip().isdecimal() and len(part) <= 4 for part in parts):
        raise WrongUsage("--keep {text!r} must read DAILY,WEEKLY,MONTHLY, such as 7,4,12.", text=text)
    return Rotation(*(int(part) for part in parts))


def _list(session: Session, folder: Path) -> None:
    rows: list[dict[str, object]] = [
        {
            "file": str(found.file),
            "size": found.size,
            "schema": found.schema,
            "operations": found.operations,
            "last": found.last,
            "sha256": found.sha256,
        }
        for found in list_backups(folder)
    ]
    columns = (
        Column("file", N_("File"), wrap=True),
        Column("size", N_("Bytes")),
        Column("operations", N_("Operations")),
        Column("last", N_("Last operation")),
    )
    session.show(Page(rows, (Table(columns, rows),)))


def _make_key(session: Session, file: Path) -> None:
    from leadctl.store.safety.encryption import make_key_file

    public = make_key_file(file)
    sentence = N_("{file}: a new key. Keep it, and a copy of it in another place: without it no backup is read")
    session.report(session.say(sentence, file=file), {"file": str(file), "public_key": public})


def _verify(session: Session, file: Path, key: str | None) -> None:
    with open_backup(session, file, key) as plain:
        found, digest = verify_backup(file, plain)
    show_findings(session, file, found)
    if digest is None:
        raise StoreUnusable("{path} is not the file whose SHA-256 stands beside it.", path=file).with_code(
            "damaged-store"
        )


COMMAND = Command(backup, takes_out=True)
