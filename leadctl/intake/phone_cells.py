"""What a cell of phones holds beside one number: a second number, a name on WeChat, words, or the word for none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadctl.errors import template
from leadctl.intake.cells import key_of
from leadctl.intake.faults import BadValue
from leadctl.intake.phones import is_odd, parse_persons_phone
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import normalise

MOST = 5
"""Numbers that one cell may hold."""

_NONE = frozenset(
    ("", "—", "——", "无", "没有", "暂无", "没电话", "保密", "不详", "未知", "不明", "不便", "不方便", "拒绝", "拒",
     "none", "na", "nil", "null", "unknown", "refused", "nophone")
)  # fmt: skip
_NOT_LEFT = re.compile(
    r"(?:客户|顾客)?(?:不愿意?|不肯|不想|拒绝?|没有?|未|不|无|暂不|暂未|暂无)(?:意)?(?:留下?|提供|给|登记|告知)?"
    r"(?:任何)?(?:电话号码?|联系电话|联系方式|手机号?码?|电话?|号码?|信息|资料)?"
)
_WECHAT_NAME = re.compile(
    r"(?:微信号?|加微信?|wechat|weixin|wx|vx|v信|微)\s*(?:号|名|id)?\s*[:：]?\s*([a-z][\w-]{3,29})", re.IGNORECASE
)
_MOBILE_INSIDE = re.compile(r"(?<![\d+])(?:(?:\+|00)?86[- ]?)?1[3-9]\d(?:[- ]?\d){8}(?![\d*])(?!\.\d*[1-9])")
_BETWEEN = re.compile(r"[/、;；,，|\n\r\t&]+|或者?|和|及|\s{2,}")
_AROUND = re.compile(r"^[^\d+＋(（]+|[^\d)）]+$")
_BRACKETED = re.compile(r"[(（\[【][^()（）\[\]【】]*[^\d()（）\[\]【】\s+-][^()（）\[\]【】]*[)）\]】]")
_HARMLESS = re.compile(
    r"微信(?:同号?|号?同(?:手机|电话)?(?:号)?)|同微信(?:号)?|手机微信同号|微信|联系电话|联系方式|手机号码?|手机|电话号码?|电话|号码"
    r"|先生|女士|小姐|本人|客户|telephone|mobile|phone|tel|cell|wechat|p|t|m",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\s:：.·,，;；、/|()（）\[\]【】+&\"'“”-]+|或者?|和|及")
_TOO_MANY = template("more numbers than a cell may hold (at most {most})")


class PhoneCell(NamedTuple):
    """A cell's phones in stored form, the main one first; ``wechat``: a name there; ``words``: what else it says."""

    phones: tuple[str, ...] = ()
    wechat: str | None = None
    words: str = ""


def says_none(text: str) -> bool:
    """Whether a tidied cell says that nobody left a number: nothing, a dash, or words such as 拒留 or 不详."""
    key = key_of(text)
    return key in _NONE or _NOT_LEFT.fullmatch(key) is not None


def read_phone_cell(text: str) -> PhoneCell:
    """The phones of a tidied, filled cell; odd ones only where it holds nothing else. Raises BadValue."""
    try:
        phone = parse_persons_phone(text)
    except BadValue as bad:
        return _read_among_words(text, type(bad), bad.reason)
    if not is_odd(phone):
        return PhoneCell((phone,))
    try:
        return _read_among_words(text, BadValue, "")
    except BadValue:
        return PhoneCell((phone,))


def phone_in_name(name: str) -> tuple[str, str] | None:
    """A mobile that stands inside a name, and the name without it; None where there is none."""
    found = _MOBILE_INSIDE.search(normalise(name))
    if not found:
        return None
    try:
        phone = parse_persons_phone(found[0])
    except BadValue:
        return None
    rest = found.string[: found.start()] + " " + found.string[found.end() :]
    return phone, " ".join(
        _strip_signs(
            re.sub(r"(?:电话|手机号?|联系电话|tel)\s*[:：]?\s*$", "", rest.strip(), flags=re.IGNORECASE)
        ).split()
    )


def _strip_signs(text: str) -> str:
    return text.strip(" \t:：,，;；、/|()（）[]【】-")


def _read_among_words(text: str, refusal: type[BadValue], reason: str) -> PhoneCell:
    """The phones of a cell that is no phone as a whole; where it holds none, it is refused for this ``reason``."""
    # Not the refusal itself: raised again it would hold itself, and with it the cells of its block.
    folded = normalise(text)
    wechat = _WECHAT_NAME.search(folded)
    if wechat:
        folded = folded[: wechat.start()] + " / " + folded[wechat.end() :]
    phones = [parse_persons_phone(found[0]) for found in _MOBILE_INSIDE.finditer(folded)]
    rest = _MOBILE_INSIDE.sub(" / ", folded)
    for part in _BETWEEN.split(_BRACKETED.sub(" ", rest)):
        number = _AROUND.sub("", part.strip())
        if sum(map(str.isdigit, number)) < 2:
            continue
        phones.append(_parse_part(number, refusal, reason))
    unique = tuple(dict.fromkeys(phones))
    if len(unique) > MOST:
        raise BadValue(_TOO_MANY, most=MOST)
    if not unique and not wechat:
        raise refusal(reason)
    words = _SIGNS.sub(" ", _HARMLESS.sub(" ", re.sub(r"\d", " ", rest))).strip()
    return PhoneCell(unique, wechat[1] if wechat else None, " ".join(words.split()))


def _parse_part(number: str, refusal: type[BadValue], reason: str) -> str:
    try:
        phone = parse_persons_phone(number)
    except BadValue as worse:
        if not reason:
            raise
        raise refusal(reason) from worse
    if is_odd(phone):
        raise refusal(reason)
    return phone


def split_cells(cells: Sequence[object]) -> tuple[list[str | None], list[str | None], list[str | None]]:
    """The main phones, the further ones (with a space between them) and the names on WeChat of a column."""
    read = [
        cell if isinstance(cell, PhoneCell) else PhoneCell((cell,) if isinstance(cell, str) else ()) for cell in cells
    ]
    return (
        [next(iter(cell.phones), None) for cell in read],
        [" ".join(cell.phones[1:]) or None for cell in read],
        [cell.wechat for cell in read],
    )
