"""Who may do what: roles where the staff list names a manager, and acting under a colleague's name.

None of this binds somebody who edits the file; SECURITY.md says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, Sentence, listing
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.connection import Database, File
from leadctl.store.records.staff import Member, member_of_login, present_members

if TYPE_CHECKING:
    from typing import Any

MANAGER = "manager"

MAY_ACT_FOR_OTHERS = (MANAGER, "clerk")
"""Roles that may write in the name of a colleague where each person has an account."""


def _is_always_needed(given: Mapping[str, Any]) -> bool:
    return True


class Need(NamedTuple):
    """The role that a command asks for, and of which values of its options and arguments; left out: always."""

    role: str
    applies: Callable[[Mapping[str, Any]], bool] = _is_always_needed


NEEDS_MANAGER = Need(MANAGER)


def is_shared(file: File) -> bool:
    """Whether a store was made for several accounts (``init --group``): its group may write it."""
    try:
        return os.name == "posix" and bool(os.stat(file).st_mode & 0o020)
    except OSError:
        return False


def refuse_colleague(db: Database, file: File, declared: Member, login: str) -> None:
    """In a store for several accounts nobody takes a colleague's name, unless their role is to write for others.

    Where no login is mapped, nobody's account is known, and a name is all there is. Who owns the file may give the
    name while no manager has a login, or nobody could map the first one.
    """
    if not is_shared(file):
        return
    own = member_of_login(db, login)
    if own is not None and (own.id == declared.id or own.role in MAY_ACT_FOR_OTHERS):
        return
    known = [member for member in present_members(db) if member.login is not None]
    if own is None and (not known or (_owns(file) and all(member.role != MANAGER for member in known))):
        return
    raise Refused(
        "The login {login} may not act as {name}: in a store of several accounts only a manager or a clerk acts for "
        "others. Leave --as (or LEADCTL_USER, or the config file's user) out.",
        login=login,
        name=declared.name,
    )


def _owns(file: File) -> bool:
    return os.stat(file).st_uid == os.getuid()


def refuse_without_role(db: Database, file: File, member: Member | None, login: str, role: str) -> None:
    """Raises Refused, naming who may, unless the acting member has the role.

    Nobody is bound where the staff list names no manager. In a store of one account a login that is not on the list
    is the file's owner, and may do everything.
    """
    present = present_members(db)
    if all(one.role != MANAGER for one in present):
        return
    if member is None and not is_shared(file):
        return
    if member is not None and member.role == role:
        return
    fit = [one.name for one in present if one.role == role]
    who = Sentence("the login {login} is not on the staff list", login=login)
    if member is not None:
        who = Sentence("{name} is on the staff list as {role}", name=member.name, role=_role_label(member.role))
    raise Refused(
        "This asks for the role {role}, and {who}. Who may: {names}.",
        role=_role_label(role),
        who=who,
        names=listing(fit),
    )


def _role_label(role: str) -> Sentence:
    from leadctl.locale.labels import ROLES

    template = ROLES[role]
    return Sentence(template)
