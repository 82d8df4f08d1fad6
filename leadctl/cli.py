"""The app: which commands there are, in which groups, and how their options reach them.

A command's module is imported when its verb is named, not before. Its function takes a
:class:`~leadctl.commands.session.Session` first; the options that every command has (database, acting
person, language, output) are added here once and put into that session.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from leadctl import options
from leadctl.commands.session import Session
from leadctl.errors import Refused
from leadctl.wiring import Stopped, adapted

DAILY, CLOSING, FIGURES, UPKEEP = "Every day", "Closing the loop", "Figures", "The store"


@dataclass(frozen=True, slots=True)
class Verb:
    """One command: its module in ``leadctl.commands``, its panel in the help, and what it prints.

    ``prints``: ``listing`` (all formats), ``record`` (``--json``) or ``text``. ``verbs``: the module holds a
    group of sub-commands, listed in its ``VERBS``.
    """

    module: str
    panel: str
    prints: str = "record"
    verbs: bool = False
    words: Callable[[list[str]], list[str]] | None = None


def _month_value(words: list[str]) -> list[str]:
    """``--month`` stands with or without a value: without one it means the current month."""
    from leadctl.commands.months import is_month_word

    result: list[str] = []
    for place, word in enumerate(words):
        result.append(word)
        if word == "--month" and not is_month_word(words[place + 1] if place + 1 < len(words) else ""):
            result.append("current")
    return result


def _bare_list(words: list[str]) -> list[str]:
    """``aftercare`` alone, or with options only, is its ``list``."""
    place = words.index("aftercare") + 1
    following = words[place] if place < len(words) else "--"
    if following.startswith("-") and following not in ("-h", "--help"):
        return [*words[:place], "list", *words[place:]]
    return words


VERBS: dict[str, Verb] = {
    "due": Verb("due", DAILY, "listing"),
    "log-visit": Verb("log_visit", DAILY),
    "followup": Verb("followup", DAILY),
    "grade": Verb("grade", DAILY),
    "appoint": Verb("appoint", DAILY),
    "screen": Verb("screen", DAILY),
    "show": Verb("show", DAILY, "listing"),
    "find": Verb("find", DAILY, "listing"),
    "visits": Verb("visits", DAILY, "listing"),
    "defeat": Verb("defeat", DAILY),
    "verify": Verb("verify", DAILY),
    "dormant": Verb("dormant", DAILY),
    "order": Verb("order", DAILY),
    "deliver": Verb("deliver", DAILY),
    "cancel": Verb("cancel", DAILY),
    "edit": Verb("edit", CLOSING, verbs=True),
    "delete": Verb("delete", CLOSING, verbs=True),
    "merge": Verb("merge", CLOSING),
    "assign": Verb("assign", CLOSING),
    "sale": Verb("sale", CLOSING),
    "campaign": Verb("campaign", CLOSING, verbs=True),
    "tag": Verb("tag", CLOSING),
    "reward": Verb("reward", CLOSING, verbs=True),
    "import": Verb("import_", CLOSING, verbs=True),
    "target": Verb("target", CLOSING, verbs=True, words=_month_value),
    "aftercare": Verb("aftercare", CLOSING, verbs=True, words=_bare_list),
    "report": Verb("report", FIGURES, "listing", words=_month_value),
    "audit": Verb("audit", FIGURES, "listing", words=_month_value),
    "init": Verb("init", UPKEEP),
    "staff": Verb("staff", UPKEEP, verbs=True),
    "source": Verb("source", UPKEEP, verbs=True),
    "reason": Verb("reason", UPKEEP, verbs=True),
    "model": Verb("model", UPKEEP, verbs=True),
    "policy": Verb("policy", UPKEEP, verbs=True),
    "words": Verb("words", UPKEEP, verbs=True),
    "config": Verb("config", UPKEEP, verbs=True),
    "operations": Verb("operations", UPKEEP, "listing"),
    "undo": Verb("undo", UPKEEP),
    "export": Verb("export", UPKEEP, "text"),
    "backup": Verb("backup", UPKEEP, "text"),
    "restore": Verb("restore", UPKEEP, "text"),
    "doctor": Verb("doctor", UPKEEP, "record"),
    "forget": Verb("forget", UPKEEP),
}


class LazyGroup(TyperGroup):
    """The top level: knows every verb's name, imports a verb's module when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return build(cmd_name) if cmd_name in VERBS else None


app = typer.Typer(
    name="leadctl",
    cls=LazyGroup,
    no_args_is_help=False,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def top(
    ctx: typer.Context,
    db: options.Db = None,
    as_: options.As = None,
    lang: options.Lang = None,
    version: options.Version = False,
    json_: options.AsJson = False,
) -> None:
    """A car dealer's leads over one local SQLite file: register visits, grade, follow up, report.

    Every morning: leadctl due. After every call: leadctl followup LEAD "what was said".
    Every month: leadctl report --month. First of all: leadctl init.
    """
    ctx.obj = Session(db=db, as_name=as_, lang=lang)
    if version:
        from leadctl.commands.version import show_version

        show_version(json_)
    elif ctx.invoked_subcommand is None:
        print(ctx.get_help())


def build(name: str) -> Any:
    """The Typer command or group of a verb."""
    verb = VERBS[name]
    module = import_module(f"leadctl.commands.{verb.module}")
    if not verb.verbs:
        return _command(name, getattr(module, verb.module), verb)
    group = typer.Typer(
        name=name,
        help=module.__doc__,
        no_args_is_help=True,
        rich_markup_mode=None,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    group.callback()(lambda: None)
    for word, function, prints in module.VERBS:
        group.command(word, **_settings())(adapted(function, prints))
    command = typer.main.get_command(group)
    command.rich_help_panel = verb.panel  # type: ignore[attr-defined]
    return command


def _settings() -> dict[str, Any]:
    return {"context_settings": {"help_option_names": ["-h", "--help"]}, "no_args_is_help": False}


def _command(name: str, function: Callable[..., None], verb: Verb) -> Any:
    single = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    single.command(name, rich_help_panel=verb.panel, **_settings())(adapted(function, verb.prints))
    return typer.main.get_command(single)


def run(words: list[str]) -> int:
    """Run the app; returns its exit code. Lets leadctl's own errors through to the error boundary."""
    try:
        code = app(_rewritten(words), prog_name="leadctl", standalone_mode=False)
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
    """Raise what Typer has against a command line as a refusal of ours; a group without a verb shows its help."""
    from leadctl.commands.usage import wrong_usage

    context = error.ctx
    if context is not None and error.message == context.get_help():
        error.show()
        return int(error.exit_code)
    command = context.command_path if context is not None else "leadctl"
    raise wrong_usage(error.format_message(), getattr(error, "possibilities", None) or (), command)


def _rewritten(words: list[str]) -> list[str]:
    """Words as the verb wants them read (an option whose value may be left out)."""
    for word in words:
        verb = VERBS.get(word)
        if verb is not None:
            return verb.words(words) if verb.words else words
    return words
