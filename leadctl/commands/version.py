"""``leadctl --version``."""

from __future__ import annotations

import json

from leadctl import __version__

CONTRACT = 1
"""The version of the interface that scripts rely on: names, JSON keys, exit codes."""

SCHEMA = 3
"""The version of the database's schema; a test holds it against the store's."""


def show_version(as_json: bool) -> None:
    """Print the versions of the program, of its interface and of its database."""
    if as_json:
        print(json.dumps({"version": __version__, "contract": CONTRACT, "schema": SCHEMA}))
    else:
        print(f"leadctl {__version__}")
