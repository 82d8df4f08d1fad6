"""Many ids, or texts, as one parameter."""

from __future__ import annotations

from collections.abc import Iterable


def json_ids(ids: Iterable[int]) -> str:
    """Ids as one parameter, for ``IN (SELECT value FROM json_each(?))``."""
    return f"[{','.join(map(str, ids))}]"


def json_texts(texts: Iterable[str]) -> str:
    """Texts as one parameter, in the same way."""
    import json

    return json.dumps(sorted(texts))
