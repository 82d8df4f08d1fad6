"""``leadctl init``: a new store."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Command, Option
from leadctl.commands.os_account import find_machine_zone
from leadctl.commands.session import Session
from leadctl.domain.policy import parse_policy
from leadctl.errors import Refused
from leadctl.locale import N_
from leadctl.store.core.setup import make_store

PolicyName = Annotated[str, Option("--policy", "NAME|FILE", "four-grade, five-grade or a TOML file.")]
StoreName = Annotated[str | None, Option("--store", "NAME", "The store's name.")]
Code = Annotated[str | None, Option("--code", "CODE", "The store's code.")]
Timezone = Annotated[str | None, Option("--timezone", "ZONE", "The store's time zone, such as Asia/Shanghai.")]
Group = Annotated[str | None, Option("--group", "G", "Share the file with this group's accounts.")]
OfExample = Annotated[bool, Option("--example", help="With three months of an invented store, to try leadctl on.")]
AllowNetwork = Annotated[bool, Option("--allow-network", help="Put up with a network drive.")]


def init(
    session: Session,
    policy: PolicyName = "five-grade",
    store: StoreName = None,
    code: Code = None,
    timezone: Timezone = None,
    group: Group = None,
    allow_network: AllowNetwork = False,
    example: OfExample = False,
) -> None:
    """Create the database: one file, for one account (0600) or a group's accounts (0660).

    Examples:

      leadctl init --store "North Gate Motors"

      leadctl --db /srv/leads/leads.db init --group sales --policy four-grade

      leadctl --db example.db init --example     delete the file to begin anew
    """
    text = inputs.read_policy_text(policy)
    name = parse_policy(text).name
    zone = timezone or find_machine_zone()
    _check_zone(zone)
    path = session.path
    if path.exists():
        raise Refused("{path} exists already; init only makes new databases.", path=path)
    if not allow_network:
        _refuse_network(path)
    store, code = inputs.read_line(store) or (EXAMPLE_NAME if example else None), inputs.read_line(code)
    settings = {"policy": text, "timezone": zone, "store": store or "", "code": code or ""}
    now = session.clock(zone)
    operation = make_store(path, settings, group=group, now=now, author=session.creator())
    sentence = N_("{path}: created, policy {policy}. Next: leadctl staff add NAME, then leadctl log-visit")
    record = {"db": str(path), "policy": name, "timezone": zone, "store": store, "code": code, "operation": operation}
    if example:
        record["visits"] = _fill_with_example(session, now)
        sentence = _EXAMPLE_MADE
    session.report(session.say(sentence, path=path, policy=name), record)


EXAMPLE_NAME = "远山汽车城南店"

_EXAMPLE_MADE = N_(
    "{path}: an example store, everybody in it is invented. Look at it:\n"
    "  leadctl --db {path} due --consultant 李娜\n"
    "  leadctl --db {path} report\n"
    "Delete the file to be rid of it. A store of your own: leadctl init"
)


def _fill_with_example(session: Session, now: str) -> int:
    """Fill the store that was made; returns the number of its visits. Half of it would stand in the way of the next
    try, and is removed."""
    from leadctl.commands.example_store import fill_example_store

    try:
        return fill_example_store(session, now)
    except BaseException:
        session.path.unlink(missing_ok=True)
        raise


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused("No time zone is called {zone!r}; names read like Asia/Shanghai.", zone=zone) from error


_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "fuse.rclone", "ceph", "glusterfs")


def _refuse_network(path: Path) -> None:
    """SQLite's locks do not hold on network drives, and a store without them loses rows."""
    folder = str(path.resolve().parent)
    best, kind = "", ""
    for line in _read_mounts():
        _, mount, system, *_ = line.split(" ")
        mount = mount.replace("\\040", " ")
        if (folder + "/").startswith(mount.rstrip("/") + "/") and len(mount) > len(best):
            best, kind = mount, system
    if kind in _NETWORK or folder.startswith("\\\\"):
        raise Refused(
            "{folder} lies on a network drive ({kind}), where two writers can damage the file. "
            "Choose a local folder, or insist with --allow-network.",
            folder=folder,
            kind=kind,
        )


def _read_mounts() -> list[str]:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


COMMAND = Command(init)
