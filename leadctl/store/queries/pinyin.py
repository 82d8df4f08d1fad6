"""How a name sounds, so that it can be found by its pinyin or its initials."""

from __future__ import annotations

from functools import lru_cache


def pinyin(name: str | None) -> str | None:
    """张伟 -> ``zhangwei zw``; a name in Latin letters -> its words joined and its initials."""
    if not name:
        return None
    if name.isascii():
        words = name.lower().split()
        return f"{''.join(words)} {''.join([word[0] for word in words])}"
    sounds = [_sound(char) for char in name if not char.isspace()]
    return f"{''.join(sounds)} {''.join([sound[:1] for sound in sounds])}"


@lru_cache(maxsize=20000)
def _sound(char: str) -> str:
    if char.isascii():
        return char.lower()
    from pypinyin import lazy_pinyin

    return lazy_pinyin(char)[0].lower()
