"""Online enquiries as websites, apps and groups hand them over: each row is a visit of the kind online."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from leadctl.domain.terms import VISIT_FIELDS
from leadctl.errors import template
from leadctl.intake.answers import parse_yes_no
from leadctl.intake.cells import parse_channel, parse_identifier
from leadctl.intake.columns import Columns, leave_raw, read_each, read_names, read_texts
from leadctl.intake.faults import Faults
from leadctl.intake.kinds.declaration import CUSTOMER_PHONE, RECORD_ID, Combine, Field, FileKind, require_phone
from leadctl.intake.kinds.visits import read_row_moments
from leadctl.intake.people import part_people
from leadctl.intake.register_dates import RegisterDates

_SECONDS = re.compile(r"\s*1\d{9}(?:\d{3})?\s*")


def _write_out_seconds(cell: str) -> str:
    """The moment that seconds or milliseconds since 1970 say, as some services write them; other cells as they are."""
    if not _SECONDS.fullmatch(cell):
        return cell
    return datetime.fromtimestamp(int(cell.strip()[:10]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _combine(dates: RegisterDates) -> Combine:
    def combine(read: Columns, rows: int, faults: Faults) -> Columns:
        if "at" in read:
            read = read | {"at": list(map(_write_out_seconds, read["at"]))}
        return {
            **read,
            **part_people(read, rows, faults),
            "arrived_at": read_row_moments(read, "at", dates, faults.reporter("at")),
            "kind": ["online"] * rows,
            # Head office says so of the leads that it gives to its stores (leadctl dispatch).
            "source": ["dispatch" if given else "online" for given in read.get("dispatched", [None] * rows)],
        }

    return combine


ONLINE = FileKind(
    name="online",
    title="Online enquiries",
    known_by="its own id (record_id), else its minute and phone: the same file, or one that overlaps, may be sent"
    " again",
    about="at and phone are required. Each is a visit of kind and source online. A new phone opens a lead to be"
    " screened, first in leadctl due; a known one with an open lead is a contact on it.",
    example="leadctl import online wechat.xlsx --rejects bad.csv",
    fields=(
        Field("date", ("日期", "留资日期", "线索日期", "咨询日期", "提交日期", "创建日期", "登记日期", "day"),
              leave_raw),
        Field("at", ("时间", "日期时间", "留资时间", "线索时间", "咨询时间", "提交时间", "创建时间", "报名时间",
                     "登记时间", "下发时间", "下单时间", "时间戳记", "created time", "timestamp",
                     "arrived at", "time", "enquiry time", "created at", "submitted at"),
              leave_raw),
        Field("name", ("客户姓名", "姓名", "客户", "客户名称", "用户姓名", "您的姓名", "称呼", "full name",
                       "customer", "customer name"),
              read_names),
        CUSTOMER_PHONE,
        Field("channel", ("网络渠道", "渠道", "线上渠道", "来源", "来源/渠道", "来源渠道", "渠道来源", "线索来源",
                          "网络来源", "平台", "网络平台", "来源平台", "媒体", "online channel", "platform", "source"),
              read_each(parse_channel)),
        Field("model", ("意向车型", "车型", "拟购车型", "关注车型", "咨询车型", "意向车款", "car", "car model"),
              read_each(parse_identifier)),
        Field("campaign", ("活动", "集客活动", "活动名称"), read_each(parse_identifier)),
        Field("note", ("备注", "留言", "留言内容", "咨询内容", "说明", "message", "notes", "remark", "remarks"),
              read_texts),
        RECORD_ID,
        Field("district", ("居住区域", "区域", "地址", "所在地区", "地区", "区县", "城区", "address", "area"),
              read_texts),
        Field("dispatched", ("总部派发",), read_each(parse_yes_no)),
        Field("wechat", ("微信", "微信号", "微信名", "wechat id", "wechat name"), read_texts),
    ),
    required=(("at", "date"), ("phone",)),
    rules=(require_phone(template("a phone is needed: an enquiry is answered by a call")),),
    yields=VISIT_FIELDS,
    combine=_combine,
    anchors=("date", "at"),
    shown={"at": ("date", "at")},
)  # fmt: skip
"""Enquiries: the columns of ``VISIT_FIELDS``; a row needs its moment and a phone."""
