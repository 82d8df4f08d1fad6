"""What Typer finds wrong with a command line, as a sentence of ours: its own are English only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadctl.errors import Sentence, WrongUsage, listing, template

_FOUND = (
    (r"No such option: (?P<option>\S+)", template("There is no option {option}.")),
    (r"No such command '(?P<command>.*?)'", template("There is no command {command!r}.")),
    (r"Missing \w+ '(?P<what>.+?)'\.", template("{what} is missing.")),
    (r"Option '(?P<option>.+?)' requires", template("{option} needs a value.")),
    (r"Option '(?P<option>.+?)' does not take a value", template("{option} takes no value.")),
    (r"Got unexpected extra argument(?:s|\(s\))? \((?P<words>.*)\)", template("This is too much: {words}.")),
    (
        r"Invalid value for '(?P<option>.+?)': '(?P<value>.*)' is not one of '(?P<known>.+)'\.",
        template("{option} {value!r} is none of: {known}."),
    ),
    (
        r"Invalid value for '(?P<option>.+?)': '(?P<value>.*)' is not a valid (?:int|float)",
        template("{option} {value!r} is no number."),
    ),
    (
        r"Invalid value for '(?P<option>.+?)': (?P<value>.*) is not in the range (?P<range>.+)\.",
        template("{option} {value} is not in the range {range}."),
    ),
)
"""How Typer's messages begin -> ours, with the same values."""

_LISTED = re.compile(r"'?,\s+'")
_MEANT = re.compile(r"Did you mean '?(.+?)'?\?")


def wrong_usage(message: str, possibilities: Sequence[str], command: str) -> WrongUsage:
    """The refusal of what ``message`` says, with what may have been meant, and where ``command`` is explained."""
    wrong = next((said for found in _FOUND if (said := _said(message, *found)) is not None), None)
    if wrong is None:
        wrong = Sentence("{why}", why=message)
    near = list(possibilities) or [meant[1] for meant in [_MEANT.search(message)] if meant]
    meant = Sentence(" Did you mean {names}?", names=listing(near, " or ")) if near else ""
    return WrongUsage("{wrong}{meant} See: {command} -h", wrong=wrong, meant=meant, command=command)


def _said(message: str, beginning: str, said: str) -> Sentence | None:
    match = re.match(beginning, message, re.DOTALL)
    return None if match is None else Sentence(said, **{k: _LISTED.sub(" ", v) for k, v in match.groupdict().items()})
