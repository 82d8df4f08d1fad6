"""The story behind the example registers: who came in the autumn of 2026, and what became of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.registers.people import CONSULTANTS, MODELS, RIVALS, SERVICE, name_people, phone_of

FIRST_DAY = date(2026, 9, 1)
TODAY = date(2026, 11, 22)
CUSTOMERS = 82
EVERY_DAYS = {"H": 2, "A": 5, "B": 7, "C": 10, "N": 15}
"""Days from one contact to the next, by the built-in five-grade policy."""


@dataclass(frozen=True)
class Customer:
    """One invented prospect; ``phone`` is None for one who left no number."""

    name: str
    gender: str
    phone: str | None
    model: str
    grade: str
    consultant: str
    source: str
    kind: str


@dataclass(frozen=True)
class Visit:
    """One line of a register; ``left`` is None when nobody wrote it down."""

    customer: Customer
    arrived: datetime
    left: datetime | None
    first: bool | None
    party: int
    budget: tuple[int, int] | None
    need_by: date | None
    test_drive: bool
    quoted: bool
    note: str


@dataclass
class Story:
    """What the seven example files say; the facts are rows in the order of their files' columns."""

    visits: list[Visit] = field(default_factory=list)
    followups: list[tuple[object, ...]] = field(default_factory=list)
    orders: list[tuple[object, ...]] = field(default_factory=list)
    churn: list[tuple[object, ...]] = field(default_factory=list)
    sales: list[tuple[object, ...]] = field(default_factory=list)


_WAYS = (
    ("walk-in", "showroom", 60),
    ("walk-in", "referral", 10),
    ("walk-in", "outreach", 6),
    ("call", "phone", 14),
    ("online", "online", 10),
)
_GRADES = ("H", "A", "B", "C", "N")
_FIRST_WORDS = (
    "看车，对比配置", "带家人看车", "询问置换政策", "关注油耗和空间", "想试驾", "只看不谈价", "预算待定，回家商量",
)  # fmt: skip
_FOLLOW_WORDS = {
    "advance": ("同意周末到店试驾", "约好带家人来看车", "同意先付订金锁车"),
    "continued": ("还在比较竞品", "在忙，下次再聊", "等活动政策", "发了配置表，客户会看"),
    "waiting": ("告知到车进度", "确认上牌和保险事宜"),
    "no-answer": ("未接听",),
}


def tell_the_autumn(chance: random.Random) -> Story:
    """About 120 visits of 82 customers from 2026-09-01 to 2026-11-21, and what followed until then."""
    story = Story()
    names = name_people(chance, CUSTOMERS)
    for number, (name, gender) in enumerate(names, start=1):
        _tell_one(story, chance, _meet(chance, number, name, gender), number)
    story.sales += _sales(chance)
    story.visits.sort(key=lambda visit: (visit.arrived, visit.customer.name))
    for facts in (story.followups, story.orders, story.churn):
        facts.sort(key=lambda row: (str(row[1]), str(row[0])))
    return story


def _meet(chance: random.Random, number: int, name: str, gender: str) -> Customer:
    kind, source = chance.choices([way[:2] for way in _WAYS], [way[2] for way in _WAYS])[0]
    anonymous = kind == "walk-in" and chance.random() < 0.2
    grade = "N" if anonymous else chance.choices(_GRADES, (12, 22, 30, 22, 14))[0]
    phone = None if anonymous else phone_of(number)
    return Customer(name, gender, phone, chance.choice(MODELS), grade, chance.choice(CONSULTANTS), source, kind)


def _tell_one(story: Story, chance: random.Random, customer: Customer, number: int) -> None:
    """One customer's first visit and, when a number was left, all that came of it."""
    opened = FIRST_DAY + timedelta(days=(number * 81) // CUSTOMERS)
    first = _visit(chance, customer, opened, first=True if customer.kind == "walk-in" else None)
    story.visits.append(first)
    if customer.phone is None:
        return
    end, ending = _ending(chance, opened)
    last = _follow(story, chance, customer, opened, end)
    if ending == "order":
        _order(story, chance, customer, last)
    elif ending in ("defeat", "lost-contact"):
        _churn(story, chance, customer, last, ending)


def _visit(chance: random.Random, customer: Customer, day: date, first: bool | None) -> Visit:
    arrived = datetime(day.year, day.month, day.day, chance.randint(9, 17), chance.choice(range(0, 60, 5)))
    in_person = customer.kind == "walk-in" or first is False
    stay = timedelta(minutes=chance.choice((10, 15, 20, 25, 30, 40, 55, 70, 90)))
    low = chance.choice((80, 100, 120, 150)) * 1000
    return Visit(
        customer=customer,
        arrived=arrived,
        left=arrived + stay if in_person and chance.random() < 0.95 else None,
        first=first,
        party=chance.choice((1, 1, 2, 2, 3)) if in_person else 1,
        budget=(low, low + 20000) if chance.random() < 0.6 else None,
        need_by=_need_by(day, customer.grade),
        test_drive=in_person and chance.random() < (0.7 if first is False else 0.2),
        quoted=in_person and chance.random() < 0.4,
        note=chance.choice(_FIRST_WORDS) if first is not False else "再次到店，谈价格",
    )


def _need_by(day: date, grade: str) -> date | None:
    horizon = {"H": 6, "A": 25, "B": 80, "C": 150}.get(grade)
    return day + timedelta(days=horizon) if horizon else None


def _ending(chance: random.Random, opened: date) -> tuple[date, str]:
    """The day up to which somebody worked the lead, and how that ended."""
    age = (TODAY - opened).days
    ending = chance.choices(("open", "order", "defeat", "lost-contact"), (36, 27, 26, 9))[0] if age > 12 else "open"
    if ending != "open":
        return opened + timedelta(days=chance.randint(6, min(age - 2, 60))), ending
    return TODAY - timedelta(days=chance.choice((1, 1, 1, 1, 1, 1, 1, 5, 9))), ending


def _follow(story: Story, chance: random.Random, customer: Customer, opened: date, end: date) -> date:
    """Contacts at the grade's pace until ``end``; the day of the last one."""
    day, last, grade = opened + timedelta(days=1), opened, customer.grade
    while day <= min(end, TODAY - timedelta(days=1)):
        outcome = chance.choices(("continued", "advance", "no-answer"), (60, 25, 15))[0]
        regraded = _regrade(chance, grade, outcome)
        grade = regraded or grade
        _contact(story, chance, customer, day, outcome, regraded)
        if outcome == "advance" and day < min(end, TODAY - timedelta(days=2)) and chance.random() < 0.35:
            day += timedelta(days=1)
            story.visits.append(_visit(chance, customer, day, first=False))
        last = day
        day += timedelta(days=1 if outcome == "no-answer" else EVERY_DAYS[grade])
    return last


def _regrade(chance: random.Random, grade: str, outcome: str) -> str:
    """A neighbouring grade now and then, warmer after an advance and colder without one; else empty."""
    step = {"advance": -1, "continued": 1}.get(outcome)
    if step is None or chance.random() > 0.15:
        return ""
    place = _GRADES.index(grade) + step
    return _GRADES[place] if 0 <= place < len(_GRADES) else ""


def _contact(story: Story, chance: random.Random, customer: Customer, day: date, said: str, regraded: str = "") -> None:
    """One follow-up; ``said`` is its outcome, or ``waiting`` for the small talk until a car arrives."""
    outcome = "continued" if said == "waiting" else said
    at = f"{day.isoformat()}T{chance.randint(9, 18):02d}:{chance.choice(range(0, 60, 5)):02d}"
    via = chance.choices(("phone", "wechat", "sms"), (75, 22, 3))[0] if outcome != "no-answer" else "phone"
    note = chance.choice(_FOLLOW_WORDS[said])
    story.followups.append((customer.phone, at, customer.consultant, via, outcome, regraded, "", note))


def _order(story: Story, chance: random.Random, customer: Customer, last: date) -> None:
    ordered = min(last + timedelta(days=1), TODAY - timedelta(days=1))
    delivered = ordered + timedelta(days=chance.randint(5, 20))
    price = chance.randrange(89800, 169800, 1000)
    vin = f"LYS{chance.randrange(10**13, 10**14)}" if delivered < TODAY else ""
    on = delivered.isoformat() if delivered < TODAY else ""
    story.orders.append((customer.phone, ordered.isoformat(), on, "", customer.model, price, vin, 1))
    _keep_warm(story, chance, customer, ordered, min(delivered, TODAY))


def _keep_warm(story: Story, chance: random.Random, customer: Customer, ordered: date, until: date) -> None:
    """A call a week from the order to the delivery."""
    day = ordered + timedelta(days=chance.randint(5, 7))
    while day < until:
        _contact(story, chance, customer, day, "waiting")
        day += timedelta(days=7)


def _churn(story: Story, chance: random.Random, customer: Customer, last: date, kind: str) -> None:
    at = min(last + timedelta(days=2), TODAY - timedelta(days=1))
    reason = chance.choice(("price", "price", "equipment", "brand", "power", "late", "gave-up"))
    rival = chance.choice(RIVALS) if reason not in ("late", "gave-up") else ""
    told = (reason, rival) if kind == "defeat" else ("", "")
    called = at + timedelta(days=chance.randint(2, 9))
    result = chance.choices(("confirmed", "unreachable"), (85, 15))[0]
    verified = (result, SERVICE, f"{called.isoformat()}T16:00") if called < TODAY else ("", "", "")
    note = "电话多次无人接听" if kind == "lost-contact" else "已购竞品" if rival else "暂不考虑"
    row = (customer.phone, f"{at.isoformat()}T17:30", kind, *told, customer.consultant, note, *verified)
    story.churn.append(row)


def _sales(chance: random.Random) -> list[tuple[object, ...]]:
    days = (date(2026, month, day) for month in (9, 10, 11) for day in (6, 13, 20))
    rows: list[tuple[object, ...]] = [
        ("sub-dealer", day.isoformat(), chance.choice(MODELS), chance.randint(1, 2)) for day in days
    ]
    return [*rows, ("wholesale", "2026-10-28", MODELS[3], 5)]
