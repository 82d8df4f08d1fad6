"""Fields of a store's own, and their values: of each customer one value a field."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from leadctl.domain.own_fields import OwnField
from leadctl.errors import Refused, Sentence, unknown_name
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_value, read_value, read_values
from leadctl.store.core.writer import Writer


class UsedField(NamedTuple):
    """A field of the list; ``values``: how many customers have one."""

    id: int
    field: OwnField
    values: int


_FIELDS = (
    "SELECT f.id, f.name, f.kind, f.choices, (SELECT count(*) FROM field_values AS v WHERE v.field = f.id)"
    " FROM fields AS f ORDER BY f.id"
)
_VALUES = (
    "SELECT f.name, f.kind, v.value FROM field_values AS v JOIN fields AS f ON f.id = v.field"
    " WHERE v.customer = :customer ORDER BY f.id"
)


def list_fields(db: sqlite3.Connection) -> list[UsedField]:
    """The store's fields, in the order in which they were added."""
    return [
        UsedField(identity, OwnField(name, kind, tuple(json.loads(choices or "[]"))), values)
        for identity, name, kind, choices, values in db.execute(_FIELDS)
    ]


def own_fields(db: sqlite3.Connection) -> tuple[OwnField, ...]:
    """The same without their use."""
    return tuple(used.field for used in list_fields(db))


def find_field(db: sqlite3.Connection, name: str) -> UsedField:
    """The field of this name. Raises Refused, with near names."""
    known = {used.field.name: used for used in list_fields(db)}
    if name not in known:
        raise unknown_name(Sentence("field"), name, list(known), Sentence("See: leadctl field list"))
    return known[name]


def add_field(writer: Writer, field: OwnField) -> None:
    """Put a field on the list. Raises Refused for a name that is there."""
    if any(known.name.casefold() == field.name.casefold() for known in own_fields(writer.db)):
        raise Refused("The field {name} is there already; see: leadctl field list", name=field.name)
    choices = json.dumps(field.choices, ensure_ascii=False) if field.choices else None
    writer.insert("fields", name=field.name, kind=field.kind, choices=choices)


def remove_field(writer: Writer, name: str) -> int:
    """Take a field off the list with all its values; returns how many these were."""
    used = find_field(writer.db, name)
    for row in read_values(writer.db, int, "SELECT id FROM field_values WHERE field = ?", (used.id,)):
        writer.delete("field_values", row)
    writer.delete("fields", used.id)
    return used.values


def values_of(db: sqlite3.Connection, customer: int) -> dict[str, str | int | float]:
    """Field -> value, of one customer; fields without a value are left out."""
    rows = db.execute(_VALUES, {"customer": customer})
    return {name: OwnField(name, kind).typed(value) for name, kind, value in rows}


def set_values(writer: Writer, customer: int, values: Mapping[str, str | None]) -> int:
    """Keep values of fields, which must be there; None: none any more. Returns how many were changed."""
    changed, held = 0, "FROM field_values WHERE customer = :customer AND field = :field"
    for name, value in values.items():
        key = {"customer": customer, "field": find_field(writer.db, name).id}
        if find_value(writer.db, str, f"SELECT value {held}", key) == value:
            continue
        changed += 1
        if value is None:
            writer.delete("field_values", read_value(writer.db, int, f"SELECT id {held}", key))
        else:
            writer.put("field_values", key, value=value)
    return changed


def move_values(writer: Writer, gone: int, kept: int) -> None:
    """One customer's values become another's, where that one has none of the field."""
    rows = writer.db.execute(
        "SELECT id, field IN (SELECT field FROM field_values WHERE customer = :kept) FROM field_values"
        " WHERE customer = :gone",
        {"gone": gone, "kept": kept},
    )
    for row, double in rows.fetchall():
        if double:
            writer.delete("field_values", row)
        else:
            writer.update("field_values", row, customer=kept)
