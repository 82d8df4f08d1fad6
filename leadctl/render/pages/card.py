"""A lead's card as people read it: who, where it stands and why, and its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from leadctl.locale import N_
from leadctl.locale.labels import (
    APPOINTMENTS,
    BEHAVIOURS,
    CHANNELS,
    CHURNS,
    DECIDERS,
    DECISIONS,
    FACT_KINDS,
    GENDERS,
    IMPORTANCES,
    INTERESTS,
    KINDS,
    MONEY,
    OUTCOMES,
    PARTS,
    REASONS,
    SCREENINGS,
    SOURCES,
    STATUSES,
    VERIFICATIONS,
    VIAS,
    YES_NO,
)
from leadctl.render.page import (
    PEOPLE,
    SCREEN,
    WRITTEN,
    Column,
    Contact,
    JsonObject,
    Page,
    Table,
    Translate,
    raw_columns,
)
from leadctl.render.pages.words import list_words
from leadctl.render.values import format_moment, format_money

_RAW = ("fact", "id", "at", "by")
_NATURES = {"first": N_("first visit"), "return": N_("return visit")}
_EVIDENCE = {
    "decision": DECISIONS,
    "money": MONEY,
    "deciders": DECIDERS,
    "interest": INTERESTS,
    "behaviour": BEHAVIOURS,
}

CLASSES = {
    "first": N_("first-class prospect"),
    "second": N_("second-class prospect"),
    "third": N_("third-class prospect"),
}


def card_page(data: JsonObject, *, today: str, translate: Translate) -> Page:
    """The card (a record of the store) as a page; json prints ``data`` as it is."""
    lines = [
        {"label": translate(label), "value": value, "style": style}
        for label, value, style in _card_lines(data, today, translate)
        if value
    ]
    days = ["", *(fact["at"][:10] for fact in data["history"])]
    facts = [_fact_row(fact, before, translate) for fact, before in zip(data["history"], days, strict=False)]
    about = Table((Column("label", N_("Card")), Column("value", "", wrap=True, style="style")), lines)
    history = Table(
        (
            Column("once", N_("When"), readers=(SCREEN,)),
            Column("when", N_("When"), readers=WRITTEN),
            Column("what", N_("Fact"), readers=PEOPLE),
            Column("by", N_("By"), readers=PEOPLE),
            Column("told", N_("What happened"), wrap=True, readers=PEOPLE),
            *raw_columns(*_RAW, "told"),
        ),
        facts,
        title=N_("History"),
    )
    note = translate(N_("To correct a fact: leadctl edit visit|followup|order ID"))
    return Page(data, (about, history), _title_text(data, translate), (note,))


def make_contact(data: JsonObject, store: str, translate: Translate) -> Contact:
    """Who the card is of, for an address book; ``store``: its mark. Without a name the phone stands for it."""
    phones = [str(phone) for phone in data["phones"]]
    name = data["customer"] or (phones[0] if phones else f"{translate(N_('Lead'))} {data['lead']}")
    parts = (data["grade"], data["model"], data["consultant"])
    note = " · ".join([f"{translate(N_('Lead'))} {data['lead']}", *(str(part) for part in parts if part)])
    return Contact(f"c{data['customer_id']}@{store}.leadctl", name, phones, data["birthday"], note)


def _title_text(data: JsonObject, translate: Translate) -> str:
    parts = (f"{translate(N_('Lead'))} {data['lead']}", data["customer"], data["grade"], data["model"])
    return " · ".join(str(part) for part in parts if part)


def _card_lines(data: JsonObject, today: str, translate: Translate) -> list[tuple[str, object, str | None]]:
    """(label, text, style); without a text the line is left out."""
    return [
        (N_("Phone"), translate(N_(", ")).join(data["phones"]), "strong"),
        (N_("Status"), _status_text(data, translate), None),
        (N_("Due"), _due_text(data), _due_style(data, today)),
        (N_("Appointment"), data["meets_at"] and format_moment(data["meets_at"]), None),
        (N_("Callback"), data["callback_at"] and format_moment(data["callback_at"]), None),
        (N_("Why"), data["why"], None),
        (N_("Consultant"), data["consultant"] or translate(N_("nobody yet")), None),
        (
            N_("Source"),
            _join_parts(
                _label_text(SOURCES, data["source"], translate),
                _label_text(CHANNELS, data["channel"], translate),
                data["campaign"],
            ),
            None,
        ),
        (N_("Budget"), budget_text(data), None),
        (N_("Needed by"), data["need_by"], None),
        (N_("MAN"), man_text(data, translate), None),
        (
            N_("Confidence"),
            _join_parts(_label_text(YES_NO, data["confidence"], translate), class_text(data, translate)),
            None,
        ),
        (N_("Agreed"), data["agreed"], None),
        (N_("Pays by"), data["payment"], None),
        (N_("Compares with"), data["rival"], None),
        (N_("Motive"), data["motive"], None),
        (N_("Trade-in"), _trade_in_text(data, translate), None),
        (N_("Customer"), _person_text(data, translate), None),
        (N_("Present car"), data["present_car"], None),
        (N_("Companions"), _companions_text(data, translate), None),
        (N_("Tags"), translate(N_(", ")).join(data["tags"]), None),
        *((name, str(value), None) for name, value in data["fields"].items()),
        (N_("Contact"), _objection_text(data, translate), "overdue"),
        (N_("Consent"), _join_parts(data["consent"], data["consent_on"]), None),
        *((label, text, None) for label, text in list_words(data["words"], translate)),
        (
            N_("Other leads"),
            translate(N_("; ")).join(_other_lead_text(lead, translate) for lead in data["other_leads"]),
            None,
        ),
    ]


def _status_text(data: JsonObject, translate: Translate) -> str:
    verification = _label_text(VERIFICATIONS, data["verification"], translate)
    closed = data["closed_at"][:10] if data["closed_at"] else None
    return _join_parts(_label_text(STATUSES, data["status"], translate), verification, closed)


def _due_text(data: JsonObject) -> str | None:
    first, last = data["due_from"], data["due_by"]
    return last if last is None or first == last else f"{first} – {last}"


def _due_style(data: JsonObject, today: str) -> str | None:
    if data["due_by"] is None:
        return None
    return "overdue" if data["due_by"] < today else "today" if data["due_from"] <= today else None


def _person_text(data: JsonObject, translate: Translate) -> str:
    importance = _label_text(IMPORTANCES, data["importance"], translate) if data["importance"] != "ordinary" else None
    gender = _label_text(GENDERS, data["gender"], translate)
    rest = (
        data["birthday"],
        data["district"],
        data["occupation"],
        _fill_pattern(translate, N_("WeChat {value}"), data["wechat"]),
    )
    return _join_parts(f"c{data['customer_id']}", importance, gender, *rest)


def _trade_in_text(data: JsonObject, translate: Translate) -> str:
    return _join_parts(
        data["trade_in"],
        _fill_pattern(translate, N_("of {value}"), data["trade_in_year"]),
        _fill_amount(translate, N_("worth {value}"), data["trade_in_estimate"]),
    )


def _companions_text(data: JsonObject, translate: Translate) -> str:
    return translate(N_(", ")).join(
        companion["name"]
        if companion["part"] is None
        else translate(N_("{name} ({part})")).format(name=companion["name"], part=translate(PARTS[companion["part"]]))
        for companion in data["companions"]
    )


def _objection_text(data: JsonObject, translate: Translate) -> str | None:
    if data["do_not_contact"] is None:
        return None
    sentence = _OBJECTIONS[data["do_not_contact"]]
    return translate(sentence).format(day=data["do_not_contact_on"])


_OBJECTIONS = {
    "calls": N_("objects to being called, since {day}: do not call"),
    "all": N_("objects to any contact, since {day}: do not call, write or visit"),
}


def _other_lead_text(lead: JsonObject, translate: Translate) -> str:
    said = _join_parts(_label_text(STATUSES, lead["status"], translate), lead["grade"], lead["model"])
    return translate(N_("{lead} ({said})")).format(lead=lead["lead"], said=said)


def _fact_row(fact: JsonObject, before: str, translate: Translate) -> dict[str, object]:
    """A fact of the history; ``before``: the day of the one before it, which is not said twice."""
    when = format_moment(fact["at"])
    return {
        **fact,
        "when": when,
        "once": f"{'':10}{when[10:]}" if when[:10] == before else when,
        "what": f"{translate(FACT_KINDS[fact['fact']])} {fact['id']}",
        "told": describe_fact(fact, translate),
    }


def budget_text(data: JsonObject) -> str | None:
    """``100,000–120,000`` of both ends, ``≥`` or ``≤`` of one; None of neither."""
    low, high = data["budget_low"], data["budget_high"]
    if low is None and high is None:
        return None
    if low is None or high is None:
        return f"≥ {format_money(low)}" if high is None else f"≤ {format_money(high)}"
    return format_money(low) if low == high else f"{format_money(low)}–{format_money(high)}"


def _label_text(labels: Mapping[str, str], code: object, translate: Translate) -> str | None:
    return None if code is None else translate(labels.get(str(code), str(code)))


def _join_parts(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def man_text(record: JsonObject, translate: Translate) -> str | None:
    """``MN · find the decider``, of ``man`` and ``man_advice``; None where nobody has asked."""
    if record["man"] is None:
        return None
    return f"{record['man'] or 'none'} · {translate(record['man_advice'])}"


def class_text(record: JsonObject, translate: Translate) -> str | None:
    """The ``prospect_class`` in words."""
    found = record["prospect_class"]
    return None if found is None else translate(CLASSES[found])


_OWN_NOTES = {"screened A": N_("screened A")}
"""What leadctl itself notes."""


def describe_fact(fact: JsonObject, translate: Translate) -> str:
    """A fact of a lead's history (a record of the store) in a line."""
    parts = _PARTS[fact["fact"]](fact, translate)
    note = fact.get("note")
    if note in _OWN_NOTES:  # nobody said it
        note = translate(_OWN_NOTES[note])
    elif note:
        note = f"“{note}”"
    return " · ".join(str(part) for part in (*parts, note) if part)


def _fill_pattern(translate: Translate, pattern: str, value: object) -> str | None:
    """A sentence with a value in it; None without one."""
    return None if value is None or value == "" else translate(pattern).format(value=value)


def _fill_amount(translate: Translate, pattern: str, value: float | None) -> str | None:
    return None if value is None else translate(pattern).format(value=format_money(value))


def _visit_parts(fact: JsonObject, translate: Translate) -> list[str | None]:
    left = fact["left_at"][11:] if fact["left_at"] else None
    return [
        _label_text(KINDS, fact["kind"], translate),
        _label_text(_NATURES, fact["nature"], translate),
        _fill_pattern(translate, N_("as {value}"), fact["name"]),
        _fill_pattern(translate, N_("until {value}"), left),
        fact["model"],
        _fill_pattern(translate, N_("grade {value}"), fact["grade"]),
        translate(N_("test drive")) if fact["test_drive"] else None,
        translate(N_("quoted")) if fact["quoted"] else None,
        _fill_pattern(translate, N_("1 person") if fact["party"] == 1 else N_("{value} persons"), fact["party"]),
        _fill_pattern(translate, N_("campaign {value}"), fact["campaign"]),
        _fill_pattern(translate, N_("sent by {value}"), fact["referrer"]),
        _fill_pattern(translate, N_("pays by {value}"), fact["payment"]),
        _fill_pattern(translate, N_("compares with {value}"), fact["rival"]),
        _fill_pattern(translate, N_("with {value}"), fact["companions"]),
        _fill_pattern(translate, N_("wants it for {value}"), fact["motive"]),
        _fill_pattern(translate, N_("received by {value}"), fact["reception"]),
    ]


def _followup_parts(fact: JsonObject, translate: Translate) -> list[str | None]:
    return [
        _label_text(VIAS, fact["via"], translate),
        _label_text(OUTCOMES, fact["outcome"], translate),
        _fill_pattern(translate, N_("grade {value}"), fact["grade"]),
        _fill_pattern(translate, N_("next {value}"), fact["next_on"]),
        _fill_pattern(translate, N_("agreed: {value}"), fact["agreed"]),
    ]


def _assessment_parts(fact: JsonObject, translate: Translate) -> list[str | None]:
    return [
        _fill_pattern(translate, N_("grade {value}"), fact["grade"]),
        _fill_pattern(translate, N_("needed by {value}"), fact["need_by"]),
        _fill_amount(translate, N_("budget from {value}"), fact["budget_low"]),
        _fill_amount(translate, N_("budget up to {value}"), fact["budget_high"]),
        fact["model"],
        None if fact["man"] is None else _fill_pattern(translate, N_("MAN {value}"), fact["man"] or "none"),
        _fill_pattern(translate, N_("confidence {value}"), _label_text(YES_NO, fact["confidence"], translate)),
        _fill_pattern(translate, N_("pays by {value}"), fact["payment"]),
        _fill_pattern(translate, N_("compares with {value}"), fact["rival"]),
        _fill_pattern(translate, N_("wants it for {value}"), fact["motive"]),
        _fill_pattern(translate, N_("trades in {value}"), _trade_in_text(fact, translate)),
        *(_evidence_text(key, fact[key], translate) for key in _EVIDENCE if fact[key]),
    ]


def _evidence_text(criterion: str, answer: str, translate: Translate) -> str:
    """``decision made``, as it is typed; in another language what it says."""
    label = _EVIDENCE[criterion][answer]
    said = translate(label)
    return f"{criterion} {answer}" if said == label else said


def _assignment_parts(fact: JsonObject, translate: Translate) -> list[str | None]:
    given = _fill_pattern(translate, N_("given to {value}"), fact["consultant"])
    lost = _fill_pattern(translate, N_("to the common pool: neglected by {value}"), fact["released_from"])
    return [given or lost or translate(N_("given to the common pool"))]


def _screening_parts(fact: JsonObject, translate: Translate) -> list[str | None]:
    return [
        _label_text(SCREENINGS, fact["result"], translate),
        _fill_pattern(translate, N_("agreed to come on {value}"), fact["promised_on"]),
    ]


def _appointment_parts(fact: JsonObject, translate: Translate) -> list[str | None]:
    return [
        _fill_pattern(translate, N_("for {value}"), format_moment(fact["for_at"])),
        _label_text(APPOINTMENTS, fact["result"], translate),
    ]


def _callback_parts(fact: JsonObject, translate: Translate) -> list[str | None]:
    return [_fill_pattern(translate, N_("call back {value}"), format_moment(fact["for_at"]))]


def _dormancy_parts(fact: JsonObject, translate: Translate) -> list[str | None]:
    return [_fill_pattern(translate, N_("sleeps until {value}"), fact["until"])]


def _churn_parts(fact: JsonObject, translate: Translate) -> list[str | None]:
    return [
        _label_text(CHURNS, fact["kind"], translate),
        _label_text(REASONS, fact["reason"], translate),
        _fill_pattern(translate, N_("to {value}"), fact["rival"]),
        _label_text(VERIFICATIONS, fact["result"], translate),
        translate(N_("nobody verifies it")) if fact["historic"] else None,
    ]


def _verification_parts(fact: JsonObject, translate: Translate) -> list[str | None]:
    return [_label_text(VERIFICATIONS, fact["result"], translate)]


def _order_parts(fact: JsonObject, translate: Translate) -> list[str | None]:
    return [
        fact["model"],
        _fill_pattern(translate, N_("{value} cars"), fact["count"] if fact["count"] != 1 else None),
        _fill_amount(translate, N_("price {value}"), fact["price"]),
        _fill_amount(translate, N_("deposit {value}"), fact["deposit"]),
        _fill_pattern(translate, N_("VIN {value}"), fact["vin"]),
        _fill_pattern(translate, N_("reported {value}"), fact["reported_on"]),
    ]


def _start_parts(fact: JsonObject, translate: Translate) -> list[str | None]:
    if fact["origin"] == "owner":
        return [translate(N_("opened by an owner's word"))]
    return [translate(N_("won back: to be called from this day"))]


def _closing_parts(fact: JsonObject, translate: Translate) -> list[str | None]:
    return [_fill_pattern(translate, N_("of order {value}"), fact["id"])]


_PARTS: dict[str, Callable[[JsonObject, Translate], list[str | None]]] = {
    "start": _start_parts,
    "visit": _visit_parts,
    "followup": _followup_parts,
    "assessment": _assessment_parts,
    "assignment": _assignment_parts,
    "screening": _screening_parts,
    "appointment": _appointment_parts,
    "callback": _callback_parts,
    "dormancy": _dormancy_parts,
    "churn": _churn_parts,
    "verification": _verification_parts,
    "order": _order_parts,
    "delivery": _closing_parts,
    "cancellation": _closing_parts,
}
