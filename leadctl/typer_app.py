"""The Typer application, made from the declarations of the commands: for help, for mistakes, and for abbreviations.

A command's module is imported when its command is named, not before.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any  # noqa: TID251 - Typer reads this one

import typer
from typer.core import TyperCommand, TyperGroup

from leadctl.commands import COMMANDS, load
from leadctl.commands.declaration import (
    AS_JSON,
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
from leadctl.commands.manual import VERSION, describe, find_width, write_text
from leadctl.errors import LeadctlError, Refused, Sentence, WrongUsage, list_near_names, suggest_names, template

_HELP_NAMES = {"help_option_names": ["-h", "--help"]}
_SETTINGS: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "context_settings": _HELP_NAMES,
}


class Stopped(Exception):
    """Carries an exception past Typer, which would turn it into an exit code of its own."""

    def __init__(self, cause: BaseException) -> None:
        self.cause = cause


class _Explained:
    """A command whose help is made from our declarations, in the language of whoever reads it."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help, as Typer asks for it."""
        translate = _translator(ctx)
        name = ctx.command_path.partition(" ")[2]
        formatter.write(write_text(describe(name, translate), translate, find_width()))


class _Command(_Explained, TyperCommand):
    pass


class _Group(_Explained, TyperGroup):
    pass


class _LazyGroup(_Group):
    """The top level: knows every command's name, imports a command's module when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return build(cmd_name) if cmd_name in COMMANDS else None


def _translator(ctx: Any) -> Callable[[str], str]:
    """What turns texts into the reader's language; help is there even where the config file cannot be read."""
    from leadctl.commands.session import Session

    try:
        return Session(lang=(ctx.find_root().obj or {}).get("lang")).translate
    except LeadctlError:
        return str


def _run_without_command(ctx: typer.Context, version: bool, json_: bool, **values: str | None) -> None:
    ctx.obj = {**(ctx.obj or {}), **{name: value for name, value in values.items() if value is not None}}
    if version:
        from leadctl.versions import show_version

        show_version(json_)
    elif ctx.invoked_subcommand is None:
        print(ctx.get_help())


app = typer.Typer(name="leadctl", cls=_LazyGroup, no_args_is_help=False, invoke_without_command=True, **_SETTINGS)


def build(name: str) -> Any:
    """The Typer command or group of a name in ``COMMANDS``."""
    found = load(name)
    if isinstance(found, Command):
        single = typer.Typer(**_SETTINGS)
        single.command(name, cls=_Command, context_settings=_HELP_NAMES)(_adapt(found, name))
        return typer.main.get_command(single)
    group = typer.Typer(name=name, cls=_Group, no_args_is_help=True, **_SETTINGS)
    group.callback()(_add_signature(_take_global_options, GLOBAL_OPTIONS))
    for word, command in found.commands.items():
        group.command(word, cls=_Command, context_settings=_HELP_NAMES)(_adapt(command, f"{name} {word}"))
    return typer.main.get_command(group)


def _take_global_options(ctx: typer.Context, **values: str | None) -> None:
    """What stands between a group and its command counts as what stands before the group."""
    ctx.find_root().obj |= {name: value for name, value in values.items() if value is not None}


def _adapt(command: Command, name: str) -> Callable[..., None]:
    """The command's function as Typer is to see it."""
    own, added = list_own_parameters(command.function), list_added_parameters(command)

    def call(ctx: typer.Context, **values: Any) -> None:
        read = {parameter.name: _read(parameter, values[parameter.name], ctx) for parameter in (*own, *added)}
        before = {key: value for key, value in ctx.find_root().obj.items() if value is not None}
        after = {parameter.name: read.pop(parameter.name) for parameter in added}
        _run(Call(command, read, before | {key: value for key, value in after.items() if value is not None}, name))

    return _add_signature(call, (*own, *added))


def _add_signature(function: Callable[..., None], parameters: Iterable[Parameter]) -> Callable[..., None]:
    """The function with a signature that Typer reads."""
    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    signature = inspect.Signature([context, *(_make_parameter(parameter) for parameter in parameters)])
    function.__signature__ = signature  # type: ignore[attr-defined]
    function.__annotations__ = {name: parameter.annotation for name, parameter in signature.parameters.items()}
    return function


def _make_parameter(parameter: Parameter) -> inspect.Parameter:
    default = parameter.default
    if default is REQUIRED:
        default = inspect.Parameter.empty
    elif parameter.kind is int and default is not None:
        default = str(default)
    annotated: Any = Annotated
    hint = annotated[_hint(parameter), _info(parameter.declared)]
    return inspect.Parameter(parameter.name, inspect.Parameter.KEYWORD_ONLY, annotation=hint, default=default)


def _hint(parameter: Parameter) -> Any:
    """The type that Typer reads. Values are texts for it, which the declarations read, in every release alike."""
    hint: Any = {bool: bool, list: list[str]}.get(parameter.kind, str)  # type: ignore[call-overload]
    return hint | None if parameter.default is None else hint


def _info(declared: Option | Argument) -> Any:
    if isinstance(declared, Argument):
        return typer.Argument(metavar=declared.metavar)
    name = declared.name if declared.negative is None else f"{declared.name}/{declared.negative}"
    return typer.Option(*((name,) if declared.short is None else (declared.short, name)))


def _read(parameter: Parameter, value: Any, ctx: typer.Context) -> Any:
    """The value that Typer's stands for. Raises WrongUsage."""
    try:
        return parameter.read(value) if isinstance(value, str) else value
    except WrongUsage as error:
        raise _refusal(error.sentence, (), ctx.command_path) from error


def _run(call: Call) -> None:
    try:
        call.run()
    except (KeyboardInterrupt, BrokenPipeError) as stop:
        raise Stopped(stop) from stop


app.callback()(_add_signature(_run_without_command, (*GLOBAL_OPTIONS, VERSION, AS_JSON)))


def run(words: Sequence[str], lang: str | None) -> int:
    """Run the app; returns its exit code. Lets leadctl's own errors through to the error boundary. ``lang``: what
    ``--lang`` says, wherever it stands."""
    try:
        code = app(insert_left_out(words), prog_name="leadctl", standalone_mode=False, obj={"lang": lang})
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # Typer makes it a 1 where it was printing help
            raise end.__context__ from None
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except Stopped as stopped:
        raise stopped.cause from None
    except _UsageError as error:
        return _refuse(error)
    except typer.Abort as ended:
        raise Refused("The input ended before the last answer; what was recorded stays recorded.") from ended
    sys.stdout.flush()
    return code if isinstance(code, int) else 0


_UsageError: Any = typer.BadParameter.__base__


def _refuse(error: Any) -> int:
    """Raise what Typer has against a command line as a refusal of ours; a group without a command shows its help."""
    context, message = error.ctx, error.format_message()
    if context is not None and error.message == context.get_help():
        error.show()
        return int(error.exit_code)
    near = getattr(error, "possibilities", None) or ()
    raise wrong_usage(message, near, context.command_path if context is not None else "leadctl")


_FOUND = (
    (r"No such option:? '?(?P<option>[^\s']+)", template("There is no option {option}.")),
    (r"No such command '(?P<command>.*?)'", template("There is no command {command!r}.")),
    (r"Missing \w+ '(?P<what>.+?)'\.", template("{what} is missing.")),
    (r"Option '(?P<option>.+?)' requires", template("{option} needs a value.")),
    (r"Option '(?P<option>.+?)' does not take a value", template("{option} takes no value.")),
    (r"Got unexpected extra argument(?:s|\(s\))? \((?P<words>.*)\)", template("This is too much: {words}.")),
)
"""How Typer's messages begin -> ours, with the same values."""

_MEANT = re.compile(r"Did you mean '?(.+?)'?\?")


def wrong_usage(message: str, possibilities: Sequence[str], command: str) -> WrongUsage:
    """The refusal of what Typer says in English, with what may have been meant, and where ``command`` is explained."""
    wrong = next((said for found in _FOUND if (said := _word_refusal(message, *found)) is not None), None)
    near = possibilities or [meant[1] for meant in [_MEANT.search(message)] if meant]
    if not near and wrong is not None and "command" in wrong.values:
        near = list_near_names(str(wrong.values["command"]), _list_commands_of(command))
    if wrong is not None and not near and not re.match("--[a-z]", str(wrong.values.get("option", "--x"))):
        wrong = Sentence("{wrong} What begins with - and is no option stands after --.", wrong=wrong)
    return _refusal(wrong or Sentence("{why}", why=message), near, command)


def _word_refusal(message: str, beginning: str, said: str) -> Sentence | None:
    match = re.match(beginning, message, re.DOTALL)
    return None if match is None else Sentence(said, **match.groupdict())


def _refusal(wrong: Sentence, possibilities: Sequence[str], command: str) -> WrongUsage:
    meant = suggest_names(possibilities)
    return WrongUsage("{wrong}{meant} See: {command} -h", wrong=wrong, meant=meant, command=command)


def _list_commands_of(command: str) -> Iterable[str]:
    """The commands of a group, or of ``leadctl`` itself."""
    name = command.partition(" ")[2]
    found = load(name) if name in COMMANDS else None
    return found.commands if isinstance(found, Group) else () if name else COMMANDS


def insert_left_out(words: Sequence[str]) -> list[str]:
    """The words with what may be left out: the command of a group that has a default, the value of an option."""
    place = next((place for place, word in enumerate(words) if word in COMMANDS), None)
    if place is None:
        return list(words)
    found = load(words[place])
    if isinstance(found, Command):
        return _insert_values(words, [found])
    following = words[place + 1] if place + 1 < len(words) else "--"
    if found.default is not None and following.startswith("-") and following not in ("-h", "--help"):
        words = [*words[: place + 1], found.default, *words[place + 1 :]]
    return _insert_values(words, found.commands.values())


def _insert_values(words: Sequence[str], commands: Iterable[Command]) -> list[str]:
    options = (parameter.declared for command in commands for parameter in list_own_parameters(command.function))
    optional = {o.name: o.left_out for o in options if isinstance(o, Option) and o.left_out is not None}
    result: list[str] = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        result.append(word)
        left_out = optional.get(word)
        if left_out is not None and not left_out.is_value(following):
            result.append(left_out.value)
    return result
