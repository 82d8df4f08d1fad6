"""Names that look like others: most often one person, model or source, written in two ways."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

_LEAST_LIKENESS, _LEAST_IN_CHINESE = 0.8, 0.85
"""Share of letters that two names have in common; a Chinese character counts as one, and says more."""
_MOST_COMPARED = 200
"""New names that are compared letter by letter; any number is compared by spelling and sound."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_ADDED = re.compile(r"(?:经理|老师|顾问|主管|店长|销售|总监?|平台|网站?|直播|渠道|官网|app|[^\u3400-\u9fff])+")
"""What people write behind a name without meaning another one."""


def find_near_names(new: Sequence[str], known: Iterable[str]) -> dict[str, str]:
    """New name -> the known one, or the new one before it, that it looks like; names that look like none are left out.

    Alike are names that differ in case, in spaces and signs, in characters of the same sound (李娜, 李那), in a title
    behind them, in the order of Latin words, or in little else where they have no Chinese characters. Different digits
    make different names: X3 and X5.
    """
    if not new:
        return {}
    index = _Index()
    for name in known:
        index.add(name)
    found = {}
    for place, name in enumerate(new):
        near = index.find(name, by_letters=place < _MOST_COMPARED)
        if near is not None:
            found[name] = near
        index.add(name)
    return found


def near_name(name: str, known: Iterable[str]) -> str | None:
    """The known name that a new one looks like."""
    return find_near_names([name], known).get(name)


def fold_name(name: str) -> str:
    """The letters, characters and digits of a name, in one case and width."""
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())


def digits_of(name: str) -> str:
    """X3 and X5 are two models however alike they look."""
    return "".join(char for char in name if char.isdigit())


class _Index:
    """Names by each of the forms in which they are compared."""

    def __init__(self) -> None:
        self._by_form: dict[str, str] = {}
        self._spelled: dict[str, str] = {}

    def add(self, name: str) -> None:
        """Know a name from now on; of names of one form the first is kept."""
        for form in _forms_of(name):
            self._by_form.setdefault(form, name)
        self._spelled.setdefault(fold_name(name), name)

    def find(self, name: str, *, by_letters: bool) -> str | None:
        """A name that looks like this one."""
        for form in _forms_of(name):
            if form in self._by_form:
                return self._by_form[form]
        return _find_by_letters(fold_name(name), self._spelled) if by_letters else None


def _forms_of(name: str) -> list[str]:
    """The forms of a name by which others are the same, the strictest first."""
    folded = fold_name(name)
    if not folded:
        return []
    bare = _without_addition(folded)
    return [folded, bare, " ".join(sorted(re.findall(r"\w+", name.casefold()))), f"sound {_sound_of(bare)}"]


def _without_addition(folded: str) -> str:
    """A name in Chinese characters without a title or the like behind it, digits kept."""
    start = 2 if _HAN.match(folded) else len(folded)
    for place in range(start, len(folded)):
        rest = folded[place:]
        if not digits_of(rest) and _ADDED.fullmatch(rest):
            return folded[:place]
    return folded


def _sound_of(folded: str) -> str:
    if not _HAN.search(folded):
        return folded
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(folded))


def _find_by_letters(folded: str, known: Mapping[str, str]) -> str | None:
    """A name that differs by little; names of few Chinese characters are told apart by each of them."""
    from difflib import get_close_matches

    least = _LEAST_IN_CHINESE if _HAN.search(folded) else _LEAST_LIKENESS
    near = get_close_matches(folded, list(known), n=3, cutoff=least)
    alike = (spelled for spelled in near if digits_of(spelled) == digits_of(folded))
    return next((known[spelled] for spelled in alike), None)
