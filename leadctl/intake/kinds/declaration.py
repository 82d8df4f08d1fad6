"""How a kind of file is declared: its fields, and the rules that hold between the fields of a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from leadctl.errors import Sentence, template
from leadctl.intake.cells import parse_identifier, parse_lead, parse_person, parse_vin
from leadctl.intake.columns import Columns, Reader, read_days, read_each, read_moments, read_phone_cells, read_phones
from leadctl.intake.faults import Faults
from leadctl.intake.register_dates import RegisterDates, say_missing
from leadctl.named_tuple import NamedTuple

Combine = Callable[[Columns, int, Faults], Columns]
"""Makes the columns that a kind yields of the columns that were read (of so many rows)."""

Rule = Callable[[Columns, int, Faults], None]
"""Looks at columns of so many rows together and notes the bad ones; may fill what follows from the others."""


class Field(NamedTuple):
    """A column that files of a kind may have: its ``name`` is a header word of it too."""

    name: str
    headers: Sequence[str]
    read: Reader


class FileKind(NamedTuple):
    """What files of a kind hold, and what ``leadctl import NAME --help`` says of them.

    ``known_by`` says what makes two rows the same record, and completes "A row is known by ...".
    ``required``: groups of fields of which one must be there. ``second_meanings``: a header word -> the field that it
    means where another column is there for the field that it usually means. ``combine`` makes, for the dates of a file,
    what makes the columns ``yields`` of the columns read; left out, each field is a column. ``rules`` apply in turn to
    the columns yielded. ``anchors`` (left out: the required fields): a row that begins with a word such as 合计 and has
    at most counts in them is a footer, not a record. ``shown``: yielded column -> the fields whose cells its errors
    show, where it is made of several. ``needs``: fields whose column a file has to have, unless it is said that it has
    none, though each row may do without.
    """

    name: str
    title: str
    known_by: str
    about: str
    example: str
    fields: Sequence[Field]
    required: Sequence[Sequence[str]]
    rules: Sequence[Rule] = ()
    yields: Sequence[str] = ()
    combine: Callable[[RegisterDates], Combine] | None = None
    anchors: Sequence[str] = ()
    shown: Mapping[str, Sequence[str]] = {}
    second_meanings: Mapping[str, str] = {}
    needs: Sequence[str] = ()

    def headers(self) -> dict[str, Sequence[str]]:
        """Field -> its header words beside its own name."""
        return {field.name: field.headers for field in self.fields}

    def columns(self) -> Sequence[str]:
        """The columns that checked rows have."""
        return self.yields or [field.name for field in self.fields]

    def date_fields(self) -> Sequence[str]:
        """The fields whose cells are dates of facts."""
        read = [field.name for field in self.fields if field.read in (read_days, read_moments)]
        return [*read, *(name for name in self.anchors if name not in read)]

    def footer_fields(self) -> Sequence[str]:
        """The fields in which a footer has nothing but counts."""
        return self.anchors or [name for group in self.required for name in group]

    def combination(self, dates: RegisterDates) -> Combine:
        """What makes the columns yielded of the columns read, for a file with these dates; rules apply after it."""
        combine = None if self.combine is None else self.combine(dates)

        def make(read: Columns, rows: int, faults: Faults) -> Columns:
            made = read if combine is None else combine(read, rows, faults)
            columns = {name: made.get(name) or [None] * rows for name in self.columns()}
            for rule in self.rules:
                rule(columns, rows, faults)
            return columns

        return make


# fields that several kinds have

PHONE = Field(
    "phone",
    ("联系方式", "联系电话", "手机", "手机号", "手机号码", "电话", "电话号码", "客户电话", "联系手机",
     "您的手机号码", "mobile", "telephone", "phone number", "tel"),
    read_phones,
)  # fmt: skip
CUSTOMER_PHONE = PHONE._replace(read=read_phone_cells)
"""Of kinds that keep every phone of a cell, by :func:`leadctl.intake.people.part_people`."""
RECORD_ID = Field("record_id", ("线索ID", "记录ID", "记录编号", "row id"), read_each(parse_identifier))
LEAD = Field("lead", ("线索", "线索号", "线索编号", "lead id", "lead number"), read_each(parse_lead))
SOLD_MODEL = Field("model", ("车型", "成交车型", "订购车型", "意向车型", "car"), read_each(parse_identifier))
RECORDED_BY = Field(
    "by", ("销售顾问", "顾问", "跟进人", "回访人", "记录人", "跟踪人", "consultant"), read_each(parse_person)
)
VIN = Field("vin", ("车架号", "VIN码", "底盘号"), read_each(parse_vin))

COUNT_HEADERS = ("数量", "台数", "辆数", "number", "quantity", "cars")
NOTE_HEADERS = ("备注", "内容", "跟进内容", "回访内容", "跟踪内容", "洽谈内容", "说明", "notes", "remark", "remarks")


# rules that several kinds have


def require(name: str, reason: str) -> Rule:
    """``name`` is filled in every row."""

    def rule(columns: Columns, rows: int, faults: Faults) -> None:
        for row, value in enumerate(columns[name]):
            if value is None and not faults.has_fault(row, name):
                faults.add(name, row, reason)

    return rule


def require_date(name: str) -> Rule:
    """``name`` says when it happened, in every row."""

    def rule(columns: Columns, rows: int, faults: Faults) -> None:
        dated = False
        for row, day in enumerate(columns[name]):
            dated |= day is not None
            if day is None and not faults.has_fault(row, name):
                reason = say_missing(name, carried=dated)
                faults.add(name, row, reason)

    return rule


def require_phone(reason: str = template("a phone is needed")) -> Rule:
    """Every row has a phone."""
    return require("phone", reason)


def require_lead(columns: Columns, rows: int, faults: Faults) -> None:
    """Every row names its lead, by phone or by number."""
    for row, pair in enumerate(zip(columns["lead"], columns["phone"], strict=True)):
        if pair == (None, None) and not faults.has_fault(row, "lead", "phone"):
            faults.add("phone", row, Sentence("a phone or a lead number is needed"))


def require_order(earlier: str, later: str) -> Rule:
    """The day of ``later`` does not lie before the day of ``earlier``, whose name is a template of the catalogue."""

    def rule(columns: Columns, rows: int, faults: Faults) -> None:
        for row, (first, second) in enumerate(zip(columns[earlier], columns[later], strict=True)):
            if first and second and second[:10] < first[:10]:
                faults.add(later, row, Sentence("lies before {earlier}", earlier=Sentence(earlier)))

    return rule
