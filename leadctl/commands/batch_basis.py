"""What of the store the reading of a file rests on. It is looked up before the file is read, and once more when the
store is locked to write its rows: where it is another by then, the file is read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from leadctl.domain.own_fields import OwnField
from leadctl.domain.terms import CHANNELS
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.connection import Database
from leadctl.store.core.settings import read_setting
from leadctl.store.facts.visits import list_channels
from leadctl.store.queries.fields import own_fields
from leadctl.store.queries.forgotten_people import count_forgotten
from leadctl.store.registers.register_names import was_sent_before
from leadctl.store.registers.staged_visits import known_names


class Basis(NamedTuple):
    """What a store says that decides how rows are read.

    ``timezone``: of its times; ``sent_before``: whether it knows the register; ``forgotten``: how many
    phones are of people who were forgotten; ``own_fields``: its own, which are columns too; ``names``: those that it
    knows, by column, where others are refused; None: none is.
    """

    timezone: str | None
    sent_before: bool
    forgotten: int
    own_fields: Sequence[OwnField]
    names: Mapping[str, Set[str]] | None

    def holds(self, later: Basis) -> bool:
        """Whether what was read on this basis may be written on a later one. More names than then do not matter."""
        return self[:4] == later[:4] and all(
            names <= (later.names or {}).get(column, set()) for column, names in (self.names or {}).items()
        )


def find_basis(db: Database, kind: str, origin: str | None, *, strict: bool) -> Basis:
    """The basis on which a file of this kind, known by ``origin``, is read now. ``strict``: new names are refused."""
    names: dict[str, Set[str]] | None = None
    if strict:
        names = {**known_names(db), "channel": known_channels(db)} if kind == "online" else dict(known_names(db))
    sent_before = origin is not None and was_sent_before(db, kind, origin)
    return Basis(read_setting(db, "timezone"), sent_before, count_forgotten(db), own_fields(db), names)


def known_channels(db: Database) -> Set[str]:
    """The channels that the trade or the store knows."""
    return list_channels(db) | CHANNELS.keys()
