"""In which encoding a text file is: found out by reading all of it, and refused where that is unlikely."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, Sentence, listing
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import IO

_BYTES_AT_ONCE = 1 << 20
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_SAMPLE = 1 << 16
_UTF8, _GB18030 = "utf-8-sig", "gb18030"
_SURE, _POSSIBLE, _BETTER = 0.9, 0.45, 0.1
_KOREAN = frozenset("이다는을를의가하한고지로사어기도시인자나은수김최정망")
"""Syllables that are frequent in Korean; their bytes are Chinese characters that neither names nor notes use."""
_FEWEST_BYTES = 6
"""So many bytes beyond ASCII in a line that are UTF-8 are no accident."""
_MOST_COMPARED = 5000


class Decoding(NamedTuple):
    """The codec of a file; ``bad_lines``: lines that are in another, where they become bad rows. ``notes``: what was
    assumed."""

    codec: str
    bad_lines: frozenset[int] = frozenset()
    notes: tuple[Sentence, ...] = ()


def decide_encoding(stream: IO[bytes], asked: str | None = None, *, replace_rows: bool = False) -> Decoding:
    """Name the codec of the whole stream and leave the stream at its start.

    A UTF-16 byte-order mark decides, or zero bytes in every other place; else UTF-8 (with or without its mark), then
    GB18030, each strict over every byte; what is no likely Chinese in GB18030 is refused with the encoding that fits.
    ``asked`` overrides. ``replace_rows``: lines in another encoding are told apart instead of refused.
    """
    try:
        return _decide(stream, asked, replace_rows)
    finally:
        stream.seek(0)


def _decide(stream: IO[bytes], asked: str | None, replace_rows: bool) -> Decoding:
    codec = asked or _find_wide_codec(stream)
    if codec is None:
        if _can_decode(stream, _UTF8):
            return Decoding(_UTF8)
        mixed = _find_mixture(stream)
        if mixed is None:
            return _judge_gb18030(stream)
        codec, line = mixed
        if not replace_rows:
            raise Refused(
                "line {line} is not in {encoding} as the other lines are: --errors replace-row makes it a bad row,"
                " --encoding gb18030 reads all of the file in that encoding",
                line=line,
                encoding=codec.removesuffix("-sig").upper(),
            )
    if _can_decode(stream, codec) and not replace_rows:
        return Decoding(codec)
    if replace_rows:
        return Decoding(codec, frozenset(_list_foreign_lines(stream, codec)))
    line = next(_list_foreign_lines(stream, codec), 1)
    raise Refused(
        "line {line} is not in the encoding {asked!r}; leave --encoding out to have it found, or make such lines bad"
        " rows with --errors replace-row",
        line=line,
        asked=asked,
    )


def _find_wide_codec(stream: IO[bytes]) -> str | None:
    """UTF-32 or UTF-16 by its mark, or UTF-16 by the zero bytes of its ASCII, which all stand in odd or all in even
    places."""
    stream.seek(0)
    sample = stream.read(_SAMPLE)
    if sample[:4] in _UTF32_MARKS:
        return "utf-32"
    if sample[:2] in _UTF16_MARKS:
        return "utf-16"
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if max(odd, even) < max(len(sample) // 50, 2) or min(odd, even) * 20 > max(odd, even):
        return None
    codec = "utf-16-le" if odd > even else "utf-16-be"
    return codec if _can_decode(stream, codec) else None


def _find_mixture(stream: IO[bytes]) -> tuple[str, int] | None:
    """Of a file that is not UTF-8: the codec of most lines and the first line in another; None: all are alike."""
    first_bad = next(_list_foreign_lines(stream, "utf-8"), 0)
    compared = utf8 = first_utf8 = 0
    for number, line in _lines_of(stream):
        if not _decodes(line, "utf-8"):
            compared += 1
        elif sum(byte > 0x7F for byte in line) >= _FEWEST_BYTES:
            compared += 1
            utf8 += 1
            first_utf8 = first_utf8 or number
        if compared >= _MOST_COMPARED and number >= first_bad:
            break
    if not utf8:
        return None
    return (_UTF8, first_bad) if 2 * utf8 >= compared else (_GB18030, first_utf8)


def _list_foreign_lines(stream: IO[bytes], codec: str) -> Iterator[int]:
    """The lines that are not in a codec, by their numbers; in one for Chinese also those that are plainly UTF-8."""
    name = codec.removesuffix("-sig")
    for number, line in _lines_of(stream):
        if line.isascii():
            continue
        plainly_utf8 = sum(byte > 0x7F for byte in line) >= _FEWEST_BYTES and _decodes(line, "utf-8")
        if not _decodes(line, name) or (name not in ("utf-8", "utf8") and plainly_utf8):
            yield number


def _lines_of(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    stream.seek(0)
    return enumerate(stream, start=1)


def _decodes(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeError:
        return False
    return True


def _judge_gb18030(stream: IO[bytes]) -> Decoding:
    """GB18030, where that gives likely Chinese. Raises Refused, with the encoding that fits better."""
    sample = _sample_beyond_ascii(stream)
    likely = {name: _score(sample, name, weigh) for name, weigh in _COMMON.items()}
    chinese = likely.pop(_GB18030) if _can_decode(stream, _GB18030) else 0.0
    korean = _list_hangul(sample) if chinese >= _SURE else set()
    if chinese >= _SURE and not korean:
        return Decoding(_GB18030)
    if len(korean & _KOREAN) > 1:
        raise Refused(
            "the file is no likely text in UTF-8 or GB18030, but in {name}: read it with --encoding {name}",
            name="euc_kr",
        )
    fitting = [
        name
        for name in sorted(likely, key=lambda name: -likely[name])
        if likely[name] >= _SURE and likely[name] >= chinese + _BETTER and _can_decode(stream, name)
    ]
    if fitting:
        raise Refused(
            "the file is no likely text in UTF-8 or GB18030, but in {name}: read it with --encoding {name}",
            name=fitting[0],
        )
    if chinese >= _POSSIBLE:
        return Decoding(
            _GB18030,
            notes=(Sentence("the file was read as GB18030; if names look wrong, name its encoding with --encoding"),),
        )
    if chinese:
        raise Refused(
            "the file is no likely text in UTF-8, UTF-16 or GB18030; name its encoding with --encoding (such as"
            " {names})",
            names=listing(("gb18030", "big5", "shift_jis")),
        )
    raise Refused("the file is no text in UTF-8, UTF-16 or GB18030; name its encoding with --encoding")


def _sample_beyond_ascii(stream: IO[bytes]) -> bytes:
    """The first lines that are more than ASCII."""
    lines, size = [], 0
    for _, line in _lines_of(stream):
        if not line.isascii():
            lines.append(line)
            size += len(line)
            if size > _SAMPLE:
                break
    return b"".join(lines)


def _score(sample: bytes, codec: str, weigh: Callable[[str], float]) -> float:
    """How common the characters beyond ASCII are, 0 to 1; 0 where the sample is not in the codec."""
    try:
        beyond = [char for char in sample.decode(codec) if char > "\x7f"]
    except UnicodeError:
        return 0.0
    return sum(map(weigh, beyond)) / len(beyond) if beyond else 0.0


def _list_hangul(sample: bytes) -> set[str]:
    """The different syllables that the text has in Korean; none where it has anything else beyond ASCII.

    Korean is common Chinese by its bytes, of characters that are read A to Q.
    """
    try:
        beyond = {char for char in sample.decode("euc_kr") if char > "\x7f"}
    except UnicodeError:
        return set()
    return beyond if all("\uac00" <= char <= "\ud7a3" for char in beyond) else set()


def _leads(char: str, codec: str, *ranges: tuple[int, int]) -> bool:
    """Whether the first byte of a character in a codec lies in one of the ranges."""
    try:
        coded = char.encode(codec)
    except UnicodeError:
        return False
    return len(coded) == 2 and any(first <= coded[0] <= last for first, last in ranges)


def _weigh_chinese(char: str) -> float:
    """Common characters count whole, those of the second level less, all others little: names have a few of them."""
    if _leads(char, "gb2312", (0xA1, 0xA3), (0xB0, 0xD7)):
        return 1.0
    return 0.8 if _leads(char, "gb2312", (0xD8, 0xF7)) else 0.2


_COMMON: dict[str, Callable[[str], float]] = {
    _GB18030: _weigh_chinese,
    "big5": lambda char: _leads(char, "big5", (0xA1, 0xA3), (0xA4, 0xC6)),
    "shift_jis": lambda char: "\u3040" <= char <= "\u30ff" or _leads(char, "shift_jis", (0x81, 0x83), (0x88, 0x97)),
}
"""Codec -> how common a character is in its language, by the levels of their standards."""


def _can_decode(stream: IO[bytes], name: str) -> bool:
    stream.seek(0)
    try:
        decoder = codecs.getincrementaldecoder(name)("strict")
        while block := stream.read(_BYTES_AT_ONCE):
            decoder.decode(block)
        decoder.decode(b"", True)
    except LookupError as unknown:
        raise Refused(
            "there is no encoding called {name!r}; usual ones are utf-8, utf-16 and gb18030", name=name
        ) from unknown
    except UnicodeError:
        return False
    return True
