"""``leadctl assign``: hand leads over, history kept; give out what nobody owns; release what was neglected."""

from __future__ import annotations

from collections import Counter

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Command, Option
from leadctl.commands.options import DryRun, Note, To
from leadctl.commands.permissions import MANAGER
from leadctl.commands.sentences import count_things, describe_counts, describe_lead, join_parts
from leadctl.commands.session import Session
from leadctl.domain.terms import WORK_ORDER
from leadctl.errors import Refused, WrongUsage, count_sentence, template
from leadctl.locale import N_
from leadctl.locale.labels import DISPATCH_RESULTS
from leadctl.named_tuple import NamedTuple
from leadctl.store.facts.assignments import add_assignment, unassigned_leads, unclosed_leads_of
from leadctl.store.queries.handover import count_duties, hand_over, leads_by_state
from leadctl.store.queries.leads import UNCLOSED, lead_row, record
from leadctl.store.records.pool import (
    RULE_NOTES,
    Neglected,
    list_consultants,
    list_neglected,
    make_chooser,
    refuse_barred,
)
from leadctl.store.records.staff import Member, list_staff, role_of

if TYPE_CHECKING:
    from leadctl.store.core.connection import Database
    from leadctl.store.core.writer import Writer


OptionalLead = Annotated[str | None, Argument("LEAD", "A lead's number, a phone, or the exact name.")]
FromConsultant = Annotated[str | None, Option("--from", "NAME", "All that is on this consultant's list.")]
Auto = Annotated[bool, Option("--auto", help="Give out the leads that nobody owns, by the store's rule.")]
Release = Annotated[bool, Option("--release", help="Put neglected leads into the common pool, by the store's rule.")]
Insist = Annotated[bool, Option("--insist", help="A manager's: also to who neglected the lead a few days ago.")]
Record = dict[str, object]
_SHOWN = ("lead", "customer", "customer_id", "grade", "model", "consultant", "due_by", "days_over", "neglect_days")


class AssignOptions(NamedTuple):
    """From whom to whom, or by which rule of the store."""

    from_: FromConsultant = None
    to: To = None
    auto: Auto = False
    release: Release = False
    insist: Insist = False
    note: Note = None
    dry_run: DryRun = False


def assign(session: Session, options: AssignOptions, lead: OptionalLead = None) -> None:
    """Hand over one lead, or everything of somebody; give out leads that nobody owns; release neglected ones.

    --from hands over all that is on somebody's list: open, sleeping and ordered leads, churned ones that await
    verification, open complaints and campaign tasks. --release puts open leads that are overdue by more days than
    the policy gives their grade into the common pool, from which anybody takes one with --to; who neglected it may
    not have it back for some days (a manager may --insist). Where the staff list names a manager, only one hands over
    or releases what others own.

    Examples:

      leadctl assign 42 --to "Wang Qiang"

      leadctl assign --from "Li Na" --to "Wang Qiang"

      leadctl assign --auto                  in turn, or weighted

      leadctl assign --release --dry-run     what would go to the common pool
    """

    named = (lead, options.from_, options.to)
    if options.auto or options.release:
        if (options.auto and options.release) or any(named) or options.insist or options.note:
            raise WrongUsage("--auto and --release each go alone, or with --dry-run.")
        (release if options.release else dispatch_leads)(session, dry_run=options.dry_run)
    elif options.to is None or (lead is None) == (options.from_ is None):
        raise WrongUsage("Say LEAD --to NAME, or --from NAME --to NAME, or --auto, or --release.")
    elif lead is not None:
        _hand_over_one(session, lead, options.to, options)
    else:
        _hand_over_all(session, str(options.from_), options.to, options)


def _hand_over_one(session: Session, lead: str, to: str, options: AssignOptions) -> None:
    with session.write("assign", dry_run=options.dry_run) as writer:
        new = inputs.read_consultant(writer.db, to)
        number = inputs.read_lead(writer.db, lead, UNCLOSED)
        if lead_row(writer.db, number).consultant_id not in (None, writer.author.staff):
            session.demand_role_in(writer.db, MANAGER)
        _refuse_barred(writer, [number], new, options.insist)
        add_assignment(writer, number, writer.now, new.id, inputs.read_line(options.note))
        writer.settle()
        writer.summary = f"1 leads to {new.name}"
        answer = record(writer.db, number, writer.today) | {"operation": find_written_operation(writer)}
    sentence = describe_lead(session, answer | {"consultant": None}, N_("now {name}'s; {next}"), name=new.name)
    session.report(add_dry_run_note(session, sentence, dry_run=options.dry_run), answer)


def _refuse_barred(writer: Writer, leads: list[int], new: Member, insist: bool) -> None:
    """Who neglected a lead a few days ago does not get it, unless a manager insists."""
    acting = writer.author.staff
    if not insist:
        refuse_barred(writer.db, leads, new, writer.today, writer.policy)
    elif acting is None or role_of(writer.db, acting) != "manager":
        raise Refused("--insist is a manager's: leadctl --as MANAGER assign LEAD --to NAME --insist")


def _hand_over_all(session: Session, from_: str, to: str, options: AssignOptions) -> None:
    with session.write("assign", dry_run=options.dry_run) as writer:
        giver, new = _read_giver(writer.db, from_), inputs.read_consultant(writer.db, to)
        if giver != writer.author.staff:
            session.demand_role_in(writer.db, MANAGER)
        if giver == new.id:
            raise Refused("{name} has all that already; name somebody else with --to.", name=new.name)
        states, rest = leads_by_state(writer.db, giver, writer.today), count_duties(writer.db, giver)
        leads = unclosed_leads_of(writer, giver)
        if not leads and not any(rest.values()):
            raise Refused("{name} owns no open leads.", name=from_)
        _refuse_barred(writer, leads, new, options.insist)
        hand_over(writer, giver, new.id, inputs.read_line(options.note))
        writer.settle()
        writer.summary = f"{count_things(len(leads), 'lead')} to {new.name}"
        answer = {"leads": len(leads), "from": from_, "to": new.name, "operation": find_written_operation(writer)}
    one, many = template("1 lead: now {name}'s"), template("{count} leads: now {name}'s")
    sentence = session.say(count_sentence(len(leads), one, many, name=new.name))
    told = describe_counts(session, states | rest)
    sentence = f"{sentence} ({told})" if told else sentence
    session.report(add_dry_run_note(session, sentence, dry_run=options.dry_run), answer | {"by_status": states} | rest)


def _read_giver(db: Database, name: str) -> int:
    """Whose all that is: somebody who works here, or who has left and had leads come back to them since."""
    left = next(
        (member for member in list_staff(db) if member.name == name.strip() and member.left_on is not None), None
    )
    return inputs.read_consultant(db, name).id if left is None else left.id


def find_written_operation(writer: Writer) -> int | None:
    """The operation that was written; None when nothing stays of it."""
    return None if writer.dry_run else writer.operation


def add_dry_run_note(session: Session, sentence: str, *, dry_run: bool) -> str:
    """What a write says, and that a dry run wrote nothing."""
    return f"{sentence}\n  {session.say(N_('nothing was written'))}" if dry_run else sentence


def release(session: Session, *, dry_run: bool) -> None:
    """Put the leads that were neglected into the common pool."""
    with session.write("assign", dry_run=dry_run) as writer:
        session.demand_role_in(writer.db, MANAGER)
        found = list_neglected(writer.db, writer.today, writer.policy)
        for one in found:
            add_assignment(writer, one.lead, writer.now, None, None, released_from=one.consultant_id)
        writer.settle()
        writer.summary = f"{count_things(len(found), 'neglected lead')} released"
        writer.dry_run = dry_run or not found  # nothing released is no operation
        answer: Record = {"leads": len(found), "operation": find_written_operation(writer)}
    groups = _count_by_consultant(found)
    answer |= {"by_consultant": groups, "released": [_release_record(one) for one in found]}
    session.report(_describe_release(session, len(found), groups, dry_run=dry_run), answer)


def _release_record(one: Neglected) -> Record:
    values = one._asdict()
    return {key: values[key] for key in _SHOWN}


def _count_by_consultant(found: list[Neglected]) -> list[Record]:
    """A record a consultant: how many leads, and of which grades (``none``: ungraded)."""
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


def _describe_release(session: Session, count: int, groups: list[Record], *, dry_run: bool) -> str:
    if not count:
        return session.say(N_("no lead is neglected: nothing to release"))
    lines = [session.say(N_("neglected leads, now in the common pool: {count}"), count=count)]
    for group in groups:
        grades = group["grades"]
        assert isinstance(grades, dict)
        ungraded = session.translate(N_("ungraded"))
        told = join_parts(session, (f"{ungraded if key == 'none' else key} {number}" for key, number in grades.items()))
        lines.append("  " + session.say(N_("{name}: {told}"), name=group["consultant"], told=told))
    return add_dry_run_note(session, "\n".join(lines), dry_run=dry_run)


def dispatch_leads(session: Session, *, dry_run: bool) -> None:
    """Give the open leads that nobody owns to consultants by the store's rule."""
    with session.write("assign", dry_run=dry_run) as writer:
        leads = unassigned_leads(writer)
        if leads and not list_consultants(writer.db):
            raise Refused("Nobody on the staff list is a consultant: leadctl staff add NAME")
        given, rule = _give_leads(writer, leads), writer.policy.dispatch
        writer.settle()
        writer.summary = f"{count_things(len(given), 'unassigned lead')} given out"
        writer.dry_run = dry_run or not given  # nothing given out is no operation
        answer = {
            "leads": len(given),
            "operation": find_written_operation(writer),
            "given": _list_owners(writer, given),
            "left": len(leads) - len(given),
        }
    session.report(_describe_giving(session, rule, len(given), len(leads) - len(given), dry_run=dry_run), answer)


def _give_leads(writer: Writer, leads: list[int]) -> list[int]:
    """Those of these leads that somebody could be given; each is theirs now."""
    given: list[int] = []
    if not leads:
        return given
    choose_owner = make_chooser(writer)
    for lead in leads:
        owner = choose_owner(lead)
        if owner is not None:
            add_assignment(writer, lead, writer.now, owner, RULE_NOTES[writer.policy.dispatch])
            given.append(lead)
    return given


def _list_owners(writer: Writer, leads: list[int]) -> list[Record]:
    return [{"lead": lead, "consultant": lead_row(writer.db, lead).consultant} for lead in leads]


def _describe_giving(session: Session, rule: str, given: int, left: int, *, dry_run: bool) -> str:
    lines = [session.say(DISPATCH_RESULTS[rule], count=given)]
    if left:
        lines.append("  " + session.say(N_("{count} stay in the common pool: who neglected them waits"), count=left))
    return add_dry_run_note(session, "\n".join(lines), dry_run=dry_run)


COMMAND = Command(assign)
