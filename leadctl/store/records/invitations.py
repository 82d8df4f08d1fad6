"""Who is invited to a campaign, by whom, and what came of it.

That somebody came or ordered is not noted here: it follows from the customer's visits and orders.
"""

from __future__ import annotations

import json
import sqlite3

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.campaigns import share_out
from leadctl.domain.days import days_between
from leadctl.domain.due import Reason, Task
from leadctl.errors import Refused, Sentence, template
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import read_row, read_rows, read_values
from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.campaign_results import CAME, CAME_ON, ORDERED_ON
from leadctl.store.queries.lead_now import MAY_BE_CALLED
from leadctl.store.queries.leads import Fit

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer
    from leadctl.store.queries.tasks.request import Wanted
    from leadctl.store.records.campaigns import Campaign

_INVITER = (
    "CASE WHEN i.consultant IN (SELECT w.id FROM staff AS w WHERE w.left_on IS NULL)"
    " THEN i.consultant ELSE l.consultant END"
)

_ASLEEP_OR_OPEN = "(l.status = 'open' OR l.status = 'dormant')"
_WHO = {
    "never-came": f"{_ASLEEP_OR_OPEN} AND l.met_at IS NULL",
    "not-sold": f"{_ASLEEP_OR_OPEN} AND l.met_at IS NOT NULL",
}
# By a tag also owners are invited: by their newest lead, which was delivered.
_WITH_LEAD = (
    "(l.status = 'open' OR l.status = 'dormant' OR l.status = 'ordered' OR l.status = 'delivered' AND NOT EXISTS"
    " (SELECT 1 FROM leads AS n WHERE n.customer = l.customer AND n.id > l.id))"
)
_CANDIDATES = (
    "SELECT l.id AS lead, CASE WHEN s.left_on IS NULL THEN l.consultant END AS consultant"
    " FROM leads AS l JOIN campaigns AS g ON g.id = :campaign LEFT JOIN staff AS s ON s.id = l.consultant"
    " WHERE NOT EXISTS (SELECT 1 FROM invitations AS i JOIN leads AS il ON il.id = i.lead"
    f" WHERE i.campaign = g.id AND il.customer = l.customer) AND NOT {CAME} AND {MAY_BE_CALLED} AND "
)
_IN_TURN = (
    "SELECT s.id FROM staff AS s LEFT JOIN invitations AS i ON i.consultant = s.id AND i.campaign = :campaign"
    " WHERE s.role = 'consultant' AND s.left_on IS NULL GROUP BY s.id ORDER BY count(i.id), s.id"
)


class Guests(NamedTuple):
    """Who is to be invited: all that is said holds of them. ``who``: one of ``GROUPS``; ``grades``; ``models`` and
    ``sources``: ids; ``born``: ISO dates, first and last; ``quiet_since``: the ISO date before which the last contact
    lies. None: whoever."""

    who: str | None = None
    tag: str | None = None
    grades: tuple[str, ...] | None = None
    models: tuple[int, ...] | None = None
    sources: tuple[int, ...] | None = None
    born: tuple[str, str] | None = None
    gender: str | None = None
    quiet_since: str | None = None

    @property
    def clause(self) -> str:
        """The condition on a lead ``l``; only a tag alone finds owners, whose car is delivered, too."""
        asked = [clause for name, clause in _CLAUSES.items() if getattr(self, name) is not None]
        tag_alone = self == Guests(tag=self.tag)
        group = _WHO[self.who] if self.who is not None else _WITH_LEAD if tag_alone else _ASLEEP_OR_OPEN
        return " AND ".join((group, *asked))

    def values(self) -> dict[str, object]:
        """The named parameters of the clause."""
        born = self.born or ("", "")
        return {
            "tag": self.tag,
            "grades": json.dumps(self.grades),
            "models": json.dumps(self.models),
            "sources": json.dumps(self.sources),
            "born_first": born[0],
            "born_last": born[1],
            "gender": self.gender,
            "quiet_since": self.quiet_since,
        }


_OF_CUSTOMER = "l.customer IN (SELECT p.id FROM customers AS p WHERE {})"
_CLAUSES = {
    "tag": "EXISTS (SELECT 1 FROM tags AS t WHERE t.customer = l.customer AND t.tag = :tag)",
    "grades": "l.grade IN (SELECT value FROM json_each(:grades))",
    "models": "l.model IN (SELECT value FROM json_each(:models))",
    "sources": "l.source IN (SELECT value FROM json_each(:sources))",
    "born": _OF_CUSTOMER.format("p.birthday >= :born_first AND p.birthday <= :born_last"),
    "gender": _OF_CUSTOMER.format("p.gender = :gender"),
    "quiet_since": "coalesce(l.last_contact, l.opened_at) < :quiet_since",
}


def invite_leads(writer: Writer, campaign: int, guests: Guests) -> dict[str, int]:
    """Put the leads that are meant on a campaign's list; returns consultant -> how many, by name.

    Left out are customers who are on the list, or came to the campaign, already, and those who objected to being
    called. Each lead's own consultant invites; what nobody owns is given out in turn, to whoever has the fewest on this
    list first. Who invites nobody could be given to stands under an empty name.
    """
    values = {"campaign": campaign, **guests.values()}
    found = writer.db.execute(f"{_CANDIDATES}{guests.clause} ORDER BY l.id", values).fetchall()
    turn = read_values(writer.db, int, _IN_TURN, values)
    shares = share_out([consultant for _, consultant in found], turn)
    for (lead, _), consultant in zip(found, shares, strict=True):
        writer.insert("invitations", campaign=campaign, lead=lead, consultant=consultant)
    return _count_by_name(writer.db, shares)


def _count_by_name(db: sqlite3.Connection, shares: list[int | None]) -> dict[str, int]:
    names: dict[int | None, str] = dict(db.execute("SELECT id, name FROM staff").fetchall())
    named = [names.get(share, "") for share in shares]
    return {name: named.count(name) for name in sorted(set(named))}


def fit_of_list(campaign: Campaign) -> Fit:
    """The leads on a campaign's list."""
    clause = f"EXISTS (SELECT 1 FROM invitations AS i WHERE i.lead = l.id AND i.campaign = {campaign.id})"
    return Fit(clause, Sentence("on the invitation list of {campaign!r}", campaign=campaign.campaign))


def mark_invitation(writer: Writer, campaign: int, lead: int, day: str, *, confirmed: bool) -> None:
    """A lead on the list was invited, or confirmed to come (and so was invited). Raises Refused when that is known."""
    sql = "SELECT id, invited_on, confirmed_on FROM invitations WHERE campaign = ? AND lead = ?"
    row = read_row(writer.db, _Marks, sql, (campaign, lead))
    known = row.confirmed_on if confirmed else row.invited_on
    if known is not None:
        done = template("Lead {lead} confirmed on {day} already.")
        if not confirmed:
            done = template("Lead {lead} was invited on {day} already.")
        raise Refused(done, lead=lead, day=known)
    if confirmed and row.invited_on is not None and day < row.invited_on:
        raise Refused("{day} lies before the lead was invited on {invited}.", day=day, invited=row.invited_on)
    invited = {"invited_on": day} if row.invited_on is None else {}
    writer.update("invitations", row.id, **invited, **({"confirmed_on": day} if confirmed else {}))


class _Marks(NamedTuple):
    """An invitation's row: when the lead was invited, and when they confirmed."""

    id: int
    invited_on: str | None
    confirmed_on: str | None


class Invitation(NamedTuple):
    """Somebody on a campaign's list, as JSON shows them, and the days of what came of it."""

    lead: int
    customer: str | None
    customer_id: int
    phone: str | None
    consultant: str | None
    invited_on: str | None
    confirmed_on: str | None
    came_on: str | None
    ordered_on: str | None


def invitations_of(db: sqlite3.Connection, campaign: int, consultant: int | None = None) -> list[Invitation]:
    """A campaign's list, of everybody or of one consultant, in the order it was given out.

    Who left is followed by whoever owns the lead now. Customers who objected to being called since stand on no list.
    """
    mine = "" if consultant is None else f" AND {_INVITER} = :consultant"
    sql = (
        "SELECT i.lead, c.name AS customer, l.customer AS customer_id,"
        f" {LEADS_PHONE},"
        f" s.name AS consultant, i.invited_on, i.confirmed_on, {CAME_ON} AS came_on, {ORDERED_ON} AS ordered_on"
        " FROM invitations AS i JOIN campaigns AS g ON g.id = i.campaign JOIN leads AS l ON l.id = i.lead"
        " JOIN operations AS op ON op.id = i.operation JOIN customers AS c ON c.id = l.customer"
        f" LEFT JOIN staff AS s ON s.id = {_INVITER} WHERE i.campaign = :campaign{mine} AND {MAY_BE_CALLED}"
        " ORDER BY s.name NULLS LAST, i.id"
    )
    return read_rows(db, Invitation, sql, {"campaign": campaign, "consultant": consultant})


def move_invitations(writer: Writer, gone: int, kept: int) -> None:
    """A lead's invitations become those of another; where both are on one list, the other's stands."""
    rows = writer.db.execute(
        "SELECT i.id, EXISTS (SELECT 1 FROM invitations AS k WHERE k.campaign = i.campaign AND k.lead = :kept) AS twice"
        " FROM invitations AS i WHERE i.lead = :gone",
        {"gone": gone, "kept": kept},
    )
    for invitation, is_double in rows.fetchall():
        if is_double:
            writer.delete("invitations", invitation)
        else:
            writer.update("invitations", invitation, lead=kept)


_TO_INVITE = (
    "SELECT g.name, g.id, g.starts_on, i.lead, c.name, l.customer,"
    f" {LEADS_PHONE}, l.grade, m.name, s.name FROM invitations AS i JOIN campaigns AS g ON g.id = i.campaign"
    " JOIN leads AS l ON l.id = i.lead JOIN operations AS op ON op.id = i.operation JOIN customers AS c"
    f" ON c.id = l.customer LEFT JOIN models AS m ON m.id = l.model LEFT JOIN staff AS s ON s.id = {_INVITER}"
    " WHERE i.invited_on IS NULL AND i.confirmed_on IS NULL AND coalesce(g.ends_on, g.starts_on, :today) >= :today"
    f" AND {MAY_BE_CALLED} AND NOT {CAME} AND (:consultant IS NULL OR {_INVITER} = :consultant)"
    " ORDER BY g.starts_on NULLS LAST, g.id, i.id"
)


class _Guest(NamedTuple):
    """Somebody to be invited: the campaign with its first day, and what a line of the due list has of a lead."""

    campaign: str
    campaign_id: int
    starts_on: str | None
    lead: int
    customer: str | None
    customer_id: int
    phone: str | None
    grade: str | None
    model: str | None
    consultant: str | None


def invitations_due(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Who is still to be invited to campaigns that are not over, by one consultant or by all."""
    values = {"today": wanted.today, "consultant": wanted.consultant}
    return [_invite(_Guest._make(row), wanted) for row in db.execute(_TO_INVITE, values).fetchall()]


def _invite(guest: _Guest, wanted: Wanted) -> Task:
    day = guest.starts_on or wanted.today
    return Task(
        lead=guest.lead,
        customer=guest.customer,
        customer_id=guest.customer_id,
        phone=guest.phone,
        grade=guest.grade,
        model=guest.model,
        consultant=guest.consultant,
        task="invitation",
        at=None,
        due_from=wanted.today,
        due_by=max(day, wanted.today),
        days_over=-max(0, days_between(wanted.today, day)),
        attempts=0,
        last_contact=None,
        last_note=None,
        why=wanted.say(Reason("invite to {campaign}, {day}", {"campaign": guest.campaign, "day": day})),
        aim="",
        subject=(guest.campaign, guest.campaign_id),
    )
