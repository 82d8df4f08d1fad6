"""The operating system's account under which the program runs, asked of the system and never of the environment."""

from __future__ import annotations

import sys


def find_login() -> str:
    """The login of the account; where the system has no name for it (some containers), ``uid-`` and its number."""
    if sys.platform == "win32":
        return _find_windows_login()
    import os
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
