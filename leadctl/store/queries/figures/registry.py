"""The registry of figures: every figure that the reports count, once, with its definition, its day and its dimensions.

Reports, ``--list``, ``report pivot`` and the table in docs/reports.md read it. A definition is data: a measure names
the tables, the clauses and the day of what it counts (:mod:`leadctl.store.queries.figures.measures`), and a dimension
what a fact falls under, so that other ways of counting than this store's SQL can be made from the same texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from leadctl.named_tuple import NamedTuple
from leadctl.store.queries.figures.appointments import APPOINTMENTS
from leadctl.store.queries.figures.campaigns import CAMPAIGNS
from leadctl.store.queries.figures.churn import BECAME
from leadctl.store.queries.figures.definitions import (
    ACTIVITY,
    AMOUNTS,
    CHURN,
    COHORT,
    DEFEATS,
    DELIVERED_CARS,
    HISTORIC,
    OUT_OF_FUNNEL,
    STEPS,
    TRAFFIC,
    VERIFICATION,
)
from leadctl.store.queries.figures.dimensions import DIMENSIONS
from leadctl.store.queries.figures.discipline import DISCIPLINE, LATE, SALE_FOLLOW_UPS, TRIES
from leadctl.store.queries.figures.enquiries import CHANNELS
from leadctl.store.queries.figures.measures import Measure
from leadctl.store.queries.figures.owners import COMPLAINTS, GAINED, RESULTS, SCORED
from leadctl.store.queries.figures.payments import PAID
from leadctl.store.queries.figures.people import PEOPLE
from leadctl.store.queries.figures.referrals import REFERRALS


class Figure(NamedTuple):
    """A figure. ``name``: its report and its name there; ``about``: what it counts; ``day``: the day on which it
    counts; ``unit``: what one of it is."""

    name: str
    measure: Measure
    about: str
    day: str
    unit: str

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What it can be divided by: what all of its facts fall under."""
        return tuple(
            one.name for one in DIMENSIONS.values() if all(one.key in part.facts.groups for part in self.measure)
        )

    @property
    def adds_up(self) -> bool:
        """Whether its groups add up to the whole: not where each group counts once who is in several of them."""
        return all(part.one_of is None or part.earliest for part in self.measure)


_ARRIVAL, _OPENING, _ORDER, _DELIVERY = "the arrival's", "the opening's", "the order's", "the delivery's"
_CHURNED, _CONTACT, _WINDOW, _MEETING = "the churn's", "the contact's", "the answer's or last day", "the appointment's"
_SPENT, _LISTED, _PAID, _SALE = "the day it was spent", "the campaign's", "the payment's", "the order's or sale's"

_ABOUT: Mapping[str, tuple[str, str, str]] = {
    "funnel.traffic": ("all visits, return visits too", _ARRIVAL, "visits"),
    "funnel.new_traffic": ("first visits, and calls, events, enquiries without an open lead", _ARRIVAL, "visits"),
    "funnel.contacts": ("new traffic that left a phone", _ARRIVAL, "visits"),
    "funnel.leads": ("leads opened", _OPENING, "leads"),
    "funnel.met": ("leads that came in person, by their first such visit in the time", _ARRIVAL, "leads"),
    "funnel.test_drives": ("leads that test-drove, by their first test drive in the time", _ARRIVAL, "leads"),
    "funnel.orders": ("leads that ordered, not cancelled", _ORDER, "leads"),
    "funnel.deliveries": ("leads delivered", _DELIVERY, "leads"),
    "funnel.showroom_traffic": ("new traffic that walked in", _ARRIVAL, "visits"),
    "funnel.phone_traffic": ("new traffic that called", _ARRIVAL, "visits"),
    "funnel.online_traffic": ("new traffic that enquired online", _ARRIVAL, "visits"),
    "funnel.outside_traffic": ("new traffic at events", _ARRIVAL, "visits"),
    "funnel.showroom_contacts": ("of showroom_traffic those that left a phone", _ARRIVAL, "visits"),
    "funnel.phone_contacts": ("of phone_traffic those that left a phone", _ARRIVAL, "visits"),
    "funnel.online_contacts": ("of online_traffic those that left a phone", _ARRIVAL, "visits"),
    "funnel.outside_contacts": ("of outside_traffic those that left a phone", _ARRIVAL, "visits"),
    "funnel.returned": ("leads that came again, by their first return visit in the time", _ARRIVAL, "leads"),
    "funnel.leads_amount": ("what the leads opened are worth: order's price, else budget", _OPENING, "yuan"),
    "funnel.leads_with_amount": ("of the leads opened those with a price or a budget", _OPENING, "leads"),
    "funnel.orders_amount": ("what the leads that ordered are worth", _ORDER, "yuan"),
    "funnel.orders_with_amount": ("of the leads that ordered those with a price or a budget", _ORDER, "leads"),
    "funnel.deliveries_amount": ("what the leads delivered are worth", _DELIVERY, "yuan"),
    "funnel.deliveries_with_amount": ("of the leads delivered those with a price or a budget", _DELIVERY, "leads"),
    "funnel.defeat": ("defeats, without those overturned", _CHURNED, "churns"),
    "funnel.lost_contact": ("lost contacts, without those overturned", _CHURNED, "churns"),
    "cohort.traffic": ("all visits, and leads opened without one", _ARRIVAL, "visits"),
    "cohort.new_traffic": ("new traffic, and leads that none of it opened", _ARRIVAL, "visits"),
    "cohort.contacts": ("new traffic with a phone, and leads that none of it opened", _ARRIVAL, "visits"),
    "cohort.leads": ("leads opened", _OPENING, "leads"),
    "cohort.met": ("of the leads opened those that came in person, to date", _OPENING, "leads"),
    "cohort.test_drives": ("of the leads opened those that test-drove, to date", _OPENING, "leads"),
    "cohort.orders": ("of the leads opened those that ordered, to date", _OPENING, "leads"),
    "cohort.deliveries": ("of the leads opened those delivered, to date", _OPENING, "leads"),
    "traffic.traffic": ("all visits", _ARRIVAL, "visits"),
    "traffic.first_visits": ("walk-ins who come for the first time for this purchase", _ARRIVAL, "visits"),
    "traffic.calls": ("visits of the kind call", _ARRIVAL, "visits"),
    "traffic.event": ("visits of the kind event", _ARRIVAL, "visits"),
    "traffic.referral": ("visits whose source is referral", _ARRIVAL, "visits"),
    "traffic.contacts": ("first visits with a phone", _ARRIVAL, "visits"),
    "traffic.test_drives": ("customers who test-drove, each anonymous driver one", _ARRIVAL, "customers"),
    "traffic.stay_30": ("first visits of 30 minutes or more", _ARRIVAL, "visits"),
    "traffic.return_visits": ("walk-ins who come again", _ARRIVAL, "visits"),
    "traffic.showroom_sales": ("cars of orders that were not cancelled", _ORDER, "cars"),
    "traffic.sub_dealer_sales": ("cars sold through sub-dealers", "the sale's", "cars"),
    "traffic.wholesale_sales": ("cars sold wholesale", "the sale's", "cars"),
    "traffic.total_sales": ("cars sold through all of the three", _SALE, "cars"),
    "defeats.total": ("defeats, without those overturned", _CHURNED, "churns"),
    "defeats.churned": ("defeats and lost contacts that are to be verified", _CHURNED, "churns"),
    "defeats.confirmed": ("of these, confirmed by a call-back", _CHURNED, "churns"),
    "defeats.overturned": ("of these, overturned", _CHURNED, "churns"),
    "defeats.unreachable": ("of these, never reached", _CHURNED, "churns"),
    "defeats.pending": ("of these, still to be verified", _CHURNED, "churns"),
    "defeats.historic": ("churns taken over with an old register", _CHURNED, "churns"),
    "defeats.reopened": ("overturned churns, whose leads were reopened", _CHURNED, "leads"),
    "defeats.win_backs": ("leads opened to win back after a confirmed churn", _CHURNED, "leads"),
    "followups.due": ("contact windows answered in time or missed", _WINDOW, "windows"),
    "followups.on_time": ("of these, answered by their last day", _WINDOW, "windows"),
    "followups.late": ("of these, missed", _WINDOW, "windows"),
    "followups.first_due": ("leads whose first follow-up is judged", _OPENING, "leads"),
    "followups.first_on_time": ("of these, contacted by the next day", _OPENING, "leads"),
    "followups.released": ("leads that went to the common pool for neglect", "the release's", "leads"),
    "followups.follow_ups": ("answered follow-ups", _CONTACT, "contacts"),
    "followups.late_entries": ("of these, entered after their day", _CONTACT, "contacts"),
    "followups.advances": ("of these, those that moved something", _CONTACT, "contacts"),
    "followups.tries": ("follow-ups that nobody answered", _CONTACT, "contacts"),
    "followups.sales": ("cars of orders that were not cancelled", _ORDER, "cars"),
    "followups.sale_follow_ups": ("answered follow-ups of sold leads before the order", _ORDER, "contacts"),
    "appointments.made": ("appointments agreed", "the day it was agreed", "appointments"),
    "appointments.due": ("appointments kept, or whose day has passed", _MEETING, "appointments"),
    "appointments.kept": ("of these, kept by a visit on their day", _MEETING, "appointments"),
    "appointments.missed": ("of these, not kept", _MEETING, "appointments"),
    "appointments.moved": ("moved to another time before", _MEETING, "appointments"),
    "appointments.dropped": ("given up before", _MEETING, "appointments"),
    "appointments.ahead": ("still to come", _MEETING, "appointments"),
    "channels.volume": ("leads opened by an online enquiry", _OPENING, "leads"),
    "channels.A": ("of these, screened A", _OPENING, "leads"),
    "channels.B": ("of these, screened B", _OPENING, "leads"),
    "channels.C": ("of these, screened C", _OPENING, "leads"),
    "channels.D": ("of these, screened D", _OPENING, "leads"),
    "channels.unreached": ("of these, without a result", _OPENING, "leads"),
    "channels.came": ("of these, came in person, to date", _OPENING, "leads"),
    "channels.ordered": ("of these, ordered, to date", _OPENING, "leads"),
    "channels.due_appointments": ("their appointments kept, or whose day has passed", _OPENING, "appointments"),
    "channels.shown": ("of these, kept", _OPENING, "appointments"),
    "channels.sales": ("cars ordered by online leads, whenever opened", _ORDER, "cars"),
    "campaigns.cost": ("money spent on campaigns", _SPENT, "yuan"),
    "campaigns.leads": ("leads of a campaign opened", _OPENING, "leads"),
    "campaigns.sales": ("cars ordered by leads of a campaign", _ORDER, "cars"),
    "campaigns.parties": ("visits in person that name a campaign", _ARRIVAL, "visits"),
    "campaigns.test_drives": ("customers who test-drove for a campaign", _ARRIVAL, "customers"),
    "campaigns.listed": ("leads on invitation lists", _LISTED, "leads"),
    "campaigns.invited": ("of these, invited", _LISTED, "leads"),
    "campaigns.confirmed": ("of these, who said they would come", _LISTED, "leads"),
    "campaigns.came": ("of these, came", _LISTED, "leads"),
    "campaigns.ordered": ("of these, ordered", _LISTED, "leads"),
    "referrals.leads": ("referred leads opened", _OPENING, "leads"),
    "referrals.came": ("of these, came in person, to date", _OPENING, "leads"),
    "referrals.test_drives": ("of these, test-drove, to date", _OPENING, "leads"),
    "referrals.sales": ("cars that these ordered, to date", _OPENING, "cars"),
    "referrals.flyers": ("flyers handed out", "the day they were handed out", "flyers"),
    "referrals.paid": ("rewards paid out", _PAID, "yuan"),
    "owners.fine": ("contacts with owners who were content", _CONTACT, "contacts"),
    "owners.complaint": ("contacts that ended in a complaint", _CONTACT, "contacts"),
    "owners.replace": ("contacts with owners who replace their car", _CONTACT, "contacts"),
    "owners.add": ("contacts with owners who add a car", _CONTACT, "contacts"),
    "owners.recommend": ("contacts with owners who recommended somebody", _CONTACT, "contacts"),
    "owners.no_answer": ("tries to reach an owner", _CONTACT, "contacts"),
    "owners.made": ("complaints made", _CONTACT, "complaints"),
    "owners.solved": ("complaints solved", "the day it was solved", "complaints"),
    "owners.open": ("complaints open at the end, whenever made", "the end of the time", "complaints"),
    "owners.owner_leads": ("leads of the source owner opened", _OPENING, "leads"),
    "owners.referral_leads": ("leads of the source referral opened", _OPENING, "leads"),
    "owners.repeat_sales": ("cars sold to owners of our brand", _ORDER, "cars"),
    "owners.referral_sales": ("cars sold to leads of the source referral", _ORDER, "cars"),
    "owners.ssi_answers": ("contacts in which an owner scored the sale (SSI)", _CONTACT, "contacts"),
    "owners.csi_answers": ("contacts in which an owner scored the service (CSI)", _CONTACT, "contacts"),
    "profile.leads": ("leads opened", _OPENING, "leads"),
    "profile.buyers": ("orders that were not cancelled, a fleet one", _ORDER, "orders"),
    "forecast.delivered": ("cars delivered", _DELIVERY, "cars"),
    "forecast.out_of_funnel": ("cars sold to leads opened in the time", _ORDER, "cars"),
}

_MEASURES: Mapping[str, Mapping[str, Measure]] = {
    "funnel": {**ACTIVITY, **STEPS, **AMOUNTS},
    "traffic": TRAFFIC,
    "defeats": {
        "total": DEFEATS,
        **VERIFICATION,
        "historic": HISTORIC,
        "reopened": BECAME["overturned"]["total"],
        "win_backs": BECAME["win_backs"]["total"],
    },
    "followups": {**DISCIPLINE, "late": LATE, "sale_follow_ups": SALE_FOLLOW_UPS, "tries": TRIES},
    "appointments": APPOINTMENTS,
    "channels": CHANNELS,
    "campaigns": CAMPAIGNS,
    "referrals": {**REFERRALS, "paid": PAID},
    "owners": {**RESULTS, **COMPLAINTS, **GAINED, **SCORED},
    "profile": PEOPLE,
    "forecast": {"delivered": DELIVERED_CARS, "out_of_funnel": OUT_OF_FUNNEL},
    "cohort": {name: measure for name, measure in COHORT.items() if name not in CHURN},
}
"""Report -> its figures; a bare name is looked for in this order."""


@cache
def all_figures() -> dict[str, Figure]:
    """Every figure under its full name, such as ``funnel.leads``."""
    return {
        f"{report}.{name}": Figure(f"{report}.{name}", measure, *_ABOUT[f"{report}.{name}"])
        for report, measures in _MEASURES.items()
        for name, measure in measures.items()
    }


def find_figure(name: str) -> Figure | None:
    """The figure of a full name, or of a bare one (``leads``): the first report's that has it."""
    figures = all_figures()
    if name in figures:
        return figures[name]
    return next((figures[full] for full in figures if full.partition(".")[2] == name), None)


def short_names() -> dict[str, str]:
    """Full name -> the name that is enough to mean it."""
    return {
        full: bare if (found := find_figure(bare)) is not None and found.name == full else full
        for full in all_figures()
        for bare in (full.partition(".")[2],)
    }
