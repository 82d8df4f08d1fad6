"""Makes the manual pages while a wheel is built: leadctl(1), and one page a command or group of commands.

They are made from the declarations of the commands, as ``-h`` is, so they cannot say anything else. Building needs the
standard library only: the commands load no other package before they run. To look at one without installing:

    python hatch_build.py FOLDER && man -l FOLDER/leadctl-due.1
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from leadctl.commands.manual import Entry, Example, Manual

ROOT = Path(__file__).parent
EXIT_CODES = (
    ("0", "Done."),
    ("1", "Refused, with a sentence that says what to do instead."),
    ("2", "Wrong usage."),
    ("3", "A batch had bad rows."),
    ("4", "The database cannot be used."),
    ("130", "Interrupted."),
)
VARIABLES = (
    ("LEADCTL_DB, LEADCTL_USER, LEADCTL_LANG", "What --db, --as and --lang say, where they are left out."),
    ("LEADCTL_NOW", "The clock of scripts and tests, such as 2026-11-22T08:30."),
    ("NO_COLOR", "No colours on a terminal."),
)


class CustomBuildHook(BuildHookInterface[Any]):
    """What hatchling calls; the pages become data files of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the pages, and say where they are; an editable installation has none, since it would not renew them."""
        if version == "editable":
            return
        self.folder = tempfile.TemporaryDirectory()
        write_pages(Path(self.folder.name))
        build_data["shared_data"][self.folder.name] = "share/man/man1"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the pages away again."""
        if version != "editable":
            self.folder.cleanup()


def write_pages(folder: Path) -> None:
    """Write every page into the folder."""
    for name, lines in make_pages():
        (folder / f"{name}.1").write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_pages() -> Iterator[tuple[str, list[str]]]:
    """Every page by its name, such as ``leadctl-due``."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from leadctl.commands import COMMANDS

    yield "leadctl", _program_page()
    for name in COMMANDS:
        yield f"leadctl-{name}", _command_page(name)


def _program_page() -> list[str]:
    from leadctl.commands import COMMANDS
    from leadctl.commands.help import TOPICS
    from leadctl.commands.manual import describe

    manual = describe("", str)
    lines = [*_begin("leadctl", manual), *_section("DESCRIPTION"), *_paragraphs(manual.about)]
    *panels, (_, options) = manual.lists
    lines += _section("COMMANDS")
    for panel, entries in panels:
        lines += [f".SS {_quote(panel)}", *_entries(entries)]
    lines += [*_section("OPTIONS"), *_entries(options)]
    for topic, text in TOPICS.items():
        lines += [*_section(topic.upper()), ".EX", *map(_line, text.splitlines()), ".EE"]
    lines += [*_section("ENVIRONMENT"), *_entries(VARIABLES), *_section("EXIT STATUS"), *_entries(EXIT_CODES)]
    return [*lines, *_section("SEE ALSO"), *_references(f"leadctl-{name}" for name in COMMANDS)]


def _command_page(name: str) -> list[str]:
    from leadctl.commands import load
    from leadctl.commands.declaration import Group
    from leadctl.commands.manual import describe

    manual, found = describe(name, str), load(name)
    words = [f"{name} {word}" for word in found.commands] if isinstance(found, Group) else []
    manuals = [describe(each, str) for each in words]
    lines = [*_begin(f"leadctl-{name}", manual, *manuals), *_section("DESCRIPTION"), *_paragraphs(manual.about)]
    if not manuals:
        lines += [*_lists(manual, ".SH"), *_examples(manual.examples, ".SH")]
    for each in manuals:
        lines += [f".SH {_quote(each.name.upper())}", *_paragraphs(each.about)]
        lines += [*_lists(each, ".SS"), *_examples(each.examples, ".SS")]
    return [*lines, *_section("EXIT STATUS"), *_entries(EXIT_CODES), *_section("SEE ALSO"), *_references(["leadctl"])]


def _begin(name: str, manual: Manual, *others: Manual) -> list[str]:
    from leadctl import __version__
    from leadctl.commands.manual import first_sentence

    title = f'.TH {_quote(name.upper())} 1 "" {_quote(f"leadctl {__version__}")} "leadctl"'
    usages = [line for each in (others or (manual,)) for line in (".br", _line(each.usage))]
    return [
        *(title, ".nh", ".ad l", ".SH NAME", f"{_line(name)} \\- {_line(first_sentence(manual.about[0]))}"),
        *(".SH SYNOPSIS", *usages[1:]),
    ]


def _lists(manual: Manual, macro: str) -> Iterator[str]:
    for heading, entries in manual.lists:
        yield f"{macro} {_quote(heading.upper() if macro == '.SH' else heading)}"
        yield from _entries(entries)


def _examples(examples: Iterable[Example], macro: str) -> Iterator[str]:
    yield f"{macro} {'EXAMPLES' if macro == '.SH' else 'Examples'}"
    for line, remark in examples:
        yield from (".PP", *((_line(f"{remark[:1].upper()}{remark[1:]}:"), ".PP") if remark else ()))
        yield from (".RS 4", ".EX", _line(line), ".EE", ".RE")


def _entries(entries: Iterable[Entry | tuple[str, str]]) -> Iterator[str]:
    for typed, about in entries:
        yield from (".TP", f"\\fB{_line(typed)}\\fR", _line(about))


def _references(names: Iterable[str]) -> list[str]:
    return [", ".join(f"\\fB{_line(name)}\\fR(1)" for name in names)]


def _section(title: str) -> list[str]:
    return [f".SH {_quote(title)}"]


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (".PP", _line(text))


def _quote(text: str) -> str:
    """A text as one argument of a macro."""
    return '"' + _line(text).replace('"', "\\(dq") + '"'


def _line(text: str) -> str:
    r"""A text that groff prints as it is: hyphens that can be copied, no escapes, and no macro at its beginning."""
    plain = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    write_pages(Path(sys.argv[1]))
