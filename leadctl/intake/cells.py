"""What a single cell may hold, a parser a meaning. Each takes tidied, filled text and raises BadValue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from leadctl.domain.terms import CHANNELS, GENDERS, SOURCES
from leadctl.errors import listing
from leadctl.intake.faults import BadValue
from leadctl.intake.times import parse_figure
from leadctl.intake.traditional import simplify
from leadctl.plain_text import clean_entry, normalise, remove_hidden, unguard

LONGEST = 10_000
"""Characters that a cell may have."""

_HALF = re.compile("[\ud800-\udfff]")
_MARKS = re.compile(r"[\s_\-/、|·.]+")
_AS_TEXT = re.compile(r'=\s*"((?:[^"]|"")*)"')  # how some programs keep a spreadsheet from reading a number
_ERROR = re.compile(r"#(?:[^\W\d_][\w/¡¿]*[!?]|N/A|NV|GETTING_DATA|#+)|Err:\d{3}", re.IGNORECASE)
_DASHES = re.compile(r"[-‐‑‒–—―－/\\_~～]+")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])[ \u3000]+(?=[\u3400-\u9fff])")


_NOTHING = frozenset(
    ("", "无", "没有", "暂无", "不详", "未知", "不明", "不清楚", "未定", "待定", "不确定", "未分配", "待分配",
     "none", "null", "nil", "n/a", "unknown")
)  # fmt: skip


def tidy(cell: str) -> str:
    """The cell without outer white space, without the quote that guards a formula, and without ``="..."`` around it.

    Raises BadValue for what no cell may hold: an error of a spreadsheet (``#N/A``) among it.
    """
    if len(cell) > LONGEST:
        raise BadValue("is longer than {most} characters", most=LONGEST)
    if not cell.isprintable():
        if "\0" in cell:
            raise BadValue("holds a NUL character")
        if _HALF.search(cell):
            raise BadValue("holds half a character")
    text = unguard(cell).strip()
    if text[:1] in ("#", "e", "E") and _ERROR.fullmatch(text):
        raise BadValue("holds an error of the spreadsheet")
    if text[:1] == "=" and (quoted := _AS_TEXT.fullmatch(text)):
        return quoted[1].replace('""', '"').strip()
    return text


def is_dash(text: str) -> bool:
    """Whether a tidied cell is a dash or a stroke: no answer was given."""
    return _DASHES.fullmatch(text) is not None


def says_nothing(text: str) -> bool:
    """Whether a text is empty, or a word for what is not known or not there."""
    return text.casefold() in _NOTHING


def close_gaps(name: str) -> str:
    """A person's name without spaces between Han characters: 李 娜 is 李娜."""
    return _HAN_GAP.sub("", name)


def clean_names(names: Sequence[str | None]) -> list[str | None]:
    """A column of people's names without the gaps that :func:`close_gaps` closes; None where one says nothing."""
    filled = list(filter(None, names))
    joined = "\n".join(filled)
    if _NOTHING.isdisjoint(map(str.casefold, filled)) and (joined.isascii() or not _HAN_GAP.search(joined)):
        return list(names)
    return [None if name is None or says_nothing(name) else close_gaps(name) for name in names]


def parse_identifier(text: str) -> str | None:
    """A name that is looked up (consultant, model, campaign): NFKC, nothing invisible, single spaces; None for a word
    that stands where there is no name."""
    folded = " ".join(normalise(remove_hidden(clean_entry(text))).split())
    return None if says_nothing(folded) else folded


def parse_person(text: str) -> str | None:
    """The name of somebody who is looked up (a consultant): an identifier without spaces between Han characters."""
    name = parse_identifier(text)
    return name and close_gaps(name)


def key_of(text: str) -> str:
    """What makes two spellings of a word the same: NFKC, case, white space, dashes, slashes and traditional characters
    do not count."""
    return simplify(_MARKS.sub("", remove_hidden(normalise(text)).casefold()))


def spelling_codes(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Key of every spelling -> its code, of code -> spellings; the code is a spelling of itself."""
    return {key_of(word): code for code, others in words.items() for word in (code, *others)}


def make_closed_parser(words: Mapping[str, Iterable[str]]) -> Callable[[str], str]:
    """Parser of a closed vocabulary: code -> its spellings."""
    codes = spelling_codes(words)

    def parse(text: str) -> str:
        code = codes.get(key_of(text))
        if code is None:
            raise BadValue("is none of {known}", known=listing(words))
        return code

    return parse


def make_open_parser(words: Mapping[str, Iterable[str]]) -> Callable[[str], str | None]:
    """Parser of an open vocabulary: known spellings become codes, anything else stays as a new name."""
    codes = spelling_codes(words)

    def parse(text: str) -> str | None:
        return codes.get(key_of(text)) or parse_identifier(text)

    return parse


def make_code_parser(codes: Sequence[str], *others: Sequence[str]) -> Callable[[str], str]:
    """Parser of a closed vocabulary: its codes, and the other spellings of each in the same order."""
    return make_closed_parser(dict(zip(codes, others, strict=True)))


_parse_sex = make_code_parser(GENDERS, ("男", "m", "先生", "男士", "男性"), ("女", "f", "女士", "小姐", "女性", "太太"))
_UNKNOWN_GENDER = {key_of(word) for word in ("未知", "不详", "保密", "不明", "unknown")}
parse_channel = make_open_parser(CHANNELS)


def parse_gender(text: str) -> str | None:
    """male or female; None where the register says that it does not know."""
    return None if key_of(text) in _UNKNOWN_GENDER else _parse_sex(text)


_SOURCE_CODES = spelling_codes(SOURCES)
_CHANNEL_CODES = spelling_codes(CHANNELS)
_CUSTOMERS = "客户"


def parse_source(text: str) -> str | None:
    """The code of a known source (a trailing 客户 adds nothing), anything else as a new name."""
    return _find_code(_SOURCE_CODES, text) or parse_identifier(text)


def parse_source_and_channel(text: str) -> tuple[str | None, str | None]:
    """The source of a cell, and the online channel that stands there instead of it: 微信 is online, by wechat."""
    code = _find_code(_SOURCE_CODES, text)
    channel = None if code else _find_code(_CHANNEL_CODES, text)
    return ("online", channel) if channel else (code or parse_identifier(text), None)


def _find_code(codes: Mapping[str, str], text: str) -> str | None:
    key = key_of(text)
    return codes.get(key) or codes.get(key.removesuffix(_CUSTOMERS))


def make_count_parser(least: int, most: int) -> Callable[[str], int]:
    """Parser of a count such as ``2``, ``2人`` or ``两位`` within these bounds."""

    def parse(text: str) -> int:
        number = re.sub(r"(个?人|个|位|名|辆|台)$|\.0+$", "", normalise(text)).strip()
        try:
            value = parse_figure(number)
        except BadValue:
            value = least - 1
        if not least <= value <= most:
            raise BadValue("is no whole number from {least} to {most}", least=least, most=most)
        return value

    return parse


_parse_persons = make_count_parser(1, 99)
_FIGURE = r"[\d一二两三四五六七八九十]+"
_PARTS_OF_PARTY = re.compile(
    rf"(?P<first>{_FIGURE})(?:个?大人?|位?成人|个?人|位?男士?)(?P<second>{_FIGURE})(?:个?(?:小孩?|孩子?|儿童)|位?女士?)"
)
_SUM = re.compile(r"\d{1,2}(?:\+\d{1,2}){1,4}")
_FAMILY = re.compile(
    rf"(?:一?家)?(?P<all>{_FIGURE})口(?:人|之家)?|(?:一家|一行|夫妻|夫妇)(?P<members>{_FIGURE})人|(?P<grown>{_FIGURE})(?:大|个?大人)"
)
_COUPLE, _ALONE = ("夫妻", "夫妇", "情侣", "父子", "父女", "母子", "母女"), ("本人", "独自", "单独", "独自一人")


def parse_party(text: str) -> int:
    """How many came: ``2``, ``2人``, ``2大1小`` or ``2+1`` (3), ``一家三口`` (3), ``夫妻`` (2)."""
    spoken = re.sub(r"\s|[(\[].*[)\]]$", "", normalise(text))
    if _SUM.fullmatch(spoken):
        return _parse_persons(str(sum(map(int, spoken.split("+")))))
    if spoken in _COUPLE or spoken in _ALONE:
        return 2 if spoken in _COUPLE else 1
    folded = re.sub(r"[、,+和]", "", spoken)
    if parts := _PARTS_OF_PARTY.fullmatch(folded):
        return _parse_persons(str(parse_figure(parts["first"]) + parse_figure(parts["second"])))
    family = _FAMILY.fullmatch(folded)
    return _parse_persons(family["all"] or family["members"] or family["grown"] if family else text)


_GRADE = re.compile(
    r"(?:意向)?([a-z])(?:级|类|档)?(?:客户|意向)?(?:[(\[【:]?[^()\[\]【】:]*(?:天|日|周|月|年|不确定|未定)[^()\[\]【】:]*[)\]】]?)?"
)
_ENDED = {key_of(word) for word in ("战败", "失控", "失联", "流失", "战败客户", "defeat", "defeated", "lost")}
_ORDERED = {key_of(word) for word in ("已订车", "订车", "订单", "成交", "已成交", "已交车", "交车")}


def parse_grade(text: str) -> str:
    """H, A, B, C or N, also as ``H级`` or ``A类``, and with its horizon: ``H级(7天内)``."""
    key = key_of(text)
    match = _GRADE.fullmatch(re.sub(r"\s", "", normalise(text).casefold()))
    grade = match[1].upper() if match else key.upper()
    if grade == "O" or key in _ORDERED:
        raise BadValue("O is set by an order, not by a grade; expected H, A, B, C or N")
    if key in _ENDED:
        raise BadValue(
            "is the end of a lead, not a grade: leave the grade empty, and send the row to: leadctl import churn"
        )
    if re.fullmatch(r"[habcn][+-]|[habcn]{2,}", key.replace("级", "")) or re.fullmatch(r"[habcn]\s*-", text.casefold()):
        raise BadValue("is between two grades; decide for one of H, A, B, C, N")
    if grade not in ("H", "A", "B", "C", "N"):
        raise BadValue("is none of the grades H, A, B, C, N")
    return grade


def parse_lead(text: str) -> int:
    """A lead's number: up to 7 digits. Raises BadValue."""
    digits = re.sub(r"^#|\.0+$", "", text)
    if not re.fullmatch(r"0*[1-9][0-9]{0,6}", digits, re.ASCII):
        raise BadValue("is no lead number; expected up to 7 digits")
    return int(digits)


def parse_vin(text: str) -> str:
    """A vehicle's number: 17 letters and digits, or at least its last 4."""
    vin = re.sub(r"[\s-]", "", parse_identifier(text) or "").upper()
    if not re.fullmatch(r"[A-Z0-9]{4,17}", vin):
        raise BadValue("is no vehicle number; expected 17 letters and digits")
    return vin


# Money, in yuan.

Budget = tuple[float | None, float | None]
"""The low and the high end in yuan; None where a budget is open on that side."""

_WAN = 10_000
_SMALLEST_YUAN = 1000
_MOST = 1_000_000_000
_AMOUNT = r"(\d{1,12}(?:\.\d{1,4})?)(万|w|千|k)?"
_RANGE = re.compile(rf"{_AMOUNT}[-~到至—–]{_AMOUNT}")
_SINGLE = re.compile(_AMOUNT)
_NOISE = re.compile(r"[\s¥元]|,(?=\d{3}(?!\d))|rmb|cny|人民币|左右|上下|大概|大约|约|预算|整$|之间$")
_UP = re.compile(r"(以上|起|\+)$|^(>=?|≥|至少|不低于|高于)")
_DOWN = re.compile(r"(以内|以下|之内|内)$|^(<=?|≤|最多|不超过|不高于|低于)")
_SPOKEN = re.compile(r"(?P<figure>[零一二两三四五六七八九十]+)(?=万)")
_SPOKEN_TAIL = re.compile(r"(\d+)万(\d)千?(?!\d)")
"""What follows 万 when it is said as 12万8 (128,000)."""
_UNITS = {"万": 10_000.0, "w": 10_000.0, "千": 1000.0, "k": 1000.0}


def parse_budget(text: str) -> Budget:
    """The low and high end in yuan. Numbers below 1000 without a unit count ten thousands (万).

    ``10-12万`` gives both, ``10万`` the same twice, ``15万以上`` the low end only, ``20万以内`` the high end only, and
    ``待定`` neither.
    """
    if says_nothing(text.strip()) or text.strip() in ("面议", "不限"):
        return None, None
    folded = _fold_amount(text)
    if match := _RANGE.fullmatch(folded):
        low, high = _to_yuan(match[1], match[2] or match[4]), _to_yuan(match[3], match[4])
        if low > high:
            raise BadValue("the low end of the budget is above its high end")
        return low, high
    single = _SINGLE.fullmatch(_DOWN.sub("", _UP.sub("", folded)))
    if not single:
        raise BadValue("cannot be read as a budget; expected such as 10-12万, 10万 or 100000")
    amount = _to_yuan(single[1], single[2])
    return (None if _DOWN.search(folded) else amount), (None if _UP.search(folded) else amount)


def parse_price(text: str) -> float:
    """A price in yuan, with 万 also in ten thousands."""
    match = _SINGLE.fullmatch(_fold_amount(text))
    if not match:
        raise BadValue("cannot be read as a price in yuan; expected such as 128800 or 12.88万")
    return _check_amount(float(match[1]) * _UNITS.get(match[2] or "", 1))


def parse_car_price(text: str) -> float:
    """The price of a car in yuan, as a register has it: 12.88 without 万 is no price of one."""
    price = parse_price(text)
    if price < _SMALLEST_YUAN:
        raise BadValue("is too little for a car; write it in yuan or with 万, such as 128800 or 12.88万")
    return price


def _fold_amount(text: str) -> str:
    folded = simplify(_NOISE.sub("", normalise(text).casefold()))
    folded = _SPOKEN.sub(lambda found: str(parse_figure(found["figure"])), folded)
    return _SPOKEN_TAIL.sub(r"\1.\2万", folded)


def _to_yuan(number: str, unit: str | None) -> float:
    value = float(number)
    return _check_amount(value * (_UNITS[unit] if unit else _WAN if value < _SMALLEST_YUAN else 1))


def _check_amount(amount: float) -> float:
    yuan = round(amount, 2)
    if not 0 < yuan <= _MOST:
        raise BadValue("the amount is not between 0 and {most} yuan", most=_MOST)
    return yuan
