"""The register of visits: what its columns are called and how its rows are checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import gt
from pathlib import Path
from typing import BinaryIO, cast

from leadctl.domain.terms import VISIT_FIELDS
from leadctl.intake import cells
from leadctl.intake.columns import Column, Maker, Remembered, as_typed, each, phones, texts
from leadctl.intake.faults import BadValue, Faults, Report
from leadctl.intake.headers import Names
from leadctl.intake.money import Budget, parse_budget
from leadctl.intake.needs import Need, need_date, parse_need
from leadctl.intake.registerdates import NO_DATE, RegisterDates, read_cell
from leadctl.intake.registers import Chunk as Chunk
from leadctl.intake.registers import Columns, Register, Spec, open_register
from leadctl.intake.rejects import RejectsWriter

VisitRegister = Register
"""A register opened by :func:`open_visits`."""

_NAMES = Names(
    synonyms={
        "date": ("日期", "来店日期", "到店日期", "登记日期", "接待日期", "来访日期", "day"),
        "arrived_at": ("进店时间", "到店时间", "来店时间", "来访时间", "到访时间", "接待时间", "来电时间",
                       "来店/来电时间", "进店日期时间", "时间", "arrival", "arrival time", "arrived", "time"),
        "left_at": ("离店时间", "离开时间", "离去时间", "left", "leaving time"),
        "name": ("客户姓名", "姓名", "客户", "客户名称", "顾客姓名", "customer", "customer name"),
        "gender": ("性别", "客户性别", "sex"),
        "phone": ("联系方式", "联系电话", "手机", "手机号", "手机号码", "电话", "电话号码", "客户电话", "联系手机",
                  "mobile", "telephone", "phone number", "tel"),
        "kind": ("来店/来电", "来店来电", "来电/来店", "来访方式", "来店方式", "接触方式", "visit kind"),
        "first_visit": ("首次/再次", "首次再次", "是否首次", "首次", "首次到店", "来店次数", "first"),
        "source": ("来源", "来源/渠道", "渠道", "客户来源", "信息来源", "线索来源", "来源渠道", "渠道来源"),
        "channel": ("网络渠道", "线上渠道", "网络来源", "网络平台", "online channel"),
        "party": ("人数", "来店人数", "同行人数", "来访人数", "people", "persons"),
        "model": ("意向车型", "车型", "拟购车型", "关注车型", "car", "car model"),
        "budget": ("预算", "购车预算", "预算金额"),
        "need_by": ("预计购车时间", "预计购车日期", "购车时间", "预购时间", "计划购车时间", "needed by"),
        "grade": ("意向级别", "级别", "客户级别", "意向等级", "等级"),
        "test_drive": ("试乘试驾", "试驾", "是否试驾", "是否试乘试驾", "testdrive"),
        "quoted": ("报价", "是否报价", "quote"),
        "consultant": ("销售顾问", "顾问", "接待人", "接待顾问", "接待销售", "接待人员", "销售人员", "salesperson"),
        "campaign": ("活动", "集客活动", "活动名称"),
        "referrer": ("推荐人", "介绍人", "转介绍人", "referred by"),
        "note": ("接待经过", "备注", "接待经过/备注", "洽谈内容", "接待内容", "洽谈经过", "notes", "remark", "remarks"),
    },
    required=(("arrived_at", "date"),),
)  # fmt: skip


_CHECKS: Mapping[str, Maker] = {
    "date": as_typed,
    "arrived_at": as_typed,
    "left_at": as_typed,
    "name": texts,
    "gender": each(cells.parse_gender),
    "phone": phones,
    "kind": each(cells.parse_kind, empty="walk-in"),
    "first_visit": each(cells.parse_first_visit),
    "source": each(cells.parse_source),
    "channel": each(cells.parse_channel),
    "party": each(cells.parse_party),
    "model": each(cells.parse_identifier),
    "budget": each(parse_budget, empty=(None, None)),
    "need_by": each(parse_need),
    "grade": each(cells.parse_grade),
    "test_drive": each(cells.parse_yes_no),
    "quoted": each(cells.parse_yes_no),
    "consultant": each(cells.parse_identifier),
    "campaign": each(cells.parse_identifier),
    "referrer": texts,
    "note": texts,
}


class _VisitRows:
    """Looks at the fields of a visit together: date with time, leaving with arrival, need with arrival."""

    def __init__(self, dates: RegisterDates) -> None:
        self._dates = dates
        self._clocks = Remembered(_clock_alone)

    def finish(self, checked: Columns, rows: int, faults: Faults) -> Columns:
        """The columns of ``VISIT_FIELDS``."""
        arrived = moments_of(checked, "arrived_at", self._dates, faults.of("arrived_at"))
        made: Columns = {
            "arrived_at": cast(Column, arrived),
            "kind": checked.get("kind") or ["walk-in"] * rows,
        }
        if "left_at" in checked:
            made["left_at"] = self._leavings(cast("list[str]", checked["left_at"]), arrived, faults.of("left_at"))
        if "budget" in checked:
            budgets = cast("list[Budget | None]", checked["budget"])
            made["budget_low"] = [budget[0] if budget else None for budget in budgets]
            made["budget_high"] = [budget[1] if budget else None for budget in budgets]
        if "need_by" in checked:
            made["need_by"] = _needs(cast("list[Need]", checked["need_by"]), arrived, faults.of("need_by"))
        missing: Column = [None] * rows
        return {name: made.get(name) or checked.get(name) or missing for name in VISIT_FIELDS}

    def _leavings(self, typed: list[str], arrived: list[str | None], report: Report) -> Column:
        left = self._dates.plain_moments(typed) or self._joined(typed, arrived)
        if left is None:
            left = self._dates.moments(list(map(_left_on, arrived, typed)), report, bare="T00:00")
        for row in _out_of_order(arrived, left):
            report(row, "the leaving time lies before the arrival")
        return cast(Column, left)

    def _joined(self, typed: list[str], arrived: list[str | None]) -> list[str | None] | None:
        """The leaving moments when every cell is a time of day or empty and all lie in the past, else None."""
        if None in arrived:
            return None
        try:
            clocks = list(map(self._clocks.__getitem__, typed))
        except BadValue:
            return None
        pairs = cast("zip[tuple[str, str | None]]", zip(arrived, clocks, strict=True))
        left = [came[:10] + clock if clock else None for came, clock in pairs]
        latest = max(cast("list[str]", left)) if all(clocks) else max(filter(None, left), default="")
        return left if latest <= self._dates.now else None


def moments_of(checked: Columns, name: str, dates: RegisterDates, report: Report) -> list[str | None]:
    """When each row happened: its moment stands in the column ``name``, its day may stand apart, in ``date``."""
    typed = cast("list[str]", checked.get(name) or checked["date"])
    if name in checked and "date" in checked:
        days = cast("list[str]", checked["date"])
        plain = dates.plain_moments(list(map("{}T{}".format, days, typed)))
        if plain is not None:
            return plain
        typed = list(map(_with_day, days, typed))
    found = dates.moments(typed, report, bare="T00:00")
    if None in found:
        for row, cell in enumerate(typed):
            if not cell.strip():
                report(row, NO_DATE)
    return found


def _clock_alone(cell: str) -> str:
    reading = read_cell(cell)
    if reading.day:
        raise BadValue("holds a date beside the time")
    return "T" + reading.clock


def _with_day(day: str, clock: str) -> str:
    """One text of a date cell and a time cell; the time cell alone where it holds a date itself."""
    if not clock or clock.isspace():
        return day
    try:
        return clock if read_cell(clock).day else f"{day} {clock}"
    except BadValue:
        return f"{day} {clock}"


def _left_on(arrived: str | None, cell: str) -> str:
    """The leaving cell with the day of the arrival; empty where either is missing."""
    return _with_day(arrived[:10], cell) if arrived and cell and not cell.isspace() else ""


def _out_of_order(arrived: Sequence[str | None], left: Sequence[str | None]) -> list[int]:
    if None not in arrived and None not in left and not any(map(gt, arrived, left)):  # type: ignore[arg-type]
        return []
    return [row for row, (came, went) in enumerate(zip(arrived, left, strict=True)) if came and went and went < came]


def _needs(needs: list[Need], arrived: list[str | None], report: Report) -> Column:
    days = [came and came[:10] for came in arrived]
    try:
        return [day and need and need_date(need, day) for need, day in zip(needs, days, strict=True)]
    except BadValue:
        return [_need(need, day, row, report) for row, (need, day) in enumerate(zip(needs, days, strict=True))]


def _need(need: Need, day: str | None, row: int, report: Report) -> str | None:
    if need is None or day is None:
        return None
    try:
        return need_date(need, day)
    except BadValue as bad:
        report(row, bad.reason)
        return None


VISITS = Spec(
    kind="visits",
    names=_NAMES,
    checks=_CHECKS,
    anchors=("date", "arrived_at"),
    finish=lambda dates: _VisitRows(dates).finish,
    shown={"arrived_at": ("date", "arrived_at")},
)
"""Visits: the columns of ``VISIT_FIELDS``."""


def open_visits(
    source: Path | BinaryIO,
    *,
    suffix: str,
    now: datetime,
    encoding: str | None = None,
    mapping: Mapping[str, str] | None = None,
    year: int | None = None,
    sheet: str | None = None,
    rejects: RejectsWriter | None = None,
) -> VisitRegister:
    """Open a register of visits; its chunks have the columns of ``VISIT_FIELDS``.

    Options as in :func:`leadctl.intake.registers.open_register`. Raises Refused for what is no such register.
    """
    return open_register(
        VISITS, source, suffix=suffix, now=now, encoding=encoding, mapping=mapping, year=year, sheet=sheet,
        rejects=rejects,
    )  # fmt: skip
