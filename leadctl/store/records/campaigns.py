"""Campaigns: their cards, what they cost, and their dated tasks."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from leadctl.errors import Refused, Sentence
from leadctl.store.records.staff import unknown

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer

Record = dict[str, object]

_CARD = (
    "SELECT g.id, g.name AS campaign, g.kind, s.code AS source, g.starts_on, g.ends_on, g.budget,"
    " a.name AS approved_by, g.approved_on, g.summary FROM campaigns AS g"
    " LEFT JOIN sources AS s ON s.id = g.source LEFT JOIN staff AS a ON a.id = g.approved_by"
)


def campaign_cards(db: sqlite3.Connection) -> list[Record]:
    """Every campaign with a card, in the order of their days; those without a day come last."""
    return [dict(row) for row in db.execute(f"{_CARD} ORDER BY g.starts_on NULLS LAST, g.id")]


def campaign_named(db: sqlite3.Connection, name: str) -> sqlite3.Row:
    """A campaign's card. Raises Refused when there is none, with near names."""
    row: sqlite3.Row | None = db.execute(f"{_CARD} WHERE g.name = :name", {"name": name}).fetchone()
    if row is not None:
        return row
    if db.execute("SELECT 1 FROM leads WHERE campaign = :name LIMIT 1", {"name": name}).fetchone() is not None:
        raise Refused("Leads name the campaign {name!r}, but it has no card: leadctl campaign add {name!r}", name=name)
    known = [found["name"] for found in db.execute("SELECT name FROM campaigns ORDER BY name")]
    raise unknown(Sentence("campaign"), name, known, Sentence("Add it with: leadctl campaign add NAME"))


def has_card(db: sqlite3.Connection, name: str) -> bool:
    """Whether a campaign of this name was planned; visits may name others too."""
    return db.execute("SELECT 1 FROM campaigns WHERE name = :name", {"name": name}).fetchone() is not None


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


def costs_of(db: sqlite3.Connection, campaign: int) -> list[Record]:
    """What a campaign cost, in the order it was spent."""
    rows = db.execute(
        "SELECT id, spent_on, item, amount, note FROM campaign_costs WHERE campaign = :id ORDER BY spent_on, id",
        {"id": campaign},
    )
    return [dict(row) for row in rows]


def cost_of(db: sqlite3.Connection, campaign: int) -> float:
    """What a campaign cost altogether, to the fen."""
    found = db.execute("SELECT total(amount) FROM campaign_costs WHERE campaign = :id", {"id": campaign}).fetchone()
    return round(float(found[0]), 2)


def approve(writer: Writer, campaign: sqlite3.Row) -> None:
    """The acting person approves a campaign. Raises Refused when it was approved before."""
    if campaign["approved_on"] is not None:
        by = campaign["approved_by"] or "somebody who is not on the staff list"
        raise Refused(
            "{campaign!r} was approved on {day} by {by} already.",
            campaign=campaign["campaign"],
            day=campaign["approved_on"],
            by=by,
        )
    writer.update("campaigns", campaign["id"], approved_by=writer.author.staff, approved_on=writer.today)


def add_task(writer: Writer, campaign: int, *, what: str, due_on: str, staff: int | None) -> int:
    """Something to be done for a campaign, by ``staff`` (None: by anybody); returns its id."""
    return writer.insert("campaign_tasks", campaign=campaign, what=what, due_on=due_on, staff=staff)


def finish_task(writer: Writer, campaign: sqlite3.Row, task: int) -> str:
    """A task is done today; returns what it was. Raises Refused for none of this campaign, or one that is done."""
    row = writer.db.execute(
        "SELECT what, done_on FROM campaign_tasks WHERE id = :task AND campaign = :campaign",
        {"task": task, "campaign": campaign["id"]},
    ).fetchone()
    name = campaign["campaign"]
    if row is None:
        raise Refused("{name!r} has no task {task}; see: leadctl campaign tasks {name!r}", name=name, task=task)
    if row["done_on"] is not None:
        raise Refused("Task {task} of {name!r} was done on {day} already.", task=task, name=name, day=row["done_on"])
    writer.update("campaign_tasks", task, done_on=writer.today)
    return str(row["what"])


def tasks_of(db: sqlite3.Connection, campaign: int) -> list[Record]:
    """A campaign's tasks in the order of their days."""
    rows = db.execute(
        "SELECT t.id, t.due_on, t.what, s.name AS staff, t.done_on FROM campaign_tasks AS t"
        " LEFT JOIN staff AS s ON s.id = t.staff WHERE t.campaign = :id ORDER BY t.due_on, t.id",
        {"id": campaign},
    )
    return [dict(row) for row in rows]


def usual_sources(db: sqlite3.Connection) -> dict[str, str]:
    """Campaign -> the source that most of its leads have."""
    rows = db.execute(
        "SELECT l.campaign, s.code, count(*) AS leads FROM leads AS l JOIN sources AS s ON s.id = l.source"
        " WHERE l.campaign IS NOT NULL GROUP BY l.campaign, s.id ORDER BY leads, s.id DESC"
    )
    return {row["campaign"]: row["code"] for row in rows}
