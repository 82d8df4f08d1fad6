"""The ornaments that a stream can show: rules, bars, dashes."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.named_tuple import NamedTuple

_PLAINER = str.maketrans(
    {"–": "-", "—": "-", "·": "-", "…": "...", "“": '"', "”": '"', "→": "->", "─": "-", "↑": "", "↓": "", "≤": "<="}
)


class Marks(NamedTuple):
    """``steps`` are the partial blocks of a bar, from the thinnest to the full one."""

    encoding: str
    rule: str
    steps: str
    ellipsis: str

    def fit(self, text: str) -> str:
        """The text as this stream's encoding can hold it; what it cannot becomes ``?``, never an error."""
        if self.rule != "-":
            return text
        return text.translate(_PLAINER).encode(self.encoding, "replace").decode(self.encoding)

    def fit_all(self, texts: Sequence[str]) -> Sequence[str]:
        """Each of the texts so."""
        return texts if self.rule != "-" else list(map(self.fit, texts))

    def bar(self, share: float, width: int) -> str:
        """A bar of ``share`` (0-1) of ``width`` cells; anything above nothing is at least the thinnest step."""
        if share <= 0 or width < 1:
            return ""
        fine = len(self.steps)
        parts = max(1, round(min(share, 1.0) * width * fine))
        whole, rest = divmod(parts, fine)
        return self.steps[-1] * whole + (self.steps[rest - 1] if rest else "")


def marks_for(encoding: str) -> Marks:
    """Line-drawing characters for Unicode streams only.

    GBK could encode them, but terminals of that kind draw them two cells wide, which breaks every column.
    """
    if encoding.lower().replace("_", "-").startswith(("utf-8", "utf8", "utf-16", "utf-32")):
        return Marks(encoding, "─", "▏▎▍▌▋▊▉█", "…")
    return Marks(encoding, "-", "#", "...")
