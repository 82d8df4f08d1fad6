"""What must be known of every table of a store beside its columns: whose words it holds, and how it is exported."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import Literal


class Export(NamedTuple):
    """A table as it leaves the store, in names instead of numbers of rows.

    ``sql``: a whole SELECT without WHERE and ORDER; ``of_customer``: the clause that keeps the rows of ``:customer``,
    None where the table holds nobody's. ``importable``: it has the columns of an import.
    """

    name: str
    sql: str
    of_customer: str | None
    order: str
    importable: bool = False


class StoredTable(NamedTuple):
    """A table. Each of its TEXT columns that has no CHECK on codes or dates stands in one of four tuples.

    ``erased``: says who a person is or what they said; forgetting the person empties it. ``texts``: anything may be
    written there. A column may stand in both. ``plain``: names of things, which somebody once typed. In all of these
    forgetting looks for a person's phones, whoever's row it is. ``codes``: the program alone makes what stands there,
    or checks it against a list of its own.

    ``leads``: how a table that points at leads and holds no facts of them does so. ``listed``: its column ``lead``
    names who is on a list, and the customer's other lead takes the place of one that goes. ``opened``: what it tells
    opened the lead.
    """

    name: str
    erased: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    export: Export | None = None
    leads: Literal["listed", "opened"] | None = None


MAIN_PHONE = "(SELECT p.phone FROM phones AS p WHERE p.customer = {customer} ORDER BY p.id LIMIT 1) AS phone"
"""A column: the main phone, which is the first, of ``customer``."""

CAR_CONSULTANT = "coalesce(o.delivered_by, w.consultant)"
"""Whose the owner of a car is: who owned the lead when its order ``o`` was delivered, else the consultant of ``w``."""

LEADS_PHONE = MAIN_PHONE.format(customer="l.customer")
OF_LEAD = "l.customer = :customer"
FACT_OF_LEAD = " JOIN leads AS l ON l.id = f.lead LEFT JOIN staff AS b ON b.id = f.by"
"""Joins fact ``f`` with its lead ``l`` and with who recorded it, ``b``."""
