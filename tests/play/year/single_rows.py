"""What became of single rows: visits, appointments, churns and orders, by the file and by the ledger."""

from __future__ import annotations

from collections import Counter

from tests.play.year.store import Store


def check_rows(store: Store) -> None:
    """First or return visit, kept or missed appointment, confirmed or overturned churn, and whose it was."""
    _check_visits(store)
    _check_appointments(store)
    _check_losses(store)
    _check_orders(store)


def _check_visits(store: Store) -> None:
    shown = {row: (nature, bool(new)) for row, nature, new in store.sql(VISITS)}
    known = {row: nature for purchase in store.ledger.purchases() for row, nature in purchase.visits.items()}
    assert shown == known


def _check_appointments(store: Store) -> None:
    ledger = store.ledger
    shown = Counter((ledger.phones[phone], *cells) for phone, *cells in store.sql(APPOINTMENTS))
    meetings = [(purchase.person, meeting) for purchase in ledger.purchases() for meeting in purchase.meetings]
    assert shown == Counter((person, meeting.fact.get("comes"), meeting.result) for person, meeting in meetings)


def _check_losses(store: Store) -> None:
    ledger = store.ledger
    shown = Counter((ledger.phones[phone], *cells) for phone, *cells in store.sql(CHURNS))
    losses = [(purchase.person, loss) for purchase in ledger.purchases() for loss in purchase.losses]
    assert shown == Counter((person, loss.fact.at, loss.result, loss.owner) for person, loss in losses)


def _check_orders(store: Store) -> None:
    shown = Counter(store.sql(ORDERS))
    sales = [sale for purchase in store.ledger.purchases() for sale in purchase.sales]
    known = [(s.fact.id, s.fact.at, s.fact.get("count"), s.owner, s.delivered, s.cancelled) for s in sales]
    assert shown == Counter(known)


VISITS = "SELECT id, nature, is_new FROM visits WHERE customer IS NOT NULL"
_OF_LEAD = (
    "SELECT (SELECT p.phone FROM phones AS p WHERE p.customer = l.customer LIMIT 1), {} FROM {} AS x"
    " JOIN leads AS l ON l.id = x.lead LEFT JOIN staff AS s ON s.id = x.consultant"
)
APPOINTMENTS = _OF_LEAD.format("x.for_at, x.result", "appointments")
CHURNS = _OF_LEAD.format("x.at, x.result, s.name", "churns")
ORDERS = (
    "SELECT o.id, o.ordered_at, o.count, s.name, o.delivered_at, o.cancelled_at FROM orders AS o"
    " LEFT JOIN staff AS s ON s.id = o.consultant"
)
