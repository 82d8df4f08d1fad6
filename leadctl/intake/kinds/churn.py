"""Churn of files, with its verification."""

from __future__ import annotations

from leadctl.domain.terms import CHURNS, REASONS, VERIFICATIONS
from leadctl.errors import Sentence, listing, template
from leadctl.intake.cells import key_of, make_code_parser, make_open_parser, parse_identifier, parse_person
from leadctl.intake.columns import Columns, read_each, read_moments, read_texts
from leadctl.intake.faults import Faults
from leadctl.intake.kinds.declaration import (
    LEAD,
    NOTE_HEADERS,
    PHONE,
    RECORDED_BY,
    Field,
    FileKind,
    require_date,
    require_lead,
    require_order,
)

parse_churn = make_code_parser(CHURNS, ("战败", "defeated", "lost to rival"), ("失控", "失联", "lost", "lost contact"))
_OTHER_WORDS = {
    "price": ("价格高", "价格贵", "价格偏高", "价格太高", "太贵", "价高", "嫌贵", "价格因素", "价格原因"),
    "brand": ("品牌因素", "品牌原因", "不认可品牌"),
    "exterior": ("外形", "造型", "外观不满意"),
    "interior": ("内饰不满意",),
    "equipment": ("配置低", "配置不满意"),
    "power": ("动力", "操控", "动力操控"),
    "quality": ("质量问题", "质量不放心"),
    "service": ("服务", "服务不好"),
    "gave-up": ("放弃", "不买了", "暂不购车", "取消购车", "放弃购车"),
}
"""How people write reasons beside their labels."""
parse_reason = make_open_parser({code: (label, *_OTHER_WORDS.get(code, ())) for code, label in REASONS.items()})
_parse_result = make_code_parser(
    VERIFICATIONS, ("属实", "确认", "已确认", "真实", "确认战败"), ("推翻", "不属实", "重新激活", "恢复", "激活"),
    ("未联系上", "无法联系", "联系不上", "未接通", "无人接听"),
)  # fmt: skip


def parse_verification(text: str) -> str | None:
    """A result of the call-back, None for one that still waits (pending, 待回访)."""
    if key_of(text) in ("pending", "待回访", "待核实", "未回访"):
        return None
    return _parse_result(text)


def fill_kind(columns: Columns, rows: int, faults: Faults) -> None:
    """A row with a reason and no kind is a defeat; a defeat without a reason is bad."""
    for row, (kind, reason) in enumerate(zip(columns["kind"], columns["reason"], strict=True)):
        if faults.has_fault(row, "kind", "reason"):
            continue
        if kind is None and reason is not None:
            columns["kind"][row] = "defeat"
        elif kind is None:
            faults.add("kind", row, Sentence("is needed: defeat (战败) with a reason, or lost-contact (失控)"))
        elif kind == "defeat" and reason is None:
            faults.add(
                "reason", row, Sentence("a defeat needs a reason; known ones are {known}", known=listing(REASONS))
            )


CHURN = FileKind(
    name="churn",
    title="Churn",
    known_by="its lead, day and kind",
    about="The verification may come with a later sending, and without verified_at is of the churn's own time."
    " unreachable stands for customer service's three tries. Without a verification the churn waits for customer"
    " service.",
    example="leadctl import churn lost.csv --dry-run",
    fields=(
        PHONE,
        LEAD,
        Field("at", ("日期", "时间", "战败日期", "战败时间", "流失日期", "流失时间", "date"), read_moments),
        Field("kind", ("类型", "流失类型", "战败/失控", "状态"), read_each(parse_churn)),
        Field("reason", ("原因", "战败原因", "流失原因", "失控原因"), read_each(parse_reason)),
        Field("rival", ("竞品", "竞争车型", "竞品车型", "购买车型", "对手", "rival model"),
              read_each(parse_identifier)),
        RECORDED_BY,
        Field("note", NOTE_HEADERS, read_texts),
        Field("verification", ("回访结果", "战败回访", "核实结果", "核实"), read_each(parse_verification)),
        Field("verified_by", ("核实人", "回访客服", "客服", "核实人员"), read_each(parse_person)),
        Field("verified_at", ("核实时间", "核实日期", "回访时间", "回访日期"), read_moments),
    ),
    required=(("phone", "lead"), ("at",)),
    rules=(require_lead, require_date("at"), fill_kind, require_order(template("at"), "verified_at")),
)  # fmt: skip
