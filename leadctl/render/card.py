"""A lead's card as people read it: who, where it stands and why, and its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from leadctl.locale import N_
from leadctl.locale.labels import GENDERS, IMPORTANCES, SOURCES, STATUSES, VERIFICATIONS
from leadctl.render.happenings import told
from leadctl.render.page import Column, Page, Table
from leadctl.render.qualification import class_text, man_text
from leadctl.render.values import format_moment, format_money
from leadctl.render.words import spoken

Data = Mapping[str, object]
Translate = Callable[[str], str]

_PEOPLE = ("table", "plain", "markdown")
_RAW = ("fact", "id", "at", "by")


def card_page(data: Data, *, today: str, translate: Translate) -> Page:
    """The card (a record of the store) as a page; json prints ``data`` as it is."""
    lines = [
        {"label": translate(label), "value": value, "style": style}
        for label, value, style in _lines(data, today, translate)
        if value
    ]
    facts = [_row(fact, translate) for fact in _dicts(data["history"])]
    about = Table((Column("label", N_("Card")), Column("value", "", wrap=True, style="style")), lines)
    history = Table(
        (
            Column("when", N_("When"), only=_PEOPLE),
            Column("what", N_("Fact"), only=_PEOPLE),
            Column("by", N_("By"), only=_PEOPLE),
            Column("told", N_("What happened"), wrap=True, only=_PEOPLE),
            *(Column(key, key, only=("csv",)) for key in (*_RAW, "told")),
        ),
        facts,
        title=N_("History"),
    )
    note = translate(N_("To correct a fact: leadctl edit visit|followup|order ID"))
    return Page(data, (about, history), _title(data, translate), (note,))


def _dicts(value: object) -> Sequence[Data]:
    return cast("Sequence[Data]", value)


def _title(data: Data, translate: Translate) -> str:
    parts = (f"{translate(N_('Lead'))} {data['lead']}", data["customer"], data["grade"], data["model"])
    return " · ".join(str(part) for part in parts if part)


def _lines(data: Data, today: str, translate: Translate) -> list[tuple[str, object, str | None]]:
    """(label, text, style); without a text the line is left out."""
    return [
        (N_("Phone"), translate(N_(", ")).join(cast("Sequence[str]", data["phones"])), "strong"),
        (N_("Status"), _status(data, translate), None),
        (N_("Due"), _due(data), _urgency(data, today)),
        (N_("Appointment"), data["meets_at"] and format_moment(str(data["meets_at"])), None),
        (N_("Why"), data["why"], None),
        (N_("Consultant"), data["consultant"] or translate(N_("nobody yet")), None),
        (N_("Source"), _joined(_label(SOURCES, data["source"], translate), data["channel"], data["campaign"]), None),
        (N_("Budget"), budget_text(data), None),
        (N_("Needed by"), data["need_by"], None),
        (N_("MAN"), man_text(data, translate), None),
        (N_("Confidence"), _joined(data["confidence"], class_text(data, translate)), None),
        (N_("Customer"), _person(data, translate), None),
        *((label, text, None) for label, text in spoken(cast("Data | None", data["words"]), translate)),
        (
            N_("Other leads"),
            translate(N_("; ")).join(_other(lead, translate) for lead in _dicts(data["other_leads"])),
            None,
        ),
    ]


def _status(data: Data, translate: Translate) -> str:
    verification = _label(VERIFICATIONS, data["verification"], translate)
    closed = str(data["closed_at"])[:10] if data["closed_at"] else None
    return _joined(_label(STATUSES, data["status"], translate), verification, closed)


def _due(data: Data) -> str | None:
    if data["due_by"] is None:
        return None
    return str(data["due_by"]) if data["due_from"] == data["due_by"] else f"{data['due_from']} – {data['due_by']}"


def _urgency(data: Data, today: str) -> str | None:
    if data["due_by"] is None:
        return None
    return "overdue" if str(data["due_by"]) < today else "today" if str(data["due_from"]) <= today else None


def _person(data: Data, translate: Translate) -> str:
    importance = _label(IMPORTANCES, data["importance"], translate) if data["importance"] != "ordinary" else None
    gender = _label(GENDERS, data["gender"], translate)
    rest = (data["birthday"], data["district"], data["occupation"])
    return _joined(f"c{data['customer_id']}", importance, gender, *rest)


def _other(lead: Data, translate: Translate) -> str:
    said = _joined(_label(STATUSES, lead["status"], translate), lead["grade"], lead["model"])
    return translate(N_("{lead} ({said})")).format(lead=lead["lead"], said=said)


def _row(fact: Data, translate: Translate) -> dict[str, object]:
    return {
        **fact,
        "when": str(fact["at"]).replace("T", " "),
        "what": f"{fact['fact']} {fact['id']}",
        "told": told(fact, translate),
    }


def budget_text(data: Data) -> str | None:
    """``100,000–120,000`` of both ends, ``≥`` or ``≤`` of one; None of neither."""
    low, high = cast("float | None", data["budget_low"]), cast("float | None", data["budget_high"])
    if low is None and high is None:
        return None
    if low is None or high is None:
        return f"≥ {format_money(low)}" if high is None else f"≤ {format_money(high)}"
    return format_money(low) if low == high else f"{format_money(low)}–{format_money(high)}"


def _label(labels: Mapping[str, str], code: object, translate: Translate) -> str | None:
    return None if code is None else translate(labels.get(str(code), str(code)))


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)
