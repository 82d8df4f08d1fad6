"""``leadctl --version``."""

from __future__ import annotations

import json

from leadctl import SCHEMA_VERSION, __version__

CONTRACT = 1
"""The version of the interface that scripts rely on: names, JSON keys, exit codes."""


def show_version(as_json: bool) -> None:
    """Print the versions of the program, of its interface and of its database."""
    if as_json:
        print(json.dumps({"version": __version__, "contract": CONTRACT, "schema": SCHEMA_VERSION}))
    else:
        print(f"leadctl {__version__}")
