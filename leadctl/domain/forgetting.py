"""What is left of a person who is to be forgotten: a number of the store's own, and prints that prove nothing by
themselves.

A print stands for a phone, so that the same person is recognised when a file brings them again, without the phone being
kept. It is made with a random key that lies beside the store and never in it: who has the file alone cannot try numbers
out. Who has both can.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable

from leadctl.domain.written_digits import ANY_DIGIT, any_form, fold_digits, write_out_numbers
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import normalise

PRINT = "#"
"""Begins every print, and the identity of a forgotten visit; no phone begins so."""

KEY_BYTES = 32
_MARK_DIGITS, _PRINT_DIGITS = 8, 32

_GAP = rf"(?:(?!{ANY_DIGIT})[\W_]){{0,4}}"
"""What may stand between two digits of one phone: a few characters that are neither letters nor digits."""

_ZERO = f"{any_form('0')}{_GAP}"
_PREFIX = rf"(?:(?:{_ZERO}{_ZERO})?{any_form('8')}{_GAP}{any_form('6')}{_GAP}|{_ZERO}(?:{_ZERO})?)?"
_FEWEST_DIGITS = 7


def mark_of(key: bytes) -> str:
    """What says by which key a print was made; the key cannot be had from it."""
    return hmac.digest(key, b"leadctl: which key", hashlib.sha256).hex()[:_MARK_DIGITS]


def print_of(text: str, key: bytes) -> str:
    """The print of a text under a key: ``#``, the mark of the key, and a keyed hash (HMAC-SHA-256, 128 bits)."""
    made = hmac.digest(key, text.encode(), hashlib.sha256).hex()[:_PRINT_DIGITS]
    return f"{PRINT}{mark_of(key)}{made}"


def is_print(text: str) -> bool:
    """Whether a text has the form of a print; the identity of a forgotten visit (``#12``) has not."""
    return re.fullmatch(rf"{PRINT}[0-9a-f]{{{_MARK_DIGITS + _PRINT_DIGITS}}}", text) is not None


class Spelling(NamedTuple):
    """Finds certain phones in a text, however their digits are written."""

    pattern: re.Pattern[str]

    def search(self, text: str) -> bool:
        """Whether one of the phones stands in the text."""
        return self.pattern.search(fold_digits(write_out_numbers(text))) is not None

    def sub(self, instead: str, text: str) -> str:
        """The text with ``instead`` for each of the phones; all else stays as it is written."""
        if not self.search(text):
            return text
        written = write_out_numbers(text)
        parts, end = [], 0
        for found in self.pattern.finditer(fold_digits(written)):
            parts += [written[end : found.start()], instead]
            end = found.end()
        return "".join([*parts, written[end:]])


def spelling_of(phones: Iterable[str], marks: Iterable[str] = ()) -> Spelling | None:
    """Finds these phones (in stored form, or the digits of a national number) in a text, as people write them: with
    gaps, 0 or +86 before, in any digits. ``marks``: what else is one person's alone, such as the number of a car; found
    as a word, in either case.

    None where there is nothing to find, or only phones of less than 7 digits: a price would look the same.
    """
    numbers = sorted({_digits(phone) for phone in phones} - {""}, key=len, reverse=True)
    words = sorted(map(fold_digits, marks), key=len, reverse=True)
    found = []
    if numbers:
        spelt = "|".join(_GAP.join(map(any_form, number)) for number in numbers)
        found.append(rf"[+＋]?(?<![0-9]){_PREFIX}(?:{spelt})[\ufe0e\ufe0f\u20e3]*(?![0-9])")
    if words:
        found.append(rf"(?<![0-9A-Za-z])(?i:{'|'.join(map(re.escape, words))})(?![0-9A-Za-z])")
    return Spelling(re.compile("|".join(found))) if found else None


def _digits(phone: str) -> str:
    """The digits of a stored phone that are written however it is dialled."""
    national = phone.removeprefix("+86") if phone.startswith("+86") else phone
    digits = re.sub(r"\D.*", "", national.removeprefix("+"))
    return digits if len(digits) >= _FEWEST_DIGITS else ""


def name_alone(name: str, text: str) -> bool:
    """Whether a text is this name and nothing else, apart from width, case and space."""
    return _folded(name) == _folded(text)


def _folded(text: str) -> str:
    return "".join(normalise(text).casefold().split())
