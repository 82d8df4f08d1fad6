"""Foreign text made harmless: what is cleaned where text enters, and again wherever it leaves.

Removed are escape sequences, control characters, marks that turn the direction of the text, and characters that nobody
sees. What joins the letters of a script or the parts of an emoji stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from leadctl.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    import re

# ``re`` is loaded and patterns are compiled when they are first needed: most texts are clean, and to compile all costs
# a short command a twentieth of its time.
_SEQUENCE = (
    r"(?s:\x1b\[[0-?]*[ -/]*[@-~]"
    r"|\x9b[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f]).*?(?:\x07|\x1b\\|\x9c|$)"
    r"|\x1b[ -/]*[0-~])"
)
_COLOURS = r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
_CONTROLS = r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+"
_BREAK = r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+"

_BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
"""Unseen characters that Python calls printable: Hangul fillers, the empty Braille pattern and the like."""

UNSEEN = (
    r"\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
)
"""The characters that go beside those below the space, as the inside of a regular expression's brackets."""

_UNSEEN = rf"[\x00-\x1f{UNSEEN}]"
_HIDDEN = rf"[\x00-\x1f{UNSEEN}\u2028\u2029\u200c\u200d]"
_SURROGATE = r"[\ud800-\udfff]"

_FORMULA = "=+\\-@＝＋－＠﹢﹣﹦﹫\t\r"
_RISKY = f"'*[{_FORMULA}]"
_GUARDED = f"'+[{_FORMULA}]"

PIECE = 256
"""Characters that are normalised at once: the order of a run of combining marks costs the square of its length."""


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    import re

    return re.compile(pattern)


def is_clean(text: str) -> bool:
    """Whether :func:`clean` would leave a text as it is; quick, for columns of a register."""
    return text.isprintable() and (text.isascii() or not any(letter in text for letter in _BLANK_LETTERS))


def clean(text: str) -> str:
    """One line without escape sequences, control characters, unseen ones or marks that turn the direction of the text.

    Breaks of any kind become one space, since a cell is one line. Half a character becomes U+FFFD.
    """
    if is_clean(text):
        return text
    text = _compile(_BREAK).sub(" ", _compile(_SEQUENCE).sub("", text))
    return _compile(_SURROGATE).sub("\ufffd", _compile(_UNSEEN).sub("", text))


def clean_entry(text: str) -> str:
    """The same of text that enters, except that a run of control characters becomes one space, and of the escape
    sequences only those go that end by themselves, such as colours: one that is not closed would take with it what
    somebody wrote."""
    if is_clean(text):
        return text
    text = _compile(_COLOURS).sub("", text)
    text = _compile(_UNSEEN).sub("", _compile(_CONTROLS).sub(" ", text))
    return _compile(_SURROGATE).sub("\ufffd", text)


def clean_lines(text: str) -> str:
    """The same of each line of a text."""
    return "\n".join(clean(line) for line in text.split("\n"))


def remove_hidden(text: str) -> str:
    """A text for comparison: also without what joins letters, which makes two spellings of one word differ unseen."""
    return _compile(_HIDDEN).sub("", text)


def normalise(text: str) -> str:
    """The text in the form NFKC, where wide letters and digits are the plain ones; in time that grows with its length.

    A long text is normalised in pieces: a letter at the border of two keeps an accent apart, which no name here has.
    """
    from unicodedata import normalize

    if text.isascii():
        return text
    return "".join(normalize("NFKC", text[start : start + PIECE]) for start in range(0, len(text), PIECE))


def guard(cell: str) -> str:
    """The cell as it may stand in a file that a spreadsheet opens: never the start of a formula, plain or wide.

    A ``'`` goes before it, also before a text that begins with one and would be taken for ours.
    """
    return f"'{cell}" if _compile(_RISKY).match(cell) else cell


def unguard(cell: str) -> str:
    """The cell without the quote that :func:`guard` put before it."""
    return cell[1:] if _compile(_GUARDED).match(cell) else cell


def guard_cell(text: str) -> str:
    """A text as a cell of a spreadsheet: cleaned, with a ``'`` before what would be calculated as it is or cleaned."""
    if is_clean(text):
        return guard(text)
    cleaned = clean(text)
    return f"'{cleaned}" if guard(text) != text else guard(cleaned)


def are_guarded(texts: Sequence[str]) -> bool:
    """Whether :func:`guard_cell` would leave each of many texts as it is: one look at all of them together."""
    return is_clean("".join(texts)) and _compile(f"\n{_RISKY}").search("\n".join(("", *texts))) is None
