"""Rows of a register of visits that is sent again beside the visits of the store: whether one can be the other, mended,
and what differs (docs/domain.md, section 2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from leadctl.domain.phones import mask_phone
from leadctl.errors import Sentence, listing
from leadctl.named_tuple import NamedTuple
from leadctl.store.registers.known_rows import KEY, Key

_PHONE = re.compile(r"\+?\d{5,}")


class SentRow(NamedTuple):
    """A row of the file."""

    at: str
    kind: str
    who: str
    nth: int
    name: str | None
    phone: str | None
    record_id: str | None

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.at, self.kind, self.who, self.nth


class KeptVisit(NamedTuple):
    """A visit of the register as the store has it. ``phones``: its customer's, with blanks between."""

    id: int
    at: str
    kind: str
    who: str
    nth: int
    name: str | None
    customer: int | None
    record_id: str | None
    missing_since: str | None
    phones: str | None

    @property
    def phone(self) -> str | None:
        """The phone by which its row named the customer."""
        return self.who if _PHONE.fullmatch(self.who) else None


def pair_rows(
    rows: Mapping[int, tuple[object, ...]], visits: Mapping[int, tuple[object, ...]]
) -> dict[int, int] | None:
    """Number of a row -> its visit, of rows (what they say, by number) and visits (number and what they say, by id).

    A row without one is new. None: rows and visits changed so that nobody can tell.
    """
    found: dict[int, int] = {}
    for same_number in (True, False):
        for nth, said in rows.items():
            for visit, (number, *kept) in visits.items() if nth not in found else ():
                if visit in found.values() or (same_number and number != nth):
                    continue
                if all(cell is None or cell == old for cell, old in zip(said, kept, strict=True)):
                    found[nth] = visit
                    break
    left = [nth for nth in rows if nth not in found]
    free = {number: visit for visit, (number, *_) in visits.items() if visit not in found.values()}
    shifted = any(visits[visit][0] != nth for nth, visit in found.items())
    if len(left) == len(free):
        return found | dict(zip(left, free.values(), strict=True))
    if left and free and (shifted or len(rows) < len(visits)):
        return None
    return found | {nth: free[nth] for nth in left if nth in free}


def _has_phone_of(row: SentRow, visit: KeptVisit) -> bool:
    return row.phone is not None and row.phone in (visit.phones or "").split()


def is_same_but_for_who(row: SentRow, visit: KeptVisit) -> bool:
    """Same moment and customer: the store was mended likewise."""
    same = (row.at, row.kind) == (visit.at, visit.kind)
    return same and _has_phone_of(row, visit) and not _have_other_ids(row, visit)


def may_be(row: SentRow, visit: KeptVisit) -> bool:
    """Whether a row may be a visit of the same day whose time, kind, phone or name was mended."""
    if _have_other_ids(row, visit):
        return False
    if row.who == visit.who or _has_phone_of(row, visit):
        return bool(row.who) or row.kind == visit.kind
    if (row.at, row.kind) != (visit.at, visit.kind):
        return False
    names_differ = row.name is not None and visit.name is not None and row.name != visit.name
    return not (names_differ and (row.phone or visit.phone))


def _have_other_ids(row: SentRow, visit: KeptVisit) -> bool:
    return row.record_id is not None and visit.record_id is not None and row.record_id != visit.record_id


def is_somebody_else(row: SentRow, visit: KeptVisit) -> bool:
    """Another day, and neither the phone nor the name is the visit's: the register numbers its rows anew."""
    same_person = row.who == visit.who or _has_phone_of(row, visit) or (row.name is not None and row.name == visit.name)
    return row.at[:10] != visit.at[:10] and not same_person


def find_new_phone(kept: KeptVisit, row: SentRow) -> str | None:
    """The phone that a mended row gives, where it is not its customer's."""
    return None if row.phone is None or _has_phone_of(row, kept) else row.phone


def find_changed_key(kept: KeptVisit, row: SentRow) -> Mapping[str, object]:
    return {name: getattr(row, name) for name in KEY if name == "nth" or getattr(row, name) != getattr(kept, name)}


def describe_changes(kept: KeptVisit, row: SentRow) -> tuple[tuple[str, str | None, str | None], ...]:
    changes: list[tuple[str, str | None, str | None]] = []
    if kept.at != row.at:
        changes.append(("arrived_at", kept.at, row.at))
    if kept.kind != row.kind:
        changes.append(("kind", kept.kind, row.kind))
    if kept.phone != row.phone:
        changes.append(("phone", mask_phone(kept.phone), mask_phone(row.phone)))
    elif kept.who != row.who:
        changes.append(("name", kept.who or None, row.who or None))
    return tuple(changes)


def describe_doubt(visits: Sequence[KeptVisit]) -> Sentence:
    return Sentence(
        "it is new, and may be a visit mended whose own row is gone: {visits}. Nobody can tell which row is which; "
        "delete the visit that is wrong (leadctl delete visit ID), or correct it likewise, and send the file again",
        visits=listing(Sentence("visit {visit} of {time}", visit=v.id, time=v.at[11:]) for v in visits),
    )
