"""The store's models: names, other spellings of them, and two that are one."""

from __future__ import annotations

import sqlite3

from leadctl.errors import Refused, Sentence, unknown_name
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_row, read_value, read_values
from leadctl.store.core.writer import Writer
from leadctl.store.queries.lists import add_model
from leadctl.store.records.merged_names import merge_names


class Model(NamedTuple):
    """A row of the list; ``same_as``: of another spelling, the model that it means."""

    id: int
    same_as: int | None


class ListedModel(NamedTuple):
    """A model with the leads that ask for it, the cars ordered or sold of it, and its other spellings."""

    model: str
    leads: int
    sales: int
    spellings: list[str]


_LISTED = (
    "SELECT m.id, m.name,"
    " (SELECT count(*) FROM leads AS l WHERE l.model = m.id),"
    " (SELECT coalesce(sum(count), 0) FROM orders AS o WHERE o.model = m.id AND o.cancelled_at IS NULL)"
    " + (SELECT coalesce(sum(count), 0) FROM sales AS x WHERE x.model = m.id)"
    " FROM models AS m WHERE m.same_as IS NULL ORDER BY m.name"
)


def list_models(db: sqlite3.Connection) -> list[ListedModel]:
    """The models by name."""
    spelled: dict[int, list[str]] = {}
    for name, model in db.execute("SELECT name, same_as FROM models WHERE same_as IS NOT NULL ORDER BY name"):
        spelled.setdefault(model, []).append(name)
    rows = db.execute(_LISTED)
    return [ListedModel(name, leads, sales, spelled.get(model, [])) for model, name, leads, sales in rows]


def rename_model(writer: Writer, old: str, new: str) -> None:
    """Call a model otherwise; the old name stays known as another spelling of it.

    Raises Refused for a name that is not on the list, and for a new one that another model has.
    """
    row, taken = _find_model(writer.db, old), _read_model(writer.db, new)
    if taken is not None and (taken.same_as or taken.id) != row.id:
        raise Refused(
            "{new} is on the list already; to make one model of both: leadctl model merge {old!r} {new!r}",
            new=new,
            old=old,
        )
    if taken is not None:
        writer.delete("models", taken.id)
    writer.update("models", row.id, name=new)
    writer.insert("models", name=old, same_as=row.id)


def merge_models(writer: Writer, old: str, into: str) -> int:
    """Make model ``old`` another spelling of ``into``; everything that named it names the other. Returns how much did.

    Raises Refused for a name that is not on the list.
    """
    gone, kept = _find_model(writer.db, old).id, _find_model(writer.db, into).id
    if gone == kept:
        raise Refused("{old} and {into} are one model already.", old=old, into=into)
    _renumber_sales(writer, gone, kept)
    return merge_names(writer, "models", gone, kept)


def add_new_model(writer: Writer, name: str) -> None:
    """Put a model on the list. Raises Refused for one that is on it, under whatever spelling."""
    row = _read_model(writer.db, name)
    if row is not None and row.same_as is not None:
        raise Refused(
            "{name} is on the list already, as another spelling of {same}.",
            name=name,
            same=_model_name(writer.db, row.same_as),
        )
    if row is not None:
        raise Refused("{name} is on the list of models already.", name=name)
    add_model(writer, name)


def _renumber_sales(writer: Writer, gone: int, kept: int) -> None:
    """Imported sales of both models on one day are several of it now, in the order in which they came."""
    rows = writer.db.execute(
        "SELECT id, nth, row_number() OVER (PARTITION BY sold_on, channel ORDER BY id),"
        " min(model) OVER (PARTITION BY sold_on, channel) < max(model) OVER (PARTITION BY sold_on, channel)"
        " FROM sales WHERE model IN (:gone, :kept) AND nth IS NOT NULL",
        {"gone": gone, "kept": kept},
    ).fetchall()
    moved = {sale: place for sale, nth, place, both in rows if both and nth != place}
    for sale in moved:  # out of the way first: no two rows may have one number even for a moment
        writer.update("sales", sale, nth=-sale)
    for sale, place in moved.items():
        writer.update("sales", sale, nth=place)


def _find_model(db: sqlite3.Connection, name: str) -> Model:
    """The model that is called so. Raises Refused for an unknown name, and for another spelling."""
    row = _read_model(db, name)
    if row is None:
        known = read_values(db, str, "SELECT name FROM models WHERE same_as IS NULL ORDER BY name")
        raise unknown_name(Sentence("model"), name, known, Sentence("See: leadctl model list"))
    if row.same_as is not None:
        raise Refused("{name} is another spelling of {same}; name that.", name=name, same=_model_name(db, row.same_as))
    return row


def _read_model(db: sqlite3.Connection, name: str) -> Model | None:
    return find_row(db, Model, "SELECT id, same_as FROM models WHERE name = ?", (name,))


def _model_name(db: sqlite3.Connection, model: int) -> str:
    return read_value(db, str, "SELECT name FROM models WHERE id = ?", (model,))
