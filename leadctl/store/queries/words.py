"""What the store's people say when they call, kept among its settings."""

from __future__ import annotations

import sqlite3

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused
from leadctl.store.core.settings import read_setting

if TYPE_CHECKING:
    from leadctl.domain.words import Words
    from leadctl.store.core.writer import Writer

KEY = "words"


def words_of(db: sqlite3.Connection) -> Words:
    """What the store says; nothing of its own where it has set nothing."""
    from leadctl.domain.words import Words

    text = read_setting(db, KEY)
    return Words() if text is None else Words(**_parse(text))


def asks_of(db: sqlite3.Connection) -> dict[str, str]:
    """Grade -> what the store wants to find out; its other words are not needed every morning."""
    text = read_setting(db, KEY)
    return {} if text is None else _parse(text)["asks"]


def _parse(text: str) -> dict[str, dict[str, str]]:
    """What is kept: a part of the words -> its texts."""
    import json

    kept: dict[str, dict[str, str]] = json.loads(text)
    return kept


def keep_words(writer: Writer, words: Words) -> None:
    """Say these from now on. Raises Refused when they are what is said already."""
    import json

    kept = {part: dict(texts) for part, texts in words._asdict().items()}
    text = json.dumps(kept, ensure_ascii=False)
    if text == (read_setting(writer.db, KEY) or json.dumps({key: {} for key in kept})):
        raise Refused("That is how it stands already; see: leadctl words list")
    writer.put("settings", {"key": KEY}, value=text)
