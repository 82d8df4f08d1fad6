"""The words in which people type one of a closed list of codes: labels in their language, and words of registers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from leadctl.errors import CodeWord, Sentence, listing


def find_code(text: str, known: Sequence[str]) -> str | None:
    """The code that a word means: the code itself, its label in any language, or what registers call it (未接通,
    来电); case, width, spaces and dashes do not count. None where it means no code of the list."""
    if text in known:
        return text
    from leadctl.intake.cells import key_of
    from leadctl.locale import translator

    labels, translate, key = find_labels(known), translator("zh"), key_of(text)
    if not labels:
        return None  # names of the program, such as those of reports, are typed as they are
    for code in known:
        label = labels.get(code, code)
        if key in (key_of(code), key_of(label), key_of(translate(label))):
            return code
    return _find_in_registers(text, known)


def list_choices(known: Sequence[str]) -> Sentence:
    """The codes for a refusal: in English as they are, elsewhere by their labels, if they have any."""
    labels = find_labels(known)
    return listing([CodeWord(code, labels[code]) if code in labels else code for code in known], " ")


def find_labels(known: Sequence[str]) -> Mapping[str, str]:
    """The labels of a list of codes: those of the vocabulary that has all of them."""
    from leadctl.locale import labels

    return next((found for found in labels.CHOICES if all(code in found for code in known)), {})


def _find_in_registers(text: str, known: Sequence[str]) -> str | None:
    from leadctl.intake.faults import BadValue

    parse = _list_parsers().get(tuple(known))
    try:
        found = None if parse is None else parse(text)
    except BadValue:
        return None
    return found if found in known else None


def _list_parsers() -> dict[tuple[str, ...], Callable[[str], str | None]]:
    """Codes -> what reads the words that registers have for them, or that people say beside the labels."""
    from leadctl.domain import aftercare, screening, terms
    from leadctl.intake.answers import parse_kind, parse_yes_no
    from leadctl.intake.cells import make_code_parser, parse_gender, parse_grade
    from leadctl.intake.kinds.churn import parse_churn, parse_verification
    from leadctl.intake.kinds.followups import parse_outcome, parse_via
    from leadctl.intake.kinds.sales import parse_sales_channel

    return {
        terms.GENDERS: parse_gender,
        terms.GRADES: parse_grade,
        terms.KINDS: parse_kind,
        terms.VIAS: parse_via,
        terms.OUTCOMES: parse_outcome,
        terms.CHURNS: parse_churn,
        terms.VERIFICATIONS: parse_verification,
        terms.SALES_CHANNELS: parse_sales_channel,
        terms.YES_NO: lambda text: terms.YES_NO[1 - parse_yes_no(text)],
        terms.ROLES: make_code_parser(
            terms.ROLES, ("顾问", "销售"), ("接待",), ("客户服务", "回访员"), ("经理", "主管"), ("数据员", "内勤")
        ),
        terms.SPOT_RESULTS: make_code_parser(
            terms.SPOT_RESULTS, ("真实",), ("不符", "不属实"), ("未到店", "没来过"), ("空号", "错号"), ("未接通",)
        ),
        screening.RESULTS: make_code_parser(
            screening.RESULTS, ("7天内到店",), ("15天内到店",), ("有意向",), ("放弃",), ("未联系上", "无人接听")
        ),
        aftercare.RESULTS: make_code_parser(
            aftercare.RESULTS, ("正常",), ("抱怨",), ("置换",), ("再购",), ("推荐", "转介绍"), ("无人接听", "未联系上")
        ),
    }
