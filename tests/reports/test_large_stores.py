"""Reports read the past from the derived tables, and say what a replay of every lead's facts would say."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from leadctl.domain.days import Month, add_days
from leadctl.domain.facts import Fact
from leadctl.domain.forecast import Prospect, amount_of
from leadctl.domain.lead_state import LeadState
from leadctl.domain.periods import MONTH, Span, month_period, year_period
from leadctl.domain.replay import Replay, replay
from leadctl.domain.terms import GRADES
from leadctl.reports.day import day_sheet_of
from leadctl.reports.followups import followups
from leadctl.reports.forecast import forecast, forecast_each
from leadctl.reports.traffic import traffic, traffic_of_each
from leadctl.store.access import read_store
from leadctl.store.core.settings import policy_of
from leadctl.store.core.writer import Writer
from leadctl.store.facts.registry import facts_of
from leadctl.store.queries.figures import history
from leadctl.store.queries.figures.discipline import DAY_PLAN, DISCIPLINE, count_overdue, list_overdue
from leadctl.store.queries.figures.history import (
    Evening,
    count_active_by_grade,
    list_active_grades,
    list_leads_of_grade,
    read_active_leads,
)
from leadctl.store.queries.figures.measures import count_by
from leadctl.store.queries.figures.prospects import Closings, Moment, count_closed, count_prospects, list_prospects
from leadctl.store.queries.lists import names
from tests.reports.conftest import Desk
from tests.store.new_stores import new_store, write

TODAY = "2026-11-22"
MONTHS = [Month(2026, number) for number in range(8, 12)]
EVENINGS = ["2026-08-31", "2026-09-01", "2026-09-15", "2026-10-20", "2026-10-31", "2026-11-11", TODAY]
CONTACT_TASKS = ("first-follow-up", "follow-up")
Counts = dict[tuple[object, ...], int]


@dataclass(frozen=True)
class Store:
    """A store, and the facts of its leads."""

    db: sqlite3.Connection
    facts: dict[int, list[Fact]]

    def replays(self) -> dict[int, Replay]:
        """Every lead, by all of its facts."""
        policy = policy_of(self.db)
        return {lead: replay(facts, policy) for lead, facts in self.facts.items()}

    def states_by(self, day: str) -> dict[int, LeadState]:
        """The leads that had begun by the end of a day, by the facts known then."""
        policy, found = policy_of(self.db), {}
        for lead, facts in self.facts.items():
            known = [each for each in facts if each.at <= f"{day}T23:59"]
            if any(each.kind in ("visit", "start") for each in known):
                found[lead] = replay(known, policy).state
        return found


def is_active(state: LeadState, day: str) -> bool:
    """Open, or dormant until a day that had come."""
    return state.status == "open" or (state.status == "dormant" and str(state.wake_on) <= day)


# A store whose leads had every kind of fact, recorded in any order


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """60 leads of four months with all that may happen to them, and 40 that were lost."""
    path, chance = new_store(tmp_path_factory.mktemp("mixed") / "store.db"), random.Random(2026)
    with write(path) as writer:
        for name in ("Li Na", "Wang Qiang", "Zhao Lei"):
            writer.insert("staff", name=name, role="consultant")
        for model in ("X5", "S3"):
            writer.insert("models", name=model)
    for number in range(60):
        with write(path) as writer:
            _add_lead(writer, chance, number)
    with write(path) as writer:
        for number in range(60, 100):
            _add_lost_lead(writer, chance, number)
    return path


def _moment(chance: random.Random, after: str, days: int = 30) -> str:
    day = min(add_days(after[:10], chance.randint(0, days)), TODAY)
    return max(after, f"{day}T{chance.randint(9, 17):02}:{chance.randint(0, 59):02}")


def _visit(chance: random.Random, at: str) -> dict[str, object]:
    return {
        "at": at,
        "kind": chance.choice(("walk-in", "walk-in", "call", "event", "online")),
        "grade": chance.choice(("H", "A", "B", "C", "N", None)),
        "consultant": chance.choice((1, 2, 3, None)),
        "model": chance.choice((1, 2, None)),
        "budget_low": chance.choice((100000.0, None)),
        "test_drive": chance.choice((0, 1, None)),
    }


def _add_lead(writer: Writer, chance: random.Random, number: int) -> None:
    phone = f"1380000{number:04}"
    objects = {"do_not_contact": "calls", "do_not_contact_on": "2026-11-01"} if number % 7 == 0 else {}
    customer = writer.insert("customers", name=f"Customer {number}", **objects)
    writer.insert("phones", customer=customer, phone=phone)
    lead = writer.insert("leads", customer=customer)
    at = _moment(chance, "2026-08-01T09:00", 100)
    moments = [at]
    for _ in range(chance.randint(0, 9)):
        moments.append(_moment(chance, moments[-1], 12))
    steps = [(at, _visit_rows(chance, at, customer, phone))]
    ended = False
    for moment in moments[1:]:
        if ended:
            break
        rows, ended = _draw_rows(chance, moment, customer, phone)
        steps.append((moment, rows))
    chance.shuffle(steps)
    for _, rows in steps:
        _insert_rows(writer, lead, rows)
    writer.touch(lead)


def _add_lost_lead(writer: Writer, chance: random.Random, number: int) -> None:
    """A lead that came once and was lost, or taken over as lost with an old register."""
    phone = f"1380000{number:04}"
    customer = writer.insert("customers", name=f"Customer {number}")
    writer.insert("phones", customer=customer, phone=phone)
    lead = writer.insert("leads", customer=customer)
    at = _moment(chance, "2026-08-01T09:00", 60)
    _insert_rows(writer, lead, _visit_rows(chance, at, customer, phone))
    churn = {"at": _moment(chance, at, 40), "kind": "lost-contact", "historic": chance.randint(0, 1)}
    _insert_rows(writer, lead, [("churns", churn)])
    writer.touch(lead)


Rows = list[tuple[str, dict[str, object]]]


def _visit_rows(chance: random.Random, at: str, customer: int, phone: str) -> Rows:
    return [("visits", {"customer": customer, "who": phone, **_visit(chance, at)})]


def _draw_rows(chance: random.Random, at: str, customer: int, phone: str) -> tuple[Rows, bool]:
    """Rows of one thing that happened, and whether nothing more is done to the lead after it."""
    later = add_days(at[:10], chance.randint(1, 20))
    some_day, grade = chance.choice((None, None, later)), chance.choice(("H", "B", None, None))
    kind = chance.randrange(20)
    if kind < 9:
        outcome = chance.choice(("continued", "advance", "refused", "no-answer", "no-answer"))
        row: dict[str, object] = {
            "at": at,
            "via": chance.choice(("phone", "letter", "visit")),
            "outcome": outcome,
            "next_on": some_day,
        }
        return [("followups", {**row, "grade": grade})], False
    if kind < 13:
        return _appointment_rows(chance, at, customer, phone), False
    if kind == 13:
        return [("assignments", {"at": at, "consultant": chance.choice((1, 2, 3, None))})], False
    if kind == 14:
        return [("dormancies", {"at": at, "until": later})], False
    if kind == 15:
        return [("screenings", {"at": at, "result": chance.choice(("A", "B", "C", "unreached"))})], False
    if kind == 16:
        cancelled = chance.choice((None, f"{at[:10]}T23:00"))
        return [("orders", {"ordered_at": at, "cancelled_at": cancelled})], cancelled is None
    if kind == 17:
        return [("orders", {"ordered_at": at, "delivered_at": _moment(chance, at)})], True
    if kind == 18:
        return [("churns", {"at": at, "kind": "lost-contact", "historic": chance.randint(0, 1)})], True
    return _visit_rows(chance, at, customer, phone), False


def _appointment_rows(chance: random.Random, at: str, customer: int, phone: str) -> Rows:
    """One appointment, or another one in its place the same day; perhaps they come on its day."""
    rows: Rows = []
    for moment in (at, f"{at[:10]}T18:00")[: chance.randint(1, 2)]:
        comes_on = add_days(at[:10], chance.randint(1, 6))
        rows.append(("appointments", {"at": moment, "for_at": f"{comes_on}T10:00"}))
    if comes_on <= TODAY and chance.randrange(3) == 0:
        rows += _visit_rows(chance, f"{comes_on}T10:05", customer, phone)
    return rows


def _insert_rows(writer: Writer, lead: int, rows: Rows) -> None:
    for table, row in rows:
        made = writer.insert(table, lead=lead, **row)
        if table == "churns" and not row["historic"]:
            _verify(writer, lead, made, f"{str(row['at'])[:10]}T23:30")


def _verify(writer: Writer, lead: int, churn: int, at: str) -> None:
    """Call-backs with every end in turn; one of each four churns awaits its own."""
    for result in ((), ("confirmed",), ("overturned",), ("unreachable",) * 3)[churn % 4]:
        writer.insert("verifications", lead=lead, churn=churn, at=at, result=result)


@pytest.fixture(params=["worked", "mixed"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """One store that was played through the command line, and one that was not."""
    found = request.getfixturevalue(request.param)
    with read_store(found if isinstance(found, Path) else found.db) as db:
        yield Store(db, facts_of(db, [row[0] for row in db.execute("SELECT id FROM leads ORDER BY id")]))


@pytest.fixture
def db(worked: Desk) -> Iterator[sqlite3.Connection]:
    with read_store(worked.db) as opened:
        yield opened


def test_the_mixed_store_has_what_the_rules_are_about(mixed: Path) -> None:
    with read_store(mixed) as db:
        found = {
            table: {row[0] for row in db.execute(f"SELECT {column} FROM {table}")}
            for table, column in (("appointments", "result"), ("lead_states", "task"), ("contact_windows", "task"))
        }
        windows = db.execute("SELECT count(answered_at), count(*) FROM contact_windows").fetchone()
    assert {"kept", "missed", "moved"} <= found["appointments"]
    assert {*CONTACT_TASKS, "appointment", "screening"} <= found["lead_states"]
    assert found["contact_windows"] == set(CONTACT_TASKS)
    assert 20 < windows[0] < windows[1] - 5


# The derived tables


def test_the_derived_tables_hold_what_the_replays_say(store: Store) -> None:
    states, windows = [], []
    for lead, found in sorted(store.replays().items()):
        states += [(lead, period.from_at, period.until_at, *period.values) for period in found.periods]
        windows += [(lead, nth, *window) for nth, window in enumerate(found.windows, start=1)]
    for table, expected in (("lead_states", states), ("contact_windows", windows)):
        assert list(map(tuple, store.db.execute(f"SELECT * FROM {table} ORDER BY 1, 2"))) == expected
        assert len(expected) > 50


@pytest.mark.parametrize("day", EVENINGS)
@pytest.mark.parametrize("consultant", [None, 1])
def test_the_stock_of_an_evening_is_what_the_facts_by_then_say(store: Store, day: str, consultant: int | None) -> None:
    active = {
        lead: state
        for lead, state in store.states_by(day).items()
        if is_active(state, day) and consultant in (None, state.consultant)
    }
    evening = Evening(day, consultant)
    grades = {lead: state.grade for lead, state in active.items()}
    assert list_active_grades(store.db, evening) == grades
    for grade in (*GRADES, None):
        of_grade = sorted(lead for lead, one in grades.items() if one == grade)
        assert list(list_leads_of_grade(store.db, evening, grade)) == of_grade
    assert count_active_by_grade(store.db, evening)[0] == dict(Counter(state.grade for state in active.values()))
    listed = {
        lead.lead: (lead.grade, lead.graded_at, lead.follow_ups, lead.last_contact, lead.due_by, lead.man)
        for lead in read_active_leads(store.db, evening)
    }
    assert listed == {
        lead: (
            state.grade, state.graded_at, state.contacts, state.last_contact, state.due_on(day)[2], state.man,
        )
        for lead, state in active.items()
    }  # fmt: skip


@pytest.mark.parametrize("day", EVENINGS)
def test_the_prospects_of_a_moment_are_what_the_facts_by_then_say(store: Store, day: str) -> None:
    moment = Moment(day, add_days(day, 1), policy_of(store.db))
    found = list_prospects(store.db, moment)
    counted = {
        lead: state
        for lead, state in store.states_by(day).items()
        if state.status == "ordered" or is_active(state, moment.morning)
    }
    assert {lead: one.prospect.grade for lead, one in found.items()} == {
        lead: state.grade for lead, state in counted.items()
    }
    for lead, state in counted.items():
        if state.status != "ordered":
            amount = amount_of(None, 1, state.budget_low, state.budget_high)
            need = state.need_by and ("past" if state.need_by < moment.morning else state.need_by[:7])
            assert found[lead] == (Prospect(state.grade, 1, amount, need), state.need_by)
    assert count_prospects(store.db, [moment]) == [Counter(one.prospect for one in found.values())]


def test_the_prospects_of_several_moments_are_those_of_each(store: Store) -> None:
    moments = [Moment(day, day, policy_of(store.db)) for day in sorted(EVENINGS)]
    each = [count for moment in moments for count in count_prospects(store.db, [moment])]
    assert count_prospects(store.db, moments) == each
    assert len(set(map(str, each))) > 1


# Discipline


def _counted_windows(store: Store, span: Span) -> dict[str, Counter[object]]:
    """Windows that counted in a span, and those of them that were answered in time, by owner."""
    counts: dict[str, Counter[object]] = {name: Counter() for name in ("due", "on_time")}
    for found in store.replays().values():
        for window in found.windows:
            if span.first <= window.counted_on < span.end and window.counted_on <= span.today:
                counts["due"][window.owner] += 1
                counts["on_time"][window.owner] += window.on_time
        state = found.state
        if state.window_by is not None and span.first <= state.window_by < min(span.end, span.today):
            counts["due"][state.window_owner] += 1
    return {name: +found for name, found in counts.items()}


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_a_months_discipline_is_that_of_all_leads(store: Store, month: Month) -> None:
    span = month_period(month, TODAY).span
    expected = _counted_windows(store, span)
    found = count_by(store.db, {name: DISCIPLINE[name] for name in expected}, span, "consultant")
    for name, counts in expected.items():
        assert +Counter({owner: row[name] for (owner,), row in found.items()}) == counts, name
    team = followups(store.db, month_period(month, TODAY)).team
    assert [team[name] for name in expected] == [counts.total() for counts in expected.values()]
    assert team["due"] > 0


def _owed(states: dict[int, LeadState], day: str) -> dict[int, LeadState]:
    """The leads to whom a contact was owed on a day, by their states of the evening before."""
    found = {}
    for lead, state in states.items():
        task, due_from, _ = state.due_on(day)
        if task in CONTACT_TASKS and str(due_from) <= day:
            found[lead] = state
    return found


@pytest.mark.parametrize("day", EVENINGS)
def test_the_plan_of_a_day_is_what_its_morning_knew(store: Store, day: str) -> None:
    planned, tomorrow = (_owed(store.states_by(add_days(day, -1)), day), _owed(store.states_by(day), add_days(day, 1)))
    answered = {
        lead
        for lead, found in store.replays().items()
        if any(str(window.answered_at)[:10] == day for window in found.windows)
    }
    expected = {
        "planned": planned,
        "late": {lead: state for lead, state in planned.items() if str(state.due_on(day)[2]) < day},
        "done": {lead: state for lead, state in planned.items() if lead in answered},
        "tomorrow": tomorrow,
    }
    found = count_by(store.db, DAY_PLAN, Span(day, add_days(day, 1), day), "consultant", "grade")
    for name, leads in expected.items():
        counts = Counter((state.consultant, state.grade) for state in leads.values())
        assert +Counter({key: row[name] for key, row in found.items()}) == counts, name
    sheet: Any = day_sheet_of(store.db, day).to_json()
    assert {name: sheet["team"][name] for name in expected} == {name: len(leads) for name, leads in expected.items()}


@pytest.mark.parametrize("day", EVENINGS)
def test_what_is_overdue_is_counted_as_it_is_listed(store: Store, day: str) -> None:
    people = names(store.db, "staff")
    counted = {None if owner is None else people[owner]: leads for owner, leads in count_overdue(store.db, day).items()}
    assert counted == Counter(record["consultant"] for record in list_overdue(store.db, day))
    for member, name in people.items():
        assert count_overdue(store.db, day, member)[member] == counted.get(name, 0)


# What was closed


def _list_closed(store: Store) -> list[tuple[str | None, str, str, bool]]:
    """Of each closed lead its last grade before the order or churn, that day's moment, when it was closed, and whether
    it was won."""
    found = []
    for each in store.replays().values():
        state = each.state
        if state.closed_at is not None and state.status == "delivered":
            found.append((list(each.orders.values())[-1].grade, state.closed_at, state.closed_at, True))
        elif state.closed_at is not None:
            found.append((list(each.churns.values())[-1].grade, str(state.churned_at), state.closed_at, False))
    return found


@pytest.mark.parametrize("closed", ["won", "lost"])
def test_win_rates_are_of_the_leads_that_their_facts_closed(store: Store, closed: str) -> None:
    asked = [Closings(f"2026-{first}", f"2026-{end}", "N") for first, end in
             (("08-01", "10-01"), ("08-15", "10-15"), ("09-20", "11-23"))]  # fmt: skip
    leads = _list_closed(store)
    for one, found in zip(asked, count_closed(store.db, asked), strict=True):
        within = [(g or "N", won) for g, at, end, won in leads if one.since <= at and end < one.until]
        expected = Counter(grade for grade, won in within if won or closed == "lost")
        counts = {grade: counted.won if closed == "won" else counted.leads for grade, counted in found.items()}
        assert +Counter(counts) == expected
    assert leads


# Reports


@pytest.mark.parametrize("consultant", [None, 1])
def test_the_months_of_a_year_are_those_asked_for_one_by_one(
    store: Store, consultant: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = year_period(2026, TODAY, consultant)
    months = [year, *reversed(year.list_begun(MONTH))]
    found = {month: traffic(store.db, month) for month in months}
    assert traffic_of_each(store.db, months) == found
    monkeypatch.setattr(history, "_MOST_EVENINGS", 2)
    assert traffic_of_each(store.db, months) == found


@pytest.mark.parametrize("consultant", [None, 1])
def test_the_forecasts_of_several_months_are_those_of_each(store: Store, consultant: int | None) -> None:
    months = [month_period(Month(2026, month), TODAY, consultant) for month in (12, 9, 11, 8, 10, 10)]
    found = forecast_each(store.db, months)
    assert found == [forecast(store.db, month) for month in months]
    assert len({one.opening for one in found}) > 3
    assert forecast_each(store.db, []) == []


@pytest.mark.parametrize(
    "words",
    [
        ("report", "month"),
        ("report", "followups"),
        ("report", "funnel"),
        ("report", "funnel", "--cohort"),
        ("report", "traffic"),
        ("report", "defeats"),
        ("report", "forecast"),
        ("report", "prospects"),
        ("report", "day"),
        ("due",),
        ("show", "1"),
    ],
    ids=" ".join,
)
def test_whoever_asks_of_the_past_reads_it_and_replays_nothing(
    worked: Desk, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only derivation replays, and the doctor, who compares."""

    def refuse(*_: object) -> None:
        raise AssertionError("a lead was replayed to answer a question")

    monkeypatch.setattr(Replay, "take", refuse)
    period = ("--month", "2026-10") if words[0] == "report" and words[1] != "day" else ()
    assert worked.run(*words, *period, "--json")


def test_what_two_visits_of_one_minute_say_is_the_later_ones_word(desk: Desk) -> None:
    at = "2026-08-03T10:00"
    for kind, grade, budget in (("call", "H", "8万"), ("walk-in", "C", "10-12万")):
        words = ("--kind", kind, "--grade", grade, "--budget", budget)
        desk.run("log-visit", "--phone", "13800000001", *words, now=at, as_="Li Na")
    desk.run("log-visit", "--phone", "13800000001", "--kind", "call", "--grade", "A", now="2026-10-01T10:00")
    assert desk.json("report", "traffic", "--month", "2026-08")["open_leads_by_grade"]["C"] == 1
    forecast = desk.json("report", "forecast", "--month", "2026-08")
    assert sum(line["amount"] for line in forecast["open"]) == 110_000


def test_a_date_agreed_long_before_is_due_in_its_month(desk: Desk) -> None:
    lead = desk.lead("13800000001", "--grade", "H", at="2026-08-01T10:00")
    desk.run("followup", lead, "after the holidays", "--next", "2026-10-20", now="2026-08-02T10:00", as_="Li Na")
    desk.run("followup", lead, "--outcome", "no-answer", now="2026-08-20T10:00", as_="Li Na")
    due = desk.json("report", "followups", "--month", "2026-10", "--list", "due")
    assert [(window["lead"], window["due_by"], window["answered_at"]) for window in due] == [(lead, "2026-10-20", None)]


def test_who_sleeps_until_a_month_is_due_in_it(desk: Desk) -> None:
    lead = desk.lead("13800000001", "--grade", "H", at="2026-08-01T10:00")
    desk.run("dormant", lead, "--until", "2026-10-20", now="2026-08-02T10:00", as_="Li Na")
    due = desk.json("report", "followups", "--month", "2026-10", "--list", "due")
    assert [(window["lead"], window["due_by"]) for window in due] == [(lead, "2026-10-20")]


def test_a_try_or_a_hand_over_changes_no_past_month(desk: Desk) -> None:
    """Nor does an appointment; the window of August stays missed, and whose it was."""
    lead = desk.lead("13800000001", "--grade", "H", at="2026-08-01T10:00")
    asked = [
        ("report", "followups", "--month", "2026-08"),
        ("report", "followups", "--month", "2026-08", "--list", "due"),
    ]
    before = [desk.json(*words, now="2026-09-01T08:00") for words in asked]
    desk.run("followup", lead, "--outcome", "no-answer", now="2026-09-01T10:00", as_="Li Na")
    desk.run("appoint", lead, "--at", "2026-09-05T10:00", now="2026-09-01T11:00", as_="Li Na")
    desk.run("assign", lead, "--to", "Zhao Lei", now="2026-09-02T10:00")
    after = [desk.json(*words, now="2026-09-01T08:00") for words in asked]
    assert [row["due"] for row in after[0]["consultants"]] == [row["due"] for row in before[0]["consultants"]]
    assert after[1] == before[1]
    assert [(window["due_by"], window["consultant"]) for window in after[1]] == [("2026-08-02", "Li Na")]
