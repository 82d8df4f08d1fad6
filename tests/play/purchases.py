"""How a purchase goes: the rules of the trade once more, in the shortest way that reads.

Shares no code with leadctl: facts of a person in the order of their time make purchases, one purchase each.
"""

from __future__ import annotations

from collections.abc import Iterable

from tests.play.cadence import Cadence, later
from tests.play.facts import IN_PERSON, Fact, Loss, Meeting, Origin, Sale
from tests.play.standing import Standing


class Purchase(Standing):
    """One purchase of a person, fact by fact."""

    def add(self, fact: Fact) -> None:
        self._miss(fact.at[:10])
        getattr(self, f"_{fact.kind.replace('-', '_')}")(fact)
        if self.opened is not None:
            self._note_origin(fact.at)

    def _note_origin(self, at: str) -> None:
        """What the opening day ends with is the opening's; of what nobody knew by then, what is known first."""
        if at[:10] <= str(self.opened)[:10]:
            self.origin = self.known
        else:
            old, new = self.origin, self.known
            self.origin = Origin(old.owner or new.owner, old.source or new.source, old.model or new.model)

    def _fix(self, day: str, agreed: str | None = None) -> None:
        day = self.cadence.open_day(day)
        self.owed, self.fixed, self.agreed = (day, day), True, agreed

    def _owe_window(self, since: str) -> None:
        self.owed, self.fixed, self.agreed = self.cadence.window(self.grade, since), False, None

    def _forget_calls(self) -> None:
        """Neither a repeated try nor a call beside the window is owed any more."""
        self.retry = self.call = None

    def _regrade(self, fact: Fact) -> None:
        if fact.get("grade") and self.grade != "O":
            self.grade = fact.get("grade")

    def _begin(self, fact: Fact) -> None:
        self.opened, self.status = fact.at, "open"
        self.grade = fact.get("grade") or self.grade
        self.opened_grade, self.first = self.grade, True
        self.unscreened = self.enquired = fact.kind == "visit" and fact.get("kind") == "online"
        self._fix(later(fact.at, 0 if self.unscreened else 1))

    def _start(self, fact: Fact) -> None:
        """No visit opens it: an owner's word, or the day to win somebody back."""
        if self.opened is None:
            self._begin(fact)
            if not fact.get("word"):
                self.status, self.waking = "dormant", fact.at[:10]
                self._fix(fact.at[:10])
        self.source = self.source or (fact.get("source") if fact.get("word") else "win-back")

    def _visit(self, fact: Fact) -> None:
        opens = self.opened is None
        in_person = fact.get("kind") in IN_PERSON or bool(fact.get("drive"))
        if opens:
            self._begin(fact)
            self.contact = fact.at
        elif fact.get("kind") == "online" and not in_person:
            self._enquire_again(fact)
        else:
            self._overturn()
            if in_person:
                self._keep(fact)
            self._reach(fact)
        self._note(fact, opens, in_person=in_person)
        if not self.given and self.owner is None:
            self.owner = fact.get("staff")
        self.visited[fact.id] = self.known

    def _overturn(self) -> bool:
        """Who speaks with us has not churned."""
        if self.loss is None:
            return False
        self._settle("overturned")
        self.status, self.tries = "open", 0
        return True

    def _enquire_again(self, fact: Fact) -> None:
        """No contact of ours: it is owed an answer the same day, as the first call to an enquiry is anyway."""
        today = self.cadence.open_day(fact.at[:10])
        self._wake()
        self._regrade(fact)
        self.retry = None
        if self._overturn():
            self._fix(today)
        elif not self.unscreened:
            self.call = self.call or today

    def _note(self, fact: Fact, opens: bool, *, in_person: bool) -> None:
        nature = None
        if fact.get("kind") == "walk-in":
            said = fact.get("first")
            nature = "first" if (not self.walked_in if said is None else said) else "return"
            self.walked_in = True
        self.visits[fact.id] = nature, nature == "first" or (nature is None and opens)
        self.drove |= bool(fact.get("drive"))
        self.met |= in_person
        self.source = self.source or fact.get("source")
        self.campaign = self.campaign or fact.get("campaign")
        self.model = fact.get("model") or self.model

    def _wake(self) -> None:
        if self.status == "dormant":
            self.status, self.waking = "open", None

    def _reach(self, fact: Fact, then: str | None = None) -> None:
        self._wake()
        if fact.kind == "contact" and fact.get("via") == "visit":
            self._keep(fact)
        self.contact, self.tries, self.first, self.unscreened = fact.at, 0, False, False
        self._forget_calls()
        self._regrade(fact)
        agreed: str | None = fact.get("next")
        day = agreed or then
        if day is not None:
            self._fix(day, agreed)
        else:
            self._owe_window(fact.at)

    _contact = _reach

    def _letter(self, fact: Fact) -> None:
        self._reach(fact, later(fact.at, 3))

    def _try(self, fact: Fact) -> None:
        self._judge(fact)
        self._missed_try(fact)

    def _missed_try(self, fact: Fact) -> None:
        """Nobody answered: that moves nothing. It is tried again the next day, or on the day named; without one not
        before a day that was agreed, nor before the day on which they come instead."""
        self.tries += 1
        day = fact.at[:10]
        waits = (self.agreed or "") > day or (
            self.appointment_stands and self.meeting is not None and self.meeting.day > day
        )
        named = fact.get("next")
        if self.loss is None:
            self.retry = None if waits and not named else self.cadence.open_day(named or later(day, 1))

    def _screen(self, fact: Fact) -> None:
        result, day, promised = fact.get("result"), fact.at[:10], fact.get("promised")
        if result == "unreached":
            self._missed_try(fact)
            return
        self.screened = result
        again = {"A": None if promised else later(day, 1), "C": later(day, 15), "D": None}
        again["B"] = max(later(promised or later(day, 15), -2), later(day, 1))
        self._reach(fact, again[result])
        if result == "B":
            self.agreed = again["B"]

    def _grade(self, fact: Fact) -> None:
        self.number = self.number or fact.get("wins_back")
        self._judge(fact)
        self.model = fact.get("model") or self.model

    def _judge(self, fact: Fact) -> None:
        """Another grade asks for another window since the last contact, unless a date holds."""
        before = self.grade
        self._regrade(fact)
        waits = self.first or self.fixed or self.status != "open" or self.contact is None
        if self.grade != before and not waits and self.contact:
            self._owe_window(self.contact)

    def _give(self, fact: Fact) -> None:
        self.owner, self.given = fact.get("staff"), True

    # appointments

    def _appoint(self, fact: Fact) -> None:
        """It is the invitation, or the answer, that was owed."""
        self._wake()
        self._end_meeting("moved")
        self._forget_calls()
        self.meeting = Meeting(fact)
        self.meetings.append(self.meeting)

    def _end_meeting(self, result: str) -> None:
        if self.meeting is not None:
            self.meeting.result, self.meeting = result, None

    def _keep(self, fact: Fact) -> None:
        if self.meeting is not None and self.meeting.day == fact.at[:10]:
            self._end_meeting("kept")

    def _miss(self, today: str) -> None:
        """The day of the appointment has passed: to be invited again the day after, unless a call is owed already.

        The appointment stood for the follow-up, so that the window that it lies in ends no sooner, and no try is
        repeated meanwhile. Beside a window that had ended, a try that is owed stays owed.
        """
        if self.meeting is None or self.meeting.day >= today or self.closed:
            return
        agreed = self.meeting.day
        again = self.cadence.open_day(later(agreed, 1))
        self._end_meeting("missed")
        if self.loss is None:
            self.call = self.call or again
            if self.owed[1] >= agreed or (self.retry or "") > again:
                self.retry = None
            if self.owed[1] >= agreed:
                self.owed = self.owed[0], max(self.owed[1], again)

    # endings

    def _sleep(self, fact: Fact) -> None:
        """Who was lost or has ordered does not."""
        if self.loss is not None or self.ordered:
            return
        until = str(fact.get("until"))
        self.status, self.waking, self.first, self.unscreened = "dormant", until, False, False
        self._end_meeting("dropped")
        self._forget_calls()
        self._fix(until, until)

    def _lost(self, fact: Fact) -> None:
        self.status = "lost" if fact.get("reason") is None else "defeated"
        self.loss = Loss(fact, self.known)
        self.losses.append(self.loss)
        self._end_meeting("dropped")
        self._forget_calls()
        self.tries = self.unreached = 0
        self.callback = self.cadence.open_day(fact.at[:10]), self.cadence.open_day(later(fact.at, 1))
        self.first = self.unscreened = self.fixed = False
        self.waking = None

    def _settle(self, result: str) -> None:
        assert self.loss is not None
        self.loss.result, self.loss = result, None

    def _check(self, fact: Fact) -> None:
        result = fact.get("result")
        if self.loss is None:
            return
        if result == "overturned":
            self._settle(result)
            self.status, self.tries = "open", 0
            self._fix(later(fact.at, 1))
            return
        self.unreached += result == "unreachable"
        self.tries = self.unreached
        if result == "confirmed" or self.unreached == 3:
            self._settle(result)
            self._close(fact)
        else:
            again = self.cadence.open_day(later(fact.at, 1))
            self.callback = again, again

    def _order(self, fact: Fact) -> None:
        if self.loss is not None:
            self._settle("overturned")
        self.model = fact.get("model") or self.model
        self.sales.append(Sale(fact, self.known))
        self.grade_before = self.grade if self.grade != "O" else self.grade_before
        self.grade, self.status = "O", "ordered"
        self.first = self.unscreened = False
        self._forget_calls()
        self.waking, self.tries = None, 0
        self._keep(fact)
        self._owe_window(fact.at)

    def _deliver(self, fact: Fact) -> None:
        sale = self.sales[-1]
        sale.delivered, sale.delivered_by, self.status = fact.at, self.owner, "delivered"
        self._close(fact)

    def _cancel(self, fact: Fact) -> None:
        self.sales[-1].cancelled = fact.at
        self.grade, self.status = self.grade_before, "open"
        self._forget_calls()
        self._fix(later(fact.at, 1))

    def _close(self, fact: Fact) -> None:
        self._end_meeting("dropped")
        self._forget_calls()
        self.closed = fact.at


def begins(fact: Fact) -> bool:
    """What opens a purchase: a visit, an owner's word, or the wish to win somebody back."""
    return fact.kind == "visit" or bool(fact.get("wins_back")) or (fact.kind == "start" and bool(fact.get("word")))


def purchases_of(person: int, facts: Iterable[Fact], cadence: Cadence) -> list[Purchase]:
    """A person's purchases, from all that happened to them."""
    purchases: list[Purchase] = []
    for fact in sorted(facts, key=lambda fact: fact.place):
        if not purchases or purchases[-1].closed:
            if not begins(fact):
                continue
            purchases.append(Purchase(person, cadence))
        purchases[-1].add(fact)
    return purchases
