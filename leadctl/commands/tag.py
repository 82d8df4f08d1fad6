"""``leadctl tag``: what suits a customer."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Command, Option
from leadctl.commands.options import Customer
from leadctl.commands.sentences import join_parts, name_customer
from leadctl.commands.session import Session
from leadctl.errors import WrongUsage
from leadctl.locale import N_
from leadctl.store.queries.customers import add_tags, current_lead, customer_row, remove_tags, tags_of
from leadctl.store.queries.leads import lead_row

if TYPE_CHECKING:
    from leadctl.store.core.connection import Database

Tags = Annotated[list[str] | None, Argument("TAG...", "Such as golf, family, 30s or owners-club.")]
RemoveTags = Annotated[bool, Option("--remove", help="Take these tags away.")]


def tag(session: Session, customer: Customer, tags: Tags = None, remove: RemoveTags = False) -> None:
    """Tag a customer (hobby, family, age group, club), so that an event can invite those it suits.

    Without a tag, print those they have.

    Examples:

      leadctl tag 13800001234 golf family

      leadctl tag c17 golf --remove
    """
    wanted = [inputs.read_tag(word) for word in tags or ()]
    if wanted:
        _change_tags(session, customer, wanted, remove)
        return
    if remove:
        raise WrongUsage("Say which tags to take away.")
    with session.read() as db:
        number = inputs.read_customer(db, customer)
        held, who = tags_of(db, number), _name_customer(session, db, number)
    _report_tags(session, number, who, held, {})


def _change_tags(session: Session, customer: str, wanted: list[str], remove: bool) -> None:
    with session.write("tag") as writer:
        number = inputs.read_customer(writer.db, customer)
        change = remove_tags if remove else add_tags
        change(writer, number, wanted)
        writer.summary = f"c{number} {'without' if remove else 'with'} {', '.join(wanted)}"
        held, who = tags_of(writer.db, number), _name_customer(session, writer.db, number)
        operation = writer.operation
    _report_tags(session, number, who, held, {"operation": operation})


def _name_customer(session: Session, db: Database, customer: int) -> str:
    lead = current_lead(db, customer)
    owner = None if lead is None else lead_row(db, lead).consultant
    return name_customer(session, customer, customer_row(db, customer).name, owner)


def _report_tags(session: Session, customer: int, who: str, held: list[str], more: dict[str, object]) -> None:
    told = join_parts(session, held) or session.translate(N_("no tags"))
    session.report(
        session.say(N_("{name}: {told}"), name=who, told=told),
        {"customer_id": customer, "tags": held} | more,
    )


COMMAND = Command(tag)
