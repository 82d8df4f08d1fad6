"""What an audit looks at -> the English that people read."""

from __future__ import annotations

from leadctl.locale import N_

CHECKS = {
    "no-next-date": N_("Open leads without a next date"),
    "spot-false": N_("Cards that a spot check found false"),
    "verified-under-recorders-login": N_("Churn verified by its recorder's login"),
    "neglected": N_("Leads neglected"),
    "unverified": N_("Churn that waits for its verification"),
    "unowned": N_("Open leads that nobody owns"),
    "incomplete": N_("Cards that are incomplete"),
    "no-leaving-time": N_("Walk-ins not closed by the evening"),
    "entered-after-its-day": N_("Visits and contacts entered after their day"),
    "planned-beyond-window": N_("Contacts planned beyond their window"),
    "ungraded": N_("Leads without a grade"),
    "not-in-policy": N_("Grades that the policy does not have"),
    "need-passed": N_("The day of the need has passed"),
    "need-nearer": N_("The need is nearer than the grade says"),
    "hot-too-long": N_("Hot for longer than its horizon"),
    "jumped": N_("The grade jumped two levels or more"),
    "no-advance": N_("Three contacts in a row without an advance"),
    "no-consultant": N_("Visits without a consultant"),
    "to-call": N_("Spot checks still to call"),
    "no-contact": N_("Traffic without a contact"),
}
"""Check -> what its records are."""

SHARES = {
    "complete": N_("Share of complete cards"),
    "churn-coverage": N_("Verification coverage"),
    "contact-rate": N_("Contact-capture rate"),
    "spot-called": N_("Spot checks called"),
    "spot-true": N_("Spot checks true, of those reached"),
}

CARD_FIELDS = {
    "name": N_("Name"),
    "phone": N_("Phone"),
    "grade": N_("Grade"),
    "model": N_("Model"),
    "consultant": N_("Consultant"),
    "source": N_("Source"),
    "word": N_("Words"),
}
"""What a card has; the words are what was said, in a note."""

SPOT_RESULTS = {
    "true": N_("true"),
    "wrong": N_("the card is wrong"),
    "no-visit": N_("never came"),
    "wrong-number": N_("wrong number"),
    "unreachable": N_("unreachable"),
}
"""What a call to a drawn card found."""
