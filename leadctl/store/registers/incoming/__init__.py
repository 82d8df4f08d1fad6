"""Records of files into the store, a row at a time inside one operation: follow-ups, churn, orders, sales, owners.

Each kind is one small module with a ``take``: it finds the row's lead, recognises a row that is there
already, refuses what cannot follow what the store knows (:class:`Unfit`), and writes.
"""

from __future__ import annotations

from leadctl.store.core.writer import Writer
from leadctl.store.registers.incoming.churn import Churns
from leadctl.store.registers.incoming.followups import FollowUps
from leadctl.store.registers.incoming.kind import Kind
from leadctl.store.registers.incoming.leads import Unfit
from leadctl.store.registers.incoming.orders import Orders
from leadctl.store.registers.incoming.owners import Owners
from leadctl.store.registers.incoming.sales import Sales

__all__ = ["Kind", "Unfit", "open_kind"]

_KINDS: dict[str, type[Kind]] = {
    "followups": FollowUps,
    "churn": Churns,
    "orders": Orders,
    "sales": Sales,
    "owners": Owners,
}


def open_kind(kind: str, writer: Writer, *, strict: bool) -> Kind:
    """What takes rows of ``kind``; ``strict`` refuses names that are new to the store."""
    return _KINDS[kind](writer, strict=strict)
