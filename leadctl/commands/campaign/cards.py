"""A campaign's card: what is planned, what it cost, who approved it and how it went."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Option
from leadctl.commands.options import Amount, CampaignName, Note, Reveal
from leadctl.commands.session import Session
from leadctl.domain.campaigns import COST_ITEMS
from leadctl.domain.periods import all_time
from leadctl.domain.phones import mask_phone
from leadctl.errors import Refused, WrongUsage
from leadctl.locale import N_
from leadctl.locale.labels import COST_ITEMS as ITEM_LABELS
from leadctl.named_tuple import NamedTuple
from leadctl.render.page import Page
from leadctl.render.pages.campaigns import card_table, costs_table, invitations_table, overview_table, tasks_table
from leadctl.render.values import format_money
from leadctl.reports.campaigns import campaigns
from leadctl.store.records.campaigns import (
    add_campaign,
    add_cost,
    approve_campaign,
    campaign_cards,
    cost_of,
    costs_of,
    find_campaign,
    tasks_of,
)
from leadctl.store.records.invitations import invitations_of

if TYPE_CHECKING:
    from leadctl.store.records.campaigns import Campaign


CampaignKind = Annotated[str | None, Option("--kind", "KIND", "What kind it is, such as tour or auto-show.")]
CampaignSource = Annotated[str | None, Option("--source", "CODE", "The source it belongs to, such as outreach.")]
Start = Annotated[str | None, Option("--start", "DATE", "Its first day.")]
End = Annotated[str | None, Option("--end", "DATE", "Its last day; left out: the first.")]
CampaignBudget = Annotated[str | None, Option("--budget", "YUAN", "What it may cost, such as 3000.")]
CostItem = Annotated[str, Argument("ITEM", known=COST_ITEMS)]
SpentOn = Annotated[str | None, Option("--on", "DATE", "When; left out: the campaign's first day, or today.")]
SummaryText = Annotated[str, Argument("TEXT", "How it went, and what to do otherwise.")]
OfConsultant = Annotated[str | None, Option("--consultant", "NAME", "Only this consultant's invitations.")]
CARD = ("campaign", "kind", "source", "starts_on", "ends_on", "budget", "approved_by", "approved_on", "summary")


class CardOptions(NamedTuple):
    """What is known of a campaign when it is planned."""

    kind: CampaignKind = None
    start: Start = None
    end: End = None
    budget: CampaignBudget = None
    source: CampaignSource = None


def add(session: Session, name: CampaignName, card: CardOptions) -> None:
    """Plan a campaign. Visits that name it, before or after, are its own.

    Example: leadctl campaign add wave-down-tour --kind tour --start 2026-12-05 --end 2026-12-06 --budget 3000
    """
    title = inputs.read_line(name)
    if title is None:
        raise Refused("A campaign needs a name.")
    with session.write("campaign add") as writer:
        start, end = _read_days(card, writer.now)
        source = inputs.read_line(card.source)
        add_campaign(
            writer,
            title,
            kind=inputs.read_line(card.kind),
            source=None if source is None else inputs.read_source_id(writer.db, source),
            starts_on=start,
            ends_on=end,
            budget=inputs.read_price(card.budget, "--budget"),
        )
        writer.summary = f"campaign {title} added"
        answer = _card_record(find_campaign(writer.db, title)) | {"operation": writer.operation}
    sentence = N_("{name}: planned. Next: leadctl campaign tasks {name!r} --usual")
    session.report(session.say(sentence, name=title), answer)


def _read_days(card: CardOptions, now: str) -> tuple[str | None, str | None]:
    """First and last day; a campaign that is recorded afterwards may be past."""
    start = None if card.start is None else inputs.read_past_or_coming_day(card.start, now, "--start")
    end = start if card.end is None else inputs.read_past_or_coming_day(card.end, now, "--end")
    if end is not None and (start is None or end < start):
        raise WrongUsage("--end needs a --start that does not lie after it.")
    return start, end


def _card_record(card: Campaign) -> dict[str, object]:
    values = card._asdict()
    return {key: values[key] for key in CARD}


def cost(
    session: Session,
    name: CampaignName,
    item: CostItem,
    amount: Amount,
    on: SpentOn = None,
    note: Note = None,
) -> None:
    """Record what was spent on a campaign.

    Example: leadctl campaign cost wave-down-tour materials 1500 --note "flyers and a banner"
    """
    inputs.read_choice(item, COST_ITEMS, "ITEM")
    yuan = inputs.read_amount(amount)
    with session.write("campaign cost") as writer:
        campaign = inputs.read_campaign(writer.db, name)
        day = min(campaign.starts_on or writer.today, writer.today)
        if on is not None:
            day = inputs.read_day(on, writer.now, "fact")
        identity = add_cost(writer, campaign.id, item=item, amount=yuan, spent_on=day, note=inputs.read_line(note))
        whole = cost_of(writer.db, campaign.id)
        writer.summary = f"{yuan:g} for {campaign.campaign}, {item}"
        answer = {"campaign": campaign.campaign, "cost": identity, "item": item, "amount": yuan, "on": day}
        answer |= {"total": whole, "budget": campaign.budget, "operation": writer.operation}
    sentence = N_("{name}: {amount} yuan for {item}, {total} altogether")
    label = session.translate(ITEM_LABELS[item])
    session.report(
        session.say(
            sentence, name=answer["campaign"], amount=_format_yuan(yuan), item=label, total=_format_yuan(whole)
        ),
        answer,
    )


def _format_yuan(amount: float) -> str:
    return format_money(amount)


def approve(session: Session, name: CampaignName) -> None:
    """Approve a campaign, in the name of whoever acts.

    Example: leadctl campaign approve wave-down-tour --as "Manager Chen"
    """
    with session.write("campaign approve") as writer:
        campaign = inputs.read_campaign(writer.db, name)
        approve_campaign(writer, campaign)
        writer.summary = f"campaign {campaign.campaign} approved"
        answer = _card_record(inputs.read_campaign(writer.db, name)) | {"operation": writer.operation}
    session.report(session.say(N_("{name}: approved"), name=answer["campaign"]), answer)


def summary(session: Session, name: CampaignName, text: SummaryText) -> None:
    """Write down how a campaign went; a later summary takes the place of an earlier one.

    Example: leadctl campaign summary wave-down-tour "810 leads; the banner came too late"
    """
    words = inputs.read_line(text)
    if words is None:
        raise Refused("A summary needs some words.")
    with session.write("campaign summary") as writer:
        campaign = inputs.read_campaign(writer.db, name)
        writer.update("campaigns", campaign.id, summary=words)
        writer.summary = f"summary of {campaign.campaign}"
        answer = _card_record(inputs.read_campaign(writer.db, name)) | {"operation": writer.operation}
    session.report(session.say(N_("{name}: summary kept"), name=answer["campaign"]), answer)


def list_(session: Session) -> None:
    """Print all campaigns: those with a card, and those that only leads name.

    Example: leadctl campaign list
    """
    with session.read() as db:
        cards = {card.campaign: _card_record(card) for card in campaign_cards(db)}
        lines = campaigns(db, all_time(session.read_clock(db)[:10]).span)
    nothing = dict.fromkeys(CARD[3:])
    rows = [
        {
            **line.to_json(),
            **{key: cards.get(line.name or "", nothing)[key] for key in nothing},
            "card": line.name in cards,
        }
        for line in lines
    ]
    session.show(Page(rows, (overview_table(rows),), N_("Campaigns")))


def show(session: Session, name: CampaignName, consultant: OfConsultant = None, reveal: Reveal = False) -> None:
    """Print one campaign: its card, costs, tasks, and the invitation list with what came of it.

    Example: leadctl campaign show wave-down-tour --consultant "Li Na" --reveal
    """
    with session.read() as db:
        row = inputs.read_campaign(db, name)
        member = None if consultant is None else inputs.read_consultant(db, consultant).id
        card = _card_record(row) | {"cost": cost_of(db, row.id)}
        costs = [cost._asdict() for cost in costs_of(db, row.id)]
        todo = [task._asdict() for task in tasks_of(db, row.id)]
        invitations = invitations_of(db, row.id, member)
    guests = [
        guest._asdict() if reveal else guest._replace(phone=mask_phone(guest.phone))._asdict() for guest in invitations
    ]
    tables = (card_table(card), costs_table(costs), tasks_table(todo), invitations_table(guests))
    session.show(
        Page(card | {"costs": costs, "tasks": todo, "invitations": guests}, tables, row.campaign), reveal=reveal
    )
