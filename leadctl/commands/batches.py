"""Batches: a file of records into the store, whole or not at all, repeatable, nothing lost.

The file is read, checked and written inside one operation; what a batch would do is found out by doing it,
and a dry run or a bad row takes it all back.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NamedTuple

from leadctl.commands.declaration import Option
from leadctl.commands.options import DryRun
from leadctl.commands.session import Session
from leadctl.domain.phones import mask_phone
from leadctl.errors import BadRows, Sentence, WrongUsage

if TYPE_CHECKING:
    from leadctl.intake.columns import Column
    from leadctl.intake.faults import Faults, RowError
    from leadctl.intake.registers import Columns, Register
    from leadctl.intake.rejects import RejectsWriter
    from leadctl.store.core.writer import Writer

Encoding = Annotated[str | None, Option("--encoding", "NAME", "The file's encoding; left out: found out.")]
Suffix = Annotated[str | None, Option("--type", "csv|tsv|xlsx|jsonl", "What stdin is; left out: csv.")]
Map = Annotated[list[str] | None, Option("--map", "OURS=THEIRS", "A column that is called otherwise (repeatable).")]
Year = Annotated[int | None, Option("--year", "YYYY", "The year of 5月2日.", min=1990, max=2100)]
Sheet = Annotated[str | None, Option("--sheet", "NAME", "The sheet of an .xlsx.")]
SkipBad = Annotated[bool, Option("--skip-bad", help="Write the good rows of a file with bad ones; still exit 3.")]
Rejects = Annotated[Path | None, Option("--rejects", "FILE", "Put bad rows there, to mend and send again.")]
Strict = Annotated[bool, Option("--strict", help="Refuse names that are new to the store.")]
ClosedBefore = Annotated[
    str | None,
    Option(
        "--closed-before",
        "DATE",
        "Old register: leads last seen before this day are closed as lost contact, unverified.",
    ),
]

Take = Callable[["Writer", "Register", "Summary"], None]
"""Iterates an opened register and writes what it yields; fills in the counts of the summary."""


@dataclass(slots=True)
class Summary:
    """What a batch did, or would do: the counts are of new rows; ``written`` says whether it stayed.

    ``overdue``: leads of this batch whose contact is overdue already; ``closed``: those that
    ``--closed-before`` closed; ``names_differ``: phones that came with another name than the customer's.
    """

    rows: int = 0
    visits: int = 0
    leads: int = 0
    customers: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    written: bool = False
    rejects_file: str | None = None
    errors: list[dict[str, object]] = field(default_factory=list)
    new_names: dict[str, list[str]] = field(default_factory=dict)
    operation: int | None = None
    records: int = 0
    overdue: int = 0
    closed: int = 0
    names_differ: int = 0


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


def import_visits(session: Session, file: str, batch: BatchOptions, closed_before: str | None) -> None:
    """Take a register of visits; leads last seen before the day ``closed_before`` are closed."""
    from leadctl.commands import inputs

    def take(writer: Writer, register: Register, summary: Summary) -> None:
        from leadctl.store.registers.takeover import close_unseen

        before = closed_before and inputs.day(closed_before, writer.now, "fact", "--closed-before")
        take_visits(writer, register, summary, strict=batch.strict)
        if before is not None:
            summary.closed = close_unseen(writer, before)
            writer.settle()

    run_batch(session, "visits", file, batch, take)


def take_visits(
    writer: Writer, register: Register, summary: Summary, *, strict: bool, channels: Set[str] | None = None
) -> None:
    """Write the rows of a register. ``strict`` refuses names that are new to the store, of channels too where given."""
    from leadctl.commands.batch_answers import oddities
    from leadctl.store.registers.register import Register as Visits

    odd: set[str] = set()
    with closing(Visits(writer)) as visits:
        if strict:
            register.judge = _strict(visits.known_names() | ({} if channels is None else {"channel": set(channels)}))
        for chunk in register:
            odd |= _odd_phones(chunk.columns["phone"])
            visits.stage(chunk.columns)
        outcome = visits.settle()
    summary.visits, summary.leads, summary.customers = outcome.visits, outcome.leads, outcome.customers
    summary.updated, summary.unchanged = outcome.updated, outcome.unchanged
    summary.new_names = outcome.new_names
    summary.names_differ = len(outcome.names_differ)
    summary.records = outcome.visits
    register.warnings += oddities(odd, outcome.names_differ)


def _odd_phones(phones: Column) -> set[str]:
    """Phones of a column that can be dialled, and may be a slip of the pen."""
    from leadctl.intake.phones import is_odd

    unusual = {str(phone) for phone in phones if phone is not None and (len(str(phone)) != 11 or str(phone)[0] != "1")}
    return {phone for phone in unusual if is_odd(phone)}


def _strict(known: Mapping[str, set[str]]) -> Callable[[Columns, int, Faults], None]:
    """The judge that refuses names which are new to the store."""

    def judge(columns: Columns, rows: int, faults: Faults) -> None:
        for column, names in known.items():
            if set(columns[column]) <= names | {None}:
                continue
            for row in range(rows):
                value = columns[column][row]
                if value is not None and value not in names:
                    faults.add(column, row, Sentence("is new to the store, and --strict takes no new names"))

    return judge


def run_batch(session: Session, kind: str, file: str, options: BatchOptions, take: Take) -> None:
    """Read a file of ``kind`` and let ``take`` write it. Prints the summary; raises BadRows for bad rows."""
    from leadctl.commands.batch_answers import bad_rows, explainer, tell
    from leadctl.intake.rejects import RejectsWriter

    summary = Summary()
    rejects = RejectsWriter(options.rejects) if options.rejects else None
    with _uncollected(), session.write(f"import {kind}", dry_run=options.dry_run, filling=True) as writer:
        with _opened(kind, file, options, writer.now, rejects) as register:
            if session.for_programs:
                register.most_errors = sys.maxsize
            register.explain = explainer(session, register)
            writer.note_file(Path(file).name if file != "-" else "-", register.digest())
            with _shown_progress(register):
                take(writer, register, summary)
            _conclude(writer, register, summary, options)
        if rejects is not None:
            rejects.close()
            summary.rejects_file = str(options.rejects) if rejects.count else None
    tell(session, kind, file, register, summary)
    if summary.rejected:
        raise BadRows(bad_rows(summary, options))


@contextmanager
def _uncollected() -> Iterator[None]:
    """A batch makes rows and forgets them at once; looking for rings among them would take a fifth of its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _opened(kind: str, file: str, options: BatchOptions, now: str, rejects: RejectsWriter | None) -> Iterator[Register]:
    from leadctl.intake.kinds import open_records
    from leadctl.intake.visits import open_visits

    source: Path | BinaryIO = sys.stdin.buffer if file == "-" else Path(file)
    reading: dict[str, Any] = {
        "suffix": _suffix(file, options.suffix),
        "now": datetime.fromisoformat(now),
        "encoding": options.encoding,
        "mapping": _mapping(options.mapping or []),
        "year": options.year,
        "sheet": options.sheet,
        "rejects": rejects,
    }
    opened = open_visits(source, **reading) if kind == "visits" else open_records(kind, source, **reading)
    try:
        with opened as register:
            yield register
    except BaseException:
        if rejects is not None:
            rejects.discard()
        raise


def _suffix(file: str, given: str | None) -> str:
    if given is not None:
        if given.lstrip(".") not in ("csv", "tsv", "xlsx", "jsonl"):
            raise WrongUsage("--type {given!r} is none of: csv tsv xlsx jsonl.", given=given)
        return f".{given.lstrip('.')}"
    return "" if file == "-" else Path(file).suffix.lower()


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        ours, sign, theirs = pair.partition("=")
        if not sign or not ours.strip() or not theirs.strip():
            raise WrongUsage("--map {pair!r} must read OURS=THEIRS, such as phone=Mobil.", pair=pair)
        mapping[ours.strip()] = theirs.strip()
    return mapping


@contextmanager
def _shown_progress(register: Register) -> Iterator[None]:
    """A progress bar on a terminal, in steps of a thousandth of the file."""
    if not sys.stderr.isatty():
        yield
        return
    from leadctl.render.progress import progress

    with progress(1000, register.spec.kind) as advance:
        done = 0

        def watch() -> None:
            nonlocal done
            now = int(register.fraction_read() * 1000)
            advance(now - done)
            done = now

        register.watch = watch
        yield


def _conclude(writer: Writer, register: Register, summary: Summary, options: BatchOptions) -> None:
    """Decide whether the batch stays."""
    from leadctl.store.registers.takeover import overdue_of

    summary.rows, summary.rejected = register.rows, register.rejected
    summary.errors = [_told(error) for error in register.errors]
    summary.new_names = {name: names for name, names in summary.new_names.items() if names}
    summary.overdue = overdue_of(writer)
    changed = summary.records + summary.updated + summary.closed > 0
    if options.dry_run or not changed or (summary.rejected and not options.skip_bad):
        writer.dry_run = True
        return
    summary.written, summary.operation = True, writer.operation
    writer.summary = f"{summary.records} new, {summary.updated} updated of {summary.rows} rows"


def _told(error: RowError) -> dict[str, object]:
    value = asdict(error)
    if error.column == "phone" and "*" not in error.value:
        value["value"] = mask_phone(error.value)
    return value
