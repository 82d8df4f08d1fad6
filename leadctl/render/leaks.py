"""The worst leaks of a month in words, each with the command that lists its records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from leadctl.domain.funnel import STEPS
from leadctl.locale import N_
from leadctl.locale.labels import FIGURES, REASONS
from leadctl.render.page import Column, Table
from leadctl.render.values import format_number, format_rate

Record = Mapping[str, Any]
Translate = Callable[[str], str]

_SENTENCES = {
    "step": N_("{figure}: {rate} of “{base}”, {before} in the three months before: {missing} fewer."),
    "overdue": N_("{count} leads are overdue."),
    "neglect": N_("{count} leads were neglected and went to the common pool."),
    "waiting": N_("{count} online enquiries, {rate} of the month's, wait for a first call that is late."),
    "defeat": N_("{count} lost for the reason “{figure}”, {rate} of the defeats."),
    "lost_contact": N_("{count} lost contact, {rate} of the churn."),
}
_TITLE = N_("The worst leaks")
_KEYS = ("leak", "figure", "count", "of", "rate", "rate_before", "missing", "sales", "command")


def leaks_table(leaks: Sequence[Record], translate: Translate) -> Table:
    """A sentence a leak, and under it its command."""
    rows = []
    for place, leak in enumerate(leaks, start=1):
        rows.append({"text": f"{place}. {_sentence(leak, translate)}"})
        rows.append({"text": leak["command"], "style": "accent"})
    note = "" if rows else translate(N_("None: nobody is overdue or lost, and no step of the funnel fell."))
    return Table((Column("text", _TITLE, wrap=True, style="style"),), rows, "" if rows else _TITLE, note)


def leaks_records(leaks: Sequence[Record]) -> Table:
    """A line a leak for programs."""
    return Table(tuple(Column(key, key) for key in _KEYS), leaks, "leaks")


def _sentence(leak: Record, translate: Translate) -> str:
    names = REASONS if leak["leak"] == "defeat" else FIGURES
    figure = str(leak["figure"])
    base = STEPS.get(figure)
    return translate(_SENTENCES[leak["leak"]]).format(
        figure=translate(names.get(figure, figure)),
        base="" if base is None else translate(FIGURES[base]),
        count=leak["count"],
        rate=format_rate(leak["rate"]),
        before=format_rate(leak["rate_before"]),
        missing=format_number(float(leak["missing"])),
    )
