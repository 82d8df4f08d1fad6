"""What is looked at when a month is over: every report against the ledger, against its own parts, and its records."""

from __future__ import annotations

from calendar import monthrange
from typing import Any

from tests.play import reports
from tests.play.figures import Month
from tests.play.year import books
from tests.play.year.store import Store

PARTS = {"funnel": "funnel", "traffic": "traffic", "defeats": "churn", "followups": "followups", "targets": "targets"}
"""Report -> what the manager's page calls it."""

FIGURES = (
    ("traffic", "traffic"), ("traffic", "first_visits"), ("traffic", "return_visits"), ("traffic", "test_drives"),
    ("traffic", "stay_30"), ("traffic", "showroom_sales"), ("traffic", "total_sales"), ("followups", "team.follow_ups"),
    ("followups", "team.due"), ("followups", "team.on_time"), ("followups", "team.late_entries"),
    ("followups", "team.first_due"), ("profile", "leads"), ("profile", "buyers"), ("defeats", "verification.churned"),
    ("defeats", "verification.pending"), ("forecast", "delivered.cars"), ("forecast", "sold"),
    ("forecast", "out_of_funnel"), ("prospects", "total.total"), ("owners", "contacts.due"),
    ("owners", "contacts.missed"), ("owners", "complaints.made"), ("owners", "gained.owner_leads"),
    ("owners", "gained.referral_leads"),
)  # fmt: skip
"""(Report, where the figure stands in it): what ``--list`` is asked for, some of it each month."""

LISTED_AS = {"delivered.cars": "delivered", "total.total": "total"}


def month_of(store: Store, month: str) -> Month:
    """A month as the ledger has it, with leadctl's numbers of leads."""
    rows = store.sql(
        "SELECT l.id, l.opened_at, (SELECT p.phone FROM phones AS p WHERE p.customer = l.customer) FROM leads AS l"
    )
    numbers = {(store.ledger.phones[phone], opened): lead for lead, opened, phone in rows}
    return Month(store.ledger, numbers, month, f"{month}-{days_of(month):02}T23:59")


def days_of(month: str) -> int:
    return monthrange(int(month[:4]), int(month[5:]))[1]


def check_month(store: Store, month: str) -> None:
    """All of it, of a month that has ended."""
    store.settle()
    known = month_of(store, month)
    _check_counts(store, known)
    books.check_discipline(store, known)
    books.check_plan(store, known)
    books.check_forecast(store, known)
    books.check_profile(store, known)
    books.check_campaigns(store, known)
    books.check_owners(store, known)
    books.check_channels(store, known)
    check_page(store, month)
    for report, path in store.chance.sample(FIGURES, 8):
        check_list(store, month, report, path)
    assert store.ask("doctor")["healthy"]


def check_cohort(store: Store) -> None:
    """No stage of the running month's leads counts more than the stage that its rate is of."""
    counts = reports.stages(store.ask("report", "funnel", "--cohort"))
    for stage, before in reports.STEPS.items():
        assert counts[stage] <= counts[before], (stage, counts)


def _check_counts(store: Store, known: Month) -> None:
    chance = store.chance
    reports.check_traffic(store, known, *chance.sample(sorted(known.traffic()), 2))
    reports.check_ratios(store, known, days_of(known.month))
    reports.check_breakdowns(store, known, listed=False)
    for reading in reports.READINGS:
        reports.check_funnel(store, known, reading, *chance.sample(sorted(known.funnel(cohort=bool(reading))), 2))
        reports.check_groups(store, known, reading, chance.choice(("source", "consultant", "model")))
    reports.check_rates(store, known)
    reports.check_defeats(store, known, listed=False)
    reports.check_verification(store, known, listed=False)


def check_page(store: Store, month: str) -> None:
    """The page of a month that was just closed holds the single reports, and nothing has changed since."""
    page = store.ask("report", "--month", month)
    assert page.pop("changes") == []
    store.kept[month] = page
    for name, part in PARTS.items():
        assert page[part] == store.ask("report", name, "--month", month), name


def check_list(store: Store, month: str, report: str, path: str) -> None:
    """As many records, or cars, as the figure counts."""
    figure: Any = store.ask("report", report, "--month", month)
    for key in path.split("."):
        figure = figure[key]
    listed = LISTED_AS.get(path, path.rpartition(".")[2])
    records = store.ask("report", report, "--month", month, "--list", listed)
    cars = "sales" in path or report == "forecast"
    assert sum(record["count"] if cars else 1 for record in records) == figure, (report, path)


def check_closed(store: Store, kept: dict[str, Any]) -> None:
    """Closed months keep their figures, whatever was corrected since; what is different now stands beside them."""
    for month, page in kept.items():
        now = store.ask("report", "--month", month)
        assert {part: now[part] for part in page} == page, month
        reread = month_of(store, month).traffic()
        changes = {change["figure"]: change["now"] for change in now["changes"]}
        for figure, ids in reread.items():
            assert changes.get(f"traffic.{figure}", page["traffic"][figure]) == len(ids), (month, figure)
