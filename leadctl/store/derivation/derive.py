"""Writing what follows from the facts: every write ends here.

``derive`` reads the facts of a set of leads, replays them under the policy, and stores where each lead
stands. Visits after a closing are handed on to the customer's next lead, which is opened if need be.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from leadctl.domain.facts import Fact
from leadctl.domain.lead_state import FIELDS, HISTORY, ContactWindow
from leadctl.domain.policy import Policy
from leadctl.domain.replay import Replay, replay
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import find_value, read_values
from leadctl.store.core.writer import Writer
from leadctl.store.derivation.reopening import take_back_successors
from leadctl.store.facts.registry import TABLE_OF, facts_of

CHUNK = 5000
_TAKE_PLACE = (
    "UPDATE OR IGNORE {table} SET lead = (SELECT o.id FROM leads AS g JOIN leads AS o"
    " ON o.customer = g.customer AND o.id NOT IN (SELECT value FROM json_each(:gone))"
    " WHERE g.id = {table}.lead ORDER BY o.closed_at IS NOT NULL, o.id DESC LIMIT 1)"
    " WHERE lead IN (SELECT value FROM json_each(:gone))"
)
_BUYERS = (
    "SELECT DISTINCT l.customer FROM json_each(?) AS wanted CROSS JOIN orders AS o ON o.lead = wanted.value"
    " JOIN leads AS l ON l.id = o.lead"
)
_UPDATE = f"UPDATE leads SET {', '.join(f'{name} = ?' for name in FIELDS)} WHERE id = ?"
_PRESENT = (
    "SELECT id, status, grade, consultant, task, due_from, due_by, retry_on, meets_at, call_on, callback_at FROM leads"
    " WHERE id IN (SELECT value FROM json_each(?))"
)
A_FEW = 100
"""Leads of which a reply may say that nothing changed: a batch says nothing of single leads."""

STATE_COLUMNS = ("lead", "from_at", "until_at", *HISTORY)
WINDOW_COLUMNS = ("lead", "nth", *ContactWindow._fields)
_HISTORY_TABLES = ("lead_states", "contact_windows")
_ADD_STATE = f"INSERT INTO lead_states ({', '.join(STATE_COLUMNS)}) VALUES ({', '.join('?' * len(STATE_COLUMNS))})"
_ADD_WINDOW = (
    f"INSERT INTO contact_windows ({', '.join(WINDOW_COLUMNS)}) VALUES ({', '.join('?' * len(WINDOW_COLUMNS))})"
)


class RowResults(NamedTuple):
    """What replays say of single rows of a table of facts. ``results_of``: id of a row -> its derived ``columns``."""

    table: str
    columns: tuple[str, ...]
    results_of: Callable[[Replay], Mapping[int, tuple[object, ...]]]


ROW_RESULTS = (
    RowResults(
        "visits", ("nature", "is_new", "lead_consultant", "lead_source", "lead_model"), lambda found: found.visits
    ),
    RowResults("followups", ("consultant",), lambda found: {row: (owner,) for row, owner in found.follow_ups.items()}),
    RowResults(
        "churns",
        ("result", "decided_at", "consultant", "lead_source", "lead_model", "lead_grade"),
        lambda found: found.churns,
    ),
    RowResults("appointments", ("result", "consultant"), lambda found: found.appointments),
    RowResults(
        "orders",
        ("consultant", "lead_source", "lead_model", "lead_grade", "follow_ups", "delivered_by"),
        lambda found: found.orders,
    ),
)


def settle(writer: Writer) -> None:
    """Derive the leads and cars that a write touched, until nothing more follows.

    The leads whose present state is what it was before are noted in ``writer.unchanged``.
    """
    if not (writer.touched or writer.owners):
        return
    before = _read_present(writer.db, writer.touched) if len(writer.touched) <= A_FEW else {}
    _derive_touched(writer)
    after = _read_present(writer.db, before)
    writer.unchanged = {lead for lead, state in before.items() if after.get(lead) == state}


def _read_present(db: sqlite3.Connection, leads: Iterable[int]) -> dict[int, tuple[object, ...]]:
    """Lead -> what people see of its present state."""
    return {row[0]: tuple(row) for row in db.execute(_PRESENT, (json_ids(leads),)).fetchall()}


def _derive_touched(writer: Writer) -> None:
    while writer.touched:
        leads, writer.touched = writer.touched, set()
        writer.touched |= derive(writer.db, leads, writer.policy, writer.operation)
        writer.owners |= customers_with_orders(writer.db, leads)
    if writer.owners:
        from leadctl.store.derivation.cars import derive_cars  # few customers have any

        owners, writer.owners = writer.owners, set()
        derive_cars(writer.db, owners)


def derive(db: sqlite3.Connection, leads: Iterable[int], policy: Policy, operation: int) -> set[int]:
    """Derive these leads afresh; returns leads whose facts that changed (handed on to them, or taken back).

    Raises sqlite3.IntegrityError when a customer would have two open leads.
    """
    handed_on: set[int] = set()
    pending = iter(sorted(leads))
    while chunk := list(islice(pending, CHUNK)):
        facts = facts_of(db, chunk)
        replays = {lead: replay(facts[lead], policy) for lead in chunk if lead in facts}
        handed_on |= take_back_successors(db, replays)
        _write_states(db, chunk, replays)
        _write_rows(db, replays)
        _drop_empty(db, [lead for lead in chunk if lead not in facts])
        for lead, found in replays.items():
            if found.later_facts:
                handed_on.add(_hand_on(db, lead, found.later_facts, operation))
    return handed_on


def customers_with_orders(db: sqlite3.Connection, leads: Iterable[int]) -> set[int]:
    """The customers of those of these leads that have orders: what they own may have changed."""
    return set(read_values(db, int, _BUYERS, (json_ids(leads),)))


def _write_states(db: sqlite3.Connection, leads: Sequence[int], replays: Mapping[int, Replay]) -> None:
    """The present state, the past ones and the windows. Closed leads first, so that a customer's old lead is closed
    before the next one is open."""
    states = sorted(
        ((found.state, lead) for lead, found in replays.items()), key=lambda pair: pair[0].closed_at is None
    )
    db.executemany(_UPDATE, [(*state.values(), lead) for state, lead in states])
    for table in _HISTORY_TABLES:
        db.execute(f"DELETE FROM {table} WHERE lead IN (SELECT value FROM json_each(?))", (json_ids(leads),))
    db.executemany(_ADD_STATE, past_states(replays))
    db.executemany(_ADD_WINDOW, ended_windows(replays))


def past_states(replays: Mapping[int, Replay]) -> Iterator[tuple[object, ...]]:
    """The rows of ``lead_states``: STATE_COLUMNS."""
    for lead, found in replays.items():
        for period in found.periods:
            yield lead, period.from_at, period.until_at, *period.values


def ended_windows(replays: Mapping[int, Replay]) -> Iterator[tuple[object, ...]]:
    """The rows of ``contact_windows``: WINDOW_COLUMNS."""
    for lead, found in replays.items():
        for nth, window in enumerate(found.windows, start=1):
            yield lead, nth, *window


def _write_rows(db: sqlite3.Connection, replays: Mapping[int, Replay]) -> None:
    """What the facts of a lead say of single rows."""
    for table, columns, results_of in ROW_RESULTS:
        places = ", ".join(f"?{place}" for place in range(2, len(columns) + 2))
        names = ", ".join(columns)
        db.executemany(
            f"UPDATE {table} SET ({names}) = ({places}) WHERE id = ?1 AND ({names}) IS NOT ({places})",
            ((row, *result) for found in replays.values() for row, result in results_of(found).items()),
        )


def _drop_empty(db: sqlite3.Connection, leads: Sequence[int]) -> None:
    """A lead that no fact speaks of any more goes; who is on a list takes the customer's other lead there."""
    if leads:
        from leadctl.store.tables import LISTS_OF_LEADS  # a lead seldom goes

        gone = {"gone": json_ids(leads)}
        for table in LISTS_OF_LEADS:
            db.execute(_TAKE_PLACE.format(table=table), gone)
            db.execute(f"DELETE FROM {table} WHERE lead IN (SELECT value FROM json_each(:gone))", gone)
        db.execute("DELETE FROM leads WHERE id IN (SELECT value FROM json_each(:gone))", gone)


def _hand_on(db: sqlite3.Connection, lead: int, later_facts: Sequence[Fact], operation: int) -> int:
    """Give facts after a lead's closing to the customer's next lead, a new one where there is none."""
    heir = _next_lead(db, lead, later_facts[0].at) or _open_next(db, lead, operation)
    for fact in later_facts:
        table = TABLE_OF.get(fact.kind)
        if table is not None:
            db.execute(f"UPDATE {table} SET lead = ? WHERE id = ?", (heir, fact.id))
    return heir


def _next_lead(db: sqlite3.Connection, lead: int, at: str) -> int | None:
    sql = (
        "SELECT b.id FROM leads AS a JOIN leads AS b ON b.customer = a.customer AND b.id <> a.id"
        " WHERE a.id = :lead AND (b.closed_at IS NULL OR b.closed_at > :at) ORDER BY b.closed_at NULLS LAST LIMIT 1"
    )
    return find_value(db, int, sql, {"lead": lead, "at": at})


def _open_next(db: sqlite3.Connection, lead: int, operation: int) -> int:
    cursor = db.execute(
        "INSERT INTO leads (operation, customer) SELECT :operation, customer FROM leads WHERE id = :lead",
        {"operation": operation, "lead": lead},
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid
