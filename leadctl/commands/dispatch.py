"""``leadctl dispatch``: head office gives online leads to stores."""

from __future__ import annotations

from pathlib import Path

from leadctl.annotations import Annotated
from leadctl.commands.declaration import TEXT, Argument, Command, Option
from leadctl.commands.session import Session, warn
from leadctl.errors import Refused, WrongUsage, os_reason
from leadctl.files import make_private_folder, replace_file
from leadctl.group.dispatch import UNPLACED, WHY, dispatch_leads, read_leads, write_rows
from leadctl.group.store_list import read_stores
from leadctl.locale import N_
from leadctl.render.page import Column, Page, Table

LeadsFile = Annotated[Path, Argument("LEADS.csv", "Online leads: at, phone, district; name, channel, model and so on.")]
StoresFile = Annotated[
    Path | None, Option("--stores", "STORES.csv", "The group's stores: code, districts, capacity; name, region.")
]
IntoFolder = Annotated[
    Path | None, Option("--output", "FOLDER", "A file a store, CODE.csv, and unplaced.csv.", short="-o")
]
AsJson = Annotated[bool, Option("--json", help="Print JSON.")]


def dispatch(
    session: Session, leads: LeadsFile, stores: StoresFile = None, out: IntoFolder = None, json_: AsJson = False
) -> None:
    """Give online leads of head office to stores: a file for each, which its leadctl import online takes.

    A lead goes to a store that has its district and room for it, the least filled first; one phone goes to one store.
    What fits nowhere is in unplaced.csv with the reason. Phones are in full: each file is for its store alone.

    Examples:

      leadctl dispatch leads.csv --stores stores.csv -o today

      leadctl import online today/0012.csv                in the store 0012
    """
    if stores is None or out is None:
        raise WrongUsage("Say which stores there are, and where to: --stores STORES.csv -o FOLDER")
    listed = read_stores(stores)
    for store in listed:
        if store.code.casefold() == UNPLACED:
            raise Refused(
                "The store's code {code!r} is the name of the file of leads that fit no store.", code=store.code
            )
    done = dispatch_leads(read_leads(leads), listed)
    folder = out.expanduser()
    try:
        make_private_folder(folder)
        for code, rows in done.leads.items():
            if rows:
                _write(folder / f"{code}.csv", write_rows(rows))
        if done.unplaced:
            unplaced = [{**lead, "reason": session.say(WHY[why])} for lead, why in done.unplaced]
            _write(folder / f"{UNPLACED}.csv", write_rows(unplaced))
    except OSError as error:
        raise Refused("{target} cannot be written: {why}.", target=folder, why=os_reason(error)) from error
    if done.unplaced:
        warn("leads that fit no store: {count}, in {file}", count=len(done.unplaced), file=folder / f"{UNPLACED}.csv")
    rows_shown = [
        {"store": store.code, "name": store.name, "leads": len(done.leads[store.code]), "capacity": store.capacity}
        for store in listed
    ]
    columns = (
        Column("store", N_("Store")),
        Column("name", N_("Store name")),
        Column("leads", N_("Leads"), "int"),
        Column("capacity", N_("Capacity"), "int"),
    )
    data = {"stores": rows_shown, "unplaced": len(done.unplaced)}
    session.show(Page(data, (Table(columns, rows_shown),)), "json" if json_ else "table")


def _write(target: Path, text: str) -> None:
    with replace_file(target) as file:
        file.write_text(text, encoding="utf-8-sig")


COMMAND = Command(dispatch, TEXT)
