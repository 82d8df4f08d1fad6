"""Codes of campaigns and rewards -> the English that people read."""

from __future__ import annotations

from leadctl.locale import N_

OCCASIONS = {"visit": N_("visit"), "test-drive": N_("test drive"), "sale": N_("sale")}
"""What a reward is given for."""

COST_ITEMS = {"venue": N_("venue"), "materials": N_("materials"), "other": N_("other")}
"""What a campaign's money goes into."""

CAMPAIGN_TASKS = {
    "gather information": N_("gather information"),
    "recruit": N_("recruit"),
    "places and the list of who comes": N_("places and the list of who comes"),
    "the day itself": N_("the day itself"),
    "thank, publish, follow up": N_("thank, publish, follow up"),
}
"""What is usually done around a campaign's day, as the store keeps it; a task of somebody's own has no label."""
