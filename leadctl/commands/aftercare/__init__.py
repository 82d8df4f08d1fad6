"""Owners after delivery: whom to contact, what they said, complaints, and the store's own reminders."""

from __future__ import annotations

from leadctl.commands.aftercare.complaints import complaints, solve
from leadctl.commands.aftercare.contacts import done, list_
from leadctl.commands.aftercare.reminders import remind, reminders
from leadctl.commands.declaration import LISTING, Command, Group

COMMAND = Group(
    __doc__,
    {
        "list": Command(list_, LISTING),
        "done": Command(done),
        "complaints": Command(complaints, LISTING),
        "solved": Command(solve),
        "remind": Command(remind),
        "reminders": Command(reminders, LISTING),
    },
    default="list",
)
