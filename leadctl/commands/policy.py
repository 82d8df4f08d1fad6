"""The store's policy: grades, their horizons and contact windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands.init import policy_text
from leadctl.commands.session import Session, warn
from leadctl.domain.policy import Policy, parse_policy
from leadctl.locale import N_
from leadctl.locale.labels import HORIZONS

if TYPE_CHECKING:
    from leadctl import options as o
    from leadctl.store.connection import Database


def show(session: Session) -> None:
    """Print the policy in force.

    Example: leadctl policy show
    """
    from leadctl.store.settings import policy_of

    with session.read() as db:
        policy = policy_of(db)
    _print(session, policy)


def check(session: Session, file: o.PolicyFile) -> None:
    """Read a policy's file and print what it says; nothing is changed.

    Example: leadctl policy check examples/three-step.toml
    """
    _print(session, parse_policy(policy_text(file)))


def set_(session: Session, name: o.PolicyArgument) -> None:
    """Follow another policy from now on: every lead is derived again under it.

    Examples:

      leadctl policy set four-grade

      leadctl policy set our-policy.toml
    """
    from leadctl.store.settings import change_policy

    text = policy_text(name)
    policy = parse_policy(text)
    with session.write("policy set") as writer:
        count = change_policy(writer, text)
        strangers = _strangers(writer.db, policy)
        writer.summary = f"policy {policy.name}"
        operation = writer.operation
    for grade, leads in strangers.items():
        warn(f"open leads of grade {grade}, which {policy.name} lacks: {leads}; they are treated as {policy.coldest}")
    answer = {"policy": policy.name, "leads": count, "strangers": strangers, "operation": operation}
    sentence = N_("policy {policy}: in force; leads derived again: {count}")
    session.report(session.say(sentence, policy=policy.name, count=count), answer)


def _strangers(db: Database, policy: Policy) -> dict[str, int]:
    """Grades of open leads that the policy does not have, and how many leads have them."""
    from leadctl.store.leads import open_grades

    return {grade: count for grade, count in open_grades(db).items() if grade not in policy.rules}


def _print(session: Session, policy: Policy) -> None:
    from leadctl.render.page import Column, Page, Table

    rows = [
        {
            "grade": rule.grade,
            "label": rule.label,
            "within": _within(rule.days, rule.months),
            "due_from_days": rule.first,
            "overdue_after_days": rule.last,
            "neglect_days": rule.neglect,
            "aim": rule.aim,
        }
        for rule in policy.rules.values()
    ]
    columns = (
        Column("grade", N_("Grade")),
        Column("label", N_("Label")),
        Column("within", N_("Purchase within"), labels=HORIZONS),
        Column("due_from_days", N_("Due from day"), "int"),
        Column("overdue_after_days", N_("Due by day"), "int"),
        Column("neglect_days", N_("Neglect"), "int", drop=1),
        Column("aim", "aim", only=("csv",)),
        Column("asked", N_("To ask"), only=("plain", "markdown")),
    )
    data = {
        "policy": policy.name,
        "unknown": policy.unknown,
        "first_follow_up_days": policy.first_follow_up_days,
        "retry_days": policy.retry_days,
        "letter_days": policy.letter_days,
        "closed": sorted(policy.closed),
        "grades": rows,
    }
    shown = [row | {"asked": session.translate(str(row["aim"]))} for row in rows]
    session.show(Page(data, (Table(columns, shown, below="asked"),), policy.name))


def _within(days: int | None, months: int | None) -> str | None:
    if days is not None:
        return f"{days} days" if days != 1 else "1 day"
    if months is not None:
        return f"{months} months" if months != 1 else "1 month"
    return None


VERBS = (("show", show, "listing"), ("set", set_, "record"), ("check", check, "listing"))
