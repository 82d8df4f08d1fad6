"""A group of stores: what each exports into the group's lake, and what the group asks of all of them.

Only this package knows pyarrow, Ibis, DuckDB and Spark (the extras ``group`` and ``spark``).
"""

from __future__ import annotations

from leadctl.errors import Refused


def missing_extra(extra: str, error: ImportError) -> Refused:
    """What to say where the libraries of an extra are not installed."""
    return Refused(
        "This needs the extra {extra} ({module} is missing): pip install 'leadctl[{extra}]'",
        extra=extra,
        module=error.name or "",
    ).with_code("missing-extra")
