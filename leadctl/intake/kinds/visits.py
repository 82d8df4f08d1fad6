"""The register of visits."""

from __future__ import annotations

from collections.abc import Sequence
from operator import gt

from leadctl.domain.terms import VISIT_FIELDS
from leadctl.errors import template
from leadctl.intake.answers import parse_first_visit, parse_kind_and_first, parse_yes_no
from leadctl.intake.cell_dates import read_time_cell
from leadctl.intake.cells import (
    parse_budget,
    parse_channel,
    parse_gender,
    parse_grade,
    parse_identifier,
    parse_party,
    parse_person,
    parse_source_and_channel,
)
from leadctl.intake.columns import CellCache, Column, Columns, leave_raw, read_each, read_names, read_texts
from leadctl.intake.faults import BadValue, Faults, Report
from leadctl.intake.kinds.declaration import CUSTOMER_PHONE, RECORD_ID, Field, FileKind
from leadctl.intake.people import part_people
from leadctl.intake.register_dates import Need, RegisterDates, is_empty, need_date, parse_need, say_missing

_NEITHER = (None, None)
"""What a bad cell says of two columns."""


class _VisitRows:
    """Combines the fields of a visit: date with time, leaving with arrival, need with arrival."""

    def __init__(self, dates: RegisterDates) -> None:
        self._dates = dates
        self._clocks = CellCache(_read_clock)

    def combine(self, read: Columns, rows: int, faults: Faults) -> Columns:
        """The columns of ``VISIT_FIELDS``."""
        arrived = read_row_moments(read, "arrived_at", self._dates, faults.reporter("arrived_at"))
        made: Columns = {"arrived_at": arrived, **part_people(read, rows, faults)}
        made |= _part_kinds(read, rows) | _part_sources(read, rows)
        if "left_at" in read:
            made["left_at"] = self._read_leavings(read["left_at"], arrived, faults.reporter("left_at"))
        if "budget" in read:
            made["budget_low"], made["budget_high"] = _part_pairs(read["budget"])
        if "need_by" in read:
            made["need_by"] = _date_needs(read["need_by"], arrived, faults.reporter("need_by"))
        missing: Column = [None] * rows
        return {name: made.get(name) or read.get(name) or missing for name in VISIT_FIELDS}

    def _read_leavings(self, typed: list[str], arrived: list[str | None], report: Report) -> Column:
        left = self._dates.read_plain_moments(typed) or self._join_clocks(typed, arrived)
        if left is None:
            left = self._dates.leaving_moments(arrived, typed, report)
        for row in _find_rows_out_of_order(arrived, left):
            report(row, template("the leaving time lies before the arrival"))
        return left

    def _join_clocks(self, typed: list[str], arrived: list[str | None]) -> list[str | None] | None:
        """The leaving moments when every cell is a time of day or empty and all lie in the past, else None."""
        try:
            clocks = list(map(self._clocks.__getitem__, typed))
        except BadValue:
            return None
        left = [came[:10] + clock if came and clock else None for came, clock in zip(arrived, clocks, strict=True)]
        latest = max(filter(None, left), default="")
        return left if latest <= self._dates.now else None


def _part_kinds(read: Columns, rows: int) -> Columns:
    """``kind``, and ``first_visit`` where the kind says it (首次到店) and its own column does not."""
    if "kind" not in read:
        return {"kind": ["walk-in"] * rows}
    kinds, firsts = _part_pairs(read["kind"])
    parted: Columns = {"kind": kinds}
    if firsts.count(None) < rows:
        own = read.get("first_visit") or [None] * rows
        parted["first_visit"] = [mine if mine is not None else first for mine, first in zip(own, firsts, strict=True)]
    return parted


def _part_sources(read: Columns, rows: int) -> Columns:
    """``source``, and ``channel`` where the source is one (微信) and its own column does not say it."""
    if "source" not in read:
        return {}
    sources, channels = _part_pairs(read["source"])
    parted: Columns = {"source": sources}
    if any(channels):
        own = read.get("channel") or [None] * rows
        parted["channel"] = [mine or channel for mine, channel in zip(own, channels, strict=True)]
    return parted


def _part_pairs(pairs: Column) -> tuple[Column, Column]:
    """The two columns of which cells speak; a bad cell says nothing of either."""
    first, second = zip(*(pairs if all(pairs) else [pair or _NEITHER for pair in pairs]), strict=True)
    return list(first), list(second)


def read_row_moments(read: Columns, name: str, dates: RegisterDates, report: Report) -> list[str | None]:
    """When each row happened: its moment stands in the column ``name``, its day may stand apart, in ``date``."""
    typed: list[str] = read.get(name) or read["date"]
    cells = [typed]
    if name in read and "date" in read:
        days: list[str] = read["date"]
        cells = [days, typed]
        found = dates.read_plain_moments(list(map("{}T{}".format, days, typed)))
        if found is None:
            found = dates.row_moments(days, typed, report, ("date", name))
    else:
        found = dates.moments(typed, report, bare="T00:00")
    if name in read:
        dates.note_clocks(typed, found)
    if None in found:
        blank = [all(map(is_empty, row)) for row in zip(*cells, strict=True)]
        _report_missing(found, blank, read.get("date"), report)
    return found


def _report_missing(
    found: Sequence[str | None], blank: Sequence[bool], days: Sequence[str] | None, report: Report
) -> None:
    """Report the rows without a moment. An empty cell below a date may stand for that date; a dash never does."""
    dated = False
    for row, (moment, nothing) in enumerate(zip(found, blank, strict=True)):
        dated |= moment is not None
        if nothing:
            reason = say_missing("date", carried=dated and days is not None and not days[row].strip())
            report(row, reason)


def _read_clock(cell: str) -> str:
    reading = read_time_cell(cell)
    if reading.has_day:
        raise BadValue("holds a date beside the time")
    return "T" + reading.clock


def _find_rows_out_of_order(arrived: Sequence[str | None], left: Sequence[str | None]) -> list[int]:
    if None not in arrived and None not in left and not any(map(gt, arrived, left)):  # type: ignore[arg-type]
        return []
    return [row for row, (came, went) in enumerate(zip(arrived, left, strict=True)) if came and went and went < came]


def _date_needs(needs: list[Need], arrived: list[str | None], report: Report) -> Column:
    days = [came and came[:10] for came in arrived]
    try:
        return [day and need and need_date(need, day) for need, day in zip(needs, days, strict=True)]
    except BadValue:
        return [_date_need(need, day, row, report) for row, (need, day) in enumerate(zip(needs, days, strict=True))]


def _date_need(need: Need, day: str | None, row: int, report: Report) -> str | None:
    if need is None or day is None:
        return None
    try:
        return need_date(need, day)
    except BadValue as bad:
        report(row, bad.reason)
        return None


VISITS = FileKind(
    name="visits",
    title="Visits",
    known_by="its own id (record_id), else its minute, kind, phone (else name), and being the n-th such row of its"
    " file",
    about="The same as log-visit --from FILE. Only the time of arrival is required.",
    example="leadctl import visits register.xlsx --rejects bad.csv",
    fields=(
        Field("date", ("日期", "来店日期", "到店日期", "登记日期", "接待日期", "来访日期", "day"), leave_raw),
        Field("arrived_at", ("进店时间", "到店时间", "来店时间", "来访时间", "到访时间", "接待时间", "来电时间",
                             "来店/来电时间", "进店日期时间", "时间", "arrival", "arrival time", "arrived", "time"),
              leave_raw),
        Field("left_at", ("离店时间", "离开时间", "离去时间", "left", "leaving time"), leave_raw),
        Field("name", ("客户姓名", "姓名", "客户", "客户名称", "顾客姓名", "customer", "customer name"), read_names),
        Field("gender", ("性别", "客户性别", "sex"), read_each(parse_gender)),
        CUSTOMER_PHONE,
        Field("kind", ("来店/来电", "来店来电", "来电/来店", "来访方式", "来店方式", "接触方式", "visit kind"),
              read_each(parse_kind_and_first, empty=("walk-in", None))),
        Field("first_visit", ("首次/再次", "首次再次", "是否首次", "首次", "首次到店", "来店次数", "first"),
              read_each(parse_first_visit)),
        Field("source", ("来源", "来源/渠道", "渠道", "客户来源", "信息来源", "线索来源", "来源渠道", "渠道来源"),
              read_each(parse_source_and_channel, empty=(None, None))),
        Field("channel", ("网络渠道", "线上渠道", "网络来源", "网络平台", "online channel"), read_each(parse_channel)),
        Field("party", ("人数", "来店人数", "同行人数", "来访人数", "people", "persons"), read_each(parse_party)),
        Field("model", ("意向车型", "车型", "拟购车型", "关注车型", "car", "car model"), read_each(parse_identifier)),
        Field("budget", ("预算", "购车预算", "预算金额"), read_each(parse_budget, empty=(None, None))),
        Field("need_by", ("预计购车时间", "预计购车日期", "购车时间", "预购时间", "计划购车时间", "needed by"),
              read_each(parse_need)),
        Field("grade", ("意向级别", "级别", "客户级别", "意向等级", "等级"), read_each(parse_grade)),
        Field("test_drive", ("试乘试驾", "试驾", "是否试驾", "是否试乘试驾", "testdrive"), read_each(parse_yes_no)),
        Field("quoted", ("报价", "是否报价", "quote"), read_each(parse_yes_no)),
        Field("consultant", ("销售顾问", "顾问", "接待人", "接待顾问", "接待销售", "接待人员", "销售人员",
                             "salesperson"), read_each(parse_person)),
        Field("campaign", ("活动", "集客活动", "活动名称"), read_each(parse_identifier)),
        Field("referrer", ("推荐人", "介绍人", "转介绍人", "referred by"), read_names),
        Field("note", ("接待经过", "备注", "接待经过/备注", "洽谈内容", "接待内容", "洽谈经过", "notes", "remark",
                       "remarks"), read_texts),
        RECORD_ID,
        Field("occupation", ("职业", "客户职业", "工作", "从事行业", "job", "profession"), read_texts),
        Field("district", ("居住区域", "区域", "居住地", "居住地区", "地址", "住址", "家庭住址", "客户地址", "address",
                           "area"), read_texts),
        Field("payment", ("付款方式", "购车方式", "支付方式", "付款", "payment method"), read_texts),
        Field("rival", ("竞品车型", "对比车型", "竞品", "竞争车型", "关注竞品", "rival model", "competitor"),
              read_texts),
        Field("present_car", ("现有车辆", "置换", "现有车型", "在用车", "现用车", "置换车型", "present vehicle",
                              "current car", "trade in"), read_texts),
        Field("companions", ("陪同", "同行人", "陪同人", "陪同人员", "随行人员", "同行人员", "accompanied by"),
              read_texts),
        Field("wechat", ("微信", "微信号", "微信名", "客户微信", "微信昵称", "wechat id", "wechat name"), read_texts),
        Field("reception", ("前台", "接待", "接待前台", "前台接待", "received by", "receptionist"),
              read_each(parse_person)),
        Field("motive", ("购车动机", "购车目的", "购车用途", "用途", "动机", "purchase motive", "purpose"), read_texts),
    ),
    required=(("arrived_at", "date"),),
    yields=VISIT_FIELDS,
    combine=lambda dates: _VisitRows(dates).combine,
    anchors=("date", "arrived_at"),
    shown={"arrived_at": ("date", "arrived_at")},
    second_meanings={"渠道": "channel"},
    needs=("phone",),
)  # fmt: skip
"""Visits: the columns of ``VISIT_FIELDS``."""
