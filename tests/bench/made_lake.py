"""A lake of many stores, made from a seed: what each would have exported, written as Parquet without a store.

A month of a store has 1,400 visits, 450 of which open a lead; all other tables follow in proportion.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadctl import SCHEMA_VERSION
from leadctl.domain.terms import GRADES
from leadctl.group.export import STORE, TYPES, encode_table, find_days
from leadctl.group.lake import ID_BITS, MANIFEST, File, Manifest, store_number
from leadctl.store.queries.lake import ALWAYS, TABLES, LakeTable

VISITS, LEADS = 1400, 450
"""A store's month."""
_RETURNS = 450
_ROWS = {
    "orders": 60,
    "churns": 250,
    "verifications": 200,
    "followups": 900,
    "screenings": 80,
    "appointments": 90,
    "assignments": 40,
    "contact_windows": 1000,
    "lead_states": 900,
    "sales": 6,
}
NOW = "2026-11-22T08:30"
LAST_MONTH = np.datetime64("2026-11")
_MINUTE, _DAY = np.timedelta64(1, "m"), np.timedelta64(1, "D")
_MODELS = ("Yuanshan X5", "Yuanshan S3", "Yuanshan V7", "Yuanshan E1")
_SOURCES = ("showroom", "phone", "online", "referral", "event", "outreach")
_PEOPLE = tuple(f"Consultant {number}" for number in range(1, 9))
_KINDS = ("walk-in", "walk-in", "walk-in", "call", "online", "event")
_REASONS = ("price", "brand", "equipment", "gave-up")
_CAMPAIGNS = ("Spring fair", "Autumn fair")

Columns = dict[str, pa.Array]


def make_lake(lake: Path, stores: int, years: int) -> int:
    """Make the stores that are not there yet, on all processors; returns how many visits the lake has."""
    months = LAST_MONTH - np.arange(12 * years)[::-1]
    codes = [f"{number:05}" for number in range(1, stores + 1)]
    missing = [code for code in codes if not (lake / f"store={code}" / MANIFEST).exists()]
    with ProcessPoolExecutor() as processes:
        for _ in processes.map(partial(_make_store, lake, months), missing, chunksize=4):
            pass
    return stores * len(months) * VISITS


def _make_store(lake: Path, months: np.ndarray, code: str) -> None:
    folder = lake / f"store={code}"
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, dict[str, File]] = {table.name: {} for table in TABLES}
    made = _Store(code, months)
    for table in TABLES:
        for month, columns in made.divide(table.name) if table.divided_by else [(ALWAYS, _make_list(table.name))]:
            files[table.name][month] = _write(folder, table, month, code, columns)
    last = (1, NOW, "init")
    said = Manifest(code, f"Store {code}", code, NOW, "bench", SCHEMA_VERSION, "", last, None, files)
    (folder / MANIFEST).write_text(json.dumps(said.to_json()), encoding="utf-8")


class _Store:
    """The columns of a store's tables, all months of a table one after the other."""

    def __init__(self, code: str, months: np.ndarray) -> None:
        self._chance, self._base, self._months = np.random.default_rng(int(code)), store_number(code) << ID_BITS, months
        self._starts = self._moments(LEADS)
        self._leads = np.arange(1, LEADS * len(months) + 1)
        self._chosen = {name: self._choose(names, len(self._leads)) for name, names in _OF_LEAD.items()}

    def divide(self, name: str) -> Iterator[tuple[str, Columns]]:
        """Each month of a table with its rows."""
        columns = getattr(self, f"_make_{name}")()
        each = len(next(iter(columns.values()))) // len(self._months)
        for place, month in enumerate(self._months):
            yield str(month), {key: column.slice(place * each, each) for key, column in columns.items()}

    def _moments(self, each: int) -> np.ndarray:
        """So many moments of every month, in their order."""
        days = (self._months + 1).astype("M8[D]") - self._months.astype("M8[D]")
        # The last month has come as far as the day of the exports.
        days[self._months == LAST_MONTH] = 21 * _DAY
        day = (self._chance.random((len(self._months), each)) * days.astype(int)[:, None]).astype(int) * _DAY
        minute = self._chance.integers(9 * 60, 18 * 60, day.shape) * _MINUTE
        return np.sort(self._months.astype("M8[s]")[:, None] + day + minute, axis=1).ravel()

    def _ids(self, numbers: np.ndarray) -> pa.Array:
        return pa.array(numbers + self._base)

    def _choose(self, names: tuple[str, ...], count: int) -> pa.Array:
        return pa.array(names).take(pa.array(self._chance.integers(0, len(names), count)))

    def _some(self, column: pa.Array, part: float) -> pa.Array:
        """The column with nothing in all but a part of its rows."""
        return pc.if_else(pa.array(self._chance.random(len(column)) < part), column, pa.scalar(None, column.type))

    def _yes(self, count: int, part: float) -> pa.Array:
        return pa.array((self._chance.random(count) < part).astype("i4"))

    def _of_recent(self, each: int) -> tuple[np.ndarray, np.ndarray]:
        """So many leads for every month, of this one or the one before, and a moment soon after each was opened."""
        count = each * len(self._months)
        end = np.repeat(np.arange(1, len(self._months) + 1) * LEADS, each)
        leads = np.maximum(end - self._chance.integers(0, 2 * LEADS, count), 1)
        return leads, np.maximum(self._moments(each), self._starts[leads - 1])

    def _named(self, leads: np.ndarray, **names: str) -> Columns:
        """What leads were opened with: column -> the name of it in ``_OF_LEAD``."""
        places = pa.array(leads - 1)
        return {column: self._chosen[name].take(places) for column, name in names.items()}

    def _make_visits(self) -> Columns:
        months, count = len(self._months), VISITS * len(self._months)
        times, numbers = self._moments(VISITS), np.arange(1, count + 1)
        place, month = (numbers - 1) % VISITS, (numbers - 1) // VISITS
        mixed = self._chance.permuted(np.tile(np.arange(VISITS), (months, 1)), axis=1).ravel()
        opens, returns = mixed < LEADS, (mixed >= LEADS) & (mixed < LEADS + _RETURNS)
        older = np.maximum((month + 1) * LEADS - self._chance.integers(0, 2 * LEADS, count), 1)
        leads = np.where(opens, month * LEADS + 1 + np.minimum(mixed, LEADS - 1), older)
        known = pa.array(opens | returns)
        stay = self._chance.integers(5, 120, count) * _MINUTE
        nothing = pa.scalar(None, pa.string())
        kinds = self._choose(_KINDS, count)
        own = self._named(leads, lead_source="source", lead_model="model", lead_consultant="consultant", **_OPENED)
        own |= self._named(leads, lead_opened_consultant="consultant", lead_opened_grade="grade")
        return {
            "id": self._ids(numbers),
            "customer": pc.if_else(known, self._ids(leads), pa.scalar(None, pa.int64())),
            "lead": pc.if_else(known, self._ids(leads), pa.scalar(None, pa.int64())),
            "operation": self._ids(month * 40 + place // 40 + 1),
            "at": pa.array(times),
            "left_at": self._some(pa.array(times + stay), 0.6),
            "kind": kinds,
            "nature": pc.if_else(pa.array(returns), "return", pc.if_else(pc.equal(kinds, "walk-in"), "first", nothing)),
            "grade": self._some(self._choose(GRADES, count), 0.5),
            "is_new": pa.array((~returns).astype("i4")),
            "test_drive": self._yes(count, 0.12),
            "quoted": self._yes(count, 0.2),
            "party": pa.array(self._chance.integers(1, 4, count), pa.int32()),
            "source": self._some(self._choose(_SOURCES, count), 0.8),
            "model": self._some(self._choose(_MODELS, count), 0.6),
            "consultant": self._some(self._choose(_PEOPLE, count), 0.9),
            "campaign": self._some(self._choose(_CAMPAIGNS, count), 0.05),
            "lead_campaign": self._some(self._choose(_CAMPAIGNS, count), 0.05),
            **{column: pc.if_else(known, cells, nothing) for column, cells in own.items()},
        }

    def _make_leads(self) -> Columns:
        count, numbers = len(self._leads), self._leads
        opened = pa.array(self._starts)
        isopen = pa.array(self._starts > self._starts[-1] - 45 * _DAY)
        budget = self._some(pa.array(self._chance.integers(8, 30, count) * 10_000.0), 0.5)
        due = (self._starts + 7 * _DAY).astype("M8[D]")
        met, drove, ordered = (
            self._some(pa.array(self._starts + days * _DAY), part)
            for days, part in ((2, 0.7), (3, 0.3), (9, _ROWS["orders"] / LEADS))
        )
        late = pc.greater(ordered, pa.scalar(np.datetime64(NOW, "us")))
        nothing, codes = pa.scalar(None, pa.timestamp("us")), pa.scalar(None, pa.string())
        own = self._named(
            numbers,
            opened_source="source",
            source="source",
            opened_model="model",
            model="model",
            opened_consultant="consultant",
            consultant="consultant",
            window_owner="consultant",
            opened_grade="grade",
            grade="grade",
        )
        return {
            "id": self._ids(numbers),
            "customer": self._ids(numbers),
            "operation": self._ids(numbers // 40 + 1),
            "opened_at": opened,
            "since": opened,
            "graded_at": opened,
            "last_contact": opened,
            "met_at": met,
            "drove_at": drove,
            "ordered_at": pc.if_else(late, nothing, ordered),
            "origin": pa.array(["visit"]).take(pa.array(np.zeros(count, int))),
            "status": pc.if_else(isopen, "open", "churned"),
            "task": pc.if_else(isopen, "follow-up", codes),
            "window_task": pc.if_else(isopen, "follow-up", codes),
            "due_from": pc.if_else(isopen, pa.array(due), pa.scalar(None, pa.date32())),
            "due_by": pc.if_else(isopen, pa.array(due), pa.scalar(None, pa.date32())),
            "window_by": pc.if_else(isopen, pa.array(due), pa.scalar(None, pa.date32())),
            "contacts": pa.array(self._chance.integers(0, 6, count), pa.int32()),
            "attempts": pa.array(np.zeros(count), pa.int32()),
            "amount": budget,
            "kind": self._chosen["kind"],
            "returned": self._yes(count, 0.3),
            "budget_low": budget,
            "budget_high": budget,
            **own,
        }

    def _make_orders(self) -> Columns:
        leads, times = self._of_recent(_ROWS["orders"])
        count, moments = len(leads), pa.array(times)
        ready = times + 20 * _DAY
        later = pa.array(np.where(ready < np.datetime64(NOW), ready, np.datetime64("NaT")))
        own = self._named(leads, model="model", lead_model="model", lead_source="source", lead_kind="kind")
        own |= self._named(leads, lead_grade="grade")
        own |= self._named(leads, consultant="consultant", delivered_by="consultant")
        price = self._some(pa.array(self._chance.integers(8, 30, count) * 10_000.0), 0.8)
        return {
            "id": self._ids(np.arange(1, count + 1)),
            "lead": self._ids(leads),
            "ordered_at": moments,
            "delivered_at": self._some(later, 0.9),
            "cancelled_at": self._some(moments, 0.05),
            "price": price,
            "amount": price,
            "count": pa.array(np.ones(count), pa.int32()),
            "follow_ups": pa.array(self._chance.integers(0, 12, count), pa.int32()),
            **own,
        }

    def _make_churns(self) -> Columns:
        leads, times = self._of_recent(_ROWS["churns"])
        count = len(leads)
        kind = self._choose(("defeat", "defeat", "lost-contact"), count)
        reason = pc.if_else(pc.equal(kind, "defeat"), self._choose(_REASONS, count), pa.scalar(None, pa.string()))
        return {
            "id": self._ids(np.arange(1, count + 1)),
            "lead": self._ids(leads),
            "at": pa.array(times),
            "decided_at": self._some(pa.array(times + 2 * _DAY), 0.7),
            "kind": kind,
            "result": self._choose(("confirmed", "confirmed", "overturned", "pending"), count),
            "reason": reason,
            "historic": pa.array(np.zeros(count), pa.int32()),
            **self._named(leads, lead_source="source", lead_model="model", consultant="consultant", lead_kind="kind"),
            **self._named(leads, lead_grade="grade"),
            "lead_status": self._choose(("open", "lost", "defeated"), count),
            "lead_customer": self._ids(leads),
        }

    def _make_verifications(self) -> Columns:
        leads, times = self._of_recent(_ROWS["verifications"])
        result = self._choose(("confirmed", "confirmed", "overturned"), len(leads))
        return {**self._fact(leads), "churn": self._ids(leads), "at": pa.array(times), "result": result}

    def _make_followups(self) -> Columns:
        leads, times = self._of_recent(_ROWS["followups"])
        outcomes = self._choose(("advance", "continuation", "no-answer"), len(leads))
        said = {"via": self._choose(("phone", "message"), len(leads)), "outcome": outcomes}
        times = pa.array(times)
        return {**self._fact(leads), **said, "at": times, "entered_at": times, **self._named(leads, **_SAME)}

    def _make_screenings(self) -> Columns:
        leads, times = self._of_recent(_ROWS["screenings"])
        return {**self._fact(leads), "at": pa.array(times), "result": self._choose(("A", "B", "C", "D"), len(leads))}

    def _make_appointments(self) -> Columns:
        leads, times = self._of_recent(_ROWS["appointments"])
        due = {"at": pa.array(times), "for_at": pa.array(times + 2 * _DAY)}
        result = {"result": self._choose(("kept", "missed"), len(leads))}
        return {**self._fact(leads), **due, **result, **self._named(leads, consultant="consultant")}

    def _make_assignments(self) -> Columns:
        leads, times = self._of_recent(_ROWS["assignments"])
        return {**self._fact(leads), "at": pa.array(times), **self._named(leads, consultant="consultant")}

    def _make_contact_windows(self) -> Columns:
        leads, times = self._of_recent(_ROWS["contact_windows"])
        count, due = len(leads), (times + 4 * _DAY).astype("M8[D]")
        answered = self._some(pa.array(times + self._chance.integers(1, 6, count) * _DAY), 0.8)
        days = {"due_from": pa.array(due - _DAY), "due_by": pa.array(due), "counted_on": pa.array(due + _DAY)}
        return {
            "lead": self._ids(leads),
            "nth": pa.array(self._chance.integers(1, 6, count), pa.int32()),
            "task": self._choose(("first-follow-up", "follow-up", "follow-up"), count),
            "since": pa.array(times),
            "answered_at": answered,
            **days,
            **self._named(leads, owner="consultant", grade="grade", **_OPENED),
        }

    def _make_lead_states(self) -> Columns:
        leads, times = self._of_recent(_ROWS["lead_states"])
        count, due = len(leads), pa.array((times + 4 * _DAY).astype("M8[D]"))
        return {
            "lead": self._ids(leads),
            "from_at": pa.array(times),
            "until_at": pa.array(times + self._chance.integers(1, 40, count) * _DAY),
            "graded_at": pa.array(times),
            "last_contact": pa.array(times),
            "status": self._choose(("open", "open", "open", "dormant"), count),
            "task": self._choose(("follow-up",), count),
            "due_from": due,
            "due_by": due,
            "contacts": pa.array(self._chance.integers(0, 6, count), pa.int32()),
            "attempts": pa.array(np.zeros(count), pa.int32()),
            **self._named(leads, consultant="consultant", model="model", grade="grade"),
        }

    def _make_customers(self) -> Columns:
        ids = self._ids(self._leads)
        return {"id": ids, "importance": self._choose(("ordinary",), len(ids)), "recorded_at": pa.array(self._starts)}

    def _make_sales(self) -> Columns:
        days = self._moments(_ROWS["sales"]).astype("M8[D]")
        count = len(days)
        sold = {"channel": self._choose(("sub-dealer", "wholesale"), count), "model": self._choose(_MODELS, count)}
        ids, cars = self._ids(np.arange(1, count + 1)), pa.array(self._chance.integers(1, 4, count), pa.int32())
        return {"id": ids, **sold, "sold_on": pa.array(days), "count": cars}

    def _fact(self, leads: np.ndarray) -> Columns:
        numbers = np.arange(1, len(leads) + 1)
        return {"id": self._ids(numbers), "lead": self._ids(leads), "operation": self._ids(numbers // 40 + 1)}


_OF_LEAD = {"source": _SOURCES, "model": _MODELS, "consultant": _PEOPLE, "grade": GRADES, "kind": _KINDS}
_OPENED = {"lead_opened_source": "source", "lead_opened_model": "model", "lead_kind": "kind"}
_SAME = {"consultant": "consultant", "grade": "grade", **_OPENED}


def _make_list(name: str) -> Columns:
    """A table that is not divided: the store's lists; what is planned is left empty."""
    lists: Mapping[str, dict[str, list[object]]] = {
        "sources": {"code": list(_SOURCES), "label": list(_SOURCES)},
        "models": {"name": list(_MODELS)},
        "reasons": {"code": list(_REASONS), "label": list(_REASONS), "grp": ["price", "product", "product", "own"]},
        "staff": {"name": list(_PEOPLE), "role": ["consultant"] * len(_PEOPLE)},
    }
    return {column: pa.array(cells, pa.string()) for column, cells in lists.get(name, {}).items()}


def _write(folder: Path, table: LakeTable, month: str, code: str, columns: Columns) -> File:
    """As an export writes it (leadctl/group/export.py)."""
    rows = len(next(iter(columns.values()))) if columns else 0
    cells = [columns.get(one.name, pa.nulls(rows, TYPES[one.kind])).cast(TYPES[one.kind]) for one in table.columns]
    names = [STORE, *(one.name for one in table.columns)]
    made = pa.table([pa.array([code] * rows, pa.string()), *cells], names)
    content = encode_table(made)
    digest = sha256(content).hexdigest()
    path = f"{table.name}/month={month}/{digest[:16]}.parquet"
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return File(path, rows, len(content), digest, find_days(made, table))
