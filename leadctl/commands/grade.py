"""``leadctl grade``: set a grade, or have one suggested by the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands import inputs
from leadctl.commands.log_visit import what_next
from leadctl.commands.session import Session
from leadctl.domain.evidence import CRITERIA, MAN, Suggestion, normal_man, suggest
from leadctl.errors import WrongUsage

if TYPE_CHECKING:
    from leadctl import options as o
    from leadctl.store.connection import Database


def grade(
    session: Session,
    lead: o.Lead,
    grade: o.NewGrade = None,
    need_by: o.NeedBy = None,
    decision: o.Decision = None,
    money: o.Money = None,
    deciders: o.Deciders = None,
    interest: o.Interest = None,
    behaviour: o.Behaviour = None,
    man: o.Man = None,
) -> None:
    """Set a lead's grade and re-date its next contact; with evidence, suggest one and show the votes.

    Without a grade nothing is changed: the suggestion is only shown.

    Examples:

      leadctl grade 42 A

      leadctl grade 42 --need-by +3w --decision comparing --money ready --deciders all

      leadctl grade 42 H --need-by sat --decision made
    """
    answers = {
        name: inputs.choice(value, tuple(CRITERIA[name]), f"--{name}")
        for name, value in (
            ("decision", decision),
            ("money", money),
            ("deciders", deciders),
            ("interest", interest),
            ("behaviour", behaviour),
        )
        if value is not None
    }
    qualified = None if man is None else normal_man(man)
    if man is not None and qualified is None:
        raise WrongUsage(f"--man {man!r} is none of M, A, N together, such as MA or MAN, or none.")
    if grade is None:
        _suggest(session, lead, answers, need_by, qualified)
    else:
        _set(session, lead, grade, answers, need_by, qualified)


def _need(db: Database, session: Session, text: str | None) -> str | None:
    """The evidence of the date: an ISO day, ``unknown``, or None when it was not given."""
    if text is None:
        return None
    return inputs.need_by(text, session.now(db)) or inputs.UNKNOWN


def _suggest(session: Session, lead: str, answers: dict[str, str], need_by: str | None, man: str | None) -> None:
    from leadctl.store.leads import OPEN, record
    from leadctl.store.settings import policy_of

    if not answers and need_by is None and man is None:
        raise WrongUsage("Give a grade, or evidence for one, such as --decision comparing; see: leadctl grade -h")
    with session.read() as db:
        today = session.now(db)[:10]
        answer = record(db, inputs.lead(db, lead, OPEN), today)
        need = _need(db, session, need_by)
        found = suggest(answers, need, policy_of(db), today) if answers or need else None
    answer |= _told(found, man) | {"operation": None}
    session.report(_suggested(answer, found, man), answer)


def _set(
    session: Session, lead: str, grade: str, answers: dict[str, str], need_by: str | None, man: str | None
) -> None:
    from leadctl.store.assessments import add_assessment
    from leadctl.store.leads import OPEN, record

    with session.write("grade") as writer:
        number = inputs.lead(writer.db, lead, OPEN)
        given = inputs.grade(grade, writer.policy)
        need = _need(writer.db, session, need_by)
        found = suggest(answers, need, writer.policy, writer.today) if answers or need else None
        day = None if need == inputs.UNKNOWN else need
        add_assessment(writer, number, writer.now, grade=given, need_by=day, man=man, **answers)
        writer.settle()
        writer.summary = f"lead {number}: grade {given}"
        answer = record(writer.db, number, writer.today) | _told(found, man) | {"operation": writer.operation}
    sentence = f"lead {number}: grade {given}, {what_next(answer)}"
    if found is not None and found.grade != given:
        sentence += f"\nthe evidence says {found.grade}: {_votes(found)}"
    session.report(sentence, answer)


def _told(found: Suggestion | None, man: str | None) -> dict[str, object]:
    return {
        "suggested": found.grade if found else None,
        "votes": found.votes if found else None,
        "man": man,
        "man_advice": MAN[man] if man is not None else None,
    }


def _votes(found: Suggestion) -> str:
    return " ".join(f"{grade} {count}" for grade, count in found.votes.items())


def _suggested(answer: dict[str, object], found: Suggestion | None, man: str | None) -> str:
    lines = []
    if found is not None:
        now = answer["grade"] or "none"
        lines.append(f"lead {answer['lead']}: the evidence says {found.grade} (votes: {_votes(found)}); it is {now} now")
        lines.append(f"nothing was changed; to set it: leadctl grade {answer['lead']} {found.grade}")
    if man is not None:
        lines.append(f"MAN {man or 'none'}: {MAN[man]}")
    return "\n".join(lines)
