"""A month's plan: where it stands, what each source must bring, and its weeks."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.locale import N_
from leadctl.locale.labels import FIGURES, LABELS, SOURCES
from leadctl.render.page import PEOPLE, PROGRAM, Column, JsonObject, Page, Table, Translate
from leadctl.render.values import DASH, UNASSIGNED

_PACE = (
    Column("figure", N_("Figure"), labels={"sales": FIGURES["showroom_sales"], "leads": FIGURES["leads"]}),
    Column("target", N_("Plan"), "int"),
    Column("actual", N_("So far"), "int", figure="{figure}"),
    Column("should", N_("Should be"), "number"),
    Column("ahead", N_("Ahead"), "number"),
    Column("per_remaining_day", N_("A day to go"), "number"),
)
_NEEDED = (
    Column("leads_needed", N_("Leads"), "int"),
    Column("average_leads", N_("Average"), "number", drop=5, figure="average_leads{path}"),
    Column("gap", N_("Gap"), "number"),
)
_RAISED = (
    Column("raised_deal_rate", N_("Raised"), "rate", drop=2),
    Column("raised_leads_needed", N_("Leads then"), "int", drop=1),
    Column("raised_gap", N_("Gap then"), "number"),
)
_FIRST = (
    Column("name", LABELS["source"], readers=PEOPLE),
    Column("source", "source", readers=(PROGRAM,)),
    Column("share", FIGURES["share"], "rate", drop=4, figure="share{path}"),
    Column("sales", FIGURES["sales"], "number", drop=3),
    Column("deal_rate", FIGURES["deal_rate"], "rate", figure="deal_rate{path}"),
)
_THIN = (Column("thin shown", N_("Basis"), readers=PEOPLE), Column("thin", "thin", readers=(PROGRAM,)))
_PEOPLE = (
    Column("consultant", FIGURES["consultant"]),
    Column("sales_target", N_("Plan"), "int"),
    Column("sales", N_("So far"), "int", figure="consultants.{consultant}"),
    Column("should", N_("Should be"), "number"),
    Column("ahead", N_("Ahead"), "number", style="style"),
    Column("per_remaining_day", N_("A day to go"), "number"),
)
_MONTHS = (
    Column("month", N_("Month")),
    Column("sales_target", N_("Plan"), "int"),
    Column("sales", N_("So far"), "int"),
    Column("given_out", N_("Given out"), "int", drop=1),
    Column("leads_needed", N_("Leads needed"), "int"),
    Column("leads", FIGURES["leads"], "int"),
)
_WEEK_FIGURES = ("leads", "orders", "deliveries")
_WEEKS = (
    Column("week", N_("Week"), "int", readers=(PROGRAM,)),
    Column("days", N_("Week"), readers=PEOPLE),
    Column("consultant", FIGURES["consultant"]),
    *(
        Column(f"{figure} shown", FIGURES[figure], "int", readers=PEOPLE, drop=drop, figure="{path}" + figure)
        for figure, drop in zip(_WEEK_FIGURES, (0, 0, 1), strict=True)
    ),
    *(Column(key, key, readers=(PROGRAM,)) for figure in _WEEK_FIGURES for key in (figure, f"{figure}_target")),
    Column("focus", N_("Focus"), wrap=True),
)

_ACTIONS = (
    Column("action", N_("Action"), "int"),
    Column("week", N_("Week"), "int", drop=2),
    Column("consultant", FIGURES["consultant"], drop=1),
    Column("what", N_("What"), wrap=True),
    Column("count", FIGURES["count"], "int", drop=3),
    Column("by", N_("Due on"), "date"),
    Column("done_on", N_("Done"), "date"),
)


def draw_page(data: JsonObject, title: str, translate: Translate) -> Page:
    """The report's page: of one month, or of the months of a quarter."""
    if "months" in data:
        return Page(data, (pace_table(data, translate), _months_table(data), *_people_tables(data, translate)), title)
    return Page(data, _tables(data, translate), title)


def _tables(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """A targets report: where the month and its consultants stand, the sources with their totals, and the weeks."""
    actions = _actions_table(data["weeks"], translate)
    weeks = _weeks_table(data["weeks"], translate)
    standing = (pace_table(data, translate), *_people_tables(data, translate))
    return (*standing, sources_table(data, translate), weeks, *([actions] if actions.rows else []))


def _people_tables(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """Where the consultants stand who have a target of their own, beside the store's target."""
    people: Sequence[JsonObject] = data["consultants"]
    if not people or data.get("consultant") is not None:
        return ()
    rows = [{**row, "style": _pace_style(row["ahead"])} for row in people]
    sales = sum(row["sales_target"] or 0 for row in people)
    text = N_("Given out: {sales} of {target}.") if data["sales_target"] is not None else N_("Given out: {sales}.")
    note = translate(text).format(sales=sales, target=data["sales_target"])
    return (Table(_PEOPLE, rows, N_("Consultants"), note),)


def _months_table(data: JsonObject) -> Table:
    return Table(_MONTHS, data["months"], N_("By month"))


def pace_table(data: JsonObject, translate: Translate, progress: str = "") -> Table:
    """Sales and leads against the plan of the month, with a sentence of its ``progress``; a command comes last."""
    standing = data["standing"]
    rows = [
        {"figure": figure, **standing[figure], "style": _pace_style(standing[figure]["ahead"])}
        for figure in ("sales", "leads")
    ]
    text = translate(N_("Day {elapsed} of {days}."))
    day = text.format(elapsed=standing["elapsed"], days=standing["days"])
    unset = data["sales_target"] is None and data["month"] is not None
    advice = no_target_note(data, translate) if unset else ""
    note = " ".join(part for part in (day, progress, advice) if part)
    columns = tuple(_add_style(column) for column in _PACE)
    title = N_("Where the plan stands") if data["month"] is None else N_("Where the month stands")
    return Table(columns, rows, title, note)


def no_target_note(data: JsonObject, translate: Translate) -> str:
    """What to do about a month without a target."""
    text = translate(N_("No target yet: leadctl target set --month {month} --sales N"))
    return text.format(month=data["month"])


def _add_style(column: Column) -> Column:
    if column.key != "ahead":
        return column
    return Column(column.key, column.title, column.kind, style="style")


def _pace_style(ahead: float | None) -> str | None:
    if ahead is None:
        return None
    return "bad" if ahead < 0 else "good"


def sources_table(data: JsonObject, translate: Translate, title: str = N_("Leads needed")) -> Table:
    """A line a source and their sum; the raised rates only where the store raised any."""
    sources: Sequence[JsonObject] = data["sources"]
    raised = any(row["raised_deal_rate"] != row["deal_rate"] for row in sources)
    thin = translate(N_("thin"))
    rows = [
        {
            **row,
            "name": _source_name(row["source"], translate),
            "thin shown": thin if row.get("thin") else "",
            "path": f".{row['source'] or 'none'}",
        }
        for row in sources
    ]
    rows += [{**data["total"], "source": "total", "name": translate(FIGURES["total"]), "path": ""}] if rows else []
    any_thin = any(row.get("thin") for row in sources)
    columns = (*_FIRST, *(_THIN if any_thin else ()), *_NEEDED, *(_RAISED if raised else ()))
    return Table(
        columns, rows, title, _base_note(data, translate, any_rows=bool(rows), any_thin=any_thin), sums=int(bool(rows))
    )


def _base_note(data: JsonObject, translate: Translate, *, any_rows: bool, any_thin: bool) -> str:
    """Of which months the shares and rates are, and which of them are thin."""
    if not any_rows:
        text = N_("No lead was opened from {first} to {last}, and nothing is set.")
    elif data.get("history_kept"):
        text = N_("What is not set comes from {first} to {last}, as it was when the plan was set.")
    else:
        text = N_("What is not set comes from {first} to {last}.")
    said = translate(text).format(first=data["history"][0], last=data["history"][-1])
    return f"{said} {translate(N_('Thin: a rate from fewer than 10 leads.'))}" if any_thin else said


def _source_name(code: str | None, translate: Translate) -> str:
    return translate(UNASSIGNED if code is None else SOURCES.get(code, code))


def _weeks_table(weeks: Sequence[JsonObject], translate: Translate) -> Table:
    rows = [_week_row(row, translate) for row in weeks]
    text = N_("Reached / planned. A week is seven days from the 1st on.")
    return Table(_WEEKS, rows, N_("Weeks"), text)


def _actions_table(weeks: Sequence[JsonObject], translate: Translate) -> Table:
    team = translate(N_("Team"))
    rows = [
        {**action, "week": week["week"], "consultant": week["consultant"] or team}
        for week in weeks
        for action in week["actions"]
    ]
    return Table(_ACTIONS, rows, N_("Actions"), N_("leadctl target done ACTION, when it is done."))


def _week_row(row: JsonObject, translate: Translate) -> dict[str, object]:
    days = f"{row['week']}  {row['first'][5:]} – {row['last'][8:]}"
    shown = {f"{figure} shown": _compare_with_target(row[figure], row[f"{figure}_target"]) for figure in _WEEK_FIGURES}
    whose = "" if row["consultant"] is None else f"consultants.{row['consultant']}."
    path = f"weeks.{row['week']}.{whose}"
    return {**row, "days": days, "consultant": row["consultant"] or translate(N_("Team")), "path": path, **shown}


def _compare_with_target(actual: int, target: int | None) -> str:
    return f"{actual} / {DASH if target is None else target}"
