"""The manager's page: one month, the most important first."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.domain.figures import FUNNEL_STEPS, TRAFFIC_RATIOS
from leadctl.domain.leaks import STEPS
from leadctl.locale import N_
from leadctl.locale.labels import FIGURES, REASONS
from leadctl.render.page import Column, JsonObject, Page, Table, Tables, Translate, prefix_figures
from leadctl.render.pages.channels import channels_records, online_table
from leadctl.render.pages.defeats import defeats_records, defeats_tables, historic_note
from leadctl.render.pages.defeats import list_figures as list_defeats
from leadctl.render.pages.figure_rows import FigureRow
from leadctl.render.pages.followups import followups_records, followups_tables
from leadctl.render.pages.followups import list_figures as list_followups
from leadctl.render.pages.forecast import forecast_tables, progress_line
from leadctl.render.pages.funnel import churn_line, funnel_table, reading_title
from leadctl.render.pages.funnel import list_figures as list_funnel
from leadctl.render.pages.month_pictures import add_pictures
from leadctl.render.pages.targets import no_target_note, pace_table, sources_table
from leadctl.render.pages.traffic import list_figures as list_traffic
from leadctl.render.pages.traffic import traffic_table
from leadctl.render.values import format_number, format_rate

_SHOWN = (
    "showroom_sales",
    "sub_dealer_sales",
    "wholesale_sales",
    "total_sales",
    *TRAFFIC_RATIOS,
    "open_leads_by_grade",
)
"""Of the traffic analysis: what a manager reads first. The funnel has the visits."""

_CHANGES = (
    Column("figure", N_("Figure"), wrap=True),
    Column("kept", N_("When closed"), "number"),
    Column("now", N_("Now"), "number"),
    Column("difference", N_("Difference"), "number"),
)


def draw_page(
    data: JsonObject,
    title: str,
    translate: Translate,
    team: bool = True,
    historic: int = 0,
    runs: bool = False,
    trend: JsonObject | None = None,
) -> Page:
    """The page, of a closed month with what has changed since. ``team``: it is everybody's; ``historic``: churns that
    nobody is asked to verify; ``runs``: today is one of its days, so that what is overdue now has a place in it;
    ``trend``: of what its pictures are drawn, for a format that has them."""

    def changes(*, every: bool) -> Tables:
        return (_changes_table(data["changes"], translate, every=every),) if "changes" in data else ()

    if "closed" in data:
        text = translate(N_("closed on {day} by {who}"))
        title = f"{title} · {text.format(day=data['closed']['at'][:10], who=data['closed']['by'])}"
    return Page(
        data,
        lambda: add_pictures(
            (*_tables(data, translate, team=team, runs=runs), *changes(every=False)), data, trend, translate
        ),
        title,
        historic_note(historic, translate),
        lambda: (*_records(data), *changes(every=True)),
    )


def _tables(data: JsonObject, translate: Translate, *, team: bool, runs: bool) -> tuple[Table, ...]:
    """The month's standing, funnel, leaks, discipline, online leads and churn (where there are any), the next month,
    the ratios.

    ``team``: the page is everybody's; the plan is the store's, and has no place on one consultant's page. Only a
    month has a plan.
    """
    funnel, churn = data["funnel"], data["churn"]
    stages = funnel_table(funnel["stages"], title=reading_title(funnel), note=churn_line(funnel["churn"], translate))
    lost = defeats_tables(churn, translate) if churn["verification"]["churned"] else ()
    ratios = traffic_table(data["traffic"], translate, wanted=_SHOWN)._replace(title=N_("Traffic analysis"))
    discipline = followups_tables(data["followups"], translate, runs=runs)[:2]
    standing = (_pace_with_forecast(data, translate),) if team and data["targets"] is not None else ()
    coming = (_next_month_table(data["next_month"], translate),) if team and data["next_month"] is not None else ()
    online = (online_table(data["online"], translate),) if data.get("online", {}).get("volume") else ()
    return (
        *(prefix_figures(table, "targets.") for table in standing),
        prefix_figures(stages, "funnel."),
        leaks_table(data["leaks"], translate),
        *(prefix_figures(table, "followups.") for table in discipline),
        *(prefix_figures(table, "online.") for table in online),
        *(prefix_figures(table, "churn.") for table in lost),
        *(prefix_figures(table, "targets.") for table in coming),
        prefix_figures(ratios, "traffic."),
    )


def _records(data: JsonObject) -> tuple[Table, ...]:
    """The same for programs."""

    def keep_english(text: str) -> str:
        return text

    funnel, planned = data["funnel"], data["targets"] is not None
    plan = (pace_table(data["targets"], keep_english)._replace(title="targets"),) if planned else ()
    coming = (forecast_tables(data["forecast"], keep_english)[0]._replace(title="forecast"),) if planned else ()
    following = (sources_table(data["next_month"], keep_english)._replace(title="next_month"),) if planned else ()
    return (
        *plan,
        *coming,
        funnel_table(funnel["stages"], title=reading_title(funnel)),
        leaks_records(data["leaks"]),
        *followups_records(data["followups"]),
        *channels_records(data.get("channels", ())),
        *defeats_records(data["churn"]),
        *following,
        traffic_table(data["traffic"], keep_english, wanted=_SHOWN),
    )


def _pace_with_forecast(data: JsonObject, translate: Translate) -> Table:
    """The plan's pace, with the forecast under it."""
    return pace_table(data["targets"], translate, progress_line(data["forecast"], translate))


def _next_month_table(data: JsonObject, translate: Translate) -> Table:
    """The leads that the next month needs."""
    title = translate(N_("Leads needed in {month}")).format(month=data["month"])
    table = sources_table(data, translate, title)
    return table if data["sales_target"] is not None else table._replace(note=no_target_note(data, translate))


def _changes_table(changes: Sequence[JsonObject], translate: Translate, *, every: bool) -> Table:
    """What changed since a month was closed: its counts, or with ``every`` also the shares and sums made of them."""
    rows = [
        {
            **change,
            "figure": change["figure"] if every else _figure_name(change["figure"], translate),
            "difference": (change["now"] or 0) - (change["kept"] or 0),
        }
        for change in changes
        if every or all(value is None or isinstance(value, int) for value in (change["kept"], change["now"]))
    ]
    note = "" if rows else translate(N_("Nothing has changed since."))
    return Table(_CHANGES, rows, N_("Changed since it was closed"), note)


def _figure_name(figure: str, translate: Translate) -> str:
    """``funnel.stages.orders.count`` as people call it."""
    parts = [part for part in figure.split(".") if part not in ("stages", "groups", "count", "counts")]
    return " · ".join(translate(FIGURES.get(part, part.replace("_", " "))) for part in parts)


_SENTENCES = {
    "step": N_(
        "{figure}: {count} of {of} ({rate}) of “{base}”, {before} in the three months before: {missing} fewer, which"
        " costs {sales} sales."
    ),
    # Of months that were closed by versions which took these for leaks.
    "overdue": N_("{count} leads are overdue."),
    "neglect": N_("{count} leads were neglected and went to the common pool."),
    "waiting": N_("{count} online enquiries, {rate} of the month's, wait for a first call that is late."),
    "defeat": N_("{count} lost for the reason “{figure}”, {rate} of the defeats."),
    "lost_contact": N_("{count} lost contact, {rate} of the churn."),
}
_TITLE = N_("The worst leaks")
_KEYS = ("leak", "figure", "count", "of", "rate", "rate_before", "missing", "sales", "command")
_NEW_KEYS = ("base", "lost", "lost_command")


def leaks_table(leaks: Sequence[JsonObject], translate: Translate) -> Table:
    """A sentence a leak, and under it its commands."""
    rows = []
    for place, leak in enumerate(leaks, start=1):
        rows.append({"text": f"{place}. {_leak_sentence(leak, translate)}"})
        commands = (leak["command"], leak.get("lost_command"))
        rows += [{"text": command, "style": "accent"} for command in commands if command is not None]
    if not rows:
        return Table((Column("text", _TITLE, wrap=True, style="style"),), rows, _TITLE, translate(_NO_LEAK))
    return Table((Column("text", _TITLE, wrap=True, style="style"),), rows, note=_judged_note(leaks, translate))


_NO_LEAK = N_("None: no step from visit to order fell, as far as there are enough leads to judge.")


def _judged_note(leaks: Sequence[JsonObject], translate: Translate) -> str:
    """Which leads were judged; of leaks that were kept by earlier versions nobody knows."""
    opened = next((leak["opened"] for leak in leaks if leak.get("opened")), None)
    if opened is None:
        return ""
    text = N_(
        "Leads are judged after 30 days: those opened from {first} to {last}. The second command lists who is missing."
    )
    return translate(text).format(first=opened["from"], last=opened["to"])


def leaks_records(leaks: Sequence[JsonObject]) -> Table:
    """A line a leak for programs."""
    return Table(tuple(Column(key, key) for key in (*_KEYS, *_NEW_KEYS)), leaks, "leaks")


def _leak_sentence(leak: JsonObject, translate: Translate) -> str:
    names = REASONS if leak["leak"] == "defeat" else FIGURES
    figure = str(leak["figure"])
    base = STEPS.get(figure) or FUNNEL_STEPS.get(figure)
    return translate(_SENTENCES[leak["leak"]]).format(
        figure=translate(names.get(figure, figure)),
        base="" if base is None else translate(FIGURES[base]),
        count=leak["count"],
        of=leak["of"],
        rate=format_rate(leak["rate"]),
        before=format_rate(leak["rate_before"]),
        missing=format_number(float(leak["missing"])),
        sales=format_number(float(leak["sales"])),
    )


def list_figures(data: JsonObject, translate: Translate) -> list[FigureRow]:
    """The page's figures one by one: the funnel, the ratios and sales, the team's discipline, the churn."""
    parts = (
        ("funnel", list_funnel, None),
        ("traffic", list_traffic, _SHOWN),
        ("followups", list_followups, None),
        ("churn", list_defeats, None),
    )
    return [
        row._replace(figure=f"{part}.{row.figure}")
        for part, list_part, wanted in parts
        if data[part] is not None
        for row in list_part(data[part], translate)
        if wanted is None or row.figure in wanted or row.figure.startswith("open_leads_by_grade")
    ]
