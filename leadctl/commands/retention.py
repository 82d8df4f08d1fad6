"""``leadctl retention``: keep people no longer than the store needs them."""

from __future__ import annotations

import sys

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import LISTING, Argument, Command, Group, Option
from leadctl.commands.options import Reveal, Yes
from leadctl.commands.permissions import NEEDS_MANAGER
from leadctl.commands.sentences import count_things
from leadctl.commands.session import Session, warn
from leadctl.domain.phones import mask_phone
from leadctl.errors import Refused, Sentence, WrongUsage, count_sentence, template
from leadctl.locale import N_
from leadctl.render.page import PEOPLE, PROGRAM, Column, Page, Table
from leadctl.store.core.key_file import make_key, read_key
from leadctl.store.privacy.forgetting import clean_pages, find_referring_customer, forget_customer
from leadctl.store.privacy.retention import (
    Past,
    Retention,
    erase_visits,
    find_past,
    find_past_visits,
    retention_of,
    set_retention,
)

if TYPE_CHECKING:
    from leadctl.store.core.connection import Database

MOST_MONTHS = 600
NO_RULE = "none"

Months = Annotated[str, Argument("MONTHS", "Months after the last that happened; none: keep everybody.")]
Churned = Annotated[
    int | None,
    Option("--churned", "M", "Of who was lost and owns no car; left out: as all.", min=1, max=MOST_MONTHS),
]
Anonymous = Annotated[
    int | None, Option("--anonymous", "M", "Of visits without a phone; left out: as all.", min=1, max=MOST_MONTHS)
]


def list_(session: Session, reveal: Reveal = False) -> None:
    """Print who has been kept for longer than the store's rule says, the longest first.

    Examples:

      leadctl retention set 36 --churned 12 --anonymous 6

      leadctl retention list

      leadctl retention apply
    """
    with session.read() as db:
        rule, today = _read_rule(db), session.read_clock(db)[:10]
        past, visits = find_past(db, rule, today), find_past_visits(db, rule, today)
    rows = [one._asdict() | {"phone": one.phone if reveal else mask_phone(one.phone)} for one in past]
    columns = (
        Column("customer", N_("Customer no."), "int"),
        Column("name", N_("Name")),
        Column("phone", N_("Phone")),
        Column("last_on", N_("Last heard of"), "date"),
        Column("churned", N_("Lost"), readers=PEOPLE),
        Column("churned", "churned", readers=(PROGRAM,)),
    )
    data = {"rule": rule._asdict(), "customers": rows, "visits_without_phone": len(visits)}
    table = Table(columns, rows, note="" if rows else N_("Nobody is past the rule."))
    session.show(Page(data, (table,), N_("Past the rule"), (_describe(session, rule, past, visits),)), reveal=reveal)


def set_(session: Session, months: Months, churned: Churned = None, anonymous: Anonymous = None) -> None:
    """Set for how many months people are kept after the last that happened; none takes the rule back.

    Nobody is forgotten by that: see leadctl retention, then leadctl retention apply.

    Example: leadctl retention set 36 --churned 12 --anonymous 6
    """
    rule = None if months.strip().lower() == NO_RULE else _make_rule(months, churned, anonymous)
    with session.write("retention set") as writer:
        set_retention(writer, rule)
        writer.summary = "retention: none" if rule is None else f"retention: {rule.months} months"
        operation = writer.operation
    sentence = N_("everybody is kept")
    if rule is not None:
        sentence = N_("months kept: {months}; who was lost: {churned}; visits without a phone: {anonymous}")
    known = {} if rule is None else rule._asdict()
    session.report(session.say(sentence, **known), {"rule": known or None, "operation": operation})


def apply(session: Session, yes: Yes = False) -> None:
    """Forget everybody who is past the rule, after a look; figures stay. It cannot be undone.

    Each customer is forgotten as by leadctl forget, by an operation of its own; visits without a phone together.

    Example: leadctl retention apply --yes
    """
    with session.read() as db:
        rule, today = _read_rule(db), session.read_clock(db)[:10]
        past, visits = find_past(db, rule, today), find_past_visits(db, rule, today)
    print(_describe(session, rule, past, visits), file=sys.stderr)
    if not yes and (past or visits):
        _confirm(session, past)
    operations = [_forget(session, one.customer) for one in past]
    if visits:
        operations.append(_empty_visits(session, visits))
    if operations:
        clean_pages(session.file)
        warn("backups and the files that were imported still hold them: clean those as well")
    answer = {"customers": [one.customer for one in past], "visits": len(visits), "operations": operations}
    sentence = N_("forgotten: {customers} and {visits}; their figures stay")
    session.report(session.say(sentence, **_count(past, visits)), answer)


def _count(past: list[Past], visits: list[int]) -> dict[str, Sentence]:
    customers = count_sentence(len(past), template("1 customer"), template("{count} customers"))
    one, many = template("1 visit without a phone"), template("{count} visits without a phone")
    return {"customers": customers, "visits": count_sentence(len(visits), one, many)}


def _make_rule(months: str, churned: int | None, anonymous: int | None) -> Retention:
    word = months.strip()
    if not (word.isascii() and word.isdigit() and 1 <= int(word) <= MOST_MONTHS):
        raise WrongUsage("MONTHS {months!r} is no number from 1 to {most}, nor none.", months=months, most=MOST_MONTHS)
    count = int(word)
    return Retention(count, churned or count, anonymous or count)


def _read_rule(db: Database) -> Retention:
    rule = retention_of(db)
    if rule is None:
        raise Refused("No rule is set; set one with: leadctl retention set MONTHS")
    return rule


def _describe(session: Session, rule: Retention, past: list[Past], visits: list[int]) -> str:
    sentence = N_(
        "past the rule: {customers} (nothing heard for months: {months}; where they were lost: {churned}), and "
        "{visits} (months old: {anonymous})"
    )
    return session.say(sentence, **_count(past, visits), **rule._asdict())


def _confirm(session: Session, past: list[Past]) -> None:
    if not sys.stdin.isatty():
        raise Refused("This erases people for good; look at leadctl retention, then say --yes.")
    for one in past[:20]:
        print(f"  c{one.customer}  {one.name or '-'}  {mask_phone(one.phone) or '-'}  {one.last_on}", file=sys.stderr)
    print(session.say(N_("Forget them all for good? [y/N] ")), end="", file=sys.stderr)
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "是"):
        raise Refused("Nothing was changed.")


def _forget(session: Session, customer: int) -> int:
    with session.write("forget") as writer:
        key = read_key(session.file) or make_key(session.file)
        forget_customer(writer, customer, inputs.find_phone, inputs.national_digits, key=key)
        writer.summary = f"c{customer}, past the rule of retention"
        return writer.operation


def _empty_visits(session: Session, visits: list[int]) -> int:
    with session.write("forget") as writer:
        key = read_key(session.file) or make_key(session.file)

        def find_referrer(text: str) -> int | None:
            return find_referring_customer(writer.db, text, inputs.find_phone)

        erase_visits(writer, visits, find_referrer, key)
        writer.summary = f"{count_things(len(visits), 'visit')} without a phone, past the rule of retention"
        return writer.operation


COMMAND = Group(
    __doc__,
    {
        "list": Command(list_, LISTING),
        "set": Command(set_, needs=NEEDS_MANAGER),
        "apply": Command(apply, needs=NEEDS_MANAGER),
    },
    default="list",
)
