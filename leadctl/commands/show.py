"""``leadctl show``: a lead's card with its whole history."""

from __future__ import annotations

from leadctl.commands import inputs
from leadctl.commands.declaration import LISTING, Command
from leadctl.commands.options import Lead
from leadctl.commands.sentences import reason_separator, reason_writer
from leadctl.commands.session import Session
from leadctl.render.formats import VCARD
from leadctl.render.pages.card import card_page, make_contact
from leadctl.store.core.settings import policy_on, store_mark
from leadctl.store.queries.cards import card
from leadctl.store.queries.leads import ANY


def show(session: Session, lead: Lead) -> None:
    """Who they are, where the lead stands and why, and everything that happened, with the ids that edit takes.

    Examples:

      leadctl show 42

      leadctl show 13800001234

      leadctl show 张伟 --json

      leadctl show 42 --format vcard -o zhang.vcf      for the address book of a phone
    """
    with session.read() as db:
        now = session.read_clock(db)[:16]
        mark = store_mark(db) if session.format.draws else ""
        data, reasons = card(db, inputs.read_lead(db, lead, ANY), policy_on(db, now[:10]), now)
    data["why"] = reason_separator(session).join(map(reason_writer(session), reasons)) or None
    page = card_page(data, today=now[:10], translate=session.translate)
    session.show(page._replace(contact=lambda: make_contact(data, mark, session.translate)), reveal=True)


COMMAND = Command(show, LISTING, formats=(VCARD,))
