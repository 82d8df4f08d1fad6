"""How often a grade is contacted, and what it is worth (docs/domain.md sections 3 and 7)."""

from __future__ import annotations

from datetime import date, timedelta

ORDERED = "O"

CONTACT_DAYS = {
    "five-grade": {"H": (1, 2), "A": (3, 5), "B": (7, 7), "C": (10, 10), "N": (15, 15), ORDERED: (7, 7)},
    "four-grade": {"H": (2, 2), "A": (3, 3), "B": (7, 7), "C": (15, 15), ORDERED: (7, 7)},
}
"""Due from and overdue after so many days since the last contact (docs/domain.md section 3)."""

WIN_RATES = {"N": 0.05, "C": 0.10, "B": 0.20, "A": 0.30, "H": 0.50, ORDERED: 0.80}
"""docs/domain.md section 7, pipeline."""

HORIZON_DAYS = {
    "five-grade": {"H": 7, "A": 30, "B": 90, "C": 2 * 90, "N": 2 * 90, None: 2 * 90},
    "four-grade": {"H": 7, "A": 30, "B": 60, "C": 2 * 60, "N": 2 * 60, None: 2 * 60},
}
"""Within how many days a lead buys; a grade without horizon, and ungraded, twice the longest (docs/domain.md section
7)."""

LETTER_DAYS = 3
SCREENED_C_DAYS = 15
FIRST_FOLLOW_UP_DAYS = 1


def grades(policy: str) -> list[str]:
    """The grades of a purchase, from hot to cold."""
    return [grade for grade in CONTACT_DAYS[policy] if grade != ORDERED]


def coldest(policy: str) -> str:
    """As which grade an ungraded lead is treated (docs/domain.md section 3)."""
    return grades(policy)[-1]


def contact_window(policy: str, grade: str | None, last_contact: date) -> tuple[date, date]:
    """First and last day of the next contact (docs/domain.md section 3)."""
    least, most = CONTACT_DAYS[policy][grade or coldest(policy)]
    return last_contact + timedelta(days=least), last_contact + timedelta(days=most)


def win_rate(policy: str, grade: str | None) -> float:
    """The chance that a lead of this grade is won (docs/domain.md section 7)."""
    return WIN_RATES[grade or coldest(policy)]
