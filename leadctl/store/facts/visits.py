"""The register of visits."""

from __future__ import annotations

import sqlite3

from leadctl.domain.facts import RANKS, Fact
from leadctl.domain.terms import VISIT_FIELDS
from leadctl.errors import Refused, template
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_row, read_rows, read_values
from leadctl.store.core.tables import MAIN_PHONE, Export, StoredTable
from leadctl.store.facts.kind import OF_LEADS, FactKind, JsonObject

FACTS = tuple(
    name for name in VISIT_FIELDS if name not in ("arrived_at", "phone", "kind", "other_phones", "own_fields")
)
"""What a visit says beside its time, kind and person: cells that a later copy of the same row may change."""

ANONYMOUS = """
CASE WHEN kind = 'walk-in' THEN iif(first_visit = 0, 'return', 'first') END AS nature,
kind <> 'walk-in' OR first_visit IS NOT 0 AS is_new
"""
"""What follows for a visit without a lead: a walk-in is a first one unless the register says otherwise."""

_SELECT = f"""
SELECT v.id AS visit, v.at AS arrived_at, v.left_at, v.kind, v.nature, v.lead, v.customer AS customer_id,
    coalesce(v.name, c.name) AS name, v.gender,
    {MAIN_PHONE.format(customer="v.customer")},
    v.first_visit, s.code AS source, v.channel, v.party, m.name AS model, v.budget_low, v.budget_high, v.need_by,
    v.grade, v.test_drive, v.quoted, t.name AS consultant, v.campaign, v.referrer, v.note,
    v.record_id, v.occupation, v.district, v.payment, v.rival, v.present_car, v.companions, v.wechat, v.reception,
    v.motive
FROM visits AS v LEFT JOIN customers AS c ON c.id = v.customer LEFT JOIN sources AS s ON s.id = v.source
    LEFT JOIN models AS m ON m.id = v.model LEFT JOIN staff AS t ON t.id = v.consultant
"""
# From each channel to the next one in the index: as many steps as there are channels, however many visits name them.
_CHANNELS = """
WITH RECURSIVE named (channel) AS (
    SELECT min(channel) FROM visits WHERE channel IS NOT NULL
    UNION ALL
    SELECT (SELECT min(v.channel) FROM visits AS v WHERE v.channel > n.channel) FROM named AS n
    WHERE n.channel IS NOT NULL
)
SELECT channel FROM named WHERE channel IS NOT NULL
"""
_OPEN = " AND v.left_at IS NULL AND v.kind = 'walk-in'"


class Visit(NamedTuple):
    """The facts of a visit that corrections ask for; ``model``, ``consultant`` and so on are ids of rows."""

    id: int
    at: str
    left_at: str | None
    kind: str
    who: str
    nth: int | None
    customer: int | None
    lead: int | None
    name: str | None
    gender: str | None


def read_visit(db: sqlite3.Connection, visit: int) -> Visit:
    """A visit's row. Raises Refused when there is none."""
    row = find_row(db, Visit, f"SELECT {', '.join(Visit._fields)} FROM visits WHERE id = ?", (visit,))
    if row is None:
        raise Refused("There is no visit {visit}; see: leadctl visits", visit=visit).with_code("no-such-visit")
    return row


def find_visit_near(db: sqlite3.Connection, customer: int, at: str, minutes: int) -> Visit | None:
    """The visit of a customer that is nearest to a moment, at most so many minutes from it."""
    sql = (
        f"SELECT {', '.join(Visit._fields)} FROM visits WHERE customer = :customer"
        " AND at BETWEEN strftime('%Y-%m-%dT%H:%M', :at, '-' || :minutes || ' minutes')"
        " AND strftime('%Y-%m-%dT%H:%M', :at, '+' || :minutes || ' minutes')"
        " ORDER BY abs(julianday(at) - julianday(:at)), id LIMIT 1"
    )
    return find_row(db, Visit, sql, {"customer": customer, "at": at, "minutes": minutes})


def find_open_visit(db: sqlite3.Connection, customer: int) -> Visit | None:
    """The newest visit of a customer at which they are still with us: a walk-in, or at an event, without a leaving
    time."""
    sql = (
        f"SELECT {', '.join(Visit._fields)} FROM visits WHERE customer = ? AND left_at IS NULL"
        " AND kind IN ('walk-in', 'event') ORDER BY at DESC, id DESC LIMIT 1"
    )
    return find_row(db, Visit, sql, (customer,))


def list_channels(db: sqlite3.Connection) -> set[str]:
    """The online channels that any visit names."""
    return set(read_values(db, str, _CHANNELS))


class RegisteredVisit(NamedTuple):
    """A visit as the register shows it, with names: moments and days are ISO texts, ``budget_low`` and ``budget_high``
    amounts of the store's currency. ``nature``: whether a walk-in was a first visit or a return."""

    visit: int
    arrived_at: str
    left_at: str | None
    kind: str
    nature: str | None
    lead: int | None
    customer_id: int | None
    name: str | None
    gender: str | None
    phone: str | None
    first_visit: bool | None
    source: str | None
    channel: str | None
    party: int | None
    model: str | None
    budget_low: float | None
    budget_high: float | None
    need_by: str | None
    grade: str | None
    test_drive: bool | None
    quoted: bool | None
    consultant: str | None
    campaign: str | None
    referrer: str | None
    note: str | None
    record_id: str | None
    occupation: str | None
    district: str | None
    payment: str | None
    rival: str | None
    present_car: str | None
    companions: str | None
    wechat: str | None
    reception: str | None
    motive: str | None


def visits_of_day(db: sqlite3.Connection, day: str, *, unclosed: bool) -> list[RegisteredVisit]:
    """The register of an ISO day in the order of arrival; ``unclosed``: walk-ins without a leaving time only."""
    return _select_visits(
        db, "v.at >= :day AND v.at < date(:day, '+1 day')" + (_OPEN if unclosed else ""), {"day": day}
    )


def unclosed_visits(db: sqlite3.Connection, until: str) -> list[RegisteredVisit]:
    """Walk-ins of the ISO day ``until`` and of all days before that have no leaving time."""
    return _select_visits(db, "v.at < date(:day, '+1 day')" + _OPEN, {"day": until})


def visits_of_lead(db: sqlite3.Connection, lead: int) -> list[RegisteredVisit]:
    """A lead's visits in the order of arrival."""
    return _select_visits(db, "v.lead = :lead", {"lead": lead})


def _select_visits(db: sqlite3.Connection, clause: str, values: dict[str, object]) -> list[RegisteredVisit]:
    visits = read_rows(db, RegisteredVisit, f"{_SELECT} WHERE {clause} ORDER BY v.at, v.id", values)
    return list(map(_read_answers, visits))


def _read_answers(visit: RegisteredVisit) -> RegisteredVisit:
    return visit._replace(
        first_visit=_as_bool(visit.first_visit), test_drive=_as_bool(visit.test_drive), quoted=_as_bool(visit.quoted)
    )


def _as_bool(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def derive_visits_without_lead(db: sqlite3.Connection, first: int, last: int) -> None:
    """Derive visits without a lead among these ids; the others are derived with their lead."""
    db.execute(
        "UPDATE visits SET (nature, is_new, lead_consultant, lead_source, lead_model)"
        " = (d.nature, d.is_new, NULL, NULL, NULL)"
        f" FROM (SELECT id, {ANONYMOUS} FROM visits WHERE id BETWEEN :first AND :last AND lead IS NULL) AS d"
        " WHERE visits.id = d.id AND (visits.nature, visits.is_new, visits.lead_consultant, visits.lead_source,"
        " visits.lead_model) IS NOT (d.nature, d.is_new, NULL, NULL, NULL)",
        {"first": first, "last": last},
    )


def find_underived_visits(db: sqlite3.Connection) -> list[int]:
    """Visits without a lead whose derived columns do not follow from their facts."""
    sql = (
        f"SELECT id FROM (SELECT id, nature AS had, is_new AS was, {ANONYMOUS} FROM visits WHERE lead IS NULL)"
        " WHERE had IS NOT nature OR was <> is_new"
    )
    return read_values(db, int, sql)


TABLE = StoredTable(
    "visits",
    erased=(
        "who",
        "name",
        "gender",
        "referrer",
        "note",
        "record_id",
        "occupation",
        "district",
        "present_car",
        "companions",
        "wechat",
        "motive",
    ),
    texts=(
        "name",
        "note",
        "occupation",
        "district",
        "payment",
        "rival",
        "present_car",
        "companions",
        "wechat",
        "motive",
    ),
    plain=("channel", "campaign", "reception"),
    export=Export(
        "visits",
        "SELECT v.at AS arrived_at, v.left_at, coalesce(v.name, c.name) AS name, coalesce(v.gender, c.gender) AS"
        f" gender, {MAIN_PHONE.format(customer='v.customer')}, v.kind, v.first_visit, s.code AS source, v.channel,"
        " v.party, m.name AS model, v.budget_low, v.budget_high, v.need_by, v.grade, v.test_drive, v.quoted,"
        " t.name AS consultant, v.campaign, v.referrer, v.note, v.record_id, v.occupation, v.district, v.payment,"
        " v.rival, v.present_car, v.companions, v.wechat, v.reception, v.motive, v.id, v.lead AS of_lead,"
        " v.customer AS of_customer FROM visits AS v LEFT JOIN customers AS c ON c.id = v.customer"
        " LEFT JOIN sources AS s ON s.id = v.source"
        " LEFT JOIN models AS m ON m.id = v.model LEFT JOIN staff AS t ON t.id = v.consultant",
        "v.customer = :customer",
        "v.at, v.id",
        importable=True,
    ),
)

_CARD = ("source", "channel", "campaign", "model", "budget_low", "budget_high", "need_by")


def _read(
    identity: int,
    operation: int,
    at: str,
    kind: str,
    grade: str | None,
    consultant: int | None,
    test_drive: int | None,
    first_visit: int | None,
    *card: object,
) -> tuple[Fact]:
    known = {name: value for name, value in zip(_CARD, card, strict=True) if value is not None}
    return (
        Fact(
            at,
            operation,
            RANKS["visit"],
            identity,
            "visit",
            grade=grade,
            result=kind,
            staff=consultant,
            flag=bool(test_drive),
            first=first_visit,
            card=known,
        ),
    )


def _history(db: sqlite3.Connection, lead: int) -> list[JsonObject]:
    return [
        {"fact": "visit", "id": visit.visit, "at": visit.arrived_at, "by": visit.consultant}
        | {name: value for name, value in visit._asdict().items() if name != "visit"}
        for visit in visits_of_lead(db, lead)
    ]


KIND = FactKind(
    "visit",
    TABLE,
    select="SELECT lead, id, operation, at, kind, grade, consultant, test_drive, first_visit,"
    f" {', '.join(_CARD)} FROM visits {OF_LEADS}",
    read=_read,
    history=_history,
    replayed=("visit",),
    handed_on=("visit",),
    plural=template("visits"),
    opens=True,
    identity=("at", "kind", "who"),
)
