"""The audit's page: every check with its count and limit, what the cards lack, and the records of each check."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.annotations import TYPE_CHECKING
from leadctl.locale import N_
from leadctl.locale.labels import CARD_FIELDS, CHECKS, FIGURES, KINDS, LABELS, SHARES, SPOT_RESULTS
from leadctl.render.page import PEOPLE, Column, JsonObject, Notes, Page, Table, Translate, key_columns, raw_columns
from leadctl.render.values import UNASSIGNED, format_rate

if TYPE_CHECKING:
    from typing import Any

SHOWN = 5
"""Records of a check on the page, where no limit says otherwise; all of them are a command away."""

_NUMBERED = {"visit": LABELS["visit"], "followup": N_("Follow-up"), "lead": LABELS["lead"]}
_SPOT_RATES = (
    Column("drawn", N_("Drawn"), "int"),
    Column("called", N_("Called"), "int"),
    Column("reached", N_("Reached"), "int"),
    Column("true", N_("True"), "int"),
    Column("share", FIGURES["share"], "rate"),
)
_KEYS = (
    "lead",
    "visit",
    "followup",
    "customer",
    "phone",
    "consultant",
    "grade",
    "day",
    "what",
    "since",
    "at",
    "kind",
    "missing",
    "entered_at",
    "days_over",
    "attempts",
    "month",
    "model",
    "came_at",
    "drawn_at",
    "checked_at",
    "checked_by",
    "result",
    "note",
)
"""What a record has that programs read, each check its own."""


def audit_page(data: JsonObject, title: str, translate: Translate, notes: Notes, limit: int | None) -> Page:
    """The page; ``limit``: records of a check on it (None: ``SHOWN``)."""
    return Page(data, lambda: _tables(data, translate, limit), title, notes, lambda: _records(data))


def _tables(data: JsonObject, translate: Translate, limit: int | None = None) -> tuple[Table, ...]:
    """The page for people: the checks, those beyond their limit and those with findings first; cards and spot checks
    by consultant; then the first records of each check, ``limit`` of them (None: ``SHOWN``)."""
    cards = (_cards_table(data["cards"], translate),) if data["cards"]["cards"] else ()
    spots = (_spot_checks_table(data["spot_checks"], translate),) if data["spot_checks"]["drawn"] else ()
    found = sorted(data["checks"], key=lambda check: not check["exceeded"])
    shown = SHOWN if limit is None else limit
    return (
        _overview_table(data, translate),
        *cards,
        *spots,
        *(_findings_of_check(check, translate, shown) for check in found),
    )


def _records(data: JsonObject) -> tuple[Table, ...]:
    """The same for programs, with every record."""
    found = [{"check": name, "found": count} for name, count in [*data["counts"].items(), *data["shares"].items()]]
    rows = [row | {"limit": data["limits"].get(row["check"]), "exceeded": _is_exceeded(row, data)} for row in found]
    fields = tuple(Column(f"no_{field}", field, "int") for field in CARD_FIELDS)
    cards = [{**row, **_count_missing(row)} for row in _add_whole(data["cards"])]
    keys = ("consultant", "cards", "complete", "share")
    return (
        Table(key_columns("check", "found", "limit", "exceeded"), rows, "checks"),
        Table((*key_columns(*keys), *fields), cards, "cards"),
        Table((*key_columns("consultant"), *_SPOT_RATES), _add_whole(data["spot_checks"]), "spot_checks"),
        Table(key_columns(*_KEYS), [record for check in data["checks"] for record in check["records"]], "records"),
    )


def findings_table(found: Sequence[JsonObject], translate: Translate, title: str = "", note: str = "") -> Table:
    """Records of one check: the columns that any of them has something in."""
    place = next((key for key in _NUMBERED if any(row[key] is not None for row in found)), "lead")
    mixed = any(row[place] is None for row in found)
    rows = [
        {
            **row,
            "number": _record_name(row, translate) if mixed else row[place],
            "said": _describe_finding(row, translate),
        }
        for row in found
    ]
    columns = (
        Column("number", N_("Record") if mixed else _NUMBERED[place], "text" if mixed else "int", readers=PEOPLE),
        Column("customer", LABELS["customer"], readers=PEOPLE, drop=1),
        Column("phone", LABELS["phone"], readers=PEOPLE),
        Column("model", LABELS["model"], readers=PEOPLE, wrap=True, drop=4),
        Column("grade", LABELS["grade"], readers=PEOPLE, drop=3),
        Column("consultant", LABELS["consultant"], readers=PEOPLE),
        Column("came_at", N_("Came"), "date", readers=PEOPLE),
        Column("since", N_("Since"), "date", readers=PEOPLE),
        Column("said", N_("Finding"), readers=PEOPLE, wrap=True),
    )
    always = ("number", "since")
    kept = [column for column in columns if column.key in always or any(row.get(column.key) for row in rows)]
    return Table((*kept, *raw_columns(*_KEYS)), rows, title, note)


def to_call_table(found: Sequence[JsonObject]) -> Table:
    """Whom to call, and what their cards say."""
    columns = (
        Column("lead", LABELS["lead"], "int"),
        Column("customer", LABELS["customer"]),
        Column("phone", LABELS["phone"]),
        Column("model", LABELS["model"], wrap=True),
        Column("grade", LABELS["grade"], drop=2),
        Column("source", LABELS["source"], drop=3),
        Column("consultant", LABELS["consultant"], drop=1),
        Column("came_at", N_("Came"), "date"),
    )
    return Table(columns, found)


def _overview_table(data: JsonObject, translate: Translate) -> Table:
    rows = [_overview_row(name, CHECKS[name], count, data, translate) for name, count in data["counts"].items()]
    rows += [_overview_row(name, SHARES[name], share, data, translate) for name, share in data["shares"].items()]
    limited = (Column("limit", N_("Limit"), "int", style="style"), Column("state", "", style="style"))
    columns = (
        Column("check", N_("Check"), wrap=True, style="style"),
        Column("found", N_("Found"), "int", style="style"),
        *(limited if data["limits"] else ()),
    )
    rows.sort(key=lambda row: row["rank"])
    return Table(columns, rows)


def _overview_row(name: str, title: str, found: float | None, data: JsonObject, translate: Translate) -> dict[str, Any]:
    limit, share = data["limits"].get(name), name in SHARES
    exceeded = name in data["exceeded"]
    return {
        "check": translate(title),
        "found": format_rate(found) if share else found,
        "limit": None if limit is None else _limit_text(limit, translate, share=share),
        "state": translate(N_("exceeded")) if exceeded else "",
        "style": "bad" if exceeded else None if share or found else "dim",
        "rank": 0 if exceeded else 2 if share else 1 if found else 3,
    }


def _limit_text(limit: float, translate: Translate, *, share: bool) -> str:
    text = translate(N_("min {limit}") if share else N_("max {limit}"))
    return text.format(limit=format_rate(limit) if share else limit)


def _cards_table(cards: JsonObject, translate: Translate) -> Table:
    """Whose cards are complete, and how many lack what; nobody's have a row of their own, and no column."""
    fields = [field for field in CARD_FIELDS if field != "consultant"]
    drop = {field: len(fields) - place for place, field in enumerate(fields)} | {"phone": len(fields) + 1}
    columns = (
        Column("consultant", LABELS["consultant"]),
        Column("cards", N_("Cards"), "int"),
        Column("complete", N_("Complete"), "int", drop=len(fields) + 2),  # the share says it
        Column("share", FIGURES["share"], "rate"),
        *(Column(f"no {field}", CARD_FIELDS[field], "int", drop=drop[field]) for field in fields),
    )
    rows = [
        {
            **row,
            "consultant": row["consultant"] or translate(UNASSIGNED),
            **{f"no {field}": row["missing"][field] or None for field in fields},
        }
        for row in _add_total(cards, translate)
    ]
    return Table(columns, rows, N_("Cards of the month: how many lack what"), sums=1)


def _spot_checks_table(spots: JsonObject, translate: Translate) -> Table:
    rows = [{**row, "consultant": row["consultant"] or translate(UNASSIGNED)} for row in _add_total(spots, translate)]
    return Table(
        (Column("consultant", LABELS["consultant"]), *_SPOT_RATES), rows, N_("Spot checks of the month"), sums=1
    )


def _findings_of_check(check: JsonObject, translate: Translate, shown: int) -> Table:
    name, found = check["check"], check["records"][:shown]
    more = check["count"] - len(found)
    text = translate(N_("... and {count} more: leadctl audit --list {check}"))
    note = text.format(count=more, check=name) if more > 0 else ""
    return findings_table(found, translate, translate(CHECKS[name]), note)


def _record_name(row: JsonObject, translate: Translate) -> str:
    key = next(key for key in ("visit", "followup", "lead") if row[key] is not None)
    return f"{translate(_NUMBERED[key])} {row[key]}"


def _describe_finding(row: JsonObject, translate: Translate) -> str:
    """What a check found in one record; the day since which it holds has a column of its own."""
    if row.get("missing"):
        lacking = translate(N_(", ")).join(translate(CARD_FIELDS[field]).lower() for field in row["missing"])
        return translate(N_("lacks {fields}")).format(fields=lacking)
    if row.get("entered_at"):
        return translate(N_("entered {moment}")).format(moment=row["entered_at"].replace("T", " "))
    if row.get("days_over"):
        tries = row.get("attempts")
        text = N_("{count} d over, {tries} tries") if tries else N_("{count} d over")
        text = N_("{count} d over, 1 try") if tries == 1 else text
        return translate(text).format(count=row["days_over"], tries=tries)
    if row.get("kind"):
        return f"{translate(KINDS[row['kind']])} {row['at'][11:16]}"
    if row.get("result"):
        return " · ".join(filter(None, (translate(SPOT_RESULTS[row["result"]]), row["note"])))
    return ""


def _count_missing(row: JsonObject) -> dict[str, object]:
    return {f"no_{field}": row["missing"][field] for field in CARD_FIELDS}


def _add_whole(rates: JsonObject) -> list[JsonObject]:
    return [{**rates, "consultant": None}, *rates["consultants"]]


def _add_total(rates: JsonObject, translate: Translate) -> list[JsonObject]:
    return [*rates["consultants"], {**rates, "consultant": translate(FIGURES["total"])}]


def _is_exceeded(row: JsonObject, data: JsonObject) -> bool:
    return row["check"] in data["exceeded"]
