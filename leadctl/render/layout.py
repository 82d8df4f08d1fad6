"""How the columns of a table share the width of a terminal. Widths are in terminal cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Measure = Callable[[str], int]
Line = list[tuple[int, int]]
"""(column index, width), left to right."""

_CLOSING = "，。；：、！？）》」』”’"
"""Marks that no line begins with."""

INDENT = 2
"""Cells by which the further lines of a row stand in."""


def arrange(
    natural: Sequence[int], least: Sequence[int], drops: Sequence[int], width: int | None, gap: int
) -> list[Line]:
    """The lines that one row takes, each a list of (column index, width).

    ``width`` None: one line, everything at its natural width. Otherwise elastic columns shrink towards ``least``;
    then the columns with the highest ``drops`` (above 0) are left out; what still does not fit goes to further lines.
    """
    if width is None:
        return [list(enumerate(natural))]
    kept = _kept(least, drops, width, gap)
    lines = _flowed(kept, least, width, gap)
    return [_stretched(line, natural, least, width - (INDENT if place else 0), gap) for place, line in enumerate(lines)]


def _kept(least: Sequence[int], drops: Sequence[int], width: int, gap: int) -> list[int]:
    kept = list(range(len(least)))
    while sum(least[i] + gap for i in kept) - gap > width:
        last = max(kept, key=lambda i: (drops[i], i))
        if not drops[last]:
            break
        kept.remove(last)
    return kept


def _flowed(kept: list[int], least: Sequence[int], width: int, gap: int) -> list[list[int]]:
    lines: list[list[int]] = [[]]
    used = 0
    for i in kept:
        if lines[-1] and used + gap + least[i] > width:
            lines.append([])
            used = INDENT
        used += least[i] + (gap if lines[-1] else 0)
        lines[-1].append(i)
    return lines


def _stretched(line: list[int], natural: Sequence[int], least: Sequence[int], width: int, gap: int) -> Line:
    spare = max(0, width - sum(least[i] + gap for i in line) + gap)
    given = {i: least[i] for i in line}
    hungry = sorted((i for i in line if natural[i] > least[i]), key=lambda i: natural[i] - least[i])
    for place, i in enumerate(hungry):
        more = min(natural[i] - least[i], spare // (len(hungry) - place))
        given[i] += more
        spare -= more
    return [(i, given[i]) for i in line]


def fold(text: str, width: int, measure: Measure) -> list[str]:
    """The text on lines of at most ``width`` cells, broken at spaces or between wide characters; none is lost."""
    lines: list[str] = []
    while measure(text) > width:
        head = cut(text, width, measure)
        if len(head) > 1 and text[len(head)] in _CLOSING:
            head = head[:-1]
        space = head.rfind(" ")
        if space > 0 and not text[len(head)].isspace() and head[-1].isascii():
            head = head[:space]
        lines.append(head.rstrip())
        text = text[len(head) :].lstrip()
    return [*lines, text]


def cut(text: str, width: int, measure: Measure) -> str:
    """As many leading characters as fit ``width`` cells, at least one."""
    used = 0
    for place, character in enumerate(text):
        used += measure(character)
        if used > width and place:
            return text[:place]
    return text


def shorten(lines: list[str], most: int, width: int, ellipsis: str, measure: Measure) -> list[str]:
    """The first ``most`` lines; when there were more, the last one ends with ``ellipsis``."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    room = width - measure(ellipsis)
    return [*lines[: most - 1], (last if measure(last) <= room else cut(last, room, measure).rstrip()) + ellipsis]
