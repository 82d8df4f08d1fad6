"""``leadctl group``: what a group asks of all its stores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

from leadctl import SCHEMA_VERSION
from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs, periods
from leadctl.commands.declaration import LISTING, Argument, Command, Group, Option
from leadctl.commands.options import Month
from leadctl.commands.report import Cohort, Compare, Per
from leadctl.commands.session import Session, warn
from leadctl.domain.days import add_days
from leadctl.domain.periods import PIECES
from leadctl.errors import Refused, Sentence, WrongUsage, missing_extra
from leadctl.group.lake import PROBLEMS, survey_lake
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.render.page import Notes, Page, limit_page
from leadctl.render.pages import draw_report
from leadctl.render.pages.comparison import Sides, draw_comparison
from leadctl.render.pages.stores import draw_dispatched, draw_stores
from leadctl.render.progress import show_progress
from leadctl.reports import ACTIVITY, COHORT, Report, Request, find_report, unknown_dimension
from leadctl.reports.comparison import COMPARED, TARGET, build_report
from leadctl.store.queries.figures.dimensions import OF_CUSTOMER, OF_GROUP, find_dimension

if TYPE_CHECKING:
    from leadctl.domain.periods import Period
    from leadctl.group.engine import LakeDatabase
    from leadctl.group.lake import Survey
    from leadctl.group.store_list import StoreLine

STORES, DISPATCH = "stores", "dispatch"
NAMES = ("funnel", "traffic", "defeats", "followups", "campaigns", "targets", "consultants", STORES, DISPATCH)
DUCKDB = "duckdb"

Found = TypeVar("Found")

ReportName = Annotated[str, Argument("NAME", f"{', '.join(NAMES)}.")]
Lake = Annotated[Path, Option("--lake", "FOLDER", "The group's lake, into which the stores export.")]
Stores = Annotated[Path | None, Option("--stores", "STORES.csv", "The group's stores: code, name, region, target.")]
GroupBy = Annotated[
    str | None,
    Option("--by", "DIMENSION", "store, region, or a dimension of the store's own report; two are joined by a comma."),
]
LateAfter = Annotated[int, Option("--late-after", "DAYS", "An export that is older is left out.", min=1, max=3660)]
Verify = Annotated[bool, Option("--verify", help="Compare every checksum, however large the lake is.")]
Explain = Annotated[bool, Option("--explain", help="Print the SQL that the engine was given instead of the figures.")]
Engine = Annotated[str, Option("--engine", "ENGINE", "duckdb, or a Spark cluster: spark://HOST:PORT.")]


class Asked(NamedTuple):
    """Of which stores, of when, and how a report of a group is asked for."""

    lake: Lake
    stores: Stores = None
    month: Month = None
    week: periods.Week = None
    quarter: periods.Quarter = None
    year: periods.Year = None
    from_: periods.From = None
    to: periods.Until = None
    to_date: periods.ToDate = False
    compare: Compare = None
    per: Per = None
    by: GroupBy = None
    cohort: Cohort = False
    late_after: LateAfter = 2
    verify: Verify = False
    engine: Engine = DUCKDB
    explain: Explain = False

    @property
    def words(self) -> periods.PeriodWords:
        """What was typed of the period."""
        return periods.PeriodWords(
            self.month, self.week, self.quarter, self.year, self.from_, self.to, False, self.to_date
        )


def report(session: Session, name: ReportName, asked: Asked) -> None:
    """The figures of all stores of a group, by the names, formulas and keys of a store's own reports.

    It reads what the stores exported (leadctl lake export). Exports that are late, damaged, doubled, foreign, or of
    another version are named and left out. docs/group.md tells who runs what when.

    Examples:

      leadctl group report funnel --lake /srv/lake --month last --by region --stores stores.csv

      leadctl group report stores --lake /srv/lake -o stores.html

      leadctl group report traffic --lake /srv/lake --year --per month

      leadctl group report defeats --lake /srv/lake --engine spark://head:7077 --explain
    """
    wanted = _find_report(name)
    by = _read_dimensions(wanted, asked)
    period = _read_period(session, wanted, asked)

    def draw(lake: LakeDatabase, survey: Survey, stores: Sequence[StoreLine]) -> tuple[Page, Survey, list[str]]:
        return _draw(session, name, wanted, asked, by, period, lake, survey, stores), survey, lake.explained

    page, survey, statements = ask_stores(session, asked.lake, asked.stores, asked, period.today, draw)
    if asked.explain:
        explained = [{"statement": number, "sql": sql} for number, sql in enumerate(statements, 1)]
        _show_sql(session, explained)
        return
    notes = (*page.remarks, *_note_left_out(session, survey))
    session.show(limit_page(page._replace(notes=notes), session.output.limit))


def _find_report(name: str) -> Report | None:
    """The store's report of this name; None: one of stores, which only a group has."""
    if name not in NAMES:
        raise WrongUsage(
            "There is no report {name!r} of a group; reports are: {known}.", name=name, known=" ".join(NAMES)
        )
    return None if name in (STORES, DISPATCH) else find_report(name)


def _read_dimensions(wanted: Report | None, asked: Asked) -> tuple[str, ...]:
    """What the report is divided by. Raises WrongUsage for what it cannot be."""
    words = () if asked.by is None else inputs.split_words([asked.by]) or (asked.by,)
    found = []
    for word in words:
        own = find_dimension(word) or next(
            (one for one in OF_GROUP.values() if word == one.name or word in one.words), None
        )
        name = word if own is None else own.name
        known = _list_dimensions(wanted)
        if name not in known:
            raise unknown_dimension(word, known)
        found.append(name)
    if len(found) > (0 if wanted is None else wanted.most_dimensions):
        raise WrongUsage("--by {by} names too many; it takes two dimensions at most.", by=asked.by)
    if asked.by and asked.compare == TARGET:
        raise WrongUsage("The plan has no groups; leave --by out to compare with the target.")
    return tuple(dict.fromkeys(found))


def _list_dimensions(wanted: Report | None) -> tuple[str, ...]:
    """Those of the store's report but where customers live, which no store exports; and store and region, where the
    groups are of facts and not of campaigns."""
    if wanted is None:
        return ()
    own = tuple(one for one in wanted.dimensions if one != OF_CUSTOMER)
    return (*OF_GROUP, *own) if wanted.most_dimensions > 1 and own else own


def _read_period(session: Session, wanted: Report | None, asked: Asked) -> Period:
    periods.refuse_several(asked.words)
    if wanted is not None and not wanted.of_events:
        for option in asked.words.given:
            if option != "--month":
                raise WrongUsage("This report is of a month: name it with --month.")
        if asked.compare or asked.per or asked.to_date:
            raise WrongUsage("This report is of a month, and is not compared.")
    if wanted is None and (asked.compare or asked.per):
        raise WrongUsage("What ranks or lists stores is of one period.")
    if asked.cohort and (wanted is None or COHORT not in wanted.readings):
        raise WrongUsage("--cohort goes with: leadctl group report funnel")
    for option, value, known in (("--compare", asked.compare, COMPARED), ("--per", asked.per, PIECES)):
        if value is not None and value not in known:
            raise WrongUsage(
                "{option} {value!r} is none of: {known}.", option=option, value=value, known=" ".join(known)
            )
    return periods.read_period(asked.words, session.clock(None), None)


class HowAsked(NamedTuple):
    """What says which exports are asked by which engine."""

    late_after: int = 2
    verify: bool = False
    engine: str = DUCKDB


def ask_stores(
    session: Session,
    folder: Path,
    listed: Path | None,
    how: Asked | HowAsked,
    today: str,
    ask: Callable[[LakeDatabase, Survey, Sequence[StoreLine]], Found],
) -> Found:
    """What is asked of a lake, of what it holds and of the list of stores. What is left out is said; an export that
    turns out to be damaged while it is asked is left out too, and all is asked again. Raises Refused for an empty lake.
    """
    try:
        from leadctl.group.engine import DamagedExports
        from leadctl.group.store_list import read_stores
    except ImportError as error:
        raise missing_extra("group", error) from error
    folder = folder.expanduser()
    stores = [] if listed is None else read_stores(listed)
    late_before = add_days(today, -how.late_after)
    damaged: set[tuple[Path, str]] = set()
    said: set[str] = set()
    while True:
        with show_progress(1, session.translate(N_("Checking the exports"))) as progress:
            survey = survey_lake(
                folder, SCHEMA_VERSION, late_before=late_before, verify=how.verify, damaged=damaged, progress=progress
            )
        for one in survey.left_out:
            if one.folder not in said:
                said.add(one.folder)
                warn(_LEFT_OUT, folder=one.folder, problem=Sentence(PROBLEMS[one.problem]))
        if not survey.exports:
            raise Refused("{folder} holds no export that can be asked.", folder=folder)
        try:
            with _open_engine(how.engine, survey, stores, folder) as lake:
                return ask(lake, survey, stores)
        except DamagedExports as error:
            damaged.update((one.folder, one.manifest.exported_at) for one in error.exports)


def _open_engine(
    engine: str, survey: Survey, stores: Sequence[StoreLine], folder: Path
) -> AbstractContextManager[LakeDatabase]:
    """The exports of the lake in ``folder``, asked by DuckDB or by the Spark cluster of an address."""
    from leadctl.group.engine import Export, open_duckdb

    regions = {store.code: store.region for store in stores}
    exports = [Export(one.folder, one.manifest, regions.get(one.manifest.code)) for one in survey.exports]
    policies = [one.manifest.policy for one in survey.exports]
    policy = max(policies, key=policies.count)
    if engine == DUCKDB:
        return open_duckdb(exports, policy)
    if not engine.startswith("spark://"):
        raise WrongUsage("--engine {engine!r} is neither duckdb nor spark://HOST:PORT.", engine=engine)
    try:
        from leadctl.group.spark import open_spark
    except ImportError as error:
        raise missing_extra("spark", error) from error
    return open_spark(engine, exports, policy, folder)


_LEFT_OUT = N_("{folder} is left out: {problem}")


def _note_left_out(session: Session, survey: Survey) -> Notes:
    """What the page says of whose figures it has, and whose not."""
    notes = [session.say(N_("Stores: {count}."), count=len(survey.exports))]
    notes += [
        session.say(_LEFT_OUT, folder=one.folder, problem=Sentence(PROBLEMS[one.problem])) for one in survey.left_out
    ]
    return tuple(notes)


def _draw(
    session: Session,
    name: str,
    wanted: Report | None,
    asked: Asked,
    by: tuple[str, ...],
    period: Period,
    lake: LakeDatabase,
    survey: Survey,
    stores: Sequence[StoreLine],
) -> Page:
    if wanted is None:
        from leadctl.group.stores import count_dispatched, rank_stores

        if name == DISPATCH:
            title = f"{session.translate(N_('Leads of head office'))} {period}"
            found = {**count_dispatched(lake, stores, period), **_tell_left_out(survey)}
            return draw_dispatched(found, title)
        title = f"{session.translate(N_('Stores'))} {period}"
        data = {**rank_stores(lake, survey, stores, period), **_tell_left_out(survey)}
        return draw_stores(data, title, session.translate)
    request = Request(period, COHORT if asked.cohort else ACTIVITY, by)
    answer = build_report(lake.as_store(), wanted, request, asked.compare, asked.per)
    title = (
        f"{session.translate(N_('Group'))} · {session.translate(wanted.titles.get(period.unit, wanted.title))} {period}"
    )
    page = draw_report(name, answer.data, title, session.translate, answer.extra)
    if asked.compare is not None or asked.per is not None:
        named = period.list_begun(asked.per) if asked.per is not None else []
        page = draw_comparison(name, answer.data, page, Sides(period, asked.compare, named), session.translate)
    if isinstance(page.data, dict):
        page = page._replace(data={**page.data, "stores_counted": len(survey.exports), **_tell_left_out(survey)})
    return page


def _tell_left_out(survey: Survey) -> dict[str, object]:
    return {"left_out": [one._asdict() for one in survey.left_out]}


def _show_sql(session: Session, explained: list[dict[str, object]]) -> None:
    """The statements: for people one below the other, ready to be run."""
    from leadctl.plain_text import clean_lines

    if session.for_programs or session.output.out is not None:
        from leadctl.render.page import Table, key_columns

        session.show(Page(explained, (Table(key_columns("statement", "sql"), explained),)))
        return
    print(clean_lines("\n\n".join(f"{one['sql']};" for one in explained)))


COMMAND = Group("What a group asks of all its stores.", {"report": Command(report, LISTING)})
