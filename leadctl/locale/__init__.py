"""The language people read. English is the source; other languages are gettext catalogues beside this file.

The catalogue is compiled by hand and both files are kept, so that installing needs no Babel:

    pybabel compile -f -D leadctl -d leadctl/locale -l zh_CN

A new text is written into ``leadctl.po`` by hand (``pybabel extract`` overlooks what stands in an f-string); the
tests name the texts that have no translation, and translations that nobody says any more. The domain and the store
know no languages: what they say stands in ``labels`` too, and a test compares.
"""

from __future__ import annotations

from collections.abc import Callable

_CATALOGUES = {"zh": "zh_CN"}


def translator(lang: str) -> Callable[[str], str]:
    """What turns an English text into ``lang`` (``en`` or ``zh``); a text without a translation stays English."""
    name = _CATALOGUES.get(lang)
    return _catalogue(name) if name else _same


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a text for the catalogue where it stands; it is translated when it is shown."""
    return text


def _same(text: str) -> str:
    return text


def _catalogue(name: str) -> Callable[[str], str]:
    import gettext
    from pathlib import Path

    with (Path(__file__).parent / name / "LC_MESSAGES" / "leadctl.mo").open("rb") as file:
        known = gettext.GNUTranslations(file)
    # The empty text is the key of a catalogue's own header.
    return lambda text: known.gettext(text) if text else ""
