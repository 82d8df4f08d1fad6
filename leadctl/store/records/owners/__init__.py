"""Owners: cars delivered here or told of by files, the contacts with their owners, and complaints."""

from __future__ import annotations

EVERYBODY = ("",)
OWN_AND_UNOWNED = (
    " AND {car}.consultant = :consultant",
    " AND {car}.consultant IS NULL",
    " AND EXISTS (SELECT 1 FROM staff AS g WHERE g.id = {car}.consultant AND g.left_on <= :today)",
)
"""Whose cars: a consultant's own, and those whose seller nobody knows or has left."""
