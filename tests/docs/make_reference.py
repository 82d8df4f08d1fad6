"""Writes ``docs/commands.md``, and the list of commands in the READMEs, from the program's own help:

``python -m tests.docs.make_reference``
"""

from __future__ import annotations

import re
import textwrap
from itertools import groupby
from pathlib import Path

from leadctl.commands import COMMANDS
from leadctl.commands.manual import Manual, describe_command, list_commands
from leadctl.errors import EXIT_CODES
from leadctl.locale import translator

REPOSITORY = Path(__file__).parents[2]
REFERENCE = REPOSITORY / "docs" / "commands.md"
READMES = {REPOSITORY / "README.md": "en", REPOSITORY / "README.zh-CN.md": "zh"}

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

"""
EXIT = (
    textwrap.fill(f"Exit codes: {'; '.join(f'{code} {meaning}' for code, meaning in EXIT_CODES.items())}.", 120) + "\n"
)


def reference() -> str:
    """The whole document."""
    parts, panel = [HEAD + EXIT], None
    for name, command in list_commands():
        heading = COMMANDS[name.split()[0]].panel
        if heading != panel:
            panel = heading
            parts.append(f"## {panel}\n")
        parts.append(_described(describe_command(name, command, str)))
    return "\n".join(parts)


def _described(manual: Manual) -> str:
    lines = [f"### {manual.name.partition(' ')[2]}", "", f"`{manual.usage.replace(' [OPTIONS]', '')}`", ""]
    lines += [" ".join(manual.about)]
    if manual.examples:
        lines += ["", *(f"    {line}{f'   # {remark}' if remark else ''}" for line, remark in manual.examples)]
    own = dict(manual.lists).get("Options")
    if own:
        lines += ["", "| option | |", "| --- | --- |"]
        lines += [f"| `{_cell(typed)}` | {_cell(about)} |" for typed, about in own]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def with_commands(text: str, language: str) -> str:
    """A README with its list of commands, in their groups, written anew."""
    translate = translator(language)
    listed = []
    for panel, names in groupby(COMMANDS, key=lambda name: COMMANDS[name].panel):
        colon = "：" if language == "zh" else ": "
        line = f"**{translate(panel)}**{colon}{' '.join(f'`{name}`' for name in names)}"
        listed.append(textwrap.fill(line, 118, break_on_hyphens=False, break_long_words=False))
    block = "<!-- commands -->\n" + "\n\n".join(listed) + "\n<!-- /commands -->"
    return re.sub(r"<!-- commands -->.*<!-- /commands -->", lambda _: block, text, flags=re.DOTALL)


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8")
    for readme, language in READMES.items():
        readme.write_text(with_commands(readme.read_text(encoding="utf-8"), language), encoding="utf-8")
    print(f"{REFERENCE}: written")
