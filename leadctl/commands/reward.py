"""Rewards for who refers: promised for each visit, test drive and sale; what is due: leadctl report referrals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands import inputs
from leadctl.commands.session import Session
from leadctl.domain.rewards import OCCASIONS
from leadctl.locale import N_
from leadctl.locale.campaigns import OCCASIONS as LABELS

if TYPE_CHECKING:
    from leadctl import options as o


def set_(session: Session, occasion: o.RewardOccasion, amount: o.Amount, campaign: o.OfCampaign = None) -> None:
    """Promise yuan for each referred lead that comes or test-drives, or each car sold; 0 takes it back.

    Examples:

      leadctl reward set sale 500

      leadctl reward set visit 20 --campaign flyer-days
    """
    from leadctl.store.rewards import set_reward

    inputs.choice(occasion, tuple(OCCASIONS), "OCCASION")
    yuan = inputs.amount(amount)
    name = inputs.plain(campaign)
    with session.write("reward set") as writer:
        set_reward(writer, occasion, yuan, name)
        writer.summary = f"{yuan:g} for each {occasion}" + (f" of {name}" if name else "")
        answer = {"campaign": name, "occasion": occasion, "amount": yuan, "operation": writer.operation}
    sentence = N_("{amount:g} yuan for each {occasion}")
    session.report(session.say(sentence, amount=yuan, occasion=session.translate(LABELS[occasion])), answer)


def list_(session: Session) -> None:
    """Print what is promised: by the store, and for leads of single campaigns.

    Example: leadctl reward list
    """
    from leadctl.render.page import Page
    from leadctl.render.referrals import rewards_table
    from leadctl.store.rewards import reward_rules

    with session.read() as db:
        rules = reward_rules(db)
    rows = [
        {"campaign": campaign, "occasion": occasion, "amount": amount}
        for campaign, rule in sorted(rules.items(), key=lambda pair: pair[0] or "")
        for occasion, amount in rule.items()
    ]
    session.show(Page(rows, (rewards_table(rows),), N_("Rewards")))


VERBS = (("set", set_, "record"), ("list", list_, "listing"))
