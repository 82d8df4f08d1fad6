"""What is exported of the store itself: campaigns, plans, lists, settings, and who wrote when."""

from __future__ import annotations

from leadctl.store.queries.exports.tables import ExportTable


def _table(name: str, sql: str, order: str = "f.id") -> ExportTable:
    return ExportTable(name, sql, None, order)


_CONSULTANT = " LEFT JOIN staff AS t ON t.id = f.consultant"

STORE_TABLES: tuple[ExportTable, ...] = (
    _table(
        "campaigns",
        "SELECT f.name, f.kind, s.code AS source, f.starts_on, f.ends_on, f.budget, t.name AS approved_by,"
        " f.approved_on, f.summary, f.id FROM campaigns AS f LEFT JOIN sources AS s ON s.id = f.source"
        " LEFT JOIN staff AS t ON t.id = f.approved_by",
    ),
    _table(
        "campaign_costs",
        "SELECT g.name AS campaign, f.spent_on, f.item, f.amount, f.note, f.id FROM campaign_costs AS f"
        " JOIN campaigns AS g ON g.id = f.campaign",
    ),
    _table(
        "campaign_tasks",
        "SELECT g.name AS campaign, f.due_on, f.what, t.name AS staff, f.done_on, f.id FROM campaign_tasks AS f"
        " JOIN campaigns AS g ON g.id = f.campaign LEFT JOIN staff AS t ON t.id = f.staff",
    ),
    _table("targets", "SELECT f.month, f.sales, f.id FROM targets AS f", "f.month"),
    _table(
        "target_sources",
        "SELECT f.month, s.code AS source, f.share, f.deal_rate, f.raised_rate, f.id FROM target_sources AS f"
        " JOIN sources AS s ON s.id = f.source",
        "f.month, f.id",
    ),
    _table(
        "target_weeks",
        "SELECT f.month, f.week, t.name AS consultant, f.leads, f.orders, f.deliveries, f.note, f.id"
        f" FROM target_weeks AS f{_CONSULTANT}",
        "f.month, f.week, f.id",
    ),
    _table(
        "target_actions",
        "SELECT f.month, f.week, t.name AS consultant, f.what, f.count, f.due_on, f.done_on, f.id"
        f" FROM target_actions AS f{_CONSULTANT}",
        "f.month, f.week, f.id",
    ),
    _table(
        "sign_offs",
        "SELECT f.day, t.name AS consultant, b.name AS by, f.note, f.id"
        f" FROM sign_offs AS f{_CONSULTANT} LEFT JOIN staff AS b ON b.id = f.by",
        "f.day, f.id",
    ),
    _table("closings", "SELECT f.month, f.figures, f.id FROM closings AS f", "f.month"),
    _table("staff", "SELECT f.name, f.role, f.login, f.left_on, f.id FROM staff AS f"),
    _table("sources", "SELECT f.code, f.label, f.id FROM sources AS f"),
    _table(
        "models",
        "SELECT f.name, f.id, g.name AS same_as FROM models AS f LEFT JOIN models AS g ON g.id = f.same_as",
    ),
    _table("reasons", 'SELECT f.code, f.label, f.grp AS "group", f.id FROM reasons AS f'),
    _table("policies", "SELECT f.from_on, f.toml, f.id FROM policies AS f", "f.from_on"),
    _table("settings", "SELECT f.key, f.value, f.id FROM settings AS f", "f.key"),
    _table(
        "operations",
        "SELECT f.at, f.actor AS who, f.login, f.host, f.command, f.summary, f.undoes, f.file, f.id"
        " FROM operations AS f",
    ),
)
