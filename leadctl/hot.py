"""The quick way: a daily command is recognised and run without loading Typer.

Only words that a command declares, written plainly, are taken; anything else (help, a mistake, an
abbreviation) goes the full way, which explains itself. A test holds this table against Typer's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

FLAG = True
TEXT = str

EVERYWHERE: dict[str, tuple[str, object]] = {
    "--db": ("db", TEXT),
    "--as": ("as_", TEXT),
    "--lang": ("lang", TEXT),
}
PRINTED: dict[str, tuple[str, object]] = {"--json": ("json_", FLAG), "--format": ("format_", TEXT)}

HOT: dict[str, dict[str, tuple[str, object]]] = {
    "due": {
        "--consultant": ("consultant", TEXT),
        "--all": ("everybody", FLAG),
        "--on": ("on", TEXT),
        "--overdue": ("overdue", FLAG),
    },
}
"""Verb -> option -> (the function's parameter, how its value reads)."""


@dataclass(slots=True)
class Call:
    """A recognised command line."""

    verb: str
    values: dict[str, Any] = field(default_factory=dict)

    def load(self) -> Callable[[], None]:
        """Import the verb's module, and nothing else; returns what runs it."""
        if self.verb == "--version":
            from leadctl.commands.version import show_version

            return partial(show_version, self.values.get("json_", False))
        from importlib import import_module

        from leadctl.commands.session import Output, Session

        values = dict(self.values)
        json_, fmt = values.pop("json_", False), values.pop("format_", None)
        session = Session(
            values.pop("db", None),
            values.pop("as_", None),
            values.pop("lang", None),
            Output("json" if json_ else fmt or "table"),
        )
        return partial(getattr(import_module(f"leadctl.commands.{self.verb}"), self.verb), session, **values)


def recognise(words: list[str]) -> Call | None:
    """The call that these words are, if every one of them is declared; None otherwise."""
    if words == ["--version"] or words == ["--version", "--json"]:
        return Call("--version", {"json_": len(words) == 2})
    call, rest = None, iter(words)
    values: dict[str, Any] = {}
    for word in rest:
        if call is None and word in HOT:
            call = Call(word, values)
            continue
        known = (EVERYWHERE | PRINTED | HOT[call.verb] if call else EVERYWHERE).get(word)
        if known is None:
            return None
        name, reads = known
        value = FLAG if reads is FLAG else next(rest, None)
        if value is None or (isinstance(value, str) and value.startswith("-")):
            return None
        values[name] = value
    return None if _is_unknown_format(values.get("format_")) else call


def _is_unknown_format(name: str | None) -> bool:
    if name is None:
        return False
    from leadctl.render.formats import format_names

    return name not in format_names()
