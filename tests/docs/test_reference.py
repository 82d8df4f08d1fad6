"""The reference of the commands is the program's own help, and every command explains itself."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from itertools import product

import pytest
from wcwidth import wcswidth

from leadctl.cli import INTERRUPTED
from leadctl.commands import COMMANDS as NAMES
from leadctl.commands import load
from leadctl.commands.declaration import Command
from leadctl.commands.manual import describe, describe_command, list_commands, write_text
from leadctl.errors import EXIT_CODES, LeadctlError
from leadctl.fast_path import recognise
from leadctl.locale import translator
from tests.conftest import Result
from tests.docs.make_reference import REFERENCE, reference

COMMANDS = dict(list_commands())
EXPLAINED = ["", *NAMES, *(name for name in COMMANDS if name not in NAMES)]


def test_the_reference_is_up_to_date() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == reference(), "write it anew: python -m tests.docs.make_reference"


def test_every_failure_has_an_exit_code_that_is_explained() -> None:
    found, kinds = set(), [LeadctlError]
    while kinds:
        found.add(kinds[-1].exit_code)
        kinds.extend(kinds.pop().__subclasses__())
    assert {0, *found, INTERRUPTED} == set(EXIT_CODES)


@pytest.mark.parametrize(
    "document", ["running.md", "commands.md", "tours/scripts.md", "zh/scripts.md", "zh/running.md"]
)
def test_a_document_explains_the_exit_codes_as_the_program_does(document: str) -> None:
    language = "zh" if document.startswith("zh/") else "en"
    text = " ".join((REFERENCE.parent / document).read_text(encoding="utf-8").split())
    codes = [f"{code} {translator(language)(meaning)}" for code, meaning in EXIT_CODES.items()]
    assert ("；" if language == "zh" else "; ").join(codes) in text


@pytest.mark.parametrize(("name", "command"), COMMANDS.items(), ids=COMMANDS)
def test_a_command_has_a_help_with_an_example_of_itself(name: str, command: Command) -> None:
    manual = describe_command(name, command, str)
    assert len(" ".join(manual.about).split()) >= 3
    assert any(f"leadctl {name}" in line for line, _ in manual.examples)


@pytest.mark.parametrize(("name", "command"), COMMANDS.items(), ids=COMMANDS)
def test_everything_that_a_command_takes_is_explained(name: str, command: Command) -> None:
    manual = describe_command(name, command, str)
    assert [entry.typed for _, entries in manual.lists for entry in entries if not entry.about] == []


@pytest.mark.parametrize(("name", "command"), COMMANDS.items(), ids=COMMANDS)
def test_an_example_is_a_command_line_that_is_understood(name: str, command: Command) -> None:
    for line, _ in describe_command(name, command, str).examples:
        typed = re.sub(r"\$\(.*?\)", "value", line.partition(" | ")[0])
        if typed.startswith("leadctl "):
            assert recognise(shlex.split(typed)[1:]) is not None, line


@pytest.mark.parametrize(("language", "width"), list(product(["en", "zh"], [80, 60, 40])))
def test_no_line_of_a_help_is_wider_than_the_terminal_and_no_word_of_it_is_lost(language: str, width: int) -> None:
    translate = translator(language)
    for name in EXPLAINED:
        manual = describe(name, translate)
        text = write_text(manual, translate, width)
        wide = [line for line in text.splitlines() if wcswidth(line) > width]
        # What is one word of a command line, such as a note in quotes, is not broken.
        assert [line for line in wide if not re.search(r'^ +(--\S+|\S*"[^"]*"|\S+)( \\)?$', line)] == []
        kept = re.sub(r"\s+|\\\n", "", text)
        said = [*manual.about, *(about for _, entries in manual.lists for _, about in entries)]
        assert [words for words in said if re.sub(r"\s+", "", words) not in kept] == []


def test_the_help_has_all_commands_in_the_groups_of_the_readme() -> None:
    panels = dict(describe("", str).lists)
    assert list(panels) == [*dict.fromkeys(place.panel for place in NAMES.values()), "Options"]
    assert [entry.typed for panel in list(panels)[:-1] for entry in panels[panel]] == list(NAMES)
    assert all(not entry.about.endswith("...") for entries in panels.values() for entry in entries)


@pytest.mark.parametrize(
    "words",
    [
        ("-h", "--lang", "zh"),
        ("--lang", "zh", "due", "-h"),
        ("staff", "-h", "--lang=zh"),
        ("staff", "--lang", "zh", "list", "-h"),
    ],
)
def test_help_is_in_the_language_that_is_asked_for_anywhere(run: Callable[..., Result], words: tuple[str, ...]) -> None:
    assert run(*words).out.startswith("用法：leadctl")


def test_help_is_there_where_the_config_file_cannot_be_read(run: Callable[..., Result], home: object) -> None:
    assert run("config", "set", "lang", "zh").code == 0
    path = run("config", "path").out.strip()
    with open(path, "w", encoding="utf-8") as file:
        file.write("no [toml")
    assert run("due", "-h").out.startswith("Usage: leadctl due")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("repotr",), "report"),
        (("staff", "ad"), "add"),
        (("report", "funel"), "funnel"),
        (("report", "send-txet"), "send-text"),
        (("help", "grade5"), "grades"),
        (("due", "--overdeu"), "--overdue"),
        (("config", "set", "usr", "x"), "user"),
    ],
)
def test_what_looks_like_a_name_is_answered_with_that_name(
    run: Callable[..., Result], words: tuple[str, ...], meant: str
) -> None:
    refused = run(*words)
    assert refused.code == 2
    assert meant in refused.err


def test_every_group_says_what_it_is_about() -> None:
    groups = [name for name in NAMES if not isinstance(load(name), Command)]
    assert [name for name in groups if len(describe(name, str).about[0].split()) < 4] == []
