"""Writes ``leadctl/domain/built_in_policies.py`` from the TOML files of the policies: ``python -m
tests.docs.make_policies``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from pprint import pformat

PACKAGE = Path(__file__).parents[2] / "leadctl"
MODULE = PACKAGE / "domain" / "built_in_policies.py"

HEAD = '''"""What the TOML of the built-in policies says, so that a store that follows one needs no parser of TOML.

Written by ``python -m tests.docs.make_policies`` from ``leadctl/policies``; a test compares.
"""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

# fmt: off
PARSED: dict[str, dict[str, Any]] = {
'''


def make_module() -> str:
    """The module: the text of each policy's file, and what it holds."""
    parts = [HEAD]
    for file in sorted(PACKAGE.glob("policies/*.toml")):
        text = file.read_text(encoding="utf-8")
        lines = "".join(f"        {line!r}\n" for line in text.splitlines(keepends=True))
        tables = pformat(tomllib.loads(text), indent=1, width=100, sort_dicts=False)
        indented = tables.replace("\n", "\n        ")
        parts.append(f"    (\n{lines}    ):\n        {indented},\n")
    return "".join(parts) + "}\n# fmt: on\n"


def main() -> None:
    MODULE.write_text(make_module(), encoding="utf-8")


if __name__ == "__main__":
    main()
