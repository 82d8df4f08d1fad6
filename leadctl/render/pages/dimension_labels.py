"""What people call the dimensions of figures and their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.locale import N_
from leadctl.locale.labels import CHANNELS, FIGURES, KINDS, LABELS, REASON_GROUPS, REASONS, SOURCES
from leadctl.render.page import JsonObject, Translate
from leadctl.render.values import UNASSIGNED

DIMENSIONS = {
    "source": LABELS["source"],
    "channel": LABELS["channel"],
    "consultant": LABELS["consultant"],
    "model": LABELS["model"],
    "campaign": LABELS["campaign"],
    "kind": LABELS["kind"],
    "grade": LABELS["grade"],
    "district": N_("District"),
    "reason": FIGURES["reason"],
    "reason-group": N_("Group of reasons"),
    "store": N_("Store"),
    "region": N_("Region"),
    "week": N_("Week"),
    "month": FIGURES["month"],
    "quarter": N_("Quarter"),
}

_LABELS: Mapping[str, Mapping[str, str]] = {
    "source": SOURCES,
    "channel": CHANNELS,
    "kind": KINDS,
    "reason": REASONS,
    "reason-group": REASON_GROUPS,
}


def name_value(dimension: str, value: str | None, translate: Translate) -> str:
    """A value of a dimension as people read it."""
    if value is None:
        return translate(UNASSIGNED)
    label = _LABELS.get(dimension, {}).get(value)
    return value if label is None else translate(label)


def name_values(by: Sequence[str], group: str | list[str | None] | None, translate: Translate) -> str:
    """A group of one dimension, or of two, as people read it."""
    values: list[str | None] = group if isinstance(group, list) else [group]
    return " · ".join(name_value(one, value, translate) for one, value in zip(by, values, strict=True))


def name_dimensions(by: Sequence[str], translate: Translate) -> str:
    """The dimensions as the heading of a column; a field of the store's own by its name."""
    return " · ".join(translate(DIMENSIONS[one]) if one in DIMENSIONS else one for one in by)


def path_of(group: str | list[str | None] | None) -> str:
    """What stands before the name of a figure of a group, in the path of the figure."""
    values = group if isinstance(group, list) else [group]
    return "".join(f"{value or 'none'}." for value in values)


def path_of_consultant(row: JsonObject) -> str:
    """The same of a row of a consultant."""
    return f"consultants.{path_of(row['consultant'])}"


def name_consultants(rows: Sequence[JsonObject], translate: Translate) -> list[JsonObject]:
    """Rows of consultants with what people call nobody, and the ``path`` of their figures."""
    return [
        {**row, "consultant": row["consultant"] or translate(UNASSIGNED), "path": path_of_consultant(row)}
        for row in rows
    ]


def name_groups(groups: Sequence[JsonObject], by: Sequence[str], translate: Translate) -> list[JsonObject]:
    """Rows of groups with what people call each (``name``), and the ``path`` of its figures."""
    return [{**row, "name": name_values(by, row["group"], translate), "path": path_of(row["group"])} for row in groups]
