"""The other records that come as files: follow-ups, churn, orders, sales without a lead, owners, online enquiries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from leadctl.errors import WrongUsage, listing, template
from leadctl.intake import cells, vocabulary
from leadctl.intake.columns import Check, Column, Maker, as_typed, each, phones, texts
from leadctl.intake.enquiries import ENQUIRIES
from leadctl.intake.headers import Names
from leadctl.intake.money import parse_price
from leadctl.intake.registerdates import NO_DATE, RegisterDates, parse_day
from leadctl.intake.registers import Register, Spec, open_register
from leadctl.intake.rejects import RejectsWriter
from leadctl.intake.rules import (
    Rule,
    complete_churn,
    continue_unless_told,
    finish_with,
    in_order,
    needs,
    needs_lead,
    plan_next,
)

_LEAD = ("线索", "线索号", "线索编号", "lead id", "lead number")
_PHONE = (
    "联系方式",
    "联系电话",
    "手机",
    "手机号",
    "手机号码",
    "电话",
    "电话号码",
    "客户电话",
    "mobile",
    "telephone",
    "tel",
)
_BY = ("销售顾问", "顾问", "跟进人", "回访人", "记录人", "跟踪人", "consultant")
_NOTE = ("备注", "内容", "跟进内容", "回访内容", "跟踪内容", "洽谈内容", "说明", "notes", "remark", "remarks")
_MODEL = ("车型", "成交车型", "订购车型", "意向车型", "car")
_COUNT = ("数量", "台数", "辆数", "number", "quantity", "cars")


def _moments(dates: RegisterDates) -> Check:
    return lambda column, report: cast(Column, dates.moments(column, report))


def _days(dates: RegisterDates) -> Check:
    return lambda column, report: cast(Column, dates.days(column, report))


def _spec(
    kind: str, synonyms: Mapping[str, Sequence[str]], required: Sequence[Sequence[str]], checks: Mapping[str, Maker],
    *rules: Rule,
) -> Spec:  # fmt: skip
    return Spec(
        kind=kind,
        names=Names(synonyms, required),
        checks=checks,
        anchors=[name for group in required for name in group],
        finish=lambda dates: finish_with(list(checks), rules),
    )


FOLLOWUPS = _spec(
    "followups",
    {
        "phone": _PHONE,
        "lead": _LEAD,
        "at": ("日期", "时间", "跟进时间", "跟进日期", "回访时间", "回访日期", "联系时间", "跟踪时间", "date", "time"),
        "by": _BY,
        "via": ("方式", "跟进方式", "回访方式", "联系途径", "跟踪方式"),
        "outcome": ("结果", "跟进结果", "回访结果", "result"),
        "grade": ("意向级别", "级别", "客户级别", "意向等级"),
        "next": ("下次跟进", "下次跟进时间", "下次回访", "下次回访时间", "下次联系", "下次日期", "next contact"),
        "note": _NOTE,
    },
    (("phone", "lead"), ("at",)),
    {
        "phone": phones,
        "lead": each(vocabulary.parse_lead),
        "at": _moments,
        "by": each(cells.parse_identifier),
        "via": each(vocabulary.parse_via),
        "outcome": each(vocabulary.parse_outcome),
        "grade": each(cells.parse_grade),
        "next": as_typed,
        "note": texts,
    },
    needs_lead,
    needs("at", NO_DATE),
    plan_next,
    continue_unless_told,
)  # fmt: skip

CHURN = _spec(
    "churn",
    {
        "phone": _PHONE,
        "lead": _LEAD,
        "at": ("日期", "时间", "战败日期", "战败时间", "流失日期", "流失时间", "date"),
        "kind": ("类型", "流失类型", "战败/失控", "状态"),
        "reason": ("原因", "战败原因", "流失原因", "失控原因"),
        "rival": ("竞品", "竞争车型", "竞品车型", "购买车型", "对手", "rival model"),
        "by": _BY,
        "note": _NOTE,
        "verification": ("回访结果", "战败回访", "核实结果", "核实"),
        "verified_by": ("核实人", "回访客服", "客服", "核实人员"),
        "verified_at": ("核实时间", "核实日期", "回访时间", "回访日期"),
    },
    (("phone", "lead"), ("at",)),
    {
        "phone": phones,
        "lead": each(vocabulary.parse_lead),
        "at": _moments,
        "kind": each(vocabulary.parse_churn),
        "reason": each(vocabulary.parse_reason),
        "rival": each(cells.parse_identifier),
        "by": each(cells.parse_identifier),
        "note": texts,
        "verification": each(vocabulary.parse_verification),
        "verified_by": each(cells.parse_identifier),
        "verified_at": _moments,
    },
    needs_lead,
    needs("at", NO_DATE),
    complete_churn,
    in_order(template("at"), "verified_at"),
)

ORDERS = _spec(
    "orders",
    {
        "phone": _PHONE,
        "lead": _LEAD,
        "ordered_on": ("订单日期", "下订日期", "订车日期", "签单日期", "成交日期", "日期", "date", "order date"),
        "delivered_on": ("交车日期", "交付日期", "提车日期", "delivery date"),
        "cancelled_on": ("退订日期", "取消日期", "canceled on", "cancel date"),
        "model": _MODEL,
        "price": ("成交价", "价格", "成交价格", "车价", "金额"),
        "vin": ("车架号", "VIN码", "底盘号"),
        "count": _COUNT,
    },
    (("phone", "lead"), ("ordered_on",)),
    {
        "phone": phones,
        "lead": each(vocabulary.parse_lead),
        "ordered_on": _days,
        "delivered_on": _days,
        "cancelled_on": _days,
        "model": each(cells.parse_identifier),
        "price": each(parse_price),
        "vin": each(vocabulary.parse_vin),
        "count": each(cells.whole_number(1, 999)),
    },
    needs_lead,
    needs("ordered_on", NO_DATE),
    in_order(template("ordered_on"), "delivered_on"),
    in_order(template("ordered_on"), "cancelled_on"),
)

SALES = _spec(
    "sales",
    {
        "channel": ("渠道", "销售渠道", "销售类型", "sales channel"),
        "on": ("日期", "销售日期", "成交日期", "date"),
        "model": _MODEL,
        "count": _COUNT,
    },
    (("channel",), ("on",)),
    {
        "channel": each(vocabulary.parse_sales_channel),
        "on": _days,
        "model": each(cells.parse_identifier),
        "count": each(cells.whole_number(1, 9999)),
    },
    needs("channel", template("is needed: sub-dealer (二级) or wholesale (批售)")),
    needs("on", NO_DATE),
)

OWNERS = _spec(
    "owners",
    {
        "name": ("姓名", "客户姓名", "车主", "车主姓名", "客户", "owner", "customer"),
        "phone": _PHONE,
        "model": (*_MODEL, "购买车型", "所购车型"),
        "delivered_on": ("交车日期", "交付日期", "提车日期", "购车日期", "购买日期", "日期", "delivery date", "date"),
        "vin": ("车架号", "VIN码", "底盘号"),
        "consultant": ("销售顾问", "顾问", "seller"),
        "insurance_on": ("保险到期", "保险到期日", "保险日期", "保险到期日期", "续保日期", "insurance"),
        "inspection_on": ("年检日期", "年审日期", "年检到期", "年检", "inspection"),
        "warranty_until": ("质保到期", "质保到期日", "保修到期", "warranty"),
        "birthday": ("生日", "出生日期", "date of birth"),
        "origin": ("购车渠道", "购买渠道", "购于"),
    },
    (("phone",), ("delivered_on",)),
    {
        "name": texts,
        "phone": phones,
        "model": each(cells.parse_identifier),
        "delivered_on": _days,
        "vin": each(vocabulary.parse_vin),
        "consultant": each(cells.parse_identifier),
        "insurance_on": each(parse_day),
        "inspection_on": each(parse_day),
        "warranty_until": each(parse_day),
        "birthday": each(parse_day),
        "origin": each(vocabulary.parse_origin),
    },
    needs("phone", template("a phone is needed")),
    needs("delivered_on", NO_DATE),
    in_order(template("delivered_on"), "warranty_until"),
    in_order(template("birthday"), "delivered_on"),
)

KINDS: Mapping[str, Spec] = {spec.kind: spec for spec in (FOLLOWUPS, CHURN, ORDERS, SALES, OWNERS, ENQUIRIES)}
"""Kinds of file besides visits, by the name that ``import`` takes."""


def open_records(
    kind: str,
    source: Path | BinaryIO,
    *,
    suffix: str,
    now: datetime,
    encoding: str | None = None,
    mapping: Mapping[str, str] | None = None,
    year: int | None = None,
    sheet: str | None = None,
    rejects: RejectsWriter | None = None,
) -> Register:
    """Open a file of ``kind``: followups, churn, orders, sales, owners or online. Options as in ``open_register``.

    Columns: ``lead`` int or None, ``phone`` in stored form or None, days ``YYYY-MM-DD``, ``at`` and
    ``verified_at`` a day or ``YYYY-MM-DDTHH:MM``, vocabularies as codes, ``price`` yuan, ``count`` int or None.
    ``outcome`` left empty is continued. Those of ``online`` are a visit's. Raises Refused for what is no such
    file, WrongUsage for the kind.
    """
    if kind not in KINDS:
        raise WrongUsage("{kind!r} is no kind of import; expected {kinds}", kind=kind, kinds=listing(KINDS))
    return open_register(
        KINDS[kind], source, suffix=suffix, now=now, encoding=encoding, mapping=mapping, year=year, sheet=sheet,
        rejects=rejects,
    )  # fmt: skip
