"""Where leadctl finds its database, user and language: option, environment, config file, default."""

from __future__ import annotations

import os
import sys

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, WrongUsage, os_reason

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ("db", "user", "lang")
VARIABLES = {"db": "LEADCTL_DB", "user": "LEADCTL_USER", "lang": "LEADCTL_LANG"}
LANGUAGES = ("en", "zh")


def config_path() -> Path:
    """The config file, in the platform's folder for them."""
    from platformdirs import user_config_path

    return user_config_path("leadctl", appauthor=False) / "config.toml"


class UnreadableConfig(Refused):
    """The config file holds what is no TOML."""


def read_config() -> dict[str, str]:
    """What the config file sets; empty where there is none. Raises Refused when it cannot be read."""
    if _is_surely_absent():
        return {}
    path = config_path()
    if not path.is_file():
        return {}
    from leadctl.domain.toml_text import LONGEST, BadToml, parse_toml

    try:
        with path.open(encoding="utf-8") as file:
            data = parse_toml(file.read(LONGEST + 1))
    except OSError as error:
        raise Refused("The config file {path} cannot be read: {why}", path=path, why=os_reason(error)) from error
    except ValueError as error:
        raise UnreadableConfig(
            "The config file {path} is no TOML: {error}. Mend it, or keep it aside and begin anew with: "
            "leadctl config set KEY VALUE",
            path=path,
            error=error.reason if isinstance(error, BadToml) else error,
        ) from error
    return {key: str(data[key]) for key in KEYS if key in data}


def _is_surely_absent() -> bool:
    """On Linux, where the folder is known without asking: finding out costs a morning's command a third more."""
    if not sys.platform.startswith("linux"):
        return False
    home = os.environ.get("XDG_CONFIG_HOME", "").strip() or os.path.expanduser("~/.config")
    return not os.path.exists(os.path.join(home, "leadctl", "config.toml"))


def write_config(key: str, value: str | None) -> tuple[Path, Path | None]:
    """Set one key, or with None take it out, and keep the others; returns the file's path, and where one that could not
    be read is kept.

    Raises Refused when it cannot be written.
    """
    from leadctl.files import make_private_folder, replace_file

    path, kept = config_path(), None
    try:
        values = read_config()
    except UnreadableConfig:
        values, kept = {}, _free_name(path)
    values.pop(key, None)
    if value is not None:
        values[key] = value
    lines = [f"{name} = {_quote(values[name])}" for name in KEYS if name in values]
    try:
        make_private_folder(path.parent)
        with replace_file(path) as unfinished:
            if kept is not None:
                _keep_aside(path, kept)
            unfinished.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise Refused("The config file {path} cannot be written: {why}", path=path, why=os_reason(error)) from error
    return path, kept


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.name}.unreadable-{count}") for count in range(1, 10_000))
    return next(name for name in names if not os.path.lexists(name))


def _keep_aside(path: Path, kept: Path) -> None:
    """Give a file a second name, which it keeps when another one takes its place."""
    from leadctl.files import sync_folder

    try:
        os.link(path, kept)
    except OSError:  # a file system without hard links
        import shutil

        shutil.copy2(path, kept)
    sync_folder(path.parent)


def _quote(value: str) -> str:
    """A TOML basic string."""
    import json

    return json.dumps(value, ensure_ascii=False)


def default_database() -> Path:
    """The database where nothing names one: in the platform's user data folder."""
    from platformdirs import user_data_path

    return user_data_path("leadctl", appauthor=False) / "leadctl.db"


def resolve(key: str, given: str | None) -> str | None:
    """A setting from its option, else the environment, else the config file; None: nothing sets it.

    Raises WrongUsage for an option without a value: a script's empty variable must not mean another store.
    """
    if given is not None:
        if not given.strip():
            option = "--as" if key == "user" else f"--{key}"
            raise WrongUsage("{option} is empty; give it a value, or leave it out.", option=option)
        return given
    value = os.environ.get(VARIABLES[key])
    return decode_argument(value) if value else read_config().get(key)


def decode_argument(text: str) -> str:
    """What the shell handed over, as text: in UTF-8, else GBK, where the locale could not read its bytes.

    The name of a file that exists stays as it is, since only those bytes name it. Raises WrongUsage for no text at all.
    """
    if not _is_unread(text) or os.path.exists(text):
        return text
    for encoding in ("utf-8", "gb18030"):
        try:
            return os.fsencode(text).decode(encoding)
        except UnicodeError:
            continue
    raise WrongUsage("{text!a} is no text in UTF-8 or GBK.", text=text)


def _is_unread(text: str) -> bool:
    """Whether there are bytes in it that the locale could not read."""
    return not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text)
