"""The records behind a figure, as a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadctl.render.page import Page
    from leadctl.store.queries.figures.measures import Record


def listed(found: Sequence[Record], title: str, reveal: bool, limit: int | None) -> Page:
    """Records as a page, phones masked unless they are to be revealed; of a long listing only what is shown is told."""
    from leadctl.domain.phones import mask_phone
    from leadctl.domain.record_lists import LazyRecords
    from leadctl.domain.referrers import mask_numbers
    from leadctl.render.pages.records import records_page

    told = list(found[:limit] if isinstance(found, LazyRecords) else found)
    for record in told:
        phone = record.get("phone")
        for key in ("referrer", "paid_to"):
            if record.get(key) is not None and not reveal:
                record[key] = mask_numbers(str(record[key]))
        if phone is not None and not reveal:
            record["phone"] = mask_phone(str(phone))
        record.update({key: bool(record[key]) for key in ("is_new", "test_drive") if record.get(key) is not None})
    return records_page(told, title)
