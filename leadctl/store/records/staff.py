"""Who works here."""

from __future__ import annotations

import sqlite3

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, Sentence, unknown_name
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_row, find_value, read_rows, read_value

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer


class Member(NamedTuple):
    """One of the staff. ``left_on``: the day from which they no longer work here; ``mail``: their address."""

    id: int
    name: str
    role: str
    login: str | None
    left_on: str | None
    mail: str | None = None


_MEMBERS = "SELECT id, name, role, login, left_on, mail FROM staff"


def list_staff(db: sqlite3.Connection) -> list[Member]:
    """Everybody, also those who left, by name."""
    return read_rows(db, Member, f"{_MEMBERS} ORDER BY name")


def present_members(db: sqlite3.Connection) -> list[Member]:
    """Those who work here, by name."""
    return [member for member in list_staff(db) if member.left_on is None]


def find_member(db: sqlite3.Connection, name: str) -> Member:
    """The member of this name who still works here. Raises Refused, with near names."""
    member = _find_anybody(db, name.strip())
    if member is None:
        names = [present.name for present in present_members(db)]
        raise unknown_name(Sentence("staff member"), name, names, Sentence("Add them with: leadctl staff add NAME"))
    if member.left_on is not None:
        raise Refused(
            "{name} left on {day}; who comes back is added again: leadctl staff add '{name}'",
            name=member.name,
            day=member.left_on,
        )
    return member


def _find_anybody(db: sqlite3.Connection, name: str) -> Member | None:
    """The member of this name, be it that they left."""
    return find_row(db, Member, f"{_MEMBERS} WHERE name = ?", (name,))


def member_of_login(db: sqlite3.Connection, login: str) -> Member | None:
    """The member that an OS login is mapped to."""
    return find_row(db, Member, f"{_MEMBERS} WHERE login = ? AND left_on IS NULL", (login,))


def add_member(writer: Writer, name: str, role: str, login: str | None, mail: str | None = None) -> int:
    """Put somebody on the list; somebody who left comes back. Raises Refused for a name or login taken."""
    found = _find_anybody(writer.db, name)
    if found is not None and found.left_on is None:
        raise Refused("{name} is on the staff list already.", name=name)
    _refuse_taken_login(writer, name, login)
    if found is not None:
        writer.update("staff", found.id, role=role, login=login, mail=mail, left_on=None)
        return found.id
    return writer.insert("staff", name=name, role=role, login=login, mail=mail)


def _refuse_taken_login(writer: Writer, name: str, login: str | None) -> None:
    taken = find_value(writer.db, str, "SELECT name FROM staff WHERE login = ? AND name <> ?", (login, name))
    if taken is not None:
        raise Refused("The login {login} is mapped to {taken} already.", login=login, taken=taken)


def change_member(writer: Writer, member: Member, **changes: str | None) -> None:
    """Change the ``login`` or the ``mail`` of somebody on the list. Raises Refused for a login taken."""
    _refuse_taken_login(writer, member.name, changes.get("login"))
    writer.update("staff", member.id, **changes)


def open_leads_of(db: sqlite3.Connection, member: int) -> int:
    """How many leads that are not closed somebody owns."""
    return read_value(db, int, "SELECT count(*) FROM leads WHERE consultant = ? AND closed_at IS NULL", (member,))


def role_of(db: sqlite3.Connection, member: int) -> str:
    """The role of a member of staff."""
    return read_value(db, str, "SELECT role FROM staff WHERE id = ?", (member,))
