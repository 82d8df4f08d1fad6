"""Phones that may be slips of the pen: what is said of them, and what is refused."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING
from leadctl.commands.session import warn
from leadctl.errors import Refused
from leadctl.intake.phones import is_hotline, is_odd, is_placeholder
from leadctl.store.queries.customers import owner_of

if TYPE_CHECKING:
    from leadctl.store.core.connection import Database


def refuse_shared_placeholder(db: Database, phone: str | None) -> None:
    """Raises Refused for a phone that is nobody's where a customer has it already: two people would be one.

    One that fits the plan of mobiles, such as 13800138000, was perhaps meant.
    """
    if phone is None or not (is_odd(phone) and (is_placeholder(phone) or is_hotline(phone))):
        return
    customer = owner_of(db, phone)
    if customer is not None:
        raise Refused(
            "{phone} is nobody's number, and c{customer} has it already; leave the phone out where none was left.",
            phone=phone,
            customer=customer,
        )


def warn_of_odd_phone(phone: str, customer: object) -> None:
    """Say so where a phone that was typed fits no numbering plan, or is one that is written where there is none."""
    if is_placeholder(phone):
        warn(
            "the phone looks like one that is written where there is none; it was kept as it is "
            "(to correct it: leadctl edit customer c{customer} --phone PHONE)",
            customer=customer,
        )
    elif is_odd(phone):
        warn(
            "the phone has {count} characters and fits no numbering plan; it was kept as it is "
            "(to correct it: leadctl edit customer c{customer} --phone PHONE)",
            count=len(phone),
            customer=customer,
        )
