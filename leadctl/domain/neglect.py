"""What a store's policy says of neglected leads, beside the days of each grade: the table ``[neglect]``.

[neglect]
announce = 3             # days before a lead goes to the common pool in which `due` says so
keep_away = 7            # days in which who neglected it may not have it back
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leadctl.errors import Refused

ANNOUNCE_DAYS, KEEP_AWAY_DAYS = 3, 7
"""House rules, unless the policy says otherwise."""

NEGLECT_KEYS = ("announce", "keep_away")
"""What a policy's file may say in ``[neglect]``."""


@dataclass(frozen=True, slots=True)
class Neglect:
    """``announce``: days before its release in which a lead's line says so (0: only once it may be released);
    ``keep_away``: days from the release in which the lead is not given to who neglected it (0: none)."""

    announce: int = ANNOUNCE_DAYS
    keep_away: int = KEEP_AWAY_DAYS


def parse_neglect(table: object) -> Neglect:
    """The policy's ``[neglect]`` table, checked. Raises Refused with the key that is wrong and what was expected."""
    if not isinstance(table, dict):
        raise Refused("The policy's [neglect] must be a table, with days such as announce = 3 and keep_away = 7.")
    return Neglect(_days(table, "announce", ANNOUNCE_DAYS), _days(table, "keep_away", KEEP_AWAY_DAYS))


def _days(table: Mapping[str, object], key: str, default: int) -> int:
    value = table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 366:
        raise Refused("{key} of [neglect] must be a whole number of days from 0 to 366.", key=key)
    return value
