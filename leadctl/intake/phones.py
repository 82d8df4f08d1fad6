"""Phones in the one form in which they are stored and compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadctl.errors import Sentence, template
from leadctl.intake.faults import BadValue

_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}
_SIGNS = {"＋": "+", "＊": "*", "．": ".", "Ｅ": "E", "ｅ": "e", "＃": "#", "\u2217": "*", "×": "*", "•": "*", "●": "*"}
_WIDE = str.maketrans({**{chr(code): digit for code, digit in _DIGITS.items()}, **_SIGNS})
_MARKS = str.maketrans(
    dict.fromkeys(" \t\r\n\u00a0\u3000\u2002\u2003\u2009\u200b\u200e\u200f\u202a\u202c\u202d\ufeff"
                  "-‐‑‒–—―－−_.·()（）[]【】'’‘`")
)  # fmt: skip

# In a column only marks that cannot come from a spreadsheet's number; a dot may be one of its decimals.
_COLUMN_MARKS = str.maketrans(dict.fromkeys(" -()"))

_MOBILE = re.compile(r"(?:(?:\+|00)?86|0)?(1[3-9][0-9]{9})")

# These are compiled when a number first needs them: one mobile that is typed does not.
# One line of a joined column: the mobile that it is, or ''.
_MOBILES_IN_COLUMN = rf"(?:{_MOBILE.pattern}(?:\.0+)?|.*)\n"
_TRAILING_ZERO = r"(\+?[0-9]+)\.0+|(\+?[0-9 ()-]{7,})\.00?"
_SCIENTIFIC = r"\+?([0-9])(?:\.([0-9]+))?[eE]\+?([0-9]{1,3})"
_PLAIN = r"\+?[0-9]{3,15}"
_EXTENDED = r"(?i:(\+?[0-9]{3,15})(?:;?ext[.=]?|x|转|轉|分机|分機|#|,)([0-9]{1,6}))"
_DASHED = r"(.*[0-9)）].*)[-－–—−]([0-9]{1,6})"
_STORED_EXTENDED = r"(\+[0-9]+|1[3-9][0-9]{9})x[0-9]{1,6}"
_HOTLINE = r"1(?:00[0-9]{2,3}|1[0-9]|2[0-9]|2[0-9]{3}|008611)|95[0-9]{3,4}|96[0-9]{3,4}"
"""Of operators, emergencies, authorities and banks: everybody may be reached there, and nobody is."""

_HIDDEN = re.compile(r"\*|[0-9][xX]{2,}")

_NOBODYS = {"13800138000", "12345678910"}
"""A hotline that everybody knows by heart, and a number that is typed where there is none."""
_ASCENDING = "01234567890123456789"
_SENTINEL = re.compile(r"([0-9])\1*|1[3-9][0-9]0{8}|0?(?:[1-9][0-9]|[2-9][0-9]{2})([0-9])\2{7}")

_MOST_DIGITS = 15  # E.164
_LOST = template("digits were lost in the spreadsheet: format the column as text and enter the whole number")
_MASKED = template("the number is masked: the whole number is needed")
_TOO_LONG = Sentence("more digits than any number has (at most {most}); one number a cell", most=_MOST_DIGITS)
_NO_PHONE = template("no phone number; expected such as 13812345678, 010-12345678 or +1 650 253 0000")
_PLACEHOLDER = template("is nobody's number: it stands for one that is missing; leave the cell empty")


class PlaceholderPhone(BadValue):
    """A number that is written where somebody left none."""


def parse_phone(text: str) -> str:
    """The stored form of one phone: 11 digits for a Chinese mobile, else ``+CC...``, else as typed without marks.

    Spaces, dashes, brackets, dots, full-width digits, the prefixes +86, 0086 and 86, and what spreadsheets add
    (a trailing ``.0``, ``1.3812345678E+10``) are understood. An extension is kept apart: ``+861062345678x801``. What
    fits no numbering plan but can be dialled (a short number) is kept and is :func:`is_odd`. Raises BadValue for lost
    digits, a masked number, too many digits, and what is no number. Applying it twice changes nothing.
    """
    typed = text.translate(_WIDE).strip().lstrip("'`")
    if _HIDDEN.search(typed):
        raise BadValue(_MASKED)
    number = _undo_spreadsheet(typed).translate(_MARKS)
    mobile = _MOBILE.fullmatch(number)
    return mobile[1] if mobile else _parse_other(number, typed)


def parse_persons_phone(text: str) -> str:
    """The same of a register's cell, where a placeholder is nobody's number: raises PlaceholderPhone for it."""
    try:
        phone = parse_phone(text)
    except BadValue:
        if is_placeholder(text.strip()):
            raise PlaceholderPhone(_PLACEHOLDER) from None
        raise
    if is_placeholder(phone) or is_placeholder(text.strip()):
        raise PlaceholderPhone(_PLACEHOLDER)
    return phone


def find_mobiles(cells: Sequence[str]) -> list[str | None]:
    """A column's Chinese mobiles; None where a cell is empty or needs a closer look (:func:`parse_persons_phone`)."""
    filled = cells if all(cells) else [cell for cell in cells if cell]
    if _are_mobiles(filled) and not _may_hold_placeholder(filled):
        return [cell or None for cell in cells]
    mobiles = re.findall(_MOBILES_IN_COLUMN, "\n".join((*cells, "")).translate(_COLUMN_MARKS))
    if len(mobiles) != len(cells):  # a line break inside a cell
        return [None] * len(cells)
    if _may_hold_placeholder(mobiles):
        return [None if is_placeholder(mobile) else mobile or None for mobile in mobiles]
    return [mobile or None for mobile in mobiles]


def is_odd(phone: str) -> bool:
    """Whether a stored phone fits no numbering plan: neither 11 digits of a Chinese mobile nor ``+CC...``."""
    number = phone.partition("x")[0] if "x" in phone and re.fullmatch(_STORED_EXTENDED, phone) else phone
    if number.startswith("+"):
        return _to_international(number) is None
    return not (len(number) == 11 and _MOBILE.fullmatch(number))


def national_digits(phone: str) -> str | None:
    """The digits of a stored ``+CC...`` as they are dialled within its country, None of any other."""
    import phonenumbers

    if not phone.startswith("+"):
        return None
    try:
        return str(phonenumbers.national_significant_number(phonenumbers.parse(phone)))
    except phonenumbers.NumberParseException:
        return None


def _are_mobiles(cells: Sequence[str]) -> bool:
    digits = "".join(cells)
    if len(digits) != 11 * len(cells) or not (digits.isascii() and digits.isdigit()):
        return not cells
    # Eleven on average is not eleven each; after that, every 11th character begins a number.
    return set(map(len, cells)) == {11} and set(digits[::11]) == {"1"} and set("3456789").issuperset(digits[1::11])


def _may_hold_placeholder(cells: Sequence[str]) -> bool:
    return not _NOBODYS.isdisjoint(cells) or "00000000" in "".join(cells)


def is_placeholder(phone: str) -> bool:
    """Whether a number is one that people write where they have none; of a landline the number without its country."""
    bare = phone.removeprefix("+86")
    counted = len(bare) >= 8 and (bare in _ASCENDING or bare in _ASCENDING[::-1])
    return bare in _NOBODYS or counted or _SENTINEL.fullmatch(bare) is not None


def is_hotline(phone: str) -> bool:
    """Whether a number is one of an operator, an emergency, an authority or a bank."""
    return re.fullmatch(_HOTLINE, phone) is not None


def refuse_hotline(phone: str) -> None:
    """Raise PlaceholderPhone for a hotline, where numbers that fit no plan are kept."""
    if is_hotline(phone):
        raise PlaceholderPhone(_PLACEHOLDER)


def _undo_spreadsheet(typed: str) -> str:
    whole = re.fullmatch(_TRAILING_ZERO, typed) if "." in typed else None
    if whole:
        return whole[1] or whole[2]
    scientific = re.fullmatch(_SCIENTIFIC, typed.replace(" ", "")) if "e" in typed.lower() else None
    if not scientific:
        return typed
    digits = scientific[1] + (scientific[2] or "")
    if len(digits) != int(scientific[3]) + 1:
        raise BadValue(_LOST)
    return digits


def _parse_other(number: str, typed: str) -> str:
    if extended := re.fullmatch(_EXTENDED, number):
        return _join_extension(extended[1], extended[2])
    number = "+" + number[2:] if number.startswith("00") and number[2:].isdigit() else number
    found = _to_international(number) if re.fullmatch(_PLAIN, number) else None
    dashed = None if found else re.fullmatch(_DASHED, typed)
    if dashed and (main := _find_valid(dashed[1].translate(_MARKS))):
        return f"{main}x{dashed[2]}"
    if sum(map(str.isdigit, number)) > _MOST_DIGITS:
        raise BadValue(_TOO_LONG)
    if not re.fullmatch(_PLAIN, number):
        raise BadValue(_NO_PHONE)
    return found or number


def _join_extension(number: str, extension: str) -> str:
    """A number with the extension behind it; the number as typed where it fits no plan."""
    return f"{_find_valid(number) or number}x{extension}"


def _find_valid(number: str) -> str | None:
    """The stored form of a number that fits a plan."""
    mobile = _MOBILE.fullmatch(number)
    return mobile[1] if mobile else _to_international(number) if re.fullmatch(_PLAIN, number) else None


def _to_international(number: str) -> str | None:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, "CN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    full = str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    mobile = _MOBILE.fullmatch(full)
    return mobile[1] if mobile else full
