"""TOML of foreign files, within limits: a small one could otherwise take minutes, all memory, or the parser's stack."""

from __future__ import annotations

import re

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Sentence

if TYPE_CHECKING:
    from typing import Any

LONGEST = 100_000
"""Characters of a file; a policy has some thousand."""

DEEPEST = 16
"""Tables and lists within each other."""

MOST_PARTS = 40
"""Parts of the keys and numbers of one line: the parser's time and memory grow with the square of a key's."""

LONGEST_NUMBER = 40

_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*')
_DIGITS = re.compile(rf"[0-9A-Fa-f_]{{{LONGEST_NUMBER},}}")
_BRACKET = re.compile(r"[\[\]{}]")


class BadToml(ValueError):
    """What is wrong with a text: ``reason``, as a part of a sentence."""

    def __init__(self, reason: Sentence) -> None:
        self.reason = reason
        super().__init__(reason)


def parse_toml(text: str) -> dict[str, Any]:
    """What a text holds. Raises BadToml, also for one that is beyond any use."""
    import tomllib

    _refuse_costly(text)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadToml(Sentence("{why}", why=str(error))) from error


def _refuse_costly(text: str) -> None:
    if len(text) > LONGEST:
        raise BadToml(Sentence("it is longer than {most} characters", most=LONGEST))
    bare = _STRING.sub('""', text)
    if _DIGITS.search(bare):
        raise BadToml(Sentence("it holds a number of more than {most} digits", most=LONGEST_NUMBER))
    if any(line.count(".") > MOST_PARTS for line in bare.split("\n")):
        raise BadToml(Sentence("a line of it holds a key of more than {most} parts", most=MOST_PARTS))
    depth = 0
    for match in _BRACKET.finditer(bare):
        depth = max(0, depth + (1 if match[0] in "[{" else -1))
        if depth > DEEPEST:
            raise BadToml(Sentence("its lists and tables are nested more than {most} deep", most=DEEPEST))
