"""Churn of files, with its verification."""

from __future__ import annotations

from leadctl.domain.facts import Fact
from leadctl.domain.lead_state import VERIFICATION_TRIES
from leadctl.errors import template
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import find_row, read_row, read_rows, read_values
from leadctl.store.registers.lead_lookup import NEW, Span, Unfit
from leadctl.store.registers.row_writer import RowWriter, Taken

DAY_END = "T23:58"
_COLUMNS = {"churn": "at", "verify": "verification"}


_KNOWN = (
    "SELECT id, lead, at, reason, rival, note, by FROM churns"
    " WHERE lead IN (SELECT value FROM json_each(:leads)) AND substr(at, 1, 10) = :day AND kind = :kind"
    " ORDER BY id LIMIT 1"
)
_CALL_BACKS = "SELECT id, at, by, result FROM verifications WHERE churn = :churn ORDER BY at, id"


class ChurnRow(NamedTuple):
    """``at``, ``verified_at``: a day or a moment."""

    lead: int | None
    phone: str | None
    at: str
    kind: str
    reason: str | None
    rival: str | None
    by: str | None
    note: str | None
    verification: str | None
    verified_by: str | None
    verified_at: str | None


class _Known(NamedTuple):
    id: int
    lead: int
    at: str
    reason: int | None
    rival: str | None
    note: str | None
    by: int | None


class _CallBack(NamedTuple):
    id: int
    at: str
    by: int | None
    result: str


class ChurnWriter(RowWriter[ChurnRow]):
    """Known by lead, day and kind of churn; the verification may come with a later sending.

    A verification without a time is of the churn's own moment. ``unreachable`` says that customer service gave
    up after its three tries: so many are recorded, less those that the store has. A result that differs from
    the recorded one takes its place.
    """

    row = ChurnRow
    dated = "at"
    table = "churns"
    noun = template("churn")

    def take(self, row: ChurnRow) -> Taken:
        """Write one churn; what is known of it already is brought up to date."""
        spans = self.leads.find(row.lead, row.phone, row.at, self.leads.moment_of(row.at, DAY_END), "at")
        if row.kind == "lost-contact" and row.reason is not None:
            raise Unfit("reason", "goes with a defeat; lost contact (失控) has none, so put it into the note")
        known = self._find_known(spans, row)
        self.names.reason_id(row.reason)
        self.names.refuse_new(by=row.by, verified_by=row.verified_by)
        if known is None:
            self.wait_if_new()
            self._add_churn(spans[0], row)
            return "new"
        span = next(span for span in spans if span.id == known.lead)
        changed = self._update_verification(span, known, row)
        changed |= self.update_changed("churns", known, self._row_cells(row))
        if changed:
            self.leads.note_written(span.id)
        return "updated" if changed else "unchanged"

    def find_absent(self, row: ChurnRow) -> list[int]:
        """Churns of the customer: the day, or the kind, was mended."""
        sql = (
            "SELECT c.id FROM leads AS l CROSS JOIN churns AS c ON c.lead = l.id"
            " WHERE l.customer = ? AND c.register = ?"
        )
        return read_values(self.writer.db, int, sql, (self.leads.customer_of(row.lead, row.phone), self.register))

    def rewrite(self, known: int, row: ChurnRow) -> None:
        """Give a churn the day and kind of its mended row; its call-backs do not come before it."""
        db = self.writer.db
        sql = "SELECT id, customer, opened_at, closed_at FROM leads WHERE id = (SELECT lead FROM churns WHERE id = ?)"
        span = read_row(db, Span, sql, (known,))
        at = max(self.leads.moment_of(row.at, DAY_END), span.opened_at)
        reason = self.names.reason_id(row.reason) if row.kind == "defeat" else None
        if (row.kind == "defeat") != (reason is not None):
            raise Unfit("reason", "a defeat needs a reason")
        self.writer.update("churns", known, at=at, kind=row.kind, reason=reason)
        for call in read_rows(db, _CallBack, _CALL_BACKS, {"churn": known}):
            if call.at < at:
                self.writer.update("verifications", call.id, at=at)
        self.leads.derive_again(span.id)

    def _find_known(self, spans: list[Span], row: ChurnRow) -> _Known | None:
        leads = json_ids(span.id for span in spans)
        return find_row(self.writer.db, _Known, _KNOWN, {"leads": leads, "day": row.at[:10], "kind": row.kind})

    def _add_churn(self, span: Span, row: ChurnRow) -> None:
        at = max(self.leads.moment_of(row.at, DAY_END), span.opened_at)
        results = self._stated_call_backs(row, at, 0)
        self.leads.check_facts(span, [self.leads.make_fact("churn", at, result=row.kind), *results], _COLUMNS)
        churn = self.add("churns", lead=span.id, at=at, kind=row.kind, **self._row_cells(row))
        self._add_call_backs(span.id, churn, results, row)
        self.leads.note_written(span.id)

    def _update_verification(self, span: Span, known: _Known, row: ChurnRow) -> bool:
        """Add the verification that came since, or put another in its place; returns whether anything was written."""
        if row.verification is None:
            return False
        recorded = read_rows(self.writer.db, _CallBack, _CALL_BACKS, {"churn": known.id})
        decided = _find_decision(recorded)
        if decided is not None and self._agrees(decided, known, row):
            return False
        instead = [] if decided is None else [found.id for found in recorded]
        results = self._stated_call_backs(row, known.at, 0 if instead else len(recorded))
        self.leads.check_facts(span, results, _COLUMNS, {("verify", found) for found in instead})
        for found in instead:
            self.writer.delete("verifications", found)
        self._add_call_backs(span.id, known.id, results, row)
        return True

    def _stated_call_backs(self, row: ChurnRow, churned_at: str, tries: int) -> list[Fact]:
        """The call-backs that a row tells of; ``tries`` are recorded already."""
        result = row.verification
        if result is None:
            return []
        at = self._verified_at(row, churned_at)
        count = max(1, VERIFICATION_TRIES - tries) if result == "unreachable" else 1
        return [self.leads.make_fact("verify", at, row=NEW + number, result=result) for number in range(count)]

    def _verified_at(self, row: ChurnRow, churned_at: str) -> str:
        return max(self.leads.moment_of(row.verified_at or churned_at, DAY_END), churned_at)

    def _agrees(self, decided: _CallBack, known: _Known, row: ChurnRow) -> bool:
        """Whether a recorded decision is what the row says; what the row leaves out agrees."""
        stated = row.verified_at
        at = self._verified_at(row, known.at)
        same_time = stated is None or decided.at[: len(stated)] == at[: len(stated)]
        by = self.names.member_id(row.verified_by, "verified_by", "service")
        return decided.result == row.verification and same_time and by in (None, decided.by)

    def _add_call_backs(self, lead: int, churn: int, results: list[Fact], row: ChurnRow) -> None:
        by = self.names.member_id(row.verified_by, "verified_by", "service") if results else None
        for fact in results:
            self.writer.insert("verifications", lead=lead, churn=churn, at=fact.at, by=by, result=fact.result)

    def _row_cells(self, row: ChurnRow) -> dict[str, object]:
        return {
            "reason": self.names.reason_id(row.reason),
            "rival": row.rival,
            "note": row.note,
            "by": self.names.member_id(row.by, "by", "consultant"),
        }


def _find_decision(recorded: list[_CallBack]) -> _CallBack | None:
    """The call-back that settled a churn; None while it is open."""
    tries = 0
    for found in recorded:
        tries += found.result == "unreachable"
        if found.result != "unreachable" or tries == VERIFICATION_TRIES:
            return found
    return None
