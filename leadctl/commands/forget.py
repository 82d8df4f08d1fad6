"""``leadctl forget``: erase a person."""

from __future__ import annotations

import sys

from leadctl.commands import inputs
from leadctl.commands.calls.bookmark import drop_bookmarks
from leadctl.commands.declaration import Command
from leadctl.commands.options import Customer, Yes
from leadctl.commands.permissions import NEEDS_MANAGER
from leadctl.commands.session import Session, warn
from leadctl.errors import Refused, Sentence, StoreUnusable, listing
from leadctl.locale import N_
from leadctl.store.core.key_file import key_path, make_key, read_key
from leadctl.store.privacy.copies import find_copies_with
from leadctl.store.privacy.forgetting import (
    Forgotten,
    clean_pages,
    find_customer_or_forgotten,
    forget_customer,
)
from leadctl.store.privacy.replacement import Place
from leadctl.store.queries.customers import forgotten_on


def forget(session: Session, customer: Customer, yes: Yes = False) -> None:
    """Erase a person for good: name, phones, notes and whatever else says who they are, in every earlier state too.

    Visits, leads and orders stay as figures of nobody. Takes no names; asks for the number again. What is open is
    closed as lost contact; an order has to be delivered or cancelled first. Where somebody else's rows hold the phone,
    in any spelling, the customer's number stands instead, and it is said where. Copies of the database that still hold
    them are named; those, and the files that were imported, are yours to clean.

    So that a register does not bring them back, a keyed hash of the phone stays; the key lies beside the database, in
    STORE.key. Keep it there, and keep it out of your backups.

    Examples:

      leadctl forget c17

      leadctl forget 13800001234 --yes
    """
    with session.read() as db:
        number = find_customer_or_forgotten(db, _read_number(customer), inputs.read_phone)
        before = forgotten_on(db, number)
    if before is not None:
        _clean_file(session)
        sentence = N_("c{customer} was forgotten on {day}; the file was cleaned once more")
        session.report(session.say(sentence, customer=number, day=before), {"customer_id": number, "operation": None})
        return
    if not yes:
        _confirm(session, number, customer)
    with session.write("forget") as writer:
        key = read_key(session.file)
        left = forget_customer(
            writer, number, inputs.find_phone, inputs.national_digits, key=key or make_key(session.file)
        )
        writer.summary = f"c{number}"
        operation = writer.operation
    _clean_file(session)
    _report_erased(session, number, left, operation)
    if key is None:
        warn(
            "the key {path} was made; registers that bring them again are recognised by it: leave it beside the "
            "database",
            path=key_path(session.file),
        )


def _read_number(text: str) -> str:
    """What names a customer beyond doubt. Raises Refused for a name."""
    word = text.strip()
    digits = word[1:] if word[:1] in ("c", "C") else word.lstrip("+").translate(_MARKS)
    if not digits.isdecimal():
        raise Refused(
            "forget takes a customer's number, such as c17, or a whole phone; no names, which several people may have. "
            "Find it with: leadctl find TEXT"
        )
    return word


_MARKS = str.maketrans(dict.fromkeys(" -()."))
"""What may stand in a phone besides its digits."""


def _confirm(session: Session, number: int, typed: str) -> None:
    """The number has to be typed once more: what follows cannot be undone."""
    if not sys.stdin.isatty():
        raise Refused("This erases c{number} for good; say --yes.", number=number)
    question = N_("Everything that says who c{customer} is will be erased for good. Type {number} again to go on: ")
    print(session.say(question, customer=number, number=typed.strip()), end="", file=sys.stderr)
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() != typed.strip().lower():
        raise Refused("That is another number; nothing was changed.")


def _clean_file(session: Session) -> None:
    """What was erased leaves no trace in unused parts of the file."""
    drop_bookmarks(session.file)
    try:
        clean_pages(session.file)
    except StoreUnusable as error:
        warn(
            "the rows are erased, but old traces may stay in unused parts of the file; run this once more. {why}",
            why=error.sentence,
        )


def _report_erased(session: Session, number: int, left: Forgotten, operation: int) -> None:
    copies = find_copies_with(session.file, left.phones)
    sentence = N_("c{customer} is forgotten; left as figures of nobody: visits {visits}, leads {leads}")
    answer = {
        "customer_id": number,
        "visits": left.visits,
        "leads": left.leads,
        "closed": left.closed,
        "mentions": left.mentions,
        "replaced": [place._asdict() for place in left.replaced],
        "named": [place._asdict() for place in left.named],
        "copies": copies.kept,
        "backups": copies.backups,
        "operation": operation,
    }
    session.report(session.say(sentence, customer=number, visits=left.visits, leads=left.leads), answer)
    if left.closed:
        warn("closed as lost contact: lead {leads}", leads=listing(left.closed))
    if left.replaced:
        warn(
            "c{customer} stands now where they were named elsewhere: {places}",
            customer=number,
            places=_describe_places(left.replaced),
        )
    if left.mentions:
        warn(
            "the name still stands in notes about others or visits without a phone, where nobody can tell "
            "who is meant ({places}); look for it with: leadctl find, leadctl visits",
            places=_describe_places(left.named),
        )
    named = [*copies.kept, *copies.backups]
    kept = Sentence(": {files}", files=listing(named)) if named else ""
    warn(
        "backups made before still hold them{kept}; and so do the files that were imported: clean those as well",
        kept=kept,
    )


def _describe_places(places: list[Place]) -> Sentence:
    """Columns, and in how many rows of them."""
    return listing(
        Sentence("{column} of {table} ({count})", table=one.table, column=one.column, count=one.rows) for one in places
    )


COMMAND = Command(forget, needs=NEEDS_MANAGER)
