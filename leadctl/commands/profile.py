"""Profiles: how the files of one origin are read, so that an import need not be told each time."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import LISTING, Argument, Command, Group, Option, list_given_options
from leadctl.commands.import_options import BatchOptions
from leadctl.commands.profiles import KEPT, known_profiles, parse_mapping
from leadctl.commands.session import Session
from leadctl.errors import WrongUsage
from leadctl.locale import N_
from leadctl.render.page import Column, Page, Table
from leadctl.store.records.profiles import StoredProfile, remove_profile, set_profile

Name = Annotated[str, Argument("NAME", "What the profile is called.")]
Kind = Annotated[
    str,
    Option(
        "--kind",
        "KIND",
        "What files of this origin hold; left out: visits.",
        choices=("visits", "followups", "churn", "orders", "sales", "owners", "online"),
    ),
]


def add(session: Session, name: Name, batch: BatchOptions, kind: Kind = "visits") -> None:
    """Keep how files of one origin are read: the headers of our fields, encoding, sheet and so on.

    A file that has all headers of exactly one profile is read by it, which is said; --profile names one.

    Examples:

      leadctl profile add portal --kind online --map at=留资时刻 --map phone=电话1

      leadctl import online portal.csv --profile portal
    """
    word = inputs.read_code(name, "portal --map phone=Mobil")
    given = {field: value for field, value in batch._asdict().items() if value != BatchOptions._field_defaults[field]}
    wrong = [field for field in given if field != "mapping" and field not in KEPT]
    if wrong:
        option = list_given_options(BatchOptions(**{wrong[0]: given[wrong[0]]}))[0]
        raise WrongUsage("{option} is of one import, and not kept in a profile.", option=option)
    if not given:
        raise WrongUsage("Say how such files are read, such as --map phone=Mobil; see: leadctl profile add -h")
    mapping = parse_mapping(batch.mapping or [])
    with session.write("profile add") as writer:
        choices = {field: value for field, value in given.items() if field != "mapping"}
        set_profile(writer, StoredProfile(word, kind, mapping, choices))
        writer.summary = f"profile {word}"
        operation = writer.operation
    session.report(
        session.say(N_("{name}: kept; use it with: leadctl import {kind} FILE --profile {name}"), name=word, kind=kind),
        {"profile": word, "kind": kind, "mapping": mapping, "choices": choices, "operation": operation},
    )


def list_(session: Session) -> None:
    """Print the profiles, the ready ones too.

    Example: leadctl profile list
    """
    with session.read() as db:
        profiles = known_profiles(db)
    rows = [
        {"profile": one.name, "kind": one.kind, "mapping": dict(one.mapping), "choices": dict(one.choices)}
        for one in profiles
    ]
    shown = [
        row
        | {"mapping": " ".join(f"{ours}={theirs}" for ours, theirs in profile.mapping.items())}
        | {"choices": " ".join(f"{option}={value}" for option, value in profile.choices.items())}
        for row, profile in zip(rows, profiles, strict=True)
    ]
    columns = (
        Column("profile", N_("Profile")),
        Column("kind", N_("Kind")),
        Column("mapping", N_("Headers"), wrap=True),
        Column("choices", N_("Choices"), wrap=True),
    )
    session.show(Page(rows, (Table(columns, shown),), N_("Profiles")))


def remove(session: Session, name: Name) -> None:
    """Forget a profile of the store's own; what was read by it stays.

    Example: leadctl profile remove portal
    """
    with session.write("profile remove") as writer:
        remove_profile(writer, name)
        writer.summary = f"profile {name} removed"
        operation = writer.operation
    session.report(session.say(N_("{name}: removed"), name=name), {"profile": name, "operation": operation})


COMMAND = Group(__doc__, {"add": Command(add), "list": Command(list_, LISTING), "remove": Command(remove)})
