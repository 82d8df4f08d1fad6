"""The store's own reminders as they are typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leadctl.commands import inputs
from leadctl.domain.aftercare import Reminders
from leadctl.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from leadctl.commands.aftercare import ReminderOptions

WARRANTY = "warranty"


def changed(kept: Reminders, name: str, options: ReminderOptions, now: str) -> Reminders:
    """The reminders with what was typed. Raises WrongUsage for options that do not go together."""
    word = inputs.plain(name) or ""
    if not word or "," in word:
        raise Refused("The name {name!r} cannot be used; it needs letters and has no comma.", name=name)
    if (options.on is not None) + (options.months is not None) + options.remove != 1:
        raise WrongUsage("Say one of: --on DATE, --months N, --remove.")
    if word == WARRANTY:
        if options.months is None:
            raise WrongUsage("The warranty has a length: --months N")
        return replace(kept, warranty_months=options.months)
    if options.remove:
        return _without(kept, word)
    if options.on is not None:
        day = inputs.day(options.on, now, "plan")
        return replace(kept, dated=tuple(dict.fromkeys((*kept.dated, (word, day)))))
    assert options.months is not None
    others = tuple(one for one in kept.recurring if one[0] != word)
    return replace(kept, recurring=(*others, (word, options.months)))


def _without(kept: Reminders, name: str) -> Reminders:
    left = replace(
        kept,
        dated=tuple(one for one in kept.dated if one[0] != name),
        recurring=tuple(one for one in kept.recurring if one[0] != name),
    )
    if left == kept:
        raise Refused("There is no reminder {name!r}; see: leadctl aftercare reminders", name=name)
    return left
