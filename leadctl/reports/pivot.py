"""Any figures by any two dimensions, or by one and weeks, months or quarters: ``report pivot``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.domain.periods import MONTH, PIECES, Period
from leadctl.domain.record_lists import Record
from leadctl.errors import WrongUsage, list_near_names, listing, suggest_names
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.reports import EVENTS, Answer, Report, Request
from leadctl.reports.grouping import Counts, Names, count_groups, sort_groups
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.dimensions import (
    DIMENSIONS,
    OF_CUSTOMER,
    Dimension,
    Value,
    find_dimension,
    own_dimension,
    value_names,
)
from leadctl.store.queries.figures.measures import Measure, count, records
from leadctl.store.queries.figures.registry import Figure, find_figure, short_names

TOTAL, NONE = "total", "none"
"""How ``--list`` names the whole of a row or a column, and what is unassigned."""


class Pivot(NamedTuple):
    """``figures``: as they were asked for; ``rows``, ``columns``: dimensions, or of the columns a unit of time; the
    names of both in their order; ``cells``: (row, column) -> counts, none where nothing is counted."""

    period: Period
    figures: tuple[str, ...]
    rows: str
    columns: str
    row_names: list[str | None]
    column_names: list[str | None]
    cells: Mapping[tuple[str | None, str | None], Counts]
    row_totals: Mapping[str | None, Counts]
    column_totals: Mapping[str | None, Counts]
    total: Counts

    def to_json(self) -> dict[str, object]:
        """All of it as JSON has it; every cell of the table, also where it is 0."""
        nothing = dict.fromkeys(self.figures, 0)
        return {
            "month": self.period.calendar_month,
            "span": self.period.to_json(),
            "figures": list(self.figures),
            "rows": self.rows,
            "columns": self.columns,
            "cells": [
                {"row": row, "column": column, "values": self.cells.get((row, column), nothing)}
                for row in self.row_names
                for column in self.column_names
            ],
            "row_totals": [{"row": row, "values": self.row_totals.get(row, nothing)} for row in self.row_names],
            "column_totals": [
                {"column": column, "values": self.column_totals.get(column, nothing)} for column in self.column_names
            ],
            "total": self.total,
        }


class Question:
    """What a pivot is asked for, read: the figures and what they are to be divided by.

    Raises WrongUsage for an unknown figure or dimension, and for one that a figure does not have.
    """

    def __init__(self, db: Database, request: Request) -> None:
        self._db = db
        self.period = request.period
        self.figures = {word: _read_figure(word) for word in request.figures}
        if not self.figures:
            known = " ".join(short_names().values())
            raise WrongUsage(
                "report pivot takes figures, such as: report pivot leads,orders; they are: {known}", known=known
            )
        self.rows = self._read_dimension("--rows", request.rows)
        self.unit = request.columns if request.columns in PIECES else MONTH if request.columns is None else ""
        self.columns = None if self.unit else self._read_dimension("--columns", request.columns)
        if self.columns is not None and self.columns.name == self.rows.name:
            raise WrongUsage("--rows and --columns are the same; name two, or week, month or quarter as --columns.")

    @property
    def measures(self) -> dict[str, Measure]:
        """Figure, as it was asked for -> what it counts."""
        return {word: figure.measure for word, figure in self.figures.items()}

    def _read_dimension(self, option: str, word: str | None) -> Dimension:
        found = None if word is None else find_dimension(word) or own_dimension(self._db, word)
        if found is None:
            known = (*DIMENSIONS, *(PIECES if option == "--columns" else ()))
            raise _make_dimension_refusal(option, word, known)
        for name, figure in self.figures.items():
            own = found.name not in DIMENSIONS and OF_CUSTOMER in figure.dimensions
            if not own and found.name not in figure.dimensions:
                raise WrongUsage(
                    "{figure} has no {dimension}; it has: {known}",
                    figure=name,
                    dimension=found.name,
                    known=" ".join(figure.dimensions),
                )
        return found


def _make_dimension_refusal(option: str, word: str | None, known: Sequence[str]) -> WrongUsage:
    names = " ".join(known)
    if word is None:
        return WrongUsage("{option} names what the figures are divided by: {known}", option=option, known=names)
    hint = suggest_names(list_near_names(word, known))
    return WrongUsage(
        "{option} {word!r} divides no figure; it takes: {known}.{hint}",
        option=option,
        word=word,
        known=names,
        hint=hint,
    )


def _read_figure(word: str) -> Figure:
    found = find_figure(word)
    if found is None:
        known = list(short_names().values())
        hint = suggest_names(list_near_names(word, known))
        raise WrongUsage(
            "There is no figure {figure!r}; figures are: {known}.{hint}", figure=word, known=" ".join(known), hint=hint
        )
    return found


def pivot(db: Database, asked: Question) -> Pivot:
    """The table. A column of time is counted by itself, so that it is what a report of that week or month prints."""
    measures, period = asked.measures, asked.period
    rows = {name: counts for (name,), counts in count_groups(db, measures, period.span, (asked.rows.name,)).items()}
    if asked.columns is None:
        columns, cells = _count_pieces(db, asked)
        column_names: list[str | None] = [str(piece) for piece in period.list_begun(asked.unit)]
    else:
        by_column = count_groups(db, measures, period.span, (asked.columns.name,))
        columns = {name: counts for (name,), counts in by_column.items()}
        both = count_groups(db, measures, period.span, (asked.rows.name, asked.columns.name))
        cells = {(row, column): counts for (row, column), counts in both.items()}
        column_names = _sort_names(columns)
    # Who counts once in the whole may count in another row of one column.
    every_row = {**{row: dict.fromkeys(measures, 0) for row, _ in cells}, **rows}
    return Pivot(
        period,
        tuple(measures),
        asked.rows.name,
        asked.unit if asked.columns is None else asked.columns.name,
        _sort_names(every_row),
        column_names,
        cells,
        rows,
        columns,
        count(db, measures, period.span),
    )


def _count_pieces(
    db: Database, asked: Question
) -> tuple[dict[str | None, Counts], dict[tuple[str | None, str | None], Counts]]:
    totals: dict[str | None, Counts] = {}
    cells: dict[tuple[str | None, str | None], Counts] = {}
    for piece in asked.period.list_begun(asked.unit):
        totals[str(piece)] = count(db, asked.measures, piece.span)
        for (row,), counts in count_groups(db, asked.measures, piece.span, (asked.rows.name,)).items():
            cells[row, str(piece)] = counts
    return totals, cells


def _sort_names(groups: Mapping[str | None, Counts]) -> list[str | None]:
    found: dict[Names, Counts] = {(name,): counts for name, counts in groups.items()}
    return [name for (name,) in sort_groups(found, {names: list(counts.values()) for names, counts in found.items()})]


def _build(db: Database, request: Request) -> Answer:
    return Answer(pivot(db, Question(db, request)).to_json())


def list_records(db: Database, request: Request, figure: str) -> Sequence[Record]:
    """The records behind a cell, ``leads.showroom.2026-10``: figure, row, column; ``total`` is a whole row or column,
    ``none`` what is unassigned; the figure may be left out where there is one. Raises WrongUsage for another cell."""
    asked = Question(db, request)
    table = pivot(db, asked)
    for name, found in asked.figures.items():
        for row in (*table.row_names, TOTAL):
            for column in (*table.column_names, TOTAL):
                cell = f"{row or NONE}.{column or NONE}"
                if figure == f"{name}.{cell}" or (figure == cell and len(asked.figures) == 1):
                    return _list_cell(db, asked, found, row, column)
    if figure in asked.figures:
        return records(db, asked.figures[figure].measure, asked.period.span)
    raise WrongUsage(
        "--list {figure!r} is no cell of this table; a cell is called {shapes}. ROW: {rows}. COLUMN: {columns}.",
        figure=figure,
        shapes=listing(f"{name}.ROW.COLUMN" for name in asked.figures),
        rows=listing([*(name or NONE for name in table.row_names), TOTAL]),
        columns=listing([*(name or NONE for name in table.column_names), TOTAL]),
    )


def _list_cell(db: Database, asked: Question, figure: Figure, row: str | None, column: str | None) -> list[Record]:
    where: dict[str, object] = {}
    span = asked.period.span
    if row != TOTAL:
        where[asked.rows.key] = _find_value(db, asked.rows, row)
    if column != TOTAL and asked.columns is not None:
        where[asked.columns.key] = _find_value(db, asked.columns, column)
    if column != TOTAL and asked.columns is None:
        span = next(piece.span for piece in asked.period.list_begun(asked.unit) if str(piece) == column)
    return records(db, figure.measure, span, where)


def _find_value(db: Database, dimension: Dimension, name: str | None) -> Value:
    """The value of a dimension that is called so."""
    called = value_names(db, dimension)
    return next((value for value, one in called.items() if one == name), None) if called else name


REPORT = Report(N_("Pivot table"), _build, list_records, periods=EVENTS)
