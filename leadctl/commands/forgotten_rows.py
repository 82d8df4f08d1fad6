"""Rows of a file that bring back somebody who was forgotten: bad rows, unless the file is to be taken with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from leadctl.commands import inputs
from leadctl.commands.session import Session, warn
from leadctl.domain.forgetting import print_of
from leadctl.errors import Sentence, template
from leadctl.intake.block_checks import Reasons
from leadctl.intake.columns import Columns
from leadctl.intake.registers import Register
from leadctl.store.core.connection import Database
from leadctl.store.core.key_file import key_path
from leadctl.store.queries.customers import owner_of
from leadctl.store.queries.forgotten_people import (
    ForgottenPeople,
    has_visit_of,
    is_retired_visit,
)


def keep_forgotten_out(session: Session, people: ForgottenPeople, register: Register, *, known_again: bool) -> None:
    """Make the rows of people who were forgotten bad ones, as far as the key beside the store tells who they are.

    ``known_again``: they are taken. A row that the store has already is no new one, and none of this holds for it.
    """
    if people.unreadable:
        warn(
            "hashes of people who were forgotten cannot be read without the key {path}: {count}. Rows that bring these "
            "people back are not recognised",
            count=people.unreadable,
            path=key_path(session.file),
        )
    if people.key is not None and people.prints and not known_again:
        register.keeps_cells = True
        register.screen = _Screen(session, people).find_forgotten


_WHY = template("is a number of c{customer}, who was forgotten; take the row out of the file (or --known-again)")


_Place = tuple[str, int, str]
"""Column, row, and the phone in stored form."""


class _Screen:
    """Finds the rows of a file that name somebody forgotten."""

    def __init__(self, session: Session, people: ForgottenPeople) -> None:
        self.session, self.people = session, people
        self._met: Counter[tuple[object, object, str]] = Counter()

    def find_forgotten(self, columns: Columns) -> dict[int, Reasons]:
        """The rows of these columns that are bad, and why."""
        told = ((place, self.people.find(place[2])) for place in _phones_in(columns))
        found = [(place, customer) for place, customer in told if customer is not None]
        if not found:
            return {}
        with self.session.read() as db:
            return self._choose_bad(db, columns, found)

    def _choose_bad(self, db: Database, columns: Columns, found: Sequence[tuple[_Place, int]]) -> dict[int, Reasons]:
        """Of the rows that name somebody forgotten those that the store does not have already."""
        bad: dict[int, Reasons] = {}
        known: set[int] = set()
        of_visits = "arrived_at" in columns
        for (column, row, phone), customer in found:
            if row in bad or row in known or owner_of(db, phone) is not None:
                continue
            if of_visits and column == "phone" and self._is_known(db, columns, row, phone):
                known.add(row)
            elif not (of_visits and column == "referrer" and _is_of_known_visit(db, columns, row)):
                bad[row] = [(column, Sentence(_WHY, customer=customer))]
        return bad

    def _is_known(self, db: Database, columns: Columns, row: int, phone: str) -> bool:
        """Whether the store had this very row of a register when its person was forgotten: it writes nothing then."""
        assert self.people.key is not None
        identity = columns["arrived_at"][row], columns["kind"][row], print_of(phone, self.people.key)
        self._met[identity] += 1
        return is_retired_visit(db, *identity, self._met[identity])


def _is_of_known_visit(db: Database, columns: Columns, row: int) -> bool:
    """Whether the row is of a visit that is there: it keeps the referrer that the store has."""
    who = columns["phone"][row] or columns["name"][row] or ""
    return has_visit_of(db, columns["arrived_at"][row], columns["kind"][row], who)


def _phones_in(columns: Columns) -> Iterator[_Place]:
    """Each phone that the rows name, be it as who referred them."""
    for row, phone in enumerate(columns.get("phone", ())):
        if phone is not None:
            yield "phone", row, phone
    referrers: Sequence[str | None] = columns.get("referrer", ())
    for row, said in enumerate(referrers):
        phone = None if said is None else inputs.find_phone(said)
        if phone is not None:
            yield "referrer", row, phone
