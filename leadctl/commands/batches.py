"""Batches: a file of records into the store, whole or not at all, repeatable, nothing lost.

The file is read, checked and written inside one operation; what a batch would do is found out by doing it,
and a dry run or a bad row takes it all back.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from leadctl.commands import inputs
from leadctl.commands.batch_answers import Summary, bad_rows, explainer, tell
from leadctl.commands.import_options import BatchOptions
from leadctl.commands.imports import IMPORTS
from leadctl.commands.session import Session
from leadctl.domain.phones import mask_phone
from leadctl.errors import BadRows, WrongUsage
from leadctl.intake.faults import RowError
from leadctl.intake.kinds.declaration import FileKind
from leadctl.intake.registers import Register, open_register
from leadctl.intake.rejects import RejectsWriter
from leadctl.store.core.writer import Writer
from leadctl.store.registers.visits import close_unseen, count_overdue


def import_file(
    session: Session, kind: str, file: str, options: BatchOptions, closed_before: str | None = None
) -> None:
    """Read a file of ``kind`` and write its rows. Prints the summary; raises BadRows for bad rows.

    ``closed_before``: leads of this file last seen before this day are closed.
    """
    summary = Summary()
    rejects = RejectsWriter(options.rejects) if options.rejects else None
    with _uncollected(), session.write(f"import {kind}", dry_run=options.dry_run, filling=True) as writer:
        before = inputs.day(closed_before, writer.now, "fact", "--closed-before") if closed_before else None
        with _opened(IMPORTS[kind].file, file, options, writer.now, rejects) as register:
            if session.for_programs:
                register.most_errors = sys.maxsize
            register.explain = explainer(session, register)
            writer.note_file(Path(file).name if file != "-" else "-", register.digest())
            with _shown_progress(register):
                IMPORTS[kind].write(writer, register, summary, options.strict)
                if before is not None:
                    summary.closed = close_unseen(writer, before)
                    writer.settle()
            _conclude(writer, register, summary, options)
        if rejects is not None:
            rejects.close()
            summary.rejects_file = str(options.rejects) if rejects.count else None
    tell(session, kind, file, register, summary)
    if summary.rejected:
        raise BadRows(bad_rows(summary, keeps=options.rejects is not None))


@contextmanager
def _uncollected() -> Iterator[None]:
    """A batch makes rows and forgets them at once; looking for rings among them would take a fifth of its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _opened(
    kind: FileKind, file: str, options: BatchOptions, now: str, rejects: RejectsWriter | None
) -> Iterator[Register]:
    opened = open_register(
        kind,
        sys.stdin.buffer if file == "-" else Path(file),
        suffix=_suffix(file, options.suffix),
        now=datetime.fromisoformat(now),
        encoding=options.encoding,
        mapping=_mapping(options.mapping or []),
        year=options.year,
        sheet=options.sheet,
        rejects=rejects,
    )
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

    with progress(1000, register.kind.name) as advance:
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
    summary.rows, summary.rejected = register.rows, register.rejected
    summary.errors = [_error_record(error) for error in register.errors]
    summary.new_names = {name: names for name, names in summary.new_names.items() if names}
    summary.overdue = count_overdue(writer)
    changed = summary.records + summary.updated + summary.closed > 0
    if options.dry_run or not changed or (summary.rejected and not options.skip_bad):
        writer.dry_run = True
        return
    summary.written, summary.operation = True, writer.operation
    writer.summary = f"{summary.records} new, {summary.updated} updated of {summary.rows} rows"


def _error_record(error: RowError) -> dict[str, object]:
    value = asdict(error)
    if error.column == "phone" and "*" not in error.value:
        value["value"] = mask_phone(error.value)
    return value
