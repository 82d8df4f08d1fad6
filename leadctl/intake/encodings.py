"""Which encoding a text register is in: decided by reading it once, never guessed from frequencies."""

from __future__ import annotations

import codecs
from typing import BinaryIO

from leadctl.errors import Refused

BLOCK = 1 << 20
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decide_encoding(stream: BinaryIO, asked: str | None = None) -> str:
    """Name the codec of the whole stream and leave the stream at its start.

    A UTF-16 byte-order mark decides; else UTF-8 (with or without its mark) and then GB18030, each strict
    over every byte. ``asked`` overrides. Raises Refused when nothing fits.
    """
    for name in [asked] if asked else _candidates(stream):
        if _decodes(stream, name):
            return name
    if asked:
        raise Refused("the file is not in the encoding {asked!r}; leave --encoding out to have it found", asked=asked)
    raise Refused("the file is no text in UTF-8, UTF-16 or GB18030; name its encoding with --encoding")


def _candidates(stream: BinaryIO) -> list[str]:
    stream.seek(0)
    return ["utf-16"] if stream.read(2) in UTF16_MARKS else ["utf-8-sig", "gb18030"]


def _decodes(stream: BinaryIO, name: str) -> bool:
    stream.seek(0)
    try:
        decoder = codecs.getincrementaldecoder(name)("strict")
        while block := stream.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", True)
    except LookupError as unknown:
        raise Refused(
            "there is no encoding called {name!r}; usual ones are utf-8, utf-16 and gb18030", name=name
        ) from unknown
    except UnicodeError:
        return False
    finally:
        stream.seek(0)
    return True
