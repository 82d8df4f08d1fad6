"""Rewards for who refers or hands out flyers: promised, and paid; what is due: leadctl report referrals."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import LISTING, Argument, Command, Group, Option
from leadctl.commands.options import Amount, Reveal
from leadctl.commands.permissions import NEEDS_MANAGER
from leadctl.commands.sentences import count_things
from leadctl.commands.session import Session
from leadctl.domain.periods import all_time
from leadctl.domain.phones import mask_phone
from leadctl.domain.referrals import OCCASIONS, mask_numbers
from leadctl.errors import Refused, Sentence, WrongUsage, unknown_name
from leadctl.locale import N_
from leadctl.locale.labels import OCCASIONS as LABELS
from leadctl.render.page import Page
from leadctl.render.pages.records import records_page
from leadctl.render.pages.referrals import rewards_table
from leadctl.render.values import format_money
from leadctl.reports.referrals import Account, Referrer, find_account
from leadctl.store.queries.customers import refuse_forgotten
from leadctl.store.queries.figures.measures import records
from leadctl.store.queries.figures.payments import PAID
from leadctl.store.queries.lists import ids
from leadctl.store.records.rewards import add_handout, add_payment, refuse_unknown_campaign, reward_rules, set_reward

if TYPE_CHECKING:
    from leadctl.store.core.connection import Database
    from leadctl.store.core.writer import Writer


RewardOccasion = Annotated[str, Argument("OCCASION", known=tuple(OCCASIONS))]
OfCampaign = Annotated[str | None, Option("--campaign", "NAME", "Only for leads of this campaign.")]
RewardTo = Annotated[str, Argument("WHO", "c17, a phone, or the name of a referrer as visits have it.")]
PaidFor = Annotated[str | None, Option("--campaign", "NAME", "For leads of this campaign.")]
PaidOn = Annotated[str | None, Option("--on", "DATE", "When it was paid; left out: today.")]
PaidNote = Annotated[str | None, Option("--note", "TEXT", "What for, or how.")]
BeyondOpen = Annotated[bool, Option("--beyond-open", help="Pay more than is open: an advance.")]
HandedBy = Annotated[str, Argument("WHO", "Who of the staff handed them out.")]
HandedCount = Annotated[int, Argument("COUNT", "How many.")]
HandedAt = Annotated[str | None, Option("--place", "TEXT", "Where.")]
HandedFor = Annotated[str | None, Option("--campaign", "NAME", "For this campaign.")]
HandedOn = Annotated[str | None, Option("--on", "DATE", "When; left out: today.")]
HandedNote = Annotated[str | None, Option("--note", "TEXT", "What else is worth knowing.")]
Payments = Annotated[bool, Option("--payments", help="What was paid out, instead of what is promised.")]


def set_(session: Session, occasion: RewardOccasion, amount: Amount, campaign: OfCampaign = None) -> None:
    """Promise yuan for each referred lead that comes or test-drives, each car sold, or each flyer handed out; 0 takes
    it back.

    Examples:

      leadctl reward set sale 500

      leadctl reward set flyer 0.2

      leadctl reward set visit 20 --campaign flyer-days
    """
    inputs.read_choice(occasion, tuple(OCCASIONS), "OCCASION")
    yuan = inputs.read_amount(amount)
    name = inputs.read_line(campaign)
    with session.write("reward set") as writer:
        set_reward(writer, occasion, yuan, name)
        writer.summary = f"{yuan:g} for each {occasion}" + (f" of {name}" if name else "")
        answer = {"campaign": name, "occasion": occasion, "amount": yuan, "operation": writer.operation}
    sentence = N_("{amount:g} yuan for each {occasion}")
    session.report(session.say(sentence, amount=yuan, occasion=session.translate(LABELS[occasion])), answer)


_MOST_FLYERS = 1_000_000


def flyers(
    session: Session,
    who: HandedBy,
    count: HandedCount,
    place: HandedAt = None,
    campaign: HandedFor = None,
    on: HandedOn = None,
    note: HandedNote = None,
) -> None:
    """Record flyers that somebody of the staff handed out: how many, and where. See: leadctl report referrals

    Examples:

      leadctl reward flyers "Li Na" 300 --place "north market"

      leadctl reward flyers "Li Na" 120 --place station --campaign flyer-days --on yesterday
    """
    spot, title = inputs.read_line(place), inputs.read_line(campaign)
    if not 0 < count < _MOST_FLYERS:
        raise WrongUsage("COUNT {count} is no number of flyers.", count=count)
    with session.write("reward flyers") as writer:
        day = writer.today if on is None else inputs.read_day(on, writer.now, "fact")
        staff, name = ids(writer.db, "staff"), inputs.read_line(who) or ""
        if name not in staff:
            raise unknown_name(Sentence("staff member"), name, list(staff), Sentence("See: leadctl staff list"))
        if title is not None:
            refuse_unknown_campaign(writer.db, title)
        words = inputs.read_line(note)
        handout = add_handout(
            writer, staff=staff[name], count=count, handed_on=day, place=spot, campaign=title, note=words
        )
        writer.summary = f"handout {handout}: {count_things(count, 'flyer')}"
        answer = {"handout": handout, "staff": name, "count": count, "place": spot, "campaign": title, "on": day}
        answer |= {"operation": writer.operation}
    sentence = N_("{who}: flyers handed out on {day}: {count}")
    session.report(session.say(sentence, who=name, count=count, day=day), answer)


def pay(
    session: Session,
    who: RewardTo,
    amount: Amount,
    campaign: PaidFor = None,
    on: PaidOn = None,
    note: PaidNote = None,
    beyond_open: BeyondOpen = False,
) -> None:
    """Record a reward that was paid to a referrer: an owner, or anybody whom visits name, also one of the staff.

    A payment settles what is due for the oldest leads first. More than is open is refused, unless it is meant.

    Examples:

      leadctl reward pay c17 500

      leadctl reward pay "Li Na" 120 --campaign flyer-days --note "flyers, in cash"
    """
    yuan, title = _read_payable(amount), inputs.read_line(campaign)
    with session.write("reward pay") as writer:
        day = writer.today if on is None else inputs.read_day(on, writer.now, "fact")
        account = find_account(writer.db, writer.today, inputs.read_line(who) or "", inputs.find_phone)
        _refuse_unfit(writer, account, yuan, title, beyond_open=beyond_open)
        customer, name = account.referrer.key
        words = inputs.read_line(note)
        payment = add_payment(
            writer, customer=customer, referrer=name, amount=yuan, paid_on=day, campaign=title, note=words
        )
        writer.summary = f"reward payment {payment}: {yuan:g} yuan"
        left = max(0.0, round(account.open_amount(None) - yuan, 2))
        answer = {"payment": payment, **_describe_referrer(account.referrer), "amount": yuan, "open": left}
        answer |= {"campaign": title, "on": day, "operation": writer.operation}
    payee = answer["referrer"] or f"c{answer['customer_id']}"
    sentence = N_("{who}: {amount} yuan paid, {open} yuan still to be paid")
    session.report(session.say(sentence, who=payee, amount=format_money(yuan), open=format_money(left)), answer)


def _describe_referrer(referrer: Referrer) -> dict[str, object]:
    """Who was paid, as JSON has it."""
    return {"referrer": referrer.name or referrer.phone, "customer_id": referrer.customer, "phone": referrer.phone}


def _read_payable(text: str) -> float:
    yuan = inputs.read_amount(text)
    if round(yuan, 2) != yuan or yuan <= 0:
        raise Refused("A payment is of yuan above 0, to the fen.")
    return yuan


def _refuse_unfit(writer: Writer, account: Account, yuan: float, campaign: str | None, *, beyond_open: bool) -> None:
    """Nothing goes to who was forgotten or for a campaign that is none; more than is open only when it is meant."""
    refuse_forgotten(writer.db, account.referrer.customer)
    if campaign is not None:
        refuse_unknown_campaign(writer.db, campaign)
    left = account.open_amount(campaign)
    if beyond_open or yuan <= left:
        return
    of = "" if campaign is None else Sentence(" for leads of {campaign!r}", campaign=campaign)
    raise Refused(
        "{yuan:g} yuan is more than is open to {who}{of}: {left:g}. "
        "Insist on it with --beyond-open; what is due: leadctl report referrals --all",
        yuan=yuan,
        who=_name_referrer(account.referrer),
        of=of,
        left=left,
    )


def _name_referrer(referrer: Referrer) -> str:
    """Who is meant, without a phone."""
    if referrer.customer is not None:
        return f"c{referrer.customer}"
    return mask_numbers(referrer.name) if referrer.name else str(mask_phone(referrer.phone))


def list_(session: Session, payments: Payments = False, reveal: Reveal = False) -> None:
    """Print what is promised, by the store and for leads of single campaigns; or what was paid.

    Examples:

      leadctl reward list

      leadctl reward list --payments
    """
    with session.read() as db:
        page = _payments_page(session, db, reveal) if payments else _promises_page(db)
    session.show(page, reveal=reveal)


def _promises_page(db: Database) -> Page:
    rows = [
        {"campaign": campaign, "occasion": occasion, "amount": amount}
        for campaign, rule in sorted(reward_rules(db).items(), key=lambda pair: pair[0] or "")
        for occasion, amount in rule.items()
    ]
    return Page(rows, (rewards_table(rows),), N_("Rewards"))


def _payments_page(session: Session, db: Database, reveal: bool) -> Page:
    found = records(db, PAID, all_time(session.read_clock(db)[:10]).span)
    return records_page(found, N_("Rewards paid"), reveal=reveal, limit=session.output.limit)


COMMAND = Group(
    __doc__,
    {
        "set": Command(set_),
        "flyers": Command(flyers),
        "pay": Command(pay, needs=NEEDS_MANAGER),
        "list": Command(list_, LISTING),
    },
)
