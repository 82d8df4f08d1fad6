"""Batches: a file of records into the store, whole or not at all, repeatable, nothing lost.

The file is read, checked and written inside one operation; what a batch would do is found out by doing it,
and a dry run or a bad row takes it all back.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from leadctl.commands.session import Session, warn
from leadctl.domain.phones import mask_phone
from leadctl.errors import BadRows, WrongUsage
from leadctl.locale import N_

if TYPE_CHECKING:
    from leadctl import options as o
    from leadctl.intake.columns import Column
    from leadctl.intake.faults import Faults, RowError
    from leadctl.intake.registers import Columns, Register
    from leadctl.intake.rejects import RejectsWriter
    from leadctl.store.writer import Writer

SHOWN_ERRORS = 20
OF_VISITS = ("visits", "online")
"""Kinds of file whose rows are visits."""

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


@dataclass(frozen=True)
class BatchOptions:
    """How a file is read and what becomes of its bad rows."""

    encoding: o.Encoding = None
    suffix: o.Suffix = None
    mapping: o.Map = None
    year: o.Year = None
    sheet: o.Sheet = None
    skip_bad: o.SkipBad = False
    rejects: o.Rejects = None
    dry_run: o.DryRun = False
    strict: o.Strict = False


@dataclass(frozen=True)
class VisitBatch(BatchOptions):
    """The same of a register of visits."""

    closed_before: o.ClosedBefore = None


def import_visits(session: Session, file: str, batch: VisitBatch) -> None:
    """Take a register of visits."""
    from leadctl.commands import inputs

    def take(writer: Writer, register: Register, summary: Summary) -> None:
        from leadctl.store.closing import close_unseen

        before = batch.closed_before and inputs.day(batch.closed_before, writer.now, "fact", "--closed-before")
        take_visits(writer, register, summary, strict=batch.strict)
        if before is not None:
            summary.closed = close_unseen(writer, before)
            writer.settle()

    run_batch(session, "visits", file, batch, take)


def take_visits(
    writer: Writer, register: Register, summary: Summary, *, strict: bool, channels: Set[str] | None = None
) -> None:
    """Write the rows of a register. ``strict`` refuses names that are new to the store, of channels too where given."""
    from leadctl.store.register import Register as Visits

    visits = Visits(writer)
    if strict:
        register.judge = _strict(visits.known_names() | ({} if channels is None else {"channel": set(channels)}))
    odd: set[str] = set()
    for chunk in register:
        odd |= _odd_phones(chunk.columns["phone"])
        visits.stage(chunk.columns)
    outcome = visits.settle()
    summary.visits, summary.leads, summary.customers = outcome.visits, outcome.leads, outcome.customers
    summary.updated, summary.unchanged = outcome.updated, outcome.unchanged
    summary.new_names = outcome.new_names
    summary.names_differ = len(outcome.names_differ)
    summary.records = outcome.visits
    if odd:
        shown = ", ".join(str(mask_phone(phone)) for phone in sorted(odd)[:SHOWN_ERRORS])
        register.warnings.append(f"phones that fit no numbering plan were kept as they are: {len(odd)} ({shown})")
    for customer, name, other in outcome.names_differ[:SHOWN_ERRORS]:
        register.warnings.append(f"c{customer} is called {name}; a visit with that phone says {other}")


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
                    faults.add(column, row, "is new to the store, and --strict takes no new names")

    return judge


def run_batch(session: Session, kind: str, file: str, options: BatchOptions, take: Take) -> None:
    """Read a file of ``kind`` and let ``take`` write it. Prints the summary; raises BadRows for bad rows."""
    from leadctl.intake.rejects import RejectsWriter

    summary = Summary()
    rejects = RejectsWriter(options.rejects) if options.rejects else None
    with _uncollected(), session.write(f"import {kind}", dry_run=options.dry_run, filling=True) as writer:
        with _opened(kind, file, options, writer.now, rejects) as register:
            if session.output.format == "json":
                register.most_errors = sys.maxsize
            writer.note_file(Path(file).name if file != "-" else "-", register.digest())
            with _shown_progress(register):
                take(writer, register, summary)
            _conclude(writer, register, summary, options)
        if rejects is not None:
            rejects.close()
            summary.rejects_file = str(options.rejects) if rejects.count else None
    _tell(session, kind, file, register, summary)
    if summary.rejected:
        raise BadRows(_bad_rows(summary, options))


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
            raise WrongUsage(f"--type {given!r} is none of: csv tsv xlsx jsonl.")
        return f".{given.lstrip('.')}"
    return "" if file == "-" else Path(file).suffix.lower()


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        ours, sign, theirs = pair.partition("=")
        if not sign or not ours.strip() or not theirs.strip():
            raise WrongUsage(f"--map {pair!r} must read OURS=THEIRS, such as phone=Mobil.")
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
    from leadctl.store.closing import overdue_of

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


def _tell(session: Session, kind: str, file: str, register: Register, summary: Summary) -> None:
    for sentence in register.warnings:
        warn(sentence)
    for error in summary.errors[:SHOWN_ERRORS]:
        warn(f"line {error['line']}, {error['column'] or 'row'} {error['value']!r}: {error['reason']}")
    if summary.overdue and kind == "visits":
        warn(
            f"{summary.overdue} of these leads are overdue already. If the register is an old one, send it "
            f"again with --closed-before DATE: leads last seen before that day are closed as lost contact. Leads that "
            f"somebody neglected go to the common pool with: leadctl assign --release"
        )
    session.report("\n".join(_sentences(session, kind, file, summary)), asdict(summary))


def _sentences(session: Session, kind: str, file: str, summary: Summary) -> Iterator[str]:
    from leadctl.locale.labels import LABELS

    counted = N_("{records} new")
    if kind in OF_VISITS:
        counted = N_("{visits} new visits, {leads} new leads, {customers} new customers")
    counts = {name: value for name, value in asdict(summary).items() if isinstance(value, int)}
    summed = N_("{new}, {updated} updated, {unchanged} unchanged, {rejected} bad")
    yield session.say(N_("{file}: {rows} rows"), file=Path(file).name, rows=summary.rows)
    yield "  " + session.say(summed, new=session.say(counted, **counts), **counts)
    if summary.closed:
        yield "  " + session.say(N_("{closed} old leads closed as lost contact"), closed=summary.closed)
    for column, names in summary.new_names.items():
        named = ", ".join(names[:10]) + (" ..." if len(names) > 10 else "")
        title = session.translate(LABELS.get(column, column)).lower()
        yield "  " + session.say(N_("new {column}: {names}"), column=title, names=named)
    written = N_("written as operation {operation}") if summary.written else N_("nothing was written")
    yield "  " + session.say(written, operation=summary.operation)


def _bad_rows(summary: Summary, options: BatchOptions) -> str:
    kept = "the good rows were written" if summary.written else "nothing was written"
    if summary.rejects_file:
        return f"{summary.rejected} bad rows, {kept}; mend {summary.rejects_file} and send it again"
    hint = "" if options.rejects else "; --rejects FILE takes them, --skip-bad writes the others"
    return f"{summary.rejected} bad rows, {kept}{hint}"
