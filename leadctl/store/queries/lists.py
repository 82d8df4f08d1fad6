"""The store's own lists: sources, models, reasons, staff, as names and ids."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, Sentence, unknown_name
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import read_rows, read_values

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer


class ReasonRow(NamedTuple):
    """A reason of defeat; ``defeats``: the leads lost for it."""

    code: str
    group: str
    label: str
    defeats: int


_NAMED = {"models": "name", "sources": "code", "staff": "name", "reasons": "code"}
_REAL_ID = {"models": "coalesce(same_as, id)", "sources": "coalesce(same_as, id)"}
"""Of lists whose rows may be other names of one row: that row's id."""


def ids(db: sqlite3.Connection, table: str) -> dict[str, int]:
    """Name (or code) -> id of a list. Of a model or source every spelling leads to its one id."""
    row = _REAL_ID.get(table, "id")
    return dict(db.execute(f"SELECT {_NAMED[table]}, {row} FROM {table}").fetchall())


def coded_ids(db: sqlite3.Connection, table: str) -> dict[str, int]:
    """Code or label -> id of sources or reasons, as registers name them; a code goes before a label."""
    row_id = _REAL_ID.get(table, "id")
    return dict(db.execute(f"SELECT label, {row_id} FROM {table}").fetchall()) | ids(db, table)


def names(db: sqlite3.Connection, table: str) -> dict[int, str]:
    """Id -> name (or code) of a list."""
    return dict(db.execute(f"SELECT id, {_NAMED[table]} FROM {table}").fetchall())


def owner_names(db: sqlite3.Connection) -> dict[object, str | None]:
    """Staff id -> name of everybody ever, as groups of figures are named; nobody (None) has none."""
    owners: dict[object, str | None] = {None: None}
    owners.update({member: name for member, name in names(db, "staff").items()})  # noqa: C416 - a wider type of key
    return owners


class Ids(dict[str, int]):
    """Name -> id of a list, where an unknown name is added to it and noted in ``new``."""

    def __init__(self, writer: Writer, table: str, add: Callable[[str], int]) -> None:
        super().__init__()
        self.update(coded_ids(writer.db, table) if table == "sources" else ids(writer.db, table))
        self.new: list[str] = []
        self._add = add

    def __missing__(self, name: str) -> int:
        self[name] = row = self._add(name)
        self.new.append(name)
        return row


def add_model(writer: Writer, name: str) -> int:
    """Put a model on the list."""
    return writer.insert("models", name=name)


def add_reason(writer: Writer, code: str, group: str, label: str) -> int:
    """Put a reason of defeat on the list."""
    return writer.insert("reasons", code=code, grp=group, label=label)


def list_reasons(db: sqlite3.Connection) -> list[ReasonRow]:
    """The reasons of defeat in the order of the list, each with the leads lost for it; overturned ones are not."""
    sql = (
        'SELECT r.code, r.grp AS "group", r.label, count(c.id) AS defeats FROM reasons AS r'
        " LEFT JOIN churns AS c ON c.reason = r.id AND c.result IS NOT 'overturned' GROUP BY r.id ORDER BY r.id"
    )
    return read_rows(db, ReasonRow, sql)


def add_source(writer: Writer, code: str, label: str = "") -> int:
    """Put a source on the list."""
    return writer.insert("sources", code=code, label=label or code)


class SourceRow(NamedTuple):
    """A source; ``leads``: those that came from it; ``spellings``: its other names."""

    code: str
    label: str
    leads: int
    spellings: list[str]


def list_sources(db: sqlite3.Connection) -> list[SourceRow]:
    """The sources in the order they came on the list."""
    called: dict[int, list[str]] = {}
    for code, source in db.execute("SELECT code, same_as FROM sources WHERE same_as IS NOT NULL ORDER BY code"):
        called.setdefault(source, []).append(code)
    rows = db.execute(
        "SELECT s.id, s.code, s.label, count(l.id) FROM sources AS s LEFT JOIN leads AS l ON l.source = s.id"
        " WHERE s.same_as IS NULL GROUP BY s.id ORDER BY s.id"
    )
    return [SourceRow(code, label, leads, called.get(source, [])) for source, code, label, leads in rows]


def source_id(db: sqlite3.Connection, code: str) -> int:
    """The id of a source, by its code or label. Raises Refused for one that is not on the list, with near names."""
    found = coded_ids(db, "sources").get(code)
    if found is None:
        raise unknown_name(
            Sentence("source"), code, list(coded_ids(db, "sources")), Sentence("Add it with: leadctl source add CODE")
        )
    return found


def reason_id(db: sqlite3.Connection, code: str, say: Callable[[list[str]], object] = " ".join) -> int:
    """The id of a reason of defeat, by its code or label. Raises Refused for an unlisted one, with near names;
    ``say``: how the codes are listed then."""
    known = coded_ids(db, "reasons")
    if code not in known:
        codes = say(list(ids(db, "reasons")))
        hint = Sentence("Reasons are: {known}. Add one with: leadctl reason add CODE", known=codes)
        raise unknown_name(Sentence("reason"), code, list(known), hint)
    return known[code]


def reason_groups(db: sqlite3.Connection) -> list[str]:
    """The groups of reasons, in the order in which they came on the list."""
    return read_values(db, str, "SELECT grp FROM reasons GROUP BY grp ORDER BY min(id)")


def model_id(writer: Writer, name: str, *, insist: bool) -> tuple[int, bool]:
    """(id, whether it was added). An unknown model is added, unless it looks like a known one: then Refused."""
    known = ids(writer.db, "models")
    if name in known:
        return known[name], False
    near = None if insist else near_model(writer.db, name)
    if near is not None:
        raise Refused(
            "The model {name!r} is not on the list, but {near!r} is. Use that, or insist with --new.",
            name=name,
            near=near,
        )
    return add_model(writer, name), True


def near_model(db: sqlite3.Connection, name: str) -> str | None:
    """A known model that ``name`` looks like."""
    from leadctl.store.queries.near_names import near_name

    return near_name(name, ids(db, "models"))


_LONG_PHONES = """
SELECT p.phone FROM phones AS p CROSS JOIN leads AS l ON l.customer = p.customer
WHERE p.phone >= :begun AND p.phone < :begun || char(0x10ffff) AND l.closed_at IS NULL{whose}
ORDER BY l.id DESC
"""
_PHONES = """
SELECT p.phone FROM leads AS l CROSS JOIN phones AS p ON p.customer = l.customer
WHERE substr(p.phone, 1, length(:begun)) = :begun AND l.closed_at IS NULL{whose}
ORDER BY {order} DESC
"""
_NAMES = """
SELECT c.name FROM leads AS l CROSS JOIN customers AS c ON c.id = l.customer
WHERE substr(c.name, 1, length(:begun)) = :begun AND l.closed_at IS NULL{whose}
ORDER BY {order} DESC
"""
_WHOSE = " AND l.task IS NOT NULL AND l.consultant = :consultant"
"""As the index of a consultant's due list has it: a lead that is not closed has a task."""
LONG = 7
"""Characters of a phone that few others have."""


def list_handles(db: sqlite3.Connection, begun: str, consultant: int | None, *, names: bool, most: int) -> list[str]:
    """By what open leads can be named that begins with a text: phones, and with ``names`` the customers' names.

    ``consultant``: of whose leads; None: of anybody's. The newest leads first, ``most`` of each kind. What begins like
    a phone is looked for among names only where no phone fits, and the other way round.
    """

    # All leads are read from the newest one back; the fitting ones are sought through an index, and then sorted.
    order, whose = "+l.id" if begun else "l.id", "" if consultant is None else _WHOSE

    def read(sql: str) -> list[str]:
        found: dict[str, None] = {}
        for row in db.execute(sql.format(whose=whose, order=order), {"consultant": consultant, "begun": begun}):
            found[row[0]] = None
            if len(found) == most:
                break
        return list(found)

    phones = _LONG_PHONES if len(begun) >= LONG else _PHONES
    if not names:
        return read(phones)
    if not begun:
        return read(phones) + read(_NAMES)
    return (read(phones) or read(_NAMES)) if begun[0] in "+0123456789" else (read(_NAMES) or read(phones))
