"""Reading the facts of leads out of their tables."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence

from leadctl.domain.facts import RANKS, Fact, follow_up_kind
from leadctl.store.core.json_ids import json_ids

Row = sqlite3.Row


def facts_of(db: sqlite3.Connection, leads: Sequence[int]) -> dict[int, list[Fact]]:
    """Lead id -> its facts, unordered; leads without facts are left out."""
    facts: dict[int, list[Fact]] = defaultdict(list)
    ids = json_ids(leads)
    for sql, make in _READERS:
        for row in db.execute(sql, (ids,)):
            facts[row["lead"]].extend(make(row))
    return facts


def _start(row: Row) -> list[Fact]:
    card = {"source": row["source"]} if row["source"] is not None else {}
    by_owner = row["origin"] != "win-back"
    return [Fact(row["start_at"], row["operation"], RANKS["start"], row["lead"], "start", flag=by_owner, card=card)]


def _visit(row: Row) -> list[Fact]:
    card = {key: row[key] for key in _VISIT_CARD if row[key] is not None}
    return [
        Fact(
            row["at"],
            row["operation"],
            RANKS["visit"],
            row["id"],
            "visit",
            grade=row["grade"],
            result=row["kind"],
            staff=row["consultant"],
            flag=bool(row["test_drive"]),
            first=row["first_visit"],
            card=card,
        )
    ]


def _follow_up(row: Row) -> list[Fact]:
    kind = follow_up_kind(row["via"], row["outcome"])
    return [
        Fact(
            row["at"],
            row["operation"],
            RANKS[kind],
            row["id"],
            kind,
            grade=row["grade"],
            on=row["next_on"],
            result=row["outcome"],
            flag=row["via"] == "visit",
        )
    ]


def _assessment(row: Row) -> list[Fact]:
    card = {key: row[key] for key in _ASSESSMENT_CARD if row[key] is not None}
    return [Fact(row["at"], row["operation"], RANKS["assess"], row["id"], "assess", grade=row["grade"], card=card)]


def _assignment(row: Row) -> list[Fact]:
    return [Fact(row["at"], row["operation"], RANKS["assign"], row["id"], "assign", staff=row["consultant"])]


def _screening(row: Row) -> list[Fact]:
    return [
        Fact(
            row["at"],
            row["operation"],
            RANKS["screen"],
            row["id"],
            "screen",
            on=row["promised_on"],
            result=row["result"],
        )
    ]


def _appointment(row: Row) -> list[Fact]:
    return [Fact(row["at"], row["operation"], RANKS["appoint"], row["id"], "appoint", on=row["for_at"])]


def _dormancy(row: Row) -> list[Fact]:
    return [Fact(row["at"], row["operation"], RANKS["dormant"], row["id"], "dormant", on=row["until"])]


def _churn(row: Row) -> list[Fact]:
    return [
        Fact(
            row["at"],
            row["operation"],
            RANKS["churn"],
            row["id"],
            "churn",
            result=row["kind"],
            flag=bool(row["historic"]),
        )
    ]


def _verification(row: Row) -> list[Fact]:
    return [Fact(row["at"], row["operation"], RANKS["verify"], row["id"], "verify", result=row["result"])]


def _order(row: Row) -> list[Fact]:
    """An order is up to two facts: the order, and its delivery or its cancellation."""
    card = {"model": row["model"]} if row["model"] is not None else {}
    facts = [Fact(row["ordered_at"], row["operation"], RANKS["order"], row["id"], "order", card=card)]
    for kind, at, operation in (
        ("deliver", row["delivered_at"], row["delivered_operation"]),
        ("cancel", row["cancelled_at"], row["cancelled_operation"]),
    ):
        if at is not None:
            facts.append(Fact(at, operation or row["operation"], RANKS[kind], row["id"], kind))
    return facts


_VISIT_CARD = ("source", "channel", "campaign", "model", "budget_low", "budget_high", "need_by")
_ASSESSMENT_CARD = ("need_by", "budget_low", "budget_high", "model", "man", "confidence")
_OF_LEADS = "WHERE lead IN (SELECT value FROM json_each(?))"

_READERS: tuple[tuple[str, Callable[[Row], list[Fact]]], ...] = (
    (
        (
            "SELECT l.id AS lead, l.operation, l.start_at, l.origin, s.id AS source FROM leads AS l"
            " LEFT JOIN aftercare AS a ON l.origin <> 'win-back'"
            " AND a.id = (SELECT min(f.id) FROM aftercare AS f WHERE f.new_lead = l.id)"
            " LEFT JOIN sources AS s ON s.code = CASE a.result WHEN 'recommend' THEN 'referral'"
            " WHEN 'replace' THEN 'owner' WHEN 'add' THEN 'owner' END"
            " WHERE l.start_at IS NOT NULL AND l.id IN (SELECT value FROM json_each(?))"
        ),
        _start,
    ),
    (
        (
            "SELECT lead, id, operation, at, kind, grade, consultant, test_drive, first_visit,"
            f" source, channel, campaign, model, budget_low, budget_high, need_by FROM visits {_OF_LEADS}"
        ),
        _visit,
    ),
    (f"SELECT lead, id, operation, at, via, outcome, grade, next_on FROM followups {_OF_LEADS}", _follow_up),
    (
        (
            "SELECT lead, id, operation, at, grade, need_by, budget_low, budget_high, model, man, confidence"
            f" FROM assessments {_OF_LEADS}"
        ),
        _assessment,
    ),
    (f"SELECT lead, id, operation, at, consultant FROM assignments {_OF_LEADS}", _assignment),
    (f"SELECT lead, id, operation, at, promised_on, result FROM screenings {_OF_LEADS}", _screening),
    (f"SELECT lead, id, operation, at, for_at FROM appointments {_OF_LEADS}", _appointment),
    (f"SELECT lead, id, operation, at, until FROM dormancies {_OF_LEADS}", _dormancy),
    (f"SELECT lead, id, operation, at, kind, historic FROM churns {_OF_LEADS}", _churn),
    (f"SELECT lead, id, operation, at, result FROM verifications {_OF_LEADS}", _verification),
    (
        (
            "SELECT lead, id, operation, ordered_at, model, delivered_at, delivered_operation,"
            f" cancelled_at, cancelled_operation FROM orders {_OF_LEADS}"
        ),
        _order,
    ),
)
