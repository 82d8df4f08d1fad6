"""The forecast: what is delivered, what the open leads are likely to bring, and whether that is enough."""

from __future__ import annotations

from leadctl.locale import N_
from leadctl.locale.labels import FIGURES, LABELS, SOURCES
from leadctl.render.page import PEOPLE, PROGRAM, Column, JsonObject, Page, Table, Translate
from leadctl.render.values import UNASSIGNED, format_money, format_number, format_rate

_COLUMNS = (
    Column("name", N_("Grade"), readers=PEOPLE),
    Column("grade", "grade", readers=(PROGRAM,)),
    Column("cars", N_("Cars"), "int"),
    Column("amount", N_("Yuan"), "money", drop=1),
    Column("win_rate", N_("Win rate"), "rate"),
    Column("basis shown", N_("Basis"), readers=PEOPLE, drop=2),
    Column("basis", "basis", readers=(PROGRAM,)),
    Column("closed", "closed", readers=(PROGRAM,)),
    Column("expected_cars", N_("Expected"), "number"),
    Column("expected_amount", N_("Expected yuan"), "money"),
)
_MORE = (
    Column("name", LABELS["source"], readers=PEOPLE),
    Column("source", "source", readers=(PROGRAM,)),
    Column("leads", N_("More leads"), "int", bar=True),
)


def draw_page(data: JsonObject, title: str, translate: Translate) -> Page:
    """The report's page."""
    return Page(data, forecast_tables(data, translate), title, (progress_line(data, translate),))


def forecast_tables(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """A forecast report: a line a grade between what is delivered and the sum, and the leads that are missing."""
    done = data["delivered"]
    delivered = {"name": translate(N_("delivered")), "grade": "delivered", **done}
    delivered |= {"expected_cars": done["cars"], "expected_amount": done["amount"]}
    whole = {key: data[key] for key in ("expected_cars", "expected_amount")}
    rows = [
        delivered,
        *(_grade_row(row, translate) for row in data["open"]),
        {"name": translate(FIGURES["total"]), "grade": "total", **whole},
    ]
    return (Table(_COLUMNS, rows, note=_amount_note(data, translate)), _adequacy_table(data["adequacy"], translate))


def _grade_row(row: JsonObject, translate: Translate) -> JsonObject:
    return {**row, "name": _grade_name(row["grade"], translate), "basis shown": _basis_text(row, translate)}


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
    return Table(_MORE, rows, N_("Is it enough?"), _verdict_note(data, translate))


def _source_name(code: str | None, translate: Translate) -> str:
    return translate(UNASSIGNED if code is None else SOURCES.get(code, code))


def _verdict_note(data: JsonObject, translate: Translate) -> str:
    if data["sales_target"] is None:
        return translate(N_("There is no sales target to compare with."))
    if not data["short"]:
        return translate(N_("The forecast reaches the target of {target}.")).format(target=data["sales_target"])
    text = N_("{short} cars short of the target of {target}.")
    return translate(text).format(short=format_number(float(data["short"])), target=data["sales_target"])


def progress_line(data: JsonObject, translate: Translate) -> str:
    """What was sold of what was expected as the month began, and what came from outside the funnel."""
    text = translate(
        N_(
            "Forecast {expected} cars, {amount} yuan. Sold {sold} of {opening} expected as the month began: {progress};"
            " {out} of them walked in and bought."
        )
    )
    return text.format(
        expected=format_number(float(data["expected_cars"])),
        amount=format_money(float(data["expected_amount"])),
        sold=data["sold"],
        opening=format_number(float(data["opening"])),
        progress=format_rate(data["progress"]),
        out=data["out_of_funnel"],
    )
