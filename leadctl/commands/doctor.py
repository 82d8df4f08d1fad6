"""``leadctl doctor``: prove the database."""

from __future__ import annotations

from dataclasses import asdict

from leadctl.commands.declaration import Command
from leadctl.commands.session import Session
from leadctl.errors import Refused, Sentence, StoreUnusable
from leadctl.locale import translate_sentence
from leadctl.store.safety.doctor import Difference, Findings, examine_store

SHOWN = 50


def doctor(session: Session) -> None:
    """Check the file, and derive every lead afresh to compare: nothing is changed. Exit 1 when something differs.

    Example: leadctl doctor
    """
    found = examine_store(session.path, session.waiting)
    if session.for_programs:
        session.report("", {"db": str(session.path), "healthy": found.healthy} | asdict(found))
    else:
        for line in _describe_findings(found):
            session.report(translate_sentence(line, session.translate), {})
    if found.damage:
        raise StoreUnusable("{path} is damaged. Keep it, and restore a backup: leadctl restore FILE", path=session.path)
    if not found.healthy:
        raise Refused("The database is not as it should be; keep a backup of it and report what is listed.")


def _describe_findings(found: Findings) -> list[str]:
    wrong = [*found.damage, *found.strays, *map(_describe_difference, found.differences)]
    listed = wrong[:SHOWN] + ([Sentence("and {count} more", count=len(wrong) - SHOWN)] if len(wrong) > SHOWN else [])
    healthy = "healthy: the file is whole, and everything follows from the facts (leads: {count})"
    return listed or [Sentence(healthy, count=found.leads)]


def _describe_difference(found: object) -> Sentence:
    assert isinstance(found, Difference)
    where = f"{found.table} {found.id}" + (f" {found.column}" if found.column else "")
    sentence = "{where}: {stored!r} is stored, {derived!r} follows from the facts"
    return Sentence(sentence, where=where, stored=found.stored, derived=found.derived)


COMMAND = Command(doctor)
