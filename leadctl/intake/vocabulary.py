"""The numbers and vocabularies of follow-ups, churn, orders and sales, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from leadctl.domain.aftercare import ORIGINS
from leadctl.domain.terms import CHURNS, OUTCOMES, REASONS, SALES_CHANNELS, VERIFICATIONS, VIAS
from leadctl.intake import cells
from leadctl.intake.faults import BadValue


def parse_lead(text: str) -> int:
    """A lead's number: up to 7 digits. Raises BadValue."""
    digits = re.sub(r"^#|\.0+$", "", text)
    if not re.fullmatch(r"0*[1-9][0-9]{0,6}", digits, re.ASCII):
        raise BadValue("is no lead number; expected up to 7 digits")
    return int(digits)


def parse_vin(text: str) -> str:
    """A vehicle's number: 17 letters and digits, or at least its last 4."""
    vin = re.sub(r"[\s-]", "", cells.parse_identifier(text) or "").upper()
    if not re.fullmatch(r"[A-Z0-9]{4,17}", vin):
        raise BadValue("is no vehicle number; expected 17 letters and digits")
    return vin


def _codes(codes: Sequence[str], *others: Sequence[str]) -> Callable[[str], str]:
    return cells.one_of(dict(zip(codes, others, strict=True)))


parse_via = _codes(
    VIAS, ("电话", "来电", "去电", "call"), ("微信", "weixin"), ("QQ群", "qq消息"), ("短信", "信息", "text"),
    ("邮件", "电子邮件", "mail"), ("信函", "直邮", "信件", "direct mail"), ("到店", "来店", "进店", "展厅"),
    ("上门", "家访", "上门拜访", "拜访"),
)  # fmt: skip
parse_outcome = _codes(
    OUTCOMES, ("有进展", "进展", "推进", "progress"), ("继续", "继续跟进", "保持联系", "跟进中", "continuation"),
    ("拒绝", "refusal"), ("未接", "无人接听", "未接通", "无应答", "未接听", "关机", "占线", "unanswered"),
)  # fmt: skip
parse_churn = _codes(CHURNS, ("战败", "defeated", "lost to rival"), ("失控", "失联", "lost", "lost contact"))
_parse_verification = _codes(
    VERIFICATIONS, ("属实", "确认", "已确认", "真实", "确认战败"), ("推翻", "不属实", "重新激活", "恢复", "激活"),
    ("未联系上", "无法联系", "联系不上", "未接通", "无人接听"),
)  # fmt: skip
parse_origin = _codes(
    ORIGINS, ("本店", "我店", "our store"), ("他店", "外店", "其他店", "同品牌他店"), ("其他品牌", "它品牌", "其它品牌")
)
parse_reason = cells.known_or_new({code: (label,) for code, label in REASONS.items()})


def parse_verification(text: str) -> str | None:
    """A result of the call-back, None for one that still waits (pending, 待回访)."""
    if cells.key_of(text) in ("pending", "待回访", "待核实", "未回访"):
        return None
    return _parse_verification(text)


def parse_sales_channel(text: str) -> str:
    """sub-dealer or wholesale. Raises BadValue, for the showroom with what to do instead."""
    if cells.key_of(text) in ("展厅", "showroom"):
        raise BadValue("sales of the showroom come from orders; expected sub-dealer (二级) or wholesale (批售)")
    return _parse_sales_channel(text)


_parse_sales_channel = _codes(SALES_CHANNELS, ("二级", "二网", "二级网点", "分销"), ("批售", "批发", "大客户"))
