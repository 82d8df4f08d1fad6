"""Campaigns: what they cost and brought, their lists, tasks and cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.domain.campaigns import divide_cost
from leadctl.locale import N_
from leadctl.locale.labels import CAMPAIGN_KINDS, CAMPAIGN_TASKS, COST_ITEMS, LABELS, SOURCES
from leadctl.render.page import PEOPLE, PROGRAM, Column, JsonObject, Page, Table, Tables, Translate, link_figures
from leadctl.render.pages.dimension_labels import DIMENSIONS, name_value, path_of
from leadctl.render.pages.figure_rows import FigureRow, rows_of
from leadctl.render.values import UNASSIGNED

_BROUGHT = link_figures(
    Column("cost", N_("Cost"), "money"),
    Column("leads", N_("Leads"), "int"),
    Column("sales", N_("Sales"), "int"),
    Column("cost_per_lead", N_("Per lead"), "money"),
    Column("cost_per_sale", N_("Per sale"), "money"),
    Column("parties", N_("Parties"), "int", drop=2),
    Column("test_drives", N_("Drives"), "int", drop=3),
)
_FOLLOWED = link_figures(
    Column("listed", N_("On the list"), "int"),
    Column("invited", N_("Invited"), "int"),
    Column("confirmed", N_("Confirmed"), "int"),
    Column("came", N_("Came"), "int"),
    Column("ordered", N_("Ordered"), "int"),
)
_CAMPAIGN = Column("campaign", LABELS["campaign"], wrap=True)
_KIND = Column("kind", LABELS["kind"], labels=CAMPAIGN_KINDS, drop=4)
_SOURCE = Column("source", LABELS["source"], labels=SOURCES, drop=5)
_DATES = (Column("starts_on", N_("From"), "date"), Column("ends_on", N_("Until"), "date", drop=2))

_MONEY = N_("Money in yuan.")
NONE_RAN = N_("No campaign in this time. Add one with: leadctl campaign add NAME")


def draw_page(rows: list[JsonObject], title: str, translate: Translate, by: str | None = None) -> Page:
    """The report's page: of each campaign, of groups of them by ``kind`` or ``source``, or of the parts of each."""
    if by is not None and by not in ("kind", "source"):
        return Page(rows, lambda: (_parts_table(rows, by, translate),), title)
    if by is not None:
        return Page(rows, _groups_tables(rows, by, translate), title)
    return Page(rows, lambda: _tables(rows, translate), title, records=lambda: _records(rows))


def _tables(rows: Sequence[JsonObject], translate: Translate) -> Tables:
    """What each cost and brought, under several of them their sum; then the invitation lists."""
    named = [{**row, "path": path_of(row["campaign"])} for row in rows]
    shown = [*named, _total_row(rows, translate)] if len(rows) > 1 else named
    note, sums = _MONEY if rows else NONE_RAN, len(shown) - len(named)
    brought = Table((_CAMPAIGN, _KIND, _SOURCE, *_BROUGHT), shown, note=note, sums=sums)
    return (brought, *_list_tables(named, _CAMPAIGN))


def _total_row(rows: Sequence[JsonObject], translate: Translate) -> JsonObject:
    sums = {key: sum(row[key] for row in rows) for key in ("leads", "sales", "parties", "test_drives")}
    cost = round(sum(row["cost"] for row in rows), 2)
    each_cost = {"cost_per_lead": divide_cost(cost, sums["leads"]), "cost_per_sale": divide_cost(cost, sums["sales"])}
    return {"campaign": translate(N_("Total")), "path": "", "cost": cost, **sums, **each_cost}


def _records(rows: Sequence[JsonObject]) -> Tables:
    """The same as one table for programs."""
    return (Table((_CAMPAIGN, *_BROUGHT[:5], _KIND, _SOURCE, *_BROUGHT[5:], *_FOLLOWED), rows),)


def _labels_of(by: str) -> Mapping[str, str]:
    return SOURCES if by == "source" else CAMPAIGN_KINDS


def _groups_tables(rows: Sequence[JsonObject], by: str, translate: Translate) -> Tables:
    group = Column("name", LABELS[by], readers=PEOPLE)
    code = Column("group", "group", readers=(PROGRAM,))
    columns = (group, code, Column("campaigns", N_("Campaigns"), "int", drop=1), *_BROUGHT)
    labels = _labels_of(by)
    named = [
        {**row, "path": path_of(row["group"]), "name": translate(labels.get(row["group"], row["group"] or UNASSIGNED))}
        for row in rows
    ]
    whole = {**_total_row(rows, translate), "group": "total", "campaigns": sum(row["campaigns"] for row in rows)}
    shown = [*named, {**whole, "name": whole["campaign"]}] if len(rows) > 1 else named
    brought = Table(columns, shown, note=_MONEY if rows else NONE_RAN, sums=len(shown) - len(named))
    return (brought, *_list_tables(named, group, code))


_PART_COLUMNS = link_figures(
    Column("leads", N_("Leads"), "int"),
    Column("lead_share", N_("Share of leads"), "rate", drop=1, figure="{path}leads"),
    Column("sales", N_("Sales"), "int"),
    Column("parties", N_("Parties"), "int", drop=2),
    Column("test_drives", N_("Drives"), "int", drop=3),
)


def _parts_table(rows: Sequence[JsonObject], by: str, translate: Translate) -> Table:
    """The weeks, models or places of each campaign, under its name."""
    columns = (
        Column("campaign", "campaign", readers=(PROGRAM,)),
        Column("name", DIMENSIONS[by], readers=PEOPLE, wrap=True),
        Column("group", "group", readers=(PROGRAM,)),
        *_PART_COLUMNS,
    )
    shown = [
        {
            **row,
            "section": row["campaign"],
            "name": name_value(by, row["group"], translate),
            "path": f"{row['campaign']}.{path_of(row['group'])}",
        }
        for row in rows
    ]
    return Table(columns, shown, note="" if rows else NONE_RAN, group="section")


def _list_tables(rows: Sequence[JsonObject], *names: Column) -> tuple[Table, ...]:
    listed = [row for row in rows if row["listed"]]
    return (Table((*names, *_FOLLOWED), listed, N_("Invitation lists")),) if listed else ()


def overview_table(rows: Sequence[JsonObject]) -> Table:
    """Every campaign that has a card or that leads name."""
    columns = (
        _CAMPAIGN,
        _KIND,
        _SOURCE,
        *_DATES,
        Column("budget", N_("Budget"), "money", drop=1),
        *_BROUGHT[:3],
        Column("approved_on", N_("Approved"), "date", drop=2),
        Column("card", N_("Card"), drop=5),
    )
    return Table(columns, rows, note="" if rows else N_("No campaign yet. Add one with: leadctl campaign add NAME"))


def card_table(card: JsonObject) -> Table:
    """What a campaign's card says."""
    columns = (
        _CAMPAIGN,
        _KIND,
        _SOURCE,
        *_DATES,
        Column("budget", N_("Budget"), "money"),
        Column("cost", N_("Cost"), "money"),
        Column("approved_on", N_("Approved"), "date", drop=1),
        Column("approved_by", N_("Approved by"), drop=3),
    )
    return Table(columns, [card], below="summary")


def costs_table(costs: Sequence[JsonObject]) -> Table:
    """What was spent."""
    columns = (
        Column("spent_on", N_("On"), "date"),
        Column("item", N_("Item"), labels=COST_ITEMS),
        Column("amount", N_("Amount"), "money"),
        Column("note", LABELS["note"], wrap=True),
    )
    return Table(columns, costs, N_("Costs"), "" if costs else N_("Nothing was spent yet."))


def tasks_table(tasks: Sequence[JsonObject]) -> Table:
    """What has to be done around the campaign's day."""
    columns = (
        Column("id", N_("No."), "int"),
        Column("due_on", N_("On"), "date"),
        Column("what", N_("What"), wrap=True, labels=CAMPAIGN_TASKS),
        Column("staff", N_("Who"), drop=1),
        Column("done_on", N_("Done"), "date"),
    )
    note = "" if tasks else N_("No tasks yet: leadctl campaign tasks NAME --usual")
    return Table(columns, tasks, N_("Tasks"), note)


def invitations_table(invitations: Sequence[JsonObject]) -> Table:
    """Who is on the list, under the consultant who invites them."""
    columns = (
        Column("lead", LABELS["lead"], "int"),
        Column("customer", LABELS["customer"], wrap=True),
        Column("phone", LABELS["phone"]),
        Column("consultant", LABELS["consultant"], drop=1),
        Column("invited_on", N_("Invited"), "date"),
        Column("confirmed_on", N_("Confirmed"), "date"),
        Column("came_on", N_("Came"), "date"),
        Column("ordered_on", N_("Ordered"), "date", drop=2),
    )
    note = N_("Nobody is on the list yet: leadctl campaign invite NAME --who never-came")
    return Table(columns, invitations, N_("Invitation list"), "" if invitations else note)


_COMPARED = ("cost", "leads", "sales", "cost_per_lead", "cost_per_sale", "parties", "test_drives", "came", "ordered")
_LABELS = {column.key: column.title for column in (*_BROUGHT, *_FOLLOWED)}


def list_figures(rows: Sequence[JsonObject], translate: Translate) -> list[FigureRow]:
    """The figures of each campaign, or group of them, one by one."""
    found: list[FigureRow] = []
    for row in rows:
        names = [row[key] for key in ("campaign", "group") if key in row]
        section = " · ".join(translate(UNASSIGNED) if name is None else str(name) for name in names)
        prefix = "".join(f"{name or 'none'}." for name in names)
        found += rows_of(row, _COMPARED, translate, section=section, prefix=prefix, labels=_LABELS)
    return found
