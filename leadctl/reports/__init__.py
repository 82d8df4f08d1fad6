"""Reports: what is counted, and the records behind each figure.

A module of this folder is a report and bears its name; its ``REPORT`` says everything that the ``report`` command, its
help and its refusals need to know, and :mod:`leadctl.render.pages` has a module of the same name that draws it. What
has a command of its own is a package here: the audit. The folder itself is the list of reports, so that a new one is
entered nowhere; it is listed instead of loaded, since fifteen reports take longer to load than one takes to run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from types import MappingProxyType

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.periods import MONTH, QUARTER, SPAN, WEEK, YEAR
from leadctl.errors import Sentence, WrongUsage, list_near_names, suggest_names
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from leadctl.domain.periods import Period
    from leadctl.domain.record_lists import Record
    from leadctl.store.core.connection import Database

EVENTS = (WEEK, MONTH, QUARTER, YEAR, SPAN)
"""The periods of a report of events: any, each beside another one or divided into shorter ones."""


ACTIVITY, COHORT = "activity", "cohort"
"""Readings: the events of a month, or the leads opened in it with what became of them to date."""

JsonObject: TypeAlias = "dict[str, Any]"

FindPhone = Callable[[str], str | None]
"""What was typed of a referrer -> the phone in it, in its stored form; None: it is a name."""


class Request(NamedTuple):
    """What is asked of a report. ``by``: of its dimensions, none, one or two; ``reveal``: phones are shown in full.

    ``pieces``: the shorter periods that the answer is divided into. ``figures``, ``rows``, ``columns``: what a pivot
    table is asked for.
    """

    period: Period
    reading: str = ACTIVITY
    by: tuple[str, ...] = ()
    reveal: bool = False
    find_phone: FindPhone = lambda text: None
    figures: tuple[str, ...] = ()
    rows: str | None = None
    columns: str | None = None
    pieces: tuple[Period, ...] = ()


class Plan(NamedTuple):
    """What the plan asks of the months of a period, together: cars sold, and leads; None where a month has none."""

    sales: int | None
    leads: int | None


class Answer(NamedTuple):
    """``data`` is what JSON prints; ``extra``: what only the report's page needs, as keyword arguments of it.

    ``pieces``: the data of the request's pieces, in their order, where the report reads once what they share; empty
    where each is to be built by itself.
    """

    data: object
    extra: Mapping[str, object] = MappingProxyType({})
    pieces: Sequence[object] = ()


class Report(NamedTuple):
    """What a report is, and what it can be asked for.

    ``list_records``: the records behind a figure; raises WrongUsage for what is no figure of the report. ``periods``:
    of what it can be. ``dimensions``: what it can be split by into groups that add up to it, ``most_dimensions`` at
    once. ``readings``: those that it knows. ``store_only``: why it cannot be of one consultant; empty where it can.
    ``row_key``: the keys that name a row of a report that is a list. ``aims``: the report's data -> the same with what
    the plan says, None where it says nothing; None: no figure of the report is planned. ``illustrate``: what
    its pictures, or a calendar, are made of beside its data, as keyword arguments of its page; asked for by formats
    that draw. ``titles``: unit of time -> its title where it is of another one than it is named after.
    """

    title: str
    build: Callable[[Database, Request], Answer]
    list_records: Callable[[Database, Request, str], Sequence[Record]]
    periods: tuple[str, ...] = (MONTH,)
    dimensions: tuple[str, ...] = ()
    most_dimensions: int = 2
    readings: tuple[str, ...] = (ACTIVITY,)
    store_only: str = ""
    row_key: tuple[str, ...] = ()
    aims: Callable[[JsonObject, Plan], JsonObject] | None = None
    illustrate: Callable[[Database, Request], Mapping[str, object]] | None = None
    titles: Mapping[str, str] = MappingProxyType({})

    @property
    def of_events(self) -> bool:
        """Whether it counts what happened in a time, which may be any, and can be compared."""
        return SPAN in self.periods


@cache
def report_names() -> tuple[str, ...]:
    """Every report, by name."""
    files = (name for folder in __path__ for name in os.listdir(folder))
    return tuple(sorted(name[:-3] for name in files if name.endswith(".py") and not name.startswith("_")))


def find_report(name: str, others: Sequence[str] = ()) -> Report:
    """The report of a name; only its module is loaded. Raises WrongUsage for a name that no report has; ``others``
    could have been meant as well."""
    if name not in report_names():
        known = (*report_names(), *others)
        hint = suggest_names(list_near_names(name, known))
        if name[:1].isdecimal():
            hint = Sentence(" A month reads like 2026-11, or last.")
        raise WrongUsage(
            "There is no report {name!r}; reports are: {known}.{hint}", name=name, known=" ".join(known), hint=hint
        )
    found: Report = import_module(f"{__name__}.{name}").REPORT
    return found


def find_reports(fits: Callable[[Report], object]) -> list[str]:
    """The names of the reports that ``fits`` holds true of; all of them are loaded."""
    return [name for name in report_names() if fits(find_report(name))]


def unknown_dimension(word: str, known: Sequence[str]) -> WrongUsage:
    """What to say of a ``--by`` that the report cannot be divided by."""
    return WrongUsage(
        "--by {by} is no grouping of this report; these are: {known}.{hint}",
        by=word,
        known=" ".join(known),
        hint=suggest_names(list_near_names(word, known)),
    )


def unknown_figure(figure: str, known: Sequence[str]) -> WrongUsage:
    """What to say of a ``--list`` that names no figure of the report."""
    return WrongUsage(
        "--list {figure!r} is no figure of this report; figures are: {known}.{hint}",
        figure=figure,
        known=" ".join(known),
        hint=suggest_names(list_near_names(figure, known)),
    )
