"""What the writers of every kind of record have in common: leads, names, and what changed in a known row."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Generic, Literal, NamedTuple, Protocol, TypeVar

from leadctl.errors import listing, template
from leadctl.store.core.writer import Writer
from leadctl.store.queries.lists import add_model, coded_ids, ids
from leadctl.store.registers.lead_lookup import LeadLookup, Unfit

NEW_NAME = template("is new to the store, and --strict takes no new names")

Taken = Literal["new", "updated", "unchanged"]

Row = TypeVar("Row", bound=tuple[object, ...], contravariant=True)


class Known(Protocol):
    """A row of the store."""

    @property
    def id(self) -> int:
        """Its id."""


class RowWriter(ABC, Generic[Row]):
    """Takes the checked rows of one kind of file.

    ``row``: the columns that it takes, by name. ``dated``: the one that says when it happened. ``customers``: how many
    were added.
    """

    row: ClassVar[type[NamedTuple]]
    dated: ClassVar[str]

    def __init__(self, writer: Writer, *, strict: bool) -> None:
        self.writer = writer
        self.leads = LeadLookup(writer)
        self.names = Names(writer, strict=strict)
        self.customers = 0

    @abstractmethod
    def take(self, row: Row) -> Taken:
        """Write one row, or find that it is there. Raises Unfit for one that the store cannot take."""

    def update_changed(self, table: str, known: Known, cells: Mapping[str, object]) -> bool:
        """Update the cells that are filled and differ; empty ones erase nothing. Returns whether any did."""
        changed = {name: value for name, value in cells.items() if value is not None and value != getattr(known, name)}
        if changed:
            self.writer.update(table, known.id, **changed)
        return bool(changed)


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
                raise Unfit(column, NEW_NAME)

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
