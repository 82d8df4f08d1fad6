"""The defeat analysis: reasons by model and group, what was verified, who won, and what became of the lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from leadctl.domain.figures import share
from leadctl.locale import N_
from leadctl.locale.labels import CHURN_REVERSALS, FIGURES, REASON_GROUPS, REASONS
from leadctl.render.page import (
    DOCUMENT,
    HEAT,
    PARETO,
    SCREEN,
    TEXT,
    Chart,
    Column,
    JsonObject,
    Page,
    Table,
    Translate,
    escape_path,
    key_columns,
)
from leadctl.render.pages.dimension_labels import name_values, path_of
from leadctl.render.pages.figure_rows import FigureRow, rows_of
from leadctl.render.values import DASH, UNASSIGNED, format_rate

_VERIFICATION = (
    Column("churned", FIGURES["churned"], "int", figure="{path}churned"),
    Column("confirmed", FIGURES["confirmed"], "int", drop=1, figure="{path}confirmed"),
    Column("overturned", FIGURES["overturned"], "int", drop=2, figure="{path}overturned"),
    Column("unreachable", FIGURES["unreachable"], "int", drop=3, figure="{path}unreachable"),
    Column("pending", N_("Pending"), "int", figure="{path}pending"),
    Column("coverage", N_("Coverage"), "rate", figure="{path}coverage"),
)
_RIVALS = (
    Column("rival", FIGURES["rival"], wrap=True),
    Column("count", FIGURES["count"], "int", bar=True, figure="rivals.{rival}"),
)
_PARETO = (
    Column("reason", FIGURES["reason"], labels=REASONS),
    Column("count", FIGURES["count"], "int", figure="{reason}"),
    Column("share", FIGURES["share"], "rate", figure="{reason}"),
    Column("upto", N_("Cumulative share"), "rate"),
)
_WORDED = (SCREEN, TEXT)

_GROUPS = (
    Column("group", N_("Group of reasons"), labels=REASON_GROUPS),
    Column("count", FIGURES["count"], "int", bar=True, figure="groups.{group}"),
    Column("share", FIGURES["share"], "rate", figure="groups.{group}"),
)
_BECAME = (
    Column("leads", N_("Churn"), labels=CHURN_REVERSALS),
    Column("total", FIGURES["total"], "int", figure="{leads}.total"),
    Column("open", N_("Open"), "int", figure="{leads}.open"),
    Column("dormant", N_("Asleep"), "int", drop=4, figure="{leads}.dormant"),
    Column("ordered", N_("Ordered"), "int", drop=1, figure="{leads}.ordered"),
    Column("delivered", N_("Delivered"), "int", drop=2, figure="{leads}.delivered"),
    Column("churned", N_("Lost again"), "int", drop=3, figure="{leads}.churned"),
    Column("won_rate", N_("Won"), "rate", figure="{leads}.won_rate"),
)


def draw_page(data: JsonObject, title: str, translate: Translate, historic: int, by: tuple[str, ...] = ()) -> Page:
    """The report's page; ``historic``: churns that nobody is asked to verify."""
    notes = historic_note(historic, translate)
    if by:
        return Page(data, lambda: (_by_table(data, by, translate),), title, notes, lambda: (_by_records(data),))
    return Page(data, lambda: defeats_tables(data, translate), title, notes, lambda: defeats_records(data))


def defeats_tables(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """A defeats report for people: the matrix with reasons as rows, their groups, the verification, the rivals, and
    what became of leads that were not lost for good. Parts in which nothing stands are left out."""
    parts = (
        _matrix_table(data, translate),
        _pareto_table(data),
        _group_table([row for row in data.get("groups", ()) if row["count"]]),
        _verification_table(data, translate),
        Table(_RIVALS, data["rivals"], FIGURES["rivals"]),
        _outcome_table([row for row in _outcome_rows(data) if row["total"]]),
    )
    return tuple(table for table in parts if table.rows or table.note)


def _by_table(data: JsonObject, by: tuple[str, ...], translate: Translate) -> Table:
    """The matrix with groups instead of models, the most defeats first."""
    groups = [{**row, "model": name_values(by, row["group"], translate)} for row in data["by_group"]]
    return _matrix_table({**data, "models": groups}, translate)


def _by_records(data: JsonObject) -> Table:
    """The same for programs: a line a cell of the matrix; the group of the totals is total."""
    rows = [
        {"group": row.get("group", "total"), "reason": reason, "count": count, "share": row["shares"][reason]}
        for row in (*data["by_group"], data["total"])
        for reason, count in row["counts"].items()
    ]
    return Table(key_columns("group", "reason", "count", "share"), rows)


def _group_table(rows: Sequence[JsonObject]) -> Table:
    return Table(_GROUPS, rows, N_("Reasons by group"))


def _outcome_table(rows: Sequence[JsonObject]) -> Table:
    return Table(_BECAME, rows, N_("What became of them, to date"))


def _outcome_rows(data: JsonObject) -> list[JsonObject]:
    """A month that was closed by an earlier version has none."""
    return [{"leads": name, **data[name]} for name in CHURN_REVERSALS if name in data]


def defeats_records(data: JsonObject) -> tuple[Table, ...]:
    """The same for programs: a line a cell of the matrix, then the other parts.

    The model of the totals is empty; leads without a model stand under ``none``, as in ``--list``.
    """
    models = [{**row, "model": row["model"] or "none"} for row in data["models"]]
    rows = [
        {"model": row.get("model"), "reason": reason, "count": row["counts"][reason], "share": row["shares"][reason]}
        for row in (*models, data["total"])
        for reason in data["reasons"]
    ]
    consultant = Column("consultant", "consultant")
    return (
        Table(key_columns("model", "reason", "count", "share"), rows, "defeats"),
        Table(_VERIFICATION, [data["verification"]], "verification"),
        Table((consultant, *_VERIFICATION[:-1]), data["by_consultant"], "by_consultant"),
        Table(_RIVALS, data["rivals"], "rivals"),
        Table(_GROUPS, data.get("groups", ()), "groups"),
        Table(_BECAME, _outcome_rows(data), "became"),
    )


def _matrix_table(data: JsonObject, translate: Translate) -> Table:
    """Only reasons that were given; the totals lead, with each reason's share of all."""
    models: Sequence[JsonObject] = data["models"]
    reasons = [reason for reason in data["reasons"] if data["total"]["counts"][reason]]
    note = "" if reasons else N_("Nobody was lost to a rival or gave up in this time.")
    columns = (
        Column("reason", FIGURES["reason"], labels=REASONS),
        Column("total", FIGURES["total"], "int", readers=_WORDED),
        *(
            Column(f"model {place}", _model_name(row, translate), "int", readers=_WORDED)
            for place, row in enumerate(models)
        ),
        Column("total count", FIGURES["total"], "int", readers=(DOCUMENT,), figure="{code}"),
        *_counted_columns(models, translate),
    )
    rows = [_reason_row(reason, models, data["total"]) for reason in reasons]
    rows += [_totals_row(models, data["total"], translate)] if reasons else []
    shaded = Chart(HEAT, "reason", tuple(f"count {place}" for place in range(len(models))))
    return Table(columns, rows, FIGURES["defeat"], note, keep=1, chart=shaded, sums=int(bool(reasons)))


def _counted_columns(models: Sequence[JsonObject], translate: Translate) -> Iterator[Column]:
    """A column a model, or a group of other dimensions, whose cells are numbers."""
    for place, row in enumerate(models):
        path = path_of(row["group"]) if "group" in row else f"models.{row['model'] or 'none'}"
        figure = escape_path(path) + ("{code}" if "group" in row else "{path}")
        name = _model_name(row, translate)
        yield Column(f"count {place}", name, "int", readers=(DOCUMENT,), figure=figure)


def _pareto_table(data: JsonObject) -> Table:
    """The reasons from the most frequent on, with the share that they and those before them have of all."""
    total = data["total"]
    whole = total["total"]
    given = {reason: count for reason, count in total["counts"].items() if count}
    reasons = sorted(given, key=lambda reason: (-given[reason], list(given).index(reason)))
    upto = accumulate(given[reason] for reason in reasons)
    rows = [
        {
            "reason": reason,
            "count": given[reason],
            "share": total["shares"][reason],
            "upto": share(so_far, whole),
        }
        for reason, so_far in zip(reasons, upto, strict=True)
    ]
    chart = Chart(PARETO, "reason", ("count", "upto"))
    return Table(_PARETO, rows, N_("Reasons by frequency"), chart=chart, readers=(DOCUMENT,))


def _model_name(row: JsonObject, translate: Translate) -> str:
    model: str | None = row["model"]
    return translate(UNASSIGNED) if model is None else model


def _reason_row(reason: str, models: Sequence[JsonObject], total: JsonObject) -> dict[str, object]:
    cells = {f"model {place}": _count_and_share(row, reason) for place, row in enumerate(models)}
    counts = {f"count {place}": row["counts"][reason] or None for place, row in enumerate(models)}
    return {
        "reason": reason,
        "code": reason,
        "path": f".{reason}",
        "total": _count_and_share(total, reason),
        "total count": total["counts"][reason],
        **cells,
        **counts,
    }


def _count_and_share(row: JsonObject, reason: str) -> str:
    found = row["counts"][reason]
    return f"{found}  {format_rate(row['shares'][reason]):>6}" if found else DASH


def _totals_row(models: Sequence[JsonObject], total: JsonObject, translate: Translate) -> dict[str, object]:
    whole = total["total"]
    cells = {
        f"model {place}": f"{row['total']}  {format_rate(row['total'] / whole):>6}" for place, row in enumerate(models)
    }
    counts = {f"count {place}": row["total"] for place, row in enumerate(models)}
    return {
        "reason": translate(FIGURES["total"]),
        "code": "total",
        "path": "",
        "total": f"{whole}  {format_rate(1.0):>6}",
        "total count": whole,
        **cells,
        **counts,
    }


def _verification_table(data: JsonObject, translate: Translate) -> Table:
    """Who has had how many churns called back; the last line is everybody."""
    columns = (Column("consultant", FIGURES["consultant"]), *_VERIFICATION)
    rows = [_verification_row(row, row["consultant"] or translate(UNASSIGNED)) for row in data["by_consultant"]]
    rows.append(_verification_row(data["verification"], translate(FIGURES["total"])))
    return Table(columns, rows, FIGURES["verification"], sums=1)


def _verification_row(row: JsonObject, name: str) -> dict[str, object]:
    done = row["confirmed"] + row["overturned"]
    coverage = done / row["churned"] if row["churned"] else None
    path = f"by_consultant.{row['consultant'] or 'none'}." if "consultant" in row else ""
    return {**row, "consultant": name, "coverage": coverage, "path": path}


def historic_note(historic: int, translate: Translate) -> tuple[str, ...]:
    """Says of churns taken over with an old register, or of people forgotten, that nobody verifies them."""
    text = translate(N_("{count} closed while an old register was taken over, or forgotten: nobody verifies them."))
    return (text.format(count=historic),) if historic else ()


def list_figures(data: JsonObject, translate: Translate) -> list[FigureRow]:
    """The defeats by reason, and the verification, one by one."""
    total = data["total"]
    given = [reason for reason, count in total["counts"].items() if count]
    grouped = [
        row
        for group in data.get("by_group", ())
        for row in rows_of(
            group,
            ("total",),
            translate,
            section=FIGURES["group"],
            prefix=path_of(group["group"]),
            labels={"total": name_values(data["by"], group["group"], translate)},
        )
    ]
    return [
        *rows_of(total, ("total",), translate, section=FIGURES["defeat"]),
        *rows_of(total["counts"], given, translate, section=FIGURES["defeat"], labels=REASONS),
        *rows_of(data["verification"], list(data["verification"]), translate, section=FIGURES["verification"]),
        *grouped,
    ]
