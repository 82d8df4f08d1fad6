"""A compiled gettext catalogue, of which only the texts that are asked for are read.

Its keys stand in the order of their bytes, so that a text is found by halving. The module of Python reads all of them
into a dictionary first, which takes a short command as long as its work.
"""

from __future__ import annotations

from functools import lru_cache

from leadctl.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

_LITTLE_ENDIAN = b"\xde\x12\x04\x95"
"""How a catalogue begins; one of the other order of bytes begins with these turned round."""

MOST_KEPT = 4096
"""Texts whose translation is kept at hand."""


class Catalogue:
    """The translations in a ``.mo`` file (GNU gettext manual, "The Format of GNU MO Files"), without plural forms."""

    def __init__(self, path: str) -> None:
        with open(path, "rb") as file:
            self._data = file.read()
        self._order: Literal["little", "big"] = "little" if self._data.startswith(_LITTLE_ENDIAN) else "big"
        self._count, self._keys, self._texts = (self._number(place) for place in (8, 12, 16))
        self.translate = lru_cache(maxsize=MOST_KEPT)(self._find)

    def _number(self, place: int) -> int:
        return int.from_bytes(self._data[place : place + 4], self._order)

    def _read(self, table: int, nth: int) -> bytes:
        """The nth text of one of the two tables, which hold its length and where it begins."""
        begin = self._number(table + 8 * nth + 4)
        return self._data[begin : begin + self._number(table + 8 * nth)]

    def _find(self, text: str) -> str:
        """The translation; the text itself where there is none. The empty text is the key of the file's own header."""
        wanted = text.encode("utf-8", "surrogatepass")
        low, high = 0, self._count if text else 0
        while low < high:
            middle = (low + high) // 2
            key = self._read(self._keys, middle)
            if key == wanted:
                return self._read(self._texts, middle).decode("utf-8")
            low, high = (middle + 1, high) if key < wanted else (low, middle)
        return text
