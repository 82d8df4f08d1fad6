"""The reports of a month, counted from the ledger: for each figure the records that make it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from tests.play.facts import NOBODYS, Origin
from tests.play.ledger import Fact, Ledger, Loss, Purchase, Sale

MONTH = "2026-11"
Ids = list[Any]


@dataclass
class Month:
    """A month of the ledger at the end of its last day; ``numbers``: (person, opening) -> leadctl's lead."""

    ledger: Ledger
    numbers: dict[tuple[int, str | None], int]
    month: str = MONTH
    night: str = "2026-11-30T23:59"

    def __post_init__(self) -> None:
        self.purchases = self.ledger.purchases()
        for purchase in self.purchases:
            purchase.number = self.numbers[purchase.person, purchase.opened]
        self.visits = [fact for fact in self.ledger.visits() if self.within(fact.at)]
        self.of = {visit: purchase for purchase in self.purchases for visit in purchase.visits}
        self.opened = [c for c in self.purchases if self.within(c.opened) and str(c.opened) <= self.night]
        self.sales = [sale for purchase in self.purchases for sale in purchase.sales]
        self.losses = [(purchase, loss) for purchase in self.purchases for loss in purchase.losses]

    def within(self, at: str | None) -> bool:
        return at is not None and at.startswith(self.month)

    def nature(self, visit: Fact) -> tuple[str | None, bool]:
        """Of a stranger every visit is a first and new one, unless the register says it is a return."""
        if visit.person is not None:
            return self.of[visit.id].visits[visit.id]
        if visit.get("kind") != "walk-in":
            return None, True
        return ("return", False) if visit.get("first") is False else ("first", True)

    def origin(self, visit: Fact) -> Origin:
        """A visit counts under what it names, else under what its lead was then."""
        lead = self.of[visit.id].visited[visit.id] if visit.person is not None else NOBODYS
        return Origin(
            visit.get("staff") or lead.owner, visit.get("source") or lead.source, visit.get("model") or lead.model
        )

    def traffic(self) -> dict[str, Ids]:
        """Figure of the traffic analysis -> ids of visits, or of orders once a car."""
        first = [v for v in self.visits if self.nature(v)[0] == "first"]
        return {
            "traffic": _ids(self.visits),
            "first_visits": _ids(first),
            "calls": _ids(v for v in self.visits if v.get("kind") == "call"),
            "event": _ids(v for v in self.visits if v.get("kind") == "event"),
            "referral": _ids(v for v in self.visits if self.origin(v).source == "referral"),
            "contacts": _ids(v for v in first if v.person is not None),
            "test_drives": self._drives(),
            "stay_30": _ids(v for v in first if _minutes(v) >= 30),
            "return_visits": _ids(v for v in self.visits if self.nature(v)[0] == "return"),
            "showroom_sales": _cars(s for s in self.sales if self.within(s.fact.at) and not s.cancelled),
        }

    def _drives(self) -> Ids:
        """The first drive of each customer; a stranger is somebody else each time."""
        earliest: dict[object, int] = {}
        for visit in self.visits:
            if visit.get("drive"):
                earliest.setdefault(visit.person or ("stranger", visit.id), visit.id)
        return sorted(earliest.values())

    def other_sales(self) -> tuple[int, int]:
        """Cars sold through sub-dealers, and wholesale."""
        counts = self.ledger.counts
        return counts["sub-dealer", self.month], counts["wholesale", self.month]

    def breakdowns(self) -> dict[str, dict[str, Ids]]:
        by_grade = _grouped((c.opened_grade or "none", c.number) for c in self.opened)
        orders = [s.fact.id for s in self.sales if self.within(s.fact.at) and not s.cancelled]
        stock = [c for c in self.ledger.purchases(self.night) if self.active(c)]
        return {
            "new_leads_by_grade": by_grade | {"O": sorted(orders)},
            "new_leads_by_model": _grouped((c.origin.model or "none", c.number) for c in self.opened),
            "open_leads_by_grade": _grouped((c.grade or "none", self.numbers[c.person, c.opened]) for c in stock),
        }

    def active(self, purchase: Purchase) -> bool:
        awake = purchase.status == "dormant" and str(purchase.waking) <= self.night[:10]
        return purchase.status == "open" or awake

    def funnel(self, cohort: bool) -> dict[str, Ids]:
        """Stage -> ids: of visits up to contacts, then of leads, orders and churns."""
        new = [v for v in self.visits if self.nature(v)[1]]
        stages = {"traffic": _ids(self.visits), "new_traffic": _ids(new), "contacts": _ids(v for v in new if v.person)}
        stages["leads"] = _numbers(self.opened)
        stages |= self._cohort(stages) if cohort else self._activity()
        standing = [(c, loss) for c, loss in self.losses if self.within(loss.fact.at) and loss.result != "overturned"]
        stages["defeat"] = _lost(pair for pair in standing if pair[1].fact.get("reason"))
        stages["lost_contact"] = _lost(pair for pair in standing if not pair[1].fact.get("reason"))
        return stages

    def _activity(self) -> dict[str, Ids]:
        leads = [v for v in self.visits if v.person]
        met = [v for v in leads if v.get("drive") or v.get("kind") in ("walk-in", "event")]
        ordered = [[s for s in c.sales if self.within(s.fact.at) and not s.cancelled] for c in self.purchases]
        return {
            "met": _numbers(self.of[v.id] for v in met),
            "test_drives": _numbers(self.of[v.id] for v in leads if v.get("drive")),
            "orders": sorted(sales[-1].fact.id for sales in ordered if sales),
            "deliveries": sorted(s.fact.id for s in self.sales if self.within(s.delivered)),
        }

    def _cohort(self, stages: dict[str, Ids]) -> dict[str, Ids]:
        """What became of the month's leads; one that nobody's visit opened stands for a contact of its own."""
        unseen = [c for c in self.opened if not any(v.id in c.visits for v in self.visits)]
        captured = set(stages["contacts"])
        silent = [c for c in self.opened if not captured & set(c.visits)]
        return {
            "traffic": stages["traffic"] + [("lead", number) for number in _numbers(unseen)],
            "new_traffic": stages["new_traffic"] + [("lead", number) for number in _numbers(silent)],
            "contacts": stages["contacts"] + [("lead", number) for number in _numbers(silent)],
            "met": _numbers(c for c in self.opened if c.met),
            "test_drives": _numbers(c for c in self.opened if c.drove),
            "orders": _numbers(c for c in self.opened if c.ordered),
            "deliveries": _numbers(c for c in self.opened if c.delivered),
        }

    def groups(self, by: str, cohort: bool) -> dict[str, Counter[str | None]]:
        """Stage -> owner, source or model (None: of none) -> what it counts of theirs, at the moment of each fact; in
        the cohort everything of a lead stays with its opening."""

        def of(origin: Origin) -> str | None:
            return {"consultant": origin.owner, "source": origin.source, "model": origin.model}[by]

        def of_visit(visit: Fact) -> str | None:
            return of(self.of[visit.id].origin if cohort and visit.person is not None else self.origin(visit))

        stages = self.funnel(cohort)
        visits = {visit.id: of_visit(visit) for visit in self.visits}
        leads: dict[Any, str | None] = {c.number: of(c.origin) for c in self.purchases}
        found: dict[str, Counter[str | None]] = {
            stage: Counter(leads[id_[1]] if isinstance(id_, tuple) else visits[id_] for id_ in stages[stage])
            for stage in ("traffic", "new_traffic", "contacts")
        }
        found["leads"] = Counter(leads[number] for number in stages["leads"])
        if cohort:
            reached = ("met", "test_drives", "orders", "deliveries")
            found |= {stage: Counter(leads[number] for number in stages[stage]) for stage in reached}
        else:
            found |= self._activity_groups(of, stages)
        for stage in ("defeat", "lost_contact"):
            lost = {(c.number, loss.fact.at): of(loss.origin) for c, loss in self.losses}
            found[stage] = Counter(lost[id_] for id_ in stages[stage])
        return found

    def _activity_groups(
        self, of: Callable[[Origin], str | None], stages: dict[str, Ids]
    ) -> dict[str, Counter[str | None]]:
        """A lead met twice counts with the first of the month's meetings."""
        met: dict[object, Fact] = {}
        driven: dict[object, Fact] = {}
        for visit in (visit for visit in self.visits if visit.person is not None):
            if visit.get("drive") or visit.get("kind") in ("walk-in", "event"):
                met.setdefault(self.of[visit.id].number, visit)
            if visit.get("drive"):
                driven.setdefault(self.of[visit.id].number, visit)
        sales = {sale.fact.id: sale for sale in self.sales}
        delivered = [(sales[id_].origin, sales[id_].delivered_by) for id_ in stages["deliveries"]]
        return {
            "met": Counter(of(self.origin(visit)) for visit in met.values()),
            "test_drives": Counter(of(self.origin(visit)) for visit in driven.values()),
            "orders": Counter(of(sales[id_].origin) for id_ in stages["orders"]),
            "deliveries": Counter(of(replace(origin, owner=owner)) for origin, owner in delivered),
        }

    def churned(self) -> list[tuple[Purchase, Loss]]:
        return [(c, loss) for c, loss in self.losses if self.within(loss.fact.at)]

    def matrix(self) -> Counter[tuple[str | None, str]]:
        """(Model, reason) -> defeats that stand."""
        return Counter(
            (loss.origin.model, loss.fact.get("reason"))
            for _, loss in self.churned()
            if loss.fact.get("reason") and loss.result != "overturned"
        )


def _ids(facts: Iterable[Fact]) -> Ids:
    return sorted(fact.id for fact in facts)


def _numbers(purchases: Iterable[Purchase]) -> Ids:
    return sorted({purchase.number for purchase in purchases if purchase.number is not None})


def _cars(sales: Iterable[Sale]) -> Ids:
    return sorted(sale.fact.id for sale in sales for _ in range(sale.fact.get("count")))


def _lost(pairs: Iterable[tuple[Purchase, Loss]]) -> Ids:
    return sorted((purchase.number, loss.fact.at) for purchase, loss in pairs)


def _grouped(pairs: Iterable[tuple[str, int | None]]) -> dict[str, Ids]:
    found: dict[str, Ids] = {}
    for name, number in pairs:
        found.setdefault(name, []).append(number)
    return {name: sorted(numbers) for name, numbers in found.items()}


def _minutes(visit: Fact) -> int:
    if not visit.get("left"):
        return 0
    (hour, minute), (left_hour, left_minute) = (at[11:].split(":") for at in (visit.at, visit.get("left")))
    return (int(left_hour) - int(hour)) * 60 + int(left_minute) - int(minute)
