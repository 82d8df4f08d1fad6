"""Lives of leads: facts as they may happen, in any order."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from leadctl.domain.facts import RANKS, Fact

GRADES = st.sampled_from(["H", "A", "B", "C", "N", None])
DAYS = st.integers(1, 28)
MINUTES = st.integers(0, 24 * 60 - 1)


def fact(kind: str, at: str, id_: int = 1, operation: int | None = None, **more: Any) -> Fact:
    """A fact of an operation of its own."""
    return Fact(at, id_ if operation is None else operation, RANKS[kind], id_, kind, **more)


def at(day: int, minute: int) -> str:
    return f"2026-11-{day:02}T{minute // 60:02}:{minute % 60:02}"


def _some_day() -> st.SearchStrategy[str | None]:
    return st.none() | DAYS.map(lambda day: f"2026-12-{day:02}")


_MORE: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "visit": st.fixed_dictionaries(
        {
            "grade": GRADES,
            "result": st.sampled_from(["walk-in", "call", "event", "online"]),
            "staff": st.sampled_from([None, 1, 2]),
            "flag": st.booleans(),
            "first": st.sampled_from([None, 0, 1]),
            "card": st.sampled_from([{}, {"model": 1}, {"source": 2}, {"budget_low": 1.0}, {"need_by": "2026-12-01"}]),
        }
    ),
    "contact": st.fixed_dictionaries({"grade": GRADES, "on": _some_day(), "flag": st.booleans()}),
    "letter": st.fixed_dictionaries({"grade": GRADES, "on": _some_day()}),
    "try": st.fixed_dictionaries({"grade": GRADES, "on": _some_day()}),
    "screen": st.fixed_dictionaries({"result": st.sampled_from(["A", "B", "C", "unreached"]), "on": _some_day()}),
    "assess": st.fixed_dictionaries({"grade": GRADES}),
    "assign": st.fixed_dictionaries({"staff": st.sampled_from([None, 1, 2])}),
    "appoint": st.fixed_dictionaries({"on": DAYS.map(lambda day: f"2026-11-{day:02}T23:59")}),
    "dormant": st.fixed_dictionaries({"on": DAYS.map(lambda day: f"2026-12-{day:02}")}),
    "churn": st.fixed_dictionaries({"result": st.sampled_from(["defeat", "lost-contact"]), "flag": st.booleans()}),
    "verify": st.fixed_dictionaries({"result": st.sampled_from(["confirmed", "overturned", "unreachable"])}),
    "order": st.just({}),
    "deliver": st.just({}),
    "cancel": st.just({}),
}


@st.composite
def happenings(draw: st.DrawFn) -> list[Fact]:
    """A first visit and whatever else, each of its own row, some in the same minute."""
    found = [fact("visit", at(1, 0), 1, **draw(_MORE["visit"]))]
    for number in range(2, draw(st.integers(2, 16))):
        kind = draw(st.sampled_from(sorted(_MORE)))
        found.append(fact(kind, at(draw(DAYS), draw(MINUTES)), number, **draw(_MORE[kind])))
    return _possible(found)


def _possible(facts: list[Fact]) -> list[Fact]:
    """Without what no way of writing lets happen: appointments lie ahead, deliveries and cancellations need a
    standing order, and nothing but visits, owners and judgements comes between a churn and its verification."""
    kept: list[Fact] = []
    ordered = churned = False
    for each in sorted(facts):
        if each.kind == "appoint" and str(each.on) < each.at:
            continue
        if each.kind in ("deliver", "cancel"):
            if not ordered:
                continue
            ordered = False
        elif each.kind in ("order", "churn") and ordered:
            continue
        ordered |= each.kind == "order"
        if each.kind == "churn" and churned:
            continue
        settled = each.kind in ("visit", "order") or each.result == "overturned"
        churned = each.kind == "churn" or (churned and not settled)
        kept.append(each)
    return kept
