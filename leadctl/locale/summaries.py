"""What operations did, in the language of whoever reads it: the journal keeps it in English.

The templates are those with which the commands write; a test compares. The journal of an older version is read, too,
and what fits no template stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from leadctl.locale import N_, labels

SUMMARIES = (
    N_("store created"),
    N_("the example's staff added"),
    N_("restored from {file}; what was there is kept as {kept}"),
    N_("made anew what follows from the facts; what was there is kept as {kept}"),
    N_("{customer}, as before the restore"),
    N_("{count} new, {updated} updated of {rows}"),
    N_("took back {id} ({command}): {what}"),
    N_("took back {id} ({command})"),
    N_("words: {name}"),
    N_("model {name} added"),
    N_("model {old} is called {name}"),
    N_("model {old} merged into {name}"),
    N_("source {name} added"),
    N_("source {old} merged into {name}"),
    N_("reason {name} added"),
    N_("field {name} added"),
    N_("field {name} removed with {values}"),
    N_("campaign {name} added"),
    N_("campaign {name} approved"),
    N_("summary of {name}"),
    N_("{yuan} for each {occasion} of {name}"),
    N_("{yuan} for each {occasion}"),
    N_("{yuan} for {name}, {item}"),
    N_("{leads} on the list of {name}"),
    N_("lead {lead} invited, {name}"),
    N_("lead {lead} confirmed, {name}"),
    N_("{tasks} of {name}"),
    N_("{fact} {id} corrected, lead {lead}"),
    N_("{fact} {id} corrected"),
    N_("{fact} {id} deleted, lead {lead}"),
    N_("{fact} {id} deleted"),
    N_("visit {id} closed, lead {lead}"),
    N_("visit {id} closed"),
    N_("visit {id}, lead {lead}"),
    N_("visit {id}"),
    N_("lead {lead}: screened {screening}"),
    N_("lead {lead}: churn {verification}"),
    N_("lead {lead}: {outcome} by {via}"),
    N_("lead {lead}: grade {grade}"),
    N_("lead {lead}: ordered"),
    N_("lead {lead}: delivered"),
    N_("lead {lead}: order cancelled"),
    N_("lead {lead}: comes {moment}"),
    N_("lead {lead}: call back {moment}"),
    N_("lead {lead}: spot check {spot}"),
    N_("lead {lead}: dormant until {day}"),
    N_("lead {lead}: {churn} ({reason})"),
    N_("lead {lead}: {churn}"),
    N_("{month} closed"),
    N_("day sheet of {day} signed, {name}"),
    N_("day sheet of {day} signed"),
    N_("{name} added as {role}"),
    N_("{name}: {keys} changed"),
    N_("{name} left on {day}"),
    N_("plan of {month}"),
    N_("action {id} of {month}"),
    N_("action {id} done"),
    N_("{customer} corrected"),
    N_("{customer} merged into {other}"),
    N_("{count} sold, {channel}"),
    N_("policy {policy} from {day}"),
    N_("policy {policy}"),
    N_("{leads} to {name}"),
    N_("{leads} released"),
    N_("{leads} given out"),
    N_("{cards} of {month} drawn for a spot check, seed {seed}"),
    N_("{cards} of {month} drawn for a spot check"),
    N_("{customer} without {tags}"),
    N_("{customer} with {tags}"),
    N_("profile {name} removed"),
    N_("profile {name}"),
    N_("retention: none"),
    N_("retention: {count} months"),
    N_("{customer}, past the rule of retention"),
    N_("{visits} without a phone, past the rule of retention"),
    N_("complaint {id}: solved"),
    N_("{customer}: {aftercare}"),
    N_("reminder {name} removed"),
    N_("reminder {name}"),
    N_("handout {id}: {flyers}"),
    N_("reward payment {id}: {yuan} yuan"),
    N_("{name}: {task} done"),
)
"""The first that fits is meant."""

COUNTS = (
    N_("{count} leads"),
    N_("{count} neglected leads"),
    N_("{count} unassigned leads"),
    N_("{count} cards"),
    N_("{count} tasks"),
    N_("{count} rows"),
    N_("{count} values"),
    N_("{count} visits"),
    N_("{count} flyers"),
)
"""How many of what stands in such a summary; in English also of one: ``1 lead``."""

_LABELS: dict[str, Mapping[str, str]] = {
    "fact": labels.FACTS,
    "outcome": labels.OUTCOMES,
    "via": labels.VIAS,
    "screening": labels.SCREENINGS,
    "verification": labels.VERIFICATIONS,
    "spot": labels.SPOT_RESULTS,
    "churn": labels.CHURNS,
    "reason": labels.REASONS,
    "role": labels.ROLES,
    "channel": labels.CHANNELS,
    "aftercare": labels.AFTERCARE,
    "occasion": labels.OCCASIONS,
    "item": labels.COST_ITEMS,
    "task": labels.CAMPAIGN_TASKS,
    "keys": {"login": N_("Login"), "mail": N_("Mail"), "login, mail": N_("Login and mail")},
}
"""What stands in a place of a template -> its labels."""


def translate_summary(text: str, translate: Callable[[str], str]) -> str:
    """What an operation did, from the journal's English."""
    if translate(SUMMARIES[0]) == SUMMARIES[0]:
        return text
    for template, pattern in _patterns():
        match = pattern.fullmatch(text)
        if match is not None:
            said = {name: _translate_part(name, part, translate) for name, part in match.groupdict().items()}
            return translate(template).format(**said)
    return text


def _translate_part(name: str, part: str, translate: Callable[[str], str]) -> str:
    if name == "what":
        return translate_summary(part, translate)
    if name == "customer":
        return part.removeprefix("customer ")
    label = _LABELS.get(name, {}).get(part)
    if label is not None:
        return translate(label)
    for template, pattern in _count_patterns():
        match = pattern.fullmatch(part)
        if match is not None:
            return translate(template).format(count=match["count"])
    return part


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(template, _make_pattern(template)) for template in SUMMARIES]


@cache
def _count_patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(template, re.compile(rf"(?P<count>\d+) {template.partition(' ')[2]}?")) for template in COUNTS]


def _make_pattern(template: str) -> re.Pattern[str]:
    """What reads the values of a template back; of a closed list of codes only one of them."""
    parts = re.split(r"\{(\w+)\}", template)  # words and names of places in turn
    read = [f"(?P<{part}>{_codes(part)})" if place % 2 else re.escape(part) for place, part in enumerate(parts)]
    return re.compile("".join(read))


def _codes(name: str) -> str:
    if name in ("id", "count", "updated"):
        return r"\d+"
    if name == "customer":
        return r"(?:customer )?c\d+"
    if any(template.endswith(f" {name}") for template in COUNTS):
        return rf"\d+ (?:[a-z]+ )?{name}?"
    known = _LABELS.get(name)
    return ".+?" if known is None or name in ("reason", "task") else "|".join(map(re.escape, known))
