"""What happened, one fact a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from leadctl.locale import N_
from leadctl.locale.contacts import APPOINTMENTS, SCREENINGS
from leadctl.locale.labels import CHURNS, KINDS, OUTCOMES, REASONS, VERIFICATIONS, VIAS
from leadctl.render.values import format_moment, format_money

Fact = Mapping[str, object]
Translate = Callable[[str], str]

_NATURES = {"first": N_("first visit"), "return": N_("return visit")}
_EVIDENCE = ("decision", "money", "deciders", "interest", "behaviour")


def told(fact: Fact, translate: Translate) -> str:
    """A fact of a lead's history (a record of the store) in a line."""
    parts = _TELLERS[str(fact["fact"])](fact, translate)
    note = f"“{fact['note']}”" if fact.get("note") else None
    return " · ".join(str(part) for part in (*parts, note) if part)


def _label(labels: Mapping[str, str], code: object, translate: Translate) -> str | None:
    return None if code is None else translate(labels.get(str(code), str(code)))


def _with(translate: Translate, pattern: str, value: object) -> str | None:
    """A sentence with a value in it; None without one."""
    return None if value is None or value == "" else translate(pattern).format(value=value)


def _money(translate: Translate, pattern: str, value: object) -> str | None:
    return None if value is None else translate(pattern).format(value=format_money(cast(float, value)))


def _visit(fact: Fact, translate: Translate) -> list[str | None]:
    left = str(fact["left_at"])[11:] if fact["left_at"] else None
    return [
        _label(KINDS, fact["kind"], translate),
        _label(_NATURES, fact["nature"], translate),
        _with(translate, N_("as {value}"), fact["name"]),
        _with(translate, N_("until {value}"), left),
        cast("str | None", fact["model"]),
        _with(translate, N_("grade {value}"), fact["grade"]),
        translate(N_("test drive")) if fact["test_drive"] else None,
        translate(N_("quoted")) if fact["quoted"] else None,
        _with(translate, N_("{value} persons"), fact["party"]),
        _with(translate, N_("campaign {value}"), fact["campaign"]),
        _with(translate, N_("sent by {value}"), fact["referrer"]),
    ]


def _followup(fact: Fact, translate: Translate) -> list[str | None]:
    return [
        _label(VIAS, fact["via"], translate),
        _label(OUTCOMES, fact["outcome"], translate),
        _with(translate, N_("grade {value}"), fact["grade"]),
        _with(translate, N_("next {value}"), fact["next_on"]),
    ]


def _assessment(fact: Fact, translate: Translate) -> list[str | None]:
    return [
        _with(translate, N_("grade {value}"), fact["grade"]),
        _with(translate, N_("needed by {value}"), fact["need_by"]),
        _money(translate, N_("budget from {value}"), fact["budget_low"]),
        _money(translate, N_("budget up to {value}"), fact["budget_high"]),
        cast("str | None", fact["model"]),
        None if fact["man"] is None else _with(translate, N_("MAN {value}"), fact["man"] or "none"),
        _with(translate, N_("confidence {value}"), fact["confidence"]),
        *(f"{key} {fact[key]}" for key in _EVIDENCE if fact[key]),
    ]


def _assignment(fact: Fact, translate: Translate) -> list[str | None]:
    given = _with(translate, N_("given to {value}"), fact["consultant"])
    lost = _with(translate, N_("to the common pool: neglected by {value}"), fact["released_from"])
    return [given or lost or translate(N_("given to the common pool"))]


def _screening(fact: Fact, translate: Translate) -> list[str | None]:
    return [
        _label(SCREENINGS, fact["result"], translate),
        _with(translate, N_("agreed to come on {value}"), fact["promised_on"]),
    ]


def _appointment(fact: Fact, translate: Translate) -> list[str | None]:
    return [
        _with(translate, N_("for {value}"), format_moment(str(fact["for_at"]))),
        _label(APPOINTMENTS, fact["result"], translate),
    ]


def _dormancy(fact: Fact, translate: Translate) -> list[str | None]:
    return [_with(translate, N_("sleeps until {value}"), fact["until"])]


def _churn(fact: Fact, translate: Translate) -> list[str | None]:
    return [
        _label(CHURNS, fact["kind"], translate),
        _label(REASONS, fact["reason"], translate),
        _with(translate, N_("to {value}"), fact["rival"]),
        _label(VERIFICATIONS, fact["result"], translate),
        translate(N_("nobody verifies it")) if fact["historic"] else None,
    ]


def _verification(fact: Fact, translate: Translate) -> list[str | None]:
    return [_label(VERIFICATIONS, fact["result"], translate)]


def _order(fact: Fact, translate: Translate) -> list[str | None]:
    return [
        cast("str | None", fact["model"]),
        _with(translate, N_("{value} cars"), fact["count"] if fact["count"] != 1 else None),
        _money(translate, N_("price {value}"), fact["price"]),
        _money(translate, N_("deposit {value}"), fact["deposit"]),
        _with(translate, N_("VIN {value}"), fact["vin"]),
        _with(translate, N_("reported {value}"), fact["reported_on"]),
    ]


def _start(fact: Fact, translate: Translate) -> list[str | None]:
    if fact["origin"] == "owner":
        return [translate(N_("opened by an owner's word"))]
    return [translate(N_("won back: to be called from this day"))]


def _ending(fact: Fact, translate: Translate) -> list[str | None]:
    return [_with(translate, N_("of order {value}"), fact["id"])]


_TELLERS: dict[str, Callable[[Fact, Translate], list[str | None]]] = {
    "start": _start,
    "visit": _visit,
    "followup": _followup,
    "assessment": _assessment,
    "assignment": _assignment,
    "screening": _screening,
    "appointment": _appointment,
    "dormancy": _dormancy,
    "churn": _churn,
    "verification": _verification,
    "order": _order,
    "delivery": _ending,
    "cancellation": _ending,
}
