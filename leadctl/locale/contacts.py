"""What is said of appointments and of online leads that are screened."""

from __future__ import annotations

from leadctl.locale import N_

APPOINTMENTS = {
    "kept": N_("kept"),
    "missed": N_("did not come"),
    "moved": N_("moved"),
    "dropped": N_("dropped"),
}

SCREENINGS = {
    "A": N_("A: comes within 7 days"),
    "B": N_("B: comes within 15 days"),
    "C": N_("C: interested, no date"),
    "D": N_("D: gives up"),
    "unreached": N_("unreached"),
}

REASONS_OF_CONTACT = (
    N_("comes today at {time}"),
    N_("comes today"),
    N_("comes on {day}"),
    N_("did not come on {day}: invite again"),
    N_("enquired again on {day}: answer"),
    N_("promised to come by {promised}: call before"),
    N_("interested, no date: every {every} d, last {days} d ago"),
    N_("online enquiry, waiting {count} min: first call"),
    N_("online enquiry, waiting {count} h: first call"),
    N_("online enquiry, waiting {count} d: first call"),
    N_("will they come, when, to see which car; who comes along"),
)
"""Sentences of the due list, which are put together in the store."""
