"""What a month is to bring: its sales target, each source's share and deal rate, and its weeks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Command, Group, Option
from leadctl.commands.inputs import read_month
from leadctl.commands.options import Month as MonthOption
from leadctl.commands.options import OnDay
from leadctl.commands.permissions import NEEDS_MANAGER
from leadctl.commands.session import Session, warn
from leadctl.domain.periods import month_period
from leadctl.domain.planning import weeks_of
from leadctl.errors import Refused, WrongUsage, count_sentence, template
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import normalise
from leadctl.render.values import format_rate
from leadctl.reports.targets import Targets, count_base, targets
from leadctl.store.records.plan_bases import keep_plan_base
from leadctl.store.records.plans import (
    add_action,
    find_action,
    finish_action,
    set_person_sales,
    set_sales,
    set_source,
    set_week,
)

if TYPE_CHECKING:
    from leadctl.domain.days import Month
    from leadctl.store.core.connection import Database
    from leadctl.store.core.writer import Writer


SalesTarget = Annotated[int | None, Option("--sales", "N", "Cars to sell in the month.", min=0)]
Shares = Annotated[list[str] | None, Option("--share", "SOURCE=70%", "A source's share of the sales (repeatable).")]
DealRates = Annotated[list[str] | None, Option("--deal-rate", "SOURCE=30%", "Orders of its leads (repeatable).")]
Raises = Annotated[list[str] | None, Option("--raise", "SOURCE=35%", "What its deal rate is to become (repeatable).")]
WeekNumber = Annotated[int | None, Option("--week", "N", "A week: 1 is the 1st to the 7th.", min=1, max=5)]
WeekLeads = Annotated[int | None, Option("--leads", "N", "Leads to open in the week.", min=0)]
WeekOrders = Annotated[int | None, Option("--orders", "N", "Orders to take in the week.", min=0)]
WeekDeliveries = Annotated[int | None, Option("--deliveries", "N", "Cars to hand over in it.", min=0)]
WeekOf = Annotated[str | None, Option("--consultant", "NAME", "One consultant's week; left out: the team's.")]
PlanOf = Annotated[
    str | None, Option("--consultant", "NAME", "One consultant's sales, or week; left out: the store's, the team's.")
]
ActionText = Annotated[str, Argument("WHAT", "What is to be done.")]
ActionWeek = Annotated[int, Option("--week", "N", "A week: 1 is the 1st to the 7th.", min=1, max=5)]
ActionCount = Annotated[int | None, Option("--count", "N", "How many.", min=1)]
ActionDay = Annotated[str | None, Option("--by", "DATE", "By when.")]
ActionId = Annotated[int, Argument("ACTION", "Its number, as leadctl report targets prints it.")]
WeekWork = Annotated[str | None, Option("--note", "WORK", "The week's focus and work.")]

_RATE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)(%?)")


class SourceOptions(NamedTuple):
    """What the store sets itself of sources."""

    share: Shares = None
    deal_rate: DealRates = None
    raise_: Raises = None


class WeekOptions(NamedTuple):
    """What a week is to bring."""

    week: WeekNumber = None
    leads: WeekLeads = None
    orders: WeekOrders = None
    deliveries: WeekDeliveries = None
    consultant: PlanOf = None
    note: WeekWork = None


def set_(
    session: Session,
    sources: SourceOptions,
    weeks: WeekOptions,
    month: MonthOption = None,
    sales: SalesTarget = None,
) -> None:
    """Set what a month is to bring. Setting again changes only what is given.

    What is left out of shares and deal rates comes from the last three months that have ended; "showroom=" goes back
    to them. The plan keeps them as they are today, until sales, shares or rates are set again.

    Examples:

      leadctl target set --month 2026-12 --sales 100 --share showroom=70% --deal-rate showroom=30%

      leadctl target set --month 2026-12 --raise showroom=35%

      leadctl target set --month 2026-12 --consultant "Li Na" --sales 30

      leadctl target set --month 2026-12 --week 1 --leads 60 --orders 20 --note "call all of November"
    """
    _refuse_unfit(sales, sources, weeks)
    with session.write("target set") as writer:
        planned = read_month(month, writer.today)
        _set_targets(writer, planned, sales, sources, weeks)
        writer.summary = f"plan of {planned}"
        plan = targets(writer.db, month_period(planned, writer.today))
        if _sets_plan(sales, sources, weeks):
            _refuse_lowered_rates(plan)
        operation = writer.operation
    _warn_of_shares(plan)
    sentence = _describe_plan(session, plan) if weeks.consultant is None else _describe_part(session, plan, weeks)
    session.report(sentence, plan.to_json() | {"operation": operation})


def _sets_plan(sales: int | None, sources: SourceOptions, weeks: WeekOptions) -> bool:
    """Whether the store's plan is set: its sales, a share or a rate. A consultant's part and a week are not it."""
    return (sales is not None and weeks.consultant is None) or any(sources)


def _refuse_lowered_rates(plan: Targets) -> None:
    """A rate can only be raised. Raises Refused for one that would fall."""
    for source, line in plan.sources:
        if line.is_lowered:
            raise Refused(
                "{source}: --raise {raised} lies below the deal rate of {rate}; raise it to more, or take it back "
                "with: --raise {source}=",
                source=source,
                raised=format_rate(line.raised_deal_rate),
                rate=format_rate(line.deal_rate),
            )


def _refuse_unfit(sales: int | None, sources: SourceOptions, weeks: WeekOptions) -> None:
    """Refuse a plan of nothing, and a week's figures without the week."""
    of_week = (weeks.leads, weeks.orders, weeks.deliveries, weeks.note)
    if weeks.week is None and any(value is not None for value in of_week):
        raise WrongUsage("--leads, --orders, --deliveries and --note go with --week N.")
    if weeks.week is not None and all(value is None for value in of_week):
        raise WrongUsage("--week needs what it is to bring: --leads, --orders, --deliveries or --note.")
    if weeks.week is None and weeks.consultant is not None and (sales is None or any(sources)):
        raise WrongUsage("--consultant takes --sales, or --week with its figures; shares and rates are the store's.")
    if sales is None and weeks.week is None and not any(sources):
        raise WrongUsage("Say what to set: --sales, --share, --deal-rate, --raise, or --week with its figures.")


def _set_targets(writer: Writer, month: Month, sales: int | None, sources: SourceOptions, weeks: WeekOptions) -> None:
    consultant = None if weeks.consultant is None else inputs.read_consultant(writer.db, weeks.consultant).id
    if sales is not None and consultant is not None:
        set_person_sales(writer, str(month), consultant, sales)
    elif sales is not None:
        set_sales(writer, str(month), sales)
    for source, values in _read_sources(writer.db, sources).items():
        set_source(writer, str(month), source, values)
    if _sets_plan(sales, sources, weeks):
        keep_plan_base(writer, month, count_base(writer.db, month, writer.today))
    if weeks.week is None:
        return
    _refuse_week(month, weeks.week)
    set_week(writer, str(month), weeks.week, consultant, _read_week(weeks))


def _refuse_week(month: Month, week: int) -> None:
    if week > len(weeks_of(month)):
        raise Refused(
            "{month} has {count} weeks of seven days, the first from the 1st.", month=month, count=len(weeks_of(month))
        )


def _read_week(weeks: WeekOptions) -> dict[str, object]:
    given = {
        "leads": weeks.leads,
        "orders": weeks.orders,
        "deliveries": weeks.deliveries,
        "note": inputs.read_line(weeks.note),
    }
    named = {"leads": weeks.leads, "orders": weeks.orders, "deliveries": weeks.deliveries, "note": weeks.note}
    return {name: value for name, value in given.items() if named[name] is not None}


def _read_sources(db: Database, sources: SourceOptions) -> dict[int, dict[str, float | None]]:
    """Source id -> what is set of it."""
    found: dict[int, dict[str, float | None]] = {}
    given = (("share", "--share", sources.share), ("deal_rate", "--deal-rate", sources.deal_rate))
    for field, option, words in (*given, ("raised_rate", "--raise", sources.raise_)):
        for code, value in _read_pairs(words or (), option, least=0.0 if field == "share" else None):
            found.setdefault(inputs.read_source_id(db, code), {})[field] = value
    return found


def _read_pairs(words: Iterable[str], option: str, least: float | None) -> Iterable[tuple[str, float | None]]:
    """``showroom=70%`` -> the source and the fraction; ``showroom=`` -> None. ``least`` None: above 0."""
    for word in words:
        code, equals, text = normalise(word).partition("=")
        if not equals or not code.strip():
            raise WrongUsage("{option} {word!r} must read like showroom=70%.", option=option, word=word)
        yield code.strip(), None if not text.strip() else _read_fraction(text.strip(), option, least)


def _read_fraction(text: str, option: str, least: float | None) -> float:
    match = _RATE.fullmatch(text)
    value = None if match is None else Fraction(match[1]) / (100 if match[2] else 1)
    if value is None or value > 1 or (value == 0 and least is None):
        raise WrongUsage("{option} {text!r} is no rate up to 100%; write 0.7 or 70%.", option=option, text=text)
    return float(value)


def _warn_of_shares(plan: Targets) -> None:
    total = plan.total["share"]
    if total is not None and total != 1:
        warn(
            "the shares of {month} make {total} together, not 100%; set them with --share",
            month=plan.month,
            total=format_rate(float(total)),
        )


def _describe_plan(session: Session, plan: Targets) -> str:
    if plan.sales_target is None:
        return session.say(N_("{month}: planned, without a sales target yet (--sales N)"), month=plan.month)
    if plan.leads.target is None:
        sentence = N_("{month}: {sales} to sell; set --share and --deal-rate, there is no history to take them from")
        return session.say(sentence, month=plan.month, sales=plan.sales_target)
    sentence = count_sentence(
        plan.leads.target,
        template("{month}: {sales} to sell, 1 lead needed; see: leadctl report targets --month {month}"),
        template("{month}: {sales} to sell, {count} leads needed; see: leadctl report targets --month {month}"),
        month=plan.month,
        sales=plan.sales_target,
    )
    return session.say(sentence)


def _describe_part(session: Session, plan: Targets, weeks: WeekOptions) -> str:
    """What one consultant is to bring, and how much of the target the consultants have together."""
    given, target = plan.given_out["sales"], plan.sales_target
    values = {"month": plan.month, "consultant": weeks.consultant, "given": given, "target": target}
    if target is None:
        sentence = N_("{month}: planned for {consultant}; the consultants are to sell {given} together")
        return session.say(sentence, **values)
    sentence = N_("{month}: planned for {consultant}; the consultants are to sell {given} together, the store {target}")
    return session.say(sentence, **values)


def action(
    session: Session,
    what: ActionText,
    week: ActionWeek,
    month: MonthOption = None,
    count: ActionCount = None,
    by: ActionDay = None,
    consultant: WeekOf = None,
) -> None:
    """Plan what is to be done in a week: how many, by when, by whom. See: leadctl report targets

    Example: leadctl target action "display at the market" --month 2026-12 --week 2 --count 3 --by 2026-12-12
    """
    words = inputs.read_line(what)
    if words is None:
        raise WrongUsage("An action needs a word of what is to be done.")
    with session.write("target action") as writer:
        planned = read_month(month, writer.today)
        _refuse_week(planned, week)
        member = None if consultant is None else inputs.read_consultant(writer.db, consultant).id
        due_on = None if by is None else inputs.read_day(by, writer.now, "plan", "--by")
        identity = add_action(writer, str(planned), week, words, consultant=member, count=count, due_on=due_on)
        writer.summary = f"action {identity} of {planned}"
        record = {"action": identity, "month": str(planned), "week": week, "what": words, "count": count}
        record |= {"by": due_on, "operation": writer.operation}
    session.report(session.say(N_("action {action}: {what}, week {week} of {month}"), **record), record)


def done(session: Session, action_: ActionId, on: OnDay = None) -> None:
    """An action of the plan was done.

    Example: leadctl target done 3 --on yesterday
    """
    with session.write("target done") as writer:
        found = find_action(writer.db, action_)
        if found.done_on is not None:
            raise Refused(
                "Action {action} was done on {day} already; leadctl undo takes that back.",
                action=action_,
                day=found.done_on,
            )
        day = writer.today if on is None else inputs.read_day(on, writer.now, "fact")
        finish_action(writer, action_, day)
        writer.summary = f"action {action_} done"
        record = {"action": action_, "what": found.what, "done_on": day, "operation": writer.operation}
    session.report(session.say(N_("action {action}: done on {done_on} ({what})"), **record), record)


COMMAND = Group(
    __doc__,
    {
        "set": Command(set_, needs=NEEDS_MANAGER),
        "action": Command(action),
        "done": Command(done),
    },
)
