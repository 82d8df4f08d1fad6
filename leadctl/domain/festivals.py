"""The festivals on which owners are greeted, dated for each year (docs/domain.md, "After delivery").

Three follow the Chinese calendar and are a table, for the years 2020 to 2040; National Day is the first of October.
"""

from __future__ import annotations

_NAMES = {
    "Spring Festival": ("春节", "农历新年"),
    "Dragon Boat": ("端午", "端午节", "Dragon Boat Festival"),
    "Mid-Autumn": ("中秋", "中秋节", "Mid-Autumn Festival"),
    "National Day": ("国庆", "国庆节"),
}
FESTIVALS = tuple(_NAMES)
"""The names of the festivals, in the order of the year."""

_LUNAR_DAYS = {
    2020: ("01-25", "06-25", "10-01"),
    2021: ("02-12", "06-14", "09-21"),
    2022: ("02-01", "06-03", "09-10"),
    2023: ("01-22", "06-22", "09-29"),
    2024: ("02-10", "06-10", "09-17"),
    2025: ("01-29", "05-31", "10-06"),
    2026: ("02-17", "06-19", "09-25"),
    2027: ("02-06", "06-09", "09-15"),
    2028: ("01-26", "05-28", "10-03"),
    2029: ("02-13", "06-16", "09-22"),
    2030: ("02-03", "06-05", "09-12"),
    2031: ("01-23", "06-24", "10-01"),
    2032: ("02-11", "06-12", "09-19"),
    2033: ("01-31", "06-01", "09-08"),
    2034: ("02-19", "06-20", "09-27"),
    2035: ("02-08", "06-10", "09-16"),
    2036: ("01-28", "05-30", "10-04"),
    2037: ("02-15", "06-18", "09-24"),
    2038: ("02-04", "06-07", "09-13"),
    2039: ("01-24", "05-27", "10-02"),
    2040: ("02-12", "06-14", "09-20"),
}
"""Year -> the first day of the first month, the fifth of the fifth and the 15th of the eighth, as MM-DD."""


def festival_days(year: int) -> list[tuple[str, str]]:
    """(name, ISO date) of each festival of a year; none where the table does not say."""
    days = _LUNAR_DAYS.get(year)
    return [] if days is None else list(zip(FESTIVALS, (f"{year}-{day}" for day in (*days, "10-01")), strict=True))


def festival_named(name: str) -> str | None:
    """The festival that a name means, in English or Chinese; None: of another day."""
    word = name.strip().casefold()
    return next(
        (known for known, others in _NAMES.items() if word in (known.casefold(), *map(str.casefold, others))), None
    )
