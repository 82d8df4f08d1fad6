"""``leadctl report day``: the activity day sheet, and its sign-off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands import inputs
from leadctl.commands.session import Session
from leadctl.errors import Refused, WrongUsage
from leadctl.locale import N_

if TYPE_CHECKING:
    from leadctl.render.page import Page
    from leadctl.reports.day import DaySheet
    from leadctl.store.core.connection import Database

TITLE = N_("Day sheet")


def day_sheet(
    session: Session,
    name: str,
    month: str | None,
    *,
    on: str | None,
    sign: str | None,
    consultant: str | None,
    list_: str | None,
    reveal: bool,
) -> None:
    """Print the sheet of a day, or sign it."""
    if name != "day":
        raise WrongUsage("--on and --sign go with: leadctl report day")
    if month is not None:
        raise WrongUsage("The day sheet is of one day: name it with --on DATE, not with --month.")
    if sign is not None:
        if list_ is not None:
            raise WrongUsage("--sign and --list exclude each other; sign first, then list.")
        _sign(session, on, sign, consultant)
        return
    _show(session, on, consultant, list_, reveal)


def _show(session: Session, on: str | None, consultant: str | None, list_: str | None, reveal: bool) -> None:
    from leadctl.reports.day import behind_day, day_sheet_of

    with session.read() as db:
        day = _day(on, session.now(db))
        title = _title(session, db, day, consultant)
        sheet = day_sheet_of(db, day, _member(db, consultant))
        if list_ is None:
            page = _page(session, sheet, title)
        else:
            from leadctl.commands.behind import listed

            page = listed(behind_day(db, sheet, list_), f"{title} · {list_}", reveal, session.output.limit)
    session.show(page)


def _day(on: str | None, now: str) -> str:
    return now[:10] if on is None else inputs.day(on, now, "fact")


def _member(db: Database, name: str | None) -> int | None:
    from leadctl.commands.report import member_id

    return None if name is None else member_id(db, name.strip())


def _title(session: Session, db: Database, day: str, consultant: str | None) -> str:
    from leadctl.store.core.settings import setting

    parts = (setting(db, "store"), f"{session.translate(TITLE)} {day}", consultant)
    return " · ".join(part for part in parts if part)


def _page(session: Session, sheet: DaySheet, title: str) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.pages.day import day_sheet_records, day_sheet_tables

    data = sheet.record()
    csv = session.output.format == "csv"
    return Page(data, day_sheet_records(data) if csv else day_sheet_tables(data, session.translate), title)


def _sign(session: Session, on: str | None, sign: str, consultant: str | None) -> None:
    """The manager's remark; nobody signs the sheet of their own work."""
    from leadctl.store.records.sign_offs import add_sign_off

    note = inputs.plain(sign)
    if note is None:
        raise Refused("--sign needs a remark, such as: --sign seen")
    with session.write("report day --sign") as writer:
        day = _day(on, writer.now)
        member = _member(writer.db, consultant)
        if member is not None and member == writer.author.staff:
            raise Refused("Nobody signs their own day sheet; a manager does: leadctl report day --sign NOTE --as NAME")
        identity = add_sign_off(writer, day=day, consultant=member, note=note)
        writer.summary = f"day sheet of {day} signed" + (f", {consultant}" if consultant else "")
        answer = {
            "sign_off": identity,
            "day": day,
            "consultant": consultant,
            "by": writer.author.actor,
            "note": note,
            "operation": writer.operation,
        }
    whose = consultant or session.translate(N_("team"))
    session.report(session.say(N_("day sheet of {day}, {whose}: signed off"), day=day, whose=whose), answer)
