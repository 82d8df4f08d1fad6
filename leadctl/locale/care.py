"""What is said of owners: results of contacts, and why one is owed."""

from __future__ import annotations

from leadctl.locale import N_

AFTERCARE = {
    "fine": N_("fine"),
    "complaint": N_("complaint"),
    "replace": N_("replaces the car"),
    "add": N_("adds a car"),
    "recommend": N_("recommends somebody"),
    "no-answer": N_("no answer"),
}

REASONS_OF_CARE = (
    N_("first follow-up: an owner spoke of it {days} d ago"),
    N_("delivered {days} d ago: {occasions}"),
    N_("{model}, delivered {days} d ago: {occasions}"),
    N_("day {count} call"),
    N_("day {count} mail"),
    N_("month {count} call"),
    N_("insurance to renew by {event}"),
    N_("annual inspection by {event}"),
    N_("warranty ends on {event}"),
    N_("birthday on {event}"),
    N_("{name} on {event}"),
    N_("{name}: {count} months since delivery"),
    N_("{occasion} today"),
    N_("{occasion} 1 day over"),
    N_("{occasion} {days} days over"),
    N_("{occasion} on {day}"),
    N_("does the car run well; is everything clear"),
    N_("send thanks and the dates of the first service"),
    N_("how satisfied, from 1 to 10; service due; who else is looking for a car"),
    N_("renew it with us"),
    N_("offer to take the car there"),
    N_("a last check before it ends; extend it"),
    N_("congratulate"),
    N_("greet them"),
    N_("offer a date in the workshop"),
    N_("complaint {id} is open"),
    N_("settle it, and tell them"),
)
"""Why an owner is to be contacted and what to ask, as the store gives it, here for the catalogue."""

FESTIVAL_LABELS = {
    "Spring Festival": N_("Spring Festival"),
    "Dragon Boat": N_("Dragon Boat"),
    "Mid-Autumn": N_("Mid-Autumn"),
    "National Day": N_("National Day"),
}
"""The built-in festivals, each translated by its own name."""
