"""The month's figures (docs/domain.md sections 5, 6 and 7): every question walks over all facts."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from tests.oracle import policies
from tests.oracle.due_list import overdue_leads
from tests.oracle.facts import (
    Cancellation,
    ChannelSale,
    Churn,
    Delivery,
    Fact,
    FollowUp,
    Order,
    Store,
    Verification,
    Visit,
    end_of,
    only,
    start_of,
)
from tests.oracle.standing import Standing, opening, owner_at, standing

Group = str | None
Counts = dict[Group, int]

REASONS = [
    *("brand", "price", "exterior", "interior", "equipment", "power", "quality", "unfriendly", "service", "quote"),
    *("unprofessional", "late", "promise", "gave-up"),
]
"""docs/domain.md section 5."""

DEPTHS = ("0", "1", "2", "3", "4-11", "12+")


@dataclass(frozen=True)
class Month:
    """A calendar month, seen from a day (today)."""

    first: date
    today: date

    @property
    def last(self) -> date:
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    @property
    def end(self) -> datetime:
        """The month's last moment, or the present one while it runs."""
        return end_of(min(self.last, self.today))

    @property
    def days(self) -> int:
        """Its days, the elapsed ones in the current month (docs/domain.md section 6)."""
        return (min(self.last, self.today) - self.first).days + 1

    @property
    def code(self) -> str:
        return self.first.strftime("%Y-%m")

    @property
    def words(self) -> tuple[str, str]:
        """How the program is asked for it."""
        return "--month", self.code

    def has(self, fact: Fact) -> bool:
        return self.first <= fact.day <= min(self.last, self.today)

    def has_day(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Days(Month):
    """Days from ``first`` to ``until``, both included; ``asked``: how the program is asked for them."""

    until: date
    asked: tuple[str, str]

    @property
    def last(self) -> date:
        return self.until

    @property
    def words(self) -> tuple[str, str]:
        return self.asked


def week_of(day: date, today: date) -> Days:
    """Monday to Sunday (docs/domain.md section 6)."""
    monday = day - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return Days(monday, today, monday + timedelta(days=6), ("--week", f"{year}-W{week:02}"))


def quarter_of(day: date, today: date) -> Days:
    """January to March, and so on."""
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    last = first.replace(month=first.month + 2, day=monthrange(first.year, first.month + 2)[1])
    return Days(first, today, last, ("--quarter", f"{first.year}-Q{(first.month + 2) // 3}"))


# --- Whose a figure is (docs/domain.md section 6) -------------------------------------------------------------------


def of_visit(store: Store, visit: Visit, by: str) -> Group:
    """Whose a visit is: who served, the source and model it names; else what its lead had at that time."""
    own: dict[str, Group] = {"consultant": visit.consultant, "source": visit.source, "model": visit.model}
    if own[by] is not None or visit.lead is None:
        return own[by]
    return of_lead(standing(store, visit.lead, visit.at), by)


def of_lead(stands: Standing, by: str) -> Group:
    """The lead's owner, source or model, as it stands."""
    values: dict[str, Group] = {"consultant": stands.owner, "source": stands.source, "model": stands.model}
    return values[by]


def of_opening(store: Store, lead: int, by: str) -> Group:
    """A lead opened: its owner at the end of its opening day, else the first given later; source and model alike."""
    evening = of_lead(standing(store, lead, end_of(opening(store, lead).date())), by)
    if evening is not None:
        return evening
    later = [of_lead(standing(store, lead, fact.at), by) for fact in store.of(lead)]
    return next((value for value in later if value is not None), None)


def of_moment(store: Store, fact: Fact, by: str) -> Group:
    """An order, a delivery, a churn: under what the lead had at that moment; the car that is delivered is the one
    that was ordered, whatever they asked for since."""
    assert fact.lead is not None
    at = fact.at
    if isinstance(fact, Delivery) and by == "model":
        at = max(order.at for order in only(store.of(fact.lead), Order) if order.at <= fact.at)
    return of_lead(standing(store, fact.lead, at), by)


# --- Visits ---------------------------------------------------------------------------------------------------------


def is_first(store: Store, visit: Visit) -> bool:
    """A walk-in who is seen for the first time for this purchase (docs/domain.md section 2)."""
    if visit.kind != "walk-in":
        return False
    if visit.lead is None:
        return True
    return next(other for other in only(store.of(visit.lead), Visit) if other.kind == "walk-in") == visit


def is_new(store: Store, visit: Visit) -> bool:
    """First visits, and calls, events and enquiries of somebody without an open lead (docs/domain.md section 2)."""
    if visit.kind == "walk-in":
        return is_first(store, visit)
    return visit.lead is None or opening(store, visit.lead) == visit.at


def visits_of(store: Store, month: Month, consultant: str | None = None) -> list[Visit]:
    """The visits of the month; of one consultant, those that count as theirs."""
    found = [visit for visit in store.all(Visit) if month.has(visit)]
    if consultant is None:
        return found
    return [visit for visit in found if of_visit(store, visit, "consultant") == consultant]


def first_of_each_lead(visits: Iterable[Visit]) -> list[Visit]:
    """Of each lead the first of these visits; those of nobody known are left out."""
    firsts: dict[int, Visit] = {}
    for visit in visits:
        if visit.lead is not None:
            firsts.setdefault(visit.lead, visit)
    return list(firsts.values())


# --- Sales ----------------------------------------------------------------------------------------------------------


def stands_uncancelled(store: Store, order: Order, by: datetime = datetime.max) -> bool:
    """A cancellation cancels its own order only: the one that stood before it (docs/domain.md section 3)."""
    assert order.lead is not None
    facts = store.of(order.lead)
    later = [fact for fact in facts if order.at < fact.at <= by and isinstance(fact, Order | Cancellation)]
    return not later or isinstance(later[0], Order)


def orders_of(store: Store, month: Month) -> list[Order]:
    """The orders of the month that were not cancelled since (docs/domain.md section 2)."""
    return [order for order in store.all(Order) if month.has(order) and stands_uncancelled(store, order)]


def opened_leads(store: Store, month: Month) -> list[int]:
    """The leads that were opened in the month."""
    return [lead for lead in store.leads() if month.first <= opening(store, lead).date() <= month.end.date()]


# --- Funnel ---------------------------------------------------------------------------------------------------------


def funnel(store: Store, month: Month, by: str = "") -> dict[str, Counts]:
    """What happened in the month: stage, group, count. Without ``by`` there is one group, None."""

    def counted(facts: Iterable[Any], whose: Callable[[Store, Any, str], Group]) -> Counts:
        return dict(Counter(whose(store, fact, by) if by else None for fact in facts))

    visits = visits_of(store, month)
    new = [visit for visit in visits if is_new(store, visit)]
    churns = [churn for churn in store.all(Churn) if month.has(churn) and outcome(store, churn) != "overturned"]
    met = first_of_each_lead(visit for visit in visits if visit.in_person or visit.test_drive)
    return {
        "traffic": counted(visits, of_visit),
        "new_traffic": counted(new, of_visit),
        "contacts": counted([visit for visit in new if visit.phone is not None], of_visit),
        "leads": counted(opened_leads(store, month), of_opening),
        "met": counted(met, of_visit),
        "test_drives": counted(first_of_each_lead(visit for visit in visits if visit.test_drive), of_visit),
        "orders": counted({order.lead: order for order in orders_of(store, month)}.values(), of_moment),
        "deliveries": counted([fact for fact in store.all(Delivery) if month.has(fact)], of_moment),
        "defeat": counted([churn for churn in churns if churn.is_defeat], of_moment),
        "lost_contact": counted([churn for churn in churns if not churn.is_defeat], of_moment),
    }


def cohort(store: Store, month: Month, by: str = "") -> dict[str, Counts]:
    """What became to date of the leads opened in the month; all stages under the lead's first owner, source, model."""
    stages: dict[str, Counts] = {stage: {} for stage in ("leads", "met", "test_drives", "orders", "deliveries")}
    for lead in opened_leads(store, month):
        facts = [fact for fact in store.of(lead) if fact.day <= month.today]
        visits = list(only(facts, Visit))
        reached = {
            "leads": True,
            "met": any(visit.in_person or visit.test_drive for visit in visits),
            "test_drives": any(visit.test_drive for visit in visits),
            "orders": any(stands_uncancelled(store, order) for order in only(facts, Order)),
            "deliveries": any(only(facts, Delivery)),
        }
        group = of_opening(store, lead, by) if by else None
        for stage, counts in stages.items():
            if reached[stage]:
                counts[group] = counts.get(group, 0) + 1
    return stages


def finer_steps(store: Store, month: Month) -> dict[str, tuple[int, int]]:
    """Contacts captured of the new traffic at each place, and leads that came again of those that came."""
    visits = visits_of(store, month)
    new = [visit for visit in visits if is_new(store, visit)]
    found = {}
    for place, kind in (("showroom", "walk-in"), ("phone", "call"), ("online", "online"), ("outside", "event")):
        here = [visit for visit in new if visit.kind == kind]
        found[f"{place}_contacts"] = (sum(visit.phone is not None for visit in here), len(here))
    again = [visit for visit in visits if visit.kind == "walk-in" and not is_first(store, visit)]
    met = first_of_each_lead(visit for visit in visits if visit.in_person or visit.test_drive)
    return {**found, "returned": (len(first_of_each_lead(again)), len(met))}


def stage_days(store: Store, month: Month, consultant: str | None = None) -> dict[str, list[int]]:
    """Of the leads that reached a stage in the month, the days since the stage before; of one consultant, theirs."""
    found: dict[str, list[int]] = {
        "first_visit": [],
        "test_drive": [],
        "order": [],
        "delivery": [],
        "deal": [],
    }

    def add(step: str, since: datetime, fact: Fact, whose: Group) -> None:
        if month.has(fact) and _theirs(whose, consultant):
            found[step].append((fact.day - since.date()).days)

    for lead in store.leads():
        opened = opening(store, lead)
        visits = list(only(store.of(lead), Visit))
        met = next((visit for visit in visits if visit.in_person or visit.test_drive), None)
        drove = next((visit for visit in visits if visit.test_drive), None)
        if met is not None and met.at > opened:
            add("first_visit", opened, met, of_visit(store, met, "consultant"))
        if met is not None and drove is not None:
            add("test_drive", met.at, drove, of_visit(store, drove, "consultant"))
        orders = [order for order in orders_of(store, month) if order.lead == lead]
        if orders:
            owner = of_moment(store, orders[-1], "consultant")
            add("deal", opened, orders[-1], owner)
            if drove is not None and drove.at <= orders[-1].at:
                add("order", drove.at, orders[-1], owner)
        for delivery in only(store.of(lead), Delivery):
            ordered = max(order.at for order in only(store.of(lead), Order) if order.at <= delivery.at)
            add("delivery", ordered, delivery, of_moment(store, delivery, "consultant"))
    return found


# --- Traffic analysis -----------------------------------------------------------------------------------------------


def traffic(store: Store, month: Month, consultant: str | None = None) -> dict[str, Any]:
    """A column of the traffic analysis; of one consultant, what counts as theirs."""
    visits = visits_of(store, month, consultant)
    firsts = [visit for visit in visits if is_first(store, visit)]
    returns = [visit for visit in visits if visit.kind == "walk-in" and not is_first(store, visit)]
    drivers = [visit for visit in visits if visit.test_drive]
    orders = [order for order in orders_of(store, month) if _theirs(of_moment(store, order, "consultant"), consultant)]
    figures: dict[str, Any] = {
        "days": month.days,
        "traffic": len(visits),
        "first_visits": len(firsts),
        "calls": sum(visit.kind == "call" for visit in visits),
        "event": sum(visit.kind == "event" for visit in visits),
        "referral": sum(of_visit(store, visit, "source") == "referral" for visit in visits),
        "contacts": sum(visit.phone is not None for visit in firsts),
        "test_drives": len({visit.phone or f"visit {visit.number}" for visit in drivers}),
        "stay_30": sum(stayed_half_an_hour(visit) for visit in firsts),
        "return_visits": len(returns),
        "showroom_sales": sum(order.cars for order in orders),
        "sub_dealer_sales": _channel_cars(store, month, "sub-dealer", consultant),
        "wholesale_sales": _channel_cars(store, month, "wholesale", consultant),
    }
    figures["total_sales"] = figures["showroom_sales"] + figures["sub_dealer_sales"] + figures["wholesale_sales"]
    figures.update(traffic_ratios(figures))
    figures["new_leads_by_grade"] = _without_zeros({**_new_by_grade(store, month, consultant), "O": len(orders)})
    figures["new_leads_by_model"] = _without_zeros(_new_by_model(store, month, consultant))
    figures["open_leads_by_grade"] = _without_zeros(_active_by_grade(store, month, consultant))
    return figures


def traffic_ratios(figures: dict[str, Any]) -> dict[str, float | None]:
    """The ratios of docs/domain.md section 6; None where the divisor is 0."""
    first, total = figures["first_visits"], figures["total_sales"]
    return {
        "daily_traffic": ratio(figures["traffic"], figures["days"]),
        "deal_rate": ratio(figures["showroom_sales"], first),
        "contact_rate": ratio(figures["contacts"], first),
        "test_drive_rate": ratio(figures["test_drives"], first),
        "stay_30_rate": ratio(figures["stay_30"], first),
        "return_share": ratio(figures["return_visits"], figures["traffic"]),
        "sub_dealer_share": ratio(figures["sub_dealer_sales"], total),
        "wholesale_share": ratio(figures["wholesale_sales"], total),
        "showroom_share": ratio(figures["showroom_sales"], total),
    }


def stayed_half_an_hour(visit: Visit) -> bool:
    return visit.left_at is not None and visit.left_at - visit.at >= timedelta(minutes=30)


def ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _theirs(group: Group, consultant: str | None) -> bool:
    return consultant is None or group == consultant


def _channel_cars(store: Store, month: Month, channel: str, consultant: str | None) -> int:
    """Sales without a lead; they are no consultant's."""
    sales = [sale for sale in store.all(ChannelSale) if month.has(sale) and sale.channel == channel]
    return sum(sale.cars for sale in sales) if consultant is None else 0


def _new_leads(store: Store, month: Month, consultant: str | None) -> list[int]:
    return [lead for lead in opened_leads(store, month) if _theirs(of_opening(store, lead, "consultant"), consultant)]


def _new_by_grade(store: Store, month: Month, consultant: str | None) -> Counter[str]:
    """By the grade given at opening (docs/domain.md section 6)."""
    leads = _new_leads(store, month, consultant)
    return Counter(standing(store, lead, opening(store, lead)).grade or "none" for lead in leads)


def _new_by_model(store: Store, month: Month, consultant: str | None) -> Counter[str]:
    return Counter(of_opening(store, lead, "model") or "none" for lead in _new_leads(store, month, consultant))


def _active_by_grade(store: Store, month: Month, consultant: str | None) -> Counter[str]:
    """The stock at the month's end, or now (docs/domain.md section 6)."""
    stands = [standing(store, lead, month.end) for lead in store.leads()]
    return Counter(
        one.grade or "none"
        for one in stands
        if one.opened_at is not None and one.is_active and _theirs(one.owner, consultant)
    )


def _without_zeros(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


# --- Defeats and their verification (docs/domain.md section 5) ------------------------------------------------------


def outcome(store: Store, churn: Churn) -> str:
    """What customer service found of a churn: pending, confirmed, overturned or unreachable."""
    assert churn.lead is not None
    tries = 0
    for fact in store.of(churn.lead):
        if fact.at <= churn.at:
            continue
        if isinstance(fact, Visit):
            return "overturned"
        if isinstance(fact, Verification) and fact.result != "unreachable":
            return fact.result
        if isinstance(fact, Verification):
            tries += 1
            if tries == 3:
                return "unreachable"
    return "pending"


def defeats(store: Store, month: Month) -> dict[str, Any]:
    """The matrix model x reason, how many churns customer service verified, and under whom they churned."""
    churns = [churn for churn in store.all(Churn) if month.has(churn)]
    found = Counter(outcome(store, churn) for churn in churns)
    matrix: dict[Group, Counter[str]] = {}
    by_consultant: dict[Group, Counter[str]] = {}
    for churn in churns:
        whose = by_consultant.setdefault(of_moment(store, churn, "consultant"), Counter())
        whose.update(["churned", outcome(store, churn)])
        if churn.reason is not None and outcome(store, churn) != "overturned":
            matrix.setdefault(of_moment(store, churn, "model"), Counter())[churn.reason] += 1
    verified = found["confirmed"] + found["overturned"]
    return {
        "models": {model: dict(counts) for model, counts in matrix.items()},
        "total": dict(sum(matrix.values(), Counter())),
        "verification": {
            "churned": len(churns),
            **{result: found[result] for result in ("confirmed", "overturned", "unreachable", "pending")},
            "coverage": ratio(verified, len(churns)),
        },
        "by_consultant": {whose: dict(counts) for whose, counts in by_consultant.items()},
    }


# --- Follow-up discipline (docs/domain.md section 6) ----------------------------------------------------------------


def follow_up_discipline(store: Store, month: Month) -> dict[Group, Counter[str]]:
    """Per consultant: windows due and on time, first follow-ups, follow-ups, late entries, sales, overdue now."""
    rows: dict[Group, Counter[str]] = {name: Counter() for name in store.consultants}

    def add(whose: Group, figure: str, count: int = 1) -> None:
        rows.setdefault(whose, Counter())[figure] += count

    for owner, on_time in windows_of(store, month):
        add(owner, "due")
        add(owner, "on_time", on_time)
    for follow_up in contacts_of(store, month):
        owner = of_moment(store, follow_up, "consultant")
        add(owner, "follow_ups")
        add(owner, "advances", follow_up.outcome == "advance")
        add(owner, "late_entries", follow_up.entered_on > follow_up.day)
    for order in orders_of(store, month):
        add(of_moment(store, order, "consultant"), "sales", order.cars)
        add(of_moment(store, order, "consultant"), "sale_follow_ups", follow_ups_before(store, order))
    for lead in opened_leads(store, month):
        if first_follow_up_is_judged(store, lead, month.today):
            add(of_opening(store, lead, "consultant"), "first_due")
            add(of_opening(store, lead, "consultant"), "first_on_time", reached_by_next_day(store, lead))
    for owner in overdue_leads(store, month.today).values():
        add(owner, "overdue_now")
    return rows


def windows_of(store: Store, month: Month) -> Iterator[tuple[Group, bool]]:
    """The windows that were answered in time in the month, or whose deadline lies in it and passed without an answer.

    Each with its owner when it ended, and whether it was answered in time. One that something else cut short before
    its deadline passed counts nowhere.
    """
    for lead in store.leads():
        for window in standing(store, lead, end_of(month.today)).windows:
            if not window.counts:
                continue
            if window.on_time() and window.answered_at is not None:
                if month.has_day(window.answered_at.date()):
                    yield owner_at(store, lead, window.answered_at), True
            elif window.missed(month.today) and month.has_day(window.deadline):
                yield owner_at(store, lead, end_of(window.deadline)), False


def contacts_of(store: Store, month: Month) -> list[FollowUp]:
    """The answered follow-ups of the month: an unanswered try never counts (docs/domain.md section 3)."""
    return [fact for fact in store.all(FollowUp) if month.has(fact) and not fact.is_try]


def follow_ups_before(store: Store, order: Order) -> int:
    """After how many follow-ups the lead ordered."""
    assert order.lead is not None
    return standing(store, order.lead, order.at).follow_ups


def first_follow_up_is_judged(store: Store, lead: int, today: date) -> bool:
    """Leads whose next day has passed; not those that a first call screens, nor those closed on their first day."""
    facts = store.of(lead)
    opened_on = opening(store, lead).date()
    screened = next((visit.kind == "online" for visit in only(facts, Visit)), False)
    closed_at_once = any(isinstance(fact, Order | Churn) and fact.day == opened_on for fact in facts)
    return opened_on + timedelta(days=1) < today and not screened and not closed_at_once


def reached_by_next_day(store: Store, lead: int) -> bool:
    """Somebody spoke with the customer again on the opening day or the next."""
    opened_at = opening(store, lead)
    next_day = opened_at.date() + timedelta(days=1)
    return any(
        (isinstance(fact, FollowUp) and not fact.is_try) or isinstance(fact, Visit)
        for fact in store.of(lead)
        if fact.at > opened_at and fact.day <= next_day
    )


def depth(store: Store, month: Month) -> Counter[str]:
    """Cars sold in the month by the number of follow-ups before (docs/domain.md section 6)."""
    cars: Counter[str] = Counter()
    for order in orders_of(store, month):
        after = follow_ups_before(store, order)
        cars[str(after) if after < 4 else "4-11" if after < 12 else "12+"] += order.cars
    return cars


# --- Forecast (docs/domain.md section 7) ----------------------------------------------------------------------------


def pipeline(store: Store, moment: datetime) -> Counter[Group]:
    """The cars of ordered and active leads by grade, O for the ordered ones, as the facts before the moment tell them.

    A lead that opens at that very moment, as who is to be won back on the 1st does, is one of the month.
    """
    cars: Counter[Group] = Counter()
    for lead in store.leads():
        stands = standing(store, lead, moment)
        if stands.opened_at is None or stands.opened_at >= moment:
            continue
        if stands.status == "ordered":
            cars[policies.ORDERED] += stands.cars
        elif stands.is_active:
            cars[stands.grade] += 1
    return cars


def worth(store: Store, cars: Counter[Group]) -> float:
    """The cars times the win rates of their grades."""
    return sum(count * policies.win_rate(store.policy, grade) for grade, count in cars.items())


def chance_before(store: Store, stands: Standing, last: date, seen: date, morning: date) -> float:
    """The share of a lead's chance that falls before the end of the last day, seen from the end of a day; dates before
    the morning have passed."""
    if stands.need_by is not None and stands.need_by >= morning:
        return float(stands.need_by <= last)
    return min(1, (last - seen).days / policies.HORIZON_DAYS[store.policy][stands.grade])


def expected(store: Store, month: Month, moment: datetime, seen: date) -> float:
    """The cars that the active leads of a moment are likely to order by the month's end."""
    stood = [standing(store, lead, moment) for lead in store.leads()]
    return sum(
        policies.win_rate(store.policy, stands.grade) * chance_before(store, stands, month.last, seen, moment.date())
        for stands in stood
        if stands.is_active and stands.opened_at is not None and stands.opened_at < moment
    )


def month_end(store: Store, month: Month) -> dict[str, float | None]:
    """What the running month will have sold."""
    sold = sum(order.cars for order in orders_of(store, month))
    more = expected(store, month, month.end, month.today)
    left = (month.last - month.today).days
    return {"sold": sold, "expected": more, "total": sold + more, "target": None, "days_left": left}


def forecast_outcome(store: Store, month: Month) -> dict[str, float]:
    """What an ended month was expected to sell at its first moment and on the evening of its 15th, and what it sold."""
    middle = month.first.replace(day=15)
    evening = end_of(middle)
    sold = sum(
        order.cars
        for order in store.all(Order)
        if month.first <= order.day <= middle and stands_uncancelled(store, order, evening)
    )
    return {
        "at_start": expected(store, month, start_of(month.first), month.first - timedelta(days=1)),
        "at_middle": sold + expected(store, month, evening, middle),
        "sold": sum(order.cars for order in orders_of(store, month)),
    }


def forecast(store: Store, month: Month) -> dict[str, Any]:
    """The running month's: what was delivered, what the stock is worth, what was sold."""
    orders = orders_of(store, month)
    delivered = sum(
        standing(store, fact.lead, fact.at).cars for fact in store.all(Delivery) if month.has(fact) and fact.lead
    )
    cars = pipeline(store, month.end)
    sold = sum(order.cars for order in orders)
    opening_worth = worth(store, pipeline(store, start_of(month.first)))
    return {
        "delivered": delivered,
        "open": {grade: count for grade, count in cars.items() if grade is not None},
        "expected_cars": delivered + worth(store, cars),
        "sold": sold,
        "progress": ratio(sold, opening_worth),
        "out_of_funnel": sum(
            order.cars for order in orders if order.lead and opening(store, order.lead) >= start_of(month.first)
        ),
    }


# --- The plan of a month (docs/domain.md section 7) -----------------------------------------------------------------


def months_to_plan_by(month: Month) -> list[Month]:
    """The three full months before it; those that have not ended are no full months."""
    first = min(month.first, month.today.replace(day=1))
    months = []
    for _ in range(3):
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(Month(first, month.today))
    return months[::-1]


def plan(store: Store, month: Month, target: int, consultant: str | None = None) -> dict[Group, dict[str, Any]]:
    """Source -> what it must bring of a target: the store's, or a consultant's own at the store's shares and rates, and
    the leads that this consultant opened a month."""
    months = months_to_plan_by(month)
    leads = [lead for each in months for lead in opened_leads(store, each)]
    orders = [order for each in months for order in orders_of(store, each)]
    of_source = Counter(of_opening(store, lead, "source") for lead in leads)
    taken = Counter(of_moment(store, order, "source") for order in orders)
    cars: Counter[Group] = Counter()
    for order in orders:
        cars[of_moment(store, order, "source")] += order.cars
    mine = Counter(
        of_opening(store, lead, "source")
        for lead in leads
        if consultant is None or of_opening(store, lead, "consultant") == consultant
    )
    found = {}
    for source in of_source | taken:
        share = Fraction(cars[source], cars.total()) if cars else None
        rate = Fraction(taken[source], of_source[source]) if of_source[source] else None
        sales = None if share is None else target * share
        needed = None
        if sales == 0:
            needed = 0
        elif sales is not None and rate:
            needed = ceil(sales / rate)
        average = mine[source] / 3
        found[source] = {
            "share": None if share is None else float(share),
            "sales": None if sales is None else float(sales),
            "deal_rate": None if rate is None else float(rate),
            "leads_needed": needed,
            "average_leads": average,
            "gap": None if needed is None else needed - average,
            "thin": 0 < of_source[source] < 10,
        }
    return found


def standing_of_plan(
    store: Store, month: Month, target: int | None, consultant: str | None = None
) -> dict[str, float | None]:
    """The cars sold of a target, the part of it that the days gone by should have brought, and what that is ahead."""
    sold = sum(
        order.cars
        for order in orders_of(store, month)
        if consultant is None or of_moment(store, order, "consultant") == consultant
    )
    gone = max(0, month.days) if month.first <= month.today else 0
    should = None if target is None else target * gone / month.last.day
    return {"actual": sold, "should": should, "ahead": None if should is None else sold - should}


def weeks_of_plan(store: Store, month: Month, consultant: str | None = None) -> dict[int, dict[str, int]]:
    """Of each seven days from the 1st on: leads opened, orders, deliveries."""

    def theirs(group: Group) -> bool:
        return consultant is None or group == consultant

    opened = [
        opening(store, lead) for lead in opened_leads(store, month) if theirs(of_opening(store, lead, "consultant"))
    ]
    orders = [order.at for order in orders_of(store, month) if theirs(of_moment(store, order, "consultant"))]
    handed = [
        fact.at for fact in store.all(Delivery) if month.has(fact) and theirs(of_moment(store, fact, "consultant"))
    ]
    return {
        week + 1: {
            name: sum((moment.day - 1) // 7 == week for moment in moments)
            for name, moments in (("leads", opened), ("orders", orders), ("deliveries", handed))
        }
        for week in range(-(-month.last.day // 7))
    }
