"""What the store does beside its leads: campaigns, plans, owners, checks. Words of commands, with when and who."""

from __future__ import annotations

import random
from datetime import datetime

from tests.year.customers import Ledger, TimedCommand
from tests.year.people import END, HEIR, LEAVER, LEAVES, MANAGER, SERVICE, iso, later
from tests.year.store import CAMPAIGNS, COMING, SEED

TARGETS = {"2026-08": 8, "2026-09": 8, "2026-10": 9, "2026-11": 10, "2026-12": 12}


def beforehand() -> list[TimedCommand]:
    """Before the first visit: the campaigns, so that visits find them."""
    found: list[TimedCommand] = []
    for name, kind, first, days, budget, _ in CAMPAIGNS:
        last = later(first, days - 1)
        words = ("campaign", "add", name, "--kind", kind, "--start", f"{first:%F}", "--end", f"{last:%F}")
        found.append((later(first, -21), MANAGER, (*words, "--source", "event", "--budget", str(budget))))
        found.append((later(first, -20), MANAGER, ("campaign", "approve", name)))
    return found


def afterwards(ledger: Ledger) -> list[TimedCommand]:
    """Once all is told: costs, plans, owners, checks."""
    return sorted([*_costs(), *_plans(), *_winter(ledger), *_owners(ledger), *_checks(), *_people(ledger)])


def _costs() -> list[TimedCommand]:
    found: list[TimedCommand] = []
    for name, _, first, days, _, costs in CAMPAIGNS:
        end = later(first, days)
        found += [(end, MANAGER, ("campaign", "cost", name, item, str(yuan))) for item, yuan in costs if yuan]
        found.append((later(end, 3), MANAGER, ("campaign", "summary", name, "资料已全部录入，三天内回访完")))
    return found


def _plans() -> list[TimedCommand]:
    found: list[TimedCommand] = []
    for month, sales in TARGETS.items():
        day = min(later(datetime.fromisoformat(f"{month}-01T17:00"), -3), END)
        found.append((day, MANAGER, ("target", "set", "--month", month, "--sales", str(sales))))
    begun = datetime(2026, 10, 30, 17, 30)
    for week, leads, orders in ((1, 7, 2), (2, 7, 2), (3, 8, 3), (4, 8, 3)):
        words = ("target", "set", "--month", "2026-11", "--week", week, "--leads", leads, "--orders", orders)
        found.append((begun, MANAGER, tuple(map(str, words))))
    raised = ("target", "set", "--month", "2026-12", "--raise", "showroom=45%")
    action = (
        "target",
        "action",
        "老客户转介绍电话",
        "--month",
        "2026-11",
        "--week",
        "3",
        "--count",
        "20",
        "--by",
        "2026-11-20",
    )
    return [*found, (END, MANAGER, raised), (begun, MANAGER, action)]


def _winter(ledger: Ledger) -> list[TimedCommand]:
    """The campaign to come: its tasks run, the invitations are out."""
    name, day = COMING
    start = later(day, -28)
    made = ("campaign", "add", name, "--kind", "tour", "--start", f"{day:%F}", "--source", "event", "--budget", "3000")
    guests = sorted(set(ledger.undecided))[:12]
    invited = [
        (later(start, 1 + 0.4 * n), "李娜", ("campaign", "invited", name, phone)) for n, phone in enumerate(guests)
    ]
    coming = [
        (later(start, 2 + 0.4 * n), "李娜", ("campaign", "confirmed", name, phone))
        for n, phone in enumerate(guests[:7])
    ]
    return [
        *invited,
        *coming,
        (start, MANAGER, made),
        (later(start, 0.01), MANAGER, ("campaign", "approve", name)),
        (later(start, 0.02), MANAGER, ("campaign", "tasks", name, "--usual", "--staff", "李娜")),
        (later(start, 0.03), MANAGER, ("campaign", "invite", name, "--who", "not-sold")),
        (later(start, 0.04), MANAGER, ("campaign", "invite", name, "--who", "never-came")),
    ]


def _owners(ledger: Ledger) -> list[TimedCommand]:
    """Contacts with owners of before, and rewards for those who refer."""
    found: list[TimedCommand] = [(datetime(2026, 1, 5, 9), MANAGER, ("reward", "set", "sale", "500"))]
    results: tuple[tuple[str, ...], ...] = (
        ("fine", "--score", "9"), ("fine", "--score", "8"), ("fine", "--score", "10"),
        ("complaint", "--note", "右后门异响", "--staff", "王强", "--until", "+5d"),
        ("replace", "--note", "想换七座"), ("fine", "--score", "7"),
        ("recommend", "--name", "郑思远", "--phone", "13900009001"), ("no-answer",),
    )  # fmt: skip
    for number, (owner, result) in enumerate(zip(ledger.owners, results, strict=False)):
        day = datetime(2026, 10, 9, 15) if number < 4 else datetime(2026, 11, 12, 15)
        words = ("aftercare", "done", str(owner["phone"]), "--result", *result)
        found.append((later(day, number), str(owner["consultant"]), words))
    chance = random.Random(SEED + 2)
    for owner in ledger.owners[len(results) :]:
        when = later(END, -chance.randint(2, 40))
        found.append((when, str(owner["consultant"]), ("aftercare", "done", str(owner["phone"]), "--result", "fine")))
    for phone, consultant, delivered in ledger.drivers:
        when = later(END, -chance.randint(1, 50))
        if when > later(delivered, 3):
            score = str(chance.choice((6, 7, 8, 8, 9, 9, 10)))
            found.append((when, consultant, ("aftercare", "done", phone, "--result", "fine", "--score", score)))
    paid = ("reward", "pay", _who_brought_a_buyer(ledger), "500", "--note", "现金")
    return [*found, (later(END, -9), MANAGER, paid)]


def _who_brought_a_buyer(ledger: Ledger) -> str:
    buyers = {phone for phone, _, _ in ledger.drivers}
    return next(str(row["referrer"]) for row in ledger.register if row.get("referrer") and row["phone"] in buyers)


def _checks() -> list[TimedCommand]:
    closings = [
        (
            datetime.fromisoformat(f"2026-{month + 1:02}-02T09:00"),
            MANAGER,
            ("report", "close", "--month", f"2026-{month:02}"),
        )
        for month in (8, 9, 10)
    ]
    sample = (later(END, -2), SERVICE, ("audit", "--sample", "5", "--month", "2026-10", "--seed", "7"))
    handed = ("assign", "--from", LEAVER, "--to", HEIR, "--note", "待回访客户交接")
    leaves = LEAVES.replace(minute=40)
    return [
        *closings,
        sample,
        (LEAVES.replace(minute=30), MANAGER, handed),
        (leaves, MANAGER, ("staff", "leave", LEAVER)),
    ]


def _people(ledger: Ledger) -> list[TimedCommand]:
    """What was learnt of customers: tags, importance, where they live and what they do."""
    chance = random.Random(SEED + 1)
    found: list[TimedCommand] = []
    known = sorted({str(row["phone"]) for row in ledger.register if row["phone"]})
    for number, phone in enumerate(chance.sample(known, 24)):
        when = later(END, -20 + number * 0.8)
        found.append((when, HEIR, ("tag", phone, chance.choice(("高尔夫", "亲子", "露营", "钓鱼")))))
    for number, phone in enumerate(sorted(set(ledger.undecided))[-4:]):
        comes = later(END.replace(hour=10), 1 + number // 2)
        found.append((later(END, -0.2), HEIR, ("appoint", phone, "--at", iso(comes), "--note", "带家人来")))
    for number, phone in enumerate(chance.sample(known, 40)):
        when = later(END, -30 + number * 0.7)
        words = ("edit", "customer", phone, "--district", chance.choice(("城南", "城北", "高新区", "开发区")))
        work = chance.choice(("教师", "个体户", "工程师", "医生", "公务员"))
        important = ("--importance", "key") if number % 10 == 0 else ()
        found.append((when, SERVICE, (*words, "--occupation", work, *important)))
    return found
