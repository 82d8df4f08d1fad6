"""Taking out of a person's rows what says who they are; what reports count stays."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from leadctl.domain.forgetting import PRINT, SALT_BYTES, name_alone, print_of
from leadctl.store.core.json_ids import json_ids, json_texts
from leadctl.store.tables import TABLES

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer
    from leadctl.store.privacy.forgetting.traces import Traces

ERASED: Mapping[str, tuple[str, ...]] = {table.name: table.erased for table in TABLES if table.erased}
"""Table -> the columns of a person's rows that say who they are or what they said. Rows of phones and tags go."""

NOBODY = "-"
"""Stands where somebody who is no customer had referred them: that they were referred is a figure, by whom is not."""

FindCustomer = Callable[[str], int | None]
"""What was typed of a referrer -> the customer it means; None: somebody who is none."""


def erase(writer: Writer, traces: Traces, customer_meant: FindCustomer) -> None:
    """Empty a person's rows. The customer stays as a number that nothing else is known of."""
    _hide_identities(writer, traces)
    _hide_referrers(writer, traces, customer_meant)
    _number_cars(writer, traces)
    for table in ("phones", "tags"):
        for row in _present(writer.db, table, traces):
            writer.delete(table, row)
    for table, columns in ERASED.items():
        plain = [column for column in columns if (table, column) not in _SPECIAL]
        for row in _present(writer.db, table, traces) if plain else ():
            writer.update(table, row, **{column: _EMPTY.get((table, column)) for column in plain})
    writer.update("customers", traces.customer, forgotten_on=writer.today)


_SPECIAL = {
    ("visits", "who"),
    ("visits", "referrer"),
    ("orders", "vin"),
    ("owned_cars", "vin"),
    ("reward_payments", "referrer"),
    ("phones", "phone"),
    ("tags", "tag"),
    ("retired_rows", "who"),
}
_EMPTY: Mapping[tuple[str, str], object] = {("complaints", "what"): ""}


def _present(db: sqlite3.Connection, table: str, traces: Traces) -> list[int]:
    """The rows of theirs that are there."""
    rows = db.execute(
        f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json_ids(traces.rows[table]),),
    )
    return [row["id"] for row in rows.fetchall()]


def _hide_identities(writer: Writer, traces: Traces) -> None:
    """Visits lose the phone or name by which a register knows them; a print of it knows the row when it comes again.

    Also a visit that is another customer's by now may be known by their phone.
    """
    salt = secrets.token_bytes(SALT_BYTES)
    rows = writer.db.execute(
        "SELECT id, at, kind, who, nth FROM visits WHERE who <> '' AND (id IN (SELECT value FROM json_each(:ids))"
        " OR who IN (SELECT value FROM json_each(:phones)))",
        {"ids": json_ids(traces.rows["visits"]), "phones": json_texts(traces.phones)},
    )
    for row in rows.fetchall():
        if row["nth"] is not None:
            writer.insert(
                "retired_rows",
                tbl="visits",
                at=row["at"],
                code=row["kind"],
                who=print_of(row["who"], salt),
                nth=row["nth"],
            )
        writer.update("visits", row["id"], who=f"{PRINT}{row['id']}")
    _hide_retired(writer, traces, salt)


def _hide_retired(writer: Writer, traces: Traces, salt: bytes) -> None:
    """Rows that were moved or deleted before are known by a print from now on, as the others are."""
    rows = writer.db.execute(
        "SELECT r.id, r.who FROM retired_rows AS r WHERE r.tbl = 'visits' AND (r.who IN (SELECT value FROM"
        " json_each(:phones)) OR EXISTS (SELECT 1 FROM json_each(:ids) AS w CROSS JOIN changes AS h"
        " ON h.tbl = 'visits' AND h.first_row = w.value AND h.before IS NOT NULL"
        " WHERE json_extract(h.before, '$.who') = r.who AND json_extract(h.before, '$.at') = r.at"
        " AND json_extract(h.before, '$.kind') = r.code AND json_extract(h.before, '$.nth') = r.nth))",
        {"ids": json_ids(traces.rows["visits"]), "phones": json_texts(traces.phones)},
    )
    for row in rows.fetchall():
        if row["who"] and not row["who"].startswith(PRINT):
            writer.update("retired_rows", row["id"], who=print_of(row["who"], salt))
            traces.rows["retired_rows"].add(row["id"])
    gone = writer.db.execute(
        "SELECT first_row FROM changes WHERE tbl = 'retired_rows' AND before IS NOT NULL"
        " AND json_extract(before, '$.who') IN (SELECT value FROM json_each(?))",
        (json_texts(traces.phones | traces.names),),
    )
    traces.rows["retired_rows"] |= {row["first_row"] for row in gone}


def _hide_referrers(writer: Writer, traces: Traces, customer_meant: FindCustomer) -> None:
    """Who had referred them: a customer by their number, who works here by name (what is due to them stays due), and
    anybody else not at all. Figures count referrers by any of these."""
    staff = [row["name"] for row in writer.db.execute("SELECT name FROM staff")]
    for visit in _present(writer.db, "visits", traces):
        (text,) = writer.db.execute("SELECT referrer FROM visits WHERE id = ?", (visit,)).fetchone()
        if text is not None and not any(name_alone(name, text) for name in staff):
            customer = customer_meant(text)
            writer.update("visits", visit, referrer=NOBODY if customer is None else f"c{customer}")
    for payment in _present(writer.db, "reward_payments", traces):
        writer.update("reward_payments", payment, referrer=None)


def _number_cars(writer: Writer, traces: Traces) -> None:
    """Numbers of cars become #1, #2: an order and a file's row stay the same car, and no more is told."""
    numbers: dict[str, str] = {}
    for table in ("orders", "owned_cars"):
        for row in _present(writer.db, table, traces):
            (vin,) = writer.db.execute(f"SELECT vin FROM {table} WHERE id = ?", (row,)).fetchone()
            if vin is not None:
                number = numbers.setdefault(vin.upper(), f"{PRINT}{len(numbers) + 1}")
                writer.update(table, row, vin=number)
