"""One call screens an online lead: what its result means for the next contact.

A: comes within 7 days, to a consultant with the appointment. B: comes within 15 days, called again 2 days before
the promised day. C: interested, without a date, called again every 15 days. D: gives up, a defeat to be verified.
Unreached: called again the next day. The result speaks of the visit and never sets a grade.
"""

from __future__ import annotations

from leadctl.domain.days import add_days

RESULTS = ("A", "B", "C", "D", "unreached")
COMES_WITHIN = {"A": 7, "B": 15}
"""Screening result -> days from the call within which they agree to come."""

NURTURE_DAYS = 15
CALL_BEFORE_DAYS = 2
FIRST_CALL_MINUTES = 30
"""Within which a new enquiry is called, in opening hours (house rule)."""

GAVE_UP = "gave-up"
"""The reason of the defeat that D is."""


def call_again_on(result: str, day: str, promised_on: str | None) -> str | None:
    """The ISO date of the next call after a screening on ``day``; None: the grade's window says it.

    An A whose appointment is not made yet is called tomorrow to make it; a B without a day is taken to come on
    the last one.
    """
    tomorrow = add_days(day, 1)
    if result == "A":
        return None if promised_on is not None else tomorrow
    if result == "B":
        comes_on = promised_on or add_days(day, COMES_WITHIN["B"])
        return max(add_days(comes_on, -CALL_BEFORE_DAYS), tomorrow)
    return add_days(day, NURTURE_DAYS) if result == "C" else None
