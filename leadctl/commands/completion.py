"""``leadctl completion``: what a shell offers while a command line is typed.

The script of a shell asks ``leadctl __complete WORD...``, whose last word is the one that is being typed, and gets a
line a proposal. Proposed are commands, options, choices, and from the store the staff, models, sources, campaigns, and
phones and names of the leads of whoever acts. Typer is not loaded, and whatever goes wrong proposes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import pairwise

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import COMMANDS, load
from leadctl.commands.declaration import (
    GLOBAL_OPTIONS,
    TEXT,
    Argument,
    Command,
    Option,
    Parameter,
    list_added_parameters,
    list_own_parameters,
    skip_global_options,
)
from leadctl.commands.session import Session
from leadctl.errors import LeadctlError

if TYPE_CHECKING:
    from leadctl.store.core.connection import Database

SCRIPTS = {
    "bash": """\
# leadctl in bash: put  eval "$(leadctl completion bash)"  into ~/.bashrc
_leadctl() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        case $word in *[!-0-9A-Za-z_.,+@=]*) word="'${word//\\'/\\'\\\\\\'\\'}'" ;; esac
        COMPREPLY+=("$word")
    done < <(leadctl __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    [ "${#COMPREPLY[@]}" -gt 0 ] || compopt -o default
}
complete -F _leadctl leadctl
""",
    "zsh": """\
#compdef leadctl
# leadctl in zsh: put  eval "$(leadctl completion zsh)"  into ~/.zshrc, after compinit
_leadctl() {
    local -a found
    found=("${(@f)$(leadctl __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    found=(${found:#})
    if (( ${#found} )); then compadd -- "${found[@]}"; else _files; fi
}
compdef _leadctl leadctl
""",
    "fish": """\
# leadctl in fish: put  leadctl completion fish | source  into ~/.config/fish/config.fish
function __leadctl_propose
    set -l typed (commandline -opc)
    set -l found (leadctl __complete $typed[2..-1] (commandline -ct) 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c leadctl -f -a '(__leadctl_propose)'
""",
}
"""Shell -> its script."""

Shell = Annotated[str, Argument("SHELL", known=tuple(SCRIPTS))]


def completion(session: Session, shell: Shell) -> None:
    """Print the script with which a shell completes leadctl's commands, options and names.

    Examples:

      eval "$(leadctl completion bash)"            in ~/.bashrc

      eval "$(leadctl completion zsh)"             in ~/.zshrc

      leadctl completion fish | source             in ~/.config/fish/config.fish
    """
    from leadctl.commands.inputs import read_choice

    read_choice(shell, tuple(SCRIPTS), "completion")
    print(SCRIPTS[shell], end="")


COMMAND = Command(completion, TEXT)

_NAMED = {
    "--consultant": "staff",
    "--staff": "staff",
    "--as": "staff",
    "CONSULTANT": "staff",
    "--model": "models",
    "--source": "sources",
    "--campaign": "campaigns",
    "--reason": "reasons",
}
"""An option, or what its value is called -> the table of the store whose names are proposed."""

MOST = 50
"""Leads that are proposed at most."""


def print_proposals(words: Sequence[str]) -> None:
    """Print a line a proposal for the last word."""
    for proposal in propose(words or [""]):
        print(proposal)


def propose(words: Sequence[str]) -> list[str]:
    """What the last word may become, in the order of the help; words before it are complete. Never fails."""
    typed = _join_equals(words)
    with suppress(LeadctlError, OSError):
        return _propose(typed[:-1], typed[-1])
    return []


def _join_equals(words: Sequence[str]) -> list[str]:
    """Each option and its value as two words: bash hands ``--format=js`` over as three, other shells as one."""
    separate = [part for word in words for part in (word.split("=", 1) if word.startswith("--") else [word])]
    last = "" if separate[-1] == "=" else separate[-1].lstrip("'\"")
    return [*(word for word in separate[:-1] if word != "="), last]


def _propose(before: list[str], last: str) -> list[str]:
    place = skip_global_options(before)
    if place >= len(before):
        awaited = _awaited(before, GLOBAL_OPTIONS)
        known = _values_of(awaited, before) if awaited else [*COMMANDS, *_names(GLOBAL_OPTIONS, last)]
        return _fitting(known, last)
    if before[place] not in COMMANDS:
        return []
    found, rest = load(before[place]), before[place + 1 :]
    if not isinstance(found, Command):
        if (not rest and found.default is None) or (not rest and not last.startswith("-")):
            return _fitting(found.commands, last)
        word = rest[0] if rest and rest[0] in found.commands else found.default
        if word is None:
            return []
        rest = rest[1:] if rest and rest[0] == word else rest
        found = found.commands[word]
    return _propose_for(found, before, rest, last)


def _propose_for(command: Command, before: list[str], rest: list[str], last: str) -> list[str]:
    own = list_own_parameters(command.function)
    parameters = [*own, *list_added_parameters(command)]
    awaited = _awaited(rest, parameters)
    if awaited is None and last.startswith("-"):
        return _fitting(_names(parameters, last), last)
    if awaited is None:
        awaited = _find_argument(own, parameters, rest)
    if awaited is None:
        return []
    metavar = awaited.declared.metavar or ""
    head, comma, tail = last.rpartition(",") if "," in metavar else ("", "", last)
    return [f"{head}{comma}{value}" for value in _fitting(_values_of(awaited, before, tail), tail)]


def _awaited(rest: Sequence[str], parameters: Iterable[Parameter]) -> Parameter | None:
    """The option whose value comes next; None: no option waits for one."""
    if not rest:
        return None
    for parameter in parameters:
        option = parameter.declared
        if isinstance(option, Option) and parameter.kind is not bool and rest[-1] in (option.name, option.short):
            return parameter
    return None


def _find_argument(own: Iterable[Parameter], parameters: Sequence[Parameter], rest: Sequence[str]) -> Parameter | None:
    """The argument that comes next."""
    valued = {
        name
        for parameter in parameters
        if isinstance(parameter.declared, Option) and parameter.kind is not bool
        for name in (parameter.declared.name, parameter.declared.short)
    }
    pairs = zip(["", *rest], rest, strict=False)
    given = sum(not word.startswith("-") and previous not in valued for previous, word in pairs)
    arguments = [parameter for parameter in own if isinstance(parameter.declared, Argument)]
    if given < len(arguments):
        return arguments[given]
    return arguments[-1] if arguments and arguments[-1].kind is list else None


def _names(parameters: Iterable[Parameter], last: str) -> list[str]:
    """The names of options, where one is begun."""
    if not last.startswith("-"):
        return []
    options = [parameter.declared for parameter in parameters if isinstance(parameter.declared, Option)]
    return [name for option in options for name in (option.name, option.negative) if name is not None]


def _fitting(known: Iterable[str], last: str) -> list[str]:
    return [word for word in dict.fromkeys(known) if word.startswith(last)]


def _values_of(parameter: Parameter, before: Sequence[str], begun: str = "") -> Sequence[str]:
    """What the value of an option, or an argument, may be."""
    declared = parameter.declared
    metavar = declared.metavar or ""
    name = declared.name if isinstance(declared, Option) else metavar
    known = declared.list_known()
    if isinstance(declared, Option) and declared.choices:
        return declared.list_values()
    table = _NAMED.get(name) or _NAMED.get(metavar)
    if table is not None:
        return _ask_store(before, lambda session, db: _list_names(db, table)) or known
    if metavar in ("LEAD", "CUSTOMER", "PHONE", "LEAD,LEAD"):
        return _ask_store(before, lambda session, db: _list_leads(session, db, begun, phones=metavar != "LEAD"))
    return known


def _ask_store(before: Sequence[str], ask: Callable[[Session, Database], list[str]]) -> list[str]:
    """What the store answers; options that name the store and who acts count as in any command."""
    given = dict(pairwise(before))
    session = Session(given.get("--db"), given.get("--as"), given.get("--lang"))
    with suppress(LeadctlError), session.read() as db:
        return ask(session, db)
    return []


def _list_names(db: Database, table: str) -> list[str]:
    from leadctl.store.queries.lists import list_reasons, list_sources, names
    from leadctl.store.records.staff import present_members

    if table == "staff":
        return [member.name for member in present_members(db)]
    if table == "sources":
        return [source.code for source in list_sources(db)]
    if table == "reasons":
        return [reason.code for reason in list_reasons(db)]
    return sorted(names(db, table).values())


def _list_leads(session: Session, db: Database, begun: str, *, phones: bool) -> list[str]:
    """Phones, and for a lead names, of the open leads of whoever acts; of anybody's for who is no consultant."""
    from leadctl.store.queries.lists import list_handles

    member = session.member(db)
    consultant = member.id if member is not None and member.role == "consultant" else None
    return list_handles(db, begun, consultant, names=not phones, most=MOST)
