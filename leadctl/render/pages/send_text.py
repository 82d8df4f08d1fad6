"""Ten lines for a chat group: no table, no marks, short enough for a telephone."""

from __future__ import annotations

from leadctl.locale import N_
from leadctl.locale.labels import REASONS
from leadctl.render.page import JsonObject, Page, Table, Translate, key_columns
from leadctl.render.pages.month import leaks_table
from leadctl.render.values import format_number, format_rate

LINES = 10
_FIGURES = (
    *("sold", "target", "reached", "days_left", "expected", "leads_planned", "due", "on_time_rate", "overdue_now"),
    *("defeats", "lost_contact"),
)


def draw_page(data: JsonObject, title: str, translate: Translate) -> Page:
    """The lines as the notes of a page without tables; programs read the figures, a line each."""
    rows = [{"figure": name, "value": data[name]} for name in _FIGURES]
    rows += [{"figure": f"stages.{name}", "value": count} for name, count in data["stages"].items()]
    rows += [{"figure": f"before.{name}", "value": count} for name, count in data["before"].items()]
    records = (Table(key_columns("figure", "value"), rows),)
    return Page(data, notes=lambda: _write_lines(data, title, translate), records=records)


def _write_lines(data: JsonObject, title: str, translate: Translate) -> tuple[str, ...]:
    def say(template: str, **values: object) -> str:
        return translate(template).format(**values)

    stages, before = data["stages"], data["before"]
    running = data["span"]["from"] <= data["last_day"] < data["span"]["to"]
    until = say(N_(" (up to {day})"), day=data["last_day"][5:]) if running else ""
    met = N_("Met in person {met}, test drives {drives}, orders {orders} (before {before}), delivered {delivered}")
    return (
        f"{title}{until}",
        _say_sales(data, translate),
        _say_expected(data, translate),
        say(N_("Traffic {count}, {change}"), count=stages["traffic"], change=_compare(data, "traffic", translate)),
        _say_leads(data, translate),
        say(
            met,
            met=stages["met"],
            drives=stages["test_drives"],
            orders=stages["orders"],
            before=before["orders"],
            delivered=stages["deliveries"],
        ),
        _say_discipline(data, translate),
        _say_best(data, translate),
        _say_lost(data, translate),
        _say_leak(data, translate),
    )


def _compare(data: JsonObject, name: str, translate: Translate) -> str:
    """Beside the period before, in per cent where there was something."""
    now, before = data["stages"][name], data["before"][name]
    text = translate(N_("before {before}")).format(before=before)
    if not before:
        return text
    change = format_rate((now - before) / before)
    return f"{text} ({change})" if now <= before else f"{text} (+{change})"


_STANDING = {
    0: N_("Sold {sold} of {target} cars ({reached}), {missing} short"),
    1: N_("Sold {sold} of {target} cars ({reached}), {missing} to go, 1 day left"),
}
"""Days left of the month -> how its sales stand beside the target; of an ended month, and of its last day."""


def _say_sales(data: JsonObject, translate: Translate) -> str:
    if data["target"] is None:
        text = N_("Sold 1 car in the showroom") if data["sold"] == 1 else N_("Sold {sold} cars in the showroom")
        return translate(text).format(sold=data["sold"])
    days_left: int = data["days_left"] or 0
    text = translate(
        _STANDING.get(days_left, N_("Sold {sold} of {target} cars ({reached}), {missing} to go, {days} days left"))
    )
    missing = max(0, data["target"] - data["sold"])
    reached = format_rate(data["reached"])
    return text.format(sold=data["sold"], target=data["target"], reached=reached, missing=missing, days=days_left)


def _say_expected(data: JsonObject, translate: Translate) -> str:
    if data["expected"] is None:
        rate = data["sold"] / data["stages"]["traffic"] if data["stages"]["traffic"] else None
        return translate(N_("Cars sold of all visits: {rate}")).format(rate=format_rate(rate))
    text = translate(N_("Expected at the month's end: {expected} cars"))
    return text.format(expected=format_number(float(data["expected"])))


def _say_leads(data: JsonObject, translate: Translate) -> str:
    count, change = data["stages"]["leads"], _compare(data, "leads", translate)
    if data["leads_planned"] is None:
        return translate(N_("New leads {count}, {change}")).format(count=count, change=change)
    text = translate(N_("New leads {count} of {planned} planned, {change}"))
    return text.format(count=count, planned=data["leads_planned"], change=change)


def _say_discipline(data: JsonObject, translate: Translate) -> str:
    text = N_("On time {rate} of 1 contact") if data["due"] == 1 else N_("On time {rate} of {due} contacts")
    text = translate(text).format(rate=format_rate(data["on_time_rate"]), due=data["due"])
    if data["overdue_now"] is None:
        return text
    return text + translate(N_("; overdue now: {count}")).format(count=data["overdue_now"])


def _say_best(data: JsonObject, translate: Translate) -> str:
    """Or, where the figures are of one of them, what came of their follow-ups."""
    if not data["team"]:
        text = N_("Follow-ups {count}, {advances} of them moved something")
        return translate(text).format(count=data["follow_ups"], advances=data["advances"])
    between = translate(N_(", "))
    named = between.join(f"{row['consultant']} {row['sales']}" for row in data["best"])
    return translate(N_("Sold most: {names}")).format(names=named or translate(N_("nobody so far")))


def _say_lost(data: JsonObject, translate: Translate) -> str:
    text = translate(N_("Defeats {defeats}, lost contact {lost}")).format(
        defeats=data["defeats"], lost=data["lost_contact"]
    )
    first = data["first_reason"]
    if first is None:
        return text
    reason = translate(REASONS.get(first["reason"], first["reason"]))
    return text + translate(N_("; most for “{reason}” ({count})")).format(reason=reason, count=first["count"])


def _say_leak(data: JsonObject, translate: Translate) -> str:
    if data["leak"] is None:
        return translate(N_("To mend first: nothing that stands out"))
    sentence = str(leaks_table([data["leak"]], translate).rows[0]["text"]).partition(". ")[2]
    return translate(N_("To mend first: {leak}")).format(leak=sentence)
