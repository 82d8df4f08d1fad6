"""The store's policy: grades, their horizons and contact windows; and which policy it follows from when."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import LISTING, Argument, Command, Group, Option
from leadctl.commands.options import On
from leadctl.commands.permissions import NEEDS_MANAGER
from leadctl.commands.session import Session, warn
from leadctl.domain.policy import Policy, parse_policy
from leadctl.errors import Refused
from leadctl.locale import N_
from leadctl.locale.labels import DISPATCH_RULES, HORIZONS
from leadctl.render.page import PEOPLE, PROGRAM, WRITTEN, Column, Page, Table
from leadctl.store.core.settings import policy_of
from leadctl.store.queries.leads import open_grades
from leadctl.store.records.policies import follow_policy, policies

if TYPE_CHECKING:
    from leadctl.store.core.connection import Database
    from leadctl.store.core.writer import Writer


PolicyArgument = Annotated[str, Argument("NAME|FILE", "four-grade, five-grade or a TOML file.")]
PolicyFile = Annotated[str, Argument("FILE", "A TOML file (or a built-in policy's name).")]
PolicyFrom = Annotated[str | None, Option("--from", "DATE", "Its first day, which may come; left out: today.")]


def show(session: Session, on: On = None) -> None:
    """Print the policy in force, today or on another day, and which follows it from when.

    Examples:

      leadctl policy show

      leadctl policy show --on 2026-12-01
    """
    with session.read() as db:
        now = session.read_clock(db)
        day = now[:10] if on is None else inputs.read_past_or_coming_day(on, now, "--on")
        policies = policy_of(db)
    _show_policy(session, policies.policy_on(day), _find_first_day(policies, day))


def _find_first_day(policies: Policy, day: str) -> str | None:
    """The first day of the policy in force on a day; None: it is the first one."""
    return max((begins for begins, _ in policies.later if begins <= day), default=None)


def list_(session: Session) -> None:
    """Print which policies the store has followed and will follow, each from which day, and who set it.

    One that was planned is taken back by undoing its operation.

    Example: leadctl policy list
    """
    with session.read() as db:
        rows = policies(db, session.read_clock(db)[:10])
    columns = (
        Column("from", N_("Holds from"), "date"),
        Column("policy", N_("Policy")),
        Column("in_force", N_("In force")),
        Column("by", N_("Set by")),
        Column("set_at", "set_at", readers=(PROGRAM,)),
        Column("when", N_("Set at"), drop=1, readers=PEOPLE),
        Column("operation", N_("Operation"), "int", drop=2),
    )
    shown = [{**row, "when": row["set_at"][:16].replace("T", " ")} for row in rows]
    session.show(Page(rows, (Table(columns, shown),), N_("Policies")))


def check(session: Session, file: PolicyFile) -> None:
    """Read a policy's file and print what it says; nothing is changed.

    Example: leadctl policy check examples/three-step.toml
    """
    _show_policy(session, parse_policy(inputs.read_policy_text(file)), None)


def set_(session: Session, name: PolicyArgument, from_: PolicyFrom = None) -> None:
    """Follow another policy from today, or from a day to come; what happened before stays under the policy of its day.

    A contact window that still runs on that day is dated again, to no day before it. Setting again for the same day
    replaces what was set for it. On the day a store was made, and while it has no leads, its first policy is replaced.

    Examples:

      leadctl policy set four-grade

      leadctl policy set our-policy.toml --from 2027-01-01
    """
    text = inputs.read_policy_text(name)
    policy = parse_policy(text)
    with session.write("policy set") as writer:
        begins = _read_first_day(from_, writer)
        from_on, count = follow_policy(writer, text, begins)
        strangers = _count_unknown_grades(writer.db, policy)
        writer.summary = f"policy {policy.name}" + (f" from {from_on}" if from_on else "")
        answer = {"policy": policy.name, "from": from_on, "leads": count, "strangers": strangers}
        answer["operation"], ahead, following = (
            writer.operation,
            begins > writer.today,
            writer.policy.policy_on(begins).later,
        )
    _warn_of_consequences(policy, strangers, following)
    sentence = N_("policy {policy}: in force; leads derived again: {count}")
    if ahead:
        sentence = N_("policy {policy}: in force from {day}; leads derived again: {count}")
    session.report(session.say(sentence, policy=policy.name, day=begins, count=count), answer)


def _read_first_day(text: str | None, writer: Writer) -> str:
    """The day from which a policy is to hold: today, or one that comes."""
    if text is None:
        return writer.today
    day = inputs.read_past_or_coming_day(text, writer.now, "--from")
    if day < writer.today:
        raise Refused(
            "--from {day} has passed: what happened since stays under the policy of its day. "
            "Leave --from out, or name a day to come.",
            day=day,
        )
    return day


def _count_unknown_grades(db: Database, policy: Policy) -> dict[str, int]:
    """Grades of open leads that the policy does not have, and how many leads have them."""
    return {grade: count for grade, count in open_grades(db).items() if grade not in policy.rules}


def _warn_of_consequences(policy: Policy, strangers: dict[str, int], following: tuple[tuple[str, Policy], ...]) -> None:
    for grade, leads in strangers.items():
        warn(
            "open leads of grade {grade}, which {policy} lacks: {leads}; they are treated as {coldest}",
            grade=grade,
            policy=policy.name,
            leads=leads,
            coldest=policy.coldest,
        )
    for day, later in following[:1]:
        warn("from {day} the store follows {later}, as was set before", day=day, later=later.name)


def _show_policy(session: Session, policy: Policy, begins: str | None) -> None:
    columns = (
        Column("grade", N_("Grade")),
        Column("label", N_("Label")),
        Column("within", N_("Purchase within"), labels=HORIZONS),
        Column("due_from_days", N_("Due from day"), "int"),
        Column("overdue_after_days", N_("Due by day"), "int"),
        Column("neglect_days", N_("Neglect"), "int", drop=1),
        Column("aim", "aim", readers=(PROGRAM,)),
        Column("asked", N_("To ask"), readers=WRITTEN),
    )
    data = _policy_record(policy, begins)
    shown = [
        row | {"asked": session.translate(rule.aim)}
        for row, rule in zip(_grade_rows(policy), policy.rules.values(), strict=True)
    ]
    title = policy.name if begins is None else session.say(N_("{policy}, from {day}"), policy=policy.name, day=begins)
    session.show(Page(data, (Table(columns, shown, below="asked"),), title, _describe_policy(session, policy)))


def _policy_record(policy: Policy, begins: str | None) -> dict[str, object]:
    return {
        "policy": policy.name,
        "unknown": policy.unknown,
        "first_follow_up_days": policy.first_follow_up_days,
        "retry_days": policy.retry_days,
        "letter_days": policy.letter_days,
        "closed": sorted(policy.closed),
        "grades": _grade_rows(policy),
        "from": begins,
        "opens": policy.opens,
        "closes": policy.closes,
        "later": [{"from": day, "policy": later.name} for day, later in policy.later],
        "neglect": policy.neglect._asdict(),
        "dispatch": policy.dispatch,
    }


def _grade_rows(policy: Policy) -> list[dict[str, object]]:
    return [
        {
            "grade": rule.grade,
            "label": rule.label,
            "within": _describe_horizon(rule.days, rule.months),
            "due_from_days": rule.first,
            "overdue_after_days": rule.last,
            "neglect_days": rule.neglect,
            "aim": rule.aim,
        }
        for rule in policy.rules.values()
    ]


def _describe_policy(session: Session, policy: Policy) -> tuple[str, ...]:
    values = {"opens": policy.opens, "closes": policy.closes, "count": len(policy.closed)}
    hours = session.say(N_("Open from {opens} to {closes}; closed dates: {count}."), **values)
    pool = session.say(
        N_("Neglected leads: days announced before the pool {announce}; days kept from who lost them {keep_away}."),
        **policy.neglect._asdict(),
    )
    dispatch = session.translate(DISPATCH_RULES[policy.dispatch])
    later = (session.say(N_("From {day}: {policy}"), day=day, policy=later.name) for day, later in policy.later)
    return (hours, pool, dispatch, *later)


def _describe_horizon(days: int | None, months: int | None) -> str | None:
    if days is not None:
        return f"{days} days" if days != 1 else "1 day"
    if months is not None:
        return f"{months} months" if months != 1 else "1 month"
    return None


COMMAND = Group(
    __doc__,
    {
        "show": Command(show, LISTING),
        "list": Command(list_, LISTING),
        "set": Command(set_, needs=NEEDS_MANAGER),
        "check": Command(check, LISTING),
    },
)
