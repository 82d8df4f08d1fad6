"""What the help of a command says, made from its declarations: for ``-h``, docs/commands.md and the manual pages."""

from __future__ import annotations

import inspect
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from leadctl.commands import COMMANDS, load
from leadctl.commands.declaration import (
    AS_JSON,
    GLOBAL_OPTIONS,
    REQUIRED,
    Argument,
    Command,
    Group,
    Option,
    Parameter,
    list_added_parameters,
    list_own_parameters,
)
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple

Translate = Callable[[str], str]

PROGRAM = (
    N_("A car dealer's leads over one local SQLite file: register visits, grade, follow up, report."),
    N_(
        'Every morning: leadctl due. After every call: leadctl followup LEAD "what was said". '
        "Every month: leadctl report --month. First of all: leadctl init."
    ),
    N_("One command: leadctl COMMAND -h. What runs through all of them, such as dates: leadctl help."),
)
"""What the help of the program itself says."""

VERSION = Parameter("version", Option("--version", help=N_("Print the version and leave.")), bool, False)
HELP = Parameter("help", Option("--help", help=N_("Explain it and leave."), short="-h"), bool, False)


class Example(NamedTuple):
    """A command line that may be copied, and what it does where that needs saying."""

    line: str
    remark: str


class Entry(NamedTuple):
    """An option, an argument or a command as it is typed, and what it is."""

    typed: str
    about: str


class Manual(NamedTuple):
    """What there is to say of a command, of a group of commands, or of the program, in one language.

    ``name``: as it is typed, such as ``leadctl edit visit``. ``lists``: (heading, entries), those that are empty left
    out. ``about``: paragraphs, the first one of which begins with a sentence that can stand alone.
    """

    name: str
    usage: str
    about: tuple[str, ...]
    examples: tuple[Example, ...]
    lists: tuple[tuple[str, tuple[Entry, ...]], ...]


def list_commands() -> Iterator[tuple[str, Command]]:
    """Every command with its full name: ``due``, ``edit visit``, ..."""
    for name in COMMANDS:
        found = load(name)
        if isinstance(found, Command):
            yield name, found
        else:
            yield from ((f"{name} {word}", command) for word, command in found.commands.items())


def describe(name: str, translate: Translate) -> Manual:
    """The manual of a command or a group by its full name; of an empty one the program's."""
    if not name:
        return _describe_program(translate)
    found, words = load(name.split()[0]), name.split()
    if isinstance(found, Group) and len(words) > 1:
        found = found.commands[words[1]]
    return (
        _describe_group(name, found, translate)
        if isinstance(found, Group)
        else describe_command(name, found, translate)
    )


def describe_command(name: str, command: Command, translate: Translate) -> Manual:
    """What there is to say of one command."""
    own, added = list_own_parameters(command.function), list_added_parameters(command)
    about, examples = read_docstring(command.function.__doc__)
    arguments = [(parameter, parameter.declared) for parameter in own if isinstance(parameter.declared, Argument)]
    words = [one.metavar if parameter.default is REQUIRED else f"[{one.metavar}]" for parameter, one in arguments]
    lists = (
        (N_("Arguments"), _sort_out(own, Argument, translate)),
        (N_("Options"), _sort_out((one for one in own if one != AS_JSON), Option, translate)),
        (N_("Common options"), _sort_out((*added, HELP), Option, translate)),
    )
    return Manual(
        f"leadctl {name}",
        " ".join(["leadctl", name, translate(N_("[OPTIONS]")), *words]),
        tuple(_translate_paragraph(paragraph, translate) for paragraph in about),
        tuple(Example(line, translate(remark) if remark else "") for line, remark in examples),
        tuple((translate(heading), entries) for heading, entries in lists if entries),
    )


def _translate_paragraph(paragraph: str, translate: Translate) -> str:
    """The names of columns are the same in every language."""
    if not paragraph.startswith("Columns: "):
        return translate(paragraph)
    return f"{translate(N_('Columns'))}: {paragraph.removeprefix('Columns: ')}"


def _describe_group(name: str, group: Group, translate: Translate) -> Manual:
    about, examples = read_docstring(group.about)
    entries = tuple(Entry(word, _say_shortly(one, translate)) for word, one in group.commands.items())
    usage = f"leadctl {name} {translate(N_('COMMAND'))} ..."
    return Manual(
        f"leadctl {name}",
        usage,
        tuple(map(translate, about)),
        tuple(Example(line, translate(remark) if remark else "") for line, remark in examples),
        ((translate(N_("Commands")), entries),),
    )


def _describe_program(translate: Translate) -> Manual:
    panels = tuple(
        (translate(panel), tuple(Entry(name, _say_shortly(load(name), translate)) for name in names))
        for panel, names in groupby(COMMANDS, key=lambda name: COMMANDS[name].panel)
    )
    options = _sort_out((*GLOBAL_OPTIONS, VERSION, HELP), Option, translate)
    usage = f"leadctl {translate(N_('[OPTIONS]'))} {translate(N_('COMMAND'))} ..."
    return Manual("leadctl", usage, tuple(map(translate, PROGRAM)), (), (*panels, (translate(N_("Options")), options)))


def read_docstring(text: str | None) -> tuple[tuple[str, ...], tuple[Example, ...]]:
    """The paragraphs of a help, and its examples: lines that begin with ``leadctl``, each with a remark after three
    blanks."""
    prose, _, shown = inspect.cleandoc(text or "").partition("\nExample")
    paragraphs = (" ".join(paragraph.split()) for paragraph in prose.split("\n\n"))
    lines = (line.strip() for line in shown.removeprefix("s").lstrip(":").splitlines())
    examples = (re.split(r"\s{3,}", line, maxsplit=1) for line in lines if line)
    return tuple(filter(None, paragraphs)), tuple(Example(line, "".join(remark)) for line, *remark in examples)


def _say_shortly(found: Command | Group, translate: Translate) -> str:
    """The first sentence of what a command says of itself."""
    text = found.function.__doc__ if isinstance(found, Command) else found.about
    [first, *_], _ = read_docstring(text)
    return first_sentence(translate(first))


def first_sentence(text: str) -> str:
    """What a paragraph begins with, without the mark that ends it."""
    return re.split(r"(?<=\.) |(?<=。)|; |；", text, maxsplit=1)[0].rstrip(".。")


def _sort_out(parameters: Iterable[Parameter], kind: type, translate: Translate) -> tuple[Entry, ...]:
    """The entries of the parameters that are options, or of those that are arguments."""
    return tuple(_describe_parameter(one, translate) for one in parameters if isinstance(one.declared, kind))


def _describe_parameter(parameter: Parameter, translate: Translate) -> Entry:
    declared, said = parameter.declared, [translate(parameter.declared.explanation())]
    known = declared.list_known() or (declared.list_values() if isinstance(declared, Option) else ())
    if known and "|".join(known) != (declared.metavar or "").strip("[]"):
        said.append(translate(N_("One of: {known}.")).format(known=_list_values(known, translate)))
    if isinstance(declared, Argument):
        return Entry(declared.metavar, _join_sentences(said))
    if declared.range():
        said.append(f"[{declared.range()}]")
    if parameter.kind is not bool and isinstance(parameter.default, (str, int)):
        said.append(translate(N_("Left out: {value}.")).format(value=parameter.default))
    return Entry(write_option(parameter, declared), _join_sentences(said))


def _join_sentences(said: Iterable[str]) -> str:
    """Sentences after each other; a Chinese full stop is as wide as one with a space."""
    return " ".join(filter(None, said)).replace("。 ", "。")


def _list_values(known: Sequence[str], translate: Translate) -> str:
    """The values, each with what people call it where that is another word in their language."""
    from leadctl.commands.choices import find_labels

    labels = find_labels(known)
    words = (
        (value, translate(labels[value]), labels[value]) if value in labels else (value, "", "") for value in known
    )
    named = ((value, word if word != label else "") for value, word, label in words)
    return " ".join(
        translate(N_("{value} ({word})")).format(value=value, word=word) if word else value for value, word in named
    )


def write_option(parameter: Parameter, option: Option) -> str:
    """The option as it is typed: ``-o, --output FILE``."""
    names = ", ".join(name for name in (option.short, option.name, option.negative) if name)
    return names if parameter.kind is bool else f"{names} {option.metavar}"


INDENT = "  "
WIDEST_COLUMN = 24
"""Cells of the left column; what is wider has its explanation on the line below."""


WIDEST, NARROWEST = 100, 40
"""Cells of a line of help: longer ones are hard to read, shorter ones hold no option."""


def find_width() -> int:
    """The cells of the terminal; 80 where there is none."""
    if not sys.stdout.isatty() and not os.environ.get("COLUMNS"):
        return 80
    return min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), WIDEST)


def write_text(manual: Manual, translate: Translate, width: int) -> str:
    """The manual as a terminal of so many cells shows it; nothing of it is cut."""
    blocks = [_fold(translate(N_("Usage: {usage}")).format(usage=manual.usage), "", width, "    ")]
    blocks += [_fold(paragraph, INDENT, width) for paragraph in manual.about]
    if manual.examples:
        blocks.append([translate(N_("Examples:")), *_write_examples(manual.examples, width)])
    for heading, entries in manual.lists:
        blocks.append([translate(N_("{heading}:")).format(heading=heading), *_write_entries(entries, width)])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _write_examples(examples: Iterable[Example], width: int) -> Iterator[str]:
    """Each with its remark beside it where that fits for all of them, else below it."""
    examples = list(examples)
    column = max(_measure(example.line) for example in examples) + 3
    beside = all(column + _measure(example.remark) + len(INDENT) <= width for example in examples)
    for line, remark in examples:
        if beside and remark:
            yield INDENT + line + " " * (column - _measure(line)) + remark
            continue
        yield from _break_command(line, width)
        yield from _fold(remark, INDENT * 3, width) if remark else ()


def _break_command(line: str, width: int) -> Iterator[str]:
    r"""A command line that may be copied from several lines, each but the last of which ends with ``\``."""
    words, begun = re.findall(r"(?:\"[^\"]*\"|\S)+", line), INDENT
    for place, word in enumerate(words):
        room = width - (0 if place == len(words) - 1 else 2)
        if begun.strip() and _measure(begun) + 1 + _measure(word) > room:
            yield f"{begun} \\"
            begun = INDENT * 3 + word
        else:
            begun += f" {word}" if begun.strip() else word
    yield begun


def _write_entries(entries: Iterable[Entry], width: int) -> Iterator[str]:
    entries = list(entries)
    column = min(max(_measure(entry.typed) for entry in entries), WIDEST_COLUMN if width >= 70 else WIDEST_COLUMN // 2)
    begin = " " * (len(INDENT) + column + 2)
    for typed, about in entries:
        lines = _fold(about, begin, width)
        if _measure(typed) > column or not lines:
            yield INDENT + typed
        else:
            lines[0] = INDENT + typed + " " * (column - _measure(typed) + 2) + lines[0].lstrip()
        yield from lines


def fold_page(page: str, width: int) -> str:
    """The page with its lines on a terminal of so many cells; what goes on is indented."""
    folded: list[str] = []
    for line in page.split("\n"):
        text = line.lstrip()
        fits = _measure(line) <= width
        folded += [line] if fits else _fold(text, " " * (len(line) - len(text)), width, INDENT)
    return "\n".join(folded)


def _fold(text: str, begin: str, width: int, further: str = "") -> list[str]:
    """The text on lines of this width that begin alike, the later ones with ``further`` as well."""
    from leadctl.render.formats.table import fold

    lines = fold(text, width - len(begin) - len(further), _measure) if text else []
    return [begin + (further if place else "") + line for place, line in enumerate(lines)]


def _measure(text: str) -> int:
    """The cells that a text takes on a terminal."""
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)
