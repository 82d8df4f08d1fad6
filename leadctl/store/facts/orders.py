"""Orders, their delivery and cancellation, and sales without a lead."""

from __future__ import annotations

import sqlite3

from leadctl.domain.facts import RANKS, Fact
from leadctl.errors import template
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import read_row
from leadctl.store.core.tables import FACT_OF_LEAD, LEADS_PHONE, OF_LEAD, Export, StoredTable
from leadctl.store.core.writer import Writer
from leadctl.store.facts.kind import OF_LEADS, RECORDED_BY, FactKind, JsonObject, row_of


def add_order(
    writer: Writer,
    *,
    lead: int,
    ordered_at: str,
    model: int | None,
    price: float | None,
    deposit: float | None,
    vin: str | None,
    count: int,
    by: int | None = None,
) -> int:
    """Record an order of ``count`` cars; returns its id. ``by`` left out: the acting person."""
    identity = writer.insert(
        "orders",
        lead=lead,
        ordered_at=ordered_at,
        by=writer.author.staff if by is None else by,
        model=model,
        price=price,
        deposit=deposit,
        vin=vin,
        count=count,
    )
    writer.touch(lead)
    return identity


class Order(NamedTuple):
    """The facts of an order that corrections, its delivery and its cancellation ask for."""

    id: int
    lead: int
    ordered_at: str
    reported_on: str | None
    delivered_at: str | None
    cancelled_at: str | None


def read_order(db: sqlite3.Connection, order: int) -> Order:
    """An order's row. Raises Refused when there is none."""
    return row_of(db, KIND, Order, order)


def standing_order(db: sqlite3.Connection, lead: int) -> Order:
    """The order of an ordered lead: neither delivered nor cancelled."""
    sql = (
        f"SELECT {', '.join(Order._fields)} FROM orders WHERE lead = :lead"
        " AND delivered_at IS NULL AND cancelled_at IS NULL ORDER BY id DESC LIMIT 1"
    )
    return read_row(db, Order, sql, {"lead": lead})


def deliver_order(writer: Writer, lead: int, order: int, at: str, vin: str | None) -> None:
    """The car was handed over."""
    changed: dict[str, object] = {"delivered_at": at, "delivered_operation": writer.operation}
    if vin is not None:
        changed["vin"] = vin
    writer.update("orders", order, **changed)
    writer.touch(lead)


def cancel_order(writer: Writer, lead: int, order: int, at: str) -> None:
    """The order was cancelled."""
    writer.update("orders", order, cancelled_at=at, cancelled_operation=writer.operation)
    writer.touch(lead)


def add_sale(writer: Writer, *, channel: str, sold_on: str, model: int | None, count: int) -> int:
    """Record cars sold without a lead; returns the sale's id."""
    return writer.insert("sales", channel=channel, sold_on=sold_on, model=model, count=count)


TABLE = StoredTable(
    "orders",
    erased=("vin",),
    export=Export(
        "orders",
        f"SELECT {LEADS_PHONE}, substr(f.ordered_at, 1, 10) AS ordered_on,"
        " substr(f.delivered_at, 1, 10) AS delivered_on, substr(f.cancelled_at, 1, 10) AS cancelled_on,"
        " m.name AS model, f.price, f.vin, f.count, f.deposit, f.reported_on, b.name AS by, t.name AS consultant,"
        f" f.id, f.lead AS of_lead FROM orders AS f{FACT_OF_LEAD}"
        " LEFT JOIN models AS m ON m.id = f.model LEFT JOIN staff AS t ON t.id = f.consultant",
        OF_LEAD,
        "f.ordered_at, f.id",
        importable=True,
    ),
)

_HISTORY = (
    "SELECT f.id, f.ordered_at AS at, s.name AS by, m.name AS model, f.price, f.deposit, f.vin, f.count,"
    " f.ordered_at, f.reported_on, f.delivered_at, f.cancelled_at"
    f" FROM orders AS f LEFT JOIN models AS m ON m.id = f.model {RECORDED_BY} WHERE f.lead = :lead"
)


def _read(
    identity: int,
    operation: int,
    ordered_at: str,
    model: int | None,
    delivered_at: str | None,
    delivered_operation: int | None,
    cancelled_at: str | None,
    cancelled_operation: int | None,
) -> list[Fact]:
    """An order is up to two facts: the order, and its delivery or its cancellation."""
    card = {"model": model} if model is not None else {}
    facts = [Fact(ordered_at, operation, RANKS["order"], identity, "order", card=card)]
    if delivered_at is not None:
        facts.append(Fact(delivered_at, delivered_operation or operation, RANKS["deliver"], identity, "deliver"))
    if cancelled_at is not None:
        facts.append(Fact(cancelled_at, cancelled_operation or operation, RANKS["cancel"], identity, "cancel"))
    return facts


def _history(db: sqlite3.Connection, lead: int) -> list[JsonObject]:
    """The orders; a delivery or cancellation happened at a time of its own."""
    facts: list[JsonObject] = []
    for row in db.execute(_HISTORY, {"lead": lead}):
        facts.append({"fact": "order"} | dict(row))
        for fact, at in (("delivery", row["delivered_at"]), ("cancellation", row["cancelled_at"])):
            if at is not None:
                facts.append({"fact": fact, "id": row["id"], "at": at, "by": None})
    return facts


KIND = FactKind(
    "order",
    TABLE,
    select="SELECT lead, id, operation, ordered_at, model, delivered_at, delivered_operation, cancelled_at,"
    f" cancelled_operation FROM orders {OF_LEADS}",
    read=_read,
    history=_history,
    replayed=("order", "deliver", "cancel"),
    handed_on=("order",),
    plural=template("orders"),
    noun=template("order"),
    time="ordered_at",
)
