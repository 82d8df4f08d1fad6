"""``leadctl restore``: put a backup in the place of the present store."""

from __future__ import annotations

import sys
from pathlib import Path

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Command, Option
from leadctl.commands.encrypted_backups import Key, open_backup
from leadctl.commands.options import Yes
from leadctl.commands.permissions import NEEDS_MANAGER
from leadctl.commands.session import Session, warn
from leadctl.errors import Refused, StoreUnusable, count_sentence, listing, tell, template
from leadctl.locale import N_
from leadctl.store.access import read_store
from leadctl.store.core.writer import Author
from leadctl.store.privacy.reapplication import reapply_erasures
from leadctl.store.safety.restore import Loss, check_restore, restore_backup

BackupFile = Annotated[Path, Argument("FILE", "A backup made by: leadctl backup FILE")]
OtherStore = Annotated[bool, Option("--other-store", help="Also a backup of another store.")]


def restore(
    session: Session, file: BackupFile, yes: Yes = False, other_store: OtherStore = False, key: Key = None
) -> None:
    """Put a backup in the place of the database; what is there now is kept beside it.

    What would be lost is said first, and asked about. The backup itself is only read.

    Example: leadctl restore /mnt/backup/leads-2026-11-21.db
    """
    source = file.expanduser()
    with open_backup(session, source, key) as plain:
        kept, lost = _restore(session, plain, yes=yes, other_store=other_store)
    sentence = N_("{path}: restored from {source}. What was there is kept as {kept}")
    record = {"db": str(session.path), "source": str(source), "kept": str(kept), "lost": lost}
    session.report(session.say(sentence, path=session.path, source=source, kept=kept), record)


def _restore(session: Session, source: Path, *, yes: bool, other_store: bool) -> tuple[Path, int | None]:
    """Put the backup in place; returns where the present store is kept and how many operations were lost."""
    loss = check_restore(session.path, source, other_store=other_store)
    lost = _describe_loss(session, loss)
    if yes:
        tell(f"leadctl: {lost}")
    else:
        _confirm(session, source.name, lost)
    with read_store(source, outdated=True) as db:
        now, author = session.read_clock(db), session.author(db)

    def forget_again(copy: Path) -> None:
        _forget_again(session, copy, now, author)

    kept = restore_backup(session.path, source, now=now, author=author, waiting=session.patience, amend=forget_again)
    return kept, loss.operations


def _forget_again(session: Session, copy: Path, now: str, author: Author) -> None:
    """Whoever was forgotten since the backup was made does not come back with it."""
    people = {"find_phone": inputs.find_phone, "find_national": inputs.national_digits}
    try:
        done = reapply_erasures(copy, session.path, now=now, author=author, **people)
    except StoreUnusable as error:
        warn("whom the replaced database had forgotten is not known: {why}", why=error.sentence)
        return
    if done.customers:
        named = listing(f"c{customer}" for customer in done.customers)
        warn("forgotten once more, as in the replaced database: {customers}", customers=named)
    for lead in done.ordered:
        warn("lead {lead} is still ordered in the backup, and nobody's: deliver or cancel it", lead=lead)


def _describe_loss(session: Session, loss: Loss) -> str:
    if loss.operations is None:
        return session.say(N_("{path} cannot be read: what it holds is lost by this"), path=session.path)
    named = f"{session.path.name} ({loss.store})" if loss.store else session.path.name
    if not loss.operations:
        return session.say(N_("{store}: the backup has every operation, nothing is lost"), store=named)
    lost = count_sentence(
        loss.operations,
        template("{store}: 1 operation of {last} will be lost"),
        template("{store}: {count} operations from {first} to {last} will be lost"),
        store=named,
        first=(loss.first or "").replace("T", " "),
        last=(loss.last or "").replace("T", " "),
    )
    return session.say(lost)


def _confirm(session: Session, name: str, lost: str) -> None:
    if not sys.stdin.isatty():
        raise Refused("{lost}. This replaces the present database by the backup; say --yes.", lost=lost)
    print(lost, file=sys.stderr)
    question = N_("Replace {path} by {name}? What is there now is kept beside it. [y/N] ")
    print(session.say(question, path=session.path, name=name), end="", file=sys.stderr)
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "是"):
        raise Refused("Nothing was changed.")


COMMAND = Command(restore, needs=NEEDS_MANAGER)
