"""What a write says of a lead: where it stands, and what comes next; why something is owed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from leadctl.annotations import TYPE_CHECKING
from leadctl.locale import N_

if TYPE_CHECKING:
    from leadctl.commands.session import Session
    from leadctl.domain.due import Reason
    from leadctl.store.core.writer import Writer


def name_question(session: Session, question: str) -> str:
    """A question without what stands in brackets behind it: how its answer is called."""
    return session.translate(question).partition(" (")[0].partition("（")[0]


def count_things(count: int, noun: str) -> str:
    """``1 lead``, ``2 leads``: for the English summaries of operations."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def name_day(session: Session, moment: object) -> str:
    """``Tue 2026-11-24`` of an ISO day or moment, with the time where one was said."""
    from datetime import date

    from leadctl.locale.labels import WEEKDAYS
    from leadctl.render.values import format_moment

    weekday = WEEKDAYS[date.fromisoformat(str(moment)[:10]).weekday()]
    return f"{session.translate(weekday)} {format_moment(str(moment))}"


def describe_next_step(session: Session, record: Mapping[str, object]) -> str:
    """What comes next for a lead, from its record."""
    if record["due_by"] is None:
        return session.say(N_("{status}, nothing more is due"), status=_describe_status(session, record))
    day = name_day(session, record["due_by"])
    if record["verification"] == "pending":
        sentence = N_("{status}, verification by {day}")
        return session.say(sentence, status=_describe_status(session, record), day=day)
    return session.say(N_("next contact by {day}"), day=day)


def name_lead(session: Session, record: Mapping[str, object]) -> str:
    """``lead 42 赵敏``, and of a colleague ``lead 42 赵敏 (王强's)``."""
    lead = session.say(N_("lead {lead}"), lead=record["lead"])
    return _name_owned(session, lead, record["customer"], record["consultant"])


def name_customer(session: Session, customer: object, name: object, owner: object = None) -> str:
    """``c17 赵敏``, and of somebody whose lead, or whose car, is a colleague's ``c17 赵敏 (王强's)``."""
    return _name_owned(session, f"c{customer}", name, owner)


def _name_owned(session: Session, what: str, name: object, owner: object) -> str:
    named = what if name is None else f"{what} {name}"
    if owner is None or session.acting is None or owner == session.acting:
        return named
    return session.say(N_("{what} ({owner}'s)"), what=named, owner=owner)


def describe_lead(session: Session, record: Mapping[str, object], what: str | None = None, **values: object) -> str:
    """Whose it is, what changed, and what comes next: a sentence with the values, ``{next}`` among them; left out: what
    comes next alone."""
    told = describe_next_step(session, record)
    told = told if what is None else session.say(what, next=told, **values)
    return session.say(N_("{whose}: {what}"), whose=name_lead(session, record), what=told)


def add_effect(session: Session, sentence: str, writer: Writer, lead: int, moment: str) -> str:
    """The sentence, and where what was recorded of an earlier moment changes nothing of the lead's present state, that
    it does not."""
    if lead in writer.unchanged and moment[:16] < writer.now:
        return session.say(
            N_("{reply} (as before: what happened on {day} changes nothing today)"),
            reply=sentence,
            day=moment[:10],
        )
    return sentence


def reason_writer(session: Session) -> Callable[[Reason], str]:
    """What says why something is owed, in the session's language; in English for programs."""
    if session.for_programs:
        return lambda reason: reason.text.format_map(reason.values)

    @lru_cache(maxsize=4096)  # a long list has few different reasons
    def explain(text: str, *pairs: tuple[str, object]) -> str:
        return _explain_reason(session, text, dict(pairs))

    return lambda reason: explain(reason.text, *reason.values.items())


def _explain_reason(session: Session, text: str, values: dict[str, object]) -> str:
    if "reason" in values:
        from leadctl.locale.labels import REASONS

        code = str(values["reason"])
        values["reason"] = session.translate(REASONS.get(code, code))
    if "what" in values:
        values["what"] = describe_task(session, str(values["what"]))
    if values.get("grade") == "ungraded":
        values["grade"] = session.translate(N_("ungraded"))
    return session.say(text, **values)


def reason_separator(session: Session) -> str:
    """What stands between two reasons, for the same readers."""
    return "; " if session.for_programs else session.translate(N_("; "))


def join_parts(session: Session, parts: Iterable[str]) -> str:
    """Several things in one sentence of the session's language."""
    return session.translate(N_(", ")).join(parts)


def describe_task(session: Session, what: str) -> str:
    """A campaign's task: a usual one in the session's language, another as it was typed."""
    from leadctl.locale.labels import CAMPAIGN_TASKS

    return session.translate(CAMPAIGN_TASKS[what]) if what in CAMPAIGN_TASKS else what


def _describe_status(session: Session, record: Mapping[str, object]) -> str:
    from leadctl.locale.labels import STATUSES

    return session.translate(STATUSES[str(record["status"])])


def describe_counts(session: Session, counts: dict[str, int]) -> str:
    """What there is of leads by state, complaints and so on, in words; what there is none of is left out."""
    from leadctl.locale.labels import WORK_COUNTS

    return join_parts(session, (session.say(WORK_COUNTS[name], count=count) for name, count in counts.items() if count))
