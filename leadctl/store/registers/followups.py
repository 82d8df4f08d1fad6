"""Follow-ups of files."""

from __future__ import annotations

from datetime import datetime, timedelta

from leadctl.domain.facts import follow_up_kind
from leadctl.errors import template
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import find_row, has_rows, read_values
from leadctl.store.facts.followups import read_follow_up
from leadctl.store.registers.known_rows import is_retired_follow_up
from leadctl.store.registers.lead_lookup import LeadLookup, Span
from leadctl.store.registers.row_writer import RowWriter, Taken

DAY_END = "T23:57"
"""Follow-ups, churns and orders that come with a day only follow each other in this order, a minute apart: a
day's end would otherwise depend on which file came first."""

TIMELESS = 1_000_000
"""Added to the ``nth`` of rows with a day only: they are known by the day, whatever moment it was taken for."""

_KNOWN = (
    "SELECT id, lead, outcome, grade, next_on, agreed, note, by FROM followups"
    " WHERE lead IN (SELECT value FROM json_each(:leads)) AND at BETWEEN :at AND :until"
    " AND via = :via AND nth = :nth ORDER BY at, id LIMIT 1"
)


class FollowUpRow(NamedTuple):
    """``at``: a day or a moment; ``next``: a day."""

    lead: int | None
    phone: str | None
    at: str
    by: str | None
    via: str | None
    outcome: str
    grade: str | None
    next: str | None
    agreed: str | None
    note: str | None


class _Known(NamedTuple):
    id: int
    lead: int
    outcome: str
    grade: str | None
    next_on: str | None
    agreed: str | None
    note: str | None
    by: int | None


class FollowUpWriter(RowWriter[FollowUpRow]):
    """Known by lead, moment (or day), way, and being the n-th such row of the file."""

    row = FollowUpRow
    dated = "at"
    table = "followups"
    noun = template("follow-up")

    def take(self, row: FollowUpRow) -> Taken:
        """Write one follow-up; what is known of it already is brought up to date."""
        via = row.via or "phone"
        spans = self.leads.find(row.lead, row.phone, row.at, self.leads.moment_of(row.at, DAY_END), "at")
        moment = _moment_in_span(self.leads, row.at, spans[0])
        stated = row.at if len(row.at) == 10 else moment
        nth = self.number(row, spans[0].id, stated, via) + (TIMELESS if len(stated) == 10 else 0)
        known = self._find_known(spans, stated, via, nth)
        self.names.refuse_new(by=row.by)
        taken: Taken = "unchanged"
        if known is not None:
            if self.update_changed("followups", known, self._row_cells(row)):
                self.leads.note_written(known.lead)
                taken = "updated"
        elif not self._is_retired(spans, stated, via, nth):
            self.wait_if_new()
            self._add_follow_up(spans[0], moment, via, nth, row)
            taken = "new"
        self.forget_number(row)
        return taken

    def find_absent(self, row: FollowUpRow) -> list[int]:
        """Follow-ups of the customer on the same day: the time, or the way, was mended."""
        sql = (
            "SELECT f.id FROM leads AS l CROSS JOIN followups AS f ON f.lead = l.id"
            " WHERE l.customer = ? AND f.register = ?"
            " AND substr(f.at, 1, 10) = ? AND f.nth IS NOT NULL"
        )
        customer = self.leads.customer_of(row.lead, row.phone)
        return read_values(self.writer.db, int, sql, (customer, self.register, row.at[:10]))

    def is_alike(self, known: int, row: FollowUpRow) -> bool:
        """Whether only the way differs."""
        sql = "SELECT 1 FROM followups WHERE id = ? AND substr(at, 1, ?) = ? AND outcome = ? AND note IS ?"
        return has_rows(self.writer.db, sql, (known, len(row.at), row.at, row.outcome, row.note))

    def rewrite(self, known: int, row: FollowUpRow) -> None:
        """Give a follow-up the way and time of its mended row."""
        spans = self.leads.find(row.lead, row.phone, row.at, self.leads.moment_of(row.at, DAY_END), "at")
        lead = read_follow_up(self.writer.db, known).lead
        moment, via = _moment_in_span(self.leads, row.at, spans[0]), row.via or "phone"
        stated = row.at if len(row.at) == 10 else moment
        nth = self.number(row, spans[0].id, stated, via) + (TIMELESS if len(stated) == 10 else 0)
        self.writer.update("followups", known, lead=spans[0].id, at=moment, via=via, nth=nth)
        self.leads.derive_again(lead, spans[0].id)

    def _find_known(self, spans: list[Span], at: str, via: str, nth: int) -> _Known | None:
        leads = json_ids(span.id for span in spans)
        values = {"leads": leads, "at": at, "until": _last_moment(at), "via": via, "nth": nth}
        return find_row(self.writer.db, _Known, _KNOWN, values)

    def _is_retired(self, spans: list[Span], at: str, via: str, nth: int) -> bool:
        return any(is_retired_follow_up(self.writer.db, span.id, at, _last_moment(at), via, nth) for span in spans)

    def _add_follow_up(self, span: Span, moment: str, via: str, nth: int, row: FollowUpRow) -> None:
        fact = self.leads.make_fact(follow_up_kind(via, row.outcome), moment)
        self.leads.check_facts(span, [fact], {fact.kind: "at"})
        identity = self.add("followups", lead=span.id, at=moment, nth=nth, via=via, **self._row_cells(row))
        self.leads.note_written(span.id, fact._replace(id=identity))

    def _row_cells(self, row: FollowUpRow) -> dict[str, object]:
        return {
            "outcome": row.outcome,
            "grade": row.grade,
            "next_on": row.next,
            "agreed": row.agreed,
            "note": row.note,
            "by": self.names.member_id(row.by, "by", "consultant"),
        }


def _last_moment(at: str) -> str:
    """The last moment that a day or a moment covers."""
    return f"{at}T23:59" if len(at) == 10 else at


def _moment_in_span(leads: LeadLookup, at: str, span: Span) -> str:
    """Not before the lead's opening; a day's on which the lead was closed, before its closing."""
    moment = leads.moment_of(at, DAY_END)
    if len(at) == 10 and span.closed_at is not None and span.closed_at[:10] == at:
        last = datetime.fromisoformat(span.closed_at) - timedelta(minutes=1)
        moment = min(moment, last.isoformat(timespec="minutes"))
    return max(moment, span.opened_at)
