"""A January's register of a real showroom's size, made up so that the month's printed figures come out exactly.

882 visits, 326 of them first visits (267 left a number, 149 stayed half an hour or longer), 125 calls, 431 return
visits, no event, 25 of source referral; 66 customers test-drove; 63 cars ordered in the showroom, 18 sold through
sub-dealers, none wholesale.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.registers.people import MODELS, name_people

MONTH = "2014-01"
AFTERWARDS = "2014-02-01T09:00"
"""A moment at which the whole month is past: what ``LEADCTL_NOW`` should say."""

CAR_CONSULTANTS = ("李娜", "王强", "陈静", "赵磊")
FIRST_VISITS = 326
CAPTURED = 267
CALLS = 125
RETURN_VISITS = 882 - FIRST_VISITS - CALLS
REFERRALS = 25
LONG_STAYS = 149
ORDERS = 63
DRIVERS_WITH_PHONE, ANONYMOUS_DRIVES, SECOND_DRIVES = 57, 9, 12
"""57 customers known by phone and 9 anonymous visits make 66 test drives; 12 of the 57 drive twice and count once."""

HEADERS = (
    "日期", "进店时间", "离店时间", "客户姓名", "性别", "联系方式", "来店/来电", "首次/再次", "来源", "人数",
    "意向车型", "意向级别", "试乘试驾", "销售顾问", "备注",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of the register; ``stay`` in minutes, 0 when nobody wrote down the leaving."""

    arrived: datetime
    stay: int
    name: str
    gender: str
    phone: str
    kind: str
    first: str
    source: str
    model: str
    grade: str
    test_drive: bool
    consultant: str


def write_january(folder: Path) -> None:
    """Writes ``visits.csv`` (UTF-8 with BOM, Chinese headers), ``orders.csv`` and ``sales.csv`` into ``folder``."""
    chance = random.Random(201401)
    firsts = _first_visits(chance)
    known = [line for line in firsts if line.phone]
    drivers = chance.sample(known, DRIVERS_WITH_PHONE)
    returns = _return_visits(chance, known, {line.phone for line in drivers[:SECOND_DRIVES]})
    lines = _with_test_drives(firsts, drivers) + returns + _calls(chance)
    lines.sort(key=lambda line: (line.arrived, line.phone, line.name))
    _write(folder / "visits.csv", HEADERS, map(_cells, lines), "utf-8-sig")
    _write(folder / "orders.csv", ("phone", "ordered_on", "model", "price", "count"), _orders(chance, known, returns))
    _write(folder / "sales.csv", ("channel", "on", "model", "count"), _sub_dealer_sales())


def _first_visits(chance: random.Random) -> list[Line]:
    """The first visits; the earlier numbers of each shuffled list have the property that is counted."""
    numbers = range(FIRST_VISITS)
    captured = set(chance.sample(numbers, CAPTURED))
    stayed = set(chance.sample(numbers, LONG_STAYS))
    referred = set(chance.sample(numbers, REFERRALS))
    people = name_people(chance, FIRST_VISITS)
    return [
        Line(
            arrived=_moment(chance, 1 + number * 29 // FIRST_VISITS),
            stay=chance.choice((30, 31, 45, 60, 95)) if number in stayed else chance.choice((0, 5, 12, 20, 29)),
            name=people[number][0],
            gender=people[number][1],
            phone=_phone(number) if number in captured else "",
            kind="来店",
            first="首次",
            source="转介绍" if number in referred else chance.choice(("展厅", "展厅", "外拓")),
            model=chance.choice(MODELS),
            grade=chance.choice("HABCN") if number in captured else "",
            test_drive=False,
            consultant=chance.choice(CAR_CONSULTANTS),
        )
        for number in numbers
    ]


def _with_test_drives(firsts: Sequence[Line], drivers: Sequence[Line]) -> list[Line]:
    anonymous = [line for line in firsts if not line.phone][:ANONYMOUS_DRIVES]
    driving = {id(line) for line in (*drivers, *anonymous)}
    return [replace(line, test_drive=id(line) in driving) for line in firsts]


def _return_visits(chance: random.Random, known: Sequence[Line], driving_again: set[str]) -> list[Line]:
    """Be-backs of those who left a number, each on a later day than the visit before; all second drives among them."""
    latest = {line.phone: line for line in known}
    returns: list[Line] = []
    eager = [line.phone for line in known if line.phone in driving_again]
    while len(returns) < RETURN_VISITS:
        phone = eager.pop() if eager else chance.choice(known).phone
        before = latest[phone]
        if before.arrived.day >= 30:
            continue
        again = _come_again(chance, before, phone in driving_again)
        driving_again = driving_again - {phone}
        latest[phone] = again
        returns.append(again)
    return returns


def _come_again(chance: random.Random, before: Line, drives: bool) -> Line:
    day = min(before.arrived.day + chance.randint(1, 4), 30)
    stay = chance.choice((0, 15, 40, 75))
    return replace(
        before, arrived=_moment(chance, day), stay=stay, first="再次", source="展厅", grade="", test_drive=drives
    )


def _calls(chance: random.Random) -> list[Line]:
    """Calls of people whom the showroom has not seen; every fifth leaves no number."""
    people = name_people(random.Random(125), CALLS)
    return [
        Line(
            arrived=_moment(chance, 1 + number % 31),
            stay=0,
            name=people[number][0],
            gender=people[number][1],
            phone="" if number % 5 == 0 else _phone(1000 + number),
            kind="来电",
            first="",
            source="来电",
            model=chance.choice(MODELS),
            grade="" if number % 5 == 0 else chance.choice("BCN"),
            test_drive=False,
            consultant=chance.choice(CAR_CONSULTANTS),
        )
        for number in range(CALLS)
    ]


def _orders(chance: random.Random, known: Sequence[Line], returns: Sequence[Line]) -> list[tuple[object, ...]]:
    """Orders on the day of the buyer's last visit (the 30th at the latest) or the next; nobody comes back after."""
    last = {line.phone: line.arrived.date() for line in sorted([*known, *returns], key=lambda line: line.arrived)}
    buyers = chance.sample(known, ORDERS)
    days = {
        line.phone: min(last[line.phone] + timedelta(days=chance.randint(0, 2)), date(2014, 1, 31)) for line in buyers
    }
    return [
        (line.phone, days[line.phone].isoformat(), line.model, chance.randrange(90000, 160000, 1000), 1)
        for line in sorted(buyers, key=lambda line: (days[line.phone], line.phone))
    ]


def _sub_dealer_sales() -> list[tuple[object, ...]]:
    counts = (1, 2, 1, 3, 2, 1, 4, 2, 2)
    return [
        ("sub-dealer", date(2014, 1, 3 * number).isoformat(), MODELS[number % len(MODELS)], count)
        for number, count in enumerate(counts, start=1)
    ]


def _moment(chance: random.Random, day: int) -> datetime:
    return datetime(2014, 1, day, chance.randint(9, 17), chance.randint(0, 59))


def _phone(number: int) -> str:
    return f"1390000{number + 1:04d}"


def _cells(line: Line) -> list[object]:
    left = (line.arrived + timedelta(minutes=line.stay)).strftime("%H:%M") if line.stay else ""
    return [
        line.arrived.strftime("%Y/%m/%d"),
        line.arrived.strftime("%H:%M"),
        left,
        line.name,
        {"male": "男", "female": "女"}[line.gender],
        line.phone,
        line.kind,
        line.first,
        line.source,
        1,
        line.model,
        line.grade,
        "√" if line.test_drive else "",
        line.consultant,
        "",
    ]


def _write(path: Path, headers: Sequence[str], rows: Iterable[Sequence[object]], encoding: str = "utf-8") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)
