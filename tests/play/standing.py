"""Where a purchase stands: what is known of it, and what is owed."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.play.cadence import Cadence
from tests.play.facts import NOBODYS, Loss, Meeting, Origin, Sale


@dataclass
class Standing:
    """One purchase of a person, and where it stands.

    ``owed``: the window of the next contact, whatever is shown; ``agreed``: the day that was agreed with them for it;
    ``retry``: the day on which a try is repeated; ``call``: the day of a call that is owed beside the window, after a
    missed appointment or a repeated enquiry. ``origin``: whose it is, source and model as its opening day ended, else
    as they were known first. ``visits``: first or return, and whether new traffic; ``visited``: whose it was at
    each.
    """

    person: int
    cadence: Cadence
    number: int | None = None
    opened: str | None = None
    opened_grade: str | None = None
    grade: str | None = None
    grade_before: str | None = None
    status: str = "unopened"
    source: str | None = None
    campaign: str | None = None
    model: str | None = None
    owner: str | None = None
    given: bool = False
    contact: str | None = None
    tries: int = 0
    owed: tuple[str, str] = ("", "")
    callback: tuple[str, str] = ("", "")
    first: bool = False
    fixed: bool = False
    agreed: str | None = None
    retry: str | None = None
    call: str | None = None
    enquired: bool = False
    unscreened: bool = False
    screened: str | None = None
    waking: str | None = None
    met: bool = False
    drove: bool = False
    walked_in: bool = False
    closed: str | None = None
    loss: Loss | None = None
    unreached: int = 0
    meeting: Meeting | None = None
    origin: Origin = NOBODYS
    visits: dict[int, tuple[str | None, bool]] = field(default_factory=dict)
    visited: dict[int, Origin] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)

    @property
    def ordered(self) -> bool:
        return any(sale.cancelled is None for sale in self.sales)

    @property
    def delivered(self) -> bool:
        return any(sale.delivered for sale in self.sales)

    @property
    def verification(self) -> str | None:
        return self.losses[-1].result if self.losses else None

    @property
    def known(self) -> Origin:
        """Whose it is now, and what is known of it."""
        return Origin(self.owner, self.source, self.model)

    @property
    def call_is_first(self) -> bool:
        """A call beside the window comes first, unless the window ended before it."""
        return self.call is not None and self.call <= self.owed[1]

    @property
    def appointment_stands(self) -> bool:
        """An appointment inside the window replaces what is owed until its day."""
        return self.meeting is not None and self.meeting.day <= self.owed[1] and not self.call_is_first

    @property
    def task(self) -> str | None:
        if self.closed:
            return None
        if self.loss is not None:
            return "verification"
        if self.call_is_first:
            return "follow-up"
        if self.appointment_stands:
            return "appointment"
        return "screening" if self.unscreened else "first-follow-up" if self.first else "follow-up"

    @property
    def due(self) -> tuple[str, str] | None:
        if self.closed:
            return None
        if self.loss is not None:
            return self.callback
        if self.call is not None and self.call_is_first:
            return self.call, self.call
        return (self.meeting.day, self.meeting.day) if self.appointment_stands and self.meeting else self.owed
