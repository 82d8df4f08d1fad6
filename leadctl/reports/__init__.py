"""Reports: what is counted."""

from __future__ import annotations

from leadctl.errors import WrongUsage


def unknown_figure(figure: str, known: tuple[str, ...]) -> WrongUsage:
    """What to say of a ``--list`` that names no figure of the report."""
    return WrongUsage(
        "--list {figure!r} is no figure of this report; figures are: {known}", figure=figure, known=" ".join(known)
    )
