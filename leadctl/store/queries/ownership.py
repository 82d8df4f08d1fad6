"""Since when a lead is its owner's, and who lost it before: expressions over a lead ``l``."""

from __future__ import annotations

# Who served the first visit owned the lead before anything assigned it.
OWNED_SINCE = (
    "(SELECT min(h.at) FROM assignments AS h WHERE h.lead = l.id AND h.consultant = l.consultant"
    " AND h.at >= coalesce((SELECT max(b.at) FROM assignments AS b WHERE b.lead = l.id"
    " AND b.consultant IS NOT l.consultant), CASE WHEN l.consultant IS (SELECT v.consultant FROM visits AS v"
    " WHERE v.lead = l.id AND v.consultant IS NOT NULL ORDER BY v.at, v.id LIMIT 1) THEN '9999' ELSE '' END))"
)
"""When the owner of lead ``l`` took it over; null: they were the first."""

RELEASED_FROM = (
    "(SELECT w.name FROM assignments AS h JOIN staff AS w ON w.id = h.released_from WHERE h.lead = l.id"
    " ORDER BY h.at DESC, h.id DESC LIMIT 1)"
)
"""The name of who neglected lead ``l`` last; null: nobody did."""
