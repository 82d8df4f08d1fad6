"""How a command declares what may be typed after it, once and without Typer.

A command is a function that takes a :class:`~leadctl.commands.session.Session` first. Each further parameter is an
option or an argument, declared in its annotation: ``Annotated[str | None, Option("--note", ...)]``; its type says how
the value is read (``str``, ``int``, ``bool`` for a flag, ``list[str]`` for what may be repeated, else a class that is
called with the text), its default what is meant when it is left out. A parameter that is annotated with a NamedTuple
stands for an option a field.

Both ways to run a command line read these declarations: ``leadctl.fast_path`` and ``leadctl.typer_app``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

from leadctl.annotations import TYPE_CHECKING
from leadctl.commands.session import TABLE, Output, Session
from leadctl.config import LANGUAGES
from leadctl.errors import WrongUsage
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import Any

    from leadctl.commands.permissions import Need

TEXT, RECORD, LISTING = "text", "record", "listing"
"""What a command prints: a text, a sentence (or with ``--json`` a record), or rows in any output format."""

REQUIRED: Any = ...
"""The default of a parameter that must be given."""


MOST = 10**15
"""No id and no count is higher, nor could the database keep many times it."""


UNRECORDED = 50
"""Of so many people a list with phones is the work of a day, and is not recorded unless --reveal was said."""


class LeftOut(NamedTuple):
    """What an option means whose value is left out, and which following word is its value."""

    value: str
    is_value: Callable[[str], bool]


class Option(NamedTuple):
    """An option: its long name, and how it is explained.

    ``negative`` is the name that sets a flag to False; ``min`` and ``max`` bound a number, both included;
    ``choices`` are the only values. ``known`` are values that the command reads itself: the help names them, and a
    shell proposes them. Both and ``help`` may be functions, where that takes other modules.
    """

    name: str
    metavar: str | None = None
    help: str | Callable[[], str] = ""
    short: str | None = None
    negative: str | None = None
    min: int | None = None
    max: int | None = None
    choices: Sequence[str] | Callable[[], Sequence[str]] = ()
    left_out: LeftOut | None = None
    known: Sequence[str] | Callable[[], Sequence[str]] = ()

    def range(self) -> str | None:
        """The bounds of a number, such as ``1<=x<=99``; None where there are none."""
        low = "" if self.min is None else f"{self.min}<="
        if self.max is not None:
            return f"{low}x<={self.max}"
        return f"x>={self.min}" if low else None

    def explanation(self) -> str:
        """What its help says."""
        return self.help() if callable(self.help) else self.help

    def list_values(self) -> Sequence[str]:
        """The only values; empty: there are others."""
        return self.choices() if callable(self.choices) else self.choices

    def list_known(self) -> Sequence[str]:
        """The values that the command knows."""
        return self.known() if callable(self.known) else self.known


class Argument(NamedTuple):
    """A word that stands in its place, without a name; of a list: all words from there on. ``known``: see Option."""

    metavar: str
    help: str = ""
    known: Sequence[str] | Callable[[], Sequence[str]] = ()

    def explanation(self) -> str:
        """What its help says."""
        return self.help

    def list_known(self) -> Sequence[str]:
        """The values that the command knows."""
        return self.known() if callable(self.known) else self.known


class Parameter(NamedTuple):
    """An option or argument, and what becomes of it: the parameter's name, how its value is read, its default."""

    name: str
    declared: Option | Argument
    kind: Callable[[Any], Any]
    default: Any

    def read(self, text: str) -> Any:
        """What a text means as the value, or as one of several. Raises WrongUsage."""
        declared = self.declared
        if isinstance(declared, Option) and declared.choices and text not in declared.list_values():
            known = " ".join(declared.list_values())
            raise WrongUsage("{option} {value!r} is none of: {known}.", option=declared.name, value=text, known=known)
        if self.kind is int:
            return _number(text, declared)
        if declared.known:
            text = _find_codes(text, declared)
        return text if self.kind is list else self.kind(text)


def _find_codes(text: str, declared: Option | Argument) -> str:
    """The codes for words of the reader's language, such as 未接通; what is none is left for the command to judge."""
    known = declared.list_known()
    if text in known or not text:
        return text
    from leadctl.commands.choices import find_code
    from leadctl.commands.inputs import split_words

    words = split_words([text]) if "," in (declared.metavar or "") else (text,)
    return ",".join([find_code(word, known) or word for word in words])


def _number(text: str, declared: Option | Argument) -> int:
    name = declared.name if isinstance(declared, Option) else declared.metavar
    try:
        number = int(text)
    except ValueError as error:
        raise WrongUsage("{option} {value!r} is no number.", option=name, value=text) from error
    if isinstance(declared, Option) and declared.range() is not None:
        low = number if declared.min is None else declared.min
        high = number if declared.max is None else declared.max
        if not low <= number <= high:
            bounds = declared.range()
            raise WrongUsage("{option} {value} is not in the range {range}.", option=name, value=text, range=bounds)
    if abs(number) > MOST:
        raise WrongUsage("{value} is more than anything can be numbered or counted to.", value=number)
    return number


class Command(NamedTuple):
    """One command: its function, what it prints, and which role it asks for.

    ``takes_strangers``: who acts need not be on the staff list, since it is this command that adds them.
    ``takes_out``: it takes people's data out of the file, which is recorded however few they are.
    ``formats``: formats that it has beside those of every listing.
    """

    function: Callable[..., None]
    prints: str = RECORD
    needs: Need | None = None
    takes_strangers: bool = False
    takes_out: bool = False
    formats: tuple[str, ...] = ()


class Group(NamedTuple):
    """Several commands under one name: what they are about, and which one is meant when none is named."""

    about: str | None
    commands: Mapping[str, Command]
    default: str | None = None


GLOBAL_OPTIONS = (
    Parameter("db", Option("--db", "FILE", "The store's database."), str, None),
    Parameter("as_", Option("--as", "NAME", "Who acts; must be on the staff list."), str, None),
    Parameter(
        "lang", Option("--lang", "|".join(LANGUAGES), "Language of what people read.", known=LANGUAGES), str, None
    ),
)
"""What every command has, before its name or after it."""


def skip_global_options(words: Sequence[str]) -> int:
    """How many words stand before the command: options, and the values of those that every command has."""
    valued = {parameter.declared.name for parameter in GLOBAL_OPTIONS if isinstance(parameter.declared, Option)}
    place = 0
    while place < len(words) and words[place].startswith("-"):
        place += 2 if words[place] in valued else 1
    return place


def _formats() -> Sequence[str]:
    from leadctl.render.formats import format_names

    return format_names()


def _explain_output() -> str:
    from leadctl.render.places import SUFFIXES

    return f"Write into this file: {' '.join(SUFFIXES)} say the format; FOLDER/ takes a CSV file a table."


AS_JSON = Parameter("json_", Option("--json", help="Print JSON."), bool, False)

OUTPUT_OPTIONS: dict[str, tuple[Parameter, ...]] = {
    TEXT: (),
    RECORD: (AS_JSON,),
    LISTING: (
        Parameter("format_", Option("--format", "FORMAT", "How to print.", choices=_formats), str, None),
        AS_JSON,
        Parameter("limit", Option("--limit", "N", "Print N rows at most.", min=0), int, None),
        Parameter("out", Option("--output", "FILE", _explain_output, short="-o"), str, None),
    ),
}
"""What a command has beside its own options, by what it prints."""


def list_own_parameters(function: Callable[..., None]) -> list[Parameter]:
    """A command's own options and arguments, those that are required first."""
    found: list[Parameter] = []
    for name, hint, default in _signature(function):
        if hasattr(hint, "_fields"):
            found += [_parameter(*field) for field in _fields(hint)]
        else:
            found.append(_parameter(name, hint, default))
    return sorted(found, key=lambda parameter: parameter.default is not REQUIRED)


def list_added_parameters(command: Command) -> list[Parameter]:
    """What a command has beside its own options; an option of its own goes before one of the same name."""
    own = {parameter.name for parameter in list_own_parameters(command.function)}
    added = (*OUTPUT_OPTIONS[command.prints], *GLOBAL_OPTIONS)
    return [_widen_formats(one, command.formats) for one in added if one.name not in own]


def _widen_formats(parameter: Parameter, formats: tuple[str, ...]) -> Parameter:
    """The option --format with the formats that a command has beside those of every listing."""
    if not formats or parameter.name != "format_":
        return parameter
    assert isinstance(parameter.declared, Option)
    return parameter._replace(declared=parameter.declared._replace(choices=lambda: (*_formats(), *formats)))


def list_given_options(record: Any) -> list[str]:
    """The options in a NamedTuple of options that have another value than when they are left out."""
    pairs = zip(_fields(type(record)), record, strict=True)
    return [hint.__metadata__[0].name for (_, hint, default), value in pairs if value != default]


def _signature(function: Callable[..., None]) -> list[tuple[str, Any, Any]]:
    """Name, evaluated annotation and default of a function's parameters after the session.

    Without ``inspect`` and ``typing.get_type_hints``, which cost more than the rest of a short command.
    """
    code, names = function.__code__, function.__globals__
    parameters = code.co_varnames[1 : code.co_argcount]
    defaults = function.__defaults__ or ()
    given = dict(zip(parameters[len(parameters) - len(defaults) :], defaults, strict=True))
    return [(name, _hint(function.__annotations__[name], names), given.get(name, REQUIRED)) for name in parameters]


def _fields(record: Any) -> list[tuple[str, Any, Any]]:
    names = vars(sys.modules[record.__module__])
    return [
        (field, _hint(record.__annotations__[field], names), record._field_defaults.get(field, REQUIRED))
        for field in record._fields
    ]


def _hint(annotation: Any, names: dict[str, Any]) -> Any:
    """What a postponed annotation means; most are the name of something in the module."""
    text = getattr(annotation, "__forward_arg__", annotation)
    # What is evaluated is text of our own source.
    return names[text] if text in names else eval(text, names)  # nosec B307


def _parameter(name: str, hint: Any, default: Any) -> Parameter:
    return Parameter(name, hint.__metadata__[0], _kind(hint.__origin__), default)


def _kind(hint: Any) -> Any:
    """The class in ``str | None``, ``list[str]``, ``bool``."""
    alternatives: Any = getattr(hint, "__args__", ())
    wanted = alternatives[0] if type(None) in alternatives else hint
    return getattr(wanted, "__origin__", wanted)


class Call(NamedTuple):
    """A command line that was understood: the command, the values of its own options, and of those added to it.

    ``name``: as it is typed, such as ``campaign show``.
    """

    command: Command
    values: dict[str, Any]
    added: dict[str, Any]
    name: str

    def run(self) -> None:
        """Call the command's function in a session of its own."""
        session = _session(self.added)
        session.takes_strangers = self.command.takes_strangers
        needs = self.command.needs
        if needs is not None and needs.applies(self.values):
            session.demand_role(needs.role)
        values = dict(self.values)
        for name, hint, _ in _signature(self.command.function):
            if hasattr(hint, "_fields"):
                values[name] = hint(**{field: values.pop(field) for field in hint._fields if field in values})
        try:
            self.command.function(session, **values)
        finally:
            asked = self.command.takes_out or bool(self.values.get("reveal"))
            if session.taken_out > (0 if asked else UNRECORDED):
                from leadctl.commands.access import record_access

                record_access(session, self.name)


def _session(added: Mapping[str, Any]) -> Session:
    given = "json" if added.get("json_") else added.get("format_")
    output = _output(given, added.get("limit"), added.get("out"))
    return Session(added.get("db"), added.get("as_"), added.get("lang"), output)


def _output(given: str | None, limit: int | None, out: str | None) -> Output:
    """How the answer is printed. Raises WrongUsage for a file of a kind that leadctl does not write."""
    if out is None:
        return Output(given or TABLE, limit)
    from pathlib import Path

    from leadctl.render.places import find_format_of, is_folder

    return Output(find_format_of(out, given) or TABLE, limit, Path(out), is_folder(out))
