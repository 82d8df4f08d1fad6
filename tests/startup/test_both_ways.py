"""The fast path and Typer read a command line alike: what the fast path takes, Typer would call with the same values.

The lines are made from the declarations of every command: right ones in any order, and ones with a slip.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
import typer

from leadctl import fast_path, typer_app
from leadctl.commands import COMMANDS, load
from leadctl.commands.declaration import (
    GLOBAL_OPTIONS,
    LISTING,
    REQUIRED,
    TEXT,
    Argument,
    Call,
    Command,
    Option,
    Parameter,
    list_added_parameters,
    list_own_parameters,
)
from leadctl.errors import WrongUsage
from leadctl.render.formats import format_names

LINES = 60
"""Lines a command: some five thousand in all."""

LEAST_TAKEN = 0.25
"""The share of a command's lines that the fast path takes; most of the others have a slip."""

TEXTS = ("Li Na", "42", "", "张伟", "a b", "-", "last", "2026-11", "into", "--json", "-x", "--", "-5", "x=y", "due")
NUMBERS = ("0", "1", "2", "7", "12", "100", "2026", "99999999999999999", " 3", "1_0", "５", "x", "-3", "")
SLIPS = ("--nonsense", "--jso", "-h", "--help", "extra", "--", "-z", "--all=yes", "--json=")


def _commands() -> Iterator[tuple[tuple[str, ...], Command]]:
    for name in COMMANDS:
        found = load(name)
        if isinstance(found, Command):
            yield (name,), found
        else:
            yield from (((name, word), command) for word, command in found.commands.items())


ALL = dict(_commands())


class _Read(Exception):
    """Raised in place of running a call."""

    def __init__(self, call: Call) -> None:
        self.call = call


def _raise(call: Call) -> None:
    raise _Read(call)


def _typer_reads(words: list[str]) -> Call | None:
    """The call that Typer makes of these words; None where it has something against them, or prints."""
    with mock.patch.object(typer_app, "_run", _raise):
        try:
            typer_app.run(words, None)
        except _Read as read:
            return read.call
        except (WrongUsage, typer.Exit):
            return None
    return None


def _given(call: Call) -> tuple[Any, ...]:
    """What a call does, where an option that is left out is as good as one without a value."""
    added = {name: value for name, value in call.added.items() if value is not None and value is not False}
    return call.command.function, call.values, added


def _value(parameter: Parameter, chance: random.Random) -> str:
    declared = parameter.declared
    if isinstance(declared, Option) and declared.choices and chance.random() < 0.8:
        return chance.choice(declared.list_values())
    if parameter.kind is not int:
        return chance.choice(TEXTS[:9] if chance.random() < 0.9 else TEXTS)
    if isinstance(declared, Option) and chance.random() < 0.8:
        low = declared.min or 0
        return str(chance.randint(low, declared.max or low + 50))
    return chance.choice(NUMBERS[:5] if chance.random() < 0.8 else NUMBERS)


def _option(parameter: Parameter, chance: random.Random) -> list[str]:
    option = parameter.declared
    assert isinstance(option, Option)
    name = chance.choice([name for name in (option.name, option.short, option.negative) if name])
    if parameter.kind is bool:
        return [name]
    if option.left_out is not None and chance.random() < 0.4:
        return [name]
    value = _value(parameter, chance)
    return [f"{name}={value}"] if name.startswith("--") and chance.random() < 0.3 else [name, value]


def _line(names: tuple[str, ...], command: Command, chance: random.Random) -> list[str]:
    own = list_own_parameters(command.function)
    options = [p for p in (*own, *list_added_parameters(command)) if isinstance(p.declared, Option)]
    parts: list[list[str]] = []
    for parameter in own:
        if isinstance(parameter.declared, Argument) and (parameter.default is REQUIRED or chance.random() < 0.5):
            parts += [[_value(parameter, chance)] for _ in range(2 if parameter.kind is list else 1)]
    required = [p for p in options if p.default is REQUIRED]
    chosen = required + chance.choices(options, k=chance.randint(0, 4))
    parts += [_option(parameter, chance) for parameter in chosen]
    chance.shuffle(parts)
    if chance.random() < 0.25 and parts:
        _make_slip(parts, chance)
    before = _option(chance.choice(GLOBAL_OPTIONS), chance) if chance.random() < 0.2 else []
    return [*before, *names, *(word for part in parts for word in part)]


def _make_slip(parts: list[list[str]], chance: random.Random) -> None:
    place = chance.randrange(len(parts))
    kind = chance.randrange(4)
    if kind == 0:
        parts.pop(place)
    elif kind == 1:
        parts[place] = parts[place][:-1]
    elif kind == 2:
        parts.insert(place, parts[place])
    else:
        parts.insert(place, [chance.choice(SLIPS)])


@pytest.mark.parametrize(("names", "command"), ALL.items(), ids=[" ".join(names) for names in ALL])
def test_what_the_fast_path_takes_typer_reads_the_same(names: tuple[str, ...], command: Command) -> None:
    chance = random.Random(" ".join(names))
    taken = 0
    for _ in range(LINES):
        words = _line(names, command, chance)
        call = fast_path.recognise(words)
        if call is not None:
            read = _typer_reads(words)
            assert read is not None, words
            assert _given(call) == _given(read), words
            taken += 1
    assert taken >= LEAST_TAKEN * LINES


# declared by hand, so that a mistake in the declarations shows too


@pytest.mark.parametrize(
    ("line", "values", "added"),
    [
        ("report --month --json", {"month": "current", "name": None}, {"json_": True}),
        ("report --month funnel --by source", {"month": "current", "name": "funnel", "by": "source"}, {}),
        ("report funnel --month last", {"month": "last", "name": "funnel"}, {}),
        ("report --month=2026-10 --limit 3", {"month": "2026-10"}, {"limit": 3}),
        ("edit visit 3 --left 11:20", {"id_": 3, "left": "11:20", "phone": None}, {}),
        ("aftercare --ahead 30", {"ahead": 30, "everybody": False}, {}),
        ("aftercare", {"ahead": None}, {}),
        ("tag c17 golf family --remove", {"customer": "c17", "tags": ["golf", "family"], "remove": True}, {}),
        ("tag c17", {"customer": "c17", "tags": None}, {}),
        ("log-visit --first --return", {"first": False}, {}),
        ("log-visit --kind call", {"first": None, "kind": "call", "party": None}, {}),
        ("import visits - --map a=b --map c=d", {"file": "-", "mapping": ["a=b", "c=d"]}, {}),
        ("order 8 --count 10 --count 12", {"cars": 12}, {}),
        ("find x -o out.csv --format csv", {"text": "x"}, {"out": "out.csv", "format_": "csv"}),
        ("--as A --db a.db due --as B", {"overdue": False}, {"as_": "B", "db": "a.db"}),
        ("show -", {}, {}),
    ],
)
def test_a_plain_line_is_read_as_it_is_meant(line: str, values: dict[str, object], added: dict[str, object]) -> None:
    for call in (fast_path.recognise(line.split()), _typer_reads(line.split())):
        assert call is not None
        assert {key: call.values[key] for key in values} == values
        assert _given(call)[2] == added


@pytest.mark.parametrize(
    "line",
    [
        "due --help", "due -h", "due --jso", "due --format yaml", "due --format", "due --on --all", "due --limit -3",
        "due --limit x", "due --ahead 0", "due extra", "--json due", "--version due", "", "--db", "--all due",
        "nonsense", "show", "edit", "edit -h", "edit visit", "edit visits 3", "edit --db a.db visit 3", "edit visit x",
        "followup 1 -- -note", "followup 1 --note", "due --overdue=yes", "aftercare -h", "callback", "appoint 3",
    ],
)  # fmt: skip
def test_what_is_not_plain_or_wrong_is_left_to_typer(line: str) -> None:
    assert fast_path.recognise(line.split()) is None


# a value that cannot be is refused by the declarations, in any release of Typer


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("due --limit -1", "--limit -1 is not in the range x>=0. See: leadctl due -h"),
        ("due --ahead 0", "--ahead 0 is not in the range 1<=x<=3660. See: leadctl due -h"),
        ("order 1 --count x", "--count 'x' is no number. See: leadctl order -h"),
        ("edit visit ", "ID '' is no number. See: leadctl edit visit -h"),
        ("due --format yaml", "--format 'yaml' is none of: {formats}. See: leadctl due -h"),
        ("undo 9999999999999999", "9999999999999999 is more than anything can be numbered or counted to."),
        ("audit --seed -9999999999999999", "is more than anything can be numbered or counted to."),
    ],
)
def test_a_value_that_cannot_be_is_a_sentence_of_ours(line: str, said: str) -> None:
    assert fast_path.recognise(line.split(" ")) is None
    with pytest.raises(WrongUsage) as refused:
        typer_app.run(line.split(" "), None)
    assert said.format(formats=" ".join((*format_names(), "ics"))) in str(refused.value)


# the declarations themselves


@pytest.mark.parametrize(("names", "command"), ALL.items(), ids=[" ".join(names) for names in ALL])
def test_a_command_declares_no_name_twice(names: tuple[str, ...], command: Command) -> None:
    parameters = [*list_own_parameters(command.function), *list_added_parameters(command)]
    declared = [parameter.declared for parameter in parameters]
    options = [o for o in declared if isinstance(o, Option)]
    typed = [name for o in options for name in (o.name, o.short, o.negative) if name is not None]
    assert len(typed) == len(set(typed))
    assert all(name.startswith("-") for name in typed)
    assert command.prints in (TEXT, LISTING, "record")


@pytest.mark.parametrize(("names", "command"), ALL.items(), ids=[" ".join(names) for names in ALL])
def test_only_the_last_argument_takes_several_words(names: tuple[str, ...], command: Command) -> None:
    arguments = [p for p in list_own_parameters(command.function) if isinstance(p.declared, Argument)]
    assert [p.name for p in arguments[:-1] if p.kind is list] == []
