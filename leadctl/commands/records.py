"""Batches of follow-ups, churn, orders and sales."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands.batches import BatchOptions, Summary, run_batch
from leadctl.commands.session import Session

if TYPE_CHECKING:
    from leadctl.intake.faults import Faults
    from leadctl.intake.registers import Columns, Judge, Register
    from leadctl.store.core.writer import Writer
    from leadctl.store.registers.incoming import Kind


def import_records(session: Session, kind: str, file: str, options: BatchOptions) -> None:
    """Take a file of ``kind``: followups, churn, orders, sales or owners."""

    def take(writer: Writer, register: Register, summary: Summary) -> None:
        from leadctl.store.registers.incoming import open_kind

        records = open_kind(kind, writer, strict=options.strict)
        register.judge = _taking(records, summary, register.judge)
        for _ in register:
            pass
        writer.settle()
        summary.leads, summary.customers = records.leads.opened(), records.customers
        summary.new_names = records.names.new

    run_batch(session, kind, file, options, take)


def _taking(records: Kind, summary: Summary, then: Judge | None) -> Judge:
    """The judge that writes each good row; what the store cannot take becomes a fault like any other.

    Rows go in the order of their days: what closes or frees a lead comes before what follows from it.
    """
    from leadctl.store.registers.incoming import Unfit

    def judge(columns: Columns, rows: int, faults: Faults) -> None:
        days = columns[records.dated]
        good = [row for row in range(rows) if row not in faults.by_row]
        for row in sorted(good, key=lambda row: str(days[row])[:10]):
            try:
                taken = records.take({name: column[row] for name, column in columns.items()})
            except Unfit as unfit:
                faults.add(unfit.column, row, unfit.sentence)
            else:
                _count(summary, taken)
        if then is not None:
            then(columns, rows, faults)

    return judge


def _count(summary: Summary, taken: str) -> None:
    if taken == "new":
        summary.records += 1
    elif taken == "updated":
        summary.updated += 1
    else:
        summary.unchanged += 1
