"""``leadctl visits``: the register of a day."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import LISTING, Command, Option
from leadctl.commands.options import On, Reveal
from leadctl.commands.session import Session
from leadctl.domain.phones import mask_phone
from leadctl.locale import N_
from leadctl.render.pages.visits import register_page
from leadctl.store.facts.visits import unclosed_visits, visits_of_day

OpenOnly = Annotated[bool, Option("--open", help="Only those without a leaving time.")]


def visits(session: Session, on: On = None, open_: OpenOnly = False, reveal: Reveal = False) -> None:
    """The register of a day, in the order of arrival; --open: walk-ins without a leaving time, of any day so far.

    Phones are masked unless --reveal.

    Examples:

      leadctl visits

      leadctl visits --on yesterday

      leadctl visits --open            close one with: leadctl leave VISIT 11:20
    """
    with session.read() as db:
        now = session.read_clock(db)
        day = inputs.read_day(on, now, "fact") if on is not None else now[:10]
        unclosed = open_ and on is None
        found = unclosed_visits(db, day) if unclosed else visits_of_day(db, day, unclosed=open_)
    if not reveal:
        found = [visit._replace(phone=mask_phone(visit.phone)) for visit in found]
    _show_visits(session, [visit._asdict() for visit in found], day, several_days=unclosed, reveal=reveal)


def _show_visits(
    session: Session, found: list[dict[str, object]], day: str, *, several_days: bool, reveal: bool
) -> None:
    title = f"{session.translate(N_('Visits'))} {day}"
    if several_days:
        title = session.translate(N_("Visits without a leaving time"))
    session.show(register_page(found, title=title, several_days=several_days), reveal=reveal)


COMMAND = Command(visits, LISTING)
