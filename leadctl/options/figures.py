"""The options of reports and the audit."""

from __future__ import annotations

from typing import Annotated, Literal

from typer import Argument, Option

Text = str | None

# reports
ReportName = Annotated[
    Text,
    Argument(
        metavar="[NAME]",
        help="month, funnel, traffic, defeats, followups, appointments, day, prospects, profile, campaigns, referrals,"
        " targets, forecast, owners, channels; left out: month. Or close: keep a month's figures.",
    ),
]
Month = Annotated[Text, Option("--month", metavar="[M]", help="YYYY-MM or last; without a value: the current month.")]
ReportYear = Annotated[
    int | None,
    Option(
        "--year",
        min=1990,
        max=2100,
        metavar="YYYY",
        help="A year of traffic, defeats, owners, appointments, channels, campaigns or referrals.",
    ),
]
By = Annotated[
    Literal["source", "consultant", "model", "kind"] | None,
    Option("--by", help="The funnel or the campaigns in groups that add up to them."),
]
Cohort = Annotated[bool, Option("--cohort", help="The funnel of the leads opened in the month, to date.")]
ListFigure = Annotated[Text, Option("--list", metavar="FIGURE", help="The records behind this figure of the report.")]

# audit
ListCheck = Annotated[Text, Option("--list", metavar="CHECK", help="The records behind this check.")]
Sample = Annotated[int | None, Option("--sample", min=1, metavar="N", help="Draw N of the month's cards to call.")]
Seed = Annotated[int | None, Option("--seed", metavar="N", help="Draw the same cards again, for a trial.")]
SpotLead = Annotated[Text, Option("--check", metavar="LEAD", help="This card was called; with --result.")]
SpotResult = Annotated[
    Text, Option("--result", metavar="RESULT", help="true, wrong, no-visit, wrong-number or unreachable.")
]
SpotNote = Annotated[Text, Option("--note", metavar="TEXT", help="What was said on the call.")]

AllTime = Annotated[bool, Option("--all", help="Campaigns and referrals of all time.")]
SheetDay = Annotated[Text, Option("--on", metavar="DATE", help="The day sheet of this day; left out: today's.")]
Sign = Annotated[Text, Option("--sign", metavar="NOTE", help="Sign the day sheet off with this remark.")]
