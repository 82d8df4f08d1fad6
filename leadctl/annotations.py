"""``TYPE_CHECKING`` and ``Annotated`` as :mod:`typing` has them, which takes a tenth of a short command to load.

What modules of daily commands need of ``typing`` besides, they import for type checkers alone.
"""

from __future__ import annotations

TYPE_CHECKING = False
"""As type checkers know it: they take it for true."""

if TYPE_CHECKING:
    from typing import Annotated as Annotated  # noqa: TID251 - this is where it comes from
else:

    class Annotated:
        """``Annotated[str, note]``: a type and what is noted of it, which only :mod:`leadctl.commands` reads."""

        def __init__(self, origin: object, *notes: object) -> None:
            self.__origin__, self.__metadata__ = origin, notes

        def __class_getitem__(cls, parts: tuple[object, ...]) -> Annotated:
            return cls(*parts)
