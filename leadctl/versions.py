"""What ``leadctl --version`` says; no command is loaded for it."""

from __future__ import annotations

from leadctl import SCHEMA_VERSION, __version__

CONTRACT = 1
"""The version of the interface that scripts rely on: names, JSON keys, exit codes."""


def show_version(as_json: bool) -> None:
    """Print the versions of the program, of its interface and of its database; as JSON also SQLite's, and the oldest
    release of it that does."""
    if as_json:
        import json

        from leadctl.store.core.connection import MINIMUM_SQLITE, SQLITE

        oldest = ".".join(map(str, MINIMUM_SQLITE))
        told = {"version": __version__, "contract": CONTRACT, "schema": SCHEMA_VERSION}
        print(json.dumps(told | {"sqlite": SQLITE, "sqlite_minimum": oldest}))
    else:
        print(f"leadctl {__version__}")
