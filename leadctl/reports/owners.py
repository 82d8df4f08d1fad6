"""Owners: contacts due and done, how they ended, complaints, and the leads and sales that owners brought."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import reduce

from leadctl.domain.figures import share
from leadctl.domain.periods import Period
from leadctl.domain.record_lists import Record
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.reports import EVENTS, Answer, Report, Request, unknown_figure
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.measures import Measure, count, count_by_id, records
from leadctl.store.queries.figures.owners import (
    COMPLAINTS,
    GAINED,
    RESULTS,
    SCORED,
    DueContact,
    Satisfaction,
    average_score,
    contacts_due,
    sum_scores,
)
from leadctl.store.queries.lists import ids, names

STATES = ("done", "waiting", "missed")


class OwnerFigures(NamedTuple):
    """Of everybody or of one consultant's cars: ``due`` is the sum of ``done``, ``waiting`` and ``missed``;
    ``gained``: leads and cars sold; ``scores``: how satisfied owners were with the sale (SSI) and the service (CSI)."""

    contacts: dict[str, int]
    results: dict[str, int]
    complaints: dict[str, int]
    gained: dict[str, int]
    scores: Satisfaction

    def to_json(self) -> dict[str, object]:
        """As JSON has it."""
        rate = share(self.contacts["done"], self.contacts["due"])
        return {
            "contacts": self.contacts | {"done_rate": rate},
            "results": self.results,
            "complaints": self.complaints,
            "gained": self.gained,
            "satisfaction": {
                "ssi": share(self.scores.ssi, self.scores.ssi_answers),
                "ssi_answers": self.scores.ssi_answers,
                "csi": share(self.scores.csi, self.scores.csi_answers),
                "csi_answers": self.scores.csi_answers,
            },
        }


class OwnersReport(NamedTuple):
    """A period; ``month``: which calendar month it is, if it is one; ``average_score``: 1 to 10, None when nobody gave
    one."""

    month: str | None
    team: OwnerFigures
    average_score: float | None
    consultants: list[tuple[str | None, OwnerFigures]]

    def to_json(self) -> dict[str, object]:
        """All of it as JSON has it."""
        return {
            "month": self.month,
            **self.team.to_json(),
            "average_score": self.average_score,
            "consultants": [{"consultant": name, **figures.to_json()} for name, figures in self.consultants],
        }


def owners_report(db: Database, period: Period) -> OwnersReport:
    """The figures of a period."""
    span = period.span
    due = contacts_due(db, span)
    scores = sum_scores(db, span)
    all_scores = reduce(Satisfaction.plus, scores.values(), Satisfaction())
    results, complaints, gained = (count(db, measures, span) for measures in _PARTS.values())
    team = OwnerFigures(_count_states(due), results, complaints, gained, all_scores)
    people = _count_by_consultant(db, period, due, scores)
    return OwnersReport(period.calendar_month, team, average_score(db, span), people)


def _count_states(due: list[DueContact]) -> dict[str, int]:
    states = Counter(contact.state for contact in due)
    return {"due": len(due), **{state: states[state] for state in STATES}}


def _count_by_consultant(
    db: Database, period: Period, due: list[DueContact], scores: Mapping[int | None, Satisfaction]
) -> list[tuple[str | None, OwnerFigures]]:
    staff = {None: None} | names(db, "staff")
    of: dict[str | None, list[DueContact]] = defaultdict(list)
    for contact in due:
        of[contact.consultant].append(contact)
    found = {
        part: {staff[owner]: counts for owner, counts in count_by_id(db, measures, period.span, "consultant").items()}
        for part, measures in _PARTS.items()
    }
    scored = {staff[owner]: one for owner, one in scores.items()}
    everybody = set(of).union(scored, *(
        (name for name, counts in groups.items() if any(counts.values())) for groups in found.values()
    ))  # fmt: skip
    rows = [(name, _figures_of(name, of[name], found, scored.get(name, Satisfaction()))) for name in everybody]
    return sorted(rows, key=lambda row: (row[0] is None, -row[1].contacts["due"], row[0] or ""))


def _figures_of(
    name: str | None, due: list[DueContact], found: dict[str, dict[str | None, dict[str, int]]], scores: Satisfaction
) -> OwnerFigures:
    parts = {part: groups.get(name) or dict.fromkeys(_PARTS[part], 0) for part, groups in found.items()}
    return OwnerFigures(_count_states(due), parts["results"], parts["complaints"], parts["gained"], scores)


_PARTS: dict[str, dict[str, Measure]] = {"results": RESULTS, "complaints": COMPLAINTS, "gained": GAINED}
_CONTACTS = ("due", *STATES, "done_rate", "average_score")
_SCORES = {"ssi": "ssi_answers", "csi": "csi_answers"}
"""An average -> what it is of."""

_FIGURES = (*_CONTACTS, *RESULTS, *COMPLAINTS, *GAINED, *_SCORES, *SCORED, "consultants.NAME[.FIGURE]")


def _build(db: Database, request: Request) -> Answer:
    return Answer(owners_report(db, request.period).to_json())


def list_records(db: Database, request: Request, figure: str) -> list[Record]:
    """The records behind a figure, with or without its part before it (``contacts.due``), or a consultant's:
    ``consultants.NAME.due``. Raises WrongUsage for another."""
    period = request.period
    if figure.startswith("consultants."):
        return _list_of_consultant(db, period, figure.removeprefix("consultants."))
    part, _, name = figure.rpartition(".")
    found = _list_figure(db, period, name) if part in ("", "contacts", "satisfaction", *_PARTS) else None
    if found is None:
        raise unknown_figure(figure, _FIGURES)
    return found


def _list_figure(db: Database, period: Period, name: str) -> list[Record] | None:
    if name in ("due", "done_rate"):
        return [contact._asdict() for contact in contacts_due(db, period.span)]
    if name in STATES:
        return [contact._asdict() for contact in contacts_due(db, period.span) if contact.state == name]
    if name == "average_score":
        contacts = [one for result in RESULTS.values() for one in records(db, result, period.span)]
        return [one for one in contacts if one["score"] is not None]
    measures: dict[str, Measure] = {**RESULTS, **COMPLAINTS, **GAINED, **SCORED}
    name = _SCORES.get(name, name)
    return records(db, measures[name], period.span) if name in measures else None


def _list_of_consultant(db: Database, period: Period, text: str) -> list[Record]:
    staff: dict[str, int | None] = {**ids(db, "staff"), "none": None}
    name, _, figure = (text, "", "due") if text in staff else text.rpartition(".")
    if name not in staff:
        raise unknown_figure(f"consultants.{text}", _FIGURES)
    wanted = None if name == "none" else name
    found = _list_figure(db, period, figure)
    if found is None:
        raise unknown_figure(f"consultants.{text}", _FIGURES)
    return [record for record in found if record["consultant"] == wanted]


REPORT = Report(N_("Owners"), _build, list_records, periods=EVENTS)
