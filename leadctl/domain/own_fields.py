"""Fields of a store's own: what it keeps of its customers beside what leadctl knows."""

from __future__ import annotations

import math

from leadctl.named_tuple import NamedTuple


class OwnField(NamedTuple):
    """A field: its name, its kind (one of ``terms.FIELD_KINDS``), and the choices of a field of that kind."""

    name: str
    kind: str
    choices: tuple[str, ...] = ()

    def find_choice(self, text: str) -> str | None:
        """The choice that a text means, whatever its case."""
        return next((choice for choice in self.choices if choice.casefold() == text.casefold()), None)

    def typed(self, value: str) -> str | int | float:
        """A stored value as JSON has it."""
        return (float(value) if "." in value else int(value)) if self.kind == "number" else value


def normal_number(text: str) -> str | None:
    """A number as it is stored, such as ``12`` or ``12.5``; None for another text."""
    plain = text.strip().replace(",", "").replace("，", "")
    try:
        number = float(plain)
    except ValueError:
        return None
    if not math.isfinite(number) or abs(number) >= 1e15:
        return None
    return str(int(number)) if number == int(number) else repr(round(number, 6))
