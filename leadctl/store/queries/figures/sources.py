"""What each source brought in some months: the base of a plan (docs/domain.md section 7)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from leadctl.domain.days import Month
from leadctl.domain.periods import Span
from leadctl.domain.planning import History
from leadctl.store.queries.figures.definitions import PLANNED
from leadctl.store.queries.figures.measures import count_by_id


def span_of_months(months: Sequence[Month], today: str, consultant: int | None = None) -> Span:
    """All days of months that follow each other."""
    return Span(months[0].first, months[-1].end, today, consultant)


def count_history(db: sqlite3.Connection, span: Span) -> dict[int | None, History]:
    """A source's id, or None, -> what it brought; who brought nothing is left out."""
    counted = count_by_id(db, PLANNED, span, "source").items()
    return {source: History(**counts) for source, counts in counted if any(counts.values())}
