"""``leadctl query``: questions of one's own, in SQL over the documented views."""

from __future__ import annotations

import sys
from pathlib import Path

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands.declaration import LISTING, Argument, Command, Option
from leadctl.commands.options import Reveal
from leadctl.commands.permissions import MANAGER, Need
from leadctl.commands.session import Session
from leadctl.errors import Refused, WrongUsage, os_reason
from leadctl.render.page import Column, Page, Table
from leadctl.store.queries.views import Answer, ask_views

if TYPE_CHECKING:
    from leadctl.group.engine import LakeDatabase

Sql = Annotated[str, Argument("SQL", "A SELECT over the views, a file that holds one, or - for standard input.")]
Seconds = Annotated[int, Option("--seconds", "N", "Stop it after so long.", min=1, max=3600)]


OfLake = Annotated[
    Path | None, Option("--lake", "FOLDER", "Ask all stores of a group: the same views, in DuckDB's SQL.")
]


def query(session: Session, sql: Sql, seconds: Seconds = 5, lake: OfLake = None, reveal: Reveal = False) -> None:
    """The answer to a question in SQL. It reads v_leads v_visits v_followups v_orders v_churns v_windows v_states
    v_customers, and nothing else: docs/views.md has their columns, and ten examples.

    Phones are masked and notes are left out; --reveal shows both, which is recorded. Nobody waits for a query at the
    store longer than its seconds.

    Examples:

      leadctl query "SELECT model, count(*) AS leads FROM v_leads WHERE status = 'open' GROUP BY model"

      leadctl query slow-replies.sql -o slow-replies.xlsx

      leadctl query "SELECT store, count(*) AS leads FROM v_leads GROUP BY store" --lake /srv/lake

      leadctl query "SELECT name, phone FROM v_customers WHERE district = '徐汇'" --reveal --json
    """
    text = _read_sql(sql)
    if lake is not None:
        session.show(_make_page(_ask_group(session, lake, text, seconds, reveal=reveal)))
        return
    with session.read(at_length=True) as db:
        answer = ask_views(db, text, seconds=seconds, reveal=reveal)
    session.show(_make_page(answer), reveal=reveal, people=len(answer.rows) if reveal else 0)


def _ask_group(session: Session, folder: Path, text: str, seconds: int, *, reveal: bool) -> Answer:
    """The answer of all stores of a group."""
    from leadctl.commands.group import HowAsked, ask_stores

    if reveal:
        raise WrongUsage("No store exports phones or notes, so --reveal goes without --lake.")

    def ask(lake: LakeDatabase, survey: object, stores: object) -> Answer:
        from leadctl.group.questions import ask_lake

        return ask_lake(lake, text, seconds=seconds)

    return ask_stores(session, folder, None, HowAsked(), session.clock(None)[:10], ask)


def _read_sql(given: str) -> str:
    """The statement. Raises Refused for a file that cannot be read."""
    if given == "-":
        return sys.stdin.read()
    if len(given.split()) != 1:
        return given
    try:
        return Path(given).expanduser().read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("{file} is no text in UTF-8.", file=given) from error
    except OSError as error:
        raise Refused("{file} cannot be read: {why}", file=given, why=os_reason(error)) from error


def _make_page(answer: Answer) -> Page:
    rows = [dict(zip(answer.columns, map(_plain, row), strict=True)) for row in answer.rows]
    return Page(rows, (Table(tuple(_column(name, rows) for name in answer.columns), rows),))


def _plain(value: object) -> object:
    """A value as every format has it: bytes in hexadecimal digits, no number that JSON has no word for."""
    if isinstance(value, bytes):
        return value.hex()
    return None if isinstance(value, float) and abs(value) == float("inf") else value


def _column(name: str, rows: list[dict[str, object]]) -> Column:
    found = [row[name] for row in rows if row[name] is not None]
    numbers = bool(found) and all(isinstance(one, (int, float)) for one in found)
    return Column(name, name, kind="number" if numbers else "text")


COMMAND = Command(query, LISTING, needs=Need(MANAGER, lambda given: bool(given.get("reveal"))))
