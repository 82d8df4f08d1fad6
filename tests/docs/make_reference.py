"""Writes ``docs/commands.md`` from the program's own help: ``python -m tests.docs.make_reference``."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

from leadctl.commands import COMMANDS, load
from leadctl.commands.declaration import (
    AS_JSON,
    REQUIRED,
    Argument,
    Command,
    Option,
    Parameter,
    list_own_parameters,
)

REFERENCE = Path(__file__).parents[2] / "docs" / "commands.md"

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
| `--format F` | listings and reports: `table plain markdown csv json jsonl html xlsx` |
| `--limit N` | listings and reports: N rows at most |
| `-o, --output FILE` | listings and reports: into this file, whose suffix says the format ([files](reports.md#files)) |
| `-h, --help` | the help of a command, with examples |

The first three stand before or after the command. LEAD is a lead's number (up to 7 digits), a phone (longer, or with
`+`) or the customer's exact name; CUSTOMER is `c17` or a phone. Dates are `2026-11-30`, `11-30`, `12.1`, `today`,
`yesterday`, `tomorrow`, `-1d`, `+3d`, `3d`, `2w`, `+1m`, `in 3 days`, `fri`, `next sat`, `next week`, `next month`,
`end of month`, 昨天, 明天, 后天, 3天, 3天后, 周六, 下周, 下周六, 下个月, 月底, 25号, 11月30日: what happened is the
latest such day that is not ahead, what is planned the earliest that is not past. All forms: `leadctl help dates`.

Exit codes: 0 done; 1 refused, with a sentence that says what to do instead; 2 wrong usage; 3 a batch had bad rows;
4 the database cannot be used; 130 interrupted.
"""


def commands() -> Iterator[tuple[str, Command]]:
    """Every command with its full name: ``due``, ``edit visit``, ..."""
    for name in COMMANDS:
        found = load(name)
        if isinstance(found, Command):
            yield name, found
        else:
            yield from ((f"{name} {word}", command) for word, command in found.commands.items())


def arguments(command: Command) -> list[tuple[Parameter, Argument]]:
    declared = ((parameter, parameter.declared) for parameter in list_own_parameters(command.function))
    return [(parameter, argument) for parameter, argument in declared if isinstance(argument, Argument)]


def options(command: Command) -> list[tuple[Parameter, Option]]:
    """A command's own options, without those that many commands have."""
    declared = ((parameter, parameter.declared) for parameter in list_own_parameters(command.function))
    return [(parameter, option) for parameter, option in declared if isinstance(option, Option)]


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


def _described(name: str, command: Command) -> str:
    words = " ".join(_argument(*argument) for argument in arguments(command))
    lines = [f"### {name}", "", f"`leadctl {name}{' ' + words if words else ''}`", ""]
    lines += _help(command)
    own = [(parameter, option) for parameter, option in options(command) if option != AS_JSON.declared]
    if own:
        lines += ["", "| option | |", "| --- | --- |"]
        lines += [f"| {_option(*option)} | {_cell(option[1].explanation())} |" for option in own]
    return "\n".join(lines) + "\n"


def _argument(parameter: Parameter, argument: Argument) -> str:
    return argument.metavar if parameter.default is REQUIRED else f"[{argument.metavar}]"


def _option(parameter: Parameter, option: Option) -> str:
    names = ", ".join(name for name in (option.short, option.name, option.negative) if name)
    value = "" if parameter.kind is bool else f" {option.metavar or '|'.join(option.list_values())}"
    return f"`{_cell(names + value)}`"


def _help(command: Command) -> list[str]:
    """The help as prose, its examples as code."""
    text, _, shown = inspect.cleandoc(command.function.__doc__ or "").partition("\nExample")
    prose = " ".join(text.split())
    examples = [line.strip() for line in shown.removeprefix("s").lstrip(":").splitlines() if line.strip()]
    return [prose, "", *(f"    {example}" for example in examples)] if examples else [prose]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8")
    print(f"{REFERENCE}: written")
