"""Batches of what else is kept in files: follow-ups, churn, orders, sales, owners, online enquiries - and visits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from leadctl.commands.batches import BatchOptions, ClosedBefore, import_visits
from leadctl.commands.declaration import Argument, Command, Group
from leadctl.commands.session import Session

BatchFile = Annotated[str, Argument("FILE", "A .csv, .tsv, .xlsx or .jsonl file; - for stdin.")]


def visits(session: Session, file: BatchFile, batch: BatchOptions, closed_before: ClosedBefore = None) -> None:
    """Visits: the same as log-visit --from FILE.

    Example: leadctl import visits register.xlsx --rejects bad.csv
    """
    import_visits(session, file, batch, closed_before)


def _of_kind(kind: str, about: str) -> Callable[..., None]:
    """The command of another kind of file: the same options for all of them, each with its own help."""

    def importing(session: Session, file: BatchFile, batch: BatchOptions) -> None:
        from leadctl.commands.records import import_records

        import_records(session, kind, file, batch)

    importing.__doc__ = about
    return importing


followups = _of_kind(
    "followups",
    """Follow-ups: phone or lead, at, by, via, outcome, grade, next, note.

    A row is known by its lead, time and way; sent again it is unchanged, or updated where cells changed. A date
    without a time is the end of that day. Staff that are new are added as consultants.

    Example: leadctl import followups calls.xlsx --rejects bad.csv
    """,
)
churn = _of_kind(
    "churn",
    """Churn: phone or lead, at, kind, reason, rival, by, note, verification, verified_by, verified_at.

    A row is known by its lead, day and kind; the verification may come with a later sending, and without
    verified_at is of the churn's own time. unreachable stands for customer service's three tries. Without a
    verification the churn waits for customer service.

    Example: leadctl import churn lost.csv --dry-run
    """,
)
orders = _of_kind(
    "orders",
    """Orders: phone or lead, ordered_on, delivered_on, cancelled_on, model, price, vin, count.

    A row is known by its lead and the day of the order; later sendings fill in the delivery or the cancellation.
    An order while another one of the lead stands is a bad row.

    Example: leadctl import orders orders.xlsx --skip-bad
    """,
)
sales = _of_kind(
    "sales",
    """Sales without a lead: channel (sub-dealer or wholesale), on, model, count.

    Example: leadctl import sales sub-dealers.csv --year 2026
    """,
)
owners = _of_kind(
    "owners",
    """Owners: name, phone, model, delivered_on, vin, consultant, insurance_on, inspection_on, warranty_until,
    birthday, origin.

    Of those sold before, here or elsewhere (origin: here, elsewhere or other-brand; left out: here). A row is known
    by its phone with the car's number, else the day of delivery. One whose car was delivered here adds to what is
    known of it. However old the car, its owner is owed the latest contact only.

    Example: leadctl import owners owners.xlsx --rejects bad.csv
    """,
)


def online(session: Session, file: BatchFile, batch: BatchOptions) -> None:
    """Online enquiries: at, name, phone, channel, model, campaign, note; at and phone are required.

    Each is a visit of kind and source online. A new phone opens a lead to be screened, first in leadctl due; a known
    one with an open lead is a contact on it. A row is known by its minute and phone: the same file, or one that
    overlaps, may be sent again.

    Example: leadctl import online wechat.xlsx --rejects bad.csv
    """
    from leadctl.commands.enquiries import import_online

    import_online(session, file, batch)


COMMAND = Group(
    __doc__,
    {
        "visits": Command(visits),
        "followups": Command(followups),
        "churn": Command(churn),
        "orders": Command(orders),
        "sales": Command(sales),
        "owners": Command(owners),
        "online": Command(online),
    },
)
