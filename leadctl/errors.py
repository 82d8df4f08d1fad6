"""What can go wrong, an exit code a class, and sentences that can be said in another language later.

The command line catches :class:`LeadctlError` in one place, prints its sentence on stderr and leaves
with its ``exit_code``. A message is a sentence that says what to do instead; it never holds a phone
number in full, since it may end in a log.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable

from leadctl.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self


class Sentence(str):
    """An English sentence that remembers what it was made of: ``Sentence("There is no visit {visit}.", visit=17)``.

    It is the English text wherever a text is wanted, as in JSON and in logs. Where a person reads it, its template is
    translated and the ``values`` are filled in again, sentences among them translated too.
    """

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> Sentence:
        if isinstance(template, Sentence) and not values:
            return template
        said = super().__new__(cls, template.format(**values))
        said.template, said.values = template, values
        return said

    def __reduce__(self) -> tuple[object, ...]:
        return _copy_with_values, (self.template, self.values)


class CodeWord(Sentence):
    """A code in a sentence: as it is typed in English, and elsewhere by the translation of its ``label``."""

    __slots__ = ()

    def __new__(cls, code: str, label: str) -> CodeWord:
        said = str.__new__(cls, code)
        said.template, said.values = label, {}
        return said

    def __reduce__(self) -> tuple[object, ...]:
        return CodeWord, (str(self), self.template)


def _copy_with_values(template: str, values: dict[str, object]) -> Sentence:
    return Sentence(template, **values)


def mask_sentence(sentence: str, mask: Callable[[str], str]) -> Sentence:
    """The sentence with its values masked, and those of the sentences in it. Its own words stay: they are ours, and
    show phones as examples."""
    if isinstance(sentence, CodeWord):
        return sentence
    if not isinstance(sentence, Sentence):
        return Sentence("{text}", text=mask(sentence))
    return Sentence(sentence.template, **{name: _mask_value(value, mask) for name, value in sentence.values.items()})


def _mask_value(value: object, mask: Callable[[str], str]) -> object:
    if isinstance(value, Sentence):
        return mask_sentence(value, mask)
    if value is None or isinstance(value, (int, float)):
        return value
    masked = mask(str(value))
    return value if masked == str(value) else masked


def count_sentence(count: int, one: str, many: str, /, **values: object) -> Sentence:
    """What is said of one thing, or of ``{count}`` things: two templates, each marked by :func:`template`."""
    return Sentence(one if count == 1 else many, count=count, **values)


def template(text: str) -> str:
    """Mark a template that stands apart from where it is said, for the catalogue and its tests."""
    return text


def listing(items: Iterable[object], between: str = ", ") -> Sentence:
    """Several things in one sentence; what stands between them is translated like any sentence."""
    named = {f"_{place}": item for place, item in enumerate(items)}
    return Sentence("{between}".join(f"{{{name}}}" for name in named), between=Sentence(between), **named)


EXIT_CODES = {
    0: template("done"),
    1: template("refused, with a sentence that says what to do instead"),
    2: template("wrong usage"),
    3: template("a batch had bad rows"),
    4: template("the database cannot be used"),
    130: template("interrupted"),
}
"""Exit code -> what it means. The help, the manual pages and the documents have it from here."""


class LeadctlError(Exception):
    """Base of every expected failure: a template and the values in its places, or a sentence that was said before.

    ``str()`` of it is the English sentence. ``exit_code`` is the process's exit status, ``code`` the stable word by
    which a program tells it from others.
    """

    exit_code = 1
    code = "refused"

    def __init__(self, template: str, /, **values: object) -> None:
        self.sentence = Sentence(template, **values)
        super().__init__(self.sentence)

    def with_code(self, code: str) -> Self:
        """The same failure under a more exact word."""
        self.code = code
        return self

    def record(self) -> dict[str, object]:
        """What a program is told of it, under ``error``."""
        return {"code": self.code, "message": str(self.sentence), "exit": self.exit_code}


class Refused(LeadctlError):
    """An expected refusal: no such lead, already closed, unreadable input, unwritable output."""


class WrongUsage(LeadctlError):
    """The command was called wrongly: options that contradict each other, a malformed month."""

    exit_code = 2
    code = "wrong-usage"


class BadRows(LeadctlError):
    """A batch had bad rows."""

    exit_code = 3
    code = "bad-rows"


class StoreUnusable(LeadctlError):
    """The database cannot be used: missing, busy, not ours, newer than the program, damaged, read-only."""

    exit_code = 4
    code = "store-unusable"


def missing_extra(extra: str, error: ImportError) -> Refused:
    """What to say where the libraries of an extra are not installed."""
    return Refused(
        "This needs the extra {extra} ({module} is missing): pip install 'leadctl[{extra}]'",
        extra=extra,
        module=error.name or "",
    ).with_code("missing-extra")


def unknown_name(what: Sentence, wrong: str, known: list[str], hint: Sentence) -> Refused:
    """A refusal of an unknown name of such a ``what``, with the known names that look like it, and what to do."""
    meant = suggest_names(list_near_names(wrong, known))
    refusal = Refused("Unknown {what} {wrong!r}.{meant} {hint}", what=what, wrong=wrong, meant=meant, hint=hint)
    return refusal.with_code("unknown-name")


def list_near_names(wrong: str, known: Iterable[str]) -> list[str]:
    """The known names that look like the wrong one, at most three, the nearest first."""
    from difflib import get_close_matches

    written = {name.casefold(): name for name in known}
    return [written[name] for name in get_close_matches(wrong.casefold(), written, n=3, cutoff=0.5)]


def suggest_names(near: Iterable[str]) -> Sentence:
    """The end of a sentence on a wrong name: what may have been meant; empty where nothing looks like it."""
    names = listing(near, " or ")
    return Sentence(" Did you mean {names}?", names=names) if names else Sentence("")


class UnsuitablePlace(OSError):
    """A place where no file may be put, and why: part of a sentence."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why)
        self.why = why


def os_reason(error: OSError) -> Sentence:
    """What the operating system, or leadctl itself, has against it, as a part of a sentence."""
    if isinstance(error, UnsuitablePlace):
        return error.why
    if error.strerror:  # a fixed text, which the catalogue knows; as a template it may hold no braces
        return Sentence(error.strerror.replace("{", "{{").replace("}", "}}"))
    return Sentence("{words}", words=str(error))


def tell(text: str) -> None:
    """A message on stderr, in whatever that can encode and without control codes.

    Where nobody reads it, or nothing fits there, it is lost: what is being done never hangs on it.
    """
    from leadctl.plain_text import clean_lines

    shown = clean_lines(text)
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    try:
        print(shown.encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)
    except OSError:
        _silence_stderr()


def _silence_stderr() -> None:
    """What it still holds goes nowhere when the interpreter empties it at the end."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.stderr.fileno())
    os.close(silence)
