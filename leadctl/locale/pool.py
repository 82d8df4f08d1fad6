"""What is said of the common pool, of giving out leads, and of handing over."""

from __future__ import annotations

from leadctl.locale import N_

COUNTS = {
    "open": N_("{count} open"),
    "dormant": N_("{count} asleep"),
    "ordered": N_("{count} ordered"),
    "verification": N_("{count} awaiting verification"),
    "complaints": N_("open complaints: {count}"),
    "campaign_tasks": N_("campaign tasks: {count}"),
    "owners": N_("owners to care for: {count}"),
}
"""What is on somebody's list."""

GIVEN_OUT = {
    "in-turn": N_("{count} unassigned leads given out in turn"),
    "weighted": N_("{count} unassigned leads given out by on-time share"),
}
"""Rule of dispatch -> what a giving-out says."""

DISPATCH = {
    "in-turn": N_("Leads that nobody owns are given out in turn."),
    "weighted": N_("Leads that nobody owns are given out by the consultants' on-time shares."),
}
"""Rule of dispatch -> what it does."""

NOTES = (
    N_("from the common pool (was {name}'s)"),
    N_("goes to the common pool at the next release"),
    N_("to the common pool tomorrow"),
    N_("to the common pool in {days} days"),
)
"""What a line of the due list says, as the domain gives it."""
