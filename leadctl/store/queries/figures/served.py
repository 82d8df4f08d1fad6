"""Visits under whoever served them, for the sheet of a day: it must not change when a lead is handed over."""

from __future__ import annotations

from leadctl.store.queries.figures.kinds import VISITS
from leadctl.store.queries.figures.measures import Facts, Measure, Part

_SERVED = "coalesce(v.consultant, l.consultant)"

SERVED = Facts(
    source=VISITS.source,
    id=VISITS.id,
    moment=VISITS.moment,
    inside=VISITS.inside,
    joins=VISITS.joins,
    groups={"consultant": _SERVED},
    record=VISITS.record,
    named=" LEFT JOIN customers AS c ON c.id = v.customer LEFT JOIN sources AS src ON src.id = v.source"
    f" LEFT JOIN models AS m ON m.id = v.model LEFT JOIN staff AS s ON s.id = {_SERVED}",
)
"""Visits under who served; one that names nobody under its lead's owner."""

RECEIVED: Measure = (Part(SERVED),)
DRIVES: Measure = (Part(SERVED, "v.test_drive = 1", one_of="coalesce(v.customer, -v.id)"),)
"""Different customers who test-drove, each nameless driver one."""
