"""``leadctl due --work``: step through the list on a terminal, recording each result."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from leadctl.commands.followup import FollowUpOptions, followup
from leadctl.commands.screen import screen
from leadctl.commands.session import Session, warn
from leadctl.domain.due import Task
from leadctl.domain.screening import COMES_WITHIN
from leadctl.domain.words import Said
from leadctl.errors import LeadctlError, WrongUsage
from leadctl.locale import N_
from leadctl.plain_text import clean
from leadctl.render.pages.words import list_words

_NOT_OF_LEADS = ("verification", "aftercare")
_ANSWERS = {"a": "advance", "c": "continued", "r": "refused", "n": "no-answer"}
_ASK = N_("[a]dvance [c]ontinued [r]efused [n]o answer, [s]kip, [q]uit")
_SCREENED = {"a": "A", "b": "B", "c": "C", "d": "D", "n": "unreached"}
_ASK_SCREENING = N_("comes within 7 days [A], 15 days [B], no date [C], gives up [D], [n]o answer, [s]kip, [q]uit")


def work_on_tasks(session: Session, tasks: Sequence[Task], said: Callable[[Task], Said]) -> None:
    """Ask for the result of each contact and record it; ``said``: what to say to a lead.

    Raises WrongUsage where nobody can answer.
    """
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise WrongUsage("--work asks questions and needs a terminal; scripts use: leadctl followup LEAD NOTE")
    contacts = [task for task in tasks if task.lead is not None and task.task not in _NOT_OF_LEADS]
    done = 0
    for place, task in enumerate(contacts, start=1):
        screening = task.task == "screening"
        _show_task(session, task, f"{place}/{len(contacts)}", None if screening else said(task))
        known, question = (_SCREENED, _ASK_SCREENING) if screening else (_ANSWERS, _ASK)
        answer = _ask_letter(session.say(question), [*known, "s", "q"])
        if answer in ("q", None):
            break
        if answer == "s":
            continue
        try:
            note = _ask_text(session.say(N_("what was said")))
            done += (_record_screening if screening else _record_follow_up)(session, task, known[answer], note)
        except EOFError:
            print()
            break
    print(session.say(N_("{done} recorded, {left} left: leadctl due"), done=done, left=len(contacts) - done))


def _show_task(session: Session, task: Task, place: str, said: Said | None) -> None:
    who = "  ".join(clean(str(part)) for part in (task.customer, task.phone, task.model, task.grade) if part)
    print(f"\n{place}  {session.say(N_('lead {lead}'), lead=task.lead)}  {who}")
    speech = list_words(None if said is None else said.record(), session.translate)
    words = [f"{session.translate(label)}: {text}" for label, text in speech]
    for line in (task.why, *(words or [session.translate(task.aim)]), task.last_note):
        if line:
            print(f"     {clean(str(line))}")


def _ask_letter(question: str, known: Sequence[str]) -> str | None:
    """One of the known letters; None at the end of input."""
    while True:
        try:
            answer = input(f"{question} > ").strip().lower()[:1]
        except EOFError:
            print()
            return None
        if answer and answer in known:
            return answer


def _record_follow_up(session: Session, task: Task, outcome: str, note: str | None) -> bool:
    return _record_with_date(
        session.say(N_("next contact (empty: by the grade)")),
        lambda day: followup(session, str(task.lead), FollowUpOptions(outcome=outcome, next_=day), note),
    )


def _record_screening(session: Session, task: Task, result: str, note: str | None) -> bool:
    def record(day: str | None) -> None:
        screen(session, str(task.lead), result, appointment=day, note=note)

    if result in COMES_WITHIN:
        return _record_with_date(session.say(N_("comes when (empty: not agreed)")), record)
    return _try_to_record(record, None)


def _record_with_date(question: str, record: Callable[[str | None], None]) -> bool:
    """Record a result with a date; what was said is kept while the date is mended. Tells whether it was recorded."""
    while True:
        day = _ask_text(question)
        if _try_to_record(record, day):
            return True
        if day is None:
            return False


def _try_to_record(record: Callable[[str | None], None], day: str | None) -> bool:
    """Record, or say what is wrong: a lead that somebody closed meanwhile does not end the list."""
    try:
        record(day)
    except LeadctlError as error:
        if error.exit_code != 1:
            raise
        warn("{why}", why=error.sentence)
        return False
    return True


def _ask_text(question: str) -> str | None:
    return input(f"{question} > ").strip() or None
