"""``leadctl doctor``: prove the database, repair it, compare it with a backup."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from leadctl.annotations import Annotated
from leadctl.commands.declaration import Command, Option
from leadctl.commands.encrypted_backups import Key, open_backup
from leadctl.commands.session import Session
from leadctl.errors import Refused, Sentence, StoreUnusable, WrongUsage, count_sentence, template
from leadctl.locale import N_, translate_sentence
from leadctl.store.proof.derived_state import Difference
from leadctl.store.proof.examination import Findings
from leadctl.store.safety.comparison import compare_with_backup
from leadctl.store.safety.doctor import examine_store
from leadctl.store.safety.repair import repair_store

SHOWN = 50

Quick = Annotated[bool, Option("--quick", help="Check what can be checked at once; for cron.")]
RepairIt = Annotated[bool, Option("--repair", help="Make anew what can be derived, after a copy is kept.")]
Against = Annotated[Path | None, Option("--against", "BACKUP", "Tell facts that differ without an operation.")]


def doctor(
    session: Session, quick: Quick = False, repair: RepairIt = False, against: Against = None, key: Key = None
) -> None:
    """Check the file, and derive every lead afresh to compare: nothing is changed. Exit 1 when something differs.

    Examples:

      leadctl doctor

      leadctl doctor --quick

      leadctl doctor --against /mnt/backup/leads-2026-11-21.db
    """
    if quick + repair + (against is not None) > 1:
        raise WrongUsage("Say one of --quick, --repair and --against.")
    if against is not None:
        _compare(session, against.expanduser(), key)
    elif repair:
        _repair(session)
    else:
        show_findings(session, session.path, examine_store(session.path, session.patience, quick=quick))


def show_findings(session: Session, file: Path, found: Findings) -> None:
    """Print what an examination of a file found. Raises StoreUnusable for damage, Refused for what else is wrong."""
    if session.for_programs:
        session.report("", {"db": str(file), "healthy": found.healthy} | asdict(found))
    else:
        for line in _describe_findings(found):
            session.report(translate_sentence(line, session.translate), {})
    if found.damage:
        raise StoreUnusable(
            "{path} is damaged. Keep it, and restore a backup: leadctl restore FILE", path=file
        ).with_code("damaged-store")
    if not found.repairable:
        raise Refused(
            "{path} cannot be repaired. Keep it, and restore a backup: leadctl restore FILE", path=file
        ).with_code("unsound-store")
    if found.objects or found.indexes or found.sequences or found.differences:
        raise Refused(
            "The database is not as it should be. To make anew what follows from the facts: leadctl doctor --repair"
        ).with_code("unsound-store")
    if not found.healthy:
        raise Refused("The database is not as it should be; keep a backup of it and report what is listed.").with_code(
            "unsound-store"
        )


def _repair(session: Session) -> None:
    now, author = session.clock(None), session.creator()
    done = repair_store(session.path, now=now, author=author, waiting=session.patience)
    if not session.for_programs:
        session.report(session.say(N_("What was there is kept as {kept}"), kept=done.kept), {})
    show_findings(session, session.path, done.left)


def _compare(session: Session, backup: Path, key: str | None) -> None:
    if not backup.is_file():
        raise Refused("There is no file {source}; a backup is made by: leadctl backup FILE", source=backup)
    with open_backup(session, backup, key) as plain:
        found = compare_with_backup(session.path, plain, session.patience)
    if session.for_programs:
        session.report(
            "", {"db": str(session.path), "against": str(backup), "differences": [str(one) for one in found]}
        )
    else:
        for one in found[:SHOWN] or [Sentence("every fact is as the backup has it, or an operation changed it")]:
            session.report(translate_sentence(one, session.translate), {})
    if found:
        raise Refused(
            count_sentence(
                len(found),
                template("1 fact differs from {backup} without an operation that changed it."),
                template("{count} facts differ from {backup} without an operation that changed them."),
                backup=backup,
            )
        )


def _describe_findings(found: Findings) -> list[Sentence]:
    wrong = [*(Sentence(one) for one in found.sentences), *map(_describe_difference, found.differences)]
    listed = wrong[:SHOWN] + ([Sentence("and {count} more", count=len(wrong) - SHOWN)] if len(wrong) > SHOWN else [])
    healthy = "healthy: the file is whole, and everything follows from the facts (leads: {count})"
    extra = [Sentence("{name} was not made by leadctl; it is ignored", name=name) for name in found.extra]
    return [*(listed or [Sentence(healthy, count=found.leads)]), *extra]


def _describe_difference(found: Difference) -> Sentence:
    where = f"{found.table} {found.id}" + (f" {found.column}" if found.column else "")
    sentence = "{where}: {stored!r} is stored, {derived!r} follows from the facts"
    return Sentence(sentence, where=where, stored=found.stored, derived=found.derived)


COMMAND = Command(doctor)
