"""The forecast: what the month will have sold when it ends, and what the stock is worth in the end."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.locale import N_
from leadctl.locale.labels import FIGURES, LABELS, SOURCES
from leadctl.render.page import PEOPLE, PROGRAM, Column, JsonObject, Page, Table, Translate
from leadctl.render.values import UNASSIGNED, format_money, format_number, format_rate, round_significantly

_AMOUNT = (
    Column("amount shown", N_("Yuan"), "money", readers=PEOPLE, drop=1),
    Column("amount", "amount", readers=(PROGRAM,)),
    Column("with_amount", N_("With amount"), "int", drop=3),
)
_EXPECTED = (
    Column("expected_cars", N_("Expected"), "number"),
    Column("expected_amount shown", N_("Expected yuan"), "money", readers=PEOPLE),
    Column("expected_amount", "expected_amount", readers=(PROGRAM,)),
)
_COLUMNS = (
    Column("name", N_("Grade"), readers=PEOPLE),
    Column("grade", "grade", readers=(PROGRAM,)),
    Column("cars", N_("Cars"), "int", figure="{path}"),
    *_AMOUNT,
    Column("win_rate", N_("Win rate"), "rate"),
    Column("basis shown", N_("Basis"), readers=PEOPLE, drop=2),
    Column("basis", "basis", readers=(PROGRAM,)),
    Column("closed", "closed", readers=(PROGRAM,)),
    *_EXPECTED,
)
_MORE = (
    Column("name", LABELS["source"], readers=PEOPLE),
    Column("source", "source", readers=(PROGRAM,)),
    Column("leads", N_("More leads"), "int", bar=True),
)
_BY_MONTH = (
    Column("name", N_("Month"), readers=PEOPLE),
    Column("month", "month", readers=(PROGRAM,)),
    Column("cars", N_("Cars"), "int", figure="{path}"),
    *_AMOUNT,
    *_EXPECTED,
)
_MONTH_END = (
    Column("name", N_("Figure"), readers=PEOPLE),
    Column("figure", "figure", readers=(PROGRAM,)),
    Column("cars", N_("Cars"), "number", figure="{figure}"),
)
_MONTHS = (
    Column("month", N_("Month")),
    Column("at_start", N_("Expected at its start"), "number"),
    Column("at_middle", N_("Expected at its middle"), "number"),
    Column("sold", N_("Sold"), "int", figure="{month}.sold"),
    Column("total", N_("Expected now"), "number"),
    Column("target", N_("Target"), "int"),
)
_ENDS: Mapping[str, str] = {
    "sold": N_("sold so far"),
    "expected": N_("expected of the open leads"),
    "total": N_("sold and expected"),
    "target": N_("target"),
}
_OUTCOMES: Mapping[str, str] = {
    "at_start": N_("expected at its start"),
    "at_middle": N_("expected on its 15th"),
    "sold": N_("sold"),
}


def draw_page(data: JsonObject, title: str, translate: Translate) -> Page:
    """The report's page: of one month, or of the months of a quarter."""
    if "months" in data:
        return Page(data, (_months_table(data, translate),), title)
    notes = (progress_line(data, translate),)
    return Page(data, lambda: _tables(data, translate), title, notes, lambda: _records(data, translate))


def _tables(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """What people read: the month's end first, the stock by grade and by month of purchase, and what is missing."""
    pipeline, adequacy = forecast_tables(data, translate)
    missing = (adequacy,) if adequacy.rows else ()
    return (*_end_tables(data, translate), pipeline, _by_month_table(data["by_month"], translate), *missing)


def _records(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """The same for programs."""
    by_month = _by_month_table(data["by_month"], translate)
    return (*forecast_tables(data, translate), *_end_tables(data, translate), by_month)


def _end_tables(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """What is expected at the end of the running month, or what was of an ended one; nothing of a coming one."""
    for key, names in (("month_end", _ENDS), ("outcome", _OUTCOMES)):
        if data[key] is not None:
            rows = [{"figure": name, "name": translate(names[name]), "cars": data[key][name]} for name in names]
            title = N_("By the month's end") if key == "month_end" else N_("Forecast and outcome")
            return (Table(_MONTH_END, rows, title, _verdict_note(data, translate) if key == "month_end" else ""),)
    return ()


def forecast_tables(data: JsonObject, translate: Translate) -> tuple[Table, Table]:
    """What the stock is worth: a line a grade between what is delivered and the sum; and the leads that are missing."""
    done = data["delivered"]
    delivered = {"name": translate(N_("delivered")), "grade": "delivered", "path": "delivered", **done}
    delivered["with_amount"] = data.get("delivered_with_amount")
    delivered |= {"expected_cars": done["cars"], "expected_amount": done["amount"]}
    whole = {key: data[key] for key in ("expected_cars", "expected_amount")}
    rows = [
        delivered,
        *(_grade_row(row, translate) for row in data["open"]),
        {"name": translate(FIGURES["total"]), "grade": "total", **whole},
    ]
    shown = [_round_amounts(row) for row in rows]
    title = N_("What the stock is worth in the end")
    return Table(_COLUMNS, shown, title, _amount_note(data, translate), sums=1), _adequacy_table(
        data["adequacy"], translate
    )


def _round_amounts(row: JsonObject) -> JsonObject:
    """The row with its yuan as people read them: an estimate has three digits."""
    known = {key: row[key] for key in ("amount", "expected_amount") if row.get(key) is not None}
    return {**row, **{f"{key} shown": round_significantly(value) for key, value in known.items()}}


def _by_month_table(rows: list[JsonObject], translate: Translate) -> Table:
    names = {"past": translate(N_("day passed")), None: translate(N_("no date"))}
    shown = [
        _round_amounts(
            {**row, "name": names.get(row["month"], row["month"]), "path": f"by_month.{row['month'] or 'none'}"}
        )
        for row in rows
    ]
    return Table(_BY_MONTH, shown, N_("Open leads by expected month of purchase"))


def _months_table(data: JsonObject, translate: Translate) -> Table:
    note = translate(N_("Expected: what was sold by then, and what the open leads of that day were likely to bring."))
    return Table(_MONTHS, data["months"], N_("Forecast and outcome"), note)


def _grade_row(row: JsonObject, translate: Translate) -> JsonObject:
    named = {"name": _grade_name(row["grade"], translate), "path": f"open.{row['grade'] or 'none'}"}
    return {**row, **named, "basis shown": _basis_text(row, translate)}


def _grade_name(grade: str | None, translate: Translate) -> str:
    return translate(N_("ungraded")) if grade is None else grade


def _basis_text(row: JsonObject, translate: Translate) -> str:
    if row["basis"] == "house":
        return translate(N_("house rule"))
    return translate(N_("own history of {count}")).format(count=row["closed"])


def _amount_note(data: JsonObject, translate: Translate) -> str:
    unknown = sum(row["without_amount"] for row in data["open"])
    text = translate(N_("{count} of the leads count no yuan: neither a price nor a budget is known."))
    return text.format(count=unknown) if unknown else ""


def _adequacy_table(data: JsonObject, translate: Translate) -> Table:
    rows = [{**row, "name": _source_name(row["source"], translate)} for row in data["sources"]]
    return Table(_MORE, rows, N_("Leads that would bring what is missing"))


def _source_name(code: str | None, translate: Translate) -> str:
    return translate(UNASSIGNED if code is None else SOURCES.get(code, code))


def _verdict_note(data: JsonObject, translate: Translate) -> str:
    """How the month's end compares with the target. The pipeline is of no month, and says nothing of it."""
    end, short = data["month_end"], data["adequacy"]["short"]
    text = N_("1 day is left after today.") if end["days_left"] == 1 else N_("{days} days are left after today.")
    left = translate(text).format(days=end["days_left"])
    if end["target"] is None:
        return f"{left} {translate(N_('There is no sales target to compare with.'))}"
    if not short:
        verdict = translate(N_("The month is likely to reach the target of {target}.")).format(target=end["target"])
    else:
        text = translate(N_("The month is likely to end {short} cars short of the target of {target}."))
        verdict = text.format(short=format_number(float(short)), target=end["target"])
    return f"{left} {verdict}"


def progress_line(data: JsonObject, translate: Translate) -> str:
    """What the month is expected to sell, what the stock is worth in the end, and what came from outside of it."""
    pipeline = translate(N_("Pipeline {expected} cars, {amount} yuan.")).format(
        expected=format_number(float(data["expected_cars"])),
        amount=format_money(round_significantly(float(data["expected_amount"]))),
    )
    return " ".join(filter(None, (_expectation_line(data, translate), pipeline, _sold_line(data, translate))))


def _sold_line(data: JsonObject, translate: Translate) -> str:
    """What of the pipeline was sold; nothing of a month that has not begun."""
    if data["opening"] is None:
        return ""
    text = N_(
        "Sold {sold} of {opening} in the pipeline as the month began: {progress}; {out} of them walked in and bought."
    )
    return translate(text).format(
        sold=data["sold"],
        opening=format_number(float(data["opening"])),
        progress=format_rate(data["progress"]),
        out=data["out_of_funnel"],
    )


def _expectation_line(data: JsonObject, translate: Translate) -> str:
    """In one sentence. A page that was kept before leadctl expected anything of a month's end says nothing."""
    end, outcome = data.get("month_end"), data.get("outcome")
    if end is not None:
        text = translate(N_("Forecast of the month's end: {sold} sold + {expected} of the open leads = {total}."))
        return text.format(sold=end["sold"], expected=_format_cars(end["expected"]), total=_format_cars(end["total"]))
    if outcome is not None:
        text = translate(N_("Forecast {at_start} at its start, {at_middle} on its 15th; sold {sold}."))
        return text.format(**{name: _format_cars(outcome[name]) for name in _OUTCOMES})
    return ""


def _format_cars(cars: float) -> str:
    return str(cars) if isinstance(cars, int) else format_number(cars)
