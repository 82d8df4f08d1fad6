"""Yes or no, first or return visit, and how somebody came, as people write it into registers.

The words are those of docs/domain.md, section 2, and what stands in real files beside them.
"""

from __future__ import annotations

import re

from leadctl.domain.terms import KINDS
from leadctl.errors import listing
from leadctl.intake.cells import key_of, spelling_codes
from leadctl.intake.faults import BadValue
from leadctl.plain_text import normalise

_DECIMAL = re.compile(r"\.0+$")  # what a spreadsheet makes of a whole number
_REMARK = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]$")
_YES = {
    key_of(word)
    for word in (
        *("是", "√", "✓", "✔", "☑", "✅", "ˇ", "v", "y", "yes", "t", "true", "有", "对", "已", "好", "ok", "○", "◯"),
        *("是的", "有的", "勾", "打勾", "真"),
    )
}
_NO = {
    key_of(word)
    for word in (
        *("否", "×", "✗", "✘", "✕", "✖", "☒", "❌", "╳", "x", "n", "no", "f", "false", "无", "没有", "没", "未", "不"),
        *("不是", "叉", "☐", "□", "暂无", "假", "预约", "待定", "预约中"),
    )
}
_DONE = re.compile(r"(?:已经?|有|做了|完成)?(?:试乘试驾|试乘|试驾|报价|试)(?:了|过|完)?")
_UNDONE = re.compile(r"(?:未|没有?|无|不|待|预约|拒绝|不需要?)(?:试乘试驾|试乘|试驾|报价|试)(?:过)?")
_TIMES = re.compile(r"(\d{1,2})(?:次|遍)?")
_CAME = r"(?:到店|来店|进店|到访|来访|回店)"
_FIRST = re.compile(rf"(?:首|初|第?[一1])(?:次|访|来|批|度)?{_CAME}?|新(?:客户?|增)?|first|new|firstvisit")
_AGAIN = re.compile(
    rf"(?:邀约|预约)?(?:再|复|回|返|多|第?(?:[2-9]|[1-9]\d|[二两三四五六七八九十]))(?:次|访|来|头|批|度|店|看)?{_CAME}?|老(?:客户?)?|return|again|returnvisit"
)
_KIND_CODES = spelling_codes(
    dict(
        zip(
            KINDS,
            (
                ("来店", "展厅", "到店", "进店", "店面", "来访", "showroom", "visit"),
                ("来电", "去电", "电话", "电话咨询", "呼入", "phone"),
                ("活动", "外展", "外拓", "车展", "巡展", "集客活动"),
                ("网络", "线上", "网上", "在线", "互联网", "网络咨询"),
            ),
            strict=True,
        )
    )
)
_WAYS_IN = re.compile(rf"(?:自然|邀约|预约|邀请|主动|路过)?{_CAME}(?:看车|客户)?")


def parse_yes_no(text: str) -> int:
    """1 or 0 of 是/否, √/×, Y/N, T/F, 1/0, 有/无, 已/未 and the like; so many times are yes. A remark in brackets
    after it adds nothing: 是（静态）."""
    key = key_of(_REMARK.sub("", _DECIMAL.sub("", normalise(text).strip())))
    if key in _YES or _DONE.fullmatch(key):
        return 1
    if key in _NO or _UNDONE.fullmatch(key):
        return 0
    if times := _TIMES.fullmatch(key):
        return int(int(times[1]) > 0)
    raise BadValue("is neither yes nor no; expected such as 是 or 否, Y or N, 1 or 0")


def parse_first_visit(text: str) -> int:
    """1 for a first visit (首次), 0 for a return visit (再次), also as a number of the visit: 2."""
    key = key_of(_REMARK.sub("", _DECIMAL.sub("", normalise(text).strip())))
    if _FIRST.fullmatch(key):
        return 1
    if _AGAIN.fullmatch(key):
        return 0
    if key in _YES:
        return 1
    if key in _NO or key == "0":
        return 0
    raise BadValue("is neither a first nor a return visit; expected 首次 or 再次, first or return")


def parse_kind(text: str) -> str:
    """How somebody came, as one of the kinds of visits."""
    return parse_kind_and_first(text)[0]


def parse_kind_and_first(text: str) -> tuple[str, int | None]:
    """The kind of a visit, and whether the cell says beside it that it was a first one (首次到店: 1; 二次到店: 0)."""
    key = key_of(_REMARK.sub("", normalise(text).strip()))
    code = _KIND_CODES.get(key) or _KIND_CODES.get(key.removesuffix("客户"))
    if code is not None:
        return code, None
    if _WAYS_IN.fullmatch(key):
        return "walk-in", None
    if re.search(_CAME, key):
        if _FIRST.fullmatch(key):
            return "walk-in", 1
        if _AGAIN.fullmatch(key):
            return "walk-in", 0
    raise BadValue("is none of {known}", known=listing(KINDS))
