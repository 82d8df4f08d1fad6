"""Forgetting a person: what says who they are goes from the whole file, what reports count stays.

It is recorded as one operation and cannot be undone; nor can what was written before to the rows concerned.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from leadctl.domain.lead_state import VERIFICATION_TRIES
from leadctl.errors import Refused
from leadctl.named_tuple import NamedTuple
from leadctl.store.access import connect
from leadctl.store.core.connection import PATIENCE_SECONDS, File, explain_errors
from leadctl.store.core.rows import find_value, read_rows, read_value, read_values
from leadctl.store.core.writer import Writer
from leadctl.store.facts.churns import add_churn, pending_churn
from leadctl.store.facts.verifications import add_verification
from leadctl.store.privacy.erasure import empty_journal, erase_rows
from leadctl.store.privacy.replacement import Place, find_mentions, places_of, replace_in_other_rows
from leadctl.store.privacy.traces import traces_of
from leadctl.store.queries.customers import MOST_DIGITS, find_customer, has_customer, owner_of

FindPhone = Callable[[str], str | None]
"""What was typed of a referrer -> the phone in it, in its stored form; None: there is none."""

FindNational = Callable[[str], str | None]
"""A stored phone -> its digits as they are dialled within its country; None where they are not known."""


class Forgotten(NamedTuple):
    """What is left of a person as figures, and what was ended: leads that were ``closed``, those that are ``ordered``.

    ``replaced``: where their number stands now instead of their phone or name. ``named``: where a name of theirs still
    stands. ``phones``: the phones that they had, for looking into copies; they are told to nobody.
    """

    visits: int
    leads: int
    closed: list[int]
    ordered: list[int]
    replaced: list[Place]
    named: list[Place]
    phones: frozenset[str]

    @property
    def mentions(self) -> int:
        """In how many rows a name of theirs still stands."""
        return sum(place.rows for place in self.named)


def find_customer_or_forgotten(db: sqlite3.Connection, text: str, parse_phone: Callable[[str], str]) -> int:
    """The customer of ``c17`` or a phone, also one who was forgotten. Raises Refused when there is none."""
    word = text.strip()
    if word[:1] in ("c", "C") and len(word) <= MOST_DIGITS:
        customer = int(word[1:])
        if has_customer(db, customer):
            return customer
    return find_customer(db, word, parse_phone)


def forget_customer(
    writer: Writer,
    customer: int,
    find_phone: FindPhone,
    find_national: FindNational,
    *,
    key: bytes,
    strict: bool = True,
) -> Forgotten:
    """Erase a person. Open leads are closed as lost contact, which nobody is asked to verify.

    ``key``: makes the prints of their phones. Raises Refused while a car is ordered (its contract needs its customer
    until it is delivered or cancelled), unless ``strict`` is false: then the order stays open as nobody's.
    """
    db = writer.db
    closed, ordered = _close_leads(writer, customer, strict=strict)
    _end_calls(writer, customer)
    writer.settle()
    traces = traces_of(db, customer)
    traces.spellings = {digits for phone in traces.phones if (digits := find_national(phone)) is not None}

    def find_referrer(text: str) -> int | None:
        return find_referring_customer(db, text, find_phone)

    erase_rows(writer, traces, find_referrer, key)
    writer.update("customers", customer, forgotten_on=writer.today)
    replace_in_other_rows(writer, traces)
    writer.touch_owner(customer)
    writer.touch(*traces.rows["leads"] & _leads(db, customer))
    writer.settle()
    empty_journal(writer, traces)
    visits = read_value(db, int, "SELECT count(*) FROM visits WHERE customer = ?", (customer,))
    replaced, named = places_of(traces.replaced), find_mentions(db, traces)
    leads, phones = len(_leads(db, customer)), frozenset(traces.phones)
    return Forgotten(visits, leads, closed, ordered, replaced, named, phones)


def _leads(db: sqlite3.Connection, customer: int) -> set[int]:
    return set(read_values(db, int, "SELECT id FROM leads WHERE customer = ?", (customer,)))


class _UnclosedLead(NamedTuple):
    id: int
    status: str
    verification: str | None
    opened_at: str


def _close_leads(writer: Writer, customer: int, *, strict: bool) -> tuple[list[int], list[int]]:
    """Close what is open; returns those leads, and those that are ordered, which are not closed."""
    sql = "SELECT id, status, verification, opened_at FROM leads WHERE customer = ? AND closed_at IS NULL"
    leads = read_rows(writer.db, _UnclosedLead, sql, (customer,))
    ordered = [lead.id for lead in leads if lead.status == "ordered"]
    for lead in leads:
        if lead.status == "ordered":
            if not strict:
                continue
            raise Refused(
                "Lead {id} is ordered, and the contract needs its customer. First: "
                "leadctl deliver {id}, or leadctl cancel {id}",
                id=lead.id,
            )
        at = max(writer.now, lead.opened_at)
        if lead.verification == "pending":
            _end_verification(writer, lead.id, at)
        else:
            add_churn(
                writer, lead=lead.id, at=at, kind="lost-contact", reason=None, rival=None, note=None, historic=True
            )
    return [lead.id for lead in leads if lead.id not in ordered], ordered


def _end_verification(writer: Writer, lead: int, at: str) -> None:
    """Nobody can be called back any more: as after the last try that reached nobody."""
    churn = pending_churn(writer.db, lead).id
    tries = read_value(writer.db, int, "SELECT count(*) FROM verifications WHERE churn = ?", (churn,))
    for _ in range(VERIFICATION_TRIES - tries):
        add_verification(writer, lead=lead, churn=churn, at=at, result="unreachable", note=None)


def _end_calls(writer: Writer, customer: int) -> None:
    """Calls that were still to be made to them: a spot check reaches nobody, a complaint is settled with nobody."""
    checks = (
        "SELECT s.id FROM spot_checks AS s JOIN leads AS l ON l.id = s.lead"
        " WHERE l.customer = ? AND s.checked_at IS NULL"
    )
    for row in read_values(writer.db, int, checks, (customer,)):
        writer.update("spot_checks", row, checked_at=writer.now, by=writer.author.staff, result="unreachable")
    complaints = (
        "SELECT k.id FROM complaints AS k JOIN aftercare AS a ON a.id = k.aftercare"
        " LEFT JOIN orders AS o ON o.id = a.delivery LEFT JOIN leads AS l ON l.id = o.lead"
        " LEFT JOIN owned_cars AS w ON w.id = a.car"
        " WHERE k.solved_on IS NULL AND coalesce(l.customer, w.customer) = ?"
    )
    for row in read_values(writer.db, int, complaints, (customer,)):
        writer.update("complaints", row, solved_on=writer.today)


def find_referring_customer(db: sqlite3.Connection, text: str, find_phone: FindPhone) -> int | None:
    """The customer that a referrer's text means: by a phone in it, or by their number."""
    phone = find_phone(text)
    if phone is not None:
        return owner_of(db, phone)
    digits = text.strip()[1:]
    if text.strip()[:1] not in ("c", "C") or not (digits.isascii() and digits.isdigit()):
        return None
    return find_value(db, int, "SELECT id FROM customers WHERE id = ?", (int(digits[:9]),))


def clean_pages(path: File) -> None:
    """Write the file anew, so that no page keeps what stood there before. Raises StoreUnusable."""
    db = connect(path, read_only=False)
    with explain_errors(path):
        try:
            db.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}")
            db.execute("VACUUM")
        finally:
            db.close()
