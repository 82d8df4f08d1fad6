"""What is left of a person who is to be forgotten: a number of the store's own, and a print that proves nothing by
itself.

The print stands for the phone by which a register names a row, so that the same register sent again is known without
the phone being kept. It is slow to make on purpose: a phone has so few digits that a quick hash could be turned back by
trying them all. Who has the file and a certain number in hand can still find out whether that number is meant.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

PRINT = "#"
"""Begins every print, and the identity of a forgotten visit; no phone begins so."""

SALT_BYTES = 16
_COST, _BLOCK, _MEMORY = 2**14, 8, 2**26

_GAP = r"[ \-–—.]?"
_PREFIX = rf"(?:(?:00)?[8８][6６]{_GAP}|00?)?"
_FEWEST_DIGITS = 7


@lru_cache(maxsize=4096)
def print_of(text: str, salt: bytes) -> str:
    """The print of a text; another ``salt`` (of ``SALT_BYTES``) makes another one. Takes some 50 milliseconds."""
    made = hashlib.scrypt(text.encode(), salt=salt, n=_COST, r=_BLOCK, p=1, maxmem=_MEMORY, dklen=16)
    return f"{PRINT}{salt.hex()}{made.hex()}"


def is_print_of(kept: str, text: str) -> bool:
    """Whether a print is one of this text."""
    salt = kept[len(PRINT) : len(PRINT) + 2 * SALT_BYTES]
    return len(kept) > len(PRINT) + 2 * SALT_BYTES and hmac.compare_digest(print_of(text, bytes.fromhex(salt)), kept)


def spelling_of(phones: Iterable[str]) -> re.Pattern[str] | None:
    """Finds these phones (in stored form) in a text, as people write them: with gaps, 0 or +86 before, wide digits.

    None where there is no phone to find, or only such as have less than 7 digits: a price would look the same.
    """
    numbers = sorted({_digits(phone) for phone in phones} - {""}, key=len, reverse=True)
    if not numbers:
        return None
    spelt = "|".join(_GAP.join(_either_width(digit) for digit in number) for number in numbers)
    return re.compile(rf"[+＋]?(?<!\d){_PREFIX}(?:{spelt})(?!\d)")


def _digits(phone: str) -> str:
    """The digits of a stored phone that are written however it is dialled."""
    national = phone.removeprefix("+86") if phone.startswith("+86") else phone
    digits = re.sub(r"\D.*", "", national.removeprefix("+"))
    return digits if len(digits) >= _FEWEST_DIGITS else ""


def _either_width(digit: str) -> str:
    return f"[{digit}{chr(0xFF10 + int(digit))}]"


def name_alone(name: str, text: str) -> bool:
    """Whether a text is this name and nothing else, apart from width, case and space."""
    return _folded(name) == _folded(text)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
