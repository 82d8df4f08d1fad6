"""Campaigns: their cards, what they cost, and their dated tasks."""

from __future__ import annotations

import sqlite3

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, Sentence, unknown_name
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_row, has_rows, read_rows, read_value, read_values

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer


class Campaign(NamedTuple):
    """A campaign's card; days are ISO dates, the budget is yuan."""

    id: int
    campaign: str
    kind: str | None
    source: str | None
    starts_on: str | None
    ends_on: str | None
    budget: float | None
    approved_by: str | None
    approved_on: str | None
    summary: str | None


class Cost(NamedTuple):
    """Money spent on a campaign, in yuan; ``item``: venue, materials or other."""

    id: int
    spent_on: str
    item: str
    amount: float
    note: str | None


class CampaignTask(NamedTuple):
    """Something to be done for a campaign by its day; done on a day, or not yet."""

    id: int
    due_on: str
    what: str
    staff: str | None
    done_on: str | None


_CARD = (
    "SELECT g.id, g.name, g.kind, s.code, g.starts_on, g.ends_on, g.budget, a.name, g.approved_on, g.summary"
    " FROM campaigns AS g LEFT JOIN sources AS s ON s.id = g.source LEFT JOIN staff AS a ON a.id = g.approved_by"
)


def campaign_cards(db: sqlite3.Connection) -> list[Campaign]:
    """Every campaign with a card, in the order of their days; those without a day come last."""
    return read_rows(db, Campaign, f"{_CARD} ORDER BY g.starts_on NULLS LAST, g.id")


def find_campaign(db: sqlite3.Connection, name: str) -> Campaign:
    """A campaign's card. Raises Refused when there is none, with near names."""
    card = find_row(db, Campaign, f"{_CARD} WHERE g.name = ?", (name,))
    if card is not None:
        return card
    if has_rows(db, "SELECT 1 FROM leads WHERE campaign = ? LIMIT 1", (name,)):
        raise Refused("Leads name the campaign {name!r}, but it has no card: leadctl campaign add {name!r}", name=name)
    known = read_values(db, str, "SELECT name FROM campaigns ORDER BY name")
    raise unknown_name(Sentence("campaign"), name, known, Sentence("Add it with: leadctl campaign add NAME"))


def has_card(db: sqlite3.Connection, name: str) -> bool:
    """Whether a campaign of this name was planned; visits may name others too."""
    return has_rows(db, "SELECT 1 FROM campaigns WHERE name = ?", (name,))


def add_campaign(
    writer: Writer,
    name: str,
    *,
    kind: str | None,
    source: int | None,
    starts_on: str | None,
    ends_on: str | None,
    budget: float | None,
) -> int:
    """A campaign's card; returns its id. Raises Refused when there is one of this name."""
    if has_card(writer.db, name):
        raise Refused("The campaign {name!r} has a card already; see: leadctl campaign show {name!r}", name=name)
    return writer.insert(
        "campaigns", name=name, kind=kind, source=source, starts_on=starts_on, ends_on=ends_on, budget=budget
    )


def add_cost(writer: Writer, campaign: int, *, item: str, amount: float, spent_on: str, note: str | None) -> int:
    """Money spent on a campaign, in yuan; returns the cost's id."""
    return writer.insert("campaign_costs", campaign=campaign, item=item, amount=amount, spent_on=spent_on, note=note)


def costs_of(db: sqlite3.Connection, campaign: int) -> list[Cost]:
    """What a campaign cost, in the order it was spent."""
    sql = "SELECT id, spent_on, item, amount, note FROM campaign_costs WHERE campaign = ? ORDER BY spent_on, id"
    return read_rows(db, Cost, sql, (campaign,))


def cost_of(db: sqlite3.Connection, campaign: int) -> float:
    """What a campaign cost altogether, to the fen."""
    return round(read_value(db, float, "SELECT total(amount) FROM campaign_costs WHERE campaign = ?", (campaign,)), 2)


def approve_campaign(writer: Writer, campaign: Campaign) -> None:
    """The acting person approves a campaign. Raises Refused when it was approved before."""
    if campaign.approved_on is not None:
        by = campaign.approved_by or "somebody who is not on the staff list"
        raise Refused(
            "{campaign!r} was approved on {day} by {by} already.",
            campaign=campaign.campaign,
            day=campaign.approved_on,
            by=by,
        )
    writer.update("campaigns", campaign.id, approved_by=writer.author.staff, approved_on=writer.today)


def add_task(writer: Writer, campaign: int, *, what: str, due_on: str, staff: int | None) -> int:
    """Something to be done for a campaign, by ``staff`` (None: by anybody); returns its id."""
    return writer.insert("campaign_tasks", campaign=campaign, what=what, due_on=due_on, staff=staff)


def finish_task(writer: Writer, campaign: Campaign, task: int) -> str:
    """A task is done today; returns what it was. Raises Refused for none of this campaign, or one that is done."""
    known, name = {row.id: row for row in tasks_of(writer.db, campaign.id)}.get(task), campaign.campaign
    if known is None:
        raise Refused("{name!r} has no task {task}; see: leadctl campaign tasks {name!r}", name=name, task=task)
    if known.done_on is not None:
        raise Refused("Task {task} of {name!r} was done on {day} already.", task=task, name=name, day=known.done_on)
    writer.update("campaign_tasks", task, done_on=writer.today)
    return known.what


def tasks_of(db: sqlite3.Connection, campaign: int) -> list[CampaignTask]:
    """A campaign's tasks in the order of their days."""
    sql = (
        "SELECT t.id, t.due_on, t.what, s.name, t.done_on FROM campaign_tasks AS t"
        " LEFT JOIN staff AS s ON s.id = t.staff WHERE t.campaign = :id ORDER BY t.due_on, t.id"
    )
    return read_rows(db, CampaignTask, sql, {"id": campaign})


def usual_sources(db: sqlite3.Connection) -> dict[str, str]:
    """Campaign -> the source that most of its leads have."""
    rows = db.execute(
        "SELECT l.campaign, s.code FROM leads AS l JOIN sources AS s ON s.id = l.source"
        " WHERE l.campaign IS NOT NULL GROUP BY l.campaign, s.id ORDER BY count(*), s.id DESC"
    )
    return dict(rows.fetchall())
