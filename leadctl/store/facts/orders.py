"""Orders, their delivery and cancellation, and sales without a lead."""

from __future__ import annotations

import sqlite3

from leadctl.store.core.writer import Writer


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


def standing_order(db: sqlite3.Connection, lead: int) -> sqlite3.Row:
    """The order of an ordered lead: neither delivered nor cancelled."""
    row: sqlite3.Row = db.execute(
        "SELECT id, ordered_at, vin, count FROM orders WHERE lead = :lead"
        " AND delivered_at IS NULL AND cancelled_at IS NULL ORDER BY id DESC LIMIT 1",
        {"lead": lead},
    ).fetchone()
    return row


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
