"""What was done to cells that are taken, as one sentence a kind with the lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from leadctl.domain.phones_in_text import mask_value
from leadctl.errors import Sentence, listing, template
from leadctl.named_tuple import NamedTuple

ODD_PHONE = "odd-phone"
DROPPED_PHONE = "dropped-phone"
SEVERAL_PHONES = "several-phones"
WECHAT_NAME = "wechat-name"
WORDS = "words-beside-phone"
PHONE_IN_NAME = "phone-in-name"
DATE_ALONE = "date-alone"

SAID: Mapping[str, str] = {
    ODD_PHONE: template("phones that fit no numbering plan were kept as they are: {count} ({shown})"),
    DROPPED_PHONE: template("cells that are nobody's phone were read as none: {count} ({shown})"),
    SEVERAL_PHONES: template("cells with several phones: {count} ({shown}); the customer keeps all of them"),
    WECHAT_NAME: template("cells with a WeChat name in place of a phone: {count} ({shown})"),
    WORDS: template("words beside phones were left out: {count} ({shown})"),
    PHONE_IN_NAME: template("phones inside names were taken apart: {count} ({shown})"),
    DATE_ALONE: template(
        "rows that hold nothing but a day were read, as visitors of whom nothing is known: {count} ({shown})"
    ),
}
"""What is said of each."""

MOST_SHOWN = 20


class Remark(NamedTuple):
    """``what`` of :data:`SAID` was done to a cell with this ``value``, in this line of the file or of the ``sheet``."""

    line: int
    column: str
    what: str
    value: str
    sheet: str | None = None


def describe_remarks(remarks: Iterable[Remark]) -> list[Sentence]:
    """A sentence for each thing that was done, with the first lines."""
    by_kind: dict[str, list[Remark]] = {}
    for remark in remarks:
        by_kind.setdefault(remark.what, []).append(remark)
    return [
        Sentence(SAID[what], count=len(found), shown=listing(map(_describe_place, found[:MOST_SHOWN])))
        for what, found in by_kind.items()
    ]


def _describe_place(remark: Remark) -> Sentence:
    value = mask_value(" ".join(remark.value.split()))
    if remark.sheet is None:
        return Sentence("line {line}: {value}", line=remark.line, value=value)
    return Sentence("sheet {sheet}, line {line}: {value}", sheet=remark.sheet, line=remark.line, value=value)
