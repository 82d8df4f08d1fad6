"""Runs a plainly written command without loading Typer, from the declarations of the command's own module.

Taken are the full names of declared options, ``--name value`` or ``--name=value``, arguments in their places, and the
commands of a group. Anything else (help, a mistake, an abbreviation, ``--``, a value that begins with ``-``) is left to
Typer, which reads it from the same declarations and explains itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from leadctl.annotations import TYPE_CHECKING
from leadctl.commands import COMMANDS, load
from leadctl.commands.declaration import (
    GLOBAL_OPTIONS,
    REQUIRED,
    Argument,
    Call,
    Command,
    Group,
    Option,
    Parameter,
    list_added_parameters,
    list_own_parameters,
)
from leadctl.errors import WrongUsage
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import Any


class _NotPlain(Exception):
    """The words are not written plainly, or wrong."""


class _Name(NamedTuple):
    """One name of an option, and what a flag of this name means."""

    parameter: Parameter
    option: Option
    flag: bool = True


def recognise(words: Sequence[str]) -> Call | None:
    """The call that these words are, if all of them are plain; None otherwise."""
    before = _Words(words)
    try:
        added = before.read(_names(GLOBAL_OPTIONS), to_argument=True)
        name = before.next()
        if name not in COMMANDS:
            return None
        command, name = _command(load(name), name, before)
        return _call(command, name, added, before)
    except (_NotPlain, WrongUsage):
        return None


class _Words:
    """A command line that is read from the left."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words, self.place = words, 0
        self.arguments: list[str] = []

    def next(self) -> str:
        """The next word. Raises _NotPlain at the end."""
        if self.place == len(self.words):
            raise _NotPlain
        self.place += 1
        return self.words[self.place - 1]

    def peek(self) -> str:
        """The next word without taking it; empty at the end."""
        return self.words[self.place] if self.place < len(self.words) else ""

    def read(self, names: dict[str, _Name], *, to_argument: bool = False) -> dict[str, Any]:
        """The values of options, by parameter; arguments are collected, or with ``to_argument`` end the reading."""
        values: dict[str, Any] = {}
        while self.place < len(self.words):
            if not _is_option(self.peek()):
                if to_argument:
                    break
                self.arguments.append(self.next())
                continue
            name, equals, value = _split(self.next())
            found = names.get(name)
            if found is None:
                raise _NotPlain
            _put(values, found, self._value(found, value if equals else None))
        return values

    def _value(self, found: _Name, attached: str | None) -> Any:
        if found.parameter.kind is bool:
            if attached is not None:
                raise _NotPlain
            return found.flag
        if attached is not None:
            return found.parameter.read(attached)
        left_out = found.option.left_out
        if left_out is not None and not left_out.is_value(self.peek()):
            return left_out.value
        value = self.next()
        if _is_option(value):
            raise _NotPlain
        return found.parameter.read(value)


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _split(word: str) -> tuple[str, str, str]:
    """Name, ``=`` and value of an option; a short one has no ``=``."""
    return word.partition("=") if word.startswith("--") else (word, "", "")


def _names(parameters: Iterable[Parameter]) -> dict[str, _Name]:
    names: dict[str, _Name] = {}
    for parameter in parameters:
        option = parameter.declared
        if isinstance(option, Option):
            names[option.name] = _Name(parameter, option)
            if option.short is not None:
                names[option.short] = names[option.name]
            if option.negative is not None:
                names[option.negative] = _Name(parameter, option, flag=False)
    return names


def _put(values: dict[str, Any], found: _Name, value: Any) -> None:
    """Keep a value; of an option that stands twice the last one, or all of one that may be repeated."""
    name = found.parameter.name
    values[name] = [*values.get(name, ()), value] if found.parameter.kind is list else value


def _command(found: Command | Group, name: str, words: _Words) -> tuple[Command, str]:
    """The command itself, or the one of the group that is named next; and its whole name."""
    if isinstance(found, Command):
        return found, name
    word = words.peek()
    if found.default is not None and (not word or (_is_option(word) and word not in ("-h", "--help"))):
        return found.commands[found.default], f"{name} {found.default}"
    if word not in found.commands:
        raise _NotPlain
    words.next()
    return found.commands[word], f"{name} {word}"


def _call(command: Command, name: str, before: dict[str, Any], words: _Words) -> Call:
    own, added = list_own_parameters(command.function), list_added_parameters(command)
    given = words.read(_names((*own, *added)))
    _place_arguments(own, words.arguments, given)
    if any(parameter.default is REQUIRED and parameter.name not in given for parameter in own):
        raise _NotPlain
    values = {parameter.name: given.get(parameter.name, parameter.default) for parameter in own}
    return Call(
        command,
        values,
        before | {parameter.name: given.get(parameter.name) for parameter in added if parameter.name in given},
        name,
    )


def _place_arguments(own: Iterable[Parameter], words: list[str], given: dict[str, Any]) -> None:
    """Give each argument its word, and a list of arguments the rest. Raises _NotPlain where one is too much."""
    rest = list(words)
    for parameter in own:
        if isinstance(parameter.declared, Argument) and rest:
            taken, rest = (rest, []) if parameter.kind is list else (rest[:1], rest[1:])
            read = [parameter.read(word) for word in taken]
            given[parameter.name] = read if parameter.kind is list else read[0]
    if rest:
        raise _NotPlain
