"""Facts of leads, for tests: one by one, or drawn at random in any order."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from leadctl.domain.facts import RANKS, Fact

GRADES = st.sampled_from(["H", "A", "B", "C", "N", None])
DAYS = st.integers(1, 28)
MINUTES = st.integers(0, 24 * 60 - 1)
FIRST_DAY = "2026-11-01"


def fact(kind: str, at: str, id_: int = 1, operation: int | None = None, **more: Any) -> Fact:
    """A fact of an operation of its own."""
    return Fact(at, id_ if operation is None else operation, RANKS[kind], id_, kind, **more)


def moment_of(day: int, minute: int) -> str:
    """The ISO moment of a minute of a day of November."""
    return f"2026-11-{day:02}T{minute // 60:02}:{minute % 60:02}"


def _december_day() -> st.SearchStrategy[str | None]:
    return st.none() | DAYS.map(lambda day: f"2026-12-{day:02}")


def _agreed_day() -> st.SearchStrategy[str | None]:
    return _december_day() | DAYS.map(lambda day: f"2026-11-{day:02}")


_DETAILS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "visit": st.fixed_dictionaries(
        {
            "grade": GRADES,
            "result": st.sampled_from(["walk-in", "call", "event", "online", "online", "online"]),
            "staff": st.sampled_from([None, 1, 2]),
            "flag": st.sampled_from([False, False, False, True]),
            "first": st.sampled_from([None, 0, 1]),
            "card": st.sampled_from([{}, {"model": 1}, {"source": 2}, {"budget_low": 1.0}, {"need_by": "2026-12-01"}]),
        }
    ),
    "contact": st.fixed_dictionaries({"grade": GRADES, "on": _agreed_day(), "flag": st.booleans()}),
    "letter": st.fixed_dictionaries({"grade": GRADES, "on": _agreed_day()}),
    "try": st.fixed_dictionaries({"grade": GRADES, "on": _agreed_day()}),
    "screen": st.fixed_dictionaries({"result": st.sampled_from(["A", "B", "C", "unreached"]), "on": _december_day()}),
    "assess": st.fixed_dictionaries({"grade": GRADES, "card": st.sampled_from([{}, {"model": 2}, {"man": "MA"}])}),
    "assign": st.fixed_dictionaries({"staff": st.sampled_from([None, 1, 2])}),
    "appoint": st.fixed_dictionaries({"on": DAYS.map(lambda day: f"2026-11-{day:02}T23:59")}),
    "callback": st.fixed_dictionaries({"on": DAYS.map(lambda day: f"2026-11-{day:02}T15:00")}),
    "dormant": st.fixed_dictionaries({"on": DAYS.map(lambda day: f"2026-12-{day:02}")}),
    "churn": st.fixed_dictionaries(
        {"result": st.sampled_from(["defeat", "lost-contact"]), "flag": st.sampled_from([False, False, True])}
    ),
    "verify": st.fixed_dictionaries({"result": st.sampled_from(["confirmed", "overturned", "unreachable"])}),
    "order": st.fixed_dictionaries({"card": st.sampled_from([{}, {"model": 3}])}),
    "deliver": st.just({}),
    "cancel": st.just({}),
}
_KINDS_OF_CALLS = ["visit", "visit", "appoint", "callback", "try"]
"""What is owed beside a window that runs for weeks: invitations, answers to enquiries, retries."""

_KINDS_OF_A_LEAD = st.one_of(
    st.lists(st.sampled_from(sorted(_DETAILS)), min_size=2, max_size=5, unique=True),
    st.just(sorted(_DETAILS)),
    st.just(_KINDS_OF_CALLS),
)
"""Most leads have facts of few kinds, so that these meet each other."""


@st.composite
def facts_of_lead(draw: st.DrawFn, *, distinct_minutes: bool = False) -> list[Fact]:
    """What opens a lead and whatever else, in the order of time, each of its own row.

    Some are of the same minute, unless ``distinct_minutes``.
    """
    found = _draw_opening(draw)
    kinds = draw(_KINDS_OF_A_LEAD)
    if kinds == _KINDS_OF_CALLS:
        found.append(
            fact("contact", moment_of(5, 8), len(found) + 1, on=draw(DAYS.map(lambda day: f"2026-12-{day:02}")))
        )
    minutes = {each.at for each in found}
    for number in range(len(found) + 1, len(found) + draw(st.integers(1, 16))):
        kind, at = draw(st.sampled_from(kinds)), moment_of(draw(DAYS), draw(MINUTES))
        if distinct_minutes and at in minutes:
            continue
        minutes.add(at)
        found.append(fact(kind, at, number, **draw(_DETAILS[kind])))
    return keep_possible(found)


def _draw_opening(draw: st.DrawFn) -> list[Fact]:
    """A first visit; or a lead that begins on a day by itself, of which something was known before."""
    if draw(st.integers(0, 4)):
        return [fact("visit", moment_of(1, 0), 1, **draw(_DETAILS["visit"]))]
    known = fact("assess", moment_of(1, 5), 1, **draw(_DETAILS["assess"]))
    owned = fact("assign", moment_of(1, 6), 2, staff=1)
    return [known, owned, fact("start", moment_of(draw(st.integers(1, 5)), 7), 3, flag=draw(st.booleans()))]


def keep_possible(facts: list[Fact]) -> list[Fact]:
    """Without what no command lets happen: nobody works a lead before it begins, appointments lie ahead, a delivery or
    a cancellation is of an order that stands, an ordered lead neither churns nor sleeps, and a churn is not made twice
    before its verification.

    Sorted by time.
    """
    kept: list[Fact] = []
    standing: list[int] = []
    begun = churned = False
    for each in sorted(facts):
        begun |= each.kind in ("visit", "start")
        if not begun and each.kind not in ("assess", "assign"):
            continue
        if each.kind == "appoint" and str(each.on) < each.at:
            continue
        if each.kind in ("deliver", "cancel"):
            if not standing:
                continue
            each = each._replace(id=standing.pop())
            if each.kind == "deliver":
                standing.clear()
        elif each.kind in ("churn", "dormant") and standing:
            continue
        elif each.kind == "order":
            standing.append(each.id)
        if each.kind == "churn" and churned:
            continue
        settled = each.kind in ("visit", "order") or each.result == "overturned"
        churned = each.kind == "churn" or (churned and not settled)
        kept.append(each)
    return kept
