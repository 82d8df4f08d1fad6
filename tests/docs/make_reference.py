"""Writes ``docs/commands.md`` from the program's own help: ``python -m tests.docs.make_reference``."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leadctl.commands import COMMANDS
from leadctl.commands.declaration import GLOBAL_OPTIONS, OUTPUT_OPTIONS
from leadctl.typer_app import build

REFERENCE = Path(__file__).parents[2] / "docs" / "commands.md"
COMMON = {option.name for options in (GLOBAL_OPTIONS, *OUTPUT_OPTIONS.values()) for option in options} | {"help"}

HEAD = """\
# Commands

Written by `python -m tests.docs.make_reference` from the program's own help; a test compares.

## Everywhere

| option | |
| --- | --- |
| `--db FILE` | the store's database (else `LEADCTL_DB`, the config file, the platform's data folder) |
| `--as NAME` | who acts; must be on the staff list (else `LEADCTL_USER`, the config file, the OS login) |
| `--lang en\\|zh` | the language of what people read (else `LEADCTL_LANG`, the config file, the locale) |
| `--json` | print JSON |
| `--format F` | listings and reports: `table plain markdown csv json jsonl` |
| `--limit N` | listings and reports: N rows at most |
| `-o, --output FILE` | listings and reports: into this file |
| `-h, --help` | the help of a command, with examples |

The first three stand before or after the command. LEAD is a lead's number (up to 7 digits), a phone (longer, or with
`+`) or the customer's exact name; CUSTOMER is `c17` or a phone. Dates are `2026-11-30`, `11-30`, `today`, `yesterday`,
`tomorrow`, `-1d`, `+3d`, `+2w`, `+1m`, `fri`, 昨天, 明天, 后天, 3天后, 下周一, 11月30日: what happened is the latest
such day that is not ahead, what is planned the earliest that is not past.

Exit codes: 0 done; 1 refused, with a sentence that says what to do instead; 2 wrong usage; 3 a batch had bad rows;
4 the database cannot be used; 130 interrupted.
"""


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name: ``due``, ``edit visit``, ..."""
    for name in COMMANDS:
        command = build(name)
        if hasattr(command, "commands"):
            yield from ((f"{name} {word}", inner) for word, inner in command.commands.items())
        else:
            yield name, command


def arguments(command: Any) -> list[Any]:
    return [parameter for parameter in command.params if parameter.param_type_name == "argument"]


def options(command: Any) -> list[Any]:
    """A command's own options, without those that many commands have."""
    return [p for p in command.params if p.param_type_name == "option" and p.name not in COMMON]


def reference() -> str:
    """The whole document."""
    parts, panel = [HEAD], None
    for name, command in commands():
        heading = COMMANDS[name.split()[0]].panel
        if heading != panel:
            panel = heading
            parts.append(f"## {panel}\n")
        parts.append(_described(name, command))
    return "\n".join(parts)


def _described(name: str, command: Any) -> str:
    words = " ".join(_argument(argument) for argument in arguments(command))
    lines = [f"### {name}", "", f"`leadctl {name}{' ' + words if words else ''}`", ""]
    lines += _help(command)
    own = options(command)
    if own:
        lines += ["", "| option | |", "| --- | --- |"]
        lines += [f"| {_option(option)} | {_cell(option.help)} |" for option in own]
    return "\n".join(lines) + "\n"


def _argument(argument: Any) -> str:
    name = str(argument.metavar or argument.name.rstrip("_").upper())
    return name if argument.required or name.startswith("[") else f"[{name}]"


def _option(option: Any) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    value = "" if option.is_flag else f" {option.metavar or option.type.name.upper()}"
    return f"`{_cell(names + value)}`"


def _help(command: Any) -> list[str]:
    """The help as prose, its examples as code."""
    text, _, shown = inspect.cleandoc(command.help or "").partition("\nExample")
    prose = " ".join(text.split())
    examples = [line.strip() for line in shown.removeprefix("s").lstrip(":").splitlines() if line.strip()]
    return [prose, "", *(f"    {example}" for example in examples)] if examples else [prose]


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|")


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8")
    print(f"{REFERENCE}: written")
