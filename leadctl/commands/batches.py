"""Batches: a file of records into the store, whole or not at all, repeatable, nothing lost.

The file is read and checked before the store is locked, so that nobody waits for that, and its rows are written inside
one operation; what a batch would do is found out by doing it, and a dry run or a bad row takes it all back.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from leadctl.annotations import TYPE_CHECKING
from leadctl.commands import inputs
from leadctl.commands.batch_basis import find_basis
from leadctl.commands.forgotten_rows import keep_forgotten_out
from leadctl.commands.import_options import BatchOptions
from leadctl.commands.imports import MOST_SHOWN, ImportKind, OddPhone, Summary
from leadctl.commands.new_names import find_alike, tell_alike
from leadctl.commands.profiles import apply_profile, fitting_profile, known_profiles, named_profile, parse_mapping
from leadctl.commands.sentences import count_things, join_parts
from leadctl.commands.session import Session, warn
from leadctl.domain.own_fields import OwnField
from leadctl.domain.phones_in_text import mask_value
from leadctl.errors import BadRows, LeadctlError, Refused, Sentence, WrongUsage, count_sentence, listing, template
from leadctl.intake.block_checks import Reasons
from leadctl.intake.columns import OddPhones
from leadctl.intake.faults import join_reasons
from leadctl.intake.headers import header_key
from leadctl.intake.kinds.declaration import FileKind
from leadctl.intake.profiles import Profile
from leadctl.intake.registers import Register, RowError, open_register
from leadctl.intake.rejects import RejectsWriter
from leadctl.intake.remarks import DROPPED_PHONE, ODD_PHONE
from leadctl.intake.sheets.sources import open_source
from leadctl.locale import N_, translate_sentence
from leadctl.locale.labels import LABELS
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.settings import read_setting
from leadctl.store.core.writer import Writer
from leadctl.store.queries.fields import own_fields
from leadctl.store.queries.forgotten_people import ForgottenPeople, forgotten_people
from leadctl.store.registers.visits import close_unseen, count_overdue

if TYPE_CHECKING:
    from typing import IO

YOUNG_OBJECTS, NEVER = 20_000, 1 << 30
"""How many new objects a batch may make before cycles among them are looked for, and how often among older ones."""


def import_file(
    session: Session, kind: ImportKind, file: str, options: BatchOptions, closed_before: str | None = None
) -> None:
    """Read a file of ``kind`` and write its rows. Prints the summary; raises BadRows for bad rows.

    ``closed_before``: leads of this file last seen before this day are closed.
    """
    register, summary, options = _take(session, kind, file, options, closed_before)
    failure = BadRows(_describe_bad_rows(summary, options)) if summary.rejected else None
    _show(session, kind, file, register, summary, failure)
    if failure is not None:
        raise failure


def take_file(session: Session, kind: ImportKind, file: str, options: BatchOptions) -> Summary:
    """The same without a word. Raises BadRows for bad rows."""
    _, summary, options = _take(session, kind, file, options, None)
    if summary.rejected:
        raise BadRows(_describe_bad_rows(summary, options))
    return summary


def _take(
    session: Session, kind: ImportKind, file: str, options: BatchOptions, closed_before: str | None
) -> tuple[Register, Summary, BatchOptions]:
    """Read the file and write its rows, again where the store has changed meanwhile."""
    with _collect_young(), _open_file(file) as source:
        while True:
            with suppress(_OtherBasis):
                return _import_once(session, kind, source, options, closed_before)


class _OtherBasis(Exception):
    """Meanwhile the store says something else of what the reading of the file rests on."""


class _Source(NamedTuple):
    """A file as it was named, and its content, which can be read several times."""

    name: str
    content: Path | IO[bytes]


@contextmanager
def _open_file(file: str) -> Iterator[_Source]:
    """The file; what can be read only once, such as standard input, is kept for another reading."""
    path = Path(file)
    if file != "-" and (path.is_file() or not path.exists() or path.is_dir()):
        yield _Source(file, path)
        return
    with open_source(sys.stdin.buffer if file == "-" else path) as kept:
        yield _Source(file, kept)


class _Start(NamedTuple):
    """What the store says before the file is read. ``now``: store time, to the minute."""

    now: str
    zone: str | None
    profiles: Sequence[Profile]
    people: ForgottenPeople
    own_fields: Sequence[OwnField]


def _import_once(
    session: Session, kind: ImportKind, source: _Source, options: BatchOptions, closed_before: str | None
) -> tuple[Register, Summary, BatchOptions]:
    """Read the file and write its rows; returns also the options with those of its profile. Raises _OtherBasis."""
    with session.read() as db:
        session.member(db)  # an unknown name is refused before a long reading
        people = forgotten_people(db)
        zone = read_setting(db, "timezone")
        start = _Start(session.read_clock(db)[:16], zone, known_profiles(db), people, own_fields(db))
    kind = _with_own_fields(kind, start.own_fields)
    before = inputs.read_day(closed_before, start.now, "fact", "--closed-before") if closed_before else None
    summary = Summary()
    rejects = RejectsWriter(Path(options.rejects)) if options.rejects else None
    options = _choose_profile(start, kind.file, source, options)
    with _open_register(kind.file, source, options, start, rejects) as register:
        if session.for_programs:
            register.most_errors = sys.maxsize
        register.explain = _make_explainer(session, register)
        keep_forgotten_out(session, people, register, known_again=options.known_again)
        register.origin = _name_register(source.name, options)
        digest = register.digest()
        find_this_basis = partial(find_basis, kind=kind.file.name, origin=register.origin, strict=options.strict)
        with session.read() as db:
            basis = find_this_basis(db)
        with (
            _show_progress(register),
            kind.read(register, basis) as write_rows,
            session.write(f"import {kind.file.name}", dry_run=options.dry_run, filling=True) as writer,
        ):
            if not basis.holds(find_this_basis(writer.db)):
                raise _OtherBasis
            writer.note_file(Path(source.name).name, digest)
            write_rows(writer, summary)
            if before is not None:
                summary.closed = close_unseen(writer, before)
                writer.settle()
            _conclude(writer, register, summary, options)
            if rejects is not None:
                rejects.close()
                summary.rejects_file = str(rejects.path) if rejects.count else None
    return register, summary, options


def _with_own_fields(kind: ImportKind, fields: Sequence[OwnField]) -> ImportKind:
    """The kind, with columns for the store's own fields where its rows are of customers."""
    if not fields or "own_fields" not in kind.file.yields:
        return kind
    from leadctl.intake.own_fields import add_own_fields  # few stores have any

    return kind._replace(file=add_own_fields(kind.file, fields))


@contextmanager
def _collect_young() -> Iterator[None]:
    """A batch makes rows and forgets them at once: looking for cycles in all of them would take a fifth of its time.

    Among the newest there are some: a refusal that is raised again holds itself, and with it the block of its cell.
    """
    before = gc.get_threshold()
    gc.set_threshold(YOUNG_OBJECTS, NEVER, NEVER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _open_register(
    kind: FileKind, source: _Source, options: BatchOptions, start: _Start, rejects: RejectsWriter | None
) -> Iterator[Register]:
    try:
        opened = _find_header(kind, source, options, start, rejects)
    except Refused as refused:
        raise Refused("{file}: {why}", file=Path(source.name).name, why=refused.sentence) from refused
    try:
        with opened as register:
            yield register
    except BaseException:
        if rejects is not None:
            rejects.discard()
        raise


def _find_header(
    kind: FileKind, source: _Source, options: BatchOptions, start: _Start, rejects: RejectsWriter | None
) -> Register:
    if not isinstance(source.content, Path):
        source.content.seek(0)
    return open_register(
        kind,
        source.content,
        suffix=file_type(source.name, options.suffix),
        now=datetime.fromisoformat(start.now),
        zone=start.zone,
        encoding=options.encoding,
        mapping=parse_mapping(options.mapping or []),
        year=options.year,
        sheet=options.sheet,
        rejects=rejects,
        delimiter=options.delimiter or "",
        replace_rows=_replaces_rows(options.errors),
        header_row=options.header_row,
        needs=() if options.no_phones else kind.needs,
        fill_down=options.fill_down or (),
        odd_phones=_choose_odd_phones(options.odd_phones),
    )


def _choose_profile(start: _Start, kind: FileKind, source: _Source, options: BatchOptions) -> BatchOptions:
    """The options with those of the profile that is named, or else of the only one that the file fits."""
    if options.profile is not None:
        return apply_profile(named_profile(start.profiles, options.profile, kind.name), options)
    if source.name == "-":
        return options
    headers = _read_headers(kind, source, options, start)

    def fits(profile: Profile) -> bool:
        if headers is None:
            return _can_open(kind, source, apply_profile(profile, options), start)
        return {header_key(theirs) for theirs in profile.mapping.values()} <= headers

    profile = fitting_profile(start.profiles, kind.name, fits)
    if profile is None:
        return options
    warn("read by the profile {name}, whose headers it has", name=profile.name)
    return apply_profile(profile, options)


def _read_headers(kind: FileKind, source: _Source, options: BatchOptions, start: _Start) -> set[str] | None:
    """The headers of a file that can be read as it is; None for another one."""
    try:
        with _find_header(kind, source, options, start, None) as register:
            return {header_key(text) for part in register.parts for text in part.header.texts}
    except LeadctlError:
        return None


def _can_open(kind: FileKind, source: _Source, options: BatchOptions, start: _Start) -> bool:
    try:
        _find_header(kind, source, options, start, None).close()
    except LeadctlError:
        return False
    return True


def _name_register(file: str, options: BatchOptions) -> str | None:
    """What the register is known by when it is sent again: the name given to it, else its profile, else its file and
    sheet."""
    if options.register is not None:
        return f"register:{options.register}"
    if options.profile is not None:
        return f"profile:{options.profile}"
    if file == "-":
        return None
    sheet = f"#{options.sheet}" if options.sheet is not None else ""
    return f"file:{os.fsencode(os.path.abspath(file)).decode('utf-8', 'replace')}{sheet}"


def _replaces_rows(errors: str | None) -> bool:
    if errors not in (None, "replace-row"):
        raise WrongUsage("--errors {errors!r} is none of: replace-row.", errors=errors)
    return errors is not None


def _choose_odd_phones(typed: str | None) -> OddPhones:
    choices: dict[str | None, OddPhones] = {None: "refuse", "keep": "keep", "drop": "drop"}
    if typed not in choices:
        raise WrongUsage("--odd-phones {typed!r} is none of: keep drop.", typed=typed)
    return choices[typed]


def file_type(file: str, given: str | None) -> str:
    """The suffix of a file's name, or the type that is given. Raises WrongUsage for an unknown one."""
    if given is not None:
        if given.lstrip(".") not in ("csv", "tsv", "xlsx", "jsonl"):
            raise WrongUsage("--type {given!r} is none of: csv tsv xlsx jsonl.", given=given)
        return f".{given.lstrip('.')}"
    return "" if file == "-" else Path(file).suffix.lower()


@contextmanager
def _show_progress(register: Register) -> Iterator[None]:
    """A progress bar on a terminal, in steps of a thousandth of the file."""
    if not sys.stderr.isatty():
        yield
        return
    from leadctl.render.progress import show_progress

    with show_progress(1000, register.kind.name) as advance:
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
    summary.errors = [_mask_error(error) for error in register.errors]
    summary.odd_phones = [
        OddPhone(remark.line, mask_value(remark.value), remark.sheet)
        for remark in register.remarks
        if remark.what in (ODD_PHONE, DROPPED_PHONE)
    ]
    summary.notes = list(register.warnings)
    summary.new_names = {name: names for name, names in summary.new_names.items() if names}
    summary.alike = find_alike(writer, summary.new_names)
    summary.overdue = count_overdue(writer)
    changed = (
        summary.records + summary.updated + summary.closed + summary.gone + summary.returned + summary.own_values > 0
    )
    if options.dry_run or not changed or (summary.rejected and not options.skip_bad):
        writer.dry_run = True
        return
    summary.written, summary.operation = True, writer.operation
    writer.summary = f"{summary.records} new, {summary.updated} updated of {count_things(summary.rows, 'row')}"


def _mask_error(error: RowError) -> RowError:
    """The error as it may stand in a log."""
    return replace(error, value=mask_value(error.value))


def _make_explainer(session: Session, register: Register) -> Callable[[Reasons], str]:
    """What makes one text of what is wrong with a row, for who will mend it."""

    def explain(reasons: Reasons) -> str:
        sheet = register.parts[0].sheet.name
        named = [(_column_title(session, register, column, sheet), reason) for column, reason in reasons]
        return translate_sentence(join_reasons(named), session.translate)

    return explain


def _name_place(error: RowError) -> Sentence:
    """Where in the file a bad cell is."""
    place = [Sentence("sheet {sheet}", sheet=error.sheet)] if error.sheet is not None else []
    place.append(Sentence("line {line}", line=error.line))
    if error.letter is not None:
        place.append(Sentence("column {letter}", letter=error.letter))
    return listing(place)


def _column_title(session: Session, register: Register, name: str, sheet: str | None) -> str:
    """Our column; where people do not read English, what its header in the file calls it."""
    header = register.header_of(sheet)
    places, texts = header.places, header.texts
    return texts[places[name]] if session.language != "en" and name in places else name


def _show(
    session: Session, kind: ImportKind, file: str, register: Register, summary: Summary, failure: BadRows | None
) -> None:
    """Print what was noticed, the first bad cells and the summary."""
    for sentence in [*register.warnings, *register.said_of_people]:
        warn("{note}", note=sentence)
    tell_alike(summary.alike)
    for error in summary.errors[:MOST_SHOWN]:
        _warn_of_bad_cell(session, register, error)
    if summary.overdue and kind.may_be_old:
        warn(
            "{overdue}. If the register is an old one, send it again with --closed-before DATE: leads last seen before "
            "that day are closed as lost contact. Leads that somebody neglected go to the common pool with: leadctl "
            "assign --release",
            overdue=count_sentence(
                summary.overdue,
                template("1 of these leads is overdue already"),
                template("{count} of these leads are overdue already"),
            ),
        )
    record = _make_record(summary) | ({} if failure is None else {"error": failure.record()})
    session.report("\n".join(_summary_sentences(session, kind, file, summary)), record)


def _warn_of_bad_cell(session: Session, register: Register, error: RowError) -> None:
    place = _name_place(error)
    if not error.column:
        warn("{place}: {reason}", place=place, reason=error.reason)
        return
    column = _column_title(session, register, error.column, error.sheet)
    warn("{place}, {column} {value!r}: {reason}", place=place, column=column, value=error.value, reason=error.reason)


def _make_record(summary: Summary) -> dict[str, object]:
    """The summary for programs: what new names look like stands with them, by column, under ``like``."""
    record = asdict(summary)
    alike = record.pop("alike")
    if alike:
        record["new_names"] = {**summary.new_names, "like": alike}
    return record


def _summary_sentences(session: Session, kind: ImportKind, file: str, summary: Summary) -> Iterator[str]:
    counts = {name: value for name, value in asdict(summary).items() if isinstance(value, int)}
    summed = N_("{new}, {updated} updated, {unchanged} unchanged, {rejected} bad")
    rows = N_("{file}: 1 row") if summary.rows == 1 else N_("{file}: {rows} rows")
    yield session.say(rows, file=Path(file).name, rows=summary.rows)
    new = listing(count_sentence(counts[name], one, many) for name, one, many in kind.new_rows)
    yield "  " + session.say(summed, new=new, **counts)
    if summary.own_values:
        yield "  " + session.say(N_("values of own fields: {count}"), count=summary.own_values)
    if summary.closed:
        closed = (
            N_("1 old lead closed as lost contact")
            if summary.closed == 1
            else N_("{closed} old leads closed as lost contact")
        )
        yield "  " + session.say(closed, closed=summary.closed)
    for column, names in summary.new_names.items():
        alike = summary.alike.get(column, {})
        told = [_name_with_like(session, name, alike.get(name)) for name in names[:10]]
        named = join_parts(session, told) + (" ..." if len(names) > 10 else "")
        title = session.translate(LABELS.get(column, column)).lower()
        yield "  " + session.say(N_("new {column}: {names}"), column=title, names=named)
    written = N_("written as operation {operation}") if summary.written else N_("nothing was written")
    yield "  " + session.say(written, operation=summary.operation)


def _name_with_like(session: Session, name: str, near: str | None) -> str:
    return name if near is None else session.say(N_("{name} (like {near})"), name=name, near=near)


def _describe_bad_rows(summary: Summary, options: BatchOptions) -> Sentence:
    """How a batch with bad rows ends, and what to do about them."""
    kept = Sentence("the good rows were written") if summary.written else Sentence("nothing was written")
    hint: Sentence | str = ""
    if summary.rejects_file:
        hint = Sentence("; mend {file} and send it again", file=summary.rejects_file)
    elif not options.rejects:
        hint = Sentence("; --rejects FILE takes them, --skip-bad writes the others")
    if summary.rejected == 1:
        return Sentence("1 bad row, {kept}{hint}", kept=kept, hint=hint)
    return Sentence("{count} bad rows, {kept}{hint}", count=summary.rejected, kept=kept, hint=hint)
