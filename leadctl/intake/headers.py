"""Which column of a file is which of our fields, by its header in English or Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from leadctl.domain.phones_in_text import mask_phones_in, mask_value
from leadctl.errors import Refused, Sentence, WrongUsage, listing
from leadctl.intake.kinds.declaration import FileKind
from leadctl.intake.rejects import count_own_columns
from leadctl.intake.sheets.table import HEADER_ROWS, Row, column_letter
from leadctl.intake.traditional import simplify
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import normalise, unguard

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_MARKS = re.compile(r"[\s_\-/、|:*.·()\[\]【】?\ufeff]+")
_PLACE = re.compile(r"#(?:(\d{1,5})|([A-Za-z]{1,3}))")
_MOST_COLUMNS = 16_384
_LIKE_A_PHONE = re.compile(r"\s*(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d){8}\s*")
_LIKE_A_DATE = re.compile(r"\s*(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}:\d\d)")
_SHOWN = 3
_OF_NOBODY = {"date", "arrived_at", "left_at", "kind", "party"}
"""Fields that say nothing of a person: a register of nothing else counts visitors, and needs no phones."""


class HeaderRules(NamedTuple):
    """What is known of a file's header before it is read.

    ``mapping``: field -> its header, or ``#7`` or ``#G``, the place of its column. ``row``: the header's row, from 1.
    ``needs``: fields without which the file is refused, though a row may do without.
    """

    mapping: Mapping[str, str] = {}
    row: int | None = None
    needs: Sequence[str] = ()


@dataclass
class Header:
    """The header found: the index of its (last) row among the first rows, its texts, and where our fields are.

    ``width`` leaves out the columns that a rejects file adds; ``own`` says how many those are. ``doubles``: field ->
    all columns that mean it, where several do. ``rows``: the header's rows as they stand in the file.
    """

    row: int
    texts: list[str]
    places: dict[str, int]
    doubles: dict[str, list[int]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    own: int = 0
    rows: list[Row] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Columns of the file itself."""
        return len(self.texts)

    def name_column(self, place: int) -> Sentence:
        """A column by its letter and, where it has one, its header."""
        text = self.texts[place] if place < len(self.texts) else ""
        if not text:
            return Sentence("column {letter}", letter=column_letter(place))
        return Sentence("column {letter} ({header})", letter=column_letter(place), header=_shorten(text))


def find_header(rows: Sequence[Sequence[str]], kind: FileKind, rules: HeaderRules) -> Header:
    """The row (or the two rows, groups above fields) among ``rows`` that names most of our fields.

    Titles may stand above it. Of several columns that mean the same, the first that holds data is read. Raises Refused
    when a required or needed field has no column, or a mapped header is missing; WrongUsage for a mapping of a field
    that does not exist.
    """
    header = find_best_header(rows, kind, rules)
    _refuse_bad_mapping(header, kind, rules.mapping)
    below = rows[header.row + 1 :]
    for name, columns in header.doubles.items():
        header.places[name] = next((column for column in columns if _holds_data(below, column)), columns[0])
    for group in kind.required:
        if not any(name in header.places for name in group):
            raise Refused(_describe_missing(group, header, kind))
    for name in rules.needs:
        if name not in header.places and not _OF_NOBODY.issuperset(header.places):
            raise Refused(_describe_needed(name, header, kind, below))
    return header


def is_complete(rows: Sequence[Sequence[str]], kind: FileKind, rules: HeaderRules) -> bool:
    """Whether the rows hold a header with every required field."""
    places = find_best_header(rows, kind, rules).places if rows else {}
    return all(any(name in places for name in group) for group in kind.required)


def find_best_header(rows: Sequence[Sequence[str]], kind: FileKind, rules: HeaderRules) -> Header:
    """The row, or two rows, that name most fields, the first of equals. Raises Refused when there is no row at all."""
    if rules.row is not None:
        rows = _choose_row(rows, rules.row)
    single = {
        index: _read_header(index, _clean_texts(row), [list(row)], kind, rules.mapping)
        for index, row in enumerate(rows)
        if any(map(str.strip, row))
    }
    found = [*single.values(), *_read_double_rows(rows, single, kind, rules.mapping)]
    if not found:
        raise Refused("the file is empty; a register begins with a row of column headers")
    return max(found, key=lambda header: len(header.places))


def describe_doubles(header: Header) -> list[Sentence]:
    """Which of several columns of one meaning is read, a sentence a field."""
    return [
        Sentence(
            "several columns mean {field}: {read} is read, {others} not; --map {field}=#{letter} takes another",
            field=name,
            read=header.name_column(header.places[name]),
            others=listing(header.name_column(place) for place in columns if place != header.places[name]),
            letter=next(column_letter(place) for place in columns if place != header.places[name]),
        )
        for name, columns in header.doubles.items()
    ]


def _choose_row(rows: Sequence[Sequence[str]], number: int) -> Sequence[Sequence[str]]:
    """The rows with all but that row, and the one below it, blank."""
    if not 1 <= number <= len(rows):
        raise Refused(
            "--header-row {number}: the header is looked for among the first {most} rows of the file, which has {count}"
            " of them",
            number=number,
            most=HEADER_ROWS,
            count=len(rows),
        )
    if not any(map(str.strip, rows[number - 1])):
        raise Refused("--header-row {number}: that row is empty", number=number)
    return [row if index in (number - 1, number) else [] for index, row in enumerate(rows[: number + 1])]


def _read_double_rows(
    rows: Sequence[Sequence[str]], single: Mapping[int, Header], kind: FileKind, mapping: Mapping[str, str]
) -> Iterator[Header]:
    """Headers of two rows, where both say more than either: groups above their fields, or cells merged downward."""
    known = _known_words(kind)
    for index, upper in single.items():
        lower = single.get(index + 1)
        if lower is None or not lower.places or len(list(filter(None, upper.texts))) < 2:
            continue
        texts = _unite_rows(_clean_texts(rows[index]), _clean_texts(rows[index + 1]), known)
        header = _read_header(index + 1, texts, [*upper.rows, *lower.rows], kind, mapping)
        if len(header.places) > max(len(upper.places), len(lower.places)):
            yield header


def _unite_rows(upper: Sequence[str], lower: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """One text a column: of the lower row, with its group before it where only both say what it is."""
    texts, group = [], ""
    width = max(len(upper), len(lower))
    padded = [*upper, *[""] * (width - len(upper))], [*lower, *[""] * (width - len(lower))]
    for above, below in zip(*padded, strict=True):
        group = above or group
        alone_is_clear = header_key(below) in known and lower.count(below) == 1
        with_group = group + below
        texts.append(with_group if below and not alone_is_clear and header_key(with_group) in known else below or above)
    return texts


def _clean_texts(row: Sequence[str]) -> list[str]:
    texts = [unguard(text).strip() for text in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _holds_data(rows: Sequence[Sequence[str]], column: int) -> bool:
    return any(len(row) > column and row[column].strip() for row in rows)


def _describe_missing(group: Sequence[str], header: Header, kind: FileKind) -> Sentence:
    if any(map(_holds_a_date_or_phone, header.texts)):
        return Sentence(
            "the file has no header: no row among the first {most} names its columns, such as {names}",
            most=HEADER_ROWS,
            names=listing(kind.headers()[name][0] for name in group),
        )
    wanted = (Sentence("{field} ({names})", field=name, names="/".join(kind.headers()[name][:2])) for name in group)
    return Sentence(
        "the file has no column {wanted}; it has {seen}. Name a column with --map {field}=HEADER, or the header's row"
        " with --header-row N",
        wanted=listing(wanted, " or "),
        seen=listing(_shorten(text) for text in header.texts[:30] if text) or Sentence("nothing"),
        field=group[0],
    )


def _holds_a_date_or_phone(text: str) -> bool:
    """Whether a text stands in a row of data, which is not to be quoted: it says who people are."""
    return bool(_LIKE_A_PHONE.match(text) or _LIKE_A_DATE.match(text)) or mask_phones_in(text) != text


def _describe_needed(name: str, header: Header, kind: FileKind, below: Sequence[Sequence[str]]) -> Sentence:
    """The refusal of a file without phones, with the columns that may hold them."""
    likely = [place for place in range(_width_of(below, header)) if _looks_like_phones(header, below, place)]
    hint: Sentence | str = ""
    if likely:
        hint = Sentence(
            " Perhaps {columns}: say --map {field}=#{letter}.",
            columns=listing(
                Sentence(
                    "{column}: {values}",
                    column=header.name_column(place),
                    values=listing(mask_value(cell) for cell in _first_values(below, place)),
                )
                for place in likely
            ),
            field=name,
            letter=column_letter(likely[0]),
        )
    return Sentence(
        "the file has no column {field} ({names}); it has {seen}.{hint} A register without phones is read with"
        " --no-phones",
        field=name,
        names="/".join(kind.headers()[name][:2]),
        seen=listing(_shorten(text) for text in header.texts[:30] if text),
        hint=hint,
    )


def _width_of(rows: Sequence[Sequence[str]], header: Header) -> int:
    return max([header.width, *map(len, rows)])


def _looks_like_phones(header: Header, rows: Sequence[Sequence[str]], place: int) -> bool:
    if place in header.places.values():
        return False
    filled = [row[place] for row in rows if len(row) > place and row[place].strip()]
    return 2 * sum(_LIKE_A_PHONE.match(cell) is not None for cell in filled) >= max(len(filled), 1)


def _first_values(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in rows if len(row) > place and row[place].strip()][:_SHOWN]


def _shorten(text: str) -> str:
    printable = mask_value("".join(sign if sign.isprintable() else " " for sign in text))
    return printable if len(printable) <= 30 else printable[:29] + "…"


def _refuse_bad_mapping(header: Header, kind: FileKind, mapping: Mapping[str, str]) -> None:
    keys = {header_key(text) for text in header.texts}
    for ours, theirs in mapping.items():
        if ours not in kind.headers():
            raise WrongUsage(
                "--map: there is no field {ours!r}; fields are {fields}", ours=ours, fields=listing(kind.headers())
            )
        if header_key(theirs) not in keys and place_of(theirs) is None:
            raise Refused(
                "--map {ours}={theirs}: the file has no such column; it has {columns}",
                ours=ours,
                theirs=theirs,
                columns=listing(map(_shorten, header.texts)),
            )


def place_of(theirs: str) -> int | None:
    """The place of a column, from 0, that is named by its number or letter (#7, #G); None for any other name."""
    match = _PLACE.fullmatch(theirs.strip())
    if not match:
        return None
    if match[1]:
        place = int(match[1]) - 1
    else:
        place = -1
        for letter in match[2].upper():
            place = (place + 1) * 26 + ord(letter) - ord("A")
    return place if 0 <= place < _MOST_COLUMNS else None


def _read_header(
    index: int, texts: Sequence[str], rows: list[Row], kind: FileKind, mapping: Mapping[str, str]
) -> Header:
    own = count_own_columns(texts)
    header = Header(index, list(texts[: len(texts) - own]), {}, own=own, rows=rows)
    placed = _find_mapped_places(header, mapping)
    for place in placed:
        header.texts += [""] * (place + 1 - header.width)
    by_name = {ours: theirs for ours, theirs in mapping.items() if ours not in placed.values()}
    meanings = _find_meanings(header.texts, kind, by_name, set(placed.values()))
    for column, name in enumerate(meanings):
        _place_column(header, column, placed.get(column) or name)
    return header


def _find_mapped_places(header: Header, mapping: Mapping[str, str]) -> dict[int, str]:
    """Place -> field, of the columns that are mapped by their place; a header that reads so goes before."""
    keys = set(map(header_key, header.texts))
    places = {ours: place_of(theirs) for ours, theirs in mapping.items() if header_key(theirs) not in keys}
    return {place: ours for ours, place in places.items() if place is not None}


def _place_column(header: Header, column: int, name: str | None) -> None:
    if name is None:
        if header.texts[column]:
            header.unknown.append(header.texts[column])
    elif name in header.places:
        header.doubles.setdefault(name, [header.places[name]]).append(column)
    else:
        header.places[name] = column


@lru_cache(maxsize=32)
def _words_by_key(name: str, words: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {header_key(word): field for field, others in words for word in (field, *others)}


def _known_words(kind: FileKind) -> Mapping[str, str]:
    """Key of every header word -> its field."""
    return _words_by_key(kind.name, tuple((name, tuple(words)) for name, words in kind.headers().items()))


def _find_meanings(
    texts: Sequence[str], kind: FileKind, mapping: Mapping[str, str], placed: set[str]
) -> list[str | None]:
    """The field that each header means, None for the unknown ones and for fields that are ``placed`` elsewhere."""
    mapped = {header_key(theirs): ours for ours, theirs in mapping.items()}
    known = _known_words(kind)
    taken = placed | set(mapping)
    meanings = [mapped.get(header_key(text)) or _find_field(text, known, taken) for text in texts]
    for column, key in enumerate(map(header_key, texts)):
        if key in kind.second_meanings and meanings[column] == known[key] and meanings.count(known[key]) > 1:
            meanings[column] = kind.second_meanings[key]
    return meanings


def _find_field(text: str, known: Mapping[str, str], taken: set[str]) -> str | None:
    name = known.get(header_key(text)) or known.get(header_key(_BRACKETED.sub("", normalise(text))))
    return None if name in taken else name


@lru_cache(maxsize=20_000)
def header_key(text: str) -> str:
    """What makes two headers the same: width, case, white space, dashes, slashes, brackets and traditional characters
    do not count."""
    return simplify(_MARKS.sub("", normalise(text).casefold()))
