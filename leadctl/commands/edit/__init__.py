"""Correct what was recorded; what follows from it is derived again. An empty value clears an optional field."""

from __future__ import annotations

from leadctl.commands.declaration import Command, Group
from leadctl.commands.edit.customer import customer
from leadctl.commands.edit.lead import followup, lead
from leadctl.commands.edit.order import order
from leadctl.commands.edit.visit import visit

COMMAND = Group(
    __doc__,
    {
        "visit": Command(visit),
        "followup": Command(followup),
        "order": Command(order),
        "lead": Command(lead),
        "customer": Command(customer),
    },
)
