"""What an audit looks at: the names of its checks and shares, the most important first."""

from __future__ import annotations

DOUBTS = (
    "ungraded",
    "not-in-policy",
    "need-passed",
    "need-nearer",
    "hot-too-long",
    "jumped",
    "no-advance",
)
"""What can be wrong with a lead's grade."""

CHECKS = (
    "no-next-date",
    "spot-false",
    "verified-under-recorders-login",
    "neglected",
    "unverified",
    "unowned",
    "incomplete",
    "no-leaving-time",
    "entered-after-its-day",
    "planned-beyond-window",
    *DOUBTS,
    "no-consultant",
    "to-call",
    "no-contact",
)
"""Each counts records that should not be there: the fewer, the better."""

SHARES = ("complete", "churn-coverage", "contact-rate", "spot-called", "spot-true")
"""Each is a fraction 0-1: the more, the better."""

CARD_FIELDS = ("name", "phone", "grade", "model", "consultant", "source", "word")
"""What a complete card has; ``word``: something that was said, in a note."""

SPOT_RESULTS = ("true", "wrong", "no-visit", "wrong-number", "unreachable")
"""What a call to a card drawn at random finds: as written, otherwise, nobody ever came, nobody's number, no answer."""

SPOT_FALSE = ("wrong", "no-visit", "wrong-number")
"""Findings that speak against the card. A number that is nobody's is one of them: the card was reached and is false."""
