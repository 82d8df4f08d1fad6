"""Who works here."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from leadctl.errors import Refused, Sentence, unknown_name

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


def list_staff(db: sqlite3.Connection) -> list[Member]:
    """Everybody, also those who left, by name."""
    rows = db.execute("SELECT id, name, role, login, left_on, mail FROM staff ORDER BY name")
    return [Member(*row) for row in rows]


def present_members(db: sqlite3.Connection) -> list[Member]:
    """Those who work here, by name."""
    return [member for member in list_staff(db) if member.left_on is None]


def find_member(db: sqlite3.Connection, name: str) -> Member:
    """The member of this name who still works here. Raises Refused, with near names."""
    row = db.execute(
        "SELECT id, name, role, login, left_on, mail FROM staff WHERE name = :name AND left_on IS NULL",
        {"name": name.strip()},
    ).fetchone()
    if row is None:
        _refuse_who_left(db, name.strip())
        names = [member.name for member in present_members(db)]
        raise unknown_name(Sentence("staff member"), name, names, Sentence("Add them with: leadctl staff add NAME"))
    return Member(*row)


def _refuse_who_left(db: sqlite3.Connection, name: str) -> None:
    row = db.execute("SELECT left_on FROM staff WHERE name = :name", {"name": name}).fetchone()
    if row is not None:
        raise Refused(
            "{name} left on {day}; who comes back is added again: leadctl staff add '{name}'",
            name=name,
            day=row["left_on"],
        )


def member_of_login(db: sqlite3.Connection, login: str) -> Member | None:
    """The member that an OS login is mapped to."""
    row = db.execute(
        "SELECT id, name, role, login, left_on, mail FROM staff WHERE login = :login AND left_on IS NULL",
        {"login": login},
    ).fetchone()
    return None if row is None else Member(*row)


def add_member(writer: Writer, name: str, role: str, login: str | None, mail: str | None = None) -> int:
    """Put somebody on the list; somebody who left comes back. Raises Refused for a name or login taken."""
    found = writer.db.execute("SELECT id, left_on FROM staff WHERE name = :name", {"name": name}).fetchone()
    if found is not None and found["left_on"] is None:
        raise Refused("{name} is on the staff list already.", name=name)
    _refuse_taken_login(writer, name, login)
    if found is not None:
        writer.update("staff", found["id"], role=role, login=login, mail=mail, left_on=None)
        return int(found["id"])
    return writer.insert("staff", name=name, role=role, login=login, mail=mail)


def _refuse_taken_login(writer: Writer, name: str, login: str | None) -> None:
    taken = writer.db.execute(
        "SELECT name FROM staff WHERE login = :login AND login IS NOT NULL AND name <> :name",
        {"login": login, "name": name},
    ).fetchone()
    if taken is not None:
        raise Refused("The login {login} is mapped to {taken} already.", login=login, taken=taken["name"])


def change_member(writer: Writer, member: Member, **changes: str | None) -> None:
    """Change the ``login`` or the ``mail`` of somebody on the list. Raises Refused for a login taken."""
    _refuse_taken_login(writer, member.name, changes.get("login"))
    writer.update("staff", member.id, **changes)


def open_leads_of(db: sqlite3.Connection, member: int) -> int:
    """How many leads that are not closed somebody owns."""
    row = db.execute(
        "SELECT count(*) FROM leads WHERE consultant = :member AND closed_at IS NULL", {"member": member}
    ).fetchone()
    return int(row[0])


def role_of(db: sqlite3.Connection, member: int) -> str:
    """The role of a member of staff."""
    return str(db.execute("SELECT role FROM staff WHERE id = :member", {"member": member}).fetchone()["role"])
