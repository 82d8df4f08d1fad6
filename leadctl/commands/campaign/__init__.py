"""Acquisition campaigns: their card, cost, tasks and invitations; what they brought: leadctl report campaigns."""

from __future__ import annotations

from leadctl.commands.campaign.cards import add, approve, cost, list_, show, summary
from leadctl.commands.campaign.invitations import invite, mark_confirmed, mark_invited
from leadctl.commands.campaign.tasks import tasks
from leadctl.commands.declaration import LISTING, Command, Group
from leadctl.commands.permissions import NEEDS_MANAGER

COMMAND = Group(
    __doc__,
    {
        "add": Command(add),
        "cost": Command(cost),
        "tasks": Command(tasks, LISTING),
        "invite": Command(invite),
        "invited": Command(mark_invited),
        "confirmed": Command(mark_confirmed),
        "approve": Command(approve, needs=NEEDS_MANAGER),
        "summary": Command(summary),
        "list": Command(list_, LISTING),
        "show": Command(show, LISTING),
    },
)
