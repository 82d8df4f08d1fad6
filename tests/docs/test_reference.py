"""The reference of the commands is the program's own help, and every command explains itself."""

from __future__ import annotations

import pytest

from leadctl.commands.declaration import Command
from tests.docs.make_reference import REFERENCE, commands, options, reference

COMMANDS = dict(commands())


def test_the_reference_is_up_to_date() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == reference(), "write it anew: python -m tests.docs.make_reference"


@pytest.mark.parametrize(("name", "command"), COMMANDS.items(), ids=COMMANDS)
def test_a_command_has_a_help_with_an_example_of_itself(name: str, command: Command) -> None:
    about, _, example = (command.function.__doc__ or "").partition("Example")
    assert len(about.split()) >= 3
    assert f"leadctl {name}" in example


@pytest.mark.parametrize(("name", "command"), COMMANDS.items(), ids=COMMANDS)
def test_every_option_of_a_command_is_explained(name: str, command: Command) -> None:
    assert [option.name for _, option in options(command) if not option.explanation()] == []
