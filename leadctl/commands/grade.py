"""``leadctl grade``: set a grade, or have one suggested by the evidence."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Command, Option
from leadctl.commands.options import Confidence, Lead, Man, NeedBy
from leadctl.commands.sentences import describe_lead
from leadctl.commands.session import Session
from leadctl.domain.grading import CRITERIA, MAN, Suggestion, normal_man, prospect_class, suggest
from leadctl.domain.terms import GRADES, YES_NO
from leadctl.errors import WrongUsage
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.settings import policy_on
from leadctl.store.facts.assessments import add_assessment
from leadctl.store.queries.leads import OPEN, lead_row, record

if TYPE_CHECKING:
    from leadctl.domain.policy import Policy


NewGrade = Annotated[str | None, Argument("GRADE", known=GRADES)]
Decision = Annotated[str | None, Option("--decision", "D", known=tuple(CRITERIA["decision"]))]
Money = Annotated[str | None, Option("--money", "M", known=tuple(CRITERIA["money"]))]
Deciders = Annotated[str | None, Option("--deciders", "D", known=tuple(CRITERIA["deciders"]))]
Interest = Annotated[str | None, Option("--interest", "I", known=tuple(CRITERIA["interest"]))]
Behaviour = Annotated[str | None, Option("--behaviour", "B", known=tuple(CRITERIA["behaviour"]))]


class Evidence(NamedTuple):
    """What speaks for a grade."""

    need_by: NeedBy = None
    decision: Decision = None
    money: Money = None
    deciders: Deciders = None
    interest: Interest = None
    behaviour: Behaviour = None
    man: Man = None
    confidence: Confidence = None

    def read_answers(self) -> dict[str, str]:
        """Criterion -> answer, of those that were given. Raises WrongUsage for one that is none."""
        given = {name: getattr(self, name) for name in CRITERIA if getattr(self, name) is not None}
        return {name: inputs.read_choice(value, tuple(CRITERIA[name]), f"--{name}") for name, value in given.items()}

    def read_man(self) -> str | None:
        """MAN, in its normal form. Raises WrongUsage for what is none."""
        if self.man is None:
            return None
        letters = normal_man(self.man)
        if letters is None:
            raise WrongUsage("--man {text!r} is none of M, A, N together, such as MA or MAN, or none.", text=self.man)
        return letters

    def read_confidence(self) -> str | None:
        """Confidence in the brand: ``yes``, ``no`` or None. Raises WrongUsage for anything else."""
        if self.confidence is None:
            return None
        return inputs.read_choice(self.confidence.strip().lower(), YES_NO, "--confidence")

    def read_qualification(self) -> dict[str, str | None]:
        """What qualifies a lead besides its grade, by the names under which it is stored."""
        return {"man": self.read_man(), "confidence": self.read_confidence()}

    def read_need(self, now: str) -> str | None:
        """The date: an ISO day, ``unknown``, or None when it was not given."""
        return None if self.need_by is None else inputs.read_need_by(self.need_by, now) or inputs.UNKNOWN

    def suggest(self, policy: Policy, now: str) -> Suggestion | None:
        """The grade that the evidence speaks for; None without any."""
        answers, need = self.read_answers(), self.read_need(now)
        return suggest(answers, need, policy, now[:10]) if answers or need else None


Accept = Annotated[bool, Option("--accept", help="Set the grade that the evidence speaks for.")]


def grade(session: Session, lead: Lead, evidence: Evidence, grade: NewGrade = None, accept: Accept = False) -> None:
    """Set a lead's grade and re-date its next contact; with evidence, suggest one and show the votes.

    Without a grade nothing is changed: the suggestion is only shown; --accept takes it, and keeps the evidence.

    Examples:

      leadctl grade 42 A

      leadctl grade 42 --need-by +3w --decision comparing --money ready --deciders all

      leadctl grade 42 --need-by +3w --money ready --accept

      leadctl grade 42 H --need-by sat --decision made
    """
    if accept and grade is not None:
        raise WrongUsage("--accept takes the grade of the evidence; leave {grade} out.", grade=grade)
    if grade is None and not accept:
        _suggest_grade(session, lead, evidence)
    else:
        _set_grade(session, lead, grade, evidence)


def _suggest_grade(session: Session, lead: str, evidence: Evidence) -> None:
    with session.read() as db:
        now = session.read_clock(db)
        found, qualification = evidence.suggest(policy_on(db, now[:10]), now), evidence.read_qualification()
        if found is None and qualification["man"] is None:
            raise WrongUsage("Give a grade, or evidence for one, such as --decision comparing; see: leadctl grade -h")
        session.note_acting(db)
        answer = record(db, inputs.read_lead(db, lead, OPEN), now[:10])
    answer |= _evidence_record(found, qualification) | {"operation": None}
    session.report(_describe_suggestion(session, answer, found), answer)


def _set_grade(session: Session, lead: str, grade: str | None, evidence: Evidence) -> None:
    """Set this grade, or without one that of the evidence."""
    with session.write("grade") as writer:
        number = inputs.read_lead(writer.db, lead, OPEN)
        at = inputs.place_after_opening(writer.now, lead_row(writer.db, number).opened_at)
        found, qualification = evidence.suggest(writer.policy, writer.now), evidence.read_qualification()
        given = inputs.read_grade(grade, writer.policy)
        if grade is None:
            if found is None:
                raise WrongUsage("--accept needs evidence, such as --need-by +3w; see: leadctl grade -h")
            given = found.grade
        need = evidence.read_need(writer.now)
        day = None if need == inputs.UNKNOWN else need
        add_assessment(writer, number, at, grade=given, need_by=day, **qualification, **evidence.read_answers())
        writer.settle()
        writer.summary = f"lead {number}: grade {given}"
        answer = (
            record(writer.db, number, writer.today)
            | _evidence_record(found, qualification)
            | {"operation": writer.operation}
        )
    lines = [describe_lead(session, answer, N_("grade {grade}, {next}"), grade=given)]
    if found is not None and (grade is None or found.grade != given):
        lines.append(
            session.say(N_("the evidence says {grade}: {votes}"), grade=found.grade, votes=_format_votes(found))
        )
    session.report("\n".join(lines), answer)


def _evidence_record(found: Suggestion | None, qualification: Mapping[str, str | None]) -> dict[str, object]:
    man = qualification["man"]
    return {
        "suggested": found.grade if found else None,
        "votes": found.votes if found else None,
        **qualification,
        "man_advice": MAN[man] if man is not None else None,
        "prospect_class": prospect_class(man, qualification["confidence"]),
    }


def _format_votes(found: Suggestion) -> str:
    return " ".join(f"{grade} {count}" for grade, count in found.votes.items())


def _describe_suggestion(session: Session, answer: dict[str, object], found: Suggestion | None) -> str:
    lines: list[str | None] = []
    if found is not None:
        now = answer["grade"] or session.translate(N_("ungraded"))
        says = N_("the evidence says {grade} (votes: {votes}); it is {now} now")
        lines.append(describe_lead(session, answer, says, grade=found.grade, votes=_format_votes(found), now=now))
        lines.append(session.say(N_("nothing was changed; to take it with its evidence: the same with --accept")))
    else:
        lines.append(describe_lead(session, answer, N_("nothing was changed")))
    from leadctl.render.pages.card import class_text, man_text

    lines += [man_text(answer, session.translate), class_text(answer, session.translate)]
    return "\n".join(line for line in lines if line)


COMMAND = Command(grade)
