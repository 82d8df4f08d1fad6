"""What is asked of the due list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from leadctl.domain.due import Reason
from leadctl.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose tasks, and until when. ``consultant``: a staff id and what nobody owns; None: everybody's.

    ``service``: with the call-backs of customer service. ``time``: of the day ``today``, for who waits by the minute.
    ``say`` makes the sentence of a reason, ``between`` stands between two of them.
    """

    today: str
    until: str
    policy: Policy
    consultant: int | None = None
    service: bool = True
    say: Callable[[Reason], str] = lambda reason: reason.text.format(**reason.values)
    time: str = "23:59"
    between: str = "; "

    @property
    def now(self) -> str:
        """The moment of which the list speaks, ISO to the minute."""
        return f"{self.today}T{self.time}"
