"""The commands: a module a command, or a group of commands, and the list of them all.

A module says what its command is called with: its ``COMMAND`` is a
:class:`~leadctl.commands.declaration.Command` or a :class:`~leadctl.commands.declaration.Group`. It is imported when
its command is named, not before.
"""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from leadctl.commands.declaration import Command, Group

DAILY, CLOSING, FIGURES, UPKEEP = N_("Every day"), N_("Closing the loop"), N_("Figures"), N_("The store")


class Place(NamedTuple):
    """Where a command is found: its module in this package, and its panel in the help."""

    module: str
    panel: str


COMMANDS = {
    "due": Place("due", DAILY),
    "next": Place("next_", DAILY),
    "log-visit": Place("log_visit", DAILY),
    "followup": Place("followup", DAILY),
    "grade": Place("grade", DAILY),
    "appoint": Place("appoint", DAILY),
    "callback": Place("callback", DAILY),
    "screen": Place("screen", DAILY),
    "show": Place("show", DAILY),
    "find": Place("find", DAILY),
    "visits": Place("visits", DAILY),
    "leave": Place("leave", DAILY),
    "defeat": Place("defeat", DAILY),
    "verify": Place("verify", DAILY),
    "dormant": Place("dormant", DAILY),
    "order": Place("order", DAILY),
    "deliver": Place("deliver", DAILY),
    "cancel": Place("cancel", DAILY),
    "edit": Place("edit", CLOSING),
    "delete": Place("delete", CLOSING),
    "merge": Place("merge", CLOSING),
    "assign": Place("assign", CLOSING),
    "sale": Place("sale", CLOSING),
    "campaign": Place("campaign", CLOSING),
    "tag": Place("tag", CLOSING),
    "reward": Place("reward", CLOSING),
    "import": Place("import_", CLOSING),
    "target": Place("target", CLOSING),
    "aftercare": Place("aftercare", CLOSING),
    "report": Place("report", FIGURES),
    "audit": Place("audit", FIGURES),
    "query": Place("query", FIGURES),
    "lake": Place("lake", FIGURES),
    "group": Place("group", FIGURES),
    "dispatch": Place("dispatch", FIGURES),
    "init": Place("init", UPKEEP),
    "staff": Place("staff", UPKEEP),
    "source": Place("source", UPKEEP),
    "reason": Place("reason", UPKEEP),
    "model": Place("model", UPKEEP),
    "field": Place("field", UPKEEP),
    "policy": Place("policy", UPKEEP),
    "words": Place("words", UPKEEP),
    "profile": Place("profile", UPKEEP),
    "config": Place("config", UPKEEP),
    "help": Place("help", UPKEEP),
    "completion": Place("completion", UPKEEP),
    "operations": Place("operations", UPKEEP),
    "undo": Place("undo", UPKEEP),
    "export": Place("export", UPKEEP),
    "backup": Place("backup", UPKEEP),
    "restore": Place("restore", UPKEEP),
    "doctor": Place("doctor", UPKEEP),
    "forget": Place("forget", UPKEEP),
    "retention": Place("retention", UPKEEP),
}
"""Every command and group, in the order of the help."""


def load(name: str) -> Command | Group:
    """What stands under a name of ``COMMANDS``."""
    from importlib import import_module

    found: Command | Group = import_module(f"leadctl.commands.{COMMANDS[name].module}").COMMAND
    return found
