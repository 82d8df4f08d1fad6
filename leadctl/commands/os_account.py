"""The operating system's account under which the program runs, asked of the system and never of the environment; the
machine, and its time zone."""

from __future__ import annotations

import os
import sys

LOCALTIME = "/etc/localtime"
"""The link by which a system names its time zone."""


def find_login() -> str:
    """The login of the account; where the system has no name for it (some containers), ``uid-`` and its number."""
    if sys.platform == "win32":
        return _find_windows_login()
    import pwd

    uid = os.getuid()
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid-{uid}"


def _find_windows_login() -> str:
    """What ``GetUserNameW`` answers, which no variable of the environment changes."""
    import ctypes

    size = ctypes.c_ulong(257)  # UNLEN + 1
    name = ctypes.create_unicode_buffer(size.value)
    system = getattr(ctypes, "windll")  # noqa: B009 - there is no such attribute where the types are checked
    return name.value if system.advapi32.GetUserNameW(name, ctypes.byref(size)) else "unknown"


def find_host() -> str:
    """The machine's name in its network."""
    if sys.platform != "win32":
        from os import uname  # what platform.node() asks too, and platform takes long to load

        return uname().nodename
    import platform

    return platform.node()


def find_machine_zone() -> str:
    """The machine's time zone by name; UTC where it tells none."""
    return os.environ.get("TZ", "").lstrip(":") or _find_linked_zone() or "UTC"


def _find_linked_zone() -> str:
    """The zone whose file the system's link leads to; empty where it is no such link."""
    return os.path.realpath(LOCALTIME).partition("zoneinfo/")[2]


def is_machine_zone(zone: str) -> bool:
    """Whether the system's own clock surely shows this time zone, so that zoneinfo, which costs a short command a
    twentieth of its time, need not be asked. By TZ it may not: a zone whose file is missing is shown as UTC."""
    return "TZ" not in os.environ and os.path.exists(LOCALTIME) and _find_linked_zone() == zone
