"""``leadctl campaign invite`` and what follows: who is asked to come, and who promised to."""

from __future__ import annotations

from typing import Annotated

from leadctl.commands import inputs
from leadctl.commands.declaration import Option
from leadctl.commands.options import CampaignName, Lead
from leadctl.commands.sentences import join_parts
from leadctl.commands.session import Session
from leadctl.domain.campaigns import GROUPS
from leadctl.errors import Refused, WrongUsage
from leadctl.locale import N_
from leadctl.store.queries.customers import find_tag
from leadctl.store.queries.leads import record
from leadctl.store.records.invitations import fit_of_list, invite_leads, mark_invitation

Who = Annotated[str | None, Option("--who", "GROUP", "never-came, or not-sold: came and did not buy.")]
WithTag = Annotated[str | None, Option("--tag", "TAG", "Customers with this tag.")]
AnsweredOn = Annotated[str | None, Option("--on", "DATE", "When; left out: today.")]


def invite(session: Session, name: CampaignName, who: Who = None, tag: WithTag = None) -> None:
    """Put leads on a campaign's invitation list, and share it out: each lead's own consultant, the rest in turn.

    never-came: open leads whose contact was captured but who never came; not-sold: those who came and did not
    buy. A tag fits owners too; with both, a group is narrowed down.

    Examples:

      leadctl campaign invite wave-down-tour --who never-came

      leadctl campaign invite golf-day --tag golf
    """
    if who is None and tag is None:
        raise WrongUsage("Say whom: --who {groups}, or --tag TAG.", groups=" or --who ".join(GROUPS))
    if who is not None:
        inputs.read_choice(who, GROUPS, "--who")
    with session.write("campaign invite") as writer:
        campaign = inputs.read_campaign(writer.db, name)
        title, last = campaign.campaign, campaign.ends_on
        if last is not None and last < writer.today:
            raise Refused("{title!r} is over since {last}.", title=title, last=last)
        wanted = None if tag is None else find_tag(writer.db, inputs.read_tag(tag))
        shares = invite_leads(writer, campaign.id, who, wanted)
        count = sum(shares.values())
        if not count:
            raise Refused(
                "Nobody else fits: who does is on the list of {title!r}, or came to it, already.", title=title
            )
        writer.summary = f"{count} leads on the list of {title}"
        shared = [{"consultant": person or None, "listed": share} for person, share in shares.items()]
        answer = {"campaign": title, "who": who, "tag": wanted, "listed": count, "by_consultant": shared}
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
    sentence = N_("lead {lead}: comes to {name}") if confirmed else N_("lead {lead}: invited to {name}")
    session.report(session.say(sentence, lead=number, name=campaign.campaign), answer)
