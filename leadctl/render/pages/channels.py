"""Online channels: how their leads were screened, how soon they were called, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.domain.first_calls import LATE, WITHIN
from leadctl.domain.screening import RESULTS
from leadctl.locale import N_
from leadctl.locale.labels import CHANNELS, FIGURES, LABELS
from leadctl.render.page import DOCUMENT, SCREEN, TEXT, Column, JsonObject, Page, Table, Translate, link_figures
from leadctl.render.pages.dimension_labels import path_of
from leadctl.render.pages.figure_rows import FigureRow, rows_of
from leadctl.render.values import UNASSIGNED, format_moment, format_rate

_CHANNEL = Column("name", LABELS["channel"], wrap=True)
_VOLUME = Column("volume", N_("Leads"), "int", figure="{path}volume")
_SCREENED = (
    _CHANNEL,
    _VOLUME,
    *(
        Column(f"{result} shown", result, readers=(SCREEN, TEXT), drop=place)
        for place, result in enumerate(RESULTS[:4])
    ),
    Column("unreached shown", N_("Unreached"), readers=(SCREEN, TEXT)),
    *(
        Column(f"{result} count", result, "int", readers=(DOCUMENT,), figure="{path}" + result)
        for result in RESULTS[:4]
    ),
    Column("unreached count", N_("Unreached"), "int", readers=(DOCUMENT,), figure="{path}unreached"),
)
_CALLED = link_figures(
    Column("median_minutes", N_("To call"), "number"),
    Column("within_5", N_("≤5 min"), "rate", drop=4),
    Column("within_30", N_("≤30 min"), "rate"),
    Column("within_day", N_("≤1 day"), "rate", drop=3),
    Column("waiting", N_("Waiting"), "int", drop=2),
)
_SHOWN = link_figures(
    Column("shown", N_("Shown"), "int", drop=1),
    Column("show_rate", N_("Of due"), "rate"),
)
_SALES = Column("sales", FIGURES["sales"], "int", figure="{path}sales")
_ONE_LINE = (
    _VOLUME,
    Column("A count", "A", "int", figure="{path}A"),
    Column("unreached count", N_("Unreached"), "int", figure="{path}unreached"),
    *_CALLED,
    Column("show_rate", N_("Show rate"), "rate", figure="{path}show_rate"),
)
_CALL_KEYS = ("median_minutes", *WITHIN, "called", "waiting", LATE, "waiting_since")
_KEYS = ("due_appointments", "shown", "show_rate", "came", "ordered", "sales")

LEGEND = N_(
    "To call: the median minutes to the first call, in opening hours; ≤: of the calls made or late by now. "
    "Shown: appointments kept, of those due."
)
_MINUTES = N_("To call: the median minutes to the first call, in opening hours; ≤: of the calls made or late by now.")
NOBODY = N_("No lead came online in this time. They come with: leadctl import online FILE")


def draw_page(rows: list[JsonObject], title: str, translate: Translate, total: JsonObject) -> Page:
    """The report's page; ``total``: all channels as one."""
    return Page(rows, lambda: _tables(rows, total, translate), title, records=lambda: channels_records(rows))


def _tables(rows: Sequence[JsonObject], total: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """A line a channel with counts and shares of the screening, then one with first calls, shows and sales.

    ``rows`` are as ``report channels --json`` has them; the total stands under several of them.
    """
    if not rows:
        return (Table(_SCREENED, (), note=NOBODY),)
    shown = [_flatten_row(row, _channel_name(row["channel"], translate), path_of(row["channel"])) for row in rows]
    sums = int(len(rows) > 1)
    if sums:
        shown.append(_flatten_row(total, translate(FIGURES["total"])))
    waiting = _waiting_note(total["first_call"], translate)
    return (
        Table(_SCREENED, _align_shares(shown), N_("Screened"), sums=sums),
        Table(
            (_CHANNEL, *_CALLED, *_SHOWN, _SALES),
            shown,
            N_("First call, and who came"),
            translate(LEGEND) + waiting,
            sums=sums,
        ),
    )


def online_table(total: JsonObject, translate: Translate) -> Table:
    """The online leads of a month in one line."""
    note = translate(_MINUTES) + _waiting_note(total["first_call"], translate)
    return Table(_ONE_LINE, [_flatten_row(total, "")], N_("Online leads"), note)


def channels_records(rows: Sequence[JsonObject]) -> tuple[Table, ...]:
    """The same as one table for programs."""
    columns = (
        Column("channel", "channel"),
        Column("volume", "volume", "int"),
        *(Column(f"{result}{part}", f"{result}{part}") for result in RESULTS for part in ("", "_share")),
        *(Column(key, key) for key in (*_KEYS, *_CALL_KEYS)),
    )
    return (Table(columns, [_program_row(row) for row in rows], "channels"),)


def _program_row(row: JsonObject) -> dict[str, object]:
    counts = {result: row[result]["count"] for result in RESULTS}
    shares = {f"{result}_share": row[result]["share"] for result in RESULTS}
    return {**row, **counts, **shares, **row["first_call"]}


def _flatten_row(row: JsonObject, name: str, path: str = "") -> dict[str, object]:
    counts = {f"{result} count": row[result]["count"] for result in RESULTS}
    shares = {f"{result} share": format_rate(row[result]["share"]) for result in RESULTS}
    return {**row, **counts, **shares, **row["first_call"], "name": name, "path": path}


def _align_shares(rows: Sequence[JsonObject]) -> list[dict[str, object]]:
    """Each count followed by its share, aligned over all rows."""
    found = [dict(row) for row in rows]
    for result in RESULTS:
        width, share_width = (max(len(f"{row[f'{result} {part}']!s}") for row in rows) for part in ("count", "share"))
        for row in found:
            row[f"{result} shown"] = f"{row[f'{result} count']!s:>{width}} {row[f'{result} share']!s:>{share_width}}"
    return found


def _waiting_note(calls: JsonObject, translate: Translate) -> str:
    """How many wait for their first call and since when; nothing when nobody does."""
    if not calls["waiting"]:
        return ""
    text = translate(N_("Waiting for the first call: {count}, the longest since {moment}: leadctl due"))
    return " " + text.format(count=calls["waiting"], moment=format_moment(calls["waiting_since"]))


def _channel_name(code: str | None, translate: Translate) -> str:
    return translate(UNASSIGNED if code is None else CHANNELS.get(code, code))


_COMPARED = ("volume", "shown", "show_rate", "came", "ordered", "sales")


def list_figures(rows: Sequence[JsonObject], translate: Translate) -> list[FigureRow]:
    """The figures of each channel one by one."""
    found: list[FigureRow] = []
    for row in rows:
        prefix, section = f"{row['channel'] or 'none'}.", _channel_name(row["channel"], translate)
        found += rows_of(row, _COMPARED[:1], translate, section=section, prefix=prefix, labels=_LABELS)
        results = {result: row[result]["count"] for result in RESULTS}
        found += rows_of(results, RESULTS, translate, section=section, prefix=prefix, labels=_LABELS)
        found += rows_of(row, _COMPARED[1:], translate, section=section, prefix=prefix, labels=_LABELS)
        found += rows_of(
            row["first_call"], ("median_minutes", *WITHIN), translate, section=section, prefix=prefix, labels=_LABELS
        )
    return found


_LABELS = {
    **FIGURES,
    "volume": N_("Leads"),
    "unreached": N_("Unreached"),
    "shown": N_("Appointments kept"),
    "show_rate": N_("Show rate"),
    "came": N_("Came"),
    "ordered": N_("Ordered"),
    "median_minutes": N_("Minutes to the first call, median"),
    "within_5": N_("≤5 min"),
    "within_30": N_("≤30 min"),
    "within_day": N_("≤1 day"),
}
