"""Customers: who is meant, what is known of them, their phones and tags, and finding their leads."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from functools import lru_cache

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.phones import mask_phone
from leadctl.errors import Refused, Sentence, listing, unknown_name
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_value, has_rows, read_row, read_rows, read_value, read_values

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer

PERMISSIONS = ("do_not_contact", "do_not_contact_on", "consent", "consent_on")
"""What they allow: an objection to calls, or to any contact, and a consent, each with its day."""


class CustomerRow(NamedTuple):
    """What is known of a customer: codes and words as they are stored, days as ISO dates; ``pinyin``: how the name
    sounds."""

    name: str | None
    gender: str | None
    importance: str
    birthday: str | None
    district: str | None
    occupation: str | None
    wechat: str | None
    present_car: str | None
    do_not_contact: str | None
    do_not_contact_on: str | None
    consent: str | None
    consent_on: str | None
    pinyin: str | None


CARD = CustomerRow._fields[:-1]
"""What a customer's row says of them."""

_CUSTOMER = f"SELECT {', '.join(CustomerRow._fields)} FROM customers WHERE id = :id"

TRAITS = ("occupation", "district", "wechat", "present_car")
"""What of it a visit may tell."""

MOST_DIGITS = 18
"""Longer numbers are no row's."""


def find_customer(db: sqlite3.Connection, text: str, parse_phone: Callable[[str], str]) -> int:
    """The customer that ``c17`` or a phone names. Raises Refused when there is none."""
    word = text.strip()
    if word[:1] in ("c", "C") and word[1:].isdecimal() and len(word) <= MOST_DIGITS:
        customer = int(word[1:])
        if not has_customer(db, customer):
            raise Refused("There is no customer {word}; find them with: leadctl find TEXT", word=word).with_code(
                "no-such-customer"
            )
        refuse_forgotten(db, customer)
        return customer
    if not any(map(str.isdigit, word)):
        raise Refused(
            "{word!r} is no customer's number, such as c17, and no phone; find them with: leadctl find TEXT", word=word
        )
    owner = owner_of(db, parse_phone(word))
    if owner is None:
        raise Refused("No customer has that phone; find them with: leadctl find TEXT").with_code("no-such-customer")
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
    return find_value(db, str, "SELECT forgotten_on FROM customers WHERE id = ?", (customer,))


def owner_of(db: sqlite3.Connection, phone: str) -> int | None:
    """The customer who has this phone."""
    return find_value(db, int, "SELECT customer FROM phones WHERE phone = ?", (phone,))


def customer_of_lead(db: sqlite3.Connection, lead: int) -> int:
    """Whose lead it is, which must be there."""
    return read_value(db, int, "SELECT customer FROM leads WHERE id = ?", (lead,))


def customer_row(db: sqlite3.Connection, customer: int) -> CustomerRow:
    """What is known of a customer, who must be there."""
    return read_row(db, CustomerRow, _CUSTOMER, {"id": customer})


def has_customer(db: sqlite3.Connection, number: int) -> bool:
    """Whether somebody has this number, be it that they were forgotten."""
    return has_rows(db, "SELECT 1 FROM customers WHERE id = ?", (number,))


def phones_of(db: sqlite3.Connection, customer: int) -> list[str]:
    """Their phones, the main one first."""
    return read_values(db, str, "SELECT phone FROM phones WHERE customer = ? ORDER BY id", (customer,))


def current_lead(db: sqlite3.Connection, customer: int) -> int | None:
    """Their open lead, else their newest one."""
    sql = "SELECT id FROM leads WHERE customer = ? ORDER BY closed_at IS NOT NULL, id DESC LIMIT 1"
    return find_value(db, int, sql, (customer,))


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
    main, other = _find_phones(writer.db, customer, phone)
    if main is None:
        writer.insert("phones", customer=customer, phone=phone)
    elif other is None:
        writer.update("phones", main.row, phone=phone)
    elif other.row != main.row:
        # Both are theirs: they change places, by way of a text that no phone is.
        writer.update("phones", other.row, phone=f"~{phone}")
        writer.update("phones", main.row, phone=phone)
        writer.update("phones", other.row, phone=main.phone)


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


class _Phone(NamedTuple):
    row: int
    phone: str


def _find_phones(db: sqlite3.Connection, customer: int, phone: str) -> tuple[_Phone | None, _Phone | None]:
    """Their main phone, and this one if they have it."""
    phones = read_rows(db, _Phone, "SELECT id, phone FROM phones WHERE customer = ? ORDER BY id", (customer,))
    return (phones[0] if phones else None), next((known for known in phones if known.phone == phone), None)


def drop_if_silent(writer: Writer, customer: int) -> None:
    """A customer of whom no visit, no lead, no car and no reward paid speaks any more goes."""
    sql = (
        "SELECT 1 FROM leads WHERE customer = :customer"
        " UNION ALL SELECT 1 FROM visits WHERE customer = :customer"
        " UNION ALL SELECT 1 FROM owned_cars WHERE customer = :customer"
        " UNION ALL SELECT 1 FROM reward_payments WHERE customer = :customer LIMIT 1"
    )
    if not has_rows(writer.db, sql, {"customer": customer}):
        for table in ("tags", "companions", "field_values", "phones"):
            _drop_rows(writer, table, customer)
        writer.delete("customers", customer)


def _drop_rows(writer: Writer, table: str, customer: int) -> None:
    for row in read_values(writer.db, int, f"SELECT id FROM {table} WHERE customer = ?", (customer,)):
        writer.delete(table, row)


def pinyin(name: str | None) -> str | None:
    """张伟 -> ``zhangwei zw``; a name in Latin letters -> its words joined and its initials."""
    if not name:
        return None
    if name.isascii():
        words = name.lower().split()
        return f"{''.join(words)} {''.join([word[0] for word in words])}"
    sounds = list(map(_sound_of, "".join(name.split())))
    return f"{''.join(sounds)} {''.join([sound[:1] for sound in sounds])}"


def prepare_sounds(names: Iterable[str | None]) -> None:
    """Look up how these names sound while nobody waits: what knows it takes longer to load than a visit to write."""
    letters = "".join(filter(None, names))
    for char in () if letters.isascii() else set(letters):
        _sound_of(char)


@lru_cache(maxsize=20000)
def _sound_of(char: str) -> str:
    if char.isascii():
        return char.lower()
    from pypinyin import lazy_pinyin

    return lazy_pinyin(char)[0].lower()


def tags_of(db: sqlite3.Connection, customer: int) -> list[str]:
    """A customer's tags, by name."""
    return read_values(db, str, "SELECT tag FROM tags WHERE customer = ? ORDER BY tag", (customer,))


def add_tags(writer: Writer, customer: int, tags: Iterable[str]) -> list[str]:
    """Give a customer tags; returns those that they did not have before."""
    held = set(tags_of(writer.db, customer))
    new = [tag for tag in dict.fromkeys(tags) if tag not in held]
    for tag in new:
        writer.insert("tags", customer=customer, tag=tag)
    return new


def remove_tags(writer: Writer, customer: int, tags: Iterable[str]) -> None:
    """Take tags from a customer. Raises Refused for one that they do not have."""
    for tag in dict.fromkeys(tags):
        row = find_value(writer.db, int, "SELECT id FROM tags WHERE customer = ? AND tag = ?", (customer, tag))
        if row is None:
            held = listing(tags_of(writer.db, customer)) or Sentence("no tags")
            raise Refused("c{customer} has no tag {tag!r}, but: {held}.", customer=customer, tag=tag, held=held)
        writer.delete("tags", row)


def find_tag(db: sqlite3.Connection, tag: str) -> str:
    """The tag, which some customer has. Raises Refused, with near names."""
    known = read_values(db, str, "SELECT DISTINCT tag FROM tags ORDER BY tag")
    if tag not in known:
        raise unknown_name(Sentence("tag"), tag, known, Sentence("Give it to customers with: leadctl tag CUSTOMER TAG"))
    return tag


def move_tags(writer: Writer, gone: int, kept: int) -> None:
    """One customer's tags become another's."""
    add_tags(writer, kept, tags_of(writer.db, gone))
    drop_tags(writer, gone)


def drop_tags(writer: Writer, customer: int) -> None:
    """A customer who goes leaves no tags."""
    _drop_rows(writer, "tags", customer)


class Companion(NamedTuple):
    """Who has a say in a customer's purchase; ``part``: one of ``terms.PARTS``, None where nobody said."""

    name: str
    part: str | None


def companions_of(db: sqlite3.Connection, customer: int) -> list[Companion]:
    """Who has a say in a customer's purchase, in the order in which they were named."""
    return read_rows(db, Companion, "SELECT name, part FROM companions WHERE customer = ? ORDER BY id", (customer,))


def set_companion(writer: Writer, customer: int, name: str, part: str | None) -> None:
    """Name somebody who has a say, or correct their part."""
    writer.put("companions", {"customer": customer, "name": name}, part=part)


def remove_companion(writer: Writer, customer: int, name: str) -> None:
    """Name somebody no more. Raises Refused for one who was not named."""
    row = find_value(writer.db, int, "SELECT id FROM companions WHERE customer = ? AND name = ?", (customer, name))
    if row is None:
        held = listing(companion.name for companion in companions_of(writer.db, customer)) or Sentence("nobody")
        raise Refused("c{customer} has no companion {name!r}, but: {held}.", customer=customer, name=name, held=held)
    writer.delete("companions", row)


def move_companions(writer: Writer, gone: int, kept: int) -> None:
    """One customer's companions become another's."""
    known = {companion.name for companion in companions_of(writer.db, kept)}
    for row, name in writer.db.execute("SELECT id, name FROM companions WHERE customer = ?", (gone,)).fetchall():
        if name in known:
            writer.delete("companions", row)
        else:
            writer.update("companions", row, customer=kept)
