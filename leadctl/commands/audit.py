"""``leadctl audit``: what a manager checks before trusting the figures."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands.declaration import LISTING, Command, Option
from leadctl.commands.inputs import read_month
from leadctl.commands.options import Month, Reveal
from leadctl.commands.session import Session
from leadctl.commands.spot_checks import check_card, draw_cards
from leadctl.domain.periods import month_period
from leadctl.domain.terms import SPOT_RESULTS
from leadctl.errors import Refused, Sentence, WrongUsage, listing
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.render.page import Page
from leadctl.render.pages.audit import SHOWN, audit_page, findings_table
from leadctl.render.pages.records import records_page
from leadctl.render.values import format_rate
from leadctl.reports.audit import FIGURES, Audit, audit_of, keep_record, list_records, mask_record
from leadctl.store.core.settings import read_setting

if TYPE_CHECKING:
    from leadctl.store.core.connection import Database


ListCheck = Annotated[str | None, Option("--list", "CHECK", "The records behind this check.", known=FIGURES)]
Sample = Annotated[int | None, Option("--sample", "N", "Draw N of the month's cards to call.", min=1)]
Seed = Annotated[int | None, Option("--seed", "N", "Draw the same cards again, for a trial.")]
SpotLead = Annotated[str | None, Option("--check", "LEAD", "This card was called; with --result.")]
SpotResult = Annotated[str | None, Option("--result", "RESULT", "What the call found.", known=SPOT_RESULTS)]
SpotNote = Annotated[str | None, Option("--note", "TEXT", "What was said on the call.")]


class Asked(NamedTuple):
    """Of when an audit is asked for, and what it is to do instead of printing its page."""

    month: Month = None
    list_: ListCheck = None
    reveal: Reveal = False
    sample: Sample = None
    seed: Seed = None
    check: SpotLead = None
    result: SpotResult = None
    note: SpotNote = None


def audit(session: Session, asked: Asked) -> None:
    """What looks wrong: gaps in the register, cards, grades, neglect, churn nobody verified; and spot checks.

    Exit code 1 when a limit of the policy's table [audit] is exceeded.

    Examples:

      leadctl audit --month last                            the checks of last month's register, and of today

      leadctl audit --list incomplete                       the records behind a check

      leadctl audit --sample 10                             draw ten of the month's cards to call

      leadctl audit --check 42 --result true --note "came with his wife"
    """
    _refuse_mixed(asked)
    if asked.sample is not None:
        draw_cards(session, asked.sample, asked.month, asked.seed)
    elif asked.check is not None:
        check_card(session, asked.check, str(asked.result), asked.note)
    elif asked.list_ is not None:
        _show_records(session, asked.month, asked.list_, asked.reveal)
    else:
        _show_page(session, asked.month, asked.reveal)


def _refuse_mixed(asked: Asked) -> None:
    """Refuse options that do not go together."""
    if sum(option is not None for option in (asked.sample, asked.check, asked.list_)) > 1:
        raise WrongUsage("Choose one of --sample, --check and --list.")
    if asked.seed is not None and asked.sample is None:
        raise WrongUsage("--seed goes with --sample N.")
    if (asked.check is None) != (asked.result is None):
        raise WrongUsage("--check LEAD and --result RESULT go together.")
    if asked.note is not None and asked.check is None:
        raise WrongUsage("--note goes with --check LEAD --result RESULT.")
    if asked.check is not None and asked.month is not None:
        raise WrongUsage("--check takes no --month: a card is known by its lead.")


def _show_page(session: Session, month: str | None, reveal: bool) -> None:
    """Print the page, and only then refuse an audit beyond the limits."""
    with session.read() as db:
        today = session.read_clock(db)[:10]
        period = month_period(read_month(month, today), today)
        found = audit_of(db, period, _most_records(session), keep_record if reveal else mask_record)
        title = _title(session, db, found.month)
    session.show(_page(session, found, title), reveal=reveal)
    if found.exceeded_limits:
        raise Refused(_describe_excess(found))


def _most_records(session: Session) -> int | None:
    """How many records of a check are kept: what programs read has all, a page for people the first of them."""
    if session.output.limit is not None or session.for_programs:
        return session.output.limit
    return SHOWN


def _page(session: Session, found: Audit, title: str) -> Page:
    dates = N_("Register, cards and spot checks of {month}; all else as of {day}.")
    notes = [session.say(dates, month=found.month, day=found.day)]
    notes += [] if any(found.counts.values()) else [session.translate(N_("Nothing looks wrong."))]
    return audit_page(found.to_json(), title, session.translate, tuple(notes), session.output.limit)


def _describe_excess(found: Audit) -> Sentence:
    """The sentence with which an audit beyond the store's limits ends."""
    counts, shares, limits = found.counts, found.shares, found.limits
    parts = (
        Sentence("{check} {count} (at most {limit})", check=name, count=counts[name], limit=limits.most[name])
        if name in limits.most
        else Sentence(
            "{check} {share} (at least {limit})",
            check=name,
            share=format_rate(shares[name]),
            limit=format_rate(limits.least[name]),
        )
        for name in found.exceeded_limits
    )
    sentence = "The store's limits are exceeded: {checks}. See: leadctl audit --list {first}"
    return Sentence(sentence, checks=listing(parts), first=found.exceeded_limits[0])


def _show_records(session: Session, month: str | None, check: str, reveal: bool) -> None:
    with session.read() as db:
        today = session.read_clock(db)[:10]
        period = month_period(read_month(month, today), today)
        found = list_records(db, period, check)
        title = f"{_title(session, db, str(period))} · {check}"
    session.show(_records_page(session, found, title, reveal=reveal), reveal=reveal)


def _records_page(session: Session, found: list[dict[str, object]], title: str, *, reveal: bool) -> Page:
    if found and "since" not in found[0]:  # the records of a figure that a report counts too
        return records_page(found, title, reveal=reveal)
    shown = found if reveal else [mask_record(record) for record in found]
    return Page(shown, (findings_table(shown, session.translate),), title)


def _title(session: Session, db: Database, month: str) -> str:
    parts = (read_setting(db, "store"), f"{session.translate(N_('Audit'))} {month}")
    return " · ".join(part for part in parts if part)


COMMAND = Command(audit, LISTING)
