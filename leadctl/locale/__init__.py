"""The language people read. English is the source; other languages are gettext catalogues beside this file.

The catalogue is compiled by hand and both files are kept, so that installing needs no Babel:

    pybabel compile -f -D leadctl -d leadctl/locale -l zh_CN

A new text is written into ``leadctl.po`` by hand (``pybabel extract`` overlooks what stands in an f-string); the
tests name the texts that have no translation, and translations that nobody says any more. The domain and the store
know no languages: why something is due stands in ``sentences`` too, and a test compares. What is refused or noted, and
why a row is bad, is a ``Sentence`` of :mod:`leadctl.errors`; its template is a text of the catalogue as it stands.
"""

from __future__ import annotations

from collections.abc import Callable

from leadctl.errors import CodeWord, Sentence

_CATALOGUES = {"zh": "zh_CN"}


def translator(lang: str) -> Callable[[str], str]:
    """What turns an English text into ``lang`` (``en`` or ``zh``); a text without a translation stays English."""
    name = _CATALOGUES.get(lang)
    return _catalogue(name) if name else _keep_english


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a text for the catalogue where it stands; it is translated when it is shown."""
    return text


def translate_sentence(sentence: str, translate: Callable[[str], str]) -> str:
    """A sentence in the language of ``translate``, with its values in their places; another text is looked up."""
    if not isinstance(sentence, Sentence):
        return translate(sentence)
    if isinstance(sentence, CodeWord):
        label = translate(sentence.template)
        return str(sentence) if label == sentence.template else label
    values = {name: _translate_value(value, translate) for name, value in sentence.values.items()}
    return translate(sentence.template).format(**values)


def _translate_value(value: object, translate: Callable[[str], str]) -> object:
    return translate_sentence(value, translate) if isinstance(value, Sentence) else value


def _keep_english(text: str) -> str:
    return text


def _catalogue(name: str) -> Callable[[str], str]:
    import os

    from leadctl.locale.catalogue import Catalogue

    return Catalogue(os.path.join(os.path.dirname(__file__), name, "LC_MESSAGES", "leadctl.mo")).translate
