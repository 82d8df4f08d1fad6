"""The common pool: leads that were neglected go into it, and are given out of it by the store's rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from leadctl.commands.assign import operation_of, with_fate
from leadctl.commands.sentences import listed
from leadctl.commands.session import Session
from leadctl.errors import Refused
from leadctl.locale import N_

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer
    from leadctl.store.records.pool import Neglected

Record = dict[str, object]

_SHOWN = ("lead", "customer", "customer_id", "grade", "model", "consultant", "due_by", "days_over", "neglect_days")


def release(session: Session, *, dry_run: bool) -> None:
    """Put the leads that were neglected into the common pool."""
    from leadctl.store.facts.assignments import add_assignment
    from leadctl.store.records.pool import neglected

    with session.write("assign", dry_run=dry_run) as writer:
        found = neglected(writer.db, writer.today, writer.policy)
        for one in found:
            add_assignment(writer, one.lead, writer.now, None, None, released_from=one.consultant_id)
        writer.settle()
        writer.summary = f"{len(found)} neglected leads released"
        writer.dry_run = dry_run or not found  # nothing released is no operation
        answer: Record = {"leads": len(found), "operation": operation_of(writer)}
    groups = _by_consultant(found)
    answer |= {"by_consultant": groups, "released": [_told(one) for one in found]}
    session.report(_released(session, len(found), groups, dry_run=dry_run), answer)


def _told(one: Neglected) -> Record:
    values = asdict(one)
    return {key: values[key] for key in _SHOWN}


def _by_consultant(found: list[Neglected]) -> list[Record]:
    """A record a consultant: how many leads, and of which grades (``none``: ungraded)."""
    from leadctl.domain.grades import WORK_ORDER

    groups: dict[str, Counter[str | None]] = {}
    for one in found:
        groups.setdefault(one.consultant, Counter())[one.grade] += 1
    return [
        {
            "consultant": name,
            "leads": counts.total(),
            "grades": {grade or "none": counts[grade] for grade in sorted(counts, key=lambda one: WORK_ORDER[one])},
        }
        for name, counts in groups.items()
    ]


def _released(session: Session, count: int, groups: list[Record], *, dry_run: bool) -> str:
    if not count:
        return session.say(N_("no lead is neglected: nothing to release"))
    lines = [session.say(N_("neglected leads, now in the common pool: {count}"), count=count)]
    for group in groups:
        grades = group["grades"]
        assert isinstance(grades, dict)
        ungraded = session.translate(N_("ungraded"))
        told = listed(session, (f"{ungraded if key == 'none' else key} {number}" for key, number in grades.items()))
        lines.append("  " + session.say(N_("{name}: {told}"), name=group["consultant"], told=told))
    return with_fate(session, "\n".join(lines), dry_run=dry_run)


def give_out(session: Session, *, dry_run: bool) -> None:
    """Give the open leads that nobody owns to consultants by the store's rule."""
    from leadctl.store.facts.assignments import unassigned_leads
    from leadctl.store.records.dispatch import consultants

    with session.write("assign", dry_run=dry_run) as writer:
        leads = unassigned_leads(writer)
        if leads and not consultants(writer.db):
            raise Refused("Nobody on the staff list is a consultant: leadctl staff add NAME")
        given, rule = _give(writer, leads), writer.policy.dispatch
        writer.settle()
        writer.summary = f"{len(given)} unassigned leads given out"
        writer.dry_run = dry_run or not given  # nothing given out is no operation
        answer = {
            "leads": len(given),
            "operation": operation_of(writer),
            "given": _owners(writer, given),
            "left": len(leads) - len(given),
        }
    session.report(_given(session, rule, len(given), len(leads) - len(given), dry_run=dry_run), answer)


def _give(writer: Writer, leads: list[int]) -> list[int]:
    """Those of these leads that somebody could be given; each is theirs now."""
    from leadctl.store.facts.assignments import add_assignment
    from leadctl.store.records.dispatch import GIVEN, next_owner

    given: list[int] = []
    if not leads:
        return given
    owner_of = next_owner(writer)
    for lead in leads:
        owner = owner_of(lead)
        if owner is not None:
            add_assignment(writer, lead, writer.now, owner, GIVEN[writer.policy.dispatch])
            given.append(lead)
    return given


def _owners(writer: Writer, leads: list[int]) -> list[Record]:
    from leadctl.store.queries.leads import lead_row

    return [{"lead": lead, "consultant": lead_row(writer.db, lead)["consultant"]} for lead in leads]


def _given(session: Session, rule: str, given: int, left: int, *, dry_run: bool) -> str:
    from leadctl.locale.pool import GIVEN_OUT

    lines = [session.say(GIVEN_OUT[rule], count=given)]
    if left:
        lines.append("  " + session.say(N_("{count} stay in the common pool: who neglected them waits"), count=left))
    return with_fate(session, "\n".join(lines), dry_run=dry_run)
