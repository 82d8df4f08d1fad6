"""What a single cell may hold, a parser a meaning. Each takes tidied, filled text and raises BadValue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from leadctl.domain.terms import CHANNELS, GENDERS, KINDS, SOURCES
from leadctl.errors import listing, template
from leadctl.intake.faults import BadValue
from leadctl.intake.times import parse_figure
from leadctl.plain_text import clean_entry, normalise, remove_hidden, unguard

LONGEST = 10_000
"""Characters that a cell may have."""

_HALF = re.compile("[\ud800-\udfff]")
_DECIMAL = re.compile(r"\.0+$")  # what a spreadsheet makes of a whole number
_MARKS = re.compile(r"[\s_\-/、|·.]+")


def tidy(cell: str) -> str:
    """The cell without outer white space and without the quote that guards a formula."""
    if len(cell) > LONGEST:
        raise BadValue("is longer than {most} characters", most=LONGEST)
    if not cell.isprintable():
        if "\0" in cell:
            raise BadValue("holds a NUL character")
        if _HALF.search(cell):
            raise BadValue("holds half a character")
    return unguard(cell).strip()


def parse_identifier(text: str) -> str | None:
    """A name that is looked up (consultant, model, campaign): NFKC, nothing invisible, single spaces."""
    folded = normalise(remove_hidden(clean_entry(text)))
    return " ".join(folded.split()) or None


def key_of(text: str) -> str:
    """What makes two spellings of a word the same: NFKC, case, white space, dashes and slashes do not count."""
    return _MARKS.sub("", remove_hidden(normalise(text)).casefold())


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


parse_kind = make_code_parser(
    KINDS, ("来店", "展厅", "到店", "进店", "店面", "showroom", "visit"), ("来电", "电话", "phone"),
    ("活动", "外展", "外拓", "车展", "巡展", "集客活动"), ("网络", "线上", "网上", "在线", "互联网"),
)  # fmt: skip
parse_gender = make_code_parser(GENDERS, ("男", "m", "先生", "男士"), ("女", "f", "女士", "小姐"))
parse_source = make_open_parser(SOURCES)
parse_channel = make_open_parser(CHANNELS)

_YES = {key_of(word): 1 for word in ("是", "√", "✓", "✔", "☑", "y", "yes", "1", "true", "有")}
_NO = {key_of(word): 0 for word in ("否", "×", "✗", "✘", "n", "no", "0", "false", "无", "没有")}
_FIRST = {key_of(word): 1 for word in ("首次", "首", "first", "初次", "第一次", "1次", "一次", "首次来店", "新客户")}
_AGAIN = {key_of(word): 0 for word in ("再次", "return", "2次", "二次", "两次", "多次", "回头", "再次来店", "again")}


def parse_yes_no(text: str) -> int:
    """1 or 0 of 是/否, √/×, Y/N, yes/no, 1/0, true/false, 有/无."""
    return _look_up({**_YES, **_NO}, text, template("is neither yes nor no; expected such as 是 or 否, Y or N, 1 or 0"))


def parse_first_visit(text: str) -> int:
    """1 for a first visit (首次), 0 for a return visit (再次)."""
    words = {**_YES, **_NO, **_FIRST, **_AGAIN}
    neither = template("is neither a first nor a return visit; expected 首次 or 再次, first or return")
    return _look_up(words, text, neither)


def _look_up(words: Mapping[str, int], text: str, reason: str) -> int:
    value = words.get(key_of(text), words.get(key_of(_DECIMAL.sub("", text))))
    if value is None:
        raise BadValue(reason)
    return value


def make_count_parser(least: int, most: int) -> Callable[[str], int]:
    """Parser of a count such as ``2``, ``2人`` or ``两位`` within these bounds."""

    def parse(text: str) -> int:
        number = re.sub(r"(个?人|位|名|辆|台)$|\.0+$", "", normalise(text)).strip()
        try:
            value = parse_figure(number)
        except BadValue:
            value = least - 1
        if not least <= value <= most:
            raise BadValue("is no whole number from {least} to {most}", least=least, most=most)
        return value

    return parse


parse_party = make_count_parser(1, 99)


def parse_grade(text: str) -> str:
    """H, A, B, C or N, also as ``H级`` or ``A类``."""
    grade = re.sub(r"(级|类|级客户|类客户)$", "", key_of(text)).upper()
    if grade == "O":
        raise BadValue("O is set by an order, not by a grade; expected H, A, B, C or N")
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
_NOISE = re.compile(r"[\s,¥元]|rmb|cny|人民币|左右|上下|大概|大约|约|预算")
_UP = re.compile(r"(以上|起|\+)$")
_DOWN = re.compile(r"(以内|以下|之内|内)$")
_UNITS = {"万": 10_000.0, "w": 10_000.0, "千": 1000.0, "k": 1000.0}


def parse_budget(text: str) -> Budget:
    """The low and high end in yuan. Numbers below 1000 without a unit count ten thousands (万).

    ``10-12万`` gives both, ``10万`` the same twice, ``15万以上`` the low end only, ``20万以内`` the high end only.
    """
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


def _fold_amount(text: str) -> str:
    return _NOISE.sub("", normalise(text).casefold())


def _to_yuan(number: str, unit: str | None) -> float:
    value = float(number)
    return _check_amount(value * (_UNITS[unit] if unit else _WAN if value < _SMALLEST_YUAN else 1))


def _check_amount(amount: float) -> float:
    yuan = round(amount, 2)
    if not 0 < yuan <= _MOST:
        raise BadValue("the amount is not between 0 and {most} yuan", most=_MOST)
    return yuan
