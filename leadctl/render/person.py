"""What is held of one person as a page to hand over: HTML in one file, without scripts and without anything to load."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape

from leadctl.locale import N_
from leadctl.plain_text import clean

Translate = Callable[[str], str]

_STYLE = (
    "body{font:14px/1.5 sans-serif;margin:2em auto;max-width:60em;color:#222}"
    "h1{font-size:1.5em}h2{font-size:1.1em;margin-top:2em;border-bottom:1px solid #999}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;padding:.2em .5em;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}th{background:#f3f3f3}p{color:#555}"
    "@media print{h2{break-after:avoid}tr{break-inside:avoid}}"
)

TITLES: Mapping[str, str] = {
    "customer": N_("Who you are to us"),
    "visits": N_("Your visits and calls to us"),
    "leads": N_("Your enquiries"),
    "followups": N_("Our contacts with you"),
    "orders": N_("Your orders"),
    "owners": N_("Your cars"),
    "mentions": N_("Where others' records name you"),
    "operations": N_("Who wrote these records, and when"),
    "earlier": N_("What these records held before they were changed"),
}
"""The titles of the parts that most people have; other parts are called as their table is."""

_NOTE = N_(
    "This is everything that we hold of you, as it stands on {day}: what you told us, what we noted of our contacts, "
    "and what follows from it. A name in others' records may mean somebody else of the same name. You may have it "
    "corrected or erased, and you may object to being contacted."
)


def write_person_page(found: Mapping[str, object], *, store: str | None, day: str, translate: Translate) -> str:
    """The page of a person. ``found``: title key -> an object, or a list of objects; empty parts are left out."""
    title = translate(N_("What we hold of you"))
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    intro = f"<body><h1>{escape(title)}</h1><p>{_cell(store)} {escape(translate(_NOTE).format(day=day))}</p>"
    parts = (_part(translate(TITLES.get(key, key)), value, translate) for key, value in found.items() if value)
    return "\n".join(["<!DOCTYPE html>", f"<html><head>{head}</head>", intro, *parts, "</body></html>", ""])


def _part(title: str, value: object, translate: Translate) -> str:
    rows = list(_rows(value))
    filled = [key for key in dict.fromkeys(key for row in rows for key in row) if _any(rows, key)]
    if isinstance(value, Mapping):
        body = "".join(f"<tr><th>{_cell(key)}</th><td>{_cell(value[key])}</td></tr>" for key in filled)
    else:
        body = f"<tr>{''.join(f'<th>{_cell(key)}</th>' for key in filled)}</tr>" + "".join(
            f"<tr>{''.join(f'<td>{_cell(row.get(key))}</td>' for key in filled)}</tr>" for row in rows
        )
    return f"<h2>{escape(title)}</h2><table>{body}</table>"


def _rows(value: object) -> Iterator[Mapping[str, object]]:
    values: Sequence[object] = value if isinstance(value, (list, tuple)) else [value]
    for one in values:
        if isinstance(one, Mapping):
            yield one


def _any(rows: Sequence[Mapping[str, object]], key: str) -> bool:
    return any(row.get(key) not in (None, "", []) for row in rows)


def _cell(value: object) -> str:
    """A value as text in HTML: escaped, in one line, without characters that are not seen."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "<br>".join(f"{_cell(key)}: {_cell(one)}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_cell, value))
    return escape(clean(str(value)))
