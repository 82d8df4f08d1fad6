"""Customers: who is meant, what is known of them, and their phones."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from leadctl.domain.phones import mask_phone
from leadctl.errors import Refused
from leadctl.store.core.writer import Writer
from leadctl.store.queries.pinyin import pinyin
from leadctl.store.records.tags import drop_tags

CARD = ("name", "gender", "importance", "birthday", "district", "occupation")
"""What a customer's row says of them."""

MOST_DIGITS = 18
"""Longer numbers are no row's."""


def find_customer(db: sqlite3.Connection, text: str, parse_phone: Callable[[str], str]) -> int:
    """The customer that ``c17`` or a phone names. Raises Refused when there is none."""
    word = text.strip()
    if word[:1] in ("c", "C") and word[1:].isdecimal() and len(word) <= MOST_DIGITS:
        found = db.execute("SELECT id FROM customers WHERE id = :id", {"id": int(word[1:])}).fetchone()
        if found is None:
            raise Refused("There is no customer {word}; find them with: leadctl find TEXT", word=word)
        refuse_forgotten(db, int(found["id"]))
        return int(found["id"])
    if not any(map(str.isdigit, word)):
        raise Refused(
            "{word!r} is no customer's number, such as c17, and no phone; find them with: leadctl find TEXT", word=word
        )
    owner = owner_of(db, parse_phone(word))
    if owner is None:
        raise Refused("No customer has that phone; find them with: leadctl find TEXT")
    return owner


def refuse_forgotten(db: sqlite3.Connection, customer: int | None) -> None:
    """Raises Refused for a customer who was forgotten: nothing that happens may be written to them again."""
    on = forgotten_on(db, customer)
    if on is not None:
        raise Refused(
            "c{customer} was forgotten on {on}: only figures are left, and they stay nobody's.",
            customer=customer,
            on=on,
        )


def forgotten_on(db: sqlite3.Connection, customer: int | None) -> str | None:
    """The day on which a customer was forgotten; None: they were not."""
    row = db.execute("SELECT forgotten_on FROM customers WHERE id = :id", {"id": customer}).fetchone()
    return None if row is None else row["forgotten_on"]


def owner_of(db: sqlite3.Connection, phone: str) -> int | None:
    """The customer who has this phone."""
    row = db.execute("SELECT customer FROM phones WHERE phone = :phone", {"phone": phone}).fetchone()
    return None if row is None else int(row["customer"])


def customer_of_lead(db: sqlite3.Connection, lead: int) -> int:
    """Whose lead it is, which must be there."""
    return int(db.execute("SELECT customer FROM leads WHERE id = :lead", {"lead": lead}).fetchone()["customer"])


def customer_row(db: sqlite3.Connection, customer: int) -> sqlite3.Row:
    """A customer's row, which must be there."""
    row: sqlite3.Row = db.execute("SELECT * FROM customers WHERE id = :id", {"id": customer}).fetchone()
    return row


def phones_of(db: sqlite3.Connection, customer: int) -> list[str]:
    """Their phones, the main one first."""
    rows = db.execute("SELECT phone FROM phones WHERE customer = :customer ORDER BY id", {"customer": customer})
    return [row["phone"] for row in rows]


def current_lead(db: sqlite3.Connection, customer: int) -> int | None:
    """Their open lead, else their newest one."""
    row = db.execute(
        "SELECT id FROM leads WHERE customer = :customer ORDER BY closed_at IS NOT NULL, id DESC LIMIT 1",
        {"customer": customer},
    ).fetchone()
    return None if row is None else int(row["id"])


def add_customer(writer: Writer, phone: str, name: object, gender: object) -> int:
    """A new customer with their phone; returns their id."""
    sound = pinyin(str(name)) if name else None
    customer = writer.insert("customers", name=name, gender=gender, pinyin=sound)
    writer.insert("phones", customer=customer, phone=phone)
    return customer


def edit_customer(writer: Writer, customer: int, changes: dict[str, object]) -> None:
    """Correct columns of a customer's row; how the name sounds follows the name."""
    if "name" in changes:
        changes = changes | {"pinyin": pinyin(str(changes["name"])) if changes["name"] else None}
    if changes:
        writer.update("customers", customer, **changes)
        writer.touch_owner(customer)


def change_phone(writer: Writer, customer: int, phone: str) -> None:
    """Make this the main phone, in place of the one that was. Raises Refused when somebody else has it."""
    _refuse_taken(writer.db, customer, phone)
    main, other = _phone_rows(writer.db, customer, phone)
    if main is None:
        writer.insert("phones", customer=customer, phone=phone)
    elif other is None:
        writer.update("phones", main["id"], phone=phone)
    elif other["id"] != main["id"]:
        # Both are theirs: they change places, by way of a text that no phone is.
        writer.update("phones", other["id"], phone=f"~{phone}")
        writer.update("phones", main["id"], phone=phone)
        writer.update("phones", other["id"], phone=main["phone"])


def add_phone(writer: Writer, customer: int, phone: str) -> None:
    """One more phone. Raises Refused when somebody has it, be it this customer."""
    _refuse_taken(writer.db, customer, phone)
    if owner_of(writer.db, phone) == customer:
        raise Refused("{phone} is c{customer}'s phone already.", phone=mask_phone(phone), customer=customer)
    writer.insert("phones", customer=customer, phone=phone)


def _refuse_taken(db: sqlite3.Connection, customer: int, phone: str) -> None:
    owner = owner_of(db, phone)
    if owner is not None and owner != customer:
        raise Refused(
            "{phone} is c{owner}'s phone. If both are one person: leadctl merge c{customer} into c{owner}",
            phone=mask_phone(phone),
            owner=owner,
            customer=customer,
        )


def _phone_rows(db: sqlite3.Connection, customer: int, phone: str) -> tuple[sqlite3.Row | None, sqlite3.Row | None]:
    """The rows of the main phone, and of this one if they have it."""
    rows = db.execute(
        "SELECT id, phone FROM phones WHERE customer = :customer ORDER BY id", {"customer": customer}
    ).fetchall()
    return (rows[0] if rows else None), next((row for row in rows if row["phone"] == phone), None)


def drop_if_silent(writer: Writer, customer: int) -> None:
    """A customer of whom no visit, no lead, no car and no reward paid speaks any more goes."""
    speaks = writer.db.execute(
        "SELECT 1 FROM leads WHERE customer = :customer"
        " UNION ALL SELECT 1 FROM visits WHERE customer = :customer"
        " UNION ALL SELECT 1 FROM owned_cars WHERE customer = :customer"
        " UNION ALL SELECT 1 FROM reward_payments WHERE customer = :customer LIMIT 1",
        {"customer": customer},
    ).fetchone()
    if speaks is None:
        drop_tags(writer, customer)
        for row in writer.db.execute("SELECT id FROM phones WHERE customer = :id", {"id": customer}).fetchall():
            writer.delete("phones", row["id"])
        writer.delete("customers", customer)
