"""Batches of what else is kept in files: follow-ups, churn, orders, sales - and visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands.session import Session

if TYPE_CHECKING:
    from leadctl import options as o


def visits(
    session: Session,
    file: o.BatchFile,
    encoding: o.Encoding = None,
    suffix: o.Suffix = None,
    mapping: o.Map = None,
    year: o.Year = None,
    sheet: o.Sheet = None,
    skip_bad: o.SkipBad = False,
    rejects: o.Rejects = None,
    dry_run: o.DryRun = False,
    strict: o.Strict = False,
    closed_before: o.ClosedBefore = None,
) -> None:
    """Visits: the same as log-visit --from FILE.

    Example: leadctl import visits register.xlsx --rejects bad.csv
    """
    from leadctl.commands.batches import import_visits

    given = dict(locals())
    import_visits(given.pop("session"), given.pop("file"), **_options(given))


def _options(given: dict[str, object]) -> dict[str, object]:
    given.pop("import_visits", None)
    return given


VERBS = (("visits", visits, "record"),)
