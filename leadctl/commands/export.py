"""``leadctl export``: everything in readable files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import TEXT, Command, Option
from leadctl.commands.options import Reveal
from leadctl.commands.permissions import MANAGER, Need
from leadctl.commands.session import Session, warn
from leadctl.domain.phones import mask_phone
from leadctl.domain.referrals import mask_numbers
from leadctl.errors import Refused, WrongUsage, count_sentence, os_reason, template
from leadctl.files import replace_file
from leadctl.render import exports
from leadctl.render.masking import mask_values
from leadctl.render.page import Page
from leadctl.render.places import find_format_of
from leadctl.store.core.settings import read_setting
from leadctl.store.privacy.disclosure import disclose
from leadctl.store.queries.exports import Exported, count_people, read_tables
from leadctl.store.queries.views import is_masked_copy, write_masked_copy
from leadctl.store.safety.backups import open_snapshot

if TYPE_CHECKING:
    from leadctl.render.exports import Sheet
    from leadctl.store.core.connection import Database


EXPORT_FORMATS = ("csv", "xlsx", "jsonl", "json", "html")

AsJson = Annotated[bool, Option("--json", help="Print JSON.")]
OfCustomer = Annotated[str | None, Option("--customer", "C", "Only what is known of c17, or of this phone.")]
ExportFile = Annotated[
    Path | None, Option("--output", "FILE", "Into one file: .xlsx (a sheet a table) or .jsonl.", short="-o")
]
ExportFolder = Annotated[Path | None, Option("--folder", "DIR", "Into a folder, a file a table.")]
MaskedFile = Annotated[
    Path | None,
    Option("--masked", "FILE.db", "The views of leadctl query as tables, for Datasette, Excel or LibreOffice."),
]
ExportFormat = Annotated[
    str | None,
    Option(
        "--format",
        help="Left out: as the file's name says; csv in a folder; json for one person.",
        choices=EXPORT_FORMATS,
    ),
]


def export(
    session: Session,
    customer: OfCustomer = None,
    out: ExportFile = None,
    folder: ExportFolder = None,
    masked: MaskedFile = None,
    format_: ExportFormat = None,
    json_: AsJson = False,
    reveal: Reveal = False,
) -> None:
    """Everything of the store, or of one person, in files that other programs read.

    Visits, follow-ups, churn, orders, sales and owners have the columns of their imports. Phones are masked unless
    --reveal; only what is revealed can be imported again.

    Examples:

      leadctl export -o store.xlsx                       a sheet a table

      leadctl export --folder store --reveal             a CSV a table, to move house

      leadctl export --customer c17 --json --reveal      all that is held of one person, also in others' notes

      leadctl export --customer c17 --reveal -o c17.html     a page of it to hand over

      leadctl export --format jsonl | gzip > store.jsonl.gz

      leadctl export --masked store-views.db             what other programs open, never the store itself
    """
    if masked is not None:
        if (customer, out, folder, format_, json_, reveal) != (None, None, None, None, False, False):
            raise WrongUsage("--masked FILE.db goes alone: it holds the views of the whole store, phones masked.")
        _write_masked(session, masked.expanduser())
        return
    fmt = _choose_format(out, folder, "json" if json_ else format_, customer)
    with open_snapshot(session.path, session.patience) as db:
        number = None if customer is None else inputs.read_customer(db, customer)
        tables = read_tables(db, number)
        people = count_people(db) if number is None else 1
        if number is not None and fmt in ("json", "html"):
            found = _find_person(db, number, tables, reveal)
            if fmt == "json":
                session.output = session.output._replace(out=out)
                session.show(Page(found, ()), "json", reveal=reveal, people=people)
            else:
                with session.note_disclosure(people, revealed=reveal):
                    _write_page(session, found, read_setting(db, "name"), session.read_clock(db)[:10], out)
            return
        with session.note_disclosure(people, revealed=reveal):
            count = _write_sheets(_make_sheets(tables, reveal), fmt, out, folder)
    place = out or folder
    if place is not None:
        print(
            session.say(
                count_sentence(count, template("{place}: 1 row"), template("{place}: {count} rows"), place=place)
            )
        )
        if not reveal:
            warn("phones are masked, so this cannot be imported again; --reveal shows them in full")


def _write_masked(session: Session, target: Path) -> None:
    """A copy that others may keep open: an open reader of the store itself would make its writers wait."""
    with open_snapshot(session.path, session.patience) as db, session.note_disclosure(count_people(db), revealed=False):
        try:
            with replace_file(target, databases=is_masked_copy(target)) as file:
                count = write_masked_copy(db, file)
        except OSError as error:
            raise Refused("{target} cannot be written: {why}.", target=target, why=os_reason(error)) from error
    print(
        session.say(count_sentence(count, template("{place}: 1 row"), template("{place}: {count} rows"), place=target))
    )


def _choose_format(out: Path | None, folder: Path | None, given: str | None, customer: str | None) -> str:
    """How to write. Raises WrongUsage where nothing says it, or what is said does not go together."""
    if out is not None and folder is not None:
        raise WrongUsage("-o is one file, --folder many; name one of them.")
    fmt = given or ("csv" if folder is not None else None if out is None else find_format_of(str(out), None) or "csv")
    if fmt is None and customer is not None:
        fmt = "json"
    if fmt is None:
        raise WrongUsage("Say where to: -o store.xlsx, or --folder DIR for a CSV a table.")
    if fmt not in EXPORT_FORMATS:
        raise WrongUsage("An export is one of: {known}.", known=" ".join(EXPORT_FORMATS))
    if fmt == "csv" and folder is None:
        raise WrongUsage("A CSV holds one table: --folder DIR takes one a table, -o FILE.xlsx a sheet a table.")
    if fmt == "xlsx" and out is None:
        raise WrongUsage("A workbook is one file: -o FILE.xlsx")
    if fmt == "html" and (customer is None or folder is not None):
        raise WrongUsage("A page is of one person: --customer C --format html")
    if fmt == "json" and (customer is None or folder is not None):
        raise WrongUsage("--json is one document of one person: --customer C. Of the whole store: --format jsonl")
    return fmt


def _find_person(db: Database, customer: int, tables: Iterable[Exported], reveal: bool) -> dict[str, object]:
    """One person: their card, what happened by table, and what others' rows and the journal say of them."""
    found: dict[str, object] = {}
    for table in tables:
        rows = [_mask_row(row, reveal) for row in table.rows]
        if table.name == "customers":
            found = {"customer": rows[0], **found}
        else:
            found[table.name] = rows
    held = disclose(db, customer, inputs.national_digits)
    found["mentions"] = [_mask_row(one._asdict(), reveal) for one in held.mentions]
    found["operations"] = [_mask_row(one._asdict(), reveal) for one in held.operations]
    found["earlier"] = [_mask_row(one._asdict(), reveal) for one in held.earlier]
    return found


def _write_page(session: Session, found: dict[str, object], store: str | None, day: str, out: Path | None) -> None:
    from leadctl.render.output import write_text
    from leadctl.render.person import write_person_page

    write_text(write_person_page(found, store=store, day=day, translate=session.translate), out)


def _make_sheets(tables: Iterable[Exported], reveal: bool) -> Iterator[Sheet]:
    for table in tables:
        yield table.name, table.columns, (_mask_row(row, reveal) for row in table.rows)


def _write_sheets(sheets: Iterable[Sheet], fmt: str, out: Path | None, folder: Path | None) -> int:
    if folder is not None:
        return exports.write_folder(sheets, folder.expanduser(), fmt)
    if fmt == "xlsx" and out is not None:
        return exports.write_workbook(sheets, out.expanduser())
    if out is not None:
        return exports.write_lines_file(sheets, out.expanduser())
    return exports.write_lines(sheets, sys.stdout, sys.stdout.encoding or "utf-8")


def _mask_row(row: Mapping[str, object], reveal: bool) -> dict[str, object]:
    """A row as it leaves the house: phones masked unless they are to be revealed."""
    shown = dict(row)
    if reveal:
        return shown
    if shown.get("phone") is not None:
        shown["phone"] = mask_phone(str(shown["phone"]))
    if "phones" in shown:
        shown["phones"] = [mask_phone(str(phone)) for phone in _list_values(shown["phones"])]
    if shown.get("referrer") is not None:
        shown["referrer"] = mask_numbers(str(shown["referrer"]))
    return {column: mask_values(said) for column, said in shown.items()}


def _list_values(values: object) -> list[object]:
    assert isinstance(values, list)
    return values


COMMAND = Command(export, TEXT, takes_out=True, needs=Need(MANAGER, lambda given: bool(given.get("reveal"))))
