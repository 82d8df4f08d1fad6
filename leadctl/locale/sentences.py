"""Sentences of the domain, the store, the policies and the operating system, here for the catalogue.

None of them knows languages: their texts are translated when they are shown. No program imports this module; the tests
compare it with what is said.
"""

from __future__ import annotations

from leadctl.locale import N_

TASK_REASONS = (
    N_("invite to {campaign}, {day}"),
    N_("no answer {count}×: try again"),
    N_("won back: call again since {day}"),
    N_("slept until {day}"),
    N_("first follow-up: came {days} d ago"),
    N_("{grade}: every {every} d, last {days} d ago"),
    N_("churn overturned: win them back"),
    N_("order cancelled: find out why"),
    N_("agreed for {day}"),
    N_("churned on {day}: waits for customer service's call-back"),
    N_("{campaign}: {what}"),
    N_("verify: lost contact"),
    N_("verify: defeat by {rival} ({reason})"),
    N_("verify: defeat ({reason})"),
    N_("is it true; why; would they come again"),
)
"""Why a task is due, as the domain and the store give it."""

CONTACT_REASONS = (
    N_("comes today at {time}"),
    N_("comes today"),
    N_("comes on {day}"),
    N_("did not come on {day}: invite again"),
    N_("call back today"),
    N_("call back at {time}"),
    N_("call back on {day}"),
    N_("call back on {day} at {time}"),
    N_("they said: {note}"),
    N_("agreed: {value}"),
    N_("enquired again on {day}: answer"),
    N_("promised to come by {promised}: call before"),
    N_("interested, no date: every {every} d, last {days} d ago"),
    N_("online enquiry, waiting {count} min: first call"),
    N_("online enquiry, waiting {count} h: first call"),
    N_("online enquiry, waiting {count} d: first call"),
    N_("will they come, when, to see which car; who comes along"),
)
"""Why an appointment or an online lead is due, and what to ask, as the store gives it."""

AFTERCARE_REASONS = (
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
    N_("{name}: 1 month since delivery"),
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
"""Why an owner is to be contacted and what to ask, as the store gives it."""

TASK_NOTES = (
    N_("from the common pool (was {name}'s)"),
    N_("goes to the common pool at the next release"),
    N_("to the common pool tomorrow"),
    N_("to the common pool in {days} days"),
)
"""What a line of the due list says, as the domain gives it."""

AIMS = (
    N_("fix the exact purchase date; invite to the store and close"),
    N_("exact purchase date; how we compare with the rival cars; how they will pay; invite and close"),
    N_("planned date; how their shopping goes; payment; model; invite to an in-depth test drive"),
    N_("keep in touch by phone; how their shopping goes; model and budget; rough date and payment"),
    N_("a message or a call now and then; budget; rough date"),
    N_("delivery date; payment and papers; what they still want to know"),
)
"""What the built-in policies ask of a contact; a store's own aims are shown as written."""

MAN_ADVICE = (
    N_("ideal: money, authority and need are all there"),
    N_("skilled selling may win it: the need has to be woken"),
    N_("find the decider"),
    N_("look at credit and financing"),
    N_("watch and nurture"),
    N_("stop spending time"),
)
"""What MAN says to do."""

OS_REASONS = (
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("No such file or directory"),
    N_("Not a directory"),
    N_("Is a directory"),
    N_("File exists"),
    N_("File name too long"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Read-only file system"),
    N_("Input/output error"),
)
"""Why the operating system refuses a file: its own words, which come with the error."""
