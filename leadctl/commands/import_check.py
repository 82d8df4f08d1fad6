"""``leadctl import --check FILE``: what a file is taken for. No store is needed, and nothing is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from leadctl.annotations import Annotated
from leadctl.commands.batches import file_type
from leadctl.commands.declaration import Argument, Option
from leadctl.commands.import_options import (
    BatchOptions,
    Delimiter,
    Encoding,
    FillDown,
    HeaderRow,
    Map,
    ProfileName,
    Sheet,
    Suffix,
)
from leadctl.commands.imports import IMPORTS
from leadctl.commands.profiles import apply_profile, known_profiles, named_profile, parse_mapping
from leadctl.commands.session import Session
from leadctl.domain.phones_in_text import mask_phones_in, mask_value
from leadctl.errors import Refused, WrongUsage
from leadctl.intake.outlines import FileOutline, OutlineRules, SheetOutline, outline_file
from leadctl.intake.profiles import READY, Profile
from leadctl.locale import N_, translate_sentence

CheckedFile = Annotated[str | None, Argument("FILE", "The file to look at; - for stdin.")]
Check = Annotated[bool, Option("--check", help="Say what the file is taken for; no store is needed.")]
Kind = Annotated[str | None, Option("--kind", "KIND", "What it is to be read as.", choices=lambda: list(IMPORTS))]


def check_file(
    session: Session,
    file: CheckedFile = None,
    check: Check = False,
    kind: Kind = None,
    encoding: Encoding = None,
    suffix: Suffix = None,
    mapping: Map = None,
    sheet: Sheet = None,
    profile: ProfileName = None,
    delimiter: Delimiter = None,
    header_row: HeaderRow = None,
    fill_down: FillDown = None,
) -> None:
    """Say what a file is taken for: container, encoding, sheets, header, columns read and unread, first rows.

    Needs no store, except for a profile of its own, and writes nothing. Phones are masked.

    The same: leadctl import --check register.xls

    Example: leadctl import check register.xls
    """
    if file is None:
        raise WrongUsage(
            "Name what the file holds, and the file: leadctl import visits FILE. What a file is taken for says: "
            "leadctl import --check FILE."
        )
    given = BatchOptions(
        encoding=encoding,
        suffix=suffix,
        mapping=mapping,
        sheet=sheet,
        delimiter=delimiter,
        header_row=header_row,
        fill_down=fill_down,
    )
    if profile is not None:
        found = _find_profile(session, profile, kind)
        kind, given = found.kind, apply_profile(found, given)
    kinds = [known.file for known in IMPORTS.values() if kind in (None, known.file.name)]
    how = OutlineRules(
        given.encoding,
        parse_mapping(given.mapping or []),
        given.sheet,
        given.delimiter or "",
        given.header_row,
        given.fill_down or (),
    )
    try:
        outline = outline_file(
            sys.stdin.buffer if file == "-" else Path(file), kinds, suffix=file_type(file, given.suffix), how=how
        )
    except Refused as refused:
        raise Refused("{file}: {why}", file=Path(file).name, why=refused.sentence) from refused
    session.report("\n".join(_describe_file(session, Path(file).name, outline)), _make_record(file, outline))


def _find_profile(session: Session, name: str, kind: str | None) -> Profile:
    """The profile of this name: of the store, where there is one, or a ready one."""
    if not session.path.exists():
        return named_profile(READY, name, kind)
    with session.read() as db:
        return named_profile(known_profiles(db), name, kind)


def _make_record(file: str, outline: FileOutline) -> dict[str, object]:
    return {
        "file": file,
        "container": outline.container,
        "packed": outline.packed or None,
        "encoding": outline.encoding or None,
        "kind": outline.kind if not outline.refused else None,
        "kinds": list(outline.fitting),
        "sheets": [_make_sheet_record(sheet) for sheet in outline.sheets],
        "notes": list(outline.notes),
        "refused": outline.refused,
    }


def _make_sheet_record(sheet: SheetOutline) -> dict[str, object]:
    return {
        "sheet": sheet.name,
        "read": sheet.is_read,
        "hidden": sheet.hidden,
        "hidden_rows": sheet.hidden_rows,
        "header_line": sheet.header_line,
        "columns": [
            {"column": column.letter, "header": mask_value(column.header), "field": column.field}
            for column in sheet.columns
        ],
        "unread": [mask_value(column.header) for column in sheet.columns if column.field is None and column.header],
        "rows": [{"line": line, "cells": _mask_cells(cells)} for line, cells in sheet.rows],
    }


def _mask_cells(cells: Sequence[str]) -> list[str]:
    return [mask_phones_in(cell) for cell in cells]


def _describe_file(session: Session, name: str, outline: FileOutline) -> Iterator[str]:
    container = f"{outline.packed} > {outline.container}" if outline.packed else outline.container
    if outline.encoding:
        container = f"{container}, {outline.encoding}"
    if outline.refused:
        yield session.say(N_("{file} ({container}): would be refused"), file=name, container=container)
        yield "  " + translate_sentence(outline.refused, session.translate)
    else:
        fitting = ", ".join(outline.fitting)
        sentence = N_("{file} ({container}): would be read as {kind}; its columns fit: {kinds}")
        yield session.say(sentence, file=name, container=container, kind=outline.kind, kinds=fitting)
    for sheet in outline.sheets:
        yield from _describe_sheet(session, sheet)
    for note in outline.notes:
        yield translate_sentence(note, session.translate)


def _describe_sheet(session: Session, sheet: SheetOutline) -> Iterator[str]:
    if not sheet.is_read:
        if sheet.name is not None:
            state = N_("sheet {sheet}: hidden, not read") if sheet.hidden else N_("sheet {sheet}: not read")
            yield session.say(state, sheet=sheet.name)
        return
    if sheet.name is None:
        yield session.say(N_("header in line {line}"), line=sheet.header_line)
    else:
        yield session.say(N_("sheet {sheet}: header in line {line}"), sheet=sheet.name, line=sheet.header_line)
    for column in sheet.columns:
        field = column.field or session.say(N_("not read"))
        if column.header or column.field:
            yield f"  {column.letter}  {mask_value(column.header)} -> {field}"
    for line, cells in sheet.rows:
        yield "  " + session.say(N_("line {line}: {cells}"), line=line, cells=" | ".join(_mask_cells(cells)))
