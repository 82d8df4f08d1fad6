"""Batches of online enquiries: visits of the kind online, each with a phone to be called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands.batches import BatchOptions, Summary, run_batch, take_visits
from leadctl.commands.session import Session

if TYPE_CHECKING:
    from leadctl.intake.registers import Register
    from leadctl.store.core.writer import Writer


def import_online(session: Session, file: str, batch: BatchOptions) -> None:
    """Take a file of online enquiries. Channels that neither the trade nor the store knew are told as new names."""

    def take(writer: Writer, register: Register, summary: Summary) -> None:
        from leadctl.domain.terms import CHANNELS
        from leadctl.store.facts.visits import channels_named

        known = channels_named(writer.db) | CHANNELS.keys()
        take_visits(writer, register, summary, strict=batch.strict, channels=known)
        summary.new_names["channel"] = sorted(channels_named(writer.db) - known)

    run_batch(session, "online", file, batch, take)
