"""The forms that registers are kept in: a dirty GBK file, an Excel sheet, a clean CSV."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tests.registers.autumn import Story, Visit

CHINESE_HEADERS = (
    "日期", "进店时间", "离店时间", "客户姓名", "性别", "联系电话", "来店/来电", "首次/再次", "来源", "人数",
    "意向车型", "意向级别", "试乘试驾", "报价", "预算", "预计购车时间", "销售顾问", "接待经过",
)  # fmt: skip
ENGLISH_HEADERS = (
    "arrived_at", "left_at", "name", "gender", "phone", "kind", "first_visit", "source", "channel", "party", "model",
    "budget", "need_by", "grade", "test_drive", "quoted", "consultant", "campaign", "referrer", "note",
)  # fmt: skip
FACT_HEADERS = {
    "followups": ("phone", "at", "by", "via", "outcome", "grade", "next", "note"),
    "orders": ("phone", "ordered_on", "delivered_on", "cancelled_on", "model", "price", "vin", "count"),
    "churn": (
        "phone", "at", "kind", "reason", "rival", "by", "note", "verification", "verified_by", "verified_at",
    ),
    "sales": ("channel", "on", "model", "count"),
}  # fmt: skip

_KINDS = {"walk-in": "来店", "call": "来电", "online": "网络"}
_SOURCES = {"showroom": "展厅", "referral": "转介绍", "outreach": "外拓", "phone": "来电", "online": "网络"}
_GENDERS = {"male": "男", "female": "女"}
_FIRST = {True: "首次", False: "再次", None: ""}
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def write_gbk_csv(path: Path, visits: Sequence[Visit], chance: random.Random) -> None:
    """A register as a clerk types it, GB18030: dates, times, ticks and phones in every form they take."""
    rows = [_typed(visit, chance) for visit in visits]
    _write_csv(path, CHINESE_HEADERS, rows, encoding="gb18030", line_end="\r\n")


def _typed(visit: Visit, chance: random.Random) -> list[object]:
    tick = chance.choice((("√", ""), ("是", "否"), ("Y", "N"), ("1", "0")))
    return [
        _typed_date(visit.arrived, chance),
        _typed_time(visit.arrived, chance),
        _typed_time(visit.left, chance) if visit.left else "",
        visit.customer.name + chance.choice(("", "", "", " ")),
        _GENDERS[visit.customer.gender],
        _typed_phone(visit.customer.phone, chance),
        _KINDS[visit.customer.kind] if visit.first is not False else "来店",
        _FIRST[visit.first],
        _SOURCES[visit.customer.source],
        visit.party,
        visit.customer.model,
        visit.customer.grade if visit.customer.phone else "",
        tick[not visit.test_drive],
        tick[not visit.quoted],
        _typed_budget(visit.budget),
        f"{visit.need_by:%Y}/{visit.need_by.month}/{visit.need_by.day}" if visit.need_by else "",
        visit.customer.consultant,
        visit.note,
    ]


def _typed_date(moment: datetime, chance: random.Random) -> str:
    year, month, day = moment.year, moment.month, moment.day
    forms = (f"{year}/{month}/{day}", moment.date().isoformat(), f"{month}月{day}日", f"{year}年{month}月{day}日")
    return chance.choices(forms, (5, 3, 2, 1))[0]


def _typed_time(moment: datetime, chance: random.Random) -> str:
    plain = f"{moment.hour}:{moment.minute:02d}"
    half = "上午" if moment.hour < 12 else "下午"
    spoken = f"{half}{moment.hour if moment.hour <= 12 else moment.hour - 12}:{moment.minute:02d}"
    return chance.choices((plain, f"{moment:%H:%M:%S}", spoken), (6, 2, 2))[0]


def _typed_phone(phone: str | None, chance: random.Random) -> str:
    if phone is None:
        return ""
    spaced = f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    forms = (phone, spaced, spaced.replace(" ", "-"), f"+86 {phone}", f"0086{phone}", phone.translate(_FULL_WIDTH))
    return chance.choices(forms, (8, 3, 3, 1, 1, 1))[0]


def _typed_budget(budget: tuple[int, int] | None) -> str:
    return f"{budget[0] // 10000}-{budget[1] // 10000}万" if budget else ""


def write_workbook(path: Path, visits: Sequence[Visit]) -> None:
    """An Excel sheet with a merged title above its Chinese header, and real Excel dates and times."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2026, 11, 1), "title": "来店登记表"})
        sheet = book.add_worksheet("十月")
        title = book.add_format({"bold": True, "align": "center"})
        sheet.merge_range(0, 0, 0, len(CHINESE_HEADERS) - 1, "远山汽车城南店 2026年10月 来店（来电）客户登记表", title)
        sheet.write_row(1, 0, CHINESE_HEADERS, title)
        formats = {"day": book.add_format({"num_format": "yyyy/m/d"}), "time": book.add_format({"num_format": "h:mm"})}
        for number, visit in enumerate(visits, start=2):
            for column, (cell, form) in enumerate(_cells(visit)):
                sheet.write(number, column, cell, formats.get(form))
        sheet.set_column(0, len(CHINESE_HEADERS) - 1, 12)


def _cells(visit: Visit) -> list[tuple[object, str]]:
    """A visit's cells, each with the format it takes."""
    phone = visit.customer.phone
    return [
        (visit.arrived.date(), "day"),
        (visit.arrived.time(), "time"),
        (visit.left.time() if visit.left else "", "time"),
        (visit.customer.name, ""),
        (_GENDERS[visit.customer.gender], ""),
        (int(phone) if phone else "", ""),
        (_KINDS[visit.customer.kind] if visit.first is not False else "来店", ""),
        (_FIRST[visit.first], ""),
        (_SOURCES[visit.customer.source], ""),
        (visit.party, ""),
        (visit.customer.model, ""),
        (visit.customer.grade if phone else "", ""),
        ("√" if visit.test_drive else "", ""),
        ("√" if visit.quoted else "", ""),
        (_typed_budget(visit.budget), ""),
        (visit.need_by or "", "day"),
        (visit.customer.consultant, ""),
        (visit.note, ""),
    ]


def write_clean_csv(path: Path, visits: Sequence[Visit]) -> None:
    """A register in the program's own columns, UTF-8."""
    _write_csv(path, ENGLISH_HEADERS, [_clean(visit) for visit in visits])


def _clean(visit: Visit) -> list[object]:
    customer = visit.customer
    return [
        visit.arrived.isoformat(timespec="minutes"),
        visit.left.isoformat(timespec="minutes") if visit.left else "",
        customer.name,
        customer.gender,
        customer.phone or "",
        customer.kind if visit.first is not False else "walk-in",
        {True: "Y", False: "N", None: ""}[visit.first],
        customer.source,
        "wechat" if customer.source == "online" else "",
        visit.party,
        customer.model,
        visit.budget[1] if visit.budget else "",
        visit.need_by.isoformat() if visit.need_by else "",
        customer.grade if customer.phone else "",
        "Y" if visit.test_drive else "N",
        "Y" if visit.quoted else "N",
        customer.consultant,
        "",
        "",
        visit.note,
    ]


def write_facts(folder: Path, story: Story) -> None:
    """``followups.csv``, ``orders.csv``, ``churn.csv`` and ``sales.csv``, UTF-8."""
    for kind, headers in FACT_HEADERS.items():
        _write_csv(folder / f"{kind}.csv", headers, getattr(story, kind))


def _write_csv(
    path: Path,
    headers: Sequence[str],
    rows: Sequence[Sequence[object]],
    encoding: str = "utf-8",
    line_end: str = "\n",
) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator=line_end)
        writer.writerow(headers)
        writer.writerows(rows)
