"""Which sheets of a file are read: those that are registers of the kind asked for."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.errors import Refused, Sentence, count_sentence, listing, template
from leadctl.intake.headers import Header, HeaderRules, describe_doubles, find_best_header, find_header, is_complete
from leadctl.intake.kinds.declaration import FileKind
from leadctl.intake.sheets.table import Sheet, TableFile
from leadctl.named_tuple import NamedTuple


class Part(NamedTuple):
    """A sheet that is read, and where its header and our fields are."""

    sheet: Sheet
    header: Header


def choose_parts(opened: TableFile, name: str | None, kind: FileKind, rules: HeaderRules) -> list[Part]:
    """The sheet called ``name``, else every visible sheet with the columns of ``kind``. Raises Refused without one.

    Hidden sheets are read only by name: people hide what is no longer meant to count.
    """
    if name is not None:
        return [_make_part(_find_sheet(opened, name), kind, rules)]
    filled = [sheet for sheet in opened.sheets if not sheet.hidden and any(map(any, sheet.table.head()))]
    if not filled:
        return [_make_part(sheet, kind, rules) for sheet in _list_if_single(opened)]
    registers = [sheet for sheet in filled if is_complete(sheet.table.head(), kind, rules)]
    return [_make_part(sheet, kind, rules) for sheet in registers or [_find_nearest(filled, kind, rules)]]


def unite_headers(parts: Sequence[Part]) -> tuple[list[str], list[list[int]]]:
    """The headers of a file that takes rows of all parts, and for each part which of them its columns are.

    A column of ours is the same in all parts, whatever it is called; another one is known by its header.
    """
    headers: list[str] = []
    known: dict[tuple[str, int], int] = {}
    places = []
    for _, header in parts:
        ours = {place: name for name, place in header.places.items()}
        count: dict[str, int] = {}
        columns = []
        for place, text in enumerate(header.texts):
            name = f"field {ours[place]}" if place in ours else f"header {text}"
            count[name] = count.get(name, 0) + 1
            column = known.setdefault((name, count[name]), len(headers))
            if column == len(headers):
                headers.append(text)
            columns.append(column)
        places.append(columns)
    return headers, places


def describe_sheets(opened: TableFile, parts: Sequence[Part]) -> list[Sentence]:
    """What is read of the file and what is not, and what the reader cannot see in it, a sentence each."""
    said = []
    read = [part.sheet.name for part in parts]
    shown = [sheet.name for sheet in opened.sheets if not sheet.hidden]
    passed = [name for name in shown if name not in read]
    if passed:
        sentence = "sheets read: {read}; no registers, and not read: {passed}"
        said.append(Sentence(sentence, read=listing(read), passed=listing(passed)))
    elif len(read) > 1:
        said.append(Sentence("sheets read: {read}", read=listing(read)))
    hidden = [sheet.name for sheet in opened.sheets if sheet.hidden and sheet.name not in read]
    if hidden:
        sentence = "hidden sheets are left out: {hidden}; --sheet NAME reads one"
        said.append(Sentence(sentence, hidden=listing(hidden)))
    for part in parts:
        said += _describe_part(part)
    if opened.unchecked:
        said.append(
            Sentence(
                "in a .{container} it cannot be seen which rows are hidden, and which cells hold an error or a formula "
                "that was never calculated; such cells are read as empty. A copy saved as .xlsx shows them",
                container=opened.container,
            )
        )
    return said


def _describe_part(part: Part) -> list[Sentence]:
    sheet, header = part
    name = sheet.name or ""
    said = describe_doubles(header)
    if sheet.hidden_rows:
        one = template("sheet {sheet}: 1 hidden row is read like the others")
        many = template("sheet {sheet}: {count} hidden rows are read like the others")
        said.append(count_sentence(sheet.hidden_rows, one, many, sheet=name))
    below = [area for area in sheet.merges if area.last_row > header.row]
    if below:
        lines = listing(
            [f"{max(area.first_row, header.row) + 1}-{area.last_row + 1}" for area in below[:10]]
            + ["..."] * (len(below) > 10)
        )
        sentence = "sheet {sheet}: a merged cell holds for each of its rows (lines {lines})"
        said.append(Sentence(sentence, sheet=name, lines=lines))
    return said


def _make_part(sheet: Sheet, kind: FileKind, rules: HeaderRules) -> Part:
    try:
        return Part(sheet, find_header(sheet.table.head(), kind, rules))
    except Refused as refused:
        if sheet.name is None:
            raise
        raise Refused("sheet {sheet}: {why}", sheet=sheet.name, why=refused.sentence) from refused


def _find_sheet(opened: TableFile, name: str) -> Sheet:
    for sheet in opened.sheets:
        if sheet.name == name:
            return sheet
    names = [sheet.name for sheet in opened.sheets if sheet.name is not None]
    if not names:
        raise Refused("a text file has no sheets; leave --sheet out")
    raise Refused("there is no sheet {sheet!r}; the workbook has {sheets}", sheet=name, sheets=listing(names))


def _list_if_single(opened: TableFile) -> list[Sheet]:
    """The only sheet, though it is empty or hidden: what its refusal says is nearer than what is said of a book."""
    if len(opened.sheets) == 1 and not opened.sheets[0].hidden:
        return list(opened.sheets)
    raise Refused("the workbook has no visible sheet with cells; --sheet NAME reads a hidden one")


def _find_nearest(sheets: Sequence[Sheet], kind: FileKind, rules: HeaderRules) -> Sheet:
    """The sheet that names most of our fields: what it lacks is what people want to know."""
    return max(sheets, key=lambda sheet: len(find_best_header(sheet.table.head(), kind, rules).places))
