"""What the writers of every kind of record have in common: leads, names, and what changed in a known row."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from typing import Generic, Literal, Protocol, TypeVar

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Sentence, listing, template
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import read_rows, read_values
from leadctl.store.core.writer import Writer
from leadctl.store.queries.lists import add_model, coded_ids, ids
from leadctl.store.queries.near_names import near_name
from leadctl.store.registers.lead_lookup import LeadLookup, Unfit
from leadctl.store.registers.register_names import KnownRegister

if TYPE_CHECKING:
    from typing import ClassVar

_NEW_NAME = template("is new to the store, and --strict takes no new names")
_NEAR_NAME = template("is new to the store, and --strict takes no new names; the store knows {near}")

_RETURNED = (
    "SELECT t.id FROM json_each(:found) AS f CROSS JOIN {table} AS t ON t.id = f.value"
    " WHERE t.register = :register AND t.missing_since IS NOT NULL"
)
_ABSENT = (
    "SELECT t.id, substr(t.{day}, 1, 10), (SELECT c.name FROM customers AS c WHERE c.id = {customer})"
    " FROM {table} AS t WHERE t.register = :register AND t.missing_since IS NULL"
    " AND t.id NOT IN (SELECT value FROM json_each(:found))"
    " AND t.id NOT IN (SELECT r.row FROM retired_rows AS r WHERE r.tbl = '{table}' AND r.row IS NOT NULL) ORDER BY t.id"
)

Taken = Literal["new", "updated", "unchanged"]

Row = TypeVar("Row", bound=tuple[object, ...], contravariant=True)


class Known(Protocol):
    """A row of the store."""

    @property
    def id(self) -> int:
        """Its id."""


class Waits(Exception):
    """A row is new, and may be one of the store mended: that shows when all rows of the file are known."""


class GoneRow(NamedTuple):
    """A row of the store whose own is no longer in its register, its day, and the customer's name."""

    id: int
    day: str
    name: str | None


def describe_new_name(name: str, known: Collection[str]) -> Sentence:
    """Why ``--strict`` refuses a name, with the known one that it looks like."""
    near = near_name(name, known)
    return Sentence(_NEW_NAME) if near is None else Sentence(_NEAR_NAME, near=near)


class RowWriter(ABC, Generic[Row]):
    """Takes the checked rows of one kind of file, which may be a register that is sent again and again.

    ``row``: the columns that it takes, by name. ``dated``: the one that says when it happened. ``table``: where they
    go, ``noun``: what people call one of it. ``table_day``: its column of the day; ``table_customer``: whose it is, in
    SQL of ``t``. ``customers``: how many were added. ``found``: the rows of the store that the file's rows are;
    ``repeats``: the file has rows that were known; ``returned``: how many were gone and are back.
    """

    row: ClassVar[type[NamedTuple]]
    dated: ClassVar[str]
    table: ClassVar[str]
    noun: ClassVar[str]
    table_day: ClassVar[str] = "at"
    table_customer: ClassVar[str] = "(SELECT l.customer FROM leads AS l WHERE l.id = t.lead)"

    def __init__(self, writer: Writer, *, strict: bool, register: KnownRegister | None = None) -> None:
        self.writer = writer
        self.leads = LeadLookup(writer)
        self.names = Names(writer, strict=strict)
        self.customers = 0
        self.register = None if register is None else register.id
        self.compares = register is not None and register.sent_before
        self.waiting_ends = False
        self.found: set[int] = set()
        self.repeats = False
        self.returned = 0
        self._seen: Counter[Hashable] = Counter()
        self._numbers: dict[int, int] = {}

    @abstractmethod
    def take(self, row: Row) -> Taken:
        """Write one row, or find that it is there. Raises Unfit for one that the store cannot take, and Waits for a
        new one that may be a row mended, until ``waiting_ends``."""

    @abstractmethod
    def find_absent(self, row: Row) -> list[int]:
        """The rows of the same register and person that a new row may be, mended."""

    @abstractmethod
    def rewrite(self, known: int, row: Row) -> None:
        """Give a row of the store what the mended row is known by."""

    def is_alike(self, known: int, row: Row) -> bool:
        """Whether a row of the store says the same but for what it is known by, so that no other row need tell that
        the file is the register again."""
        return False

    def take_mended(self, row: Row) -> tuple[Taken, int | None]:
        """Take a row that waited, with the row of the store that was mended into it. Raises Unfit where several fit."""
        absent = [known for known in self.find_absent(row) if known not in self.found] if self.compares else []
        if not self.repeats:
            absent = [known for known in absent if self.is_alike(known, row)]
        if len(absent) > 1:
            noun = Sentence(self.noun)
            shown = listing(Sentence("{noun} {id}", noun=noun, id=known) for known in absent)
            raise Unfit(
                self.dated, "it is new, and may be one of several whose own rows are gone, mended: {rows}", rows=shown
            )
        if not absent:
            return self.take(row), None
        self.writer.db.execute("SAVEPOINT mending")
        try:
            self.rewrite(absent[0], row)
            taken = self.take(row)
        except Unfit:
            self.writer.db.execute("ROLLBACK TO mending")
            raise
        finally:
            self.writer.db.execute("RELEASE mending")
        return ("updated" if taken == "unchanged" else taken), absent[0]

    def number(self, row: Row, *kind: Hashable) -> int:
        """Which one of its kind in the file a row is, from 1. One that may wait keeps its number, and must be given to
        :meth:`forget_number` when it has been taken."""
        known = self._numbers.get(id(row))
        if known is not None:
            return known
        self._seen[kind] += 1
        if self.compares:
            self._numbers[id(row)] = self._seen[kind]
        return self._seen[kind]

    def forget_number(self, row: Row) -> None:
        """A row that was taken has no number any more: another may stand where it stood in memory."""
        self._numbers.pop(id(row), None)

    def wait_if_new(self) -> None:
        """Raises Waits for a new row while others may come that tell what it is."""
        if self.compares and not self.waiting_ends:
            raise Waits

    def add(self, table: str, **cells: object) -> int:
        """Add a row of this register; returns its id."""
        row = self.writer.insert(table, **cells, register=self.register)
        self.found.add(row)
        return row

    def update_changed(self, table: str, known: Known, cells: Mapping[str, object]) -> bool:
        """Update the cells that are filled and differ; empty ones erase nothing. Returns whether any did."""
        changed = {name: value for name, value in cells.items() if value is not None and value != getattr(known, name)}
        self.found.add(known.id)
        self.repeats = True
        if changed:
            self.writer.update(table, known.id, **changed, register=self.register)
        return bool(changed)

    def mark_gone(self) -> list[GoneRow]:
        """Mark the rows that are gone since the register was sent last; returns them."""
        if not self.compares:
            return []
        db, scope = self.writer.db, {"register": self.register, "found": json_ids(self.found)}
        for row in read_values(db, int, _RETURNED.format(table=self.table), scope):
            self.writer.update(self.table, row, missing_since=None)
            self.returned += 1
        absent = _ABSENT.format(table=self.table, day=self.table_day, customer=self.table_customer)
        gone = read_rows(db, GoneRow, absent, scope)
        for one in gone:
            self.writer.update(self.table, one.id, missing_since=self.writer.today)
        return gone


class Names:
    """Staff, models and reasons as files name them, to ids.

    New names are added and listed in ``new`` by column; ``strict`` refuses them.
    """

    def __init__(self, writer: Writer, *, strict: bool) -> None:
        self.writer = writer
        self.strict = strict
        self.new: dict[str, list[str]] = {"by": [], "verified_by": [], "consultant": [], "model": []}
        self._staff = ids(writer.db, "staff")
        self._models = ids(writer.db, "models")
        self._reasons = coded_ids(writer.db, "reasons")

    def refuse_new(self, **names: str | None) -> None:
        """Raises Unfit under ``strict`` for a name of a column (those of ``new``) that is new."""
        for column, name in names.items() if self.strict else ():
            known = self._models if column == "model" else self._staff
            if name is not None and name not in known:
                raise Unfit(column, describe_new_name(name, known))

    def member_id(self, name: str | None, column: str, role: str) -> int | None:
        """The id of somebody on the staff list, who is added with ``role`` when new."""
        if name is None:
            return None
        if name not in self._staff:
            self._staff[name] = self.writer.insert("staff", name=name, role=role)
            self.new[column].append(name)
        return self._staff[name]

    def model_id(self, name: str | None) -> int | None:
        """The id of a model, which is added when new."""
        if name is None:
            return None
        if name not in self._models:
            self._models[name] = add_model(self.writer, name)
            self.new["model"].append(name)
        return self._models[name]

    def reason_id(self, code: str | None) -> int | None:
        """The id of a reason of defeat. Raises Unfit for one that is not on the store's list."""
        if code is not None and code not in self._reasons:
            known = listing(ids(self.writer.db, "reasons"))
            raise Unfit("reason", "is not on the list of reasons; known ones are {known}", known=known)
        return None if code is None else self._reasons[code]
