"""Old registers: what is overdue already, and closing what nobody has worked for long."""

from __future__ import annotations

from leadctl.store.core.writer import Writer


def overdue_of(writer: Writer) -> int:
    """How many leads that this operation opened are overdue already."""
    # Leads of this operation are the newest ones: a range of ids, however many older ones are overdue too.
    row = writer.db.execute(
        "SELECT count(*) FROM leads WHERE id > coalesce((SELECT seq FROM temp.rows_before WHERE name = 'leads'), 0)"
        " AND task IS NOT NULL AND due_by < :today AND operation = :operation",
        {"today": writer.today, "operation": writer.operation},
    ).fetchone()
    return int(row[0])


def close_unseen(writer: Writer, before: str) -> int:
    """Close the open leads of this file's visits that were last seen before a day, as lost contact.

    They are marked as taken over from old records: nobody is asked to verify them. Returns how many.
    """
    closed = writer.db.execute(
        "INSERT INTO churns (operation, lead, at, kind, by, historic)"
        " SELECT :operation, l.id, substr(l.last_contact, 1, 10) || 'T23:59', 'lost-contact', :by, 1"
        " FROM temp.seen_leads AS s JOIN leads AS l ON l.id = s.lead"
        " WHERE l.status = 'open' AND l.last_contact < :before",
        {"operation": writer.operation, "by": writer.author.staff, "before": before},
    ).rowcount
    rows = writer.db.execute(
        "SELECT lead FROM churns WHERE id > :last - :closed", {"last": writer.last_id("churns"), "closed": closed}
    )
    writer.touch(*(row["lead"] for row in rows) if closed else ())
    return closed
