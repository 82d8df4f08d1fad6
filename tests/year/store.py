"""The year of the store: who comes, month by month, and what the store does beside its leads."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.year import people
from tests.year.customers import Customer, Ledger, Row
from tests.year.people import BEGIN, CHANNELS, CONSULTANTS, END, LEAVER, LEAVES, MANAGER, SERVICE, clock, iso, later

SEED = 20261122

# name, kind, first day, days, budget, costs (item, yuan)
CAMPAIGNS = (
    ("新春展", "display", datetime(2026, 1, 17), 2, 4000, (("venue", 2000), ("materials", 1500))),
    ("踏浪试驾", "tour", datetime(2026, 4, 18), 2, 2500, (("venue", 0), ("materials", 1500), ("other", 500))),
    ("夏夜车展", "exhibition", datetime(2026, 7, 11), 3, 12000, (("venue", 8000), ("materials", 2600), ("other", 900))),
    ("金秋团购", "group-buy", datetime(2026, 10, 17), 2, 6000, (("venue", 1000), ("materials", 2200), ("other", 1400))),
)
COMING = ("冬季试驾", datetime(2026, 12, 12))
_FATES = ("order",) * 30 + ("defeat",) * 38 + ("lost-contact",) * 9 + ("open",) * 23
_SOURCES = ("showroom",) * 9 + ("referral",) * 3 + ("outreach",) * 2 + ("owner", "staff")


def year() -> Ledger:
    """Everything that happened."""
    ledger, chance, numbers = Ledger(), random.Random(SEED), people.phones()
    _owners(ledger, chance, numbers)
    day = BEGIN
    while day <= END:
        if day.weekday() != 0:  # closed on Mondays
            _showroom_day(ledger, chance, numbers, day)
            if chance.random() < 0.17:
                _enquiry(ledger, chance, next(numbers), clock(chance, day))
        day += timedelta(days=1)
    for name, _, first, days, *_ in CAMPAIGNS:
        for number in range(7):
            _campaign_guest(ledger, chance, next(numbers), name, later(first, number % days))
    _enquiry(ledger, chance, next(numbers), later(END, -0.01))
    _sales(ledger, chance)
    ledger.do(LEAVES, MANAGER, "assign", "--from", LEAVER, "--to", people.HEIR, "--note", "离职交接")
    _sort(ledger)
    return ledger


def _sort(ledger: Ledger) -> None:
    for rows, key in (
        (ledger.register, "arrived_at"),
        (ledger.online, "at"),
        (ledger.followups, "at"),
        (ledger.churn, "at"),
        (ledger.orders, "ordered_on"),
    ):
        rows.sort(key=lambda row: (str(row[key]), str(row["phone"])))
    ledger.register[:] = [row for row in ledger.register if str(row["arrived_at"]) <= iso(END)]
    ledger.commands.sort()
    ledger.sequels.sort()


def _consultant(chance: random.Random, day: datetime) -> str:
    here = [name for name in CONSULTANTS if name != LEAVER or day < LEAVES]
    return chance.choice(here)


def _customer(ledger: Ledger, chance: random.Random, phone: str, day: datetime, campaign: str = "") -> Customer:
    grades = {"order": "HAAABBC", "open": "ABBCCN"}.get(fate := chance.choice(_FATES), "ABBCCN")
    if fate == "open" and day < later(END, -60):
        fate = "defeat"  # nobody stays undecided for months
    consultant, grade = _consultant(chance, day), chance.choice(grades)
    who = people.name(chance), chance.choice(("male", "female")), chance.choice(tuple(people.MODELS))
    return Customer(ledger, chance, phone, *who, consultant, grade, fate, campaign)


def _showroom_day(ledger: Ledger, chance: random.Random, numbers: Iterator[str], day: datetime) -> None:
    """Somebody new on two days of five, and now and then a visitor who leaves no number."""
    if chance.random() < 0.42:
        customer = _customer(ledger, chance, next(numbers), day)
        kind = chance.choice(("walk-in",) * 7 + ("call",) * 2)
        referrer = ""
        source = "phone" if kind == "call" else chance.choice(_SOURCES)
        if source == "referral" and ledger.owners:
            referrer = str(chance.choice(ledger.owners)["phone"])
        customer.visit(
            clock(chance, day),
            kind=kind,
            source=source,
            referrer=referrer,
            first_visit="Y" if kind == "walk-in" else "",
        )
        customer.work()
    if chance.random() < 0.2:
        _nameless(ledger, chance, clock(chance, day))


def _nameless(ledger: Ledger, chance: random.Random, moment: datetime) -> None:
    ledger.register.append(
        {
            "arrived_at": iso(moment),
            "left_at": iso(later(moment, 20 / 1440)),
            "kind": "walk-in",
            "first_visit": "Y",
            "source": "showroom",
            "party": chance.choice((1, 2)),
            "model": chance.choice(tuple(people.MODELS)),
            "consultant": _consultant(chance, moment),
            "phone": "",
        }
    )


def _campaign_guest(ledger: Ledger, chance: random.Random, phone: str, campaign: str, day: datetime) -> None:
    customer = _customer(ledger, chance, phone, day, campaign=campaign)
    customer.visit(clock(chance, day), kind="event", source="event")
    customer.work()


def _enquiry(ledger: Ledger, chance: random.Random, phone: str, moment: datetime) -> None:
    """An online enquiry and the calls that screen it."""
    customer = _customer(ledger, chance, phone, moment)
    channel = chance.choice((*CHANNELS, "wechat"))
    ledger.online.append(
        {
            "at": iso(moment),
            "name": customer.name,
            "phone": phone,
            "channel": channel,
            "model": customer.model,
            "note": "",
        }
    )
    called = later(moment, chance.choice((3, 4, 8, 12, 17, 25, 41, 90, 240)) / 1440)
    if later(moment, 0.04) > END:
        return  # the last ones of the year wait for their first call
    for _ in range(3):
        if chance.random() < 0.62:
            _screened(ledger, chance, customer, called)
            return
        ledger.do(called, SERVICE, "screen", phone, "unreached")
        called = clock(chance, later(called, 1))
    ledger.then(later(called, 0.1), SERVICE, "defeat", phone, "--lost-contact")
    ledger.then(clock(chance, later(called, 3)), MANAGER, "verify", phone, "confirmed")


def _screened(ledger: Ledger, chance: random.Random, customer: Customer, called: datetime) -> None:
    result = chance.choice("AAAAAABBCCD")
    words: list[object] = ["screen", customer.phone, result]
    days = {"A": chance.randint(1, 6), "B": chance.randint(9, 14)}.get(result, 0)
    comes = clock(chance, later(called, days), 10, 16)
    customer.last = called
    if result in "AB":
        words += ["--appointment", iso(comes)]
    if result == "A":
        words += ["--to", customer.consultant]
    ledger.do(called, SERVICE, *words)
    if result == "D":
        ledger.then(clock(chance, later(called, 2)), MANAGER, "verify", customer.phone, "confirmed")
    elif result == "C":
        customer.fate = "lost-contact" if called < later(END, -70) else "open"
        customer.last = later(called, 14)
        customer.work()
    else:
        if comes <= END and chance.random() < 0.64:
            customer.visit(comes, source="", first_visit="Y")
        else:
            customer.last = comes
        customer.work()


def _owners(ledger: Ledger, chance: random.Random, numbers: Iterator[str]) -> None:
    """Cars sold before the year, here and elsewhere."""
    for number in range(14):
        delivered = datetime(2022, 3, 5) + timedelta(days=95 * number + chance.randint(0, 20))
        insured = delivered.replace(year=2026) if (delivered.month, delivered.day) != (2, 29) else delivered
        ledger.owners.append(
            {
                "name": people.name(chance),
                "phone": next(numbers),
                "model": chance.choice(tuple(people.MODELS)),
                "delivered_on": iso(delivered)[:10],
                "vin": f"LYS{chance.randrange(10**13, 10**14)}",
                "consultant": CONSULTANTS[number % 3],
                "insurance_on": iso(insured)[:10],
            }
        )


def _sales(ledger: Ledger, chance: random.Random) -> None:
    for month in range(12):
        day = later(BEGIN, 30.2 * month + chance.randint(5, 20))
        if day <= END:
            row: Row = {"channel": "sub-dealer", "on": iso(day)[:10], "model": chance.choice(tuple(people.MODELS))}
            ledger.sales.append(row | {"count": chance.randint(1, 3)})
    ledger.sales.append({"channel": "wholesale", "on": "2026-06-18", "model": "远山 S3", "count": 6})
