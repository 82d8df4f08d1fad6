"""The options of ``leadctl import`` and of ``leadctl log-visit --from``: how a file is read."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands.declaration import Option
from leadctl.commands.options import DryRun
from leadctl.named_tuple import NamedTuple

Encoding = Annotated[str | None, Option("--encoding", "NAME", "The file's encoding; left out: found out.")]
Suffix = Annotated[
    str | None,
    Option("--type", "csv|tsv|xlsx|jsonl", "What stdin is; left out: csv.", known=("csv", "tsv", "xlsx", "jsonl")),
]
Map = Annotated[
    list[str] | None, Option("--map", "OURS=THEIRS", "A column called otherwise, or #7, or #G (repeatable).")
]
Year = Annotated[int | None, Option("--year", "YYYY", "The year of 5月2日.", min=1990, max=2100)]
Sheet = Annotated[str | None, Option("--sheet", "NAME", "The only sheet of a workbook to read, by its name.")]
SkipBad = Annotated[bool, Option("--skip-bad", help="Write the good rows of a file with bad ones; still exit 3.")]
Rejects = Annotated[str | None, Option("--rejects", "FILE", "Put bad rows there, to mend and send again.")]
Strict = Annotated[bool, Option("--strict", help="Refuse names that are new to the store.")]
KnownAgain = Annotated[bool, Option("--known-again", help="Take rows of people who were forgotten, as new customers.")]
Delimiter = Annotated[str | None, Option("--delimiter", "SIGN", "What parts the cells of a text file: , ; | or tab.")]
HeaderRow = Annotated[int | None, Option("--header-row", "N", "The row of the column headers.", min=1, max=40)]
FillDown = Annotated[
    list[str] | None,
    Option("--fill-down", "COLUMN", "Empty cells of it hold what stands above, such as date (repeatable)."),
]
Errors = Annotated[
    str | None,
    Option(
        "--errors",
        "replace-row",
        "Lines in another encoding are bad rows, not the end of the file.",
        known=("replace-row",),
    ),
]
OddPhones = Annotated[
    str | None,
    Option(
        "--odd-phones",
        "keep|drop",
        "Numbers that fit no numbering plan: keep them, or read them as no phone.",
        known=("keep", "drop"),
    ),
]
NoPhones = Annotated[bool, Option("--no-phones", help="Read a register of visits that has no column of phones.")]
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
    delimiter: Delimiter = None
    header_row: HeaderRow = None
    fill_down: FillDown = None
    errors: Errors = None
    odd_phones: OddPhones = None
    no_phones: NoPhones = False
