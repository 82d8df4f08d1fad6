"""Makes the manual pages while a wheel is built: leadctl(1), and one page a command or group of commands, in English
and Chinese.

They are made from the declarations of the commands, as ``-h`` is, so they cannot say anything else. Building needs the
standard library only: the commands load no other package before they run. To look at one without installing:

    python hatch_build.py FOLDER && man -l FOLDER/man1/leadctl-due.1 FOLDER/zh_CN/man1/leadctl-due.1
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from leadctl.commands.manual import Entry, Example, Manual

ROOT = Path(__file__).parent
VARIABLES = (
    ("LEADCTL_DB, LEADCTL_USER, LEADCTL_LANG", "What --db, --as and --lang say, where they are left out."),
    ("LEADCTL_NOW", "The clock of scripts and tests, such as 2026-11-22T08:30."),
    ("NO_COLOR", "No colours on a terminal."),
)


FOLDERS = {"en": "man1", "zh": "zh_CN/man1"}
"""Language -> where its pages lie below share/man."""
CHINESE = {
    "NAME": "名称",
    "SYNOPSIS": "用法",
    "DESCRIPTION": "说明",
    "COMMANDS": "命令",
    "OPTIONS": "选项",
    "EXAMPLES": "示例",
    "Examples": "示例",
    "ENVIRONMENT": "环境变量",
    "EXIT STATUS": "退出状态",
    "SEE ALSO": "参见",
    ":": "：",
    "What --db, --as and --lang say, where they are left out.": "没有写 --db、--as、--lang 时，由它们指定。",
    "The clock of scripts and tests, such as 2026-11-22T08:30.": "脚本和测试用的时钟，如 2026-11-22T08:30。",
    "No colours on a terminal.": "终端上不用颜色。",
}
"""What only a manual page says; all else is in the program's own catalogue."""

Translate = Callable[[str], str]


class CustomBuildHook(BuildHookInterface[Any]):
    """What hatchling calls; the pages become data files of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the pages, and say where they are; an editable installation has none, since it would not renew them."""
        if version == "editable":
            return
        self.folder = tempfile.TemporaryDirectory()
        write_pages(Path(self.folder.name))
        build_data["shared_data"][self.folder.name] = "share/man"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the pages away again."""
        if version != "editable":
            self.folder.cleanup()


def write_pages(folder: Path) -> None:
    """Write every page in every language into the folder."""
    for language, place in FOLDERS.items():
        (folder / place).mkdir(parents=True, exist_ok=True)
        for name, lines in make_pages(language):
            (folder / place / f"{name}.1").write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_pages(language: str) -> Iterator[tuple[str, list[str]]]:
    """Every page of a language by its name, such as ``leadctl-due``."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from leadctl.commands import COMMANDS

    translate = _translator(language)
    yield "leadctl", _program_page(translate)
    for name in COMMANDS:
        yield f"leadctl-{name}", _command_page(name, translate)


def _translator(language: str) -> Translate:
    from leadctl.locale import translator

    known, words = translator(language), CHINESE if language == "zh" else {}
    return lambda text: words.get(text) or known(text)


def _program_page(translate: Translate) -> list[str]:
    from leadctl.commands import COMMANDS
    from leadctl.commands.help import TOPICS, write_topic
    from leadctl.commands.manual import describe

    manual = describe("", translate)
    lines = [*_begin("leadctl", manual, translate), *_section("DESCRIPTION", translate), *_paragraphs(manual.about)]
    *panels, (_, options) = manual.lists
    lines += _section("COMMANDS", translate)
    for panel, entries in panels:
        lines += [f".SS {_quote(panel)}", *_entries(entries)]
    lines += [*_section("OPTIONS", translate), *_entries(options)]
    for topic in TOPICS:
        page = write_topic(topic, translate)
        lines += [*_section(topic.upper(), translate), ".EX", *map(_line, page.splitlines()), ".EE"]
    lines += [*_section("ENVIRONMENT", translate), *_entries((name, translate(about)) for name, about in VARIABLES)]
    lines += [*_exit_codes(translate), *_section("SEE ALSO", translate)]
    return [*lines, *_references(f"leadctl-{name}" for name in COMMANDS)]


def _command_page(name: str, translate: Translate) -> list[str]:
    from leadctl.commands import load
    from leadctl.commands.declaration import Group
    from leadctl.commands.manual import describe

    manual, found = describe(name, translate), load(name)
    words = [f"{name} {word}" for word in found.commands] if isinstance(found, Group) else []
    manuals = [describe(each, translate) for each in words]
    lines = [*_begin(f"leadctl-{name}", manual, translate, *manuals), *_section("DESCRIPTION", translate)]
    lines += _paragraphs(manual.about)
    if not manuals:
        lines += [*_lists(manual, ".SH"), *_examples(manual.examples, ".SH", translate)]
    for each in manuals:
        lines += [f".SH {_quote(each.name.upper())}", *_paragraphs(each.about)]
        lines += [*_lists(each, ".SS"), *_examples(each.examples, ".SS", translate)]
    return [*lines, *_exit_codes(translate), *_section("SEE ALSO", translate), *_references(["leadctl"])]


def _exit_codes(translate: Translate) -> list[str]:
    from leadctl.errors import EXIT_CODES

    meanings = ((str(code), translate(meaning)) for code, meaning in EXIT_CODES.items())
    return [*_section("EXIT STATUS", translate), *_entries(meanings)]


def _begin(name: str, manual: Manual, translate: Translate, *others: Manual) -> list[str]:
    from leadctl import __version__
    from leadctl.commands.manual import first_sentence

    title = f'.TH {_quote(name.upper())} 1 "" {_quote(f"leadctl {__version__}")} "leadctl"'
    usages = [line for each in (others or (manual,)) for line in (".br", _line(each.usage))]
    return [
        *(title, *_break_lines(translate), ".nh", ".ad l", *_section("NAME", translate)),
        f"{_line(name)} \\- {_line(first_sentence(manual.about[0]))}",
        *_section("SYNOPSIS", translate),
        *usages[1:],
    ]


def _break_lines(translate: Translate) -> list[str]:
    """What tells groff where a line of Chinese may end; of English it knows."""
    return [".if \\n(.g .mso zh.tmac"] if translate("NAME") != "NAME" else []


def _lists(manual: Manual, macro: str) -> Iterator[str]:
    for heading, entries in manual.lists:
        yield f"{macro} {_quote(heading.upper() if macro == '.SH' else heading)}"
        yield from _entries(entries)


def _examples(examples: Iterable[Example], macro: str, translate: Translate) -> Iterator[str]:
    yield f"{macro} {translate('EXAMPLES' if macro == '.SH' else 'Examples')}"
    for line, remark in examples:
        yield from (".PP", *((_line(f"{remark[:1].upper()}{remark[1:]}{translate(':')}"), ".PP") if remark else ()))
        yield from (".RS 4", ".EX", _line(line), ".EE", ".RE")


def _entries(entries: Iterable[Entry | tuple[str, str]]) -> Iterator[str]:
    for typed, about in entries:
        yield from (".TP", f"\\fB{_line(typed)}\\fR", _line(about))


def _references(names: Iterable[str]) -> list[str]:
    return [", ".join(f"\\fB{_line(name)}\\fR(1)" for name in names)]


def _section(title: str, translate: Translate) -> list[str]:
    return [f".SH {_quote(translate(title))}"]


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (".PP", _line(text))


def _quote(text: str) -> str:
    """A text as one argument of a macro."""
    return '"' + _line(text).replace('"', "\\(dq") + '"'


def _line(text: str) -> str:
    r"""A text that groff prints as it is: hyphens that can be copied, no escapes, and no macro at its beginning; a line
    may end after the comma of a Chinese list."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("、", "、\\:")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
