"""Codes of the churn analysis -> the English that people read."""

from __future__ import annotations

from leadctl.locale import N_

REASON_GROUPS = {
    "product": N_("Product"),
    "price": N_("The price"),
    "management": N_("Management"),
    "staff": N_("Staff"),
    "customer": N_("The customer's own"),
}
"""Groups of reasons of defeat; a store's own stand as they are written."""

BECAME = {"overturned": N_("Overturned"), "win_backs": N_("Win-backs")}
"""Leads that a churn did not end."""
