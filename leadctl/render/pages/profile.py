"""The profile of customers: who comes and buys, and what was wanted in each of the last months."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.locale import N_
from leadctl.locale.labels import FIGURES, GENDERS, LABELS
from leadctl.render.page import Column, JsonObject, Page, Table, Translate, key_columns
from leadctl.render.pages.figure_rows import COUNT, FigureRow
from leadctl.render.values import format_rate

BY = {
    "gender": LABELS["gender"],
    "age": N_("Age"),
    "district": N_("District"),
    "occupation": N_("Occupation"),
    "model": LABELS["model"],
    "budget": LABELS["budget"],
    "grade": N_("Grade at opening"),
}
BANDS = {
    "under-25": N_("under 25"),
    "25-34": "25–34",
    "35-44": "35–44",
    "45-54": "45–54",
    "55+": N_("55 and over"),
    "under-80k": N_("under 80,000"),
    "80k-120k": N_("80,000 to 120,000"),
    "120k-160k": N_("120,000 to 160,000"),
    "160k-200k": N_("160,000 to 200,000"),
    "200k-300k": N_("200,000 to 300,000"),
    "300k+": N_("300,000 and over"),
}
"""Age groups and budget bands, in years and yuan."""

_CODED = {"gender": GENDERS, "age": BANDS, "budget": BANDS}
_PROFILE = (
    Column("leads", N_("New leads"), "int", bar=True, figure="leads.{path}"),
    Column("lead_share", N_("Share of new leads"), "rate", drop=2, figure="leads.{path}"),
    Column("buyers", N_("Buyers"), "int", figure="buyers.{path}"),
    Column("buyer_share", N_("Share of buyers"), "rate", drop=1, figure="buyers.{path}"),
)


def draw_page(data: JsonObject, title: str, translate: Translate) -> Page:
    """The report's page."""
    return Page(data, lambda: _tables(data, translate), title, records=lambda: _records(data))


def _tables(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """A profile for people. Shares are of all, those of whom it is not known too."""
    note = "" if data["profile"] else N_("No new leads and no sales in this month.")
    columns = (Column("shown", FIGURES["group"], wrap=True), *_PROFILE)
    traits = Table(columns, _group_rows(data["profile"], translate), N_("Who comes and buys"), note, "section")
    return (traits, _needs_table(data["needs"], data["months"], translate))


def _group_rows(found: Sequence[JsonObject], translate: Translate) -> list[dict[str, object]]:
    """Rows under their headings; of what is known of nobody at all, nothing is shown."""
    known = {row["by"] for row in found if row["group"] is not None}
    return [
        {
            **row,
            "section": translate(BY[row["by"]]),
            "section_style": "title",
            "shown": _group_name(row, translate),
            "path": f"{row['by']}.{row['group'] or 'none'}",
        }
        for row in found
        if row["by"] in known
    ]


def _needs_table(needs: Sequence[JsonObject], months: Sequence[str], translate: Translate) -> Table:
    columns = [Column("shown", FIGURES["group"], wrap=True)]
    columns += [Column(month, month, "int", figure=f"needs.{month}.{{path}}") for month in months]
    rows = [
        {**row, **{month: _count_and_share(row, place) for place, month in enumerate(months)}}
        for row in _group_rows(needs, translate)
    ]
    note = "" if rows else N_("No new leads in these months.")
    return Table(tuple(columns), rows, N_("What new leads wanted, month by month"), note, "section", keep=1)


def _count_and_share(row: JsonObject, place: int) -> str | None:
    count = row["counts"][place]
    return f"{count} {format_rate(row['shares'][place]):>6}" if count else None


def _group_name(row: JsonObject, translate: Translate) -> str:
    if row["group"] is None:
        return translate(N_("not known"))
    labels = _CODED.get(row["by"], {})
    group: str = row["group"]
    return translate(labels[group]) if group in labels else group


def _records(data: JsonObject) -> tuple[Table, ...]:
    """The same for programs: a line a group, then a line a need and month."""
    needs = [
        {"by": row["by"], "group": row["group"], "month": month, "count": count, "share": part}
        for row in data["needs"]
        for month, count, part in zip(data["months"], row["counts"], row["shares"], strict=True)
    ]
    return (
        Table(key_columns("by", "group", "leads", "lead_share", "buyers", "buyer_share"), data["profile"], "profile"),
        Table(key_columns("by", "group", "month", "count", "share"), needs, "needs"),
    )


def list_figures(data: JsonObject, translate: Translate) -> list[FigureRow]:
    """New leads and buyers, and each group of them."""
    totals = (("leads", N_("New leads")), ("buyers", N_("Buyers")))
    rows = [FigureRow(who, translate(title), data[who], COUNT, translate(FIGURES["total"])) for who, title in totals]
    for trait in _group_rows(data["profile"], translate):
        for who, title in totals:
            path = f"{who}.{trait['by']}.{trait['group'] or 'none'}"
            section = f"{trait['section']} · {translate(title)}"
            rows.append(FigureRow(path, str(trait["shown"]), _trait_count(trait, who), COUNT, section))
    return rows


def _trait_count(trait: JsonObject, who: str) -> int:
    """How many of a group came or bought."""
    count: int = trait[who]
    return count
