"""Where leadctl finds its database, its user and its language."""

from __future__ import annotations

import os

from leadctl import config as settings
from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands.declaration import LISTING, TEXT, Argument, Command, Group
from leadctl.commands.inputs import read_choice
from leadctl.commands.session import Session, warn
from leadctl.errors import StoreUnusable, WrongUsage
from leadctl.locale import N_
from leadctl.render.page import Column, Page, Table
from leadctl.store.records.staff import find_member

if TYPE_CHECKING:
    from pathlib import Path

ConfigKey = Annotated[str, Argument("|".join(settings.KEYS), "What to set.", settings.KEYS)]
ConfigValue = Annotated[str, Argument("VALUE", "Its value.")]


def set_(session: Session, key: ConfigKey, value: ConfigValue) -> None:
    """Write a setting into the config file; an option and an environment variable still go before it.

    Examples:

      leadctl config set db ~/leads/north.db

      leadctl config set user "Li Na"

      leadctl config set lang zh
    """
    read_choice(key, settings.KEYS, "config set")
    word = value.strip()
    if not word:
        raise WrongUsage("{option} cannot be empty.", option=key)
    if key == "lang":
        read_choice(word, settings.LANGUAGES, "lang")
    if key == "db":
        word = os.path.abspath(os.path.expanduser(word))
    if key == "user":
        word = _check_user(session, word)
    path = _write(key, word)
    session.report(
        session.say(N_("{key} = {value} (in {path})"), key=key, value=word, path=path),
        {"key": key, "value": word, "path": str(path)},
    )


def _check_user(session: Session, name: str) -> str:
    """The name as the staff list has it. Raises Refused for a name that is not on the list, where there is a store."""
    try:
        with session.read() as db:
            return find_member(db, name).name
    except StoreUnusable:
        return name


def _write(key: str, value: str | None) -> Path:
    """Write a setting, or take it out; says where a file that could not be read is kept. Returns the file's path."""
    path, kept = settings.write_config(key, value)
    if kept is not None:
        warn("the config file could not be read; it is kept as {kept}, and what it set no longer counts", kept=kept)
    return path


def unset(session: Session, key: ConfigKey) -> None:
    """Take a setting out of the config file; the default counts again.

    Example: leadctl config unset user
    """
    read_choice(key, settings.KEYS, "config unset")
    path = _write(key, None)
    now = str(_setting_record(session, key, None)["value"])
    session.report(
        session.say(N_("{key}: no longer set in {path}; now it is {value}"), key=key, path=path, value=now),
        {"key": key, "value": None, "path": str(path)},
    )


def path(session: Session) -> None:
    """Print where the config file is (or would be).

    Example: leadctl config path
    """
    assert session.language in settings.LANGUAGES
    print(settings.config_path())


def show(session: Session) -> None:
    """Print each setting as it counts now, and where it comes from.

    Example: leadctl config show
    """
    given = {"db": session.db, "user": session.as_name, "lang": session.lang}
    rows = [_setting_record(session, key, option) for key, option in given.items()]
    columns = (
        Column("key", N_("Setting")),
        Column("value", N_("Value"), wrap=True),
        Column("origin", N_("From"), labels=_ORIGINS),
    )
    session.show(Page(rows, (Table(columns, rows),)), reveal=True)


_ORIGINS = {
    "option": N_("option"),
    "environment": N_("environment"),
    "file": N_("config file"),
    "default": N_("default"),
}


def _setting_record(session: Session, key: str, option: str | None) -> dict[str, object]:
    value = settings.resolve(key, option)
    if option is not None:
        origin = "option"
    elif os.environ.get(settings.VARIABLES[key]):
        origin = "environment"
    else:
        origin = "file" if value is not None else "default"
    return {"key": key, "value": _describe_setting(session, key, value), "origin": origin}


def _describe_setting(session: Session, key: str, value: str | None) -> str:
    if key == "db":
        return str(session.path)
    if key == "lang":
        return session.language
    return session.creator().login if value is None else value


COMMAND = Group(
    __doc__,
    {
        "set": Command(set_),
        "unset": Command(unset),
        "path": Command(path, TEXT),
        "show": Command(show, LISTING),
    },
)
