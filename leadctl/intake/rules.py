"""What holds between the fields of one record, checked over the columns of a chunk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from leadctl.domain.terms import REASONS
from leadctl.errors import Sentence, listing
from leadctl.intake.faults import BadValue, Faults
from leadctl.intake.needs import Yearless, need_date, within_reach
from leadctl.intake.registerdates import Reading, date_of, read_cell
from leadctl.intake.registers import Columns, Finish

Rule = Callable[[Columns, int, Faults], None]
"""Looks at columns of so many rows together and notes the bad ones; may fill what follows from the others."""


def finish_with(names: Sequence[str], rules: Sequence[Rule]) -> Finish:
    """What makes the columns ``names`` of the checked ones and applies the rules in turn."""

    def finish(checked: Columns, rows: int, faults: Faults) -> Columns:
        columns = {name: checked.get(name) or [None] * rows for name in names}
        for rule in rules:
            rule(columns, rows, faults)
        return columns

    return finish


def needs_lead(columns: Columns, rows: int, faults: Faults) -> None:
    """Every row names its lead, by phone or by number."""
    for row, pair in enumerate(zip(columns["lead"], columns["phone"], strict=True)):
        if pair == (None, None) and not _already_bad(faults, row, "lead", "phone"):
            faults.add("phone", row, Sentence("a phone or a lead number is needed"))


def needs(name: str, reason: str) -> Rule:
    """``name`` is filled in every row."""

    def rule(columns: Columns, rows: int, faults: Faults) -> None:
        for row, value in enumerate(columns[name]):
            if value is None and not _already_bad(faults, row, name):
                faults.add(name, row, reason)

    return rule


def in_order(earlier: str, later: str) -> Rule:
    """The day of ``later`` does not lie before the day of ``earlier``."""

    def rule(columns: Columns, rows: int, faults: Faults) -> None:
        pairs = cast("zip[tuple[str | None, str | None]]", zip(columns[earlier], columns[later], strict=True))
        for row, (first, second) in enumerate(pairs):
            if first and second and second[:10] < first[:10]:
                faults.add(later, row, Sentence("lies before {earlier}", earlier=Sentence(earlier)))

    return rule


def plan_next(columns: Columns, rows: int, faults: Faults) -> None:
    """The day of the next contact, not before the contact itself; without a year it is the first such day."""
    for row, (at, cell) in enumerate(zip(columns["at"], columns["next"], strict=True)):
        columns["next"][row] = None
        if isinstance(at, str) and isinstance(cell, str) and cell.strip():
            try:
                columns["next"][row] = _next_day(read_cell(cell), at[:10])
            except BadValue as bad:
                faults.add("next", row, bad.reason)


def _next_day(reading: Reading, at: str) -> str | None:
    if not reading.day:
        raise BadValue("a time without a date; expected such as 2013-05-02")
    if not reading.year:
        return need_date(Yearless(reading.month, reading.day), at)
    day = date_of(reading.year, reading.month, reading.day)
    if day < at:
        raise BadValue("lies before the contact")
    return within_reach(day)


def continue_unless_told(columns: Columns, rows: int, faults: Faults) -> None:
    """A contact without an outcome was friendly and moved nothing."""
    columns["outcome"] = [outcome or "continued" for outcome in columns["outcome"]]


def complete_churn(columns: Columns, rows: int, faults: Faults) -> None:
    """A row with a reason and no kind is a defeat; a defeat without a reason is bad."""
    for row, (kind, reason) in enumerate(zip(columns["kind"], columns["reason"], strict=True)):
        if _already_bad(faults, row, "kind", "reason"):
            continue
        if kind is None and reason is not None:
            columns["kind"][row] = "defeat"
        elif kind is None:
            faults.add("kind", row, Sentence("is needed: defeat (战败) with a reason, or lost-contact (失控)"))
        elif kind == "defeat" and reason is None:
            faults.add(
                "reason", row, Sentence("a defeat needs a reason; known ones are {known}", known=listing(REASONS))
            )


def _already_bad(faults: Faults, row: int, *names: str) -> bool:
    return any(column in names for column, _ in faults.by_row.get(row, ()))
