"""Which column of a file is which of our fields, by its header in English or Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from leadctl.errors import Refused, Sentence, WrongUsage, listing
from leadctl.intake.kinds.declaration import FileKind
from leadctl.intake.rejects import count_own_columns
from leadctl.plain_text import normalise, unguard

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_MARKS = re.compile(r"[\s_\-/、|:*.·()\[\]【】?\ufeff]+")


@dataclass
class Header:
    """The header row found: its index among the first rows, its texts, and where our fields are.

    ``width`` leaves out the columns that a rejects file adds; ``own`` says how many those are.
    """

    row: int
    texts: list[str]
    places: dict[str, int]
    doubles: dict[str, list[str]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    own: int = 0

    @property
    def width(self) -> int:
        """Columns of the file itself."""
        return len(self.texts)


def find_header(rows: Sequence[Sequence[str]], kind: FileKind, mapping: Mapping[str, str]) -> Header:
    """The row among ``rows`` in which most of our fields are named; titles may stand above it.

    ``mapping`` gives the header of a field outright and wins over synonyms. Raises Refused when a required
    field has no column, two columns mean the same, or a mapped header is missing; WrongUsage for a mapping of
    a field that does not exist.
    """
    header = find_best_header(rows, kind, mapping)
    _refuse_bad_mapping(header, kind, mapping)
    if header.doubles:
        doubles = (
            Sentence("{field}: {columns}", field=name, columns=listing(texts)) for name, texts in header.doubles.items()
        )
        raise Refused(
            "two columns mean the same ({said}); say with --map FIELD=HEADER which one to take",
            said=listing(doubles, "; "),
        )
    for group in kind.required:
        if not any(name in header.places for name in group):
            raise Refused(_describe_missing(group, header, kind))
    return header


def is_complete(rows: Sequence[Sequence[str]], kind: FileKind, mapping: Mapping[str, str]) -> bool:
    """Whether the rows hold a header with every required field."""
    places = find_best_header(rows, kind, mapping).places if rows else {}
    return all(any(name in places for name in group) for group in kind.required)


def find_best_header(rows: Sequence[Sequence[str]], kind: FileKind, mapping: Mapping[str, str]) -> Header:
    """The row that names most fields, the first of equals. Raises Refused when there is no row at all."""
    found = [_read_header(index, row, kind, mapping) for index, row in enumerate(rows) if any(map(str.strip, row))]
    if not found:
        raise Refused("the file is empty; a register begins with a row of column headers")
    return max(found, key=lambda header: len(header.places))


def _describe_missing(group: Sequence[str], header: Header, kind: FileKind) -> Sentence:
    wanted = (Sentence("{field} ({names})", field=name, names="/".join(kind.headers()[name][:2])) for name in group)
    return Sentence(
        "the file has no column {wanted}; it has {seen}. Name a column with --map {field}=HEADER",
        wanted=listing(wanted, " or "),
        seen=listing(_shorten(text) for text in header.texts[:30] if text) or Sentence("nothing"),
        field=group[0],
    )


def _shorten(text: str) -> str:
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return printable if len(printable) <= 30 else printable[:29] + "…"


def _refuse_bad_mapping(header: Header, kind: FileKind, mapping: Mapping[str, str]) -> None:
    keys = {header_key(text) for text in header.texts}
    for ours, theirs in mapping.items():
        if ours not in kind.headers():
            raise WrongUsage(
                "--map: there is no field {ours!r}; fields are {fields}", ours=ours, fields=listing(kind.headers())
            )
        if header_key(theirs) not in keys:
            raise Refused(
                "--map {ours}={theirs}: the file has no such column; it has {columns}",
                ours=ours,
                theirs=theirs,
                columns=listing(header.texts),
            )


def _read_header(index: int, row: Sequence[str], kind: FileKind, mapping: Mapping[str, str]) -> Header:
    texts = [unguard(text).strip() for text in row]
    while texts and not texts[-1]:
        texts.pop()
    own = count_own_columns(texts)
    header = Header(index, texts[: len(texts) - own], {}, own=own)
    meanings = _find_meanings(header.texts, kind, mapping)
    for column, name in enumerate(meanings):
        _place_column(header, column, name)
    return header


def _place_column(header: Header, column: int, name: str | None) -> None:
    if name is None:
        if header.texts[column]:
            header.unknown.append(header.texts[column])
    elif name in header.places:
        header.doubles.setdefault(name, [header.texts[header.places[name]]]).append(header.texts[column])
    else:
        header.places[name] = column


def _find_meanings(texts: Sequence[str], kind: FileKind, mapping: Mapping[str, str]) -> list[str | None]:
    """The field that each header means, None for the unknown ones."""
    mapped = {header_key(theirs): ours for ours, theirs in mapping.items()}
    known = {header_key(word): name for name, words in kind.headers().items() for word in (name, *words)}
    meanings = [mapped.get(header_key(text)) or _find_field(text, known, mapping) for text in texts]
    for column, key in enumerate(map(header_key, texts)):
        if key in kind.second_meanings and meanings[column] == known[key] and meanings.count(known[key]) > 1:
            meanings[column] = kind.second_meanings[key]
    return meanings


def _find_field(text: str, known: Mapping[str, str], mapping: Mapping[str, str]) -> str | None:
    name = known.get(header_key(text)) or known.get(header_key(_BRACKETED.sub("", normalise(text))))
    return None if name in mapping else name


def header_key(text: str) -> str:
    """What makes two headers the same: width, case, white space, dashes, slashes and brackets do not count."""
    return _MARKS.sub("", normalise(text).casefold())
