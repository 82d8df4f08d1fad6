"""What is typed of a referrer: a phone, a name, or both."""

from __future__ import annotations

import re
import unicodedata

from leadctl.domain.phones import mask_phone

_NUMBER = re.compile(r"\+?\d(?:[ -]?\d){6,}")


def number_in(text: str) -> str | None:
    """The first thing in a text that looks like a phone, as it was typed (wide digits made narrow)."""
    found = _NUMBER.search(_narrow(text))
    return None if found is None else found.group()


def mask_numbers(text: str) -> str:
    """A text in which everything that looks like a phone is masked."""
    return _NUMBER.sub(lambda found: str(mask_phone(re.sub("[ -]", "", found.group()))), _narrow(text))


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
