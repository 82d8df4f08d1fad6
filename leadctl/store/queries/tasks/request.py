"""What is asked of the due list."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from leadctl.domain.due import Reason
from leadctl.domain.policy import Policy
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_value


class Only(NamedTuple):
    """What the list is narrowed down to; None: to nothing. Grades (empty: ungraded), ids of models and sources, tags,
    and kinds of task."""

    grades: tuple[str, ...] | None = None
    models: tuple[int, ...] | None = None
    tags: tuple[str, ...] | None = None
    sources: tuple[int, ...] | None = None
    tasks: tuple[str, ...] | None = None

    @property
    def traits(self) -> dict[str, str]:
        """What is asked of leads: the name of a field -> its values as JSON."""
        asked = {name: values for name in TRAITS if (values := getattr(self, name)) is not None}
        if not asked:
            return {}
        import json

        return {name: json.dumps(values) for name, values in asked.items()}

    def takes(self, names: tuple[str, ...]) -> bool:
        """Whether any of these kinds of task is wanted."""
        return self.tasks is None or not set(self.tasks).isdisjoint(names)


TRAITS = {
    "grades": "coalesce(l.grade, '') IN (SELECT value FROM json_each(:grades))",
    "models": "l.model IN (SELECT value FROM json_each(:models))",
    "tags": "l.customer IN (SELECT t.customer FROM tags AS t WHERE t.tag IN (SELECT value FROM json_each(:tags)))",
    "sources": "l.source IN (SELECT value FROM json_each(:sources))",
}
"""What may be asked of a lead ``l``: a field of :class:`Only` -> the clause."""


_FITS = {
    "grades": "0",  # an owner has none
    "models": "EXISTS (SELECT 1 FROM models AS m JOIN json_each(:models) AS j ON j.value = m.id WHERE m.name = :model)",
    "tags": TRAITS["tags"].replace("l.customer", ":customer"),
    "sources": f"EXISTS (SELECT 1 FROM leads AS l WHERE l.id = :lead AND {TRAITS['sources']})",
}
"""What may be asked of an owner's car, as of leads."""


def fits(db: sqlite3.Connection, only: Only, lead: int | None, customer: int | None, model: str | None) -> bool:
    """Whether an owner's car is among what the list is narrowed down to."""
    if not only.traits:
        return True
    asked = " AND ".join(_FITS[name] for name in only.traits)
    values = {**only.traits, "lead": lead, "customer": customer, "model": model}
    return bool(find_value(db, int, f"SELECT {asked}", values))


class Wanted(NamedTuple):
    """Whose tasks, and until when. ``consultant``: a staff id and what nobody owns; None: everybody's.

    ``service``: with the call-backs of customer service. ``time``: of the day ``today``, for who waits by the minute.
    ``say`` makes the sentence of a reason, ``between`` stands between two of them. ``only``: what else is asked.
    """

    today: str
    until: str
    policy: Policy
    consultant: int | None = None
    service: bool = True
    say: Callable[[Reason], str] = lambda reason: reason.text.format(**reason.values)
    time: str = "23:59"
    between: str = "; "
    only: Only = Only()

    @property
    def now(self) -> str:
        """The moment of which the list speaks, ISO to the minute."""
        return f"{self.today}T{self.time}"
