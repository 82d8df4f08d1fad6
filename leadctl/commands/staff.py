"""The staff list: who works here, in what role, under which login."""

from __future__ import annotations

import re

from leadctl.annotations import Annotated
from leadctl.commands.declaration import LISTING, Argument, Command, Group, Option
from leadctl.commands.inputs import read_choice, read_consultant, read_day, read_line
from leadctl.commands.permissions import NEEDS_MANAGER
from leadctl.commands.sentences import describe_counts
from leadctl.commands.session import Session, warn
from leadctl.domain.terms import ROLES
from leadctl.errors import Refused, WrongUsage
from leadctl.locale import N_
from leadctl.locale.labels import ROLES as LABELS
from leadctl.render.page import Column, Page, Table
from leadctl.store.queries.handover import count_duties, owners_of
from leadctl.store.queries.near_names import near_name
from leadctl.store.records.staff import add_member, change_member, list_staff, open_leads_of

StaffName = Annotated[str, Argument("NAME", "Their name.")]
Role = Annotated[str, Option("--role", "ROLE", known=ROLES)]
Login = Annotated[str | None, Option("--login", "OSUSER", "Their login of the operating system.")]
Mail = Annotated[str | None, Option("--mail", "ADDRESS", "Where the list of the morning is sent.")]
LeavingDay = Annotated[str | None, Option("--on", "DATE", "Their last day; left out: today.")]


_ADDRESS = re.compile(r"[^\s@,;:<>()\"\\]+@[^\s@,;:<>()\"\\]+\.[^\s@,;:<>()\"\\.]+")


def _read_address(text: str | None) -> str | None:
    """One address and nothing beside it: the mail of the morning must not go to anybody else. Raises Refused."""
    address = read_line(text)
    if address is not None and _ADDRESS.fullmatch(address) is None:
        raise Refused("--mail {mail!r} is no address; one reads like lina@example.com.", mail=address)
    return address


def add(session: Session, name: StaffName, role: Role = "consultant", login: Login = None, mail: Mail = None) -> None:
    """Put somebody on the staff list.

    Examples:

      leadctl staff add "Li Na" --role consultant --login lina

      leadctl staff add "Wang Qiang" --mail wang@example.com
    """
    read_choice(role, ROLES, "--role")
    address = _read_address(mail)
    clean_name = read_line(name)
    if clean_name is None:
        raise Refused("A member of staff needs a name.")
    with session.write("staff add") as writer:
        near = near_name(clean_name, (member.name for member in list_staff(writer.db)))
        if near is not None and near != clean_name:
            warn(
                "{name} looks like {near}, who is on the staff list; if they are one: leadctl undo",
                name=clean_name,
                near=near,
            )
        add_member(writer, clean_name, role, read_line(login), address)
        writer.summary = f"{clean_name} added as {role}"
        operation = writer.operation
    session.report(
        session.say(N_("{name}: on the staff list as {role}"), name=clean_name, role=session.translate(LABELS[role])),
        {"name": clean_name, "role": role, "login": login, "mail": address, "operation": operation},
    )


def edit(session: Session, name: StaffName, login: Login = None, mail: Mail = None) -> None:
    """Change somebody's login or address; an empty one removes it.

    Example: leadctl staff edit "Li Na" --mail lina@example.com
    """
    given = {"login": login, "mail": mail}
    if not any(value is not None for value in given.values()):
        raise WrongUsage("Say what changes: --login OSUSER or --mail ADDRESS.")
    read = {"login": read_line(login), "mail": _read_address(mail)}
    changes = {key: read[key] for key, value in given.items() if value is not None}
    with session.write("staff edit") as writer:
        member = read_consultant(writer.db, name)
        change_member(writer, member, **changes)
        writer.summary = f"{member.name}: {', '.join(changes)} changed"
        operation = writer.operation
    told = session.translate(N_(", ")).join(f"{key} {value or '-'}" for key, value in changes.items())
    session.report(
        session.say(N_("{name}: {what}"), name=member.name, what=told),
        {"name": member.name, **changes, "operation": operation},
    )


def list_(session: Session) -> None:
    """Print the staff list.

    Example: leadctl staff list
    """
    with session.read() as db:
        rows = [
            {
                "name": member.name,
                "role": member.role,
                "login": member.login,
                "left_on": member.left_on,
                "mail": member.mail,
            }
            for member in list_staff(db)
        ]
    columns = (
        Column("name", N_("Name")),
        Column("role", N_("Role"), labels=LABELS),
        Column("login", N_("Login")),
        Column("mail", N_("Mail"), drop=1),
        Column("left_on", N_("Left on"), "date"),
    )
    note = "" if rows else N_("Nobody yet: leadctl staff add NAME")
    session.show(Page(rows, (Table(columns, rows, note=note),), N_("Staff")))


def leave(session: Session, name: StaffName, on: LeavingDay = None) -> None:
    """Somebody leaves; refused while they own leads that are not closed.

    Complaints and campaign tasks that were not handed over come to everybody's list, a complaint to the
    consultant of the car first; so do the owners of the cars that were theirs at the delivery.

    Example: leadctl staff leave "Li Na"      after: leadctl assign --from "Li Na" --to "Wang Qiang"
    """
    with session.write("staff leave") as writer:
        member = read_consultant(writer.db, name)
        left = read_day(on, writer.now, "fact") if on else writer.today
        count = open_leads_of(writer.db, member.id)
        if count:
            raise Refused(
                "{name} still owns {count} open leads; hand them over first: leadctl assign --from {name!r} --to NAME",
                name=member.name,
                count=count,
            )
        writer.update("staff", member.id, left_on=left)
        remains = count_duties(writer.db, member.id) | {"owners": owners_of(writer.db, member.id)}
        writer.summary = f"{member.name} left on {left}"
        operation = writer.operation
    session.report(
        _describe_leaving(session, member.name, left, remains),
        {"name": member.name, "left_on": left, "operation": operation} | remains,
    )


def _describe_leaving(session: Session, name: str, left: str, remains: dict[str, int]) -> str:
    sentence = session.say(N_("{name}: left on {day}"), name=name, day=left)
    told = describe_counts(session, remains)
    return f"{sentence}\n  {session.say(N_('for everybody now: {what}'), what=told)}" if told else sentence


COMMAND = Group(
    __doc__,
    {
        "add": Command(add, needs=NEEDS_MANAGER, takes_strangers=True),
        "edit": Command(edit, needs=NEEDS_MANAGER),
        "list": Command(list_, LISTING),
        "leave": Command(leave, needs=NEEDS_MANAGER),
    },
)
