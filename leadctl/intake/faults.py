"""What is wrong with a cell or a row, and where."""

from __future__ import annotations

from collections.abc import Iterable

from leadctl.errors import Sentence, listing
from leadctl.named_tuple import NamedTuple


class BadValue(ValueError):
    """A value that cannot be taken. ``reason`` says why and what was expected, without the value of a phone."""

    def __init__(self, template: str, /, **values: object) -> None:
        self.reason = Sentence(template, **values)
        super().__init__(self.reason)


def join_reasons(reasons: Iterable[tuple[str, Sentence]]) -> Sentence:
    """Everything that is wrong with a row, of its (column, reason) pairs."""
    named = (Sentence("{column}: {reason}", column=column, reason=why) if column else why for column, why in reasons)
    return listing(named, "; ")


class CellRemark(NamedTuple):
    """What was done to a cell that is taken: ``what`` is a key of :data:`leadctl.intake.remarks.SAID`."""

    row: int
    column: str
    what: str
    value: str


class Faults:
    """The bad rows of one block: index of the row -> its (column, reason) pairs. ``remarks``: of the other rows.
    ``fields``: index of the row -> column that is made of several -> the field whose cell is bad."""

    def __init__(self) -> None:
        self.by_row: dict[int, list[tuple[str, Sentence]]] = {}
        self.fields: dict[int, dict[str, str]] = {}
        self.remarks: list[CellRemark] = []

    def add(self, column: str, row: int, reason: str, field: str | None = None) -> None:
        """Note that ``column`` of the row with this index is bad. The first reason counts, a whole row's for all.
        ``field``: whose cell it is, of a column that is made of several."""
        reasons = self.by_row.setdefault(row, [])
        if not any(known in ("", column) for known, _ in reasons):
            reasons.append((column, Sentence(reason)))
            if field is not None:
                self.fields.setdefault(row, {})[column] = field

    def has_fault(self, row: int, *columns: str) -> bool:
        """Whether one of these columns is bad in the row with this index."""
        return any(column in columns for column, _ in self.by_row.get(row, ()))

    def reporter(self, column: str) -> Report:
        """What a reader of ``column`` reports its bad cells to."""
        return Report(self, column)


class Report(NamedTuple):
    """Takes the index of a row in its block and the reason why its cell is bad."""

    faults: Faults
    column: str

    def __call__(self, row: int, reason: str, field: str | None = None) -> None:
        """Note a bad cell; ``field``: whose it is, where the column is made of several."""
        self.faults.add(self.column, row, reason, field)

    def remark(self, row: int, what: str, value: str) -> None:
        """Note what was done to a cell that is taken."""
        self.faults.remarks.append(CellRemark(row, self.column, what, value))
