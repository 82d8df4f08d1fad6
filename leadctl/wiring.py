"""How a command's function becomes a Typer command.

The function takes a :class:`~leadctl.commands.session.Session` first and its own options after it, their types
named as in :mod:`leadctl.options`. A parameter whose type is a dataclass stands for an option a field. The
options that every command has (database, acting person, language, output) are added here and put into the
session.
"""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

import typer

from leadctl import options
from leadctl.commands.session import Output, Session
from leadctl.errors import WrongUsage

GLOBAL_OPTIONS = {"db": options.Db, "as_": options.As, "lang": options.Lang}
PRINTED_OPTIONS: dict[str, dict[str, object]] = {
    "text": {},
    "record": {"json_": options.AsJson},
    "listing": {
        "format_": options.Format,
        "json_": options.AsJson,
        "limit": options.Limit,
        "out": options.Out,
    },
}
DEFAULTS: dict[str, object] = {"json_": False}

MOST = 10**15
"""No id and no count is higher, nor could the database keep many times it."""

_NAMES = {**vars(options), "o": options}


class Stopped(Exception):
    """Carries an exception past Typer, which would turn it into an exit code of its own."""

    def __init__(self, cause: BaseException) -> None:
        self.cause = cause


def adapted(function: Callable[..., None], prints: str) -> Callable[..., None]:
    """The function as Typer is to see it: its own options, then those that every such command has."""
    own, records = _own(function)
    taken = {parameter.name for parameter in own}
    added = {
        key: _parameter(key, hint, DEFAULTS.get(key))
        for key, hint in (PRINTED_OPTIONS[prints] | GLOBAL_OPTIONS).items()
        if key not in taken
    }
    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    parameters = [context, *own, *added.values()]

    @functools.wraps(function)
    def command(ctx: typer.Context, **values: Any) -> None:
        _refuse_endless(values)
        session = _session(ctx.find_root().obj, {key: values.pop(key) for key in added})
        for name, record in records.items():
            values[name] = record(**{field.name: values.pop(field.name) for field in fields(record)})
        _uninterrupted(functools.partial(function, session, **values))

    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del command.__wrapped__
    return command


def _own(function: Callable[..., None]) -> tuple[list[inspect.Parameter], dict[str, Any]]:
    """A function's own options, and the parameters that stand for a record of options: name -> dataclass."""
    hints = typing.get_type_hints(function, localns=_NAMES, include_extras=True)
    own: list[inspect.Parameter] = []
    records: dict[str, Any] = {}
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        hint = hints[parameter.name]
        if is_dataclass(hint):
            records[parameter.name] = hint
            own += _fields(hint)
        else:
            own.append(_parameter(parameter.name, hint, parameter.default))
    arguments = [parameter for parameter in own if parameter.default is inspect.Parameter.empty]
    return arguments + [parameter for parameter in own if parameter not in arguments], records


def _fields(record: Any) -> list[inspect.Parameter]:
    hints = typing.get_type_hints(record, localns=_NAMES, include_extras=True)
    return [_parameter(field.name, hints[field.name], _default(field)) for field in fields(record)]


def _default(field: Field[Any]) -> Any:
    return inspect.Parameter.empty if field.default is MISSING else field.default


def _parameter(name: str, hint: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=hint, default=default)


def _session(top_level: Session | None, values: dict[str, Any]) -> Session:
    """The session of a command: an option after the command goes before the same one in front of it."""
    before = top_level or Session()
    fmt = "json" if values.get("json_") else values.get("format_") or "table"
    return Session(
        db=_nearer(values.get("db"), before.db),
        as_name=_nearer(values.get("as_"), before.as_name),
        lang=_nearer(values.get("lang"), before.lang),
        output=Output(format=fmt, limit=values.get("limit"), out=values.get("out")),
    )


def _refuse_endless(values: dict[str, Any]) -> None:
    for value in values.values():
        if isinstance(value, int) and abs(value) > MOST:
            raise WrongUsage("{value} is more than anything can be numbered or counted to.", value=value)


def _nearer(given: str | None, before: str | None) -> str | None:
    """An option's value: an empty one is one too, and is refused where it is used."""
    return before if given is None else given


def _uninterrupted(call: Callable[[], None]) -> None:
    try:
        call()
    except (KeyboardInterrupt, BrokenPipeError) as stop:
        raise Stopped(stop) from stop
