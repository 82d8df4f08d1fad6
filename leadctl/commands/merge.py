"""``leadctl merge``: two customers who are one person become one."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Command
from leadctl.commands.edit.customer import customer_record
from leadctl.commands.sentences import describe_lead
from leadctl.commands.session import Session
from leadctl.errors import Refused, WrongUsage
from leadctl.locale import N_
from leadctl.store.journal.merging import merge_customers

Customers = Annotated[list[str], Argument("C into C", "The one that goes, the one that stays: c17 or a phone.")]


def merge(session: Session, customers: Customers) -> None:
    """The first customer becomes part of the second: phones, visits, leads and all that happened move.

    Two open leads become the one that was opened first.

    Examples:

      leadctl merge c17 into c3

      leadctl merge 13800001234 into 13900005678
    """
    first, second = _read_two_customers(customers)
    with session.write("merge") as writer:
        gone, kept = inputs.read_customer(writer.db, first), inputs.read_customer(writer.db, second)
        if gone == kept:
            raise Refused("Both are c{kept} already.", kept=kept)
        merge_customers(writer, gone, kept)
        writer.summary = f"c{gone} merged into c{kept}"
        answer = customer_record(writer, kept)
    sentence = session.say(N_("{gone} is part of {kept} now"), gone=f"c{gone}", kept=f"c{kept}")
    if answer["lead"] is not None:
        sentence = session.say(N_("{done}; {what}"), done=sentence, what=describe_lead(session, answer))
    session.report(sentence, answer)


def _read_two_customers(words: list[str]) -> tuple[str, str]:
    named = [word for place, word in enumerate(words) if not (place == 1 and word.lower() == "into")]
    if len(named) != 2:
        raise WrongUsage("Name two customers: leadctl merge c17 into c3")
    return named[0], named[1]


COMMAND = Command(merge)
