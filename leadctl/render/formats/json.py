"""Data for programs as JSON: keys and codes are English, values raw.

A large store lists hundreds of thousands of records: they are written one after the other, and never are one text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.record_lists import take_chunks
from leadctl.plain_text import UNSEEN, is_clean
from leadctl.render.formats import Format, Medium
from leadctl.render.page import PROGRAM, Page

if TYPE_CHECKING:
    from json import JSONEncoder

_UNSEEN = rf"[{UNSEEN}\u2028\u2029]+"
_FOREIGN = r"[^\x00-\x7f]+"
_PLAIN = frozenset((str, int, float, bool, type(None)))
_WORDS = {None: "null", True: "true", False: "false"}
_STEP = "  "


def write_json(page: Page, medium: Medium) -> Iterator[str]:
    """The page's data as one JSON document, indented by two, in pieces."""
    yield from join_pieces(_write_value(page.data, "\n"), medium.encoding)
    yield "\n"


def json_line(record: object, encoding: str) -> str:
    """One record as a line."""
    return _escape_unseen(make_line(record), encoding)


def make_line(record: object) -> str:
    """The same, not escaped yet."""
    return f"{_encoder().encode(record)}\n"


def write_line(record: object) -> Iterator[str]:
    """Pieces of the same, for a record that holds many others."""
    yield from _write_value(record, "")
    yield "\n"


def join_pieces(pieces: Iterator[str], encoding: str) -> Iterator[str]:
    """Pieces of JSON as larger ones, escaped: one look at all of them tells mostly that there is nothing to escape."""
    for batch in take_chunks(pieces):
        text = "".join(batch)
        if _is_seen(text) and _can_be_encoded(text, encoding):
            yield text
        else:
            yield "".join(_escape_unseen(piece, encoding) for piece in batch)


def _write_value(data: object, margin: str) -> Iterator[str]:
    """Pieces of what json.dumps gives with an indent of two; ``margin``: a new line, and how deep it begins. Where the
    margin is empty, all stands on one line."""
    deeper, comma = (margin + _STEP, ",") if margin else ("", ", ")
    if isinstance(data, Mapping) and data:
        if _PLAIN.issuperset(map(type, data.values())):
            pairs = [f"{_encode_key(key)}: {_encode(value)}" for key, value in data.items()]
            yield f"{{{deeper}{(comma + deeper).join(pairs)}{margin}}}"
        else:
            yield from _write_bracketed("{}", (_write_pair(key, value, deeper) for key, value in data.items()), margin)
    elif isinstance(data, Sequence) and not isinstance(data, str) and data:
        yield from _write_bracketed("[]", (_write_value(value, deeper) for value in data), margin)
    else:
        yield _encode(data)


def _write_pair(key: object, value: object, margin: str) -> Iterator[str]:
    yield f"{_encode_key(key)}: "
    yield from _write_value(value, margin)


def _write_bracketed(brackets: str, parts: Iterable[Iterator[str]], margin: str) -> Iterator[str]:
    deeper, comma = (margin + _STEP, ",") if margin else ("", ", ")
    before = brackets[0]
    for part in parts:
        yield f"{before}{deeper}"
        yield from part
        before = comma
    yield f"{margin}{brackets[1]}"


def _encode(value: object) -> str:
    """A value that holds no others. What needs no escapes is written here: to load ``json`` takes a short command a
    fifteenth of its time."""
    if isinstance(value, str):
        if value.isprintable() and '"' not in value and "\\" not in value:
            return f'"{value}"'
    elif value is None or value is True or value is False:
        return _WORDS[value]
    elif type(value) is int:
        return str(value)
    return _encoder().encode(value)


@lru_cache
def _encode_key(key: str) -> str:
    return _encode(key)


@cache
def _encoder() -> JSONEncoder:
    from json import JSONEncoder

    return JSONEncoder(ensure_ascii=False, default=list)


def _escape_unseen(text: str, encoding: str) -> str:
    if not _can_be_encoded(text, encoding):
        text = _escape_all(_FOREIGN, text)
    # Only strings can hold these, and there the escape means the same to a program and nothing to a terminal.
    return text if _is_seen(text) else _escape_all(_UNSEEN, text)  # nearly all is seen


def _escape_all(pattern: str, text: str) -> str:
    import re
    from json.encoder import encode_basestring_ascii

    return re.sub(pattern, lambda match: encode_basestring_ascii(match[0])[1:-1], text)


def _can_be_encoded(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _is_seen(text: str) -> bool:
    """Whether nothing in a text of JSON is unseen, its breaks apart, which none of its strings holds."""
    return is_clean(text.replace("\n", ""))


FORMAT = Format(PROGRAM, write_json)
