"""The options of ``leadctl import`` and of ``leadctl log-visit --from``: how a file is read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NamedTuple

from leadctl.commands.declaration import Option
from leadctl.commands.options import DryRun

Encoding = Annotated[str | None, Option("--encoding", "NAME", "The file's encoding; left out: found out.")]
Suffix = Annotated[str | None, Option("--type", "csv|tsv|xlsx|jsonl", "What stdin is; left out: csv.")]
Map = Annotated[list[str] | None, Option("--map", "OURS=THEIRS", "A column that is called otherwise (repeatable).")]
Year = Annotated[int | None, Option("--year", "YYYY", "The year of 5月2日.", min=1990, max=2100)]
Sheet = Annotated[str | None, Option("--sheet", "NAME", "The only sheet of a workbook to read, by its name.")]
SkipBad = Annotated[bool, Option("--skip-bad", help="Write the good rows of a file with bad ones; still exit 3.")]
Rejects = Annotated[Path | None, Option("--rejects", "FILE", "Put bad rows there, to mend and send again.")]
Strict = Annotated[bool, Option("--strict", help="Refuse names that are new to the store.")]
KnownAgain = Annotated[bool, Option("--known-again", help="Take rows of people who were forgotten, as new customers.")]
ClosedBefore = Annotated[
    str | None,
    Option(
        "--closed-before",
        "DATE",
        "Old register: leads last seen before this day are closed as lost contact, unverified.",
    ),
]


Register = Annotated[
    str | None,
    Option("--register", "NAME", "What this register is known by when it is sent again; left out: its file's name."),
]


ProfileName = Annotated[
    str | None, Option("--profile", "NAME", "Read it as files of this origin; see: leadctl profile list.")
]


class BatchOptions(NamedTuple):
    """How a file is read and what becomes of its bad rows."""

    encoding: Encoding = None
    suffix: Suffix = None
    mapping: Map = None
    year: Year = None
    sheet: Sheet = None
    skip_bad: SkipBad = False
    rejects: Rejects = None
    dry_run: DryRun = False
    strict: Strict = False
    known_again: KnownAgain = False
    register: Register = None
    profile: ProfileName = None
