"""``leadctl campaign invite`` and what follows: who is asked to come, and who promised to."""

from __future__ import annotations

from datetime import date

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Option
from leadctl.commands.options import CampaignName, Gender, Lead
from leadctl.commands.sentences import count_things, describe_lead, join_parts
from leadctl.commands.session import Session
from leadctl.domain.campaigns import GROUPS
from leadctl.domain.days import add_days, add_months
from leadctl.domain.terms import GRADES
from leadctl.errors import Refused, WrongUsage
from leadctl.locale import N_
from leadctl.locale.labels import GENDERS
from leadctl.named_tuple import NamedTuple
from leadctl.store.queries.customers import find_tag
from leadctl.store.queries.leads import record
from leadctl.store.records.invitations import Guests, fit_of_list, invite_leads, mark_invitation

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer

Who = Annotated[str | None, Option("--who", "GROUP", "not-sold: came and did not buy.", known=GROUPS)]
WithTag = Annotated[str | None, Option("--tag", "TAG", "Customers with this tag.")]
OfGrade = Annotated[str | None, Option("--grade", "H[,A]", "Leads of these grades.", known=GRADES)]
OfModel = Annotated[str | None, Option("--model", "MODEL[,MODEL]", "Leads that ask for one of these models.")]
OfSource = Annotated[str | None, Option("--source", "CODE[,CODE]", "Leads that came from one of these sources.")]
OfAge = Annotated[str | None, Option("--age", "FROM-TO", "Customers of this age, such as 25-34, 55- or -30.")]
QuietSince = Annotated[str | None, Option("--last-contact", "DATE", "Leads last contacted before this day.")]

OLDEST = 120
"""No customer is older."""


class Meant(NamedTuple):
    """Who is to be invited, as it was typed."""

    who: Who = None
    tag: WithTag = None
    grade: OfGrade = None
    model: OfModel = None
    source: OfSource = None
    age: OfAge = None
    gender: Gender = None
    last_contact: QuietSince = None


AnsweredOn = Annotated[str | None, Option("--on", "DATE", "When; left out: today.")]


def invite(session: Session, name: CampaignName, meant: Meant) -> None:
    """Put leads on a campaign's invitation list, and share it out: each lead's own consultant, the rest in turn.

    never-came: open leads whose contact was captured but who never came; not-sold: those who came and did not
    buy. Without --who they are open leads; a tag alone fits owners too. Several options narrow the group down.

    Examples:

      leadctl campaign invite wave-down-tour --who never-came

      leadctl campaign invite golf-day --tag golf

      leadctl campaign invite new-x5 --grade H,A --model "X5,X3" --age 30-45 --last-contact 2026-11-01
    """
    if meant == Meant():
        raise WrongUsage(
            "Say whom: --who {groups}, --tag TAG, or by grade, model, source, age, gender or last contact.",
            groups=" or --who ".join(GROUPS),
        )
    with session.write("campaign invite") as writer:
        campaign = inputs.read_campaign(writer.db, name)
        title, last = campaign.campaign, campaign.ends_on
        if last is not None and last < writer.today:
            raise Refused("{title!r} is over since {last}.", title=title, last=last)
        guests = _read_guests(writer, meant)
        shares = invite_leads(writer, campaign.id, guests)
        count = sum(shares.values())
        if not count:
            raise Refused(
                "Nobody else fits: who does is on the list of {title!r}, or came to it, already.", title=title
            )
        writer.summary = f"{count_things(count, 'lead')} on the list of {title}"
        shared = [{"consultant": person or None, "listed": share} for person, share in shares.items()]
        answer = {"campaign": title, "who": guests.who, "tag": guests.tag, "listed": count, "by_consultant": shared}
        answer |= {"operation": writer.operation}
    told = join_parts(
        session, (f"{person or session.translate(N_('nobody'))} {share}" for person, share in shares.items())
    )
    session.report(session.say(N_("{name}: {count} to invite ({told})"), name=title, count=count, told=told), answer)


def mark_invited(session: Session, name: CampaignName, lead: Lead, on: AnsweredOn = None) -> None:
    """A lead on the list was invited.

    Example: leadctl campaign invited golf-day 42
    """
    _mark_lead(session, name, lead, on, confirmed=False)


def mark_confirmed(session: Session, name: CampaignName, lead: Lead, on: AnsweredOn = None) -> None:
    """A lead on the list promised to come.

    Example: leadctl campaign confirmed golf-day 42 --on yesterday
    """
    _mark_lead(session, name, lead, on, confirmed=True)


def _mark_lead(session: Session, name: str, lead: str, on: str | None, *, confirmed: bool) -> None:
    word = "confirmed" if confirmed else "invited"
    with session.write(f"campaign {word}") as writer:
        campaign = inputs.read_campaign(writer.db, name)
        number = inputs.read_lead(writer.db, lead, fit_of_list(campaign))
        day = writer.today if on is None else inputs.read_day(on, writer.now, "fact")
        mark_invitation(writer, campaign.id, number, day, confirmed=confirmed)
        writer.summary = f"lead {number} {word}, {campaign.campaign}"
        answer = record(writer.db, number, writer.today)
        answer |= {"campaign": campaign.campaign, word: day, "operation": writer.operation}
    sentence = N_("comes to {name}; {next}") if confirmed else N_("invited to {name}; {next}")
    session.report(describe_lead(session, answer, sentence, name=campaign.campaign), answer)


def _read_guests(writer: Writer, meant: Meant) -> Guests:
    """Who is meant. Raises Refused for a model, a source or a tag that the store does not know."""
    db, models, sources = writer.db, meant.model, meant.source
    quiet = meant.last_contact
    return Guests(
        who=_read_choice(meant.who, GROUPS, "--who"),
        tag=None if meant.tag is None else find_tag(db, inputs.read_tag(meant.tag)),
        grades=None if meant.grade is None else inputs.read_grades([meant.grade], GRADES),
        models=None if models is None else inputs.read_known_models(db, inputs.split_words([models])),
        sources=None
        if sources is None
        else tuple(inputs.read_source_id(db, word) for word in inputs.split_words([sources])),
        born=None if meant.age is None else birthdays_of(meant.age, writer.today),
        gender=_read_choice(meant.gender, tuple(GENDERS), "--gender"),
        quiet_since=None if quiet is None else inputs.read_day(quiet, writer.now, "fact", "--last-contact"),
    )


def _read_choice(word: str | None, known: tuple[str, ...], option: str) -> str | None:
    return None if word is None else inputs.read_choice(word, known, option)


def birthdays_of(age: str, today: str) -> tuple[str, str]:
    """The first and the last birthday of who is of an age today: ``25-34``, ``55-``, ``-30``, ``40``. Raises WrongUsage
    for what is no age."""
    low, dash, high = (part.strip() for part in age.partition("-"))
    if not (low or high) or not all(
        part.isascii() and part.isdigit() and len(part) < 4 for part in (low, high) if part
    ):
        raise _no_age(age)
    youngest, oldest = int(low or 0), int(high or OLDEST) if dash else int(low)
    if youngest > oldest:
        raise _no_age(age)
    day = date.fromisoformat(today)
    return add_days(add_months(day, -12 * (oldest + 1)).isoformat(), 1), add_months(day, -12 * youngest).isoformat()


def _no_age(age: str) -> WrongUsage:
    return WrongUsage("--age {age!r} is no age; expected such as 25-34, 55- or -30.", age=age)
