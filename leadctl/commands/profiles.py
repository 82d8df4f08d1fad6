"""Which profile a file is read by."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from leadctl.annotations import TYPE_CHECKING
from leadctl.commands.import_options import BatchOptions
from leadctl.errors import Refused, Sentence, WrongUsage, unknown_name
from leadctl.intake.profiles import READY, Profile
from leadctl.store.records.profiles import stored_profiles

if TYPE_CHECKING:
    from typing import Any

    from leadctl.store.core.connection import Database

_KINDS_OF_READING = (
    "encoding", "suffix", "year", "sheet", "delimiter", "header_row", "fill_down", "errors", "odd_phones", "no_phones",
)  # fmt: skip
KEPT = tuple(name for name in _KINDS_OF_READING if name in BatchOptions._fields)
"""The options that a profile may keep beside --map."""


def known_profiles(db: Database) -> Sequence[Profile]:
    """The store's own profiles, and the ready ones whose names they leave free."""
    own = [Profile(*kept) for kept in stored_profiles(db)]
    return [*own, *(ready for ready in READY if ready.name not in {profile.name for profile in own})]


def named_profile(profiles: Sequence[Profile], name: str, kind: str | None) -> Profile:
    """The profile of this name. Raises Refused for an unknown one, and for one of another kind of file (None: any)."""
    found = next((profile for profile in profiles if profile.name == name), None)
    if found is None:
        known = [profile.name for profile in profiles]
        raise unknown_name(Sentence("profile"), name, known, Sentence("See: leadctl profile list"))
    if kind is not None and found.kind != kind:
        raise Refused("The profile {name} is of {kind}: leadctl import {kind} FILE", name=name, kind=found.kind)
    return found


def fitting_profile(profiles: Sequence[Profile], kind: str, fits: Callable[[Profile], bool]) -> Profile | None:
    """The only profile of a kind of file that fits; None where none does, or several."""
    fitting = [one for one in profiles if one.kind == kind and one.mapping and fits(one)]
    return fitting[0] if len(fitting) == 1 else None


def apply_profile(profile: Profile, options: BatchOptions) -> BatchOptions:
    """The options with what the profile says where they leave it open."""
    pairs = [f"{ours}={theirs}" for ours, theirs in profile.mapping.items()]
    said = set(parse_mapping(options.mapping or []))
    mapping = [*(pair for pair in pairs if pair.partition("=")[0] not in said), *(options.mapping or [])]
    left: dict[str, Any] = {
        name: value
        for name, value in profile.choices.items()
        if name in KEPT and getattr(options, name) == BatchOptions._field_defaults[name]
    }
    return options._replace(mapping=mapping, profile=profile.name, **left)


def parse_mapping(pairs: Sequence[str]) -> dict[str, str]:
    """``OURS=THEIRS`` pairs as a mapping. Raises WrongUsage for what is none."""
    mapping = {}
    for pair in pairs:
        ours, sign, theirs = pair.partition("=")
        if not sign or not ours.strip() or not theirs.strip():
            raise WrongUsage("--map {pair!r} must read OURS=THEIRS, such as phone=Mobil.", pair=pair)
        mapping[ours.strip()] = theirs.strip()
    return mapping
