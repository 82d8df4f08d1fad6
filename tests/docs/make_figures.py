"""Writes the table of figures in ``docs/reports.md`` from their registry: ``python -m tests.docs.make_figures``."""

from __future__ import annotations

from pathlib import Path

from leadctl.store.queries.figures.registry import all_figures, short_names

DOCUMENT = Path(__file__).parents[2] / "docs" / "reports.md"
BEGIN, END = "<!-- figures: written by tests.docs.make_figures -->", "<!-- end of figures -->"


def figures_table() -> str:
    """The table: a line a figure."""
    short = short_names()
    lines = ["| figure | counts | of the day | unit | by |", "| --- | --- | --- | --- | --- |"]
    for name, figure in all_figures().items():
        by = _name_dimensions(figure.dimensions) + ("" if figure.adds_up else "; groups do not add up")
        lines.append(f"| `{short[name]}` | {figure.about} | {figure.day} | {figure.unit} | {by} |")
    return "\n".join(lines)


ALL = ("source", "channel", "consultant", "model", "campaign", "kind", "district")


def _name_dimensions(dimensions: tuple[str, ...]) -> str:
    if set(ALL) <= set(dimensions):
        return ", ".join(("all", *(f"`{name}`" for name in dimensions if name not in ALL)))
    return ", ".join(f"`{name}`" for name in dimensions)


def write_table(text: str) -> str:
    """The document with the table as it is now."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{figures_table()}\n{END}{tail}"


def main() -> None:
    DOCUMENT.write_text(write_table(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
