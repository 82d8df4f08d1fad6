"""Records of files into the store, a row at a time inside one operation: follow-ups, churn, orders, sales, owners.

Each kind is one small module with a ``take``: it finds the row's lead, recognises a row that is there
already, refuses what cannot follow what the store knows (:class:`Unfit`), and writes.
"""

from __future__ import annotations

from leadctl.store.incoming.churn import Churns
from leadctl.store.incoming.followups import FollowUps
from leadctl.store.incoming.kind import Kind
from leadctl.store.incoming.leads import Unfit
from leadctl.store.incoming.orders import Orders
from leadctl.store.incoming.owners import Owners
from leadctl.store.incoming.sales import Sales
from leadctl.store.writer import Writer

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
